"""The view of plain text: the characters as they are, line ends made one kind, control characters replaced."""

from __future__ import annotations

from firstlight.collect.characters import ODD, odd
from firstlight.collect.decode import Decoded
from firstlight.collect.spans import Pieces


def plain_pieces(decoded: Decoded) -> tuple[Pieces, set[str]]:
    """Pieces of a plain text (offsets in characters of `decoded.raw`) and the marks met on the way."""
    raw, pieces, marks, here = decoded.raw, Pieces(), set[str](), 0
    for found in ODD.finditer(raw):
        start, end = found.span()
        pieces.add(raw[here:start], here, start, True)
        here = end
        if raw[start] == "\r" and raw[end : end + 1] == "\n":
            end -= 1  # the line feed that follows is the line end; its carriage return gives no character
        if end > start:
            text, mark = odd(raw[start:end])
            pieces.add(text, start, end, False)
            if mark:
                marks.add(mark)
    pieces.add(raw[here:], here, len(raw), True)
    return pieces, marks
