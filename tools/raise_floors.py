"""Raises the floors of tests/gate/floors.json to what the reader reaches now; lowers none.

Run from the root of the project: .venv/bin/python tools/raise_floors.py
"""

from __future__ import annotations

import json
import sys
from math import ceil, floor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from firstlight.catalog import catalog
from tests.gate.measure import FLOORS, Measured, floors, measure

GRAIN = 1000  # shares are pinned in thousandths


def main() -> None:
    """Measure every language, keep the better of floor and measure, and say what was raised."""
    pinned = floors() if FLOORS.exists() else {}
    raised = {code: better(pinned.get(code), measure(catalog(), code)) for code in catalog().languages}
    FLOORS.write_text(json.dumps({code: now._asdict() for code, now in raised.items()}, indent=2) + "\n", "utf-8")
    for code, now in raised.items():
        print(f"{code}: {pinned.get(code)} -> {now}" if now != pinned.get(code) else f"{code}: {now}, as before")


def better(old: Measured | None, new: Measured) -> Measured:
    """The stricter of two floors in every respect; shares rounded to the lenient side."""
    now = Measured(new.texts, new.expected, floor(new.met * GRAIN) / GRAIN, ceil(new.surplus * GRAIN) / GRAIN)
    if old is None:
        return now
    return Measured(
        max(old.texts, now.texts), max(old.expected, now.expected), max(old.met, now.met), min(old.surplus, now.surplus)
    )


if __name__ == "__main__":
    main()
