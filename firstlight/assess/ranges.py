"""Draws to ranges: the median, the middle 80 and the middle 95 of a hundred, and the mean."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from numpy.typing import ArrayLike

from firstlight.model import Estimate, Range, Record

LEVELS = (0.025, 0.1, 0.5, 0.9, 0.975)


class About(Record, frozen=True, kw_only=True):
    """What a range is about; dates are inclusive."""

    group: str | None
    what: str
    start: str
    end: str
    unit: str = "weapons"
    method: str = ""
    invented: bool = False


class Ahead(Record, frozen=True, kw_only=True):
    """The nights that are forecast, from `first` on, and whether what they rest on is invented."""

    first: date
    nights: int
    invented: bool = False

    def about(
        self, group: str | None, what: str, unit: str, method: str, nights: tuple[int, int] | None = None
    ) -> About:
        """About all the nights, or some of them: the first of them, counted from 0, and how many."""
        begin, count = nights or (0, self.nights)
        start = self.first + timedelta(days=begin)
        end = start + timedelta(days=count - 1)
        return About(
            group=group,
            what=what,
            start=start.isoformat(),
            end=end.isoformat(),
            unit=unit,
            method=method,
            invented=self.invented,
        )


def range_of(draws: ArrayLike, about: About) -> Range:
    """The range of equally likely draws, one or more."""
    numbers = np.asarray(draws, dtype=np.float64)
    return range_at([float(value) for value in np.quantile(numbers, LEVELS)], float(numbers.mean()), about)


def range_at(at: Sequence[float], mean: float, about: About) -> Range:
    """The range with these values at LEVELS."""

    def estimate(low: float, high: float, level: float) -> Estimate:
        return Estimate(
            low=low,
            best=at[2],
            high=high,
            level=level,
            unit=about.unit,
            method=about.method,
            invented=about.invented,
        )

    return Range(
        group=about.group,
        what=about.what,
        start=about.start,
        end=about.end,
        likely=estimate(at[1], at[3], 0.8),
        wide=estimate(at[0], at[4], 0.95),
        mean=mean,
    )
