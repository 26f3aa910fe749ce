"""Names of villages that no file has: led back to the nominative by endings, and spelt in Latin letters, both as data.

Only for a name behind a word for a village whose region is known; where the ending leaves its nominative open, nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from firstlight.errors import CatalogError
from firstlight.read.tokens import Token

SHORTEST = 4  # letters


class Unlisted:
    """How one language writes such names: table `unlisted` of its inflection.toml.

    `oblique` maps endings of other cases to the nominative's, `refused` are endings that leave it open, `latin` are
    letters and their Latin ones, in the order in which they are put; ^ and $ are the beginning and the end of a word;
    `opening` are endings of a first word that another follows; `country` says whose names are so spelt, "" any.
    """

    def __init__(self, table: Mapping[str, Any], file: str) -> None:
        try:
            self._oblique: list[tuple[str, str]] = sorted(table["oblique"].items(), key=lambda pair: -len(pair[0]))
            self._refused = tuple(table["refused"])
            self.opening = tuple(table["opening"])
            self.country = str(table["country"])
            self._latin = [(old, new) for old, new in table["latin"]]
        except (KeyError, ValueError) as error:
            raise CatalogError(f"data/{file}: the table unlisted cannot be read: {error}") from error

    def english(self, tokens: Sequence[Token], text: str) -> str | None:
        """The name that `tokens` write, in Latin letters; None where its nominative is open."""
        written = [text[token.start : token.end] for token in tokens]
        words = [self._nominative(token.word) for token in tokens if token.word != "-"]
        if any(word is None for word in words):
            return None
        spelt = iter([self._spelt(word or "") for word in words])
        parts = ["-" if token.word == "-" else next(spelt) for token in tokens]
        shown = [
            part[:1].upper() + part[1:] if old[:1].isupper() else part for part, old in zip(parts, written, strict=True)
        ]
        return " ".join(shown).replace(" - ", "-")

    def _nominative(self, word: str) -> str | None:
        if len(word) < SHORTEST:
            return None
        for ending, nominative in self._oblique:
            if word.endswith(ending):
                return word.removesuffix(ending) + nominative
        return None if word.endswith(self._refused) else word

    def _spelt(self, word: str) -> str:
        text = f"^{word}$"
        for old, new in self._latin:
            text = text.replace(old, new)
        return text.strip("^$")
