"""The quote gate: nothing becomes a statement whose words and number do not stand in its report.

`recount` says which counts a quote holds, `_heard` which of these the report itself says there: a number cut out of a
longer one, a bound or a "none of" left outside the quote, an age or a year is another number in its line than in the
quote alone. The reader's own count must be among both. A second reader, whatever it is made of, passes the same gate.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from firstlight.catalog import Catalog
from firstlight.model import Count, Form, Quote, Report, Statement, Unit
from firstlight.read.lexicon import Hit
from firstlight.read.mentions import chosen
from firstlight.read.numbers import Number, find_numbers
from firstlight.read.quantities import quantities
from firstlight.read.times import find_times
from firstlight.read.tokens import Token, fresh, reversed_tokens, tokenize
from firstlight.read.words import Term, Words, words_of

_UNCOUNTED = ("unnumbered", "withheld")
_FIRED = ("launched", "intercepted", "hit", "debris", "airborne", "left")
_PEOPLE = ("killed", "injured", "missing")
# The units that the count of a kind may have; kinds that are absent are not counted in units of their own.
_UNITS: dict[str, tuple[Unit | None, ...]] = {
    **dict.fromkeys(_FIRED, ("weapons",)),
    **dict.fromkeys(_PEOPLE, ("people",)),
    "damaged": ("objects",),
    "outage": ("consumers", "settlements", "people", "objects"),
    "supply": ("systems", "rounds", "weapons"),
}
# The kinds of quantity that a unit may count; a number without a noun ("bare") may count anything.
_COUNTS: dict[str, tuple[str, ...]] = {
    "weapons": ("weapon", "bare"),
    "people": ("people", "bare"),
    "objects": ("object", "bare"),
    "consumers": ("consumers", "people", "object", "bare"),
    "settlements": ("settlements", "locations", "bare"),
    "systems": ("weapon", "bare", "object"),
    "rounds": ("weapon", "bare", "object"),
}
_first, _starts, _ends = attrgetter("first"), attrgetter("start"), attrgetter("end")
_LONG = 900  # characters: a line up to this length is read whole with each of its quotes
_REMEMBERED = 32  # pieces of text
_REACH = 240  # characters of a longer one that are read around a quote


class Said(NamedTuple):
    """A count that words say: bounds, form, what is counted (a kind of quantity), and whether a noun says it alone."""

    low: int | None
    high: int | None
    form: Form
    what: str
    alone: bool = False  # "a woman", "no casualties": no number is written


def recount(quote: str, words: Words, catalog: Catalog) -> list[Said]:
    """Every count that `quote` can be read to say: digits, number words, bounds, ranges, ratios, the singular."""
    tokens = tokenize(quote)
    return _counts(tokens, words.terms.find(tokens), quote, words, catalog)


def _counts(
    tokens: Sequence[Token], hits: Sequence[Hit[Term]], text: str, words: Words, catalog: Catalog
) -> list[Said]:
    """Every count that `tokens` of `text` say when they are read alone; `hits` are the phrases among them."""
    numbers = find_numbers(tokens, words.numbers, _names(hits), fresh(tokens, text))
    mentions = chosen(hits)
    heads = quantities(tokens, (0, len(tokens)), numbers, mentions, words, catalog)
    found: list[Said] = []
    for number in numbers:
        kinds = {head.kind for head in heads if head.number is not None and head.first == number.first} or {"bare"}
        for kind in kinds:
            found.append(Said(number.low, number.high, number.form, kind))
            if number.of is not None:
                found.append(Said(number.of, number.of, "exact", kind))
    if mentions.any("unharmed"):
        found.append(Said(0, 0, "exact", "people", alone=True))
    found += [Said(1, 1, "exact", head.kind, alone=True) for head in heads if head.single]
    return found


class Whole(NamedTuple):
    """The text of a report and its language; its tokens where they are at hand."""

    text: str
    language: str
    tokens: Sequence[Token] | None


def gate(statement: Statement, report: Report, catalog: Catalog, tokens: Sequence[Token] | None = None) -> str | None:
    """The reason why `statement` must be refused, or None. `report` is the report it claims to quote.

    Checks that the quote is the exact slice, that it is not empty, and that each number is said by the quote, by the
    report at that place, and of such things as the statement's kind counts. `tokens` are those of the report's text,
    where they are at hand, which spares cutting its lines again.
    """
    quote = statement.quote
    if statement.report != report.id:
        return "another report"
    if not 0 <= quote.start < quote.end <= len(report.text):
        return "quote outside the text"
    if report.text[quote.start : quote.end] != quote.text:
        return "quote is not the text"
    if not any(character.isalnum() for character in quote.text):
        return "quote says nothing"
    if _cut(statement, report):
        return "quote cuts a number"
    known = report.language if report.language in catalog.languages else catalog.languages[0]
    line = _Line(Whole(report.text, known, tokens), quote, catalog)
    if line.heard.instructs:
        return "an instruction to the reader, not a report"
    for name, count in (("count", statement.count), ("of", statement.of), ("locations", statement.locations)):
        if count is None:
            continue
        if not _fits(count):
            return "count contradicts itself"
        reason = None if count.form in _UNCOUNTED else _unsaid(statement, count, line)
        if reason is not None:
            return f"{name} {reason}"
    if statement.count is not None and statement.certainty != "denied" and statement.count.low and line.negated():
        return "the quote leaves out a not"
    return None


def _unsaid(statement: Statement, count: Count, line: _Line) -> str | None:
    """Why a count is not what the quote says, or None."""
    kind = statement.kind
    if kind in _UNITS and count.unit not in (*_UNITS[kind], None):
        return "has a unit that its kind does not count in"
    bounds = (count.low, count.high, count.form)
    same = [one for one in line.said() if one[:3] == bounds]
    if not same:
        return "is not in the quote"
    fitting = _COUNTS.get(count.unit or "")
    if fitting is not None and not any(one.what in fitting for one in same):
        return "counts something else"
    if not any(one.alone for one in same) and bounds not in line.numbers():
        return "is another number in the report"
    return None


class _Heard:
    """What a piece of text says when it is read whole; its numbers are read when a count is held against them."""

    def __init__(self, text: str, tokens: list[Token], language: str, catalog: Catalog) -> None:
        self.text, self.tokens, self._language, self._catalog = text, tokens, language, catalog
        self.words = words_of(catalog, language)
        self._hits = self.words.terms.find(self.tokens)
        cues = [hit for hit in self._hits if hit.value.table == "cues"]
        self.nots = [hit.last for hit in cues if hit.value.name in ("negation", "denial")]  # behind them all is denied
        self.instructs = any(hit.value.name == "instruction" for hit in cues)  # speaks to who reads it for a record
        self._said: dict[tuple[int, int], list[Said]] = {}

    @cached_property
    def numbers(self) -> list[Number]:
        """All counts of the text."""
        tokens, text = self.tokens, self.text
        times = find_times(tokens, text, self._language, self._catalog)
        taken = {at for time in times for at in range(time.first, time.last)}
        taken |= _names(self._hits) | reversed_tokens(tokens, text)
        return find_numbers(tokens, self.words.numbers, taken, fresh(tokens, text))

    def said(self, first: int, last: int) -> list[Said]:
        """Every count that tokens[first:last] say when they are read alone."""
        if (first, last) not in self._said:
            low = bisect_left(self._hits, first, key=_first)
            near = self._hits[low : bisect_left(self._hits, last, low, key=_first)]
            hits = [Hit(hit.first - first, hit.last - first, hit.value) for hit in near if hit.last <= last]
            self._said[first, last] = _counts(self.tokens[first:last], hits, self.text, self.words, self._catalog)
        return self._said[first, last]


_HEARD: dict[tuple[str, str, Catalog], _Heard] = {}


def _heard(whole: Whole, low: int, high: int, catalog: Catalog) -> _Heard:
    """What text[low:high] of a report says; the last pieces are remembered, because their quotes come one by one."""
    text, language, tokens = whole
    piece = (text[low:high], language, catalog)
    heard = _HEARD.get(piece)
    if heard is None:
        cut = (low and not text[low - 1].isspace()) or (high < len(text) and not text[high].isspace())
        if tokens is None or cut:
            inside = tokenize(piece[0])
        else:
            first, last = bisect_left(tokens, low, key=_starts), bisect_right(tokens, high, key=_ends)
            make = tuple.__new__  # of many at once, past what a named tuple adds
            inside = [make(Token, (word, start - low, end - low)) for word, start, end in tokens[first:last]]
        if len(_HEARD) >= _REMEMBERED:
            del _HEARD[next(iter(_HEARD))]
        heard = _HEARD[piece] = _Heard(piece[0], inside, language, catalog)
    return heard


class _Line:
    """The line in which a quote stands, or of a long one what is near enough to change what the quote says."""

    def __init__(self, whole: Whole, quote: Quote, catalog: Catalog) -> None:
        text = whole.text
        low = max(text.rfind("\n", max(quote.start - _LONG, 0), quote.start) + 1, quote.start - _LONG, 0)
        high = text.find("\n", quote.end, quote.end + _LONG)
        high = min(high if high >= 0 else quote.end + _LONG, len(text))
        if high - low > _LONG:
            low = max(low, (quote.start // _REACH - 1) * _REACH)  # at steps, so that quotes side by side share one
            high = min(high, (quote.end // _REACH + 2) * _REACH)
        self.heard = _heard(whole, low, high, catalog)
        tokens = self.heard.tokens
        self._first = bisect_right(tokens, quote.start - low, key=_ends)
        self._last = bisect_left(tokens, quote.end - low, key=_starts)
        inside = tokens[self._first : self._last]
        self._whole = bool(inside) and quote.start - low <= inside[0].start and inside[-1].end <= quote.end - low
        self._quote, self._catalog = quote.text, catalog

    def said(self) -> list[Said]:
        """Every count that the quote says when it is read alone."""
        if self._whole:
            return self.heard.said(self._first, self._last)
        return recount(self._quote, self.heard.words, self._catalog)  # it begins or ends within a token of the line

    def numbers(self) -> set[tuple[int | None, int | None, Form]]:
        """Bounds and forms of the numbers that lie wholly in the quote; what "all but" leaves over is none."""
        inside = [n for n in self.heard.numbers if self._first <= n.first and n.last <= self._last and not n.but]
        totals: set[tuple[int | None, int | None, Form]] = {(n.of, n.of, "exact") for n in inside if n.of is not None}
        return totals | {(n.low, n.high, n.form) for n in inside}

    def negated(self) -> bool:
        """Whether a "not" stands right before the quote, or one word before it, and is left out of it."""
        return any(
            self._first - 1 <= at <= self._first and all(t.word.isalpha() for t in self.heard.tokens[at : self._first])
            for at in self.heard.nots
        )


def _names(hits: Sequence[Hit[Term]]) -> set[int]:
    """Tokens that belong to the names of weapons or aid: the 101 of a model is no count."""
    return {at for hit in hits if hit.value.table in ("model", "item") for at in range(hit.first, hit.last)}


def _cut(statement: Statement, report: Report) -> bool:
    """Whether the quote starts or ends inside a word or a number: "5" out of "15"."""
    text, start, end = report.text, statement.quote.start, statement.quote.end
    return (start > 0 and text[start - 1 : start + 1].isalnum()) or (
        end < len(text) and text[end - 1 : end + 1].isalnum()
    )


def _fits(count: Count) -> bool:
    if count.form == "withheld":
        return count.low is None and count.high is None
    if count.form == "unnumbered":
        return (count.low, count.high) == (1, None)
    if count.low is None or count.low < 0:
        return False
    return count.high is None or count.high >= count.low
