"""Which sentences speak of this war's attacks at all: an accident, a film or another century is told in the same words.

Nothing is dropped silently: what is left out here is a rejection with its reason.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from firstlight.read.draft import Draft
from firstlight.read.layout import Layout, behind, within
from firstlight.read.mentions import Mention
from firstlight.read.place_mention import PlaceMention
from firstlight.read.tokens import Token
from firstlight.read.words import Words
from firstlight.when import FULL_SCALE_START

_EVIDENCE = frozenset(("attack", "hit", "shoot_down", "explode", "debris"))
_BLAME = frozenset(("hit", "kill", "injure", "damage", "destroy"))
_HARM = frozenset(("killed", "injured", "missing", "damaged", "struck", "outage", "response", "debris", "hit"))
_OURS = frozenset(("launched", "intercepted", "hit", "killed", "injured", "missing", "damaged", "struck"))
_CAPITAL = "UA-30"
_TELLING = frozenset(("hit", "explode", "shoot_down", "damage", "kill", "injure", "debris", "launch"))
_ON_A_DAY = ("minute", "hour", "part_of_day", "day")
_ASKED = frozenset(
    ("struck", "damaged", "killed", "injured", "missing", "launched", "intercepted", "hit")
)  # a question does not say them
_AGAIN = 3  # tokens before an act in which "regularly" is said of it
_BACK, _ON = 3, 2  # sentences over which a word of an attack holds
_BESIDE = 2  # sentences within which an explosion needs a word of an attack
_SHORT = 25  # a report of so many sentences speaks of what its first two say
_MANY, _SHARE = 3, 0.1  # so many sentences of an attack, and such a share of all, make it the report's subject
_TOO_MANY = 5_000  # people hurt in one attack: a number beyond is of a war
_OTHER_WARS = 1_000_000  # people: more than this war has hurt
_OLD_YEARS = 3
_MISSILES = ("missile", "cruise_missile", "ballistic_missile")
_GEAR = ("military", "vehicle")
_NATION = 6  # tokens between a nation and the people or weapons that come from it
_WEAK = ("hit", "RU", "UA", "enemy")
_FROM_THERE = ("class", "model", "people", "speakers")
_TALE = 3  # sentences over which a story of another country goes on
_QUANTIFIED = 6  # tokens before an object in which "every" stands
_MENDED = 0.6  # how near before damage the word of its repair stands
_BY = 1.7  # how near the enemy stands to the harm that it did


def outside(layout: Layout) -> str | None:
    """Why the whole report lies outside the record, or None."""
    published = layout.report.published
    if published is not None and published[:10] < FULL_SCALE_START.isoformat():
        return "published before the full-scale war"
    births = layout.mentions.named("cues", "born", 0, len(layout.tokens))
    told = {layout.sentence_of(born.first) for born in births}  # years of birth, often in a row
    years = [int(layout.tokens[at].word) for at in layout.years if layout.sentence_of(at) not in told]
    old = sum(1 for year in years if 1000 <= year < FULL_SCALE_START.year)
    recent = sum(1 for year in years if FULL_SCALE_START.year <= year < 2100)
    many = _OLD_YEARS if published is None else 3 * _OLD_YEARS
    if old >= many and old > (recent if published is None else 3 * recent):
        return "about other years"
    if published is None and not recent and layout.mentions.named("cues", "before_war", 0, len(layout.tokens)):
        return "about other years"
    named = [p for p in layout.places if p.kind == "country" and not _origin(layout, p)]
    countries = {p.entry.id for p in named if p.entry is not None}
    ours = layout.mentions.named("sides", "UA", 0, len(layout.tokens))
    if (
        countries
        and not countries & {"UA", "RU"}
        and not ours
        and not any(p.kind not in ("country", None) for p in layout.places)
    ):
        return "about other countries"
    return None


def _nameless(layout: Layout) -> bool:
    """Whether a report names no weapon, no side and no place of the war: an accident anywhere is told in such words."""
    if any(layout.mentions.any(table) for table in ("class", "model", "sides")):
        return False
    return not any(place.entry is not None and place.entry.country in ("UA", "RU") for place in layout.places)


def silent(tokens: Sequence[Token], text: str, words: Words) -> bool:
    """Whether a text has no word of an attack, of what is fired in one, of air defence or of a body that meets.

    A word of launching ("used", "sent") tells only before a name: "sent drones" names the drones, too. What fell or hit
    something tells only where a side is named.
    """
    telling, weak = words.telling, set()
    for at, token in enumerate(tokens):
        if not telling.opens(token.word):
            continue
        for hit in telling.at(tokens, at):
            if hit.value == "launch":
                if hit.last < len(tokens) and text[tokens[hit.last].start].isupper():
                    return False
            elif hit.value == "hit" and token.word in words.impacts:
                return False
            elif hit.value in _WEAK:
                weak.add(hit.value == "hit")
            else:
                return False
    return weak != {True, False}


def warm(layout: Layout) -> list[bool]:
    """For each sentence whether words of an attack stand in it or near enough."""
    hot = [_hot(layout, index) for index in range(len(layout.sentences))]
    if not _attacked(layout):
        return [False] * len(hot)  # an explosion or a death alone may be an accident
    lead = (len(hot) <= _SHORT and any(hot[:2])) or sum(hot) >= max(_MANY, _SHARE * len(hot))
    return [
        lead
        or any(hot[max(0, index - _BACK) : index + _ON + 1])
        or (sentence.header is not None and hot[sentence.header])
        for index, sentence in enumerate(layout.sentences)
    ]


def _attacked(layout: Layout) -> bool:
    acts = layout.mentions.of("acts", 0, len(layout.tokens))
    armed = layout.mentions.any("class") or layout.mentions.any("model")
    struck = any(act.name in ("attack", "shoot_down", "debris") for act in acts)
    struck = struck or any(a.name == "hit" and layout.tokens[a.first].word in layout.words.impacts for a in acts)
    struck = struck or _at_a_place(layout, [act for act in acts if act.name == "launch"])
    heard = {layout.sentence_of(act.first) for act in acts if act.name == "explode"}
    seen = {layout.sentence_of(act.first) for act in acts if act.name == "hit"}
    together = any(one + step in seen for one in heard for step in range(-_ON, _BACK + 1))
    return (
        armed
        or struck
        or (together and not _nameless(layout))
        or any(_blamed(layout, (s.first, s.last)) for s in layout.sentences)
    )


def _hot(layout: Layout, index: int) -> bool:
    span = (layout.sentences[index].first, layout.sentences[index].last)
    if layout.mentions.of("model", *span) or layout.mentions.named("cues", "era", *span):
        return True
    if any(mention.name != "rocket_artillery" for mention in layout.mentions.of("class", *span)):
        return True
    acts = layout.mentions.of("acts", *span)
    harm = any(act.name in _BLAME for act in acts) and not layout.mentions.named("cues", "ground", *span)
    if harm and layout.mentions.of("class", *span):
        return True  # "shells damaged a shop"
    launches = [act for act in acts if act.name == "launch"]
    if launches and (layout.mentions.of("class", *span) or _at_a_place(layout, launches)):
        return True  # shells fired, or "attacked Sevastopol"
    return any(act.name in _EVIDENCE for act in acts) or _blamed(layout, span)


def _beside_attack(layout: Layout, index: int) -> bool:
    """Whether an attack is spoken of in a text that tells of an explosion, which alone may be an accident."""
    acts = layout.mentions.of("acts", 0, len(layout.tokens))
    near = range(max(index - _BESIDE, 0), min(index + _BESIDE + 1, len(layout.sentences)))
    return any(act.name in _EVIDENCE for act in acts) or any(_hot(layout, at) for at in near)


def _at_a_place(layout: Layout, acts: list[Mention]) -> bool:
    """Whether a place in the attacked lands is the direct object of one of `acts`."""
    places = [place for act in acts for place in within(layout.places, behind(layout, act), behind(layout, act) + 1)]
    return any(p.entry is not None and p.entry.oblast is not None for p in places)


def _blamed(layout: Layout, span: tuple[int, int]) -> bool:
    """Whether a sentence has an enemy do harm: "the invaders killed two residents" needs no word for the attack."""
    harm = [act for act in layout.mentions.of("acts", *span) if act.name in _BLAME]
    enemy = [side for side in layout.mentions.of("sides", *span) if side.name in ("RU", "enemy")]
    if not harm or not enemy or layout.mentions.named("cues", "ground", *span):
        return False
    return any(layout.distance((act.first, act.last), (side.first, side.last)) <= _BY for act in harm for side in enemy)


def reason_against(layout: Layout, item: Draft, near: list[bool]) -> str | None:
    """Why a draft is not a statement about an attack of this war, or None."""
    sentence = layout.sentences[item.sentence]
    span = (sentence.first, sentence.last)
    held = item.statement
    if layout.mentions.named("cues", "exercise", *span) or _still_exercise(layout, item):
        return "an appeal, an exercise or a work of fiction"
    if _other_years(layout, item.sentence, span):
        return "about other years"
    general = _no_event(layout, item) or _the_war(layout, item)
    if general is not None:
        return general
    blast = held.kind == "struck" and item.act is not None and item.act.name == "explode"
    if (held.kind in _HARM and not near[item.sentence]) or (blast and not _beside_attack(layout, item.sentence)):
        return "no attack spoken of near it"
    front = bool(layout.mentions.named("cues", "ground", *span)) or _at_enemy(layout, span)
    if held.kind in ("killed", "injured") and held.count is not None:
        many = not held.background and (held.count.low or 0) >= _TOO_MANY
        if many or _own_losses(layout, item):
            return "losses at the front"
    if held.kind in ("killed", "injured") and held.count is not None and (held.count.low or 0) >= _OTHER_WARS:
        return "about other wars"
    if held.group == "soldier" and held.background and not _armed(layout, span):
        return "losses at the front"
    fighting = (
        (held.kind in ("killed", "injured") and _fighters(layout, span))
        or held.group == "soldier"
        or (held.object is not None and held.object.class_ in ("military", "vehicle"))
    )
    guns = held.weapon is not None and held.weapon.class_ == "rocket_artillery" and held.kind in ("hit", "intercepted")
    displaced = not item.own and held.kind in ("struck", "damaged")
    duel = held.kind == "struck" and not _civilians(layout, span)
    lone = held.kind == "launched" and held.count is not None and held.count.low == held.count.high == 1
    if (front and (fighting or displaced or duel or lone or held.kind in ("intercepted", "hit"))) or guns:
        return "losses at the front"
    if held.kind in _OURS and (_abroad(layout, span) or _still_abroad(layout, item)):
        return "about other countries"
    if held.kind in _ASKED and layout.tokens[sentence.last - 1].word == "?":
        return "a question"
    return None


def _the_war(layout: Layout, item: Draft) -> str | None:
    """Why a strike on Ukraine's capital is the invasion itself: no weapon, harm or time near "the attack on Kyiv"."""
    held, act = item.statement, item.act
    if held.kind != "struck" or act is None or act.name != "attack" or held.places[0].oblast != _CAPITAL:
        return None
    first = layout.sentences[max(item.sentence - 1, 0)].first
    last = layout.sentences[min(item.sentence + 1, len(layout.sentences) - 1)].last
    noun = item.core[0] - act.last == 1 and act.last - act.first == 1  # "attack on Kyiv"
    armed = any(layout.mentions.of(table, first, last) for table in ("class", "model", "objects"))
    acts = [one.name for one in layout.mentions.of("acts", first, last) if one.first != act.first]
    told = armed or bool(set(acts) & _TELLING) or bool(within(layout.times, first, last))
    return None if told or not noun else "the war, not one attack"


def _told_of_old(layout: Layout, item: Draft) -> bool:
    """Whether deaths of another time are told with no attack beside them: a massacre or a tyranny kills, too."""
    held, act = item.statement, item.act
    if not held.background or act is None or act.name != "kill" or held.kind not in ("killed", "struck"):
        return False
    if held.when is not None and held.when.precision in _ON_A_DAY:
        return False
    sentence = layout.sentences[item.sentence]
    span = (layout.sentences[max(item.sentence - 1, 0)].first, sentence.last)
    era = layout.mentions.named("cues", "era", sentence.first, sentence.last)
    return not era and not item.linked and not _armed(layout, span)


def _other_years(layout: Layout, index: int, span: tuple[int, int]) -> bool:
    """Whether a sentence names a year before this war, other than one of somebody's birth."""
    years = layout.years[bisect_left(layout.years, span[0]) : bisect_left(layout.years, span[1])]
    old = [at for at in years if 1700 <= int(layout.tokens[at].word) < FULL_SCALE_START.year]
    if not old or layout.mentions.named("cues", "born", *span):
        return False
    counted = {at for q in layout.quantities[index] if q.kind != "bare" for at in range(q.first, q.last)}
    return not counted.issuperset(old)


def _no_event(layout: Layout, item: Draft) -> str | None:
    """Why damage without a number is none that was done now: planned, a condition, done time and again, mended."""
    held, act = item.statement, item.act
    if _told_of_old(layout, item):
        return "no attack spoken of near it"
    often = act is not None and _time_and_again(layout, act)
    if often and (held.kind == "struck" or (held.kind == "damaged" and held.count is None)):
        return "told of what is done time and again"
    ruin = held.kind == "damaged" or (held.kind == "struck" and act is not None and act.name in ("damage", "destroy"))
    if not ruin or held.count is not None or act is None:
        return None
    if held.kind == "damaged" and held.certainty == "possible":
        return "planned, threatened or conditional"
    if held.kind == "damaged" and layout.mentions.named("cues", "habitual", act.first, act.last):
        return "told of what is done time and again"
    if layout.mentions.named("cues", "every", max(item.core[0] - _QUANTIFIED, 0), item.core[0]):
        return "told of whatever there is of the kind"
    first = act.first if held.kind == "struck" else min(act.first, item.core[0])
    repairs = layout.mentions.named("cues", "repair", layout.sentences[item.sentence].first, first)
    return "told of its repair" if any(layout.gap(cue.last, first) <= _MENDED for cue in repairs) else None


def _time_and_again(layout: Layout, act: Mention) -> bool:
    """Whether a word such as "regularly" stands right before an act."""
    rates = layout.mentions.named("cues", "rate", max(act.first - _AGAIN, 0), act.first)
    return any(cue.last <= act.first for cue in rates)


def _armed(layout: Layout, span: tuple[int, int]) -> bool:
    """Whether a sentence names a weapon or an attack."""
    attack = any(act.name in _EVIDENCE for act in layout.mentions.of("acts", *span))
    return attack or bool(layout.mentions.of("class", *span) or layout.mentions.of("model", *span))


def _civilians(layout: Layout, span: tuple[int, int]) -> bool:
    """Whether a sentence tells of people hurt or of things hit that are no army's."""
    hurt = any(act.name in ("kill", "injure") for act in layout.mentions.of("acts", *span))
    return hurt or any(thing.name not in ("military", "vehicle") for thing in layout.mentions.of("objects", *span))


def _own_losses(layout: Layout, item: Draft) -> bool:
    """Whether the people counted are the attacker's own: "1,000 Russian troops"."""
    behind = item.core[1] + (1 if item.statement.group == "soldier" else 0)
    inside = layout.mentions.of("sides", item.core[0], behind)
    if item.statement.attacker != "RU" or any(side.name == "RU" for side in inside):
        return item.statement.attacker == "RU"
    if layout.words.articles or item.act is None:
        return False
    beside = (item.core[1], item.act.last)  # "9,200 killed invaders", where cases tell them from who killed
    return any(
        side.name == "RU"
        and side.first in beside
        and layout.tokens[side.first].word.endswith(layout.words.plural_endings)
        and not layout.tokens[side.first].word.endswith(layout.words.instrumental)
        for at in beside
        for side in layout.mentions.of("sides", at, at + 1)
    )


def _at_enemy(layout: Layout, span: tuple[int, int]) -> bool:
    """Whether a sentence tells what an army's own fire did to the other's gear: "two vehicles of the invaders"."""
    if any(weapon.name in _MISSILES for weapon in layout.mentions.of("class", *span)):
        return False  # what missiles reach lies behind the front
    gear = [thing for thing in layout.mentions.of("objects", *span) if thing.name in _GEAR]
    return any(
        side.name in ("RU", "enemy") and not layout.tokens[side.last - 1].word.endswith(layout.words.instrumental)
        for thing in gear
        for side in layout.mentions.of("sides", thing.last, thing.last + 2)
    )


def _fighters(layout: Layout, span: tuple[int, int]) -> bool:
    """Whether all the people that a sentence tells of are fighters: "26 gunmen were killed, three wounded"."""
    told = {who.name for who in layout.mentions.of("people", *span)}
    return told == {"soldier"}


def _still_exercise(layout: Layout, item: Draft) -> bool:
    """Whether the line before tells of an accident or an exercise and this sentence, with no attack in it, goes on."""
    index = item.sentence
    if item.own or item.statement.kind not in _HARM:
        return False
    for at in range(index, max(index - _BACK, 0), -1):
        before = layout.sentences[at - 1]
        if _hot(layout, at) or before.paragraph != layout.sentences[index].paragraph:
            return False
        if layout.mentions.named("cues", "exercise", before.first, before.last):
            return True
    return False


def _still_abroad(layout: Layout, item: Draft) -> bool:
    """Whether a sentence that names no place and no side goes on with another country's story."""
    if item.own:
        return False
    for at in range(item.sentence, max(item.sentence - _TALE, 0) - 1, -1):
        span = (layout.sentences[at].first, layout.sentences[at].last)
        if within(layout.places, *span) or layout.mentions.of("sides", *span):
            return at < item.sentence and _abroad(layout, span)
    return False


def _abroad(layout: Layout, span: tuple[int, int]) -> bool:
    """Whether a sentence names another country and nothing of Ukraine or Russia."""
    here = [p for p in within(layout.places, *span) if p.entry is not None]
    others = [p for p in here if p.kind == "country" and p.entry is not None and p.entry.id not in ("UA", "RU")]
    others = [p for p in others if not _origin(layout, p)]
    ours = [p for p in here if p.entry is not None and p.entry.country in ("UA", "RU")]
    sides = layout.mentions.of("sides", *span)
    return bool(others) and not ours and not sides


def _origin(layout: Layout, place: PlaceMention) -> bool:
    """Whether a country is only where a weapon, a person or a speaker comes from: "Iranian drones"."""
    span = (place.last, place.last + _NATION)
    return place.hint == "people" and any(layout.mentions.of(table, *span) for table in _FROM_THERE)
