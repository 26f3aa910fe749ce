"""Text PDF documents, cited by page. A scan without text is refused: nothing here guesses letters from pictures."""

from __future__ import annotations

import io
import logging
import re

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from firstlight.catalog import Catalog
from firstlight.collect.bounds import bounds_of
from firstlight.collect.decode import decode_text
from firstlight.collect.plain import plain_pieces
from firstlight.collect.published import page_date
from firstlight.collect.texts import PartText, part_report
from firstlight.errors import SourceError
from firstlight.model import Capture, Part, Report

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it finds odd is told by the outcome, not on the screen

PDF_VIEW = "pdf-view/1"
_NUMBER = re.compile(r"\d{9,}")  # pypdf names objects by where they lie in memory
BREAK = "\n\n"
# what pypdf falls over with, of 10,000 broken documents
_BROKEN = (PyPdfError, ValueError, LookupError, TypeError, ArithmeticError, RuntimeError, AttributeError, OSError)


def read_pdf(content: bytes, capture: Capture, source: str | None, catalog: Catalog) -> Report:
    """The report of a PDF document, its pages as parts.

    Raises SourceError where it is broken, locked, too long, or holds pictures of text only.
    """
    name, limit = capture.origin, bounds_of(catalog).documents.max_pages
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise SourceError(f"{name}: the PDF is locked with a password: save an open copy and collect that")
        count = len(reader.pages)
        if count > limit:
            raise SourceError(f"{name}: {count} pages, and {limit} are allowed: split it")
        pages = [page.extract_text() for page in reader.pages]
        meta = reader.metadata
        title = str(meta.title) if meta and meta.title else None
        created = meta.creation_date if meta else None
    except _BROKEN as error:
        why = _NUMBER.sub("#", str(error))[:120]
        raise SourceError(f"{name}: the PDF cannot be read ({type(error).__name__}: {why})") from error
    empty = sum(1 for page in pages if not page.strip())
    if empty == len(pages):
        raise SourceError(f"{name}: the PDF holds pictures of text and no text: run text recognition on it first")
    text, parts = "", []
    marks = {"partial"} if empty else set[str]()
    for number, page in enumerate(pages, start=1):
        pieces, found = plain_pieces(decode_text(page))
        marks |= found
        parts.append(Part(start=len(text), name=f"page {number}"))
        text += pieces.text().strip() + BREAK
    dated = page_date(created.isoformat()) if created is not None else None
    return part_report(
        capture,
        PartText(
            text=text.rstrip(),
            view=PDF_VIEW,
            place=(0, len(content)),
            own=content,
            title=" ".join(title.split())[:300] if title else None,
            published=dated[0] if dated else None,
            marks=tuple(marks),
            parts=tuple(part for part in parts if part.start < len(text.rstrip())),
        ),
        source,
        catalog,
    )
