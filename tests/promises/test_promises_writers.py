"""Processes that write at once: nobody sees "locked", nothing is lost, and the result is that of some order."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from firstlight import collect, read, reconcile
from firstlight.pipeline import Ledger

from .ledgers import damage_of, dump_of, write_reports

IMPORTED = (collect, read, reconcile)  # before the fork, so that both children run the same code

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork")


def _fork(work: Callable[[], None]) -> int:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        except BaseException:
            traceback.print_exc()
            raise
        finally:
            os._exit(code)
    return child


@pytest.mark.parametrize("writers", [2, 5])
def test_writers_equal_one(tmp_path: Path, writers: int) -> None:
    """Processes that collect, read and reconcile overlapping files at once end in the ledger of one process."""
    _write_at_once(tmp_path, writers, days=24 if writers == 2 else 12)


@pytest.mark.release
@pytest.mark.parametrize("writers", range(2, 9))
def test_many_writers_equal_one(tmp_path: Path, writers: int) -> None:
    """The same for two to eight processes over longer runs."""
    _write_at_once(tmp_path, writers, days=27)


def _write_at_once(tmp_path: Path, writers: int, days: int) -> None:
    sources = write_reports(tmp_path / "reports", {day: (day, day - 1) for day in range(2, 2 + days)})
    paths = sorted(sources.glob("*.txt"))
    # each takes two shares of the files, the second of which is also the first share of the next process
    shares = [[path for at, path in enumerate(paths) if (at - own) % writers < 2] for own in range(writers)]
    folder = tmp_path / "many" / "ledger"
    folder.parent.mkdir()

    def write(own: list[Path]) -> None:
        with Ledger(folder) as ledger:
            for path in own:
                ledger.collect([str(path)], published="2024-03-28", source="ua-air-force")
                ledger.read()
                ledger.reconcile()

    children = [_fork(lambda own=own: write(own)) for own in shares]  # type: ignore[misc]
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * writers

    alone = tmp_path / "one" / "ledger"
    alone.parent.mkdir()
    with Ledger(alone) as ledger:
        ledger.collect([str(path) for path in paths], published="2024-03-28", source="ua-air-force")
        ledger.read()
        ledger.reconcile()
    with Ledger(folder) as ledger:
        ledger.reconcile()
        runs = ledger.runs()
    assert sum(run.counts_out for run in runs if run.verb == "collect") == len(paths), "each file came in once"
    assert sum(run.verb == "collect" for run in runs) == sum(map(len, shares)), "no command was lost"
    assert dump_of(folder) == dump_of(alone)
    assert damage_of(folder) == []
