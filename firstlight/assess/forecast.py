"""What to expect: launches by group and week, totals, the largest night, large and joint nights, and what if.

The numbers are counted on the paths of `paths.py`; only the number of large nights comes from a gamma-Poisson model,
whose memory is its own. Every forecast carries its scorecard, and says until when each group was known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import nbinom

from firstlight.assess.groups import Groups
from firstlight.assess.paths import WEEK, Paths
from firstlight.assess.ranges import LEVELS, Ahead, range_at, range_of
from firstlight.assess.scorecard import scorecard
from firstlight.assess.settings import Bounds, ForecastSettings, Large
from firstlight.assess.volume import Array, Volume
from firstlight.model import Forecast, LastKnown, Range

METHOD = "joint night bootstrap"
_PRIOR = (0.5, 5.0)  # shape and rate of the nightly number of large nights; assumed
_MONTH = 30.44  # nights
_STREAM = 2


def forecast(
    volume: Volume, made: Paths, ahead: Ahead, groups: Groups, settings: ForecastSettings, seed: int
) -> Forecast | None:
    """The forecast of the paths `made` from `volume`, with its scorecard; None without a night or a live group."""
    if not made.live or not ahead.nights:
        return None
    weeks = ahead.nights // WEEK
    whole = ahead.about(None, "", "", METHOD)
    card = scorecard(volume, settings, settings.scored_origins, weeks, settings.scored_paths, seed)
    known = tuple(_last_known(volume, name, groups) for name in volume.groups)
    notes = [*_notes(known, made, groups), *(one.says for one in settings.caution if one.group in made.live)]
    if card is None:
        notes.append(
            f"The record is too short to score forecasts of {weeks} weeks on it: how good they are is not known."
        )
    return Forecast(
        start=whole.start,
        end=whole.end,
        paths=len(made.launched),
        known=known,
        ranges=(*_by_group(made, ahead), *_large(volume, made, settings, ahead), *_joint(made, settings, ahead)),
        scenarios=tuple(_scenarios(made, settings, ahead, seed)),
        scorecard=card,
        notes=tuple(notes),
    )


def _by_group(made: Paths, ahead: Ahead) -> Iterator[Range]:
    for group in made.live:
        launched = made.of(group)
        weekly = launched.reshape(len(launched), -1, WEEK).sum(axis=2)
        for week in range(weekly.shape[1]):
            about = ahead.about(group, f"week {week + 1}", "weapons", METHOD, (week * WEEK, WEEK))
            yield range_of(weekly[:, week], about)
        yield range_of(weekly.sum(axis=1), ahead.about(group, "total", "weapons", METHOD))
        yield range_of(launched.max(axis=1), ahead.about(group, "largest night", "weapons", METHOD))
        yield range_of((launched > 0).sum(axis=1), ahead.about(group, "nights with any", "nights", METHOD))


def large_nights(volume: Volume, large: Large, weekly_sd: float, nights: int) -> tuple[float, float] | None:
    """Shape and chance of the negative binomial for the number of large nights in `nights`; None without a known night.

    The nightly rate is Gamma(0.5 + weighted large nights, 5 + weighted nights); nights without figures since the last
    one known widen it by the random walk of the level and leave its mean.
    """
    past = volume.launched[:, volume.groups.index(large.group)]
    known = np.flatnonzero(~np.isnan(past))
    if not known.size:
        return None
    weights = 0.5 ** ((known[-1] - known) / large.half_life_nights)
    shape = _PRIOR[0] + float(weights @ (past[known] >= large.at_least_weapons))
    rate = _PRIOR[1] + float(weights.sum())
    gap = (len(past) - 1 - known[-1]) / WEEK
    widened = 1 / (1 / shape + weekly_sd**2 * gap)
    rate *= widened / shape
    return widened, rate / (rate + nights)


def _large(volume: Volume, made: Paths, settings: ForecastSettings, ahead: Ahead) -> Iterator[Range]:
    for large in settings.large:
        found = large_nights(volume, large, settings.bootstrap.weekly_sd_log, ahead.nights)
        if large.group not in made.live or found is None:
            continue
        shape, chance = found
        at = [float(value) for value in nbinom.ppf(LEVELS, shape, chance)]
        what = f"nights with at least {large.at_least_weapons}"
        yield range_at(at, shape * (1 - chance) / chance, ahead.about(large.group, what, "nights", "gamma-Poisson"))


def _joint(made: Paths, settings: ForecastSettings, ahead: Ahead) -> Iterator[Range]:
    for joint in settings.joint:
        sizes = joint.at_least_weapons
        if set(sizes) <= set(made.live):
            both = np.all([made.of(group) >= size for group, size in sizes.items()], axis=0).sum(axis=1)
            what = "nights with at least " + " and ".join(f"{size} {group}" for group, size in sizes.items())
            yield range_of(both, ahead.about(None, what, "nights", METHOD))


def _scenarios(made: Paths, settings: ForecastSettings, ahead: Ahead, seed: int) -> Iterator[tuple[str, str, Range]]:
    rng = np.random.default_rng([seed, _STREAM])
    for scenario in settings.scenario:
        if scenario.group in made.live:
            total = made.of(scenario.group).sum(axis=1).astype(np.float64)
            most = triangular(scenario.most_per_month_weapons, rng.random(len(total)))
            capped = np.minimum(total, most * ahead.nights / _MONTH)
            about = ahead.about(scenario.group, "total", "weapons", f"{METHOD} under a limit")
            yield scenario.name, scenario.source, range_of(capped, about)


def triangular(bounds: Bounds, chance: Array) -> Array:
    """Draws between low and high, most often near best: the inverse of the triangular distribution at `chance`."""
    low, best, high = bounds.low, bounds.best, bounds.high
    if high <= low:
        return np.full(chance.shape, best)
    knee = (best - low) / (high - low)
    rising = low + np.sqrt(chance * (high - low) * max(best - low, 0.0))
    falling = high - np.sqrt((1 - chance) * (high - low) * max(high - best, 0.0))
    found: NDArray[np.float64] = np.where(chance < knee, rising, falling)
    return found


def _last_known(volume: Volume, group: str, groups: Groups) -> LastKnown:
    at = volume.last_known(group)
    since = len(volume.launched) - 1 - at if at is not None else len(volume.launched)
    why = ""
    if since:
        next_night = volume.night(at + 1 if at is not None else 0)
        why = "withheld" if groups.regime(next_night, group) == "withheld" else "silence"
    night = volume.night(at) if at is not None else None
    return LastKnown(group=group, night=night, why=why, nights_since=since)


def _notes(known: Sequence[LastKnown], made: Paths, groups: Groups) -> Iterator[str]:
    for one in known:
        name = groups.title(one.group)
        if one.group not in made.live and one.why == "withheld":
            yield f"No forecast of {name}: figures are withheld, and too few nights before are told."
        elif one.group not in made.live:
            yield f"No forecast of {name}: too few nights of them are told, or none was ever launched."
        elif one.why == "withheld":
            yield (
                f"Figures on {name} are withheld since the night of {one.night}: the forecast goes on from that night "
                f"and is wider for the {one.nights_since} nights without figures. Silence is not taken for fewer."
            )
        elif one.why:
            yield (
                f"Nothing is told of {name} after the night of {one.night}: the forecast goes on from that night and "
                f"is wider for the {one.nights_since} nights of silence."
            )
