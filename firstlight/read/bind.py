"""Binds each quantity to the act that was done to it: launched, shot down, killed, damaged...

The nearest fitting act wins; commas, conjunctions and other quantities in between count against it. A quantity without
an act of its own takes that of its header, of the total it is part of, or of its forerunner in a list.
"""

from __future__ import annotations

from firstlight.read.bound import FIT, PEOPLE_ACTS, WEAPON_ACTS, Bound, Unbound
from firstlight.read.layout import Layout, relative, within
from firstlight.read.meant import meant, named_before, named_behind, spelled_out
from firstlight.read.mentions import Mention
from firstlight.read.not_done import (
    aimed_at,
    another_subject,
    another_thing,
    beside_it,
    in_its,
    instrument,
    led_by,
    not_done,
    stands_in,
    strikes_counted,
    suffered,
    wreckage,
)
from firstlight.read.parts import (
    age_between,
    behind_aside,
    between_commas,
    by_state,
    goes_on,
    group_after,
    has_its_own,
    in_places,
    joined_on,
    of_which,
    part_of,
)
from firstlight.read.quantities import Quantity
from firstlight.read.tolls import risen, toll

_LIMIT = {"weapon": 6.5, "people": 5.0, "object": 3.2, "locations": 4.0, "bare": 1.6}
_BARE_AFTER = 0.9  # a bare number of people stands close behind its verb
_WHICH = 4.0
_DIRECT = 1.35  # an attack damages only its direct object
_REACH = 60  # tokens beyond which no act is near enough: 6.5 at 0.14 each
_HEADERS = 4  # headers above headers
_PAUSES = frozenset([",", ":", "-", "\u2013", "\u2014"])  # behind which a sentence opens anew
_STOPS = ("shoot_down", "suppress", "stop", "destroy")


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
    refused = not_done(layout, index, quantity)
    if refused is not None:
        return refused
    elsewhere = _told_elsewhere(layout, index, quantity)
    if elsewhere is not None:
        return elsewhere
    previous = _previous(index, before)
    part = part_of(layout, index, quantity, before)
    if part is not None and by_state(layout, index, quantity, part):
        return "a part of those counted, told by how they are"
    act, far = toll(layout, index, quantity) if risen(layout, quantity) else _nearest(layout, index, quantity)
    if part is not None and _no_other(layout, quantity, part, act, far):
        return _part(layout, index, quantity, part)
    header = layout.sentences[index].header
    above = _header_act(layout, header, quantity) if header is not None else None
    if above is not None and act is not None and above.name != act.name and _counts_next(layout, index, quantity, act):
        return _own(layout, index, quantity, above, before)._replace(inherited=True)  # "113 drones, shot down 95"
    if act is not None and previous is not None and joined_on(layout, index, quantity, previous, act):
        return _inherit(index, quantity, previous)
    if act is not None and far <= _limit(quantity):
        return _own(layout, index, quantity, act, before)
    if above is not None and quantity.kind in ("weapon", "people", "object", "bare"):
        return _own(layout, index, quantity, above, before)._replace(inherited=True)
    if previous is not None and goes_on(layout, index, quantity, previous):
        return _inherit(index, quantity, previous)
    return "no act near the number"


def _told_elsewhere(layout: Layout, index: int, quantity: Quantity) -> Bound | None:
    """A quantity whose act stands apart: a total set first, or people whose harm opens the next sentence."""
    opened = _total_first(layout, index, quantity) or _total_behind(layout, index, quantity)
    if opened is not None:
        return Bound(index, quantity, opened, "launch", quantity.weapon, None)
    told = _told_next(layout, index, quantity)
    return Bound(index, quantity, told, told.name, None, quantity.group, inherited=True) if told is not None else None


def _told_next(layout: Layout, index: int, quantity: Quantity) -> Mention | None:
    """The harm that opens the next sentence, said of the people of this one: "A girl and her father. Died in ..."."""
    if quantity.kind != "people" or index + 1 >= len(layout.sentences) or _acts(layout, index):
        return None
    upcoming = layout.sentences[index + 1]
    opening = layout.mentions.of("acts", upcoming.first, upcoming.first + 1)
    counted = any(other.kind in ("people", "bare") for other in layout.quantities[index + 1])
    here = upcoming.paragraph == layout.sentences[index].paragraph
    return opening[0] if opening and opening[0].name in PEOPLE_ACTS and here and not counted else None


def _no_other(layout: Layout, quantity: Quantity, part: Bound, act: Mention | None, far: float) -> bool:
    """Whether nothing but what was done to its total was done to a part."""
    cues = layout.mentions.named("cues", "including", quantity.last, quantity.last + 1)
    if act is not None and cues and quantity.kind == "bare" and 0 <= act.first - cues[0].last <= 1:
        return act.name == part.act.name  # "33 missiles, 21 of which were shot down"
    return act is None or (far > 1.0 and not _who(layout, quantity, act)) or act.name == part.act.name


def _part(layout: Layout, index: int, quantity: Quantity, part: Bound) -> Bound | str:
    if quantity.kind == "people" and quantity.group is None and part.sentence == index:
        return "a part of those counted, of no group"
    named = quantity if quantity.weapon else named_behind(layout, index, quantity)
    group = quantity.group or group_after(layout, quantity)
    return _inherit(index, quantity, part)._replace(group=group, weapon=named.weapon or part.weapon)


def _who(layout: Layout, quantity: Quantity, act: Mention) -> bool:
    """Whether a relative clause right behind a quantity says what was done to it: "two people who died in ..."."""
    between = layout.tokens[quantity.last : act.first]
    return 0 < len(between) <= 2 and between[0].word in layout.words.boundary


def _aimed_at_place(layout: Layout, act: Mention, quantity: Quantity) -> bool:
    """Whether a place stands between attack and object: "after the attack on Kharkiv schools ..." where cases tell."""
    if layout.words.articles or quantity.kind != "object" or act.name != "attack":
        return False
    return any(
        place.last == quantity.first and not place.hint for place in within(layout.places, act.last, quantity.first)
    )


def _total_first(layout: Layout, index: int, quantity: Quantity) -> Mention | None:
    """The act of stopping that a sentence counts from a total set first: "of 55 missiles, 38 were shot down"."""
    links = layout.words.links | layout.words.direction
    sentence, first = layout.sentences[index], quantity.first
    while first > sentence.first and layout.tokens[first - 1].word in links:
        first -= 1
    before = layout.tokens[first - 1].word if first > sentence.first else ","
    opens = before in _PAUSES or before in layout.words.boundary
    if quantity.kind != "weapon" or quantity.number is None or first == quantity.first or not opens:
        return None
    rest = [q for q in layout.quantities[index] if q.kind == "bare" and q.first >= quantity.last]
    stops = [act for act in _acts(layout, index) if act.name in _STOPS and act.first >= quantity.last]
    return stops[0] if rest and stops else None


def _total_behind(layout: Layout, index: int, quantity: Quantity) -> Mention | None:
    """The act of stopping that a wider total ends: "shot down 48 missiles and 64 drones of 215 aerial targets"."""
    at, weapon = quantity.first - 1, quantity.weapon
    if at < 0 or quantity.number is None or weapon is None or weapon.class_ != "aerial_target":
        return None
    part = any(q.last == at and q.kind == "weapon" and q.number is not None for q in layout.quantities[index])
    if not part or not any(hit.value == "of" for hit in layout.words.numbers.ratio.at(layout.tokens, at)):
        return None
    return next((act for act in _acts(layout, index) if act.name in _STOPS and act.last <= at), None)


def _counts_next(layout: Layout, index: int, quantity: Quantity, act: Mention) -> bool:
    """Whether an act after a quantity has a number of its own behind it: "..., shot down 95"."""
    return act.first >= quantity.last and any(
        other.kind == "bare" and 0 <= other.first - act.last <= 1 for other in layout.quantities[index]
    )


def _limit(quantity: Quantity) -> float:
    if quantity.single:
        return 3.0
    if quantity.number is None and quantity.kind == "weapon":
        return 1.6
    return _LIMIT[quantity.kind]


def _own(layout: Layout, index: int, quantity: Quantity, act: Mention, before: list[Bound]) -> Bound:
    previous = _previous(index, before)
    weapon, group = quantity.weapon, quantity.group
    if quantity.kind == "bare" and act.name in ("damage", "destroy"):
        known = previous.quantity.object if previous is not None else None
        picked = layout.mentions.named("cues", "including", quantity.first, quantity.last + 2)
        event = layout.tokens[act.first].word in layout.words.events
        if known is not None and not picked and not event:  # "seven houses were destroyed, another 35 damaged"
            return Bound(index, quantity._replace(kind="object", object=known), act, act.name, None, None)
    if quantity.kind == "bare" and act.name in WEAPON_ACTS:
        weapon = spelled_out(layout, index, quantity) or (meant(quantity, previous, before) if previous else None)
        weapon = weapon or named_before(layout, index, quantity)
    if quantity.kind == "bare" and previous is not None:
        same = act.name in PEOPLE_ACTS and previous.done in PEOPLE_ACTS and quantity.number is not None
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
    return _acts_in(layout, sentence.first, sentence.last)


def _acts_in(layout: Layout, first: int, last: int) -> list[Mention]:
    acts = layout.mentions.of("acts", first, last)
    rescued = layout.mentions.of("response", first, last)
    return acts + [mention._replace(name="rescued") for mention in rescued]


def _nearest(layout: Layout, index: int, quantity: Quantity) -> tuple[Mention | None, float]:
    if strikes_counted(layout, quantity):
        return None, 99.0
    told = behind_aside(layout, index, quantity)
    if told is not None:
        return told, 0.0
    fit = FIT[quantity.kind]
    best: Mention | None = None
    least = 99.0
    sentence = layout.sentences[index]
    low, high = max(sentence.first, quantity.first - _REACH), min(sentence.last, quantity.last + _REACH)
    for act in _acts_in(layout, low, high):
        if act.name not in fit:
            continue
        if _state_of(layout, quantity, act) or _aimed_at_place(layout, act, quantity):
            continue  # "two of the injured ..."
        far = fit[act.name] + _far(layout, index, quantity, act)
        if act.name in ("attack", "launch") and _only_says_which(layout, index, quantity, act):
            far += _WHICH
        if _misfits(layout, index, quantity, act, far):
            continue
        if far < least:
            best, least = act, far
    if best is not None and best.name == "rescued":
        return None, 99.0
    kind_of_strike = quantity.single and quantity.kind == "weapon" and best is not None and best.name == "attack"
    named = best is not None and layout.tokens[best.last - 1].word in layout.words.strikes
    named = named and not layout.tokens[quantity.last - 1].word.endswith(layout.words.instrumental)  # "with a missile"
    if kind_of_strike and best is not None and (best.first >= quantity.last or named):
        return None, 99.0  # "a missile strike" is not one missile, nor is the strike of a missile
    return best, least


def _misfits(layout: Layout, index: int, quantity: Quantity, act: Mention, far: float) -> bool:
    """Whether an act that fits a kind of quantity cannot be meant of this one, `far` from it."""
    if has_its_own(layout, index, quantity, act) or _did_it(layout, quantity, act):
        return True
    if act.name in ("hit", "attack", "launch") and wreckage(layout, quantity):
        return True
    if quantity.kind == "people" and another_subject(layout, quantity, act):
        return True
    if quantity.kind == "bare" and act.name in PEOPLE_ACTS and act.last <= quantity.first:
        return far > _BARE_AFTER  # "hurt, and up to four are ..." says something else of the four
    if quantity.kind != "object":
        return False
    if act.name in ("damage", "destroy") and instrument(layout, quantity, act):
        return True  # "destroyed by heavy equipment"
    if another_thing(layout, index, quantity, act):
        return True
    if not layout.words.articles and led_by(layout, quantity.first, layout.words.direction - layout.words.links):
        return True
    before = layout.tokens[quantity.first - 1].word if quantity.first else ""
    if not layout.words.articles and before in layout.words.direction:
        return True  # "fled from the house"
    if stands_in(layout, index, quantity, act) or (act.name in ("attack", "launch") and far > _DIRECT):
        return True
    if act.name == "launch":
        return bool(layout.words.articles) or act.last != quantity.first
    return act.name == "injure" and not suffered(layout, index, quantity, act, far)


def _did_it(layout: Layout, quantity: Quantity, act: Mention) -> bool:
    """Whether weapons right before "destroyed" are what destroyed the thing right behind it, where cases tell."""
    if quantity.kind != "weapon" or layout.words.articles or act.name != "destroy" or act.first != quantity.last:
        return False
    return bool(layout.mentions.of("objects", act.last, act.last + 1))


def _state_of(layout: Layout, quantity: Quantity, act: Mention) -> bool:
    """Whether an act is the noun that a part is taken from: "two of the injured are in hospital" counts nobody anew."""
    between = layout.tokens[quantity.last : act.first]
    links = layout.words.links | layout.words.direction
    return (
        quantity.kind == "bare"
        and act.name in PEOPLE_ACTS
        and 1 <= len(between) <= 2
        and all(token.word in links for token in between)
    )


def _only_says_which(layout: Layout, index: int, quantity: Quantity, act: Mention) -> bool:
    """Whether "launched" beside a number only says which weapons were stopped: "shot down 20 of 21 drones used"."""
    if quantity.number is None:
        return False
    stops = [
        other
        for other in _acts(layout, index)
        if other.name in ("shoot_down", "suppress", "stop", "destroy")
        and not _counts_next(layout, index, quantity, other)
    ]
    if not stops:
        return False
    if quantity.first >= act.last:  # "shot down 10 missiles fired from the sea, and 23 drones"
        said = [
            q for q in within(layout.quantities[index], act.first - 8, act.first) if q.kind == "weapon" and q.number
        ]
        return any(act.first == q.last and other.last <= q.first for q in said for other in stops)
    beside = 0 <= act.first - quantity.last <= 1 and layout.tokens[act.first - 1].word not in layout.words.stop
    if beside and layout.words.articles and any(_finite(layout, index, act, other) for other in stops):
        return True  # "14 rockets fired from ... were intercepted"
    return quantity.number.of is not None or (beside and any(other.last <= quantity.first for other in stops))


def _finite(layout: Layout, index: int, act: Mention, stop: Mention) -> bool:
    """Whether `stop` is the verb of the sentence of which `act` is a participle: no number or comma parts them."""
    between = layout.tokens[act.last : stop.first]
    counted = [q for q in within(layout.quantities[index], act.last, stop.first) if q.number]
    passive = bool(between) and between[-1].word in layout.words.stop
    return passive and not counted and all(token.word[0].isalnum() or token.word == "-" for token in between)


def _far(layout: Layout, index: int, quantity: Quantity, act: Mention) -> float:
    far = layout.distance((quantity.first, quantity.last), (act.first, act.last))
    low, high = (act.last, quantity.first) if act.last <= quantity.first else (quantity.last, act.first)
    aside = between_commas(layout, low, high) or (relative(layout, low, high) if quantity.kind == "people" else None)
    if aside is not None:
        far -= layout.gap(*aside)  # ", among them three children,"
    far -= age_between(layout, quantity, act) + of_which(layout, quantity, act) + in_places(layout, quantity, act)
    row = within(layout.quantities[index], low, high) if low < high else ()
    far += 0.5 * sum(1 for other in row if other.number and other.kind == quantity.kind)
    fit = FIT[quantity.kind]
    far += 0.8 * sum(1 for other in _acts_in(layout, low, high) if other.name in fit)
    if quantity.number is not None and quantity.number.all_of and act.name in ("attack", "launch"):
        far += 9.0  # "all 12 ... were shot down"
    if quantity.kind == "object" and act.name == "attack":
        aim = aimed_at(layout, act.last, quantity.first)
        armed = sum(layout.gap(q.first, q.last) for q in row if q.kind == "weapon" and q.last <= high)
        far -= armed if aim is None else layout.gap(act.last, aim)  # "a strike by drones on the academy"
    if quantity.kind == "object" and quantity.first > 0:
        before = layout.tokens[quantity.first - 1].word
        if before in layout.words.beside | layout.words.around or beside_it(layout, quantity.first):
            far += 9.0  # what lies beside a place that was hit
        elif act.name in ("damage", "destroy") and (before in layout.words.within or in_its(layout, quantity.first)):
            far += 1.0  # "damaged ... in the school" damages something else, unless it stands close
    if act.last <= quantity.first:
        far -= 0.25  # a verb before its object
    return far


def _header_act(layout: Layout, header: int, quantity: Quantity) -> Mention | None:
    fit = FIT[quantity.kind]
    above: int | None = header
    for _ in range(_HEADERS):
        if above is None:
            return None
        sentence = layout.sentences[above]
        acts = [act for act in layout.mentions.of("acts", sentence.first, sentence.last) if act.name in fit]
        if acts:
            return max(acts, key=lambda act: (act.name != "attack", act.last))
        above = sentence.header
    return None
