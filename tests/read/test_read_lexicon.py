"""Patterns of the lexicon: what they stand for, what they match, and that no look-up depends on what came before."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstlight.errors import CatalogError
from firstlight.read.lexicon import REMEMBERED, Element, Lexicon, expand
from firstlight.read.tokens import folded, tokenize

from .hostile_texts import spelled


def found(patterns: list[str], text: str) -> list[str]:
    """The words that the patterns match in a text."""
    tokens = tokenize(text)
    lexicon = Lexicon((pattern, pattern) for pattern in patterns)
    return [text[tokens[hit.first].start : tokens[hit.last - 1].end] for hit in lexicon.find(tokens)]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("drone", [("drone",)]),
        ("drone*", [("drone*12",)]),
        ("drone*3", [("drone*3",)]),
        ("shot down", [("shot", "down")]),
        ("(shot|brought) down", [("shot", "down"), ("brought", "down")]),
        ("(mass|massive|) strike", [("mass", "strike"), ("massive", "strike"), ("strike",)]),
        ("(a (b|c)|d) e", [("a", "b", "e"), ("a", "c", "e"), ("d", "e")]),
        ("kh - 101", [("kh", "-", "101")]),
        ("# drones", [("#", "drones")]),
    ],
)
def test_patterns_stand_for_what_a_person_reads(pattern: str, expected: list[tuple[str, ...]]) -> None:
    """Alternatives multiply out, an empty one is optional, and a star allows an ending of at most so many letters."""
    texts = [tuple(e.stem + (f"*{e.tail}" if e.tail else "") for e in elements) for elements in expand(pattern)]
    assert texts == expected


@pytest.mark.parametrize("pattern", ["", "   ", "(a|b", "a)", "(|)", "((a)"])
def test_broken_patterns_are_errors(pattern: str) -> None:
    """An empty pattern or an open bracket is an error that names it, not silence."""
    with pytest.raises(CatalogError, match="pattern"):
        expand(pattern)


@pytest.mark.parametrize(
    ("patterns", "text", "expected"),
    [
        (["drone*2"], "drone drones dronely", ["drone", "drones", "dronely"]),
        (["drone*1"], "drone drones dronely", ["drone", "drones"]),
        (["drone"], "drones Drone", ["Drone"]),
        (["shot down", "shot"], "it was shot down", ["shot down", "shot"]),
        (["збит*3"], "Збито, збиті й збиватиме", ["Збито", "збиті"]),
        (["ё*"], "ЁЛКА", ["ЁЛКА"]),
        (["п'ят*2"], "п\u2019ять п'ятьма", ["п\u2019ять"]),
        (["# drones"], "5 drones, five drones", ["5 drones"]),
        (["over sumy"], "over\nSumy over  Sumy", ["over\nSumy", "over  Sumy"]),
        (["a b c"], "a b a b c", ["a b c"]),
        (["down"], "", []),
    ],
)
def test_patterns_match_case_endings_and_apostrophes(patterns: list[str], text: str, expected: list[str]) -> None:
    """Case, the letter yo and the kind of apostrophe or space do not matter; the length of an ending does."""
    assert found(patterns, text) == expected


def test_the_longest_pattern_comes_first() -> None:
    """At one place the longest phrase is told first."""
    lexicon = Lexicon([("shot", 1), ("shot down", 2), ("shot down over", 3)])
    assert [hit.value for hit in lexicon.at(tokenize("shot down over Sumy"), 0)] == [3, 2, 1]


def test_look_ups_do_not_depend_on_what_came_before() -> None:
    """A lexicon whose memory has been filled and begun anew says what a fresh one says."""
    patterns = [("drone*", "d"), ("shot down", "s"), ("shot (at|up)", "a")]
    used, fresh = Lexicon(patterns), Lexicon(patterns)
    crowd = tokenize(" ".join(spelled(number) for number in range(REMEMBERED + 5000)))
    assert len({token.word for token in crowd}) > REMEMBERED
    used.find(crowd)
    tokens = tokenize("drones shot down, shot at, shot up, shot")
    assert used.find(tokens) == fresh.find(tokens)


PATTERN = st.lists(st.sampled_from(["a", "b", "ab", "a*1", "b*", "ab*2", "#", "(a|b)"]), min_size=1, max_size=3)


def _slow(patterns: list[str], words: list[str]) -> set[tuple[int, int, str]]:
    """What a reader without any index finds."""
    hits = set()
    for pattern in patterns:
        for elements in expand(pattern):
            for first in range(len(words) - len(elements) + 1):
                if all(e.fits(w) for e, w in zip(elements, words[first:], strict=False)):
                    hits.add((first, first + len(elements), pattern))
    return hits


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.lists(PATTERN, max_size=6), st.lists(st.sampled_from(["a", "b", "ab", "aba", "abab", "7", "bbbb"]), max_size=12)
)
def test_the_index_finds_what_a_plain_search_finds(patterns: list[list[str]], words: list[str]) -> None:
    """Whatever the patterns, the indexed search and a search word by word agree."""
    texts = [" ".join(pattern) for pattern in patterns]
    lexicon = Lexicon((text, text) for text in texts)
    hits = {(hit.first, hit.last, hit.value) for hit in lexicon.find(tokenize(" ".join(words)))}
    assert hits == _slow(texts, words)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(max_size=200))
def test_tokens_keep_their_offsets(text: str) -> None:
    """Folding keeps the length, tokens come in order, and between them is nothing but space."""
    assert len(folded(text)) == len(text)
    tokens = tokenize(text)
    at = 0
    for token in tokens:
        assert not text[at : token.start].strip()
        assert folded(text)[token.start : token.end] == token.word
        at = token.end
    assert not text[at:].strip()


def test_an_element_fits_its_stem() -> None:
    """A stem without a star fits itself alone; a hash fits digits."""
    assert Element("drone", 0).fits("drone")
    assert not Element("drone", 0).fits("drones")
    assert Element("drone", 1).fits("drones")
    assert Element("#", 0).fits("15")
    assert not Element("#", 0).fits("x")
