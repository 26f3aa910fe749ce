"""Places that a text names without saying that anything happened there: roads, neighbours, datelines, governments."""

from __future__ import annotations

from firstlight.read.layout import Layout, within
from firstlight.read.mentions import Mention
from firstlight.read.place_mention import PlaceMention

_NAMED = ("settlement", "facility", "raion", "hromada")
_CAPITALS = ("UA-30", "RU-MOW")
_ENDED = '.!?\u2026:;"\u201d\u00bb)]'  # marks that end a paragraph
_SHORE = 2  # tokens of "port of" between a sea and a town
_APPOSED = 6  # tokens of ", a small frontline town" before "near"
_FEW_LINES, _MOST = 5, 0.7  # lines of the shortest text in which one can stray, and how many of them must be ended
_HEADLINE = (6, 25)  # tokens
_CARRIED = 4  # tokens from a verb of taking somewhere to the place
_LINE = 6  # tokens from a train or a road to the end of its route
_TOWN = 4  # tokens of a town's name before the region that it lies in
_DATELINE = 9  # tokens of agency, day and country behind the town where a report was written
_DASHES = ("-", "\u2013", "\u2014")
_OWNED = 5  # tokens before a place in which a building is named
_CREDIT, _CAPTION = 12, 3  # tokens of the longest credit under a picture, sentences of the longest text under it


def aside(layout: Layout, place: PlaceMention) -> bool:
    """Whether a place is named for something else than what happened in it."""
    looks = (_on_the_way, _brought_to, _on_a_route, _likened, _beside, _governs, _seat, _of_a_sea, _dateline)
    return any(look(layout, place) for look in looks)


def captions(layout: Layout) -> set[int]:
    """The sentences of lines under pictures: lines that end in brackets with an author and agency, "[A. B./Agency]"."""
    found: set[int] = set()
    line: list[int] = []
    for index, sentence in enumerate(layout.sentences):
        if index and "\n" in layout.report.text[_end(layout, index - 1) : layout.tokens[sentence.first].start]:
            line = []
        line.append(index)
        if len(line) <= _CAPTION and _credited(layout, index):
            found.update(line)
    return found


def stray_headlines(layout: Layout) -> set[int]:
    """Lines without a full stop amid paragraphs that all have one: headlines of other stories that a site puts there.

    The first two lines are the report's own headline and lead.
    """
    lines: list[list[int]] = []
    for index, sentence in enumerate(layout.sentences):
        gap = layout.report.text[_end(layout, index - 1) : layout.tokens[sentence.first].start] if index else "\n"
        if "\n" in gap:
            lines.append([])
        lines[-1].append(index)
    ended = [layout.tokens[layout.sentences[line[-1]].last - 1].word[-1] in _ENDED for line in lines]
    if len(lines) < _FEW_LINES or sum(ended) < _MOST * len(lines):
        return set()
    found = set()
    for at in range(2, len(lines)):
        sentence = layout.sentences[lines[at][-1]]
        alone = len(lines[at]) == 1 and not sentence.item and sentence.header is None
        long = _HEADLINE[0] <= sentence.last - sentence.first <= _HEADLINE[1]
        if alone and long and not ended[at] and ended[at - 1] and (at + 1 == len(lines) or ended[at + 1]):
            found.add(lines[at][-1])
    return found


def _credited(layout: Layout, index: int) -> bool:
    """Whether a sentence ends in brackets that hold a slash between two names."""
    sentence = layout.sentences[index]
    words = [token.word for token in layout.tokens[max(sentence.first, sentence.last - _CREDIT) : sentence.last]]
    opening = {"]": "[", ")": "("}.get(words[-1])
    if opening is None or opening not in words:
        return False
    inside = words[len(words) - words[::-1].index(opening) : -1]
    return "/" in inside and not any(word.isdigit() for word in inside)


def _end(layout: Layout, index: int) -> int:
    return layout.tokens[layout.sentences[index].last - 1].end


def _on_the_way(layout: Layout, place: PlaceMention) -> bool:
    """Whether a place is only where something came from or went to: "from Mariupol to Zaporizhzhia"."""
    here = layout.mentions.named("cues", "here", place.first - 1, place.first) if place.first > 1 else []
    first = here[0].first if here else place.first  # "from the city of X"
    if not place.first or layout.tokens[first - 1].word not in layout.words.direction:
        town = None if layout.words.articles else _town_before(layout, place)
        return town is not None and _on_the_way(layout, town)  # "from X of Y Oblast"
    if layout.words.articles or layout.tokens[place.first - 1].word not in layout.words.links:
        return True
    beside = (*layout.mentions.of("acts", place.last, place.last + 1), *_act_before(layout, place.first - 1))
    return not any(act.name == "hit" for act in beside)  # "flew into the town" is no way to it


def _brought_to(layout: Layout, place: PlaceMention) -> bool:
    """Whether people were only taken to a place, or flights go there: "evacuated to Moscow", "two flights to X"."""
    words = layout.words
    if words.articles or not place.first or layout.tokens[place.first - 1].word not in words.within:
        return False
    cues = layout.mentions.named("cues", "brought", max(place.first - _CARRIED, 0), place.first - 1)
    return bool(cues) and cues[-1].last == place.first - 1


def _on_a_route(layout: Layout, place: PlaceMention) -> bool:
    """Whether a town is only one end of a railway line or a road: "the train Dnipro-Kovel", "the road X - Y"."""
    words = [layout.tokens[at].word if 0 <= at < len(layout.tokens) else "" for at in (place.first - 1, place.last)]
    if place.kind != "settlement" or "-" not in words:
        return False
    lines = layout.mentions.of("objects", max(place.first - _LINE, 0), place.first)
    return any(line.name in ("rail", "road") for line in lines)


def _town_before(layout: Layout, region: PlaceMention) -> PlaceMention | None:
    """The settlement right before the region that it lies in."""
    if region.kind not in ("oblast", "raion"):
        return None
    near = within(layout.places, max(region.first - _TOWN, 0), region.first)
    return next((place for place in near if place.last == region.first and place.kind == "settlement"), None)


def _act_before(layout: Layout, at: int) -> list[Mention]:
    return [act for act in layout.mentions.of("acts", max(at - 3, 0), at) if act.last == at]


def _likened(layout: Layout, place: PlaceMention) -> bool:
    """Whether a place is only what another is compared with: "ruins, as in Bucha,"."""
    if place.first < 3 or place.last >= len(layout.tokens):
        return False
    comma, like, within_it = (token.word for token in layout.tokens[place.first - 3 : place.first])
    ends = not layout.tokens[place.last].word[0].isalnum() or layout.tokens[place.last].word in layout.words.boundary
    return comma == "," and like in layout.words.likened and within_it in layout.words.within and ends


def _beside(layout: Layout, place: PlaceMention) -> bool:
    """Whether a settlement only tells where the place named before it lies: "a refinery in Ilsky, near Krasnodar"."""
    if place.kind != "settlement":
        return False
    at = place.first - 1
    while at > 0 and place.first - at <= 7 and layout.tokens[at].word not in layout.words.beside:
        if layout.tokens[at].word in layout.words.boundary or not layout.tokens[at].word[0].isalpha():
            return False
        at -= 1
    if at <= 0 or layout.tokens[at].word not in layout.words.beside:
        return False
    end = at - 1 if layout.tokens[at - 1].word == "," else at
    comma = next((back for back in range(at - 1, max(at - _APPOSED, 0), -1) if layout.tokens[back].word == ","), None)
    if layout.words.articles and comma is not None and layout.tokens[comma + 1].word in layout.words.articles:
        end = comma  # "in Sartana, a small town near Mariupol"
    before = within(layout.places, max(end - 6, 0), end)
    return any(other.last == end and other.kind in _NAMED and not other.hint for other in before)


def _dateline(layout: Layout, place: PlaceMention) -> bool:
    """Whether a place only says where a report was written: "KYIV, Ukraine (AP) - ...", "MOSCOW, 7 May - ..."."""
    first = layout.sentences[layout.sentence_of(place.first)].first
    behind = layout.tokens[place.last : place.last + _DATELINE]
    if place.first != first or layout.shouted:
        return False
    end = next((at for at, token in enumerate(behind) if token.word in (*_DASHES, ":")), len(behind))
    words = [token.word for token in behind[:end]]
    if end == len(behind) or (behind[end].word == "-" and behind[end].start == layout.tokens[place.last + end - 1].end):
        return False  # "Kyiv-based"
    if "(" in words[:3] and words[-1] == ")":
        return True
    tokens = layout.tokens[place.first : place.last]
    spelt = layout.report.text[tokens[0].start : tokens[-1].end]
    if not spelt.isupper() or (behind[end].word == ":" and words):
        return False
    follows = place.last + end + 1
    word = layout.slice(follows, follows + 1)[0] if follows < len(layout.tokens) else ""
    return bool(word) and (len(word) == 1 or not word.isupper())


def _governs(layout: Layout, place: PlaceMention) -> bool:
    """Whether a capital's name stands for its government: no word for a place before it, no harm to it after."""
    words = layout.words
    if not words.at or place.kind != "settlement" or oblast_of(place) not in _CAPITALS or not place.first:
        return False
    before = layout.tokens[place.first - 1]
    if before.word == "," and place.first > 1:
        before = layout.tokens[place.first - 2]  # "the capital, Kyiv"
    after = layout.tokens[place.last].word if place.last < len(layout.tokens) else "."
    listed = layout.tokens[place.first - 1].word in (",", "and") and any(
        other is not place and abs(other.first - place.first) <= 4 and other.kind == "settlement" and not other.hint
        for other in within(layout.places, max(place.first - 4, 0), place.first + 5)
    )
    fresh = place.first == layout.sentences[layout.sentence_of(place.first)].first and after in words.befallen
    return not (before.word in words.at or after in words.befallen or listed or fresh)


def oblast_of(place: PlaceMention) -> str | None:
    """The ISO code of the region that a resolved place lies in."""
    return place.entry.oblast if place.entry is not None else None


def list_member(layout: Layout, row: list[PlaceMention], place: PlaceMention) -> bool:
    """Whether a raion is a member of its own in a list of towns that a colon opens, where few towns have theirs."""
    sentence, tokens = layout.sentences[layout.sentence_of(place.first)], layout.tokens
    raions = sum(other.kind == "raion" for other in row)
    if place.kind != "raion" or 2 * raions >= len(row) or place.last >= len(tokens):
        return False
    apart = tokens[place.first - 1].word == "," and tokens[place.last].word in (",", ".", ";")
    opened = sentence.header is not None or any(token.word == ":" for token in tokens[sentence.first : place.first])
    return apart and opened


def _seat(layout: Layout, place: PlaceMention) -> bool:
    """Whether a capital is only where a speaker sits: "the top aid official in Kyiv"."""
    words, first = layout.words, place.first
    if place.kind != "settlement" or oblast_of(place) not in _CAPITALS or not first:
        return False
    if layout.tokens[first - 1].word not in words.within:
        return False
    if layout.mentions.of("objects", max(first - _OWNED, 0), first):
        return False  # "the building of the ministry in Kyiv"
    speakers = layout.mentions.named("speakers", "official", max(first - 3, 0), first - 1)
    return any(speaker.last == first - 1 for speaker in speakers)


def _of_a_sea(layout: Layout, place: PlaceMention) -> bool:
    """Whether a sea only says on which shore a town lies: "the Black Sea port of Novorossiysk"."""
    ports = within(layout.places, place.last, place.last + _SHORE + 1)
    if place.kind != "area" or not ports or ports[0].kind != "settlement":
        return False
    return all(token.word.isalpha() for token in layout.tokens[place.last : ports[0].first])
