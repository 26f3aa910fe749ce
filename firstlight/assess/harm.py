"""What leakers cost in people killed and injured: joint draws by group, always as a range.

Model (docs/methods.md): casualties of a block of months ~ NB(mean sum of beta_c L_c, size r months), L_c the leakers of
class c, log beta_c normal around wide priors. Cruise and ballistic missiles get through on the same nights, so what one
costs more the other costs less: draws are kept together, and intervals by group must not be added.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.random import Generator
from scipy.special import expit, gammaln, logit

from firstlight.assess.chances import Array, log_beta_binomial
from firstlight.assess.harm_totals import Block, casualties, disjoint, killed_blocks, months
from firstlight.assess.sampling import Density, sample
from firstlight.assess.series import Series
from firstlight.assess.settings import HarmSettings, HarmTotal
from firstlight.assess.values import floor
from firstlight.assess.volume import Volume
from firstlight.errors import CatalogError
from firstlight.model import Record

DRAWS = 4000
_STREAM = 4
_KILLED_PRIOR = ((0.0, 2.0), (-4.0, 1.5))  # logit of the share killed, logit of its correlation: mean, sd; assumed
_TOLD = 0.9  # of a month's nights, that its leakers count as known


class HarmDraws(Record, frozen=True, kw_only=True, eq=False):
    """Joint posterior draws: `per_leaker` (draws, classes), `size` of a month, the share killed and its correlation."""

    classes: tuple[tuple[str, ...], ...]
    per_leaker: Array
    size: Array
    killed: Array
    killed_icc: Array
    blocks: tuple[Block, ...]  # used by the fit
    unused: tuple[Block, ...]  # whose nights this ledger does not tell
    own_unused: tuple[str, ...]  # months of totals of one's own that could not be used
    fitted: bool


def leakers_by_class(found: Series, settings: HarmSettings) -> dict[str, Array]:
    """Leakers by night and class. Of a count across groups each takes a share, by what certainly got through of it."""
    classes = list(settings.class_.values())
    place = {group: at for at, one in enumerate(classes) for group in one.groups}
    rated = {(night.night, night.group): night.launched - night.stopped for night in found.nights}
    nights: dict[str, Array] = {}
    for row in found.rows:
        if row.group in place:
            told = row.leakers.best if row.leakers.best is not None else rated.get((row.night, row.group))
            number = told if told is not None else floor(row.leakers)
            nights.setdefault(row.night, np.zeros(len(classes)))[place[row.group]] += number
    sure = sum(nights.values(), np.zeros(len(classes)))
    for count in found.mixed:
        at = sorted({place[group] for group in count.groups if group in place})
        if at:
            share = sure[at] / sure[at].sum() if sure[at].sum() else np.full(len(at), 1 / len(at))
            nights[count.night][at] += (count.launched - count.stopped) * share
    return nights


def harm_draws(
    nights: Mapping[str, Array], volume: Volume, settings: HarmSettings, totals: Sequence[HarmTotal], seed: int
) -> HarmDraws:
    """The posterior of casualties per leaker, fitted on the months that the ledger tells, or as shipped without them.

    `totals`: shipped and own, as `joined` gives them. Raises InventoryError where they contradict one another.
    """
    rng = np.random.default_rng([seed, _STREAM])
    blocks = disjoint(totals, [casualties(total) for total in totals])
    used = [block for block in blocks if all(_told(month, volume) for month in block.months)]
    fitted = sum(len(block.months) for block in used) >= settings.fewest_months
    if fitted:
        mean = [np.log(one.median_casualties_per_leaker) for one in settings.class_.values()]
        prior = (np.array([*mean, settings.log_size_per_month[0]]), _diagonal(settings))
    else:
        fitted_on = {month for total in settings.total for month in months(total)}
        used = [block for block in used if fitted_on.isdisjoint(block.months)]
        prior = (np.array(settings.fitted.mean_log), np.array(settings.fitted.covariance_log))
    if prior[1].shape != (len(settings.class_) + 1,) * 2:
        raise CatalogError("data/harm.toml: [fitted] needs a mean and a row of covariance for each class and the size")
    leaked = np.array([_leaked(block, nights, len(settings.class_)) for block in used]).reshape(
        len(used), len(settings.class_)
    )
    found = sample(_density(leaked, used, prior), prior[0], DRAWS, rng)
    killed = _share_killed(totals, rng)
    return HarmDraws(
        classes=tuple(one.groups for one in settings.class_.values()),
        per_leaker=np.exp(found[:, :-1]),
        size=np.exp(found[:, -1]),
        killed=expit(killed[:, 0]),
        killed_icc=np.maximum(expit(killed[:, 1]), 1e-6),
        blocks=tuple(used),
        unused=tuple(block for block in blocks if block not in used),
        own_unused=_unused(totals, used, settings),
        fitted=fitted,
    )


def _unused(totals: Sequence[HarmTotal], used: Sequence[Block], settings: HarmSettings) -> tuple[str, ...]:
    held = {month for block in used for month in block.months}
    own = [total for total in totals if total not in settings.total]
    return tuple(f"{one.first} to {one.last}" for one in own if not held & set(months(one)))


def _density(leaked: Array, used: Sequence[Block], prior: tuple[Array, Array]) -> Density:
    """The log density of (log casualties per leaker by class, log size of a month)."""
    people = np.array([block.people for block in used], dtype=np.float64)
    lengths = np.array([len(block.months) for block in used], dtype=np.float64)
    precision = np.linalg.inv(prior[1])

    def log_density(at: Array) -> Array:
        away = at - prior[0]
        result: Array = -np.einsum("ij,jk,ik->i", away, precision, away) / 2
        if people.size:
            mean = np.maximum(np.exp(at[:, :-1]) @ leaked.T, 1e-9)
            size = np.exp(at[:, -1:]) * lengths
            terms = gammaln(size + people) - gammaln(size) + size * np.log(size / (size + mean))
            result = result + (terms + people * np.log(mean / (size + mean))).sum(axis=1)
        return result

    return log_density


def _diagonal(settings: HarmSettings) -> Array:
    return np.diag([*(one.sd_log for one in settings.class_.values()), settings.log_size_per_month[1]]) ** 2


def _told(month: str, volume: Volume) -> bool:
    """Whether the nights of a month, nearly all, are in the record with every group known."""
    at = [night for night in range(len(volume.launched)) if volume.night(night).startswith(month)]
    whole = len(at) >= 28 and (~np.isnan(volume.launched[at])).mean(axis=0).min() >= _TOLD
    return bool(whole)


def _leaked(block: Block, nights: Mapping[str, Array], classes: int) -> Array:
    return sum((number for night, number in nights.items() if night[:7] in block.months), np.zeros(classes))


def _share_killed(totals: Sequence[HarmTotal], rng: Generator) -> Array:
    """Draws of (logit of the share killed among casualties, logit of its correlation within a block of months)."""
    told = [(killed.people, people.people) for killed, people in killed_blocks(totals) if people.people]
    killed, people = np.array(told, dtype=np.float64).reshape(-1, 2).T

    def log_density(at: Array) -> Array:
        icc = np.maximum(expit(at[:, 1, None]), 1e-9)
        fit = log_beta_binomial(killed, people, expit(at[:, 0, None]), icc).sum(axis=1)
        prior = sum(((at[:, i] - mean) / sd) ** 2 for i, (mean, sd) in enumerate(_KILLED_PRIOR))
        result: Array = fit - prior / 2
        return result

    return sample(log_density, np.array([float(logit(0.14)), _KILLED_PRIOR[1][0]]), DRAWS, rng)
