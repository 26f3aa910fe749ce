"""Ids that last: what a raid or an incident is called, and all that it was or may have been called.

An id is made from what one statement says by itself and the report it stands in, never from where the ledger put it.
Whatever joins, moves or splits later, each statement carries the ids that came from it to wherever it now lives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from firstlight.reconcile.homes import Home
from firstlight.reconcile.ids import derived_id, raid_id
from firstlight.reconcile.told import Told
from firstlight.reconcile.weapons import weapon_of

NIGHT, DAY, WHOLE, WEEK = "night", "day", "whole", "week"
EVENING = "evening"
LONG = timedelta(hours=10)  # a window of a night, which no second strike is told by


def part_of(told: Told, region: str) -> str:
    """What sets a region's figures of one class of weapon off from the country's; "" for the country's."""
    return f"{region}|{weapon_of(told.statement).class_}" if region else ""


def raid_aliases(told: Iterable[Told], own: str) -> tuple[str, ...]:
    """The other ids under which the statements of a raid may have stood, alone or before they were moved."""
    found: set[str] = set()
    for one in told:
        born, part = one.home.origin, part_of(one, one.home.origin.region)
        slots: tuple[str, ...] = (NIGHT, DAY, WHOLE) if born.slot == WHOLE else (born.slot,)
        if born.line or born.slot == WEEK:
            slots = (WEEK,)
        elif part:
            slots = (NIGHT,)
        for tag in ("", *one.home.tags):
            set_off = "+".join(filter(None, (part, tag)))
            found.update(raid_id(born.attacker, born.target, born.day, slot, set_off) for slot in slots)
        found.update(one.home.also)
    return tuple(sorted(found - {own}))


def incident_ids(told: Sequence[Told], tag: str, strike: str) -> tuple[str, tuple[str, ...]]:
    """The id of an incident and its aliases.

    The id is that of the earliest-published report of those that date it and were not moved; `tag` sets it off from
    another incident of that place and date (a district, a second strike, a decision). Of a second `strike` it is that
    of a report that gives the hours by which it is one.
    """
    head = min(told, key=lambda one: (_elsewhere(one, strike), one.said == "", one.order))
    own = _id(head, head.statement.id if _moved(head.home) else tag)
    return own, tuple(sorted({name for one in told for name in _names(one, tag)} - {own}))


def _names(one: Told, tag: str) -> Iterator[str]:
    born = one.home.origin
    yield _id(one, "")
    yield _id(one, tag)
    if born.spot != born.town:
        yield _id(one, born.spot)
    for strike in _strikes(one):
        yield _id(one, strike)
    for mark in one.home.tags:
        yield _id(one, mark)


def _strikes(one: Told) -> Iterator[str]:
    """The names of second strikes that a statement may come to stand for, by its own hours."""
    window = one.window
    if window is None or window.slot == WHOLE:
        yield WHOLE
        return
    if window.evening:
        yield EVENING
    if window.length < LONG:
        yield DAY


def _elsewhere(one: Told, strike: str) -> bool:
    return one.home.floating or _moved(one.home) or (strike != "" and strike not in _strikes(one))


def _id(one: Told, tag: str) -> str:
    born = one.home.origin
    where = f"{born.attacker}|{born.town}|{tag}"
    return derived_id("incident", born.day, where, one.statement.report, *filter(None, (born.line,)))


def _moved(home: Home) -> bool:
    born = home.origin
    return (born.attacker, born.day, born.town) != (home.attacker, home.day, home.town)
