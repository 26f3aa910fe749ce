"""The quote gate: nothing becomes a statement whose words and number do not stand in its report.

`recount` says which counts a quote holds, `_heard` which of these the report itself says there: a number cut out of a
longer one, a bound or a "none of" left outside the quote, an age or a year is another number in its line than in the
quote alone. The reader's own count must be among both. A second reader, whatever it is made of, passes the same gate.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from firstlight.catalog import Catalog
from firstlight.model import Count, Form, Quote, Report, Statement, Unit
from firstlight.read.mentions import scan
from firstlight.read.numbers import find_numbers
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
_REACH = 240  # characters of its line around a quote that are read with it


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
    numbers = find_numbers(tokens, words.numbers, _names(tokens, words), fresh(tokens, quote))
    mentions = scan(tokens, words)
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


def gate(statement: Statement, report: Report, catalog: Catalog) -> str | None:
    """The reason why `statement` must be refused, or None. `report` is the report it claims to quote.

    Checks that the quote is the exact slice, that it is not empty, and that each number is said by the quote, by the
    report at that place, and of such things as the statement's kind counts.
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
    words = words_of(catalog, known)
    line = _Line(report.text, quote, words, known, catalog)
    if line.instructs():
        return "an instruction to the reader, not a report"
    for name, count in (("count", statement.count), ("of", statement.of), ("locations", statement.locations)):
        if count is None:
            continue
        if not _fits(count):
            return "count contradicts itself"
        reason = None if count.form in _UNCOUNTED else _unsaid(statement.kind, count, quote, line)
        if reason is not None:
            return f"{name} {reason}"
    if statement.count is not None and statement.certainty != "denied" and statement.count.low and line.negated():
        return "the quote leaves out a not"
    return None


def _unsaid(kind: str, count: Count, quote: Quote, line: _Line) -> str | None:
    """Why a count is not what the quote says, or None."""
    if kind in _UNITS and count.unit not in (*_UNITS[kind], None):
        return "has a unit that its kind does not count in"
    bounds = (count.low, count.high, count.form)
    same = [said for said in recount(quote.text, line.words, line.catalog) if said[:3] == bounds]
    if not same:
        return "is not in the quote"
    fitting = _COUNTS.get(count.unit or "")
    if fitting is not None and not any(said.what in fitting for said in same):
        return "counts something else"
    if not any(said.alone for said in same) and bounds not in line.heard():
        return "is another number in the report"
    return None


class _Line:
    """The tokens of the line in which a quote stands, near enough to it to change what it says."""

    def __init__(self, text: str, quote: Quote, words: Words, language: str, catalog: Catalog) -> None:
        self.words, self.catalog = words, catalog
        low = max(text.rfind("\n", max(quote.start - _REACH, 0), quote.start) + 1, quote.start - _REACH, 0)
        high = text.find("\n", quote.end, quote.end + _REACH)
        part = text[low : high if high >= 0 else quote.end + _REACH]
        self._language, self._text = language, part
        self.tokens = tokenize(part)
        self._first = next((i for i, t in enumerate(self.tokens) if t.end + low > quote.start), 0)
        self._last = next((i for i, t in enumerate(self.tokens) if t.start + low >= quote.end), len(self.tokens))

    def heard(self) -> set[tuple[int | None, int | None, Form]]:
        """Bounds and forms of the numbers that lie wholly in the quote."""
        taken = {
            at
            for time in find_times(self.tokens, self._text, self._language, self.catalog)
            for at in range(time.first, time.last)
        }
        found: set[tuple[int | None, int | None, Form]] = set()
        taken |= _names(self.tokens, self.words) | reversed_tokens(self.tokens, self._text)
        for number in find_numbers(self.tokens, self.words.numbers, taken, fresh(self.tokens, self._text)):
            if self._first <= number.first and number.last <= self._last and not number.but:
                found.add((number.low, number.high, number.form))
                if number.of is not None:
                    found.add((number.of, number.of, "exact"))
        return found

    def negated(self) -> bool:
        """Whether a "not" right before the quote is left out of it."""
        cues = {"negation", "denial"}
        for start in range(max(self._first - 4, 0), self._first):
            for hit in self.words.terms.at(self.tokens, start):
                if hit.value.table == "cues" and hit.value.name in cues and hit.last <= self._first:
                    between = self.tokens[hit.last : self._first]
                    if len(between) <= 1 and all(token.word.isalpha() for token in between):
                        return True
        return False

    def instructs(self) -> bool:
        """Whether the line speaks to whoever reads it for a record."""
        return any(h.value == Term("cues", "instruction") for h in self.words.terms.find(self.tokens))


def _names(tokens: Sequence[Token], words: Words) -> set[int]:
    """Tokens that belong to the names of weapons or aid: the 101 of a model is no count."""
    return {
        at
        for hit in words.terms.find(tokens)
        if hit.value.table in ("model", "item")
        for at in range(hit.first, hit.last)
    }


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
