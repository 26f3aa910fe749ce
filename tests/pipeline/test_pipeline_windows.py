"""Reconciling a ledger on an engine gives the ledger of one process."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstlight.errors import UsageError
from firstlight.exchange.dump import dump
from firstlight.pipeline import Ledger
from firstlight.pipeline.window_tasks import FOLDER
from tests.reconcile import builders as b
from tests.reconcile.test_reconcile_windows import a_restless_war, judged
from tests.reconcile.world import a_day
from tests.store.samples import EDITION, open_store, work


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A war of two weeks, days a year apart from it, and decisions, in a ledger that was never reconciled."""
    desk = a_restless_war(14, 5)
    judged(desk, [11, 520, 731, 44, 902])
    for number, day in enumerate(("2024-02-02", "2025-03-03")):
        a_day(desk, day, number, 2)
    _keep(tmp_path, desk)
    return tmp_path


def _keep(folder: Path, desk: b.Desk) -> None:
    with open_store(folder) as store, store.unit(work()) as unit:
        for key, report in desk.reports.items():
            told = type(report)(
                **{**{f: getattr(report, f) for f in report.__struct_fields__}, "text": f"x {report.text}"}
            )
            unit.report(told, key)
            unit.reading(told, EDITION, [s for s in desk.statements.values() if s.report == key], ())
        for decision in desk.decisions:
            unit.decision(decision)


def _dump(folder: Path) -> bytes:
    with open_store(folder) as store:
        return b"".join(dump(store))


def _on(engine: str, folder: Path) -> bytes:
    with Ledger(folder) as opened:
        opened.rebuild(engine, workers=2)
    assert not (folder / FOLDER).exists()
    return _dump(folder)


def test_a_pool_gives_the_ledger_of_one_process(ledger: Path) -> None:
    """Windows planned by two processes leave the rows that one process leaves, and nothing of them stays behind."""
    with Ledger(ledger) as opened:
        opened.reconcile()
    alone = _dump(ledger)
    assert b"2025-03-03" in alone
    assert _on("pool", ledger) == alone


@pytest.mark.release
def test_a_cluster_gives_the_ledger_of_one_process(ledger: Path) -> None:
    """The same on a cluster of this host."""
    pytest.importorskip("distributed", reason="the extra cluster is not installed: make setup-cluster")
    with Ledger(ledger) as opened:
        opened.reconcile()
    alone = _dump(ledger)
    assert _on("cluster", ledger) == alone


def test_an_engine_that_is_not_there_is_told_first(ledger: Path) -> None:
    """A wrong engine is a usage error before anything is done."""
    with Ledger(ledger) as opened, pytest.raises(UsageError, match="there is no engine"):
        opened.reconcile("rocket")
