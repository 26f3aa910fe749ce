"""Sentences in three languages for what an invented war's reports say, from wording.toml.

The filler sentences give texts a length and a voice of their own: without them two reports of one night would look
like copies.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "uk", "ru")
_WORDS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("wording.toml").read_text("utf-8"))
SENTENCES: dict[str, dict[str, list[str]]] = _WORDS["sentences"]
FILLER: dict[str, dict[str, list[str]]] = _WORDS["filler"]
WEAPONS: dict[str, dict[str, str]] = _WORDS["weapons"]
OBJECTS: dict[str, dict[str, str]] = _WORDS["objects"]
STATUS: dict[str, dict[str, str]] = _WORDS["status"]
PHRASES: dict[str, dict[str, str]] = _WORDS["phrases"]
COUNTRY: dict[str, str] = _WORDS["country"]
MONTHS: dict[str, list[str]] = _WORDS["months"]


def date_words(language: str, day: str) -> str:
    """A date as a reader of the language writes it."""
    date = dt.date.fromisoformat(day)
    return f"{date.day} {MONTHS[language][date.month - 1]}"


def phrase(language: str, name: str, day: str, first: int = 0, last: int = 0) -> str:
    """When something happened, in words; the hours where the phrase has them."""
    return PHRASES[language][name].format(d=date_words(language, day), a=f"{first % 24:02}", b=f"{last % 24:02}")


def sentence(language: str, key: str, variant: int, values: Mapping[str, object]) -> str:
    """One sentence; its first letter large."""
    variants = SENTENCES[key][language]
    made = variants[variant % len(variants)].format(**values)
    return made[:1].upper() + made[1:]
