"""A measured line of docs/performance.md: what we took, what a peer or a limit took beside it, in one run."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """Values of each round, in `unit`; `ours` over `theirs` is the ratio where there is a peer or a limit."""

    what: str
    unit: str
    ours: list[float]
    beside: str = ""
    theirs: list[float] = []
    bar: str = ""
