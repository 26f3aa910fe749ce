"""Sentences that speak of a country at large: of its cities, of so many regions, of the whole war, or by its name."""

from __future__ import annotations

from firstlight.read.gazetteer import gazetteer
from firstlight.read.layout import Layout, within
from firstlight.read.mentions import Mention
from firstlight.read.place_mention import PlaceMention

_OWNED = 4  # tokens in which a number of regions names them: "nine of the country's regions"


def nation(layout: Layout, index: int) -> list[Mention]:
    """The words by which a sentence speaks of the country at large: "cities across Ukraine"."""
    sentence = layout.sentences[index]
    return layout.mentions.named("cues", "nation", sentence.first, sentence.last)


def of_all_the_war(layout: Layout, index: int) -> bool:
    """Whether a sentence that names no place sums up the war: it speaks of the country, not of the place before."""
    sentence = layout.sentences[index]
    span = (sentence.first, sentence.last)
    here = layout.mentions.named("cues", "here", *span) or layout.mentions.named("cues", "region", *span)
    return bool(layout.mentions.named("cues", "era", *span)) and not here


def counts_regions(layout: Layout, index: int) -> bool:
    """Whether a sentence speaks of several regions by their number: "attacked nine oblasts"."""
    sentence = layout.sentences[index]
    heads = gazetteer(layout.catalog).index(layout.words.language).cues.heads
    return any(
        number.low > 1 and any(hit.value == "oblast" for hit in heads.at(layout.tokens, at))
        for number in within(layout.numbers, sentence.first, sentence.last)
        for at in range(number.last, min(number.last + _OWNED, sentence.last))
        if all(_owner(layout, between) for between in range(number.last, at))
        and not within(layout.numbers, number.last, at)
    )


def _owner(layout: Layout, at: int) -> bool:
    """Whether token `at` only says whose the regions are: "of", "the", a country's name."""
    country = any(place.kind == "country" for place in within(layout.places, at, at + 1))
    return country or layout.tokens[at].word in layout.words.links


def country_said(layout: Layout, index: int) -> PlaceMention | None:
    """A country named as the place of what happened ("in Ukraine"), or was said ("at a conference in Germany")."""
    sentence = layout.sentences[index]
    for place in within(layout.places, sentence.first, sentence.last):
        if place.kind == "country" and place.entry is not None and not place.hint and place.role is None:
            before = {token.word for token in layout.tokens[max(place.first - 2, sentence.first) : place.first]}
            if before & layout.words.within:
                return place
    return None
