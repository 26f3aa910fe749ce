"""Lists: what is done to one member is done to all; objects before the verb and after it, weapons before it."""

from __future__ import annotations

from itertools import pairwise

from firstlight.read.bound import Bound, Unbound
from firstlight.read.layout import Layout
from firstlight.read.quantities import Quantity


def with_lists(layout: Layout, bound: list[Bound], unbound: list[Unbound]) -> tuple[list[Bound], list[Unbound]]:
    """Gives the unbound members of a list the act of the member beside them; the rest stays as it was."""
    return _weapons(layout, *_objects(layout, bound, unbound))


def _weapons(layout: Layout, bound: list[Bound], unbound: list[Unbound]) -> tuple[list[Bound], list[Unbound]]:
    """Numbered weapons that only commas and "and" part from one that an act behind them was done to, from the right."""
    acts = {(item.sentence, item.quantity.first): item for item in bound if item.quantity.kind == "weapon"}
    joins = layout.words.boundary | layout.words.also | {","}
    added: list[Bound] = []
    left_over: list[Unbound] = []
    for item in reversed(unbound):
        row = [quantity for quantity in layout.quantities[item.sentence] if quantity.first >= item.quantity.last]
        source = acts.get((item.sentence, row[0].first)) if row else None
        weapon = item.quantity.kind == "weapon" and item.quantity.number is not None
        if not weapon or source is None or source.act.first < source.quantity.last or row[0].number is None:
            left_over.append(item)
            continue
        between = layout.tokens[item.quantity.last : row[0].first]
        if not between or any(token.word not in joins for token in between):
            left_over.append(item)
            continue
        joined = source._replace(quantity=item.quantity, weapon=item.quantity.weapon, inherited=True)
        acts[(item.sentence, item.quantity.first)] = joined
        added.append(joined)
    return sorted([*bound, *added], key=lambda item: (item.sentence, item.quantity.first)), left_over[::-1]


def _objects(layout: Layout, bound: list[Bound], unbound: list[Unbound]) -> tuple[list[Bound], list[Unbound]]:
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
    where = {at for at in range(left.last, right.first) if at in layout.named or at + 1 in layout.named}
    between = [layout.tokens[at].word for at in range(left.last, right.first) if at not in where]
    ands = words.boundary & words.join if words.articles else words.boundary  # no list goes on behind "when"
    joins = words.join | ands | words.articles | words.skip | words.also | {","}
    if not any(word in joins for word in between) or len(between) > 7:
        return False
    numbers = {word for q in layout.quantities[index] for word in _words(layout, q)}
    return all(word in joins or word in numbers or (word[0].isalpha() and word not in words.stop) for word in between)


def _words(layout: Layout, quantity: Quantity) -> list[str]:
    return [token.word for token in layout.tokens[quantity.first : quantity.last]]
