"""Text under construction, and the map from its characters back to the bytes they came from.

A piece is verbatim when decoding its bytes gives its characters. Pieces lie in order and cover the text without gaps;
bytes that gave no character (tags, hidden text, a carriage return) lie between pieces.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence

from firstlight.errors import GateError
from firstlight.model import Span

FINE_SPANS = 200_000  # past this many pieces short ones are folded together, so that the map cannot outgrow its text
SHORT = 64  # characters


class Pieces:
    """Collects pieces of text with the source offsets (characters or bytes, the caller's choice) they came from."""

    def __init__(self, fine: int = FINE_SPANS) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.last = ""
        self._fine = fine
        self._cursor = 0
        self._rows: list[list[int]] = []  # start, end, source start, source end, verbatim

    def add(self, text: str, start: int, end: int, verbatim: bool) -> None:
        """Append `text`, which came from source[start:end]; what was inserted out of order gets an empty range."""
        if not text:
            return
        if start < self._cursor:
            start = end = self._cursor
        self._cursor = end
        self.parts.append(text)
        begin, self.length, self.last = self.length, self.length + len(text), text[-1]
        if self._rows:
            row = self._rows[-1]
            same = row[4] == verbatim and (not verbatim or row[3] == start)
            crowded = len(self._rows) >= self._fine and len(text) < SHORT
            if same or crowded:
                row[4] = row[4] if same else False
                row[1], row[3] = self.length, end
                return
        self._rows.append([begin, self.length, start, end, verbatim])

    def text(self) -> str:
        """The text so far."""
        return "".join(self.parts)

    def spans(self, to_bytes: Callable[[int], int]) -> tuple[Span, ...]:
        """The map; `to_bytes` turns source offsets, asked for in rising order, into byte offsets."""
        return tuple(
            Span(
                start=row[0], end=row[1], byte_start=to_bytes(row[2]), byte_end=to_bytes(row[3]), verbatim=bool(row[4])
            )
            for row in self._rows
        )


def bytes_of(spans: Sequence[Span], start: int, end: int, text: str = "", encoding: str = "utf-8") -> tuple[int, int]:
    """The byte range that holds characters [start, end) of a text view.

    With `text` (and its `encoding`) the ends are cut exactly inside verbatim pieces; without, they are exact where a
    character is one byte and else widened to the whole piece. Raises GateError for a range outside the text.
    """
    total = spans[-1].end if spans else 0
    if not 0 <= start <= end <= total:
        raise GateError(f"characters {start} to {end} are not in a text of {total}: quote a range inside it")
    if not spans:
        return 0, 0
    first = spans[max(bisect_right(spans, start, key=_start) - 1, 0)]
    begin = first.byte_start + _inside(first, first.start, start, text, encoding)
    if start == end:
        return begin, begin
    last = spans[bisect_right(spans, end - 1, key=_start) - 1]
    return begin, last.byte_end - _inside(last, end, last.end, text, encoding)


def _start(span: Span) -> int:
    return span.start


def _inside(span: Span, start: int, end: int, text: str, encoding: str) -> int:
    """Bytes of characters [start, end) of a piece, 0 where that cannot be known."""
    if not span.verbatim:
        return 0
    if span.byte_end - span.byte_start == span.end - span.start:
        return end - start
    return len(text[start:end].encode(encoding)) if text else 0
