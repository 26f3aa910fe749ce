"""Dates, values, covers and links in words."""

from __future__ import annotations

import pytest

from firstlight.brief import brief
from firstlight.brief.cover import Cover
from firstlight.brief.evidence import safe_link
from firstlight.brief.words import PLURALS, Wording, kyiv_date, visible
from firstlight.catalog import Catalog
from firstlight.errors import BriefError, CatalogError
from firstlight.model import Material, Value
from tests.brief.material import replace


@pytest.fixture(scope="module")
def wording(small: Catalog) -> Wording:
    """The English wording."""
    return Wording(small, "en")


@pytest.mark.parametrize(
    ("of", "style", "shown"),
    [
        ("2024-03-28", "day", "28 March 2024"),
        ("2024-03-22", "night", "21–22 March 2024"),
        ("2024-03-01", "night", "29 February–1 March 2024"),
        ("2024-01-01", "night", "31 December 2023–1 January 2024"),
        ("2024-03-21/2024-03-28", "span", "21 to 28 March 2024"),
        ("2024-03-23/2024-03-25", "nights", "22 to 25 March 2024"),
        ("2024-03-28T22:30:00Z", "instant", "29 March 2024, 00:30 Kyiv time"),
        ("2024-03-28T22:30:00Z", "day", "29 March 2024"),
    ],
)
def test_dates_in_words(wording: Wording, of: str, style: str, shown: str) -> None:
    """A night is shown by both its dates; an instant by the Kyiv clock."""
    assert wording.date_text(of, style) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Value(state="known", low=57, best=57, high=57), "57"),
        (Value(state="known", low=0, best=0, high=0), "0"),
        (Value(state="known", low=1240, best=1240, high=1240), "1,240"),
        (Value(state="known", low=13, best=26, high=28), "26 (13 to 28)"),
        (Value(state="bounded", low=51), "at least 51"),
        (Value(state="bounded", low=0, high=17), "up to 17"),
        (Value(state="bounded", low=3, high=5), "3 to 5"),
        (Value(state="bounded", low=0), "number not known"),
        (Value(state="unnumbered", low=1), "number not given"),
        (Value(state="withheld"), "withheld"),
        (Value(state="unknown"), "not reported"),
    ],
)
def test_five_values_in_words(wording: Wording, value: Value, shown: str) -> None:
    """Unknown, unnumbered, withheld, bounded and zero read as five different things."""
    assert wording.value(value) == shown


def test_values_in_pictures_are_short(wording: Wording) -> None:
    """In a picture a bound is a sign before its number, so that a column's text does not run into its neighbour's."""
    values = (
        Value(state="known", low=13, best=26, high=28),
        Value(state="bounded", low=51),
        Value(state="bounded", low=0, high=17),
        Value(state="bounded", low=3, high=5),
        Value(state="bounded", low=0),
        Value(state="known", low=0, best=0, high=0),
    )
    assert [wording.value(value, "sign") for value in values] == ["26 (13–28)", "≥51", "≤17", "3–5", "?", "0"]
    assert len({wording.text("sign", state) for state in ("withheld", "unnumbered", "unknown")}) == 3


@pytest.mark.parametrize(
    ("before", "quote", "after", "left", "right"),
    [
        ("Among them was Ivan Koval, ", "two were killed", "", "Among them was [name covered], ", ""),
        ("The dead: Olena (34) and ", "two more", "", "The dead: [name covered] (34) and ", ""),
        ("", "one was killed", " - Petro Zhytenko, a driver", "", " - [name covered], a driver"),
        ("call +380 44 123 45 67 or a@b.example: ", "two", "", "call [name covered] or [name covered]: ", ""),
        ("", "killed", " Petro Zhytenko", "", " [name covered]"),
        (
            "40 missiles Kh-555 (13 aircraft), UAV Geran-2/131: ",
            "two",
            "",
            "40 missiles Kh-555 (13 aircraft), UAV Geran-2/131: ",
            "",
        ),
        ("Серед загиблих Марко Житенко, ", "двоє", "", "Серед загиблих [name covered], ", ""),
        ("Governor Ivan Koval said: ", "two were killed", "", "Governor Ivan Koval said: ", ""),
        (
            "Northland Air Force said ",
            "two",
            " on Monday. Overnight Northland fired.",
            "Northland Air Force said ",
            None,
        ),
    ],
)
def test_private_names_are_covered(
    small: Catalog, material: Material, before: str, quote: str, after: str, left: str, right: str | None
) -> None:
    """Names of private persons, telephones and mails around a quote are covered; officials and bodies are not."""
    cover = Cover(small, material, ["Monday"])
    assert cover.covered(before, quote, after) == (left, after if right is None else right)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "http://", "ht tp://a", "//a"]
)
def test_only_web_addresses_become_links(address: str) -> None:
    """An address that is not plain http or https stays text."""
    assert safe_link(address) is None
    assert safe_link("https://example.org/a?b=c") == "https://example.org/a?b=c"


def test_text_cannot_turn_the_page_about() -> None:
    """Characters that reverse or hide text are replaced where report text is shown."""
    assert visible("a\u202eb\x00c\n\td") == "a\ufffdb\ufffdc d"


def test_a_missing_wording_is_an_error(wording: Wording) -> None:
    """A label that the wording file lacks is named, not left blank."""
    with pytest.raises(CatalogError, match="no_such_key"):
        wording.text("say", "no_such_key")


def test_plural_forms_of_a_slavic_language() -> None:
    """The rule of few and many is there for a language file that names it."""
    forms = [PLURALS["slavic"](n) for n in (1, 2, 5, 11, 12, 21, 22, 25, 111)]
    assert forms == ["one", "few", "many", "many", "many", "one", "few", "many", "many"]


def test_no_period_is_an_error(material: Material, small: Catalog) -> None:
    """A briefing about no time at all says what to do instead."""
    with pytest.raises(BriefError, match="collect a dated report"):
        brief(replace(material, start="", end=""), small)


def test_a_date_that_is_none_is_an_error() -> None:
    """A publication that is no date is quoted by the error."""
    with pytest.raises(BriefError, match="yesterday"):
        kyiv_date("yesterday")
