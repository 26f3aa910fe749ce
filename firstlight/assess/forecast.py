"""What to expect: launches by group and week, totals, the largest night, large and joint nights, and what if.

The numbers are counted on the paths of `paths.py`; only the number of large nights comes from a gamma-Poisson model,
whose memory is its own. Every forecast carries its scorecard, and says until when each group was known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray
from scipy.stats import nbinom

from firstlight.assess.groups import Groups
from firstlight.assess.paths import WEEK, Paths
from firstlight.assess.scorecard import scorecard
from firstlight.assess.settings import Bounds, ForecastSettings, Large
from firstlight.assess.volume import Array, Volume
from firstlight.model import Estimate, Forecast, LastKnown, Range

METHOD = "joint night bootstrap"
_PRIOR = (0.5, 5.0)  # shape and rate of the nightly chance of a large night: METHOD of large nights, assumed
_MONTH = 30.44  # nights
_STREAM = 2
LEVELS = (0.025, 0.1, 0.5, 0.9, 0.975)


class Window:
    """Dates of the nights that are forecast, and whether what they rest on is invented."""

    def __init__(self, volume: Volume, weeks: int, invented: bool) -> None:
        self.first = volume.last + timedelta(days=1)
        self.weeks = weeks
        self.invented = invented

    def dates(self, first: int = 0, nights: int | None = None) -> tuple[str, str]:
        """First and last date of some nights, counted from 0; all of them without `nights`."""
        count = self.weeks * WEEK if nights is None else nights
        start = self.first + timedelta(days=first)
        return start.isoformat(), (start + timedelta(days=count - 1)).isoformat()

    def range(self, group: str | None, what: str, draws: Array, dates: tuple[str, str], unit: str = "weapons") -> Range:
        """The range of equally likely draws."""
        values = [float(value) for value in np.quantile(draws, LEVELS)]
        return self.between(group, what, values, float(draws.mean()), dates, unit)

    def between(
        self, group: str | None, what: str, at: Sequence[float], mean: float, dates: tuple[str, str], unit: str
    ) -> Range:
        """The range with these quantiles at LEVELS."""

        def estimate(low: float, high: float, level: float) -> Estimate:
            return Estimate(
                low=low, best=at[2], high=high, level=level, unit=unit, method=METHOD, invented=self.invented
            )

        start, end = dates
        likely, wide = estimate(at[1], at[3], 0.8), estimate(at[0], at[4], 0.95)
        return Range(group=group, what=what, start=start, end=end, likely=likely, wide=wide, mean=mean)


def forecast(
    volume: Volume, made: Paths, groups: Groups, settings: ForecastSettings, seed: int, *, invented: bool = False
) -> Forecast | None:
    """The forecast of the paths `made` from `volume`, with its scorecard; None where no group can be forecast."""
    if not made.live:
        return None
    weeks = made.launched.shape[1] // WEEK
    window = Window(volume, weeks, invented)
    start, end = window.dates()
    card = scorecard(volume, settings, settings.scored_origins, weeks, settings.scored_paths, seed)
    known = tuple(_last_known(volume, name, groups) for name in volume.groups)
    notes = [*_notes(known, made, groups), *(one.says for one in settings.caution if one.group in made.live)]
    if card is None:
        notes.append(
            f"The record is too short to score past forecasts of {weeks} weeks: nobody knows how good this is."
        )
    return Forecast(
        start=start,
        end=end,
        paths=len(made.launched),
        known=known,
        ranges=(*_by_group(made, window), *_large(volume, made, settings, window), *_joint(made, settings, window)),
        scenarios=tuple(_scenarios(made, settings, window, seed)),
        scorecard=card,
        notes=tuple(notes),
    )


def _by_group(made: Paths, window: Window) -> Iterator[Range]:
    for group in made.live:
        launched = made.of(group)
        weekly = launched.reshape(len(launched), -1, WEEK).sum(axis=2)
        for week in range(weekly.shape[1]):
            yield window.range(group, f"week {week + 1}", weekly[:, week], window.dates(week * WEEK, WEEK))
        yield window.range(group, "total", weekly.sum(axis=1), window.dates())
        yield window.range(group, "largest night", launched.max(axis=1), window.dates())
        yield window.range(group, "nights with any", (launched > 0).sum(axis=1), window.dates(), "nights")


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


def _large(volume: Volume, made: Paths, settings: ForecastSettings, window: Window) -> Iterator[Range]:
    nights = window.weeks * WEEK
    for large in settings.large:
        found = large_nights(volume, large, settings.bootstrap.weekly_sd_log, nights)
        if large.group not in made.live or found is None:
            continue
        shape, chance = found
        at = [float(value) for value in nbinom.ppf(LEVELS, shape, chance)]
        mean = shape * (1 - chance) / chance
        what = f"nights with at least {large.at_least_weapons}"
        yield window.between(large.group, what, at, mean, window.dates(), "nights")


def _joint(made: Paths, settings: ForecastSettings, window: Window) -> Iterator[Range]:
    for joint in settings.joint:
        sizes = joint.at_least_weapons
        if set(sizes) <= set(made.live):
            both = np.all([made.of(group) >= size for group, size in sizes.items()], axis=0).sum(axis=1)
            what = "nights with at least " + " and ".join(f"{size} {group}" for group, size in sizes.items())
            yield window.range(None, what, both, window.dates(), "nights")


def _scenarios(made: Paths, settings: ForecastSettings, window: Window, seed: int) -> Iterator[tuple[str, str, Range]]:
    rng = np.random.default_rng([seed, _STREAM])
    for scenario in settings.scenario:
        if scenario.group in made.live:
            total = made.of(scenario.group).sum(axis=1).astype(np.float64)
            most = triangular(scenario.most_per_month_weapons, rng.random(len(total)))
            capped = np.minimum(total, most * window.weeks * WEEK / _MONTH)
            yield scenario.name, scenario.source, window.range(scenario.group, "total", capped, window.dates())


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
        if one.group not in made.live:
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
