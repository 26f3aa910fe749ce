"""Cuts a text into tokens that keep their offsets: runs of letters, runs of digits, single other characters.

Invariant: `len(folded(text)) == len(text)`, so an offset in the folded text is an offset in the report.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from unicodedata import lookup

# One character to one character, so that offsets stay: apostrophes, dashes, odd spaces, and the letter yo.
_FOLD = str.maketrans(
    {
        **dict.fromkeys("\u2019\u02bc\u2018`\u00b4\u2032", "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\u00a0\u202f\u2009\u2007\u2002\u2003\u200a", " "),
        lookup("CYRILLIC SMALL LETTER IO"): lookup("CYRILLIC SMALL LETTER IE"),
    }
)
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


def tokenize(text: str) -> list[Token]:
    """All tokens of `text` in order."""
    return [Token(found[0], *found.span()) for found in _TOKEN.finditer(folded(text))]
