"""Any hand-kept table of attacks as statements, by a map that its keeper writes.

Each row becomes one report, whose text is all its cells in "column: value" lines, and a statement for each number that
the map reads. Nothing is mended: a row or a cell that cannot be read is a refusal with its reason.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from firstlight.catalog import Catalog
from firstlight.errors import TableError, TimeError
from firstlight.exchange.attack_map import AttackMap
from firstlight.exchange.cells import Row, Table, read_table
from firstlight.exchange.missile_attacks import Imported
from firstlight.exchange.own_map import NUMBERS, PEOPLE, NumberName, TableMap
from firstlight.model import (
    Capture,
    How,
    Kind,
    Place,
    Quote,
    Refusal,
    Report,
    Span,
    Statement,
    Unit,
    Weapon,
    When,
    digest,
    statement_id,
)
from firstlight.when import Interval, published_interval

READER = "table/1"
HOW: dict[str, How] = {"intercepted": "either", "shot_down": "shot_down", "suppressed": "suppressed"}


class Line(NamedTuple):
    """A row with what the map reads of it."""

    record: Row
    cells: dict[str, str]  # by our name of the column
    window: Interval
    weapon: Weapon | None
    places: tuple[Place, ...]


def read_own_table(data: bytes, origin: str, table_map: TableMap, catalog: Catalog, now: str) -> Imported:
    """The rows of a CSV table as reports and statements.

    data: the bytes of the file; origin: its name; now: the instant of the import. TableError where the bytes are no
    table, or a column that the map names is not there.
    """
    table = read_table(data, origin)
    missing = [name for name in (*table_map.columns.values(), *table_map.table.key) if name not in table.header]
    if missing:
        raise TableError(f"{origin}: no column {missing[0]!r}; found: {', '.join(table.header)[:300]}; mend the map")
    capture = Capture(
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        media="table",
        origin=origin,
        collected_at=now,
        collector=READER,
        source=table_map.table.source,
    )
    names = AttackMap(catalog)
    reports: dict[str, Report] = {}
    statements: list[Statement] = []
    refusals: list[Refusal] = []
    keys: dict[str, str] = {}
    for record in table.rows:
        row = _line(record, table, table_map, names)
        if isinstance(row, str):
            reason, _, detail = row.partition(": ")
            refusals.append(Refusal(stage="import", item=f"row {record.number}", reason=reason, detail=detail))
            continue
        report = _report(row, table.header, data, capture, table_map)
        if report.id in reports:
            detail = "the same cells as a row above"
            refusals.append(Refusal(stage="import", item=f"row {record.number}", reason="duplicate_row", detail=detail))
            continue
        reports[report.id] = report
        cells = {name: cell.text.strip() for name, cell in zip(table.header, record.cells, strict=True)}
        keys[report.id] = digest([cells[name] for name in table_map.table.key])
        made, dropped = _statements(row, report, table_map, catalog)
        statements += made
        refusals += [
            Refusal(stage="import", item=f"row {record.number}, {name}", reason=reason, detail=detail)
            for name, reason, detail in dropped
        ]
    if not reports:
        raise TableError(f"{origin}: none of its {len(table.rows)} rows can be read; the first: {refusals[0].detail}")
    return Imported(
        capture=capture,
        reports=tuple(reports.values()),
        statements=tuple(statements),
        refusals=tuple(refusals),
        keys=tuple(keys.items()),
    )


def row_texts(data: bytes, origin: str) -> Iterator[tuple[str, str]]:
    """(report id, text) of every row that holds together: what `verify` compares, without any map."""
    table = read_table(data, origin)
    for record in table.rows:
        if not record.broken:
            yield _id(record, data), _view(record, table.header)[0]


def _line(record: Row, table: Table, table_map: TableMap, names: AttackMap) -> Line | str:
    """The row as the map reads it, or "reason: detail" where it has to be refused."""
    if record.broken:
        return f"broken_row: {record.broken}; mend the row in the file"
    cells = {name: record.cells[table.header.index(column)].text.strip() for name, column in table_map.columns.items()}
    try:
        window = table_map.window(cells)
        if cells.get("published"):
            published_interval(cells["published"])
    except TimeError as error:
        return f"bad_time: {error}"
    weapon = table_map.weapon(cells["weapon"], names.catalog) if cells.get("weapon") else None
    if isinstance(weapon, str):
        return f"unknown_weapon: {weapon}; add it there with its models or class"
    if weapon is None and not any(cells.get(name) for name in PEOPLE):
        return "no_weapon: the row names no weapon and tells of nobody harmed"
    place = cells.get("place", "")
    return Line(record, cells, window, weapon, names.places(table_map.places.get(place, place), "target"))


def _report(row: Line, header: tuple[str, ...], data: bytes, capture: Capture, table_map: TableMap) -> Report:
    text, spans = _view(row.record, header)
    return Report(
        id=_id(row.record, data),
        capture=capture.sha256,
        locator=f"row {row.record.number}",
        source=table_map.table.source,
        address=row.cells.get("address") or None,
        title=None,
        published=row.cells.get("published") or None,
        language=table_map.table.language,
        text=text,
        view=READER,
        encoding="utf-8",
        spans=spans,
        media_type="table",
    )


def _id(record: Row, data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data[record.start : record.end]).hexdigest()


def _view(record: Row, header: tuple[str, ...]) -> tuple[str, tuple[Span, ...]]:
    lines, spans, length = [], [], 0
    for column, cell in zip(header, record.cells, strict=True):
        if cell.text.strip():
            begin = length + len(column) + 2
            end = begin + len(cell.text)
            spans.append(Span(start=begin, end=end, byte_start=cell.start, byte_end=cell.end, verbatim=cell.verbatim))
            lines.append(f"{column}: {cell.text}\n")
            length = end + 1
    return "".join(lines), tuple(spans)


Dropped = tuple[str, str, str]  # column, reason, detail


def _statements(
    row: Line, report: Report, table_map: TableMap, catalog: Catalog
) -> tuple[list[Statement], list[Dropped]]:
    made: list[Statement] = []
    dropped: list[Dropped] = []
    start, end, precision = row.window.iso()
    for name in NUMBERS:
        column, cell = table_map.columns.get(name), row.cells.get(name, "")
        if column is None:
            continue
        unit: Unit = "people" if name in PEOPLE else "weapons"
        count = table_map.number(cell, unit)
        if isinstance(count, str):
            dropped.append((column, "not_a_count", count))
            continue
        if count is None:
            if cell:
                dropped.append((column, "no_number", f"{cell!r} is unknown, not zero"))
            continue
        if unit == "weapons" and row.weapon is None:
            dropped.append((column, "no_weapon", "a number of weapons, and the row names none"))
            continue
        statement = Statement(
            id="",
            report=report.id,
            kind=_kind(name),
            quote=_quote(report.text, column, cell),
            count=count,
            weapon=row.weapon if unit == "weapons" else None,
            how=HOW.get(name),
            places=row.places,
            when=When(start=start, end=end, precision=precision),
            attacker=table_map.table.attacker,
            reader=READER,
        )
        made.append(msgspec.structs.replace(statement, id=statement_id(statement, report, catalog.hash)))
    return made, dropped


def _kind(name: NumberName) -> Kind:
    kind: Kind = msgspec.convert("intercepted" if name in HOW else name, Kind)
    return kind


def _quote(text: str, column: str, cell: str) -> Quote:
    """The cell, in the line of its column."""
    line = f"{column}: "
    begin = 0 if text.startswith(line) else text.index(f"\n{line}") + 1
    start = text.index(cell, begin + len(line))
    return Quote(text=text[start : start + len(cell)], start=start, end=start + len(cell))
