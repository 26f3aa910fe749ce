"""Finds what a text says about time, and places it: the words are data/lang/<code>/times.toml."""

from __future__ import annotations

from collections.abc import Sequence

from firstlight.catalog import Catalog
from firstlight.read.times_atoms import Scan, atoms
from firstlight.read.times_joins import joined
from firstlight.read.times_mention import DayRef, TimeKind, TimeMention
from firstlight.read.times_resolve import resolve, resolve_all
from firstlight.read.times_words import grammar
from firstlight.read.tokens import Token
from firstlight.when import published_interval, week_before

__all__ = [
    "DayRef", "TimeKind", "TimeMention", "find_times", "open_backwards", "published_interval", "resolve", "resolve_all",
]  # fmt: skip

# What the page does not date: the week before publication, precision week.
open_backwards = week_before


def find_times(tokens: Sequence[Token], text: str, language: str, catalog: Catalog) -> list[TimeMention]:
    """Every mention of time in a text, left to right, none overlapping.

    `tokens` are those of `text` (see tokens.py). A number inside a mention counts nothing else. CatalogError where the
    catalogue has no times.toml for `language`.
    """
    scan = Scan(tokens, text, grammar(language, catalog))
    return joined(scan, atoms(scan))
