"""The time words of a language, compiled from data/lang/<code>/times.toml once per catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from firstlight.catalog import Catalog
from firstlight.errors import CatalogError
from firstlight.model import Record
from firstlight.read.lexicon import Element, Lexicon, expand
from firstlight.read.times_mention import Clock, DayRef, TimeKind
from firstlight.read.tokens import Token

# Signs between two parts of one mention; words for the same are data ([glue]).
_SIGNS = {",": ",", "(": "(", ")": ")", "-": "-"}
_GLUE = {"neutral": "", "of": "o", "from": "f", "to": "t", "and": "&"}
_LEADS = ("neutral", "during", "month", "year", "since", "as_of", "past", "later")
_ZONES = {"kyiv": "Europe/Kyiv", "moscow": "Europe/Moscow", "utc": "UTC", "local": ""}


class Phrase(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A row [[phrase]]: words that are a time mention by themselves; fields as in TimeMention and DayRef."""

    words: list[str]
    kind: TimeKind
    after: list[str] = []  # counts only where one of these words stands right before; it joins the mention
    part: str | None = None
    shift: int | None = None  # days from publication, or from the mention before
    previous: bool = False
    deictic: bool = False  # tied to publication, whatever was mentioned before
    number: int | None = None
    unit: str | None = None
    clock: Clock | None = None
    year_shift: int | None = None
    background: bool = False
    loose: bool = False  # counts only beside a day or after a lead; a loose duration never does: it is no time at all


class Term(NamedTuple):
    """What a matched phrase means; `after` is empty where the phrase stands alone."""

    phrase: Phrase
    day: DayRef | None
    after: frozenset[str]


class _Remembered(dict[str, bool]):
    """Answers of a question about words: a plain look-up for every word seen before."""

    def __init__(self, ask: Callable[[str], bool]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, word: str) -> bool:
        if len(self) > 200_000:
            self.clear()
        self[word] = found = self._ask(word)
        return found


Words = dict[str, int]
Lead = tuple[tuple[Element, ...], frozenset[str]]


class Grammar:
    """Compiled tables of one language; `interesting[word]` is the cheap check made on every token."""

    def __init__(self, table: Mapping[str, Any], name: str) -> None:
        self.name = name
        self.abbreviated: set[str] = set()
        self.month_first = bool(table.get("month_first", False))
        self.proper = frozenset(table.get("proper", ()))
        self.months = self._numbered(table, "months", range(1, 13))
        self.weekdays = {word: number - 1 for word, number in self._numbered(table, "weekdays", range(1, 8)).items()}
        self.numbers = self._numbered(table, "numbers", range(1, 13))
        self.hours = self._numbered(table, "hours", range(1, 13))
        self.units = {word: unit for unit, words in self._group(table, "units") for word in self._single(words)}
        self.tails = frozenset(self._list(table, "words", "tails"))
        self.years = self._sequences(self._list(table, "words", "year"))
        self.hour_words = self._sequences(self._list(table, "clock", "hour"))
        self.clock_lead = frozenset(self._list(table, "clock", "lead"))
        self.clock_about = frozenset(self._list(table, "clock", "about"))
        self.clock_alone = frozenset(self._list(table, "clock", "alone"))
        self.halves: Lexicon[str] = Lexicon(
            (pattern, half) for half in ("am", "day", "pm", "night") for pattern in self._list(table, "clock", half)
        )
        self.zones: Lexicon[str] = Lexicon(
            (pattern, _ZONES[zone]) for zone, words in self._group(table, "zones") for pattern in words
        )
        self.war_day = frozenset(self._list(table, "words", "war_day"))
        self.between = frozenset(self._list(table, "words", "between"))
        self.mods = {
            word: shift
            for key, shift in (("last", -1), ("this", 0), ("next", 1))
            for word in self._single(self._list(table, "words", key))
        }
        self.trails = {
            word: role
            for role in ("later", "ago", "earlier")
            for word in self._single(self._list(table, "words", role))
        }
        self.glue = dict(_SIGNS)
        for role, words in self._group(table, "glue"):
            self.glue |= {word: _GLUE[role] for word in self._single(words)}
        self.leads = self._leads(table)
        self.phrases: Lexicon[Term] = Lexicon(self._phrases(table))
        self.interesting = _Remembered(self.starts)

    def starts(self, word: str) -> bool:
        """Whether a time mention may have its anchor at `word`."""
        return (
            word[0].isdecimal()
            or any(word in words for words in (self.months, self.weekdays, self.numbers, self.hours))
            or bool(self.phrases.starting(word))
        )

    def lead(self, tokens: Sequence[Token], first: int) -> tuple[int, frozenset[str]]:
        """The longest lead that ends right before token `first`: where it begins, and its roles (none: no lead)."""
        if first:
            for words, roles in self.leads.get(tokens[first - 1].word, ()):
                begin = first - len(words)
                if begin >= 0 and all(e.fits(t.word) for e, t in zip(words, tokens[begin:first], strict=True)):
                    return begin, roles
        return first, frozenset()

    def follow(self, rows: Mapping[str, list[tuple[str, ...]]], tokens: Sequence[Token], at: int) -> int:
        """The end of the longest of the word sequences `rows` that stands at token `at`; `at` where none does."""
        if at < len(tokens):
            for words in rows.get(tokens[at].word, ()):
                if [token.word for token in tokens[at : at + len(words)]] == list(words):
                    return at + len(words)
        return at

    def _phrases(self, table: Mapping[str, Any]) -> Iterable[tuple[str, Term]]:
        if not table.get("phrase"):
            raise CatalogError(f"data/{self.name} has no [[phrase]]: a language needs its words for night and today")
        for row in table["phrase"]:
            try:
                phrase = msgspec.convert(row, Phrase)
            except msgspec.ValidationError as error:
                raise CatalogError(f"data/{self.name}, phrase {row.get('words')}: {error}") from error
            day = None
            if phrase.shift is not None or phrase.year_shift is not None:
                anchor: Any = "previous" if phrase.previous else "published"
                day = DayRef(shift=phrase.shift, year_shift=phrase.year_shift, anchor=anchor)
            term = Term(phrase, day, frozenset(self._single(phrase.after)))
            yield from ((words, term) for words in phrase.words)

    def _leads(self, table: Mapping[str, Any]) -> dict[str, list[Lead]]:
        roles: dict[tuple[Element, ...], set[str]] = {}
        for role in _LEADS:
            for pattern in self._list(table, "lead", role):
                for elements in expand(pattern):
                    if elements[-1].tail:
                        raise CatalogError(f"data/{self.name}: the lead {pattern!r} must end in a whole word")
                    roles.setdefault(elements, set()).add(role)
        found: dict[str, list[Lead]] = {}
        for elements in sorted(roles, key=len, reverse=True):
            found.setdefault(elements[-1].stem, []).append((elements, frozenset(roles[elements])))
        return found

    def _numbered(self, table: Mapping[str, Any], key: str, wanted: range) -> Words:
        group = dict(self._group(table, key))
        if missing := [number for number in wanted if not group.get(str(number))]:
            raise CatalogError(f"data/{self.name}: [{key}] lacks {missing}: every number needs its words")
        return {word: number for number in wanted for word in self._single(group[str(number)])}

    def _group(self, table: Mapping[str, Any], key: str) -> Iterable[tuple[str, list[str]]]:
        if not isinstance(table.get(key), dict):
            raise CatalogError(f"data/{self.name} has no table [{key}]: copy it from another language and fill it")
        return [(str(name), list(words)) for name, words in table[key].items()]

    def _list(self, table: Mapping[str, Any], group: str, key: str) -> list[str]:
        words = dict(self._group(table, group)).get(key)
        if words is None:
            raise CatalogError(
                f"data/{self.name}: [{group}] has no {key!r}: give a list, empty if there is no such word"
            )
        return words

    def _single(self, patterns: Iterable[str]) -> list[str]:
        """One-token forms of patterns; a form written with a point ("feb.") may stand with it or without."""
        found = []
        for pattern in patterns:
            for elements in expand(pattern):
                stems = [element.stem for element in elements]
                if stems[1:] == ["."]:
                    self.abbreviated.add(stems[0])
                elif len(stems) != 1 or elements[0].tail:
                    raise CatalogError(f"data/{self.name}: {pattern!r} must be whole single words")
                found.append(stems[0])
        return found

    def _sequences(self, patterns: Iterable[str]) -> dict[str, list[tuple[str, ...]]]:
        found: dict[str, list[tuple[str, ...]]] = {}
        for pattern in patterns:
            for elements in expand(pattern):
                words = tuple(element.stem for element in elements)
                found.setdefault(words[0], []).append(words)
        for rows in found.values():
            rows.sort(key=len, reverse=True)
        return found


_COMPILED: dict[tuple[str, str], Grammar] = {}


def grammar(language: str, catalog: Catalog) -> Grammar:
    """The compiled time words of `language`; CatalogError where its file is missing or lacks a table."""
    key = (catalog.hash, language)
    if key not in _COMPILED:
        name = f"lang/{language}/times.toml"
        _COMPILED[key] = Grammar(catalog.toml(name), name)
    return _COMPILED[key]
