"""Matches the names of places in a text, longest first, with the words for region around them: what they may mean.

Which of the places of one name is meant, and whether a place is meant at all, is decided in places.py.
"""

from __future__ import annotations

from typing import NamedTuple

from firstlight.read.gazetteer import HEADED, PlaceIndex
from firstlight.read.place_entry import PlaceEntry
from firstlight.read.scene import Scene
from firstlight.read.tokens import Token

LONGEST_LIST = 14
CARRIED = 9  # tokens over which a word for region holds on in a list with numbers
NEARBY = 60  # tokens within which another place tells a homonym's oblast
ENDING, SHORT = 3, 2  # letters: an ending of adjectives, and the longest preposition before a raion's adjective


class RawPlace(NamedTuple):
    """The tokens that name a place, and the places that the name may be."""

    first: int
    last: int
    places: tuple[PlaceEntry, ...]
    name_last: int  # end of the name itself, before a word for region
    people: bool = False
    headed: bool = False  # an adjective that a word for region makes a place, near or far
    opened: str = ""  # what kind of region a phrase before it makes of it


def named_places(tokens: list[Token], text: str, index: PlaceIndex, scene: Scene) -> list[RawPlace]:
    """The names of places in a text cut into `tokens`, from left to right, none overlapping."""
    found: list[RawPlace] = []
    end = 0
    heads, begins, peoples = index.cues.head_words, index.rows, set(index.peoples(tokens))
    lower = index.cues.lower
    for at, token in enumerate(tokens):
        word, start, _ = token
        large = text[start].isupper() or word in lower
        if at < end or not (large or word in heads or at in peoples):
            continue
        raw = None
        if large:
            if begins(word):
                raw = _headed(tokens, text, at, index, found)
                if raw is None or not raw.places or raw.places[0].kind == "hromada":
                    raw = _longer(raw, _named(tokens, text, at, index))
        elif word in heads and at > end:
            raw = _small_letter(tokens, at, index)
        if at in peoples and (raw is None or (_is_town(raw) and scene.opens_sentence(at))):
            people = index.people(tokens, at)
            raw = RawPlace(at, people[0], (people[1],), people[0], True) if people else raw
        if raw is not None:
            end = raw.last
            if raw.places:
                found.append(raw)
    return found


def _longer(region: RawPlace | None, named: RawPlace | None) -> RawPlace | None:
    """What a name means that a word for a region follows: a facility that bears the whole of it, else the region."""
    if region is None or (named is not None and named.last >= region.last and named.places[0].kind == "facility"):
        return named
    return region


def _is_town(raw: RawPlace) -> bool:
    return all(place.kind in ("settlement", "area") for place in raw.places)


def _small_letter(tokens: list[Token], head: int, index: PlaceIndex) -> RawPlace | None:
    """A region whose adjective is written with a small letter, found at its word for region."""
    match = index.match(tokens, head - 1, True)
    kind, last = _head(tokens, head, index)
    if match is None or match[0] != head or kind is None:
        return None
    fitting = tuple(place for place in match[1] if place.kind == kind == "oblast")
    return RawPlace(head - 1, last, fitting, head) if fitting else None


def _named(tokens: list[Token], text: str, at: int, index: PlaceIndex) -> RawPlace | None:
    match = index.match(tokens, at, False)
    if match is None:
        return None
    if tokens[at].word == "us" and not text[tokens[at].start : tokens[at].end].isupper():
        return None
    return RawPlace(at, match[0], match[1], match[0])


def _headed(tokens: list[Token], text: str, at: int, index: PlaceIndex, found: list[RawPlace]) -> RawPlace | None:
    """An adjective with its word for region, also where one word closes a list ("Kyiv, Sumy and Poltava regions")."""
    match = index.match(tokens, at, True)
    if match is None:
        return None
    last, places = match
    kind, end = _head(tokens, last, index)
    if kind is None:
        kind, end = _closing_head(tokens, last, index) or _opening_head(tokens, at, index, found), last
    if kind is None and index.cues.carry_head and found and index.match(tokens, at, False) is None:
        before = found[-1]
        same_kind = before.last > before.name_last or before.name_last == before.last
        if same_kind and before.places[0].kind == "oblast" and _carried(tokens, text, before.last, at):
            kind, end = "oblast", last
    if kind is None and _raion_again(tokens, at, index, found):
        again = tuple(p for p in places if p.kind == "raion" and p.oblast == found[-1].places[0].oblast)
        return RawPlace(at, last, again, last, headed=True) if again else None
    if kind is None:
        return None
    fitting = tuple(place for place in places if place.kind in HEADED.get(kind, ()))
    if not fitting and kind == "oblast" and end > last:
        fitting = tuple(place for place in places if place.kind == "raion")  # "the Nikopol region"
    if not fitting and end == last:
        return None
    opened = kind if end == last and _opening_head(tokens, at, index, found) is not None else ""
    return RawPlace(at, end, fitting, last, headed=True, opened=opened)


def _raion_again(tokens: list[Token], at: int, index: PlaceIndex, found: list[RawPlace]) -> bool:
    """Whether an adjective leaves out the "raion" that the last one had: "in X raion a house, in Y two garages"."""
    if not index.cues.carry_head or not found or found[-1].places[0].kind != "raion" or at < 1:
        return False
    before = found[-1]
    alike = tokens[at].word[-ENDING:] == tokens[before.first].word[-ENDING:]
    between = [token.word for token in tokens[before.last : at]]
    parted = any(word in ".!?" for word in between) or not {",", ";"} & set(between)
    listed = before.last == before.name_last and not before.headed
    return alike and not parted and not listed and len(between) <= NEARBY // 2 and len(between[-1]) <= SHORT


def _head(tokens: list[Token], at: int, index: PlaceIndex) -> tuple[str | None, int]:
    if at >= len(tokens):
        return None, at
    hits = index.cues.heads.at(tokens, at)
    return (hits[0].value, hits[0].last) if hits else (None, at)


def _closing_head(tokens: list[Token], at: int, index: PlaceIndex) -> str | None:
    """The word for region that closes the list which goes on at token `at`, or None.

    Where adjectives have cases, those of one list end alike; a town before "and Sumy Oblast" does not.
    """
    cues, ending = index.cues, tokens[at - 1].word[-2:]
    for _ in range(LONGEST_LIST):
        at = joined = _past_count(tokens, at)
        while joined < len(tokens) and joined < at + 3 and tokens[joined].word in cues.joints:
            joined += 1
        if joined == at or joined >= len(tokens):
            return None
        match = index.match(tokens, joined, True)
        at = match[0] if match is not None else joined + 1  # an adjective that no file has may stand among them
        if tokens[at - 1].word[-2:] != ending if cues.carry_head else match is None:
            return None
        kind, end = _head(tokens, _past_count(tokens, at), index)
        if kind is not None:
            return kind if not cues.closing or tokens[end - 1].word in cues.closing else None
    return None


def _past_count(tokens: list[Token], at: int) -> int:
    """Where a list goes on behind a count in brackets: "in the regions of Kursk (2), Oryol (4)"."""
    counted = [token.word for token in tokens[at : at + 3]]
    return at + 3 if len(counted) == 3 and counted[0] == "(" and counted[1].isdigit() and counted[2] == ")" else at


def _opening_head(tokens: list[Token], at: int, index: PlaceIndex, found: list[RawPlace]) -> str | None:
    """What "regions of Sumy and Kharkiv" are: by a phrase right before, or by a list that such a phrase opened."""
    here, ending = at, tokens[at].word[-2:]
    for _ in range(LONGEST_LIST):
        for start in range(max(0, here - 4), here):
            for hit in index.cues.before.at(tokens, start):
                if hit.value in HEADED and hit.last == here:
                    return str(hit.value)
        back = here
        while back > 1 and tokens[back - 1].word in index.cues.joints:
            back -= 1
        if back == here or not index.cues.carry_head or tokens[back - 1].word[-2:] != ending:
            break
        here = back - 1
    if found and found[-1].opened:
        between = tokens[_past_count(tokens, found[-1].last) : at]
        return found[-1].opened if all(token.word in index.cues.joints for token in between) else None
    return None


def _carried(tokens: list[Token], text: str, start: int, end: int) -> bool:
    """Whether only numbers, dashes and small words stand between, so that a word for region holds on."""
    if end - start > CARRIED or "\n\n" in text[tokens[start - 1].end : tokens[end].start]:
        return False
    return not any(token.word in ".!?;" for token in tokens[start:end])
