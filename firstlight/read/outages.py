"""Services that failed: outage."""

from __future__ import annotations

from collections.abc import Sequence

from firstlight.model import Count, Place
from firstlight.read.context import Context
from firstlight.read.draft import Draft, draft
from firstlight.read.layout import Layout
from firstlight.read.mentions import Mention
from firstlight.read.nearest import nearest_places
from firstlight.read.quantities import Quantity
from firstlight.read.voice import certainty

_CAUSES = ("attack", "hit", "damage", "destroy", "debris")
_FEW = 100  # a number without a noun counts consumers only from here on
_OUTAGE_LIMIT = 2.6
_NEXT = 1.6  # how far apart two services of one list stand
_AT = 0.7  # how near those cut off stand to the words that say so


def outages(context: Context) -> list[Draft]:
    """Services said to have failed; those that weather or an accident took are left out."""
    layout = context.layout
    found: list[Draft] = []
    seen: set[tuple[str, tuple[str, ...], int | None]] = set()
    told_of = ("acts", "class", "model")
    if not any(map(layout.mentions.any, told_of)) or not layout.mentions.any("utilities"):
        return []
    carried: Mention | None = None  # the service that the sentence before told of
    for index, sentence in enumerate(layout.sentences):
        lost = layout.mentions.named("outage", "lost", sentence.first, sentence.last)
        before, told = carried, layout.mentions.of("utilities", sentence.first, sentence.last)
        carried = told[0] if told and lost else None
        found += _cut_off_too(context, index, before, lost) if before is not None and not told else []
        if not lost or layout.mentions.named("outage", "other_cause", sentence.first, sentence.last):
            continue
        restored = layout.mentions.named("outage", "restored", sentence.first, sentence.last)
        last: Mention | None = None  # the service before in a list, and how it was lost
        held = lost[0]
        for utility in told:
            act = min(lost, key=lambda m: (_far(layout, m, utility), m.first))
            far = _far(layout, act, utility)
            if last is not None and layout.gap(last.last, utility.first) <= _NEXT:
                act, far = held, min(far, _OUTAGE_LIMIT)  # "without electricity, water and heating"
            if far > _OUTAGE_LIMIT or any(
                _far(layout, m, utility) < far or m.first <= act.first < m.last for m in restored
            ):
                continue
            last, held = utility, act
            quantity = _consumers(layout, index, act)
            core = (quantity.first, quantity.last) if quantity else (utility.first, utility.last)
            places = _outage_places(context, index, (utility.first, utility.last))
            if quantity is None and not _local(context, index, act, utility):
                continue  # a heading, or a word about outages in general
            key = (
                utility.name,
                tuple(p.name for p in places),
                quantity.number.low if quantity and quantity.number else None,
            )
            if key in seen or (not places and quantity is None):
                continue
            seen.add(key)
            found.append(
                draft(context, index, "outage", core, act, utility=utility.name, places=places, count=_count(quantity))
            )
            found += _listed(context, index, utility.name, quantity, act)
    return found


def _cut_off_too(context: Context, index: int, utility: Mention, lost: Sequence[Mention]) -> list[Draft]:
    """Consumers "cut off" from the service that the sentence before told of."""
    acts = [act for act in lost if act.last - act.first > 1]
    quantity = _consumers(context.layout, index, acts[0]) if acts else None
    if quantity is None or quantity.number is None or quantity.number.low < _FEW:
        return []
    if context.layout.distance((quantity.first, quantity.last), (acts[0].first, acts[0].last)) > _AT:
        return []
    span = (quantity.first, quantity.last)
    places = nearest_places(context, index, span)
    told = draft(context, index, "outage", span, acts[0], utility=utility.name, places=places, count=_count(quantity))
    return [told, *_listed(context, index, utility.name, quantity, acts[0])]


def _listed(context: Context, index: int, utility: str, first: Quantity | None, act: Mention) -> list[Draft]:
    """Further numbers of a list: "200 thousand in one region, 110 thousand in another", each with its own place."""
    layout = context.layout
    if first is None:
        return []
    found = []
    for quantity in layout.quantities[index]:
        number = quantity.number
        span = (quantity.first, quantity.last)
        if quantity.kind != "bare" or number is None or number.low < _FEW or quantity == first:
            continue
        if any(layout.distance((p.first, p.last), span) <= 0.5 for p in context.targets[index]):
            places = nearest_places(context, index, span)
            found.append(
                draft(context, index, "outage", span, act, utility=utility, places=places, count=_count(quantity))
            )
    return found


def _local(context: Context, index: int, act: Mention, utility: Mention) -> bool:
    """Whether an outage without a number is told of a place: one near it, or that of the text in a plain sentence."""
    layout = context.layout
    sentence = layout.sentences[index]
    span = (min(act.first, utility.first), max(act.last, utility.last))
    acts = [a for a in layout.mentions.of("acts", sentence.first, sentence.last) if a.name in _CAUSES]
    if acts and certainty(context, index, act, span) not in ("possible", "denied"):
        return True  # the sentence says what took the service
    if context.targets[index]:
        return any(layout.distance((p.first, p.last), span) <= 3.0 for p in context.targets[index])
    quoted = any(token.word in '"\u201c\u201d\u00ab' for token in layout.tokens[sentence.first : sentence.last])
    return 4 < sentence.last - sentence.first <= 20 and not quoted


def _far(layout: Layout, one: Mention, other: Mention) -> float:
    return layout.distance((one.first, one.last), (other.first, other.last))


def _outage_places(context: Context, index: int, span: tuple[int, int]) -> tuple[Place, ...]:
    return nearest_places(context, index, span)


def _consumers(layout: Layout, index: int, act: Mention) -> Quantity | None:
    """The number of those who are without the service, nearest to the words that say so."""
    kinds = [
        quantity
        for quantity in layout.quantities[index]
        if quantity.number is not None
        and (
            quantity.kind in ("consumers", "settlements")
            or (quantity.kind == "people" and not _hurt(layout, quantity))
            or (quantity.kind == "bare" and quantity.number.low >= _FEW)
            or quantity.object in ("house", "apartment_building", "apartment")
        )
    ]
    near = [q for q in kinds if layout.distance((q.first, q.last), (act.first, act.last)) <= 4.0]
    return min(near, key=lambda q: (layout.distance((q.first, q.last), (act.first, act.last)), q.first), default=None)


def _hurt(layout: Layout, quantity: Quantity) -> bool:
    """Whether the people counted are told to be hurt right beside the number."""
    beside = layout.mentions.of("acts", max(quantity.first - 1, 0), quantity.last + 1)
    return any(act.name in ("kill", "injure") for act in beside)


def _count(quantity: Quantity | None) -> Count | None:
    if quantity is None or quantity.number is None:
        return None
    unit = "settlements" if quantity.kind == "settlements" else "people" if quantity.kind == "people" else "consumers"
    number = quantity.number
    return Count(low=number.low, high=number.high, form=number.form, unit=unit)  # type: ignore[arg-type]
