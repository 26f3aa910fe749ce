"""The assessment: series and rates of a period, what was left out and why, and what it all rests on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import msgspec

from firstlight.assess.groups import Groups
from firstlight.assess.rates import FEW, ICC_PRIOR, MEAN_PRIOR, rate
from firstlight.assess.series import RaidNight, Series, night_of_raid, series
from firstlight.catalog import Catalog, ReportingRule
from firstlight.errors import FirstlightError
from firstlight.model import (
    Assessment,
    Assumption,
    Estimate,
    LedgerState,
    Raid,
    Rate,
    Record,
    Report,
    Statement,
    Value,
    digest,
)
from firstlight.when import parse_date

INVENTED = "INVENTED"
_EARLY = "early_copied_launches"


class AssessOptions(Record, frozen=True, kw_only=True):
    """What to assess: inclusive Kyiv dates (None is the first or last night of the record), and whose nights."""

    start: str | None = None
    end: str | None = None
    seed: int = 20240328
    target: str = "UA"  # the country under attack


def assess(
    state: LedgerState,
    statements: Mapping[str, Statement],
    reports: Mapping[str, Report],
    catalog: Catalog,
    options: AssessOptions,
) -> Assessment:
    """What the record says about interception over a period, national only.

    Raises TimeError where a date of the options is none, FirstlightError where the period ends before it begins.
    """
    for day in (options.start, options.end):
        if day is not None:
            parse_date(day)
    if options.start and options.end and options.end < options.start:
        raise FirstlightError(f"the period ends ({options.end}) before it begins ({options.start}): swap the dates")
    groups = Groups(catalog)
    dated = [(night_of_raid(raid), raid) for raid in state.raids if raid.target == options.target]
    start = options.start or min((night for night, _ in dated), default=options.end or "")
    end = options.end or max((night for night, _ in dated), default=start)
    raids = sorted((raid for night, raid in dated if start <= night <= end), key=lambda raid: raid.id)
    found = series(raids, groups, statements, reports)
    invented = {raid.id for raid in raids if _is_invented(raid, statements, reports, catalog)}
    rates = tuple(_rates(found, groups, invented))
    return Assessment(
        start=start,
        end=end,
        nights=found.rows,
        rates=rates,
        left_out=found.left_out,
        notes=tuple(_notes(found, rates, groups, (start, end), invented)) + _early(found, statements, reports),
        assumptions=_assumptions(groups),
        seed=options.seed,
        data_hash=digest([catalog.hash, msgspec.json.encode(raids).decode()]),
        version=_version(),
    )


def is_invented(assessment: Assessment) -> bool:
    """Whether anything in the assessment rests on invented reports."""
    return any(note.startswith(INVENTED) for note in assessment.notes)


def to_json(assessment: Assessment) -> dict[str, Any]:
    """The documented object of `assess --json`: period, data, rates, assumptions. What is not computed has no key."""
    data = {
        "hash": assessment.data_hash,
        "version": assessment.version,
        "seed": assessment.seed,
        "invented": is_invented(assessment),
        "left_out": dict(assessment.left_out),
        "notes": list(assessment.notes),
        "nights": [
            {
                "night": row.night,
                "group": row.group,
                "launched": _number(row.launched),
                "intercepted": _number(row.intercepted),
                "leakers": _number(row.leakers),
                "rate_ok": row.rate_ok,
                "why_not": row.why_not,
                "regime": row.regime,
            }
            for row in assessment.nights
        ],
    }
    return {
        "period": {"start": assessment.start, "end": assessment.end},
        "data": data,
        "rates": {found.group: _rate_object(found) for found in assessment.rates},
        "assumptions": [msgspec.to_builtins(assumption) for assumption in assessment.assumptions],
    }


def _rate_object(found: Rate) -> dict[str, Any]:
    return {
        "raids": found.raids,
        "launched": found.launched,
        "intercepted": found.intercepted,
        "rate": _interval(found.rate),
        "per_munition": _interval(found.per_munition),
        "rho": _interval(found.rho) if found.rho else None,
        "level": found.rate.level,
        "method": found.rate.method,
        "inputs": list(found.rate.inputs),
        "invented": found.rate.invented,
        "note": found.note,
    }


def _interval(estimate: Estimate) -> dict[str, float | None]:
    return {"low": estimate.low, "best": estimate.best, "high": estimate.high}


def _number(value: Value) -> dict[str, str | int | None]:
    return {"state": value.state, "low": value.low, "best": value.best, "high": value.high}


def _rates(found: Series, groups: Groups, invented: set[str]) -> list[Rate]:
    by_group: dict[str, list[RaidNight]] = {group: [] for group in groups.entries}
    for night in found.nights:
        by_group[night.group].append(night)
    made = []
    for group, nights in by_group.items():
        mixed = [count for count in found.mixed if group in count.groups]
        rests_on = any(raid in invented for night in nights for raid in night.raids)
        result = rate(nights, mixed, invented=rests_on)
        if result is not None:
            made.append(result)
    return made


def _is_invented(
    raid: Raid, statements: Mapping[str, Statement], reports: Mapping[str, Report], catalog: Catalog
) -> bool:
    said = [statements[link.statement] for link in raid.links if link.statement in statements]
    ids = {reports[statement.report].source for statement in said if statement.report in reports}
    ids |= set(raid.sources) | {reporter for line in raid.lines for reporter in line.reporters}
    entries = [catalog.source(source) for source in ids]
    return any(source.startswith(INVENTED.lower()) for source in ids) or any(
        entry is not None and entry.kind == INVENTED.lower() for entry in entries
    )


def _notes(
    found: Series, rates: tuple[Rate, ...], groups: Groups, period: tuple[str, str], invented: set[str]
) -> list[str]:
    start, end = period
    notes = []
    if invented:
        notes.append(f"{INVENTED}: {len(invented)} raid(s) of this period come from invented reports.")
    if not found.rows:
        return [*notes, "No attack of this period is in the ledger; that is silence, not quiet."]
    notes += [_rule_note(rule, groups) for rule in groups.catalog.reporting_rules if start < rule.start <= end]
    notes += [
        _withheld_note(rule, groups)
        for rule in groups.catalog.reporting_rules
        if rule.effect == "withheld" and rule.start <= start and (not rule.end or rule.end >= start)
    ]
    if any(row.regime == "kills_only" for row in found.rows):
        notes.append(
            "On nights when only what was shot down was told, what jamming stopped is not in the figures: "
            "the share stopped is a floor and what got through a ceiling."
        )
    told, span = len({row.night for row in found.rows}), _span(start, end)
    if told < span:
        notes.append(f"{span - told} of {span} nights have no figure: nothing was told of them, which is not zero.")
    few = [groups.title(one.group) for one in rates if one.raids < FEW]
    if few:
        notes.append(f"Fewer than {FEW} raid-nights for {', '.join(few)}: the interval says how little is known.")
    rated = {one.group for one in rates}
    unrated = sorted({row.group for row in found.rows} - rated, key=list(groups.entries).index)
    if unrated:
        notes.append(f"No rate for {', '.join(groups.title(name) for name in unrated)}: see why under each night.")
    return notes


def _rule_note(rule: ReportingRule, groups: Groups) -> str:
    if rule.effect == "withheld":
        return _withheld_note(rule, groups)
    return (
        f"From {rule.start} {_publisher(rule, groups)} counts differently: {rule.says}. "
        "A change in the figures at that date may be one of counting."
    )


def _withheld_note(rule: ReportingRule, groups: Groups) -> str:
    return f"{_publisher(rule, groups)}: {rule.says} from {rule.start}, so there is no rate after that date."


def _publisher(rule: ReportingRule, groups: Groups) -> str:
    entry = groups.catalog.source(rule.publisher)
    return entry.name if entry else rule.publisher


def _early(found: Series, statements: Mapping[str, Statement], reports: Mapping[str, Report]) -> tuple[str, ...]:
    """A note on raid-nights that rest on early rows whose launches were taken from what was shot down."""
    marked = {report.id for report in reports.values() if _EARLY in report.marks}
    nights = sum(
        any(statements[one].report in marked for one in night.statements if one in statements) for night in found.nights
    )
    if not nights:
        return ()
    return (
        f"On {nights} early raid-night(s) the source gives as launched what was shot down: "
        "little weight should rest on the high rates of that time.",
    )


def _span(start: str, end: str) -> int:
    return (parse_date(end) - parse_date(start)) // timedelta(days=1) + 1


def _assumptions(groups: Groups) -> tuple[Assumption, ...]:
    made = [
        Assumption(
            name="stopped",
            value="shot down + suppressed, never shot down alone, cut to the number launched",
            source="reporting rules: the two were told apart on some nights and together on others",
        ),
        Assumption(name="prior of logit mu", value="normal, mean {}, sd {}".format(*MEAN_PRIOR), source="assumed"),
        Assumption(name="prior of logit rho", value="normal, mean {}, sd {}".format(*ICC_PRIOR), source="assumed"),
        Assumption(
            name="unmentioned is none",
            value="weapons that flew out or still flew count as none where a report does not mention them",
            source="assumed",
        ),
        Assumption(name="night", value="the Kyiv date on which the attack ends", source="the publisher's own dating"),
    ]
    for rule in groups.catalog.reporting_rules:
        value = f"{rule.start} to {rule.end or 'now'}: {rule.says}"
        made.append(Assumption(name=f"reporting rule {rule.id}", value=value, source=rule.source))
    for name, entry in groups.entries.items():
        if entry.apart:
            value = f"{', '.join(entry.apart)} left out of {entry.title}: {entry.apart_because}"
            made.append(Assumption(name=f"kept apart from {name}", value=value, source="assumed"))
    return tuple(made)


def _version() -> str:
    try:
        return version("firstlight")
    except PackageNotFoundError:
        return "uninstalled"
