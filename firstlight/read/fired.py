"""What was fired, what was stopped, what hit: launched, intercepted, hit, airborne, left, debris."""

from __future__ import annotations

from collections.abc import Sequence

from firstlight.model import Count, Place, Weapon
from firstlight.read.bound import Bound
from firstlight.read.context import Context, place_of
from firstlight.read.draft import Draft, count_of, draft, places_of, replace, total_of, unnumbered, wide
from firstlight.read.layout import within
from firstlight.read.mentions import Mention
from firstlight.read.nearest import nearest_places
from firstlight.read.not_done import wreckage
from firstlight.read.quantities import Quantity
from firstlight.read.voice import certainty
from firstlight.read.wholes import STOPPED, all_stopped

_ABLE = 1.0  # how far behind "fired" the "can" stands that is said of the weapon
_OF_MANY = 3  # letters of the endings by which many are told to be what did something
_RELATIVE = 3.0  # how far "which the enemy fired" may stand from what it says of
_KIND = {
    "launch": "launched", "attack": "launched", "shoot_down": "intercepted", "destroy": "intercepted",
    "suppress": "intercepted", "stop": "intercepted", "hit": "hit", "airborne": "airborne", "left": "left",
}  # fmt: skip
_ATTACKING = ("attack", "hit", "explode", "shoot_down", "stop", "suppress", "damage", "debris")
_CLASSED_BACK = 2  # sentences over which the class of a missile is remembered
_FALLING = ("shoot_down", "stop", "suppress", "damage", "destroy", "hit", "kill", "injure")  # what wreckage comes with
_ALERT = 3  # sentences of a short post
_SPECIFIC = ("cruise_missile", "ballistic_missile")


def fired(context: Context, bound: Sequence[Bound]) -> list[Draft]:
    """All statements about weapons in the report."""
    found: list[Draft] = []
    counted = any(_KIND.get(one.done) == "intercepted" and _several(one) for one in bound)
    for item in bound:
        kind = _KIND.get(item.done)
        if kind is None or item.weapon is None or item.quantity.kind not in ("weapon", "bare"):
            continue
        if (item.done == "destroy" and _on_the_ground(context, item)) or _none_or_one(item) or _aim(item):
            continue
        if kind == "intercepted" and counted and wreckage(context.layout, item.quantity):
            continue  # "debris of a downed drone": one of those counted
        if (item.done == "destroy" and _destroyer(context, item, bound)) or _given(context, item):
            continue
        if item.quantity.number is None and not item.quantity.single:
            found += _without_number(context, item, kind)
            continue
        found += _numbered(context, item, kind)
    found += all_stopped(context, bound)
    specific = [d.statement for d in found if d.statement.weapon and d.statement.weapon.class_ in _SPECIFIC]
    specific = [held for held in specific if held.count is not None and held.count.form != "unnumbered"]
    classes = {held.weapon.class_ for held in specific if held.weapon}
    most = max((held.count.low or 0 for held in specific if held.count), default=0)
    return [_classed(context, one, classes, most) for one in found] + _debris(context, bound)


def _several(item: Bound) -> bool:
    """Whether a bound quantity counts more than one weapon."""
    return item.weapon is not None and item.quantity.number is not None and item.quantity.number.low > 1


def _given(context: Context, item: Bound) -> bool:
    """Whether weapons were "sent" as aid: a word that also says so of aid, no attack in the sentence, no place hit."""
    layout, index = context.layout, item.sentence
    if item.done != "launch" or context.targets[index]:
        return False
    sentence = layout.sentences[index]
    acts = layout.mentions.of("acts", sentence.first, sentence.last)
    aid = layout.mentions.of("supply", max(item.act.first - 1, 0), item.act.last)
    if not aid or any(act.name in _ATTACKING for act in acts):
        return False
    countries = [p.entry for p in within(layout.places, sentence.first, sentence.last) if p.kind == "country"]
    foreign = any(entry is not None and entry.id not in ("UA", "RU") for entry in countries)
    return foreign or bool(layout.mentions.of("aid", sentence.first, sentence.last))


def _none_or_one(item: Bound) -> bool:
    """Whether a number says no more than "at most one": "leads to one thing only"."""
    number = item.quantity.number
    return number is not None and number.form == "at_most" and number.high == 1


def _aim(item: Bound) -> bool:
    """Whether one "target" that was hit is what was aimed at, and no weapon."""
    one = item.quantity.number is None or item.quantity.number.low == 1
    return one and item.done == "hit" and item.weapon is not None and item.weapon.class_ == "aerial_target"


def _destroyer(context: Context, item: Bound, bound: Sequence[Bound]) -> bool:
    """Whether a weapon beside "destroyed" is what destroyed and not what was: "a house was destroyed by a missile"."""
    layout, quantity, words = context.layout, item.quantity, context.layout.words
    if quantity.first and layout.tokens[quantity.first - 1].word in words.instrument and item.act.last < quantity.first:
        return True
    nouns = layout.mentions.of("class", quantity.first, quantity.last)
    said = [token.word for noun in nouns for token in layout.tokens[noun.first : noun.last]]
    many = quantity.number is not None and quantity.number.low > 1
    endings = tuple(ending for ending in words.instrumental if not many or len(ending) >= _OF_MANY)
    if endings and any(word.endswith(endings) for word in said):
        return True
    behind = quantity.first >= item.act.last
    return quantity.number is None and any(
        other.act.first == item.act.first
        and (other.quantity.first >= item.act.last) != behind
        and _plainly_beside(context, other)
        for other in bound
        if other.sentence == item.sentence and other.quantity.kind == "object"
    )


def _plainly_beside(context: Context, item: Bound) -> bool:
    """Whether no preposition parts an act from a thing: what was "destroyed over a depot" was not the depot."""
    layout, (first, last) = context.layout, (item.quantity.first, item.quantity.last)
    low, high = (item.act.last, first) if first >= item.act.last else (last, item.act.first)
    around = [token.word for token in (*layout.tokens[low:high], *layout.tokens[max(first - 1, 0) : first])]
    words = layout.words
    joining = words.articles | words.boundary | words.skip
    return not ((words.stop | words.at) - joining).intersection(around)


def _on_the_ground(context: Context, item: Bound) -> bool:
    """Whether what was destroyed is a system of air defence, not a missile of it: "destroyed two S-300"."""
    models = item.weapon.models if item.weapon is not None else ()
    layout, quantity = context.layout, item.quantity
    said = layout.mentions.of("class", quantity.first, quantity.last)
    return bool(models) and not said and all(model in layout.catalog.defences for model in models)


def _classed(context: Context, item: Draft, classes: set[str], most: int) -> Draft:
    """A class named elsewhere in the text holds for "missiles" too, where only one class can be meant."""
    weapon, count = item.statement.weapon, item.statement.count
    if weapon is None or weapon.class_ != "missile" or weapon.models or count is None or count.low is None:
        return item
    if not classes and not item.statement.background:
        classes, most = _spoken_classes(context, item.sentence), count.low
    if len(classes) != 1 or count.low > most:
        return item
    return replace(item, weapon=Weapon(class_=next(iter(classes))))


def _spoken_classes(context: Context, index: int) -> set[str]:
    """The specific missile classes that sentence `index` or one near it names, by word or by model."""
    layout = context.layout
    first = layout.sentences[max(index - _CLASSED_BACK, 0)].first
    last = layout.sentences[min(index + 1, len(layout.sentences) - 1)].last
    said = {m.name for m in layout.mentions.of("class", first, last)}
    named = {layout.catalog.weapons[m.name].class_ for m in layout.mentions.of("model", first, last)}
    return (said | named) & set(_SPECIFIC)


def _numbered(context: Context, item: Bound, kind: str) -> list[Draft]:
    number = item.quantity.number
    core = wide(context, item)
    where = _locations(context, item) if kind == "hit" else None
    if where is not None:
        core = (min(core[0], where.first), max(core[1], where.last))
    alone = item.inherited and item.quantity.kind == "bare" and core[1] > item.quantity.last
    places = _own_places(context, item)
    each = number is not None and number.each and len(places) > 1
    found = []
    for held in [(place,) for place in places] if each else [places]:
        found.append(
            draft(
                context, item.sentence, kind, core, item.act,
                count=count_of(number, "weapons"), of=total_of(number), weapon=item.weapon, how=STOPPED.get(item.done),
                locations=where.number.record() if where is not None and where.number is not None else None,
                places=held, alone=alone,
                certainty="stated" if number is not None and number.low == 0 == number.high else None,
            )
        )  # fmt: skip
    if number is not None and kind == "intercepted" and (number.of is not None or _sent(context, item)):
        whole = number.low if number.of is None else number.of
        total = Count(low=whole, high=whole, form="exact", unit="weapons")
        found.append(
            draft(context, item.sentence, "launched", core, item.act, count=total, weapon=item.weapon, places=places)
        )
    return found


def _sent(context: Context, item: Bound) -> bool:
    """Whether the words beside "all 12" say that these were launched: "all 12 drones launched ... were shot down"."""
    layout, quantity = context.layout, item.quantity
    if quantity.number is None or not quantity.number.all_of:
        return False
    acts = layout.mentions.of("acts", quantity.last, max(item.act.first, quantity.last + 1))
    return any(act.name in ("launch", "attack") and layout.gap(quantity.last, act.first) <= _RELATIVE for act in acts)


def _own_places(context: Context, item: Bound) -> tuple[Place, ...]:
    """Places of a weapon count: only those that its own sentence, or its header, names; a summary is national."""
    index = item.sentence
    sites = _launched_from(context, item)
    if not context.targets[index] or _has_parts(context, item):
        return sites
    return (*places_of(context, item), *sites)


def _has_parts(context: Context, item: Bound) -> bool:
    """Whether the sentence goes on to say how many of these were where: the number itself is then for the whole."""
    if item.quantity.number is None or item.quantity.kind != "weapon":
        return False
    last = item.quantity.last
    row = context.layout.quantities[item.sentence]
    colon = any(t.word == ":" for t in context.layout.tokens[last : context.layout.sentences[item.sentence].last])
    parts = [q.first for q in row if (q.kind == "bare" or (colon and q.number)) and q.first >= last]
    return bool(parts) and not any(last <= place.first < min(parts) for place in context.targets[item.sentence])


def _launched_from(context: Context, item: Bound) -> tuple[Place, ...]:
    """Where the weapons of a launched count came from: the launch places nearest after it."""
    if item.done not in ("launch", "attack"):
        return ()
    layout, span = context.layout, (item.quantity.first, item.quantity.last)
    later = [q.first for q in layout.quantities[item.sentence] if q.kind == "weapon" and q.first >= item.quantity.last]
    end = min(later, default=layout.sentences[item.sentence].last)
    found = [p for p in context.sites[item.sentence] if item.quantity.last <= p.first < end]
    near = [p for p in found if layout.distance((p.first, p.last), span) <= 9.0]
    return tuple(place_of(place, "launch") for place in near)


def _without_number(context: Context, item: Bound, kind: str) -> list[Draft]:
    """A weapon named without a number counts as used (or stopped), never as one and never as none."""
    hidden = _withheld(context, item)
    if item.done not in ("launch", "shoot_down", "stop", "suppress") and not (item.done == "hit" and hidden):
        return []
    if kind == "launched" and not hidden and not _in_an_attack(context, item):
        return []
    elsewhere = item.inherited and context.layout.sentence_of(item.act.first) != item.sentence
    if elsewhere and not _plain_item(context, item):
        return []
    core = (item.quantity.first, item.quantity.last)
    return [
        draft(
            context, item.sentence, kind, core, item.act,
            count=hidden or unnumbered("weapons"),
            weapon=item.weapon, how=STOPPED.get(item.done), places=_own_places(context, item),
        )
    ]  # fmt: skip


def _in_an_attack(context: Context, item: Bound) -> bool:
    """Whether the text says of a weapon without a number that it was fired in an attack: not planned, not merely sent.

    Its model, a time, a place or another act of an attack is told beside it, or the report is no longer than an alert.
    """
    layout, index = context.layout, item.sentence
    sentence = layout.sentences[index]
    if certainty(context, index, item.act, (item.quantity.first, item.quantity.last)) in ("denied", "possible"):
        return False
    if layout.words.articles and _able(context, item):
        return False
    named = item.weapon is not None and bool(item.weapon.models)
    short = len(layout.sentences) <= _ALERT
    if named or short or item.inherited or sentence.header is not None or context.targets[index]:
        return True
    first = layout.sentences[max(index - 1, 0)].first
    last = layout.sentences[min(index + 1, len(layout.sentences) - 1)].last
    acts = layout.mentions.of("acts", first, last)
    others = any(act.name in _ATTACKING and act.first != item.act.first for act in acts)
    return others or bool(within(layout.times, sentence.first, sentence.last))


def _able(context: Context, item: Bound) -> bool:
    """Whether a sentence says what weapons that are fired can do: "missiles fired by it can reach the coast"."""
    layout, sentence = context.layout, context.layout.sentences[item.sentence]
    ahead = layout.mentions.named("cues", "future", item.act.last, sentence.last)
    modal = [cue for cue in ahead if layout.tokens[cue.first].word in layout.words.stop]
    return bool(modal) and layout.gap(item.act.last, modal[0].first) <= _ABLE


def _plain_item(context: Context, item: Bound) -> bool:
    """Whether a list item holds nothing but the weapon: used, without a number."""
    sentence = context.layout.sentences[item.sentence]
    return sentence.item and not any(q.number for q in context.layout.quantities[item.sentence])


def _withheld(context: Context, item: Bound) -> Count | None:
    """The count of a number that the source says it does not give."""
    sentence = context.layout.sentences[item.sentence]
    if context.layout.mentions.named("cues", "withheld", sentence.first, sentence.last):
        return Count(low=None, high=None, form="withheld", unit="weapons")
    return None


def _locations(context: Context, item: Bound) -> Quantity | None:
    """At how many places the weapons hit."""
    layout = context.layout
    for quantity in layout.quantities[item.sentence]:
        near = layout.distance((quantity.first, quantity.last), (item.act.first, item.act.last)) <= 2.5
        if quantity.kind == "locations" and quantity.number is not None and near:
            return quantity
    return None


def _rubble(context: Context, index: int, act: Mention) -> bool:
    """Whether bare "debris" may be that of a house: no weapon and no interception is told in its sentence or before."""
    layout = context.layout
    span = (layout.sentences[max(index - 1, 0)].first, layout.sentences[index].last)
    stopped = any(one.name in _FALLING for one in layout.mentions.of("acts", *span))
    armed = bool(layout.mentions.of("class", *span) or layout.mentions.of("model", *span))
    return bool(layout.words.articles) and act.last - act.first == 1 and not (stopped or armed)


def _debris(context: Context, bound: Sequence[Bound]) -> list[Draft]:
    """Wreckage that fell: with the number of places where the text gives it."""
    layout, found = context.layout, []
    for item in bound:
        if item.quantity.kind == "locations" and item.done == "debris" and item.quantity.number is not None:
            core = (item.quantity.first, item.quantity.last)
            places = nearest_places(context, item.sentence, core)
            found.append(
                draft(
                    context, item.sentence, "debris", core, item.act,
                    count=unnumbered("weapons"), locations=item.quantity.number.record(), places=places,
                )
            )  # fmt: skip
    done = {item.sentence for item in found}
    for act in layout.mentions.named("acts", "debris", 0, len(layout.tokens)):
        index = layout.sentence_of(act.first)
        if index in done or not context.targets[index] or _rubble(context, index, act):
            continue
        done.add(index)
        core = (act.first, act.last)
        places = nearest_places(context, index, core)
        found.append(draft(context, index, "debris", core, act, count=unnumbered("weapons"), places=places))
    return found
