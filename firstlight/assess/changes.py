"""Where a series of raid-nights changes: optimal partitioning with a beta-binomial cost.

The cost of a stretch of nights is minus its best log likelihood under one chance and a correlation rho common to the
series; a change costs 1.5 ln(nights). With a binomial cost each raid that went otherwise would be a change. The
partition of least cost is exact, by dynamic programming over all stretches (Jackson et al., IEEE Signal Processing
Letters 12, 2005).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

import numpy as np
from scipy.special import expit, gammaln, ndtr
from scipy.stats import ncx2

from firstlight.assess.chances import Array, log_beta_binomial
from firstlight.assess.series import RaidNight
from firstlight.model import Change, Comparison, Stretch

SHORTEST = 6  # raid-nights of a stretch
PENALTY = 1.5  # times ln(raid-nights), per change
NEAR = 20  # raid-nights within which a step must be placed to count as found
STEPS = (0.05, 0.1, 0.2)  # changes of the chance whose power is told
_MEANS = expit(np.linspace(-7, 7, 281))  # chances among which the best of a stretch is sought
_SIZES = 24  # of raids, between which their information is interpolated
_ICCS = expit(np.linspace(-6, 2, 33))

What = Literal["stopped", "shot_down"]


def stretches(nights: Sequence[RaidNight], what: What = "stopped", icc: float | None = None) -> tuple[Stretch, ...]:
    """The stretches of a series of one group, in order; one alone where nothing changed, none of no nights.

    `what`: "stopped" (shot down or suppressed), or "shot_down", a series in which changes of bookkeeping show.
    `icc`: the correlation within quarters, where it is known already.
    """
    ordered = sorted(nights, key=lambda night: night.night)
    if not ordered:
        return ()
    launched = np.array([night.launched for night in ordered], dtype=np.float64)
    counted = np.array([getattr(night, what) for night in ordered], dtype=np.float64)
    fit = _fit(launched, counted, within_quarters(ordered, what) if icc is None else icc)
    edges = _partition(fit, PENALTY * math.log(max(2, len(ordered))))
    return tuple(
        Stretch(
            first=ordered[start].night,
            last=ordered[end - 1].night,
            raids=end - start,
            launched=int(launched[start:end].sum()),
            share=float(counted[start:end].sum() / launched[start:end].sum()),
        )
        for start, end in pairwise(edges)
    )


def change(nights: Sequence[RaidNight], icc: float, latest: Comparison | None = None) -> Change:
    """The stretches of a group's nights, one or more, with the power to have found a change.

    `icc`: the correlation within quarters (within_quarters).
    """
    found = stretches(nights, icc=icc)
    power = tuple((step, step_power(nights, step, icc)) for step in STEPS)
    told = ", ".join(f"by {step * 100:.0f} points in {chance * 100:.0f}" for step, chance in power)
    first = "No change found, which is not proof of none"
    if len(found) > 1:
        shares = " to ".join(f"{one.share:.2f}" for one in found)
        first = f"{len(found) - 1} change(s) found, from {', '.join(one.first for one in found[1:])} on ({shares})"
    held = sum(one.raids for one in found)
    note = f"{first}: had the share stopped moved half-way, {held} raid-nights would show it, of 100 cases, {told}."
    return Change(group=nights[0].group, stretches=found, power=power, note=note, latest=latest)


def step_power(nights: Sequence[RaidNight], step: float, icc: float) -> float:
    """The chance that a fall of the chance by `step` half-way through these nights is found within NEAR raid-nights.

    Approximate: within about a tenth of what simulation gives. Found: half a noncentral chi-square of one degree of
    freedom exceeds the penalty. Placed: the argmax of a two-sided Brownian motion with drift (Yao, Annals of Statistics
    15, 1987). Both with the Fisher information that raids of the beta-binomial model hold on their chance.
    """
    launched = np.array([night.launched for night in nights], dtype=np.float64)
    stopped = np.array([night.stopped for night in nights], dtype=np.float64)
    if launched.size < 2 * SHORTEST:
        return 0.0
    mean = float(np.clip(stopped.sum() / launched.sum(), step / 2 + 0.01, 1 - step / 2 - 0.01))
    ends = np.array([mean - step / 2, mean + step / 2])
    per_raid = step**2 * float(np.mean([information(launched, end, icc).mean() for end in ends]))
    penalty = PENALTY * math.log(launched.size)
    seen = float(ncx2.sf(2 * penalty, 1, per_raid * launched.size / 4))
    return seen * _placed(per_raid * NEAR)


def information(launched: Array, mean: float, icc: float) -> Array:
    """The Fisher information on the chance that a raid of each size holds; between some sizes it is interpolated."""
    sizes = np.unique(np.round(np.geomspace(1, max(2.0, launched.max()), _SIZES)))
    shift = min(mean, 1 - mean) * 1e-3
    found = []
    for size in sizes:
        stopped = np.arange(size + 1)
        choose = gammaln(size + 1) - gammaln(stopped + 1) - gammaln(size - stopped + 1)
        low, middle, high = (
            log_beta_binomial(stopped, np.array(size), np.array(at), np.array(icc))
            for at in (mean - shift, mean, mean + shift)
        )
        found.append(float(np.exp(choose + middle) @ ((high - low) / (2 * shift)) ** 2))
    result: Array = np.interp(np.log(launched), np.log(sizes), found)
    return result


def _placed(at: float) -> float:
    """The chance that the argmax of W(s) - |s| / 2, W a two-sided Brownian motion, is within `at` of 0."""
    root = math.sqrt(at)
    one_side = (
        1
        + root / math.sqrt(2 * math.pi) * math.exp(-at / 8)
        - (at + 5) / 2 * float(ndtr(-root / 2))
        + 1.5 * math.exp(min(at, 500.0)) * float(ndtr(-1.5 * root))
    )
    return min(1.0, max(0.0, 2 * one_side - 1))


def _fit(launched: Array, counted: Array, icc: float) -> Array:
    """Running sums of the log likelihood: element [t, m] is of the first t nights at chance m."""
    nightly = log_beta_binomial(counted[:, None], launched[:, None], _MEANS[None, :], np.array(icc))
    return np.concatenate([np.zeros((1, _MEANS.size)), np.cumsum(nightly, axis=0)])


def within_quarters(nights: Sequence[RaidNight], what: What = "stopped") -> float:
    """The correlation of raids within quarters, so that a drift of the chance is not taken for raids that vary."""
    launched = np.array([night.launched for night in nights], dtype=np.float64)
    counted = np.array([getattr(night, what) for night in nights], dtype=np.float64)
    quarters = [(night.night[:4], (int(night.night[5:7]) - 1) // 3) for night in nights]
    starts = [0, *(at for at in range(1, len(quarters)) if quarters[at] != quarters[at - 1])]

    def best(icc: float) -> float:
        nightly = log_beta_binomial(counted[:, None], launched[:, None], _MEANS[None, :], np.array(icc))
        return float(np.add.reduceat(nightly, starts, axis=0).max(axis=1).sum())

    found = np.array([best(icc) for icc in _ICCS[::4]])
    near = 4 * int(found.argmax())  # the likelihood has one peak: the finer grid is asked around it only
    return float(max(_ICCS[max(0, near - 3) : near + 4], key=best))


def _partition(fit: Array, penalty: float) -> list[int]:
    """Edges 0 = e0 < e1 < ... = nights of the partition of least cost; stretches are no shorter than SHORTEST."""
    nights = fit.shape[0] - 1
    if nights < 2 * SHORTEST:
        return [0, nights]
    cost = np.full(nights + 1, np.inf)
    cost[0] = -penalty
    before = np.zeros(nights + 1, dtype=np.int64)
    for end in range(SHORTEST, nights + 1):
        starts = np.arange(0, end - SHORTEST + 1)
        likelihood = (fit[end] - fit[starts]).max(axis=1)
        totals = cost[starts] - likelihood + penalty
        before[end] = starts[int(np.argmin(totals))]
        cost[end] = totals.min()
    edges = [nights]
    while edges[0]:
        edges.insert(0, int(before[edges[0]]))
    return edges
