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
from typing import Literal

from firstlight.read.gazetteer import PlaceIndex
from firstlight.read.place_entry import HROMADA, RAION, PlaceEntry
from firstlight.read.place_mention import PlaceMention
from firstlight.read.place_runs import REGIONS, Item, Runs, Segment
from firstlight.read.scene import Scene
from firstlight.read.tokens import Token

LETTERS = {"raion": RAION, "hromada": HROMADA}
HOME = "UA"  # whose settlements the register holds
NEARBY = 60  # tokens within which a region tells where the places around it lie
TOWN = 5_000  # people; a larger place is not taken for its smaller namesake
LARGE = 50_000  # people; a city keeps its name where a namesake is spoken of too
SMALL = 1_000  # people; a namesake as large is meant rather than those of the register, which are smaller
LISTED = 3  # places that make a list in which even a name that is also a word is a place


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
        self._runs = Runs(mentions, tokens, text, index, scene)
        self._regions = [m for m in mentions if m.entry is not None and m.entry.kind in REGIONS]
        self._oblasts = {m.entry.oblast for m in self._regions if m.entry is not None}

    def through(self) -> list[PlaceMention]:
        """All mentions of the text, old and new, in order."""
        made: list[PlaceMention] = []
        end = 0
        begins, rows, cued = self._index.villages.begins, self._index.rows, self._runs.cued
        for at, token in enumerate(self._tokens):
            if at < end or not self._text[token.start].isupper():
                continue
            if not (begins(token.word) or rows(token.word) or cued(at)):
                continue
            item = self._runs.item(at)
            if item is not None:
                run, end = self._runs.run(item)
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

    def _judged(self, run: list[Segment]) -> list[PlaceMention]:
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
                if entry is None and region is not None and not fits and not (item.known and item.known.entry):
                    entry = self._unlisted(item, region, level)
                if entry is None and not item.names:
                    continue
                mention = self._mention(item, entry, level, known + rivals > LISTED)
                if mention is not None:
                    made.append(mention)
        return made

    def _region(self, part: Segment) -> tuple[PlaceEntry | None, Literal["direct", "sentence", "report", "near", ""]]:
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

    def _home(self, items: Sequence[Item]) -> PlaceEntry | None:
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
        self, item: Item, region: PlaceEntry | None, strict: bool = False
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

    def _shown(self, item: Item, cued: bool, level: str, others: tuple[int, int], fits: bool) -> bool:
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
        self, item: Item, fits: dict[str, tuple[PlaceEntry, ...]], region: PlaceEntry | None, cued: bool
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
        return _named(places[0].name, places[0].oblast, places[0].country)

    def _unlisted(self, item: Item, region: PlaceEntry, level: str) -> PlaceEntry | None:
        """A place by its name alone, in the oblast that the text puts it in."""
        told = level in ("direct", "sentence") or (level == "report" and "at" in item.seen.cues)
        if not told or not item.seen.cues & {"village", "villages"}:
            return None
        listed = [name for name in item.names if name in item.nominative] or list(item.names)
        if region.country == HOME and listed:
            name = listed[0] if len(listed) == 1 else None
        else:
            rules = self._index.unlisted
            words = self._tokens[item.first : item.last]
            name = rules.english(words, self._text) if rules.country in ("", region.country) else None
        return _named(name, region.oblast, region.country) if name else None

    def _near(self, first: int) -> Sequence[PlaceMention]:
        """The regions named near token `first`."""
        low = bisect_left(self._regions, first - NEARBY, key=lambda mention: mention.first)
        high = bisect_left(self._regions, first + NEARBY + 1, key=lambda mention: mention.first)
        return self._regions[low:high]

    def _mention(self, item: Item, entry: PlaceEntry | None, level: str, listed: bool) -> PlaceMention | None:
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


def _named(name: str, oblast: str | None, country: str | None) -> PlaceEntry:
    """A settlement of which only the name and the oblast are known."""
    return PlaceEntry(id=f"{oblast}:{name}", name=name, kind="settlement", oblast=oblast, country=country, coded=False)


def _within(place: PlaceEntry, region: PlaceEntry) -> bool:
    """Whether a settlement lies in a region, by their codes where the region is smaller than an oblast."""
    letters = LETTERS.get(region.kind)
    if letters is None or region.code is None:
        return place.oblast == region.oblast
    return place.code is not None and place.code[:letters] == region.code[:letters]
