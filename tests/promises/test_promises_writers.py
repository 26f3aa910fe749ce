"""Two processes that write at once: nobody sees "locked", nothing is lost, and the result is that of some order."""

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


def test_two_writers_equal_one(tmp_path: Path) -> None:
    """Two processes that collect, read and reconcile overlapping files at once end in the ledger of one process."""
    nights = {day: (day, day - 1) for day in range(2, 26)}
    sources = write_reports(tmp_path / "reports", nights)
    halves = [sorted(sources.glob("*.txt"))[:16], sorted(sources.glob("*.txt"))[8:]]
    folder = tmp_path / "two" / "ledger"
    folder.parent.mkdir()

    def write(paths: list[Path]) -> None:
        with Ledger(folder) as ledger:
            for path in paths:
                ledger.collect([str(path)], published="2024-03-28", source="ua-air-force")
                ledger.read()
                ledger.reconcile()

    children = [_fork(lambda half=half: write(half)) for half in halves]  # type: ignore[misc]
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0]

    alone = tmp_path / "one" / "ledger"
    alone.parent.mkdir()
    with Ledger(alone) as ledger:
        ledger.collect(
            [str(path) for path in sorted(sources.glob("*.txt"))], published="2024-03-28", source="ua-air-force"
        )
        ledger.read()
        ledger.reconcile()
    with Ledger(folder) as ledger:
        ledger.reconcile()
    assert dump_of(folder) == dump_of(alone)
    assert damage_of(folder) == []
