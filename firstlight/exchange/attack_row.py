"""One row of the table of missile attacks: its text, its marks, and the statements that it makes."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from firstlight.catalog import Catalog
from firstlight.exchange.attack_map import AttackMap, Named, ReporterEntry
from firstlight.exchange.cells import Cell, Row
from firstlight.model import (
    Count,
    How,
    Kind,
    Place,
    Quote,
    Record,
    Report,
    Span,
    Speaker,
    Statement,
    Unit,
    When,
    statement_id,
)
from firstlight.when import Interval

_SPELT = re.compile(r"(\d+)(?:\.0+)?")
_WHOLE = re.compile(r"\s*(\d{1,9})(?:\.0*)?\s*")
_CROSSING = re.compile(r"'(\w+)':\s*([^,}]*)")
_SPLIT_EFFECTS = ("kills_only", "separate", "merged")

Dropped = tuple[str, str, str]  # column, reason, detail


class AttackRow(Record, frozen=True, kw_only=True):
    """A row whose weapon and window are known. `cells` are by our name of the column, not the table's."""

    record: Row
    header: tuple[str, ...]
    cells: dict[str, Cell]
    weapon: Named
    window: Interval
    night: str  # Kyiv date on which the window ends
    reporter: tuple[Speaker, ReporterEntry] | None

    def text(self, name: str) -> str:
        """The text of a cell without outer blanks."""
        return self.cells[name].text.strip()

    def whole(self, name: str) -> int | None:
        """The whole number that a cell holds, or None where it is empty or no such number."""
        found = _WHOLE.fullmatch(self.cells[name].text)
        return int(found[1]) if found else None

    def stopped_only(self) -> bool:
        """Whether the publisher tells only what was stopped, of this weapon, so that `launched` repeats it."""
        rules = set(self.reporter[1].numerator_only) if self.reporter else set()
        kinds = self.weapon.groups or {self.weapon.weapon.class_}
        return self.weapon.stopped_only or "*" in rules or self.weapon.weapon.class_ in rules or kinds <= rules

    def marks(self, early_until: str) -> tuple[str, ...]:
        """What a reader of the row should know; docs/methods.md says what each mark means."""
        launched, destroyed = self.whole("launched"), self.whole("destroyed")
        stopped = (destroyed or 0) + (self.whole("suppressed") or 0)
        copied = launched is not None and launched == destroyed
        weapon = self.weapon.weapon
        found = {
            "more_stopped_than_launched": launched is not None and stopped > launched,
            "numerator_only": self.stopped_only(),
            "unknown_kind": self.weapon.unknown_kind,
            "bundle": len(weapon.models) > 1,
            "mixed_groups": len(self.weapon.groups) > 1,
            "early_copied_launches": copied and self.night <= early_until and not self.stopped_only(),
            "unknown_publisher": self.reporter is None,
        }
        return tuple(mark for mark, holds in found.items() if holds)


def row_view(row: AttackRow) -> tuple[str, tuple[Span, ...]]:
    """The row as a text of "column: value" lines for the cells that are not empty, with spans to the file's bytes."""
    lines, spans, length = [], [], 0
    for column, cell in zip(row.header, row.record.cells, strict=True):
        if not cell.text.strip():
            continue
        begin = length + len(column) + 2
        end = begin + len(cell.text)
        spans.append(Span(start=begin, end=end, byte_start=cell.start, byte_end=cell.end, verbatim=cell.verbatim))
        lines.append(f"{column}: {cell.text}\n")
        length = end + 1
    return "".join(lines), tuple(spans)


def row_statements(
    row: AttackRow, report: Report, names: AttackMap, reader: str
) -> tuple[list[Statement], list[Dropped]]:
    """The statements of a row, and the numbers in it that are not taken, with the reason."""
    dropped: list[Dropped] = []
    base = Statement(
        id="",
        report=report.id,
        kind="launched",
        quote=Quote(text="", start=0, end=0),
        weapon=row.weapon.weapon,
        places=names.places(row.text("target"), "target"),
        when=When(start=row.window.iso()[0], end=row.window.iso()[1], precision=row.window.precision),
        attacker=names.settings["attacker"],
        speaker=row.reporter[0] if row.reporter else None,
        reader=reader,
    )
    facts = [*_strength(row, names, dropped), *_places_hit(row, names, dropped), *_crossings(row, names, dropped)]
    catalogue = names.catalog.hash
    made = []
    for fact in facts:
        statement = fact.statement(base, report.text, names.columns[fact.column])
        made.append(msgspec.structs.replace(statement, id=statement_id(statement, report, catalogue)))
    return made, dropped


class _Fact(Record, frozen=True, kw_only=True):
    """A number of the row before it has its words."""

    kind: Kind
    column: str
    number: int
    how: How | None = None
    places: tuple[Place, ...] | None = None
    key: str | None = None  # where the cell is a mapping, the entry that holds the number

    def statement(self, base: Statement, text: str, column: str) -> Statement:
        start = text.index(f"{column}: ") if text.startswith(f"{column}: ") else text.index(f"\n{column}: ") + 1
        begin = start + (text[start:].index(f"'{self.key}'") if self.key else 0)
        digits = _SPELT.search(text, begin if self.key else start + len(column))
        if digits is None or int(digits[1]) != self.number:
            raise ValueError(f"column {column} of {base.report}: its number is not in its text")  # a bug, not a fault
        of_places = self.kind in ("hit", "debris")
        unit: Unit = "weapons"
        count = Count(low=self.number, high=self.number, form="exact", unit=None if of_places else unit)
        return msgspec.structs.replace(
            base,
            kind=self.kind,
            quote=Quote(text=text[begin : digits.end()], start=begin, end=digits.end()),
            count=None if of_places else count,
            locations=count if of_places else None,
            weapon=None if of_places else base.weapon,  # the table counts places for the night, on one of its rows
            how=self.how,
            places=base.places if self.places is None else self.places,
        )


def _strength(row: AttackRow, names: AttackMap, dropped: list[Dropped]) -> Iterator[_Fact]:
    """Launched, stopped by fire, stopped otherwise, still flying."""
    launched = _number(row, "launched", names, dropped, wanted=True)
    destroyed = _number(row, "destroyed", names, dropped, wanted=True)
    suppressed = _number(row, "suppressed", names, dropped)
    column = names.columns["launched"]
    if row.weapon.unknown_kind and launched is not None:
        dropped.append((column, "unknown_kind", "drones of unknown kind are already in the nightly figures"))
    elif row.stopped_only() and launched is not None and launched == destroyed:
        dropped.append((column, "launched_copied", "the publisher tells what was stopped; launched repeats it"))
    elif launched is not None:
        places = names.places(row.text("target"), "target") + names.places(row.text("launch"), "launch")
        yield _Fact(kind="launched", column="launched", number=launched, places=places)
    merged = not suppressed and _merged(row, names.catalog)
    if destroyed is not None:
        yield _Fact(kind="intercepted", column="destroyed", number=destroyed, how="either" if merged else "shot_down")
    if suppressed is not None and merged:
        dropped.append((names.columns["suppressed"], "merged_zero", "the publisher gives one figure for both"))
    elif suppressed is not None:
        yield _Fact(kind="intercepted", column="suppressed", number=suppressed, how="suppressed")
    airborne = _number(row, "airborne", names, dropped)
    if airborne is not None:
        yield _Fact(kind="airborne", column="airborne", number=airborne)


def _places_hit(row: AttackRow, names: AttackMap, dropped: list[Dropped]) -> Iterator[_Fact]:
    for column, kind in (("hits", "hit"), ("debris", "debris")):
        number = _number(row, column, names, dropped)
        if number is not None:
            yield _Fact(kind=msgspec.convert(kind, Kind), column=column, number=number)


def _crossings(row: AttackRow, names: AttackMap, dropped: list[Dropped]) -> Iterator[_Fact]:
    """Weapons that flew into a neighbour's airspace; the cell is a mapping such as {'belarus': 2.0}."""
    for found in _CROSSING.finditer(row.text("left")):
        place, number = names.border(found[1]), _WHOLE.fullmatch(found[2])
        if place is None or number is None:
            what = "is not in data/missile_attacks.toml" if place is None else f"has no number: {found[2]!r}"
            dropped.append((names.columns["left"], "unread_crossing", f"{found[1]!r} {what}"))
            continue
        yield _Fact(kind="left", column="left", number=int(number[1]), places=(place,), key=found[1])


def _number(row: AttackRow, name: str, names: AttackMap, dropped: list[Dropped], *, wanted: bool = False) -> int | None:
    """The number in a cell. An empty cell is unknown, not zero; it is told where the number is `wanted`."""
    text, number = row.text(name), row.whole(name)
    if number is None and text:
        dropped.append((names.columns[name], "not_a_count", f"{text!r} is no whole number"))
    elif number is None and wanted:
        dropped.append((names.columns[name], "no_number", "the cell is empty: unknown, not zero"))
    return number


def _merged(row: AttackRow, catalog: Catalog) -> bool:
    """Whether the publisher gave one figure for shot down and suppressed on that night."""
    publisher = row.reporter[1].source if row.reporter else None
    effects = [
        rule.effect
        for rule in catalog.reporting_rules
        if rule.publisher == publisher
        and row.weapon.weapon.class_ in rule.classes
        and rule.effect in _SPLIT_EFFECTS
        and rule.start <= row.night <= (rule.end or row.night)
    ]
    return bool(effects) and effects[-1] == "merged"
