"""Support in arms: what was asked for, promised, given or stuck (supply), and what is short."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from firstlight.model import Supply
from firstlight.read.context import Context
from firstlight.read.draft import Draft, count_of, draft
from firstlight.read.layout import Layout, within
from firstlight.read.mentions import Mention
from firstlight.read.numbers import Number
from firstlight.read.place_mention import PlaceMention
from firstlight.read.voice import certainty

_CLOSE, _NAME = 0.6, 6  # how near a general word stands to a name, and tokens between them
_MARKS = frozenset('()-\u00ab\u00bb"\u201c\u201d\u201e')
_BEFORE = 16  # tokens: the longest number, and three words
_SAID, _PLAIN = 8, 1.1  # tokens behind an item, and how much may part it from its verb
_ABOUT = 4  # sentences around an item in which its receiver is named
_STATUS_LIMIT = 5.5
_FORERUNNER = 1.6  # a request that governs a later verb ("urged ... to supply") outweighs it by this much


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
        or not any(other.name not in general and _beside_name(layout, item, other) for other in items)
    ]


def _beside_name(layout: Layout, item: Mention, name: Mention) -> bool:
    """Whether a general word stands beside a name, or before it with only brackets and marks of quotation between."""
    between = [token.word for token in layout.tokens[item.last : name.first]]
    plain = all(word in _MARKS or (word[0].isalpha() and word not in layout.words.stop) for word in between)
    return _far(layout, name, item) <= _CLOSE or (0 < len(between) <= _NAME and plain)


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
    if status is None or (status.name == "delivered" and _yet_to_come(context, index, status, item)):
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


def _yet_to_come(context: Context, index: int, status: Mention, item: Mention) -> bool:
    """Whether a delivery is only thought of: "the delivery of two systems would change much"."""
    layout = context.layout
    ahead = layout.mentions.named("cues", "future", item.last, min(item.last + _SAID, layout.sentences[index].last))
    verb = any(layout.gap(item.last, cue.first) <= _PLAIN for cue in ahead) and status.last <= item.first
    return verb or certainty(context, index, status, (item.first, item.last)) == "possible"


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
    return _wished(layout, first, best) if best is not None else None


def _wished(layout: Layout, first: int, status: Mention) -> Mention:
    """The request that an infinitive hangs on: "called on partners to provide"; else the status itself."""
    before = layout.mentions.of("supply", first, status.first)
    if status.name != "pledged" or layout.tokens[status.first].word not in layout.words.direction or not before:
        return status
    asked = before[-1].name == "requested" and layout.gap(before[-1].last, status.first) <= _FORERUNNER + 1.0
    return before[-1] if asked else status


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


def _far(layout: Layout, one: Mention, other: Mention) -> float:
    return layout.distance((one.first, one.last), (other.first, other.last))
