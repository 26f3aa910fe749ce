"""A statement before the gate: its values and the tokens that say them."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

from firstlight.model import Certainty, Count, Place, Quote, Statement, Unit
from firstlight.read.bound import Bound
from firstlight.read.context import Context
from firstlight.read.layout import within
from firstlight.read.mentions import Mention
from firstlight.read.nearest import nearest_places
from firstlight.read.numbers import Number
from firstlight.read.place_entry import PlaceEntry
from firstlight.read.places import to_place
from firstlight.read.voice import attacker, certainty, speaker

_LONG_NAME = 12  # tokens of the longest name of a place or time
_CHILDREN, SITES = 60, 100  # assumed: more than any one attack of this war has killed or damaged
OF_A_WAR = 700  # assumed: people, more than any one attack of this war has killed
_SITE_CLASSES = ("school", "kindergarten", "hospital", "church", "culture", "civilian_infrastructure", "energy")
_MISSILES = dict.fromkeys(("missile", "cruise_missile", "ballistic_missile"), 500)  # assumed: more than in any week
_PHRASE = 6  # tokens before a noun that may be its own
READER = "rules/1"
_ASIDE = ("supply", "shortage", "meeting")  # told of the present also where their sentence looks back
ONE = Number(0, 0, 1, 1, "exact")


class Draft(NamedTuple):
    """A statement without an id; `core` are the tokens that hold its number, `sentence` where it stands."""

    statement: Statement
    core: tuple[int, int]
    sentence: int
    act: Mention | None
    linked: bool  # said by the headline of another story
    more: bool  # "another one": not the one told before
    own: bool  # whether its sentence names the place, or the text around it does
    noun: str = ""  # the word that names the object
    over: bool = False  # its number is written as "more than"


def draft(
    context: Context,
    index: int,
    kind: str,
    core: tuple[int, int],
    act: Mention | None,
    **values: Any,
) -> Draft:
    """A draft of `kind` said by sentence `index`: quoted from the number to its act where both stand together."""
    alone = values.pop("alone", False)  # the act stands elsewhere: quote the number alone
    people = kind in ("killed", "injured", "missing")
    span = core if alone else _span(context, index, core, act, people=people)
    text, start, end = context.layout.slice(*span)
    places: tuple[Place, ...] = values.pop("places", None) or ()
    sure: Certainty = values.pop("certainty", None) or (
        certainty(context, index, act, core) if act is not None else "stated"
    )
    statement = Statement(
        id="",
        report=context.layout.report.id,
        kind=kind,  # type: ignore[arg-type]  # callers name kinds of the model
        quote=Quote(text=text, start=start, end=end),
        places=places,
        when=context.when[index],
        attacker=attacker(context, index, places, act) if kind not in _ASIDE else None,
        speaker=speaker(context, index),
        certainty=sure,
        background=context.linked[index] if kind in _ASIDE else context.aside(index, core[0]) or _summed(kind, values),
        reader=READER,
        **values,
    )
    more = context.layout.mentions.named("cues", "more", _opening(context, core[0]), core[1])
    noun = context.layout.tokens[core[1] - 1].word
    numbers = within(context.layout.numbers, *core)
    over = bool(numbers) and numbers[0].over
    own = bool(context.targets[index])
    return Draft(statement, core, index, act, context.linked[index], bool(more), own, noun, over)


def _summed(kind: str, values: dict[str, Any]) -> bool:
    """Whether a count is too large for one attack, or for a week of them: it was summed over the war."""
    count, weapon, broken = values.get("count"), values.get("weapon"), values.get("object")
    low = (count.low or 0) if count is not None else 0
    if kind == "killed":
        return low >= OF_A_WAR or (values.get("group") == "child" and low >= _CHILDREN)
    if kind == "damaged" and broken is not None:
        return low >= SITES and broken.class_ in _SITE_CLASSES
    return (
        kind in ("launched", "intercepted", "hit")
        and weapon is not None
        and low >= _MISSILES.get(weapon.class_, low + 1)
    )


def _opening(context: Context, first: int) -> int:
    """Where the phrase begins that ends in tokens[first]: behind the last mark or act, a few tokens back."""
    layout = context.layout
    for at in range(first - 1, max(first - _PHRASE, -1), -1):
        if not layout.tokens[at].word[0].isalpha() or layout.mentions.of("acts", at, at + 1):
            return at
    return max(first - _PHRASE, 0)


def wide(context: Context, bound: Bound) -> tuple[int, int]:
    """The tokens of a bound number; a number without a noun takes with it the place it is said of."""
    quantity = bound.quantity
    core = (quantity.first, quantity.last)
    row = context.targets[bound.sentence]
    behind = any(0 <= place.first - quantity.last <= 1 for place in row)
    if quantity.kind != "bare" or (not behind and any(0 <= quantity.first - place.last <= 2 for place in row)):
        return core
    later = [p.last for p in row if 0 <= p.first - quantity.last <= 4]
    between = [q.first for q in context.layout.quantities[bound.sentence] if q.first >= quantity.last]
    end = min(later, default=core[1])
    return core if any(first < end for first in between) else (core[0], max(core[1], end))


def _span(context: Context, index: int, core: tuple[int, int], act: Mention | None, *, people: bool) -> tuple[int, int]:
    """The tokens to quote. Where people are counted, words between number and act may name one: then the core alone."""
    sentence = context.layout.sentences[index]
    if act is None or not sentence.first <= act.first < sentence.last:
        return core
    first, last = min(core[0], act.first), max(core[1], act.last)
    if last - first > 28 or (people and _may_name(context, first, last, core)):
        return core
    return first, last


def _may_name(context: Context, first: int, last: int, core: tuple[int, int]) -> bool:
    """Whether a capitalised word that is no place, side or speaker stands in tokens[first:last] outside the core."""
    layout = context.layout
    text, tokens = layout.report.text, layout.tokens
    large = {at for at in range(first + 1, last) if not core[0] <= at < core[1] and text[tokens[at].start].isupper()}
    if not large:
        return False
    low = max(first - _LONG_NAME, 0)
    known = {at for place in within(layout.places, low, last) for at in range(place.first, place.last)}
    for table in ("sides", "speakers", "model", "class", "acts", "people"):
        known |= {at for m in layout.mentions.of(table, first, last) for at in range(m.first, m.last)}
    known |= {at for time in within(layout.times, low, last) for at in range(time.first, time.last)}
    return not large <= known


def places_of(context: Context, bound: Bound) -> tuple[Place, ...]:
    """The places that a bound quantity is about; "Ukrainian airfields" lie nowhere in particular."""
    nation = _national(context, bound)
    return (
        (to_place(nation, "target"),)
        if nation is not None
        else nearest_places(context, bound.sentence, (bound.quantity.first, bound.quantity.last))
    )


def _national(context: Context, bound: Bound) -> PlaceEntry | None:
    """The country at war whose adjective or genitive stands at an object, in a sentence that names no smaller place."""
    quantity = bound.quantity
    if quantity.kind != "object" or context.targets[bound.sentence]:
        return None
    inside = bool(context.layout.words.articles)  # "Russian oil refineries": no genitive stands behind
    for place in within(context.layout.places, max(quantity.first - 1, 0), quantity.last + (not inside)):
        behind = place.first == quantity.last
        said = context.layout.tokens[place.first].word
        if behind and said.endswith(context.layout.words.instrumental):
            continue  # "by Russian shelling"
        if place.kind == "country" and place.entry is not None and place.entry.id in ("UA", "RU"):
            return place.entry
    return None


def count_of(number: Number | None, unit: Unit) -> Count:
    """The count of a number, or one where the words are in the singular."""
    held = number or ONE
    return Count(low=held.low, high=held.high, form=held.form, unit=unit)


def total_of(number: Number | None) -> Count | None:
    """The total that a number is part of ("10 of 13")."""
    return None if number is None or number.of is None else Count(low=number.of, high=number.of, form="exact")


def unnumbered(unit: Unit) -> Count:
    """Named, no number given."""
    return Count(low=1, high=None, form="unnumbered", unit=unit)


def replace(item: Draft, **values: Any) -> Draft:
    """The draft with some values of its statement changed."""
    return item._replace(statement=msgspec.structs.replace(item.statement, **values))
