"""The places that a statement is about: the nearest of its sentence, else those that the text goes on to speak of."""

from __future__ import annotations

from typing import Literal

from firstlight.model import Place
from firstlight.read.asides import oblast_of
from firstlight.read.context import Context, coordinated, oblast_entry, place_of, spoken_for
from firstlight.read.gazetteer import gazetteer
from firstlight.read.layout import Layout, acts_in, within
from firstlight.read.nation import country_said, counts_regions, nation, of_all_the_war
from firstlight.read.place_mention import PlaceMention
from firstlight.read.places import to_place

_ABROAD = 1.5
_LEAD = 3  # sentences that say what a report is about
_NEARER = 0.5
_BRACKET, _HEADWORD = 16, 3  # tokens before brackets with a place, and from the bracket to its name


def nearest_places(context: Context, index: int, span: tuple[int, int]) -> tuple[Place, ...]:
    """The places that tokens[span] of sentence `index` speaks of: the nearest, with those coordinated with it."""
    layout = context.layout
    row = [place for place in context.targets[index] if not spoken_for(layout, place)]
    row = _same_day(context, row, span[0])
    if not row:
        return _elsewhere(context, index, span)
    near = _bracketed(layout, row, span) or min(
        row, key=lambda place: (layout.distance((place.first, place.last), span), place.first)
    )
    if near.kind == "settlement" and (_another_nearer(layout, index, span, near) or _unknown_behind(layout, span)):
        return ()
    far = layout.distance((near.first, near.last), span)
    if any(layout.distance((wide.first, wide.last), span) < far - _NEARER for wide in nation(layout, index)):
        return ()  # of the country at large, before the sentence comes to a place
    return tuple(dict.fromkeys(place_of(place, _role(place)) for place in coordinated(layout, row, near)))


def _elsewhere(context: Context, index: int, span: tuple[int, int]) -> tuple[Place, ...]:
    """The places of a sentence that names none: those of the text around it, or the country."""
    layout = context.layout
    if context.linked[index] or counts_regions(layout, index):
        return ()  # another story: what the text spoke of before is not its place
    ahead = _named_next(context, index)
    if ahead is not None:
        return (place_of(ahead, "target"),)
    country = country_said(layout, index) or _country_before(context, index)
    if country is not None:
        at_war = country.entry is not None and country.entry.id in ("UA", "RU")
        said = layout.distance((country.first, country.last), span) > _ABROAD
        return (place_of(country, "target"),) if at_war or not said else ()
    if of_all_the_war(layout, index):
        return ()
    if nation(layout, index):
        home = gazetteer(layout.catalog).by_id.get("UA")
        return (to_place(home, "target"),) if home is not None else ()
    return _carried(context, index)


def _carried(context: Context, index: int) -> tuple[Place, ...]:
    """The places that the text goes on to speak of: of its header, of the governor's region, or those in focus."""
    layout, sentence, focus = context.layout, context.layout.sentences[index], context.focus[index]
    if focus is not None and layout.mentions.named("cues", "region", sentence.first, sentence.last):
        region = oblast_entry(layout, focus)
        return (to_place(region.entry, "target"),) if region.entry is not None else ()
    own = context.targets[index]
    if own and not _in_region(focus, own[0]):
        return (place_of(own[0], "target"),)
    if sentence.header is not None and context.targets[sentence.header]:
        return tuple(dict.fromkeys(place_of(place, "target") for place in context.targets[sentence.header]))
    return (place_of(focus, "target"),) if focus is not None else ()


def _same_day(context: Context, row: list[PlaceMention], at: int) -> list[PlaceMention]:
    """The places told of the same day as token `at`, where a sentence tells of two: "a day after 24 died in X"."""
    apart = next(((first, last) for first, last in context.earlier if first <= at < last), None)
    inside = [place for place in row if apart is not None and apart[0] <= place.first < apart[1]]
    return inside or row


def _named_next(context: Context, index: int) -> PlaceMention | None:
    """The town that one of the next sentences names, where this one speaks of "a southern city" without its name."""
    layout, sentence = context.layout, context.layout.sentences[index]
    if context.focus[index] is not None or not layout.mentions.named(
        "cues", "some_town", sentence.first, sentence.last
    ):
        return None
    row = next((row for row in context.targets[index + 1 : index + 1 + _LEAD] if row), [])
    towns = [place for place in row if place.kind == "settlement" and not spoken_for(layout, place)]
    return towns[0] if towns else None


def _bracketed(layout: Layout, row: list[PlaceMention], span: tuple[int, int]) -> PlaceMention | None:
    """The settlement in the brackets that close what tokens[span] belong to: "a house, a garage (village of X)"."""
    tokens, last = layout.tokens, layout.sentences[layout.sentence_of(span[0])].last
    opening = next((at for at in range(span[1], min(span[1] + _BRACKET, last)) if tokens[at].word in "();:"), None)
    if opening is None or tokens[opening].word != "(":
        return None
    inside = [place for place in row if opening < place.first <= opening + _HEADWORD]
    closes = inside and inside[-1].last < last and tokens[inside[-1].last].word in ("),")
    between = any(span[1] <= place.first < opening for place in row)
    return inside[0] if closes and inside[0].kind == "settlement" and not between else None


def _in_region(focus: PlaceMention | None, region: PlaceMention) -> bool:
    """Whether a region, named only for its governor, holds the place that the text speaks of."""
    return focus is not None and region.kind == "oblast" and oblast_of(focus) == oblast_of(region)


def _another_nearer(layout: Layout, index: int, span: tuple[int, int], near: PlaceMention) -> bool:
    """Whether a settlement that could not be told from its namesakes stands right behind tokens[span]: there it was."""
    sentence = layout.sentences[index]
    return any(
        place.entry is None
        and not place.hint
        and place.kind == "settlement"
        and 0 <= place.first - span[1] <= 2
        and (near.first > place.first or near.last < span[0])
        for place in within(layout.places, sentence.first, sentence.last)
    )


def _unknown_behind(layout: Layout, span: tuple[int, int]) -> bool:
    """Whether tokens[span] are said to be in a place that no gazetteer knows: "one person in Bila Hora"."""
    at, tokens = span[1], layout.tokens
    if at + 1 >= len(tokens) or tokens[at].word not in layout.words.within:
        return False
    if not layout.report.text[tokens[at + 1].start].isupper() or layout.shouted:
        return False
    right = at + (3 if layout.words.articles else 5)  # where things have no article, a thing may stand before
    known = any(at < place.last for place in within(layout.places, max(at - 12, 0), right))
    return not known and not within(layout.times, at, at + 3)


def _country_before(context: Context, index: int) -> PlaceMention | None:
    """The country where the sentence before told of people hurt, which this one goes on with."""
    layout = context.layout
    if not index or layout.sentences[index - 1].paragraph != layout.sentences[index].paragraph:
        return None
    if context.targets[index - 1] or layout.sentences[index].header is not None or layout.words.articles:
        return None
    country = country_said(layout, index - 1)
    hurt = country is not None and any(act.name in ("kill", "injure") for act in acts_in(layout, index - 1))
    return country if hurt else None


def _role(place: PlaceMention) -> Literal["target", "over"]:
    return "over" if place.role == "over" else "target"
