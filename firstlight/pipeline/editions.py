"""`firstlight release`: a frozen, citable edition of the record, with its codebook and what changed since the last one.

An edition is the folder releases/NAME of the ledger: the data package, CHANGES.md and changes.csv, and release.json
with the hash of every file. The log keeps the hash of release.json, and release.json that of the edition before, so
that `verify` notices a changed, missing or added file of any edition.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from firstlight.custody import Damage
from firstlight.errors import DamageError, UsageError
from firstlight.exchange.columns import Sheet
from firstlight.exchange.csv_cells import line
from firstlight.model import LedgerState, Record, digest
from firstlight.pipeline.exports import write_folder
from firstlight.store import Store

FOLDER = "releases"
MANIFEST = "release.json"
VERB = "release"
TOLD = ("attacks", "incidents", "harm", "damage", "packages", "disputes")  # tables whose changes are listed in words
KINDS = ("added", "removed", "changed")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class Edition(Record, frozen=True, kw_only=True):
    """What an edition is made of."""

    name: str
    previous: str | None
    previous_hash: str | None  # SHA-256 of the release.json before
    made_at: str  # UTC, seconds
    period: tuple[str | None, str | None]  # inclusive Kyiv dates, None is open
    as_of: str | None
    log_head: int  # the newest log entry when it was made, and its hash
    log_hash: str
    version: str
    catalogue: str
    files: dict[str, str]  # path to SHA-256

    @property
    def citation(self) -> str:
        """How it may be cited, without its own hash."""
        return f"Firstlight record of air attacks, edition {self.name}, made {self.made_at[:10]}"


class Change(Record, frozen=True, kw_only=True):
    """One cell that differs from the edition before; column, before and after are empty for whole rows."""

    table: str
    id: str
    change: str  # added, removed, changed
    column: str = ""
    before: str = ""
    after: str = ""


def free(ledger: Path, name: str) -> Path:
    """The folder of a new edition; UsageError where the name will not do or is taken."""
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name!r} is no name for a release: letters, digits, dot, dash and underline, 64 at most")
    folder = ledger / FOLDER / name
    if folder.exists():
        raise UsageError(f"the release {name} is there already and never changes: name another one")
    folder.parent.mkdir(parents=True, exist_ok=True)
    return folder


def editions(ledger: Path) -> list[tuple[Edition, Path]]:
    """All editions in the order in which they were made; DamageError where one cannot be read."""
    found = []
    for folder in sorted((ledger / FOLDER).glob("[!.]*")) if (ledger / FOLDER).is_dir() else []:
        try:
            found.append((msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Edition), folder))
        except (OSError, msgspec.DecodeError) as error:
            raise DamageError(f"{folder / MANIFEST} cannot be read: restore it from a backup") from error
    return sorted(found, key=lambda pair: (pair[0].made_at, pair[0].log_head, pair[0].name))


def staged(folder: Path, files: Mapping[str, bytes]) -> Path:
    """The files of an edition beside the place where it will have its name; what an interrupted run left is removed."""
    ready = folder.with_name(f".{folder.name}.ready")
    shutil.rmtree(ready, ignore_errors=True)
    write_folder(ready, files)
    return ready


def hashed(files: Mapping[str, bytes]) -> dict[str, str]:
    """SHA-256 of each file by path."""
    return {path: hashlib.sha256(data).hexdigest() for path, data in sorted(files.items())}


def manifest_hash(folder: Path) -> str:
    """SHA-256 of the release.json in a folder."""
    return hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()


def changes(sheets: Mapping[str, Sheet], edition: tuple[Edition, Path], files: Mapping[str, bytes]) -> Iterator[Change]:
    """What differs between the tables of an edition and those about to be released, row by row and cell by cell."""
    before = edition[1]
    erased = {path for path in edition[0].files if not (before / path).exists()}
    for name, sheet in sheets.items():
        if name in ("support", "acled"):
            continue  # these follow from the others
        path, key = f"data/{name}.csv", sheet.columns[0].name
        if path in erased:
            continue  # the edition before can no longer be compared with
        old = _rows((before / path).read_bytes(), key) if (before / path).exists() else {}
        new = _rows(files[path], key)
        for row in sorted(old.keys() | new.keys()):
            if row not in old or row not in new:
                yield Change(table=name, id=row, change="added" if row in new else "removed")
                continue
            for column in sorted(old[row].keys() | new[row].keys()):
                one, other = old[row].get(column, ""), new[row].get(column, "")
                if one != other:
                    yield Change(table=name, id=row, change="changed", column=column, before=one, after=other)


def _rows(data: bytes, key: str) -> dict[str, dict[str, str]]:
    return {row[key]: row for row in csv.DictReader(io.StringIO(data.decode("utf-8"), newline=""))}


def change_files(found: list[Change], previous: str | None, name: str, state: LedgerState) -> dict[str, bytes]:
    """changes.csv with every change, and CHANGES.md with what happened to the record in words."""
    header = ("table", "id", "change", "column", "before", "after")
    rows = [line([one.table, one.id, one.change, one.column, one.before, one.after]) for one in found]
    carried = {alias: raid.id for raid in state.raids for alias in raid.aliases}
    carried |= {alias: incident.id for incident in state.incidents for alias in incident.aliases}
    since = f"since {previous}" if previous else "the first edition: nothing came before"
    words = [f"# Changes in {name}, {since}\n"]
    for table in TOLD:
        mine = [one for one in found if one.table == table]
        rows_of = {
            kind: len({one.id for one in mine if one.change == kind}) for kind in ("added", "removed", "changed")
        }
        words.append(f"## {table}\n\n{', '.join(f'{number} {kind}' for kind, number in rows_of.items())}\n")
        if previous:
            words += [f"- {_told(one, carried)}" for one in mine]
            words.append("")
    counts = Counter((one.table, one.change) for one in found if one.table not in TOLD)
    words.append("## Behind them\n")
    words += [f"- {table}: {number} {change}" for (table, change), number in sorted(counts.items())]
    return {
        "changes.csv": (line(header) + "".join(rows)).encode(),
        "CHANGES.md": ("\n".join(words) + "\n").encode(),
    }


def _told(one: Change, carried: Mapping[str, str]) -> str:
    if one.change != "changed":
        base = one.id.partition("/")[0]
        now = f", now under {carried[base]}" if one.change == "removed" and base in carried else ""
        return f"{one.change} {one.id}{now}"
    return f"{one.id} {one.column}: {one.before or 'empty'} became {one.after or 'empty'}"


def damaged(ledger: Path, store: Store) -> list[Damage]:
    """What is wrong with the editions of a ledger: every file against its hash, each release.json against the log.

    A file that a decision erased is not missing.
    """
    try:
        known = editions(ledger)
    except DamageError as error:
        return [Damage(where=FOLDER, what=str(error))]
    logged = {run.inputs for run in store.runs() if run.verb == VERB} if known else set()
    erased = {item for taken in store.decisions() if taken.verb == "erase" for item in taken.items} if known else set()
    found: list[Damage] = []
    for edition, folder in known:
        where = f"{FOLDER}/{folder.name}"
        if digest([manifest_hash(folder)]) not in logged or edition.name != folder.name:
            found.append(Damage(where=where, what=f"its {MANIFEST} is not the one that the log recorded"))
        there = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
        for path in sorted(there.keys() | edition.files.keys()):
            if path == MANIFEST or (path not in there and f"{where}/{path}" in erased):
                continue
            if path not in there or path not in edition.files:
                found.append(Damage(where=f"{where}/{path}", what="missing" if path not in there else "was added"))
            elif hashlib.sha256(there[path].read_bytes()).hexdigest() != edition.files[path]:
                found.append(Damage(where=f"{where}/{path}", what="is not the file that was released"))
    return found
