"""One raid of one group meets one type of interceptor: reach, shot doctrine, rounds, and what is stopped.

All arrays run over the paths on which something comes; docs/assessment.md has the equations. What an
interceptor does not reach, does not engage or misses passes on to the next.

One round more never lets more through on any path: the same draws decide the same shots, and each step passes on at
most one weapon more for one weapon more that comes in.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from scipy.special import betainc, betaincinv

from firstlight.assess.chances import beta_shape
from firstlight.assess.draws import Array, Whole, binv, coarse
from firstlight.model import Record

REACH, RAID, FIRED, ODD, FREE = range(5)  # what a draw decides; each is a stream of its own
STEPS = 64  # most shots at one target
_MEANS = 65  # rows of a table of raid chances
_LEVELS = 128  # its columns: equally likely raids, from the worst to the best

Flags = np.typing.NDArray[np.bool_]
Draw = Callable[[int, int], Array]  # (what it decides, shot) to uniform numbers


class Spread(Record, frozen=True, kw_only=True, eq=False):
    """Chances that differ from raid to raid. `levels`: possible correlations; `which`: (paths,) the one of each."""

    levels: tuple[float, ...]
    which: Whole

    def take(self, at: Whole) -> Spread:
        """The same for some of the paths."""
        return Spread(levels=self.levels, which=self.which if len(self.levels) == 1 else self.which[at])

    def chance(self, mean: Array, uniform: Array) -> Array:
        """The raid's own chance: Beta with this mean and correlation, at these uniform numbers; grows with both."""
        if len(self.levels) == 1 and self.levels[0] == 0:
            return mean
        table = _tables(self.levels)
        place = mean * (_MEANS - 1)
        row = np.minimum(place.astype(np.int64), _MEANS - 2)
        share = place - row
        base = (uniform * _LEVELS).astype(np.int64) + row * _LEVELS
        if len(self.levels) > 1:
            base += self.which * (_MEANS * _LEVELS)
        low = table[base]
        found: Array = low + share * (table[base + _LEVELS] - low)
        return found


class Shots(Record, frozen=True, kw_only=True):
    """How rounds are spent: `per_target` of them at each, all at once, or one after another until it falls (`look`)."""

    per_target: int
    look: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.per_target <= STEPS:
            raise ValueError(f"shots per target must be 1 to {STEPS}, not {self.per_target}")


def engage(shots: Shots, reached: Whole, rounds: Whole, chance: Array, draw: Draw) -> tuple[Whole, Whole, Flags]:
    """What is stopped, how many rounds it took, and whether rounds or launchers were too few for the doctrine.

    `reached`: weapons within reach; `rounds`: rounds that can be fired; `chance`: that one shot stops its target.
    """
    return (_look if shots.look else _salvo)(shots.per_target, reached, rounds, chance, draw)


def _salvo(most: int, reached: Whole, rounds: Whole, chance: Array, draw: Draw) -> tuple[Whole, Whole, Flags]:
    """All shots at once; what remains below a full salvo is fired at one more target."""
    full = np.minimum(reached, rounds // most)
    few = full < reached
    odd = np.where(few, rounds - full * most, 0)
    targets = full + (odd > 0)
    alive, lost = targets, np.zeros_like(targets)
    some_odd = bool(odd.any())
    luck = draw(ODD, 0) if some_odd else chance
    for shot in range(1, most + 1):
        alive = alive - binv(alive, chance, draw(FIRED, shot))
        if some_odd:
            # Targets are alike, so the one with fewer rounds is still up with chance alive / targets.
            last = ((odd == shot) & (luck * targets < alive)).astype(np.int64)
            alive, lost = alive - last, lost + last
    return targets - alive - lost, full * most + odd, few


def _look(most: int, reached: Whole, rounds: Whole, chance: Array, draw: Draw) -> tuple[Whole, Whole, Flags]:
    """One shot at each that still flies, up to `most` times, while there are rounds."""
    alive, left = reached, rounds
    few = np.zeros(reached.shape, dtype=np.bool_)
    for shot in range(1, most + 1):
        fired = np.minimum(alive, left)
        few |= fired < alive
        if not fired.any():
            break
        alive = alive - binv(fired, chance, draw(FIRED, shot))
        left = left - fired
    return reached - alive, rounds - left, few


@lru_cache(maxsize=16)
def _tables(levels: tuple[float, ...]) -> Array:
    """Mean chance of each of 128 equally likely sorts of raid, for 65 means and each correlation, flattened.

    Within a sort the mean of the beta distribution is taken, so that the mean over all raids is exact:
    E[x; a < x < b] = mean (I_b(alpha + 1, beta) - I_a(alpha + 1, beta)).
    """
    means = np.linspace(0.0, 1.0, _MEANS)
    tables = np.empty((len(levels), _MEANS, _LEVELS))
    edges = np.linspace(0.0, 1.0, _LEVELS + 1)
    for number, icc in enumerate(levels):
        if icc == 0:
            tables[number] = means[:, None]
            continue
        tables[number, 0], tables[number, -1] = 0.0, 1.0
        for row, mean in enumerate(means[1:-1].tolist(), start=1):
            alpha, beta = beta_shape(mean, icc)
            cuts = betaincinv(alpha, beta, edges)
            tables[number, row] = _filled(mean * _LEVELS * np.diff(betainc(alpha + 1.0, beta, cuts)))
    found = coarse(tables).ravel()
    found.setflags(write=False)
    return found


def _filled(means: Array) -> Array:
    """Means of which none is above 1, with the same sum: cuts that all round to 1 leave the share of many to one."""
    found = np.sort(np.minimum(means, 1.0))
    spare = float(means.sum() - found.sum())
    for at in range(means.size - 1, -1, -1):
        step = min(1.0 - found[at], spare)
        found[at] += step
        spare -= step
    return found
