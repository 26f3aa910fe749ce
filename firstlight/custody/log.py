"""The custody log and the check of everything it answers for.

Each entry says who did what, when and why, to which inputs and with which outputs, and carries the hash of the entry
before it, so that the newest hash stands for all of them. `outputs` covers the hash of every fact row written under the
entry; so the chain covers every row, and each row covers its content. What the chain cannot tell by itself is that a
suffix of it was cut off, or the whole ledger rolled back: the seals outside (seal.py) can.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

import msgspec

from firstlight.custody.seal import Seals
from firstlight.errors import DamageError
from firstlight.model import Capture, Picture, Record, Report, Statement

# Captures, bytes and reports to what is wrong with them: (report id, sentence).
Redo = Callable[[Capture, bytes, Sequence[Report]], Iterable[tuple[str, str]]]


class Entry(Record, frozen=True, kw_only=True):
    """One line of the log."""

    seq: int
    at: str  # UTC, seconds
    who: str
    what: str
    why: str
    inputs: str
    outputs: str
    derived: str | None  # hash over all derived rows as the entry left them, None where it did not touch them
    previous: str
    hash: str


class Damage(Record, frozen=True, kw_only=True):
    """One thing that does not match its hash, its neighbour or its source."""

    where: str  # file, table and row, or log entry
    what: str  # one sentence


class Checked(Record, frozen=True, kw_only=True):
    """What a check went through, by kind, and the damage it found; `sealed` is when the newest seal was made."""

    counts: Mapping[str, int]
    damage: tuple[Damage, ...]
    sealed: str | None = None


class Row(Protocol):
    """A row with the hash that it carries and the hash that its columns give."""

    @property
    def table(self) -> str: ...  # noqa: D102
    @property
    def label(self) -> str: ...  # noqa: D102
    @property
    def entry(self) -> int: ...  # noqa: D102
    @property
    def hash(self) -> str: ...  # noqa: D102
    @property
    def recomputed(self) -> str: ...  # noqa: D102


class Files(Protocol):
    """The folder of captured bytes."""

    def names(self) -> Iterator[str]: ...  # noqa: D102
    def read(self, sha256: str) -> bytes: ...  # noqa: D102


class Kept(Protocol):
    """What a check asks of the store."""

    @property
    def blobs(self) -> Files: ...  # noqa: D102
    def integrity(self) -> list[str]: ...  # noqa: D102
    def log(self) -> Iterator[dict[str, Any]]: ...  # noqa: D102
    def fact_rows(self) -> Iterator[Row]: ...  # noqa: D102
    def derived_rows(self) -> Iterator[Row]: ...  # noqa: D102
    def derived_digest(self) -> str: ...  # noqa: D102
    def every_capture(self) -> Iterator[Capture]: ...  # noqa: D102
    def pictures(self) -> dict[str, Picture]: ...  # noqa: D102
    def reports_in(self, capture: str) -> list[Report]: ...  # noqa: D102
    def cited(self) -> Iterator[tuple[Statement, str]]: ...  # noqa: D102


def entry_hash(cells: Sequence[str | int | None]) -> str:
    """The hash of a log entry from its columns, in the order of Entry and without its own hash."""
    return hashlib.sha256(msgspec.json.encode(["entry", *cells])).hexdigest()


def verify(kept: Kept, redo: Redo, seals: Seals | None = None) -> Checked:
    """Re-hash every blob, row and log entry, compare every quote with its text and every text with its bytes.

    `redo` makes the text view of a capture anew; `seals` are where this ledger's seals would be. Nothing is changed,
    and the check goes on past what it finds.
    """
    counts: dict[str, int] = {}
    sealed: list[str] = []
    outputs: dict[int, Any] = {}
    checks: tuple[Callable[[], Iterable[Damage]], ...] = (
        lambda: [Damage(where="ledger.db", what=line) for line in kept.integrity()],
        lambda: _rows(kept, outputs, counts),
        lambda: _chain(kept, outputs, counts),
        lambda: _sealed(kept, seals, counts, sealed) if seals is not None else (),
        lambda: _derived(kept, counts),
        lambda: _texts(kept, redo, counts),
        lambda: _quotes(kept, counts),
    )
    damage: list[Damage] = []
    for check in checks:
        try:
            damage.extend(check())
        except DamageError as error:
            damage.append(Damage(where="ledger.db", what=str(error)))
    return Checked(counts=counts, damage=tuple(damage), sealed=max(sealed, default=None))


def _rows(kept: Kept, outputs: dict[int, Any], counts: dict[str, int]) -> Iterator[Damage]:
    """Fills `outputs`: entry to running hash over its rows, in the order in which the store folds them."""
    last: dict[str, int] = {}
    for row in kept.fact_rows():
        counts["rows"] = counts.get("rows", 0) + 1
        outputs.setdefault(row.entry, hashlib.sha256()).update(f"{row.table}:{row.hash}\n".encode())
        if row.hash != row.recomputed:
            yield Damage(where=f"{row.table} {row.label}", what="the row does not match its hash")
        before = last.get(row.table, 0)
        if int(row.label) == before:
            yield Damage(where=f"{row.table} {row.label}", what="the row was erased by a decision, and is there again")
        elif int(row.label) != before + 1:
            yield Damage(where=row.table, what=f"rows {before + 1} to {int(row.label) - 1} are missing")
        last[row.table] = int(row.label)


def _chain(kept: Kept, outputs: dict[int, Any], counts: dict[str, int]) -> Iterator[Damage]:
    previous, number = "", 0
    for columns in kept.log():
        entry = Entry(**columns)
        counts["log entries"] = counts.get("log entries", 0) + 1
        where = f"log {entry.seq}"
        if entry.seq != number + 1:
            yield Damage(where=where, what=f"entries {number + 1} to {entry.seq - 1} are missing")
        elif number and entry.previous != previous:
            yield Damage(where=where, what="the entry does not follow the one before it")
        if entry.hash != entry_hash(tuple(columns.values())[:-1]):
            yield Damage(where=where, what="the entry does not match its hash")
        found = outputs.pop(entry.seq, hashlib.sha256()).hexdigest()
        if found != entry.outputs:
            yield Damage(where=where, what="the rows written under this entry are not those that it recorded")
        previous, number = entry.hash, entry.seq
    for seq in sorted(outputs):
        yield Damage(where=f"log {seq}", what="rows were written under an entry that is missing")


def _sealed(kept: Kept, seals: Seals, counts: dict[str, int], sealed: list[str]) -> Iterator[Damage]:
    """Every sealed head must stand in the log with the hash that was sealed; `sealed` is filled with their times."""
    hashes = {entry["seq"]: entry["hash"] for entry in kept.log()}
    if not hashes:
        return
    missing: list[tuple[int, Damage]] = []
    for seal in seals.of(hashes[min(hashes)]):
        counts["seals"] = counts.get("seals", 0) + 1
        if isinstance(seal, str):
            yield Damage(where="seal", what=seal)
        elif hashes.get(seal.seq) != seal.head:
            what = "is not in the log: it was cut off, rewritten, or the ledger was rolled back to an earlier state"
            missing.append((seal.seq, Damage(where=f"log {seal.seq}", what=f"the entry sealed at {seal.at} {what}")))
        else:
            sealed.append(seal.at)
            if seal.restored:
                missing = [(seq, damage) for seq, damage in missing if seq <= seal.seq]
    yield from (damage for _, damage in missing)


def _derived(kept: Kept, counts: dict[str, int]) -> Iterator[Damage]:
    for row in kept.derived_rows():
        counts["derived rows"] = counts.get("derived rows", 0) + 1
        if row.hash != row.recomputed:
            yield Damage(where=f"{row.table} {row.label}", what="the row does not match its hash: reconcile anew")
    recorded = [columns["derived"] for columns in kept.log() if columns["derived"] is not None]
    if recorded and recorded[-1] != kept.derived_digest():
        yield Damage(where="derived rows", what="they are not those that the log recorded: reconcile anew")


def _texts(kept: Kept, redo: Redo, counts: dict[str, int]) -> Iterator[Damage]:
    seen: set[str] = set()
    for capture in kept.every_capture():
        if capture.sha256 in seen:
            continue
        seen.add(capture.sha256)
        counts["captures"] = counts.get("captures", 0) + 1
        data = yield from _bytes(kept, capture.sha256, capture.size)
        if data is None:
            continue
        reports = kept.reports_in(capture.sha256)
        counts["texts"] = counts.get("texts", 0) + len(reports)
        for report, what in redo(capture, data, reports):
            yield Damage(where=f"report {report}", what=what)
    for picture in kept.pictures().values():
        if picture.capture not in seen:
            yield Damage(where=f"picture of {picture.capture}", what="the page that it shows is not in the ledger")
        if picture.sha256 is not None:
            counts["pictures"] = counts.get("pictures", 0) + 1
            seen.add(picture.sha256)
            yield from _bytes(kept, picture.sha256, picture.size)
    for name in kept.blobs.names():
        if name not in seen:
            yield Damage(where=f"captures/{name}", what="no row names this file: it is not part of the ledger")


def _bytes(kept: Kept, sha256: str, size: int) -> Generator[Damage, None, bytes | None]:
    """The bytes under a hash, None where they are gone or others."""
    where = f"captures/{sha256}"
    try:
        data = kept.blobs.read(sha256)
    except DamageError as error:
        yield Damage(where=where, what=str(error))
        return None
    if len(data) != size:
        yield Damage(where=where, what=f"{len(data)} bytes, recorded as {size}")
    return data


def _quotes(kept: Kept, counts: dict[str, int]) -> Iterator[Damage]:
    for statement, text in kept.cited():
        counts["quotes"] = counts.get("quotes", 0) + 1
        quote = statement.quote
        if text[quote.start : quote.end] != quote.text or not quote.text:
            yield Damage(where=f"statement {statement.id}", what="its quote is not that slice of its report")
