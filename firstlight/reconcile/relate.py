"""What can be said only when all partitions are seen together: which raids sum up or include others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import TypeVar

import msgspec

from firstlight.model import Aside, Incident, LedgerState, Raid, RaidLine
from firstlight.reconcile.spans import next_day, span
from firstlight.reconcile.weapons import fits, key_of
from firstlight.when import parse_instant

K = TypeVar("K")
T = TypeVar("T", Raid, Incident)
Evening = tuple[str | None, str | None, str, str]
BEFORE, AFTER = 10, 1  # a week's recap looks back at its nights, an evening's count at the night that follows
ALONE = "sums up several nights of which none is reported: kept, added to nothing"
WIDE = ("oblast", "raion")
WEEK_FROM = 36 * 3600  # seconds; a longer period is a recap


def merge(parts: Sequence[LedgerState]) -> LedgerState:
    """One state of the settled parts, sorted by id, with relations between raids of different dates completed.

    A recap that relates to no reported raid becomes asides: a week's number is not a night's.
    """
    stood = beside(dict(enumerate(parts))).values()
    raids = {raid.id: raid for part in stood for raid in part.raids}
    return LedgerState(
        raids=tuple(sorted(_unshared(list(raids.values())), key=lambda r: r.id)),
        incidents=tuple(sorted(_unshared([i for part in stood for i in part.incidents]), key=lambda i: i.id)),
        packages=tuple(sorted((p for part in stood for p in part.packages), key=lambda p: p.id)),
        disputes=tuple(sorted((d for part in stood for d in part.disputes), key=lambda d: (d.about, d.what, d.chosen))),
        asides=tuple(sorted((a for part in stood for a in part.asides), key=lambda a: (a.statement, a.reason))),
    )


def beside(parts: Mapping[K, LedgerState]) -> dict[K, LedgerState]:
    """Each settled part as it stands beside the others, aliases left as they were settled.

    What a part becomes depends on those of its own date, of the BEFORE dates before it and the AFTER dates after it.
    """
    raids = {raid.id: raid for part in parts.values() for raid in part.raids}
    evenings = _evenings(incident for part in parts.values() for incident in part.incidents)
    made: dict[K, LedgerState] = {}
    for key, part in parts.items():
        related, asides = _related(part.raids, raids)
        gone = {raid.id for raid in part.raids} - {raid.id for raid in related}
        made[key] = LedgerState(
            raids=tuple(related),
            incidents=tuple(_over_evenings(part.incidents, evenings)),
            packages=part.packages,
            disputes=tuple(dispute for dispute in part.disputes if dispute.about not in gone),
            asides=(*part.asides, *asides),
        )
    return made


def _related(own: Iterable[Raid], raids: Mapping[str, Raid]) -> tuple[list[Raid], list[Aside]]:
    kept: list[Raid] = []
    asides: list[Aside] = []
    for raid in own:
        if not raid.relations:
            kept.append(raid)
            continue
        relations = tuple(pair for pair in raid.relations if pair[1] in raids and _holds(raid, raids[pair[1]]))
        if not relations and _length(raid) > WEEK_FROM:
            asides += [Aside(statement=link.statement, reason=ALONE) for link in raid.links]
        else:
            kept.append(msgspec.structs.replace(raid, relations=relations))
    return kept, asides


def _holds(raid: Raid, other: Raid) -> bool:
    """Whether what was counted at an hour of the eve can be a part of a night: a line of it is of the weapon, and no
    smaller. Relations within a date, and those of days and weeks, hold by themselves."""
    if other.night <= raid.night:
        return True
    whole = [line for line in other.lines if not line.total]
    return all(
        any(fits(key_of(line.weapon), key_of(night.weapon)) and _within(line, night) for night in whole)
        for line in raid.lines
        if not line.total
    )


def _within(part: RaidLine, whole: RaidLine) -> bool:
    pairs = ((part.launched, whole.launched), (part.intercepted, whole.intercepted))
    return all((one.low or 0) <= (other.low or 0) for one, other in pairs if "unknown" not in (one.state, other.state))


def _unshared(things: Sequence[T]) -> list[T]:
    """The things without those aliases that are the ids of others: an id leads to what now bears it."""
    ids = {thing.id for thing in things}
    return [
        msgspec.structs.replace(thing, aliases=tuple(alias for alias in thing.aliases if alias not in ids))
        if not ids.isdisjoint(thing.aliases)
        else thing
        for thing in things
    ]


def _evenings(incidents: Iterable[Incident]) -> set[Evening]:
    """Attacker, oblast, date after, and kind of harm of what was struck in an evening."""
    return {
        (i.attacker, i.place.oblast, next_day(i.day), harm.kind)
        for i in incidents
        if i.place.kind not in (*WIDE, "country") and not i.background and i.period and span(i.period).evening
        for harm in i.harm
    }


def _over_evenings(incidents: Sequence[Incident], evenings: Set[Evening]) -> list[Incident]:
    """Incidents with the toll of an oblast marked as a total where a place in it was struck on its eve, in the evening:
    the toll is that of the night which begins with it."""
    return [
        msgspec.structs.replace(i, total=True)
        if i.place.kind in WIDE
        and not i.total
        and any((i.attacker, i.place.oblast, i.day, harm.kind) in evenings for harm in i.harm)
        else i
        for i in incidents
    ]


def _length(raid: Raid) -> float:
    return (parse_instant(raid.period.end) - parse_instant(raid.period.start)).total_seconds()
