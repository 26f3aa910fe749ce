"""Two other ways to run a stock against a threat: an event loop, weapon by weapon, and plain NumPy.

Both follow the rules of docs/assessment.md ("What happens to a raid") for weapons that share no fate (correlation 0),
and draw their numbers in turn, from one generator: no common random numbers, no part of a run by itself. They are what
one would write first; bench/assessment.py holds their speed, and a test their answers, against the engine's.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from firstlight.assess.stocks import Defence, Layer

Threat = NDArray[np.integer[Any]]
Counts = NDArray[np.int64]
_BLOCK = 100_000  # uniform numbers drawn at once


class Answer:
    """What came of a run. `leakers`: (paths, groups); `used`: (paths, layers)."""

    def __init__(self, paths: int, groups: int, layers: int) -> None:
        self.leakers: Counts = np.zeros((paths, groups), dtype=np.int64)
        self.used: Counts = np.zeros((paths, layers), dtype=np.int64)


def event_loop(threat: Threat, groups: tuple[str, ...], defence: Defence, seed: int) -> Answer:
    """Every path, night, group, interceptor and weapon in turn. `threat`: (paths, nights, groups)."""
    paths, nights, _ = threat.shape
    found = Answer(paths, len(groups), len(defence.layers))
    chance = _uniforms(np.random.default_rng(seed))
    for path in range(paths):
        stock = [int(layer.stock[path]) for layer in defence.layers]
        for night in range(nights):
            for at, layer in enumerate(defence.layers):
                stock[at] += int(layer.arrivals[path, night])
            left = [min(held, _cap(layer, path, night)) for held, layer in zip(stock, defence.layers, strict=True)]
            for group, order in defence.order.items():
                column = groups.index(group)
                alive = int(threat[path, night, column])
                for at in order:
                    stopped, fired = _fire(defence.layers[at], group, path, (alive, left[at]), chance)
                    alive -= stopped
                    left[at] -= fired
                    stock[at] -= fired
                    found.used[path, at] += fired
                if group in defence.free:
                    share = float(defence.free[group][path])
                    alive -= sum(next(chance) < share for _ in range(alive))
                found.leakers[path, column] += alive
    return found


def plain_numpy(threat: Threat, groups: tuple[str, ...], defence: Defence, seed: int) -> Answer:
    """Night by night over all paths at once, with the generator's own binomial numbers."""
    paths, nights, _ = threat.shape
    found = Answer(paths, len(groups), len(defence.layers))
    rng = np.random.default_rng(seed)
    stock = [layer.stock.astype(np.int64) for layer in defence.layers]
    for night in range(nights):
        left = []
        for at, layer in enumerate(defence.layers):
            stock[at] = stock[at] + layer.arrivals[:, night]
            left.append(np.minimum(stock[at], layer.cap[:, night if layer.cap.shape[1] > 1 else 0]))
        for group, order in defence.order.items():
            column = groups.index(group)
            alive = threat[:, night, column].astype(np.int64)
            for at in order:
                stopped, fired = _fire_all(defence.layers[at], group, night, (alive, left[at]), rng)
                alive = alive - stopped
                left[at] = left[at] - fired
                stock[at] = stock[at] - fired
                found.used[:, at] += fired
            if group in defence.free:
                alive = alive - rng.binomial(alive, defence.free[group])
            found.leakers[:, column] += alive
    return found


def _uniforms(rng: Generator) -> Iterator[float]:
    return chain.from_iterable(iter(lambda: rng.random(_BLOCK).tolist(), None))


def _cap(layer: Layer, path: int, night: int) -> int:
    return int(layer.cap[path, night if layer.cap.shape[1] > 1 else 0])


def _fire(layer: Layer, group: str, path: int, coming: tuple[int, int], chance: Iterator[float]) -> tuple[int, int]:
    """Stopped and fired of so many weapons that come, with so many rounds."""
    alive, rounds = coming
    serve = layer.serves[group]
    reach, hit, most = float(serve.reach[path, 0]), float(serve.hit[path]), serve.shots.per_target
    within = sum(next(chance) < reach for _ in range(alive))
    stopped = fired = 0
    if not serve.shots.look:
        for _ in range(within):
            shots = min(most, rounds - fired)
            fired += shots
            stopped += any([next(chance) < hit for _ in range(shots)])
        return stopped, fired
    flying = within
    for _ in range(most):
        shots = min(flying, rounds - fired)
        down = sum(next(chance) < hit for _ in range(shots))
        fired, flying, stopped = fired + shots, flying - down, stopped + down
    return stopped, fired


def _fire_all(
    layer: Layer, group: str, night: int, coming: tuple[Counts, Counts], rng: Generator
) -> tuple[Counts, Counts]:
    """The same for all paths of a night."""
    alive, rounds = coming
    serve = layer.serves[group]
    most = serve.shots.per_target
    within = rng.binomial(alive, serve.reach[:, night if serve.reach.shape[1] > 1 else 0])
    if not serve.shots.look:
        full = np.minimum(within, rounds // most)
        over = np.where(full < within, rounds - full * most, 0)
        stopped = rng.binomial(full, 1 - (1 - serve.hit) ** most)
        return stopped + (rng.random(over.size) < 1 - (1 - serve.hit) ** over), full * most + over
    flying, left = within, rounds
    for _ in range(most):
        shots = np.minimum(flying, left)
        flying, left = flying - rng.binomial(shots, serve.hit), left - shots
    return within - flying, rounds - left
