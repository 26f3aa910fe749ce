"""One report laid out for assembly: its tokens and all that was found in them, and how far apart things are."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple, TypeVar

from firstlight.catalog import Catalog
from firstlight.model import Report
from firstlight.read.mentions import Mention, Mentions, scan
from firstlight.read.numbers import Number, find_numbers
from firstlight.read.place_mention import PlaceMention
from firstlight.read.places import find_places
from firstlight.read.quantities import Quantity, quantities
from firstlight.read.segments import Sentence, sentences
from firstlight.read.times import TimeMention, find_times
from firstlight.read.tokens import Token, fresh, reversed_tokens, tokenize
from firstlight.read.words import Words, words_of

_PUNCTUATION = {",": 1.3, ";": 3.0, ":": 0.9, "(": 1.0, ")": 1.0, ".": 2.0, "!": 2.0, "?": 2.0}
_TOKEN_COST = 0.14
_BOUNDARY_COST = 1.2
_QUOTED = 3.5  # what is quoted behind a colon is told apart from what stands before it
OPENING = frozenset('\u00ab\u201c\u201e"')
_URL = re.compile(r"(?:https?://|www\.|\bt\.me/)[^\s()\[\]<>]{1,2000}")
_ADDRESS = 12  # tokens of the longest address
_first = attrgetter("first")
_RIGHT_BESIDE = 0.3  # with at most two plain words between


class Layout(NamedTuple):
    """Everything found in one report; `cost[i]` is the sum of what parts clauses before token i."""

    report: Report
    words: Words
    catalog: Catalog
    tokens: list[Token]
    sentences: list[Sentence]
    mentions: Mentions
    numbers: list[Number]
    times: list[TimeMention]
    places: list[PlaceMention]
    quantities: list[list[Quantity]]
    cost: list[float]
    shouted: bool  # all in capitals
    named: frozenset[int]  # tokens that belong to the name of a place
    years: list[int]  # tokens of four digits

    def gap(self, left: int, right: int) -> float:
        """How far the end of one phrase (exclusive token `left`) is from the start `right` of the next."""
        if right <= left:
            return 0.0
        return (right - left) * _TOKEN_COST + self.cost[right] - self.cost[left]

    def distance(self, first: tuple[int, int], second: tuple[int, int]) -> float:
        """How far two token spans are apart, counting words, commas and conjunctions between them."""
        if first[0] < second[1] and second[0] < first[1]:
            return -0.5
        return self.gap(first[1], second[0]) if first[1] <= second[0] else self.gap(second[1], first[0])

    def sentence_of(self, token: int) -> int:
        """The index of the sentence that token belongs to."""
        return bisect_right(self.sentences, token, key=_first) - 1

    def slice(self, first: int, last: int) -> tuple[str, int, int]:
        """The exact characters of tokens[first:last] with their offsets."""
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        return self.report.text[start:end], start, end


def lay_out(report: Report, catalog: Catalog, language: str, tokens: list[Token] | None = None) -> Layout:
    """Reads `report` up to the point where its parts can be assembled into statements."""
    words = words_of(catalog, language)
    tokens = tokenize(report.text) if tokens is None else tokens
    unfinished = words.boundary | words.also
    cut = sentences(report.text, tokens, words.abbreviations, words.rubrics, unfinished, words.credits)
    mentions = scan(tokens, words)
    times = find_times(tokens, report.text, language, catalog)
    places = find_places(tokens, report.text, language, catalog)
    taken = {at for time in times for at in range(time.first, time.last)}
    taken |= {at for place in places for at in range(place.first, place.last)}
    for table in ("model", "item"):
        taken |= {at for m in mentions.of(table, 0, len(tokens)) for at in range(m.first, _name_end(tokens, m.last))}
    taken |= _addresses(tokens, report.text, words) | _web(tokens, report.text)
    taken |= _births(tokens, mentions, words)
    unharmed = mentions.of("unharmed", 0, len(tokens))
    taken |= {at for m in unharmed for at in range(m.first, m.last)}
    numbers = find_numbers(
        tokens, words.numbers, taken | reversed_tokens(tokens, report.text), fresh(tokens, report.text)
    )
    if not words.articles:
        numbers = [number for number in numbers if not _abbreviation(tokens, report.text, number)]
    found = [
        quantities(tokens, (s.first, s.last), within(numbers, s.first, s.last), mentions, words, catalog) for s in cut
    ]
    named = frozenset(at for place in places for at in range(place.first, place.last))
    costs = _costs(tokens, words)
    return Layout(
        report,
        words,
        catalog,
        tokens,
        cut,
        mentions,
        numbers,
        times,
        places,
        found,
        costs,
        report.text.isupper(),
        named,
        [at for at, token in enumerate(tokens) if len(token[0]) == 4 and token[0].isdigit()],
    )


def _abbreviation(tokens: list[Token], text: str, number: Number) -> bool:
    """Whether a number word in capitals amid text that is not abbreviates something: a service station, a hundred."""
    at = number.first
    return number.last - at == 1 and tokens[at].word.isalpha() and _alone(tokens, text, at) and not text.isupper()


def _alone(tokens: list[Token], text: str, at: int) -> bool:
    """Whether a token is all in capitals and neither of those beside it is."""
    beside = [tokens[near] for near in (at - 1, at + 1) if 0 <= near < len(tokens)]
    large = text[tokens[at].start : tokens[at].end]
    return len(large) > 1 and large.isupper() and not any(text[near.start : near.end].isupper() for near in beside)


def acts_in(layout: Layout, index: int) -> list[Mention]:
    """The acts of one sentence."""
    sentence = layout.sentences[index]
    return layout.mentions.of("acts", sentence.first, sentence.last)


def behind(layout: Layout, act: Mention) -> int:
    """Where the direct object of an act begins, without the word for a town before its name: "attacked the town X"."""
    here = layout.mentions.named("cues", "here", act.last, act.last + 1)
    return here[0].last if here else act.last


def none_was(layout: Layout, index: int, act: Mention) -> bool:
    """Whether a "no" stands right beside an act: "no strikes", or, without articles, "strikes were not"."""
    sentence = layout.sentences[index]
    low, high = max(sentence.first, act.first - 3), min(act.last + 1, sentence.last)
    nots = layout.mentions.named("cues", "negation", low, high)
    before = any(cue.last <= act.first and layout.gap(cue.last, act.first) <= _RIGHT_BESIDE for cue in nots)
    return before or (not layout.words.articles and any(cue.first == act.last for cue in nots))


T = TypeVar("T", Number, TimeMention, PlaceMention, Quantity)


def within(found: Sequence[T], first: int, last: int) -> Sequence[T]:
    """Those of `found`, which is in the order of the text, that begin in tokens[first:last]."""
    return found[bisect_left(found, first, key=_first) : bisect_left(found, last, key=_first)]


def _addresses(tokens: list[Token], text: str, words: Words) -> set[int]:
    """The numbers of houses behind the name of a street: "Harbour St., 12, 14 - two houses" counts two, not 14."""
    found: set[int] = set()
    for at, token in enumerate(tokens):
        if token.word not in words.streets:
            continue
        named = False
        for here in range(at + 1, min(at + _ADDRESS, len(tokens))):
            word = tokens[here].word
            if word.isdigit():
                found.add(here)
            elif text[tokens[here].start].isupper():
                named = True
            elif word.isalpha() and named and len(word) > 1:
                break
            if named and word in "-\u2013\u2014;":
                break
    return found


def _web(tokens: list[Token], text: str) -> set[int]:
    """The tokens of web addresses: their digits count nothing."""
    found: set[int] = set()
    for match in _URL.finditer(text):
        first = bisect_left(tokens, match.start(), key=attrgetter("start"))
        found.update(range(first, bisect_left(tokens, match.end(), key=attrgetter("start"))))
    return found


def _births(tokens: list[Token], mentions: Mentions, words: Words) -> set[int]:
    """The years of birth that a cue closes, one or a row of them: "women born 1953", "1961, 1965 and 2002"."""
    found: set[int] = set()
    for born in mentions.named("cues", "born", 0, len(tokens)):
        found.update(range(born.first, born.last))
        at = born.first - 1
        while at > 0 and (tokens[at].word[0].isdigit() or tokens[at].word == "," or tokens[at].word in words.boundary):
            found.add(at)
            at -= 1
    return found


def _name_end(tokens: list[Token], last: int) -> int:
    """The end of a name to which a second number sticks: "Kh-59/69"."""
    glued = last + 1 < len(tokens) and tokens[last].word == "/" and tokens[last].end == tokens[last + 1].start
    return (
        last + 2 if glued and tokens[last + 1].word.isdigit() and tokens[last].start == tokens[last - 1].end else last
    )


def _costs(tokens: list[Token], words: Words) -> list[float]:
    costs, total = [0.0], 0.0
    parting = words.boundary | OPENING | _PUNCTUATION.keys() | {"-"}
    for at, token in enumerate(tokens):
        word = token[0]
        if word in parting:
            spaced = word == "-" and at > 0 and tokens[at - 1].end < token.start
            total += _PUNCTUATION.get(word, 0.0) + (_BOUNDARY_COST if word in words.boundary else 0.0)
            total += 0.8 if spaced else 0.0
            total += _QUOTED if at and word in OPENING and tokens[at - 1].word == ":" else 0.0
        costs.append(total)
    return costs


def relative(layout: Layout, low: int, high: int) -> tuple[int, int] | None:
    """The relative clause within tokens[low:high] that only says who or what is meant: ", who was in the car,"."""
    for at in range(low, high - 2):
        if layout.tokens[at].word == "," and layout.tokens[at + 1].word in layout.words.relative:
            end = next((to for to in range(at + 2, high) if layout.tokens[to].word == ","), None)
            return (at, end + 1) if end is not None else None
    return None
