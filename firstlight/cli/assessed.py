"""`firstlight assess`: what was stopped, what to expect and what it takes, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from firstlight.cli.ranges import bounds_text, digits, hundred, range_text
from firstlight.cli.restricted import restricted_lines
from firstlight.cli.words import table
from firstlight.model import (
    Assessment,
    Comparison,
    Estimate,
    Forecast,
    HarmCost,
    Need,
    Range,
    Rate,
)

_PEAK, _LARGE = "largest night", "nights with at least"
_TOTAL = "total"  # the whole of the weeks ahead, by group
_SHOTS = 2  # shot doctrines shown of each group; --json has all


def assessment_lines(assessment: Assessment) -> Iterator[str]:
    """Rates, changes, harm, forecast and need, then what rests on an inventory; each with its notes."""
    yield f"{assessment.start} to {assessment.end}"
    if assessment.rates:
        yield from table(
            ("group", "raids", "launched", "stopped", "share stopped (95 %)", "note"), map(_row, assessment.rates)
        )
    else:
        yield "No rate can be given: no night has both numbers"
    if assessment.left_out:
        yield "left out: " + ", ".join(f"{number} {reason.replace('_', ' ')}" for reason, number in assessment.left_out)
    yield from assessment.notes
    for change in assessment.changes:
        yield f"changes, {change.group}: {change.note}"
    if assessment.harm is not None:
        yield from _harm(assessment.harm)
    if assessment.forecast is not None:
        yield from _forecast(assessment.forecast)
    if assessment.need is not None:
        yield from _need(assessment.need)
    for part in (assessment.stocks, assessment.options, assessment.trust):
        if part is not None:
            yield from restricted_lines(part)


def difference_lines(found: Comparison) -> Iterator[str]:
    """Two runs of nights of one group beside one another, and what is to be made of them."""
    rows = [
        (name, f"{run.first} to {run.last}", str(run.raids), str(run.launched), f"{run.share:.2f}")
        for name, run in (("before", found.before), ("after", found.after))
    ]
    yield from table((found.group, "nights with any", "raids", "launched", "share stopped"), rows)
    yield f"so large a difference if raids fell to the two by chance: {found.chance_shuffled:.3f}"
    yield f"the same if one rate held for both and raids varied as they do: {found.chance_model:.3f}"
    yield found.verdict


def _row(rate: Rate) -> tuple[str, ...]:
    return (rate.group, str(rate.raids), str(rate.launched), str(rate.intercepted), _share(rate.rate), rate.note)


def _share(estimate: Estimate) -> str:
    if estimate.best is None:
        return "?"
    text = f"{estimate.best:.2f}"
    if estimate.low is not None and estimate.high is not None:
        text += f" ({estimate.low:.2f} to {estimate.high:.2f})"
    return text + (" INVENTED" if estimate.invented else "")


def _harm(harm: HarmCost) -> Iterator[str]:
    yield from ("", "People killed and injured by what gets through, to expect")
    if harm.expected:
        yield from table(
            ("from", "to", "who", "80 of 100"), ((r.start, r.end, r.what, range_text(r)) for r in harm.expected)
        )
    yield from harm.notes


def _forecast(forecast: Forecast) -> Iterator[str]:
    yield from ("", f"Launches to expect, {forecast.start} to {forecast.end}, if it goes on as it has")
    rows = [r for r in forecast.ranges if r.what == _TOTAL and r.group is not None]
    peaks = {r.group: range_text(r) for r in forecast.ranges if r.what == _PEAK}
    yield from table(
        ("group", "in all, 80 of 100", "95 of 100", "largest night, 80 of 100"),
        ((str(r.group), range_text(r), bounds_text(r.wide), peaks.get(r.group, "")) for r in rows),
    )
    large = [r for r in forecast.ranges if r.what.startswith(_LARGE)]
    if large:
        yield from table(("nights to come", "80 of 100"), ((_sized(r), range_text(r)) for r in large))
    if forecast.scenarios:
        limited = ((name, range_text(r)) for name, _, r in forecast.scenarios)
        yield from table(("if somebody's limit holds (nobody's forecast)", "in all, 80 of 100"), limited)
    yield from _scorecard(forecast)
    yield from forecast.notes


def _scorecard(forecast: Forecast) -> Iterator[str]:
    """How such forecasts did on this record: the part of a forecast without which it is a guess."""
    card = forecast.scorecard
    if card is None:
        return
    yield (
        f"Such forecasts, made anew at {card.origins} past weeks ({card.first} to {card.last}) and held against what "
        f"came; below 1 beats the naive forecast"
    )
    rows = [
        (
            one.group,
            digits(one.relative),
            f"{hundred(one.covered_80)} and {hundred(one.covered_95)}",
            f"{hundred(one.total_covered_80)} and {hundred(one.total_covered_95)}",
        )
        for one in card.scores
    ]
    yield from table(
        ("group", "error / naive", "weeks in the 80 and 95 %", f"sums of {card.weeks} weeks in the 80 and 95 %"), rows
    )


def _sized(one: Range) -> str:
    return f"{one.what} ({one.group})" if one.group else one.what


def _need(need: Need) -> Iterator[str]:
    yield from ("", f"Rounds per week, {need.start} to {need.end}, before any stock is known")
    shown: dict[str, int] = {}
    rows: list[tuple[str, ...]] = []
    for line in need.lines:
        shown[line.group] = shown.get(line.group, 0) + 1
        if shown[line.group] <= _SHOTS:
            rows.append((line.group, line.title, range_text(line.rounds), range_text(line.rounds_at_leakers)))
    yield from table(("group", "doctrine", "at all launched", "at what gets through now"), rows)
    yield from need.notes
