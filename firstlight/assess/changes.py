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
from scipy.special import expit

from firstlight.assess.chances import Array, log_beta_binomial
from firstlight.assess.series import RaidNight
from firstlight.model import Record

SHORTEST = 6  # raid-nights of a stretch
PENALTY = 1.5  # times ln(raid-nights), per change
_MEANS = expit(np.linspace(-7, 7, 281))  # chances among which the best of a stretch is sought
_ICCS = expit(np.linspace(-6, 2, 33))

What = Literal["stopped", "shot_down"]


class Stretch(Record, frozen=True, kw_only=True):
    """Nights of one chance: the first and last, how many, all weapons, and the share of them that was stopped."""

    first: str
    last: str
    raids: int
    launched: int
    share: float


def stretches(nights: Sequence[RaidNight], what: What = "stopped") -> tuple[Stretch, ...]:
    """The stretches of a series of one group, in order; one alone where nothing changed, none of no nights.

    `what`: "stopped" (shot down or suppressed), or "shot_down", a series in which changes of bookkeeping show.
    """
    ordered = sorted(nights, key=lambda night: night.night)
    if not ordered:
        return ()
    launched = np.array([night.launched for night in ordered], dtype=np.float64)
    counted = np.array([getattr(night, what) for night in ordered], dtype=np.float64)
    quarters = [f"{night.night[:4]}-{(int(night.night[5:7]) - 1) // 3}" for night in ordered]
    fit = _fit(launched, counted, _within(launched, counted, quarters))
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


def _fit(launched: Array, counted: Array, icc: float) -> Array:
    """Running sums of the log likelihood: element [t, m] is of the first t nights at chance m."""
    nightly = log_beta_binomial(counted[:, None], launched[:, None], _MEANS[None, :], np.array(icc))
    return np.concatenate([np.zeros((1, _MEANS.size)), np.cumsum(nightly, axis=0)])


def _within(launched: Array, counted: Array, quarters: Sequence[str]) -> float:
    """The correlation of raids within quarters, so that a drift of the chance is not taken for raids that vary."""
    starts = [0, *(at for at in range(1, len(quarters)) if quarters[at] != quarters[at - 1])]

    def best(icc: float) -> float:
        nightly = log_beta_binomial(counted[:, None], launched[:, None], _MEANS[None, :], np.array(icc))
        return float(np.add.reduceat(nightly, starts, axis=0).max(axis=1).sum())

    return float(max(_ICCS, key=best))


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
