"""Which weapon is meant by a number that stands without a noun: "of them 11", "54: 50 drones and 4 missiles"."""

from __future__ import annotations

from firstlight.model import Weapon
from firstlight.read.arms import common_class
from firstlight.read.bound import Bound
from firstlight.read.layout import Layout
from firstlight.read.quantities import Quantity


def meant(quantity: Quantity, previous: Bound, before: list[Bound]) -> Weapon | None:
    """The weapon that a bare number counts: that of the one before, or for "all 31" of what was 31 before."""
    if quantity.number is not None and quantity.number.all_of:
        for item in before:
            number = item.quantity.number
            if item.weapon is not None and number is not None and number.low == quantity.number.low:
                return item.weapon
    return previous.weapon


def named_behind(layout: Layout, index: int, quantity: Quantity) -> Quantity:
    """What names the weapon of a bare part behind it: "five of them Iskander-M"; the part itself if none does."""
    cues = layout.mentions.named("cues", "including", quantity.last, quantity.last + 1)
    row = [q for q in layout.quantities[index] if q.kind == "weapon" and q.number is None and cues]
    return next((q for q in row if 0 <= q.first - cues[0].last <= 1), quantity)


def named_before(layout: Layout, index: int, quantity: Quantity) -> Weapon | None:
    """The weapon named last before a bare number of the same sentence: "the drones, of which 11 were downed"."""
    named = [q.weapon for q in layout.quantities[index] if q.kind == "weapon" and q.last <= quantity.first]
    return named[-1] if named else None


def spelled_out(layout: Layout, index: int, quantity: Quantity) -> Weapon | None:
    """The weapon of a bare total that a colon spells out: "shot down 54: 50 drones, 4 missiles" are targets."""
    if quantity.last >= layout.sentences[index].last or layout.tokens[quantity.last].word != ":":
        return None
    items = [q.weapon for q in layout.quantities[index] if q.first > quantity.last and q.number and q.weapon]
    if len(items) == 1:
        return items[0]
    classes = {item.class_ for item in items}
    return Weapon(class_=common_class(classes)) if classes else None
