"""Who attacked whom, and which place a statement is about."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import lru_cache

from firstlight.catalog import Catalog
from firstlight.model import Place, Statement
from firstlight.reconcile.voices import Voice

NOBODY = "??"
OPPONENT = {"UA": "RU", "RU": "UA"}
COUNTRIES = {"UA": "Ukraine", "RU": "Russia"}
CONTESTED = {"UA-43", "UA-40"}  # Crimea and Sevastopol: Ukraine's, held by Russia, struck by either
DISTRICTS = "places/districts.csv"
OWN_FORCES = {"military", "official", "local_authority", "emergency_service"}
_CODE = re.compile(r"[A-Z]{2}(?=[-\d]|$)")


def country_of(place: Place) -> str | None:
    """ISO code of the country that a place lies in, where its codes or its name tell."""
    for code in (place.oblast, place.id):
        found = _CODE.match(code or "")
        if found:
            return found.group()
    return next((code for code, name in COUNTRIES.items() if place.name == name), None)


def targets(statement: Statement) -> tuple[Place, ...]:
    """The places that were attacked, or over which something happened; launch areas are never among them."""
    hit = tuple(place for place in statement.places if place.role == "target")
    return hit or tuple(place for place in statement.places if place.role == "over")


def attacker_of(statement: Statement, speaking: Voice, others: Set[str], catalog: Catalog) -> tuple[str, str]:
    """Who attacked, and the words that say how it is known.

    `others` are the attackers that the same report names. In order: the statement's own word, the country struck
    (who reports interceptions over a contested place is its defender), the weapon's maker, the rest of the report,
    the side for which the speaker speaks.
    """
    if statement.attacker:
        return statement.attacker, "said"
    struck = targets(statement)
    countries = {country for place in struck if (country := country_of(place))}
    contested = any(place.oblast in CONTESTED for place in struck)
    if len(countries) == 1 and not contested and not _repels(statement, speaking, countries):
        only = next(iter(countries))
        if only in OPPONENT:
            return OPPONENT[only], "by the country struck"
    maker = _maker(statement, catalog)
    if maker in OPPONENT:
        return maker, "by the maker of the weapon"
    if contested and speaking.side:
        defends = "UA" if speaking.side == "UA" and statement.kind == "intercepted" else "RU"
        return OPPONENT[defends], "by the side that tells it"
    if len(others) == 1:
        return next(iter(others)), "by the rest of the report"
    if speaking.side in OPPONENT and not contested:
        return OPPONENT[speaking.side], "by the side that tells it"
    return NOBODY, "not known"


def target_of(attacker: str, statement: Statement) -> str:
    """ISO code of the country attacked: that of the places struck, unless it is the attacker's own."""
    if attacker in OPPONENT:
        return OPPONENT[attacker]
    countries = sorted({country for place in targets(statement) if (country := country_of(place))})
    return countries[0] if len(countries) == 1 else NOBODY


def _repels(statement: Statement, speaking: Voice, countries: Set[str]) -> bool:
    """Whether one side tells what it shot down over land that is the other's by law: occupied areas."""
    told = statement.kind == "intercepted" and speaking.kind in OWN_FORCES
    return told and speaking.side is not None and speaking.side not in countries


def _maker(statement: Statement, catalog: Catalog) -> str | None:
    model = statement.weapon.model if statement.weapon else None
    entry = catalog.weapons.get(model) if model else None
    return entry.maker if entry else None


def nation(code: str) -> Place:
    """The country as a place: what a statement is about that names no place, or several far apart."""
    return Place(name=COUNTRIES.get(code, code), kind="country", id=code)


def site(statement: Statement, target: str) -> Place:
    """The one place that a statement is about: the narrowest that holds all that it names."""
    struck = [place for place in targets(statement) if place.kind != "country"]
    narrow = [place for place in struck if place.kind != "oblast" or not _holds(place, struck)]
    named = {spot(place): place for place in sorted(narrow, key=spot)}
    if len(named) == 1:
        return next(iter(named.values()))
    oblasts = {place.oblast for place in narrow}
    if len(oblasts) == 1 and (code := next(iter(oblasts))):
        whole = next((place for place in struck if place.kind == "oblast" and place.oblast == code), None)
        return whole or Place(name=code, kind="oblast", oblast=code)
    return nation(target)


def city_of(place: Place, catalog: Catalog) -> Place | None:
    """The city that a named district lies in, by the gazetteer; None for any other place."""
    if place.kind != "area" or place.id is None:
        return None
    return _cities(catalog).get(place.id)


@lru_cache(maxsize=8)
def _cities(catalog: Catalog) -> dict[str, Place]:
    names = set(catalog.names("places"))
    if DISTRICTS not in names:
        return {}
    parents = {row["id"]: row["parent"] for row in catalog.rows(DISTRICTS) if row.get("parent")}
    wanted = set(parents.values())
    rows = (row for name in sorted(names - {DISTRICTS}) if name.endswith(".csv") for row in catalog.rows(name))
    cities = {row["id"]: _city(row) for row in rows if row.get("id") in wanted and row.get("kind") == "settlement"}
    return {district: cities[parent] for district, parent in parents.items() if parent in cities}


def _city(row: dict[str, str]) -> Place:
    lat, lon = (float(row[name]) if row.get(name) else None for name in ("lat", "lon"))
    return Place(name=row["name"], kind="settlement", id=row["id"], oblast=row.get("oblast") or None, lat=lat, lon=lon)


def _holds(oblast: Place, others: list[Place]) -> bool:
    return any(place.kind != "oblast" and place.oblast == oblast.oblast for place in others)


def spot(place: Place) -> str:
    """The key under which a place is one place, however its record was written."""
    if place.kind == "country":
        return f"country:{country_of(place) or place.name.casefold()}"
    if place.kind == "oblast" and place.oblast:
        return f"oblast:{place.oblast}"
    return f"{place.kind}:{place.name.casefold()}:{place.oblast or place.id or ''}"


def region(statement: Statement, speaking: Voice) -> str:
    """Which part of a country a count of weapons is for; "" for the whole of it (docs/ledger.md, scope)."""
    struck = [place for place in targets(statement) if place.kind != "country"]
    oblasts = sorted({place.oblast for place in struck if place.oblast})
    over = any(place.role == "over" for place in struck)
    if speaking.scope == "regional":
        return "+".join(oblasts) or "+".join(sorted(spot(place) for place in struck)) or speaking.entity
    if len(oblasts) == 1:
        return oblasts[0]
    return spot(struck[0]) if over and len(struck) == 1 else ""
