""" "36 drones were launched. All were shot down": the number of those stopped is the number told just before."""

from __future__ import annotations

from collections.abc import Sequence

from firstlight.read.arms import common_class
from firstlight.read.bound import Bound
from firstlight.read.context import Context
from firstlight.read.draft import Draft, count_of, draft
from firstlight.read.layout import Layout
from firstlight.read.mentions import Mention

STOPPED = {"shoot_down": "shot_down", "destroy": "shot_down", "suppress": "suppressed", "stop": "either"}
_BACK = 1  # sentences over which "all" looks back
_FEW = 3  # numbers that one "all" can sum up; a longer list has a total of its own


def all_stopped(context: Context, bound: Sequence[Bound]) -> list[Draft]:
    """An intercepted draft for each number of launched weapons that a later "all were shot down" speaks of."""
    layout, found = context.layout, []
    sent = [item for item in bound if item.done in ("launch", "attack") and _counted(item)]
    for act in layout.mentions.of("acts", 0, len(layout.tokens)) if sent else ():
        if act.name not in STOPPED:
            continue
        index = layout.sentence_of(act.first)
        start = _all_before(layout, index, act, bound)
        if start is None or any(item.act == act and item.quantity.number for item in bound):
            continue
        named = _named(bound, act)
        told = [item for item in sent if index - _BACK <= item.sentence <= index and item.quantity.last <= start]
        told = [item for item in told if item.sentence == max(one.sentence for one in told)]
        told = [item for item in told if named is None or _same(item, named)]
        for item in told if len(told) <= _FEW else ():
            core = (item.quantity.first, max(act.last, start + 1))
            found.append(
                draft(
                    context, index, "intercepted", core, act,
                    count=count_of(item.quantity.number, "weapons"), weapon=item.weapon, how=STOPPED[act.name],
                )
            )  # fmt: skip
    return found


def _counted(item: Bound) -> bool:
    number = item.quantity.number
    return number is not None and number.low == number.high and number.of is None and item.weapon is not None


def _all_before(layout: Layout, index: int, act: Mention, bound: Sequence[Bound]) -> int | None:
    """The token of the "all" that an act was done to: before it ("all the drones were") or right behind it."""
    sentence = layout.sentences[index]
    mine = {at for item in bound if item.act == act for at in range(item.quantity.first, item.quantity.last)}
    at = act.first - 1
    while at >= sentence.first and act.first - at <= 5:
        if any(hit.value == "all" and hit.last == at + 1 for hit in layout.words.numbers.ratio.at(layout.tokens, at)):
            return at
        word = layout.tokens[at].word
        if at not in mine and (not word[0].isalpha() or word[0].isdigit()):
            return None
        at -= 1
    for hit in layout.words.numbers.ratio.at(layout.tokens, act.last) if act.last < sentence.last else ():
        if hit.value == "all" and (hit.last in mine or hit.last >= sentence.last - 1):
            return act.last
    return None


def _named(bound: Sequence[Bound], act: Mention) -> Bound | None:
    return next((item for item in bound if item.act == act and item.weapon is not None), None)


def _same(item: Bound, named: Bound) -> bool:
    """Whether the weapons that "all" names are those that were counted."""
    if item.weapon is None or named.weapon is None:
        return False
    classes = {item.weapon.class_, named.weapon.class_}
    return named.weapon.class_ == "aerial_target" or common_class(classes) in (item.weapon.class_, named.weapon.class_)
