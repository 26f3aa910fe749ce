"""Where weapons came from: the places of a sentence that were launched from and not struck."""

from __future__ import annotations

from firstlight.read.gazetteer import Gazetteer, gazetteer
from firstlight.read.layout import Layout, acts_in
from firstlight.read.place_entry import PlaceEntry
from firstlight.read.place_mention import PlaceMention
from firstlight.read.segments import Sentence

CONTESTED = ("UA-43", "UA-40", "UA-14", "UA-09")  # occupied in part: launched from as well as struck
HELD = ("UA-43", "UA-40")  # occupied as a whole: beside a weapon, in brackets, where it was launched from


def launch_sites(layout: Layout, index: int, row: list[PlaceMention], side: str | None) -> list[PlaceMention]:
    """Places of a sentence that can only be where the attacker launches from: its own land, beside a weapon."""
    sentence = layout.sentences[index]
    span = (sentence.first, sentence.last)
    armed = layout.mentions.of("model", *span) or layout.mentions.of("class", *span)
    if side != "RU" or not armed:
        return []
    known = gazetteer(layout.catalog)
    return [
        place
        for place in row
        if place.entry is not None
        and place.role is None
        and not place.hint
        and (_launch_land(known, place.entry) or (_held(known, place.entry) and _in_brackets(layout, sentence, place)))
        and not layout.mentions.of("objects", place.last, place.last + 1)
        and place not in _struck(layout, index, row)
        and _launched_at(layout, index, place)
    ]


def _struck(layout: Layout, index: int, row: list[PlaceMention]) -> list[PlaceMention]:
    """The direct object of an act, where the language has no articles, and the places that "and" joins to it."""
    ends = {act.last for act in acts_in(layout, index)} if not layout.words.articles else set()
    joins = layout.words.boundary | {","}
    found: list[PlaceMention] = []
    for place in row:
        between = layout.tokens[found[-1].last : place.first] if found else []
        joined = bool(between) and all(token.word in joins for token in between)
        if place.first in ends or joined:
            found.append(place)
    return found


def _launch_land(known: Gazetteer, entry: PlaceEntry) -> bool:
    """Whether weapons are launched from a place: the attacker's own land, or an area known for it."""
    own = entry.country == "RU" and entry.oblast not in CONTESTED
    return own or (entry.kind == "area" and known.launches(entry))


def _held(known: Gazetteer, entry: PlaceEntry) -> bool:
    return entry.oblast in HELD and known.launches(entry)


def _in_brackets(layout: Layout, sentence: Sentence, place: PlaceMention) -> bool:
    """Whether a bracket was opened before a place in its sentence and not closed: "(Belgorod region, Crimea)"."""
    before = (token.word for token in reversed(layout.tokens[sentence.first : place.first]))
    return next((word for word in before if word in "()"), "") == "("


def _launched_at(layout: Layout, index: int, place: PlaceMention) -> bool:
    """Whether the words beside a place let it be where weapons came from: in brackets, or nearest to "launched"."""
    acts = acts_in(layout, index)
    bracket = place.first > 0 and layout.tokens[place.first - 1].word == "("
    if bracket or not acts:
        return True
    span = (place.first, place.last)
    return min(acts, key=lambda act: layout.distance(span, (act.first, act.last))).name == "launch"
