"""Tables on disk, as rows that the ledger can keep."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from firstlight.catalog import Catalog
from firstlight.errors import SourceError
from firstlight.when import now

if TYPE_CHECKING:
    from firstlight.exchange.missile_attacks import Imported


def read_rows(path: Path, table_map: Path | None, catalog: Catalog) -> Imported:
    """The rows of a table: by its map, or as the public table of missile attacks. SourceError, TableError."""
    data = _bytes(path)
    if table_map is None:
        from firstlight.exchange.missile_attacks import read_missile_attacks

        return read_missile_attacks(data, path.name, catalog, now())
    from firstlight.exchange.own_map import read_map
    from firstlight.exchange.own_table import read_own_table

    try:
        text = _bytes(table_map).decode("utf-8")
    except UnicodeDecodeError as error:
        raise SourceError(f"{table_map} is not UTF-8 text: save it as UTF-8") from error
    return read_own_table(data, path.name, read_map(text, table_map.name, catalog), catalog, now())


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path} cannot be read ({error.strerror}): check the name") from error
