"""`firstlight export`: what of a ledger goes into which file; written whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from firstlight.catalog import Catalog
from firstlight.errors import FirstlightError, UsageError
from firstlight.model import LedgerState, Record
from firstlight.pipeline.output import writable, write_whole
from firstlight.pipeline.period import is_invented

if TYPE_CHECKING:
    from firstlight.exchange.flat import Row, Told
    from firstlight.pipeline.decisions import Ruled

ENDINGS = {  # of files that hold a kind; another kind's ending would mislead
    "missile-attacks": (".csv",),
    "csv": (".csv",),
    "acled": (".csv",),
    "parquet": (".parquet",),
    "geojson": (".geojson", ".json"),
    "dump": (".jsonl", ".json"),
    "warc": (".warc", ".gz"),
}
KINDS = ("missile-attacks", "csv", "parquet", "geojson", "datapackage", "acled", "dump", "warc")
TABLE = "attacks"  # the table that one file holds where none is named
ENTERED = "analyst-entered"  # mark of a report that a person typed in


class Wanted(Record, frozen=True, kw_only=True):
    """What is to be written: one table, or all of them where `table` is None and the output is a folder."""

    kind: str
    output: Path
    table: str | None = None
    hxl: bool = False


class Written(Record, frozen=True, kw_only=True):
    """How many rows went out, and what did not, by reason."""

    rows: int
    left_out: Mapping[str, int]


def wanted(kind: str, output: str | Path, table: str | None, hxl: bool, catalog: Catalog) -> Wanted:
    """What a caller asks for, found possible before any work is done; UsageError."""
    from firstlight.exchange.columns import sheets

    path = Path(output)
    if kind not in KINDS:
        raise UsageError(f"{kind!r} cannot be exported: the kinds are {', '.join((*KINDS, 'evidence'))}")
    if table is not None and (kind not in ("csv", "parquet") or table not in sheets(catalog)):
        raise UsageError(f"--table {table}: csv and parquet know the tables {', '.join(sheets(catalog))}")
    if hxl and kind not in ("csv", "acled"):
        raise UsageError("--hxl goes with csv and acled: it is a row below the header")
    endings, ending = ENDINGS.get(kind, ()), path.suffix.lower()
    if ending not in endings and any(ending in others for others in ENDINGS.values()):
        raise UsageError(f"{path}: {kind} is written as {' or '.join(endings)}: name the file so with -o")
    folder = kind == "datapackage" or (kind in ("csv", "parquet") and table is None and path.suffix == "")
    if folder:
        new_folder(path)
    else:
        writable(path)
        table = table or (TABLE if kind in ("csv", "parquet") else None)
    return Wanted(kind=kind, output=path, table=table, hxl=hxl)


def new_folder(path: Path) -> None:
    """FirstlightError where no new folder can be made at `path`."""
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise FirstlightError(f"{path} is there already: name a new folder with -o")
    if not path.parent.is_dir():
        raise FirstlightError(f"the folder {path.parent} is not there: make it, or name another place with -o")


def write_tables(asked: Wanted, told: Told, catalog: Catalog, about: Mapping[str, Any]) -> Written:
    """Write tables of the record; about: what a data package says of itself."""
    from firstlight.exchange import packages
    from firstlight.exchange.columns import sheets
    from firstlight.exchange.flat import tables

    made, known = tables(told, catalog), sheets(catalog)
    rows = {name: made[name] for name in known}
    if asked.kind == "datapackage":
        write_folder(asked.output, packages.package_files(known, rows, about))
    elif asked.kind == "geojson":
        places = geojson_rows(rows)
        write_whole(asked.output, [msgspec.json.encode(packages.geojson(places)) + b"\n"])
        missing = sum(1 for row in places if row["lat"] is None)
        return Written(rows=len(places) - missing, left_out={"place without coordinates": missing})
    elif asked.kind == "acled":
        write_whole(asked.output, packages.csv_lines(known["acled"], rows["acled"], hxl=asked.hxl))
        totals = sum(1 for row in rows["incidents"] if row["total"] or row["background"])
        return Written(rows=len(rows["acled"]), left_out={"totals and background": totals})
    elif asked.table is not None:
        write_whole(asked.output, _pieces(asked, asked.table, rows[asked.table], catalog))
        return Written(rows=len(rows[asked.table]), left_out={})
    else:
        files = {f"{name}.{asked.kind}": b"".join(_pieces(asked, name, rows[name], catalog)) for name in known}
        write_folder(asked.output, files)
    return Written(rows=sum(len(table) for table in rows.values()), left_out={})


def geojson_rows(rows: Mapping[str, list[Row]]) -> list[Row]:
    """The incidents that stand by themselves."""
    return [row for row in rows["incidents"] if not row["total"]]


def _pieces(asked: Wanted, name: str, rows: list[Row], catalog: Catalog) -> Iterator[bytes]:
    from firstlight.exchange import packages
    from firstlight.exchange.columns import sheets

    if asked.kind == "parquet":
        yield packages.parquet(sheets(catalog)[name], rows)
    else:
        yield from packages.csv_lines(sheets(catalog)[name], rows, hxl=asked.hxl)


def write_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """A new folder with these files by path, there whole or not at all; FirstlightError where it cannot be."""
    new_folder(path)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        for name, data in files.items():
            target = part / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise FirstlightError(
            f"{path} cannot be written ({error.strerror}): name another place with -o; the ledger is as it was"
        ) from error
    finally:
        with suppress(OSError):  # it is there only where writing failed
            shutil.rmtree(part, ignore_errors=True)


def told_of(
    state: LedgerState, facts: tuple[dict[str, Any], dict[str, Any]], decisions: tuple[Ruled, ...], catalog: Catalog
) -> Told:
    """What tables are made from; facts: statements and reports by id."""
    from firstlight.exchange.flat import Told

    statements, reports = facts
    return Told(
        state=state,
        statements=statements,
        reports=reports,
        decisions=[(ruled.decision, ruled.superseded_by) for ruled in decisions],
        invented=frozenset(key for key, report in reports.items() if is_invented(report, catalog)),
        entered=frozenset(key for key, report in reports.items() if ENTERED in report.marks),
    )
