"""Sums and differences keep the five values apart: known, bounded, unnumbered, withheld, unknown, and zero is known."""

from __future__ import annotations

import pytest

from firstlight.assess.values import at_most, leakers, total
from firstlight.model import UNKNOWN, Value

from .raids import WITHHELD, known

UNNUMBERED = Value(state="unnumbered", low=1)
AT_LEAST_8 = Value(state="bounded", low=8)


def shape(value: Value) -> tuple[str, int | None, int | None, int | None]:
    """What matters of a value."""
    return value.state, value.low, value.best, value.high


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((known(3), known(4)), ("known", 7, 7, 7)),
        ((known(0), known(0)), ("known", 0, 0, 0)),
        ((known(3), UNKNOWN), ("bounded", 3, None, None)),
        ((known(3), WITHHELD), ("bounded", 3, None, None)),
        ((WITHHELD, WITHHELD), ("withheld", None, None, None)),
        ((UNKNOWN, UNKNOWN), ("unknown", None, None, None)),
        ((UNKNOWN, WITHHELD), ("withheld", None, None, None)),
        ((UNNUMBERED, UNNUMBERED), ("unnumbered", 2, None, None)),
        ((known(3), UNNUMBERED), ("bounded", 4, None, None)),
        ((known(3), AT_LEAST_8), ("bounded", 11, None, None)),
        ((Value(state="known", low=2, best=3, high=5), known(1)), ("known", 3, 4, 6)),
        ((), ("unknown", None, None, None)),
    ],
)
def test_a_sum_says_no_more_than_its_parts(
    parts: tuple[Value, ...], expected: tuple[str, int | None, int | None, int | None]
) -> None:
    """A sum is known only where every part is; an unknown part leaves no ceiling and is never zero."""
    assert shape(total(parts)) == expected


def test_a_sum_leads_back_to_the_statements_of_its_parts() -> None:
    """Each statement behind a part stands behind the sum, once."""
    assert total((known(1, "b", "a"), known(2, "a"))).statements == ("a", "b")


@pytest.mark.parametrize(
    ("launched", "stopped", "expected"),
    [
        (known(13), known(10), ("known", 3, 3, 3)),
        (known(10), known(10), ("known", 0, 0, 0)),
        (known(13), UNKNOWN, ("bounded", 0, None, 13)),
        (known(13), WITHHELD, ("bounded", 0, None, 13)),
        (known(13), AT_LEAST_8, ("bounded", 0, None, 5)),
        (UNKNOWN, known(10), ("unknown", None, None, None)),
        (WITHHELD, known(10), ("withheld", None, None, None)),
        (UNNUMBERED, known(0), ("bounded", 1, None, None)),
        (Value(state="known", low=12, best=13, high=15), known(10), ("known", 2, 3, 5)),
    ],
)
def test_leakers_are_bounded_by_what_is_known(
    launched: Value, stopped: Value, expected: tuple[str, int | None, int | None, int | None]
) -> None:
    """What got through is known only where both numbers are; it is never negative and never guessed."""
    assert shape(leakers(launched, stopped, UNKNOWN, UNKNOWN)) == expected


def test_a_share_of_a_bundle_is_none_to_all_of_it() -> None:
    """A mixed count of six may hold none or six of one group."""
    assert shape(at_most(known(6))) == ("bounded", 0, None, 6)
    assert shape(at_most(WITHHELD))[0] == "withheld"
