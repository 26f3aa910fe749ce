"""Draws from a posterior of a few dimensions: its mode, its curvature there, and importance resampling around it.

The proposal is a multivariate t with 5 degrees of freedom at the mode, with the curvature's covariance; draws are
weighted by the true density and resampled (Rubin's sampling/importance resampling; Gelman et al., Bayesian Data
Analysis, 3rd ed., 10.4). One seed gives one set of draws.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.random import Generator
from scipy.linalg import cholesky
from scipy.optimize import minimize
from scipy.special import logsumexp

from firstlight.assess.chances import Array

Density = Callable[[Array], Array]  # (draws, dimensions) to (draws,): log density up to a constant

_FREEDOM = 5
_PROPOSALS = 4  # per draw
_STEP = 1e-3
_LEAST = 1e-8


def sample(log_density: Density, start: Array, count: int, rng: Generator) -> Array:
    """`count` draws, (count, dimensions), in random order; `start` is where the search for the mode begins."""
    mode = minimize(lambda at: -float(log_density(at[None, :])[0]), start, method="BFGS").x
    covariance = _covariance(log_density, mode)
    root = cholesky(covariance, lower=True)
    proposals = _PROPOSALS * count
    normals = rng.standard_normal((proposals, mode.size))
    stretch = np.sqrt(_FREEDOM / rng.chisquare(_FREEDOM, (proposals, 1)))
    at = mode + (normals * stretch) @ root.T
    distance = ((normals * stretch) ** 2).sum(axis=1)
    log_weight = log_density(at) + (_FREEDOM + mode.size) / 2 * np.log1p(distance / _FREEDOM)
    weight = np.exp(log_weight - logsumexp(log_weight))
    places = (np.arange(count) + rng.random()) / count
    chosen = np.minimum(np.searchsorted(np.cumsum(weight), places), proposals - 1)
    found: Array = at[rng.permutation(chosen)]
    return found


def _covariance(log_density: Density, mode: Array) -> Array:
    """The inverse of minus the second derivatives at the mode, its directions kept positive."""
    size = mode.size
    steps = np.eye(size) * _STEP
    signs = [(1, 1), (1, -1), (-1, 1), (-1, -1)]
    corners = np.array([mode + p * steps[i] + q * steps[j] for i in range(size) for j in range(size) for p, q in signs])
    values = log_density(corners).reshape(size, size, 4)
    curvature = -(values @ np.array([1.0, -1.0, -1.0, 1.0])) / (4 * _STEP**2)
    scales, directions = np.linalg.eigh((curvature + curvature.T) / 2)
    found: Array = (directions / np.maximum(scales, _LEAST)) @ directions.T
    return found
