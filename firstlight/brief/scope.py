"""What of the material belongs to a briefing's period, sorted so that no order depends on which party it names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from firstlight.brief.words import kyiv_date
from firstlight.catalog import Catalog
from firstlight.model import (
    Aside,
    Dispute,
    Incident,
    Material,
    NightRow,
    Package,
    Raid,
    Record,
    Rejection,
    Report,
    Statement,
)


class Scope(Record, frozen=True, kw_only=True):
    """The part of a ledger that a briefing speaks of. `sides` are (attacker, target) in order of their first raid."""

    nights: tuple[str, ...]
    dated: str | None
    sides: tuple[tuple[str, str], ...]
    raids: dict[str, Raid]
    rows: tuple[NightRow, ...]
    incidents: tuple[Incident, ...]
    totals: tuple[Incident, ...]
    background: tuple[Incident, ...]
    packages: tuple[Package, ...]
    meetings: tuple[Statement, ...]
    responses: tuple[Statement, ...]
    disputes: tuple[Dispute, ...]
    asides: tuple[Aside, ...]
    rejections: tuple[Rejection, ...]
    reports: tuple[Report, ...]  # published in the period, or behind anything that the briefing shows
    silent: tuple[str, ...]  # nights without any raid
    missing: dict[str, tuple[str, ...]]  # source id: nights on which its nightly report is not in


def scope(material: Material, catalog: Catalog) -> Scope:
    """Selects by Kyiv date, both ends included; what a report of the period says of other times is background."""
    inside = Inside(material)
    nights = days(material.start, material.end)
    raids = {raid.id: raid for raid in material.state.raids if raid.night in nights}
    incidents = tuple(i for i in material.state.incidents if i.day in nights and not i.background and not i.total)
    totals = tuple(i for i in material.state.incidents if i.day in nights and not i.background and i.total)
    background = tuple(
        i for i in material.state.incidents if i.background and inside.any(link.statement for link in i.links)
    )
    packages = tuple(p for p in material.state.packages if inside.any(step.statement for step in p.steps))
    shown = {*raids, *(i.id for i in (*incidents, *totals, *background)), *(p.id for p in packages)}
    said = sorted((s for s in material.statements.values() if inside.statement(s)), key=lambda s: inside.order(s.id))
    return Scope(
        nights=nights,
        dated=max((d for d in map(inside.published, material.reports.values()) if d in nights), default=None),
        sides=_sides(raids.values()),
        raids=raids,
        rows=tuple(row for row in material.assessment.nights if row.night in nights),
        incidents=tuple(sorted(incidents, key=_by_day)),
        totals=tuple(sorted(totals, key=_by_day)),
        background=tuple(sorted(background, key=_by_day)),
        packages=tuple(sorted(packages, key=lambda p: (inside.order(p.steps[0].statement) if p.steps else (), p.id))),
        meetings=tuple(s for s in said if s.kind == "meeting"),
        responses=tuple(s for s in said if s.kind == "response"),
        disputes=tuple(d for d in material.state.disputes if d.about in shown),
        asides=tuple(a for a in material.state.asides if inside.any((a.statement,)) and _is_left_over(a, material)),
        rejections=tuple(r for r in material.rejections if inside.report(r.report)),
        reports=tuple(sorted(material.reports.values(), key=lambda r: (r.published or "", r.id))),
        silent=tuple(night for night in nights if not any(raid.night == night for raid in raids.values())),
        missing=_missing(material, catalog, nights, raids.values()),
    )


class Inside:
    """Answers whether a report, and so a statement, was published in the period."""

    def __init__(self, material: Material) -> None:
        self.material = material

    def published(self, report: Report) -> str | None:
        """The Kyiv date of publication, None where it is not known."""
        return kyiv_date(report.published) if report.published else None

    def report(self, key: str) -> bool:
        """Whether the report was published in the period or is undated; rows of a table are dated by what they tell."""
        report = self.material.reports.get(key)
        day = self.published(report) if report else None
        if day is None:
            return report is None or report.media_type != "table"
        return self.material.start <= day <= self.material.end

    def statement(self, statement: Statement) -> bool:
        """Whether the statement's report is inside."""
        return self.report(statement.report)

    def any(self, keys: Iterable[str]) -> bool:
        """Whether any statement of these ids is inside."""
        held = self.material.statements
        return any(key in held and self.statement(held[key]) for key in keys)

    def order(self, key: str) -> tuple[str, str, int, str]:
        """Sort key of a statement: publication, report, place in the text, id; unknown ids come first."""
        statement = self.material.statements.get(key)
        if statement is None:
            return ("", "", 0, key)
        report = self.material.reports.get(statement.report)
        return ((report.published if report else None) or "", statement.report, statement.quote.start, key)


def days(start: str, end: str) -> tuple[str, ...]:
    """ISO dates from start to end, both included."""
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    return tuple((first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1))


def _sides(raids: Iterable[Raid]) -> tuple[tuple[str, str], ...]:
    first = sorted(raids, key=lambda raid: (raid.night, raid.period.start, raid.id))
    return tuple(dict.fromkeys((raid.attacker, raid.target) for raid in first))


def _is_left_over(aside: Aside, material: Material) -> bool:
    """Whether an aside is nowhere else on the page; meetings and responses have sections of their own."""
    return material.statements[aside.statement].kind not in ("meeting", "response")


def _by_day(incident: Incident) -> tuple[str, str, str]:
    return (incident.day, incident.place.name, incident.id)


def _missing(
    material: Material, catalog: Catalog, nights: tuple[str, ...], raids: Iterable[Raid]
) -> dict[str, tuple[str, ...]]:
    """Nights on which a source expected nightly neither published nor is quoted by others for a raid."""
    heard: set[tuple[str, str]] = set()
    for report in material.reports.values():
        entry = catalog.source(report.source)
        if entry and report.published:
            heard.add((entry.id, kyiv_date(report.published)))
    for raid in raids:
        for link in raid.links:
            statement = material.statements.get(link.statement)
            report_of = material.reports.get(statement.report) if statement else None
            names = [report_of.source] if report_of else []
            names += [statement.speaker.name] if statement and statement.speaker else []
            heard.update((entry.id, raid.night) for name in names if (entry := catalog.source(name)))
    expected = [key for key, entry in catalog.sources.items() if entry.expected == "nightly"]
    gaps = {key: tuple(night for night in nights if (key, night) not in heard) for key in expected}
    return {key: gap for key, gap in gaps.items() if gap}
