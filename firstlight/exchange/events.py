"""Incidents as events in the columns of ACLED (codebook of 2024), as far as the record knows them.

What ACLED codes by judgement of its own (inter codes, civilian targeting) is left out rather than guessed.
"""

from __future__ import annotations

from collections.abc import Iterator

from firstlight.catalog import Catalog
from firstlight.exchange.flat import HARMS, SEPARATOR, Row, Told, coarse, marks
from firstlight.model import Incident, Raid, Value

COUNTRIES = {"UA": (804, "Ukraine"), "RU": (643, "Russia")}
AIR = {"drone", "recon_drone", "guided_bomb"}
MISSILES = {"cruise_missile", "ballistic_missile", "missile", "rocket_artillery"}
GEO = {"settlement": 1, "facility": 1, "raion": 2, "area": 2, "oblast": 3, "country": 3}


def event_rows(told: Told, catalog: Catalog) -> Iterator[Row]:
    """One event for each incident that is neither a total nor background."""
    raids = {raid.id: raid for raid in told.state.raids}
    for incident in told.state.incidents:
        if not incident.total and not incident.background:
            yield _event(incident, raids.get(incident.raid or ""), told)


def _event(incident: Incident, raid: Raid | None, told: Told) -> Row:
    last = marks(incident.links, told, incident.grade, incident.sources)
    place = incident.place
    whole: dict[str, Value] = {harm.kind: harm.count for harm in incident.harm if harm.group is None}
    killed = whole.get("killed", Value(state="unknown"))
    code = (place.oblast or place.id or "")[:2]
    iso, country = COUNTRIES.get(code if code in COUNTRIES else raid.target if raid else "", (None, ""))
    return {
        "event_id_cnty": incident.id,
        "event_date": incident.day,
        "year": int(incident.day[:4]),
        "time_precision": _precision(incident),
        "disorder_type": "Political violence",
        "event_type": "Explosions/Remote violence",
        "sub_event_type": _sub_type(raid),
        "actor1": COUNTRIES.get(incident.attacker or "", (None, incident.attacker or ""))[1],
        "iso": iso,
        "country": country,
        "admin1": place.oblast or "",
        "location": place.name,
        "latitude": coarse(place.lat),
        "longitude": coarse(place.lon),
        "geo_precision": GEO[place.kind],
        "source": last["sources"],
        "notes": _notes(incident, whole, last["invented"]),
        "fatalities": killed.best,
        "fatalities_state": killed.state,
        "fatalities_low": killed.low,
        "fatalities_high": killed.high,
        **last,
    }


def _precision(incident: Incident) -> int:
    precision = incident.period.precision if incident.period else "month"
    return {"week": 2, "month": 3}.get(precision, 1)


def _sub_type(raid: Raid | None) -> str:
    classes = {line.weapon.class_ for line in raid.lines} if raid else set()
    if classes and classes <= AIR:
        return "Air/drone strike"
    return "Shelling/artillery/missile attack" if classes and classes <= MISSILES else ""


def _notes(incident: Incident, whole: dict[str, Value], invented: str) -> str:
    said = [f"{kind} {_words(whole[kind])}" for kind in HARMS if kind in whole]
    said += [f"damaged: {damage.object.class_.replace('_', ' ')}" for damage in incident.damage]
    said += [f"outage: {outage.utility}" for outage in incident.outages]
    told = f"According to {SEPARATOR.join(incident.sources)}: {', '.join(dict.fromkeys(said)) or 'struck'}."
    return f"{invented} {told}".strip()


def _words(value: Value) -> str:
    if value.state == "known":
        return str(value.best)
    if value.state == "bounded":
        return f"{value.low or 0} or more" if value.high is None else f"{value.low or 0} to {value.high}"
    return {"withheld": "withheld", "unnumbered": "without a number", "unknown": "unknown"}[value.state]
