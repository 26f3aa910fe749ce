"""Finds the small places of the register where a text shows that it means one: never by the name alone.

What shows it: a word for a village before the name, a raion, hromada or oblast right beside it, a list whose other
members are places of the same oblast, or "in", "on", "near" before it where the text speaks of one oblast. Places come
in runs ("X, Y and Z of Sumy Oblast"); a run is judged as a whole. Whatever else may bear the name in that oblast is
counted: of two, one is meant only where a raion or hromada tells; else the name stands with its oblast and without id.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from typing import Literal, NamedTuple

from firstlight.read.gazetteer import PlaceIndex
from firstlight.read.place_entry import HROMADA, RAION, PlaceEntry
from firstlight.read.place_mention import PlaceMention
from firstlight.read.scene import Scene, Seen
from firstlight.read.tokens import Token

REGIONS = frozenset({"oblast", "raion", "hromada"})
LETTERS = {"raion": RAION, "hromada": HROMADA}
NEARBY = 60  # tokens within which a region tells where the places around it lie
TOWN = 5_000  # people; a larger place is not taken for its smaller namesake
LARGE = 50_000  # people; a city keeps its name where a namesake is spoken of too
SMALL = 1_000  # people; a namesake as large is meant rather than those of the register, which are smaller
BRACKET = 25  # tokens that a bracket after a place may hold
LISTED = 3  # places that make a list in which even a name that is also a word is a place
_STEPS = 4  # small words that may stand between two places of a run


class _Item(NamedTuple):
    """A name in a run: tokens[first:last], its namesakes by name, and what the gazetteer had made of it."""

    first: int
    last: int
    names: dict[str, tuple[PlaceEntry, ...]]
    nominative: frozenset[str]  # the names that the tokens show as they are
    known: PlaceMention | None
    seen: Seen
    common: bool


class _Segment(NamedTuple):
    """Places and the region that stands right beside them: its mention, which may be open among namesakes."""

    items: list[_Item]
    region: PlaceMention | None


def with_villages(
    mentions: list[PlaceMention], tokens: Sequence[Token], text: str, index: PlaceIndex, scene: Scene
) -> list[PlaceMention]:
    """`mentions` with the villages that stand among them, and with small towns that are told from their namesakes."""
    placed = any(place.oblast for mention in mentions for place in mention.candidates)
    if not placed and not any(index.cues.village_ends(token.word) for token in tokens):
        return mentions
    return _Walk(mentions, tokens, text, index, scene).through()


class _Walk:
    """One walk through one text."""

    def __init__(
        self, mentions: list[PlaceMention], tokens: Sequence[Token], text: str, index: PlaceIndex, scene: Scene
    ) -> None:
        self._mentions, self._tokens, self._text = mentions, list(tokens), text
        self._index, self._scene = index, scene
        self._at = {mention.first: mention for mention in mentions}
        self._inside = {at for mention in mentions for at in range(mention.first + 1, mention.last)}
        self._regions = [m for m in mentions if m.entry is not None and m.entry.kind in REGIONS]
        self._ending = {m.last: m for m in mentions if m.kind in REGIONS}
        self._oblasts = {m.entry.oblast for m in self._regions if m.entry is not None}

    def through(self) -> list[PlaceMention]:
        """All mentions of the text, old and new, in order."""
        made: list[PlaceMention] = []
        end = 0
        begins, rows = self._index.villages.begins, self._index.rows
        for at, token in enumerate(self._tokens):
            if at < end or not self._text[token.start].isupper() or not (begins(token.word) or rows(token.word)):
                continue
            item = self._item(at)
            if item is not None:
                run, end = self._run(item)
                made += self._judged(run)
        taken = {at for mention in made for at in range(mention.first, mention.last)}
        kept = [m for m in self._mentions if taken.isdisjoint(range(m.first, m.last))]
        return self._alike(sorted([*kept, *made], key=lambda mention: mention.first))

    def _alike(self, mentions: list[PlaceMention]) -> list[PlaceMention]:
        """One name means one place in a report: that of the oblasts which the report names, where another is small."""
        told = {
            m.entry.name: m.entry
            for m in mentions
            if m.entry is not None and m.entry.kind == "settlement" and m.entry.oblast in self._oblasts
        }
        return [
            m._replace(entry=told[m.entry.name])
            if m.entry is not None
            and m.entry.name in told
            and m.entry.kind == "settlement"
            and m.entry.oblast not in self._oblasts
            and (m.entry.population or 0) < LARGE
            else m
            for m in mentions
        ]

    def _item(self, at: int) -> _Item | None:
        """The name that may begin at token `at`; None where it is none or where a larger place is named."""
        known = self._at.get(at)
        if at in self._inside or (known is not None and (known.kind != "settlement" or known.hint)):
            return None
        if not self._text[self._tokens[at].start].isupper():
            return None
        named = self._index.villages.at(self._tokens, at)
        match = self._index.match(self._tokens, at, False)
        last = max([*(name.last for name in named[:1]), match[0] if match else 0, known.last if known else 0])
        names: dict[str, tuple[PlaceEntry, ...]] = {}
        nominative = set()
        places = [p for p in match[1] if p.kind == "settlement"] if match is not None and match[0] == last else []
        for place in [*places, *(known.candidates if known is not None and known.last == last else ())]:
            names[place.name] = tuple(dict.fromkeys((*names.get(place.name, ()), place)))
        for name in named:
            if name.last == last:
                found = self._index.villages.register.places(name.line)
                names[found[0].name] = tuple(dict.fromkeys((*names.get(found[0].name, ()), *found)))
                nominative |= {found[0].name} if name.nominative else set()
        if not names:
            return None
        seen = self._scene.look(at, last, last, False)
        if seen.excluded and known is None:
            return None
        common = any(name.word in self._index.cues.common for name in named) or self._scene.common(at, last)
        return _Item(
            at, last, names, frozenset(nominative), known if known and known.last == last else None, seen, common
        )

    def _run(self, item: _Item) -> tuple[list[_Segment], int]:
        """The places that follow `item` in one list, cut where a region closes a part of it; and where it ends."""
        segments: list[_Segment] = []
        items, at = [item], item.last
        while True:
            at, region = self._closing(at)
            if region is not None:
                segments.append(_Segment(items, region))
                items = []
            upcoming = self._next(at) or (self._next(self._gap(at)) if len(items) > 1 else None)
            if upcoming is None:
                break
            items.append(upcoming)
            at = upcoming.last
        if items:
            segments.append(_Segment(items, None))
        before = self._heading(item.first)
        if before is not None:
            segments = [part if part.region is not None else part._replace(region=before) for part in segments]
        return segments, at

    def _closing(self, at: int) -> tuple[int, PlaceMention | None]:
        """The region right after a place, in brackets or not, and where it ends."""
        tokens = self._tokens
        if at < len(tokens) and tokens[at].word == "(":
            close = next((i for i in range(at, min(at + BRACKET, len(tokens))) if tokens[i].word == ")"), None)
            if close is not None:
                inside = [found for i in range(at, close) if (found := self._region_at(i)) is not None]
                return close + 1, inside[0] if inside else None
        for step in (0, 1):
            if step and (at >= len(tokens) or not (tokens[at].word == "," or self._small(at))):
                break
            mention = self._region_at(at + step)
            if mention is not None:
                return self._closing(mention.last)[0], mention
        return at, None

    def _region_at(self, at: int) -> PlaceMention | None:
        mention = self._at.get(at)
        return mention if mention is not None and mention.kind in REGIONS else None

    def _small(self, at: int) -> bool:
        return any(hit.value == "at" for hit in self._index.cues.before.at(self._tokens, at))

    def _next(self, at: int) -> _Item | None:
        """The next place of a list: after a comma or a conjunction, with or without a word for a village."""
        joined = False
        for _ in range(_STEPS):
            if at >= len(self._tokens):
                return None
            word = self._tokens[at].word
            if joined:
                item = self._item(at)
                if item is not None:
                    return item
            hits = [
                hit.last for hit in self._index.cues.before.at(self._tokens, at) if hit.value in ("settlement", "at")
            ]
            if word in self._index.cues.joints or word == ";":
                joined, at = True, at + 1
            elif joined and hits:
                at = max(hits)
            else:
                return None
        return self._item(at) if joined and at < len(self._tokens) else None

    def _gap(self, at: int) -> int:
        """The end of a name that stands in a list and that no file has; `at` where there is none."""
        tokens = self._tokens
        if at + 1 >= len(tokens) or tokens[at].word not in self._index.cues.joints or at + 1 in self._at:
            return at
        last = at + 1
        while last < min(at + _STEPS, len(tokens)) and self._text[tokens[last].start].isupper():
            last += 2 if last + 1 < len(tokens) and tokens[last + 1].word == "-" else 1
        return last

    def _heading(self, first: int) -> PlaceMention | None:
        """The region whose name, with a colon, a dash or a bracket, stands before token `first`."""
        at = first - 1
        marked = False
        for _ in range(_STEPS):
            if at < 0:
                return None
            if self._tokens[at].word in (":", "-", "(", "\u2013", "\u2014", "\u2022", "\u25aa"):
                marked, at = True, at - 1
                continue
            break
        return self._ending.get(at + 1) if marked else None

    def _judged(self, run: list[_Segment]) -> list[PlaceMention]:
        """The mentions that a run makes, those that the gazetteer had found and that stay as they are left out."""
        made: list[PlaceMention] = []
        listing = "villages" in run[0].items[0].seen.cues
        for part in run:
            region, level = self._region(part)
            if part.region is not None and part.region.entry is None and region is not None:
                made.append(part.region._replace(entry=region))
            fitting = [self._fitting(item, region) for item in part.items]
            fitted = sum(map(bool, fitting))
            known = sum(1 for item in part.items if item.known is not None and item.known.entry is not None)
            for item, fits in zip(part.items, fitting, strict=True):
                rivals = fitted - bool(fits)
                cued = listing or bool({"village", "villages"} & item.seen.cues)
                if item.known is None and not self._shown(item, cued, level, (known, rivals), bool(fits)):
                    continue
                entry = self._meant(item, fits, region, cued)
                mention = self._mention(item, entry, level, known + rivals > LISTED)
                if mention is not None:
                    made.append(mention)
        return made

    def _region(self, part: _Segment) -> tuple[PlaceEntry | None, Literal["direct", "sentence", "report", "near", ""]]:
        """The region in which the places of `part` lie, and how surely."""
        if part.region is not None:
            told = [r for r in part.region.candidates if any(self._fitting(item, r, True) for item in part.items)]
            return part.region.entry or (told[0] if len(told) == 1 else None), "direct"
        first = part.items[0].first
        around = self._near(first)
        same = [m for m in around if self._scene.same_sentence(m.first, first)]
        if same:
            near = min(same, key=lambda m: self._scene.distance(first, m.first))
            return near.entry, "sentence"
        home = self._home(part.items)
        if len(self._oblasts) == 1 and (home is None or home.oblast in self._oblasts):
            return self._regions[0].entry, "report"
        if home is not None:
            return home, "near"
        before = [m for m in around if m.first < first]
        return (before[-1].entry, "near") if before else (None, "")

    def _home(self, items: Sequence[_Item]) -> PlaceEntry | None:
        """The oblast in which most of the places lie that only one oblast has, or that the gazetteer could tell."""
        votes: Counter[str | None] = Counter()
        for item in items:
            told = item.known.entry if item.known is not None else None
            homes = {told.oblast} if told else {p.oblast for held in item.names.values() for p in held}
            votes.update(homes if len(homes) == 1 else ())
        best = max(votes, key=lambda code: (votes[code], str(code)), default=None)
        found = self._index.regions.get(best or "", ()) if 2 * votes[best] > votes.total() else ()
        return found[0] if found else None

    def _fitting(
        self, item: _Item, region: PlaceEntry | None, strict: bool = False
    ) -> dict[str, tuple[PlaceEntry, ...]]:
        """The namesakes that lie in `region`; unless `strict` in its oblast, where none is known to lie in itself."""
        if region is None:
            return {}
        for reach in (region,) if strict else (region, None):
            found = {
                name: held
                for name, places in item.names.items()
                if (held := tuple(p for p in places if p.oblast == region.oblast and (not reach or _within(p, reach))))
            }
            if found:
                return found
        return {}

    def _shown(self, item: _Item, cued: bool, level: str, others: tuple[int, int], fits: bool) -> bool:
        """Whether the text shows that a place is meant at all."""
        first, last = item.first, item.last
        if self._scene.in_longer_name(first, last, item.common and not cued and level != "direct"):
            return False
        if cued or (level == "direct" and fits):
            return True
        if self._text[self._tokens[first].start : self._tokens[last - 1].end].isupper():
            return False  # in a line of capitals any word may be a name
        known, rivals = others
        if not fits or self._scene.qualifies(first, last):
            return False
        if known + rivals >= (LISTED - 1 if item.common or not known else 1):
            return True
        placed = bool(item.seen.cues & {"at", "over"}) and level in ("sentence", "report")
        return placed and not item.common and not self._scene.opens_sentence(first)

    def _meant(
        self, item: _Item, fits: dict[str, tuple[PlaceEntry, ...]], region: PlaceEntry | None, cued: bool
    ) -> PlaceEntry | None:
        """The one place that is meant, or one that stands for the name in its oblast, or None."""
        if not fits and region is None:
            every = [place for places in item.names.values() for place in places]
            return every[0] if cued and len(every) == 1 else None
        larger = {name: held for name, held in fits.items() if any((p.population or 0) >= SMALL for p in held)}
        fits = larger if len(larger) == 1 else fits
        if len(fits) > 1:
            shown = {name: held for name, held in fits.items() if (name in item.nominative) == cued}
            fits = shown if len(shown) == 1 else {}
        if not fits:
            return None
        places = next(iter(fits.values()))
        large = [place for place in places if (place.population or 0) >= SMALL]
        places = tuple(large) if len(large) == 1 else places
        if len(places) > 1:
            around = [m.entry for m in self._near(item.first) if m.entry is not None and m.entry.kind in LETTERS]
            told = [place for place in places if any(_within(place, region) for region in around)]
            places = tuple(told) if len(told) == 1 else places
        if len(places) == 1:
            return places[0]
        home = places[0]
        return PlaceEntry(
            id=f"{home.oblast}:{home.name}", name=home.name, kind="settlement", oblast=home.oblast,
            country=home.country, coded=False,
        )  # fmt: skip

    def _near(self, first: int) -> Sequence[PlaceMention]:
        """The regions named near token `first`."""
        low = bisect_left(self._regions, first - NEARBY, key=lambda mention: mention.first)
        high = bisect_left(self._regions, first + NEARBY + 1, key=lambda mention: mention.first)
        return self._regions[low:high]

    def _mention(self, item: _Item, entry: PlaceEntry | None, level: str, listed: bool) -> PlaceMention | None:
        """The mention to put in the text; None where what the gazetteer found stays."""
        known = item.known
        if known is not None:
            better = entry is not None and known.entry is None
            if known.entry is not None and entry is not None and level != "near":
                elsewhere = known.entry.oblast != entry.oblast and known.entry.oblast not in self._oblasts
                small = (known.entry.population or 0) < TOWN or (listed and elsewhere) or level == "direct"
                better = small and (elsewhere or (level == "direct" and entry.coded))
            return known._replace(entry=entry) if better else None
        places = tuple(place for held in item.names.values() for place in held)
        span = self._scene.span(item.first, item.last)
        return PlaceMention(item.first, item.last, span[0], span[1], places, entry, item.seen.role, item.seen.hint)


def _within(place: PlaceEntry, region: PlaceEntry) -> bool:
    """Whether a settlement lies in a region, by their codes where the region is smaller than an oblast."""
    letters = LETTERS.get(region.kind)
    if letters is None or region.code is None:
        return place.oblast == region.oblast
    return place.code is not None and place.code[:letters] == region.code[:letters]
