"""Runs of places in a text: names that one list joins, and the regions that say where parts of it lie.

"X, Y and Z (A Raion), villages B and C of D Oblast": whether any of these names is meant is asked in villages.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from firstlight.read.gazetteer import PlaceIndex
from firstlight.read.place_entry import PlaceEntry
from firstlight.read.place_mention import PlaceMention
from firstlight.read.scene import Scene, Seen
from firstlight.read.tokens import Token

REGIONS = frozenset({"oblast", "raion", "hromada"})
BRACKET = 25  # tokens that a bracket after a place may hold
_STEPS = 4  # small words that may stand between two places of a run


class Item(NamedTuple):
    """A name in a run: tokens[first:last], its namesakes by name, and what the gazetteer had made of it."""

    first: int
    last: int
    names: dict[str, tuple[PlaceEntry, ...]]
    nominative: frozenset[str]  # the names that the tokens show as they are
    known: PlaceMention | None
    seen: Seen
    common: bool


class Segment(NamedTuple):
    """Places and the region that stands right beside them: its mention, which may be open among namesakes."""

    items: list[Item]
    region: PlaceMention | None


class Runs:
    """The names and runs of one text."""

    def __init__(
        self, mentions: Sequence[PlaceMention], tokens: Sequence[Token], text: str, index: PlaceIndex, scene: Scene
    ) -> None:
        self._tokens, self._text, self._index, self._scene = list(tokens), text, index, scene
        self._at = {mention.first: mention for mention in mentions}
        self._inside = {at for mention in mentions for at in range(mention.first + 1, mention.last)}
        self._ending = {mention.last: mention for mention in mentions if mention.kind in REGIONS}

    def item(self, at: int) -> Item | None:
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
                held = self._index.villages.register.places(name.line)
                names[held[0].name] = tuple(dict.fromkeys((*names.get(held[0].name, ()), *held)))
                nominative |= {held[0].name} if name.nominative else set()
        longer = self._goes_on(last) and self._tokens[last - 1].word.endswith(self._index.unlisted.opening)
        if longer or not names:
            found = self._unlisted(at)
            if found is not None or not names:
                return found
        seen = self._scene.look(at, last, last, "settlement")
        if seen.excluded and known is None:
            return None
        common = any(name.word in self._index.cues.common for name in named) or self._scene.common(at, last)
        return Item(
            at, last, names, frozenset(nominative), known if known and known.last == last else None, seen, common
        )

    def _unlisted(self, at: int) -> Item | None:
        """A name behind a word for a village that no file has: one word, an adjective with one, two hyphenated."""
        if not self.cued(at):
            return None
        tokens, last, opening = self._tokens, at + 1, self._index.unlisted.opening
        while self._goes_on(last) and (
            tokens[last - 1].word.endswith(opening) or "-" in (w.word for w in tokens[last - 1 : last + 1])
        ):
            last += 1
        if self._goes_on(last) or last - at >= _STEPS:
            return None  # a person's name, or one longer than those of villages
        seen = self._scene.look(at, last, last, "settlement")
        span = self._text[tokens[at].start : tokens[last - 1].end]
        shown = bool(seen.cues & {"village", "villages"}) and not seen.excluded and not span.isupper()
        return Item(at, last, {}, frozenset(), None, seen, False) if shown else None

    def _goes_on(self, at: int) -> bool:
        """Whether token `at` is a further word of a name: a capital or a hyphen that is glued to both sides."""
        if at + 1 > len(self._tokens) - 1 or at in self._at:
            return False
        glued = self._tokens[at - 1].end == self._tokens[at].start
        if self._tokens[at].word == "-":
            return glued and self._tokens[at].end == self._tokens[at + 1].start
        gap = self._text[self._tokens[at - 1].end : self._tokens[at].start]
        return gap in (" ", "") and self._text[self._tokens[at].start].isupper()

    def cued(self, at: int) -> bool:
        """Whether the words before token `at` may speak of a village; a hint."""
        before = [token.word for token in self._tokens[max(at - 2, 0) : at] if token.word.isalpha()]
        return any(self._index.cues.village_ends(word) for word in before)

    def run(self, item: Item) -> tuple[list[Segment], int]:
        """The places that follow `item` in one list, cut where a region closes a part of it; and where it ends."""
        segments: list[Segment] = []
        items, at = [item], item.last
        while True:
            at, region = self._closing(at)
            if region is not None:
                segments.append(Segment(items, region))
                items = []
            upcoming = self._next(at) or (self._next(self._gap(at)) if len(items) > 1 else None)
            if upcoming is None:
                break
            items.append(upcoming)
            at = upcoming.last
        if items:
            segments.append(Segment(items, None))
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

    def _next(self, at: int) -> Item | None:
        """The next place of a list: after a comma or a conjunction, with or without a word for a village."""
        joined = False
        for _ in range(_STEPS):
            if at >= len(self._tokens):
                return None
            word = self._tokens[at].word
            if joined:
                item = self.item(at)
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
        return self.item(at) if joined and at < len(self._tokens) else None

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
