"""How far a run is, in one line a while: texts done, how many a second, what is left, what was refused and why."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable

from firstlight.engine.task import Outcome

EVERY_S = 10.0


class Progress:
    """Counts outcomes; tells a line at most every ten seconds."""

    def __init__(self, verb: str, unit: str, total: int, told: Callable[[str], None]) -> None:
        self.refused: Counter[str] = Counter()
        self.made: Counter[str] = Counter()
        self.done = 0
        self._verb, self._unit, self._total, self._told = verb, unit, total, told
        self._kept = 0  # by an earlier run
        self._begun = self._last = time.monotonic()

    def add(self, outcome: Outcome, *, kept: bool = False) -> None:
        """One more outcome; `kept`: an earlier run did the work."""
        self.done += outcome.texts
        self._kept += outcome.texts if kept else 0
        self.refused.update(outcome.refused)
        self.made.update(outcome.made)
        now = time.monotonic()
        if now - self._last >= EVERY_S:
            self._last = now
            self._told(self.line(now - self._begun))

    def line(self, seconds: float) -> str:
        """The state of the run after some seconds."""
        fresh = self.done - self._kept
        rate = fresh / seconds if seconds > 0 else 0.0
        line = f"{self._verb:<10} {self.done} of {self._total} {self._unit}; {rate:,.0f} a second"
        if rate:
            line += f"; {duration(max(0, self._total - self.done) / rate)} left"
        if self._kept:
            line += f"; {self._kept} done before"
        if self.refused:
            reasons = sorted(self.refused.items(), key=lambda item: (-item[1], item[0]))
            line += f"; {self.refused.total()} refused (" + ", ".join(f"{n} {reason}" for reason, n in reasons) + ")"
        return line


def duration(seconds: float) -> str:
    """Seconds as a person says them."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
