"""kill -9 at any moment: nothing acknowledged is lost or doubled, nothing is half there, the next start needs no hand.

A child, forked from this process with everything imported, collects and reads one file after another and tells of each
after the verb returned. It is killed after a while; the ledger is checked; the next child goes on where it stands.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from firstlight import collect, read, reconcile
from firstlight.custody import entry_hash
from firstlight.pipeline import Ledger
from firstlight.store import Store

from .ledgers import damage_of, dump_of, fill, write_reports

KILLS = 40
MANY_KILLS = 200
IMPORTED = (collect, read, reconcile)  # so that a child starts at once
NIGHTS = {day: (day, day - 1) for day in range(2, 30)}

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")


def _work(ledger_folder: Path, sources: Path, told: int) -> None:
    """Collect each file by itself, read, and reconcile at the end; tell of every file once it is kept and once read."""
    with Ledger(ledger_folder) as ledger:
        for path in sorted(sources.glob("*.txt")):
            done = ledger.collect([str(path)], published="2024-03-28")
            os.write(told, f"kept {done.reports[0]}\n".encode())
            if ledger.read().run.counts_in:
                os.write(told, f"read {done.reports[0]}\n".encode())
        ledger.reconcile()
        os.write(told, b"done\n")


def _child(ledger_folder: Path, sources: Path, pause_s: float) -> list[str]:
    """What a child told before it was killed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            _work(ledger_folder, sources, writing)
        finally:
            os._exit(0)
    os.close(writing)
    time.sleep(pause_s)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reading) as told:
        return told.read().splitlines()


def _check(folder: Path, told: set[str]) -> None:
    """Every acknowledged report and reading is there, every reading is whole, and verify finds no damage."""
    with Store(folder, chain=entry_hash) as store:
        assert {line[5:] for line in told if line.startswith("kept")} <= store.reports().keys()
        said = {statement.report for statement in store.statements().values()}
        assert {line[5:] for line in told if line.startswith("read")} <= said
        promised = sum(statements for _, _, _, statements, _ in store.editions())
        assert promised == len(list(store.every_statement()))
    assert damage_of(folder) == []


def test_killed_at_random_points(tmp_path: Path) -> None:
    """After every kill the ledger holds all that was acknowledged; in the end it equals one never interrupted."""
    _kill(tmp_path, [2 + (number * 37) % 61 for number in range(KILLS)])


@pytest.mark.release
def test_killed_at_many_random_points(tmp_path: Path) -> None:
    """The same for 200 kills, after pauses drawn at random."""
    drawn = np.random.default_rng(41)
    _kill(tmp_path, [int(pause) for pause in drawn.integers(1, 120, size=MANY_KILLS)])


def _kill(tmp_path: Path, pauses_ms: list[int]) -> None:
    sources = write_reports(tmp_path / "reports", NIGHTS)
    (sources / "reports.toml").unlink()
    for path in sources.glob("*.txt"):
        path.write_text(path.read_text("utf-8").replace("On the night", "Overnight, in the night"), "utf-8")
    folder, told, finished = tmp_path / "ledger", set[str](), 0
    for number, pause in enumerate(pauses_ms):
        lines = _child(folder, sources, pause / 1000)
        told.update(lines)
        if (folder / "ledger.db").exists():
            _check(folder, told)
        if "done" in lines:
            finished += 1
            folder, told = tmp_path / f"ledger-{number}", set[str]()
    assert finished < len(pauses_ms) / 2, "most children were killed at work"

    _work(folder, sources, os.open(os.devnull, os.O_WRONLY))
    whole = tmp_path / "whole" / "ledger"
    whole.parent.mkdir()
    _work(whole, sources, os.open(os.devnull, os.O_WRONLY))
    assert dump_of(folder) == dump_of(whole)
    assert damage_of(folder) == []
    assert list((folder / "captures" / ".incoming").iterdir()) == [], "leftovers are swept"


def test_leftovers_of_a_killed_writer_are_swept(tmp_path: Path) -> None:
    """A half-written file and bytes without a row vanish at the next write, without a word from anybody."""
    ledger = fill(tmp_path / "ledger", write_reports(tmp_path / "reports"))
    incoming, orphan = ledger / "captures" / ".incoming", "ab" + "0" * 62
    (incoming / f"{orphan}.part").write_bytes(b"half")
    (incoming / f"{orphan}.wait").touch()
    (ledger / "captures" / "ab").mkdir(exist_ok=True)
    (ledger / "captures" / "ab" / orphan).write_bytes(b"no row names me")
    assert damage_of(ledger) == [], "an orphan that waits for the sweep is no damage"
    fill(ledger, tmp_path / "reports")
    assert list(incoming.iterdir()) == []
    assert not (ledger / "captures" / "ab" / orphan).exists()
