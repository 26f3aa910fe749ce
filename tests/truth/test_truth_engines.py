"""Three ways to run stocks, written apart from one another, agree: the engine, plain NumPy, and an event loop."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from bench.engines import Answer, event_loop, plain_numpy
from firstlight.assess.engagement import Shots
from firstlight.assess.stocks import simulate
from tests.assess.arms import Threat, four, several

WAYS = [
    pytest.param(plain_numpy, 4_000, id="plain NumPy"),
    pytest.param(event_loop, 150, id="event loop"),
]


@pytest.mark.parametrize("look", [False, True], ids=["salvo", "look"])
@pytest.mark.parametrize(("way", "paths"), WAYS)
def test_engines_agree(way: Callable[..., Answer], paths: int, look: bool) -> None:
    """On one threat, with stocks that run short, leakers and rounds used have the same means, by group and type."""
    threat, groups = several(paths, 21)
    defence = four((paths, 21), (25, 60, 60, 400), Shots(per_target=2, look=look))
    ours, other = simulate(threat, groups, defence, 1), way(threat, groups, defence, 2)
    pairs = [
        *zip(ours.leakers.sum(axis=1).T, other.leakers.T, strict=True),
        *zip(ours.used.T, other.used.T, strict=True),
    ]
    for one, two in pairs:
        away = one.astype(np.float64) - two
        assert abs(away.mean()) <= 4 * away.std() / np.sqrt(paths) + 1e-9


def test_engines_agree_without_an_end() -> None:
    """With rounds for all the event loop gives the closed form: of 10 targets, half in reach, 5 + 5 x 0.4^2 leak."""
    threat: Threat = np.full((400, 1, 3), 10, dtype=np.int64)
    defence = four((400, 1), (10_000, 10_000, 10_000, 10_000), Shots(per_target=2))
    found = event_loop(threat, ("drone", "cruise", "ballistic"), defence, 3)
    within = 0.5 * 10
    assert found.leakers[:, 2].mean() == pytest.approx(10 - within + within * 0.4**2, abs=0.35)
