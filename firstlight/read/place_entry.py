"""A place as the data files describe it."""

from __future__ import annotations

from firstlight.errors import CatalogError
from firstlight.model import Record

KINDS = frozenset({"country", "organisation", "oblast", "raion", "hromada", "settlement", "facility", "area"})
RAION, HROMADA, CODE = 6, 9, 19  # letters of a KATOTTG code that tell its raion, its hromada, and all of them


class PlaceEntry(Record, frozen=True, kw_only=True):
    """One place of the catalogue.

    `oblast` is an ISO 3166-2 code, `country` ISO 3166-1; `parent` the id of the city that the place is part of;
    coordinates in degrees, None where unknown; `population` None where unknown; `code` the KATOTTG code, which begins
    with that of its raion and hromada. `coded` is False where the name is known and which place bears it is not, so
    that the id is no register's.
    """

    id: str
    name: str
    kind: str
    oblast: str | None
    country: str | None
    parent: str | None = None
    lat: float | None = None
    lon: float | None = None
    population: int | None = None
    code: str | None = None
    coded: bool = True


def entry_of(row: dict[str, str], file: str) -> PlaceEntry:
    """The place of a row of data/places/`file`.csv; CatalogError where the row cannot be read."""
    try:
        kind, oblast = row.get("kind") or file.removesuffix("s"), row.get("oblast") or None
        if kind not in KINDS:
            raise CatalogError(f"data/places/{file}.csv: {row['id']} has the unknown kind {kind!r}")
        country = row["id"] if kind == "country" else oblast[:2] if oblast else None
        return PlaceEntry(
            id=row["id"],
            name=row["name"],
            kind=kind,
            oblast=oblast,
            country=country,
            parent=row.get("parent") or None,
            lat=_number(row.get("lat")),
            lon=_number(row.get("lon")),
            population=int(row["population"]) if row.get("population") else None,
            code=row.get("code") or (row["id"] if len(row["id"]) == CODE else None),
        )
    except (KeyError, ValueError) as error:
        raise CatalogError(f"data/places/{file}.csv: the row {row.get('id')!r} cannot be read: {error}") from error


def _number(text: str | None) -> float | None:
    return float(text) if text else None
