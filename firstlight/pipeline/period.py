"""Periods: what the caller asked for, what a set of reports spans, and what of the ledger falls within."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, date, timedelta

import msgspec

from firstlight.catalog import Catalog
from firstlight.errors import FirstlightError, TimeError, UsageError
from firstlight.model import Incident, LedgerState, Material, Package, Raid, Record, Report, Statement
from firstlight.when import at, day_of, kyiv_date, now, parse_date, parse_instant, published_interval

Thing = Raid | Incident | Package
BEFORE = timedelta(days=7)  # how far before its publication a report's own news may lie


class Period(Record, frozen=True, kw_only=True):
    """Kyiv dates, both included; None is open."""

    start: str | None = None
    end: str | None = None

    def holds(self, day: str) -> bool:
        """Whether a Kyiv date lies within."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


def period(start: str | None, end: str | None) -> Period:
    """A period from what a caller wrote; UsageError for what is no date, and where it ends before it begins."""
    first = _date(start).isoformat() if start else None
    last = _date(end).isoformat() if end else None
    if first and last and last < first:
        raise UsageError(f"the period ends ({last}) before it begins ({first}): swap --from and --to")
    return Period(start=first, end=last)


def nights_of(text: str) -> tuple[str, str]:
    """A run of nights from what a caller wrote: a month (2025-08), or first and last Kyiv date with two dots between.

    UsageError for another form, for what is no date, or where it ends before it begins.
    """
    if "T" not in text and len(text) == len("2025-08"):
        first = _date(f"{text}-01")
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        return first.isoformat(), last.isoformat()
    begins, dots, ends = text.partition("..")
    if not dots:
        raise UsageError(f"{text!r} is no run of nights: write a month (2025-08) or two dates (2025-08-01..2025-08-20)")
    found = period(begins.strip(), ends.strip())
    if not found.start or not found.end:
        raise UsageError(f"{text!r} is no run of nights: both dates must be there")
    return found.start, found.end


def as_of(text: str | None) -> str | None:
    """An instant in UTC from what a caller wrote; a date stands for its last second in Kyiv. UsageError for neither."""
    if text is None:
        return None
    if len(text.strip()) == len("2024-03-28"):
        moment = at(_date(text), 24) - timedelta(seconds=1)
    else:
        try:
            moment = parse_instant(text)
        except TimeError as error:
            raise UsageError(f"{error}, or a date such as 2024-03-28") from None
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def compared_with(since: str | None, then: str | None) -> None:
    """Whether what was known at `since` can stand beside what is known `then` (now, where None); UsageError."""
    earlier, later = as_of(since), as_of(then) or now()
    if earlier is not None and earlier > later:
        raise UsageError(f"--since {since} is later than what it is compared with: name the day of the last briefing")


def _date(text: str) -> date:
    """A date from what a caller wrote; UsageError where it is none."""
    try:
        return parse_date(text)
    except TimeError as error:
        raise UsageError(str(error)) from None


def published_on(report: Report) -> date | None:
    """The Kyiv date of publication, None where it is not known."""
    return day_of(published_interval(report.published)) if report.published else None


def span(reports: Collection[Report], statements: Iterable[Statement]) -> Period:
    """The period that reports speak of: from the earliest of their publications and their own news to the latest.

    News counts back to a week before publication; what a report says of earlier times is background and does not
    stretch the period. FirstlightError where no report is dated.
    """
    dates = {report.id: day for report in reports if (day := published_on(report)) is not None}
    if not dates:
        raise FirstlightError("no report says when it was published: give --published DATE, or --from and --to")
    first, last = min(dates.values()), max(dates.values())
    for statement in statements:
        day = dates.get(statement.report)
        if day is None or statement.when is None:
            continue
        begins = kyiv_date(parse_instant(statement.when.start))
        if day - BEFORE <= begins:
            first = min(first, begins)
    return Period(start=first.isoformat(), end=last.isoformat())


def within(state: LedgerState, wanted: Period) -> LedgerState:
    """The raids and incidents of a period with their disputes; packages and asides as they are."""
    raids = tuple(raid for raid in state.raids if wanted.holds(raid.night))
    incidents = tuple(incident for incident in state.incidents if wanted.holds(incident.day))
    kept = {raid.id for raid in raids} | {incident.id for incident in incidents}
    disputes = tuple(dispute for dispute in state.disputes if dispute.about in kept)
    return LedgerState(
        raids=raids, incidents=incidents, packages=state.packages, disputes=disputes, asides=state.asides
    )


def narrowed(material: Material, catalog: Catalog) -> Material:
    """The material with the statements, reports and captures that its period can show, and no others.

    These are all of reports published in the period or undated, and all behind a raid, incident or package that lies
    in the period or that such a report speaks of; with a forecast all behind the raids that it learned from, without
    one those of the weeks that the period is held against.
    """
    since = None if material.assessment.need else material.before.start if material.before else material.start
    learned = Period(start=since, end=material.end)
    wanted = Period(start=material.start, end=material.end)
    inside = {report.id for report in material.reports.values() if _inside(report, wanted)}
    keys = {key for key, statement in material.statements.items() if statement.report in inside}
    things: tuple[Thing, ...] = (*material.state.raids, *material.state.incidents, *material.state.packages)
    for thing in things:
        linked = [link.statement for link in thing.links]
        learned_from = isinstance(thing, Raid) and learned.holds(thing.night)
        if learned_from or _lies_in(thing, wanted) or not keys.isdisjoint(linked):
            keys.update(linked)
    earlier: tuple[Thing, ...] = (*material.then.raids, *material.then.incidents) if material.then else ()
    keys.update(link.statement for thing in earlier if _lies_in(thing, wanted) for link in thing.links)
    statements = {key: statement for key, statement in material.statements.items() if key in keys}
    shown = inside | {statement.report for statement in statements.values()}
    reports = {key: report for key, report in material.reports.items() if key in shown}
    held = {report.capture for report in reports.values()}
    return msgspec.structs.replace(
        material,
        statements=statements,
        reports=reports,
        captures={key: capture for key, capture in material.captures.items() if key in held},
        pictures={key: picture for key, picture in material.pictures.items() if key in held},
        rejections=tuple(rejection for rejection in material.rejections if rejection.report in reports),
        invented=any(is_invented(report, catalog) for report in reports.values()),
    )


def is_invented(report: Report, catalog: Catalog) -> bool:
    """Whether a report says of itself, by its source, that it is made up."""
    entry = catalog.source(report.source)
    return report.source.startswith("invented") or (entry is not None and entry.kind == "invented")


def _inside(report: Report, wanted: Period) -> bool:
    day = published_on(report)
    if day is None:
        return report.media_type != "table"  # a row of a dataset is dated by what it tells
    return wanted.holds(day.isoformat())


def _lies_in(thing: Thing, wanted: Period) -> bool:
    if isinstance(thing, Raid):
        return wanted.holds(thing.night)
    return isinstance(thing, Incident) and wanted.holds(thing.day)
