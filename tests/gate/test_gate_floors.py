"""Floors move one way."""

from __future__ import annotations

import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from .measure import Measured

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
import raise_floors

SHARES = st.floats(0, 1)
FLOORS = st.builds(Measured, st.integers(1, 99), st.integers(1, 999), SHARES, SHARES)


@given(FLOORS, FLOORS)
def test_raising_lowers_no_floor(old: Measured, new: Measured) -> None:
    """Whatever is measured, no floor gets more lenient in any respect."""
    kept = raise_floors.better(old, new)
    assert kept.texts >= old.texts and kept.expected >= old.expected and kept.met >= old.met
    assert kept.surplus <= old.surplus


@given(FLOORS)
def test_what_is_pinned_is_reached(new: Measured) -> None:
    """A floor made from a measure is met by that measure: rounding goes to the lenient side."""
    pinned = raise_floors.better(None, new)
    assert new.met >= pinned.met
    assert new.surplus <= pinned.surplus
