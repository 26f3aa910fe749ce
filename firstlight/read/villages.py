"""Finds the small places of the register where a text shows that it means one: never by the name alone.

What shows it: a word for a village before the name, a raion, hromada or oblast right beside it, a list whose other
members are places of the same oblast, or "in", "on", "near" before it where the text speaks of one oblast. Places come
in runs ("X, Y and Z of Sumy Oblast"); a run is judged as a whole. Whatever else may bear the name in that oblast is
counted: of two, one is meant only where a raion or hromada tells; else the name stands with its oblast and without id.
"""

from __future__ import annotations

from bisect import bisect_left
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
TOWN = 15_000  # people; a larger place is not taken for its smaller namesake
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
    cued = any(
        index.cues.village_ends(token.word) and at + 1 < len(tokens) and not text[token.start].isupper()
        for at, token in enumerate(tokens)
    )
    if not cued and not any(place.oblast for mention in mentions for place in mention.candidates):
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
        at = 0
        while at < len(self._tokens):
            item = self._item(at)
            if item is None:
                at += 1
                continue
            run, end = self._run(item)
            made += self._judged(run)
            at = max(end, at + 1)
        taken = {at for mention in made for at in range(mention.first, mention.last)}
        kept = [m for m in self._mentions if taken.isdisjoint(range(m.first, m.last))]
        return sorted([*kept, *made], key=lambda mention: mention.first)

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
            upcoming = self._next(at)
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
        if len(self._oblasts) == 1:
            return self._regions[0].entry, "report"
        before = [m for m in around if m.first < first]
        if before:
            return before[-1].entry, "near"
        homes = {i.known.entry.oblast for i in part.items if i.known is not None and i.known.entry is not None}
        if len(homes) == 1:
            home = self._index.regions.get(homes.pop() or "", ())
            return (home[0], "near") if home else (None, "")
        return None, ""

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
