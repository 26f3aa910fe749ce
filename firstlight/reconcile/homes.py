"""Where one statement belongs, seen by itself: attack, incident, package or aside, and by which date and place."""

from __future__ import annotations

from collections.abc import Set
from datetime import timedelta
from typing import Any, Literal

import msgspec

from firstlight.catalog import Catalog
from firstlight.model import Place, Record, Report, Statement
from firstlight.reconcile.sides import attacker_of, city_of, region, site, spot, target_of, targets
from firstlight.reconcile.spans import Span, next_day, span
from firstlight.reconcile.voices import Voice

Room = Literal["raid", "incident", "package", "aside"]

FIGURES = frozenset({"launched", "intercepted", "airborne", "left"})
IMPACTS = frozenset({"hit", "debris"})
HARM = frozenset({"killed", "injured", "missing"})
BRIEFED = "kept for the briefing"
OVER_LONG = "covers more than a week (since the beginning, a season or a month): kept, added to nothing"
UNCERTAIN = {"denied": "denied by its speaker: counts for nothing", "possible": "conditional or future: not an act yet"}
INSTANT = timedelta(minutes=1)  # a window no longer than this says when weapons were counted, not when they flew
LOST = "its report is not in the ledger"


class Origin(Record, frozen=True, kw_only=True):
    """What a statement's own words say of its place, from which ids are made; `line` of its report for a float."""

    attacker: str
    target: str
    day: str
    slot: str
    town: str
    spot: str
    region: str = ""
    line: str = ""


class Home(Record, frozen=True, kw_only=True):
    """Where a statement lives. `day` "" until a floating statement is placed; `apart` sets it off by decision."""

    statement: str
    room: Room
    attacker: str = ""
    target: str = ""
    day: str = ""  # Kyiv date
    slot: str = ""  # night, day, whole, week
    region: str = ""  # "" is the whole country
    place: Place | None = None
    spot: str = ""
    city: Place | None = None  # of which the place is a district
    apart: str = ""
    floating: bool = False  # dated by evidence, or not at all
    score: float = 1.0
    reason: str = ""
    first: Origin | None = None  # where it was before anything moved it; None where nothing did
    tags: tuple[str, ...] = ()  # by which decisions set it apart, or once did
    also: tuple[str, ...] = ()  # ids of raids to which decisions moved it, or once did

    @property
    def town(self) -> str:
        """The key of its place, of the city where that is a district."""
        return spot(self.city) if self.city is not None else self.spot

    @property
    def origin(self) -> Origin:
        """Where the statement was before anything moved it."""
        if self.first is not None:
            return self.first
        where = {"attacker": self.attacker, "target": self.target, "town": self.town, "spot": self.spot}
        return Origin(day=self.day, slot=self.slot, region=self.region, **where)

    @property
    def partition(self) -> str:
        """The key of the partition that settles it."""
        return f"{self.attacker}/{self.day}" + ("~" if self.floating and not self.slot else "")


def aside(statement: str, published: str | None, reason: str) -> Home:
    """A home for what the ledger keeps and adds to nothing."""
    return Home(statement=statement, room="aside", attacker="aside", day=(published or "undated")[:10], reason=reason)


def home_of(statement: Statement, report: Report, speaking: Voice, others: Set[str], catalog: Catalog) -> Home:
    """The home of a statement by its own words; `floating` and without a day where the page does not date it."""
    if statement.kind in ("meeting", "response"):
        return aside(statement.id, report.published, BRIEFED)
    if statement.kind in ("supply", "shortage"):
        item = statement.supply.item if statement.supply else "other"
        return Home(statement=statement.id, room="package", attacker="supply", day=item)
    if statement.certainty in UNCERTAIN:
        return aside(statement.id, report.published, UNCERTAIN[statement.certainty])
    window = span(statement.when) if statement.when else None
    if window and window.slot == "long":
        return aside(statement.id, report.published, OVER_LONG)
    attacker, known = attacker_of(statement, speaking, others, catalog)
    target = target_of(attacker, statement)
    floating = window is None or window.slot == "week"
    if _of_raid(statement, speaking):
        home = _raid_home(statement, speaking, attacker, target)
    else:
        place = site(statement, target)
        home = Home(statement=statement.id, room="incident", attacker=attacker, target=target)
        home = moved(home, place=place, spot=spot(place), city=city_of(place, catalog))
    if floating or window is None:
        return moved(home, floating=True)
    return _dated(home, window, known, speaking.dataset)


def _of_raid(statement: Statement, speaking: Voice) -> bool:
    if statement.kind in FIGURES:
        return True
    if statement.kind not in IMPACTS:
        return False
    local = any(place.kind in ("settlement", "facility", "raion", "area") for place in targets(statement))
    return speaking.dataset or not local


def _raid_home(statement: Statement, speaking: Voice, attacker: str, target: str) -> Home:
    part = region(statement, speaking)
    return Home(statement=statement.id, room="raid", attacker=attacker, target=target, region=part)


def _dated(home: Home, window: Span, known: str, dataset: bool) -> Home:
    day, slot = window.day, "night" if dataset and window.slot == "whole" else window.slot
    if home.room == "raid" and window.evening and window.length > INSTANT and not dataset:
        day, slot = next_day(day), "night"  # an evening's weapons are those of the night that begins with it
    score = (0.8 if window.slot == "whole" else 0.95) - (0.0 if known == "said" else 0.1)
    told = f"{window.start.isoformat(timespec='minutes')} to {window.end.isoformat(timespec='minutes')}"
    if home.room == "raid":
        what = f"its window {told} belongs to the {slot} of {day}, the period of the raid"
    else:
        name = home.place.name if home.place else ""
        what = f"its place {name} and its window {told} are those of the incident of {window.day}"
    attacker = f"attacker {home.attacker} {known}"
    return moved(home, day=day, slot=slot, score=round(score, 2), reason=f"{what}; {attacker}")


def moved(home: Home, **changes: Any) -> Home:
    """A copy of `home` with some fields changed."""
    return msgspec.structs.replace(home, **changes)


def displaced(home: Home, **changes: Any) -> Home:
    """A copy of `home` with some fields changed, which remembers where it was."""
    return msgspec.structs.replace(home, first=home.origin, **changes)
