"""A planted war in which ballistic figures are withheld from a day on: silence is not taken for fewer or for none."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

import numpy as np
import pytest

from firstlight.assess import AssessOptions, assess, to_json
from firstlight.catalog import catalog
from firstlight.model import LedgerState, Raid, RaidLine, Value, Weapon, When
from firstlight.when import night

WITHHELD_FROM = next(rule.start for rule in catalog().reporting_rules if rule.effect == "withheld")
LAST = dt.date.fromisoformat(WITHHELD_FROM) + dt.timedelta(days=55)
NIGHTS = 360
WITHHELD = Value(state="withheld")
DRONE = Weapon(class_="drone", model="shahed", models=("shahed",))
BALLISTIC = Weapon(class_="ballistic_missile", model="iskander-m", models=("iskander-m",))


def known(number: int) -> Value:
    """A number that is told."""
    return Value(state="known", low=number, best=number, high=number, rule="told")


@cache
def planted() -> tuple[Raid, ...]:
    """A raid a night, told by the Air Force: drones of which 85 % are stopped, ballistic missiles of which 25 % are.

    Ballistic figures are withheld from the day of the rule on; the missiles went on as before.
    """
    rng = np.random.default_rng(1)
    raids = []
    for back in range(NIGHTS - 1, -1, -1):
        date = LAST - dt.timedelta(days=back)
        drones, missiles = int(rng.poisson(rng.gamma(4, 25))), int(rng.poisson(rng.gamma(1, 2)))
        hidden = date.isoformat() >= WITHHELD_FROM
        missile = (WITHHELD, WITHHELD) if hidden else (known(missiles), known(int(rng.binomial(missiles, 0.25))))
        start, end, precision = night(date).iso()
        raids.append(
            Raid(
                id=f"raid:{date}",
                attacker="RU",
                target="UA",
                night=date.isoformat(),
                period=When(start=start, end=end, precision=precision),
                lines=(
                    RaidLine(
                        weapon=DRONE,
                        group="drone",
                        launched=known(drones),
                        intercepted=known(int(rng.binomial(drones, 0.85))),
                    ),
                    RaidLine(weapon=BALLISTIC, group="ballistic", launched=missile[0], intercepted=missile[1]),
                ),
                sources=("ua-air-force",),
            )
        )
    return tuple(raids)


@cache
def assessed(end: str) -> dict[str, Any]:
    """The object of an assessment up to a night."""
    options = AssessOptions(end=end, paths=4000, weeks=8)
    return to_json(assess(LedgerState(raids=planted()), {}, {}, catalog(), options))


def before() -> dict[str, Any]:
    """As known on the last night before figures were withheld."""
    return assessed((dt.date.fromisoformat(WITHHELD_FROM) - dt.timedelta(days=1)).isoformat())


def after() -> dict[str, Any]:
    """As known after eight weeks of withheld figures."""
    return assessed(LAST.isoformat())


def test_the_rate_stops_and_says_since_when() -> None:
    """No ballistic raid-night after the rule enters the rate, and a note names the date."""
    assert after()["rates"]["ballistic"]["raids"] == before()["rates"]["ballistic"]["raids"]
    assert any(WITHHELD_FROM in note and "no rate" in note for note in after()["data"]["notes"])
    later = assess(
        LedgerState(raids=planted()), {}, {}, catalog(), AssessOptions(start=WITHHELD_FROM, end=LAST.isoformat())
    )
    assert [rate.group for rate in later.rates] == ["drone"]


def test_the_forecast_goes_on_from_the_last_known_night_wider_and_not_lower() -> None:
    """Eight weeks of silence leave the median, widen both ends, and the planted number stays inside."""
    old, new = (found["forecast"]["groups"]["ballistic"]["total"] for found in (before(), after()))
    assert new["best"] == pytest.approx(old["best"], rel=0.1)
    assert new["low"] < old["low"]
    assert new["high"] > 1.1 * old["high"]
    assert new["likely"]["low"] < 56 * 2 < new["likely"]["high"]
    group = after()["forecast"]["groups"]["ballistic"]
    assert (group["last_known"] < WITHHELD_FROM, group["since_then"], group["nights_since"]) == (True, "withheld", 56)
    assert any("withheld" in note and "not taken for fewer" in note for note in after()["forecast"]["notes"])


def test_drones_of_the_same_nights_are_known() -> None:
    """Only what is withheld is unknown: drones are forecast from the last night."""
    group = after()["forecast"]["groups"]["drone"]
    assert (group["last_known"], group["since_then"]) == (LAST.isoformat(), "told")


def test_the_need_does_not_stop_and_says_how_much_rests_on_silence() -> None:
    """Rounds against ballistic missiles are still needed, and their share of launches, leakers and harm is told."""
    old, new = (found["need"]["per_week"]["ballistic"]["doctrines"]["two"]["rounds"] for found in (before(), after()))
    assert new["best"] == pytest.approx(old["best"], rel=0.1)
    assert new["high"] > old["high"]
    unseen = after()["need"]["unseen"]
    assert unseen["groups"] == ["ballistic"]
    assert 0.005 < unseen["launches"]["best"] < 0.05
    assert unseen["leakers"]["low"] < 1.5 / (1.5 + 15) < unseen["leakers"]["high"]
    assert unseen["casualties"]["best"] > unseen["leakers"]["best"] > unseen["launches"]["best"]
    assert any("rest on what was last known" in note for note in after()["need"]["notes"])
    assert before()["need"]["unseen"] == {"groups": []}


def test_harm_of_withheld_nights_is_a_floor_and_says_so() -> None:
    """What ballistic missiles cost on withheld nights is not in the figure of the period, and the note names them."""
    assert any("ballistic missiles" in note and "floor" in note for note in after()["harm"]["notes"])
    assert not any("floor" in note for note in before()["harm"]["notes"])
