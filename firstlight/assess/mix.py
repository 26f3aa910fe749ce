"""The best mix of options within limits: greedy where that is exact, HiGHS otherwise, with the bound and the gap.

Each option is taken in lots; what k lots are worth is a curve of any shape. Greedy on the gain of the next lot is exact
where every curve is concave and every lot uses the same amount of the one thing that is limited (Gross 1956;
Federgruen and Groenevelt, Operations Research 34, 1986). Salvos, prices that differ and rounds that need launchers
break that, and a mixed-integer programme takes over. Its links are one inequality for each lot, never a big number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from firstlight.errors import FirstlightError
from firstlight.model import Record

_TOLERANCE = 1e-9
_GREEDY = "greedy, exact: concave curves, lots of one size, one limit"
_SOLVER = "mixed-integer programme (HiGHS)"


class Choice(Record, frozen=True, kw_only=True):
    """One option. `values`: what 0, 1, 2 ... lots are worth, from 0 on; `uses`: by limit, what they take of it.

    `needs`: the id of an option of which at least one lot must be taken with this one.
    """

    id: str
    values: tuple[float, ...]
    uses: Mapping[str, tuple[float, ...]]
    needs: str | None = None

    @property
    def lots(self) -> int:
        """The most lots there are."""
        return len(self.values) - 1


class Chosen(Record, frozen=True, kw_only=True):
    """Lots of each choice, in order; no mix within the limits is worth more than `bound`; `gap` is bound - value."""

    lots: tuple[int, ...]
    value: float
    bound: float
    gap: float
    method: str


def worth(choices: Sequence[Choice], lots: Sequence[int]) -> float:
    """What a mix is worth if its parts are worth what they are worth alone."""
    return sum(choice.values[taken] for choice, taken in zip(choices, lots, strict=True))


def fits(choices: Sequence[Choice], lots: Sequence[int], limits: Mapping[str, float]) -> bool:
    """Whether a mix keeps to all limits, and holds what its options need."""
    taken = {choice.id: number for choice, number in zip(choices, lots, strict=True)}
    for choice in choices:
        if choice.needs is not None and taken[choice.id] and not taken.get(choice.needs):
            return False
    return all(
        _used(choices, lots, name) <= limit + _TOLERANCE * max(1.0, abs(limit)) for name, limit in limits.items()
    )


def best_mix(choices: Sequence[Choice], limits: Mapping[str, float]) -> Chosen:
    """The mix that is worth most within `limits` (what is not named there is not limited).

    Raises FirstlightError where the solver gives no mix.
    """
    if greedy_is_exact(choices, limits):
        lots = greedy(choices, limits)
        value = worth(choices, lots)
        return Chosen(lots=lots, value=value, bound=value, gap=0.0, method=_GREEDY)
    return solve(choices, limits)


def greedy(choices: Sequence[Choice], limits: Mapping[str, float]) -> tuple[int, ...]:
    """Take the lot that gains most for what it takes of the limits, again and again, while one fits and gains."""
    lots = [0] * len(choices)
    while True:
        best, most = None, 0.0
        for at, choice in enumerate(choices):
            if lots[at] == choice.lots:
                continue
            lots[at] += 1
            allowed = fits(choices, lots, limits)
            lots[at] -= 1
            gain = choice.values[lots[at] + 1] - choice.values[lots[at]]
            if not allowed or gain <= 0:
                continue
            size = _size(choice, lots[at], limits)
            rank = gain / size if size > 0 else np.inf
            if rank > most:
                best, most = at, rank
        if best is None:
            return tuple(lots)
        lots[best] += 1


def greedy_is_exact(choices: Sequence[Choice], limits: Mapping[str, float]) -> bool:
    """Whether greedy cannot miss the best mix."""
    binding = [name for name in limits if any(choice.uses.get(name, (0.0,))[-1] > 0 for choice in choices)]
    if len(binding) > 1 or any(choice.needs for choice in choices):
        return False
    for choice in choices:
        gains = np.diff(choice.values)
        if np.any(np.diff(gains) > _TOLERANCE * max(1.0, float(np.abs(gains).max(initial=0.0)))):
            return False
    steps = {
        round(after - before, 9)
        for name in binding
        for choice in choices
        for before, after in pairwise(choice.uses[name])
    }
    return len(steps) <= 1


def solve(choices: Sequence[Choice], limits: Mapping[str, float]) -> Chosen:
    """The best mix by a mixed-integer programme: one yes or no for each lot, a lot only after the one before it."""
    first = np.cumsum([0, *(choice.lots for choice in choices)])
    total = int(first[-1])
    if total == 0:
        return Chosen(lots=(0,) * len(choices), value=0.0, bound=0.0, gap=0.0, method=_SOLVER)
    place = {choice.id: int(at) for choice, at in zip(choices, first, strict=False)}
    gains = np.concatenate([np.diff(choice.values) for choice in choices])
    scale = float(np.abs(gains).max()) or 1.0
    rows, most = [], []
    for choice, start in zip(choices, first, strict=False):
        links = [(lot, lot - 1) for lot in range(int(start) + 1, int(start) + choice.lots)]
        if choice.needs is not None and choice.lots:
            if choice.needs not in place:
                raise FirstlightError(
                    f"option {choice.id} needs {choice.needs}, which is not among the options: add it"
                )
            links.append((int(start), place[choice.needs]))
        for later, earlier in links:
            row = np.zeros(total)
            row[later], row[earlier] = 1.0, -1.0
            rows.append(row)
            most.append(0.0)
    for name, limit in limits.items():
        steps = [np.diff(choice.uses.get(name, (0.0,) * (choice.lots + 1))) for choice in choices]
        rows.append(np.concatenate(steps))
        most.append(limit)
    found = milp(
        -gains / scale,
        integrality=np.ones(total),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(np.array(rows), -np.inf, np.array(most)) if rows else (),
        options={"mip_rel_gap": 0.0},
    )
    if found.x is None:
        raise FirstlightError(f"no mix was found ({found.message}): widen the limits in the options file")
    taken = np.round(found.x).astype(int)
    lots = tuple(int(taken[first[at] : first[at + 1]].sum()) for at in range(len(choices)))
    value = worth(choices, lots)
    bound = max(value, -float(found.mip_dual_bound) * scale)
    return Chosen(lots=lots, value=value, bound=bound, gap=bound - value, method=_SOLVER)


def neighbours(choices: Sequence[Choice], lots: Sequence[int], limits: Mapping[str, float]) -> list[tuple[int, ...]]:
    """Mixes within the limits that differ by one lot more, or one lot moved to another option; best first."""
    found = set()
    for up in range(len(choices)):
        for down in (None, *range(len(choices))):
            other = list(lots)
            other[up] += 1
            if down is not None:
                other[down] -= 1
            inside = all(0 <= number <= choice.lots for number, choice in zip(other, choices, strict=True))
            if down != up and inside and fits(choices, other, limits):
                found.add(tuple(other))
    return sorted(found, key=lambda mix: (-worth(choices, mix), mix))


def _used(choices: Sequence[Choice], lots: Sequence[int], name: str) -> float:
    return sum(choice.uses[name][taken] for choice, taken in zip(choices, lots, strict=True) if name in choice.uses)


def _size(choice: Choice, taken: int, limits: Mapping[str, float]) -> float:
    """What the next lot takes, as a share of the limits."""
    return sum(
        (choice.uses[name][taken + 1] - choice.uses[name][taken]) / limit if limit > 0 else np.inf
        for name, limit in limits.items()
        if name in choice.uses and choice.uses[name][taken + 1] > choice.uses[name][taken]
    )
