"""Ledgers of every schema there has been, filled, as text: `python -m tests.store.past` writes that of today's.

A past ledger is a folder of tests/store/ledgers: ledger.sql gives the database, captures/ the bytes. What is written
stays as it is: it is what an earlier Firstlight left on a disk.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import apsw

from firstlight.store.migrations import SCHEMA_VERSION
from tests.promises.ledgers import fill, with_every_fact, write_reports

LEDGERS = Path(__file__).parent / "ledgers"
PRAGMAS = ("application_id", "user_version")
NIGHTS = {26: (12, 9), 27: (13, 10), 28: (28, 26)}


def past() -> list[Path]:
    """The folders of all past ledgers, oldest schema first."""
    return sorted(LEDGERS.glob("schema-*"), key=lambda folder: int(folder.name.removeprefix("schema-")))


def open_past(folder: Path, target: Path) -> Path:
    """The past ledger of `folder` as it lay on a disk, in the new folder `target`."""
    shutil.copytree(folder / "captures", target / "captures")
    with apsw.Connection(str(target / "ledger.db")) as database:
        database.execute((folder / "ledger.sql").read_text("utf-8"))
    database.close()
    return target


def _script(database: apsw.Connection) -> Iterator[str]:
    """Tables, rows, then indexes and triggers, so that no trigger looks at the rows again."""
    made = list(database.execute("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid"))
    for name in PRAGMAS:
        yield f"PRAGMA {name} = {database.pragma(name)};"
    for kind, name, sql in made:
        if kind == "table":
            yield f"{sql};"
            stored = [row[1] for row in database.execute(f"PRAGMA table_xinfo({name})") if not row[6]]
            columns = ", ".join(stored)
            order = columns if sql.endswith("WITHOUT ROWID") else "rowid"
            for row in database.execute(f"SELECT {columns} FROM {name} ORDER BY {order}"):
                yield f"INSERT INTO {name} ({columns}) VALUES ({', '.join(map(apsw.format_sql_value, row))});"
    yield from (f"{sql};" for kind, _, sql in made if kind != "table")


def write(folder: Path) -> None:
    """Write a small ledger of today's schema, with a row in every table, to the new folder."""
    with tempfile.TemporaryDirectory() as name:
        ledger = with_every_fact(fill(Path(name) / "ledger", write_reports(Path(name) / "reports", NIGHTS)))
        folder.mkdir(parents=True)
        shutil.copytree(ledger / "captures", folder / "captures")
        with apsw.Connection(str(ledger / "ledger.db")) as database:
            (folder / "ledger.sql").write_text("\n".join(_script(database)) + "\n", "utf-8")


if __name__ == "__main__":
    write(LEDGERS / f"schema-{SCHEMA_VERSION}")
