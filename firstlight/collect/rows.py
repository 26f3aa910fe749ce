"""Tables of reports (CSV, JSON Lines): each row is one report or one refusal, by the map that a person gives.

A row is cited by its number, as a spreadsheet counts: the header of a CSV is row 1, the first line of JSON Lines row 1.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from firstlight.catalog import Catalog
from firstlight.collect.decode import decode
from firstlight.collect.messages import parse_message
from firstlight.collect.plain import plain_pieces
from firstlight.collect.published import from_unix, page_date
from firstlight.collect.texts import PartText, part_report
from firstlight.errors import SourceError
from firstlight.model import Capture, Columns, Record, Refusal, Report

VIEW = "row-view/1"
datetime.strptime("2024 +0000", "%Y %z")  # loads now what a closed process could open no file for
DELIMITERS = (",", ";", "\t")


class Row(Record, frozen=True, kw_only=True):
    """One record of a table: its bytes, and its cells by column or why they cannot be told."""

    number: int
    start: int
    end: int
    cells: Mapping[str, str] = {}
    marks: tuple[str, ...] = ()
    broken: tuple[str, str] | None = None  # reason, and a line for a person


def read_rows(
    data: bytes, capture: Capture, source: str | None, catalog: Catalog
) -> tuple[tuple[Report, ...], tuple[Refusal, ...]]:
    """The reports and refusals of a table; together they are all its rows, in order.

    `capture.columns` says where the text stands, `source` who published it where no column does. SourceError where the
    table has no such column.
    """
    if capture.columns is None:
        raise SourceError(f"{capture.origin}: a table without a map: name one with --map")
    reports: list[Report] = []
    refusals: list[Refusal] = []
    for row in _objects(data) if capture.media == "lines" else _records(data, capture):
        found = _report(row, data, capture, capture.columns, source, catalog)
        if isinstance(found, Report):
            reports.append(found)
        else:
            item = f"{capture.origin}: row {row.number}"
            refusals.append(Refusal(stage="collect", item=item, reason=found[0], detail=f"{item}: {found[1]}"))
    return tuple(reports), tuple(refusals)


def _report(
    row: Row, data: bytes, capture: Capture, columns: Columns, source: str | None, catalog: Catalog
) -> Report | tuple[str, str]:
    """The report of a row, or (reason, line) why it is none."""
    if row.broken:
        return row.broken
    said = {name: row.cells.get(column, "").strip() for name, column in columns.named()}
    pieces, marks = plain_pieces(decode(row.cells.get(columns.text, "").encode("utf-8", "surrogatepass")))
    text = pieces.text()
    if not text.strip():
        return "empty", f"its column {columns.text} is empty"
    published = None
    if said.get("published"):
        dated = _date(said["published"], columns)
        if dated is None:
            how = f"a date written as {columns.date_format}" if columns.date_format else "YYYY-MM-DD or an instant"
            return (
                "bad_date",
                f"{said['published'][:60]!r} is not {how}: date_format in the map says how dates are written",
            )
        published = dated[0]
        marks |= set() if dated[1] else {"unknown_zone"}
    own = data[row.start : row.end]
    found = PartText(
        text=text,
        view=VIEW,
        place=(row.start, row.end),
        own=own,
        locator=f"row {row.number}",
        address=said.get("address") or None,
        title=said.get("title") or None,
        published=published,
        marks=(*marks, *row.marks),
    )
    return part_report(capture, found, said.get("source") or source, catalog)


def _date(cell: str, columns: Columns) -> tuple[str, bool] | None:
    """The date or instant of a cell, and whether its hours had a zone; None where it is none."""
    if columns.date_format is None:
        unix = from_unix(cell) if len(cell) > 8 else None
        return (unix, True) if unix else page_date(cell)
    try:
        moment = datetime.strptime(cell, columns.date_format)  # noqa: DTZ007  it may have no zone: then only the day stays
    except ValueError:
        return None
    if moment.tzinfo is not None:
        return moment.astimezone(UTC).isoformat(timespec="seconds"), True
    hours = any(part in columns.date_format for part in ("%H", "%I", "%c", "%X", "%T"))
    return moment.date().isoformat(), not hours


def _records(data: bytes, capture: Capture) -> Iterator[Row]:
    """The records of a CSV table below its header; SourceError where the header lacks a column of the map."""
    decoded = decode(data)
    to_bytes, raw, marks = decoded.to_bytes(), decoded.raw, decoded.marks
    lines = _Lines(raw)
    csv.field_size_limit(max(len(raw), 131_072))
    delimiter = max(DELIMITERS, key=raw.partition("\n")[0].count)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    header: list[str] = []
    number = 0
    while True:
        begun = lines.here
        cells, broken = _next(reader)
        if cells is None and broken is None:
            return
        if cells == []:
            continue  # an empty line is no record
        number += 1
        place = (to_bytes(begun), to_bytes(lines.here))
        if not header:
            if broken is not None or cells is None:
                raise SourceError(f"{capture.origin}: its header cannot be read ({broken}): save the table anew as CSV")
            header = _header(cells, capture)
            continue
        if cells is None or len(cells) != len(header):
            why = broken or f"{len(cells or ())} cells where the header has {len(header)}"
            yield Row(number=number, start=place[0], end=place[1], broken=("bad_row", why))
            continue
        named = dict(zip(header, cells, strict=True))
        yield Row(number=number, start=place[0], end=place[1], cells=named, marks=marks)


class _Lines:
    """The lines of a text with their ends, and in `here` how many characters were handed out."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.here = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self.here >= len(self.raw):
            raise StopIteration
        end = self.raw.find("\n", self.here) + 1 or len(self.raw)
        begun, self.here = self.here, end
        return self.raw[begun:end].replace("\0", "\ufffd")


def _next(reader: Any) -> tuple[list[str] | None, str | None]:
    """The next record, or why it cannot be read; (None, None) at the end."""
    try:
        return next(reader), None
    except StopIteration:
        return None, None
    except csv.Error as error:
        return None, f"it cannot be read as CSV ({error})"


def _header(cells: list[str], capture: Capture) -> list[str]:
    names = [cell.strip() for cell in cells]
    columns = capture.columns
    missing = [column for _, column in columns.named() if column not in names] if columns is not None else []
    if missing or len(set(names)) != len(names):
        what = f"no column {missing[0]!r}" if missing else "a column name twice"
        raise SourceError(f"{capture.origin}: it has {what}; its header says {', '.join(names)[:200]}: mend the map")
    return names


def _objects(data: bytes) -> Iterator[Row]:
    """The objects of a JSON Lines file, one a line; columns inside others are named with a dot."""
    here, number = 3 if data.startswith(b"\xef\xbb\xbf") else 0, 0
    while here < len(data):
        end = data.find(b"\n", here)
        end = len(data) if end < 0 else end
        number += 1
        line, begun, here = data[here:end], here, end + 1
        if not line.strip():
            continue
        try:
            fields, repeated = parse_message(line)
        except ValueError as error:
            yield Row(number=number, start=begun, end=end, broken=("bad_json", f"no JSON object ({str(error)[:120]})"))
            continue
        marks = ("duplicate_keys",) if repeated else ()
        yield Row(number=number, start=begun, end=end, cells=dict(_cells(fields, "")), marks=marks)


def _cells(fields: Mapping[str, Any], above: str, depth: int = 4) -> Iterator[tuple[str, str]]:
    for name, value in fields.items():
        if isinstance(value, str):
            yield above + name, value
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield above + name, repr(value)
        elif isinstance(value, dict) and depth:
            yield from _cells(value, f"{above}{name}.", depth - 1)
