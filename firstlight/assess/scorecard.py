"""How good the forecast was: made anew at past weeks, and held against what came and against a naive forecast.

Score: the weighted interval score, twice the mean pinball loss over 23 quantiles (Bracher, Ray, Gneiting and Reich,
PLOS Computational Biology 17, 2021); lower is better, in weapons. The naive forecast is the last week's number with the
differences of the last 52 weeks over the same horizon, of both signs.
"""

from __future__ import annotations

from itertools import product

import numpy as np
from scipy.special import ndtr

from firstlight.assess.paths import WEEK, live_groups, paths
from firstlight.assess.settings import ForecastSettings
from firstlight.assess.volume import Array, Volume
from firstlight.model import Record, Score, Scorecard

LEVELS = np.array([0.01, 0.025, *(round(0.05 * step, 2) for step in range(1, 20)), 0.975, 0.99])
LEAST_WEEKS = 12  # of record before the first forecast that is scored
_BACK = 52
_INSIDE = ((0.1, 0.9), (0.025, 0.975))


class _Held(Record, frozen=True, kw_only=True, eq=False):
    """Forecasts held against what came; NaN where that is unknown. Axes: origin, week ahead, group."""

    ours: Array
    naive: Array
    inside: Array  # first axis 80 %, 95 %
    totals: Array  # (2, origin, group): the sum of all weeks


def crps_normal(mean: float, sd: float, value: float) -> float:
    """Continuous ranked probability score of a normal forecast (Gneiting and Raftery, JASA 102, 2007)."""
    z = (value - mean) / sd
    density = np.exp(-z * z / 2) / np.sqrt(2 * np.pi)
    return float(sd * (z * (2 * ndtr(z) - 1) + 2 * density - 1 / np.sqrt(np.pi)))


def interval_score(quantiles: Array, value: Array) -> Array:
    """Weighted interval score of quantiles at LEVELS (first axis) for what came; twice the mean pinball loss."""
    error = value - quantiles
    levels = LEVELS.reshape(-1, *([1] * (quantiles.ndim - 1)))
    score: Array = 2 * np.maximum(levels * error, (levels - 1) * error).mean(axis=0)
    return score


def crps(draws: Array, value: float) -> float:
    """Continuous ranked probability score of equally likely draws, from their order (no sum over pairs)."""
    ordered = np.sort(draws)
    count = ordered.size
    weights = 2 * np.arange(1, count + 1) - count - 1
    return float(np.abs(ordered - value).mean() - (weights @ ordered) / count**2)


def weekly(launched: Array) -> Array:
    """Sums of whole weeks that end with the last night, (weeks, groups); NaN where a night of the week is unknown."""
    weeks = len(launched) // WEEK
    sums: Array = launched[len(launched) - weeks * WEEK :].reshape(weeks, WEEK, -1).sum(axis=1)
    return sums


def scorecard(
    volume: Volume, settings: ForecastSettings, origins: int, weeks: int, draws: int, seed: int
) -> Scorecard | None:
    """The forecast scored at the last `origins` weeks of the record; None where it is too short or has no such group.

    The last week of the record is the last one forecast; later origins have fewer weeks ahead to be held against.
    """
    came = weekly(volume.launched)
    live = live_groups(volume, settings.bootstrap)
    headline = [at for at, name in enumerate(live) if name in settings.headline]
    columns = [volume.groups.index(name) for name in live]
    starts = range(max(LEAST_WEEKS, len(came) - origins), len(came))
    if not headline or len(starts) < weeks:
        return None
    held = _hold(volume, came[:, columns], columns, starts, (settings, weeks, draws, seed))
    if np.isnan(held.ours[..., headline]).all(axis=(0, 1)).any():
        return None
    scores = tuple(_score(name, held, at) for at, name in enumerate(live) if not np.isnan(held.ours[..., at]).all())
    ratios = [score.relative for score in scores if score.group in settings.headline]
    told = [ratio for ratio in ratios if ratio]
    offset = len(volume.launched) % WEEK
    return Scorecard(
        scores=scores,
        origins=len(starts),
        first=volume.night(offset + starts[0] * WEEK - 1),
        last=volume.night(offset + starts[-1] * WEEK - 1),
        paths=draws,
        weeks=weeks,
        relative=float(np.exp(np.log(told).mean())) if len(told) == len(ratios) else None,
        covered_80=float(np.nanmean(held.inside[0][..., headline])),
        covered_95=float(np.nanmean(held.inside[1][..., headline])),
    )


def _hold(
    volume: Volume, came: Array, columns: list[int], starts: range, how: tuple[ForecastSettings, int, int, int]
) -> _Held:
    settings, weeks, draws, seed = how
    shape = (len(starts), weeks, len(columns))
    ours, naive, inside = np.full(shape, np.nan), np.full(shape, np.nan), np.full((2, *shape), np.nan)
    totals = np.full((2, len(starts), len(columns)), np.nan)
    offset = len(volume.launched) % WEEK
    for at, start in enumerate(starts):
        made = paths(volume.until(offset + start * WEEK), settings, weeks, draws, seed + start)
        found = made.launched[:, :, columns].reshape(draws, weeks, WEEK, -1).sum(axis=2).astype(np.float64)
        ahead = min(weeks, len(came) - start)
        truth = came[start : start + ahead]
        ours[at, :ahead] = interval_score(np.quantile(found, LEVELS, axis=0)[:, :ahead], truth)
        naive[at, :ahead] = interval_score(naive_quantiles(came[:start], weeks)[:, :ahead], truth)
        inside[:, at, :ahead] = _inside(found[:, :ahead], truth)
        if ahead == weeks:
            totals[:, at] = _inside(found.sum(axis=1), truth.sum(axis=0))
    return _Held(ours=ours, naive=naive, inside=inside, totals=totals)


def _inside(found: Array, truth: Array) -> Array:
    """Whether what came lies in the 80 and the 95 % interval of draws (first axis); NaN where it is unknown."""
    ends = [np.quantile(found, pair, axis=0) for pair in _INSIDE]
    held = np.array([(low <= truth) & (truth <= high) for low, high in ends], dtype=np.float64)
    held[:, np.isnan(truth)] = np.nan
    return held


def naive_quantiles(past: Array, weeks: int) -> Array:
    """Quantiles at LEVELS, (levels, weeks, groups), of the naive forecast; an unknown week counts as the one before."""
    filled = past.copy()
    for at, column in product(range(1, len(filled)), range(filled.shape[1])):
        if np.isnan(filled[at, column]):
            filled[at, column] = filled[at - 1, column]
    filled = np.nan_to_num(filled)
    made = np.empty((LEVELS.size, weeks, filled.shape[1]))
    for ahead in range(1, weeks + 1):
        steps = (filled[ahead:] - filled[:-ahead])[-_BACK:]
        either = np.concatenate([steps, -steps])
        made[:, ahead - 1] = np.quantile(np.maximum(0.0, filled[-1] + either), LEVELS, axis=0)
    return made


def _score(group: str, held: _Held, at: int) -> Score:
    ours, naive = float(np.nanmean(held.ours[..., at])), float(np.nanmean(held.naive[..., at]))
    whole = held.totals[..., at]
    told = not np.isnan(whole).all()
    return Score(
        group=group,
        score=ours,
        naive=naive,
        relative=ours / naive if naive else None,
        covered_80=float(np.nanmean(held.inside[0, ..., at])),
        covered_95=float(np.nanmean(held.inside[1, ..., at])),
        total_covered_80=float(np.nanmean(whole[0])) if told else None,
        total_covered_95=float(np.nanmean(whole[1])) if told else None,
    )
