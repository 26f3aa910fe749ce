"""A quantity with the act that was done to it, and which acts fit which kinds of things."""

from __future__ import annotations

from typing import NamedTuple

from firstlight.model import Weapon
from firstlight.read.mentions import Mention
from firstlight.read.quantities import Quantity

# How well an act fits a kind of thing: what is added to its distance; absent is not at all.
FIT: dict[str, dict[str, float]] = {
    "weapon": {
        "shoot_down": 0.0, "suppress": 0.0, "stop": 0.0, "destroy": 0.2, "launch": 0.1, "attack": 0.9, "hit": 0.5,
        "airborne": 0.0, "left": 0.0,
    },
    "people": {"kill": 0.0, "injure": 0.0, "missing": 0.1, "destroy": 1.2, "rescued": 0.0},
    "object": {"damage": 0.0, "destroy": 0.0, "hit": 0.3, "attack": 0.9, "debris": 0.6, "injure": 0.3, "launch": 0.9},
    "locations": {"hit": 0.0, "debris": 0.0, "attack": 0.8},
    "bare": {
        "shoot_down": 0.0, "suppress": 0.0, "stop": 0.0, "kill": 0.0, "injure": 0.0, "missing": 0.1, "launch": 0.2,
        "left": 0.0, "airborne": 0.0, "destroy": 0.2, "damage": 0.1, "hit": 0.0,
    },
}  # fmt: skip
PEOPLE_ACTS = {"kill", "injure", "missing"}
WEAPON_ACTS = {"shoot_down", "suppress", "stop", "destroy", "launch", "attack", "hit", "airborne", "left"}


class Bound(NamedTuple):
    """A quantity and what was done to it; `act` may stand in another sentence (`inherited`)."""

    sentence: int
    quantity: Quantity
    act: Mention
    done: str
    weapon: Weapon | None
    group: str | None
    inherited: bool = False


class Unbound(NamedTuple):
    """A quantity that no act could be found for, and why."""

    sentence: int
    quantity: Quantity
    reason: str
