"""Finds the words and phrases of a lexicon in tokens.

A pattern is written as a person would write it: tokens separated by spaces, `stem*` for any ending (`stem*3` for an
ending of at most three letters), `#` for digits, `(a|b|)` for alternatives, where an empty one makes it optional:
`"(mass|massive|) missile (strike*|attack*)"`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Generic, NamedTuple, TypeAlias, TypeVar

from firstlight.errors import CatalogError
from firstlight.read.tokens import Token, folded

V = TypeVar("V")
REMEMBERED = 30_000  # words, and pairs of words, that a lexicon keeps in mind before it begins anew
_ELEMENT = re.compile(r"([^\W\d_]+(?:'[^\W\d_]+)*)(\*\d*)?|(\d+)|(\S)")


class Element(NamedTuple):
    """One token of a pattern; `tail` is the longest ending allowed (0: the word itself)."""

    stem: str
    tail: int

    def fits(self, word: str) -> bool:
        """Whether `word` is the stem with an allowed ending."""
        if self.stem == "#":
            return word.isdigit()
        if not self.tail:
            return word == self.stem
        return word.startswith(self.stem) and len(word) - len(self.stem) <= self.tail


class Hit(NamedTuple, Generic[V]):
    """A match: tokens[first:last] is the phrase, `value` what the lexicon says of it."""

    first: int
    last: int
    value: V


def expand(pattern: str) -> list[tuple[Element, ...]]:
    """The token sequences that a pattern stands for; CatalogError where it is empty or broken."""
    texts, end = _choices(folded(pattern), 0, pattern)
    if end != len(pattern):
        raise CatalogError(f"the pattern {pattern!r} has a bracket too many")
    found = list(dict.fromkeys(elements for text in texts if (elements := tuple(_elements(text)))))
    if not found:
        raise CatalogError(f"the pattern {pattern!r} matches nothing")
    return found


def _choices(text: str, at: int, pattern: str) -> tuple[list[str], int]:
    """All texts of the alternatives from `at` up to a closing bracket or the end, and where they end."""
    done: list[str] = []
    current = [""]
    while at < len(text) and text[at] != ")":
        if text[at] == "(":
            inner, at = _choices(text, at + 1, pattern)
            if at >= len(text):
                raise CatalogError(f"the pattern {pattern!r} has an open bracket")
            current = [left + right for left in current for right in inner]
        elif text[at] == "|":
            done, current = done + current, [""]
        else:
            current = [left + text[at] for left in current]
        at += 1
    return done + current, at


def _elements(text: str) -> Iterable[Element]:
    for stem, star, digits, other in _ELEMENT.findall(text):
        if stem:
            yield Element(stem, 0 if not star else int(star[1:] or 12))
        else:
            yield Element(digits or other, 0)


def _follows(elements: tuple[Element, ...], tokens: Sequence[Token], first: int) -> bool:
    """Whether the elements after the second fit the tokens that far after `first`."""
    return all(elements[at].fits(tokens[first + at].word) for at in range(2, len(elements)))


Rows: TypeAlias = tuple[tuple[tuple[Element, ...], V], ...]


class Lexicon(Generic[V]):
    """Patterns compiled for search; look-ups per distinct word are remembered, so cost grows with tokens alone."""

    def __init__(self, entries: Iterable[tuple[str, V]]) -> None:
        self._literal: dict[str, list[tuple[tuple[Element, ...], V]]] = {}
        self._stem: dict[str, list[tuple[tuple[Element, ...], V]]] = {}
        for pattern, value in entries:
            for elements in expand(pattern):
                index = self._stem if elements[0].tail else self._literal
                index.setdefault(elements[0].stem, []).append((elements, value))
        self._known: dict[str, Rows[V]] = {}
        self._pairs: dict[tuple[str, str], Rows[V]] = {}
        self._longest = max(map(len, self._stem), default=0)  # a word of a million letters costs no more than this

    def starting(self, word: str) -> Rows[V]:
        """Every pattern whose first token can be `word`, longest first."""
        found = self._known.get(word)
        if found is None:
            rows = list(self._literal.get(word, ()))
            if word.isdigit():
                rows += self._literal.get("#", ())
            for cut in range(1, min(len(word), self._longest) + 1):
                rows += [row for row in self._stem.get(word[:cut], ()) if row[0][0].fits(word)]
            found = tuple(sorted(rows, key=lambda row: -len(row[0])))
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[word] = found
        return found

    def _pair(self, word: str, after: str) -> Rows[V]:
        """Every pattern that can begin with `word` and, where it has more than one token, go on with `after`."""
        rows = self._known.get(word)
        if rows is None:
            rows = self.starting(word)
        if not rows:
            return ()
        found = self._pairs.get((word, after))
        if found is None:
            found = tuple(row for row in rows if len(row[0]) == 1 or (after and row[0][1].fits(after)))
            if len(self._pairs) >= REMEMBERED:
                self._pairs.clear()
            self._pairs[word, after] = found
        return found

    def at(self, tokens: Sequence[Token], first: int) -> list[Hit[V]]:
        """All patterns that match at token `first`, longest first."""
        size = len(tokens)
        hits: list[Hit[V]] = []
        for elements, value in self._pair(tokens[first].word, tokens[first + 1].word if first + 1 < size else ""):
            last = first + len(elements)
            if len(elements) <= 2 or (last <= size and _follows(elements, tokens, first)):
                hits.append(Hit(first, last, value))
        return hits

    def opens(self, word: str) -> bool:
        """Whether any pattern can begin with `word`."""
        rows = self._known.get(word)
        return bool(self.starting(word) if rows is None else rows)

    def find(self, tokens: Sequence[Token]) -> list[Hit[V]]:
        """All matches from left to right; overlapping ones are kept."""
        return [hit for first in range(len(tokens)) for hit in self.at(tokens, first)]
