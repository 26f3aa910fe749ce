"""The place for the analyst's own paragraphs, which a rebuild keeps: they come from a file beside the briefing."""

from __future__ import annotations

from firstlight.brief.document import Block, Own, Paragraph
from firstlight.brief.page import Page
from firstlight.brief.words import visible


def own(page: Page) -> tuple[Block, ...]:
    """The paragraphs, with the sentence that nobody has checked them; where there are none, how to add some."""
    paragraphs = tuple(text for piece in page.material.own.split("\n\n") if (text := visible(piece).strip()))
    if not paragraphs:
        place = page.wording.text("page", "own_place")
        return (Paragraph(sentences=(page.of((page.words(place),)),), style="small"),)
    note = page.of((page.words(page.wording.text("page", "own_note")),))
    return (Own(paragraphs=paragraphs), Paragraph(sentences=(note,), style="small"))
