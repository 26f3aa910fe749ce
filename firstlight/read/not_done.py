"""Numbers and things in a text that no act was done to: remainders, places of other things, people's belongings."""

from __future__ import annotations

from firstlight.read.layout import Layout, within
from firstlight.read.mentions import Mention
from firstlight.read.quantities import Quantity

_LOCATED = 6  # tokens of "in the Russian Black Sea"
_LINKED = 1  # tokens of "are" before "among the wounded"
_FAR_MORE = 500  # times: what "70 or 80,000" leaves out is the thousand
_OF_ALL = 6  # tokens of "the overwhelming majority of the"
_DOERS = 8  # tokens of a list of those who did it: "by people, goods and heavy"
_BY = 3  # tokens between what was done and what did it: "by the heavy"
_ADJECTIVES, _MEANS = 2, 14  # tokens between "at" and what is aimed at, and before it
_MARKS = frozenset(",-(")
_NAMING = frozenset('-\u00ab\u00bb"\u201c\u201d')

_SUFFERED = 0.9  # how near a thing stands to "suffered" that is said of it
_DOWNED = ("shoot_down", "destroy", "stop", "suppress", "hit")
_OFTEN = 0.5  # how far from a number "per day" may stand


def not_done(layout: Layout, index: int, quantity: Quantity) -> str | None:
    """Why nothing was done to a quantity, whatever act stands near it; None where something may have been."""
    if quantity.kind in ("consumers", "settlements"):
        return "left to outages"
    if _remainder(layout, index, quantity):
        return "a remainder, not what was done"
    if _where(layout, index, quantity):
        return "where another thing stands"
    if _among_told(layout, quantity):
        return "a part of those counted, of no group"
    if _describes(layout, quantity):
        return "a word that describes another"
    if quantity.number is not None and _so_often(layout, index, quantity):
        return "a rate, not a count"
    if quantity.number is not None and _of_two(layout, quantity):
        return "one of two guesses"
    if quantity.number is not None and _shared(layout, quantity):
        return "a share, not a count"
    return None


def _of_two(layout: Layout, quantity: Quantity) -> bool:
    """Whether a bare number is the short half of an estimate: "killed 70 or 80,000"."""
    upcoming = [n for n in layout.numbers if n.first == quantity.last + 1] if quantity.kind == "bare" else []
    joined = bool(upcoming) and layout.tokens[quantity.last].word in layout.words.join - {",", "-", "/"}
    return joined and quantity.number is not None and upcoming[0].low >= _FAR_MORE * max(quantity.number.low, 1)


def _shared(layout: Layout, quantity: Quantity) -> bool:
    """Whether only an unnumbered share of a number is meant: "the majority of over 120 drones"."""
    shares = layout.mentions.named("cues", "share", max(quantity.first - _OF_ALL, 0), quantity.first)
    return any(cue.last == quantity.first or layout.tokens[cue.last].word in layout.words.skip for cue in shares)


def _so_often(layout: Layout, index: int, quantity: Quantity) -> bool:
    """Whether a number counts what is done in every day or month: "20 bombs a day", "every day 100 drones"."""
    sentence = layout.sentences[index]
    span = (quantity.first, quantity.last)
    rates = layout.mentions.named("cues", "rate", sentence.first, sentence.last)
    return any(layout.distance((cue.first, cue.last), span) <= _OFTEN for cue in rates)


def _remainder(layout: Layout, index: int, quantity: Quantity) -> bool:
    """Whether a number is what was left over: "all but 26 drones", and what is joined to it: "and 31 missiles"."""
    if quantity.number is None:
        return False
    return quantity.number.but or any(
        other.number is not None
        and other.number.but
        and other.last < quantity.first
        and layout.gap(other.last, quantity.first) <= 1.6
        for other in layout.quantities[index]
    )


def _where(layout: Layout, index: int, quantity: Quantity) -> bool:
    """Whether an object only says where the one before it stands: "a shop in a residential area"."""
    if quantity.kind != "object":
        return False
    before = [q for q in layout.quantities[index] if q.kind == "object" and q.last <= quantity.first]
    between = layout.tokens[before[-1].last : quantity.first] if before else []
    words = [token.word for token in between]
    if quantity.number is not None and not one_of_many(layout, quantity):
        return inside_of(layout, quantity, words)
    places = layout.words.within | (layout.words.at & layout.words.stop)
    if not layout.words.articles:
        places = places | layout.words.direction  # "a store with grain"
    inside = 0 < len(words) <= 3 and words[0] in places
    if _somebodys(layout, quantity):
        return True
    if inside_of(layout, quantity, words):
        return True
    if words and words[-1] in _MARKS and quantity.number is not None and before[-1].object == quantity.object:
        return True  # "the Lyra works - one of the country's largest plants"
    return inside and not any(word in layout.words.boundary or not word[0].isalpha() for word in words)


def _among_told(layout: Layout, quantity: Quantity) -> bool:
    """Whether people of no group are said to be among those counted: "four clerks among those injured"."""
    if quantity.kind != "people" or quantity.group is not None:
        return False
    cues = layout.mentions.named("cues", "including", quantity.last, quantity.last + _LINKED + 1)
    hurt = [cue for cue in cues if layout.mentions.of("acts", cue.last - 1, cue.last + 1) and cue.last - cue.first > 1]
    return bool(hurt)


def inside_of(layout: Layout, quantity: Quantity, between: list[str]) -> bool:
    """Whether "in" and plain words stand before a thing: "flats in five houses", "a ship in the port of X"."""
    words = layout.words
    if not words.articles or not 0 < len(between) <= _LOCATED or between[0] not in words.within:
        return False
    named = any(place.first == quantity.last + 1 for place in within(layout.places, quantity.last, quantity.last + 2))
    plain = all(word.isalpha() and word not in words.boundary for word in between)
    return plain and (named or len(between) == 1)


def _describes(layout: Layout, quantity: Quantity) -> bool:
    """Whether a noun for one person behind "one of the" only describes the next: "one of the tourist firms"."""
    number, words = quantity.number, layout.words
    if quantity.kind != "people" or number is None or not words.articles or number.last >= len(layout.tokens):
        return False
    picked = number.low == number.high == 1 and layout.tokens[number.last].word in words.links
    return picked and layout.tokens[quantity.last - 1].word in words.single_people


def one_of_many(layout: Layout, quantity: Quantity) -> bool:
    """Whether a number only picks one thing out: "a workshop at one of the plants"."""
    number = quantity.number
    if number is None or not number.low == number.high == 1 or number.last >= len(layout.tokens):
        return False
    return layout.tokens[number.last].word in layout.words.links | layout.words.direction


def _somebodys(layout: Layout, quantity: Quantity) -> bool:
    """Whether an object only says who somebody is: "a driver of a minibus died"."""
    if not layout.words.articles:
        before = layout.mentions.of("people", max(quantity.first - 3, 0), quantity.first)
        return any(person.last == quantity.first for person in before)
    at = quantity.first - 1
    while at > 0 and layout.tokens[at].word in layout.words.articles:
        at -= 1
    people = layout.mentions.of("people", max(at - 3, 0), max(at, 0))
    owned = at > 0 and bool(layout.words.articles) and layout.tokens[at].word in layout.words.links
    return owned and any(person.last == at for person in people)


def wreckage(layout: Layout, quantity: Quantity) -> bool:
    """Whether a weapon only says of what the wreckage was: "debris of a drone fell"."""
    if quantity.kind != "weapon" or quantity.number is not None:
        return False
    first = quantity.first
    while first and layout.tokens[first - 1].word in layout.words.skip:
        first -= 1
    downed = [act for act in layout.mentions.of("acts", max(first - 2, 0), first) if act.last == first]
    if downed and downed[-1].name in _DOWNED:
        first = downed[-1].first  # "debris of a downed drone"
    fell = layout.mentions.named("acts", "debris", max(first - 3, 0), first)
    return any(first - max(act.last, act.first + 1) <= 1 for act in fell)


def led_by(layout: Layout, at: int, before: frozenset[str]) -> bool:
    """Whether one or two adjectives part a word of `before` from the noun at tokens[at]: "from the old house"."""
    words = layout.words
    if any(act.last > at - 2 for act in layout.mentions.of("acts", max(at - 4, 0), at)):
        return False  # the preposition belongs to what was done
    for back in range(at - 1, max(at - 4, -1), -1):
        word = layout.tokens[back].word
        if word in before:
            return back < at - 1 and not any(act.last == back for act in layout.mentions.of("acts", back - 3, back))
        noun = any(
            layout.mentions.of(table, back, back + 1) for table in ("acts", "class", "model", "people", "objects")
        )
        if not word.isalpha() or word in words.stop or word in words.boundary or noun:
            return False
    return False


def beside_it(layout: Layout, at: int) -> bool:
    """Whether an adjective alone stands between a word for nearness and the noun at tokens[at]."""
    return _qualified(layout, at, layout.words.around)


def in_its(layout: Layout, at: int) -> bool:
    """Whether the adjective of a nation alone stands between "in" and the noun at tokens[at]: "in a Russian port"."""
    nation = layout.mentions.of("sides", max(at - 1, 0), at)
    return bool(nation) and _qualified(layout, at, layout.words.within)


def _qualified(layout: Layout, at: int, before: frozenset[str]) -> bool:
    words = layout.words
    if words.articles or at < 2 or layout.tokens[at - 2].word not in before:
        return False
    word = layout.tokens[at - 1].word
    if layout.mentions.of("acts", at - 1, at):
        return False  # "in the district was damaged a house"
    return word.isalpha() and word not in words.stop and word not in words.boundary


def instrument(layout: Layout, quantity: Quantity, act: Mention) -> bool:
    """Whether a thing is what the act was done with: "a road destroyed by heavy equipment"."""
    between = [token.word for token in layout.tokens[act.last : quantity.first]]
    if not between or quantity.number is not None or not layout.words.instrument & set(between):
        return False
    if len(between) <= _BY:
        return True
    arms = any(layout.mentions.of(table, act.last, quantity.first) for table in ("class", "model", "acts"))
    return bool(layout.words.articles) and between[0] in layout.words.instrument and len(between) <= _DOERS and not arms


def strikes_counted(layout: Layout, quantity: Quantity) -> bool:
    """Whether a number counts strikes and not what was fired in them: "57 missile strikes", "six artillery strikes"."""
    if quantity.kind != "weapon" or quantity.number is None or quantity.number.low < 2:
        return False
    endings, last = layout.words.plural_endings, layout.tokens[quantity.last - 1].word
    behind = layout.mentions.named("acts", "attack", quantity.last, quantity.last + 1)
    if not layout.words.articles or not behind or last.endswith(endings):
        return False
    return layout.tokens[behind[0].last - 1].word.endswith(endings)


def another_subject(layout: Layout, quantity: Quantity, act: Mention) -> bool:
    """Whether a clause with a name of its own stands between people and an act: "workers at the camp where N. died"."""
    parting = layout.words.boundary - layout.words.relative - layout.words.join
    for at in range(quantity.last, act.first - 1):
        if layout.tokens[at].word in parting:
            known = within(layout.places, at + 1, at + 2) or layout.mentions.of("sides", at + 1, at + 2)
            if layout.report.text[layout.tokens[at + 1].start].isupper() and not known and not layout.shouted:
                return True
    return False


def another_thing(layout: Layout, index: int, quantity: Quantity, act: Mention) -> bool:
    """Whether a clause of its own parts a thing from an act: "in his flat when the house was hit"."""
    parting = layout.words.boundary - layout.words.relative - layout.words.join
    if not layout.words.articles or act.first < quantity.last:
        return False
    at = next((at for at in range(quantity.last, act.first) if layout.tokens[at].word in parting), None)
    row = layout.quantities[index]
    return at is not None and any(q.kind == "object" and at < q.first and q.last <= act.first for q in row)


def aimed_at(layout: Layout, first: int, last: int) -> int | None:
    """Where, behind a strike, "at" stands before tokens[last] with only plain words between: with what it was struck.

    "Struck with precision weapons of long range and drones at the plant": the plant is what was struck.
    """
    words, tokens = layout.words, layout.tokens
    for at in range(last - 1, max(first - 1, last - _ADJECTIVES - 2), -1):
        if tokens[at].word in words.aims:
            plain = all(token.word[0].isalpha() or token.word in _NAMING for token in tokens[first:at])
            return at if plain and at - first <= _MEANS and not layout.mentions.of("acts", first, at) else None
        if not tokens[at].word.isalpha() or tokens[at].word in words.stop:
            return None
    return None


def stands_in(layout: Layout, index: int, quantity: Quantity, act: Mention) -> bool:
    """Whether an object is only where something was: "in the port of X after an attack of drones a tank burns"."""
    words, before = layout.words, layout.tokens[quantity.first - 1].word if quantity.first else ""
    if words.articles or before not in words.within or before in words.aims or act.first < quantity.last:
        return False
    things = [q for q in layout.quantities[index] if q.kind == "object" and 0 <= q.first - act.last <= 1]
    return act.name == "attack" or bool(things)


def _people_near(layout: Layout, index: int, act: Mention) -> bool:
    span = (act.first, act.last)
    return any(q.kind == "people" and layout.distance((q.first, q.last), span) <= 2.5 for q in layout.quantities[index])


def suffered(layout: Layout, index: int, quantity: Quantity, act: Mention, far: float) -> bool:
    """Whether "suffered" is said of a thing: close by, nobody counted beside it, and not of who lies "in" it."""
    between = layout.tokens[act.last : quantity.first]
    if between and all(token.word in layout.words.boundary | layout.words.also for token in between):
        far = 0.0  # "a hospital suffered, too", where the verb opens
    inside = quantity.first > 0 and layout.tokens[quantity.first - 1].word in layout.words.within
    adjective = led_by(layout, quantity.first, layout.words.within)
    return far <= _SUFFERED and not inside and not adjective and not _people_near(layout, index, act)
