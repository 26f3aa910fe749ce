"""Interceptor consumption, night by night on many paths: what is fired, what runs out when, what gets through.

The threat comes in as whole numbers, (paths, nights, groups); it is forecast elsewhere and never chosen here. A run is
national: there is no place in it. Any part of the paths, run by itself, gives the same numbers as in the whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from firstlight.assess.draws import Array, Whole, binv, path_keys, stream, uniforms
from firstlight.assess.engagement import FREE, RAID, REACH, STEPS, Draw, Shots, Spread, engage
from firstlight.errors import FirstlightError
from firstlight.model import Record

Counts = NDArray[np.int32]


class Serve(Record, frozen=True, kw_only=True, eq=False):
    """How an interceptor meets one group. `reach`: (paths, 1) or (paths, nights) share of it that it covers;
    `hit`: (paths,) chance that one shot stops its target. `nested`: it reaches what the layer before it reaches and
    nothing else, as two kinds of round of one system do.
    """

    reach: Array
    hit: Array
    shots: Shots
    reach_spread: Spread
    hit_spread: Spread
    nested: bool = False


class Layer(Record, frozen=True, kw_only=True, eq=False):
    """One type of interceptor. `stock`: (paths,) rounds at first; `arrivals`: (paths, nights) rounds that come before a
    night; `cap`: rounds that can be fired on a night, (paths, nights), or (paths, 1) where it holds on every night.
    """

    name: str
    stock: Whole
    arrivals: Counts
    cap: Whole
    serves: Mapping[str, Serve]


class Defence(Record, frozen=True, kw_only=True, eq=False):
    """All that meets an attack. `order`: by group, the layers that meet it, by place in `layers`, first one first.

    Groups are served in the order of `order`: it matters where they share rounds. `free`: by group, the (paths,) share
    that costs no rounds stop (guns, jamming, mobile groups) of what all layers let through.
    """

    layers: tuple[Layer, ...]
    order: Mapping[str, tuple[int, ...]]
    free: Mapping[str, Array]


class Run(Record, frozen=True, kw_only=True, eq=False):
    """What happened. Groups and names give the last axes."""

    groups: tuple[str, ...]
    names: tuple[str, ...]
    leakers: Counts  # (paths, nights, groups)
    stock: Counts  # (paths, nights, names): at the end of each night
    used: Whole  # (paths, names)
    arrived: Whole  # (paths, names)
    few: Whole  # (paths, names): nights on which there were too few rounds or launchers for the doctrine

    def first_empty(self) -> Whole:
        """(paths, names): the first night, from 0, that ends without a round; the number of nights where none does."""
        empty = self.stock == 0
        found: Whole = np.where(empty.any(axis=1), empty.argmax(axis=1), self.stock.shape[1])
        return found


class Part(Record, frozen=True, kw_only=True, eq=False):
    """Which part of a whole run this is: the numbers of its paths (None: from 0 on), and of its first night."""

    paths: Whole | None = None
    night: int = 0


class _State(Record, frozen=True, kw_only=True, eq=False):
    """What changes during a run, by layer."""

    stock: list[Whole]
    used: list[Whole]
    few: list[Whole]
    left: list[Whole]  # rounds that can still be fired this night


class _Raid(Record, frozen=True, kw_only=True, eq=False):
    """What comes of one group on one night: on which paths, how many, the night of this part and of the whole."""

    at: Whole
    coming: Whole
    night: int
    number: int


class _Chance(Record, frozen=True, kw_only=True, eq=False):
    """The draws of one run: the keys of its paths, and its streams by what they decide."""

    keys: NDArray[np.uint64]
    streams: Mapping[tuple[str, str], tuple[int, ...]]


WHOLE = Part()


def simulate(
    threat: NDArray[np.integer], groups: tuple[str, ...], defence: Defence, seed: int, part: Part = WHOLE
) -> Run:
    """Run every path through every night.

    `threat`: (paths, nights, groups) whole numbers, not negative; `part`: where it is a part of a whole run. Raises
    FirstlightError where the threat has another shape or a negative.
    """
    if threat.ndim != 3 or threat.shape[2] != len(groups) or (threat.size and int(threat.min()) < 0):
        raise FirstlightError("a threat is whole numbers, none negative, by path, night and group: check the forecast")
    paths, nights, _ = threat.shape
    layers = defence.layers
    numbers = np.arange(paths) if part.paths is None else part.paths
    names = tuple(layer.name for layer in layers)
    streams = {(group, name): _streams(group, name) for group in defence.order for name in (*names, "")}
    chance = _Chance(keys=path_keys(seed, numbers), streams=streams)
    state = _State(
        stock=[layer.stock.astype(np.int64) for layer in layers],
        used=[np.zeros(paths, dtype=np.int64) for _ in layers],
        few=[np.zeros(paths, dtype=np.int64) for _ in layers],
        left=[np.zeros(paths, dtype=np.int64) for _ in layers],
    )
    leakers = np.array(threat, dtype=np.int32)
    stock = np.zeros((paths, nights, len(layers)), dtype=np.int32)
    by_night = np.ascontiguousarray(threat.transpose(1, 2, 0)).astype(np.int64)
    for night in range(nights):
        short = [np.zeros(paths, dtype=np.bool_) for _ in layers]
        for number, layer in enumerate(layers):
            state.stock[number] += layer.arrivals[:, night]
            cap = layer.cap[:, night if layer.cap.shape[1] > 1 else 0]
            state.left[number] = np.minimum(state.stock[number], cap)
        for group in defence.order:
            column = groups.index(group)
            coming = by_night[night, column]
            at = np.flatnonzero(coming)
            if at.size:
                raid = _Raid(at=at, coming=coming[at], night=night, number=night + part.night)
                leakers[at, night, column] = _meet(defence, group, raid, state, chance, short)
        for number in range(len(layers)):
            stock[:, night, number] = state.stock[number]
            state.few[number] += short[number]
    arrived = [layer.arrivals.sum(axis=1, dtype=np.int64) for layer in layers]
    return Run(
        groups=groups,
        names=names,
        leakers=leakers,
        stock=stock,
        used=_columns(state.used, paths),
        arrived=_columns(arrived, paths),
        few=_columns(state.few, paths),
    )


def joined(parts: Sequence[Defence]) -> Defence:
    """The same layers against the paths of each part, one part after the other."""
    first = parts[0]

    def serve(layer: int, group: str) -> Serve:
        own = [one.layers[layer].serves[group] for one in parts]
        return msgspec.structs.replace(
            own[0],
            reach=_stacked([one.reach for one in own]),
            hit=np.concatenate([one.hit for one in own]),
            reach_spread=_spread([one.reach_spread for one in own]),
            hit_spread=_spread([one.hit_spread for one in own]),
        )

    layers = tuple(
        Layer(
            name=layer.name,
            stock=np.concatenate([one.layers[at].stock for one in parts]),
            arrivals=np.concatenate([one.layers[at].arrivals for one in parts]),
            cap=_stacked([one.layers[at].cap for one in parts]),
            serves={group: serve(at, group) for group in layer.serves},
        )
        for at, layer in enumerate(first.layers)
    )
    free = {group: np.concatenate([one.free[group] for one in parts]) for group in first.free}
    return Defence(layers=layers, order=first.order, free=free)


def from_night(defence: Defence, night: int, stock: Mapping[str, Whole]) -> Defence:
    """The defence from a night on, with the stock that each layer then has by its name (0 where it is not named)."""

    def later(layer: Layer) -> Layer:
        serves = {
            group: msgspec.structs.replace(serve, reach=_later(serve.reach, night))
            for group, serve in layer.serves.items()
        }
        return Layer(
            name=layer.name,
            stock=stock.get(layer.name, np.zeros_like(layer.stock)),
            arrivals=layer.arrivals[:, night:],
            cap=_later(layer.cap, night),
            serves=serves,
        )

    return Defence(layers=tuple(later(layer) for layer in defence.layers), order=defence.order, free=defence.free)


def _meet(
    defence: Defence,
    group: str,
    raid: _Raid,
    state: _State,
    chance: _Chance,
    short: list[NDArray[np.bool_]],
) -> Whole:
    """How many of a raid of one group get through."""
    at, alive, within = raid.at, raid.coming, raid.coming
    keys, night = chance.keys[at], raid.number
    for number in defence.order[group]:
        layer = defence.layers[number]
        serve = layer.serves[group]
        streams = chance.streams[group, layer.name]

        def draw(what: int, shot: int, streams: tuple[int, ...] = streams) -> Array:
            return uniforms(keys, streams[what], night * (STEPS + 1) + shot)

        reached = within if serve.nested else _reached(serve, raid, alive, draw)
        hit = serve.hit[at]
        if not _even(serve.hit_spread):
            hit = serve.hit_spread.take(at).chance(hit, draw(RAID, 0))
        stopped, fired, few = engage(serve.shots, reached, state.left[number][at], hit, draw)
        alive, within = alive - stopped, reached - stopped
        for rounds in (state.left[number], state.stock[number]):
            rounds[at] -= fired
        state.used[number][at] += fired
        short[number][at] |= few
    if group in defence.free:
        luck = uniforms(keys, chance.streams[group, ""][FREE], night)
        alive = alive - binv(alive, defence.free[group][at], luck)
    return alive


def _reached(serve: Serve, raid: _Raid, alive: Whole, draw: Draw) -> Whole:
    """How many of those that still fly come within reach."""
    cover = serve.reach[raid.at, raid.night if serve.reach.shape[1] > 1 else 0]
    if not _even(serve.reach_spread):
        cover = serve.reach_spread.take(raid.at).chance(cover, draw(RAID, 1))
    return binv(alive, cover, draw(REACH, 0))


def _even(spread: Spread) -> bool:
    return spread.levels == (0.0,)


def _streams(group: str, name: str) -> tuple[int, ...]:
    return tuple(stream("engagement", group, name, str(what)) for what in range(FREE + 1))


def _stacked(parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """Arrays (paths, nights) or (paths, 1) under one another, as wide as the widest."""
    width = max(one.shape[1] for one in parts)
    return np.concatenate([np.broadcast_to(one, (len(one), width)) for one in parts])


def _spread(parts: Sequence[Spread]) -> Spread:
    return Spread(levels=parts[0].levels, which=np.concatenate([one.which for one in parts]))


def _later(found: NDArray[Any], night: int) -> NDArray[Any]:
    return found[:, night:] if found.shape[1] > 1 else found


def _columns(found: list[Whole], paths: int) -> Whole:
    return np.stack(found, axis=1) if found else np.zeros((paths, 0), dtype=np.int64)
