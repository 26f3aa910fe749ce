"""The connection: opening, the schema's version, and SQLite's errors in words for people."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import apsw
import apsw.ext
import msgspec

from firstlight.errors import DamageError, GateError, StoreError
from firstlight.model import Report, Statement
from firstlight.store.blobs import disk_error
from firstlight.store.migrations import SCHEMA_VERSION
from firstlight.store.rows import as_report

APPLICATION_ID = 0x46_4C_31_00  # "FL1"
BUSY_MS = 10_000
CACHE_KIB = 262_144  # taken as it is needed; SQLite's own 2 MB are less than three months of a busy ledger
BROKEN = ("malformed", "no such")  # how SQLite speaks of rows, columns and tables that are not as the schema has them
ATTEMPTS = 6

Gate = Callable[[Statement, Report], str | None]


def connect(path: Path, gate: Gate | None) -> apsw.Connection:
    """Open, or create, the database of a ledger; `gate` lets statements in. StoreError says why it cannot be.

    One of an earlier schema is opened as it is: `Store` migrates it before anything is asked of it.
    """
    with errors(path):
        database = apsw.Connection(str(path))
        database.set_busy_timeout(BUSY_MS)
        _settle_version(database, path)
        database.execute("PRAGMA synchronous = FULL")
        database.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        database.execute("PRAGMA foreign_keys = ON")
        database.execute("PRAGMA cell_size_check = ON")
        database.execute("PRAGMA recursive_triggers = ON")  # so that REPLACE counts as the DELETE that it is
        _give_gate(database, gate)
    return database


def begin(database: apsw.Connection, path: Path) -> None:
    """Begin a writing transaction; the writer lock keeps our own processes apart, so only a stranger can hold it."""
    for attempt in range(ATTEMPTS):
        try:
            database.execute("BEGIN IMMEDIATE")
            return
        except apsw.BusyError:
            time.sleep(0.05 * 2**attempt)
    raise StoreError(f"{path} is held by another program: close it and run the command again")


@contextlib.contextmanager
def errors(path: Path) -> Iterator[None]:
    """Turn SQLite's errors about the file at `path` into ours."""
    try:
        yield
    except (apsw.NotADBError, apsw.CorruptError) as error:
        raise DamageError(f"{path} is damaged ({error}): restore it from a backup") from error
    except (apsw.SQLError, UnicodeDecodeError) as error:
        if isinstance(error, apsw.SQLError) and not any(words in str(error) for words in BROKEN):
            raise
        raise DamageError(f"{path} is damaged: a row of it cannot be read ({error})") from error
    except apsw.FullError as error:
        raise StoreError(
            f"no space left for {path}: free some and run the command again; what was kept is whole"
        ) from error
    except (apsw.ReadOnlyError, apsw.CantOpenError, apsw.PermissionsError, apsw.AuthError) as error:
        raise StoreError(
            f"{path} cannot be written: check its permissions or name another folder with --ledger"
        ) from error
    except apsw.BusyError as error:
        raise StoreError(f"{path} is held by another program: close it and run the command again") from error
    except apsw.IOError as error:
        raise StoreError(f"{path}: the disk failed ({error}): the run stopped, what was kept is whole") from error
    except OSError as error:
        raise disk_error(path.parent, error) from error


def _settle_version(database: apsw.Connection, path: Path) -> None:
    version = database.pragma("user_version")
    if isinstance(version, int) and 0 < version <= SCHEMA_VERSION:
        return
    if isinstance(version, int) and version > SCHEMA_VERSION:
        raise StoreError(f"{path} was made by a newer Firstlight (schema {version}): update Firstlight to open it")
    database.pragma("journal_mode", "WAL")
    begin(database, path)
    try:
        if not database.pragma("user_version"):  # another process may have been first
            if database.execute("SELECT count(*) FROM sqlite_schema").get:
                raise StoreError(f"{path} is not a ledger of Firstlight: name another folder with --ledger")
            database.execute((files("firstlight.store") / "schema.sql").read_text("utf-8"))
            database.pragma("application_id", APPLICATION_ID)
            database.pragma("user_version", SCHEMA_VERSION)
        database.execute("COMMIT")
    finally:
        if database.in_transaction:
            database.execute("ROLLBACK")


def _give_gate(database: apsw.Connection, gate: Gate | None) -> None:
    last: dict[str, Report] = {}  # statements come report by report, so the last one is worth keeping

    def unsupported(*cells: Any) -> str | None:
        statement, said, report, text = cells
        if gate is None:
            raise GateError("this connection has no quote gate: open the ledger through firstlight.Ledger")
        if said not in last:
            last.clear()
            last[said] = as_report(report, text)
        return gate(msgspec.json.decode(statement, type=Statement), last[said])

    database.create_scalar_function("unsupported", unsupported, 4)
