"""Finds the words and phrases of a lexicon in tokens.

A pattern is written as a person would write it: tokens separated by spaces, `stem*` for any ending (`stem*3` for an
ending of at most three letters), `#` for digits, `(a|b|)` for alternatives, where an empty one makes it optional:
`"(mass|massive|) missile (strike*|attack*)"`. A bracket of the text itself stands behind a backslash.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain
from typing import Generic, NamedTuple, TypeAlias, TypeVar

from firstlight.errors import CatalogError
from firstlight.read.tokens import Token, folded

V = TypeVar("V")
REMEMBERED = 30_000  # words, and words behind them, that a lexicon keeps in mind before it begins anew
_OPENING = 2  # letters by which stems are sorted
_SIGNS = re.compile(r"[(|)\\]")
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


@lru_cache(maxsize=REMEMBERED)
def expand(pattern: str) -> tuple[tuple[Element, ...], ...]:
    """The token sequences that a pattern stands for; CatalogError where it is empty or broken."""
    text = folded(pattern)
    texts, end = _choices(text, 0, pattern) if _SIGNS.search(text) else ([text], len(text))
    if end != len(pattern):
        raise CatalogError(f"the pattern {pattern!r} has a bracket too many")
    found = tuple(dict.fromkeys(elements for text in texts if (elements := tuple(_elements(text)))))
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
            at += 1
        elif text[at] == "|":
            done, current, at = done + current, [""], at + 1
        elif text[at : at + 2] in ("\\(", "\\)"):
            current, at = [left + text[at + 1] for left in current], at + 2
        else:
            sign = _SIGNS.search(text, at + 1)
            end = sign.start() if sign else len(text)
            current = [left + text[at:end] for left in current]
            at = end
    return done + current, at


def _elements(text: str) -> Iterable[Element]:
    return chain.from_iterable(map(_piece, text.split()))


@lru_cache(maxsize=REMEMBERED)
def _piece(text: str) -> tuple[Element, ...]:
    """The elements of a piece of a pattern without spaces; most patterns are made of the same few."""
    return tuple(
        Element(stem or digits or other, int(star[1:] or 12) if star else 0)
        for stem, star, digits, other in _ELEMENT.findall(text)
    )


Rows: TypeAlias = tuple[tuple[tuple[Element, ...], V], ...]


class _Node(dict[str, "_Node[V] | None"], Generic[V]):
    """What fits the words read so far; by the next word it gives the node behind it, None where no pattern goes on.

    Nodes are made when a text first asks for them and kept, so a word met before costs one look-up.
    """

    __slots__ = ("_lexicon", "_read", "found", "rows")

    def __init__(self, lexicon: Lexicon[V], read: int, found: tuple[tuple[int, V], ...], rows: Rows[V]) -> None:
        super().__init__()
        self.found = found  # (tokens, value) of every pattern that ends here or before, longest first
        self.rows = rows  # patterns that go on
        self._lexicon, self._read = lexicon, read  # how many words were read

    def __missing__(self, word: str) -> _Node[V] | None:
        read = self._read
        fitting = tuple(row for row in self.rows if row[0][read].fits(word)) if read else self._lexicon.starting(word)
        node = None
        if fitting:
            ended = tuple((read + 1, value) for elements, value in fitting if len(elements) == read + 1)
            rows = tuple(row for row in fitting if len(row[0]) > read + 1)
            node = _Node(self._lexicon, read + 1, ended + self.found, rows)
        self._lexicon.remember()
        self[word] = node
        return node


class Lexicon(Generic[V]):
    """Patterns compiled for search; look-ups per distinct word are remembered, so cost grows with tokens alone."""

    def __init__(self, entries: Iterable[tuple[str, V]]) -> None:
        self._literal: dict[str, list[tuple[tuple[Element, ...], V]]] = {}
        self._stem: dict[str, list[tuple[tuple[Element, ...], V]]] = {}
        for pattern, value in entries:
            for elements in expand(pattern):
                index = self._stem if elements[0].tail else self._literal
                index.setdefault(elements[0].stem, []).append((elements, value))
        lengths: dict[str, set[int]] = {}
        for stem in self._stem:
            lengths.setdefault(stem[:_OPENING], set()).add(len(stem))
        # By the letters that a word opens with: how long the stems are that open so, or with some of these letters.
        self._lengths = {opening: tuple(sorted(found)) for opening, found in lengths.items()}
        self._root: _Node[V] = _Node(self, 0, (), ())
        self._remembered = 0

    def starting(self, word: str) -> Rows[V]:
        """Every pattern whose first token can be `word`, longest first."""
        rows = list(self._literal.get(word, ()))
        if word.isdigit():
            rows += self._literal.get("#", ())
        for opening in range(1, min(len(word), _OPENING) + 1):
            for cut in self._lengths.get(word[:opening], ()):
                if cut <= len(word):
                    rows += [row for row in self._stem.get(word[:cut], ()) if row[0][0].fits(word)]
        return tuple(sorted(rows, key=lambda row: -len(row[0])))

    def remember(self) -> None:
        """Counts one more word behind another; what was remembered is forgotten when it grows too large."""
        self._remembered += 1
        if self._remembered > REMEMBERED:
            self._root.clear()
            self._remembered = 1

    def at(self, tokens: Sequence[Token], first: int) -> Sequence[Hit[V]]:
        """All patterns that match at token `first`, longest first."""
        node = self._root[tokens[first][0]]
        if node is None:
            return ()
        found = node.found if not node.rows else _furthest(node, tokens, first + 1).found
        return [Hit(first, first + length, value) for length, value in found] if found else ()

    def opens(self, word: str) -> bool:
        """Whether any pattern can begin with `word`."""
        return self._root[word] is not None

    def begins(self, tokens: Sequence[Token]) -> list[int]:
        """The tokens with which any pattern can begin, in order: where alone it is worth to look."""
        root = self._root
        return [first for first, token in enumerate(tokens) if root[token[0]] is not None]

    def matching(self, tokens: Sequence[Token]) -> list[int]:
        """The tokens at which any pattern matches, in order."""
        nodes = [(first, node) for first, token in enumerate(tokens) if (node := self._root[token[0]]) is not None]
        return [first for first, node in nodes if node.found or _furthest(node, tokens, first + 1).found]

    def find(self, tokens: Sequence[Token]) -> list[Hit[V]]:
        """All matches from left to right; overlapping ones are kept."""
        hits: list[Hit[V]] = []
        root, make = self._root, tuple.__new__  # of a match that is one of very many, past what a named tuple adds
        for first, token in enumerate(tokens):
            node = root[token[0]]
            if node is not None:
                found = node.found if not node.rows else _furthest(node, tokens, first + 1).found
                for length, value in found:
                    hits.append(make(Hit, (first, first + length, value)))
        return hits


def _furthest(node: _Node[V], tokens: Sequence[Token], upcoming: int) -> _Node[V]:
    """The node behind the last of the tokens from `upcoming` on with which a pattern goes on."""
    for at in range(upcoming, len(tokens)):
        deeper = node[tokens[at][0]]
        if deeper is None:
            return node
        node = deeper
        if not node.rows:
            return node
    return node
