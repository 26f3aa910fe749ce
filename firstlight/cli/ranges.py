"""How numbers with their range look on a terminal."""

from __future__ import annotations

from firstlight.model import Estimate, Range

INVENTED = "INVENTED"
UNKNOWN = "?"


def range_text(one: Range) -> str:
    """The median and the middle 80 of 100 draws."""
    return f"{_figure(one.likely.best)} ({bounds_text(one.likely)})" + (f" {INVENTED}" if one.likely.invented else "")


def mean_text(one: Range) -> str:
    """The mean and the middle 80 of 100 draws: for what is nothing in most futures and much in some."""
    return f"{_figure(one.mean)} ({bounds_text(one.likely)})" + (f" {INVENTED}" if one.likely.invented else "")


def bounds_text(estimate: Estimate) -> str:
    """From low to high."""
    return f"{_figure(estimate.low)} to {_figure(estimate.high)}"


def digits(number: float | None) -> str:
    """Two digits behind the point."""
    return UNKNOWN if number is None else f"{number:.2f}"


def hundred(share: float | None) -> str:
    """A share as so many of a hundred."""
    return UNKNOWN if share is None else f"{100 * share:.0f}"


def _figure(number: float | None) -> str:
    """Whole above ten, else two digits that tell."""
    if number is None:
        return UNKNOWN
    return f"{number:,.0f}" if abs(number) >= 10 or number == round(number) else f"{number:.2g}"
