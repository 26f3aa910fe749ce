"""What is needed per week without an inventory: raids, leakers and rounds by group and shot doctrine, as ranges.

Stocks are secret, so this counts targets and shots at them, twice: at everything that is launched, and only at what now
gets through. With m shots that share their fate, all miss with chance E[q^m] (docs/methods.md); a salvo costs m rounds,
one shot after another costs sum over i < m of E[q^i].
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from firstlight.assess.chances import Array
from firstlight.assess.forecast import triangular
from firstlight.assess.groups import Groups
from firstlight.assess.harm import HarmDraws
from firstlight.assess.paths import WEEK, Paths, Whole
from firstlight.assess.ranges import Ahead, range_of
from firstlight.assess.settings import Chance, Doctrine, DoctrineSettings
from firstlight.model import LastKnown, Need, NeedLine, Range

METHOD = "paths of the forecast, shot doctrine"
LONG_SILENCE = 7  # nights without figures from which a group counts as not told of
_STREAM = 6


def need(ahead: Ahead, made: Paths, leaked: Whole, settings: DoctrineSettings, seed: int) -> tuple[NeedLine, ...]:
    """A line for each live group and doctrine; `leaked` are the leakers of the paths. All numbers are per week."""
    lines: list[NeedLine] = []
    weeks = ahead.nights / WEEK
    for at, group in enumerate(made.live):
        rng = np.random.default_rng([seed, _STREAM, at])
        launched = made.of(group)
        through = leaked[:, :, made.groups.index(group)].sum(axis=1) / weeks
        shot = settings.single_shot[group]
        chance, together = _draws(shot, len(launched), rng)
        week = _PerWeek(ahead, group)
        raids = week.range("nights with any", (launched > 0).sum(axis=1) / weeks, "nights per week")
        total = launched.sum(axis=1) / weeks
        for name, doctrine in settings.doctrine.items():
            if group not in doctrine.groups:
                continue
            cost = rounds_per_target(doctrine, chance, together)
            left = through * all_miss(chance, together, doctrine.shots_per_target)
            lines.append(
                NeedLine(
                    group=group,
                    doctrine=name,
                    title=doctrine.title,
                    raid_nights=raids,
                    launched=week.range("launched", total, "weapons per week"),
                    leakers=week.range("leakers", through, "weapons per week"),
                    rounds=week.range("rounds at all launched", total * cost, "rounds per week"),
                    rounds_at_leakers=week.range("rounds at what gets through", through * cost, "rounds per week"),
                    leakers_left=week.range("leakers left of these", left, "weapons per week"),
                    source=f"{doctrine.source}; chance of one shot: {shot.source}",
                )
            )
    return tuple(lines)


class _PerWeek:
    """Ranges of one group, per week."""

    def __init__(self, ahead: Ahead, group: str) -> None:
        self.ahead = ahead
        self.group = group

    def range(self, what: str, draws: Array, unit: str) -> Range:
        return range_of(draws, self.ahead.about(self.group, what, unit, METHOD))


def all_miss(chance: Array, together: Array, shots: int) -> Array:
    """The chance that `shots` at one target all miss, by draws of the single chance and of the shots' correlation.

    E[q^m] = prod over i < m of (beta + i) / (alpha + beta + i), the moments of a beta distribution; m may be 0.
    """
    found = np.ones_like(chance)
    alpha, beta = _shapes(chance, together)
    for shot in range(shots):
        found = found * (beta + shot) / (alpha + beta + shot)
    return found


def rounds_per_target(doctrine: Doctrine, chance: Array, together: Array) -> Array:
    """Expected rounds at one target under a doctrine."""
    if doctrine.how == "salvo":
        return np.full_like(chance, float(doctrine.shots_per_target))
    found: Array = np.sum([all_miss(chance, together, shot) for shot in range(doctrine.shots_per_target)], axis=0)
    return found


def unseen(
    known: Sequence[LastKnown], ahead: Ahead, made: Paths, leaked: Whole, harm: HarmDraws
) -> tuple[tuple[str, ...], tuple[Range, ...]]:
    """Groups of which nothing is told now, and their share of launches, leakers and casualties to expect."""
    hidden = tuple(
        one.group
        for one in known
        if one.group in made.live and (one.why == "withheld" or one.nights_since >= LONG_SILENCE)
    )
    if not hidden:
        return (), ()
    columns = [made.groups.index(group) for group in hidden]
    pick = np.arange(len(leaked)) % len(harm.size)
    cost = np.zeros((len(pick), len(made.groups)))
    for at, groups in enumerate(harm.classes):
        for group in groups:
            cost[:, made.groups.index(group)] = harm.per_leaker[pick, at]
    launched, through = made.launched.sum(axis=1).astype(np.float64), leaked.sum(axis=1).astype(np.float64)
    shares = []
    for what, numbers in (("launches", launched), ("leakers", through), ("casualties", through * cost)):
        share = numbers[:, columns].sum(axis=1) / np.maximum(numbers.sum(axis=1), 1e-12)
        shares.append(range_of(share, ahead.about(None, what, "share", METHOD)))
    return hidden, tuple(shares)


def needed(
    lines: tuple[NeedLine, ...], hidden: tuple[tuple[str, ...], tuple[Range, ...]], ahead: Ahead, groups: Groups
) -> Need:
    """The lines with what must be said with them."""
    about = ahead.about(None, "", "", METHOD)
    return Need(
        start=about.start,
        end=about.end,
        lines=lines,
        unseen_groups=hidden[0],
        unseen=hidden[1],
        notes=tuple(_notes(hidden, groups)),
    )


def _notes(hidden: tuple[tuple[str, ...], tuple[Range, ...]], groups: Groups) -> Iterator[str]:
    yield (
        "Rounds are what a doctrine would fire at that many targets if each could be reached: no stock, battery or "
        "coverage is in them. The chance of one shot and the shots that share their fate are wide priors, not facts."
    )
    yield "The attacker adapts: the number of raids is that of the recent pattern, not a law."
    names, shares = hidden
    if names:
        told = ", ".join(f"{one.likely.low:.0%} to {one.likely.high:.0%} of {one.what}" for one in shares)
        yield (
            f"Nothing is told now of {', '.join(groups.title(name) for name in names)}: {told} rest on what was last "
            "known of them."
        )


def _shapes(chance: Array, together: Array) -> tuple[Array, Array]:
    spread = (1 - np.maximum(together, 1e-9)) / np.maximum(together, 1e-9)
    return chance * spread, (1 - chance) * spread


def _draws(shot: Chance, count: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """Draws of the chance of one shot and of the correlation of shots at one target."""
    return rng.beta(shot.alpha, shot.beta, count), triangular(shot.correlation, rng.random(count))
