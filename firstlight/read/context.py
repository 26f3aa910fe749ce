"""What surrounds a statement: the places that its sentence speaks of, where weapons came from, time, the side."""

from __future__ import annotations

from collections import Counter
from typing import Literal, NamedTuple

from firstlight.model import Place, When
from firstlight.read.asides import aside, captions, list_member, oblast_of, stray_headlines
from firstlight.read.dating import dated, days_before
from firstlight.read.gazetteer import gazetteer
from firstlight.read.layout import Layout, acts_in, none_was, within
from firstlight.read.mentions import Mention
from firstlight.read.nation import nation
from firstlight.read.place_entry import RAION
from firstlight.read.place_mention import PlaceMention
from firstlight.read.places import CITY_WITHIN, to_place
from firstlight.read.segments import Sentence
from firstlight.read.sites import launch_sites

_STRIKING = ("attack", "hit", "explode", "damage", "destroy", "debris", "kill", "injure", "launch")
_WITHIN = ("oblast", "raion", "hromada", "settlement", "facility", "area")
_SIZE = {"hromada": 1, "raion": 2, "oblast": 3}
_LEAD = 3  # sentences that say what a report is about
_HOLDS = 6  # sentences over which a place holds that the next ones do not name
_SPEECH, _SPEECH_HOLDS = 40, 2  # a text of more sentences is a speech or a survey, and comes to many places


class Context(NamedTuple):
    """Per sentence of a layout: target places, where to look when none is named, intervals, and flags."""

    layout: Layout
    targets: list[list[PlaceMention]]
    focus: list[PlaceMention | None]
    when: list[When | None]
    background: list[bool]
    linked: list[bool]
    attacker: str | None
    sites: list[list[PlaceMention]]  # per sentence where weapons were launched from
    home_governs: bool = False  # whether the report names Ukraine's government by its capital
    earlier: tuple[tuple[int, int], ...] = ()  # tokens that tell of an earlier day amid a sentence

    def aside(self, index: int, at: int) -> bool:
        """Whether what token `at` of sentence `index` says is background."""
        return self.background[index] or any(first <= at < last for first, last in self.earlier)


def surround(layout: Layout) -> Context:
    """The context of every sentence in `layout`."""
    count = len(layout.sentences)
    targets: list[list[PlaceMention]] = [[] for _ in range(count)]
    for place in layout.places:
        if place.entry is None or place.kind not in _WITHIN or place.hint not in ("", "office"):
            continue
        if place.role != "launch" and not aside(layout, place):
            targets[layout.sentence_of(place.first)] += [_city(layout, place), *_and_region(layout, place)]
    side = _attacker(layout)
    sites = [launch_sites(layout, index, row, side) for index, row in enumerate(targets)]
    targets = [_qualified(layout, [p for p in row if p not in sites[index]]) for index, row in enumerate(targets)]
    for place in layout.places:
        if place.entry is not None and place.role == "launch" and place.kind in _WITHIN:
            sites[layout.sentence_of(place.first)].append(place)
    linked = _linked(layout)
    background, when = dated(layout, linked)
    home = any(p.hint == "government" and p.entry is not None and p.entry.country == "UA" for p in layout.places)
    earlier = days_before(layout)
    return Context(layout, targets, _focus(layout, targets), when, background, linked, side, sites, home, earlier)


def _city(layout: Layout, place: PlaceMention) -> PlaceMention:
    """The city of which a place is a part: a record of attacks knows cities, not districts."""
    part = place.entry if place.entry is not None and place.entry.kind == "area" else None
    city = gazetteer(layout.catalog).by_id.get(part.parent) if part is not None and part.parent else None
    return place._replace(entry=city) if city is not None else place


def _and_region(layout: Layout, place: PlaceMention) -> list[PlaceMention]:
    """The region of a town that is named with it and not by name: "Odesa and the region"."""
    cues = layout.mentions.named("cues", "and_region", place.last, place.last + 1)
    if not cues or place.kind != "settlement":
        return []
    region = oblast_entry(layout, place)
    return [region._replace(first=cues[0].first, last=cues[0].last)] if region.kind == "oblast" else []


def _qualified(layout: Layout, row: list[PlaceMention]) -> list[PlaceMention]:
    """Leaves out a region that only says where the settlement before or after it lies."""
    kept = []
    for at, place in enumerate(row):
        beside = row if _frames(layout, place) else row[max(at - 4, 0) : at + 6]
        frame = beside is row
        near = [other for other in beside if other is not place and (_close(other, place) or frame)]
        inside = _SIZE.get(str(place.kind), 0) > 0 and any(
            _SIZE.get(str(other.kind), 0) < _SIZE.get(str(place.kind), 0) and _may_hold(place, other) for other in near
        )
        joined = layout.tokens[place.first].word in layout.words.boundary  # "and the region"
        link = layout.tokens[place.first - 1].word if place.first else ""
        joined = joined or (link in layout.words.boundary and any(p.last == place.first - 1 for p in near))
        if not inside or joined or list_member(layout, row, place):
            kept.append(place)
    return kept


def _may_hold(region: PlaceMention, place: PlaceMention) -> bool:
    """Whether a region can hold a place: of one oblast, and a raion only what its code does not put in another."""
    if oblast_of(region) != oblast_of(place) and CITY_WITHIN.get(oblast_of(region) or "", "") != oblast_of(place):
        return False
    codes = [held.entry.code if held.entry is not None else None for held in (region, place)]
    if region.kind != "raion" or codes[0] is None or codes[1] is None:
        return True
    return codes[0][:RAION] == codes[1][:RAION]


def _frames(layout: Layout, place: PlaceMention) -> bool:
    """Whether a region opens its sentence to say where the places named after it lie: "In Sumy Oblast, ..."."""
    first = layout.sentences[layout.sentence_of(place.first)].first
    before = {token.word for token in layout.tokens[first : place.first]}
    return place.first - first <= 4 and bool(before & layout.words.within)


def _close(one: PlaceMention, other: PlaceMention) -> bool:
    return 0 <= other.first - one.last <= 6 or 0 <= one.first - other.last <= 2


def _linked(layout: Layout) -> list[bool]:
    """Sentences that are headlines of other stories: what follows "Read also" to the end of its list."""
    flags, inside = [], False
    shouted, stray = layout.shouted, stray_headlines(layout)
    for index, sentence in enumerate(layout.sentences):
        cue = layout.mentions.named("cues", "linked", sentence.first, sentence.last)
        if cue and cue[0].first - sentence.first <= 3:
            inside = True
        elif inside and not sentence.item and sentence.header is None:
            inside = sentence.last - sentence.first < 25 and layout.tokens[sentence.last - 1].word not in (".",)
        flags.append(
            inside or sentence.rubric or index in stray or (index > 0 and not shouted and _shouts(layout, sentence))
        )
    return flags


def _shouts(layout: Layout, sentence: Sentence) -> bool:
    """Whether a line is set in capitals amid ordinary text: the headline of another story between paragraphs."""
    text = layout.slice(sentence.first, sentence.last)[0]
    return sentence.last - sentence.first > 5 and text.isupper() and sum(c.isupper() for c in text) > 12


def _focus(layout: Layout, targets: list[list[PlaceMention]]) -> list[PlaceMention | None]:
    """For each sentence the place that the text speaks of when the sentence names none."""
    pictured = captions(layout)
    calls = {layout.sentence_of(cue.first) for cue in layout.mentions.named("cues", "linked", 0, len(layout.tokens))}
    spoken = [
        None if index in pictured or index in calls else _first_struck(layout, index, row)
        for index, row in enumerate(targets)
    ]
    found: list[PlaceMention | None] = []
    last: PlaceMention | None = None
    holds = _HOLDS if len(layout.sentences) <= _SPEECH else _SPEECH_HOLDS
    since = paragraph = 0  # sentences since it was named, and in which paragraph
    for index, sentence in enumerate(layout.sentences):
        header = targets[sentence.header] if sentence.header is not None else []
        if len(header) == 1:
            last = header[0]
        found.append(last if since <= (_HOLDS if sentence.paragraph == paragraph else holds) else None)
        paragraph = sentence.paragraph if spoken[index] is not None else paragraph
        since = 0 if spoken[index] is not None else since + 1
        last = spoken[index] or (None if nation(layout, index) else last)
    spoken = [place if place is None or not _dark(layout, place) else None for place in spoken]
    named = {place.entry.id for place in spoken if place is not None and place.entry is not None}
    only = next((place for place in spoken if place is not None), None) if len(named) == 1 else None
    if all(place.kind == "facility" for row in targets for place in row):
        only = _home_of_people(layout) or _one_facility(targets)
    if any(nation(layout, index) for index in range(min(_LEAD, len(found)))):
        only = None  # a report of the whole country names its places as it comes to them
    return [place or only for place in found]


def _home_of_people(layout: Layout) -> PlaceMention | None:
    """The one town whose people a report that names no place speaks of: "three people of Kherson were wounded"."""
    homes = {p.entry.id: p for p in layout.places if p.hint == "people" and p.kind == "settlement" and p.entry}
    return next(iter(homes.values())) if len(homes) == 1 else None


def _one_facility(targets: list[list[PlaceMention]]) -> PlaceMention | None:
    """The one facility that a report names and no other place."""
    named = {place.entry.id: place for row in targets for place in row if place.entry is not None and oblast_of(place)}
    return next(iter(named.values())) if len(named) == 1 else None


def services_lost(layout: Layout, index: int) -> list[Mention]:
    """The words of sentence `index` by which a service failed; none where it names no service."""
    span = (layout.sentences[index].first, layout.sentences[index].last)
    return layout.mentions.named("outage", "lost", *span) if layout.mentions.of("utilities", *span) else []


def _dark(layout: Layout, place: PlaceMention) -> bool:
    """Whether a place is named for an outage alone: what failed there may have been hit elsewhere."""
    index = layout.sentence_of(place.first)
    lost = services_lost(layout, index)
    return bool(lost) and not any(act.name in ("attack", "hit", "damage", "destroy") for act in acts_in(layout, index))


def _first_struck(layout: Layout, index: int, row: list[PlaceMention]) -> PlaceMention | None:
    candidates = [p for p in row if p.kind in ("settlement", "oblast", "raion", "hromada", "area") and oblast_of(p)]
    candidates = [place for place in candidates if not spoken_for(layout, place)]
    acts = [a for a in acts_in(layout, index) if a.name in _STRIKING]
    if acts and all(none_was(layout, index, act) for act in acts):
        return None  # "no shelling there"
    caption = layout.tokens[layout.sentences[index].last - 1].word == "]"
    if not candidates or not acts:
        return candidates[0] if len(candidates) == 1 and len(row) == 1 and not caption else None
    spans = [(act.first, act.last) for act in acts]
    near = min(candidates, key=lambda place: min(layout.distance((place.first, place.last), span) for span in spans))
    together = coordinated(layout, row, near)
    names = {place.entry.id for place in together if place.entry is not None}
    several = len(names) > 1 and len({oblast_of(place) for place in together}) == 1
    return oblast_entry(layout, near) if several else near


def oblast_entry(layout: Layout, place: PlaceMention) -> PlaceMention:
    """The region of a place, as a mention; the place itself where its region has no entry."""
    entry = gazetteer(layout.catalog).by_id.get(oblast_of(place) or "")
    return place._replace(entry=entry) if entry is not None else place


def spoken_for(layout: Layout, place: PlaceMention) -> bool:
    """Whether a place only names a speaker ("the governor of ...", "... said"), not where something happened."""
    if place.hint == "office":
        owned = layout.mentions.of("objects", max(place.first - 3, 0), place.first)
        return not any(thing.last == place.first for thing in owned)  # "the building of the Kharkiv administration"
    index = layout.sentence_of(place.first)
    sentence = layout.sentences[index]
    for speaker in layout.mentions.of("speakers", sentence.first, sentence.last):
        if speaker.name not in ("local_authority", "official", "military", "emergency_service"):
            continue
        span = (speaker.first, speaker.last)
        if layout.mentions.of("acts", min(speaker.last, place.last), max(speaker.first, place.first)):
            continue  # "the army shelled Kherson": who did it, not who says so
        free = (
            place.last <= speaker.first and place.first > 0 and layout.tokens[place.first - 1].word in layout.words.stop
        )
        if free and not layout.words.articles:
            continue  # "after the strike on Kharkiv the authorities ...", where only a genitive behind would bind
        if layout.distance(span, (place.first, place.last)) <= 0.45 and not _preposition(layout, place, speaker):
            return True
    return False


def _preposition(layout: Layout, place: PlaceMention, speaker: Mention) -> bool:
    """A preposition other than a genitive between speaker and place sets the place free: "said in Kharkiv"."""
    between = layout.tokens[min(speaker.last, place.last) : max(speaker.first, place.first)]
    return any(token.word in layout.words.stop for token in between)


def place_of(mention: PlaceMention, role: Literal["target", "launch", "over"] = "target") -> Place:
    """The place that a resolved mention names."""
    if mention.entry is None:
        raise ValueError("a place that is left open cannot stand in a statement")
    return to_place(mention.entry, role)


def coordinated(layout: Layout, row: list[PlaceMention], near: PlaceMention) -> list[PlaceMention]:
    """`near` with the places that a list joins to it: "in Odesa, Kharkiv and Sumy"."""
    at = row.index(near)
    low = high = at
    while low > 0 and _joined(layout, row[low - 1], row[low]):
        low -= 1
    while high + 1 < len(row) and _joined(layout, row[high], row[high + 1]):
        high += 1
    return row[low : high + 1]


def _joined(layout: Layout, left: PlaceMention, right: PlaceMention) -> bool:
    if not 0 < right.first - left.last <= 12:
        return False
    between = layout.tokens[left.last : right.first]
    joins = layout.words.boundary | layout.words.join | layout.words.within | {",", "/", ";"}
    span = range(left.last, right.first)
    inside = within(layout.places, left.last, right.first)
    known = {at for place in inside for at in range(place.first, place.last)}
    named = {at for at in span if layout.report.text[layout.tokens[at].start].isupper() or at in layout.named}
    plain = all(token.word in joins or at in named | known for token, at in zip(between, span, strict=True))
    listed = not named - known or any(token.word in ",;" for token in between)
    return plain and listed  # an unknown name may stand in a list of known ones


def _attacker(layout: Layout) -> str | None:
    """Who attacks in this report when a sentence does not say: the side named most, weighed by struck countries."""
    votes: Counter[str] = Counter()
    ends = {speaker.last for speaker in layout.mentions.of("speakers", 0, len(layout.tokens))}
    said = layout.mentions.of("sides", 0, len(layout.tokens))
    whose = [side for side in said if side.first in ends and not layout.words.articles and side.name != "enemy"]
    for mention in said:
        if mention.name in ("RU", "UA") and mention not in whose:
            votes[mention.name] += 2 if mention.name == "UA" else 1
    if not votes and len({side.name for side in whose}) == 1 and any(side.name == "enemy" for side in said):
        return "RU" if whose[0].name == "UA" else "UA"  # whose command speaks of the enemy
    if len(votes) == 1:
        return next(iter(votes))
    for place in layout.places:
        if place.entry is not None and place.kind != "country" and place.role != "launch":
            votes["UA" if str(place.entry.oblast).startswith("RU-") else "RU"] += 1
    return max(sorted(votes), key=lambda side: votes[side]) if votes else None
