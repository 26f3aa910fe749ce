"""How what was struck in an invented war is told, and how aid is: early and late, high and low, by many."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from firstlight.model import Object, When
from tests.reconcile import builders as b
from tests.truth import wording
from tests.truth.pages import Line, Page, Said, named, number, when_said
from tests.truth.planted import PlantedIncident, PlantedPackage, Town, Truth
from tests.truth.telling_raids import COUNTRIES, OUTLETS, Telling, instant

OFFICIALS = {"RU": ("ua-regional-administrations", "ua-emergency-service", "ua-prosecutors", "uk"),
             "UA": ("ru-governors", "ru-governors", "ru-governors", "ru")}  # fmt: skip


def tell_incidents(truth: Truth, t: Telling) -> None:
    """All reports about places struck, and the totals of regions and the country."""
    for incident in truth.incidents:
        _officially(incident, t)
        for _ in range(int(t.rng.poisson(t.habits.outlets * 0.7))):
            _newsroom(incident, t)
    for day in sorted({incident.day for incident in truth.incidents}):
        _sums(day, [i for i in truth.incidents if i.day == day and i.attacker == "RU"], t)


def _told(incident: PlantedIncident, t: Telling) -> tuple[When, Said]:
    """When, as a report may give it: the raid's hours, the hour of the strike, or the date alone."""
    pick = t.rng.random()
    if incident.hour < 0 and pick < 0.3:
        eve = (dt.date.fromisoformat(incident.day) - dt.timedelta(days=1)).isoformat()
        return b.hours(eve, 24 + incident.hour, 25 + incident.hour), when_said("hour", eve, (24 + incident.hour, 0))
    if pick < 0.75 or incident.hour < 0:
        if incident.slot == "night":
            return b.overnight(incident.day), when_said("night", incident.day)
        return b.hours(incident.day, 11, 17), when_said("day", incident.day, (11, 17))
    return b.on(incident.day), when_said("on", incident.day)


def _line(incident: PlantedIncident, kind: str, told: tuple[When | None, Said], t: Telling, **more: Any) -> Line:
    """A statement about the town that was struck."""
    count = more.pop("count", None)
    key, fault = more.pop("key", kind), more.pop("fault", "")
    values: dict[str, Said] = {"n": count, "when": told[1], "place": incident.town.names.__getitem__}
    fields: dict[str, Any] = {"kind": kind, "when": told[0], "attacker": incident.attacker}
    fields["places"] = (incident.town.place, incident.town.oblast) if t.chance(0.3) else (incident.town.place,)
    if count is not None:
        fields["count"] = number(count, more.pop("unit", "people"))
    if kind == "damaged":
        values["object"] = named(wording.OBJECTS, incident.object)
    variant = more.pop("variant", 0)
    return Line(key, variant, values, about=incident.key, fault=fault, fields={**fields, **more})


def _officially(incident: PlantedIncident, t: Telling) -> None:
    """What authorities tell: at first less, then all of the first day, then each later toll."""
    early, rescue, late, language = OFFICIALS[incident.attacker]
    hour = max(incident.hour + 2, 5)
    first = incident.tolls[0]
    _toll(incident, t, Page(early, instant(incident.day, hour, 20), language), (0, first[2] // 2), struck=True)
    _toll(incident, t, Page(rescue, instant(incident.day, min(hour + 4, 23), 5), language), first[1:], struck=False)
    for later, killed, injured in incident.tolls[1:]:
        page = Page(late, instant(incident.day, 15, 45, later), language)
        _toll(incident, t, page, (killed, injured), struck=False)


def _toll(incident: PlantedIncident, t: Telling, page: Page, toll: Sequence[int], *, struck: bool) -> None:
    told = _told(incident, t)
    variant = int(t.rng.integers(3))
    if struck:
        page.say(_line(incident, "struck", told, t, variant=variant))
        thing = Object(class_=incident.object, state="damaged")
        page.say(_line(incident, "damaged", told, t, object=thing))
    for kind, count in zip(("killed", "injured"), toll, strict=True):
        if count or (incident.key, "", kind) in t.expected:
            page.say(_line(incident, kind, told, t, count=count, variant=variant))
            t.expected[incident.key, "", kind] = count
    if not struck and incident.children:
        page.say(_line(incident, "injured", told, t, count=incident.children, key="children", group="child"))
        t.expected[incident.key, "child", "injured"] = incident.children
    if not struck and incident.consumers:
        more = {"count": incident.consumers, "unit": "consumers", "utility": "power"}
        page.say(_line(incident, "outage", told, t, **more))
    if any(line.fields for line in page.lines):
        t.put(page)


def _newsroom(incident: PlantedIncident, t: Telling) -> None:
    """A newsroom's report of the first day: the toll as it stood, at times undated, at times wrong."""
    source, language = OUTLETS[int(t.rng.integers(len(OUTLETS)))]
    floating, wrong = t.chance(t.habits.floats), t.chance(t.habits.wrong)
    final = incident.tolls[0]
    hour = max(incident.hour + 1, 4) if wrong else min(max(incident.hour + 2, 5) + 5, 23)
    page = Page(source, instant(incident.day, hour, 50), language)
    told: tuple[When | None, Said] = _told(incident, t)
    if floating:
        told = (b.undated(page.published[:10]), when_said("recent", incident.day))
    speaker = b.speaker("Head of " + incident.town.oblast.name, "local_authority") if t.chance(0.4) else None
    more = {"speaker": speaker, "background": floating, "variant": int(t.rng.integers(3))}
    page.say(_line(incident, "struck", told, t, **more))
    off = incident.injured - final[2] + 9 if wrong and not floating else 0
    fault = "dispute" if off else ""
    page.say(_line(incident, "injured", told, t, count=final[2] + off, fault=fault, **more))
    if final[1] and t.chance(0.7):
        page.say(_line(incident, "killed", told, t, count=final[1], **more))
    t.put(page)


def _sums(day: str, incidents: Sequence[PlantedIncident], t: Telling) -> None:
    """Totals of an oblast and of the country as they stood in the evening of the day."""
    oblasts: dict[str, list[PlantedIncident]] = {}
    for incident in incidents:
        oblasts.setdefault(incident.town.oblast.oblast or "", []).append(incident)
    for code, here in sorted(oblasts.items()):
        if t.chance(0.6 if len(here) > 1 else 0.2):
            page = Page("ua-regional-administrations", instant(day, 21, 10), "uk")
            _total(page, here, here[0].town, f"oblast/{day}/{code}")
            t.put(page, 3)
    if len(incidents) > 1 and t.chance(0.5):
        page = Page("ua-president", instant(day, 22, 20), "uk")
        _total(page, incidents, None, f"country/{day}")
        t.put(page, 3)


def _total(page: Page, incidents: Sequence[PlantedIncident], town: Town | None, about: str) -> None:
    day = incidents[0].day
    place = town.oblast if town else COUNTRIES["UA"]
    name: Said = (lambda language: town.oblast_names[language]) if town else wording.COUNTRY.__getitem__
    for kind, at in (("killed", 1), ("injured", 2)):
        count = sum(incident.tolls[0][at] for incident in incidents)
        if count:
            fields = {"kind": kind, "when": b.on(day), "places": (place,), "attacker": "RU", "count": number(count)}
            values: dict[str, Said] = {"n": count, "place": name, "when": when_said("on", day)}
            page.say(Line(kind, 1, values, about=about, fields=fields))


def tell_packages(truth: Truth, t: Telling) -> None:
    """Each step of a package, told by an official and some newsrooms, at times without its number."""
    for package in truth.packages:
        for day, status in package.steps:
            page = Page("ua-defence-ministry", instant(day, 12), "uk")
            page.say(_aid(package, status))
            t.put(page, 3)
            for _ in range(int(t.rng.poisson(0.6))):
                source, language = OUTLETS[int(t.rng.integers(len(OUTLETS)))]
                again = Page(source, instant(day, 17), language)
                again.say(_aid(package, status, counted=t.chance(0.7)))
                t.put(again, 3)


def _aid(package: PlantedPackage, status: str, *, counted: bool = True) -> Line:
    values: dict[str, Said] = {
        "donor": package.donor,
        "status": named(wording.STATUS, status),
        "n": package.quantity,
        "item": package.item,
    }
    fields: dict[str, Any] = {"kind": "supply", "supply": b.aid(package.item, status, (package.donor,))}
    if counted:
        fields["count"] = number(package.quantity, "systems")
    return Line("aid", 0, values, about=package.key, fields=fields)
