"""DOCX documents, cited by paragraph. Read, never extracted: one part of the archive within its bounds.

What a reader sees: text that was inserted is text; text that was deleted with changes tracked is left out and marked;
hidden text is left out and marked.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from firstlight.catalog import Catalog
from firstlight.collect.bounds import bounds_of
from firstlight.collect.decode import decode_text
from firstlight.collect.plain import plain_pieces
from firstlight.collect.published import page_date
from firstlight.collect.texts import PartText, part_report
from firstlight.errors import SourceError
from firstlight.model import Capture, Part, Report

DOCX_VIEW = "docx-view/1"
BODY, CORE = "word/document.xml", "docProps/core.xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SKIPPED = frozenset(f"{W}{name}" for name in ("del", "moveFrom", "pict", "object", "instrText", "txbxContent"))
BREAKS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "\u2011"}
RAISED = {"superscript": "^", "subscript": "_"}


def read_docx(content: bytes, capture: Capture, source: str | None, catalog: Catalog) -> Report:
    """The report of a DOCX document, its paragraphs as parts. Raises SourceError where it is broken or too large."""
    limit = bounds_of(catalog).documents.max_bytes
    root, core = _part(content, BODY, limit, capture.origin), _part(content, CORE, limit, capture.origin)
    if root is None:
        raise SourceError(f"{capture.origin}: the document holds no text: save it again from the program that made it")
    marks: set[str] = set()
    text, parts = "", []
    for number, paragraph in enumerate(root.iter(f"{W}p"), start=1):
        pieces, found = plain_pieces(decode_text("".join(_runs(paragraph, marks))))
        words = pieces.text().strip("\n")
        marks |= found
        if words.strip():
            parts.append(Part(start=len(text), name=f"paragraph {number}"))
            text += words + "\n"
    if not text.strip():
        raise SourceError(f"{capture.origin}: the document holds no text")
    title, published = _said(core)
    return part_report(
        capture,
        PartText(
            text=text.rstrip("\n"),
            view=DOCX_VIEW,
            place=(0, len(content)),
            own=content,
            title=title,
            published=published,
            marks=tuple(marks),
            parts=tuple(parts),
        ),
        source,
        catalog,
    )


def _part(content: bytes, name: str, limit: int, origin: str) -> etree._Element | None:
    """The root of one part of the archive, None where it is not there; read with a bound, whatever its header says."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if name not in archive.namelist():
                return None
            with archive.open(name) as member:
                data = member.read(limit + 1)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise SourceError(f"{origin}: the document cannot be read ({error})") from error
    if len(data) > limit:
        raise SourceError(f"{origin}: its text is larger than {limit} bytes: split it")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(f"{origin}: the document is not well-formed ({error})") from error
    if root.getroottree().docinfo.doctype:
        raise SourceError(f"{origin}: the document declares a document type, which none needs: it is not read")
    return root


def _runs(paragraph: etree._Element, marks: set[str]) -> Iterator[str]:
    """The characters of a paragraph in order; nested paragraphs (text boxes) come by themselves."""
    waiting = [iter(paragraph)]
    while waiting:
        node = next(waiting[-1], None)
        if node is None:
            waiting.pop()
            continue
        if node.tag in SKIPPED:
            if node.tag in (f"{W}del", f"{W}moveFrom"):
                marks.add("struck_text")
            continue
        if node.tag == f"{W}r":
            yield from _run(node, marks)
        elif node.tag != f"{W}p":
            waiting.append(iter(node))


def _run(run: etree._Element, marks: set[str]) -> Iterator[str]:
    looks = run.find(f"{W}rPr")
    if looks is not None and (_on(looks, "vanish") or _on(looks, "strike") or _on(looks, "dstrike")):
        marks.add("hidden" if _on(looks, "vanish") else "struck_text")
        return
    align = looks.find(f"{W}vertAlign") if looks is not None else None
    raised = RAISED.get(align.get(f"{W}val", ""), "") if align is not None else ""
    if raised:
        marks.add("number_markup")
    yield raised
    for node in run:
        if node.tag == f"{W}t":
            yield node.text or ""
        elif node.tag in BREAKS:
            yield BREAKS[node.tag]


def _on(looks: etree._Element, name: str) -> bool:
    found = looks.find(f"{W}{name}")
    return found is not None and found.get(f"{W}val", "true") not in ("0", "false", "off", "none")


def _said(core: etree._Element | None) -> tuple[str | None, str | None]:
    """Title and date of the last change, as the document says them of itself."""
    if core is None:
        return None, None
    title = core.findtext("{http://purl.org/dc/elements/1.1/}title")
    changed = core.findtext("{http://purl.org/dc/terms/}modified") or core.findtext(
        "{http://purl.org/dc/terms/}created"
    )
    dated = page_date(changed[:40]) if changed else None
    return (" ".join(title.split())[:300] if title else None) or None, dated[0] if dated else None
