"""Closed forms against values worked out apart from this code (docs/methods.md, "Exact values")."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import gammaln
from scipy.stats import betabinom, nbinom

from firstlight.assess import chances


def pmf(stopped: int, launched: int, mean: float, icc: float) -> float:
    """The chance of a count, with the binomial coefficient."""
    choose = gammaln(launched + 1) - gammaln(stopped + 1) - gammaln(launched - stopped + 1)
    numbers = [np.array(float(number)) for number in (stopped, launched, mean, icc)]
    return float(np.exp(choose + chances.log_beta_binomial(*numbers)))


def test_beta_binomial_of_ten_at_08() -> None:
    """B1: ten weapons, mean 0.8, correlation 0.1: P(10) 0.220046, P(8) 0.202674, variance 3.04."""
    assert pmf(10, 10, 0.8, 0.1) == pytest.approx(0.220046, abs=5e-7)
    assert pmf(8, 10, 0.8, 0.1) == pytest.approx(0.202674, abs=5e-7)
    assert chances.beta_binomial_variance(10, 0.8, 0.1) == pytest.approx(3.04)


def test_beta_binomial_agrees_with_scipy() -> None:
    """All chances of a raid agree with an independent implementation, and add up to one."""
    alpha, beta = chances.beta_shape(0.3, 0.25)
    ours = [pmf(count, 30, 0.3, 0.25) for count in range(31)]
    assert ours == pytest.approx(list(betabinom.pmf(range(31), 30, alpha, beta)), rel=1e-9)
    assert sum(ours) == pytest.approx(1)


def test_jeffreys_interval_of_20_in_25() -> None:
    """B2: 20 of 25 stopped gives 0.6158 to 0.9193."""
    assert chances.jeffreys(20, 25) == pytest.approx((0.6158, 0.9193), abs=5e-5)


def test_clustered_interval_without_clusters_is_jeffreys() -> None:
    """Single weapons, or no correlation, leave the interval of independent weapons; correlation widens it."""
    stopped, launched = np.array([1.0] * 20 + [0.0] * 5), np.ones(25)
    assert chances.clustered_interval(stopped, launched, 0.4) == pytest.approx(chances.jeffreys(20, 25))
    five = (np.array([5.0, 5, 5, 5, 0]), np.full(5, 5.0))
    assert chances.clustered_interval(*five, 1e-12) == pytest.approx(chances.jeffreys(20, 25))
    low, high = chances.clustered_interval(*five, 0.3)
    assert low < 0.6158
    assert high > 0.9193


def test_an_interval_without_a_hit_starts_at_zero() -> None:
    """None stopped is a low end of 0 and all stopped a high end of 1, never a number beyond."""
    assert chances.jeffreys(0, 9)[0] == 0
    assert chances.jeffreys(9, 9)[1] == 1


def test_gamma_poisson_over_28_nights() -> None:
    """B3: Gamma(2.5, rate 5) over 28 nights: mean 14, variance 92.4, P(0) 0.008936."""
    assert chances.gamma_poisson_moments(2.5, 5, 28) == pytest.approx((14, 92.4))
    assert chances.gamma_poisson(0, 2.5, 5, 28) == pytest.approx(0.008936, abs=5e-7)
    assert chances.gamma_poisson(9, 2.5, 5, 28) == pytest.approx(float(nbinom.pmf(9, 2.5, 5 / 33)))


def test_shots_that_share_a_chance_miss_together() -> None:
    """T10: mean 0.6, correlation 0.3: two shots both miss with 0.232, three with 0.157046."""
    assert chances.all_miss(0.6, 0.3, 2) == pytest.approx(0.232)
    assert chances.all_miss(0.6, 0.3, 3) == pytest.approx(0.157046, abs=5e-7)
    assert chances.all_miss(0.6, 1e-9, 2) == pytest.approx(0.16, abs=1e-6)
