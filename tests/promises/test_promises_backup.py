"""A backup is whole, was restored once, and gives the same ledger; a damaged or newer one is refused untouched."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import sys
import time
from pathlib import Path

import apsw
import pytest

from firstlight.custody import entry_hash
from firstlight.errors import DamageError, StoreError
from firstlight.pipeline import Ledger, restore
from firstlight.store import Store
from firstlight.store.migrations import SCHEMA_VERSION

from .ledgers import damage_of, dump_of, fill, with_every_fact, write_reports

EACH = 5  # texts that another process writes during each backup
NIGHTS = {day: (day, day - 1) for day in range(2, 30)}


def _writer(folder: Path) -> tuple[int, int, int]:
    """A child that for each byte it is sent collects some texts and tells of each once it is kept.

    Its process, where it tells, and where it is sent to work.
    """
    (reading, telling), (going, sending) = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            os.close(sending)
            numbers = itertools.count(2)
            with Ledger(folder) as ledger:
                while os.read(going, 1):
                    for number in itertools.islice(numbers, EACH):
                        text = f"On 27 March {number} Shahed drones were launched at Kharkiv, report {number}."
                        done = ledger.collect([text.encode()], published="2024-03-28", source="example-newsroom")
                        os.write(telling, f"{done.reports[0]}\n".encode())
                    ledger.read()
        finally:
            os._exit(0)
    os.close(telling)
    os.close(going)
    return child, reading, sending


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
@pytest.mark.parametrize("backups", [4, pytest.param(20, marks=pytest.mark.release)])
def test_backups_under_load(tmp_path: Path, backups: int) -> None:
    """Each of many backups made while another process writes opens, verifies and holds all acknowledged before it."""
    ledger = fill(tmp_path / "ledger", write_reports(tmp_path / "reports", {27: (13, 10)}))
    child, reading, sending = _writer(ledger)
    told = b""
    sizes: list[int] = []
    try:
        for number in range(backups):
            while told.count(b"\n") < EACH * number:
                told += os.read(reading, 1 << 16) or pytest.fail("the other process ended")
            os.write(sending, b".")
            with Ledger(ledger) as opened:
                opened.backup(tmp_path / f"copy-{number}")
            restore(tmp_path / f"copy-{number}", tmp_path / "again")
            with Store(tmp_path / "again", chain=entry_hash) as store:
                found = store.reports().keys()
            assert set(told.decode().split()) <= found
            sizes.append(len(found))
            shutil.rmtree(tmp_path / "again")
            shutil.rmtree(tmp_path / f"copy-{number}")
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(reading)
        os.close(sending)
    assert sizes[-1] > EACH * (backups - 1), "the other process wrote all the while"
    assert damage_of(ledger) == []


def test_restored_it_is_the_same_ledger(tmp_path: Path) -> None:
    """Restored on an empty place beside a lost ledger's leftovers: verify is clean, dump and exports are the same."""
    ledger = with_every_fact(fill(tmp_path / "a" / "ledger", write_reports(tmp_path / "reports")))
    with Ledger(ledger) as opened:
        opened.backup(tmp_path / "copy")
        opened.export("csv", tmp_path / "a" / "tables")
    target = tmp_path / "b" / "ledger"
    target.mkdir(parents=True)
    for name in ("ledger.db-wal", "ledger.db-shm", "writer.lock"):
        (target / name).write_bytes(b"of another ledger")
    done = restore(tmp_path / "copy", target)
    assert done.run.verb == "restore" and "checked" in done.note
    assert damage_of(target) == []
    assert dump_of(target) == dump_of(ledger)
    with Ledger(target) as opened:
        opened.export("csv", tmp_path / "b" / "tables")
        opened.collect([b"On 27 March 5 Shahed drones were launched."], published="2024-03-28")
    for path in (tmp_path / "a" / "tables").iterdir():
        assert (tmp_path / "b" / "tables" / path.name).read_bytes() == path.read_bytes()
    database = apsw.Connection(str(target / "ledger.db"))
    assert database.pragma("journal_mode") == "wal", "writing goes on as before"
    with pytest.raises(StoreError, match="holds a ledger already"):
        restore(tmp_path / "copy", target)


@pytest.mark.parametrize("where", ["database", "capture", "missing", "manifest"])
def test_a_damaged_backup_is_refused(tmp_path: Path, where: str) -> None:
    """One changed byte, a missing capture or no manifest: nothing is restored, and the message says what is wrong."""
    ledger = fill(tmp_path / "ledger", write_reports(tmp_path / "reports", {27: (13, 10)}))
    with Ledger(ledger) as opened:
        opened.backup(tmp_path / "copy")
    capture = next(path for path in (tmp_path / "copy" / "captures").rglob("*") if path.is_file())
    path = {"database": tmp_path / "copy" / "ledger.db", "manifest": tmp_path / "copy" / "backup.json"}.get(
        where, capture
    )
    if where in ("missing", "manifest"):
        path.unlink()
    else:
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
    with pytest.raises(StoreError, match="no backup" if where == "manifest" else "backed up|match its hash|missing"):
        restore(tmp_path / "copy", tmp_path / "again")
    assert not (tmp_path / "again").exists()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_damaged_ledger_gives_no_backup(tmp_path: Path) -> None:
    """What would not pass the check gets no name: no folder of the backup is there, and the ledger is as it was."""
    ledger = fill(tmp_path / "ledger", write_reports(tmp_path / "reports", {27: (13, 10)}))
    next(path for path in (ledger / "captures").rglob("*") if path.is_file()).write_bytes(b"other bytes")
    with Ledger(ledger) as opened, pytest.raises(DamageError, match="does not match its hash"):
        opened.backup(tmp_path / "copy")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ledger", "reports"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
def test_a_killed_backup_leaves_no_name(tmp_path: Path) -> None:
    """Killed at any moment, a backup is whole or has no name; the next one of that name needs no hand."""
    ledger = fill(tmp_path / "ledger", write_reports(tmp_path / "reports", NIGHTS))
    before, done = dump_of(ledger), 0
    for pause_ms in range(4, 84, 8):
        child = os.fork()
        if child == 0:
            try:
                with Ledger(ledger) as opened:
                    opened.backup(tmp_path / "copy")
            finally:
                os._exit(0)
        time.sleep(pause_ms / 1000)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        if (tmp_path / "copy").exists():
            done += 1
            restore(tmp_path / "copy", tmp_path / "again")
            assert damage_of(tmp_path / "again") == []
            shutil.rmtree(tmp_path / "again")
            shutil.rmtree(tmp_path / "copy")
    assert done < 10, "most were killed at work"
    with Ledger(ledger) as opened:
        opened.backup(tmp_path / "copy")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    assert dump_of(ledger) == before and damage_of(ledger) == []


def test_a_newer_ledger_is_refused_and_untouched(tmp_path: Path) -> None:
    """A ledger or a backup of a later schema is not opened, and not a byte of it changes."""
    ledger = fill(tmp_path / "ledger", write_reports(tmp_path / "reports", {27: (13, 10)}))
    with Ledger(ledger) as opened:
        opened.backup(tmp_path / "copy")
    database = apsw.Connection(str(ledger / "ledger.db"))
    database.pragma("user_version", SCHEMA_VERSION + 1)
    database.close()
    bytes_before = (ledger / "ledger.db").read_bytes()
    with pytest.raises(StoreError, match="newer Firstlight"):
        dump_of(ledger)
    assert (ledger / "ledger.db").read_bytes() == bytes_before
    manifest = tmp_path / "copy" / "backup.json"
    manifest.write_text(manifest.read_text("utf-8").replace(f'"schema": {SCHEMA_VERSION}', '"schema": 99'), "utf-8")
    with pytest.raises(StoreError, match="newer Firstlight"):
        restore(tmp_path / "copy", tmp_path / "again")
    assert not (tmp_path / "again").exists()
