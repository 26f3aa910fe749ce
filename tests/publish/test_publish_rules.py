"""Embargo: nothing is public before the delay of its rule has passed, whatever the zone, the clock or the order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest

from firstlight.catalog import catalog
from firstlight.publish import due, rules_of, ruling
from firstlight.publish.rules import Rule

CASES = 100_000
RULES = rules_of(catalog())
TABLE = catalog().toml("publication_rules.toml")
OBJECTS = ["apartment_building", "hospital", "energy", "military", "port", "other", "something_new", "school", "gas"]
PLACES: list[tuple[str, ...]] = [(), ("UA-30",), ("UA-63",), ("RU-BEL",), ("UA",), ("XX-1",)]


def slowest(kind: str, places: tuple[str, ...], day: str) -> float:
    """The hours that must have passed at least: worked out apart from the rules' own code, from the file alone."""
    hours = []
    for rule in TABLE.values():
        if kind not in rule["about"].get("objects", []):
            continue
        if rule["start"] > day or (rule["end"] and day > rule["end"]):
            continue
        here = {place[:2] for place in places} | set(places) | {"*"}
        if not places or here.intersection(rule["jurisdiction"]):
            hours.append(float(rule["delay_hours"]))
    return max(hours) if hours else max(float(rule["delay_hours"]) for rule in TABLE.values())


def test_nothing_is_public_early() -> None:
    """In 100,000 cases of kinds, places, zones and clocks, at the boundary and a second beside it, nothing is early and
    nothing is late."""
    drawn = np.random.default_rng(20240329)
    begin = datetime(2022, 3, 1, tzinfo=UTC)
    early = late = 0
    number = CASES // 4
    ends = drawn.integers(0, 4 * 365 * 86_400, size=number)
    zones = drawn.integers(-12, 15, size=(number, 2))
    kinds, places = drawn.integers(0, len(OBJECTS), size=number), drawn.integers(0, len(PLACES), size=number)
    for end, zone, kind, place in zip(ends, zones, kinds, places, strict=True):
        ended = (begin + timedelta(seconds=int(end))).astimezone(timezone(timedelta(hours=int(zone[0]))))
        day = (ended.astimezone(UTC) + timedelta(hours=3)).date().isoformat()
        found = ruling("objects", OBJECTS[kind], ended.isoformat(), PLACES[place], RULES)
        least = ended + timedelta(hours=slowest(OBJECTS[kind], PLACES[place], day))
        for seconds in (-1, 0, 1, int(drawn.integers(-90_000, 90_000))):
            clock = (least + timedelta(seconds=seconds)).astimezone(timezone(timedelta(hours=int(zone[1]))))
            shown = due(found, clock.isoformat())
            early += shown and seconds < 0
            late += not shown and seconds >= 0
    assert early == 0 and late == 0


def test_what_no_rule_names_waits_longest_and_is_told_least() -> None:
    """A kind that no rule names takes the longest delay of all rules, no number and no settlement."""
    found = ruling("objects", "something_new", "2024-03-28T00:00:00+02:00", ("UA-63",), RULES)
    longest = max(rule.delay_hours for rule in RULES)
    ended = datetime.fromisoformat("2024-03-28T00:00:00+02:00")
    assert datetime.fromisoformat(found.until) == ended + timedelta(hours=longest)
    assert found.show == "category" and found.place == "oblast"


def test_the_strictest_rule_wins() -> None:
    """Where two rules hold, the smaller of what they show counts, and the later of their delays."""
    kyiv = ruling("objects", "hospital", "2024-03-28T00:00:00+02:00", ("UA-30",), RULES)
    other = ruling("objects", "hospital", "2024-03-28T00:00:00+02:00", ("UA-63",), RULES)
    unknown = ruling("objects", "hospital", "2024-03-28T00:00:00+02:00", (), RULES)
    assert (kyiv.show, other.show, unknown.show) == ("never", "full", "never")
    assert kyiv.until > other.until and unknown.until == kyiv.until


def test_a_rule_holds_from_its_day_to_its_day() -> None:
    """A rule that is not in force yet, or no longer, says nothing; one in force on the Kyiv day does."""
    rule = Rule(
        id="summer",
        about={"objects": ("house",)},
        show="never",
        place="oblast",
        delay_hours=48,
        jurisdiction=("*",),
        start="2024-06-01",
        end="2024-08-31",
        source="assumed",
        read="2026-01-01",
        reviewer="nobody",
    )
    for day, shown in (
        ("2024-05-31", "full"),
        ("2024-06-01", "never"),
        ("2024-08-31", "never"),
        ("2024-09-01", "full"),
    ):
        assert ruling("objects", "house", f"{day}T12:00:00+03:00", ("UA-63",), (*RULES, rule)).show == shown


@pytest.mark.parametrize("kind", ["military", "energy", "gas", "water", "critical_infrastructure"])
def test_what_must_never_be_told_is_not(kind: str) -> None:
    """Military objects and energy targets are never public, at any time and anywhere."""
    for place in PLACES:
        assert ruling("objects", kind, "2024-03-28T00:00:00+02:00", place, RULES).show == "never"
