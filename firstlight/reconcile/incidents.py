"""Incidents: one place struck on one date, its dead and hurt as a history, its damage and outages."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Literal

import msgspec

from firstlight.model import Count, Damage, Dispute, Harm, Incident, Object, Outage, Place, Raid, Value
from firstlight.reconcile.grades import grade
from firstlight.reconcile.homes import HARM
from firstlight.reconcile.ids import raid_id
from firstlight.reconcile.names import incident_ids
from firstlight.reconcile.sides import nation, spot
from firstlight.reconcile.strikes import WHOLE, strikes
from firstlight.reconcile.told import Scene, Told, claim, hull, link, sources
from firstlight.reconcile.values import Outcome, settle_number

NONE = Count(low=0, high=0, form="exact", unit="people")
PARTS_ONLY = "groups only: a floor for everybody"
Toll = Literal["killed", "injured", "missing"]
KINDS: tuple[Toll, ...] = ("killed", "injured", "missing")


def incidents(scene: Scene, raids: Sequence[Raid]) -> tuple[list[Incident], list[Dispute]]:
    """The incidents of one attacker and date, joined to the raid of that night where it is known."""
    groups: dict[tuple[str, str], list[Told]] = {}
    here = [one for one in scene.told if one.home.room == "incident"]
    several = _several_districts(here)
    for one in here:
        where = one.home.spot if one.home.town in several else one.home.town
        groups.setdefault((where, one.home.apart), []).append(one)
    made: list[Incident] = []
    disputes: list[Dispute] = []
    over: set[str] = set()
    split = {one.home.spot for one in here if one.home.town in several and one.home.spot != one.home.town}
    for (where, apart), told in sorted(groups.items()):
        for name, members in sorted(strikes(told).items()):
            tag = "+".join(filter(None, (where if where in split else "", apart, name)))
            ids = incident_ids(members, tag, name)
            incident, found = _incident(scene, where, ids, members, raids)
            over |= {incident.id} if name == WHOLE else set()
            made.append(incident)
            disputes += found
    return _totals(made, several, over), disputes


def _several_districts(told: Iterable[Told]) -> set[str]:
    """The cities of which two or more districts tell of people harmed: these stay apart, under the city's total.
    Where only one does, it is the city's own figure, told more closely."""
    districts: dict[str, set[str]] = {}
    for one in told:
        if one.home.city is not None and one.statement.kind in HARM and one.statement.count != NONE:
            districts.setdefault(one.home.town, set()).add(one.home.spot)
    return {city for city, names in districts.items() if len(names) > 1}


def _incident(
    scene: Scene, where: str, ids: tuple[str, tuple[str, ...]], told: Sequence[Told], raids: Sequence[Raid]
) -> tuple[Incident, list[Dispute]]:
    own, aliases = ids
    harm, disputes = _harm(own, told)
    damage, more = _damage(own, told)
    outages, others = _outages(own, told)
    disputes += more + others
    against = {s for d in disputes for rival in d.values[1:] for s in rival.statements}
    background = all(one.home.floating for one in told)
    return (
        Incident(
            id=own,
            attacker=None if scene.attacker == "??" else scene.attacker,
            day=scene.day,
            period=hull(told) or told[0].statement.when,
            place=_place(told, where),
            raid=None if background else _raid_of(scene, told, raids),
            harm=tuple(harm),
            damage=tuple(damage),
            outages=tuple(outages),
            links=tuple(sorted((link(one) for one in told), key=lambda made: made.statement)),
            sources=sources(told),
            background=background,
            aliases=aliases,
            grade=grade(told, len(sources(told)), against),
        ),
        disputes,
    )


def _place(told: Sequence[Told], where: str) -> Place:
    """The fullest record of the place: a name before a bare code, coordinates before none."""
    named = [place for one in told for place in (one.home.place, one.home.city) if place is not None]
    places = [place for place in named if spot(place) == where]
    full = sorted(places, key=lambda p: (p.name == p.oblast, p.lat is None, p.id is None, p.name, p.role, repr(p)))
    return full[0] if full else nation(told[0].home.target)


def _raid_of(scene: Scene, told: Sequence[Told], raids: Sequence[Raid]) -> str | None:
    """The national raid of the same attacker and date: of the same hours where both are known."""
    known = {raid.id for raid in raids}
    slots = {one.home.slot for one in told if not one.home.floating}
    target = told[0].home.target
    order = ("day", "night") if slots == {"day"} else ("night", "day")
    wanted = order[:1] if len(slots) == 1 and slots <= {"day", "night"} else order
    for slot in (*wanted, "whole"):
        if (name := raid_id(scene.attacker, target, scene.day, slot)) in known:
            return name
    return None


def _harm(about: str, told: Sequence[Told]) -> tuple[list[Harm], list[Dispute]]:
    """People harmed, by kind and group; where only groups are told, everybody is at least the largest group."""
    found: dict[tuple[str, str | None], list[Told]] = {}
    for one in told:
        if one.statement.kind in HARM and one.statement.count is not None:
            found.setdefault((one.statement.kind, one.statement.group), []).append(one)
    made: list[Harm] = []
    disputes: list[Dispute] = []
    for kind in KINDS:
        groups = {group: members for (k, group), members in found.items() if k == kind}
        for group in sorted(groups, key=lambda g: g or ""):
            outcome = _toll(groups[group])
            history = tuple(
                (one.published or "", one.statement.count.low, one.statement.count.high, one.statement.id)
                for one in groups[group]
                if one.statement.count is not None
            )
            made.append(Harm(kind=kind, group=group, count=outcome.value, history=history))
            what = f"{kind} {group}" if group else kind
            disputes += _disputed(about, what, outcome)
        if groups and None not in groups:
            everybody = _everybody([harm for harm in made if harm.kind == kind])
            made.append(everybody)
    return sorted(made, key=lambda h: (KINDS.index(h.kind), h.group or "")), disputes


def _toll(told: Iterable[Told]) -> Outcome:
    claims = [claim(one, one.statement.count) for one in told if one.statement.count is not None]
    return settle_number(claims, grows=True)


def _everybody(groups: Sequence[Harm]) -> Harm:
    """A floor for everybody from the groups, which may overlap (a child is a civilian), so never added."""
    largest = max(groups, key=lambda harm: (harm.count.low or 0, harm.group or ""))
    count = largest.count
    if count.state in ("known", "bounded", "unnumbered"):
        count = Value(state="bounded", low=count.low, high=None, rule=PARTS_ONLY, statements=count.statements)
    return Harm(kind=largest.kind, group=None, count=count, history=())


def _damage(about: str, told: Sequence[Told]) -> tuple[list[Damage], list[Dispute]]:
    """Objects damaged, one for each class and name."""
    groups: dict[tuple[str, str], list[Told]] = {}
    for one in told:
        thing = one.statement.object
        if one.statement.kind == "damaged" and thing is not None:
            groups.setdefault((thing.class_, (thing.name or "").casefold()), []).append(one)
    made: list[Damage] = []
    disputes: list[Dispute] = []
    for (class_, name), members in sorted(groups.items()):
        outcome = _toll(members)
        ids = tuple(sorted(one.statement.id for one in members))
        made.append(Damage(object=_object(members), count=outcome.value, statements=ids))
        disputes += _disputed(about, f"damaged {class_} {name}".strip(), outcome)
    return made, disputes


def _object(told: Sequence[Told]) -> Object:
    """The object as its statements have it together: the gravest state, a protection that any of them names."""
    things = [one.statement.object for one in told if one.statement.object is not None]
    states = {thing.state for thing in things}
    protections = sorted(thing.protection for thing in things if thing.protection)
    first = min(things, key=lambda thing: (thing.name or "", repr(thing)))
    return msgspec.structs.replace(
        first,
        state="destroyed" if "destroyed" in states else "damaged" if "damaged" in states else None,
        protection=protections[0] if protections else None,
    )


def _outages(about: str, told: Sequence[Told]) -> tuple[list[Outage], list[Dispute]]:
    """Services that failed, by service and by what was counted."""
    groups: dict[tuple[str, str], list[Told]] = {}
    for one in told:
        if one.statement.kind == "outage":
            unit = one.statement.count.unit if one.statement.count else None
            groups.setdefault((one.statement.utility or "power", unit or ""), []).append(one)
    made: list[Outage] = []
    disputes: list[Dispute] = []
    for (utility, counted), members in sorted(groups.items()):
        outcome = _toll(members)
        ids = tuple(sorted(one.statement.id for one in members))
        made.append(Outage(utility=utility, count=outcome.value, unit=counted or None, statements=ids))
        disputes += _disputed(about, f"outage {utility}", outcome)
    return made, disputes


def _disputed(about: str, what: str, outcome: Outcome) -> list[Dispute]:
    if not outcome.dispute:
        return []
    return [Dispute(about=about, what=what, values=outcome.dispute, chosen=outcome.chosen)]


def _totals(made: Sequence[Incident], several: Collection[str], over: Collection[str]) -> list[Incident]:
    """Mark what sums up others: a country always; an oblast or raion where places in it tell the same kind of harm; a
    city of which several districts do; a date's toll over two strikes (`over`, by id)."""
    narrow: dict[str, set[str]] = {}
    for incident in made:
        if incident.place.kind in ("settlement", "facility", "area") and incident.place.oblast:
            narrow.setdefault(incident.place.oblast, set()).update(harm.kind for harm in incident.harm)
    totals = [_is_total(one, narrow) or spot(one.place) in several or one.id in over for one in made]
    return [msgspec.structs.replace(one, total=total) for one, total in zip(made, totals, strict=True)]


def _is_total(incident: Incident, narrow: dict[str, set[str]]) -> bool:
    if incident.place.kind == "country":
        return True
    if incident.place.kind not in ("oblast", "raion"):
        return False
    within = narrow.get(incident.place.oblast or "", set())
    return bool(within & {harm.kind for harm in incident.harm})
