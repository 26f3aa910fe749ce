"""What every part of the briefing needs while it is composed: the material, the wording, the figures made so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from msgspec.structs import replace

from firstlight.brief.document import Column, Name, Note, Number, Part, Row, Sentence, Table, Words, plain
from firstlight.brief.figures import Register
from firstlight.brief.known import known_names
from firstlight.brief.scope import Inside, Scope, scope
from firstlight.brief.words import Slot, Wording, as_parts, visible
from firstlight.catalog import Catalog
from firstlight.model import Material, Report, Statement, Value

INVENTED = "INVENTED"  # how a line of the assessment says so
NAMED_SPEAKERS = 2  # how many speakers a sentence names before it says "and others"


class Page:
    """The desk on which a briefing is composed; it holds no state but the register of figures."""

    def __init__(self, material: Material, catalog: Catalog, wording: Wording) -> None:
        self.material = material
        self.catalog = catalog
        self.wording = wording
        self.scope: Scope = scope(material, catalog)
        self.inside = Inside(material)
        self.register = Register(material, wording)
        self.countable: Mapping[str, int] | None = None  # names of what may be counted, kept by recompute

    # --- sentences ---

    def say(self, key: str, **slots: Slot) -> Sentence:
        """A sentence of template `key`, marked invented when any of its figures is."""
        return self.of(self.wording.say(key, **slots))

    def of(self, parts: Iterable[Part]) -> Sentence:
        """A sentence of these parts."""
        kept = tuple(parts)
        return Sentence(parts=kept, invented=self.register.invented(kept))

    def marked(self, note: str) -> Sentence:
        """A line of the assessment; one that says of itself that it is invented carries the mark."""
        return Sentence(parts=(Note(text=visible(note)),), invented=note.startswith(INVENTED))

    def invented_if(self, invented: bool, parts: Iterable[Part]) -> Sentence:
        """A sentence without a figure of its own that speaks of something invented."""
        return Sentence(parts=tuple(parts), invented=invented)

    def cell(self, slot: Slot) -> Sentence:
        """A table cell; the row carries the mark of invention, not the cell."""
        return Sentence(parts=tuple(as_parts(slot)))

    def row(self, *slots: Slot, total: bool = False) -> Row:
        """A table row, marked invented when any figure in it is."""
        cells = tuple(self.cell(slot) for slot in slots)
        invented = self.register.invented(part for cell in cells for part in cell.parts)
        return Row(cells=cells, style="total" if total else "plain", invented=invented)

    def columns(self, table: str, numeric: Sequence[str] = ()) -> tuple[Column, ...]:
        """The headings of a table, in the order of the wording file."""
        keys = self.wording.keys(f"table_{table}")
        return tuple(Column(head=self.wording.text(f"table_{table}", key), numeric=key in numeric) for key in keys)

    def pruned(self, table: Table) -> Table:
        """The table without those columns, first and last apart, in which no row says anything."""
        full = [row for row in table.rows if row.style != "silent"]
        if not full:
            return table
        last = len(table.columns) - 1
        kept = [n for n in range(last + 1) if n in (0, last) or any(self._says(row.cells[n]) for row in full)]
        rows = tuple(
            row if row.style == "silent" else replace(row, cells=tuple(row.cells[n] for n in kept))
            for row in table.rows
        )
        return replace(table, columns=tuple(table.columns[n] for n in kept), rows=rows)

    def _says(self, cell: Sentence) -> bool:
        return bool(cell.parts) and plain(cell) != self.wording.text("value", "unknown")

    # --- who says so ---

    def speaker(self, statement: Statement) -> str:
        """Whom a statement is credited to: its speaker, or the source that published it."""
        speaker = statement.speaker
        if speaker is None or not speaker.name.strip():
            return self.source_name(self.material.reports.get(statement.report))
        if speaker.kind != "witness" and not self.wording.writes(speaker.name):
            source = self.source_name(self.material.reports.get(statement.report))
            return self.wording.role(speaker, source)
        return self.wording.speaker(speaker)

    def source_name(self, report: Report | None) -> str:
        """The name of the source that published a report."""
        if report is None:
            return self.wording.text("speaker", "unknown")
        entry = self.catalog.source(report.source)
        return entry.name if entry else report.source

    def speakers(self, statements: Iterable[str], most: int = NAMED_SPEAKERS) -> tuple[Part, ...]:
        """Who stands behind these statements, by order of publication, the rest as "others"."""
        held = self.material.statements
        known = sorted((key for key in set(statements) if key in held), key=self.inside.order)
        names = list(dict.fromkeys(self.speaker(held[key]) for key in known))
        if not names:
            return (Name(text=self.wording.text("speaker", "unknown"), role="speaker"),)
        parts: list[Slot] = [Name(text=name, role="speaker") for name in names[:most]]
        if len(names) > most:
            parts.append(self.wording.text("speaker", "others"))
        return self.wording.join(parts)

    def behind(self, parts: Iterable[Part]) -> tuple[str, ...]:
        """Statements behind the figures among these parts."""
        numbers = (part for part in parts if isinstance(part, Number))
        return tuple(dict.fromkeys(key for n in numbers for key in self.register.entry(n.figure).figure.statements))

    # --- values ---

    def value(self, value: Value, key: str, **slots: Slot) -> Part:
        """A settled value as a figure, defined by the template `what_<key>`."""
        return self.register.value(value, self.wording.say(f"what_{key}", **slots))

    def name(self, text: str) -> Name:
        """A name of the catalogue or the material."""
        return Name(text=text)

    def label(self, group: str, key: str) -> Words:
        """A label of the wording file as words."""
        return Words(text=self.wording.label(group, key))

    def words(self, text: str) -> Words:
        """Plain words of the wording file."""
        return Words(text=text)

    def note(self, text: str) -> Note:
        """A line that the catalogue or the assessment wrote."""
        return Note(text=text)

    @cached_property
    def names(self) -> frozenset[str]:
        """Every text with digits that may stand as a name, code or note: it is in the material or the catalogue."""
        names = known_names(self.material, self.catalog, self.wording)
        return frozenset(name for name in names if any(char.isdigit() for char in name))

    @cached_property
    def titles(self) -> frozenset[str]:
        """Those of the names that are more than a number."""
        return frozenset(name for name in self.names if any(char.isalpha() for char in name))

    @cached_property
    def rivals(self) -> dict[str, frozenset[str]]:
        """For each statement that says a chosen value, the statements of the rivals that widened its bounds."""
        found: dict[str, set[str]] = {}
        for raid in self.material.state.raids:
            for line in raid.lines:
                for value in (
                    line.launched,
                    line.intercepted,
                    line.shot_down,
                    line.suppressed,
                    line.left,
                    line.airborne,
                ):
                    against = {key for rival in value.rivals for key in rival.statements}
                    for key in value.statements if against else ():
                        found.setdefault(key, set()).update(against)
        return {key: frozenset(keys) for key, keys in found.items()}
