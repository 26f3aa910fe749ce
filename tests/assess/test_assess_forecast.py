"""The forecast: exact cases, what comes together stays together, and silence that widens and never lowers."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import ndtri
from scipy.stats import nbinom

from firstlight.assess.chances import gamma_poisson
from firstlight.assess.forecast import forecast, large_nights, triangular
from firstlight.assess.groups import Groups
from firstlight.assess.paths import Paths, paths
from firstlight.assess.ranges import Ahead
from firstlight.assess.scorecard import LEVELS, crps, crps_normal, interval_score, scorecard, weekly
from firstlight.assess.settings import Bounds, ForecastSettings, Large, forecast_settings
from firstlight.assess.volume import Volume
from firstlight.catalog import catalog
from firstlight.model import Forecast
from tests.truth.world import launches, volume_of

SETTINGS = forecast_settings(catalog())


def exact() -> ForecastSettings:
    """The settings without any error of the level."""
    boot = msgspec.structs.replace(SETTINGS.bootstrap, level_sd_log=0.0, weekly_sd_log=0.0)
    return msgspec.structs.replace(SETTINGS, bootstrap=boot)


def made_of(volume: Volume, weeks: int = 4, seed: int = 1) -> tuple[Paths, Forecast | None]:
    """Paths and forecast of a volume."""
    made = paths(volume, SETTINGS, weeks, 2000, seed)
    ahead = Ahead(first=volume.last + timedelta(days=1), nights=weeks * 7)
    return made, forecast(volume, made, ahead, Groups(catalog()), SETTINGS, seed)


def test_a_constant_history_without_errors_is_forecast_exactly() -> None:
    """F2: each night as the one before and no error of the level: every path is that constant."""
    made = paths(volume_of(np.tile([40.0, 6.0, 2.0], (60, 1))), exact(), 8, 50, 1)
    assert made.launched.shape == (50, 56, 3)
    assert (made.launched == np.array([40, 6, 2])).all()


def test_what_came_together_comes_together() -> None:
    """Cruise missiles that only came on nights of 300 drones never come without them, however often they are drawn."""
    nights = np.tile([[20.0, 0.0, 1.0], [20.0, 0.0, 0.0], [300.0, 15.0, 5.0]], (40, 1))
    made = paths(volume_of(nights), exact(), 8, 200, 3)
    drones, cruise = made.of("drone"), made.of("cruise")
    assert ((cruise > 0) == (drones >= 250)).all()
    assert 0.2 < (cruise > 0).mean() < 0.5


def test_the_same_seed_gives_the_same_futures_and_another_seed_others() -> None:
    """Paths depend on record, settings and seed alone."""
    volume = launches(np.random.default_rng(1), 200)
    first = paths(volume, SETTINGS, 4, 100, 5).launched
    assert (paths(volume, SETTINGS, 4, 100, 5).launched == first).all()
    assert (paths(volume, SETTINGS, 4, 100, 6).launched != first).any()


def test_a_trend_of_drones_is_carried_on_in_part() -> None:
    """Launches that grow by 4 % a week are forecast above their last weeks, and below the whole trend."""
    weeks = np.repeat(np.exp(0.04 * np.arange(30)), 7)
    volume = volume_of(np.stack([100 * weeks, np.full(210, 5.0), np.full(210, 2.0)], axis=1))
    last = paths(volume, exact(), 8, 200, 1).of("drone")[:, -7:].mean()
    weights = 0.5 ** (np.arange(210)[::-1] / 28)
    level = float(weights @ (100 * weeks) / weights.sum())
    assert last == pytest.approx(level * np.exp(SETTINGS.bootstrap.drift_share * 0.04 * 8), rel=0.03)


def silent(volume: Volume, nights: int, columns: tuple[int, ...]) -> Volume:
    """The same record with some groups not told on its last nights."""
    hidden = volume.launched.copy()
    hidden[-nights:, columns] = np.nan
    return Volume(first=volume.first, groups=volume.groups, launched=hidden)


@pytest.mark.parametrize("columns", [(2,), (0, 1, 2)], ids=["one group withheld", "nothing told"])
@pytest.mark.parametrize("world", range(3))
def test_silence_is_never_fewer_launches_and_widens(columns: tuple[int, ...], world: int) -> None:
    """Nine weeks without figures leave the median of a forecast made before them, and make its interval wider."""
    volume = launches(np.random.default_rng(world), 400, weekly_sd=0.0)
    before, after = volume.until(400 - 63), silent(volume, 63, columns)
    told, hidden = (paths(one, SETTINGS, 8, 4000, 1).of("ballistic").sum(axis=1) for one in (before, after))
    assert np.median(hidden) == pytest.approx(np.median(told), rel=0.08)
    low, high = (np.quantile(hidden, q) / np.quantile(told, q) for q in (0.025, 0.975))
    assert low < 0.85
    assert high > 1.15


def test_a_falling_trend_is_not_carried_on_through_silence() -> None:
    """Drones that fell before the figures stopped are not forecast lower because nothing was told since."""
    weeks = np.repeat(np.exp(-0.05 * np.arange(40)), 7)
    volume = volume_of(np.stack([400 * weeks, np.full(280, 5.0), np.full(280, 2.0)], axis=1))
    longer = volume_of(np.vstack([volume.launched, np.full((70, 3), np.nan)]))
    told, hidden = (np.median(paths(one, SETTINGS, 2, 4000, 1).of("drone").sum(axis=1)) for one in (volume, longer))
    assert hidden >= 0.95 * told


def test_a_withheld_group_still_comes_with_large_nights() -> None:
    """Numbers that stand in for withheld ones come from nights of the same size: the groups stay joined."""
    volume = silent(launches(np.random.default_rng(4), 400, weekly_sd=0.0), 56, (2,))
    made = paths(volume, exact(), 8, 500, 2)
    drones, ballistic = made.of("drone").ravel(), made.of("ballistic").ravel()
    large = drones > np.quantile(drones, 0.8)
    assert ballistic[large].mean() > 2 * ballistic[~large].mean()


def test_the_forecast_says_until_when_each_group_was_known() -> None:
    """Last known night and the number of nights since stand in the result, and a note says it."""
    volume = silent(launches(np.random.default_rng(2), 300), 20, (1,))
    _, found = made_of(volume)
    assert found is not None
    known = {one.group: (one.nights_since, one.why) for one in found.known}
    assert known["cruise"] == (20, "silence")
    assert known["drone"] == (0, "")
    assert any("20 nights of silence" in note for note in found.notes)


def test_too_short_a_record_has_no_forecast() -> None:
    """Thirteen nights give none; and a group that never came has none beside others that do."""
    nights = np.tile([40.0, 6.0, 0.0], (60, 1))
    assert made_of(volume_of(nights[:13]))[1] is None
    made, found = made_of(volume_of(nights))
    assert made.live == ("drone", "cruise")
    assert found is not None
    assert any("No forecast of ballistic" in note for note in found.notes)


def test_a_short_record_is_wider_than_a_long_one() -> None:
    """Three weeks of nights give a wider forecast than the same three weeks seventeen times over."""
    short = launches(np.random.default_rng(7), 21, weekly_sd=0.0)
    long = volume_of(np.tile(short.launched, (17, 1)))
    spread = [
        np.subtract(*np.log1p(np.quantile(paths(one, SETTINGS, 4, 4000, 1).of("ballistic").sum(axis=1), [0.9, 0.1])))
        for one in (short, long)
    ]
    assert spread[0] > 1.15 * spread[1]


def test_ranges_are_those_of_the_paths() -> None:
    """Totals, peaks and nights are counted on the paths, nested, and dated from the night after the record."""
    volume = launches(np.random.default_rng(3), 300)
    made, found = made_of(volume)
    assert found is not None
    rows = {(row.group, row.what): row for row in found.ranges}
    total = rows["drone", "total"]
    assert total.likely.best == np.median(made.of("drone").sum(axis=1))
    assert rows["cruise", "largest night"].wide.high == np.quantile(made.of("cruise").max(axis=1), 0.975)
    assert rows["ballistic", "nights with any"].mean == (made.of("ballistic") > 0).sum(axis=1).mean()
    assert total.start == (volume.last + timedelta(days=1)).isoformat()
    assert rows["drone", "week 2"].start == (volume.last + timedelta(days=8)).isoformat()
    for row in found.ranges:
        ends = [row.wide.low, row.likely.low, row.likely.best, row.likely.high, row.wide.high]
        assert ends == sorted(ends, key=lambda end: end or 0)
    joint = rows[None, "nights with at least 10 cruise and 4 ballistic"]
    assert joint.mean == ((made.of("cruise") >= 10) & (made.of("ballistic") >= 4)).sum(axis=1).mean()


def test_a_scenario_never_exceeds_its_limit() -> None:
    """Under a limit on production no path launches more than the limit's high end allows."""
    volume = volume_of(np.tile([900.0, 6.0, 30.0], (100, 1)))
    _, found = made_of(volume)
    assert found is not None
    for (_, _, row), scenario in zip(found.scenarios, SETTINGS.scenario, strict=True):
        assert row.wide.high is not None
        assert row.wide.high <= scenario.most_per_month_weapons.high * 28 / 30.44


def test_large_nights_follow_the_gamma_poisson_model() -> None:
    """B3 through the forecast: twenty nights that weigh alike, two of them large, are Gamma(2.5, 25) nights."""
    nights = np.zeros((20, 3))
    nights[[3, 9], 0] = 250
    found = large_nights(volume_of(nights), Large(group="drone", at_least_weapons=200, half_life_nights=1e9), 0.15, 28)
    assert found is not None
    for count in (0, 3):
        assert float(nbinom.pmf(count, *found)) == pytest.approx(gamma_poisson(count, 2.5, 25, 28), rel=1e-6)


def test_silence_leaves_the_mean_of_large_nights_and_widens_them() -> None:
    """Ten weeks without figures do not make large nights rarer."""
    nights = np.zeros((60, 3))
    nights[::4, 0] = 250
    large = Large(group="drone", at_least_weapons=200, half_life_nights=28)
    told = large_nights(volume_of(nights), large, 0.15, 28)
    hidden = large_nights(volume_of(np.vstack([nights, np.full((70, 3), np.nan)])), large, 0.15, 28)
    assert told is not None
    assert hidden is not None
    assert nbinom.mean(*hidden) == pytest.approx(nbinom.mean(*told))
    assert nbinom.var(*hidden) > 1.2 * nbinom.var(*told)


def test_triangular_draws_have_the_triangular_distribution() -> None:
    """The mean is a third of low, best and high, no draw leaves them, and one value alone is that value."""
    chance = (np.arange(100_000) + 0.5) / 100_000
    found = triangular(Bounds(low=2, best=3, high=10), chance)
    assert found.mean() == pytest.approx(5, abs=1e-3)
    assert found.min() >= 2
    assert found.max() <= 10
    assert (triangular(Bounds(low=4, best=4, high=4), chance[:3]) == 4).all()


def test_crps_of_a_standard_normal_at_zero() -> None:
    """F1: 0.233695 = 2 phi(0) - 1 / sqrt(pi); draws and quantiles of that normal come near it."""
    assert crps_normal(0, 1, 0) == pytest.approx(0.233695, abs=5e-7)
    assert crps_normal(3, 2, 3) == pytest.approx(2 * 0.233695, abs=1e-6)
    draws = ndtri((np.arange(40_000) + 0.5) / 40_000)
    assert crps(draws, 0.0) == pytest.approx(0.233695, abs=1e-4)
    assert crps(draws, 1.3) == pytest.approx(crps_normal(0, 1, 1.3), abs=1e-4)
    score = interval_score(np.quantile(draws, LEVELS)[:, None], np.array([0.0]))
    assert float(score[0]) == pytest.approx(0.2337, abs=0.03)


def test_the_interval_score_is_the_sum_over_intervals() -> None:
    """Twice the mean pinball loss of 23 quantiles is the weighted interval score by its own definition."""
    rng = np.random.default_rng(2)
    quantiles = np.sort(rng.gamma(2.0, 10.0, LEVELS.size))
    for value in (0.0, 12.0, 90.0):
        whole = abs(value - quantiles[11]) / 2
        for at in range(11):
            alpha, low, high = 2 * LEVELS[at], quantiles[at], quantiles[-1 - at]
            miss = 2 / alpha * (max(low - value, 0) + max(value - high, 0))
            whole += alpha / 2 * ((high - low) + miss)
        score = float(interval_score(quantiles[:, None], np.array([value]))[0])
        assert score == pytest.approx(whole / 11.5)


def test_a_forecast_beats_naive_on_a_steady_war_and_covers_it() -> None:
    """Where nothing drifts the scorecard is below naive, its intervals cover, and unknown weeks are not scored."""
    volume = launches(np.random.default_rng(9), 420, weekly_sd=0.0)
    card = scorecard(volume, SETTINGS, 30, 4, 300, 1)
    assert card is not None
    assert card.relative is not None
    assert card.relative < 0.9
    assert card.covered_80 > 0.75
    assert card.covered_95 > 0.92
    hidden = scorecard(silent(volume, 60, (2,)), SETTINGS, 30, 4, 300, 1)
    assert hidden is not None
    assert {score.group for score in hidden.scores} == {"drone", "cruise", "ballistic"}


def test_weeks_end_with_the_last_night_and_unknown_nights_make_unknown_weeks() -> None:
    """Sums are of whole weeks counted back from the end; one unknown night makes its week unknown."""
    nights: NDArray[np.float64] = np.ones((16, 3))
    nights[3, 1] = np.nan
    found = weekly(nights)
    assert found.shape == (2, 3)
    assert found[0].tolist()[0] == 7
    assert np.isnan(found[0, 1])
