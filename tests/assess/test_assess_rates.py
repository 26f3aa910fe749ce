"""Rates of one group: against an independent integration, on few raids, and with mixed counts."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit, logsumexp
from scipy.stats import betabinom, norm

from firstlight.assess.rates import posterior, rate
from firstlight.assess.series import MixedCount, RaidNight
from firstlight.errors import FirstlightError


def nights(*pairs: tuple[int, int], group: str = "cruise") -> list[RaidNight]:
    """Raid-nights of (launched, stopped)."""
    return [
        RaidNight(
            night=f"2025-{1 + day // 28:02}-{1 + day % 28:02}", group=group, launched=many, stopped=some, shot_down=some
        )
        for day, (many, some) in enumerate(pairs)
    ]


def reference(launched: list[int], stopped: list[int]) -> tuple[float, float, float]:
    """(low, median, high) of mu by brute force on a wide fixed grid with scipy's own distribution."""
    a, r = np.meshgrid(np.linspace(-9, 9, 721), np.linspace(-8, 4, 241), indexing="ij")
    mean, icc = expit(a), expit(r)
    spread = (1 - icc) / icc
    log_mass = norm.logpdf(a, 0, 2) + norm.logpdf(r, -2, 1)
    for many, some in zip(launched, stopped, strict=True):
        log_mass += betabinom.logpmf(some, many, mean * spread, (1 - mean) * spread)
    mass = np.exp(log_mass - logsumexp(log_mass)).sum(axis=1)
    low, middle, high = np.interp([0.025, 0.5, 0.975], np.cumsum(mass) - mass / 2, a[:, 0])
    return float(expit(low)), float(expit(middle)), float(expit(high))


@pytest.mark.parametrize(
    ("launched", "stopped"),
    [
        ([1], [0]),
        ([4], [4]),
        ([3, 7], [0, 2]),
        ([10, 12, 8, 30, 5], [8, 12, 3, 24, 5]),
        ([2] * 40, [0] * 39 + [1]),
        # on these the curvature of an ascent that never measured it was far too high, and the intervals too narrow
        ([189, 164, 147, 68, 8, 138, 171], [103, 126, 137, 58, 7, 111, 143]),
        (
            [
                146,
                57,
                127,
                185,
                176,
                129,
                78,
                132,
                170,
                112,
                160,
                19,
                99,
                160,
                136,
                29,
                75,
                171,
                6,
                91,
                117,
                98,
                61,
                5,
                153,
            ],
            [17, 6, 96, 12, 176, 0, 0, 32, 51, 29, 15, 13, 12, 68, 33, 12, 2, 2, 0, 49, 17, 26, 59, 1, 58],
        ),
    ],
)
def test_the_posterior_is_the_posterior(launched: list[int], stopped: list[int]) -> None:
    """The interval agrees with a brute-force integration of the stated model, also for one raid."""
    found = posterior(np.array(launched, dtype=float), np.array(stopped, dtype=float))
    assert found.mean == pytest.approx(reference(launched, stopped), abs=0.001)


def test_a_rate_tells_both_shares() -> None:
    """The chance per raid and the share of all weapons differ where large raids fare otherwise."""
    found = rate(nights((100, 95), *[(2, 0)] * 10))
    assert found is not None
    assert (found.raids, found.launched, found.intercepted) == (11, 120, 95)
    assert found.per_munition.best == pytest.approx(95 / 120)
    assert found.rate.best is not None
    assert found.rate.best < 0.4
    for one in (found.rate, found.per_munition, found.rho):
        assert one is not None
        assert one.low is not None
        assert one.best is not None
        assert one.high is not None
        assert 0 <= one.low <= one.best <= one.high <= 1


def test_few_raids_are_wide_and_say_so() -> None:
    """One or two raid-nights give a wide interval, no correlation, and a note; none gives no rate."""
    assert rate([]) is None
    for pairs in ([(4, 3)], [(4, 3), (5, 5)]):
        found = rate(nights(*pairs))
        assert found is not None
        assert "only" in found.note
        assert found.rho is None
        assert found.rate.low is not None
        assert found.rate.high is not None
        assert found.rate.high - found.rate.low > 0.35
    many = rate(nights(*[(10, 8), (9, 7), (12, 9), (8, 7)] * 5))
    assert many is not None
    assert many.note == ""
    assert many.rho is not None


def test_none_and_all_stopped_keep_an_interval_inside_zero_and_one() -> None:
    """Twenty raids without a hit, or without a leaker, still leave room for doubt."""
    nothing, everything = rate(nights(*[(5, 0)] * 20)), rate(nights(*[(5, 5)] * 20))
    assert nothing is not None
    assert everything is not None
    assert nothing.rate.high is not None
    assert everything.rate.low is not None
    assert 0 < nothing.rate.high < 0.2
    assert 0.8 < everything.rate.low < 1
    assert nothing.rho is None


def test_the_order_of_nights_and_a_change_of_batch_change_nothing() -> None:
    """The same nights in another order give the same rate, to the bit."""
    some = nights((10, 8), (3, 0), (25, 20), (1, 1))
    assert rate(some) == rate(some[::-1])


def test_counts_across_groups_move_no_number_but_are_told() -> None:
    """A mixed count changes no estimate; the note says how far it could have moved the share."""
    some = nights((10, 8), (10, 6), (10, 7))
    mixed = [MixedCount(night="2025-01-01", groups=frozenset({"cruise", "ballistic"}), launched=5, stopped=2)]
    plain, noted = rate(some), rate(some, mixed)
    assert plain is not None
    assert noted is not None
    assert noted.rate == plain.rate
    assert f"from {21 / 33:.3f} to {23 / 32:.3f}" in noted.note


@pytest.mark.parametrize(("launched", "stopped"), [([], []), ([3], [4]), ([0], [0]), ([3], [-1])])
def test_numbers_that_no_raid_can_have_are_an_error(launched: list[float], stopped: list[float]) -> None:
    """An impossible night is never fitted."""
    with pytest.raises(FirstlightError):
        posterior(np.array(launched, dtype=float), np.array(stopped, dtype=float))
