"""Which people that a sentence tells of are others than those told before, and which are a part of them."""

from __future__ import annotations

from collections.abc import Sequence

from firstlight.read.bound import Bound
from firstlight.read.context import Context
from firstlight.read.draft import Draft

_AGE = 6  # tokens of "and a 55-year-old"
_WITH_AGE = 4  # tokens between two people of whom the first is told with an age


def and_another(context: Context, before: Draft, told: Draft) -> bool:
    """Whether "and" joins one person to the one told before: "a man and a woman were killed", "a man of 40 and ..."."""
    words = context.layout.words
    between = [token.word for token in context.layout.tokens[before.core[1] : told.core[0]]]
    alike = before.sentence == told.sentence and before.statement.kind == told.statement.kind
    if not alike or not between:
        return False
    aged = len(between) <= _WITH_AGE and not any(word in words.stop or not word[0].isalnum() for word in between[:-1])
    if aged and between[-1] in words.boundary:
        return True
    plain = between[0] in words.boundary and all(word[0].isalnum() or word == "-" for word in between)
    acts = context.layout.mentions.of("acts", before.core[1], told.core[0])
    return plain and len(between) <= _AGE and not acts  # "a man and a 55-year-old woman", where ages go before


def spelled_out(context: Context, item: Bound, kind: str, found: Sequence[Draft]) -> bool:
    """Whether a number of no group only says how those were hurt who were counted before a colon."""
    number, total = item.quantity.number, found[-1] if found else None
    few = 1 if number is None else number.low
    if item.group is not None or total is None or total.statement.count is None:
        return False
    same = total.sentence == item.sentence and total.statement.kind == kind
    between = context.layout.tokens[total.core[1] : item.quantity.first]
    placed = any(0 <= place.first - item.quantity.last <= 3 for place in context.targets[item.sentence])
    return same and few < (total.statement.count.low or 0) and any(t.word == ":" for t in between) and not placed
