"""The language of a text by its letters, then by a few function words; both are data (data/languages.toml)."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from firstlight.catalog import Catalog
from firstlight.errors import CatalogError
from firstlight.model import Record

SAMPLE = 200_000  # characters looked at
UNDETERMINED = "und"

_WORD = re.compile(r"[^\W\d_]+")


class LanguageRule(Record, frozen=True, kw_only=True):
    """How a language is told from the others of its script: letters that only it has, words that it uses often."""

    script: str
    letters: str
    words: list[str]
    fallback: bool = False  # taken where a text in its script shows no evidence at all


class LanguageRules(Record, frozen=True, kw_only=True):
    """data/languages.toml: code point ranges of scripts, and the languages."""

    scripts: dict[str, list[tuple[int, int]]]
    languages: dict[str, LanguageRule]


@lru_cache(maxsize=8)
def _rules(catalog: Catalog) -> LanguageRules:
    rules = catalog.read("languages.toml", LanguageRules)
    for code, rule in rules.languages.items():
        if rule.script not in rules.scripts or not rule.words:
            raise CatalogError(f"data/languages.toml: {code} needs a known script and at least one word")
    return rules


def language_of(text: str, catalog: Catalog) -> str:
    """The code of the language of `text`, or "und" where it holds no letters of a known script.

    The script with most letters decides first (two Latin letters weigh as one of another script: names of weapons are
    Latin everywhere); within it the language whose own letters are most frequent; then function words.
    """
    rules = _rules(catalog)
    sample = text[:SAMPLE].lower()
    letters = Counter(sample)
    script = _script(letters, rules)
    near = {code: rule for code, rule in rules.languages.items() if rule.script == script}
    if len(near) < 2:
        return next(iter(near), UNDETERMINED)
    best = _best({code: sum(letters[letter] for letter in rule.letters) for code, rule in near.items()})
    if best:
        return best
    words = Counter(_WORD.findall(sample))
    best = _best({code: sum(words[word] for word in rule.words) for code, rule in near.items()})
    return best or next((code for code, rule in near.items() if rule.fallback), UNDETERMINED)


def _script(letters: Counter[str], rules: LanguageRules) -> str | None:
    totals: Counter[str] = Counter()
    ranges = [(low, high, name) for name, found in rules.scripts.items() for low, high in found]
    for letter, count in letters.items():
        point = ord(letter)
        for low, high, name in ranges:
            if low <= point <= high:
                totals[name] += count if name == "latin" else 2 * count
    return max(totals, key=lambda name: (totals[name], name)) if totals else None


def _best(scores: dict[str, int]) -> str | None:
    """The code with the highest score, None where the two highest are equal."""
    ranked = sorted(scores, key=lambda code: (-scores[code], code))
    return ranked[0] if scores[ranked[0]] > scores[ranked[1]] else None
