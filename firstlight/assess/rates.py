"""How well a group was stopped: a beta-binomial rate per raid-night, and the share of all weapons stopped.

Model (docs/methods.md): of n launched on a night k are stopped, k ~ BetaBinomial(n, mu, rho), with logit mu ~ N(0, 2)
and logit rho ~ N(-2, 1).
The posterior has two dimensions. Its mode and curvature (as for a Laplace approximation) place a grid on which it
is then integrated, so that the interval also holds for a handful of raids, where the Laplace approximation does not;
nothing is drawn at random.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline
from scipy.special import expit, logit, logsumexp

from firstlight.assess.chances import clustered_interval, log_beta_binomial
from firstlight.assess.series import MixedCount, RaidNight
from firstlight.errors import FirstlightError
from firstlight.model import Estimate, Rate, Record

Array = NDArray[np.float64]

MEAN_PRIOR = (0.0, 2.0)  # of logit mu: mean, standard deviation
ICC_PRIOR = (-2.0, 1.0)  # of logit rho
FEW = 3  # raid-nights below which the note says that they are few
_CELLS = (41, 31)
_FINE = 4001  # points of a marginal between which quantiles are read
_PASSES = 5
_REACH, _STEPS, _FLAT = 1e-3, 40, 1e-3  # of the ascent: distance of its points, steps at most, slope at which it ends
_TRACE = 1e-7  # a cell with less of the posterior than this is empty


class Posterior(Record, frozen=True, kw_only=True):
    """Marginal quantiles of the two parameters: (low, median, high)."""

    mean: tuple[float, float, float]
    icc: tuple[float, float, float]
    level: float


def posterior(launched: Array, stopped: Array, level: float = 0.95) -> Posterior:
    """Posterior of mu and rho from whole numbers per raid-night, one element or more each.

    Raises FirstlightError where there is no raid-night, or numbers that no raid can have.
    """
    if launched.size == 0 or launched.shape != stopped.shape:
        raise FirstlightError("a rate needs at least one night with both numbers: choose a longer period")
    if bool(np.any((stopped < 0) | (stopped > launched) | (launched < 1))):
        raise FirstlightError("a rate needs 0 <= stopped <= launched and launched >= 1 on each night")
    pairs, repeats = np.unique(np.stack([launched, stopped]), axis=1, return_counts=True)
    weights = repeats.astype(np.float64)

    def log_density(a: Array, r: Array) -> Array:
        """Log posterior density at logit mu `a` and logit rho `r`, arrays of one shape."""
        fit = log_beta_binomial(pairs[1], pairs[0], expit(a)[..., None], expit(r)[..., None]) @ weights
        prior = ((a - MEAN_PRIOR[0]) / MEAN_PRIOR[1]) ** 2 + ((r - ICC_PRIOR[0]) / ICC_PRIOR[1]) ** 2
        result: Array = fit - prior / 2
        return result

    start = np.array([float(logit((stopped.sum() + 0.5) / (launched.sum() + 1))), ICC_PRIOR[0]])
    mode, variance = _mode(log_density, start)
    spread = 8 * np.sqrt(np.clip(variance, 1e-6, [MEAN_PRIOR[1] ** 2, ICC_PRIOR[1] ** 2]))
    bounds = [(float(at - half), float(at + half)) for at, half in zip(mode, spread, strict=True)]
    for _ in range(_PASSES):
        axes = [np.linspace(low, high, cells) for (low, high), cells in zip(bounds, _CELLS, strict=True)]
        log_mass = log_density(*np.meshgrid(*axes, indexing="ij"))
        mass = np.exp(log_mass - logsumexp(log_mass))
        marginals = (mass.sum(axis=1), mass.sum(axis=0))
        settled = [_settled(marginal) for marginal in marginals]
        if all(settled):
            break
        bounds = [_refit(*one) for one in zip(axes, marginals, settled, strict=True)]
    return Posterior(
        mean=_quantiles(axes[0], marginals[0], level), icc=_quantiles(axes[1], marginals[1], level), level=level
    )


def _mode(log_density: Callable[[Array, Array], Array], start: Array) -> tuple[Array, Array]:
    """Where the density is highest, and the variances that its curvature there gives; a damped Newton ascent.

    Slope and curvature come from differences on nine points, which one call computes. It only places the first grid.
    """
    steps = _REACH * np.array([(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1)], dtype=np.float64)
    prior = np.array([MEAN_PRIOR[1] ** -2, ICC_PRIOR[1] ** -2])
    at, damping = start, 0.0
    values = log_density(*(at + steps).T)
    for _ in range(_STEPS):
        slope = np.array([values[7] - values[1], values[5] - values[3]]) / (2 * _REACH)
        cross = (values[8] - values[6] - values[2] + values[0]) / (4 * _REACH**2)
        bend = (np.array([values[7] + values[1], values[5] + values[3]]) - 2 * values[4]) / _REACH**2
        curve = np.array([[-bend[0], cross * -1], [cross * -1, -bend[1]]])
        floor = min(0.0, float(np.linalg.eigvalsh(curve)[0]) - float(prior.min()))
        curve -= floor * np.eye(2)  # uphill wherever the density is not concave
        if float(np.abs(slope).max()) < _FLAT:
            break
        move = np.clip(np.linalg.solve(curve + damping * np.eye(2), slope), -2.0, 2.0)
        tried = log_density(*(at + move + steps).T)
        if tried[4] >= values[4]:
            at, values, damping = at + move, tried, damping / 8
        else:
            damping = max(8 * damping, 1.0)
    return at, np.diag(np.linalg.inv(curve))


def _settled(marginal: Array) -> bool:
    """Whether a grid holds all but a trace of the mass, and spends at least half of its cells on it."""
    held = np.flatnonzero(marginal > _TRACE)
    return bool(marginal[0] < _TRACE and marginal[-1] < _TRACE and held.size >= marginal.size // 2)


def _refit(axis: Array, marginal: Array, settled: bool) -> tuple[float, float]:
    """Bounds of the next grid: the same where it is settled, else around the mass, farther out where it was cut off."""
    if settled:
        return float(axis[0]), float(axis[-1])
    held, step, width = np.flatnonzero(marginal > _TRACE), axis[1] - axis[0], axis[-1] - axis[0]
    low = axis[0] - width / 2 if held[0] == 0 else axis[held[0]] - step
    high = axis[-1] + width / 2 if held[-1] == axis.size - 1 else axis[held[-1]] + step
    return float(low), float(high)


def _quantiles(axis: Array, marginal: Array, level: float) -> tuple[float, float, float]:
    """Quantiles, as chances, of a marginal on a grid of logits; a spline through its logarithm reads between cells."""
    curve = CubicSpline(axis, np.log(np.maximum(marginal, np.finfo(np.float64).tiny)))
    fine = np.linspace(axis[0], axis[-1], _FINE)
    below = np.cumsum(np.exp(curve(fine)))
    tail = (1 - level) / 2
    low, middle, high = expit(np.interp([tail, 0.5, 1 - tail], (below - below[0]) / (below[-1] - below[0]), fine))
    return float(low), float(middle), float(high)


def rate(nights: Sequence[RaidNight], mixed: Sequence[MixedCount] = (), *, invented: bool = False) -> Rate | None:
    """The rates of one group from its raid-nights; None without any.

    `mixed`: counts across groups that may hold weapons of this group; they move no number, and the note says by how
    much they could. `invented`: whether any night rests on invented reports.
    """
    if not nights:
        return None
    ordered = sorted(nights, key=lambda night: night.night)
    launched = np.array([night.launched for night in ordered], dtype=np.float64)
    stopped = np.array([night.stopped for night in ordered], dtype=np.float64)
    found = posterior(launched, stopped)
    low, high = clustered_interval(stopped, launched, found.icc[1])
    inputs = (f"{ordered[0].group} series, {len(ordered)} raid-nights, {ordered[0].night} to {ordered[-1].night}",)
    identified = len(ordered) >= FEW and 0 < stopped.sum() < launched.sum() and bool(np.sum(launched > 1) >= FEW)

    def estimate(low: float, best: float, high: float, method: str) -> Estimate:
        return Estimate(
            low=low, best=best, high=high, level=found.level, method=method, inputs=inputs, invented=invented
        )

    return Rate(
        group=ordered[0].group,
        raids=len(ordered),
        launched=int(launched.sum()),
        intercepted=int(stopped.sum()),
        rate=estimate(*found.mean, "beta-binomial per raid-night, posterior on a grid"),
        per_munition=estimate(low, float(stopped.sum() / launched.sum()), high, "share with cluster variance"),
        rho=estimate(*found.icc, "beta-binomial per raid-night, posterior on a grid") if identified else None,
        note=" ".join(_notes(ordered, mixed, int(launched.sum()), int(stopped.sum()))),
        nights=tuple(night.night for night in ordered),
        statements=tuple(sorted({statement for night in ordered for statement in night.statements})),
    )


def _notes(nights: Sequence[RaidNight], mixed: Sequence[MixedCount], launched: int, stopped: int) -> list[str]:
    notes = []
    if len(nights) < FEW:
        count = "One raid-night" if len(nights) == 1 else f"{len(nights)} raid-nights"
        notes.append(f"{count} only: the interval is wide because little is known, and it leans on the prior.")
    clipped = sum(night.clipped for night in nights)
    if clipped:
        notes.append(f"{clipped} line(s) told more stopped than launched and were cut to the number launched.")
    if mixed:
        many, downed = sum(count.launched for count in mixed), sum(count.stopped for count in mixed)
        low, high = stopped / (launched + many - downed), (stopped + downed) / (launched + downed)
        notes.append(
            f"Counts across groups ({many} launched, {downed} stopped) are left out; "
            f"they could move the share of all weapons stopped to anything from {low:.3f} to {high:.3f}."
        )
    return notes
