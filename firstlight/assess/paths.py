"""Joint night bootstrap: possible futures of launches, night by night, all groups together.

Whole past nights are drawn with weight 0.5^(age / half-life), so that what comes together stays together; each path
has an error of the level and a weekly random walk of it, both on the logarithm and apart for each group; a trend of
the past weeks is carried on in part for the groups that have one (docs/methods.md, "Forecast").
Where a drawn night tells nothing of a group, another night's number of that group stands in for it, from a night of
the same third by the size of its other groups; the level has then walked on since the last night on which the group
was known, so that silence widens the forecast and never lowers it.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from firstlight.assess.settings import Bootstrap, ForecastSettings
from firstlight.assess.volume import Array, Volume
from firstlight.model import Record

WEEK = 7
_STREAM = 1  # of the seed
_BINS = 3
_MOST_LOG = 6.0  # a level is never multiplied by more than e^6
_FULL_WEEK = 4  # nights known of a week from which its sum is made
_LEAST_TREND = 13  # weeks without which there is no trend
_SHORT = 1.0  # most that a short record widens the level by (sd of the logarithm)

Whole = NDArray[np.int32]
Indices = NDArray[np.int64]


class Paths(Record, frozen=True, kw_only=True, eq=False):
    """`launched`: (paths, nights, groups); a group that cannot be forecast is all zeros and not in `live`."""

    groups: tuple[str, ...]
    live: tuple[str, ...]
    launched: Whole

    def of(self, group: str) -> Whole:
        """(paths, nights) of one group."""
        found: Whole = self.launched[:, :, self.groups.index(group)]
        return found


class _Level(Record, frozen=True, kw_only=True, eq=False):
    """What one group's future is made from."""

    weights: Array  # by night; 0 where nothing is known
    shift: float  # log of the level over that of the drawn nights
    sd: float  # of the level's error
    gap_weeks: float  # since the last night known
    drift: float  # log per week


def live_groups(volume: Volume, settings: Bootstrap) -> tuple[str, ...]:
    """The groups with enough nights known and at least one launch."""
    enough = (~np.isnan(volume.launched)).sum(axis=0) >= settings.fewest_nights
    some = np.nansum(volume.launched, axis=0) > 0
    return tuple(name for name, ok in zip(volume.groups, enough & some, strict=True) if ok)


def paths(volume: Volume, settings: ForecastSettings, weeks: int, count: int, seed: int) -> Paths:
    """`count` futures of `weeks` weeks from the night after the volume's last, whole numbers of weapons.

    The same arguments give the same numbers. No future at all where no group is live.
    """
    boot = settings.bootstrap
    live = live_groups(volume, boot)
    nights = weeks * WEEK
    made: Whole = np.zeros((count, nights, len(volume.groups)), dtype=np.int32)
    if not live:
        return Paths(groups=volume.groups, live=(), launched=made)
    rng = np.random.default_rng([seed, _STREAM])
    columns = [volume.groups.index(name) for name in live]
    past = volume.launched[:, columns]
    known = ~np.isnan(past)
    any_known = np.flatnonzero(known.any(axis=1))
    ages = any_known[-1] - np.arange(len(past))
    draws = np.where(known.any(axis=1) & (ages >= 0), 0.5 ** (ages / boot.half_life_nights), 0.0)
    drawn = _choose(draws, rng.random((count, nights)))
    levels = [_level(past[:, at], name, settings) for at, name in enumerate(live)]
    for at, (column, level) in enumerate(zip(columns, levels, strict=True)):
        raw = past[drawn, at]
        missing = np.isnan(raw)
        if missing.any():
            others = np.delete(past, at, axis=1)
            raw[missing] = past[_stand_ins(drawn[missing], others, draws, level.weights, rng), at]
        factor = np.exp(np.minimum(_walk(level, boot, weeks, count, rng), _MOST_LOG))
        scaled = raw * np.repeat(factor, WEEK, axis=1)
        made[:, :, column] = np.floor(scaled + rng.random(scaled.shape)).astype(np.int32)
    return Paths(groups=volume.groups, live=live, launched=made)


def _level(past: Array, group: str, settings: ForecastSettings) -> _Level:
    boot = settings.bootstrap
    known = np.flatnonzero(~np.isnan(past))
    ages = known[-1] - known
    near, slow = (0.5 ** (ages / life) for life in (boot.half_life_nights, settings.level_half_life_nights[group]))
    numbers = past[known]
    base, level = float(near @ numbers / near.sum()), float(slow @ numbers / slow.sum())
    weights = np.zeros(len(past))
    weights[known] = near
    spread = float(slow @ (numbers - level) ** 2 / slow.sum()) / max(level, 1e-9) ** 2
    step = 0.5 ** (1 / settings.level_half_life_nights[group])
    short = spread * max(0.0, (slow**2).sum() / slow.sum() ** 2 - (1 - step) / (1 + step))
    return _Level(
        weights=weights,
        shift=math.log(level / base) if base > 0 and level > 0 else 0.0,
        sd=math.sqrt(boot.level_sd_log**2 + min(_SHORT, short)),
        gap_weeks=float(len(past) - 1 - known[-1]) / WEEK,
        drift=_drift(past[: known[-1] + 1], boot) if group in boot.drift_of else 0.0,
    )


def _drift(past: Array, boot: Bootstrap) -> float:
    """The share of the slope of log(1 + weekly launches) that is carried on, per week; 0 on a short record."""
    weeks = len(past) // WEEK
    blocks = past[len(past) - weeks * WEEK :].reshape(weeks, WEEK)[-boot.drift_weeks :]
    told = (~np.isnan(blocks)).sum(axis=1)
    usable = np.flatnonzero(told >= _FULL_WEEK)
    if usable.size < _LEAST_TREND:
        return 0.0
    sums = np.nansum(blocks[usable], axis=1) * WEEK / told[usable]
    slope = float(np.polyfit(usable, np.log1p(sums), 1)[0])
    return boot.drift_share * float(np.clip(slope, -boot.drift_most_log_per_week, boot.drift_most_log_per_week))


def _walk(level: _Level, boot: Bootstrap, weeks: int, count: int, rng: Generator) -> Array:
    """(paths, weeks): the logarithm by which drawn nights are multiplied.

    The error of the level keeps the mean (minus half its variance); what was walked in silence keeps the median, and a
    falling trend is not carried on through silence: silence is never fewer launches.
    """
    error = rng.normal(0.0, level.sd, (count, 1)) - level.sd**2 / 2
    silence = rng.normal(0.0, boot.weekly_sd_log, (count, 1)) * math.sqrt(level.gap_weeks)
    steps = np.cumsum(rng.normal(0.0, boot.weekly_sd_log, (count, weeks)), axis=1)
    trend = level.drift * np.arange(1, weeks + 1) + max(0.0, level.drift) * level.gap_weeks
    found: Array = level.shift + error + silence + steps + trend
    return found


def _choose(weights: Array, chance: Array) -> Indices:
    """Indices drawn by weight, from uniform numbers of any shape."""
    kept = np.flatnonzero(weights > weights.max() * 1e-7)
    heap = np.cumsum(weights[kept])
    found: Indices = kept[np.minimum(np.searchsorted(heap, chance * heap[-1], side="right"), kept.size - 1)]
    return found


def _stand_ins(drawn: Indices, others: Array, draws: Array, weights: Array, rng: Generator) -> Indices:
    """Nights on which the group is known, one for each drawn night on which it is not, of the same third by size."""
    here, there = _thirds(others, draws), _thirds(others, weights)
    found = np.empty(drawn.size, dtype=np.int64)
    for third in range(_BINS):
        wanted = here[drawn] == third
        among = np.where(there == third, weights, 0.0)
        found[wanted] = _choose(among if among.any() else weights, rng.random(int(wanted.sum())))
    return found


def _thirds(others: Array, weights: Array) -> Indices:
    """Which third of the weighted nights each night is in, by its launches of the other groups over their mean."""
    filled = np.nan_to_num(others)
    means = (weights[:, None] * filled).sum(axis=0) / max(weights.sum(), 1e-12)
    size = (filled / np.where(means > 0, means, np.inf)).sum(axis=1)
    order = np.argsort(size, kind="stable")
    below = np.empty(len(size))
    below[order] = np.cumsum(weights[order]) - weights[order] / 2
    found: Indices = np.minimum((below / max(weights.sum(), 1e-12) * _BINS).astype(np.int64), _BINS - 1)
    return found
