"""Which defeat group a raid line counts for, which reporting rule holds, and who counts launches.

All of it is data: data/defeat_groups.toml, data/reporting_rules.toml, data/weapons.toml, data/sources.toml.
"""

from __future__ import annotations

from collections.abc import Mapping

from firstlight.catalog import Catalog, ReportingRule, SourceEntry
from firstlight.model import RaidLine, Record, Report, Statement, Weapon

_STOPPED_ONLY = "numerator_only"  # the mark of an imported row of which only what was stopped is told


class GroupEntry(Record, frozen=True, kw_only=True, rename={"class_": "class"}):
    """A defeat group: a set of weapons that the same defences stop."""

    title: str
    class_: str
    may_be: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    apart_because: str = ""


class Groups:
    """Look-ups for one catalogue; raises CatalogError where data/defeat_groups.toml is wrong."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.entries = catalog.read("defeat_groups.toml", dict[str, GroupEntry])

    def title(self, group: str) -> str:
        """The words for a group."""
        return self.entries[group].title if group in self.entries else group

    def sure(self, line: RaidLine) -> str | None:
        """The group that a line certainly belongs to, or None."""
        return line.group if line.group in self.entries and not self.apart(line) else None

    def apart(self, line: RaidLine) -> bool:
        """Whether the line is of a model that is kept out of its group's rates."""
        entry = self.entries.get(line.group or "")
        return entry is not None and any(model in entry.apart for model in _models(line.weapon))

    def possible(self, line: RaidLine) -> frozenset[str]:
        """The groups that a line of no certain group may count weapons of: those of its models, or of its class."""
        models = _models(line.weapon)
        if models:
            found = [self.catalog.weapons[model].group for model in models if model in self.catalog.weapons]
            return frozenset(group for group in found if group in self.entries)
        return frozenset(name for name, entry in self.entries.items() if line.weapon.class_ in entry.may_be)

    def rules(self, night: str, group: str) -> tuple[ReportingRule, ...]:
        """The reporting rules that hold for a group on a night, in order of their start."""
        kind = self.entries[group].class_
        return tuple(
            rule
            for rule in self.catalog.reporting_rules
            if kind in rule.classes and rule.start <= night <= (rule.end or night)
        )

    def regime(self, night: str, group: str) -> str:
        """The effect of the rule that holds, the newest where several do; "" where none is known."""
        rules = self.rules(night, group)
        return rules[-1].effect if rules else ""

    def counts_launches(
        self, line: RaidLine, group: str, statements: Mapping[str, Statement], reports: Mapping[str, Report]
    ) -> bool:
        """Whether somebody behind the line's numbers tells launches, not only what was stopped."""
        behind = line.launched.statements or line.intercepted.statements or line.shot_down.statements
        known = [statements[statement] for statement in behind if statement in statements]
        if known:
            return any(self._tells_launches(statement, reports, line, group) for statement in known)
        entries = [self.catalog.source(reporter) for reporter in line.reporters]
        return not entries or any(entry is None or not _listed(entry, line, group) for entry in entries)

    def _tells_launches(self, statement: Statement, reports: Mapping[str, Report], line: RaidLine, group: str) -> bool:
        report = reports.get(statement.report)
        if report is not None and _STOPPED_ONLY in report.marks:
            return False
        source = self.catalog.source(report.source if report else None)
        if source is not None and source.kind == "dataset":
            return not _listed(source, line, group)  # its rows carry marks of their own, by publisher
        speaker = self.catalog.source(statement.speaker.name if statement.speaker else None)
        return not any(_listed(entry, line, group) for entry in (speaker or source,) if entry)


def _models(weapon: Weapon) -> tuple[str, ...]:
    return weapon.models or ((weapon.model,) if weapon.model else ())


def _listed(entry: SourceEntry, line: RaidLine, group: str) -> bool:
    return bool({"*", line.weapon.class_, group} & set(entry.numerator_only))
