"""Derived records as rows of the index: what lists are filtered by."""

from __future__ import annotations

from collections.abc import Iterable

from firstlight.explore.desk import Words
from firstlight.model import Incident, Package, Place, Raid, Value
from firstlight.store import Row

COARSE = 1  # decimals of a degree that a place on the map keeps: about ten kilometres
STANDINGS = {"summarises": "total", "included_in": "part"}  # relations of a raid that is not added to others


def row(thing: Raid | Incident | Package, words: Words) -> Row:
    """The row of a raid, incident or package."""
    if isinstance(thing, Raid):
        return _raid(thing, words)
    return _incident(thing, words) if isinstance(thing, Incident) else _package(thing, words)


def coarse(place: Place) -> tuple[float | None, float | None]:
    """The coordinates of a place, to COARSE decimals; a country has none."""
    if place.lat is None or place.lon is None or place.kind == "country":
        return None, None
    return round(place.lat, COARSE), round(place.lon, COARSE)


def _raid(raid: Raid, words: Words) -> Row:
    return Row(
        day=raid.night,
        attacker=raid.attacker,
        grade=raid.grade,
        standing=next((STANDINGS[kind] for kind, _ in raid.relations if kind in STANDINGS), "own"),
        classes=tuple(dict.fromkeys(f"weapon:{line.weapon.class_}" for line in raid.lines)),
        statements=tuple(link.statement for link in raid.links),
        places=" \n".join(_names(raid.places)),
        words=" \n".join((*(words.weapon(line.weapon) for line in raid.lines), *raid.sources, *raid.aliases)),
    )


def _incident(incident: Incident, words: Words) -> Row:
    lat, lon = coarse(incident.place)
    harm = {entry.kind: entry.count for entry in incident.harm if entry.group is None}
    objects = [damage.object for damage in incident.damage]
    return Row(
        day=incident.day,
        attacker=incident.attacker or "",
        grade=incident.grade,
        standing="background" if incident.background else "total" if incident.total else "own",
        killed=_least(harm.get("killed")),
        injured=_least(harm.get("injured")),
        lat=lat,
        lon=lon,
        place=words.place(incident.place),
        classes=tuple(dict.fromkeys(f"object:{found.class_}" for found in objects)),
        statements=tuple(link.statement for link in incident.links),
        places=" \n".join(_names((incident.place,))),
        words=" \n".join((*(words.object(found) for found in objects), *incident.sources, *incident.aliases)),
    )


def _package(package: Package, words: Words) -> Row:
    nations = [words.country(code) for code in (*package.donor, *package.recipient)]
    return Row(
        day=max((step.said or "" for step in package.steps), default="")[:10],
        standing="background" if package.background else "own",
        classes=(f"item:{package.item}", f"status:{package.latest or 'short'}"),
        statements=tuple(link.statement for link in package.links) or tuple(s.statement for s in package.steps),
        words=" \n".join((words.title(package.item), *nations)),
    )


def _names(places: Iterable[Place]) -> list[str]:
    return list(dict.fromkeys(text for place in places for text in (place.name, place.oblast or "") if text))


def _least(value: Value | None) -> int:
    if value is None:
        return 0
    return value.best if value.best is not None else value.low or 0
