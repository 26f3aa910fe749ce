"""Every row as it stands: what a check goes through, and how the store asks its database."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import apsw

from firstlight.model import Record
from firstlight.store.database import errors
from firstlight.store.deriving import derived_digest
from firstlight.store.rows import DERIVED, FACTS, LOG, Cell, decoded, row_hash

T = TypeVar("T")


class FactRow(Record, frozen=True, kw_only=True):
    """A row as it stands, for checking: the hash it carries and the hash that its columns give."""

    table: str
    label: str  # seq of a fact, id of a derived row
    entry: int  # 0 for derived rows
    hash: str
    recomputed: str


class Rows:
    """A database of a ledger, row by row."""

    path: Path
    facts = FACTS  # columns of each append-only table
    _database: apsw.Connection

    def log(self) -> Iterator[dict[str, Any]]:
        """Log entries as they stand, column by column, in order."""
        columns = (*LOG, "hash")
        for row in self._stream(f"SELECT {', '.join(columns)} FROM log ORDER BY seq"):
            yield dict(zip(columns, row, strict=True))

    def head_entry(self) -> tuple[str, int, str] | None:
        """(hash of the first log entry, number of the newest, its hash), None where the log is empty."""
        first = "SELECT hash FROM log ORDER BY seq LIMIT 1"
        rows = self._rows(f"SELECT ({first}), seq, hash FROM log ORDER BY seq DESC LIMIT 1")
        return (rows[0][0], rows[0][1], rows[0][2]) if rows else None

    def fact_rows(self) -> Iterator[FactRow]:
        """Every append-only row, table by table in the order of seq; of an erased one the hash that it left."""
        for table, columns in FACTS.items():
            yield from heapq.merge(self._present(table, columns), self._erased(table), key=lambda row: int(row.label))

    def _present(self, table: str, columns: Sequence[str]) -> Iterator[FactRow]:
        for *cells, value in self._stream(f"SELECT {', '.join((*columns, 'hash'))} FROM {table} ORDER BY seq"):
            yield FactRow(
                table=table, label=str(cells[0]), entry=cells[-1], hash=value, recomputed=row_hash(table, cells)
            )

    def _erased(self, table: str) -> Iterator[FactRow]:
        """What stands for the rows of a table that a decision erased: their hash, as it was."""
        for seq, written, kept in self._stream(
            "SELECT row, written, kept FROM erased WHERE fact = ? ORDER BY row", (table,)
        ):
            yield FactRow(table=table, label=str(seq), entry=written, hash=kept, recomputed=kept)

    def rows_behind(self, statements: Sequence[str]) -> Iterator[tuple[str, tuple[Cell, ...]]]:
        """(table, cells with the hash last) of the facts that statements rest on: themselves, the reports they quote,
        and those reports' captures with their pictures; each once."""
        seen: set[tuple[str, Cell]] = set()
        for key in statements:
            for table, query in BEHIND:
                columns = ", ".join(f"{table}.{name}" for name in (*FACTS[table], "hash"))
                for cells in self._stream(query.format(columns=columns), (key,)):
                    if (table, cells[0]) not in seen:
                        seen.add((table, cells[0]))
                        yield table, tuple(cells)

    def derived_rows(self) -> Iterator[FactRow]:
        """Every derived row, table by table in the order of id."""
        for table, columns in DERIVED.items():
            for *cells, value in self._stream(f"SELECT {', '.join((*columns, 'hash'))} FROM {table} ORDER BY id"):
                yield FactRow(table=table, label=str(cells[0]), entry=0, hash=value, recomputed=row_hash(table, cells))

    def derived_digest(self) -> str:
        """One hash over all derived rows, as the log keeps it."""
        with errors(self.path):
            return derived_digest(self._database)

    def integrity(self) -> list[str]:
        """What SQLite itself finds wrong with the file; empty where all is well."""
        found = [str(row[0]) for row in self._rows("PRAGMA integrity_check") if row[0] != "ok"]
        return found + [
            f"{row[0]} row {row[1]} names a missing row of {row[2]}" for row in self._rows("PRAGMA foreign_key_check")
        ]

    def _records(self, query: str, kind: type[T], **cells: Any) -> list[T]:
        return [decoded(record, kind) for (record,) in self._rows(query, cells)]

    def _rows(self, query: str, cells: dict[str, Any] | Sequence[Any] = ()) -> list[Any]:
        return list(self._stream(query, cells))

    def _stream(self, query: str, cells: dict[str, Any] | Sequence[Any] = ()) -> Iterator[Any]:
        with errors(self.path):
            yield from self._database.execute(query, cells)


# how the facts behind one statement are found: table and query
BEHIND = (
    ("statements", "SELECT {columns} FROM statements WHERE statements.id = ?"),
    ("reports", "SELECT {columns} FROM statements JOIN reports USING (said) WHERE statements.id = ?"),
    (
        "captures",
        "SELECT {columns} FROM statements JOIN reports USING (said) JOIN captures ON captures.sha256 = reports.capture"
        " WHERE statements.id = ?",
    ),
    (
        "pictures",
        "SELECT {columns} FROM statements JOIN reports USING (said) JOIN pictures ON pictures.capture = reports.capture"
        " WHERE statements.id = ? ORDER BY pictures.seq",
    ),
)
