"""Sums and differences of settled numbers that keep the five values apart.

Known, bounded, unnumbered, withheld and unknown are five different things: a sum of a known and an unknown number has a
floor and no ceiling, and a sum of nothing but withheld numbers is withheld.
"""

from __future__ import annotations

from collections.abc import Iterable

from firstlight.model import UNKNOWN, Value


def total(values: Iterable[Value], rule: str = "sum of lines") -> Value:
    """The sum of `values`. Known only where each is known; a best only where each has one."""
    parts = tuple(values)
    if not parts:
        return UNKNOWN
    states = {part.state for part in parts}
    behind = statements(parts)
    if not states & {"known", "bounded", "unnumbered"}:
        return Value(state="withheld" if "withheld" in states else "unknown", rule=rule, statements=behind)
    highs = [ceiling(part) for part in parts]
    bests = [part.best for part in parts]
    if states == {"known"}:
        state = "known"
    elif states == {"unnumbered"}:
        state = "unnumbered"
    else:
        state = "bounded"
    if "withheld" in states:
        rule += ", a part of it withheld"
    return Value(
        state=state,  # type: ignore[arg-type]
        low=sum(floor(part) for part in parts),
        best=None if None in bests else sum(best for best in bests if best is not None),
        high=None if None in highs else sum(high for high in highs if high is not None),
        rule=rule,
        statements=behind,
    )


def at_most(number: Value) -> Value:
    """A share of `number` of unknown size, from none to all of it: how a mixed bundle enters one group."""
    if number.state in ("unknown", "withheld"):
        return number
    return Value(state="bounded", low=0, high=ceiling(number), rule="share of a bundle", statements=number.statements)


def leakers(launched: Value, stopped: Value, left: Value, airborne: Value) -> Value:
    """Launched minus stopped, flown out and still flying, with bounds, never below zero.

    What the reports do not mention as flown out or still flying counts as none (assumption "unmentioned is none").
    """
    rule = "launched - intercepted - left - airborne"
    behind = statements((launched, stopped, left, airborne))
    if launched.state in ("unknown", "withheld"):
        return Value(state=launched.state, rule=rule, statements=behind)
    others = [number for number in (left, airborne) if number.state not in ("unknown", "withheld")]
    gone = (stopped, *others)
    gone_high = [ceiling(number) for number in gone]
    top = ceiling(launched)
    low = 0 if None in gone_high else max(0, floor(launched) - sum(high for high in gone_high if high is not None))
    high = None if top is None else max(0, top - sum(floor(number) for number in gone))
    bests = [number.best for number in (launched, *gone)]
    best = None
    if None not in bests:
        start, *minus = (number for number in bests if number is not None)
        best = max(0, start - sum(minus))
    known = all(number.state == "known" for number in (launched, *gone))
    return Value(state="known" if known else "bounded", low=low, best=best, high=high, rule=rule, statements=behind)


def floor(number: Value) -> int:
    """The least that a value can be; 0 where nothing is known."""
    if number.state == "unnumbered":
        return max(1, number.low or 1)
    return number.low if number.low is not None else (number.best or 0)


def ceiling(number: Value) -> int | None:
    """The most that a value can be; None where there is no bound."""
    if number.state == "known" and number.high is None:
        return number.best
    return number.high


def statements(values: Iterable[Value]) -> tuple[str, ...]:
    """The statements behind some values, sorted, each once."""
    return tuple(sorted({statement for value in values for statement in value.statements}))
