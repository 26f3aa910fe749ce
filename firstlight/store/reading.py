"""A connection that can only read: opened read-only, allowed SELECT alone, and stopped after a second."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

import apsw

from firstlight.errors import StoreError
from firstlight.store.database import errors
from firstlight.store.migrations import SCHEMA_VERSION

STEPS = 10_000  # steps of SQLite between two looks at the clock
LIMIT_S = 1.0
ALLOWED = frozenset(
    {
        apsw.SQLITE_SELECT,
        apsw.SQLITE_READ,
        apsw.SQLITE_FUNCTION,
        apsw.SQLITE_RECURSIVE,
        apsw.SQLITE_TRANSACTION,  # BEGIN and ROLLBACK: one state for several questions
    }
)


def reading(path: Path, version: int = SCHEMA_VERSION) -> apsw.Connection:
    """The database at `path`, a ledger unless another version is named, for reading only; StoreError where it cannot
    be opened."""
    if not path.exists():
        raise StoreError(f"{path} is not there: name a ledger with --ledger")
    with errors(path):
        database = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
        database.set_busy_timeout(10_000)
        database.pragma("query_only", True)
        if database.pragma("user_version") != version:
            database.close()
            raise StoreError(f"{path} is of another version of Firstlight: run `firstlight attacks` on it, then again")
    return database


def guarded(path: Path, version: int = SCHEMA_VERSION) -> apsw.Connection:
    """As `reading`, and nothing but SELECT is let through: for questions that hold what a visitor typed."""
    database = reading(path, version)
    database.set_authorizer(_only_select)
    return database


@contextlib.contextmanager
def limited(database: apsw.Connection, path: Path, seconds: float = LIMIT_S) -> Iterator[None]:
    """Within the block a question that takes longer is stopped; StoreError."""
    ends = time.monotonic() + seconds
    database.set_progress_handler(lambda: time.monotonic() > ends, STEPS)
    try:
        with errors(path):
            yield
    except apsw.InterruptError as error:
        raise StoreError(f"{path}: the question took over {seconds:g} s and was stopped: ask for less") from error
    finally:
        database.set_progress_handler(None)


def _only_select(action: int, name: str | None, *_more: str | None) -> int:
    asks_for_change = action == apsw.SQLITE_PRAGMA and name == "data_version"  # the text index looks whether it changed
    return apsw.SQLITE_OK if action in ALLOWED or asks_for_change else apsw.SQLITE_DENY
