"""Cuts a text into tokens that keep their offsets: runs of letters, runs of digits, single other characters.

Invariant: `len(folded(text)) == len(text)`, so an offset in the folded text is an offset in the report.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple
from unicodedata import category, lookup

# One character to one character, so that offsets stay: apostrophes, dashes, odd spaces, and the letter yo.
_FOLD = str.maketrans(
    {
        **dict.fromkeys("\u2019\u02bc\u2018`\u00b4\u2032", "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\u00a0\u202f\u2009\u2007\u2002\u2003\u200a", " "),
        lookup("CYRILLIC SMALL LETTER IO"): lookup("CYRILLIC SMALL LETTER IE"),
    }
)
_DIAERESIS = lookup("LATIN SMALL LETTER E WITH DIAERESIS")
# Latin letters that stand for Cyrillic ones in careless typing, with the Cyrillic letter's name.
_LOOKALIKES = {
    ord(latin): lookup(f"CYRILLIC SMALL LETTER {name}")
    for latin, name in zip(
        "aceiopxyk" + _DIAERESIS,
        ("A", "ES", "IE", "BYELORUSSIAN-UKRAINIAN I", "O", "ER", "HA", "U", "KA", "IE"),
        strict=True,
    )
}
_LETTER = f"[{lookup('CYRILLIC SMALL LETTER A')}-{lookup('CYRILLIC SMALL LETTER GHE WITH UPTURN')}]"
_MIXED = re.compile(f"{_LETTER}[aceiopxyk{_DIAERESIS}]|[aceiopxyk{_DIAERESIS}]{_LETTER}")
_BETWEEN = frozenset('-/,.:;+()[]%"&*=<>~|\u00ab\u00bb\u201c\u201d\u201e\u2026!?$#')  # may stand between two numbers
_PICTURE = "\ufe0f"  # makes a picture of the sign before it
_SIGNS = 4  # odd signs in a row after which digits are given up
_OVERRIDE = re.compile("[\u202d\u202e]")
_OVERRIDDEN = re.compile("[\u202d\u202e][^\u202c\\n]*")  # to the mark that ends it or the end of the line
_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+|[^\s]")


class Token(NamedTuple):
    """A piece of text: its folded form (lower case, plain apostrophes) and its place, end exclusive."""

    word: str
    start: int
    end: int


def folded(text: str) -> str:
    """The text in lower case with plain apostrophes, dashes and spaces; same length, always."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
    return lowered.translate(_FOLD)


def fresh(tokens: Sequence[Token], text: str) -> frozenset[int]:
    """The indexes of digits that begin a line right after digits that end one."""
    if "\n" not in text:
        return frozenset()
    return frozenset(
        at
        for at in range(1, len(tokens))
        if tokens[at].start == tokens[at - 1].end + 1
        and text[tokens[at - 1].end] == "\n"
        and tokens[at].word.isdigit()
        and tokens[at - 1].word.isdigit()
    )


def reversed_tokens(tokens: Sequence[Token], text: str) -> set[int]:
    """The indexes of tokens whose characters a page shows in another order: between an override and its end."""
    found: set[int] = set()
    if not _OVERRIDE.search(text):
        return found
    for match in _OVERRIDDEN.finditer(text):
        first = bisect_left(tokens, match.start(), key=lambda token: token.start)
        last = bisect_left(tokens, match.end(), key=lambda token: token.start)
        found.update(range(first, last))
    return found


def veiled(tokens: Sequence[Token], at: int, step: int) -> bool:
    """Whether more of a number may be glued to the digits tokens[at]: digits of another script, or behind odd signs.

    A zero-width space inside 15, a small raised 2, an apostrophe in 1'000: what the eye sees there is another number. A
    picture right before or behind the digits, with no other digits beyond it, hides none.
    """
    here, signs = at, 0
    while 0 <= here + step < len(tokens) and signs < _SIGNS:
        upcoming = tokens[here + step]
        left, right = (upcoming, tokens[here]) if step < 0 else (tokens[here], upcoming)
        if left.end != right.start:
            return False
        character = upcoming.word[-1 if step < 0 else 0]
        if character.isnumeric():
            return signs > 0 or not upcoming.word.isascii()
        if character.isalpha() or character in _BETWEEN:
            return False
        if category(character) in ("Me", "Sk", "Mn") and character != _PICTURE:
            return True
        here, signs = here + step, signs + 1
    return signs == _SIGNS


def tokenize(text: str) -> list[Token]:
    """All tokens of `text` in order; a Latin letter in a Cyrillic word is read as the Cyrillic one it looks like."""
    plain = folded(text)
    find, make = plain.find, tuple.__new__  # of very many at once, past what a named tuple adds
    one = dict[str, str]().setdefault  # a word that stands often is held once
    found: list[Token] = []
    end = 0
    for word in _TOKEN.findall(plain):
        start = find(word, end)  # only spaces stand before it
        end = start + len(word)
        found.append(make(Token, (one(word, word), start, end)))
    if _MIXED.search(plain) is None:
        return found
    return [_unmixed(token) if not token.word.isascii() and len(token.word) > 1 else token for token in found]


def words_in(plain: str) -> tuple[str, ...]:
    """The words of the tokens of a text that is folded."""
    if _MIXED.search(plain) is not None:
        return tuple(token.word for token in tokenize(plain))
    return (plain,) if plain.isalpha() else tuple(_TOKEN.findall(plain))


def _unmixed(token: Token) -> Token:
    word = token.word.translate(_LOOKALIKES)
    mixed = word != token.word and not any("a" <= letter <= "z" for letter in word)
    return token._replace(word=word) if mixed else token
