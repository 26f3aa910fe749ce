"""From the record to what comes next: paths of launches and leakers, and the draws of harm, made once for all parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from msgspec.structs import replace

from firstlight.assess.chances import Array
from firstlight.assess.groups import Groups
from firstlight.assess.harm import HarmDraws, harm_draws, leakers_by_class
from firstlight.assess.harm_totals import joined
from firstlight.assess.paths import WEEK, Paths, Whole, paths
from firstlight.assess.ranges import Ahead
from firstlight.assess.recent import RecentRate, leaker_paths, recent_rate
from firstlight.assess.series import Series
from firstlight.assess.settings import (
    DoctrineSettings,
    ForecastSettings,
    HarmSettings,
    HarmTotal,
    Scenario,
    doctrine_settings,
    forecast_settings,
    harm_settings,
)
from firstlight.assess.volume import Volume, volume
from firstlight.model import Assumption, Record


class Horizon(Record, frozen=True, kw_only=True):
    """How far ahead and how often: weeks (0: not at all), paths, the seed, and a user's own totals and scenarios."""

    weeks: int
    paths: int
    seed: int
    harm_totals: tuple[HarmTotal, ...] = ()
    scenarios: tuple[Scenario, ...] = ()


class Outlook(Record, frozen=True, kw_only=True, eq=False):
    """What forecast, harm, need and stocks are made from. `made` has no live group where nothing can be forecast."""

    volume: Volume
    ahead: Ahead
    made: Paths
    leaked: Whole  # leakers of `made`, the same shape
    rates: Mapping[str, RecentRate]
    leakers: Mapping[str, Array]  # of the record, by night and class of harm
    harm: HarmDraws
    forecasting: ForecastSettings
    harming: HarmSettings
    shooting: DoctrineSettings


def outlook(whole: Series, told: frozenset[str], groups: Groups, end: str, horizon: Horizon, invented: bool) -> Outlook:
    """The outlook from the night `end`, from the series of everything before."""
    catalog = groups.catalog
    forecasting, harming = forecast_settings(catalog), harm_settings(catalog)
    forecasting = replace(forecasting, scenario=(*forecasting.scenario, *horizon.scenarios))
    launches = volume(whole.rows, told, groups, end)
    rates = {
        group: recent_rate(group, [night for night in whole.nights if night.group == group], forecasting, horizon.seed)
        for group in groups.entries
    }
    made = paths(launches, forecasting, horizon.weeks, horizon.paths, horizon.seed)
    leakers = leakers_by_class(whole, harming)
    totals = joined(harming.total, horizon.harm_totals)
    return Outlook(
        volume=launches,
        ahead=Ahead(first=launches.last + timedelta(days=1), nights=horizon.weeks * WEEK, invented=invented),
        made=made,
        leaked=leaker_paths(made, launches, rates, forecasting, horizon.seed),
        rates=rates,
        leakers=leakers,
        harm=harm_draws(leakers, launches, harming, totals, horizon.seed),
        forecasting=forecasting,
        harming=harming,
        shooting=doctrine_settings(catalog),
    )


def assumptions(found: Outlook) -> Iterator[Assumption]:
    """What forecast, harm and need rest on, each with its source."""
    yield from _of_harm(found)
    if not found.made.live:
        return
    boot = found.forecasting.bootstrap
    yield _assumed(
        "forecast",
        f"nights drawn with half-life {boot.half_life_nights:g}, sd of the log level {boot.level_sd_log:g} and "
        f"{boot.weekly_sd_log:g} a week; {boot.drift_share:g} of the slope of {boot.drift_weeks} weeks carried on for "
        f"{', '.join(sorted(boot.drift_of))}",
        boot.source,
    )
    for name, half_lives in (
        ("half-life of the level, nights", found.forecasting.level_half_life_nights),
        ("half-life of the rate, nights", found.forecasting.rate_half_life_nights),
        ("weekly walk of the rate, sd of the logit", found.forecasting.rate_weekly_sd_logit),
    ):
        yield _assumed(name, _listed(half_lives, found.made.live), boot.source)
    yield _assumed("a night told in full", "what is not mentioned was not launched", found.forecasting.told.source)
    for scenario in found.forecasting.scenario:
        most = scenario.most_per_month_weapons
        value = f"{most.low:g} to {most.high:g} a month, best {most.best:g}"
        yield _assumed(f"scenario: {scenario.name}", value, scenario.source)
    for group in found.made.live:
        shot = found.shooting.single_shot[group]
        value = (
            f"Beta({shot.alpha:g}, {shot.beta:g}), correlation {shot.correlation.low:g} to {shot.correlation.high:g}"
        )
        yield _assumed(f"chance of one shot at {group}", value, shot.source)
    for doctrine in found.shooting.doctrine.values():
        value = f"{doctrine.title}: {doctrine.shots_per_target} shot(s), {doctrine.how}"
        yield _assumed("doctrine", value, doctrine.source)


def _of_harm(found: Outlook) -> Iterator[Assumption]:
    if not found.harm.fitted:
        source = found.harming.fitted.source
        yield _assumed("casualties per leaker", "the fit to the public record stands in", source)
    for name, one in found.harming.class_.items():
        if found.harm.fitted:
            value = f"log-normal, median {one.median_casualties_per_leaker:g}, sd of the log {one.sd_log:g}"
            yield _assumed(f"prior of casualties per leaker, {name}", value, one.source)
    for block in found.harm.blocks:
        value = f"{block.people} killed or injured in {', '.join(block.months)}"
        yield _assumed("casualties told", value, "; ".join(block.sources))


def _assumed(name: str, value: str, source: str) -> Assumption:
    return Assumption(name=name, value=value, source=source)


def _listed(numbers: Mapping[str, float], live: Sequence[str]) -> str:
    return ", ".join(f"{name} {numbers[name]:g}" for name in live)
