"""What bytes are: text, html, feed, channel, telegram, pdf, docx, or why none of these; by name, then by content."""

from __future__ import annotations

import re

from firstlight.catalog import Catalog
from firstlight.collect.bounds import Kinds, bounds_of
from firstlight.collect.decode import decode
from firstlight.collect.telegram import is_export, is_json
from firstlight.model import Record

_MAGIC = (
    (b"PK\x03\x04", "a zip archive or office document"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3\0", "a database"),
    (b"\x7fELF", "a program"),
)
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|article)[\s>]", re.I)
_FEED = re.compile(rb"<(?:\w{1,20}:)?(?:rss|feed|RDF)[\s>]")
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,99}<\?xml[\s?]")
PDF = b"%PDF-"
DOCX_PART = b"word/document.xml"
TABLE = "a table is no report: say with --map where its reports stand, or use `firstlight import` for counts"
OTHERS = (".html", ".htm", ".txt", ".xml", ".pdf", ".docx")  # what a map beside a table says nothing about
_CONTROLS = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27}) + b"\x7f"
SAMPLE = 65_536  # bytes looked at
NOISE = 0.05  # share of control characters, or of undecodable ones, from which on a file is binary


class Kind(Record, frozen=True, kw_only=True):
    """The media of a file, or the reason and a line for a person why it is not taken in."""

    media: str = ""
    reason: str = ""
    detail: str = ""


def kind_of(name: str, data: bytes, catalog: Catalog, mapped: bool = False) -> Kind:
    """The kind of the file `name` with content `data`; `mapped`: a map says how the rows of a table are reports."""
    kinds = bounds_of(catalog).kinds
    low = name.lower()
    if mapped and data and not _binary(data) and (low.endswith(tuple(kinds.rows)) or not low.endswith(OTHERS)):
        return Kind(media="lines" if is_json(data) else "rows")
    if low.endswith(tuple(kinds.table)):
        return Kind(reason="table", detail=TABLE)
    if not data:
        return Kind(reason="empty", detail="the file is empty: check that it was saved whole")
    if data.startswith(PDF):
        return Kind(media="pdf")
    if is_docx(data):
        return Kind(media="docx")
    what = _binary(data)
    if what:
        return Kind(reason="binary", detail=f"{what} is not read: save its text as .txt or .html and collect that")
    if is_export(data):
        return Kind(media="telegram")
    if low.endswith(tuple(kinds.export)) or is_json(data):
        return Kind(
            reason="not_an_export",
            detail="this JSON is no Telegram Desktop export: it has no messages; export the chat as JSON (result.json)",
        )
    return _of_text(low, data, kinds)


def _of_text(low: str, data: bytes, kinds: Kinds) -> Kind:
    """The kind of a file of characters with the lower-case name `low`."""
    head = data[:4096].replace(b"\0", b"")
    page = Kind(media="channel" if is_channel(data) else "html")
    if low.endswith(tuple(kinds.text)):
        return Kind(media="text")
    if (low.endswith(tuple(kinds.feed)) or _XML.match(data)) and _FEED.search(head):
        return Kind(media="feed")  # also one that its server calls a page
    if low.endswith(tuple(kinds.html)):
        return page
    if _PAGE.search(head):
        return page
    if _XML.match(data):
        return Kind(reason="not_a_feed", detail="this XML is no RSS or Atom feed: save the page and collect that")
    return Kind(media="text")


def is_docx(data: bytes) -> bool:
    """Whether `data` is a zip archive that holds a word-processing document."""
    return data.startswith(b"PK\x03\x04") and DOCX_PART in data


def is_channel(data: bytes) -> bool:
    """Whether `data` is a preview page of a channel."""
    return b"tgme_widget_message" in data and b"data-post=" in data


def too_large(kind: Kind, data: bytes, catalog: Catalog) -> Kind | None:
    """The refusal of a file beyond the bounds of its kind, None where it is within them."""
    bounds = bounds_of(catalog)
    limits = {
        "text": bounds.text.max_bytes,
        "html": bounds.html.max_bytes,
        "channel": bounds.html.max_bytes,
        "feed": bounds.feed.max_bytes,
        "telegram": bounds.telegram.max_bytes,
        "pdf": bounds.documents.max_bytes,
        "docx": bounds.documents.max_bytes,
        "rows": bounds.rows.max_bytes,
        "lines": bounds.rows.max_bytes,
    }
    limit = limits[kind.media]
    if len(data) > limit:
        return Kind(
            reason="too_large",
            detail=f"{len(data)} bytes, and {limit} are allowed: split it, or raise the bound in data/bounds.toml",
        )
    tags = data.count(b"<") if kind.media in ("html", "channel") else 0
    if tags > bounds.html.max_tags:
        return Kind(
            reason="too_complex",
            detail=f"{tags} tags, and {bounds.html.max_tags} are allowed: save the article alone and collect that",
        )
    return None


def _binary(data: bytes) -> str | None:
    """What kind of binary content `data` is, None for text in any encoding."""
    for magic, what in _MAGIC:
        if data.startswith(magic):
            return what
    sample = data[:SAMPLE]
    decoded = decode(sample)
    if decoded.encoding.startswith(("utf-16", "utf-32")):
        noise = sum(
            1 for char in decoded.raw if (char < " " and char not in "\t\n\r\f") or "\ud800" <= char <= "\udfff"
        )
        return "binary content" if noise > NOISE * max(len(decoded.raw), 1) else None
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    bad = sum(1 for char in decoded.raw if "\udc80" <= char <= "\udcff")
    return (
        "binary content"
        if max(controls, 4 * bad if decoded.encoding == "utf-8" else 0) > NOISE * len(sample) + 1
        else None
    )
