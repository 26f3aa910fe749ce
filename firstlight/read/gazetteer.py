"""The places that texts can name, and the index that finds them by any case form of their names.

Nothing is generated at start: a word of a text is led back to nominatives by the rules of inflect.py, once per word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from firstlight.catalog import Catalog
from firstlight.errors import CatalogError
from firstlight.read.inflect import Inflection
from firstlight.read.lexicon import Lexicon, expand
from firstlight.read.place_entry import PlaceEntry, entry_of
from firstlight.read.register import Register, Villages
from firstlight.read.tokens import Token, folded, words_in
from firstlight.read.unlisted import Unlisted

FILES = ("countries", "regions", "raions", "hromadas", "districts", "former", "named", "ua", "ru")
HEADED = {"oblast": ("oblast",), "raion": ("raion", "area"), "hromada": ("hromada",)}
FALLBACK = "en"
REMEMBERED = 30_000


class Row(NamedTuple):
    """A name under its first word: its other words, the places that bear it, whether a word for region must follow."""

    rest: tuple[str, ...]
    places: tuple[PlaceEntry, ...]
    adjective: bool


class Gazetteer:
    """All places of a catalogue; the index of a language is built when a text of that language comes.

    CatalogError where a file lacks a column or holds an unknown kind.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._indexes: dict[str, PlaceIndex] = {}
        self.entries: list[PlaceEntry] = []
        self._rows: list[dict[str, str]] = []
        for file in FILES:
            for row in catalog.rows(f"places/{file}.csv"):
                self.entries.append(entry_of(row, file))
                self._rows.append(row)
        self._register: Register | None = None
        self.by_id = {entry.id: entry for entry in self.entries}
        lands = catalog.toml("places/lands.toml")
        try:
            self._launch = frozenset(lands["launch"]) | frozenset(lands["launch_areas"])
        except KeyError as error:
            raise CatalogError(f"data/places/lands.toml lacks the key {error}") from error

    def launches(self, place: PlaceEntry) -> bool:
        """Whether the place lies in a land from which weapons are launched at Ukraine; whole countries do not count."""
        if place.kind in ("country", "organisation"):
            return False
        return not self._launch.isdisjoint((place.id, place.country, place.oblast))

    @property
    def register(self) -> Register:
        """The settlements that are too small for the files above, read when a text first asks for one."""
        if self._register is None:
            oblasts = {place.code[:4]: place.oblast for place in self.entries if place.code and place.oblast}
            self._register = Register(self._catalog, oblasts)
        return self._register

    def index(self, language: str) -> PlaceIndex:
        """The index of names in `language`; a language without place data gets the English one."""
        found = self._indexes.get(language)
        if found is None:
            known = f"lang/{language}/places.toml" in self._catalog.names("lang")
            code = language if known else FALLBACK
            found = PlaceIndex(self._catalog, code, zip(self.entries, self._rows, strict=True), self)
            self._indexes[language] = found
        return found


class PlaceIndex:
    """Names and adjectives of one language with the cues that stand beside them."""

    def __init__(
        self, catalog: Catalog, language: str, rows: Iterable[tuple[PlaceEntry, dict[str, str]]], home: Gazetteer
    ) -> None:
        self._language, self._home = language, home
        file = f"lang/{language}/inflection.toml"
        table = catalog.toml(file)
        try:
            self._names = Inflection(table["place_endings"], table["place_words"], file)
            self._adjectives = Inflection(table["adjective_endings"], {}, file)
            self.unlisted = Unlisted(table["unlisted"], file)
        except KeyError as error:
            raise CatalogError(f"data/{file} lacks the table {error}") from error
        phrases = catalog.toml(f"lang/{language}/places.toml")
        self.cues = Cues(phrases, f"lang/{language}/places.toml")
        self.regions: dict[str, tuple[PlaceEntry, ...]] = {}
        names: dict[tuple[str, ...], list[PlaceEntry]] = {}
        adjectives: dict[tuple[str, ...], list[PlaceEntry]] = {}
        stems: list[tuple[str, PlaceEntry]] = []
        for entry, row in rows:
            _add(names, row.get(language) or "", entry)
            _add(adjectives, row.get(f"adj_{language}") or "", entry)
            stems += [(f"{stem}*4", entry) for stem in (row.get(f"stems_{language}") or "").split("|") if stem]
            if entry.kind == "oblast":
                self.regions.setdefault(entry.oblast or "", ())
                self.regions[entry.oblast or ""] += (entry,)
        for town, people in phrases.get("residents", {}).items():
            if town not in home.by_id:
                raise CatalogError(f"data/lang/{language}/places.toml: [residents] names the unknown place {town!r}")
            stems += [(pattern, home.by_id[town]) for pattern in people]
        self._stems = Lexicon(stems)
        self._first: dict[str, list[Row]] = {}
        for table_of, adjective in ((names, False), (adjectives, True)):
            for words, places in table_of.items():
                self._first.setdefault(words[0], []).append(Row(words[1:], tuple(places), adjective))
        self._words = {word for words in (*names, *adjectives) for word in words}
        self._known: dict[str, tuple[Row, ...]] = {}
        self._lemmas: dict[tuple[str, bool], frozenset[str]] = {}

    def rows(self, word: str) -> tuple[Row, ...]:
        """The names that may begin with `word` in any case form, longest first."""
        found = self._known.get(word)
        if found is None:
            rows = [row for name in self.lemmas(word, False) for row in self._first.get(name, ()) if not row.adjective]
            rows += [row for name in self.lemmas(word, True) for row in self._first.get(name, ()) if row.adjective]
            found = tuple(sorted(rows, key=lambda row: -len(row.rest)))
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[word] = found
        return found

    def lemmas(self, word: str, adjective: bool) -> frozenset[str]:
        """The nominatives of name words that `word` may be a form of."""
        found = self._lemmas.get((word, adjective))
        if found is None:
            rules = self._adjectives if adjective else self._names
            found = frozenset(rules.names(word, self._words))
            if len(self._lemmas) >= REMEMBERED:
                self._lemmas.clear()
            self._lemmas[word, adjective] = found
        return found

    def match(self, tokens: list[Token], first: int, adjective: bool) -> tuple[int, tuple[PlaceEntry, ...]] | None:
        """The longest name (or adjective) that starts at token `first`: the token after it, and the places."""
        best: tuple[int, tuple[PlaceEntry, ...]] | None = None
        for row in self.rows(tokens[first].word):
            last = first + 1 + len(row.rest)
            if row.adjective != adjective or last > len(tokens) or (best and last < best[0]):
                continue
            if all(word in self.lemmas(tokens[first + 1 + at].word, adjective) for at, word in enumerate(row.rest)):
                places = row.places if not best else tuple(dict.fromkeys((*best[1], *row.places)))
                best = (last, places)
        return best

    @cached_property
    def villages(self) -> Villages:
        """The names of the register in this language."""
        return Villages(self._home.register, self._language, self._names)

    def peoples(self, tokens: list[Token]) -> list[int]:
        """The tokens with which the adjective or people of a country, or the people of a town, may begin."""
        return self._stems.begins(tokens)

    def people(self, tokens: list[Token], first: int) -> tuple[int, PlaceEntry] | None:
        """The country or town whose adjective or people token `first` names: the token after it, and the place."""
        hits = self._stems.at(tokens, first)
        return (hits[0].last, hits[0].value) if hits else None


class Cues:
    """The phrases beside places that say what a place is or does there (data/lang/<code>/places.toml)."""

    def __init__(self, table: Mapping[str, Any], name: str) -> None:
        try:
            self.heads = Lexicon((pattern, kind) for kind, words in table["heads"].items() for pattern in words)
            lists = table["lists"]
            self.joints = frozenset(lists["joints"])
            self.closing = frozenset(lists["closing_heads"])
            self.carry_head = bool(lists["carry_head"])
            self.between = frozenset(lists["between"])
            self.abbreviations = frozenset(lists["abbreviations"])
            before = [(pattern, tag) for tag, words in table["before"].items() for pattern in words]
            self.before = Lexicon(before)
            self._lengths = Lexicon(
                (f"{last.stem}*{last.tail}" if last.tail else last.stem, length)
                for last, length in {(found[-1], len(found)) for pattern, _ in before for found in expand(pattern)}
            )
            cued = [*table["before"]["village"], *table["before"]["villages"]]
            ends = {[e for e in found if e.stem.isalpha()][-1] for pattern in cued for found in expand(pattern)}
            self._village_words = frozenset(end.stem for end in ends if not end.tail)
            self._village_stems = tuple(sorted(end.stem for end in ends if end.tail))
            self._known_ends: dict[str, bool] = {}
            self._known_lengths: dict[str, tuple[int, ...]] = {}
            self.after = Lexicon((pattern, tag) for tag, words in table["after"].items() for pattern in words)
            self.capitals = frozenset(table["capitals"]["names"])
            self.lower = frozenset(table["capitals"]["lower"])
            self.possessed = frozenset(table["capitals"]["possessed"])
            self.genitive = tuple(table["capitals"]["genitive"])
            self.indirect = frozenset(table["capitals"]["indirect"])
            self.not_places = Lexicon((pattern, True) for pattern in table["not_places"]["patterns"])
            words = [words_in(folded(name)) for name in table["common"]["words"]]
            self.common = frozenset(name[0] for name in words if len(name) == 1)
            self.common_phrases = tuple(name for name in words if len(name) > 1)
            looks = table["looks"]
            self.adjectival, self.surname = tuple(looks["adjective"]), tuple(looks["surname"])
            self.streets, self.on = tuple(looks["street"]), frozenset(looks["on"])
            self.head_words = frozenset(word for words in table["heads"].values() for word in words)
            self.rivers = frozenset(map(folded, table["rivers"]["names"]))
            self.region_or_city = {folded(k): frozenset(v) for k, v in table["region_or_city"].items()}
        except KeyError as error:
            raise CatalogError(f"data/{name} lacks the table or key {error}") from error

    def village_ends(self, word: str) -> bool:
        """Whether `word` may be the last of a phrase before a village; a hint, since the phrase is not looked at."""
        found = self._known_ends.get(word)
        if found is None:
            found = word in self._village_words or word.startswith(self._village_stems)
            if len(self._known_ends) >= REMEMBERED:
                self._known_ends.clear()
            self._known_ends[word] = found
        return found

    def lengths(self, word: str) -> tuple[int, ...]:
        """How many tokens the phrases have that may end with `word` before a place."""
        found = self._known_lengths.get(word)
        if found is None:
            found = tuple(sorted({length for _, length in self._lengths.starting(word)}))
            if len(self._known_lengths) >= REMEMBERED:
                self._known_lengths.clear()
            self._known_lengths[word] = found
        return found


_GAZETTEERS: WeakKeyDictionary[Catalog, Gazetteer] = WeakKeyDictionary()


def gazetteer(catalog: Catalog) -> Gazetteer:
    """The gazetteer of `catalog`, read once per catalogue."""
    found = _GAZETTEERS.get(catalog)
    if found is None:
        found = _GAZETTEERS[catalog] = Gazetteer(catalog)
    return found


def _add(names: dict[tuple[str, ...], list[PlaceEntry]], spelt: str, entry: PlaceEntry) -> None:
    for name in folded(spelt).split("|") if spelt else ():
        words = words_in(name)
        if words:
            bearers = names.setdefault(words, [])
            if entry not in bearers:
                bearers.append(entry)
