"""What truly happens in an invented war: raids, the places they strike, packages of aid."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import numpy as np
from numpy.random import Generator

from firstlight.catalog import catalog
from firstlight.model import Place, Record, Weapon

SHAHED = Weapon(class_="drone", model="shahed", models=("shahed",))
CRUISE = Weapon(class_="cruise_missile", models=("kh-101", "kh-555"))
KALIBR = Weapon(class_="cruise_missile", model="kalibr", models=("kalibr",))
BALLISTIC = Weapon(class_="ballistic_missile", model="iskander-m", models=("iskander-m",))
KINZHAL = Weapon(class_="ballistic_missile", model="kinzhal", models=("kinzhal",))
DRONE = Weapon(class_="drone")
MISSILES = ((CRUISE, 0.5, 0.8), (KALIBR, 0.3, 0.75), (BALLISTIC, 0.4, 0.25), (KINZHAL, 0.15, 0.2))
ITEMS = ("patriot", "iris-t", "nasams", "gepard", "stinger", "interceptor_drone")
DONORS = ("DE", "US", "NL", "NO", "SE", "FR", "GB", "DK")
LADDER = ("requested", "pledged", "approved", "delivered")


class Town(Record, frozen=True, kw_only=True):
    """A place that can be struck, its oblast, and its names as the three languages write them."""

    place: Place
    oblast: Place
    names: dict[str, str]
    oblast_names: dict[str, str]


class Salvo(Record, frozen=True, kw_only=True):
    """One weapon of a raid: launched = shot down + suppressed + what got through."""

    weapon: Weapon
    launched: int
    shot_down: int
    suppressed: int

    @property
    def stopped(self) -> int:
        """All that did not get through."""
        return self.shot_down + self.suppressed


class PlantedRaid(Record, frozen=True, kw_only=True):
    """A raid by one side in one period; hours of `day`, or of the eve where below zero."""

    key: str
    attacker: str
    day: str
    slot: str  # night or day
    first_hour: int
    last_hour: int
    salvos: tuple[Salvo, ...]
    regions: tuple[tuple[str, int], ...]  # drones shot down over each oblast

    def drones(self) -> Salvo:
        """The drones of the raid; every raid has some."""
        return self.salvos[0]


class PlantedIncident(Record, frozen=True, kw_only=True):
    """One town struck in one raid. `tolls` are (days later, killed, injured), rising; the last is the truth."""

    key: str
    raid: str
    attacker: str
    day: str
    slot: str
    hour: int  # of the day, below zero on the eve
    town: Town
    tolls: tuple[tuple[int, int, int], ...]
    children: int
    object: str
    consumers: int

    @property
    def killed(self) -> int:
        """All who died, in the end."""
        return self.tolls[-1][1]

    @property
    def injured(self) -> int:
        """All who were hurt, in the end."""
        return self.tolls[-1][2]


class PlantedPackage(Record, frozen=True, kw_only=True):
    """A package of aid with the day on which each step was taken."""

    key: str
    item: str
    donor: str
    quantity: int
    steps: tuple[tuple[str, str], ...]  # day, status


class Truth(Record, frozen=True, kw_only=True):
    """Everything that happened."""

    raids: tuple[PlantedRaid, ...]
    incidents: tuple[PlantedIncident, ...]
    packages: tuple[PlantedPackage, ...]


class Size(Record, frozen=True, kw_only=True):
    """How large the war is; rates are per raid or per day."""

    start: str = "2025-06-20"
    days: int = 40
    towns: int = 40
    by_day: float = 0.35  # share of dates with an attack by day too
    missiles: float = 0.3  # share of raids with missiles
    drones: float = 60.0  # mean of a night
    incidents: float = 3.0  # mean per raid
    packages: float = 0.25  # mean per day
    again: float = 0.3  # chance that a town struck by night may be struck by day too
    back: float = 0.5  # share of nights on which the defender strikes back


@lru_cache(maxsize=8)
def towns(country: str, number: int) -> tuple[Town, ...]:
    """The largest settlements of a country (UA, RU) by the gazetteer, one for each name."""
    rows = [row for row in catalog().rows(f"places/{country.lower()}.csv") if row["population"] and row["uk"]]
    regions = {row["oblast"]: row for row in catalog().rows("places/regions.csv")}
    found: dict[str, Town] = {}
    for row in sorted(rows, key=lambda row: -int(row["population"])):
        if row["oblast"] not in regions or row["oblast"] in ("UA-30", "UA-43", "UA-40", "RU-MOW", "RU-SPE"):
            continue
        found.setdefault(row["name"], _town(row, regions[row["oblast"]]))
        if len(found) == number:
            break
    return tuple(found.values())


def _town(row: dict[str, str], region: dict[str, str]) -> Town:
    place = Place(name=row["name"], kind="settlement", id=row["id"], oblast=row["oblast"])
    oblast = Place(name=region["name"], kind="oblast", id=region["id"], oblast=row["oblast"])
    names = {code: row[code].split("|")[0] for code in ("uk", "ru")} | {"en": row["name"]}
    whole = {code: region[f"adj_{code}"].split("|")[0] for code in ("uk", "ru")} | {"en": region["name"]}
    return Town(place=place, oblast=oblast, names=names, oblast_names=whole)


def plant(rng: Generator, size: Size | None = None) -> Truth:
    """A war of `size`, the same for the same generator."""
    size = size or Size()
    first = dt.date.fromisoformat(size.start)
    raids: list[PlantedRaid] = []
    incidents: list[PlantedIncident] = []
    packages: list[PlantedPackage] = []
    for number in range(size.days):
        day = (first + dt.timedelta(days=number)).isoformat()
        today = [_raid(rng, size, "RU", day, "night")]
        today += [_raid(rng, size, "RU", day, "day")] if rng.random() < size.by_day else []
        today += [_raid(rng, size, "UA", day, "night")] if rng.random() < size.back else []
        struck: set[tuple[str, str]] = set()
        for raid in today:
            incidents += _incidents(rng, size, raid, struck)
        raids += today
        packages += [_package(rng, day, n) for n in range(int(rng.poisson(size.packages)))]
    return Truth(raids=tuple(raids), incidents=tuple(incidents), packages=tuple(packages))


def _raid(rng: Generator, size: Size, attacker: str, day: str, slot: str) -> PlantedRaid:
    mean = size.drones * (1.0 if slot == "night" else 0.25) * (1.0 if attacker == "RU" else 0.4)
    salvos = [_salvo(rng, SHAHED if attacker == "RU" else DRONE, 5 + int(rng.poisson(mean)), 0.65, 0.22)]
    if attacker == "RU" and rng.random() < size.missiles:
        for weapon, chance, stopped in MISSILES:
            if rng.random() < chance:
                salvos.append(_salvo(rng, weapon, 1 + int(rng.poisson(4)), stopped, 0.02))
    first, last = (-6, 7 + int(rng.integers(0, 3))) if slot == "night" else (12, 13 + int(rng.integers(1, 4)))
    target = "UA" if attacker == "RU" else "RU"
    oblasts = sorted({town.oblast.oblast or "" for town in towns(target, size.towns)})
    over = list(rng.choice(oblasts, size=min(4, len(oblasts)), replace=False))
    shares = rng.multinomial(salvos[0].shot_down, np.full(len(over), 1 / len(over)))
    return PlantedRaid(
        key=f"{attacker}/{day}/{slot}",
        attacker=attacker,
        day=day,
        slot=slot,
        first_hour=first,
        last_hour=last,
        salvos=tuple(salvos),
        regions=tuple((str(code), int(share)) for code, share in zip(over, shares, strict=True) if share),
    )


def _salvo(rng: Generator, weapon: Weapon, launched: int, fire: float, jammed: float) -> Salvo:
    down, lost, _ = rng.multinomial(launched, [fire, jammed, 1 - fire - jammed])
    return Salvo(weapon=weapon, launched=launched, shot_down=int(down), suppressed=int(lost))


def _incidents(rng: Generator, size: Size, raid: PlantedRaid, struck: set[tuple[str, str]]) -> list[PlantedIncident]:
    """Towns that the raid struck; some a second time on that date."""
    known = towns("UA" if raid.attacker == "RU" else "RU", size.towns)
    number = min(int(rng.poisson(size.incidents if raid.attacker == "RU" else size.incidents / 3)), 8)
    made = []
    for pick in rng.choice(len(known), size=min(number, len(known)), replace=False):
        town = known[int(pick)]
        if (raid.attacker, town.place.name) not in struck or rng.random() < size.again:
            struck.add((raid.attacker, town.place.name))
            made.append(_incident(rng, raid, town))
    return made


def _incident(rng: Generator, raid: PlantedRaid, town: Town) -> PlantedIncident:
    killed, injured = int(rng.poisson(0.8)), 1 + int(rng.poisson(5))
    injured = max(1, injured // 2) if raid.slot == "day" else injured  # fewer, or a rise could hide a second strike
    tolls = [(0, killed, injured)]
    for later in (1, 3, 6):
        if rng.random() < 0.3:
            killed, injured = killed + int(rng.integers(0, 2)), injured + int(rng.integers(0, 4))
            tolls.append((later, killed, injured))
    hours = (raid.first_hour, raid.last_hour)
    return PlantedIncident(
        key=f"{raid.key}/{town.place.name}",
        raid=raid.key,
        attacker=raid.attacker,
        day=raid.day,
        slot=raid.slot,
        hour=int(rng.integers(*hours)),
        town=town,
        tolls=tuple(tolls),
        children=int(rng.integers(0, min(4, injured + 1))),
        object=str(rng.choice(["house", "apartment_building", "school", "warehouse", "energy", "hospital"])),
        consumers=int(rng.integers(1, 60)) * 500 if rng.random() < 0.25 else 0,
    )


def _package(rng: Generator, day: str, number: int) -> PlantedPackage:
    item, donor = str(rng.choice(ITEMS)), str(rng.choice(DONORS))
    date = dt.date.fromisoformat(day)
    steps = []
    for status in LADDER[: int(rng.integers(1, 5))]:
        steps.append((date.isoformat(), status))
        date += dt.timedelta(days=int(rng.integers(3, 25)))
    key = f"package/{day}/{number}"
    return PlantedPackage(key=key, item=item, donor=donor, quantity=int(rng.integers(2, 60)), steps=tuple(steps))
