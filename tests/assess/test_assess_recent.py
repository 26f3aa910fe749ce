"""The rate that holds now, the effect of size, leakers of raids to come, and whether a drop is real."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import numpy as np
import pytest
from numpy.random import Generator
from scipy.special import expit

from firstlight.assess.changes import PENALTY, SHORTEST, change, step_power, stretches, within_quarters
from firstlight.assess.compare import compare
from firstlight.assess.paths import paths
from firstlight.assess.recent import RecentRate, estimates, leaker_paths, recent_rate
from firstlight.assess.sampling import sample
from firstlight.assess.series import RaidNight
from firstlight.assess.settings import forecast_settings
from firstlight.catalog import catalog
from firstlight.errors import FirstlightError
from tests.truth.world import FIRST, launches

SETTINGS = forecast_settings(catalog())


def nights(
    rng: Generator, count: int, level: float | np.ndarray, size: float = 0.0, icc: float = 0.1, group: str = "drone"
) -> list[RaidNight]:
    """Raid-nights whose chance depends on their size: logit mu = level + size ln(n / 40)."""
    launched = 1 + rng.geometric(1 / 40, count)
    mean = expit(level + size * np.log(launched / 40))
    own = rng.beta(mean * (1 - icc) / icc, (1 - mean) * (1 - icc) / icc)
    return [
        RaidNight(night=(FIRST + timedelta(days=day)).isoformat(), group=group, launched=n, stopped=k, shot_down=k)
        for day, (n, k) in enumerate(zip(launched.tolist(), rng.binomial(launched, own).tolist(), strict=True))
    ]


def test_draws_are_those_of_the_density() -> None:
    """Moments of a skewed density of two dimensions come back: a gamma's logarithm beside a normal."""

    def log_density(at: np.ndarray) -> np.ndarray:
        result: np.ndarray = 3.0 * at[:, 0] - np.exp(at[:, 0]) - (at[:, 1] - 1.0) ** 2 / (2 * 0.25)
        return result

    found = sample(log_density, np.zeros(2), 20_000, np.random.default_rng(1))
    gamma = np.exp(found[:, 0])
    assert (gamma.mean(), gamma.var()) == pytest.approx((3.0, 3.0), rel=0.05)
    assert (found[:, 1].mean(), found[:, 1].std()) == pytest.approx((1.0, 0.5), abs=0.02)


def test_a_planted_effect_of_size_comes_back() -> None:
    """Raids e times as large with a logit higher by 0.5: the interval holds it, and excludes none."""
    found = recent_rate("ballistic", nights(np.random.default_rng(2), 300, 0.5, size=0.5), SETTINGS, 1)
    low, high = np.quantile(found.size, [0.025, 0.975])
    assert 0.2 < low < 0.5 < high


def test_no_effect_of_size_is_not_invented() -> None:
    """Where size changes nothing the interval of its effect holds zero."""
    found = recent_rate("ballistic", nights(np.random.default_rng(3), 300, 0.5), SETTINGS, 1)
    low, high = np.quantile(found.size, [0.025, 0.975])
    assert low < 0 < high


def test_old_raids_count_less() -> None:
    """After a step the rate now is the new one where the half-life is short, and in between where it is long."""
    some = nights(np.random.default_rng(4), 240, np.repeat([2.5, 0.5], 120), icc=0.05)
    level = {
        group: float(np.median(expit(recent_rate(group, some, SETTINGS, 1).level))) for group in ("drone", "cruise")
    }
    assert level["drone"] == pytest.approx(expit(0.5), abs=0.06)
    assert level["cruise"] > level["drone"] + 0.05


def test_a_group_without_raids_has_the_prior() -> None:
    """Nothing known of a group is a chance from almost none to almost all."""
    level, _ = estimates(recent_rate("sam_ground", [], SETTINGS, 1), invented=False)
    assert level.low is not None
    assert level.high is not None
    assert level.low < 0.05
    assert level.high > 0.95


def rates(seed: int = 1) -> dict[str, RecentRate]:
    """Rates of the three groups of a planted world."""
    rng = np.random.default_rng(seed)
    return {
        group: recent_rate(group, nights(rng, 200, level, group=group), SETTINGS, 1)
        for group, level in (("drone", 1.7), ("cruise", 1.0), ("ballistic", -1.4))
    }


def test_leakers_are_never_more_than_launched_and_follow_the_rate() -> None:
    """Of each night's launches between none and all leak, and over many about one less the rate."""
    volume = launches(np.random.default_rng(5), 200)
    made = paths(volume, SETTINGS, 4, 2000, 1)
    known = rates()
    leaked = leaker_paths(made, volume, known, SETTINGS, 1)
    assert leaked.shape == made.launched.shape
    assert (leaked >= 0).all()
    assert (leaked <= made.launched).all()
    for at, group in enumerate(made.groups):
        share = leaked[:, :, at].sum() / made.launched[:, :, at].sum()
        assert share == pytest.approx(1 - float(np.median(expit(known[group].level))), abs=0.08)


def test_leakers_widen_with_the_time_since_the_last_rate() -> None:
    """A rate that was last known long ago gives the same middle and a wider range."""
    volume = launches(np.random.default_rng(6), 200)
    made = paths(volume, SETTINGS, 2, 4000, 1)
    known = rates()
    old, new = (
        {name: msgspec.structs.replace(one, last=last) for name, one in known.items()}
        for last in ("2023-01-01", volume.last.isoformat())
    )
    shares = [
        leaker_paths(made, volume, one, SETTINGS, 1)[:, :, 0].sum(axis=1) / made.of("drone").sum(axis=1)
        for one in (new, old)
    ]
    assert np.subtract(*np.quantile(shares[1], [0.9, 0.1])) > 1.3 * np.subtract(*np.quantile(shares[0], [0.9, 0.1]))


def test_power_is_near_what_simulation_gives() -> None:
    """The printed power to find a step half-way is within 0.2 of the share found in forty planted wars."""
    rng = np.random.default_rng(8)
    for step in (0.1, 0.2):
        level = np.repeat(np.log([(0.8 + step / 2) / (0.2 - step / 2), (0.8 - step / 2) / (0.2 + step / 2)]), 75)
        wars = [nights(rng, 150, level, icc=0.15) for _ in range(40)]
        found = np.mean(
            [
                any(abs(sum(one.raids for one in cut[:at]) - 75) <= 20 for at in range(1, len(cut)))
                for cut in map(stretches, wars)
            ]
        )
        told = np.mean([step_power(one, step, within_quarters(one)) for one in wars[:10]])
        assert told == pytest.approx(found, abs=0.2)
    assert PENALTY == 1.5
    assert step_power(wars[0][: 2 * SHORTEST - 1], 0.5, 0.1) == 0


def test_no_change_found_prints_its_power() -> None:
    """The note of an unchanged series says that this is no proof, and in how many cases a step would be seen."""
    some = nights(np.random.default_rng(9), 60, 1.5)
    found = change(some, within_quarters(some))
    assert len(found.stretches) == 1
    assert "not proof of none" in found.note
    assert [step for step, _ in found.power] == [0.05, 0.1, 0.2]
    assert found.power[0][1] <= found.power[1][1] <= found.power[2][1] <= 1


def run(first: int, last: int) -> tuple[str, str]:
    """Inclusive dates of some nights of the world."""
    return (FIRST + timedelta(days=first)).isoformat(), (FIRST + timedelta(days=last)).isoformat()


def test_a_real_drop_is_called_real() -> None:
    """From 0.9 to 0.5 over sixty raids each: chance does not give it, wherever one looks."""
    some = nights(np.random.default_rng(10), 120, np.repeat([2.2, 0.0], 60), icc=0.1)
    found = compare(some, run(0, 59), run(60, 119), 1)
    assert found.chance_shuffled < 0.001
    assert found.chance_model < 0.001
    assert found.power > 0.95
    assert found.verdict.startswith("A real difference")


def test_raids_that_vary_are_not_called_a_drop() -> None:
    """Where nothing changed a difference is called real about as often as it says: in at most four wars of forty."""
    rng = np.random.default_rng(12)
    found = [compare(nights(rng, 60, 0.0, icc=0.4), run(0, 29), run(30, 59), 1, 0.4) for _ in range(40)]
    assert sum(one.verdict.startswith("A real difference") for one in found) <= 4
    assert 0.3 < np.mean([one.chance_shuffled < 0.5 for one in found]) < 0.7


def test_one_striking_month_among_many_is_said_to_be_one_of_many() -> None:
    """The same drop is judged against the number of months in which it could have been noticed."""
    some = nights(np.random.default_rng(12), 400, 0.3, icc=0.3)
    weak = [
        msg.verdict
        for start in range(28, 372, 28)
        if (msg := compare(some, run(start - 28, start - 1), run(start, start + 27), 1)).chance_shuffled < 0.05
    ]
    assert all(not verdict.startswith("A real") for verdict in weak)
    found = compare(some, run(0, 27), run(28, 55), 1)
    assert found.looks == 400 // 28
    assert found.chance_any_look >= max(found.chance_model, found.chance_shuffled)


@pytest.mark.parametrize(
    ("before", "after", "says"), [(run(0, 1), run(30, 59), "take longer"), (run(0, 40), run(30, 59), "overlap")]
)
def test_runs_that_cannot_be_compared_are_refused(before: tuple[str, str], after: tuple[str, str], says: str) -> None:
    """Fewer than three raids in a run, or runs that overlap, are one line for a person."""
    some = nights(np.random.default_rng(13), 60, 1.0)
    with pytest.raises(FirstlightError, match=says):
        compare(some, before, after, 1)
