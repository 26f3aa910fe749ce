"""How the raids of an invented war are told: summaries, parts, corrections, retellings, regions, weeks, sums."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from numpy.random import Generator

from firstlight.model import Place, Record, Weapon, When
from firstlight.when import days as whole_days
from firstlight.when import full_scale_day, parse_date
from tests.reconcile import builders as b
from tests.truth import wording
from tests.truth.pages import COPIES, Book, Line, Page, Said, copied, named, number, when_said
from tests.truth.planted import DRONE, PlantedRaid, Salvo, Truth

COUNTRIES = {"UA": b.UKRAINE, "RU": Place(name="Russia", kind="country", id="RU")}
LAUNCH = Place(name="Kursk", kind="settlement", oblast="RU-KRS", role="launch")
OUTLETS = (("reuters", "en"), ("bbc", "en"), ("ap", "en"), ("kyiv-independent", "en"), ("ukrinform", "uk"),
           ("suspilne", "uk"), ("ukrainska-pravda", "uk"), ("interfax-ukraine", "ru"), ("example-newsroom", "en"),
           ("example-digest", "ru"))  # fmt: skip
COMMANDS = ("ua-south-command", "ua-east-command", "ua-west-command", "ua-center-command")
SPEAKERS = {"RU": b.speaker("Air Force of Ukraine", "military"),
            "UA": b.speaker("Russian Ministry of Defence", "military")}  # fmt: skip
NATIONAL = {"RU": "ua-air-force", "UA": "ru-defence-ministry"}
TOTAL = Weapon(class_="aerial_target")


class Habits(Record, frozen=True, kw_only=True):
    """How the war is told: means and chances, per raid, incident or report."""

    outlets: float = 2.5  # newsrooms that tell of a raid or incident
    attributed: float = 0.5  # of them, how many say whose figure it is
    copies: float = 0.25  # reports that somebody passes on
    wrong: float = 0.04  # newsroom figures that are wrong
    corrected: float = 0.06  # official figures that are wrong at first
    partial: float = 0.12  # raids told once more, before they were over
    pieces: float = 0.5  # of the other side's raids, how many are told by hours
    floats: float = 0.04  # newsroom reports that give no date
    regional: float = 0.5
    staff: float = 0.25  # dates of which the general staff gives all drones together
    unnumbered: float = 0.06
    totals: float = 0.5  # summaries that give a total too
    recaps: bool = True


@dataclass
class Telling:
    """Everything at hand while a war is told."""

    book: Book
    rng: Generator
    habits: Habits
    expected: dict[tuple[str, str, str], int | str]  # (planted thing, weapon or "", kind) to its number or state

    def chance(self, share: float) -> bool:
        """True in that share of cases."""
        return bool(self.rng.random() < share)

    def put(self, page: Page, fill: int = 4) -> None:
        """Publish a page, and what others make of it."""
        page.fill(self.rng, fill)
        first = self.book.publish(page)
        while self.chance(self.habits.copies):
            source, _ = OUTLETS[int(self.rng.integers(len(OUTLETS)))]
            how = str(self.rng.choice(COPIES))
            later = dt.datetime.fromisoformat(page.published) + dt.timedelta(minutes=int(self.rng.integers(5, 90)))
            self.book.publish(copied(page, how, source, later.isoformat(), self.rng), first)


def regime(raid: PlantedRaid, weapon: Weapon) -> str:
    """How the defender's summaries count on that date; the same calendar as data/reporting_rules.toml."""
    if raid.attacker == "UA":
        return "kills_only"
    if raid.day >= "2026-08-13" and weapon.class_ == "ballistic_missile":
        return "withheld"
    return "kills_only" if raid.day <= "2024-07-09" else "separate" if raid.day <= "2025-07-23" else "merged"


def label(weapon: Weapon) -> str:
    """The weapon's key in wording.py."""
    return (weapon.models or (weapon.class_,))[0]


def instant(day: str, hour: int, minute: int = 0, later: int = 0) -> str:
    """A moment of publication."""
    return f"{(dt.date.fromisoformat(day) + dt.timedelta(days=later)).isoformat()}T{hour:02}:{minute:02}:00+03:00"


def window(raid: PlantedRaid) -> tuple[When, Said]:
    """The declared period of a raid and how it is said."""
    if raid.slot == "night":
        return b.hours(raid.day, 18, raid.last_hour, eve=1), when_said("night", raid.day)
    hours = (raid.first_hour, raid.last_hour)
    return b.hours(raid.day, *hours), when_said("day", raid.day, hours)


def figure(
    raid: PlantedRaid, kind: str, weapon: Weapon, count: int, told: tuple[When | None, Said], **more: Any
) -> Line:
    """A line with a count of weapons; shot_down, suppressed and either are ways of intercepting."""
    target = "UA" if raid.attacker == "RU" else "RU"
    key, about, fault = more.pop("key", kind), more.pop("about", raid.key), more.pop("fault", "")
    fields = {
        "kind": "launched" if kind == "launched" else "intercepted",
        "how": None if kind == "launched" else kind,
        "weapon": weapon,
        "count": number(count, "weapons"),
        "when": told[0],
        "places": (COUNTRIES[target], LAUNCH) if raid.attacker == "RU" else (COUNTRIES[target],),
        "attacker": raid.attacker,
    }
    values: dict[str, Said] = {"n": count, "weapon": named(wording.WEAPONS, label(weapon)), "when": told[1]}
    variant, place = more.pop("variant", 0), more.pop("place", None)
    if place is not None:
        values["oblast"] = place
    return Line(key, variant, values, about=about, fault=fault, fields={**fields, **more})


def tell_raids(truth: Truth, t: Telling) -> None:
    """All reports about raids."""
    for raid in truth.raids:
        _national(raid, t)
        for _ in range(int(t.rng.poisson(t.habits.outlets))):
            _retold(raid, t)
        if raid.regions and t.chance(t.habits.regional):
            _regional(raid, t)
    _whole_days(truth, t)
    if t.habits.recaps:
        _weeks(truth, t)
        _since(truth, t)


def ways(raid: PlantedRaid, salvo: Salvo) -> list[tuple[str, int]]:
    """What the defender tells of one weapon: how it was stopped and how many."""
    rule = regime(raid, salvo.weapon)
    if rule == "separate":
        return [("shot_down", salvo.shot_down), ("suppressed", salvo.suppressed)]
    return [("either", salvo.stopped)] if rule == "merged" else [("shot_down", salvo.shot_down)]


def _national(raid: PlantedRaid, t: Telling) -> None:
    """The defender's summary, at times after an early part and an error of its own."""
    if raid.attacker == "UA" and t.chance(t.habits.pieces):
        _by_hours(raid, t)
        return
    source, language = NATIONAL[raid.attacker], "uk" if raid.attacker == "RU" else "ru"
    hour = raid.last_hour + 1
    if raid.slot == "night" and t.chance(t.habits.partial):
        page = Page(source, instant(raid.day, 1, 30), language)
        early = b.hours(raid.day, 18, 1, eve=1)
        share = raid.drones().shot_down // 3
        page.say(figure(raid, "shot_down", raid.drones().weapon, share, (early, when_said("part", raid.day, (0, 1)))))
        t.put(page, 2)
    if t.chance(t.habits.corrected):
        _summary(raid, t, Page(source, instant(raid.day, hour), language), wrong=True)
        hour += 2
    _summary(raid, t, Page(source, instant(raid.day, hour, 30), language), wrong=False)


def _summary(raid: PlantedRaid, t: Telling, page: Page, *, wrong: bool) -> None:
    told = window(raid)
    variant = int(t.rng.integers(3))
    for salvo in raid.salvos:
        _salvo(raid, salvo, t, page, (told, variant, wrong and salvo is raid.drones()))
    numbered = all(t.expected.get((raid.key, label(s.weapon), "launched")) == s.launched for s in raid.salvos)
    if raid.attacker == "RU" and len(raid.salvos) > 1 and numbered and not wrong and t.chance(t.habits.totals):
        page.say(figure(raid, "launched", TOTAL, sum(s.launched for s in raid.salvos), told, variant=variant))
    t.put(page)


def _salvo(raid: PlantedRaid, salvo: Salvo, t: Telling, page: Page, how: tuple[tuple[When, Said], int, bool]) -> None:
    told, variant, wrong = how
    name = (raid.key, label(salvo.weapon))
    if regime(raid, salvo.weapon) == "withheld":
        page.say(_mute(raid, salvo, told, "withheld"))
        t.expected[(*name, "launched")] = "withheld"
        return
    if salvo is not raid.drones() and t.chance(t.habits.unnumbered):
        page.say(_mute(raid, salvo, told, "used"))
        t.expected.setdefault((*name, "launched"), "unnumbered")
        return
    off, fault = (3, "history") if wrong else (0, "")
    if raid.attacker == "RU":
        line = figure(raid, "launched", salvo.weapon, salvo.launched + off, told, variant=variant, fault=fault)
        page.say(line)
        t.expected[(*name, "launched")] = salvo.launched
    stopped = ways(raid, salvo)
    for kind, count in stopped:
        page.say(figure(raid, kind, salvo.weapon, count, told, variant=variant))
        t.expected[(*name, kind)] = count
    t.expected[(*name, "intercepted")] = sum(count for _, count in stopped)


def _mute(raid: PlantedRaid, salvo: Salvo, told: tuple[When, Said], key: str) -> Line:
    """A weapon that is named without a number, or whose number is withheld."""
    low = 1 if key == "used" else None
    form = "unnumbered" if key == "used" else "withheld"
    line = figure(raid, "launched", salvo.weapon, 0, told, key=key)
    return Line(
        key, 0, line.values, raid.key, "", {**(line.fields or {}), "count": number((low, None, form), "weapons")}
    )


def _by_hours(raid: PlantedRaid, t: Telling) -> None:
    """A night told in pieces that follow one another, each by its hours; nobody gives the whole."""
    drones = raid.drones()
    first = int(t.rng.binomial(drones.shot_down, 0.4))
    pieces = [((20, 0), first, instant(raid.day, 0, 40)), ((0, 7), drones.shot_down - first, instant(raid.day, 7, 40))]
    for (begin, end), count, published in pieces:
        page = Page("ru-defence-ministry", published, "ru")
        hours = b.hours(raid.day, begin, end or 0, eve=1 if begin else 0)
        told = (hours, when_said("day", raid.day, (begin, end)))
        page.say(figure(raid, "shot_down", drones.weapon, count, told, variant=int(t.rng.integers(3))))
        t.put(page, 2)
    t.expected[raid.key, label(drones.weapon), "intercepted"] = drones.shot_down


def _retold(raid: PlantedRaid, t: Telling) -> None:
    """A newsroom's report: some of the figures, at times a class instead of a model, no date, or a wrong number."""
    source, language = OUTLETS[int(t.rng.integers(len(OUTLETS)))]
    page = Page(source, instant(raid.day, min(raid.last_hour + 3 + int(t.rng.integers(6)), 23), 15), language)
    speaker = SPEAKERS[raid.attacker] if t.chance(t.habits.attributed) else None
    salvo = raid.salvos[int(t.rng.integers(len(raid.salvos)))]
    if t.expected.get((raid.key, label(salvo.weapon), "intercepted")) is None:
        return
    only = sum(s.weapon.class_ == salvo.weapon.class_ for s in raid.salvos) == 1
    weapon = Weapon(class_=salvo.weapon.class_) if only and t.chance(0.5) else salvo.weapon
    told: tuple[When | None, Said] = window(raid)
    if raid.slot == "night":
        told = (b.overnight(raid.day), told[1])
    floating = t.chance(t.habits.floats)
    if floating:
        told = (b.undated(page.published[:10]), when_said("recent", raid.day))
    wrong = not floating and t.chance(t.habits.wrong)
    more = {"speaker": speaker, "background": floating, "variant": int(t.rng.integers(3))}
    if raid.attacker == "RU":
        page.say(figure(raid, "launched", weapon, salvo.launched, told, **more))
    off, fault = (2 + int(t.rng.integers(5)), "dispute") if wrong else (0, "")
    for kind, count in ways(raid, salvo)[: 1 if wrong else None]:
        page.say(figure(raid, kind, weapon, count + off, told, fault=fault, **more))
    t.put(page)


def _regional(raid: PlantedRaid, t: Telling) -> None:
    """Regions tell what was shot down over them: parts of the country's figure."""
    for code, count in raid.regions:
        if raid.attacker == "RU":
            source, language = COMMANDS[int(t.rng.integers(len(COMMANDS)))], "uk"
        else:
            source, language = "ru-governors", "ru"
        over = Place(name=code, kind="oblast", oblast=code, role="over")
        page = Page(source, instant(raid.day, min(raid.last_hour + 1, 23), 10), language)
        line = figure(
            raid, "shot_down", raid.drones().weapon, count, window(raid), key="over", places=(over,), place=code
        )
        page.say(line)
        t.put(page, 2)


def _whole_days(truth: Truth, t: Telling) -> None:
    """All drones of a date in one figure: its night and its day together where both were told."""
    for day in sorted({raid.day for raid in truth.raids}):
        raids = [raid for raid in truth.raids if raid.day == day and raid.attacker == "RU"]
        if not raids or not t.chance(t.habits.staff):
            continue
        about = raids[0].key if len(raids) == 1 else f"whole/{day}"
        count = sum(raid.drones().launched for raid in raids)
        page = Page("ua-general-staff", instant(day, 22), "uk")
        told = (b.on(day), when_said("on", day))
        page.say(figure(raids[0], "launched", raids[0].drones().weapon, count, told, about=about))
        t.put(page, 2)


def _weeks(truth: Truth, t: Telling) -> None:
    """A recap each Sunday of the week that it ends."""
    for day in sorted({raid.day for raid in truth.raids}):
        last = dt.date.fromisoformat(day)
        first = last - dt.timedelta(days=6)
        week = [r for r in truth.raids if r.attacker == "RU" and first.isoformat() <= r.day <= day]
        if last.weekday() != 6 or len({raid.day for raid in week}) < 7:
            continue
        count = sum(raid.drones().launched for raid in week)
        page = Page("ua-president", instant(day, 21), "uk")
        told = (b.when(whole_days(first, last)), when_said("on", day))
        page.say(figure(week[0], "launched", DRONE, count, told, key="week", about=f"week/{day}"))
        t.put(page, 2)


def _since(truth: Truth, t: Telling) -> None:
    """Totals since the beginning of the war, now and then."""
    beginning = full_scale_day(1)
    for number_, raid in enumerate(r for r in truth.raids if r.attacker == "RU"):
        if number_ % 9 == 4:
            page = Page("ua-general-staff", instant(raid.day, 20), "uk")
            told = (b.when(whole_days(beginning, parse_date(raid.day))), when_said("on", raid.day))
            about = f"since/{raid.day}/{number_}"
            page.say(figure(raid, "launched", DRONE, 60_000 + number_, told, key="since", about=about, background=True))
            t.put(page, 2)
