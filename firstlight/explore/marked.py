"""A source's text in pieces: the quotes in it marked, the names of private persons covered, no character lost."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from itertools import pairwise

from firstlight.model import Record

AROUND = 260  # code points of context on either side of a quote
WHOLE = 1_500  # a text up to this length is shown whole
_BIDI = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)))
_HIDDEN = ("Cc", "Cs", "Co", "Cn")
_KEPT = "\n\t"

Names = Callable[[str], Sequence[tuple[int, int]]]  # where a text may name a private person


class Quoted(Record, frozen=True, kw_only=True):
    """A quote in a text, and the number under which its statement is shown."""

    start: int
    end: int
    number: int


class Piece(Record, frozen=True, kw_only=True):
    """A piece of a text: inside the quotes `numbers`, covered, left out, or plain. `ends`: quotes that end with it."""

    text: str
    numbers: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    covered: bool = False
    gap: bool = False


def whole(text: str, quotes: Sequence[Quoted], names: Names) -> list[Piece]:
    """The whole text in pieces. Inside a quote nothing is covered: quotes are cut short of names when they are read."""
    return _pieces(text, 0, len(text), quotes, names)


def excerpt(text: str, quotes: Sequence[Quoted], names: Names, around: int = AROUND) -> list[Piece]:
    """The quotes with their surroundings in pieces, what lies further away left out."""
    if len(text) <= WHOLE:
        return whole(text, quotes, names)
    windows: list[list[int]] = []
    for quote in sorted(quotes, key=lambda quote: quote.start):
        low, high = max(0, quote.start - around), min(len(text), quote.end + around)
        if windows and low <= windows[-1][1]:
            windows[-1][1] = max(windows[-1][1], high)
        else:
            windows.append([low, high])
    pieces: list[Piece] = []
    for low, high in windows:
        if low > 0 or pieces:
            pieces.append(Piece(text="", gap=True))
        pieces += _pieces(text, low, high, quotes, names)
    if not windows:
        pieces = _pieces(text, 0, WHOLE, quotes, names)
    if (windows[-1][1] if windows else WHOLE) < len(text):
        pieces.append(Piece(text="", gap=True))
    return pieces


def visible(text: str) -> str:
    """A text for display, as long as it was: what would hide text or turn it about is replaced by a sign."""
    return "".join(
        chr(0xFFFD) if char in _BIDI or (unicodedata.category(char) in _HIDDEN and char not in _KEPT) else char
        for char in text
    )


def _pieces(text: str, low: int, high: int, quotes: Sequence[Quoted], names: Names) -> list[Piece]:
    inside = [quote for quote in quotes if quote.start < high and quote.end > low]
    reach = 60  # a name that the window's edge cuts is covered whole
    begin = max(0, low - reach)
    spans = [(begin + a, begin + b) for a, b in names(text[begin : high + reach])]
    edges = {low, high}
    edges |= {at for quote in inside for at in (quote.start, quote.end) if low < at < high}
    edges |= {at for span in spans for at in span if low < at < high}
    cuts = sorted(edges)
    pieces: list[Piece] = []
    for start, end in pairwise(cuts):
        numbers = tuple(sorted({q.number for q in inside if q.start <= start and end <= q.end}))
        ends = tuple(sorted({q.number for q in inside if q.end == end}))
        covered = not numbers and any(a <= start and end <= b for a, b in spans)
        pieces.append(Piece(text=visible(text[start:end]), numbers=numbers, ends=ends, covered=covered))
    return pieces
