"""Binds each quantity to the act that was done to it: launched, shot down, killed, damaged...

The nearest fitting act wins; commas, conjunctions and other quantities in between count against it. A quantity without
an act of its own takes that of its header, of the total it is part of, or of its forerunner in a list.
"""

from __future__ import annotations

from typing import NamedTuple

from firstlight.model import Weapon
from firstlight.read.layout import Layout
from firstlight.read.mentions import Mention
from firstlight.read.quantities import Quantity, common_class

# How well an act fits a kind of thing: what is added to its distance; absent is not at all.
_FIT: dict[str, dict[str, float]] = {
    "weapon": {
        "shoot_down": 0.0, "suppress": 0.0, "stop": 0.0, "destroy": 0.2, "launch": 0.1, "attack": 0.9, "hit": 0.5,
        "airborne": 0.0, "left": 0.0,
    },
    "people": {"kill": 0.0, "injure": 0.0, "missing": 0.1, "destroy": 1.2, "rescued": 0.0},
    "object": {"damage": 0.0, "destroy": 0.0, "hit": 0.3, "attack": 0.9, "debris": 0.6, "injure": 0.3, "launch": 0.9},
    "locations": {"hit": 0.0, "debris": 0.0, "attack": 0.8},
    "bare": {
        "shoot_down": 0.0, "suppress": 0.0, "stop": 0.0, "kill": 0.0, "injure": 0.0, "missing": 0.1, "launch": 0.2,
        "left": 0.0, "airborne": 0.0, "destroy": 0.2, "damage": 0.1, "hit": 0.0,
    },
}  # fmt: skip
_LIMIT = {"weapon": 6.5, "people": 5.0, "object": 3.2, "locations": 4.0, "bare": 1.6}
_BARE_AFTER = 0.9  # a bare number of people stands close behind its verb
_SUFFERED = 0.9
_WHICH = 4.0
_DIRECT = 1.2  # an attack damages only its direct object
_STOPS = ("shoot_down", "suppress", "stop", "destroy")
_PEOPLE_ACTS = {"kill", "injure", "missing"}
_WEAPON_ACTS = {"shoot_down", "suppress", "stop", "destroy", "launch", "attack", "hit", "airborne", "left"}


class Bound(NamedTuple):
    """A quantity and what was done to it; `act` may stand in another sentence (`inherited`)."""

    sentence: int
    quantity: Quantity
    act: Mention
    done: str
    weapon: Weapon | None
    group: str | None
    inherited: bool = False


class Unbound(NamedTuple):
    """A quantity that no act could be found for, and why."""

    sentence: int
    quantity: Quantity
    reason: str


def bind(layout: Layout) -> tuple[list[Bound], list[Unbound]]:
    """All quantities of the report, bound or with the reason why not."""
    bound: list[Bound] = []
    unbound: list[Unbound] = []
    for index in range(len(layout.sentences)):
        for quantity in layout.quantities[index]:
            result = _bind_one(layout, index, quantity, bound)
            if isinstance(result, Bound):
                bound.append(result)
            elif quantity.number is not None or quantity.kind == "weapon":
                unbound.append(Unbound(index, quantity, result))
    return bound, unbound


def _bind_one(layout: Layout, index: int, quantity: Quantity, before: list[Bound]) -> Bound | str:
    if quantity.kind in ("consumers", "settlements"):
        return "left to outages"
    if _remainder(layout, index, quantity):
        return "a remainder, not what was done"
    opened = _total_first(layout, index, quantity)
    if opened is not None:
        return Bound(index, quantity, opened, "launch", quantity.weapon, None)
    previous = _previous(index, before)
    part = _part_of(layout, index, quantity, before)
    if part is not None and _by_state(layout, quantity, part):
        return "a part of those counted, told by how they are"
    act, far = _nearest(layout, index, quantity)
    if part is not None and (act is None or far > 1.0 or act.name == part.act.name):
        return _inherit(index, quantity, part)._replace(group=quantity.group or _group_after(layout, quantity))
    header = layout.sentences[index].header
    above = _header_act(layout, header, quantity) if header is not None else None
    if above is not None and act is not None and above.name != act.name and _counts_next(layout, index, quantity, act):
        return _own(layout, index, quantity, above, before)._replace(inherited=True)  # "113 drones, shot down 95"
    if act is not None and previous is not None and _joined_on(layout, index, quantity, previous, act):
        return _inherit(index, quantity, previous)
    if act is not None and far <= _limit(quantity):
        return _own(layout, index, quantity, act, before)
    if above is not None and quantity.kind in ("weapon", "people", "object", "bare"):
        return _own(layout, index, quantity, above, before)._replace(inherited=True)
    if previous is not None and _goes_on(layout, index, quantity, previous):
        return _inherit(index, quantity, previous)
    return "no act near the number"


def _people_near(layout: Layout, index: int, act: Mention) -> bool:
    span = (act.first, act.last)
    return any(q.kind == "people" and layout.distance((q.first, q.last), span) <= 2.5 for q in layout.quantities[index])


def _total_first(layout: Layout, index: int, quantity: Quantity) -> Mention | None:
    """The act of stopping that a sentence counts from a total set first: "of 55 missiles, 38 were shot down"."""
    links = layout.words.links | layout.words.direction
    sentence, first = layout.sentences[index], quantity.first
    while first > sentence.first and layout.tokens[first - 1].word in links:
        first -= 1
    opens = first == sentence.first or layout.tokens[first - 1].word in layout.words.boundary | {","}
    if quantity.kind != "weapon" or quantity.number is None or first == quantity.first or not opens:
        return None
    rest = [q for q in layout.quantities[index] if q.kind == "bare" and q.first >= quantity.last]
    stops = [act for act in _acts(layout, index) if act.name in _STOPS and act.first >= quantity.last]
    return stops[0] if rest and stops else None


def _group_after(layout: Layout, quantity: Quantity) -> str | None:
    """The group that is named behind a part: "two of them - children"."""
    if quantity.kind != "bare":
        return None
    named = [m.name for m in layout.mentions.of("people", quantity.last, quantity.last + 6) if m.name != "any"]
    return named[0] if named else None


def _counts_next(layout: Layout, index: int, quantity: Quantity, act: Mention) -> bool:
    """Whether an act after a quantity has a number of its own behind it: "..., shot down 95"."""
    return act.first >= quantity.last and any(
        other.kind == "bare" and 0 <= other.first - act.last <= 1 for other in layout.quantities[index]
    )


def _by_state(layout: Layout, quantity: Quantity, part: Bound) -> bool:
    """Whether a part of the people says only how they are: "eight people, four of whom were hospitalised"."""
    after = layout.mentions.named("cues", "including", quantity.last, quantity.last + 2)
    return (
        quantity.kind == "bare"
        and part.done in _PEOPLE_ACTS
        and bool(after)
        and _group_after(layout, quantity) is None
        and not any(after[0].last <= place.first <= after[0].last + 3 for place in layout.places)
    )


def _joined_on(layout: Layout, index: int, quantity: Quantity, previous: Bound, act: Mention) -> bool:
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
        and (any(token.word == "," for token in behind) or (act.name == "attack" and act.first > quantity.last))
    )


def _remainder(layout: Layout, index: int, quantity: Quantity) -> bool:
    """Whether a number is what was left over: "all but 26 drones", and what is joined to it: "and 31 missiles"."""
    if quantity.number is None:
        return False
    return quantity.number.but or any(
        other.number is not None
        and other.number.but
        and other.last < quantity.first
        and layout.gap(other.last, quantity.first) <= 1.6
        for other in layout.quantities[index]
    )


def _limit(quantity: Quantity) -> float:
    if quantity.single:
        return 3.0
    if quantity.number is None and quantity.kind == "weapon":
        return 1.6
    return _LIMIT[quantity.kind]


def _meant(quantity: Quantity, previous: Bound, before: list[Bound]) -> Weapon | None:
    """The weapon that a bare number counts: that of the one before, or for "all 31" of what was 31 before."""
    if quantity.number is not None and quantity.number.all_of:
        for item in before:
            number = item.quantity.number
            if item.weapon is not None and number is not None and number.low == quantity.number.low:
                return item.weapon
    return previous.weapon


def _named_before(layout: Layout, index: int, quantity: Quantity) -> Weapon | None:
    """The weapon named last before a bare number of the same sentence: "the drones, of which 11 were downed"."""
    named = [q.weapon for q in layout.quantities[index] if q.kind == "weapon" and q.last <= quantity.first]
    return named[-1] if named else None


def _spelled_out(layout: Layout, index: int, quantity: Quantity) -> Weapon | None:
    """The weapon of a bare total that a colon spells out: "shot down 54: 50 drones, 4 missiles" are targets."""
    if quantity.last >= layout.sentences[index].last or layout.tokens[quantity.last].word != ":":
        return None
    items = [q.weapon for q in layout.quantities[index] if q.first > quantity.last and q.number and q.weapon]
    if len(items) == 1:
        return items[0]
    classes = {item.class_ for item in items}
    return Weapon(class_=common_class(classes)) if classes else None


def _own(layout: Layout, index: int, quantity: Quantity, act: Mention, before: list[Bound]) -> Bound:
    previous = _previous(index, before)
    weapon, group = quantity.weapon, quantity.group
    if quantity.kind == "bare" and act.name in ("damage", "destroy"):
        known = previous.quantity.object if previous is not None else None
        if known is not None:  # "seven houses were destroyed, another 35 damaged"
            return Bound(index, quantity._replace(kind="object", object=known), act, act.name, None, None)
    if quantity.kind == "bare" and act.name in _WEAPON_ACTS:
        weapon = _spelled_out(layout, index, quantity) or (_meant(quantity, previous, before) if previous else None)
        weapon = weapon or _named_before(layout, index, quantity)
    if quantity.kind == "bare" and previous is not None:
        same = act.name in _PEOPLE_ACTS and previous.done in _PEOPLE_ACTS and quantity.number is not None
        joined = previous.sentence == index and not previous.inherited
        group = previous.group if same and (_low(quantity) == 1 or joined) else None
    return Bound(index, quantity, act, act.name, weapon, group)


def _low(quantity: Quantity) -> int:
    return quantity.number.low if quantity.number else 1


def _inherit(index: int, quantity: Quantity, source: Bound) -> Bound:
    weapon = quantity.weapon or source.weapon
    return Bound(index, quantity, source.act, source.done, weapon, quantity.group, inherited=True)


def _previous(index: int, before: list[Bound]) -> Bound | None:
    """The last bound quantity of this sentence or of the one before."""
    return before[-1] if before and index - before[-1].sentence <= 1 else None


def _acts(layout: Layout, index: int) -> list[Mention]:
    sentence = layout.sentences[index]
    acts = layout.mentions.of("acts", sentence.first, sentence.last)
    rescued = layout.mentions.of("response", sentence.first, sentence.last)
    return acts + [mention._replace(name="rescued") for mention in rescued]


def _nearest(layout: Layout, index: int, quantity: Quantity) -> tuple[Mention | None, float]:
    fit = _FIT[quantity.kind]
    best: Mention | None = None
    least = 99.0
    for act in _acts(layout, index):
        if act.name not in fit:
            continue
        if _state_of(layout, quantity, act):
            continue  # "two of the injured ..."
        far = fit[act.name] + _far(layout, index, quantity, act)
        if act.name in ("attack", "launch") and _only_says_which(layout, index, quantity, act):
            far += _WHICH
        if quantity.kind == "bare" and act.name in _PEOPLE_ACTS and act.last <= quantity.first and far > _BARE_AFTER:
            continue  # "hurt, and up to four are ..." says something else of the four
        if quantity.kind == "object" and act.name in ("attack", "launch") and far > _DIRECT:
            continue
        if quantity.kind == "object" and act.name == "launch" and (layout.words.articles or act.last != quantity.first):
            continue
        if quantity.kind == "object" and act.name == "injure" and (far > _SUFFERED or _people_near(layout, index, act)):
            continue  # "the hospital suffered" is damage only where nobody is counted beside it
        if far < least:
            best, least = act, far
    if best is not None and best.name == "rescued":
        return None, 99.0
    kind_of_strike = quantity.single and quantity.kind == "weapon" and best is not None and best.name == "attack"
    if kind_of_strike and best is not None and best.first >= quantity.last:
        return None, 99.0  # "a missile strike" is not one missile
    return best, least


def _state_of(layout: Layout, quantity: Quantity, act: Mention) -> bool:
    """Whether an act is the noun that a part is taken from: "two of the injured are in hospital" counts nobody anew."""
    between = layout.tokens[quantity.last : act.first]
    links = layout.words.links | layout.words.direction
    return (
        quantity.kind == "bare"
        and act.name in _PEOPLE_ACTS
        and 1 <= len(between) <= 2
        and all(token.word in links for token in between)
    )


def _only_says_which(layout: Layout, index: int, quantity: Quantity, act: Mention) -> bool:
    """Whether "launched" beside a number only says which weapons were stopped: "shot down 20 of 21 drones used"."""
    stops = [
        other
        for other in _acts(layout, index)
        if other.name in ("shoot_down", "suppress", "stop", "destroy")
        and not _counts_next(layout, index, quantity, other)
    ]
    if not stops or quantity.number is None:
        return False
    beside = 0 <= act.first - quantity.last <= 1 and layout.tokens[act.first - 1].word not in layout.words.stop
    return quantity.number.of is not None or (beside and any(other.last <= quantity.first for other in stops))


def _far(layout: Layout, index: int, quantity: Quantity, act: Mention) -> float:
    far = layout.distance((quantity.first, quantity.last), (act.first, act.last))
    low, high = (act.last, quantity.first) if act.last <= quantity.first else (quantity.last, act.first)
    aside = _aside(layout, low, high)
    if aside is not None:
        far -= layout.gap(*aside)  # ", among them three children,"
    between = sum(
        1
        for other in layout.quantities[index]
        if other.number and low <= other.first < high and other.kind == quantity.kind
    )
    far += 0.5 * between
    fit = _FIT[quantity.kind]
    far += 0.8 * sum(1 for other in _acts(layout, index) if low <= other.first < high and other.name in fit)
    if quantity.number is not None and quantity.number.all_of and act.name in ("attack", "launch"):
        far += 9.0  # "all 12 ... were shot down"
    if quantity.kind == "object" and quantity.first > 0:
        before = layout.tokens[quantity.first - 1].word
        if before in layout.words.beside:
            far += 9.0  # what lies beside a place that was hit
        elif act.name in ("damage", "destroy") and before in layout.words.within:
            far += 1.0  # "damaged ... in the school" damages something else, unless it stands close
    if act.last <= quantity.first:
        far -= 0.25  # a verb before its object
    return far


def _aside(layout: Layout, low: int, high: int) -> tuple[int, int] | None:
    """The tokens between two commas, within tokens[low:high], that only say whom a number includes."""
    for cue in layout.mentions.named("cues", "including", low, high):
        if cue.first > low and layout.tokens[cue.first - 1].word == ",":
            end = next((at for at in range(cue.last, high) if layout.tokens[at].word == ","), None)
            if end is not None:
                return cue.first - 1, end + 1
    return None


def _part_of(layout: Layout, index: int, quantity: Quantity, before: list[Bound]) -> Bound | None:
    """The total that this quantity is said to be part of: "25 people, including two children", "three of which"."""
    if quantity.kind not in ("people", "weapon", "bare"):
        return None
    sentence = layout.sentences[index]
    for total in reversed(before):
        if index - total.sentence > 1:
            break
        kind = "people" if total.done in _PEOPLE_ACTS else "weapon"
        if quantity.kind not in (kind, "bare") or total.quantity.kind == "object":
            continue
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
    return bool(layout.mentions.of("cues", quantity.last, quantity.last + 2)) or any(
        layout.distance((place.first, place.last), (quantity.first, quantity.last)) <= 2.4
        for place in layout.places
        if place.first >= quantity.last
    )


def _header_act(layout: Layout, header: int, quantity: Quantity) -> Mention | None:
    fit = _FIT[quantity.kind]
    sentence = layout.sentences[header]
    acts = [act for act in layout.mentions.of("acts", sentence.first, sentence.last) if act.name in fit]
    if not acts:
        return _header_act(layout, sentence.header, quantity) if sentence.header is not None else None
    return max(acts, key=lambda act: (act.name != "attack", act.last))


def _in_a_place(layout: Layout, index: int, quantity: Quantity, previous: Bound) -> bool:
    """Whether a list of people by place goes on: "three were wounded in Illinivka, three more in Vyshneve"."""
    passed = layout.mentions.of("acts", previous.quantity.last, quantity.first)
    if quantity.number is None or any(a.name in _PEOPLE_ACTS and a.first != previous.act.first for a in passed):
        return False
    at = quantity.last
    while at < layout.sentences[index].last and layout.tokens[at].word in layout.words.skip:
        at += 1
    places = [p.first for p in layout.places if at < p.first <= at + 4]
    return bool(places) and at < len(layout.tokens) and layout.tokens[at].word in layout.words.within


def _goes_on(layout: Layout, index: int, quantity: Quantity, previous: Bound) -> bool:
    """Whether a quantity without an act goes on where the one before left off: a list, or a place with a number."""
    if quantity.kind == "weapon":
        listed = previous.quantity.kind == "weapon" and previous.sentence == index
        if quantity.number is not None:
            return listed
        near = layout.gap(previous.quantity.last, quantity.first) <= 3.0
        between = layout.mentions.of("acts", previous.quantity.last, quantity.first)
        return listed and near and not between and previous.done == "launch" and not quantity.single
    if quantity.kind == "object":
        passed = layout.mentions.of("acts", previous.quantity.last, quantity.first)
        parted = any(act.name in _FIT["people"] for act in passed)
        near = quantity.first - previous.quantity.last <= 12 and previous.sentence == index
        return previous.quantity.kind == "object" and near and not parted
    if quantity.kind != "bare" or previous.done not in _WEAPON_ACTS | {"kill", "injure"}:
        return False
    near = any(
        layout.distance((place.first, place.last), (quantity.first, quantity.last)) <= 2.4
        for place in layout.places
        if layout.sentence_of(place.first) == index
    )
    spelled = any(token.word == ":" for token in layout.tokens[previous.quantity.last : quantity.first])
    same = previous.sentence == index
    if previous.done in ("kill", "injure") and same and _in_a_place(layout, index, quantity, previous):
        return True
    return near and (previous.done in _WEAPON_ACTS or (spelled and same) or (previous.inherited and same))
