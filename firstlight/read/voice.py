"""How a statement is held: by which side the attack was, who says it, and how surely."""

from __future__ import annotations

from firstlight.model import Certainty, Place, Speaker
from firstlight.read.context import Context
from firstlight.read.layout import Layout, within
from firstlight.read.mentions import Mention
from firstlight.read.place_mention import PlaceMention
from firstlight.read.sites import CONTESTED

_REACH = 1.1  # how far a "may" reaches
_ADJECTIVES, _GOVERNED = 4, 14  # tokens between an article and its noun, and of what a "might" governs
_BEHIND = 0.2  # how near behind an act a "could" stands that is said of it
_BESIDE = 0.45  # how far one reaches that stands between the place and the act
_HELD_IN_PART = ("UA-23", "UA-65")  # either side may strike there


def attacker(context: Context, index: int, places: tuple[Place, ...], act: Mention | None) -> str | None:
    """The attacking side of a statement in sentence `index` about `places`; of two sides named, the nearer to `act`."""
    layout = context.layout
    if any((place.oblast or "").startswith("RU-") for place in places if place.role != "launch"):
        return "UA"
    sentence = layout.sentences[index]
    if not places and any(_above_russia(place) for place in within(layout.places, sentence.first, sentence.last)):
        return "UA"
    whose = {speaker.last for speaker in layout.mentions.of("speakers", sentence.first, sentence.last)}
    named = [m for m in layout.mentions.of("sides", sentence.first, sentence.last) if m.name != "enemy"]
    named = [m for m in named if m.first not in whose or layout.words.articles]  # whose ministry says so
    sides = {m.name for m in named}
    occupied = any((place.oblast or "") in CONTESTED for place in places)
    here = [place for place in places if (place.oblast or place.id or "")[:2] == "UA" and place.role != "launch"]
    if here and all((place.oblast or "") not in (*CONTESTED, *_HELD_IN_PART) for place in here):
        return "RU"  # nobody else attacks the land that Ukraine holds, whoever else the sentence names
    if "UA" in sides:
        if act is None or not sentence.first <= act.first < sentence.last:
            return "UA"
        span = (act.first, act.last)
        return min(named, key=lambda side: layout.distance((side.first, side.last), span)).name
    held_in_part = bool(here) and all((place.oblast or "") in _HELD_IN_PART for place in here)
    if here and not occupied and not (held_in_part and context.attacker == "UA" and sides != {"RU"}):
        return "RU"
    return "RU" if sides == {"RU"} and not occupied else context.attacker


def _above_russia(place: PlaceMention) -> bool:
    """Whether weapons were stopped above Russia as a whole."""
    return place.role == "over" and place.kind == "country" and place.entry is not None and place.entry.id == "RU"


def certainty(context: Context, index: int, act: Mention, span: tuple[int, int]) -> Certainty:
    """How the text holds a statement: denied, possible (plans, threats, conditions), reported (hedged) or stated."""
    layout = context.layout
    sentence = layout.sentences[index]
    first = sentence.first if sentence.first <= act.first < sentence.last else act.first
    clause = (min(act.first, span[0]), max(act.last, span[1]))
    if any(cue.last <= act.first for cue in layout.mentions.named("cues", "denial", first, act.first)):
        return "denied"
    for cue in layout.mentions.named("cues", "negation", first, act.last + 3):
        if cue.first < act.last and act.first < cue.last:
            continue  # "without" power is the act itself
        if _lost_too(layout, cue, act.table == "outage"):
            continue  # and so it is where the sentence says it of another service
        before = cue.last <= act.first and layout.gap(cue.last, act.first) <= 0.45
        if (before or _plainly(layout, cue.last, span[0])) and not (span[0] <= cue.first < span[1]):
            return "denied"
    if not layout.words.articles and layout.mentions.named("cues", "negation", act.last, act.last + 1):
        return "denied"  # "strikes were not recorded"
    for cue in layout.mentions.named("cues", "future", first, act.first + 1):
        if cue.first >= act.first and cue.last < act.last:
            continue  # part of the words for what was done
        gap = layout.gap(cue.last, act.first)
        ahead = cue.last <= clause[0] + 1 or (not layout.words.articles and cue.first >= clause[0])
        if gap <= (_REACH if ahead else _BESIDE):
            return "possible"
    behind = layout.mentions.named("cues", "future", act.last, span[0])
    if any(_governs(layout, act, cue) for cue in behind):
        return "possible"  # "the toll could rise to 30"
    if layout.words.articles and _thought_of(layout, first, act):
        return "possible"
    hedges = layout.mentions.named("cues", "hedge", sentence.first, sentence.last)
    return "reported" if hedges else "stated"


def _lost_too(layout: Layout, cue: Mention, service: bool) -> bool:
    """Whether a negation is part of a phrase for the loss of a service: "left without power, others without gas".

    Where it is not asked of a service, the phrase may open with it: "without power, nine wounded".
    """
    lost = layout.mentions.named("outage", "lost", max(cue.first - 2, 0), cue.last)
    if service:
        return any(held.first < cue.first < held.last for held in lost)
    return any(held.first <= cue.first and cue.last < held.last for held in lost)


def _governs(layout: Layout, act: Mention, cue: Mention) -> bool:
    """Whether a verb such as "could" right behind an act is said of it."""
    return layout.gap(act.last, cue.first) <= _BEHIND and layout.tokens[cue.first].word in layout.words.stop


def _thought_of(layout: Layout, first: int, act: Mention) -> bool:
    """Whether an attack named with an indefinite article is what a "might" governs: "might respond with an attack"."""
    before = [token.word for token in layout.tokens[max(act.first - _ADJECTIVES, first) : act.first]]
    if not layout.words.articles & set(before):
        return False
    for cue in layout.mentions.named("cues", "future", max(first, act.first - _GOVERNED), act.first):
        parted = any(token.word in ",;:" for token in layout.tokens[cue.last : act.first])
        if not parted and not layout.mentions.of("acts", cue.last, act.first):
            return True
    return False


def _plainly(layout: Layout, first: int, last: int) -> bool:
    """Whether only adjectives and "or" stand between a "no" and what it denies: "no civilian or critical ..."."""
    between = layout.tokens[first:last]
    if any(token.word == "," for token in between) and within(layout.numbers, last, last + 1):
        return False  # "no deaths, one person was wounded"
    joins = layout.words.boundary | layout.words.join
    return 0 <= last - first <= 4 and all(
        token.word in joins or (token.word[0].isalpha() and token.word not in layout.words.stop) for token in between
    )


def speaker(context: Context, index: int) -> Speaker | None:
    """Whom sentence `index` credits: the speaker nearest to a verb of saying; a second one makes a chain."""
    layout = context.layout
    sentence = layout.sentences[index]
    says = layout.mentions.named("cues", "report", sentence.first, sentence.last)
    says += layout.mentions.named("supply", "requested", sentence.first, sentence.last)
    found = layout.mentions.of("speakers", sentence.first, sentence.last)
    if not says or not found:
        return None
    ranked = sorted(
        found, key=lambda m: (min(layout.distance((m.first, m.last), (s.first, s.last)) for s in says), m.first)
    )
    chain = [ranked[0]]
    if len(ranked) > 1 and len(says) > 1:
        chain.append(ranked[1])
    name = " < ".join(_titled(layout, mention) for mention in chain)
    return Speaker(name=name, kind=ranked[0].name)  # type: ignore[arg-type]  # the groups of [speakers] are its kinds


def _titled(layout: Layout, mention: Mention) -> str:
    """The words that name a speaker's office, with the country or service before it; never a person's name."""
    first = mention.first
    sides = [m for m in layout.mentions.of("sides", max(first - 2, 0), first) if m.last == first]
    if sides:
        first = sides[0].first
    return " ".join(layout.slice(first, mention.last)[0].split())
