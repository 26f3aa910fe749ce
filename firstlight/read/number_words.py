"""The words that numbers are made of, compiled from data/lang/<code>/numbers.toml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from firstlight.catalog import Catalog
from firstlight.read.lexicon import Lexicon

# Groups of bounds and ratios that no number begins with.
_INSIDE = ("either", "inner", "range_join", "after_at_least", "of", "all", "but")


class NumberWords(NamedTuple):
    """The compiled numbers.toml of one language."""

    values: Lexicon[int]
    multipliers: Lexicon[int]
    vague: Lexicon[int]
    bounds: Lexicon[str]
    ratio: Lexicon[str]
    measures: Lexicon[str]
    openers: Lexicon[bool]  # everything that a number can begin with
    alone: frozenset[str]
    each: frozenset[str]
    cardinal: frozenset[str]
    ordinal: frozenset[str]
    joiners: frozenset[str]
    fresh: frozenset[int] = frozenset()  # tokens of the text in hand that begin a line


@lru_cache(maxsize=16)
def number_words(catalog: Catalog, language: str) -> NumberWords:
    """The number words of `language`, compiled once per catalogue."""
    table = catalog.toml(f"lang/{language}/numbers.toml")

    def by_value(group: str) -> Lexicon[int]:
        return Lexicon((pattern, int(value)) for value, patterns in table[group].items() for pattern in patterns)

    def by_name(group: str) -> Lexicon[str]:
        return Lexicon((pattern, name) for name, patterns in table[group].items() for pattern in patterns)

    return NumberWords(
        values=by_value("values"),
        multipliers=by_value("multipliers"),
        vague=by_value("vague"),
        bounds=by_name("bounds"),
        ratio=by_name("ratio"),
        measures=by_name("measures"),
        openers=Lexicon((pattern, True) for pattern in _openers(table)),
        alone=frozenset(table["alone"]["words"]),
        each=frozenset(table["each"]["words"]),
        cardinal=frozenset(table["suffixes"]["cardinal"]),
        ordinal=frozenset(table["suffixes"]["ordinal"]),
        joiners=frozenset(table["bounds"]["range_join"]),
    )


def _openers(table: Mapping[str, Any]) -> list[str]:
    groups = [
        group
        for name in ("values", "multipliers", "vague", "bounds", "ratio")
        for kind, group in table[name].items()
        if kind not in _INSIDE
    ]
    return ["#", *(pattern for group in (*groups, table["alone"]["words"]) for pattern in group)]
