"""The text view: bytes to the text a person would read, with a map back to the bytes. Deterministic and versioned.

Bytes are evidence, text is a view: whoever has the bytes and this version gets the same text, to the character. A
change of any view below is a new version; texts made by an older one keep its name.
"""

from __future__ import annotations

from firstlight.catalog import Catalog
from firstlight.catalog import catalog as shipped
from firstlight.collect.characters import signs
from firstlight.collect.decode import Decoded, decode, decode_text
from firstlight.collect.language import language_of
from firstlight.collect.page import view_page
from firstlight.collect.plain import plain_pieces
from firstlight.errors import UsageError
from firstlight.model import Record, Span

VIEW = "view/2"


class TextView(Record, frozen=True, kw_only=True):
    """A text and where each part of it stands in the bytes; title and publication date as the page itself gives them.

    For each verbatim span, `data[byte_start:byte_end].decode(encoding) == text[start:end]`; spans cover the text in
    order, without gaps.
    """

    text: str
    spans: tuple[Span, ...]
    encoding: str
    marks: tuple[str, ...]
    title: str | None = None
    published: str | None = None
    language: str = "und"


def text_view(data: bytes, media: str, catalog: Catalog | None = None) -> TextView:
    """The text of `data`; `media` is "text" or "html".

    Plain text: decoded, line ends made one kind, control characters replaced, nothing else. HTML: see page.py for what
    is shown, left out and marked. Marks, sorted: bidi_control, control_characters, decode_error, doubtful_encoding,
    hidden, invisible_characters, lookalike_digits, maybe_hidden, no_witness, number_markup, partial, struck_text,
    unknown_zone, witness_differs.
    `catalog` gives the language rules (the shipped one by default). Raises UsageError for another `media`.
    """
    if media == "text":
        return _plain(decode(data), catalog)
    if media == "html":
        return _page(decode(data, declared=True), catalog)
    raise UsageError(f'there is no text view of "{media}": give text or html')


def view_of_text(text: str, catalog: Catalog | None = None) -> TextView:
    """The view of a text that has no file; its bytes are its UTF-8."""
    return _plain(decode_text(text), catalog)


def _plain(decoded: Decoded, catalog: Catalog | None) -> TextView:
    pieces, marks = plain_pieces(decoded)
    text = pieces.text()
    return TextView(
        text=text,
        spans=pieces.spans(decoded.to_bytes()),
        encoding=decoded.encoding,
        marks=tuple(sorted(marks.union(decoded.marks, signs(text)))),
        language=language_of(text, catalog or shipped()),
    )


def _page(decoded: Decoded, catalog: Catalog | None) -> TextView:
    page = view_page(decoded)
    text = page.pieces.text()
    dated = page.head.best_date()
    zone = ("unknown_zone",) if dated and not dated.zoned else ()
    return TextView(
        text=text,
        spans=page.pieces.spans(decoded.to_bytes()),
        encoding=decoded.encoding,
        marks=tuple(sorted(page.marks.union(decoded.marks, signs(text), zone))),
        title=page.head.best_title(),
        published=dated.published if dated else None,
        language=language_of(text, catalog or shipped()),
    )
