"""Counter-based random numbers, and the exact inverse of the binomial distribution.

A number depends on the seed, its path, the name of what it decides and a counter, and on nothing else: not on how
paths are split, nor on what else is drawn. Two runs that differ in one thing (one more round in stock) therefore share
all other chance (common random numbers), and their difference is not drowned in it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr, ndtri

from firstlight.model import digest

Array = NDArray[np.float64]
Whole = NDArray[np.int64]
Keys = NDArray[np.uint64]

_MASK = (1 << 64) - 1
_PATH = 0x9E3779B97F4A7C15  # odd constants of splitmix64 (Steele, Lea and Flood, OOPSLA 2014) and of xxhash
_INDEX = 0xC2B2AE3D27D4EB4F
_FINE = 2.0**32
_SMALL = 5.0  # variance below which the distribution is summed from its end
_FAR = 5.0  # standard deviations beyond which no expansion is trusted


def mix64(value: Keys) -> Keys:
    """The finalizer of splitmix64: a one-to-one scramble of 64 bits."""
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


def path_keys(seed: int, paths: Whole) -> Keys:
    """A key for each path, from its number in the whole run (not in a part of it)."""
    return mix64(paths.astype(np.uint64) * np.uint64(_PATH) + np.uint64((seed * _INDEX + _PATH) & _MASK))


def stream(*names: str) -> int:
    """The 64-bit number of a named stream, so that a draw does not depend on the place of its name in a list."""
    return int(digest(names)[:16], 16)


def uniforms(keys: Keys, name: int, index: int) -> Array:
    """One number for each key, strictly between 0 and 1: the `index`-th of stream `name`. Odd multiples of 2^-53."""
    salt = np.uint64((name + _INDEX * (index + 1)) & _MASK)
    found: Array = (mix64(keys + salt) >> np.uint64(12)).astype(np.float64) * 2.0**-52 + 2.0**-53
    return found


def coarse(chance: Array) -> Array:
    """Chances cut to 32 bits, so that the last bit of a machine's own logarithm decides nothing."""
    found: Array = np.round(chance * _FINE) / _FINE
    return found


def binv(trials: Whole, chance: Array, uniform: Array) -> Whole:
    """The least k with P(Bin(trials, chance) <= k) >= uniform; arrays of one shape. Exact, not an approximation.

    It grows with `uniform`, and by 0 or 1 where `trials` grows by 1. Where the variance is small the chances are
    summed from the nearer end. Elsewhere the number is a smooth variable rounded, whose variance is less by 1/12
    (Sheppard), and its Cornish-Fisher expansion (Abramowitz and Stegun 26.2.49) gives k wherever its error cannot
    matter; where it could, the distribution itself is asked.
    """
    flip = chance > 0.5
    rare = np.where(flip, 1.0 - chance, chance)
    # From the other end F(k) must exceed 1 - uniform, which is to reach the next number above it.
    goal = np.where(flip, np.nextafter(1.0 - uniform, 2.0), uniform)
    large = trials * rare * (1.0 - rare) >= _SMALL
    if not large.any():
        count = _summed(trials, rare, goal)
    elif large.all():
        count = _expanded(trials, rare, goal)
    else:
        count = np.empty_like(trials)
        for part, way in ((large, _expanded), (~large, _summed)):
            at = np.flatnonzero(part)
            count[at] = way(trials[at], rare[at], goal[at])
    found: Whole = np.where(flip, trials - count, count)
    return found


def _summed(trials: Whole, rare: Array, goal: Array) -> Whole:
    """The least k with F(k) >= goal, by adding the chances of 0, 1, 2 ... where the variance is small."""
    found = np.zeros(trials.shape, dtype=np.int64)
    term = (1.0 - rare) ** trials
    at = np.flatnonzero(goal > term)
    term, n, goal, count = term[at], trials[at], goal[at], np.ones(at.size, dtype=np.int64)
    odds = rare[at] / (1.0 - rare[at])
    total, k, most = term.copy(), 0, int(n.max(initial=0))
    while at.size and k < most:
        k += 1
        term = term * odds * ((n - k + 1) / k)  # 0 from k = n + 1 on
        total = total + term
        more = goal > total
        count += more
        left = int(np.count_nonzero(more))
        if 2 * left < at.size:
            found[at] = count
            at, term, n, goal = at[more], term[more], n[more], goal[more]
            odds, total, count = odds[more], total[more], count[more]
    found[at] = count
    return np.minimum(found, trials)  # the sum of all chances may stay a last bit below the goal


def _expanded(trials: Whole, rare: Array, goal: Array) -> Whole:
    """The same for a large variance, through a smooth variable that rounds to the binomial one."""
    z = ndtri(goal)
    z2 = z * z
    variance = trials * rare * (1.0 - rare)
    smooth = variance - 1.0 / 12.0
    scale = np.sqrt(smooth)
    lean = 1.0 - 2.0 * rare
    pq = rare * (1.0 - rare)
    third = variance * lean / (smooth * scale)
    fourth = (variance * (1.0 - 6.0 * pq) + 1.0 / 120.0) / (smooth * smooth)
    fifth = variance * lean * (1.0 - 12.0 * pq) / (smooth * smooth * scale)
    w = z + third * (z2 - 1.0) / 6.0 + fourth * z * (z2 - 3.0) / 24.0 - third * third * z * (2.0 * z2 - 5.0) / 36.0
    w += fifth * ((z2 - 6.0) * z2 + 3.0) / 120.0 - third * fourth * ((z2 - 5.0) * z2 + 2.0) / 24.0
    w += third * third * third * ((12.0 * z2 - 53.0) * z2 + 17.0) / 324.0
    value = trials * rare + scale * w + 0.5
    guess = np.floor(value)
    # The largest error at any chance from 0.0001 on and any variance from 5 to 10,000 is under half of this bound.
    doubt = (0.06 + 0.05 * z2 * z2) / (variance * np.sqrt(variance))
    inside = value - guess
    unsure = np.flatnonzero((inside < doubt) | (inside > 1.0 - doubt) | (np.abs(z) > _FAR))
    count: Whole = np.clip(guess, 0, trials).astype(np.int64)
    if unsure.size:
        count[unsure] = _settled(count[unsure], trials[unsure], rare[unsure], goal[unsure])
    return count


def _settled(guess: Whole, trials: Whole, rare: Array, goal: Array) -> Whole:
    """The exact k near a guess."""

    def short(k: Whole, at: Whole) -> NDArray[np.bool_]:
        below = bdtr(np.maximum(k, 0).astype(np.float64), trials[at], rare[at])
        result: NDArray[np.bool_] = (k < 0) | (below < goal[at])
        return result

    count = guess.copy()
    everything = np.arange(count.size)
    up = everything[short(count, everything) & (count < trials)]
    down = np.setdiff1d(everything, up)
    while up.size:
        count[up] += 1
        up = up[short(count[up], up) & (count[up] < trials[up])]
    while down.size:
        down = down[~short(count[down] - 1, down) & (count[down] > 0)]
        count[down] -= 1
    return count
