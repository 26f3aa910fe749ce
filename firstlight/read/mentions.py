"""Every phrase of the lexicon that a text mentions, with the weaker readings of the same words taken out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from firstlight.read.lexicon import Hit
from firstlight.read.tokens import Token
from firstlight.read.words import Term, Words

# Tables whose phrases shut out what lies inside them: in "attack drones" there is no attack, in "power plant" no power.
_SOLID = frozenset(
    ("acts", "people", "objects", "units", "utilities", "outage", "model", "class", "item", "blocked", "meeting", "aid",
     "response", "shortage")
)  # fmt: skip


_NOUNS = ("people", "class", "model")
_SEVERAL = ("model", "people")  # tables of which one word may say two things


class Mention(NamedTuple):
    """tokens[first:last] says what `table` and `name` tell."""

    first: int
    last: int
    table: str
    name: str


class Mentions:
    """All mentions of a text, by table and by group of a table, in order."""

    def __init__(self, found: list[Mention]) -> None:
        rows: dict[str | tuple[str, str], list[Mention]] = {}
        for mention in found:
            rows.setdefault(mention.table, []).append(mention)
            rows.setdefault((mention.table, mention.name), []).append(mention)
        self._rows = {key: ([mention.first for mention in row], row) for key, row in rows.items()}

    def of(self, table: str, first: int, last: int) -> list[Mention]:
        """The mentions of `table` that begin in tokens[first:last]."""
        held = self._rows.get(table)
        if held is None:
            return []
        starts, row = held
        low = bisect_left(starts, first)
        if low == len(starts) or starts[low] >= last:
            return []  # most often there are none
        return row[low : bisect_left(starts, last, low)]

    def named(self, table: str, name: str, first: int, last: int) -> list[Mention]:
        """The mentions of one group of `table` that begin in tokens[first:last]."""
        held = self._rows.get((table, name))
        if held is None:
            return []
        starts, row = held
        low = bisect_left(starts, first)
        if low == len(starts) or starts[low] >= last:
            return []  # most often there are none
        return row[low : bisect_left(starts, last, low)]

    def any(self, table: str) -> bool:
        """Whether the text mentions anything of `table`."""
        return table in self._rows


def scan(tokens: Sequence[Token], words: Words) -> Mentions:
    """All mentions in `tokens`; within a table the longest phrase wins, and solid phrases shut out shorter ones."""
    return chosen(words.terms.find(tokens))


def chosen(hits: Sequence[Hit[Term]]) -> Mentions:
    """The mentions that stand, of all matches of a text from left to right."""
    found: list[Mention] = []
    reach: dict[str, int] = {}
    for first, last, (table, name) in hits:
        before = reach.get(table, 0)
        if last > before or (table in _SEVERAL and last == before):
            if found and found[-1].first == first and any(m.first == first and m.table == table for m in found[-4:]):
                continue
            reach[table] = last
            found.append(Mention(first, last, table, name))
    return Mentions(_without_contained(found))


def _without_contained(found: list[Mention]) -> list[Mention]:
    """`found` is in the order of the first tokens, so only phrases that begin here or reach on to here can hold one."""
    kept: list[Mention] = []
    reaching: list[Mention] = []
    for first, group in groupby(found, key=itemgetter(0)):
        here = list(group)
        reaching = [other for other in reaching if other.last > first]
        reaching += [mention for mention in here if mention.table in _SOLID and not _was_hit(mention, kept)]
        for mention in here:
            held = len(reaching) > 1 and mention.table in _SOLID
            if held and any(_shuts_out(other, mention) for other in reaching):
                continue
            if mention.table != "blocked":
                kept.append(mention)
    return kept


def _was_hit(phrase: Mention, before: list[Mention]) -> bool:
    """Whether a phrase such as "in hospital" stands right behind a hit: there it names what was hit."""
    acts = [act for act in before[-3:] if act.table == "acts" and act.last == phrase.first]
    return phrase.table == "blocked" and phrase.name == "object" and any(act.name in ("hit", "damage") for act in acts)


def _shuts_out(other: Mention, mention: Mention) -> bool:
    """Whether one solid phrase, which reaches on to the first token of another, says what that one seems to say."""
    if other.table == "acts" and mention.table in _NOUNS:
        return False  # "claimed 18 lives": the phrase is an act, and the lives are still counted
    inside = other.first <= mention.first and mention.last <= other.last
    longer = other.last - other.first > mention.last - mention.first
    if other.table == "blocked":
        shut = ("class", "model", "acts") if other.name == "weapon" else ("objects", "people", "acts", "utilities")
        return mention.table in shut
    return inside and longer and {other.table, mention.table} != {"utilities", "outage"}
