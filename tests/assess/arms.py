"""Small defences and threats for the tests of stocks: one number for all paths unless a test says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firstlight.assess.draws import Array
from firstlight.assess.engagement import Shots, Spread
from firstlight.assess.stocks import Defence, Layer, Run, Serve, simulate

PLENTY = 1_000_000
GROUP = "ballistic"
Threat = NDArray[np.integer[Any]]


def even(correlation: float = 0.0) -> Spread:
    """One correlation for all paths."""
    return Spread(levels=(correlation,), which=np.zeros(1, dtype=np.int64))


def serve(paths: int, hit: float | Array, shots: Shots, reach: float = 1.0, correlation: float = 0.0) -> Serve:
    """One way to meet a group."""
    return Serve(
        reach=np.full((paths, 1), reach),
        hit=np.broadcast_to(np.asarray(hit, dtype=np.float64), (paths,)).copy(),
        shots=shots,
        reach_spread=even(),
        hit_spread=even(correlation),
    )


def layer(
    name: str, stock: int, size: tuple[int, int], serves: Mapping[str, Serve], cap: int = PLENTY, weekly: int = 0
) -> Layer:
    """One type of interceptor for a threat of (paths, nights); `weekly` rounds come on every seventh night."""
    paths, nights = size
    arrivals = np.zeros((paths, nights), dtype=np.int32)
    arrivals[:, 7::7] = weekly
    return Layer(
        name=name,
        stock=np.full(paths, stock, dtype=np.int64),
        arrivals=arrivals,
        cap=np.full((paths, 1), cap, dtype=np.int64),
        serves=serves,
    )


def alone(
    threat: Threat,
    shots: Shots,
    stock: int = PLENTY,
    free: float = 0.0,
    correlation: float = 0.0,
    seed: int = 11,
) -> Run:
    """One type with a chance of 0.6 that reaches everything, against one group; `threat` is (paths, nights)."""
    paths, nights = threat.shape
    one = layer("arm", stock, (paths, nights), {GROUP: serve(paths, 0.6, shots, correlation=correlation)})
    stopped = {GROUP: np.full(paths, free)} if free else {}
    defence = Defence(layers=(one,), order={GROUP: (0,)}, free=stopped)
    return simulate(threat[:, :, None], (GROUP,), defence, seed)


def same(number: int, paths: int, nights: int = 1) -> Threat:
    """The same raid on every path and night."""
    return np.full((paths, nights), number, dtype=np.int64)


def several(paths: int, nights: int, seed: int = 5) -> tuple[Threat, tuple[str, ...]]:
    """A threat of three groups, (paths, nights, groups)."""
    rng = np.random.default_rng(seed)
    threat = np.zeros((paths, nights, 3), dtype=np.int64)
    threat[:, :, 0] = rng.negative_binomial(1.5, 1.5 / (1.5 + 60), (paths, nights))
    threat[:, :, 1] = (rng.random((paths, nights)) < 0.3) * rng.negative_binomial(1.2, 1.2 / 13.2, (paths, nights))
    threat[:, :, 2] = (rng.random((paths, nights)) < 0.4) * (1 + rng.poisson(2.5, (paths, nights)))
    return threat, ("drone", "cruise", "ballistic")


def four(size: tuple[int, int], stocks: tuple[int, int, int, int], shots: Shots, correlation: float = 0.0) -> Defence:
    """Four types against three groups, two of them shared by two groups, with a free layer and weekly supply."""
    paths, _ = size

    def meets(hit: float, reach: float) -> Serve:
        return serve(paths, hit, shots, reach, correlation)

    layers = (
        layer("long", stocks[0], size, {"ballistic": meets(0.6, 0.5), "cruise": meets(0.7, 0.2)}, 16, 2),
        layer("middle", stocks[1], size, {"cruise": meets(0.7, 0.5), "drone": meets(0.8, 0.1)}, 24, 4),
        layer("short", stocks[2], size, {"cruise": meets(0.65, 0.4)}, 24, 3),
        layer("cheap", stocks[3], size, {"drone": meets(0.6, 0.6)}, 60, 50),
    )
    order = {"ballistic": (0,), "cruise": (1, 2, 0), "drone": (3, 1)}
    return Defence(layers=layers, order=order, free={"drone": np.full(paths, 0.5)})


def z_of(draws: NDArray[Any], mean: float, variance: float) -> float:
    """How many standard errors the mean of draws lies from an expected mean."""
    return float((np.mean(draws) - mean) / np.sqrt(variance / len(draws)))
