"""Attacks that stand apart and may be one told twice: the pairs that a person should look at. Pure.

A toll or a raid that two reports date a day apart, or that one gives for a town and the other for its region, is added
twice. Where the numbers are the same, and large enough not to be so by chance, the pair is asked about.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from firstlight.model import Incident, LedgerState, Raid, Statement
from firstlight.reconcile.reaches import is_date

FEWEST = {"killed": 2, "injured": 3, "launched": 5}  # of a smaller number two attacks may well tell alike (assumed)
WIDER = frozenset({"oblast", "raion"})  # kinds of place that hold others


class Pair(NamedTuple):
    """Two attacks that both tell `number` of `what`, and the statements that do, of each."""

    one: Raid | Incident
    other: Raid | Incident
    what: str
    number: int
    sides: tuple[tuple[str, ...], tuple[str, ...]]


class _Told(NamedTuple):
    thing: Raid | Incident
    day: dt.date
    statements: tuple[str, ...]


def pairs(state: LedgerState, statements: Mapping[str, Statement]) -> Iterator[Pair]:
    """The pairs of a ledger, each once, for the harm or the weapon of which most is told."""
    buckets: dict[tuple[str, str, str, int], list[_Told]] = {}
    for incident in state.incidents:
        if not incident.total and not incident.background and is_date(incident.day):
            for what, number, told in _harmed(incident):
                buckets.setdefault((incident.place.oblast or incident.place.name, "", what, number), []).append(told)
    for raid in state.raids:
        for what, number, told in _launched(raid):
            buckets.setdefault((raid.attacker, raid.target, what, number), []).append(told)
    found: dict[tuple[str, str], Pair] = {}
    for (_, _, what, number), row in sorted(buckets.items()):
        for one, other in _near(row):
            if _may_be_one(one, other) and _reports(one, statements).isdisjoint(_reports(other, statements)):
                key = (one.thing.id, other.thing.id)
                pair = Pair(one.thing, other.thing, what, number, (one.statements, other.statements))
                if key not in found or found[key].number < number:
                    found[key] = pair
    yield from (found[key] for key in sorted(found))


def _harmed(incident: Incident) -> Iterator[tuple[str, int, _Told]]:
    for harm in incident.harm:
        number = harm.count.best
        if harm.group is None and number is not None and number >= FEWEST.get(harm.kind, number + 1):
            yield harm.kind, number, _Told(incident, dt.date.fromisoformat(incident.day), harm.count.statements)


def _launched(raid: Raid) -> Iterator[tuple[str, int, _Told]]:
    for line in raid.lines:
        number = line.launched.best
        if number is not None and number >= FEWEST["launched"]:
            named = line.weapon.model or line.weapon.class_
            yield f"launched {named}", number, _Told(raid, dt.date.fromisoformat(raid.night), line.launched.statements)


def _near(row: Sequence[_Told]) -> Iterator[tuple[_Told, _Told]]:
    """Those of one day or of two in a row, two by two."""
    ordered = sorted(row, key=lambda told: (told.day, told.thing.id))
    for at, one in enumerate(ordered):
        for other in ordered[at + 1 :]:
            if (other.day - one.day).days > 1:
                break
            yield one, other


def _may_be_one(one: _Told, other: _Told) -> bool:
    """Whether two attacks that tell alike stand near enough in place, and are not related already."""
    first, second = one.thing, other.thing
    if isinstance(first, Raid) and isinstance(second, Raid):
        related = {key for _, key in (*first.relations, *second.relations)}
        return not related & {first.id, second.id}
    if isinstance(first, Incident) and isinstance(second, Incident):
        return first.place == second.place or bool(WIDER & {first.place.kind, second.place.kind})
    return False


def _reports(told: _Told, statements: Mapping[str, Statement]) -> frozenset[str]:
    return frozenset(statements[key].report for key in told.statements if key in statements)


def unanswered(found: Iterable[Pair], answered: Sequence[frozenset[str]]) -> Iterator[Pair]:
    """The pairs of which no decision names a statement of each side; `answered`: the statements of each decision."""
    for pair in found:
        first, second = (frozenset(side) for side in pair.sides)
        if not any(first & named and second & named for named in answered):
            yield pair
