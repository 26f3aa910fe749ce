"""Sentences, paragraphs, lists and headers: every token in exactly one sentence, and each list under its header."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstlight.read.segments import Sentence, sentences
from firstlight.read.tokens import Token, tokenize

SHORT = frozenset({"г", "р", "обл", "м", "mr", "no", "тис"})


def cut(text: str) -> tuple[list[Token], list[Sentence]]:
    """The tokens and sentences of a text."""
    tokens = tokenize(text)
    return tokens, sentences(text, tokens, SHORT)


def shown(text: str) -> list[str]:
    """The sentences as a person would copy them."""
    tokens, found = cut(text)
    return [" ".join(text[tokens[s.first].start : tokens[s.last - 1].end].split()) for s in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One drone fell. Two flew on.", ["One drone fell.", "Two flew on."]),
        ("Who fired? Nobody knows!", ["Who fired?", "Nobody knows!"]),
        ("Mr. Bond came. He left.", ["Mr. Bond came.", "He left."]),
        ("Збито 5 дронів. 3 влучили.", ["Збито 5 дронів.", "3 влучили."]),
        ("У м. Суми збито дрон. Є жертви.", ["У м. Суми збито дрон.", "Є жертви."]),
        ("В 2023 г. Курск атаковали. Сбит дрон.", ["В 2023 г. Курск атаковали.", "Сбит дрон."]),
        ("On 24.03.2024 drones fell.", ["On 24.03.2024 drones fell."]),
        ("Some 2.5 thousand homes. No light.", ["Some 2.5 thousand homes.", "No light."]),
        ("He said \u201cit fell.\u201d It burned.", ["He said \u201cit fell.\u201d", "It burned."]),
        ("First line\nSecond line", ["First line", "Second line"]),
        ("A drone fell on the\nroof of a house", ["A drone fell on the roof of a house"]),
        ("Drones fell in Sumy,\nOdesa and Lviv", ["Drones fell in Sumy, Odesa and Lviv"]),
        ("It fell\u2026 It burned.", ["It fell\u2026", "It burned."]),
        ("", []),
    ],
)  # fmt: skip
def test_sentences_end_where_a_reader_would_stop(text: str, expected: list[str]) -> None:
    """Stops, questions and line ends part sentences; abbreviations, dates, decimals and wrapped lines do not."""
    assert shown(text) == expected


def test_list_items_know_their_header() -> None:
    """Items under a line that ends in a colon point to it; ordinary text after them does not."""
    _, found = cut("Shot down:\n- 5 drones;\n- 3 missiles.\n\nThe mayor spoke to the press for a long time that day.")
    assert [s.header for s in found] == [None, 0, 0, None]
    assert [s.item for s in found] == [False, True, True, False]
    assert found[0].opens_list


@pytest.mark.parametrize("mark", ["-", "\u2022", "\u2013", "*", "\U0001f680", "1.", "2)"])
def test_bullets_of_all_kinds_are_items(mark: str) -> None:
    """Dashes, dots, stars, emoji and numbers open a list item."""
    _, found = cut(f"Shot down:\n{mark} drones over Sumy\n{mark} missiles over Odesa")
    assert found[-1].item
    assert found[-1].header == 0


def test_paragraphs_are_counted() -> None:
    """An empty line begins a paragraph; a single line end does not."""
    _, found = cut("One fell.\nTwo fell.\n\nThree fell.")
    assert [s.paragraph for s in found] == [0, 0, 1]


def test_a_sentence_has_a_longest_length() -> None:
    """A line without a stop is cut, so that what is compared within a sentence stays little."""
    tokens, found = cut("drones and missiles, " * 2000)
    assert max(s.last - s.first for s in found) <= 300
    assert found[-1].last == len(tokens)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.one_of(
        st.text(max_size=300), st.lists(st.sampled_from([*"aЖ5 .,:;!?\n-(\u00ab\u2022"]), max_size=120).map("".join)
    )
)
def test_every_token_is_in_exactly_one_sentence(text: str) -> None:
    """Sentences cover all tokens in order without gap or overlap, and headers come before what they head."""
    tokens, found = cut(text)
    assert [at for s in found for at in range(s.first, s.last)] == list(range(len(tokens)))
    assert all(s.header is None or s.header < at for at, s in enumerate(found))
    assert [s.paragraph for s in found] == sorted(s.paragraph for s in found)
