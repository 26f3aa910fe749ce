"""The rate that holds now: old raids count less, and a raid's size may matter; and leakers of raids to come.

Model (docs/methods.md): k ~ BetaBinomial(n, mu, rho), logit mu = a + b (ln n - ln m), m the median size, each raid
weighted 0.5^(age / half-life); a ~ N(0, 2), b ~ N(0, 0.5), logit rho ~ N(-2, 1).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.special import expit

from firstlight.assess.chances import Array, log_beta_binomial
from firstlight.assess.paths import WEEK, Paths, Whole
from firstlight.assess.rates import ICC_PRIOR, MEAN_PRIOR
from firstlight.assess.sampling import sample
from firstlight.assess.series import RaidNight
from firstlight.assess.settings import ForecastSettings
from firstlight.assess.volume import Volume
from firstlight.model import Estimate, Record
from firstlight.when import parse_date

SIZE_PRIOR = (0.0, 0.5)  # of b: mean, standard deviation
DRAWS = 2000
_STREAM = 3
_TRACE = 1e-3  # a raid that weighs less is left out
_LEAST_ICC = 1e-6


class RecentRate(Record, frozen=True, kw_only=True, eq=False):
    """Posterior draws of one group's rate at the end of the record."""

    group: str
    level: Array  # a: the logit of the chance for a raid of median size
    size: Array  # b
    icc: Array  # rho
    median_size: float
    sizes: tuple[float, float]  # least and most seen; beyond them size changes nothing
    half_life: float
    last: str | None  # last raid-night used, None where none was

    def chance(self, launched: Array, level: Array, size: Array) -> Array:
        """The chance that a weapon of a raid of `launched` is stopped, at given a and b."""
        seen = np.clip(launched, *self.sizes)
        found: Array = expit(level + size * np.log(seen / self.median_size))
        return found


def recent_rate(group: str, nights: Sequence[RaidNight], settings: ForecastSettings, seed: int) -> RecentRate:
    """The rate of a group at its last rated night; the prior alone where there is none."""
    half_life = settings.rate_half_life_nights[group]
    rng = np.random.default_rng([seed, _STREAM, list(settings.rate_half_life_nights).index(group)])
    ordered = sorted(nights, key=lambda night: night.night)
    launched = np.array([night.launched for night in ordered], dtype=np.float64)
    stopped = np.array([night.stopped for night in ordered], dtype=np.float64)
    days = np.array([parse_date(night.night).toordinal() for night in ordered], dtype=np.float64)
    weights = 0.5 ** ((days.max(initial=0) - days) / half_life)
    used = weights > _TRACE
    pairs, place = np.unique(np.stack([launched[used], stopped[used]]), axis=1, return_inverse=True)
    weight: Array = np.bincount(place.ravel(), weights[used], minlength=pairs.shape[1]).astype(np.float64)
    median = _median(pairs[0], weight) if pairs.size else 1.0
    ratio = np.log(pairs[0] / median)

    def log_density(at: Array) -> Array:
        level, size, icc = at[:, 0, None], at[:, 1, None], np.maximum(expit(at[:, 2, None]), _LEAST_ICC)
        chance = np.clip(expit(level + size * ratio), 1e-9, 1 - 1e-9)
        fit = log_beta_binomial(pairs[1], pairs[0], chance, icc) @ weight
        priors = (MEAN_PRIOR, SIZE_PRIOR, ICC_PRIOR)
        prior = sum(((at[:, i] - mean) / sd) ** 2 for i, (mean, sd) in enumerate(priors))
        result: Array = fit - prior / 2
        return result

    found = sample(log_density, np.array([0.0, 0.0, ICC_PRIOR[0]]), DRAWS, rng)
    return RecentRate(
        group=group,
        level=found[:, 0],
        size=found[:, 1],
        icc=np.maximum(expit(found[:, 2]), _LEAST_ICC),
        median_size=median,
        sizes=(float(pairs[0].min()), float(pairs[0].max())) if pairs.size else (1.0, 1.0),
        half_life=half_life,
        last=ordered[-1].night if ordered else None,
    )


def estimates(found: RecentRate, *, invented: bool) -> tuple[Estimate, Estimate]:
    """The chance for a raid of median size now, and the effect of size."""
    what = f"beta-binomial, half-life {found.half_life:g} nights, raid of {found.median_size:g} weapons"
    return tuple(  # type: ignore[return-value]
        Estimate(low=low, best=best, high=high, method=what, invented=invented)
        for low, best, high in (np.quantile(draws, [0.025, 0.5, 0.975]) for draws in (expit(found.level), found.size))
    )


def leaker_paths(
    made: Paths, volume: Volume, rates: Mapping[str, RecentRate], settings: ForecastSettings, seed: int
) -> Whole:
    """Leakers of each path, night and group (the shape of `made.launched`).

    Each path has one draw of the rate, which walks from week to week, and from the last rated night to the first one
    forecast; each raid-night then has a chance of its own.
    """
    rng = np.random.default_rng([seed, _STREAM])
    leaked: Whole = np.zeros_like(made.launched)
    count, nights = made.launched.shape[:2]
    for group in made.live:
        column = made.groups.index(group)
        rate, launched = rates[group], made.launched[:, :, column]
        draw = np.arange(count) % rate.level.size
        gap = (volume.last - parse_date(rate.last)).days / WEEK if rate.last else 0.0
        walk = _walk(settings.rate_weekly_sd_logit[group], gap, (count, nights // WEEK), rng)
        path, night = np.nonzero(launched)
        many = launched[path, night]
        level = rate.level[draw[path]] + walk[path, night // WEEK]
        chance = rate.chance(many.astype(np.float64), level, rate.size[draw[path]])
        leaked[path, night, column] = many - stopped_of_raids(many, chance, rate.icc[draw[path]], rng)
    return leaked


def stopped_of_raids(launched: NDArray[np.int32], chance: Array, icc: Array, rng: Generator) -> NDArray[np.int64]:
    """How many of each raid are stopped: a chance of its own from the beta distribution, then a binomial number."""
    spread = (1 - icc) / icc
    own = rng.beta(np.maximum(chance * spread, 1e-9), np.maximum((1 - chance) * spread, 1e-9))
    found: NDArray[np.int64] = rng.binomial(launched, own)
    return found


def _walk(sd: float, gap_weeks: float, shape: tuple[int, int], rng: Generator) -> Array:
    silent = rng.normal(0.0, sd, (shape[0], 1)) * np.sqrt(max(0.0, gap_weeks))
    found: Array = silent + np.cumsum(rng.normal(0.0, sd, shape), axis=1)
    return found


def _median(sizes: Array, weights: Array) -> float:
    order = np.argsort(sizes)
    below = np.cumsum(weights[order])
    return float(sizes[order][int(np.searchsorted(below, below[-1] / 2))])
