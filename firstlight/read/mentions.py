"""Every phrase of the lexicon that a text mentions, with the weaker readings of the same words taken out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from firstlight.read.tokens import Token
from firstlight.read.words import Words

# Tables whose phrases shut out what lies inside them: in "attack drones" there is no attack, in "power plant" no power.
_SOLID = frozenset(
    ("acts", "people", "objects", "units", "utilities", "outage", "model", "class", "item", "blocked", "meeting", "aid",
     "response", "shortage")
)  # fmt: skip


_NOUNS = ("people", "class", "model")


class Mention(NamedTuple):
    """tokens[first:last] says what `table` and `name` tell."""

    first: int
    last: int
    table: str
    name: str


class Mentions:
    """All mentions of a text, by table, in order."""

    def __init__(self, found: list[Mention]) -> None:
        self._tables: dict[str, list[Mention]] = {}
        for mention in found:
            self._tables.setdefault(mention.table, []).append(mention)
        self._starts = {table: [mention.first for mention in rows] for table, rows in self._tables.items()}

    def of(self, table: str, first: int, last: int) -> list[Mention]:
        """The mentions of `table` that begin in tokens[first:last]."""
        rows = self._tables.get(table)
        if not rows:
            return []
        starts = self._starts[table]
        return rows[bisect_left(starts, first) : bisect_left(starts, last)]

    def named(self, table: str, name: str, first: int, last: int) -> list[Mention]:
        """The mentions of one group of `table` that begin in tokens[first:last]."""
        return [mention for mention in self.of(table, first, last) if mention.name == name]

    def any(self, table: str) -> bool:
        """Whether the text mentions anything of `table`."""
        return bool(self._tables.get(table))


def scan(tokens: Sequence[Token], words: Words) -> Mentions:
    """All mentions in `tokens`; within a table the longest phrase wins, and solid phrases shut out shorter ones."""
    found: list[Mention] = []
    reach: dict[str, int] = {}
    for first in range(len(tokens)):
        for hit in words.terms.at(tokens, first):
            table = hit.value.table
            if hit.last > reach.get(table, 0) or (table in ("model", "people") and hit.last == reach.get(table, 0)):
                if any(m.first == first and m.table == table for m in found[-4:]):
                    continue
                reach[table] = max(hit.last, reach.get(table, 0))
                found.append(Mention(first, hit.last, table, hit.value.name))
    return Mentions(_without_contained(found))


def _without_contained(found: list[Mention]) -> list[Mention]:
    """`found` is in the order of the first tokens, so only phrases that begin here or not long before can hold one."""
    kept: list[Mention] = []
    longest = max((mention.last - mention.first for mention in found), default=0)
    solid = [mention for mention in found if mention.table in _SOLID]
    low = high = 0
    for mention in found:
        if mention.table in _SOLID:
            while solid[low].first < mention.first - longest:
                low += 1
            while high < len(solid) and solid[high].first <= mention.first:
                high += 1
            if any(_shuts_out(other, mention) for other in solid[low:high]):
                continue
        if mention.table != "blocked":
            kept.append(mention)
    return kept


def _shuts_out(other: Mention, mention: Mention) -> bool:
    if other.table not in _SOLID or other.last <= mention.first:
        return False
    if other.table == "acts" and mention.table in _NOUNS:
        return False  # "claimed 18 lives": the phrase is an act, and the lives are still counted
    inside = other.first <= mention.first and mention.last <= other.last
    longer = other.last - other.first > mention.last - mention.first
    if other.table == "blocked":
        shut = ("class", "model", "acts") if other.name == "weapon" else ("objects", "people", "acts", "utilities")
        return mention.table in shut and other.last > mention.first
    return inside and longer and {other.table, mention.table} != {"utilities", "outage"}
