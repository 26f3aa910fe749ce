"""Closed forms for counts that vary from raid to raid, as docs/methods.md gives them.

Throughout: `mean` is a chance between 0 and 1; `icc` is the intra-class correlation rho, 0 < rho < 1, of two weapons of
one raid; a raid's own chance is drawn from Beta(mean (1 - rho) / rho, (1 - mean) (1 - rho) / rho).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln, gammaln
from scipy.stats import beta as beta_distribution

Array = NDArray[np.float64]


def beta_shape(mean: float, icc: float) -> tuple[float, float]:
    """(alpha, beta) of the beta distribution with this mean and intra-class correlation."""
    spread = (1 - icc) / icc
    return mean * spread, (1 - mean) * spread


def log_beta_binomial(stopped: Array, launched: Array, mean: Array, icc: Array) -> Array:
    """Log chance of `stopped` out of `launched` without the binomial coefficient; arrays that broadcast.

    Source: the beta-binomial distribution, parametrised by mean and correlation (Williams, Biometrics 31, 1975).
    """
    spread = (1 - icc) / icc
    alpha, beta = mean * spread, (1 - mean) * spread
    result: Array = betaln(stopped + alpha, launched - stopped + beta) - betaln(alpha, beta)
    return result


def beta_binomial_variance(launched: int, mean: float, icc: float) -> float:
    """Variance of the number stopped out of `launched`: n p (1 - p) (1 + (n - 1) rho)."""
    return launched * mean * (1 - mean) * (1 + (launched - 1) * icc)


def clustered_interval(stopped: Array, launched: Array, icc: float, level: float = 0.95) -> tuple[float, float]:
    """Interval for the share stopped of all weapons, `stopped` and `launched` per raid.

    The variance of the share is p (1 - p) sum(n [1 + (n - 1) rho]) / N^2, which is that of N' = N^2 / sum(...)
    independent weapons; the interval is Jeffreys' for N' weapons (Brown, Cai and DasGupta, Statistical Science 16,
    2001; effective numbers as in Korn and Graubard, Survey Methodology 24, 1998). With rho 0 it is Jeffreys' own.
    """
    total = float(launched.sum())
    effective = total**2 / float((launched * (1 + (launched - 1) * icc)).sum())
    hits = float(stopped.sum()) / total * effective
    return jeffreys(hits, effective, level)


def jeffreys(hits: float, trials: float, level: float = 0.95) -> tuple[float, float]:
    """Jeffreys interval of a share; the low end is 0 without a hit and the high end 1 without a miss."""
    tail = (1 - level) / 2
    low = 0.0 if hits <= 0 else float(beta_distribution.ppf(tail, hits + 0.5, trials - hits + 0.5))
    high = 1.0 if hits >= trials else float(beta_distribution.ppf(1 - tail, hits + 0.5, trials - hits + 0.5))
    return low, high


def gamma_poisson(count: int, shape: float, rate: float, nights: float) -> float:
    """Chance of `count` events in `nights` when the nightly rate is Gamma(shape, rate): a negative binomial."""
    log_chance = (
        gammaln(shape + count)
        - gammaln(shape)
        - gammaln(count + 1)
        + shape * math.log(rate / (rate + nights))
        + count * math.log(nights / (rate + nights))
    )
    return float(np.exp(log_chance))


def gamma_poisson_moments(shape: float, rate: float, nights: float) -> tuple[float, float]:
    """Mean and variance of the number of events in `nights` when the nightly rate is Gamma(shape, rate)."""
    mean = shape * nights / rate
    return mean, mean + mean**2 / shape


def all_miss(mean: float, icc: float, shots: int) -> float:
    """Chance that `shots` at one target all miss when the raid's chance is common to them.

    It is prod (beta + i) / (alpha + beta + i), the moments of the beta distribution. For two shots it is
    q^2 + rho p q: two shots at 0.6 do not stop 84 % when what spoils the first may spoil the second.
    """
    alpha, beta = beta_shape(mean, icc)
    return math.prod((beta + shot) / (alpha + beta + shot) for shot in range(shots))
