"""Lists of objects: what is done to one member is done to all, before the verb and after it."""

from __future__ import annotations

from itertools import pairwise

from firstlight.read.bound import Bound, Unbound
from firstlight.read.layout import Layout
from firstlight.read.quantities import Quantity


def with_lists(layout: Layout, bound: list[Bound], unbound: list[Unbound]) -> tuple[list[Bound], list[Unbound]]:
    """Gives the unbound objects of a list the act of the member beside them; the rest stays as it was."""
    acts = {(item.sentence, item.quantity.first): item for item in bound if item.quantity.kind == "object"}
    if not acts:
        return bound, unbound
    added: list[Bound] = []
    for index in sorted({sentence for sentence, _ in acts}):
        row = [quantity for quantity in layout.quantities[index] if quantity.kind == "object"]
        pairs = list(pairwise(row))
        for left, right in [*reversed(pairs), *pairs]:
            for known, other in ((right, left), (left, right)):
                source = acts.get((index, known.first))
                if source is None or (index, other.first) in acts or not _listed(layout, index, left, right):
                    continue
                joined = source._replace(quantity=other, inherited=True)
                acts[(index, other.first)] = joined
                added.append(joined)
    taken = {(item.sentence, item.quantity.first) for item in added}
    left_over = [item for item in unbound if (item.sentence, item.quantity.first) not in taken]
    return sorted([*bound, *added], key=lambda item: (item.sentence, item.quantity.first)), left_over


def _listed(layout: Layout, index: int, left: Quantity, right: Quantity) -> bool:
    """Whether only commas, conjunctions and plain words stand between two objects."""
    words = layout.words
    if layout.mentions.of("acts", left.last, right.first):
        return False
    between = [token.word for token in layout.tokens[left.last : right.first]]
    joins = words.join | words.boundary | words.articles | words.skip | {","}
    if not any(word in joins for word in between) or len(between) > 7:
        return False
    numbers = {word for q in layout.quantities[index] for word in _words(layout, q)}
    return all(word in joins or word in numbers or (word[0].isalpha() and word not in words.stop) for word in between)


def _words(layout: Layout, quantity: Quantity) -> list[str]:
    return [token.word for token in layout.tokens[quantity.first : quantity.last]]
