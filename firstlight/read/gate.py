"""The quote gate: nothing becomes a statement whose words and number do not stand in its report.

One function, `recount`, says which counts a quote holds; the reader's own count must be among them. A second reader,
whatever it is made of, passes the same gate.
"""

from __future__ import annotations

from collections.abc import Sequence

from firstlight.catalog import Catalog
from firstlight.model import Count, Report, Statement
from firstlight.read.numbers import find_numbers
from firstlight.read.quantities import one_by_adjective
from firstlight.read.tokens import Token, tokenize
from firstlight.read.words import Words, words_of

_UNCOUNTED = ("unnumbered", "withheld")


def recount(quote: str, words: Words) -> list[tuple[int | None, int | None]]:
    """Every (low, high) that `quote` can be read to say: digits, number words, bounds, ranges, ratios, the singular."""
    tokens = tokenize(quote)
    found: list[tuple[int | None, int | None]] = []
    for number in find_numbers(tokens, words.numbers, _names(tokens, words)):
        found.append((number.low, number.high))
        if number.of is not None:
            found.append((number.of, number.of))
    if any(hit.value.table == "unharmed" for hit in words.terms.find(tokens)):
        found.append((0, 0))
    nouns = words.single_people | words.single_weapons
    if any(token.word in nouns for token in tokens) or one_by_adjective(tokens, words):
        found.append((1, 1))
    return found


def _names(tokens: Sequence[Token], words: Words) -> set[int]:
    """Tokens that belong to the names of weapons or aid: the 101 of a model is no count."""
    return {
        at
        for hit in words.terms.find(tokens)
        if hit.value.table in ("model", "item")
        for at in range(hit.first, hit.last)
    }


def gate(statement: Statement, report: Report, catalog: Catalog) -> str | None:
    """The reason why `statement` must be refused, or None. `report` is the report it claims to quote.

    Checks that the quote is the exact slice, that it is not empty, and that each number is said by the quote.
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
    words = words_of(catalog, report.language if report.language in catalog.languages else catalog.languages[0])
    said = recount(quote.text, words)
    for name, count in (("count", statement.count), ("of", statement.of)):
        if count is not None and count.form not in _UNCOUNTED and (count.low, count.high) not in said:
            return f"{name} is not in the quote"
    if _cut(statement, report):
        return "quote cuts a number"
    if statement.count is not None and not _fits(statement.count):
        return "count contradicts itself"
    return None


def _cut(statement: Statement, report: Report) -> bool:
    """Whether the quote starts or ends inside a number: "5" out of "15" or "15,000"."""
    text, start, end = report.text, statement.quote.start, statement.quote.end
    before = start > 0 and text[start].isdigit() and text[start - 1].isdigit()
    after = end < len(text) and text[end - 1].isdigit() and text[end].isdigit()
    return before or after


def _fits(count: Count) -> bool:
    if count.form == "withheld":
        return count.low is None and count.high is None
    if count.low is None or count.low < 0:
        return False
    return count.high is None or count.high >= count.low
