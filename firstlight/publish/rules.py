"""Publication rules: dated data that says what may be made public, when, and how exactly. Deny by default."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Literal

import msgspec

from firstlight.catalog import Catalog
from firstlight.errors import CatalogError
from firstlight.model import Record

FILE = "publication_rules.toml"
ALL = "*"
SHOWS = ("never", "category", "full")  # strictest first
PLACES = ("oblast", "settlement")

About = Literal["objects", "utilities", "harm", "raids"]


class Rule(Record, frozen=True, kw_only=True):
    """One rule of data/publication_rules.toml."""

    id: str
    about: dict[About, tuple[str, ...]]
    show: Literal["never", "category", "full"]
    place: Literal["oblast", "settlement"]
    delay_hours: float
    jurisdiction: tuple[str, ...]
    start: str  # Kyiv date on which it comes into force
    end: str  # Kyiv date after which it is not, "" where open
    source: str
    read: str  # date on which its source was read
    reviewer: str


class Ruling(Record, frozen=True, kw_only=True):
    """What the rules say of one thing: what may be shown, how exactly, from when, and by which rules."""

    show: Literal["never", "category", "full"]
    place: Literal["oblast", "settlement"]
    until: str  # the instant before which nothing may be shown, UTC
    rules: tuple[str, ...]


@lru_cache(maxsize=8)
def rules_of(catalog: Catalog) -> tuple[Rule, ...]:
    """The rules of a catalogue; CatalogError where one has the wrong form or none stands for what no rule names."""
    try:
        rules = tuple(msgspec.convert({"id": key, **value}, Rule) for key, value in catalog.toml(FILE).items())
    except msgspec.ValidationError as error:
        raise CatalogError(f"data/{FILE}: {error}") from error
    if not any(ALL in rule.about.get("objects", ()) for rule in rules):
        raise CatalogError(f'data/{FILE}: no rule is about objects "{ALL}": what no rule names would have no delay')
    return rules


def ruling(about: About, kind: str, end: str, places: Sequence[str], rules: Sequence[Rule]) -> Ruling:
    """What `rules` say of a thing of one kind whose event ended, at the latest, at `end` (ISO 8601 with an offset).

    places: ISO 3166-2 codes of where it was, none where that is not known. What no rule names takes the
    rule about all objects and the longest delay of all.
    """
    ended = datetime.fromisoformat(end)
    day = (ended + timedelta(hours=3)).date().isoformat()  # Kyiv is two or three hours ahead: the later day
    there = {ALL, *places, *(place.partition("-")[0] for place in places)}
    everywhere = not places  # where it was is not known: every place's rule could apply
    named = [
        rule
        for rule in rules
        if kind in rule.about.get(about, ()) or (about != "objects" and ALL in rule.about.get(about, ()))
        if rule.start <= day and (not rule.end or day <= rule.end)
        if everywhere or there & set(rule.jurisdiction)
    ]
    unknown = not named
    if unknown:
        named = [rule for rule in rules if ALL in rule.about.get("objects", ())]
    hours = max(rule.delay_hours for rule in (rules if unknown else named))
    return Ruling(
        show=min((rule.show for rule in named), key=SHOWS.index),
        place=min((rule.place for rule in named), key=PLACES.index),
        until=(ended + timedelta(hours=hours)).astimezone(UTC).isoformat(timespec="seconds"),
        rules=tuple(sorted(rule.id for rule in named)),
    )


def due(ruled: Ruling, now: str) -> bool:
    """Whether a thing may be public at the instant `now`."""
    return datetime.fromisoformat(ruled.until) <= datetime.fromisoformat(now)
