"""Which places were struck: said to have been attacked or hit, or where harm or damage was."""

from __future__ import annotations

from collections.abc import Sequence

from firstlight.model import Place
from firstlight.read.context import Context, coordinated, place_of, services_lost, spoken_for
from firstlight.read.draft import Draft, draft
from firstlight.read.gazetteer import gazetteer
from firstlight.read.layout import OPENING, Layout, acts_in, behind, relative
from firstlight.read.mentions import Mention
from firstlight.read.place_mention import PlaceMention
from firstlight.read.places import to_place
from firstlight.read.voice import certainty

_STRIKES = frozenset(("attack", "hit", "explode", "damage", "destroy", "debris"))
_OTHERS = frozenset(("shoot_down", "suppress", "stop", "launch", "airborne", "left"))
_HARMING = ("kill", "injure", "attack", "hit", "explode", "debris")
_BEHIND = 6  # tokens from "airports" to the last name of a list
_AIM = 3  # tokens between an attack and the place that it was aimed at
_BESIDE = 2  # tokens between a facility and the town that it lies in
_STRUCK_LIMIT = 5.0
_ITSELF = 0.7  # how far a place may stand from "destroyed" that is said of the place
_MANY = 3  # places of a list that says nothing else
_HURT_NEAR = 1.0  # how far from "wounded" the place may stand
_HEADWORDS = 3  # tokens from a preposition to the name: "in the village of X"
_SHORT_OF = 4  # tokens from a launch's course to its aim: "on course for the city of X"
_COURSE = 0.45  # how near before a place the word of its course stands


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
            elif not context.background[item.sentence] and not item.statement.background:
                once.add(item.sentence, place, item.core, item.act, item)
    for index, row in enumerate(context.targets):
        free = [named for named in row if not spoken_for(context.layout, named)]
        for spot, blast in _heard_by(context, index, row):
            once.add(index, place_of(spot, "target"), (spot.first, spot.last), blast, None)
        for spot in free:
            act = _striking(context, index, spot, stopped)
            act = act or _hurt_at(context, index, spot)
            for other in coordinated(context.layout, free, spot) if act is not None else []:
                once.add(index, place_of(other, "target"), (other.first, other.last), act, None)
        _here(context, index, once)
        for listed in _listed(context, index, free):
            once.add(index, place_of(listed, "target"), (listed.first, listed.last), None, None)
    found = _towns_of(context, once.found)
    return found + _somewhere(context, found)


def _towns_of(context: Context, found: list[Draft]) -> list[Draft]:
    """Leaves out a facility told together with the town that it lies in: "the military base in Yavoriv"."""
    towns = [item for item in found if item.statement.places[0].kind == "settlement"]
    known = gazetteer(context.layout.catalog).by_id

    def named_too(item: Draft) -> bool:
        place = item.statement.places[0]
        if place.kind != "facility":
            return False
        home = known[place.id].parent if place.id in known else None
        return any(_in_town(item, town, home) for town in towns)

    return [item for item in found if not named_too(item)]


def _in_town(item: Draft, town: Draft, home: str | None) -> bool:
    """Whether a facility, whose city has the id `home` where that is known, was told with the town it lies in."""
    place, other = item.statement.places[0], town.statement.places[0]
    if town.statement.background != item.statement.background or other.oblast != place.oblast:
        return False
    if other.id is not None and other.id == home:
        return True
    beside = town.sentence == item.sentence and 0 <= town.core[0] - item.core[1] <= _BESIDE
    return beside or other.name.split()[0] in place.name.split()


def _heard_by(context: Context, index: int, row: list[PlaceMention]) -> list[tuple[PlaceMention, Mention]]:
    """The places whose authorities told of explosions and of nothing else: they told of their own."""
    layout, sentence = context.layout, context.layout.sentences[index]
    told = layout.mentions.named("cues", "report", sentence.first, sentence.last)
    acts = [act for act in acts_in(layout, index) if act.name in _STRIKES | _OTHERS]
    inside = any(place.first and layout.tokens[place.first - 1].word in layout.words.within for place in row)
    theirs = not inside and any(spoken_for(layout, place) for place in row)
    if not told or not acts or not theirs or any(act.name != "explode" for act in acts):
        return []
    sure = certainty(context, index, acts[0], (acts[0].first, acts[0].last))
    return [(place, acts[0]) for place in row] if sure not in ("denied", "possible") else []


def _named_next(context: Context, index: int) -> bool:
    """Whether a sentence without an act only names the places that the one before attacked: "They include ..."."""
    layout, sentence = context.layout, context.layout.sentences[index]
    opening = layout.mentions.named("cues", "including", sentence.first, sentence.first + 2)
    if not opening or not index or layout.quantities[index]:
        return False
    before = [act for act in acts_in(layout, index - 1) if act.name in _STRIKES | _OTHERS]
    if not before or before[-1].name not in ("attack", "hit"):
        return False
    return certainty(context, index - 1, before[-1], (before[-1].first, before[-1].last)) not in ("denied", "possible")


def _called(context: Context, index: int, row: list[PlaceMention]) -> bool:
    """Whether a sentence is nothing but a list of places, of which the next says what was done to them all.

    "Kharkiv, Sumy, Odesa regions. The terrorists have shelled our cities and regions ..."
    """
    layout, sentence = context.layout, context.layout.sentences[index]
    if len(row) < _MANY or index + 1 >= len(layout.sentences) or context.targets[index + 1]:
        return False
    joins = layout.words.boundary | layout.words.join | {",", ".", ";", ":"}
    plain = all(
        at in layout.named or layout.tokens[at].word in joins or not layout.tokens[at].word[0].isalnum()
        for at in range(sentence.first, sentence.last)
    )
    acts = [act for act in acts_in(layout, index + 1) if act.name in ("attack", "hit")]
    if not plain or not acts:
        return False
    return certainty(context, index + 1, acts[0], (acts[0].first, acts[0].last)) not in ("denied", "possible")


def _listed(context: Context, index: int, row: list[PlaceMention]) -> list[PlaceMention]:
    """Places of a list that a colon opens after "were shelled:", here or in the header above, with no other act."""
    layout = context.layout
    sentence = layout.sentences[index]
    acts = [act for act in acts_in(layout, index) if act.name in _STRIKES | _OTHERS]
    if not acts and len(row) > 1 and (_named_next(context, index) or _called(context, index, row)):
        return row
    colon = next((at for at in range(sentence.first, sentence.last) if layout.tokens[at].word == ":"), None)
    if not acts and sentence.header is not None:
        above = [act for act in acts_in(layout, sentence.header) if act.name in ("attack", "hit")]
        counted = any(quantity.number for quantity in layout.quantities[index])
        told = layout.words.articles and layout.mentions.named("cues", "report", sentence.first, sentence.last)
        return row if above and len(row) > 1 and not counted and not told else []
    if colon is None or not acts or any(act.first > colon for act in acts) or acts[-1].name not in ("attack", "hit"):
        return []
    quoted = colon + 1 < sentence.last and layout.tokens[colon + 1].word in OPENING
    counted = any(quantity.number for quantity in layout.quantities[index] if quantity.first > colon)
    return [] if counted or quoted else [place for place in row if place.first > colon]


def _striking(context: Context, index: int, spot: PlaceMention, stopped: set[int]) -> Mention | None:
    """The act that struck a place, or None: nothing near, only an outage, a weapon stopped, a plan or a denial."""
    act = None if only_dark(context, index, spot) else nearest_act(context, index, spot)
    if (
        spot.kind == "facility"
        and act is not None
        and act.name == "attack"
        and (context.layout.gap(act.last, spot.first) > 2.0 or closed(context, index))
    ):
        return None  # what an attack elsewhere closed was not struck
    if act is None or act.name not in _STRIKES | {"launch"} or act.first in stopped or _shut(context, index, spot, act):
        return None
    if act.name == "launch" and not _armed(context, index) and spot.first != behind(context.layout, act):
        return None  # "attacked Sevastopol" needs no weapon, "fired at" may
    if act.name in ("destroy", "damage") and not _ruined(context, index, spot, act):
        return None  # arms destroyed in a region are no attack on it
    if act.name == "destroy" and spot.role == "over":
        return None  # what was destroyed above a place did not strike it
    if _headed_for(context, index, act, spot):
        return None  # a missile launched "on course for Kyiv" has not struck it
    sure = certainty(context, index, act, (spot.first, spot.last))
    return None if sure in ("denied", "possible") else act


def _shut(context: Context, index: int, spot: PlaceMention, act: Mention) -> bool:
    """Whether a place only belongs to what closed for attacks elsewhere: "airports shut, including ..."."""
    listed = context.layout.mentions.named("cues", "including", act.last, spot.first)
    shut = bool(listed) or _port(context.layout, spot)
    return act.name in ("attack", "launch") and shut and closed(context, index)


def _port(layout: Layout, spot: PlaceMention) -> bool:
    """Whether a name is that of an airport, which stands right before it or before the name joined to it."""
    ports = layout.mentions.named("utilities", "transport", max(spot.first - _BEHIND, 0), spot.first)
    return bool(ports) and all(
        at in layout.named or layout.tokens[at].word in layout.words.boundary | {","}
        for at in range(ports[-1].last, spot.first)
    )


def _hurt_at(context: Context, index: int, spot: PlaceMention) -> Mention | None:
    """The act by which people who are not counted were injured in a place; people are also killed without a strike."""
    layout, sentence = context.layout, context.layout.sentences[index]
    span = (sentence.first, sentence.last)
    before = {token.word for token in layout.tokens[max(spot.first - _HEADWORDS, sentence.first) : spot.first]}
    hurts = [act for act in acts_in(layout, index) if act.name == "injure"]
    if spot.kind != "settlement" or not before & layout.words.within or not hurts:
        return None
    if {who.name for who in layout.mentions.of("people", *span)} == {"soldier"}:
        return None
    if any(hit.value == "medical" for hit in layout.words.protection.find(layout.tokens[span[0] : span[1]])):
        return None  # a hospital to which they were brought
    act = min(hurts, key=lambda hurt: layout.distance((hurt.first, hurt.last), (spot.first, spot.last)))
    near = layout.distance((act.first, act.last), (spot.first, spot.last)) <= _HURT_NEAR
    sure = certainty(context, index, act, (spot.first, spot.last))
    return act if near and sure not in ("denied", "possible") else None


def _headed_for(context: Context, index: int, act: Mention, spot: PlaceMention) -> bool:
    """Whether a word of course or threat stands between the act and the place."""
    layout = context.layout
    cues = layout.mentions.named("cues", "future", act.last, spot.first)
    if any(layout.gap(cue.last, spot.first) <= _COURSE for cue in cues):
        return True
    return act.name == "launch" and any(spot.first - cue.last <= _SHORT_OF for cue in cues)


def _ruined(context: Context, index: int, spot: PlaceMention, act: Mention) -> bool:
    """Whether what was destroyed is the place itself, or something of it that no army fights with."""
    layout = context.layout
    if act.name == "destroy" and any(s.first == act.last for s in layout.mentions.of("sides", act.last, act.last + 1)):
        return False  # "destroyed the invaders at X"
    if layout.distance((spot.first, spot.last), (act.first, act.last)) <= _ITSELF:
        return True
    sentence = layout.sentences[index]
    things = layout.mentions.of("objects", sentence.first, sentence.last)
    harmed = any(other.name in _HARMING for other in acts_in(layout, index))
    return harmed or any(thing.name not in ("military", "vehicle") for thing in things)


def only_dark(context: Context, index: int, place: PlaceMention) -> bool:
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
    """A sentence that says "the city" or "the region" was attacked strikes the place that the text speaks of."""
    layout = context.layout
    sentence = layout.sentences[index]
    span, place = _this_region(context, index) or _this_city(context, index) or ((0, 0), None)
    acts = [act for act in acts_in(layout, index) if act.name in ("attack", "hit", "explode")]
    if place is None or not acts:
        return
    before = layout.tokens[span[0] - 1] if span[0] > sentence.first else None
    if before is not None and layout.report.text[before.start].isupper() and not layout.shouted:
        return  # another city's centre
    if certainty(context, index, acts[0], span) not in ("denied", "possible"):
        once.add(index, place, span, acts[0], None)


def _this_city(context: Context, index: int) -> tuple[tuple[int, int], Place] | None:
    """The words for the town that the text speaks of, and that town, in a sentence that names no place."""
    sentence, focus = context.layout.sentences[index], context.focus[index]
    here = context.layout.mentions.named("cues", "here", sentence.first, sentence.last)
    if not here or context.targets[index] or focus is None or focus.kind != "settlement":
        return None
    return (here[0].first, here[0].last), place_of(focus, "target")


def _this_region(context: Context, index: int) -> tuple[tuple[int, int], Place] | None:
    """The words for the region whose authorities speak in a sentence that names no other place, and that region."""
    sentence, row = context.layout.sentences[index], context.targets[index]
    here = context.layout.mentions.named("cues", "region", sentence.first, sentence.last)
    if not here or len(row) != 1 or row[0].kind != "oblast" or not spoken_for(context.layout, row[0]):
        return None
    return (here[0].first, here[0].last), place_of(row[0], "target")


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
        key = (place.id or place.name, self._context.aside(index, core[0]))
        if key in self._seen or place.kind == "country" or place.role != "target" or place.oblast is None:
            return
        if because is not None and because.statement.certainty in ("denied", "possible"):
            return
        self._seen.add(key)
        sure = because.statement.certainty if because is not None else None
        self.found.append(draft(self._context, index, "struck", core, act, places=(place,), certainty=sure))


def closed(context: Context, index: int) -> bool:
    """Whether a sentence says that a service stopped or goes on: an airport closed for an attack was not attacked."""
    sentence = context.layout.sentences[index]
    works = context.layout.mentions.named("outage", "restored", sentence.first, sentence.last)
    return bool(works or services_lost(context.layout, index))


def nearest_act(context: Context, index: int, place: PlaceMention) -> Mention | None:
    """The act nearest to a place in its sentence, if it is near enough."""
    layout = context.layout
    acts = [act for act in acts_in(layout, index) if act.name in _STRIKES | _OTHERS]
    if not acts:
        return None
    aimed = [act for act in acts if act.name == "attack" and _aims_at(layout, act, place)]
    if aimed:
        return aimed[-1]  # "the attack on X was repelled"
    near = min(acts, key=lambda act: (_reach(_apart(layout, place, act), act), act.first))
    return near if _apart(layout, place, near) <= _STRUCK_LIMIT else None


def _aims_at(layout: Layout, act: Mention, place: PlaceMention) -> bool:
    """Whether a preposition alone, or the attackers and it, stand between an attack and a place."""
    words, between = layout.words, [token.word for token in layout.tokens[act.last : place.first]]
    if words.articles or not 0 < len(between) <= _AIM or between[-1] not in words.within | words.aims:
        return False
    return all(word.isalpha() and word not in words.stop for word in between[:-1])


def _apart(layout: Layout, place: PlaceMention, act: Mention) -> float:
    """How far an act stands from a place, without the clause that only says which: "X, which borders Y, was hit"."""
    clause = relative(layout, place.last, act.first) if place.last < act.first else None
    far = layout.distance((place.first, place.last), (act.first, act.last))
    return far if clause is None else far - layout.gap(*clause)


def _reach(distance: float, act: Mention) -> float:
    return distance + (0.6 if act.name in ("launch",) else 0.0)
