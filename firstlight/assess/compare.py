"""Is that drop real? Two runs of nights of one group, against raids that vary and against having looked often."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.random import Generator

from firstlight.assess.chances import Array
from firstlight.assess.changes import within_quarters
from firstlight.assess.recent import stopped_of_raids
from firstlight.assess.series import RaidNight
from firstlight.errors import FirstlightError
from firstlight.model import Comparison, Stretch
from firstlight.when import parse_date

FEWEST = 3  # raid-nights in each run
SURE = 0.05  # a difference that chance gives less often is called one
_TRIES = 5000
_STREAM = 7

Period = tuple[str, str]  # inclusive Kyiv dates


def compare(
    nights: Sequence[RaidNight], before: Period, after: Period, seed: int, icc: float | None = None
) -> Comparison:
    """Whether the share stopped differs between two runs of nights by more than raids that vary.

    `nights`: all raid-nights of the group, from which the correlation within quarters (`icc`, where it is known
    already) and the number of looks come.
    Raises FirstlightError where a run has fewer than three raid-nights, or the two overlap.
    """
    ordered = sorted(nights, key=lambda night: night.night)
    first, second = (_within(ordered, period) for period in (before, after))
    if min(len(first), len(second)) < FEWEST:
        raise FirstlightError(
            f"{len(first)} and {len(second)} raid-nights in the two runs: take longer ones, with {FEWEST} or more each"
        )
    if before[0] <= after[1] and after[0] <= before[1]:
        raise FirstlightError("the two runs of nights overlap: choose one that ends before the other begins")
    rng = np.random.default_rng([seed, _STREAM])
    icc = within_quarters(ordered) if icc is None else icc
    launched = np.array([night.launched for night in (*first, *second)], dtype=np.float64)
    stopped = np.array([night.stopped for night in (*first, *second)], dtype=np.float64)
    split = len(first)
    seen = abs(_difference(launched[None, :], stopped[None, :], split)[0])
    order = rng.permuted(np.broadcast_to(np.arange(launched.size), (_TRIES, launched.size)), axis=1)
    shuffled = np.abs(_difference(launched[order], stopped[order], split))
    pooled = np.full(launched.size, stopped.sum() / launched.sum())
    same = np.abs(_difference(launched, _drawn(launched, pooled, icc, rng), split))
    shares = [stopped[part].sum() / launched[part].sum() for part in (slice(split), slice(split, None))]
    apart = np.repeat(shares, [split, launched.size - split])
    other = np.abs(_difference(launched, _drawn(launched, apart, icc, rng), split))
    chances = [float((1 + (draws >= seen - 1e-12).sum()) / (1 + _TRIES)) for draws in (shuffled, same)]
    looks = max(1, _days((ordered[0].night, ordered[-1].night)) // _days(after))
    power = float((other > np.quantile(same, 1 - SURE)).mean())
    return Comparison(
        group=ordered[0].group,
        before=_stretch(first),
        after=_stretch(second),
        chance_shuffled=chances[0],
        chance_model=chances[1],
        looks=looks,
        chance_any_look=1 - (1 - max(chances)) ** looks,
        power=power,
        verdict=_verdict(max(chances), looks, power),
    )


def _verdict(chance: float, looks: int, power: float) -> str:
    if 1 - (1 - chance) ** looks < SURE:
        return f"A real difference: raids that vary give it in fewer than {SURE * 100:.0f} of 100 records as long."
    if chance < SURE:
        return (
            f"Striking if only these nights were asked about (chance {chance:.3f}); among {looks} runs as long in this "
            "record one such is no surprise. Not proof of a change."
        )
    return (
        f"Not told apart from raids that vary (chance {chance:.2f}); a true difference of this size would be seen in "
        f"{power * 100:.0f} of 100 cases."
    )


def _difference(launched: Array, stopped: Array, split: int) -> Array:
    """The share stopped of the later raids less that of the earlier ones, along the last axis."""
    early, late = (
        stopped[..., part].sum(axis=-1) / launched[..., part].sum(axis=-1)
        for part in (slice(split), slice(split, None))
    )
    found: Array = late - early
    return found


def _drawn(launched: Array, chance: Array, icc: float, rng: Generator) -> Array:
    """Stopped of each raid under the beta-binomial model, (tries, raids)."""
    shape = (_TRIES, launched.size)
    many = np.broadcast_to(launched.astype(np.int32), shape)
    return stopped_of_raids(many, np.broadcast_to(chance, shape), np.full(shape, icc), rng).astype(np.float64)


def _within(nights: Sequence[RaidNight], period: Period) -> list[RaidNight]:
    return [night for night in nights if period[0] <= night.night <= period[1]]


def _days(period: Period) -> int:
    return (parse_date(period[1]) - parse_date(period[0])).days + 1


def _stretch(nights: Sequence[RaidNight]) -> Stretch:
    launched = sum(night.launched for night in nights)
    return Stretch(
        first=nights[0].night,
        last=nights[-1].night,
        raids=len(nights),
        launched=launched,
        share=sum(night.stopped for night in nights) / launched,
    )
