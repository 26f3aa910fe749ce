"""Ledger and assessment in, briefing out: a document in which every number leads to the words of a source."""

from __future__ import annotations

from firstlight.brief import fired
from firstlight.brief.aid import aid_in_full, responses, support
from firstlight.brief.annex import basis, method, sources
from firstlight.brief.check import check_document, check_page
from firstlight.brief.disputes import disputed
from firstlight.brief.document import Document, Section
from firstlight.brief.evidence import Evidence
from firstlight.brief.expect import all_needs, expect
from firstlight.brief.figures import figures
from firstlight.brief.gaps import gaps, unknown
from firstlight.brief.hit import all_incidents, hit, protected
from firstlight.brief.html import html
from firstlight.brief.lead import bottom_line
from firstlight.brief.markdown import markdown
from firstlight.brief.nights import nights
from firstlight.brief.numbering import renumbered
from firstlight.brief.outlook import bought, needed
from firstlight.brief.own import own, own_in_full
from firstlight.brief.page import Page
from firstlight.brief.short import in_full, short
from firstlight.brief.sides import sides
from firstlight.brief.since import since, since_in_full
from firstlight.brief.words import Wording
from firstlight.catalog import Catalog
from firstlight.errors import BriefError
from firstlight.model import Material

__all__ = ["ENDINGS", "LANGUAGE", "brief", "briefing", "compose", "figures", "languages"]

LANGUAGE = "en"
ENDINGS = (".html", ".htm", ".pdf", ".docx", ".md")  # of the files that a briefing can be


def brief(material: Material, catalog: Catalog, language: str = LANGUAGE) -> str:
    """One self-contained HTML page about the nights and days from material.start to material.end, both included."""
    return briefing(material, catalog, ".html", language).decode()


def briefing(material: Material, catalog: Catalog, ending: str, language: str = LANGUAGE) -> bytes:
    """The briefing of the material's period as a file of the format `ending`, one of ENDINGS.

    The same material gives the same bytes. Raises BriefError where a number would stand without statements behind it,
    where a statement's quote is not in its report, where a report or capture is missing, or where the package that
    writes the format is not installed.
    """
    if language not in languages(catalog):
        known = ", ".join(languages(catalog))
        raise BriefError(f"no briefing can be written in {language!r}: the languages are {known}")
    if not material.start or not material.end:
        raise BriefError("there is no period to brief: collect a dated report first, or give the dates")
    page = Page(material, catalog, Wording(catalog, language))
    document = compose(page)
    check_document(document, page)
    evidence = Evidence(page, document)
    panels = [evidence.panel(entry) for entry in document.entries]
    if ending == ".pdf":
        from firstlight.brief.pdf import pdf

        return pdf(document, page, panels)
    if ending == ".docx":
        from firstlight.brief.docx import docx

        return docx(document, page, panels)
    if ending == ".md":
        return markdown(document, page, panels).encode()
    text = html(document, page, panels)
    check_page(text, document, page)
    return text.encode()


def languages(catalog: Catalog) -> tuple[str, ...]:
    """Codes of the languages that a briefing can be written in: those with a wording under data/brief."""
    names = (name.removeprefix("brief/").removesuffix(".toml") for name in catalog.names("brief"))
    return tuple(name for name in names if len(name) == 2)


def compose(page: Page) -> Document:
    """The briefing as a document, before any format; the figures are numbered in the order in which they are met."""
    wording = page.wording
    found = sides(page)
    front = {
        "bottom": bottom_line(page, found),
        "unknown": unknown(page, found),
        "since": since(page),
        "fired": fired.fired(page, found),
        "hit": hit(page),
        "support": support(page),
        "expect": (*expect(page), *short(page)),
        "own": own(page),
        "basis": basis(page),
    }
    annexes = {
        "own_full": own_in_full(page),
        "nights": (*fired.in_full(page, found), *nights(page, found)),
        "incidents": all_incidents(page),
        "protected": protected(page),
        "aid": aid_in_full(page),
        "response": responses(page),
        "ahead": (*(chart for chart in (needed(page), bought(page)) if chart), *all_needs(page), *in_full(page)),
        "disputed": disputed(page),
        "changes": since_in_full(page),
        "gaps": gaps(page, found),
    }
    annexes["sources"] = sources(page)
    annexes["method"] = method(page)
    sections = tuple(
        Section(id=key, title=_title(wording, key), blocks=blocks, annex=key in annexes)
        for key, blocks in (*front.items(), *annexes.items())
        if blocks
    )
    invented = page.material.invented or any(entry.figure.invented for entry in page.register.entries)
    restricted = any(entry.figure.restricted for entry in page.register.entries)
    marks = [key for key, holds in (("partly_restricted", restricted), ("partly_invented", invented)) if holds]
    period = wording.date(f"{page.material.start}/{page.material.end}", "span")
    dated = page.scope.dated
    document = Document(
        language=wording.language,
        title=page.say("title", period=period),
        marking=wording.text("words", "marking"),
        dated=page.say("dated", day=wording.date(dated)) if dated else page.say("not_dated"),
        invented=invented,
        marks=tuple(wording.text("page", key) for key in marks),
        sections=sections,
        entries=page.register.entries,
    )
    return renumbered(document)


def _title(wording: Wording, key: str) -> str:
    return wording.text("page" if key in ("since", "own") else "sections", key)
