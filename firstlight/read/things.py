"""What a thing named in a text is meant to be: the land it stands on, or the house told of just before."""

from __future__ import annotations

from firstlight.read.bound import Bound
from firstlight.read.context import Context

_NOUN = 3  # letters by which forms of a noun agree
_LAND = 4  # tokens between "on the territory" and the thing whose territory it is


def on_grounds(context: Context, first: int) -> bool:
    """Whether wreckage only fell on the land of the thing named at tokens[first]: that alone is no damage to it."""
    words, tokens = context.layout.words, context.layout.tokens
    for at in range(first - 1, max(first - 1 - _LAND, -1), -1):
        if tokens[at].word in words.grounds:
            return True
        if not tokens[at].word[0].isalpha() or tokens[at].word in words.stop - words.links - words.articles:
            return False
    return False


def of_flats(context: Context, item: Bound) -> bool:
    """Whether a bare "house", where the word means any, is the block of flats named shortly before."""
    layout, quantity = context.layout, item.quantity
    if layout.words.articles or quantity.object != "house" or quantity.number or quantity.last - quantity.first > 1:
        return False
    noun = layout.tokens[quantity.first].word
    first = layout.sentences[max(item.sentence - 1, 0)].first
    blocks = layout.mentions.named("objects", "apartment_building", first, quantity.first)
    plural = noun.endswith(layout.words.plural_endings)
    return not plural and any(layout.tokens[block.last - 1].word[:_NOUN] == noun[:_NOUN] for block in blocks)
