"""What must hold of every view, whatever it was made from."""

from __future__ import annotations

from collections.abc import Sequence

from firstlight.model import Span


def check_map(data: bytes, text: str, spans: Sequence[Span], encoding: str) -> None:
    """Spans cover the text in order without gaps; bytes are in order; verbatim pieces decode to their characters."""
    here = byte = 0
    for span in spans:
        assert span.start == here and span.end > span.start, "a gap, an overlap or an empty piece"
        assert byte <= span.byte_start <= span.byte_end <= len(data), "bytes out of order"
        if span.verbatim:
            assert data[span.byte_start : span.byte_end].decode(encoding) == text[span.start : span.end]
        here, byte = span.end, span.byte_end
    assert here == len(text), "the map does not reach the end of the text"
    text.encode("utf-8")  # no lone surrogates
