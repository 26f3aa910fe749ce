"""Makes and keeps the figures of one briefing: every number, and every claimed word, with what stands behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec.structs import replace

from firstlight.brief.document import Document, Entry, Number, Part, Sentence, Words, plain
from firstlight.brief.reckoned import Shape, amount, at, rests_on, written
from firstlight.brief.words import Wording, visible
from firstlight.catalog import Catalog
from firstlight.model import Figure, Material, Rate, Report, Value

RateField = Literal["rate", "low", "high", "level", "raids"]
What = tuple[Part, ...]  # the words that define a figure


def figures(document: Document) -> tuple[Figure, ...]:
    """All figures of a document in the order of their numbers: id, shown characters, definition, rule, statements."""
    return tuple(entry.figure for entry in document.entries)


def is_invented(report: Report, catalog: Catalog) -> bool:
    """Whether a report is marked invented by its source."""
    entry = catalog.source(report.source)
    return report.source.casefold().startswith("invented") or (entry is not None and entry.kind == "invented")


class Register:
    """Collects figures while a briefing is composed. The same figure asked for twice keeps its number."""

    def __init__(self, material: Material, wording: Wording) -> None:
        self.material = material
        self.wording = wording
        self._entries: dict[str, Entry] = {}
        self._known: dict[tuple[object, ...], str] = {}
        self.invented_reports: frozenset[str] = frozenset(
            key for key, report in material.reports.items() if is_invented(report, wording.catalog)
        )
        self._all_invented = material.invented and not self.invented_reports

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All figures in the order in which they were first asked for."""
        return tuple(self._entries.values())

    def entry(self, figure: str) -> Entry:
        """The entry of a figure id."""
        return self._entries[figure]

    def value(
        self, value: Value, what: What, history: tuple[tuple[str, int | None, int | None, str], ...] = ()
    ) -> Part:
        """A settled value as a figure; plain words where nothing is known, since nobody said so."""
        shown = self.wording.value(value)
        if value.state == "unknown":
            return Words(text=shown)
        return self._add(
            Entry(
                figure=self._figure(shown, what, value.rule, value.statements),
                what=what,
                kind="value",
                value=value,
                history=history if len(history) > 1 else (),
            )
        )

    def sum(self, parts: Sequence[Part], what: What, open_ended: bool = False) -> Part:
        """The sum of figures already made, bounds added to bounds; `open_ended` where some part gave no number."""
        ids = tuple(part.figure for part in parts if isinstance(part, Number))
        value = added([found for found in (self._entries[key].value for key in ids) if found is not None], open_ended)
        if value.state == "unknown":
            return Words(text=self.wording.text("value", "unknown"))
        figure = self._figure(self.wording.value(value), what, self.wording.text("rule", "sum"), value.statements)
        return self._add(Entry(figure=figure, what=what, kind="sum", value=value, parts=ids))

    def difference(self, value: Value, what: What, launched: Part, intercepted: Part) -> Part:
        """What got through: a figure computed from two others, and its own statements where it has some."""
        if value.state == "unknown":
            return Words(text=self.wording.value(value))
        ids = tuple(part.figure for part in (launched, intercepted) if isinstance(part, Number))
        behind = ordered(value.statements, *(self._entries[key].figure.statements for key in ids))
        figure = self._figure(self.wording.value(value), what, self.wording.text("rule", "difference"), behind)
        return self._add(Entry(figure=figure, what=what, kind="difference", value=value, parts=ids))

    def rate(self, rate: Rate, field: RateField, what: What, parts: Sequence[Part]) -> Number:
        """One number of an interception rate: its mean, an end of its interval, its level, or its raid-nights."""
        ids = tuple(part.figure for part in parts if isinstance(part, Number))
        behind = ordered(rate.statements, *(self._entries[key].figure.statements for key in ids))
        figure = self._figure(rate_shown(rate, field, self.wording), what, rate.rate.method or rate.note, behind)
        invented = figure.invented or rate.rate.invented
        figure = replace(figure, invented=invented)
        return self._add(Entry(figure=figure, what=what, kind="rate", parts=ids, group=rate.group, field=field))

    def count(self, basis: Iterable[str], what: What, statements: Iterable[str] = ()) -> Number:
        """How many things there are; `basis` names each (ids, nights, reason codes with their item).

        A count is over all of the material, so it is invented wherever a report of the material is.
        """
        things = tuple(basis)
        figure = self._figure(
            self.wording.number(len(things)), what, self.wording.text("rule", "count"), ordered(tuple(statements))
        )
        figure = replace(figure, invented=figure.invented or self.material.invented)
        return self._add(Entry(figure=figure, what=what, kind="count", basis=things))

    def reckoned(self, path: str, what: What, shape: Shape, parts: Sequence[Part]) -> Number:
        """A number that the assessment computed, by its path in the material; `parts` lead to what it rests on."""
        ids = tuple(part.figure for part in parts if isinstance(part, Number))
        shown = written(at(self.material, path), shape, self.wording)
        invented, restricted = rests_on(self.material, path)
        figure = self._figure(shown, what, self.wording.text("rule", "restricted" if restricted else "reckoned"), ())
        behind = any(self._entries[key].figure.invented for key in ids)
        figure = replace(figure, invented=figure.invented or invented or behind, restricted=restricted)
        return self._add(Entry(figure=figure, what=what, kind="reckoned", parts=ids, group=shape, field=path))

    def per_night(self, whole: Part, nights: Sequence[str], what: What) -> Part:
        """A sum divided by the number of nights of its period; words stay words."""
        if not isinstance(whole, Number):
            return whole
        entry = self._entries[whole.figure]
        shown = per_night(entry.value, len(nights), self.wording)
        figure = self._figure(shown, what, self.wording.text("rule", "per_night"), entry.figure.statements)
        return self._add(Entry(figure=figure, what=what, kind="per_night", parts=(whole.figure,), basis=tuple(nights)))

    def left_out(self, reason: str, number: int, what: What) -> Number:
        """How many raid lines the assessment left out for one reason."""
        figure = self._figure(self.wording.number(number), what, self.wording.text("rule", "count"), ())
        figure = replace(figure, invented=self.material.invented)
        return self._add(Entry(figure=figure, what=what, kind="left_out", field=reason))

    def words(self, shown: str, what: What, statements: Iterable[str]) -> Number:
        """Something claimed without a number (an object damaged, an item promised), as a figure."""
        figure = self._figure(shown, what, self.wording.text("rule", "claimed"), ordered(tuple(statements)))
        return self._add(Entry(figure=figure, what=what, kind="words"))

    def quote(self, statement: str, what: What) -> Number:
        """The exact words of one statement, as a figure."""
        shown = visible(self.material.statements[statement].quote.text)
        figure = self._figure(shown, what, self.wording.text("rule", "quoted"), (statement,))
        return self._add(Entry(figure=figure, what=what, kind="quote"))

    def invented(self, parts: Iterable[Part]) -> bool:
        """Whether any figure among these parts rests on an invented report."""
        return any(self._entries[part.figure].figure.invented for part in parts if isinstance(part, Number))

    def _figure(self, shown: str, what: What, rule: str, statements: tuple[str, ...]) -> Figure:
        held = self.material.statements
        invented = self._all_invented or any(
            held[key].report in self.invented_reports for key in statements if key in held
        )
        return Figure(
            id="", shown=shown, what=plain(Sentence(parts=what)), rule=rule, statements=statements, invented=invented
        )

    def _add(self, entry: Entry) -> Number:
        figure = entry.figure
        key = (entry.kind, figure.shown, figure.what, figure.statements, entry.parts, entry.basis, entry.field)
        if key not in self._known:
            name = f"f{len(self._known) + 1}"
            self._known[key] = name
            self._entries[name] = replace(entry, figure=replace(figure, id=name))
        return Number(figure=self._known[key], shown=figure.shown)


def per_night(value: Value | None, nights: int, wording: Wording) -> str:
    """A sum of some nights as an average of one; a bound stays one."""
    if value is None or value.state not in ("known", "bounded"):
        return wording.text("value", "unknown")
    if value.best is not None:
        return amount(value.best / nights, wording)
    if value.high is None:
        return wording.text("value", "at_least").format(low=amount((value.low or 0) / nights, wording))
    low, high = (amount((bound or 0) / nights, wording) for bound in (value.low, value.high))
    return wording.text("value", "range").format(low=low, high=high)


def added(values: Sequence[Value], open_ended: bool = False) -> Value:
    """The sum of known and bounded values, bounds added to bounds; the other three states add nothing but openness.

    Where no value has a number the sum is withheld if any is, else unnumbered if any is, else unknown.
    """
    numbered = [value for value in values if value.state in ("known", "bounded")]
    behind = ordered(*(value.statements for value in values))
    if not numbered:
        states = {value.state for value in values}
        state: Literal["withheld", "unnumbered", "unknown"] = "unnumbered" if "unnumbered" in states else "unknown"
        state = "withheld" if "withheld" in states else state
        return Value(state=state, rule="sum", statements=behind)
    lows = [low_of(value) for value in numbered]
    highs = [high_of(value) for value in numbered]
    high = None if open_ended or len(numbered) < len(values) else _sum_or_none(highs)
    best = None if high is None else _sum_or_none([value.best for value in numbered])
    exact = high is not None and sum(lows) == high
    return Value(
        state="known" if exact else "bounded",
        low=sum(lows),
        best=best,
        high=high,
        rule="sum",
        statements=behind,
    )


def low_of(value: Value) -> int:
    """The lower bound of a numbered value; zero where it has none."""
    return value.low if value.low is not None else value.best or 0


def high_of(value: Value) -> int | None:
    """The upper bound of a numbered value; None where it has none."""
    return value.best if value.high is None and value.low is None else value.high


def ordered(*groups: tuple[str, ...]) -> tuple[str, ...]:
    """Ids of all groups, each once, in the order of first appearance."""
    return tuple(dict.fromkeys(key for group in groups for key in group))


def rate_shown(rate: Rate, field: RateField, wording: Wording) -> str:
    """The characters of one number of a rate."""
    if field == "raids":
        return wording.number(rate.raids)
    share = {"rate": rate.rate.best, "low": rate.rate.low, "high": rate.rate.high, "level": rate.rate.level}[field]
    if share is None:
        return wording.text("value", "unknown")
    return wording.text("number", "percent").format(share=f"{100 * share:.0f}")


def _sum_or_none(numbers: Sequence[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None
