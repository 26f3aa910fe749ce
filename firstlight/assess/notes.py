"""What must be said with rates: rules of reporting, silence, few raids, what is invented, and what all rests on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from firstlight.assess.groups import Groups
from firstlight.assess.rates import FEW, ICC_PRIOR, MEAN_PRIOR
from firstlight.assess.series import Series
from firstlight.catalog import ReportingRule
from firstlight.model import Assumption, Rate, Report, Statement
from firstlight.when import parse_date

INVENTED = "INVENTED"
_EARLY = "early_copied_launches"


def notes_of(
    found: Series, rates: tuple[Rate, ...], groups: Groups, period: tuple[str, str], invented: set[str]
) -> list[str]:
    """What must be said with the rates of a period of inclusive dates."""
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
    told, nights = len({row.night for row in found.rows}), span(start, end)
    if told < nights:
        notes.append(f"{nights - told} of {nights} nights have no figure: nothing was told of them, which is not zero.")
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


def early_notes(found: Series, statements: Mapping[str, Statement], reports: Mapping[str, Report]) -> tuple[str, ...]:
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


def span(start: str, end: str) -> int:
    """How many nights a period of inclusive dates has."""
    return (parse_date(end) - parse_date(start)) // timedelta(days=1) + 1


def rate_assumptions(groups: Groups) -> tuple[Assumption, ...]:
    """What series and rates rest on, each with its source."""
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
