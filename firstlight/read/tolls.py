"""Tolls: "the death toll ... rose to 30" counts the dead however far the words stand apart."""

from __future__ import annotations

from firstlight.read.bound import PEOPLE_ACTS
from firstlight.read.layout import Layout, within
from firstlight.read.mentions import Mention
from firstlight.read.quantities import Quantity

_STOPS = {"shoot_down", "suppress", "stop", "destroy"}


def risen(layout: Layout, quantity: Quantity) -> bool:
    """Whether a number of people or of weapons is one that a toll has come to: "rose to 30"."""
    if quantity.number is None or quantity.kind not in ("bare", "people"):
        return False
    hits = layout.words.numbers.bounds.at(layout.tokens, quantity.number.first)
    return any(hit.value in ("exact", "rise_from") for hit in hits)


def toll(layout: Layout, index: int, quantity: Quantity) -> tuple[Mention | None, float]:
    """The act that a toll counts: behind its number ("rose to 21 the number of injured"), or the last one before it."""
    first = layout.sentences[index].first
    told = {act.name for act in layout.mentions.of("acts", first, layout.sentences[index].last)}
    counted = PEOPLE_ACTS if told & PEOPLE_ACTS else _STOPS  # "the number of targets shot down rose to seven"
    after = quantity.number.last if quantity.number is not None else quantity.last
    behind = [act for act in layout.mentions.of("acts", after, quantity.last + 1) if act.name in counted]
    before = [act for act in layout.mentions.of("acts", first, quantity.first) if act.name in counted]
    passed = [
        q
        for q in within(layout.quantities[index], first, quantity.first)
        if q.kind in ("people", "bare") and not risen(layout, q)
    ]
    before = [act for act in before if not any(act.last <= q.first for q in passed)]
    act = behind[0] if behind else before[-1] if before else None
    return (act, 0.0) if act is not None else (None, 99.0)
