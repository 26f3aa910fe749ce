"""A disk that is full, fails or has no room for another file, at any call of a run: one line, nothing lost, run again.

The calls of a whole run on files of the ledger and its seals are listed once by strace; then one of them is made to
fail, run after run. A child, forked with everything imported, waits until strace holds it.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from firstlight import collect, read, reconcile
from firstlight.cli import FAILED, main

from .ledgers import damage_of, dump_of, fill, write_reports

POINTS, MANY, SEED = 100, 1_000, 31
IMPORTED = (collect, read, reconcile)  # so that a child starts at once
NIGHTS = {22: (63, 55), 23: (34, 31), 24: (28, 25)}
# Which errors a call may meet: no space, an error of the device, a quota, too many open files.
ERRORS = {
    "openat": ("EMFILE", "ENOSPC", "EIO"),
    "mkdir": ("ENOSPC", "EDQUOT"),
    "write": ("ENOSPC", "EIO", "EDQUOT"),
    "pwrite64": ("ENOSPC", "EIO", "EDQUOT"),
    "ftruncate": ("EIO",),
    "fsync": ("EIO", "ENOSPC", "EDQUOT"),
    "fdatasync": ("EIO", "ENOSPC"),
    "rename": ("ENOSPC", "EIO"),
}

pytestmark = [pytest.mark.system, pytest.mark.skipif(sys.platform != "linux", reason="needs strace, so Linux")]


class Ended(NamedTuple):
    """How a run ended: the exit code of its last command, and all that it said on standard error."""

    code: int
    said: str


class Point(NamedTuple):
    """The n-th call of this name, made to fail with an error."""

    call: str
    number: int
    error: str
    line: str


@pytest.fixture(scope="module")
def strace() -> str:
    """The path of strace; without it, or where it may not look at a child, the tests are skipped and say so."""
    found = shutil.which("strace")
    if found is None:
        pytest.skip("no strace: `make setup-system` installs it")
    tried = subprocess.run([found, "-qq", "-e", "trace=none", "true"], capture_output=True, text=True, check=False)
    if tried.returncode:
        pytest.skip(f"strace may not look at a process here: {tried.stderr.strip()}")
    return found


def _commands(ledger: Path, sources: Path) -> list[list[str]]:
    where = ["--ledger", str(ledger)]
    return [["collect", str(sources), *where], ["read", *where], ["reconcile", *where]]


def _run(ledger: Path, sources: Path, strace: Sequence[str], said: Path) -> Ended:
    """Collect, read and reconcile as on the command line, in a child that strace holds; to the first that fails."""
    waiting, go = os.pipe()
    child = os.fork()
    if child == 0:
        code = 99
        try:
            os.close(go)
            into = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(into, 2)
            os.dup2(nowhere, 1)
            sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
            os.read(waiting, 1)
            code = next((code for line in _commands(ledger, sources) if (code := main(line))), 0)
            sys.stderr.flush()
        finally:
            os._exit(code)
    os.close(waiting)
    with subprocess.Popen([*strace, "-p", str(child)], stderr=subprocess.PIPE, text=True) as holding:
        assert holding.stderr is not None
        first = holding.stderr.readline()
        assert "attached" in first, first
        os.write(go, b"1")
        os.close(go)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        holding.stderr.read()
    return Ended(code, said.read_text("utf-8"))


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_an_output_that_is_full(tmp_path: Path, stream: str) -> None:
    """Where the output itself cannot be written the command says so and fails; where nothing can be said, it fails."""
    ledger = fill(tmp_path / "ledger", write_reports(tmp_path / "reports", {22: (63, 55)}))
    call = [sys.executable, "-c", "import sys; from firstlight.cli import main; sys.exit(main(sys.argv[1:]))"]
    line = f"{shlex.join([*call, 'attacks', '--ledger', str(ledger)])} {dict(stdout='1', stderr='2')[stream]}>/dev/full"
    done = subprocess.run(line, shell=True, capture_output=True, text=True, check=False)
    if stream == "stdout":
        assert done.returncode == FAILED
        assert done.stderr.startswith("firstlight: the output failed (No space left on device): ")
        assert len(done.stderr.splitlines()) == 1
    else:
        assert done.returncode in (0, FAILED)
        assert "this is a bug" not in done.stdout


def _points(log: Path, folders: Sequence[Path]) -> list[Point]:
    """Every call of a run on a file of these folders, with each error that it may meet."""
    counts: Counter[str] = Counter()
    found = []
    for line in log.read_text("utf-8", "replace").splitlines():
        call = line.partition("(")[0]
        if call not in ERRORS:
            continue
        counts[call] += 1
        writes = call != "openat" or re.search(r"O_WRONLY|O_RDWR|O_CREAT", line)
        if writes and any(str(folder) in line for folder in folders):
            found += [Point(call, counts[call], error, line[:200]) for error in ERRORS[call]]
    return found


def _drawn(points: Sequence[Point], wanted: int) -> list[Point]:
    """So many of the points, as many of each call as there are, as far as that goes."""
    chance = np.random.default_rng(SEED)
    by_call = {call: [point for point in points if point.call == call] for call in ERRORS}
    drawn: list[Point] = []
    for left, call in zip(range(len(ERRORS), 0, -1), sorted(by_call, key=lambda call: len(by_call[call])), strict=True):
        number = min(len(by_call[call]), (wanted - len(drawn)) // left)
        drawn += [by_call[call][int(at)] for at in sorted(chance.choice(len(by_call[call]), number, replace=False))]
    return drawn


@pytest.mark.parametrize("number", [POINTS, pytest.param(MANY, marks=pytest.mark.release)])
def test_a_call_that_fails_anywhere(tmp_path: Path, own_seals: Path, strace: str, number: int) -> None:
    """Whatever call fails: no traceback, what went wrong in one line, no damage, and the next run makes all good."""
    sources = write_reports(tmp_path / "reports", NIGHTS)
    whole = dump_of(fill(tmp_path / "whole", sources))
    log, said = tmp_path / "calls", tmp_path / "said"
    tracing = [strace, "-y", "-o", str(log), "-e", f"trace={','.join(ERRORS)}"]
    assert _run(tmp_path / "traced" / "ledger", sources, tracing, said).code == 0, said.read_text("utf-8")
    points = _points(log, (tmp_path / "traced", own_seals))
    assert {point.call for point in points} >= {"openat", "write", "pwrite64", "fsync", "rename"}
    stopped = 0
    for point in _drawn(points, number):
        ledger = tmp_path / "tried" / "ledger"
        inject = f"inject={point.call}:error={point.error}:when={point.number}"
        ended = _run(ledger, sources, [strace, "-o", os.devnull, "-e", f"trace={point.call}", "-e", inject], said)
        told = f"{point.error} at {point.line}: exit {ended.code}, said {ended.said!r}"
        assert ended.code in (0, FAILED), told
        if ended.code:
            stopped += 1
            assert len([line for line in ended.said.splitlines() if line.startswith("firstlight: ")]) == 1, told
        assert "Traceback" not in ended.said, told
        if point.call == "fsync" and "/captures/" in point.line:  # of the database SQLite itself knows which matter
            assert ended.code == FAILED, f"what is not synced is not acknowledged: {told}"
        assert _damage_after(ledger) == [], told
        fill(ledger, sources)
        assert dump_of(ledger) == whole, told
        shutil.rmtree(ledger.parent)
        shutil.rmtree(own_seals / "state")  # the key stays: each run then makes the same calls
    assert stopped > number / 2


def _damage_after(ledger: Path) -> list[str]:
    return damage_of(ledger) if (ledger / "ledger.db").exists() else []
