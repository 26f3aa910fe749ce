"""What the columns of exported tables are: read from data/columns.toml, which is also the data dictionary."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

import msgspec

from firstlight.catalog import Catalog
from firstlight.errors import CatalogError
from firstlight.model import Record

FILE = "columns.toml"
ARCHIVE = "archive_columns.toml"  # of the tables that only an archive has
Kind = Literal["string", "integer", "number", "boolean", "date", "datetime"]
VALUE: dict[str, Kind] = {"state": "string", "low": "integer", "best": "integer", "high": "integer", "rule": "string"}
COUNT: dict[str, Kind] = {"form": "string", "low": "integer", "high": "integer"}
_ENDS = {"low": "+min", "high": "+max", "best": "", "state": "+state", "rule": "+rule", "form": "+form"}
ENUMS = {"state": ("known", "bounded", "unnumbered", "withheld", "unknown")}


class Column(Record, frozen=True, kw_only=True):
    """One column of a file."""

    name: str
    type: Kind
    means: str
    hxl: str = ""
    words: tuple[str, ...] = ()  # all that may stand in it, where that is fixed


class Sheet(Record, frozen=True, kw_only=True):
    """One table: its columns in order."""

    name: str
    title: str
    means: str
    columns: tuple[Column, ...]


class _Said(Record, frozen=True, kw_only=True):
    type: str
    means: str
    hxl: str = ""


@lru_cache(maxsize=4)
def sheets(catalog: Catalog, file: str = FILE) -> dict[str, Sheet]:
    """Every table by its name, in the order of data/columns.toml, or of another file of its form; CatalogError."""
    table = catalog.toml(file)
    try:
        every = msgspec.convert(table.get("every", {}), dict[str, _Said])
        found = {}
        for name, entry in table["tables"].items():
            own = msgspec.convert(entry["columns"], dict[str, _Said])
            columns = [column for key, said in (own | every).items() for column in _expanded(key, said, table)]
            found[name] = Sheet(name=name, title=entry["title"], means=entry["means"], columns=tuple(columns))
    except (msgspec.ValidationError, KeyError) as error:
        raise CatalogError(f"data/{file}: {error}") from error
    return found


def _expanded(name: str, said: _Said, table: dict[str, dict[str, str]]) -> Iterator[Column]:
    parts = {"value": VALUE, "count": COUNT}.get(said.type)
    if parts is None:
        kind = msgspec.convert(said.type, Kind)
        yield Column(name=name, type=kind, means=said.means, hxl=said.hxl)
        return
    for part, kind in parts.items():
        yield Column(
            name=f"{name}_{part}",
            type=kind,
            means=f"{said.means}: {table[said.type][part]}",
            hxl=said.hxl + _ENDS[part] if said.hxl else "",
            words=ENUMS.get(part, ()),
        )
