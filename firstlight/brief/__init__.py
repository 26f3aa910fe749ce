"""Ledger and assessment in, briefing out: a document in which every number leads to the words of a source."""

from __future__ import annotations

from firstlight.brief.aid import responses, support
from firstlight.brief.annex import method, sources
from firstlight.brief.check import check_document, check_page
from firstlight.brief.disputes import disputed
from firstlight.brief.document import Document, Section
from firstlight.brief.evidence import Evidence
from firstlight.brief.figures import figures
from firstlight.brief.fired import fired
from firstlight.brief.hit import all_incidents, hit, protected
from firstlight.brief.html import html
from firstlight.brief.lead import bottom_line, unknown
from firstlight.brief.nights import nights
from firstlight.brief.numbering import renumbered
from firstlight.brief.page import Page
from firstlight.brief.sides import sides
from firstlight.brief.words import Wording
from firstlight.catalog import Catalog
from firstlight.errors import BriefError
from firstlight.model import Material

__all__ = ["brief", "compose", "figures"]

LANGUAGE = "en"


def brief(material: Material, catalog: Catalog) -> str:
    """One self-contained HTML page about the nights and days from material.start to material.end, both included.

    The same material gives the same characters. Raises BriefError where a number would stand without statements
    behind it, where a statement's quote is not in its report, or where a report or capture is missing.
    """
    if not material.start or not material.end:
        raise BriefError("there is no period to brief: collect a dated report first, or give the dates")
    page = Page(material, catalog, Wording(catalog, LANGUAGE))
    document = compose(page)
    check_document(document, page)
    evidence = Evidence(page, document)
    text = html(document, page, [evidence.panel(entry) for entry in document.entries])
    check_page(text, document, page)
    return text


def compose(page: Page) -> Document:
    """The briefing as a document, before any format; the figures are numbered in the order in which they are met."""
    wording = page.wording
    found = sides(page)
    parts = {
        "bottom": bottom_line(page, found),
        "unknown": unknown(page, found),
        "fired": fired(page, found),
        "hit": hit(page),
        "protected": protected(page),
        "support": support(page),
        "response": responses(page),
        "disputed": disputed(page),
        "nights": nights(page, found),
        "incidents": all_incidents(page),
    }
    parts["sources"] = sources(page)
    parts["method"] = method(page)
    annexes = ("nights", "incidents", "sources", "method")
    sections = tuple(
        Section(id=key, title=wording.text("sections", key), blocks=blocks, annex=key in annexes)
        for key, blocks in parts.items()
        if blocks
    )
    period = wording.date(f"{page.material.start}/{page.material.end}", "span")
    dated = page.scope.dated
    document = Document(
        language=wording.language,
        title=page.say("title", period=period),
        marking=wording.text("words", "marking"),
        dated=page.say("dated", day=wording.date(dated)) if dated else page.say("not_dated"),
        invented=page.material.invented,
        sections=sections,
        entries=page.register.entries,
    )
    return renumbered(document)
