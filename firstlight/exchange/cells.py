"""A table of comma-separated values as cells that know which bytes they came from.

The csv module gives no offsets, and a quoted cell must still lead back to the bytes of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from firstlight.errors import TableError
from firstlight.exchange.csv_cells import unguard
from firstlight.model import Record

_CELL = re.compile(rb'"((?:[^"]|"")*)"(?=[,\r\n]|\Z)|([^",\r\n]*)')
_BREAK = re.compile(rb"\r\n|\n|\r")
_BOM = b"\xef\xbb\xbf"


class Cell(Record, frozen=True, kw_only=True):
    """One cell: its text, and the bytes [start, end) of the file that spell it, without enclosing quotes."""

    text: str
    start: int
    end: int
    verbatim: bool  # the bytes are the text; not so where a quote is doubled or a formula guarded


class Row(Record, frozen=True, kw_only=True):
    """One record. `number` counts as a spreadsheet does: the header is row 1. [start, end) are its bytes."""

    number: int
    cells: tuple[Cell, ...]
    start: int
    end: int
    broken: str | None = None  # why its cells cannot be trusted


class Table(Record, frozen=True, kw_only=True):
    """A header and the records below it."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(data: bytes, origin: str) -> Table:
    """The table in the bytes of a CSV file (UTF-8, commas, RFC 4180 quotes).

    Raises TableError where the bytes are empty, not UTF-8, or no table of two columns or more with a record below its
    header; `origin` names the file in the message.
    """
    if not data.strip():
        raise TableError(f"{origin}: the file is empty: download the table again")
    if b"\0" in data:
        raise TableError(f"{origin}: not a CSV text file (it holds binary data): export the table as CSV, UTF-8")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise TableError(f"{origin}: byte {error.start} is not UTF-8: save the table as CSV, UTF-8") from error
    rows = list(_rows(data))
    if len(rows[0].cells) < 2:
        raise TableError(f"{origin}: no commas in the first line, so not a CSV table: export the table as CSV, UTF-8")
    if len(rows) < 2:
        raise TableError(f"{origin}: the table has a header and no rows: download the table again")
    return Table(header=tuple(cell.text.strip() for cell in rows[0].cells), rows=tuple(rows[1:]))


def _rows(data: bytes) -> Iterator[Row]:
    position = len(_BOM) if data.startswith(_BOM) else 0
    number, width = 1, 0
    while position < len(data):
        row = _row(data, position, number)
        position = row.end
        line_break = _BREAK.match(data, position)
        position = line_break.end() if line_break else position
        if row.start == row.end:
            continue  # an empty line is no record, and not counted, as csv does
        if number == 1:
            width = len(row.cells)
        elif row.broken is None and len(row.cells) != width:
            row = Row(number=number, cells=row.cells, start=row.start, end=row.end, broken=_ragged(row, width))
        yield row
        number += 1


def _ragged(row: Row, width: int) -> str:
    return f"{len(row.cells)} cells where the header has {width}"


def _row(data: bytes, position: int, number: int) -> Row:
    begin, cells = position, []
    while True:
        found = _CELL.match(data, position)
        if found is None:
            raise TableError(f"row {number}: byte {position} cannot be read as a cell")
        cells.append(_cell(found))
        position = found.end()
        if position >= len(data) or data[position : position + 1] in b"\r\n":
            return Row(number=number, cells=tuple(cells), start=begin, end=position)
        if data[position : position + 1] != b",":
            line_break = _BREAK.search(data, position)
            end = line_break.start() if line_break else len(data)
            return Row(number=number, cells=tuple(cells), start=begin, end=end, broken="a quote is not closed")
        position += 1


def _cell(found: re.Match[bytes]) -> Cell:
    group = 1 if found.group(1) is not None else 2
    raw = found.group(group)
    text = raw.decode("utf-8")
    plain = unguard(text.replace('""', '"') if group == 1 else text)
    return Cell(text=plain, start=found.start(group), end=found.end(group), verbatim=plain == text)
