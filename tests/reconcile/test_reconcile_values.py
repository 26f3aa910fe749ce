"""Settling one number: the rules one by one, and sums that carry the five states."""

from __future__ import annotations

from itertools import permutations

import pytest

from firstlight.model import UNKNOWN, Value
from firstlight.reconcile.grades import credibility
from firstlight.reconcile.values import Claim, add, settle_number


def claim(name: str, low: int | None, high: int | None = -1, form: str = "exact", **fields: object) -> Claim:
    """A claim; `high` is `low` unless given."""
    fields.setdefault("entity", name)
    fields.setdefault("said", "2024-03-28T06:00:00+00:00")
    made = {"statement": name, "low": low, "high": low if high == -1 else high, "form": form, "report": name, **fields}
    return Claim(**made)  # type: ignore[arg-type]


EARLY, LATE = "2024-03-28T06:00:00+00:00", "2024-03-28T12:00:00+00:00"
CASES = [
    ("official over media", (claim("a", 28, authority=5), claim("b", 30, said=LATE)), 28, True),
    ("verified over claimed", (claim("a", 28, certainty=3), claim("b", 30, said=LATE)), 28, True),
    ("later over earlier", (claim("a", 28, said=EARLY), claim("b", 30, said=LATE)), 30, True),
    ("exact over bounded", (claim("a", 8, None, "at_least", authority=5), claim("b", 10)), 10, False),
    ("only figure", (claim("a", 28),), 28, False),
    ("all sources agree", (claim("a", 28), claim("b", 28)), 28, False),
    (
        "later over earlier by the same source",
        (claim("a", 28, said=EARLY), claim("b", 27, said=LATE, entity="a")),
        27,
        False,
    ),
    ("accepted by an analyst", (claim("a", 28, authority=5), claim("b", 30, accepted=True)), 30, True),
]


@pytest.mark.parametrize(("rule", "claims", "best", "disputed"), CASES, ids=[case[0] for case in CASES])
def test_each_rule_chooses_and_is_named(rule: str, claims: tuple[Claim, ...], best: int, disputed: bool) -> None:
    """The rule that decided is the one named, in whatever order the claims come, and only contradictions dispute."""
    for order in permutations(claims):
        outcome = settle_number(order, grows=False)
        assert (outcome.value.best, outcome.value.rule, bool(outcome.dispute)) == (best, rule, disputed)


def test_about_ninety_holds_whatever_lies_within_ten_percent() -> None:
    """About 90 agrees with 85 and contradicts 70."""
    about = claim("a", 90, 90, "about", authority=5)
    assert settle_number([about, claim("b", 85)], grows=False).dispute == ()
    assert settle_number([about, claim("b", 70)], grows=False).dispute != ()
    alone = settle_number([about], grows=False).value
    assert (alone.low, alone.best, alone.high) == (81, 90, 99)


def test_a_stale_retelling_does_not_undo_a_correction() -> None:
    """The source corrects 26 to 27; a newsroom that retells its 26 a day later changes nothing."""
    own = [claim("a", 26, said=EARLY), claim("b", 27, said=LATE, entity="a")]
    stale = claim("c", 26, entity="a", direct=False, publisher="x", said="2024-03-29T06:00:00+00:00")
    value = settle_number([*own, stale], grows=True).value
    assert value.best == 27
    assert {rival.reason for rival in value.rivals} == {
        "earlier figure of the same source",
        "retold after its source had replaced it",
    }


def test_two_newsrooms_that_credit_one_source_with_two_numbers_are_disputed() -> None:
    """What two publishers say that one source said is no change of its mind."""
    claims = [claim(name, number, entity="af", direct=False, publisher=name) for name, number in (("a", 26), ("b", 28))]
    assert settle_number(claims, grows=False).dispute != ()


def test_two_figures_in_one_report_are_disputed() -> None:
    """One report that says 26 and 28 of one thing contradicts itself."""
    claims = [claim("a", 26, report="r", entity="e"), claim("b", 28, report="r", entity="e")]
    assert settle_number(claims, grows=False).dispute != ()


def test_the_five_states_are_carried_through_sums() -> None:
    """Known + zero is known; + unnumbered a floor; + withheld a withheld floor; + bounded bounds; unknown no number."""
    four = Value(state="known", low=4, best=4, high=4)
    zero = Value(state="known", low=0, best=0, high=0)
    named = Value(state="unnumbered", low=1)
    withheld = Value(state="withheld")
    range_ = Value(state="bounded", low=2, high=5)
    cases = [
        ([four, zero], ("known", 4, 4, 4)),
        ([four, named], ("bounded", 5, None, None)),
        ([four, withheld], ("withheld", 4, None, None)),
        ([four, range_], ("bounded", 6, None, 9)),
        ([four, UNKNOWN], ("bounded", 4, None, None)),
        ([UNKNOWN, UNKNOWN], ("unknown", None, None, None)),
    ]
    for parts, expected in cases:
        whole = add(parts, "sum")
        assert (whole.state, whole.low, whole.best, whole.high) == expected


def test_credibility_is_a_function_of_origins_reliability_hedging_and_contradiction() -> None:
    """Each grade from 1 to 6 is reached, and confirmation never makes a statement less credible."""
    assert credibility(2, "C") == 1
    assert credibility(1, "B") == 2
    assert credibility(1, "B", hedged=True) == 3 == credibility(1, "C")
    assert credibility(1, "D") == 4 == credibility(1, "C", hedged=True)
    assert credibility(3, "A", contradicted=True) == 5
    assert credibility(1, "F") == 6
    for letter in "ABCDEF":
        assert credibility(2, letter) <= credibility(1, letter)
