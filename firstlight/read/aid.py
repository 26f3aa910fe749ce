"""Support in arms: supply and shortage; and services that failed: outage."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from firstlight.model import Count, Place, Supply
from firstlight.read.context import Context, nearest_places
from firstlight.read.draft import Draft, count_of, draft
from firstlight.read.layout import Layout, within
from firstlight.read.mentions import Mention
from firstlight.read.numbers import Number
from firstlight.read.place_mention import PlaceMention
from firstlight.read.quantities import Quantity
from firstlight.read.voice import certainty

_CAUSES = ("attack", "hit", "damage", "destroy", "debris")
_BEFORE = 16  # tokens: the longest number, and three words
_ABOUT = 4  # sentences around an item in which its receiver is named
_FEW = 100  # a number without a noun counts consumers only from here on
_OUTAGE_LIMIT = 2.6
_STATUS_LIMIT = 5.5
_FORERUNNER = 1.6  # a request that governs a later verb ("urged ... to supply") outweighs it by this much


def outages(context: Context) -> list[Draft]:
    """Services said to have failed; those that weather or an accident took are left out."""
    layout = context.layout
    found: list[Draft] = []
    seen: set[tuple[str, tuple[str, ...], int | None]] = set()
    if not (layout.mentions.any("acts") and layout.mentions.any("utilities")):
        return []
    for index, sentence in enumerate(layout.sentences):
        lost = layout.mentions.named("outage", "lost", sentence.first, sentence.last)
        if not lost or layout.mentions.named("outage", "other_cause", sentence.first, sentence.last):
            continue
        restored = layout.mentions.named("outage", "restored", sentence.first, sentence.last)
        for utility in layout.mentions.of("utilities", sentence.first, sentence.last):
            act = min(lost, key=lambda m: (_far(layout, m, utility), m.first))
            far = _far(layout, act, utility)
            if far > _OUTAGE_LIMIT or any(
                _far(layout, m, utility) < far or m.first <= act.first < m.last for m in restored
            ):
                continue
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
            quantity.kind in ("consumers", "settlements", "people")
            or (quantity.kind == "bare" and quantity.number.low >= _FEW)
            or quantity.object in ("house", "apartment_building", "apartment")
        )
    ]
    near = [q for q in kinds if layout.distance((q.first, q.last), (act.first, act.last)) <= 4.0]
    return min(near, key=lambda q: (layout.distance((q.first, q.last), (act.first, act.last)), q.first), default=None)


def _count(quantity: Quantity | None) -> Count | None:
    if quantity is None or quantity.number is None:
        return None
    unit = "settlements" if quantity.kind == "settlements" else "people" if quantity.kind == "people" else "consumers"
    number = quantity.number
    return Count(low=number.low, high=number.high, form=number.form, unit=unit)  # type: ignore[arg-type]


def supplies(context: Context) -> list[Draft]:
    """Air-defence aid asked for, promised, approved, given or stuck, and what is short."""
    layout = context.layout
    found: list[Draft] = []
    seen: set[tuple[str, str | None, tuple[str, ...]]] = set()
    for index, sentence in enumerate(layout.sentences):
        span = (sentence.first, sentence.last)
        items = _specific(layout, layout.mentions.of("item", *span)) if _concerned(context, index) else []
        short = layout.mentions.of("shortage", *span)
        for item in [held for held in items if not _lone_ammunition(context, index, held)]:
            lacking = _shortage(context, index, item, short)
            found += _once(seen, lacking)
            if not lacking and not _defender(context, item):
                found += _once(seen, _supply(context, index, item, item.name))
        found += _once(seen, _shared(context, index, items, found))
        found += _once(seen, _general(context, index, bool(items)))
    return found


def _concerned(context: Context, index: int) -> bool:
    """Whether Ukraine is spoken of beside a sentence, or in most of the report: arms are sold elsewhere too."""
    layout = context.layout
    first = layout.sentences[max(index - _ABOUT, 0)].first
    last = layout.sentences[min(index + _ABOUT, len(layout.sentences) - 1)].last
    home = [p for p in within(layout.places, first, last) if p.entry is not None and p.entry.country == "UA"]
    return bool(home) or bool(layout.mentions.named("sides", "UA", first, last)) or context.home_governs


def _specific(layout: Layout, items: list[Mention]) -> list[Mention]:
    """Leaves out a general word beside the name it goes with: "air defence systems NASAMS" is one item."""
    general = ("air_defence", "ammunition")
    return [
        item
        for item in items
        if item.name not in general
        or not any(other.name not in general and _far(layout, other, item) <= 0.6 for other in items)
    ]


def _once(seen: set[tuple[str, str | None, tuple[str, ...]]], drafts: list[Draft]) -> list[Draft]:
    kept = []
    for item in drafts:
        supply = item.statement.supply
        if supply is None:
            continue
        key = (supply.item, supply.status, supply.donor)
        if key not in seen:
            seen.add(key)
            kept.append(item)
    return kept


def _shortage(context: Context, index: int, item: Mention, short: Sequence[Mention]) -> list[Draft]:
    layout = context.layout
    near = [m for m in short if _far(layout, m, item) <= 1.6]
    if not near:
        return []
    if certainty(context, index, near[0], (item.first, item.last)) in ("possible", "denied"):
        return []
    recipient = _countries(context, index)[1] or ("UA",)
    supply = Supply(item=item.name, recipient=recipient)
    return [draft(context, index, "shortage", (item.first, item.last), near[0], supply=supply, certainty="stated")]


def _defender(context: Context, item: Mention) -> bool:
    """Whether an air defence is somebody's own at work ("Ukraine's air defences"), not aid."""
    near = within(context.layout.places, max(item.first - 8, 0), item.last + 1)
    owners = [p for p in near if p.kind == "country" and _owns(context, p, item)]
    sentence = _around(context, item)
    asked = [m for m in context.layout.mentions.of("supply", *sentence) if m.name == "requested"]
    return (
        item.name == "air_defence" and bool(owners) and not asked and not context.layout.mentions.of("aid", *sentence)
    )


def _owns(context: Context, country: PlaceMention, item: Mention) -> bool:
    """Whether a country stands where the owner does: before the thing ("Ukraine's"), or after it in the genitive."""
    if context.layout.words.articles:
        return 0 <= item.first - country.last <= 1
    return country.first == item.last


def _around(context: Context, item: Mention) -> tuple[int, int]:
    sentence = context.layout.sentences[context.layout.sentence_of(item.first)]
    return sentence.first, sentence.last


def _shared(context: Context, index: int, items: Sequence[Mention], found: Sequence[Draft]) -> list[Draft]:
    """Items of a list share the status that is said of one: "seven of these, as well as those, are needed"."""
    layout = context.layout
    told = {d.statement.supply.item: d for d in found if d.sentence == index and d.statement.supply}
    added = []
    for one, other in pairwise(items):
        for known, bare in ((one, other), (other, one)):
            source = told.get(known.name)
            supply = source.statement.supply if source is not None else None
            joined = _far(layout, one, other) <= 3.2 and not layout.mentions.of("acts", one.last, other.first)
            if source is None or supply is None or supply.status is None or bare.name in told or not joined:
                continue
            added.append(
                draft(
                    context, index, "supply", (bare.first, bare.last), source.act, certainty="stated",
                    supply=Supply(item=bare.name, status=supply.status, donor=supply.donor, recipient=supply.recipient),
                )
            )  # fmt: skip
    return added


def _lone_ammunition(context: Context, index: int, item: Mention) -> bool:
    """Ammunition without a word of what it is for counts only where air defence is spoken of beside it."""
    layout = context.layout
    if item.name != "ammunition" or item.last - item.first > 1:
        return False
    first = layout.sentences[max(index - 1, 0)].first
    last = layout.sentences[min(index + 1, len(layout.sentences) - 1)].last
    return not any(other.name != "ammunition" for other in layout.mentions.of("item", first, last))


def _supply(context: Context, index: int, item: Mention, name: str) -> list[Draft]:
    layout = context.layout
    sentence = layout.sentences[index]
    status = _status(layout, sentence.first, sentence.last, item)
    above = sentence.header if status is None else None
    if status is None and above is None and _how_many(layout, item) is not None and index:
        above = index  # a numbered item in a sentence without a status: what was said last of aid
    if above is not None:
        header = layout.sentences[above]
        told = layout.mentions.of("supply", header.first, header.last)
        told = told or (layout.mentions.of("supply", layout.sentences[above - 1].first, header.first) if above else [])
        status = told[-1] if told else None
    if status is None:
        return []
    donor, recipient = _countries(context, index)
    if above is not None and not donor:
        donor, recipient = _countries(context, above)
        donor = donor or (_countries(context, above - 1)[0] if above else ())
    named = bool(donor or recipient or layout.mentions.of("aid", sentence.first, sentence.last))
    named = named or name not in ("air_defence", "ammunition") or status.name in ("requested", "stalled")
    if status.name == "requested" and (_money(layout, status, item) or _not_needed(layout, status)):
        return []
    if not named or (name in ("air_defence", "ammunition") and _at_work(layout, sentence.first, sentence.last, item)):
        return []
    supply = Supply(item=name, status=status.name, donor=donor, recipient=recipient)  # type: ignore[arg-type]
    number = _how_many(layout, item)
    core = (number.first if number else item.first, item.last)
    munitions = bool(number and layout.mentions.of("class", number.last, item.first)) or name == "ammunition"
    count = count_of(number, "rounds" if munitions else "systems") if number else None
    return [draft(context, index, "supply", core, status, supply=supply, count=count, certainty="stated")]


def _how_many(layout: Layout, item: Mention) -> Number | None:
    """The number that stands before an item of aid, with at most three words between: "ten launchers of ..."."""
    for number in within(layout.numbers, max(item.first - _BEFORE, 0), item.first):
        between = layout.tokens[number.last : item.first]
        plain = all(
            t.word[0].isalpha() and (t.word not in layout.words.stop or t.word in layout.words.links) for t in between
        )
        if 0 <= item.first - number.last <= 3 and plain:
            return number
    return None


def _not_needed(layout: Layout, status: Mention) -> bool:
    """Whether a "no" stands right before a request: "is not needed"."""
    return any(
        cue.last == status.first for cue in layout.mentions.named("cues", "negation", status.first - 1, status.first)
    )


def _money(layout: Layout, status: Mention, item: Mention) -> bool:
    """Whether what is asked for is a sum: digits that are no count stand between the request and the item."""
    low, high = min(status.last, item.last), max(status.first, item.first)
    near = within(layout.numbers, max(low - _BEFORE, 0), high)
    counted = {at for number in near for at in range(number.first, number.last)}
    return any(layout.tokens[at].word.isdigit() and at not in counted for at in range(low, high))


def _at_work(layout: Layout, first: int, last: int, item: Mention) -> bool:
    """Whether the sentence tells of air defence doing its work rather than of aid."""
    acts = [
        act
        for act in layout.mentions.of("acts", first, last)
        if act.name in ("shoot_down", "suppress", "stop", "destroy", "explode")
    ]
    working = layout.mentions.of("response", item.first - 2, item.last)
    return bool(working) or any(_far(layout, act, item) <= 2.0 for act in acts)


def _status(layout: Layout, first: int, last: int, item: Mention) -> Mention | None:
    best, least = None, _STATUS_LIMIT
    for mention in layout.mentions.of("supply", first, last):
        far = _far(layout, mention, item)
        if mention.name == "requested" and mention.last <= item.first:
            far -= _FORERUNNER
        if mention.last <= item.first:
            far -= 0.3
        if far < least:
            best, least = mention, far
    return best


def _general(context: Context, index: int, items: bool) -> list[Draft]:
    """Military aid in general, where the sentence ties it to air defence or its ammunition."""
    layout = context.layout
    sentence = layout.sentences[index]
    aid = layout.mentions.of("aid", sentence.first, sentence.last)
    stalled = layout.mentions.named("supply", "stalled", sentence.first, sentence.last)
    if not aid or not stalled or not items:
        return []
    if min(_far(layout, one, stalled[0]) for one in aid) > 2.4:
        return []
    donor, _ = _countries(context, index)
    supply = Supply(item="other", status="stalled", donor=donor, recipient=("UA",))
    return [draft(context, index, "supply", (aid[0].first, aid[0].last), stalled[0], supply=supply, certainty="stated")]


def _countries(context: Context, index: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(donors, recipients) named in a sentence: Ukraine receives, any other country or organisation gives."""
    layout = context.layout
    sentence = layout.sentences[index]
    donors: list[str] = []
    recipients: list[str] = []
    if context.home_governs:
        recipients.append("UA")
    for place in within(layout.places, sentence.first, sentence.last):
        if place.kind in ("country", "organisation") and place.entry is not None:
            side = recipients if place.entry.id == "UA" else donors
            if place.entry.id not in side and place.entry.id != "RU":
                side.append(str(place.entry.id))
    return tuple(donors), tuple(recipients)
