"""RSS and Atom feeds: each entry is one report, its title and its text as the feed gives them.

The XML is read without document types, entities from outside or any other file; a feed that declares a document type is
refused, since no feed needs one. The text of an entry stands in the feed's own markup, often packed twice, so its span
is the whole entry: `verbatim` is False and the bytes of the entry are what it can be checked against.
"""

from __future__ import annotations

import re
from datetime import UTC
from email.utils import parsedate_to_datetime

from lxml import etree

from firstlight.catalog import Catalog
from firstlight.collect.bounds import bounds_of
from firstlight.collect.published import page_date
from firstlight.collect.texts import PartText, part_report
from firstlight.collect.view import text_view
from firstlight.errors import SourceError
from firstlight.model import Capture, Refusal, Report

FEED_VIEW = "feed-view/1"
ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
DC_DATE = "{http://purl.org/dc/elements/1.1/}date"
RSS1 = "{http://purl.org/rss/1.0/}"

_ENTRY = re.compile(rb"<!\[CDATA\[.*?\]\]>|<!--.*?-->|<(/?)(?:\w{1,20}:)?(?:item|entry)(?=[\s>])", re.S)


def read_feed(
    content: bytes, capture: Capture, source: str | None, catalog: Catalog
) -> tuple[tuple[Report, ...], tuple[Refusal, ...]]:
    """Reports and refusals of a feed, one of them for each entry, in its order.

    Raises SourceError for what is no well-formed feed, or declares a document type.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(f"{capture.origin}: the feed is not well-formed XML ({error})") from error
    if root is None:
        raise SourceError(f"{capture.origin}: the feed holds no XML")
    if root.getroottree().docinfo.doctype:
        raise SourceError(f"{capture.origin}: the feed declares a document type, which no feed needs: it is not read")
    broken = ("partial",) if len(parser.error_log) else ()
    entries = [node for name in (f"{ATOM}entry", f"{RSS1}item", "item") for node in root.iter(name)]
    places = _places(content, len(entries))
    reports: list[Report] = []
    refusals: list[Refusal] = []
    limit = bounds_of(catalog).html.max_bytes
    for number, (entry, place) in enumerate(zip(entries, places, strict=True), start=1):
        text, marks = _text(entry, limit, catalog)
        if not text:
            refusals.append(_empty(capture, number))
            continue
        link = _link(entry)
        reports.append(
            part_report(
                capture,
                PartText(
                    text=text,
                    view=FEED_VIEW,
                    place=place,
                    own=content[place[0] : place[1]] if len(set(places)) > 1 else text.encode(),
                    locator=f"entry {_name(entry) or link or number}",
                    address=link,
                    title=_plain(_first(entry, "title")) or None,
                    published=_published(entry),
                    marks=(*marks, *broken),
                ),
                source,
                catalog,
            )
        )
    return tuple(reports), tuple(refusals)


def _text(entry: etree._Element, limit: int, catalog: Catalog) -> tuple[str, tuple[str, ...]]:
    """Title and body of an entry as a reader sees them, with marks."""
    title = _plain(_first(entry, "title"))
    body = entry.find(CONTENT)
    body = body if body is not None else _first(entry, "content")
    body = body if body is not None else _first(entry, "description")
    body = body if body is not None else _first(entry, "summary")
    if body is None:
        return title, ("summary",)
    if len(body):  # XHTML that stands in the feed as elements
        markup = etree.tostring(body, encoding="unicode", with_tail=False)
    elif body.get("type") == "text":
        return _joined(title, (body.text or "").strip()), ()
    else:
        markup = body.text or ""
    view = text_view(markup.encode()[:limit], "html", catalog)
    marks = view.marks if body.tag in (CONTENT, f"{ATOM}content") else (*view.marks, "summary")
    return _joined(title, view.text.strip()), marks


def _joined(title: str, body: str) -> str:
    return f"{title}\n\n{body}" if title and body and not body.startswith(title) else body or title


def _first(entry: etree._Element, name: str) -> etree._Element | None:
    for tag in (f"{ATOM}{name}", f"{RSS1}{name}", name):
        found = entry.find(tag)
        if found is not None:
            return found
    return None


def _plain(node: etree._Element | None) -> str:
    if node is None:
        return ""
    text = "".join(str(part) for part in node.itertext())
    if "<" in text or "&" in text:
        text = text_view(text.encode()[:20_000], "html").text
    return " ".join(text.split())


def _link(entry: etree._Element) -> str | None:
    for node in entry.findall(f"{ATOM}link"):
        if node.get("rel", "alternate") == "alternate" and node.get("href"):
            return _address(node.get("href"))
    node = entry.find(f"{RSS1}link")
    node = node if node is not None else entry.find("link")
    return _address(node.text if node is not None else None)


def _address(text: str | None) -> str | None:
    cleaned = (text or "").strip()
    return cleaned if cleaned.lower().startswith(("http://", "https://")) and len(cleaned) < 2000 else None


def _name(entry: etree._Element) -> str | None:
    node = entry.find("guid")
    node = node if node is not None else entry.find(f"{ATOM}id")
    text = (node.text or "").strip() if node is not None else ""
    return text[:300] or None


def _published(entry: etree._Element) -> str | None:
    node = entry.find("pubDate")
    if node is not None and node.text:
        try:
            moment = parsedate_to_datetime(node.text.strip())
        except (ValueError, OverflowError):
            moment = None
        if moment is not None:
            moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            return moment.isoformat(timespec="seconds")
    for tag in (f"{ATOM}published", DC_DATE, f"{ATOM}updated", "pubDate"):
        node = entry.find(tag)
        found = page_date(node.text[:40]) if node is not None and node.text else None
        if found:
            return found[0]
    return None


def _places(content: bytes, count: int) -> list[tuple[int, int]]:
    """Byte ranges of the entries; the whole feed for each where the tags do not tell them apart."""
    opened: list[int] = []
    found: list[tuple[int, int]] = []
    for match in _ENTRY.finditer(content):
        if match.group(1) is None:
            continue
        if not match.group(1):
            opened.append(match.start())
        elif opened:
            end = content.find(b">", match.end()) + 1
            found.append((opened.pop(), end or len(content)))
    return sorted(found) if len(found) == count and not opened else [(0, len(content))] * count


def _empty(capture: Capture, number: int) -> Refusal:
    item = f"{capture.origin}: entry {number}"
    return Refusal(stage="collect", item=item, reason="empty", detail=f"{item}: it holds no text")
