"""What is said of each Kyiv date by its own words: what undated statements are held against, and may be kept for later.

A date's figures depend on nothing but what may stand on it (its own statements, and evenings that other reports move),
so that an archive keeps them, and a date far from the ones that changed is not read again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from math import inf
from typing import NamedTuple

from firstlight.model import Record, Statement
from firstlight.reconcile.homes import HARM, Home
from firstlight.reconcile.values import MUTE, bounds
from firstlight.reconcile.weapons import Key, key_of

Bounds = tuple[int, float]
Fact = tuple[str, str]  # kind, and group, object class or utility
Facts = dict[Fact, list[Bounds]]


class Unit(NamedTuple):
    """Dated figures that belong together: one report's numbers of one weapon on one date."""

    key: Key
    slot: str
    facts: Facts


class Day(NamedTuple):
    """What is said of a date: of weapons by attacker, of places by attacker and place."""

    raids: dict[str, list[Unit]]
    places: dict[tuple[str, str], Facts]


class DayRecord(Record, frozen=True, kw_only=True):
    """A `Day` as it is kept: (attacker, part of the date, class, models, figures), and (attacker, place, figures).

    Figures: (kind, what of it, numbers as low and high, high null where there is no upper bound); all sorted.
    """

    raids: tuple[tuple[str, str, str, tuple[str, ...], Figures], ...]
    places: tuple[tuple[str, str, Figures], ...]


Figures = tuple[tuple[str, str, tuple[tuple[int, int | None], ...]], ...]
NOTHING = Day({}, {})


class Around(NamedTuple):
    """What planning some dates knows of those beside them.

    `complete`: the dates of which all that may stand on them is at hand; `day`: the others, and the complete ones as
    they were, None where everything that matters is at hand; `fresh`: reports whose undated statements were never
    placed.
    """

    complete: Collection[str]
    day: Callable[[str], Day] | None = None
    fresh: Collection[str] = ()


def facts_of(statement: Statement) -> list[tuple[Fact, Bounds]]:
    """The numbers of a statement by what they count; a total that it names counts as launched."""
    found: list[tuple[Fact, Bounds]] = []
    if statement.count is not None and statement.count.form not in MUTE:
        found.append((_fact(statement), bounds(statement.count)))
    if statement.of is not None and statement.kind == "intercepted":
        found.append((("launched", ""), bounds(statement.of)))
    return found


def _fact(statement: Statement) -> Fact:
    if statement.kind in HARM:
        return statement.kind, (statement.group or "civilian")
    if statement.kind == "damaged":
        return statement.kind, statement.object.class_ if statement.object else ""
    return statement.kind, statement.utility or ""


def days_of(
    dated: Iterable[Home], statements: Mapping[str, Statement], wanted: Callable[[Home], bool]
) -> dict[str, Day]:
    """The figures of dated statements whose homes are wanted, by date; the same for any order of them."""
    units: dict[tuple[str, str, str, str, Key], Facts] = {}
    made: dict[str, Day] = {}
    for home in dated:
        if not wanted(home):
            continue
        statement = statements[home.statement]
        if home.room == "raid" and not home.region and statement.weapon is not None and home.slot != "week":
            key = key_of(statement.weapon)
            facts = units.setdefault((home.day, home.attacker, home.slot, statement.report, key), {})
        elif home.room == "incident":
            facts = made.setdefault(home.day, Day({}, {})).places.setdefault((home.attacker, home.town), {})
        else:
            continue
        for fact, numbers in facts_of(statement):
            facts.setdefault(fact, []).append(numbers)
    seen: set[tuple[object, ...]] = set()
    for (day, attacker, slot, _, key), facts in sorted(units.items()):
        same = (day, attacker, slot, key, *sorted((fact, *sorted(numbers)) for fact, numbers in facts.items()))
        if same not in seen:  # ten reports with the same figures are asked once
            seen.add(same)
            made.setdefault(day, Day({}, {})).raids.setdefault(attacker, []).append(Unit(key, slot, facts))
    return made


def kept(day: Day) -> DayRecord:
    """What is kept of a date; the same for the same facts in any order."""
    raids = ((attacker, u.slot, *u.key, _figures(u.facts)) for attacker, told in day.raids.items() for u in told)
    places = ((attacker, town, _figures(facts)) for (attacker, town), facts in day.places.items() if facts)
    return DayRecord(raids=tuple(sorted(set(raids), key=repr)), places=tuple(sorted(places)))


def day_of(record: DayRecord) -> Day:
    """A date as it was kept."""
    raids: dict[str, list[Unit]] = {}
    for attacker, slot, class_, models, figures in record.raids:
        raids.setdefault(attacker, []).append(Unit((class_, models), slot, _facts(figures)))
    return Day(raids, {(attacker, town): _facts(figures) for attacker, town, figures in record.places})


def _figures(facts: Facts) -> Figures:
    return tuple(
        (kind, what, tuple((low, None if high == inf else int(high)) for low, high in sorted(set(numbers))))
        for (kind, what), numbers in sorted(facts.items())
    )


def _facts(figures: Figures) -> Facts:
    return {
        (kind, what): [(low, inf if high is None else high) for low, high in numbers] for kind, what, numbers in figures
    }
