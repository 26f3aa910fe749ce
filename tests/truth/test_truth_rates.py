"""Rates recovered from planted worlds within the coverage that they state."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import beta

from firstlight.assess import AssessOptions, assess
from firstlight.assess.chances import Array, clustered_interval
from firstlight.assess.changes import stretches
from firstlight.assess.rates import posterior
from firstlight.catalog import catalog
from firstlight.model import LedgerState, Weapon

from .world import War, from_prior, raid_nights, raids, war

WARS = 150


def arrays(planted: War) -> tuple[Array, Array]:
    """Launched and stopped of a war."""
    return np.array(planted.launched, dtype=np.float64), np.array(planted.stopped, dtype=np.float64)


@pytest.mark.parametrize("nights", [4, 40])
def test_intervals_cover_the_planted_rate_as_often_as_they_say(nights: int) -> None:
    """On wars drawn from the priors the intervals of both parameters cover 95 +- 4 and 80 +- 7 in a hundred."""
    rng = np.random.default_rng(20240328 + nights)
    wars = [from_prior(rng, nights) for _ in range(WARS)]
    for level, slack in ((0.95, 0.04), (0.80, 0.07)):
        found = [posterior(*arrays(planted), level) for planted in wars]
        for what in ("mean", "icc"):
            covered = np.mean(
                [
                    getattr(one, what)[0] <= getattr(planted, what) <= getattr(one, what)[2]
                    for one, planted in zip(found, wars, strict=True)
                ]
            )
            assert covered == pytest.approx(level, abs=slack), (what, level)


def test_the_share_of_all_weapons_is_covered_and_a_binomial_interval_is_not_honest() -> None:
    """With raids that vary, the cluster interval covers the planted rate, and one for independent weapons does not."""
    rng = np.random.default_rng(7)
    wars = [war(rng, 60, 0.85, 0.12) for _ in range(400)]
    ours, naive = [], []
    for planted in wars:
        launched, stopped = arrays(planted)
        low, high = clustered_interval(stopped, launched, planted.icc)
        ours.append(low <= planted.mean <= high)
        total, hits = launched.sum(), stopped.sum()
        low, high = beta.ppf([0.025, 0.975], hits + 0.5, total - hits + 0.5)
        naive.append(low <= planted.mean <= high)
    assert np.mean(ours) == pytest.approx(0.95, abs=0.03)
    assert np.mean(naive) < 0.8


def test_a_planted_rate_comes_back_through_the_whole_assessment() -> None:
    """From raids of a ledger to the estimate: the truth lies within, and the best is near it."""
    planted = war(np.random.default_rng(11), 200, 0.7, 0.15)
    weapon = Weapon(class_="cruise_missile", model="kalibr", models=("kalibr",))
    state = LedgerState(raids=raids(planted, weapon, "cruise"))
    (found,) = assess(state, {}, {}, catalog(), AssessOptions()).rates
    assert (found.raids, found.launched, found.intercepted) == (200, sum(planted.launched), sum(planted.stopped))
    assert found.rate.best == pytest.approx(0.7, abs=0.04)
    for estimate, truth in ((found.rate, 0.7), (found.per_munition, 0.7), (found.rho, 0.15)):
        assert estimate is not None
        assert estimate.low is not None
        assert estimate.high is not None
        assert estimate.low < truth < estimate.high


def test_no_change_is_found_where_none_was_planted() -> None:
    """On wars of one rate, raids that vary are not taken for changes: at most one false alarm in 24."""
    rng = np.random.default_rng(5)
    alarms = sum(len(stretches(raid_nights(war(rng, 150, 0.8, 0.15)))) > 1 for _ in range(24))
    assert alarms <= 1


def test_a_planted_step_is_found_near_where_it_was_planted() -> None:
    """A fall from 0.9 to 0.7 after night 100 of 200 is one change, found within twenty nights, in 11 wars of 12."""
    rng = np.random.default_rng(6)
    found = 0
    for _ in range(12):
        cut = stretches(raid_nights(war(rng, 100, 0.9, 0.1, size=60), war(rng, 100, 0.7, 0.1, size=60)))
        found += len(cut) == 2 and abs(cut[0].raids - 100) <= 20
    assert found >= 11


def test_a_series_too_short_to_cut_is_one_stretch() -> None:
    """Fewer than twelve nights are never cut, and no nights give no stretch."""
    assert len(stretches(raid_nights(war(np.random.default_rng(1), 11, 0.5, 0.2)))) == 1
    assert stretches([]) == ()
