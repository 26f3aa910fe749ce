"""Ledgers of every earlier schema open and are what they were; a migration is done whole or not at all."""

from __future__ import annotations

import contextlib
import re
import signal
import subprocess
import sys
from pathlib import Path

import apsw
import pytest

from firstlight.pipeline import Ledger
from firstlight.store.database import connect
from firstlight.store.migrations import SCHEMA_VERSION, STEPS, migrate
from firstlight.store.rows import FACTS
from tests.promises.ledgers import damage_of, dump_of

from .past import open_past, past

FOLDERS = past()
ROOT = Path(__file__).resolve().parents[2]
NAMES = [folder.name for folder in FOLDERS]
COMMENT = re.compile(r"--[^\n]*")


def _facts(folder: Path) -> dict[str, list[object]]:
    """Number and hash of every append-only row, of the tables that there are."""
    with contextlib.closing(apsw.Connection(str(folder / "ledger.db"))) as database:
        there = {name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        tables = [table for table in FACTS if table in there]
        return {table: list(database.execute(f"SELECT seq, hash FROM {table} ORDER BY seq")) for table in tables}


def _schema(path: Path) -> dict[str, str]:
    """Tables, indexes and triggers by name, without comments, spaces and line ends."""
    with contextlib.closing(apsw.Connection(str(path))) as database:
        rows = list(database.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL"))
    return {name: "".join(COMMENT.sub("", sql).replace('"', "").split()) for name, sql in rows}


def test_there_is_a_past_ledger_of_every_schema_before_today_s() -> None:
    """Whoever changes the schema leaves a filled ledger of the one before."""
    missing = {f"schema-{version}" for version in range(1, SCHEMA_VERSION)} - set(NAMES)
    assert not missing, f"write {missing} with `python -m tests.store.past` before the schema changes"


@pytest.mark.parametrize("past_one", FOLDERS, ids=NAMES)
def test_a_past_ledger_opens_whole(past_one: Path, tmp_path: Path) -> None:
    """Every row of its facts keeps number and hash, verify finds nothing, and the schema is today's."""
    folder = open_past(past_one, tmp_path / "ledger")
    before = _facts(folder)
    assert all(before.values()), "no table of facts is empty"
    with Ledger(folder) as ledger:
        assert ledger.verify().damage == ()
    after = _facts(folder)
    assert before.items() <= after.items() and not any(after[table] for table in after.keys() - before.keys())
    connect(tmp_path / "new.db", None).close()
    assert _schema(folder / "ledger.db") == _schema(tmp_path / "new.db")
    with contextlib.closing(apsw.Connection(str(folder / "ledger.db"))) as database:
        assert database.pragma("user_version") == SCHEMA_VERSION
        assert not list(database.execute("PRAGMA foreign_key_check"))


@pytest.mark.parametrize("past_one", FOLDERS, ids=NAMES)
def test_a_past_ledger_gives_today_s_record(past_one: Path, tmp_path: Path) -> None:
    """Reconciled after its migration it gives what the same facts give when everything is rebuilt, and can be used."""
    folder = open_past(past_one, tmp_path / "ledger")
    with Ledger(folder) as ledger:
        ledger.reconcile()
        assert ledger.attacks().raids and not ledger.unsettled()
    kept = dump_of(folder)
    with Ledger(folder) as ledger:
        ledger.rebuild()
    assert dump_of(folder) == kept
    assert damage_of(folder) == []


def _old(path: Path) -> apsw.Connection:
    database = apsw.Connection(str(path))
    database.execute("CREATE TABLE facts (seq INTEGER PRIMARY KEY, hash TEXT); INSERT INTO facts VALUES (1, 'a')")
    database.pragma("user_version", 1)
    return database


def _wider(database: apsw.Connection) -> None:
    database.execute("CREATE TABLE more (id TEXT)")


def _narrower(database: apsw.Connection) -> None:
    database.execute("DROP TABLE more")


def _broken(database: apsw.Connection) -> None:
    database.execute("CREATE TABLE half (id TEXT); INSERT INTO more VALUES ('x')")
    raise apsw.FullError("no space")


def test_steps_run_in_order_and_each_once(tmp_path: Path) -> None:
    """A ledger goes through the steps that it has not seen, and through none twice."""
    with contextlib.closing(_old(tmp_path / "old.db")) as database:
        assert migrate(database, (_wider,)) == 2
        assert migrate(database, (_wider, _narrower)) == 3
        assert migrate(database, (_wider, _broken)) == 3
        assert database.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'more'").get == 0


def test_a_step_that_fails_leaves_the_ledger_as_it_was(tmp_path: Path) -> None:
    """Where the second of two steps fails, neither is seen and the schema is the old one."""
    with contextlib.closing(_old(tmp_path / "old.db")) as database:
        with pytest.raises(apsw.FullError), database:
            migrate(database, (_wider, _broken))
        assert database.pragma("user_version") == 1
        assert [name for (name,) in database.execute("SELECT name FROM sqlite_schema")] == ["facts"]


KILLED = """import os, signal, sys
import apsw
from firstlight.store.migrations import STEPS, migrate
def die(database): os.kill(os.getpid(), signal.SIGKILL)
database = apsw.Connection(sys.argv[1])
database.execute("BEGIN IMMEDIATE")
migrate(database, (*STEPS[: int(sys.argv[2])], die))"""


@pytest.mark.release
@pytest.mark.parametrize("done", range(len(STEPS) + 1))
def test_a_kill_amid_a_migration_loses_nothing(done: int, tmp_path: Path) -> None:
    """Killed after any number of its steps, the oldest ledger is as it was, and the next opening migrates it whole."""
    folder = open_past(FOLDERS[0], tmp_path / "ledger")
    facts, schema = _facts(folder), _schema(folder / "ledger.db")
    call = [sys.executable, "-c", KILLED, str(folder / "ledger.db"), str(done)]
    assert subprocess.run(call, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    assert _facts(folder) == facts and _schema(folder / "ledger.db") == schema
    assert damage_of(folder) == []
    assert facts.items() <= _facts(folder).items()
    connect(tmp_path / "new.db", None).close()
    assert _schema(folder / "ledger.db") == _schema(tmp_path / "new.db")
