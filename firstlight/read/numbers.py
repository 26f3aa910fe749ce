"""Reads counts: digits, number words, bounds, ranges, ratios. Words come from data/lang/<code>/numbers.toml.

What is a count is decided here and in the gate alone: ages, calibres, prices, distances and ordinals are not.
Convention: "more than 50" is 51 and unbounded; "up to 17" is 0 to 17; "dozens" 24 and unbounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from firstlight.model import Count, Form
from firstlight.read.lexicon import Hit
from firstlight.read.number_words import NumberWords
from firstlight.read.tokens import Token, veiled

_GLUED_NOUN = 4  # so many letters stuck to digits are a noun with its space forgotten, not a unit
MAX_COUNT = 100_000_000
_HUNDRED = 100  # from here on a multiplier goes on: "two hundred" forty, never "two dozen" forty
_CLOSE = 3  # how far apart two numbers side by side may be: "two or three"
_LISTED = 8  # numbers of a list over which a word such as "aged" holds


class Number(NamedTuple):
    """A count in the text; tokens[first:last] covers its bounds too. `of` is the total in "10 of 13" and "17/18"."""

    first: int
    last: int
    low: int
    high: int | None
    form: Form
    of: int | None = None
    each: bool = False  # "12 each", "po 12"
    all_of: bool = False  # "all 14"
    but: bool = False  # "all but 26": what is left over, not what was done
    over: bool = False  # "more than 26": `low` is one more than what is written

    def record(self) -> Count:
        """The count as a record, without a unit."""
        return Count(low=self.low, high=self.high, form=self.form)


def find_numbers(
    tokens: Sequence[Token], words: NumberWords, taken: set[int], fresh: frozenset[int] = frozenset()
) -> list[Number]:
    """All counts in `tokens`; indexes in `taken` belong to dates, weapon names or places and are left alone.

    No number goes on at a token of `fresh`, which begins a line: "15", then "300 wounded", is not 15,300.
    """
    words = words._replace(fresh=fresh) if fresh else words
    found: list[Number] = []
    end = 0  # of the number before
    for at in words.openers.matching(tokens):
        opens = at >= end and at not in taken and not _rough(tokens, at)
        number = _number_at(tokens, at, words, taken) if opens else None
        if number is not None:
            found.append(number)
            end = number.last
    return found


def _rough(tokens: Sequence[Token], at: int) -> bool:
    """Whether a number word is glued to the noun before it and only makes that rough: "a week-two", some weeks."""
    if at < 2 or tokens[at - 1].word != "-" or not tokens[at - 2].word.isalpha() or tokens[at].word.isdigit():
        return False
    return tokens[at - 2].end == tokens[at - 1].start and tokens[at - 1].end == tokens[at].start


def _none_of(tokens: Sequence[Token], at: int, words: NumberWords, taken: set[int]) -> Number | None:
    """ "none of the 12": zero of twelve."""
    for hit in words.ratio.at(tokens, at):
        if hit.value == "none" and hit.last < len(tokens) and hit.last not in taken:
            core = _core(tokens, hit.last, words, taken)
            if core is not None and not core[2] and not _is_measure(tokens, at, core[1], words):
                return Number(at, core[1], 0, 0, "exact", of=core[0])
            if core is None and tokens[hit.last].word[0].isalpha():
                return Number(at, hit.last, 0, 0, "exact")
    return None


def _risen(
    tokens: Sequence[Token], at: int, bounds: Sequence[Hit[str]], words: NumberWords, taken: set[int]
) -> Number | None:
    """ "rose from six to eight": eight; `bounds` are those at token `at`."""
    for hit in bounds:
        if hit.value != "rise_from" or hit.last >= len(tokens):
            continue
        before = _core(tokens, hit.last, words, taken)
        join = before[1] if before is not None else len(tokens)
        if join + 1 >= len(tokens) or not any(h.value == "range_join" for h in words.bounds.at(tokens, join)):
            continue
        after = _core(tokens, join + 1, words, taken)
        if after is not None and not after[2] and not _is_measure(tokens, at, after[1], words):
            return Number(at, after[1], after[0], after[0], "exact")
    return None


def _number_at(tokens: Sequence[Token], at: int, words: NumberWords, taken: set[int]) -> Number | None:
    bounds = words.bounds.at(tokens, at)
    special = _none_of(tokens, at, words, taken) or _risen(tokens, at, bounds, words, taken)
    if special is not None:
        return special
    bound, start = _bound_of(bounds, tokens, at, words)
    if start >= len(tokens) or start in taken:
        return None
    core = _core(tokens, start, words, taken)
    if core is None:
        return None
    low, last, vague = core
    form: Form = "exact"
    high: int | None = low
    if vague:
        form, high = "at_least", None
    second = _range_end(tokens, at, start, last, low, words, taken)
    if second is not None:
        high, last = second
        form = "range" if high is not None else "at_least"
    elif bound is not None:
        low, high, form = _bounded(bound, low, high)
    elif last < len(tokens):
        for hit in words.bounds.at(tokens, last):
            if hit.value == "after_at_least":
                last, high, form = hit.last, None, "at_least"
                break
    if _is_measure(tokens, at, last, words):
        return None
    over = second is None and bound == "more_than"
    number = Number(at, last, low, high, form, over=over)
    number = _with_ratio(tokens, number, words, taken)
    return _with_neighbours(tokens, number, words)


def _bound_at(tokens: Sequence[Token], at: int, words: NumberWords) -> tuple[str | None, int]:
    return _bound_of(words.bounds.at(tokens, at), tokens, at, words)


def _bound_of(
    bounds: Sequence[Hit[str]], tokens: Sequence[Token], at: int, words: NumberWords
) -> tuple[str | None, int]:
    for hit in bounds:
        if hit.value not in ("after_at_least", "range_join", "rise_from", "either", "inner"):
            if hit.value == "range_first":
                return None, hit.last
            start = hit.last
            inner = (
                next((h for h in words.bounds.at(tokens, start) if h.value == "more_than"), None)
                if start < len(tokens)
                else None
            )
            return ("more_than", inner.last) if inner else (hit.value, start)
    return None, at


def _bounded(bound: str, low: int, high: int | None) -> tuple[int, int | None, Form]:
    if bound == "at_least":
        return low, None, "at_least"
    if bound == "more_than":
        return low + 1, None, "at_least"
    if bound == "at_most":
        return 0, high, "at_most"
    if bound == "less_than":
        return 0, low - 1, "at_most"
    if bound == "exact":
        return low, high, "exact"
    return low, high, "about"


def _core(tokens: Sequence[Token], at: int, words: NumberWords, taken: set[int]) -> tuple[int, int, bool] | None:
    """(value, token after it, vague) of the plain number that starts at `at`."""
    word = tokens[at].word
    if word.isdigit() and word.isascii():
        return _digits(tokens, at, words, taken)
    vague = words.vague.at(tokens, at)
    if vague:
        return vague[0].value, vague[0].last, True
    if word in words.alone and at + 1 < len(tokens):
        hits = words.multipliers.at(tokens, at) or words.multipliers.at(tokens, at + 1)
        if hits:
            total, last = _with_rest(tokens, hits[0].value, hits[0].last, hits[0].value, words)
            return total, last, False
    return _worded(tokens, at, words)


def _with_rest(tokens: Sequence[Token], total: int, last: int, multiplier: int, words: NumberWords) -> tuple[int, int]:
    """What goes on below a multiplier: "two hundred" "(and) forty"."""
    if last >= len(tokens) or multiplier < _HUNDRED:
        return total, last
    inner = [hit for hit in words.bounds.at(tokens, last) if hit.value == "inner"]
    rest = (
        _worded(tokens, inner[0].last if inner else last, words) if not inner or inner[0].last < len(tokens) else None
    )
    return (total + rest[0], rest[1]) if rest and 0 < rest[0] < multiplier else (total, last)


def _worded(tokens: Sequence[Token], at: int, words: NumberWords) -> tuple[int, int, bool] | None:
    total, last, previous = 0, at, 10_000
    while last < len(tokens):
        step = last + 1 if last > at and tokens[last].word == "-" else last
        hits = words.values.at(tokens, step) if step < len(tokens) else []
        if not hits or not _fits_below(hits[0].value, previous):
            break
        total, last, previous = total + hits[0].value, hits[0].last, hits[0].value
    if last == at:
        return None
    if last < len(tokens):
        multiplier = words.multipliers.at(tokens, last)
        if multiplier and tokens[last].word not in ("k", "m"):
            last, total = multiplier[0].last, total * multiplier[0].value
            total, last = _with_rest(tokens, total, last, multiplier[0].value, words)
    return total, last, False


def _fits_below(value: int, previous: int) -> bool:
    """Whether a number word may follow another inside one number: twenty + seven, not two + three."""
    if previous == 10_000:
        return True
    return (previous >= 100 and value < 100) or (20 <= previous < 100 and 0 < value < 10)


def _digits(tokens: Sequence[Token], at: int, words: NumberWords, taken: set[int]) -> tuple[int, int, bool] | None:
    text, last = tokens[at].word, at + 1
    before = tokens[at - 1] if at else None
    if before is not None and before.end == tokens[at].start and _glued_before(tokens, at):
        return None
    if veiled(tokens, at, -1):
        return None
    while last + 1 < len(tokens) and len(tokens[last + 1].word) == 3 and tokens[last + 1].word.isdigit():
        comma = tokens[last].word in (",", ".") and tokens[last].start == tokens[last - 1].end
        if not comma or tokens[last + 1].start != tokens[last].end or len(text) > 9:
            break
        text, last = text + tokens[last + 1].word, last + 2
    while (
        last < len(tokens) and len(tokens[last].word) == 3 and tokens[last].word.isdigit() and len(tokens[at].word) <= 3
    ):
        if tokens[last].start != tokens[last - 1].end + 1 or last in taken or last in words.fresh:
            break
        text, last = text + tokens[last].word, last + 1
    value = int(text) if len(text) < 12 else MAX_COUNT + 1
    if value > MAX_COUNT:
        return None
    value, last = _digit_tail(tokens, value, last, words)
    return (value, last, False) if value >= 0 else None


def _glued_before(tokens: Sequence[Token], at: int) -> bool:
    """A letter, or a hyphen or point after a letter or digit, sticks to the digits: a name or a decimal, no count."""
    before = tokens[at - 1]
    if before.word[-1].isalpha() or before.word in ("$", "€", "£", "№", "#"):
        return True
    if before.word in ("-", ".", ",", ":") and at >= 2:
        earlier = tokens[at - 2]
        return (
            earlier.end == before.start
            and (earlier.word[-1].isalpha() or before.word != "-")
            and (earlier.word[-1].isalnum())
            and not (before.word == "," and earlier.word[-1].isalpha())
        )
    return False


def _digit_tail(tokens: Sequence[Token], value: int, last: int, words: NumberWords) -> tuple[int, int]:
    """Reads what sticks to digits: a case ending, a decimal with a multiplier, a multiplier. -1: it is no count."""
    if last >= len(tokens):
        return value, last
    if veiled(tokens, last - 1, 1):
        return -1, last
    token, glued = tokens[last], tokens[last].start == tokens[last - 1].end
    if glued and token.word == "-" and last + 1 < len(tokens) and tokens[last + 1].start == token.end:
        after = tokens[last + 1].word
        if after in words.cardinal:
            return value, last + 2
        if after[0].isalpha():
            return -1, last
    if glued and token.word in words.ordinal:
        return -1, last
    upcoming = tokens[last + 1] if last + 1 < len(tokens) else None
    if glued and token.word in (".", ",") and upcoming is not None and upcoming.start == token.end:
        return _decimal(tokens, value, last, words) if upcoming.word.isdigit() else (value, last)
    if glued and token.word in words.cardinal:
        return value, last + 1
    multiplier = words.multipliers.at(tokens, last)
    if multiplier and (token.word != "k" or glued):
        return value * multiplier[0].value, multiplier[0].last
    if glued and token.word[0].isalpha() and len(token.word) < _GLUED_NOUN:
        return -1, last
    return value, last


def _decimal(tokens: Sequence[Token], value: int, last: int, words: NumberWords) -> tuple[int, int]:
    fraction = tokens[last + 1].word
    multiplier = words.multipliers.at(tokens, last + 2) if last + 2 < len(tokens) else []
    if not multiplier and not fraction.strip("0"):
        return value, last + 2  # "123.0" in a table is 123
    if not multiplier or len(fraction) > 3:
        return -1, last
    scaled = (value * 10 ** len(fraction) + int(fraction)) * multiplier[0].value
    return scaled // 10 ** len(fraction), multiplier[0].last


def _range_end(
    tokens: Sequence[Token], at: int, start: int, last: int, low: int, words: NumberWords, taken: set[int]
) -> tuple[int | None, int] | None:
    """The upper end when tokens[at:last] begins a range: "35-40", "from 35 to 40", "between 35 and more than 40"."""
    if last + 1 >= len(tokens):
        return None
    hits = words.bounds.at(tokens, last)
    join = [hit for hit in hits if hit.value == "range_join"]
    if not join:
        return _either(
            tokens, start, next((hit.last for hit in hits if hit.value == "either"), None), low, words, taken
        )
    opened = start > at and any(hit.value == "range_first" for hit in words.bounds.at(tokens, at))
    if tokens[last].word != "-" and not opened:
        beside = next((hit.last for hit in hits if hit.value == "either"), None)
        return _either(tokens, start, beside, low, words, taken)
    bound, second = _bound_at(tokens, join[0].last, words)
    if second >= len(tokens) or second in taken:
        return None
    core = _core(tokens, second, words, taken)
    if core is None or core[0] <= low or (not opened and core[0] > 100 * max(low, 1)):
        return None
    return (None if bound in ("at_least", "more_than") else core[0]), core[1]


def _either(
    tokens: Sequence[Token], start: int, second: int | None, low: int, words: NumberWords, taken: set[int]
) -> tuple[int | None, int] | None:
    """The upper end of a range of two numbers side by side: "two or three"."""
    if second is None or second >= len(tokens) or second in taken or not low:
        return None
    core = _core(tokens, second, words, taken)
    return (core[0], core[1]) if core is not None and not core[2] and low < core[0] <= _CLOSE * low else None


def _is_measure(tokens: Sequence[Token], first: int, last: int, words: NumberWords) -> bool:
    if last < len(tokens) and any(hit.value == "after" for hit in words.measures.at(tokens, last)):
        return True
    chained = last + 2 < len(tokens) and tokens[last].word in (",", *words.joiners) and tokens[last + 1].word.isdigit()
    if chained and any(hit.value == "after" for hit in words.measures.at(tokens, last + 2)):
        return True  # "72 and 74 years"
    for _ in range(_LISTED):
        if first < 2 or not tokens[first - 2].word.isdigit() or tokens[first - 1].word not in (",", *words.joiners):
            break
        first -= 2  # "aged 6 and 11"
    return any(
        hit.value == "before" and hit.last == first
        for back in (1, 2, 3)
        if first >= back
        for hit in words.measures.at(tokens, first - back)
    )


def _with_ratio(tokens: Sequence[Token], number: Number, words: NumberWords, taken: set[int]) -> Number:
    """Adds the total of "10 of 13", "10 із 13", "17/18"."""
    if number.last + 1 >= len(tokens) or number.last in taken:
        return number
    after = number.last
    if tokens[after].word == "/" and tokens[after].start - tokens[after - 1].end <= 1:
        start = after + 1
    else:
        hits = [hit for hit in words.ratio.at(tokens, after) if hit.value == "of"]
        if not hits or hits[0].last >= len(tokens):
            return number
        start = hits[0].last
    _, start = _bound_at(tokens, start, words)
    if start >= len(tokens) or start in taken:
        return number
    core = _core(tokens, start, words, taken)
    if core is None or core[2] or core[0] < number.low or _is_measure(tokens, start, core[1], words):
        return number
    return number._replace(last=core[1], of=core[0])


def _with_neighbours(tokens: Sequence[Token], number: Number, words: NumberWords) -> Number:
    """Adds "all", "all but" and "each" that stand before the number."""
    for back in (3, 2, 1):
        if number.first < back:
            continue
        for hit in words.ratio.at(tokens, number.first - back):
            if hit.last == number.first and hit.value in ("all", "but"):
                return number._replace(first=hit.first, all_of=hit.value == "all", but=hit.value == "but")
    if number.first and tokens[number.first - 1].word in words.each:
        return number._replace(first=number.first - 1, each=True)
    return number
