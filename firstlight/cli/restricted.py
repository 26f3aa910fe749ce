"""What an inventory and an ask add to `firstlight assess`, as lines for a terminal; all of it restricted."""

from __future__ import annotations

from collections.abc import Iterator

from firstlight.cli.ranges import INVENTED, bounds_text, digits, hundred, mean_text, range_text
from firstlight.cli.words import table
from firstlight.model import Mix, Options, Stocks, Trust

_MOVERS = 5  # unknowns shown; --json has all


def restricted_lines(part: Stocks | Options | Trust) -> Iterator[str]:
    """One part with its notes; each line says INVENTED where anything that the part rests on is."""
    yield ""
    for line in _lines(part):
        yield f"{line} {INVENTED}" if part.invented and INVENTED not in line else line


def _lines(part: Stocks | Options | Trust) -> Iterator[str]:
    if isinstance(part, Stocks):
        yield from _stocks(part)
    elif isinstance(part, Options):
        yield from _options(part)
    else:
        yield from _trust(part)
    yield from part.notes


def _stocks(part: Stocks) -> Iterator[str]:
    yield f"Stocks, {part.start} to {part.end} (restricted)"
    yield from (one.says for one in part.run_outs)
    yield from table(
        ("group", "launched, 80 of 100", "get through", "share stopped"),
        (
            (str(came.group), range_text(came), range_text(through), range_text(stopped))
            for came, through, stopped in zip(part.launched, part.leakers, part.stopped, strict=True)
        ),
    )
    if part.harm is not None:
        yield f"killed or injured, to expect from what gets through: {range_text(part.harm)}"


def _options(part: Options) -> Iterator[str]:
    yield f"What is asked for, worth most per million EUR first, in {part.measure} (restricted)"
    yield "a mean, and what 80 of 100 futures lie between; over the nights of the forecast only"
    yield from table(
        ("option", "leakers avoided", "killed or injured avoided", "million EUR", "per million EUR", "first in"),
        (
            (
                one.title,
                mean_text(one.curve[-1].leakers),
                mean_text(harm) if (harm := one.curve[-1].harm) is not None else "",
                bounds_text(one.price),
                mean_text(one.harm_per_million or one.per_million),
                f"{hundred(one.first_share)} of 100 draws",
            )
            for one in part.options
        ),
    )
    if part.mix is not None:
        yield from _mix(part.mix)


def _mix(mix: Mix) -> Iterator[str]:
    taken = [f"{item.number:,} of {item.title}" for item in mix.items if item.number]
    yield f"best mix within the limits: {', '.join(taken) or 'nothing'}"
    yield f"for {bounds_text(mix.price)} million EUR; leakers avoided together: {mean_text(mix.leakers)}"
    if mix.harm is not None:
        yield f"killed or injured avoided together: {mean_text(mix.harm)}"
    kept = ", ".join(f"{item.option} {hundred(item.kept_share)}" for item in mix.items)
    yield f"of 100 draws of what is unknown, the best mix of so many holds some of: {kept}"
    yield f"lost against the best mix of each draw: {digits(mix.regret.best)} ({bounds_text(mix.regret)})"
    yield f"by its parts {digits(mix.parts)}; no mix has more than {digits(mix.bound)} ({mix.method})"


def _trust(part: Trust) -> Iterator[str]:
    yield "How far to trust it" + (" (restricted)" if part.restricted else "")
    if part.sensitivity:
        yield from table(
            ("what is not known, and its part of the doubt, of 100", "in number through", "in share", "in casualties"),
            (
                (one.unknown, hundred(one.of_leakers), hundred(one.of_share), hundred(one.of_harm))
                for one in part.sensitivity[:_MOVERS]
            ),
        )
    yield from (one.says for one in part.agreement)
    told = [one for one in part.what_ifs if one.rates]
    if told:
        yield "share stopped on record, and what gets through in the weeks ahead, if claimed kills were none:"
        groups = [one.group for one in told[0].ranges]
        rows = []
        for one in told:
            rates, ranges = dict(one.rates), {found.group: found for found in one.ranges}
            rows += [
                (
                    one.name,
                    str(group),
                    digits(rates[str(group)].best) if group in rates else "",
                    range_text(ranges[group]),
                )
                for group in groups
            ]
        yield from table(("if", "group", "stopped", "get through, 80 of 100"), rows)
