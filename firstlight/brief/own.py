"""The place for the analyst's own paragraphs, which a rebuild keeps: they come from a file beside the briefing."""

from __future__ import annotations

from firstlight.brief.document import Block, Own, Paragraph, Ref
from firstlight.brief.page import Page
from firstlight.brief.words import visible

FRONT = 700  # characters of it that the first pages hold


def own(page: Page) -> tuple[Block, ...]:
    """The paragraphs where they are short, a link to the annex where not, and where there are none how to add some."""
    paragraphs = _paragraphs(page)
    if not paragraphs:
        return (Paragraph(sentences=(page.of((page.words(page.wording.text("page", "own_place")),)),), style="small"),)
    if _is_long(paragraphs):
        link = Ref(label=page.wording.text("sections", "own_full"), to="own_full")
        return (Paragraph(sentences=(page.say("see_own", link=link),)),)
    return _written(page, paragraphs)


def own_in_full(page: Page) -> tuple[Block, ...]:
    """The annex: the paragraphs where they are too long for the first pages."""
    paragraphs = _paragraphs(page)
    return _written(page, paragraphs) if _is_long(paragraphs) else ()


def _paragraphs(page: Page) -> tuple[str, ...]:
    return tuple(text for piece in page.material.own.split("\n\n") if (text := visible(piece).strip()))


def _is_long(paragraphs: tuple[str, ...]) -> bool:
    return sum(map(len, paragraphs)) > FRONT


def _written(page: Page, paragraphs: tuple[str, ...]) -> tuple[Block, ...]:
    """The paragraphs with the sentence that nobody has checked them."""
    note = page.of((page.words(page.wording.text("page", "own_note")),))
    return (Own(paragraphs=paragraphs), Paragraph(sentences=(note,), style="small"))
