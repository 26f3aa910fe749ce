"""What a quantity is part of, and where a list goes on: "25 people, including two children"; "four more in ..."."""

from __future__ import annotations

from firstlight.read.bound import FIT, PEOPLE_ACTS, WEAPON_ACTS, Bound
from firstlight.read.layout import Layout, within
from firstlight.read.mentions import Mention
from firstlight.read.quantities import Quantity

_AMONG = 4  # tokens between two places of one list
_LISTED = 6  # tokens between two people of a list
_CLAUSE = 14  # tokens of the longest clause between commas
_DASHES = ("-", "\u2013", "\u2014")
_BESIDE = 18  # tokens beyond which nothing is as near as 2.4: each costs 0.14 or more


def group_after(layout: Layout, quantity: Quantity) -> str | None:
    """The group that is named behind a part: "two of them - children"."""
    if quantity.kind != "bare":
        return None
    named = [m.name for m in layout.mentions.of("people", quantity.last, quantity.last + 6) if m.name != "any"]
    return named[0] if named else None


def behind_aside(layout: Layout, index: int, quantity: Quantity) -> Mention | None:
    """What was done to people of whom a participle between commas tells first: "a man, hurt in the attack, died"."""
    last = layout.sentences[index].last
    at = quantity.last + 1
    if quantity.kind != "people" or at >= last or layout.tokens[quantity.last].word != ",":
        return None
    if not any(act.name in PEOPLE_ACTS for act in layout.mentions.of("acts", at, at + 1)):
        return None
    end = next((to for to in range(at, min(at + _CLAUSE, last)) if layout.tokens[to].word == ","), None)
    acts = layout.mentions.of("acts", end + 1, min(end + 4, last)) if end is not None else []
    return next((act for act in acts if act.name in PEOPLE_ACTS), None)


def by_state(layout: Layout, index: int, quantity: Quantity, part: Bound) -> bool:
    """Whether a part of the people says only how they are: "eight people, four of whom were hospitalised"."""
    end = min(quantity.last + 2, layout.sentences[index].last)
    after = layout.mentions.named("cues", "including", quantity.first, end)
    behind = layout.mentions.of("acts", after[0].last, after[0].last + 3) if after else []
    if any(act.name in PEOPLE_ACTS and act.name != part.done for act in behind):
        return False  # "25 were wounded, three of them died"
    return (
        quantity.kind == "bare"
        and part.done in PEOPLE_ACTS
        and bool(after)
        and group_after(layout, quantity) is None
        and not within(layout.places, after[0].last, after[0].last + 4)
    )


def joined_on(layout: Layout, index: int, quantity: Quantity, previous: Bound, act: Mention) -> bool:
    """Whether "and" alone joins a weapon to the one before, and a comma parts it from the act behind it."""
    between = layout.tokens[previous.quantity.last : quantity.first]
    behind = layout.tokens[quantity.last : act.first]
    return (
        quantity.kind == previous.quantity.kind == "weapon"
        and previous.sentence == index
        and previous.act.first < quantity.first < act.first
        and previous.act.last <= previous.quantity.first
        and len(between) == 1
        and (between[0].word in layout.words.boundary or between[0].word == ",")
        and (
            any(token.word == "," or token.word in layout.words.boundary for token in behind)
            or (act.name == "attack" and act.first > quantity.last)
        )
    )


def part_of(layout: Layout, index: int, quantity: Quantity, before: list[Bound]) -> Bound | None:
    """The total that this quantity is said to be part of: "25 people, including two children", "three of which"."""
    if quantity.kind not in ("people", "weapon", "bare"):
        return None
    sentence = layout.sentences[index]
    for total in reversed(before):
        if index - total.sentence > 1:
            break
        kind = "people" if total.done in PEOPLE_ACTS else "weapon"
        if quantity.kind not in (kind, "bare") or total.quantity.kind == "object":
            continue
        if kind == "weapon" and layout.mentions.of("people", quantity.last, quantity.last + 2):
            continue  # "of them six - children" behind "a strike of missiles"
        start = total.quantity.last if total.sentence == index else sentence.first
        if quantity.kind == "bare" and not _opens(layout, quantity, sentence.last):
            continue
        cues = layout.mentions.named("cues", "including", start, min(quantity.last + 4, sentence.last))
        if any(cue.first >= quantity.last and layout.gap(quantity.last, cue.first) > 0.3 for cue in cues):
            cues = [cue for cue in cues if cue.first < quantity.first]
        if cues and (total.sentence == index or cues[0].first - sentence.first <= 3):
            return total
    return None


def _opens(layout: Layout, quantity: Quantity, end: int) -> bool:
    """Whether a number without a noun goes on to say of what or where: "three of which", "two over Kursk region"."""
    if quantity.last >= end:
        return False
    if layout.tokens[quantity.last].word in layout.words.stop:
        return True
    if layout.tokens[quantity.last].word in _DASHES and layout.mentions.of("people", quantity.last, quantity.last + 2):
        return True  # "of them six - children"
    return bool(layout.mentions.of("cues", quantity.last, quantity.last + 2)) or any(
        layout.distance((place.first, place.last), (quantity.first, quantity.last)) <= 2.4
        for place in within(layout.places, quantity.last, quantity.last + _BESIDE)
    )


def _behind_its_place(layout: Layout, quantity: Quantity, previous: Bound) -> bool:
    """Whether a dash sets a number behind the next place of a list: "in Sumy four were wounded, in Kupiansk - one"."""
    at = quantity.first - 1
    if layout.tokens[at].word not in _DASHES:
        return False
    named = [place for place in within(layout.places, previous.quantity.last, at) if place.last == at]
    return any(layout.tokens[place.first - 1].word in layout.words.within for place in named if place.first)


def in_a_place(layout: Layout, index: int, quantity: Quantity, previous: Bound) -> bool:
    """Whether a list of people by place goes on: "three were wounded in Illinivka, three more in Vyshneve"."""
    passed = layout.mentions.of("acts", previous.quantity.last, quantity.first)
    if quantity.number is None or any(a.name in PEOPLE_ACTS and a.first != previous.act.first for a in passed):
        return False
    if _behind_its_place(layout, quantity, previous):
        return True
    at = quantity.last
    while at < layout.sentences[index].last and layout.tokens[at].word in layout.words.skip:
        at += 1
    places = within(layout.places, at + 1, at + 5)
    return bool(places) and at < len(layout.tokens) and layout.tokens[at].word in layout.words.within


def goes_on(layout: Layout, index: int, quantity: Quantity, previous: Bound) -> bool:
    """Whether a quantity without an act goes on where the one before left off: a list, or a place with a number."""
    if quantity.kind == "weapon":
        same = previous.sentence == index
        listed = same and previous.quantity.kind == "weapon"
        if quantity.number is not None:
            return listed
        listed = listed or (same and previous.quantity.kind == "bare" and previous.weapon is not None)
        near = layout.gap(previous.quantity.last, quantity.first) <= 3.0
        between = layout.mentions.of("acts", previous.quantity.last, quantity.first)
        return listed and near and not between and previous.done == "launch" and not quantity.single
    if quantity.kind == "object":
        passed = layout.mentions.of("acts", previous.quantity.last, quantity.first)
        parted = any(act.name in FIT["people"] for act in passed)
        near = quantity.first - previous.quantity.last <= 12 and previous.sentence == index
        return previous.quantity.kind == "object" and near and not parted
    if quantity.kind == "people":
        return previous.sentence == index and _next_person(layout, quantity, previous)
    if quantity.kind != "bare" or previous.done not in WEAPON_ACTS | {"kill", "injure"}:
        return False
    near = any(
        layout.distance((place.first, place.last), (quantity.first, quantity.last)) <= 2.4
        for place in within(layout.places, layout.sentences[index].first, layout.sentences[index].last)
    )
    after = layout.tokens[quantity.last : quantity.last + 2]
    dashed = len(after) > 1 and after[0].word == "-" and after[1].word in layout.words.stop  # "15 - over the suburbs"
    near = near or (dashed and previous.sentence == index)
    spelled = any(token.word == ":" for token in layout.tokens[previous.quantity.last : quantity.first])
    same = previous.sentence == index
    if previous.done in ("kill", "injure") and same and in_a_place(layout, index, quantity, previous):
        return True
    return near and (previous.done in WEAPON_ACTS or (spelled and same) or (previous.inherited and same))


def _next_person(layout: Layout, quantity: Quantity, previous: Bound) -> bool:
    """Whether a list goes on to further people: "two men, a woman of 38 and a child were wounded"."""
    first, last = previous.quantity.last, quantity.first
    if previous.quantity.kind != "people" or previous.done not in PEOPLE_ACTS or not 0 < last - first <= _LISTED:
        return False
    between = [token.word for token in layout.tokens[first:last]]
    joins = layout.words.boundary - layout.words.relative | layout.words.also | {","}
    plain = all(word in joins or (word not in layout.words.stop and word not in ".;:!?()") for word in between)
    return plain and between[-1] in joins and not layout.mentions.of("acts", first, last)


def has_its_own(layout: Layout, index: int, quantity: Quantity, act: Mention) -> bool:
    """Whether "and" alone joins people to a verb that has its own behind it: "killed a man and wounded two others"."""
    between = [token.word for token in layout.tokens[quantity.last : act.first]]
    joins = layout.words.boundary - layout.words.relative | {","}
    if quantity.kind not in ("people", "bare") or not 0 < len(between) <= 2 or not joins.issuperset(between):
        return False
    sentence = layout.sentences[index]
    acts = layout.mentions.of("acts", sentence.first, quantity.first)
    row = layout.quantities[index]
    return any(done.name in PEOPLE_ACTS for done in acts) and any(
        other.kind in ("people", "bare") and 0 <= other.first - act.last <= 1 for other in row
    )


def in_places(layout: Layout, quantity: Quantity, act: Mention) -> float:
    """What a list of places right behind a quantity adds to its distance: "depots in Odesa, Kharkiv and Sumy burnt"."""
    low, words = quantity.last, layout.words
    if quantity.kind not in ("people", "object") or act.first <= low or layout.tokens[low].word not in words.within:
        return 0.0
    end = low
    if act.name in ("attack", "launch") or layout.tokens[act.first - 1].word in words.boundary:
        return 0.0
    for place in within(layout.places, low, act.first):
        between = layout.tokens[max(end, low + 1) : place.first]
        plain = words.boundary | words.join | words.at | words.skip | words.within
        if len(between) > _AMONG or any(token.word not in plain for token in between):
            break
        end = place.last
    return layout.gap(low, end) if low < end <= act.first else 0.0


def of_which(layout: Layout, quantity: Quantity, act: Mention) -> float:
    """What "of which" behind a bare number adds to its distance from the act: "33 missiles, 21 of which were ..."."""
    cues = layout.mentions.named("cues", "including", quantity.last, quantity.last + 1)
    told = quantity.kind == "bare" and bool(cues) and act.first > quantity.last
    return layout.gap(cues[0].first, cues[0].last) if told else 0.0


def between_commas(layout: Layout, low: int, high: int) -> tuple[int, int] | None:
    """The tokens between two commas, within tokens[low:high], that only say whom a number includes."""
    for cue in layout.mentions.named("cues", "including", low, high):
        if cue.first > low and layout.tokens[cue.first - 1].word == ",":
            end = next((at for at in range(cue.last, high) if layout.tokens[at].word == ","), None)
            if end is not None:
                return cue.first - 1, end + 1
    return None


def age_between(layout: Layout, quantity: Quantity, act: Mention) -> float:
    """What an age between commas adds to the distance of a person from an act: "a man, 35, was killed"."""
    words = [token.word for token in layout.tokens[quantity.last : quantity.last + 3]]
    told = quantity.kind == "people" and len(words) == 3 and words[0] == words[2] == "," and words[1].isdigit()
    return layout.gap(quantity.last, quantity.last + 3) if told and act.first >= quantity.last + 3 else 0.0
