"""Planted worlds: wars whose truth is known, so that what is made of their reports can be held against it.

`world` is a whole war with all that is published about it (planted.py: what happens; telling_*.py: how it is told;
wording.py: the sentences). `war` and `launches` are bare numbers of raid-nights, for estimates.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from firstlight.assess.series import RaidNight
from firstlight.assess.volume import Volume
from firstlight.model import Raid, RaidLine, Record, Report, Statement, Value, Weapon, When
from firstlight.when import night
from tests.truth.pages import Book
from tests.truth.planted import Size, Truth, plant
from tests.truth.telling_incidents import tell_incidents, tell_packages
from tests.truth.telling_raids import Habits, Telling, tell_raids

FIRST = dt.date(2025, 8, 1)  # one reporting rule holds from here on


class World(Record, frozen=True, kw_only=True):
    """A war, its reports, and what only its maker knows: what each statement speaks of and which are wrong."""

    truth: Truth
    reports: dict[str, Report]
    statements: dict[str, Statement]
    about: dict[str, str]  # statement to planted thing
    faults: dict[str, str]  # wrong statement to "dispute" (contradicts its betters) or "history" (replaced later)
    original: dict[str, str]  # report to the report that it copies
    expected: dict[tuple[str, str, str], int | str]  # (thing, weapon or group, kind) to what can be known of it


def world(rng: Generator, size: Size | None = None, habits: Habits | None = None) -> World:
    """A war and its reports, the same for the same generator."""
    truth = plant(rng, size)
    telling = Telling(book=Book(), rng=rng, habits=habits or Habits(), expected={})
    tell_raids(truth, telling)
    tell_incidents(truth, telling)
    tell_packages(truth, telling)
    book = telling.book
    return World(
        truth=truth,
        reports=book.reports,
        statements=book.statements,
        about=book.about,
        faults=book.faults,
        original=book.original,
        expected=telling.expected,
    )


class War(Record, frozen=True, kw_only=True):
    """Nights of one group with the rate and correlation they were drawn from."""

    mean: float
    icc: float
    launched: tuple[int, ...]
    stopped: tuple[int, ...]


def war(rng: Generator, nights: int, mean: float, icc: float, size: float = 12.0) -> War:
    """A war of some raid-nights: sizes are 1 + a geometric number, and each raid has a chance of its own."""
    spread = (1 - icc) / icc
    launched = 1 + rng.geometric(1 / size, nights)
    chance = rng.beta(mean * spread, (1 - mean) * spread, nights)
    stopped = rng.binomial(launched, chance)
    return War(mean=mean, icc=icc, launched=tuple(map(int, launched)), stopped=tuple(map(int, stopped)))


def from_prior(rng: Generator, nights: int) -> War:
    """A war whose rate and correlation come from the priors of docs/methods.md."""
    logits = rng.normal([0.0, -2.0], [2.0, 1.0])
    mean, icc = 1 / (1 + np.exp(-logits))
    return war(rng, nights, float(np.clip(mean, 1e-4, 1 - 1e-4)), float(icc))


def raids(planted: War, weapon: Weapon, group: str) -> tuple[Raid, ...]:
    """The war as raids of a ledger, one a night."""
    made = []
    for day, numbers in enumerate(zip(planted.launched, planted.stopped, strict=True)):
        date = FIRST + dt.timedelta(days=day)
        launched, stopped = (Value(state="known", low=one, best=one, high=one, rule="told") for one in numbers)
        start, end, precision = night(date).iso()
        made.append(
            Raid(
                id=f"raid:{group}:{date}",
                attacker="RU",
                target="UA",
                night=date.isoformat(),
                period=When(start=start, end=end, precision=precision),
                lines=(RaidLine(weapon=weapon, group=group, launched=launched, intercepted=stopped),),
            )
        )
    return tuple(made)


def raid_nights(*wars: War) -> list[RaidNight]:
    """The nights of some wars, one after another, as a rate may use them."""
    pairs = [pair for planted in wars for pair in zip(planted.launched, planted.stopped, strict=True)]
    return [
        RaidNight(
            night=(FIRST + dt.timedelta(days=day)).isoformat(),
            group="drone",
            launched=many,
            stopped=some,
            shot_down=some,
        )
        for day, (many, some) in enumerate(pairs)
    ]


def launches(rng: Generator, nights: int, weekly_sd: float = 0.15) -> Volume:
    """Nights of three groups that come together: drones each night, missiles on one night in four, on large ones.

    The level of each group walks at random from week to week, as the forecast assumes that it does.
    """
    weeks = -(-nights // 7)
    level = np.exp(np.repeat(np.cumsum(rng.normal(0, weekly_sd, (weeks, 3)), axis=0), 7, axis=0)[:nights])
    large = rng.random(nights) < 0.25
    means = np.stack([np.where(large, 220, 90), np.where(large, 18, 0.0), np.where(large, 4, 0.5)], axis=1)
    sizes = rng.gamma(3.0, means * level / 3.0)
    return volume_of(rng.poisson(sizes).astype(np.float64))


def volume_of(launched: NDArray[np.float64]) -> Volume:
    """Launches by night of drones, cruise and ballistic missiles, from the first night of the world on."""
    return Volume(first=FIRST, groups=("drone", "cruise", "ballistic"), launched=launched)
