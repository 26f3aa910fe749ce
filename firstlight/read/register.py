"""The register of all settlements of Ukraine (data/places/villages.csv): one line a name, made into places on demand.

Nobody would read a newspaper's every capitalised word as a village, so this table stands apart from the gazetteer:
villages.py says where a text may name one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from firstlight.catalog import Catalog
from firstlight.errors import CatalogError
from firstlight.read.inflect import Inflection
from firstlight.read.place_entry import PlaceEntry
from firstlight.read.tokens import Token, folded, words_in

FILE = "places/villages.csv"
REMEMBERED = 30_000


class Register:
    """The lines of the register. CatalogError where the file lacks a column or a code is of no known oblast.

    `oblasts` gives the ISO 3166-2 code for the first four letters of a KATOTTG code.
    """

    def __init__(self, catalog: Catalog, oblasts: Mapping[str, str]) -> None:
        lines = [line for line in catalog.text(FILE).splitlines() if line and not line.startswith("#")]
        self._oblasts = oblasts
        self._columns = {name: at for at, name in enumerate(lines[0].split(",") if lines else ())}
        self.lines = [tuple(line.split(",")) for line in lines[1:]]
        wrong = next((line for line in self.lines if len(line) != len(self._columns)), None)
        if wrong is not None:
            raise CatalogError(f"data/{FILE}: the line of {wrong[0]!r} has not the columns of the first line")
        self._made: dict[int, tuple[PlaceEntry, ...]] = {}

    def column(self, name: str) -> int:
        """Where the column `name` stands; CatalogError where there is none."""
        if name not in self._columns:
            raise CatalogError(f"data/{FILE} lacks the column {name!r}")
        return self._columns[name]

    def places(self, line: int) -> tuple[PlaceEntry, ...]:
        """All settlements of the name on `line`."""
        found = self._made.get(line)
        if found is None:
            row = self.lines[line]
            codes = row[self.column("codes")].split()
            found = self._made[line] = tuple(self._entry(code, row[self.column("name")]) for code in codes)
        return found

    def _entry(self, code: str, name: str) -> PlaceEntry:
        oblast = self._oblasts.get(code[:4])
        if oblast is None:
            raise CatalogError(f"data/{FILE}: the code {code!r} of {name} begins with no known oblast")
        return PlaceEntry(id=code, name=name, kind="settlement", oblast=oblast, country=oblast[:2], code=code)


class Named(NamedTuple):
    """A name that tokens up to `last` may stand for, and whether they show its nominative."""

    last: int
    line: int
    word: str  # the nominative, in lower case
    nominative: bool


class Villages:
    """The register's names in one language, found in any case form."""

    def __init__(self, register: Register, language: str, names: Inflection) -> None:
        self.register = register
        self._inflection = names
        self._first: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        at = register.column(language)
        for line, plain in enumerate(folded("\n".join([row[at] for row in register.lines])).split("\n")):
            for spelt in filter(None, plain.split("|")):
                words = words_in(spelt)
                self._first.setdefault(words[0], []).append((words[1:], line))
        rest = {word for rows in self._first.values() for words, _ in rows for word in words}
        self._words = rest | self._first.keys()
        self._known: dict[str, tuple[str, ...]] = {}
        self._beginnings: dict[str, bool] = {}

    def _lemmas(self, word: str) -> tuple[str, ...]:
        found = self._known.get(word)
        if found is None:
            found = self._inflection.names(word, self._words)
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[word] = found
        return found

    def begins(self, word: str) -> bool:
        """Whether a name may begin with `word` in some case form."""
        found = self._beginnings.get(word)
        if found is None:
            found = any(lemma in self._first for lemma in self._lemmas(word))
            if len(self._beginnings) >= REMEMBERED:
                self._beginnings.clear()
            self._beginnings[word] = found
        return found

    def at(self, tokens: Sequence[Token], first: int) -> list[Named]:
        """The longest names that may begin at token `first`; several where a form fits several nominatives."""
        found: list[Named] = []
        for lemma in self._lemmas(tokens[first].word):
            for rest, line in self._first.get(lemma, ()):
                last = first + 1 + len(rest)
                if last > len(tokens) or (found and last < found[0].last):
                    continue
                words = [token.word for token in tokens[first + 1 : last]]
                if all(part in self._lemmas(word) for part, word in zip(rest, words, strict=True)):
                    if found and last > found[0].last:
                        found.clear()
                    found.append(
                        Named(
                            last, line, " ".join((lemma, *rest)), lemma == tokens[first].word and tuple(words) == rest
                        )
                    )
        return found
