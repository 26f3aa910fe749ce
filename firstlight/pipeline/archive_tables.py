"""What is done over all parts of an archive at once, by DuckDB, which keeps on disk what memory does not hold.

Which of equal texts counts, and the parts of all windows as one Parquet file for each table.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import msgspec

from firstlight.catalog import Catalog
from firstlight.engine import write_part
from firstlight.engine.ranges import analysis
from firstlight.errors import FirstlightError
from firstlight.exchange.columns import ARCHIVE, Sheet, sheets
from firstlight.exchange.packages import PARQUET
from firstlight.model import Record, digest
from firstlight.pipeline.output import write_whole

MEMORY = "1GB"  # of DuckDB, before it writes to disk
KINDS = (b"rai", b"inc", b"pac", b"dis", b"asi")  # of the record's lines, in their order
TEXTS = {"row": "BIGINT", "id": "VARCHAR", "slot": "VARCHAR", "source": "VARCHAR", "published": "VARCHAR"}

# The rules of the ledger: of the versions of one page the newest counts, unless it has lost its date; of equal texts
# the one that was published first, a known date before an unknown one.
COUNTED = """
CREATE TABLE lost AS
WITH told AS (
    SELECT units.number, units.unit, texts.* EXCLUDE filename
    FROM read_json(?, format = 'newline_delimited', filename = true, columns = {columns}) AS texts
    JOIN units ON units.unit = split_part(parse_filename(filename), '.', 1)
),
newest AS (
    SELECT * FROM told QUALIFY slot = '' OR row_number() OVER (
        PARTITION BY slot ORDER BY published IS NULL, number DESC, "row" DESC
    ) = 1
),
counted AS (
    SELECT unit, "row" FROM newest QUALIFY row_number() OVER (
        PARTITION BY id ORDER BY published IS NULL, published, source, number, "row"
    ) = 1
)
SELECT unit, "row", statements FROM told ANTI JOIN counted USING (unit, "row")
"""


class Lost(Record, frozen=True, kw_only=True):
    """The texts that do not count: how many, what they would have said, and a hash of their rows by unit."""

    texts: int
    statements: int
    units: dict[str, str]


class Tables:
    """A DuckDB in memory over the parts of an archive."""

    def __init__(self, work: Path, units: Sequence[str]) -> None:
        self._read, self._units = work / "read", units
        self._base = analysis()
        spill = work / "spill"
        spill.mkdir(parents=True, exist_ok=True)
        self._base.execute(f"SET memory_limit = '{MEMORY}'")
        self._base.execute(f"SET temp_directory = {_text(spill)}")
        self._base.execute("SET preserve_insertion_order = true")
        self._base.execute("CREATE TABLE units (number BIGINT, unit VARCHAR)")
        for start in range(0, len(units), 1000):
            rows = [[number, unit] for number, unit in enumerate(units[start : start + 1000], start)]
            self._base.executemany("INSERT INTO units VALUES (?, ?)", rows)

    def close(self) -> None:
        """Forget it all."""
        self._base.close()

    def lost(self) -> Lost:
        """Find the texts that do not count, and leave their rows beside the parts of their unit, as ID.lost.json."""
        columns = _struct({**TEXTS, "statements": "BIGINT"})
        self._ask(COUNTED.replace("{columns}", columns), self._parts(self._read, "texts", self._units))
        found: dict[str, str] = {}
        cursor = self._base.execute('SELECT unit, list("row" ORDER BY "row") FROM lost GROUP BY unit ORDER BY unit')
        while rows := cursor.fetchmany(500):
            for unit, numbers in rows:
                write_part(self._read / f"{unit}.lost.json", [msgspec.json.encode(numbers)])
                found[unit] = digest(str(number) for number in numbers)[:16]
        for unit in self._units:
            if unit not in found:
                (self._read / f"{unit}.lost.json").unlink(missing_ok=True)
        texts, statements = self._base.execute("SELECT count(*), coalesce(sum(statements), 0) FROM lost").fetchone()
        return Lost(texts=texts, statements=int(statements), units=found)

    def write_read(self, to: Path, catalog: Catalog) -> int:
        """Write statements, texts and refusals of the archive; how many rows."""
        kinds = sheets(catalog, ARCHIVE)
        counts = f"{_UNIT} AS unit, * EXCLUDE filename"
        rows = 0
        for name, sheet in kinds.items():
            files = self._parts(self._read, name, [*self._units, *(["archive"] if name == "refused" else [])])
            source = (
                f"read_json({_list(files)}, format = 'newline_delimited', filename = true, columns = {_row(sheet)})"
            )
            query = f"SELECT {counts} FROM {source}"
            if name != "refused":
                query = f'SELECT * FROM ({query}) ANTI JOIN lost USING (unit, "row")'
            rows += self._copy(f'SELECT * EXCLUDE (unit, "row") FROM ({query})', to / f"{name}.parquet")
        return rows

    def write_record(self, to: Path, folder: Path, windows: Sequence[str], catalog: Catalog) -> int:
        """Write the tables of the record from the parts of its windows, in their order; how many rows."""
        rows = 0
        for name, sheet in sheets(catalog).items():
            kinds = _struct({column.name: PARQUET.get(column.type, "VARCHAR") for column in sheet.columns})
            files = _list(self._parts(folder, name, windows))
            query = f"SELECT * FROM read_json({files}, format = 'newline_delimited', columns = {kinds})"
            rows += self._copy(query, to / f"{name}.parquet")
        return rows

    def _copy(self, query: str, target: Path) -> int:
        part = target.with_name(f".{target.name}.part")
        copied = self._ask(f"COPY ({query}) TO {_text(part)} (FORMAT parquet, COMPRESSION zstd)")
        part.replace(target)
        return int(copied.fetchone()[0])

    def _ask(self, query: str, *given: Any) -> Any:
        import duckdb

        try:
            return self._base.execute(query, list(given))
        except duckdb.Error as error:
            why = str(error).partition("\n")[0][:160]
            raise FirstlightError(f"the tables cannot be written ({why}): what was read is kept; run again") from error

    @staticmethod
    def _parts(folder: Path, name: str, keys: Iterable[str]) -> list[str]:
        return [str(folder / f"{key}.{name}.jsonl") for key in keys]


_UNIT = "split_part(parse_filename(filename), '.', 1)"


def _text(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"


def _list(values: Iterable[str]) -> str:
    return "[" + ", ".join(map(_text, values)) + "]"


def _struct(columns: dict[str, str]) -> str:
    return "{" + ", ".join(f"{_text(name)}: {_text(kind)}" for name, kind in columns.items()) + "}"


def _row(sheet: Sheet) -> str:
    kinds = {column.name: PARQUET.get(column.type, "VARCHAR") for column in sheet.columns}
    return _struct({"row": "BIGINT", **kinds})


def write_lines(to: Path, folder: Path, windows: Sequence[str]) -> None:
    """The record of all windows as one canonical file: the derived lines of `firstlight export dump`."""
    with ExitStack() as stack:
        files = [stack.enter_context((folder / f"{key}.record.jsonl").open("rb")) for key in windows]
        write_whole(to, heapq.merge(*files, key=_order))


def _order(line: bytes) -> tuple[int, bytes]:
    return KINDS.index(line[7:10]), line


def lines_of(folder: Path) -> Iterator[bytes]:
    """The lines of an archive's record, as they were written."""
    with (folder / "record.jsonl").open("rb") as file:
        yield from file
