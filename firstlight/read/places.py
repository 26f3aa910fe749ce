"""Finds the places that a text names, tells homonyms apart by what stands near, and leaves open what cannot be told.

Order of work: names are matched (place_names.py), phrases that hold a name without meaning the place are left out,
doubtful names need a cue, homonyms are resolved by an oblast named beside them, by population, or by the nearest oblast
that the text names. Never guessed.
"""

from __future__ import annotations

from bisect import bisect_left

from firstlight.catalog import Catalog
from firstlight.model import Place
from firstlight.read.gazetteer import gazetteer
from firstlight.read.place_entry import PlaceEntry
from firstlight.read.place_mention import Hint, PlaceMention, Role
from firstlight.read.place_names import NEARBY, RawPlace, named_places
from firstlight.read.place_runs import REGIONS
from firstlight.read.scene import NOTHING_SEEN, Scene, Seen
from firstlight.read.tokens import Token
from firstlight.read.villages import with_villages

LARGE_KINDS = frozenset({"country", "organisation", "oblast", "raion", "hromada", "facility"})
WEIGHTS = {
    "country": 10**9, "organisation": 10**9, "oblast": 10**7, "raion": 10**5, "hromada": 10**4, "facility": 10**6,
    "area": 10**6,
}  # fmt: skip
HOME = "UA"  # whose towns the texts name most; elsewhere a town that looks like a surname must be larger

SMALL = 1_000  # people; a smaller place needs a cue
TOWN = 15_000  # people; a smaller one that opens a sentence needs a cue, as does one whose name is also a word
LARGE = 100_000  # people; a larger one is meant even where its name is also a word, unless the sentence begins with it
DOMINANT = 10  # times as many people as the next of the same name
DOMINANT_AT_HOME = 4  # the same for towns of the country that is attacked: the larger is the one in the news
NOWHERE = 10**9
CITY_WITHIN = {"UA-43": "UA-40"}  # a region, and the city in it that is a region of its own: Sevastopol in Crimea
PRECEDING = 1  # a city named after its part is nearer than one before it
ATTACHED = 5  # tokens between a place and the oblast that explains it ("Lyman, Donetsk Oblast")


def find_places(tokens: list[Token], text: str, language: str, catalog: Catalog) -> list[PlaceMention]:
    """The places that `text` (cut into `tokens`) names, from left to right, none overlapping.

    `language` is en, uk or ru; others are read with the English names. Pure and deterministic.
    """
    places = gazetteer(catalog)
    index = places.index(language)
    scene = Scene(tokens, text, index)
    found = named_places(tokens, text, index, scene)
    looked = [(raw, _look(raw, scene)) for raw in found]
    kept = [(raw, seen) for raw, seen in looked if not seen.excluded]
    regions = [raw for raw, _ in kept if raw.places[0].kind in REGIONS]
    oblasts = _Named([(raw.first, raw.places[0]) for raw in regions if len({p.oblast for p in raw.places}) == 1])
    mentions: list[PlaceMention] = []
    role: Role | None = None
    for raw, seen in kept:
        if not raw.people and not _meant(raw, seen.cues, scene, oblasts):
            continue
        if seen.role is not None:
            role = seen.role
        elif "from" in seen.cues:
            role = "launch" if any(map(places.launches, raw.places)) else None
        elif "at" in seen.cues or not mentions or not scene.listed(mentions[-1].last, raw.first):
            role = None
        mentions.append(_mention(raw, seen, role, scene, oblasts))
    return with_villages(_settled(mentions, scene), tokens, text, index, scene)


def _look(raw: RawPlace, scene: Scene) -> Seen:
    if raw.people:
        return NOTHING_SEEN
    return scene.look(raw.first, raw.last, raw.name_last, raw.places[0].kind)


def _mention(raw: RawPlace, seen: Seen, role: Role | None, scene: Scene, oblasts: _Named) -> PlaceMention:
    hint: Hint = "people" if raw.people else seen.hint
    candidates = raw.places + scene.region_too(raw.first, raw.last, raw.name_last, raw.places)
    entry = _resolved(raw, scene, oblasts) if candidates == raw.places else None
    span = scene.span(raw.first, raw.last)
    return PlaceMention(raw.first, raw.last, span[0], span[1], candidates, entry, role, hint)


def to_place(entry: PlaceEntry, role: Role | None) -> Place:
    """The place as a statement holds it; without a role it is a target. What the model has no kind for is an area."""
    kind = "area" if entry.kind in ("organisation", "hromada") else entry.kind
    return Place(
        name=entry.name,
        kind=kind,  # type: ignore[arg-type]  # the gazetteer checks kinds when it is read
        id=entry.id if entry.coded else None,
        oblast=entry.oblast,
        role=role or "target",
        lat=entry.lat,
        lon=entry.lon,
    )


def _meant(raw: RawPlace, cues: frozenset[str], scene: Scene, oblasts: _Named) -> bool:
    """Whether a name stands for its place here: known and unlikely to be another word, or with a cue."""
    first, last = raw.first, raw.last
    common = scene.common(first, raw.name_last)
    if raw.headed or last > raw.name_last or raw.places[0].kind in LARGE_KINDS:
        return not (common and scene.opens_sentence(first) and not cues)
    named = "settlement" in cues
    if named:
        return not (last - first == 1 and scene.opens_longer_name(first, last))
    people = max(_weight(place) for place in raw.places)
    if people < TOWN and scene.behind_office(first):
        return False  # "of governor Vorobyov"
    codes = {place.oblast for place in raw.places}
    beside = [other for other, place in oblasts.around(first, NEARBY) if place.oblast in codes]
    if any(0 <= other - last <= 1 for other in beside):
        return True
    near = any(scene.same_sentence(first, other) for other in beside)
    if people < LARGE and (scene.qualifies(first, last) or scene.heads_region(last)):
        return False
    if last - first == 1 and people < LARGE and scene.of_a_street(first):
        return False
    if last - first == 1 and (common or people < LARGE) and scene.in_longer_name(first, last, common):
        return False
    placed = bool(cues & {"at", "over", "launch", "from"})
    if common:
        return near or (placed and people >= TOWN) or (people >= LARGE and not scene.opens_sentence(first))
    if (
        last - first == 1
        and people < (LARGE if raw.places[0].country != HOME else TOWN)
        and scene.looks_like_surname(first)
    ):
        return near
    if placed or near:
        return True
    return people >= (TOWN if scene.opens_sentence(first) else SMALL)


def _weight(place: PlaceEntry) -> int:
    """People, or a number that puts countries before regions before places without people."""
    if place.population:
        return place.population
    return WEIGHTS.get(place.kind, 0) if not place.parent else 0


def _resolved(raw: RawPlace, scene: Scene, oblasts: _Named) -> PlaceEntry | None:
    """The one place that is meant: by the oblast attached to it, by size, by the nearest oblast, or None."""
    codes = {place.oblast for place in raw.places}
    around = [(first, place.oblast) for first, place in oblasts.around(raw.first, NEARBY)]
    elsewhere = [first for first, code in around if code not in codes and CITY_WITHIN.get(code or "") not in codes]
    if raw.places[0].kind == "settlement" and scene.explained(raw.last, elsewhere):
        return None  # "Berestove, Kharkiv Oblast" is none of those that are known
    if len(raw.places) == 1:
        return raw.places[0]
    attached = [code for first, code in around if code in codes and 0 <= first - raw.last <= ATTACHED]
    if attached and scene.same_sentence(raw.first, raw.last + ATTACHED):
        return _largest([place for place in raw.places if place.oblast == attached[0]])
    if all(place.parent for place in raw.places) or (raw.places[0].kind == "raion" and _parts(raw)):
        return None  # parts of cities are told by their city
    largest = _largest(list(raw.places))
    if largest is not None:
        return largest
    near = sorted((scene.distance(raw.first, first), code or "") for first, code in around if code in codes)
    if not near or near[0][0] > NEARBY:
        return None
    return _largest([place for place in raw.places if place.oblast == near[0][1]])


def _parts(raw: RawPlace) -> bool:
    """Whether a name that a raion bears is also that of a part of some city."""
    return any(place.parent for place in raw.places)


def _largest(places: list[PlaceEntry]) -> PlaceEntry | None:
    if len(places) < 2:
        return places[0] if places else None
    ranked = sorted(places, key=lambda place: (-_weight(place), place.id))
    first, second = (max(_weight(place), SMALL // 2) for place in ranked[:2])
    home = ranked[0].country == HOME and first >= LARGE / 20
    return ranked[0] if first >= (DOMINANT_AT_HOME if home else DOMINANT) * second else None


def _settled(mentions: list[PlaceMention], scene: Scene) -> list[PlaceMention]:
    """Parts of cities go to the nearest city named; a homonym to the one oblast in which places near it lie."""
    located = [
        (m.first, m.entry)
        for m in mentions
        if m.entry and ((m.entry.kind == "settlement" or m.entry.kind in REGIONS) or m.entry.parent)
    ]
    if all(m.entry for m in mentions):
        return mentions
    named = _Named(located)
    settled = []
    for mention in mentions:
        entry, places = mention.entry, mention.candidates
        if entry is None and any(place.parent for place in places):
            near = [(named.nearest(p.parent, mention.last), at) for at, p in enumerate(places) if p.parent]
            distance, at = min(near)
            entry = places[at] if distance < NOWHERE else _largest([place for place in places if not place.parent])
        if entry is None and len(places) > 1 and not scene.doubtful(mention.first):
            homes = {place.oblast for _, place in named.around(mention.first, NEARBY)}
            here = [place for place in places if place.oblast in homes]
            entry = here[0] if len(here) == 1 else None
        settled.append(mention if entry is mention.entry else mention._replace(entry=entry))
    return settled


class _Named:
    """Places with the tokens that name them, in order; look-ups cost the same however long the text is."""

    def __init__(self, places: list[tuple[int, PlaceEntry]]) -> None:
        self._places = places
        self._at = [first for first, _ in places]
        self._by_id: dict[str, list[int]] = {}
        for first, place in places:
            self._by_id.setdefault(place.id, []).append(first)
            if place.parent:  # one part of a city speaks for the others
                self._by_id.setdefault(place.parent, []).append(first)

    def around(self, at: int, reach: int) -> list[tuple[int, PlaceEntry]]:
        """Those named within `reach` tokens of token `at`."""
        return self._places[bisect_left(self._at, at - reach) : bisect_left(self._at, at + reach + 1)]

    def nearest(self, place: str, at: int) -> int:
        """Tokens from `at` to the nearest naming of the place with this id; NOWHERE if it is not named."""
        firsts = self._by_id.get(place, [])
        place_of = bisect_left(firsts, at)
        after = firsts[place_of] - at if place_of < len(firsts) else NOWHERE
        before = at - firsts[place_of - 1] + PRECEDING if place_of else NOWHERE
        return min(after, before)
