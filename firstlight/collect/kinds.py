"""What a file is: text, html, telegram, or why it is none of these; by the end of its name, then by its content."""

from __future__ import annotations

import re

from firstlight.catalog import Catalog
from firstlight.collect.bounds import bounds_of
from firstlight.collect.decode import decode
from firstlight.collect.telegram import is_export, is_json
from firstlight.model import Record

_MAGIC = (
    (b"%PDF-", "a PDF document"),
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
_CONTROLS = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27}) + b"\x7f"
SAMPLE = 65_536  # bytes looked at
NOISE = 0.05  # share of control characters, or of undecodable ones, from which on a file is binary


class Kind(Record, frozen=True, kw_only=True):
    """The media of a file, or the reason and a line for a person why it is not taken in."""

    media: str = ""
    reason: str = ""
    detail: str = ""


def kind_of(name: str, data: bytes, catalog: Catalog) -> Kind:
    """The kind of the file `name` with content `data`."""
    kinds = bounds_of(catalog).kinds
    low = name.lower()
    if low.endswith(tuple(kinds.table)):
        return Kind(reason="table", detail="a table is no report: use `firstlight import` for tables")
    if not data:
        return Kind(reason="empty", detail="the file is empty: check that it was saved whole")
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
    if low.endswith(tuple(kinds.html)):
        return Kind(media="html")
    if low.endswith(tuple(kinds.text)):
        return Kind(media="text")
    return Kind(media="html" if _PAGE.search(data[:4096].replace(b"\0", b"")) else "text")


def too_large(kind: Kind, data: bytes, catalog: Catalog) -> Kind | None:
    """The refusal of a file beyond the bounds of its kind, None where it is within them."""
    bounds = bounds_of(catalog)
    limits = {"text": bounds.text.max_bytes, "html": bounds.html.max_bytes, "telegram": bounds.telegram.max_bytes}
    limit = limits[kind.media]
    if len(data) > limit:
        return Kind(
            reason="too_large",
            detail=f"{len(data)} bytes, and {limit} are allowed: split it, or raise the bound in data/bounds.toml",
        )
    tags = data.count(b"<") if kind.media == "html" else 0
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
