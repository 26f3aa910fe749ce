"""People killed and injured by what got through, and by what may: the draws of harm.py turned into ranges.

Casualties are NB(mean, size r months): a gamma number, then a Poisson one. The gamma number is shared out to nights in
proportion to their means, which leaves the sum as it was; that a night varies as its month does is an assumption.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.random import Generator

from firstlight.assess.chances import Array
from firstlight.assess.harm import HarmDraws
from firstlight.assess.paths import Paths, Whole
from firstlight.assess.ranges import About, Ahead, range_of
from firstlight.assess.settings import HarmSettings
from firstlight.model import HarmCost, Range, Record

MONTH = 30.44  # nights
SHOWN = 100  # joint draws that are given
METHOD = "negative binomial regression on monthly totals, joint draws"
_STREAM = 5
_PAST_DRAWS = 1000  # a record has a thousand nights and more


class Leaked(Record, frozen=True, kw_only=True, eq=False):
    """What got through on the nights of a period (inclusive dates), by night and class."""

    start: str
    end: str
    nights: int
    by_class: Mapping[str, Array]
    unseen: tuple[str, ...] = ()  # names of groups whose figures are withheld or unknown on some of the nights
    invented: bool = False


def harm_cost(
    draws: HarmDraws,
    settings: HarmSettings,
    past: Leaked,
    ahead: tuple[Ahead, Paths, Whole] | None,
    seed: int,
) -> HarmCost:
    """Casualties per leaker, of the period's leakers, and of those to expect; every one a range.

    `ahead`: the nights to come, their paths, and the leakers of the paths.
    """
    rng = np.random.default_rng([seed, _STREAM])
    within = About(group=None, what="", start=past.start, end=past.end, method=METHOD, invented=past.invented)
    expected = list(_past(draws, settings, past, rng))
    if ahead is not None:
        expected += _ahead(draws, settings, ahead, rng)
    step = max(1, len(draws.size) // SHOWN)
    return HarmCost(
        per_leaker=tuple(
            range_of(draws.per_leaker[:, at], _of(within, "casualties per leaker", "people per leaker", group))
            for at, groups in enumerate(draws.classes)
            for group in groups
        ),
        share_killed=range_of(draws.killed, _of(within, "killed of those harmed", "share")),
        expected=tuple(expected),
        classes=draws.classes,
        draws=tuple(tuple(float(f"{value:.3g}") for value in row) for row in draws.per_leaker[::step][:SHOWN]),
        fitted=draws.fitted,
        totals=tuple((_named(block.months), float(block.people), "; ".join(block.sources)) for block in draws.blocks),
        notes=tuple(_notes(draws, settings, past)),
    )


def casualties_by_night(means: Array, size: Array, rng: Generator) -> Array:
    """Casualties (draws, nights) with these means, their sum NB(mean, size); `size` (draws,) is of the whole period."""
    whole = means.sum(axis=1, keepdims=True)
    shape = size[:, None] * means / np.maximum(whole, 1e-12)
    heavy = np.where(shape > 0, rng.gamma(np.maximum(shape, 1e-12)), 0.0)
    found: Array = rng.poisson(heavy * whole / size[:, None]).astype(np.float64)
    return found


def _past(draws: HarmDraws, settings: HarmSettings, past: Leaked, rng: Generator) -> Iterator[Range]:
    if not past.by_class:
        return
    each = np.array([past.by_class[night] for night in sorted(past.by_class)])
    means = draws.per_leaker[:_PAST_DRAWS] @ each.T
    harmed = casualties_by_night(means, draws.size[:_PAST_DRAWS] * past.nights / MONTH, rng)
    within = About(group=None, what="", start=past.start, end=past.end, method=METHOD, invented=past.invented)
    yield from _harmed(harmed, draws, settings, within, rng)


def _ahead(
    draws: HarmDraws, settings: HarmSettings, ahead: tuple[Ahead, Paths, Whole], rng: Generator
) -> Iterator[Range]:
    nights, made, leaked = ahead
    pick = np.arange(len(leaked)) % len(draws.size)
    means = np.zeros(leaked.shape[:2])
    for at, groups in enumerate(draws.classes):
        columns = [made.groups.index(group) for group in groups if group in made.live]
        means += leaked[:, :, columns].sum(axis=2) * draws.per_leaker[pick, at][:, None]
    harmed = casualties_by_night(means, draws.size[pick] * nights.nights / MONTH, rng)
    yield from _harmed(harmed, draws, settings, nights.about(None, "", "people", METHOD), rng)


def _harmed(harmed: Array, draws: HarmDraws, settings: HarmSettings, within: About, rng: Generator) -> Iterator[Range]:
    pick = np.arange(len(harmed)) % len(draws.size)
    total = harmed.sum(axis=1).astype(np.int64)
    spread = (1 - draws.killed_icc[pick]) / draws.killed_icc[pick]
    share = rng.beta(draws.killed[pick] * spread, (1 - draws.killed[pick]) * spread)
    killed = rng.binomial(total, share)
    yield range_of(killed, _of(within, "killed", "people"))
    yield range_of(total - killed, _of(within, "injured", "people"))
    yield range_of(total, _of(within, "killed or injured", "people"))
    heavy = (harmed >= settings.mass_at_least_people).sum(axis=1)
    what = f"nights with at least {settings.mass_at_least_people} killed or injured"
    yield range_of(heavy, _of(within, what, "nights"))


def _of(within: About, what: str, unit: str, group: str | None = None) -> About:
    return About(
        group=group,
        what=what,
        start=within.start,
        end=within.end,
        unit=unit,
        method=METHOD,
        invented=within.invented,
    )


def _named(months: tuple[str, ...]) -> str:
    return months[0] if len(months) == 1 else ", ".join(months)


def _notes(draws: HarmDraws, settings: HarmSettings, past: Leaked) -> Iterator[str]:
    yield (
        "Casualties are an expectation from what got through, not a count: it rests on monthly totals that the United "
        "Nations verified, which are lower bounds, and on leakers as they were reported."
    )
    yield (
        "Cruise and ballistic missiles get through on the same nights, so what each costs is told apart only weakly: "
        "the draws belong together, and intervals of groups must not be added."
    )
    if past.unseen:
        yield (
            f"On some nights of the period nothing is told of {', '.join(past.unseen)}: what they cost then is not in "
            "the figures for the period, which are a floor."
        )
    if not draws.fitted:
        yield (
            "This ledger does not tell the nights of enough months with totals: the fit to the public record stands "
            f"in ({settings.fitted.source})."
        )
    if draws.own_unused:
        yield (
            f"Totals that you gave are not used ({', '.join(draws.own_unused)}): this ledger does not tell all nights "
            "of those months, or the fit that stands in already rests on them."
        )
    if draws.fitted and draws.unused:
        yield f"{len(draws.unused)} total(s) are not used, for the ledger does not tell all nights of their months."
