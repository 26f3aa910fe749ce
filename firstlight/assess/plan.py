"""From an inventory and what is added to it to the arrays of a run: every unknown drawn once for each draw.

A share is drawn from a logit-normal with 95 of 100 between its low and high, a count or delay evenly between them.
Each unknown has a stream of its own by name, so that another option, path or type changes no other draw.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
from scipy.special import expit, logit, ndtri

from firstlight.assess.ask import Option
from firstlight.assess.draws import Array, Keys, Whole, coarse, path_keys, stream, uniforms
from firstlight.assess.engagement import Spread
from firstlight.assess.forms import Amount
from firstlight.assess.inventory import Against, Held, Inventory, Resupply, held_of_none
from firstlight.assess.stocks import Counts, Defence, Layer, Serve
from firstlight.catalog import Catalog
from firstlight.model import Record

WEEK = 7
NO_LIMIT = 2_000_000_000  # rounds a night where no cap is known
_ENDS = 1.959963984540054  # standard deviations of the middle 95 of 100
_LEAST = 0.001  # of a share that is not certain
_LEVELS = 5  # equally likely correlations within their range


class Setting(Record, frozen=True, kw_only=True):
    """Which paths and nights are run. `start` is the date on which the first night ends.

    `per_draw` paths in a row share their draw of the unknowns; 1 where each has its own.
    """

    groups: tuple[str, ...]
    nights: int
    start: date
    paths: int
    seed: int
    first_path: int = 0
    per_draw: int = 1

    @property
    def numbers(self) -> Whole:
        """The numbers of its paths in the whole forecast."""
        return np.arange(self.first_path, self.first_path + self.paths)

    def keys(self) -> Keys:
        """The keys of the unknowns, one for each path."""
        return path_keys(self.seed ^ stream("unknowns"), self.numbers // self.per_draw)

    def night_after(self, day: date) -> int:
        """The first night, from 0, on which what comes on `day` can be fired; negative before the run."""
        return (day - self.start).days + 1


class Added(Record, frozen=True, kw_only=True):
    """Some lots of an option."""

    option: Option
    lots: int


class Plan(Record, frozen=True, kw_only=True, eq=False):
    """The arrays of a run, and what was drawn for each unknown by its name, (paths,)."""

    defence: Defence
    unknowns: dict[str, Array]
    changed_from: int  # the first night, from 0, on which anything that is added has come


class _Drawn(Record, frozen=True, kw_only=True, eq=False):
    """Draws so far."""

    keys: Keys
    found: dict[str, Array]

    def share(self, name: str, amount: Amount, source: str = "") -> Array:
        """A share; draws of one `source` rise and fall together."""
        return self._keep(source or name, amount, share_at(amount, self._uniform(source or name)))

    def whole(self, name: str, amount: Amount) -> Whole:
        """A whole number, evenly from low to high."""
        steps = amount.high - amount.low + 1
        drawn = np.minimum(amount.low + np.floor(self._uniform(name) * steps), amount.high)
        return self._keep(name, amount, drawn).astype(np.int64)

    def level(self, name: str, amount: Amount) -> Spread:
        """A correlation: one of five equally likely values of its range."""
        if amount.low == amount.high:
            return Spread(levels=(amount.low,), which=np.zeros(self.keys.size, dtype=np.int64))
        levels = share_at(amount, (np.arange(_LEVELS) + 0.5) / _LEVELS)
        which = (self._uniform(name) * _LEVELS).astype(np.int64)
        self._keep(name, amount, levels[which])
        return Spread(levels=tuple(levels.tolist()), which=which)

    def _uniform(self, name: str) -> Array:
        return uniforms(self.keys, stream("unknown", name), 0)

    def _keep(self, name: str, amount: Amount, drawn: Array) -> Array:
        if amount.low < amount.high:
            self.found[name] = drawn
        return drawn


def share_at(amount: Amount, uniform: Array) -> Array:
    """The quantiles of a share at uniform numbers: logit-normal, 95 of 100 between its low and high."""
    if amount.low == amount.high:
        return np.full(uniform.shape, amount.low)
    low, high = (float(logit(min(max(end, _LEAST), 1 - _LEAST))) for end in (amount.low, amount.high))
    return coarse(expit((low + high) / 2 + (high - low) / (2 * _ENDS) * ndtri(uniform)))


def even_at(amount: Amount, uniform: Array) -> Array:
    """The quantiles of a price: evenly from low to high."""
    found: Array = amount.low + uniform * (amount.high - amount.low)
    return found


def make_plan(inventory: Inventory, setting: Setting, catalog: Catalog, added: Sequence[Added] = ()) -> Plan:
    """The arrays of a run of this inventory, with what is added to it.

    An interceptor that only an option brings has a layer of its own; its order is that of the inventory's file or of
    the data.
    """
    drawn = _Drawn(keys=setting.keys(), found={})
    extra = sorted({one.option.interceptor for one in added} - {held.id for held in inventory.held})
    everything = [*inventory.held, *(held_of_none(name, catalog) for name in extra)]
    numbers = {held.id: number for number, held in enumerate(everything)}
    order = {
        group: tuple(numbers[name] for name in names if name in numbers)
        for group, names in inventory.order.items()
        if group in setting.groups
    }
    ways = dict(order) | {group: () for group in inventory.free if group in setting.groups and group not in order}
    nested = {
        (everything[after].id, group)
        for group, line in ways.items()
        for before, after in pairwise(line)
        if everything[before].system == everything[after].system and everything[before].reaches
    }
    layers = tuple(
        _layer(held, inventory, [one for one in added if one.option.interceptor == held.id], setting, (drawn, nested))
        for held in everything
    )
    free = {
        group: drawn.share(f"{group} stopped without rounds", amount)
        for group, amount in inventory.free.items()
        if group in setting.groups and amount.high > 0
    }
    comes = [int(_comes(one, setting, drawn).min()) for one in added]
    return Plan(
        defence=Defence(layers=layers, order=ways, free=free),
        unknowns=drawn.found,
        changed_from=min(max(0, min(comes, default=setting.nights)), setting.nights),
    )


def reaching(inventory: Inventory, option: Option, order_of: dict[str, tuple[str, ...]]) -> frozenset[str]:
    """The groups on which an option can have any effect: those its interceptor meets, and those that share rounds."""
    meets = {group: set(names) for group, names in order_of.items()}
    types, groups = {option.interceptor}, set[str]()
    while True:
        more = {group for group, names in meets.items() if names & types} - groups
        if not more:
            return frozenset(groups)
        groups |= more
        held = {one.id for one in inventory.held} | types
        types |= {name for group in more for name in meets[group] if name in held}


def _layer(
    held: Held,
    inventory: Inventory,
    added: list[Added],
    setting: Setting,
    so_far: tuple[_Drawn, set[tuple[str, str]]],
) -> Layer:
    drawn, nested = so_far
    arrivals: Counts = np.zeros((setting.paths, setting.nights), dtype=np.int32)
    for line in inventory.resupply:
        if line.interceptor == held.id:
            _ship(arrivals, line, setting, drawn)
    comes = [_comes(one, setting, drawn) for one in added]
    for one, night in zip(added, comes, strict=True):
        _arrive(arrivals, np.maximum(night, 0), one.option.taken(one.lots) * one.option.rounds_each)
    return Layer(
        name=held.id,
        stock=drawn.whole(f"{held.id} in stock", held.stock),
        arrivals=arrivals,
        cap=_cap(held, list(zip(added, comes, strict=True)), setting, drawn),
        serves={
            one.group: _serve(held, one, list(zip(added, comes, strict=True)), setting, (drawn, nested, inventory))
            for one in held.against
            if one.group in setting.groups
        },
    )


def _comes(one: Added, setting: Setting, drawn: _Drawn) -> Whole:
    """(paths,) the night on which it can be fired, negative before the run."""
    return setting.night_after(one.option.delivery) + drawn.whole(f"{one.option.id} days late", one.option.delay_days)


def _ship(arrivals: Counts, line: Resupply, setting: Setting, drawn: _Drawn) -> None:
    """Weekly shipments; those due before the run are taken to be in the stock already."""
    name = f"{line.interceptor} from {line.start}"
    late = drawn.whole(f"{name} days late", line.delay_days)
    rounds = drawn.whole(f"{name} rounds a week", line.rounds_per_week)
    last = min(line.end, setting.start + timedelta(days=setting.nights))
    day = line.start
    while day <= last:
        _arrive(arrivals, setting.night_after(day) + late, rounds)
        day += timedelta(days=WEEK)


def _arrive(arrivals: Counts, night: Whole, rounds: Whole | int) -> None:
    """Add rounds to the nights on which they come; those outside the run do not come."""
    at = np.flatnonzero((night >= 0) & (night < arrivals.shape[1]))
    arrivals[at, night[at]] += np.broadcast_to(np.asarray(rounds, dtype=np.int32), night.shape)[at]


def _cap(held: Held, added: list[tuple[Added, Whole]], setting: Setting, drawn: _Drawn) -> Whole:
    if held.cap is None:
        cap = np.full((setting.paths, 1), NO_LIMIT, dtype=np.int64)
        if held.needs_launchers:
            cap[:] = 0
    else:
        cap = drawn.whole(f"{held.id} rounds that can be fired a night", held.cap)[:, None]
    more = [(one.option.taken(one.lots) * one.option.launchers_each * held.ready, night) for one, night in added]
    if not any(rounds for rounds, _ in more):
        return cap
    nights = np.arange(setting.nights)
    found = np.repeat(cap, setting.nights, axis=1)
    for rounds, night in more:
        found += rounds * (nights[None, :] >= night[:, None])
    return found


def _serve(
    held: Held,
    one: Against,
    added: list[tuple[Added, Whole]],
    setting: Setting,
    so_far: tuple[_Drawn, set[tuple[str, str]], Inventory],
) -> Serve:
    drawn, nested, inventory = so_far
    group = one.group
    if held.reaches:
        # One draw for all rounds of a system and all groups: they stand in the same places.
        reach = drawn.share(f"{held.id} share of {group} within reach", one.reach, f"reach of {held.system}")[:, None]
    else:
        reach = np.zeros((setting.paths, 1))
    systems = [(each, night) for each, night in added if each.option.system and group in each.option.adds_reach]
    if systems:
        nights = np.arange(setting.nights)
        missed = np.repeat(1.0 - reach, setting.nights, axis=1)
        for each, night in systems:
            gain = drawn.share(f"{each.option.id} adds reach, {group}", each.option.adds_reach[group])
            left = (1.0 - gain) ** each.option.taken(each.lots)
            missed *= np.where(nights[None, :] >= night[:, None], left[:, None], 1.0)
        reach = coarse(1.0 - missed)
    together = inventory.correlation[group]
    return Serve(
        reach=reach,
        hit=drawn.share(f"chance of one {held.id} at {group}", one.hit),
        shots=one.shots,
        reach_spread=drawn.level(f"correlation of reach, {group}", together.reach),
        hit_spread=drawn.level(f"correlation of hits, {group}", together.hit),
        nested=(held.id, group) in nested,
    )
