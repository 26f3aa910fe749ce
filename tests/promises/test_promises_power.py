"""A power cut at any write: the ledger opens, is whole, and holds every unit of work that was acknowledged."""

from __future__ import annotations

import contextlib
import gc
import shutil
from pathlib import Path

import numpy as np
import pytest

from firstlight.collect import report_from_text
from firstlight.custody import entry_hash, verify
from firstlight.errors import StoreError
from firstlight.store import Store, Work

from .power import Disk, PowerVFS

CUTS = 100
UNITS = 24
WORK = Work(who="tester", what="test", why="power", at="2024-03-28T09:00:00+00:00", inputs="")
REPORTS = [report_from_text(f"Report number {number}. " + "Nothing else. " * 150) for number in range(UNITS)]


def _work(folder: Path, acknowledged: list[str]) -> None:
    """Unit after unit until the power goes; small checkpoints, so that cuts fall into them as well."""
    with Store(folder, chain=entry_hash, create=True) as store:
        store._database.pragma("wal_autocheckpoint", 30)
        for report in REPORTS:
            with store.unit(WORK) as unit:
                unit.report(report, report.id)
            acknowledged.append(report.id)


def _calls_of_a_whole_run(folder: Path) -> int:
    disk = Disk(cut_at=10**9)
    vfs = PowerVFS(disk)
    try:
        _work(folder, [])
    finally:
        vfs.unregister()
    return disk.calls


def _cuts(folder: Path, seed: int, cuts: int) -> None:
    """So many cuts at drawn calls, and what is left after each."""
    chance = np.random.default_rng(seed)
    total = _calls_of_a_whole_run(folder / "whole")
    lost_power = 0
    for number in range(cuts):
        disk, acknowledged = Disk(cut_at=int(chance.integers(1, total))), list[str]()
        vfs = PowerVFS(disk)
        gc.freeze()  # what was there before need not be looked through after each cut
        try:
            with contextlib.suppress(StoreError):
                _work(folder / f"cut{number}", acknowledged)
            gc.collect()  # closes what the failed store still held, while its file layer is there
        finally:
            gc.unfreeze()
            vfs.unregister()
        lost_power += len(acknowledged) < UNITS
        after = folder / f"after{number}"
        after.mkdir()
        for name in ("ledger.db", "ledger.db-wal", "ledger.db-journal"):
            if name in disk.durable or name in disk.waiting:
                (after / name).write_bytes(disk.image(name, chance))
        with Store(after, chain=entry_hash, create=True) as store:
            assert set(acknowledged) <= store.reports().keys(), f"seed {seed}, cut {number}: acknowledged and lost"
            assert verify(store, lambda capture, data, reports: ()).damage == ()
        for done in (folder / f"cut{number}", after):
            shutil.rmtree(done)
    assert lost_power > cuts / 2


# SQLite has nobody to tell of a call that fails while it already deals with a failure; Python then warns.
quiet = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@quiet
@pytest.mark.parametrize("seed", [20240328, 20240329])
def test_power_cuts(tmp_path: Path, seed: int) -> None:
    """After each of many cuts at drawn writes nothing acknowledged is lost, and no row, entry or index is damaged."""
    _cuts(tmp_path, seed, CUTS)


@quiet
@pytest.mark.release
def test_five_thousand_power_cuts(tmp_path: Path) -> None:
    """The same for 5,000 cuts."""
    _cuts(tmp_path, 20240330, 5_000)
