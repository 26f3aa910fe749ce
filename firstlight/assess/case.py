"""What stocks, options and trust all start from: the threat, the inventory, and what a leaker costs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from numpy.typing import ArrayLike, NDArray

from firstlight.assess.draws import Array, Whole
from firstlight.assess.inventory import Inventory
from firstlight.assess.plan import Added, Plan, Setting, make_plan
from firstlight.assess.ranges import About, range_of
from firstlight.assess.stocks import Defence, Part, Run, simulate
from firstlight.catalog import Catalog
from firstlight.errors import FirstlightError
from firstlight.model import Estimate, Range, Record

INVENTED = "INVENTED"
METHOD = "Monte Carlo of rounds fired, shot by shot, on the paths of the forecast"
PEOPLE = "people"
ADAPTS = (
    "The attacker adapts: this holds if the attack stays as it has been of late. More defence against one kind of "
    "weapon may draw more of another, and a stock known to be full is attacked differently from an empty one."
)


class Case(Record, frozen=True, kw_only=True, eq=False):
    """One country's inventory against one forecast.

    `threat`: (paths, nights, groups) whole numbers from the forecast; the first night ends on `start`.
    `per_leaker`: (draws, groups) people killed and injured by each leaker, joint draws, or None.
    `invented`: the threat rests on invented reports. `unseen`: groups not told of now, with the last night known.
    """

    inventory: Inventory
    threat: NDArray[np.integer]
    groups: tuple[str, ...]
    start: date
    seed: int
    catalog: Catalog
    per_leaker: Array | None = None
    invented: bool = False
    unseen: tuple[tuple[str, str], ...] = ()

    @property
    def marked(self) -> bool:
        """Whether anything in the case is invented."""
        return self.invented or self.inventory.invented

    @property
    def skipped(self) -> int:
        """Nights of the threat that had passed when the stock was counted: they are not fired at again."""
        return min(max(0, (self.inventory.counted_on - self.start).days + 1), int(self.threat.shape[1]))

    @property
    def first(self) -> date:
        """The date on which the first night ends that is run."""
        return self.start + timedelta(days=self.skipped)

    @property
    def last(self) -> date:
        """The date on which the last night ends."""
        return self.start + timedelta(days=self.threat.shape[1] - 1)

    def setting(self, paths: int, per_draw: int = 1, first_path: int = 0) -> Setting:
        """The setting of a run of some paths. Raises FirstlightError where no night is left to run."""
        nights = self.threat.shape[1] - self.skipped
        if nights < 1:
            raise FirstlightError(
                f"{self.inventory.file}: counted_on ({self.inventory.counted_on}) is not before the last night of the "
                f"forecast ({self.last}): give a date up to {self.last - timedelta(days=1)}, or forecast more weeks"
            )
        return Setting(
            groups=self.groups,
            nights=nights,
            start=self.first,
            paths=paths,
            seed=self.seed,
            first_path=first_path,
            per_draw=per_draw,
        )

    def plan(self, setting: Setting, added: Sequence[Added] = ()) -> Plan:
        """The arrays of a run."""
        return make_plan(self.inventory, setting, self.catalog, added)

    def threat_of(self, setting: Setting) -> NDArray[np.integer]:
        """(paths, nights, groups) of a setting."""
        first = setting.first_path
        found: NDArray[np.integer] = self.threat[first : first + setting.paths, self.skipped :]
        return found

    def run(self, defence: Defence, setting: Setting) -> Run:
        """Run a defence on the paths of a setting."""
        return simulate(self.threat_of(setting), self.groups, defence, self.seed, Part(paths=setting.numbers))

    def people(self, leakers: ArrayLike, setting: Setting) -> Array | None:
        """(paths,) people whom (paths, groups) leakers cost; one joint draw of harm for each draw of the unknowns."""
        if self.per_leaker is None:
            return None
        draw = setting.numbers // setting.per_draw
        found: Array = (np.asarray(leakers) * self.per_leaker[draw % len(self.per_leaker)]).sum(axis=1)
        return found

    def unseen_columns(self) -> list[int]:
        """The places of the groups that are not told of now."""
        hidden = {group for group, _ in self.unseen}
        return [at for at, group in enumerate(self.groups) if group in hidden]

    def measured(self, leakers: ArrayLike, setting: Setting) -> Array:
        """(paths,) people whom (paths, groups) leakers cost, or how many leakers there are where harm is not known."""
        people = self.people(leakers, setting)
        return np.asarray(leakers).sum(axis=1).astype(np.float64) if people is None else people

    def unseen_part(self, leakers: ArrayLike, setting: Setting) -> Array:
        """(paths,) the part of `measured` that is of groups not told of now."""
        only = np.zeros(np.shape(leakers))
        columns = self.unseen_columns()
        only[:, columns] = np.asarray(leakers)[:, columns]
        return self.measured(only, setting)

    def range(self, draws: ArrayLike, what: str, unit: str, group: str | None = None) -> Range:
        """The range of draws about the nights that are run."""
        about = About(
            group=group,
            what=what,
            start=self.first.isoformat(),
            end=self.last.isoformat(),
            unit=unit,
            method=METHOD,
            invented=self.marked,
        )
        return range_of(draws, about)

    def says(self, sentence: str) -> str:
        """A sentence with the mark that it needs."""
        return f"{INVENTED}: {sentence}" if self.marked else sentence


def harm_by_group(per_leaker: Array, classes: Sequence[Sequence[str]], groups: Sequence[str]) -> Array:
    """(draws, groups) people per leaker from draws by class, (draws, classes); 0 for a group of no class."""
    found = np.zeros((len(per_leaker), len(groups)))
    for at, members in enumerate(classes):
        for group in members:
            if group in groups:
                found[:, list(groups).index(group)] = per_leaker[:, at]
    return found


def price_estimate(low: float, high: float, invented: bool) -> Estimate:
    """A price in million EUR; best is the middle."""
    return Estimate(
        low=low, best=(low + high) / 2, high=high, level=1.0, unit="million EUR", method="as given", invented=invented
    )


def by_draw(values: Array, per_draw: int) -> Array:
    """Means over the paths of each draw of the unknowns: (paths, ...) to (draws, ...)."""
    found: Array = values.reshape(len(values) // per_draw, per_draw, *values.shape[1:]).mean(axis=1)
    return found


def months(first: date, nights: int) -> list[tuple[str, Whole]]:
    """The calendar months of some nights, each with the places of its nights."""
    names = [(first + timedelta(days=night)).isoformat()[:7] for night in range(nights)]
    return [
        (name, np.array([at for at, one in enumerate(names) if one == name], dtype=np.int64))
        for name in sorted(set(names))
    ]
