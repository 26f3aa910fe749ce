"""Who was hurt and what was damaged: killed, injured, missing, damaged."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import Literal

from firstlight.model import Count, Object, Place
from firstlight.read.bound import Bound
from firstlight.read.context import Context, place_of, services_lost
from firstlight.read.draft import OF_A_WAR, SITES, Draft, count_of, draft, places_of
from firstlight.read.gazetteer import gazetteer
from firstlight.read.layout import within
from firstlight.read.nearest import nearest_places
from firstlight.read.not_done import one_of_many
from firstlight.read.numbers import Number
from firstlight.read.persons import and_another, spelled_out
from firstlight.read.place_mention import PlaceMention
from firstlight.read.places import to_place
from firstlight.read.quantities import Quantity
from firstlight.read.struck import closed, nearest_act, only_dark
from firstlight.read.things import of_flats, on_grounds
from firstlight.read.voice import certainty

_PEOPLE = {"kill": "killed", "injure": "injured", "missing": "missing", "destroy": "killed"}
_FEW = 3  # a number this small is no sum of the dead and the wounded
_GROWN, _OLDEST, _AGED = 18, 110, 5  # years; tokens before a person in which an age stands
_ARTICLE = 3  # tokens before a thing in which its article stands
_RETOLD = 5  # sentences within which "the building" is the one named before or after
_BUILDINGS = ("apartment_building", "house", "school", "hospital", "office", "hotel", "culture", "administrative")
_SUPPLYING = ("energy", "gas", "water", "telecom")


def people(context: Context, bound: Sequence[Bound]) -> list[Draft]:
    """Killed, injured and missing."""
    found: list[Draft] = []
    for item in bound:
        kind = _PEOPLE.get(item.done)
        if kind is None or item.quantity.kind not in ("people", "bare"):
            continue
        if item.quantity.kind == "bare" and item.done == "destroy":
            continue
        if item.done == "destroy" and (item.group is None or not _from_the_air(context, item)):
            continue
        alone = (item.quantity.single and item.group is None) or _one_of(context, item) or _only_one(context, item)
        if (alone and _detail(context, item, kind, found)) or spelled_out(context, item, kind, found):
            continue
        core, group = (item.quantity.first, item.quantity.last), _group(context, item)
        if item.inherited and item.group == "child" and group is None:
            continue  # "including a girl of 18": a part of no group
        told = draft(
            context, item.sentence, kind, core, item.act,
            count=count_of(_all_hurt(item), "people"), group=group,
            places=_of_total(context, item, kind, found) or _places(context, item),
        )  # fmt: skip
        if found and and_another(context, found[-1], told):
            told = told._replace(more=True)
        if told.statement.certainty != "possible" or (
            item.quantity.number is not None and item.quantity.number.low > 1
        ):
            found.append(told)  # "if a soldier comes to kill" is nobody
    return _without_sums(context, found)


def _places(context: Context, item: Bound) -> tuple[Place, ...]:
    """The places of people hurt; a sum of the war is not of the place that the text spoke of before."""
    number = item.quantity.number
    of_the_war = number is not None and number.low >= OF_A_WAR and not context.targets[item.sentence]
    told = tuple(dict.fromkeys(_town(context, place) for place in places_of(context, item)))
    return () if of_the_war and any(place.kind != "country" for place in told) else told


def _town(context: Context, place: Place) -> Place:
    """The town in which a facility lies, where that is known: people are hurt in towns."""
    known = gazetteer(context.layout.catalog).by_id
    entry = known.get(place.id) if place.kind == "facility" and place.id is not None else None
    town = known.get(entry.parent) if entry is not None and entry.parent else None
    return to_place(town, place.role) if town is not None and town.kind == "settlement" else place


def _of_total(context: Context, item: Bound, kind: str, found: Sequence[Draft]) -> tuple[Place, ...]:
    """The places of the total that people are told to be part of, behind a list of its places."""
    total = found[-1] if found else None
    if not item.inherited or total is None or (total.sentence, total.statement.kind) != (item.sentence, kind):
        return ()
    mentions, at = context.layout.mentions, item.quantity.first
    part = mentions.named("cues", "including", total.core[1], at)
    behind = any(0 <= place.first - item.quantity.last <= 3 for place in context.targets[item.sentence])
    return total.statement.places if part and not behind else ()


def _group(context: Context, item: Bound) -> str | None:
    """The group of people hurt; a girl of 22 is no child, whatever the word for her."""
    if item.group != "child" or not item.quantity.single:
        return item.group
    tokens, (first, last) = context.layout.tokens, (item.quantity.first, item.quantity.last)
    for at in (*range(last - 1, max(first - _AGED, -1), -1), last + 1):
        if 0 <= at < len(tokens) and tokens[at].word.isdigit():
            beside = at < last or tokens[last].word in "(,"
            return None if beside and _GROWN <= int(tokens[at].word) <= _OLDEST else item.group
    return item.group


def _all_hurt(item: Bound) -> Number | None:
    """The number of those who were hurt; "14 of the 31 injured" says something else of the 14."""
    number = item.quantity.number
    if number is None or number.of is None or item.act.first != item.quantity.last:
        return number
    return number._replace(low=number.of, high=number.of, of=None)


def _from_the_air(context: Context, item: Bound) -> bool:
    """Whether a weapon of an air attack is named near: troops "destroyed" without one are losses at the front."""
    layout = context.layout
    first = layout.sentences[max(item.sentence - 2, 0)].first
    last = layout.sentences[item.sentence].last
    classes = [m for m in layout.mentions.of("class", first, last) if m.name != "rocket_artillery"]
    return bool(classes or layout.mentions.of("model", first, last))


def _only_one(context: Context, item: Bound) -> bool:
    """Whether "one woman", with no word for another, is counted beside those told of before."""
    number, first = item.quantity.number, item.quantity.first
    one = item.quantity.kind == "people" and number is not None and number.low == number.high == 1
    if not one or item.group is not None or context.layout.words.articles:
        return False
    return not context.layout.mentions.named("cues", "more", max(first - 2, 0), item.quantity.last)


def _one_of(context: Context, item: Bound) -> bool:
    """Whether "one" is one of people named behind it: "one of the men"."""
    layout, quantity = context.layout, item.quantity
    if quantity.kind != "bare" or quantity.number is None or quantity.number.low != 1:
        return False
    link = layout.tokens[quantity.last].word if quantity.last < len(layout.tokens) else ""
    return link in layout.words.links | layout.words.direction and bool(
        layout.mentions.of("people", quantity.last + 1, quantity.last + 3)
    )


def _detail(context: Context, item: Bound, kind: str, found: Sequence[Draft]) -> bool:
    """Whether one person is told only as part of a number given just before: "two were hurt. A man ..."."""
    sentence = context.layout.sentences[item.sentence]
    elsewhere = context.layout.mentions.named("cues", "some_town", sentence.first, sentence.last)
    if context.targets[item.sentence] or elsewhere:
        return False
    return any(
        other.statement.kind == kind and other.statement.count is not None and (other.statement.count.low or 0) > 1
        for other in takewhile(lambda told: item.sentence - told.sentence <= 2, reversed(found))
    )


def unharmed(context: Context) -> list[Draft]:
    """ "No casualties": nobody killed, nobody injured, said of the place that the sentence speaks of."""
    layout, found = context.layout, []
    for mention in layout.mentions.of("unharmed", 0, len(layout.tokens)):
        index = layout.sentence_of(mention.first)
        core = (mention.first, mention.last)
        places = nearest_places(context, index, core)
        for kind in ("killed", "injured") if mention.name == "both" else (mention.name,):
            none = Count(low=0, high=0, form="exact", unit="people")
            found.append(draft(context, index, kind, core, None, count=none, places=places))
    return found


def _without_sums(context: Context, drafts: list[Draft]) -> list[Draft]:
    """Leaves out "75 suffered" where the same sentence or the next says 6 died and 69 were wounded."""
    kept = []
    by_sentence = _by_sentence(drafts)
    for item in drafts:
        held = item.statement.count
        near = [
            other
            for other in [*by_sentence.get(item.sentence, ()), *by_sentence.get(item.sentence + 1, ())]
            if other is not item and other.statement.group == item.statement.group
        ]
        killed = {o.statement.count.low for o in near if o.statement.kind == "killed" and o.statement.count}
        injured = {o.statement.count.low for o in near if o.statement.kind == "injured" and o.statement.count}
        sums = {k + i for k in killed for i in injured if k is not None and i is not None}
        if item.statement.kind == "injured" and held is not None and (held.low or 0) > _FEW and held.low in sums:
            continue
        kept.append(item)
    return kept


def _by_sentence(drafts: Sequence[Draft]) -> dict[int, list[Draft]]:
    rows: dict[int, list[Draft]] = {}
    for item in drafts:
        rows.setdefault(item.sentence, []).append(item)
    return rows


def damaged(context: Context, bound: Sequence[Bound], used: set[tuple[int, int]]) -> list[Draft]:
    """Objects damaged or hit; `used` are the spans of quantities that an outage has already counted."""
    found: list[Draft] = []
    for item in bound:
        quantity = item.quantity
        if quantity.kind != "object" or quantity.object is None or (quantity.first, quantity.last) in used:
            continue
        aimed = item.done in ("attack", "launch") and quantity.number is None
        direct = not aimed or _one_object(context, quantity) or _achieved(context, item)
        reached = direct or _cut_off(context, item)
        if (aimed and not reached) or _in_facility(context, item):
            continue
        if item.done == "debris" and on_grounds(context, quantity.first):
            continue
        if aimed and quantity.object == "other" and closed(context, item.sentence):
            continue  # an airport closed for an attack, or open in spite of it
        if found and _told_before(context, quantity, found[-1]):
            continue
        if quantity.number is not None and one_of_many(context.layout, quantity):
            quantity = quantity._replace(number=None)  # one of the plants is a plant
        if of_flats(context, item):
            item = item._replace(quantity=quantity._replace(object="apartment_building"))
        core = (quantity.first, quantity.last)
        places = places_of(context, item)
        if quantity.number is not None and quantity.number.low >= SITES and not context.targets[item.sentence]:
            places = tuple(place for place in places if place.kind == "country")  # so many in the country at large
        if (
            not direct
            and len(places) > 1
            and all(only_dark(context, item.sentence, near) for near in context.targets[item.sentence])
        ):
            places = ()  # where the service failed is not where it was hit
        together = quantity.number is not None and all(place.kind != "oblast" for place in places)
        each = [places] if together or not places else [(place,) for place in places]
        for held in each:
            counted = quantity.number is not None and (not places or held[0] == places[0])
            found.append(
                draft(
                    context, item.sentence, "damaged", core, item.act,
                    count=count_of(quantity.number, "objects") if counted else None,
                    object=_object(context, item, held), places=held,
                )
            )  # fmt: skip
    named = found + _facilities(context, found)
    return [item for item in named if not _any_building(context, item, named)]


def _told_before(context: Context, quantity: Quantity, before: Draft) -> bool:
    """Whether "the building" is the house, school or office told of before.

    Where a language has no articles, a noun that opens its sentence is one known already.
    """
    words, tokens, first = context.layout.words, context.layout.tokens, quantity.first
    if quantity.object != "other" or quantity.number is not None or not first:
        return False
    definite = tokens[first - 1].word in words.skip - words.articles - words.links
    if not words.articles:
        definite = first == context.layout.sentences[context.layout.sentence_of(first)].first
    known = before.statement.object is not None and before.statement.object.class_ in _BUILDINGS
    single = not tokens[quantity.last - 1].word.endswith(words.plural_endings)
    return definite and known and single and context.layout.sentences[before.sentence].last <= first


def _any_building(context: Context, item: Draft, found: Sequence[Draft]) -> bool:
    """Whether "a building" is what a sentence near it calls a house, a school or an office."""
    told, words = item.statement, context.layout.words
    if item.noun not in words.generic or told.count is not None or told.object is None or told.object.class_ != "other":
        return False
    here = {place.oblast for place in told.places if place.oblast is not None}
    return any(
        other.statement.object is not None
        and other.statement.object.class_ in _BUILDINGS
        and 0 < abs(other.sentence - item.sentence) <= _RETOLD
        and other.statement.background == told.background
        and (not here or not other.statement.places or bool(here & {p.oblast for p in other.statement.places}))
        for other in found
    )


def _achieved(context: Context, item: Bound) -> bool:
    """Whether the text says next that all that was aimed at was hit."""
    layout = context.layout
    last = layout.sentences[min(item.sentence + 2, len(layout.sentences) - 1)].last
    return bool(layout.mentions.named("cues", "achieved", layout.sentences[item.sentence].first, last))


def _cut_off(context: Context, item: Bound) -> bool:
    """Whether an attack on what supplies a service cut it: "left without power after an attack on the grid"."""
    layout, index = context.layout, item.sentence
    beside = range(max(index - 1, 0), min(index + 2, len(layout.sentences)))
    here = [at for at in beside if layout.sentences[at].paragraph == layout.sentences[index].paragraph or at == index]
    return item.quantity.object in _SUPPLYING and any(services_lost(layout, at) for at in here)


def _in_facility(context: Context, item: Bound) -> bool:
    """Whether the object's words are part of a facility's name; the facility is then told by that name."""
    core = (item.quantity.first, item.quantity.last)
    return any(place.kind == "facility" and _touches(core, place) for place in context.targets[item.sentence])


def _one_object(context: Context, quantity: Quantity) -> bool:
    """Whether an object without a number is a single one: not in the plural, not a mass such as infrastructure."""
    words = context.layout.words
    forms = [token.word for token in context.layout.tokens[quantity.first : quantity.last]]
    if words.articles:
        forms = forms[-1:]  # "a critical infrastructure facility": the last noun is the thing
        before = [token.word for token in context.layout.tokens[max(quantity.first - _ARTICLE, 0) : quantity.first]]
        near = next((word for word in reversed(before) if word in words.articles | words.stop), "")
        if near in words.articles:
            return not any(form.startswith(words.mass) for form in forms)  # "a bus" is one, whatever its ending
    return not any(form.startswith(words.mass) or form.endswith(words.plural_endings) for form in forms)


def _object(context: Context, item: Bound, places: tuple[Place, ...]) -> Object:
    words = context.layout.words
    tokens = context.layout.tokens[item.quantity.first : item.quantity.last]
    protection = words.protection.find(tokens)
    sentence = context.layout.sentences[item.sentence]
    near = context.layout.tokens[max(item.act.first, sentence.first) : item.act.last]
    name = next((place.name for place in places if place.kind == "facility"), None)
    return Object(
        class_=_class(context, item.quantity),
        name=name,
        state=_state(item.act.name, bool(words.destroyed.find(near))),
        protection=protection[0].value if protection else None,  # type: ignore[arg-type]  # groups are its values
    )


def _class(context: Context, quantity: Quantity) -> str:
    """The class of an object; a building of a town's or a region's authorities is administrative."""
    layout = context.layout
    for place in within(layout.places, quantity.last, quantity.last + 1) if quantity.object == "other" else ():
        ruling = layout.mentions.named("speakers", "local_authority", place.first, place.last)
        if place.hint == "office" or ruling:
            return "administrative"
    return quantity.object or "other"


def _state(done: str, destroyed: bool) -> Literal["damaged", "destroyed"] | None:
    """What became of an object; a hit or an attack alone does not say."""
    if destroyed or done == "destroy":
        return "destroyed"
    return "damaged" if done == "damage" else None


def _facilities(context: Context, found: Sequence[Draft]) -> list[Draft]:
    """A named facility said to have been hit is an object even where no word of the lexicon stands for it."""
    layout, added = context.layout, []
    told = _by_sentence(found)
    for index, row in enumerate(context.targets):
        for place in row:
            class_, said = _facility_class(context, place), told.get(index, ())
            if place.kind != "facility" or any(_touches(item.core, place) for item in said):
                continue
            if any(_of_it(item, class_, place_of(place).name) for item in said):
                continue
            act = nearest_act(context, index, place)
            if act is None or act.name not in ("damage", "destroy", "hit", "attack", "debris"):
                continue
            if act.name == "attack" and closed(context, index):
                continue
            if act.name == "debris" and on_grounds(context, place.first):
                continue
            core = (place.first, _clause_end(context, index, place))
            text = layout.tokens[place.first : place.last]
            protection = layout.words.protection.find(text)
            held = Object(
                class_=class_,
                name=place_of(place).name,
                state=_state(act.name, act.name == "destroy"),
                protection=protection[0].value if protection else None,  # type: ignore[arg-type]
            )
            sure = certainty(context, index, act, (place.first, place.last))
            where = (place_of(place, "target"),)
            added.append(draft(context, index, "damaged", core, act, object=held, places=where, certainty=sure))
    return added


def _clause_end(context: Context, index: int, place: PlaceMention) -> int:
    """The end of what is said of a facility: its sentence, unless that is long or goes on to a speaker."""
    layout = context.layout
    last = layout.sentences[index].last
    if last - place.first > 24 or layout.mentions.of("speakers", place.last, last):
        return place.last
    return last - 1 if layout.tokens[last - 1].word in ".!?" else last


def _of_it(told: Draft, class_: str, name: str) -> bool:
    """Whether an object told in the same sentence is what a facility of a class and name is: "a plant, X"."""
    held = told.statement.object
    if held is None or told.statement.count is not None or held.name not in (None, name):
        return False
    return class_ in ("other", held.class_)


def _facility_class(context: Context, place: PlaceMention) -> str:
    """The class of a facility: told by its name, or by the noun before it: "the market (Name)"."""
    layout = context.layout
    for hit in layout.words.terms.find(layout.tokens[place.first : place.last]):
        if hit.value.table == "objects":
            return hit.value.name
    before = layout.mentions.of("objects", max(place.first - 4, 0), place.first)
    return next((thing.name for thing in before if 0 <= place.first - thing.last <= 1), "other")


def _touches(core: tuple[int, int], place: PlaceMention) -> bool:
    return core[0] < place.last and place.first < core[1]
