"""Reads, checks and freezes data/; gives it a content hash. Knows no language, weapon or place by name."""

from __future__ import annotations

import csv
import hashlib
import io
import tomllib
from collections.abc import Mapping
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from firstlight.errors import CatalogError
from firstlight.model import Record

LANGUAGE_FILES = ("lexicon.toml", "numbers.toml", "times.toml", "inflection.toml", "places.toml", "examples.jsonl")

T = TypeVar("T")


class WeaponEntry(Record, frozen=True, kw_only=True, rename={"class_": "class"}):
    """A weapon model: its class, the group by which it is defeated, and its names as lexicon patterns per language."""

    id: str
    class_: str
    title: str
    names: dict[str, list[str]]
    group: str | None = None
    maker: str | None = None
    source: str = ""


class DefenceEntry(Record, frozen=True, kw_only=True):
    """An item of air defence as aid names it: title and names as lexicon patterns per language."""

    id: str
    title: str
    names: dict[str, list[str]]


class SourceEntry(Record, frozen=True, kw_only=True):
    """A publisher of reports and what its counts include."""

    id: str
    name: str
    kind: str  # military, official, local_authority, emergency_service, agency, media, monitor, dataset, analyst
    language: str
    zone: str  # IANA zone in which its undated hours are meant
    reliability: str  # Admiralty A to F
    licence: str
    side: str | None = None  # ISO code of the party that it speaks for
    aliases: list[str] = []
    scope: str = "national"  # national, regional, world
    expected: str | None = None  # "nightly" where a silent night is worth telling
    numerator_only: list[str] = []  # weapon classes of which it reports only what was stopped; "*" is all
    use: str = ""
    counts: str = ""
    forbids: list[str] = []  # uses that its licence forbids: commercial
    sites: list[str] = []  # where it publishes: host and beginning of the path, without scheme


class ReportingRule(Record, frozen=True, kw_only=True):
    """A dated rule of what a publisher's numbers mean."""

    id: str
    publisher: str
    start: str
    end: str | None = None
    classes: list[str]
    effect: str  # kills_only, separate, merged, withheld
    says: str
    source: str


class Catalog:
    """The frozen data folder. `hash` changes whenever a byte of it does.

    `root` may be any folder of the same shape, so that a test can add an invented weapon or language.
    """

    def __init__(self, root: Traversable | Path) -> None:
        self.root = root
        self._texts = _read_all(root)
        digest = hashlib.sha256()
        for name in sorted(self._texts):
            digest.update(name.encode() + b"\0" + hashlib.sha256(self._texts[name].encode()).digest())
        self.hash = digest.hexdigest()

    def text(self, name: str) -> str:
        """The text of data file `name`; CatalogError where it is absent."""
        if name not in self._texts:
            raise CatalogError(f"data/{name} is missing: restore it from the package or the repository")
        return self._texts[name]

    def toml(self, name: str) -> dict[str, Any]:
        """Data file `name` as TOML tables; CatalogError where it is absent, broken or empty."""
        try:
            table = tomllib.loads(self.text(name))
        except tomllib.TOMLDecodeError as error:
            raise CatalogError(f"data/{name} is not valid TOML: {error}") from error
        if not table:
            raise CatalogError(f"data/{name} is empty: an empty table would be read as silence")
        return table

    def rows(self, name: str) -> list[dict[str, str]]:
        """Data file `name` as CSV rows; lines that start with # are comments. CatalogError where columns differ."""
        lines = [line for line in self.text(name).splitlines() if line and not line.startswith("#")]
        header, *rows = csv.reader(io.StringIO("\n".join(lines))) if lines else [[]]
        wrong = next((row for row in rows if len(row) != len(header)), None)
        if wrong is not None:
            raise CatalogError(f"data/{name}: the line {','.join(wrong)!r} has not the columns of the first line")
        return [dict(zip(header, row, strict=True)) for row in rows]

    def names(self, folder: str) -> list[str]:
        """Names of the data files below `folder`, sorted."""
        return sorted(name for name in self._texts if name.startswith(folder.rstrip("/") + "/"))

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Codes of the languages that have a folder under data/lang/, each checked for its fixed list of files."""
        codes = sorted({name.split("/")[1] for name in self.names("lang") if name.count("/") >= 2})
        for code in codes:
            for file in LANGUAGE_FILES:
                if not self.text(f"lang/{code}/{file}").strip():
                    raise CatalogError(f"data/lang/{code}/{file} is empty: a language needs every file filled")
        return tuple(codes)

    @cached_property
    def weapons(self) -> Mapping[str, WeaponEntry]:
        """Weapon models by id."""
        return self._entries("weapons.toml", WeaponEntry)

    @cached_property
    def classes(self) -> Mapping[str, WeaponEntry]:
        """Weapon classes by id, with the words for a weapon whose model is not named."""
        return self._entries("weapon_classes.toml", WeaponEntry)

    @cached_property
    def defences(self) -> Mapping[str, DefenceEntry]:
        """Items of air-defence aid by id."""
        return self._entries("defences.toml", DefenceEntry)

    @cached_property
    def sources(self) -> Mapping[str, SourceEntry]:
        """Publishers by id."""
        return self._entries("sources.toml", SourceEntry)

    @cached_property
    def reporting_rules(self) -> tuple[ReportingRule, ...]:
        """Dated rules of reporting, in order of their start."""
        return tuple(
            sorted(self._entries("reporting_rules.toml", ReportingRule).values(), key=lambda r: (r.start, r.id))
        )

    def source(self, name: str | None) -> SourceEntry | None:
        """The publisher whose id, name or alias is `name` (case is ignored), or None."""
        return self._source_names.get((name or "").casefold())

    def source_at(self, address: str) -> str | None:
        """The id of the publisher whose site an address belongs to (the longest match counts), or None."""
        place = address.partition("://")[2].removeprefix("www.").casefold()
        found = [
            (len(site), entry.id)
            for entry in self.sources.values()
            for site in entry.sites
            if place == site.casefold() or place.startswith(f"{site.casefold().rstrip('/')}/")
        ]
        return max(found)[1] if found else None

    @cached_property
    def _source_names(self) -> dict[str, SourceEntry]:
        return {
            key.casefold(): entry for entry in self.sources.values() for key in (entry.id, entry.name, *entry.aliases)
        }

    def read(self, name: str, kind: type[T], part: str = "") -> T:
        """A TOML file of data/, or one table of it, as a record; CatalogError names the file and what does not fit.

        What a number may be stands beside it in the record (msgspec.Meta), so that all files are checked in one way.
        """
        table = self.toml(name)
        try:
            return msgspec.convert(table.get(part, {}) if part else table, kind)
        except msgspec.ValidationError as error:
            raise CatalogError(f"data/{name}: {part + ': ' if part else ''}{error}") from error

    def _entries(self, name: str, kind: type[T]) -> dict[str, T]:
        try:
            return {key: msgspec.convert({"id": key, **value}, kind) for key, value in self.toml(name).items()}
        except msgspec.ValidationError as error:
            raise CatalogError(f"data/{name}: {error}") from error


@cache
def catalog() -> Catalog:
    """The catalogue that ships with the package."""
    return Catalog(files("firstlight") / "data")


def _read_all(root: Traversable | Path, prefix: str = "") -> dict[str, str]:
    texts: dict[str, str] = {}
    for item in sorted(root.iterdir(), key=lambda entry: entry.name):
        if item.name.startswith((".", "__")):
            continue
        if item.is_dir():
            texts |= _read_all(item, f"{prefix}{item.name}/")
        elif item.name.endswith((".toml", ".csv", ".jsonl", ".json", ".md")):
            texts[prefix + item.name] = item.read_text("utf-8")
    return texts
