"""What the names in the public table of missile attacks mean here: columns, weapons, publishers, places.

All of it is data (data/missile_attacks.toml, data/weapons.toml, data/sources.toml, data/places/); this file looks up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from typing import Any

import msgspec

from firstlight.catalog import Catalog, SourceEntry
from firstlight.errors import CatalogError
from firstlight.model import Place, Record, Speaker, Weapon

_NOTE = re.compile(r"\s*\([^)]*\)")
_CLEAR_MARGIN = 10  # of two places of one name the one with ten times the people is meant


class ModelEntry(Record, frozen=True, kw_only=True, rename={"class_": "class"}):
    """A model name of the table."""

    models: tuple[str, ...] = ()
    class_: str | None = None
    stopped_only: bool = False
    unknown_kind: bool = False


class ReporterEntry(Record, frozen=True, kw_only=True):
    """A publisher named in the source column."""

    source: str
    name: str
    kind: str
    numerator_only: tuple[str, ...] = ()


class Named(Record, frozen=True, kw_only=True):
    """A weapon as the table names it: bundles keep all models."""

    weapon: Weapon
    groups: frozenset[str]  # defeat groups of its members, where they have one
    stopped_only: bool
    unknown_kind: bool


class AttackMap:
    """Look-ups for one catalogue; raises CatalogError where data/missile_attacks.toml names what is not there."""

    def __init__(self, catalog: Catalog) -> None:
        table = catalog.toml("missile_attacks.toml")
        self.catalog = catalog
        self.settings: Mapping[str, Any] = table["table"]
        self.columns: Mapping[str, str] = table["columns"]
        self.areas = frozenset(table["regions"]["areas"])
        self._models = catalog.read("missile_attacks.toml", dict[str, ModelEntry], "models")
        reporters = catalog.read("missile_attacks.toml", dict[str, ReporterEntry], "reporters")
        self._accounts = reporters
        self._reporters = {key.casefold(): entry for key, entry in reporters.items()}
        self.borders: Mapping[str, Any] = table["borders"]
        self._bundles = table["bundles"]
        for name, entry in self._models.items():
            self._check(name, entry)
        self.weapon = lru_cache(maxsize=None)(self._weapon)
        self.reporter = lru_cache(maxsize=None)(self._reporter)
        self.places = lru_cache(maxsize=None)(self._split_places)

    def _check(self, name: str, entry: ModelEntry) -> None:
        unknown = [model for model in entry.models if model not in self.catalog.weapons]
        if unknown or (not entry.models and entry.class_ not in self.catalog.classes):
            missing = ", ".join(unknown) or str(entry.class_)
            raise CatalogError(f"data/missile_attacks.toml: model {name!r} needs {missing}, which weapons.toml lacks")

    def _weapon(self, name: str) -> Named | str:
        """The weapon that a cell of the model column names, or the part of it that the map does not know."""
        parts = name.split(" and ")
        for part in parts:
            if part not in self._models and part not in self._titles:
                return part
        entries = [self._models.get(part) or ModelEntry(models=(self._titles[part],)) for part in parts]
        models = tuple(dict.fromkeys(model for entry in entries for model in entry.models))
        members = [self.catalog.weapons[model] for model in models]
        members += [self.catalog.classes[entry.class_] for entry in entries if not entry.models and entry.class_]
        return Named(
            weapon=Weapon(
                class_=self._common_class({member.class_ for member in members}),
                model=models[0] if len(models) == 1 and all(entry.models for entry in entries) else None,
                models=models,
            ),
            groups=frozenset(member.group for member in members if member.group),
            stopped_only=all(entry.stopped_only for entry in entries),
            unknown_kind=any(entry.unknown_kind for entry in entries),
        )

    @cached_property
    def _titles(self) -> dict[str, str]:
        """Our models by title: our export writes it where the table has no name of its own."""
        return {entry.title: key for key, entry in self.catalog.weapons.items()}

    def model_name(self, weapon: Weapon) -> str:
        """What the table calls a weapon; a bundle's models joined, our own title where the table has no name."""
        fits = [
            (entry.stopped_only, name)
            for name, entry in self._models.items()
            if entry.models == weapon.models and not entry.unknown_kind
            if entry.models or entry.class_ == weapon.class_
        ]
        if fits:
            return min(fits, key=lambda fit: fit[0])[1]
        if not weapon.models:
            known = self.catalog.classes.get(weapon.class_)
            return known.title if known else weapon.class_
        parts = [
            next((name for name, entry in self._models.items() if entry.models == (model,)), None)
            or self.catalog.weapons[model].title
            for model in weapon.models
        ]
        return " and ".join(parts)

    def account(self, reporters: Iterable[str]) -> str:
        """The account by which the table names the first of these publishers that it knows; else the first itself."""
        named = list(reporters)
        known = {entry.source: key for key, entry in self._accounts.items()}
        return next((known[name] for name in named if name in known), named[0] if named else "unknown")

    def _common_class(self, classes: set[str]) -> str:
        if len(classes) == 1:
            return next(iter(classes))
        same_kind = classes <= set(self._bundles["missiles"])
        return str(self._bundles["mixed_missiles" if same_kind else "mixed"])

    def _reporter(self, address: str) -> tuple[Speaker, ReporterEntry] | None:
        """Who published a post, from its address or its path; None where the map does not know."""
        for segment in address.split("/"):
            entry = self._reporters.get(segment.casefold())
            if entry is not None:
                known = self._sources.get(entry.source)
                speaker = {"name": known.name if known else entry.name, "kind": entry.kind}
                return msgspec.convert(speaker, Speaker), entry
        return None

    @cached_property
    def _sources(self) -> Mapping[str, SourceEntry]:
        return self.catalog.sources

    def border(self, key: str) -> Place | None:
        """The neighbour into whose airspace something flew, by the table's key."""
        entry = self.borders.get(key)
        return Place(name=entry["name"], kind="country", id=entry["id"], role="over") if entry else None

    def _split_places(self, cell: str, role: str) -> tuple[Place, ...]:
        """The places that a cell names, in its order; the country where it names none and the role is target."""
        names = [part.removeprefix("and ").strip() for part in cell.split(" and ")]
        places = [self._place(name, role) for name in names if name]
        if not places and role == "target":
            places = [self._place(self.settings["country_name"], role)]
        return tuple(dict.fromkeys(places))

    def _place(self, name: str, role: str) -> Place:
        plain = _NOTE.sub("", name)
        if plain == self.settings["country_name"]:
            return _placed(name=plain, kind="country", id=self.settings["country"], role=role)
        if plain in self.areas:
            return _placed(name=plain, kind="area", role=role)
        row = self._row(plain)
        if row is None:
            kind = "oblast" if plain.casefold().endswith(" oblast") and "," not in plain else "area"
            return _placed(name=plain, kind=kind, role=role)
        return _placed(
            name=row["name"],
            kind=row["kind"],
            id=row["id"] or None,
            oblast=row.get("oblast") or None,
            role=role,
            lat=float(row["lat"]) if row.get("lat") else None,
            lon=float(row["lon"]) if row.get("lon") else None,
        )

    def _row(self, name: str) -> dict[str, str] | None:
        """The gazetteer row of "Odesa", "Odesa oblast", "Odesa oblast, Podilsk Raion" or "Kacha, Crimea"."""
        whole, _, part = (piece.strip() for piece in name.partition(","))
        if not part:
            return _meant(self._gazetteer.get(name.casefold(), []))
        for inner, outer in ((part, whole), (whole, part)):
            region = _meant(self._gazetteer.get(outer.casefold(), []))
            if region is not None:
                rows = self._gazetteer.get(inner.casefold(), [])
                found = _meant([row for row in rows if row.get("oblast") and row.get("oblast") == region.get("oblast")])
                return found or (region if region["kind"] == "oblast" and outer == whole else None)
        return None

    @cached_property
    def _gazetteer(self) -> dict[str, list[dict[str, str]]]:
        index: dict[str, list[dict[str, str]]] = {}
        for file in self.catalog.names("places"):
            for row in self.catalog.rows(file) if file.endswith(".csv") else []:
                if {"id", "name", "kind"} <= row.keys():
                    index.setdefault(row["name"].casefold(), []).append(row)
        return index


def _placed(**fields: Any) -> Place:
    return msgspec.convert(fields, Place)


def _meant(rows: list[dict[str, str]]) -> dict[str, str] | None:
    """The one place that a bare name means: the only one, or the one far larger than its namesakes; else None."""
    ordered = sorted(rows, key=lambda row: int(row.get("population") or 0), reverse=True)
    if len(ordered) < 2:
        return ordered[0] if ordered else None
    first, second = (int(row.get("population") or 0) for row in ordered[:2])
    return ordered[0] if first > _CLEAR_MARGIN * second else None
