"""`firstlight assess`: what was stopped, what to expect and what it takes, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from firstlight.cli.words import table
from firstlight.model import Assessment, Estimate, Forecast, HarmCost, Need, Options, Range, Rate, Stocks, Trust

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
            yield from _restricted(part)


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
    yield from table(("from", "to", "who", "80 of 100"), ((r.start, r.end, r.what, _range(r)) for r in harm.expected))
    yield from harm.notes


def _forecast(forecast: Forecast) -> Iterator[str]:
    yield from ("", f"Launches to expect, {forecast.start} to {forecast.end}, if it goes on as it has")
    rows = [r for r in forecast.ranges if r.what == _TOTAL and r.group is not None]
    yield from table(("group", "80 of 100", "95 of 100"), ((str(r.group), _range(r), _bounds(r.wide)) for r in rows))
    yield from forecast.notes


def _need(need: Need) -> Iterator[str]:
    yield from ("", f"Rounds per week, {need.start} to {need.end}, before any stock is known")
    shown: dict[str, int] = {}
    rows: list[tuple[str, ...]] = []
    for line in need.lines:
        shown[line.group] = shown.get(line.group, 0) + 1
        if shown[line.group] <= _SHOTS:
            rows.append((line.group, line.title, _range(line.rounds), _range(line.rounds_at_leakers)))
    yield from table(("group", "doctrine", "at all launched", "at what gets through now"), rows)
    yield from need.notes


def _restricted(part: Stocks | Options | Trust) -> Iterator[str]:
    yield ""
    if isinstance(part, Stocks):
        yield "Stocks (restricted)"
        yield from (one.says for one in part.run_outs)
    elif isinstance(part, Options):
        yield "What is asked for, worth most per million EUR first (restricted)"
        yield from table(
            ("option", "leakers avoided per million EUR", "first in"),
            ((one.title, _range(one.per_million), f"{100 * one.first_share:.0f} of 100 draws") for one in part.options),
        )
        if part.mix is not None:
            taken = [f"{item.number} of {item.title}" for item in part.mix.items if item.number]
            yield f"best mix within the limits: {', '.join(taken) or 'nothing'}"
    else:
        yield "How far to trust it (restricted)"
    yield from part.notes


def _range(one: Range) -> str:
    """The median and the middle 80 of 100 draws."""
    best = "?" if one.likely.best is None else _figure(one.likely.best)
    return f"{best} ({_bounds(one.likely)})" + (" INVENTED" if one.likely.invented else "")


def _bounds(estimate: Estimate) -> str:
    return " to ".join(_figures((estimate.low, estimate.high)))


def _figures(numbers: Iterable[float | None]) -> list[str]:
    return ["?" if number is None else _figure(number) for number in numbers]


def _figure(number: float) -> str:
    """Whole above ten, else two digits that tell."""
    return f"{number:,.0f}" if abs(number) >= 10 or number == round(number) else f"{number:.2g}"
