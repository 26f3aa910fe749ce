"""Covers, in the context around a quote, whatever may be the name of a private person, a phone, a mail or a handle.

The rule errs on the side of covering. Two or more capitalised words in a row are covered unless each is a word that
the catalogue or a speaker's name accounts for, or a public office stands in or before them (data/brief/cover.toml).
A single capitalised word is covered where an age follows it. A word that holds a digit is no name: it marks a weapon.
Quotes themselves are cut short of names when read.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Sequence

from firstlight.catalog import Catalog
from firstlight.model import Material, Statement

MARK = "'\u2019\u02bc-"
WORD = rf"[^\W\d_](?:[\w{MARK}]*[^\W_])?"
TOKEN = re.compile(WORD)
UNIT = rf"(?:[^\W\d_]\.|{WORD})"  # an initial or a word; a full stop after a word ends the row
RUN = re.compile(rf"{UNIT}(?:[ \u00a0]+{UNIT})*")
AGED = re.compile(rf"({WORD})(?=(?:,|\s?\()\s?\d{{1,3}}\b)")
REACHABLE = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+|(?<!\w)@\w{3,}|(?<![\w-])\+?\d[\d ()-]{7,}\d(?!\w)")
DATE = re.compile(r"(?:19|20)\d\d-\d\d-\d\d(?!\d)")  # long enough to look like a telephone number
LARGE = 10_000  # inhabitants from which a settlement's name is taken to be no one's surname
STEM = 4
ACRONYM = 4  # capitals up to this length name a body or a plant, not a person


class Cover:
    """Knows the words that are no private names: places, sources, weapons, offices, speakers, months, countries."""

    def __init__(self, catalog: Catalog, material: Material, words: Iterable[str]) -> None:
        table = catalog.toml("brief/cover.toml")
        self.mask = str(table["mask"]["text"])
        self.offices = {str(word).casefold() for group in table["offices"].values() for word in group}
        texts = [*words, *(str(word) for group in table["known"].values() for word in group)]
        texts += _catalogue_names(catalog)
        texts += _spoken(list(material.statements.values()))
        self.stems = {_stem(word) for text in texts for word in TOKEN.findall(text)}

    def knowing(self, statements: Iterable[Statement]) -> Cover:
        """The same, which also knows the names of those whom further statements credit."""
        more = copy.copy(self)
        more.stems = self.stems | {_stem(word) for text in _spoken(list(statements)) for word in TOKEN.findall(text)}
        return more

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where a text may name or lead to a private person: (start, end) in code points, in order."""
        return sorted(self._spans(text))

    def covered(self, before: str, quote: str, after: str) -> tuple[str, str]:
        """The texts before and after a quote with names covered, those that the quote's edge cuts through as well."""
        text = before + quote + after
        start, end = len(before), len(before) + len(quote)
        spans = sorted(self._spans(text))
        left = "".join(_pieces(text, 0, start, spans, self.mask))
        right = "".join(_pieces(text, end, len(text), spans, self.mask))
        return left, right

    def _spans(self, text: str) -> Iterable[tuple[int, int]]:
        for found in REACHABLE.finditer(text):
            if not DATE.match(found.group()):
                yield found.span()
        for found in AGED.finditer(text):
            word = found.group(1)
            if _namelike(word) and not self._known(word):
                yield found.span(1)
        for found in RUN.finditer(text):
            yield from self._names(text, found)

    def _names(self, text: str, run: re.Match[str]) -> Iterable[tuple[int, int]]:
        """Rows of capitalised words within a row of words."""
        row: list[re.Match[str]] = []
        office = False
        tokens = list(TOKEN.finditer(text, run.start(), run.end()))
        for token in [*tokens, None]:
            if token is not None and _namelike(token.group()):
                row.append(token)
                continue
            if len(row) > 1 and not office and not self._accounted(text, row):
                yield row[0].start(), row[-1].end()
            office = token is not None and self._office(token.group())
            row = []

    def _accounted(self, text: str, row: list[re.Match[str]]) -> bool:
        words = [token.group() for token in row]
        if any(self._office(word) or (word.isupper() and 1 < len(word) <= ACRONYM) for word in words):
            return True
        lead = text[: row[0].start()].rstrip()
        opens = not lead or lead[-1] in ".!?:;" or not lead[-1].isalnum()
        rest = words[1:] if opens else words
        return all(self._known(word) for word in rest)

    def _office(self, word: str) -> bool:
        folded = word.casefold()
        return any(folded[: len(folded) - cut] in self.offices for cut in range(min(4, len(folded))))

    def _known(self, word: str) -> bool:
        folded = word.casefold()
        return any(folded[: len(folded) - cut] in self.stems for cut in range(min(4, max(1, len(folded) - STEM + 1))))


def _namelike(word: str) -> bool:
    """Whether a word may be a name: it begins with a capital and holds no digit, as the marks of weapons do."""
    return word[0].isupper() and not any(letter.isdigit() for letter in word)


def _spoken(statements: Sequence[Statement]) -> list[str]:
    """The names of speakers, witnesses apart, and of meetings."""
    credited = [s.speaker.name for s in statements if s.speaker is not None and s.speaker.kind != "witness"]
    return credited + [s.meeting.body for s in statements if s.meeting]


def _pieces(text: str, start: int, end: int, spans: Iterable[tuple[int, int]], mask: str) -> Iterable[str]:
    at = start
    for low, high in spans:
        low, high = max(low, at), min(high, end)
        if low < high:
            yield text[at:low]
            yield mask
            at = high
    yield text[at:end]


def _stem(word: str) -> str:
    folded = word.casefold()
    return folded[: max(STEM, len(folded) - 2)]


def _catalogue_names(catalog: Catalog) -> list[str]:
    names = [text for entry in catalog.sources.values() for text in (entry.name, *entry.aliases)]
    names += [entry.title for table in (catalog.weapons, catalog.classes) for entry in table.values()]
    names += [entry.title for entry in catalog.defences.values()]
    for file in catalog.names("places"):
        if file.endswith(".csv"):
            for row in catalog.rows(file):
                people = row.get("population") or "0"
                if row.get("kind") in ("oblast", "raion", "country") or float(people) >= LARGE:
                    names += [row[key].replace("|", " ") for key in ("name", "en", "uk", "ru") if row.get(key)]
    return names
