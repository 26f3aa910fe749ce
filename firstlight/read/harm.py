"""Who was hurt and what was damaged: killed, injured, missing, damaged, struck."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import Literal

from firstlight.model import Count, Object, Place
from firstlight.read.bound import Bound
from firstlight.read.context import Context, acts_in, coordinated, nearest_places, place_of, services_lost, spoken_for
from firstlight.read.draft import Draft, count_of, draft, places_of
from firstlight.read.gazetteer import gazetteer
from firstlight.read.layout import OPENING
from firstlight.read.mentions import Mention
from firstlight.read.numbers import Number
from firstlight.read.places import PlaceMention, to_place
from firstlight.read.quantities import Quantity
from firstlight.read.voice import certainty

_PEOPLE = {"kill": "killed", "injure": "injured", "missing": "missing", "destroy": "killed"}
_STRIKES = frozenset(("attack", "hit", "explode", "damage", "destroy", "debris"))
_OTHERS = frozenset(("shoot_down", "suppress", "stop", "launch", "airborne", "left"))
_STRUCK_LIMIT = 5.0
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
        if item.quantity.single and item.group is None and _detail(context, item, kind, found):
            continue
        core = (item.quantity.first, item.quantity.last)
        told = draft(
            context, item.sentence, kind, core, item.act,
            count=count_of(_all_hurt(item), "people"), group=item.group, places=places_of(context, item),
        )  # fmt: skip
        if item.quantity.number is not None or told.statement.certainty != "possible":
            found.append(told)  # "if a soldier comes to kill" is nobody
    return _without_sums(context, found)


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


def _detail(context: Context, item: Bound, kind: str, found: Sequence[Draft]) -> bool:
    """Whether one person is told only as part of a number given just before: "two were hurt. A man ..."."""
    if context.targets[item.sentence]:
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
        if item.statement.kind == "injured" and held is not None and held.low in sums and killed and injured:
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
        reached = _one_object(context, quantity) or _achieved(context, item) or _cut_off(context, item)
        if (aimed and not reached) or _in_facility(context, item):
            continue
        core = (quantity.first, quantity.last)
        places = places_of(context, item)
        each: list[tuple[Place, ...]] = [(place,) for place in places] or [()]
        for held in each:
            counted = quantity.number is not None and (not places or held[0] == places[0])
            found.append(
                draft(
                    context, item.sentence, "damaged", core, item.act,
                    count=count_of(quantity.number, "objects") if counted else None,
                    object=_object(context, item, held), places=held,
                )
            )  # fmt: skip
    return found + _facilities(context, found)


def _achieved(context: Context, item: Bound) -> bool:
    """Whether the text says next that all that was aimed at was hit."""
    layout = context.layout
    last = layout.sentences[min(item.sentence + 2, len(layout.sentences) - 1)].last
    return bool(layout.mentions.named("cues", "achieved", layout.sentences[item.sentence].first, last))


def _cut_off(context: Context, item: Bound) -> bool:
    """Whether an attack on what supplies a service cut it: "left without power after an attack on the grid"."""
    return item.quantity.object in _SUPPLYING and bool(services_lost(context.layout, item.sentence))


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
    return not any(form.startswith(words.mass) or form.endswith(words.plural_endings) for form in forms)


def _object(context: Context, item: Bound, places: tuple[Place, ...]) -> Object:
    words = context.layout.words
    tokens = context.layout.tokens[item.quantity.first : item.quantity.last]
    protection = words.protection.find(tokens)
    sentence = context.layout.sentences[item.sentence]
    near = context.layout.tokens[max(item.act.first, sentence.first) : item.act.last]
    name = next((place.name for place in places if place.kind == "facility"), None)
    return Object(
        class_=item.quantity.object or "other",
        name=name,
        state=_state(item.act.name, bool(words.destroyed.find(near))),
        protection=protection[0].value if protection else None,  # type: ignore[arg-type]  # groups are its values
    )


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
            if place.kind != "facility" or any(_touches(item.core, place) for item in told.get(index, ())):
                continue
            act = _nearest_act(context, index, place)
            if act is None or act.name not in ("damage", "destroy", "hit", "attack", "debris"):
                continue
            if act.name == "attack" and _closed(context, index):
                continue
            core = (place.first, _clause_end(context, index, place))
            text = layout.tokens[place.first : place.last]
            protection = layout.words.protection.find(text)
            held = Object(
                class_=_facility_class(context, place),
                name=place_of(place).name,
                state=_state(act.name, act.name == "destroy"),
                protection=protection[0].value if protection else None,  # type: ignore[arg-type]
            )
            added.append(draft(context, index, "damaged", core, act, object=held, places=(place_of(place, "target"),)))
    return added


def _closed(context: Context, index: int) -> bool:
    """Whether a sentence says that a service stopped: an airport closed for an attack was not itself attacked."""
    return bool(services_lost(context.layout, index))


def _clause_end(context: Context, index: int, place: PlaceMention) -> int:
    """The end of what is said of a facility: its sentence, unless that is long or goes on to a speaker."""
    layout = context.layout
    last = layout.sentences[index].last
    if last - place.first > 24 or layout.mentions.of("speakers", place.last, last):
        return place.last
    return last - 1 if layout.tokens[last - 1].word in ".!?" else last


def _facility_class(context: Context, place: PlaceMention) -> str:
    tokens = context.layout.tokens[place.first : place.last]
    for hit in context.layout.words.terms.find(tokens):
        if hit.value.table == "objects":
            return hit.value.name
    return "other"


def _touches(core: tuple[int, int], place: PlaceMention) -> bool:
    return core[0] < place.last and place.first < core[1]


def _nearest_act(context: Context, index: int, place: PlaceMention) -> Mention | None:
    """The act nearest to a place in its sentence, if it is near enough."""
    layout = context.layout
    acts = [act for act in acts_in(layout, index) if act.name in _STRIKES | _OTHERS]
    if not acts:
        return None
    near = min(
        acts,
        key=lambda act: (_reach(layout.distance((place.first, place.last), (act.first, act.last)), act), act.first),
    )
    return near if layout.distance((place.first, place.last), (near.first, near.last)) <= _STRUCK_LIMIT else None


def _reach(distance: float, act: Mention) -> float:
    return distance + (0.6 if act.name in ("launch",) else 0.0)


def struck(context: Context, harmed: Sequence[Draft], stopped: set[int]) -> list[Draft]:
    """Places said to have been attacked or hit, or where harm or damage was, once per place.

    `stopped` are the first tokens of acts done to weapons: what was destroyed over a place did not strike it.
    """
    once = _Once(context)
    for item in sorted(harmed, key=lambda held: held.core):
        own = {held.entry.name: held for held in context.targets[item.sentence] if held.entry is not None}
        for place in item.statement.places:
            named = own.get(place.name)
            if named is not None:
                once.add(item.sentence, place, (named.first, named.last), item.act, item)
            elif not context.background[item.sentence]:
                once.add(item.sentence, place, item.core, item.act, item)
    for index, row in enumerate(context.targets):
        free = [named for named in row if not spoken_for(context.layout, named)]
        for spot in free:
            act = _striking(context, index, spot, stopped)
            for other in coordinated(context.layout, free, spot) if act is not None else []:
                once.add(index, place_of(other, "target"), (other.first, other.last), act, None)
        _here(context, index, once)
        for listed in _listed(context, index, free):
            once.add(index, place_of(listed, "target"), (listed.first, listed.last), None, None)
    return once.found + _somewhere(context, once.found)


def _listed(context: Context, index: int, row: list[PlaceMention]) -> list[PlaceMention]:
    """Places of a list that a colon opens after "were shelled:", here or in the header above, with no other act."""
    layout = context.layout
    sentence = layout.sentences[index]
    acts = [act for act in acts_in(layout, index) if act.name in _STRIKES | _OTHERS]
    colon = next((at for at in range(sentence.first, sentence.last) if layout.tokens[at].word == ":"), None)
    if not acts and sentence.header is not None:
        above = [act for act in acts_in(layout, sentence.header) if act.name in ("attack", "hit")]
        counted = any(quantity.number for quantity in layout.quantities[index])
        return row if above and len(row) > 1 and not counted else []
    if colon is None or not acts or any(act.first > colon for act in acts) or acts[-1].name not in ("attack", "hit"):
        return []
    quoted = colon + 1 < sentence.last and layout.tokens[colon + 1].word in OPENING
    counted = any(quantity.number for quantity in layout.quantities[index] if quantity.first > colon)
    return [] if counted or quoted else [place for place in row if place.first > colon]


def _striking(context: Context, index: int, spot: PlaceMention, stopped: set[int]) -> Mention | None:
    """The act that struck a place, or None: nothing near, only an outage, a weapon stopped, a plan or a denial."""
    act = None if _only_dark(context, index, spot) else _nearest_act(context, index, spot)
    if (
        spot.kind == "facility"
        and act is not None
        and act.name == "attack"
        and (context.layout.gap(act.last, spot.first) > 2.0 or _closed(context, index))
    ):
        return None  # what an attack elsewhere closed was not struck
    if act is None or act.name not in _STRIKES | {"launch"} or act.first in stopped:
        return None
    if act.name == "launch" and not _armed(context, index) and spot.first != act.last:
        return None  # "attacked Sevastopol" needs no weapon, "fired at" may
    if act.name == "destroy" and spot.role == "over":
        return None  # what was destroyed above a place did not strike it
    sure = certainty(context, index, act, (spot.first, spot.last))
    return None if sure in ("denied", "possible") else act


def _only_dark(context: Context, index: int, place: PlaceMention) -> bool:
    """Whether the nearest thing said of a place is that it lost a service: the hit may lie elsewhere."""
    layout = context.layout
    span = (place.first, place.last)
    lost = services_lost(layout, index)
    if not lost:
        return False
    dark = min(layout.distance(span, (m.first, m.last)) for m in lost)
    hits = [layout.distance(span, (a.first, a.last)) for a in acts_in(layout, index) if a.name in _STRIKES]
    return not hits or dark < min(hits)


def _armed(context: Context, index: int) -> bool:
    """Whether the sentence names a weapon, so that its "used" or "sent" means an attack."""
    sentence = context.layout.sentences[index]
    span = (sentence.first, sentence.last)
    return bool(context.layout.mentions.of("class", *span) or context.layout.mentions.of("model", *span))


def _here(context: Context, index: int, once: _Once) -> None:
    """A sentence that says "the city" was attacked strikes the place that the text speaks of."""
    layout, focus = context.layout, context.focus[index]
    sentence = layout.sentences[index]
    here = layout.mentions.named("cues", "here", sentence.first, sentence.last)
    acts = [act for act in acts_in(layout, index) if act.name in ("attack", "hit", "explode")]
    if context.targets[index] or focus is None or focus.kind != "settlement" or not here or not acts:
        return
    span = (here[0].first, here[0].last)
    before = layout.tokens[span[0] - 1] if span[0] > sentence.first else None
    if before is not None and layout.report.text[before.start].isupper() and not layout.shouted:
        return  # another city's centre
    if certainty(context, index, acts[0], span) not in ("denied", "possible"):
        once.add(index, place_of(focus, "target"), span, acts[0], None)


def _somewhere(context: Context, found: Sequence[Draft]) -> list[Draft]:
    """Hits told only by the number of places, with no smaller place in the whole report: the country was struck."""
    if found or any(context.targets):
        return []
    layout = context.layout
    for index, row in enumerate(layout.quantities):
        for quantity in row:
            acts = [act for act in acts_in(layout, index) if act.name == "hit"]
            if quantity.kind == "locations" and quantity.number is not None and acts:
                home = gazetteer(layout.catalog).by_id.get("UA")
                places = (to_place(home, "target"),) if home is not None else ()
                return [draft(context, index, "struck", (quantity.first, quantity.last), acts[0], places=places)]
    return []


class _Once:
    """The struck places of a report, each once for the report's own event and once as background."""

    def __init__(self, context: Context) -> None:
        self.found: list[Draft] = []
        self._context = context
        self._seen: set[tuple[str, bool]] = set()

    def add(self, index: int, place: Place, core: tuple[int, int], act: Mention | None, because: Draft | None) -> None:
        """Adds `place` as struck, said by tokens `core` of sentence `index`; as sure as `because` where it is given."""
        key = (place.id or place.name, self._context.background[index])
        if key in self._seen or place.kind == "country" or place.role != "target" or place.oblast is None:
            return
        if because is not None and because.statement.certainty in ("denied", "possible"):
            return
        self._seen.add(key)
        sure = because.statement.certainty if because is not None else None
        self.found.append(draft(self._context, index, "struck", core, act, places=(place,), certainty=sure))
