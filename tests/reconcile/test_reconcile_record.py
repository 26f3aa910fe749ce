"""The public record of missile attacks, where it is at hand beside the checkout: every row a line, nothing lost."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from firstlight.catalog import catalog
from firstlight.exchange.missile_attacks import Imported, read_missile_attacks
from firstlight.model import LedgerState
from firstlight.reconcile import reconcile
from tests.reconcile import builders as b

TABLE = Path(__file__).resolve().parents[2] / "../shared/data/missile_attacks_daily.csv"


@pytest.fixture(scope="module")
def record() -> tuple[Imported, LedgerState, float]:
    """The table as imported, reconciled, and the processor seconds that took."""
    if not TABLE.exists():
        pytest.skip("the public table is not beside this checkout, and is not shipped with it")
    taken = read_missile_attacks(TABLE.read_bytes(), TABLE.name, catalog(), "2026-03-02T00:00:00+00:00")
    begin = time.process_time()
    state = reconcile({s.id: s for s in taken.statements}, {r.id: r for r in taken.reports}, (), catalog())
    return taken, state, time.process_time() - begin


def test_every_row_with_a_weapon_count_is_one_line(record: tuple[Imported, LedgerState, float]) -> None:
    """No row is merged into another: as many lines as reports, every statement linked once, no asides."""
    taken, state, _ = record
    assert sum(len(raid.lines) for raid in state.raids) == len(taken.reports)
    assert b.accounted(state) == sorted(s.id for s in taken.statements)
    assert state.asides == ()


def test_the_record_disputes_only_its_one_impossible_row(record: tuple[Imported, LedgerState, float]) -> None:
    """Rows do not dispute one another; the one that stops more than was launched (28 December 2024) is named."""
    _, state, _ = record
    (dispute,) = state.disputes
    raid = next(raid for raid in state.raids if raid.id == dispute.about)
    assert raid.night == "2024-12-28" and dispute.what.startswith("intercepted")


def test_nights_of_march_2024_are_as_published(record: tuple[Imported, LedgerState, float]) -> None:
    """27 March 2024 has 13 launched and 10 intercepted; 28 March 28 and 26: the country's lines, by date."""
    _, state, _ = record
    found = {
        raid.night: (line.launched.best, line.intercepted.best)
        for raid in state.raids
        for line in raid.lines
        if raid.night in ("2024-03-27", "2024-03-28") and line.weapon.model == "shahed"
    }
    assert found == {"2024-03-27": (13, 10), "2024-03-28": (28, 26)}


def test_the_whole_record_takes_seconds(record: tuple[Imported, LedgerState, float]) -> None:
    """Three and a half years of rows reconcile in under five processor seconds."""
    assert record[2] < 5
