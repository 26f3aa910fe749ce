"""Any command repeated, reordered or done in pieces gives the same ledger: the same canonical dump."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firstlight.pipeline import Ledger

from .ledgers import NIGHTS, dump_of, fill, write_reports

VERBS = ("collect", "read", "reconcile")


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder of reports."""
    return write_reports(tmp_path_factory.mktemp("repeat") / "reports")


@pytest.fixture(scope="module")
def plain(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The dump of a ledger made in one go."""
    return dump_of(fill(tmp_path_factory.mktemp("plain") / "ledger", sources))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(sorted(NIGHTS)), verbs=st.lists(st.sampled_from(VERBS), max_size=8), data=st.data())
def test_any_program_gives_the_same_dump(
    sources: Path,
    plain: bytes,
    tmp_path_factory: pytest.TempPathFactory,
    order: list[int],
    verbs: list[str],
    data: st.DataObject,
) -> None:
    """Files one by one in any order, with reads and reconciles strewn between, end in the dump of one run."""
    folder = tmp_path_factory.mktemp("program") / "ledger"
    with Ledger(folder) as ledger:
        for day in order:
            path = sources / f"{day}.txt"
            ledger.collect([str(path)], published=f"2024-03-{day}", source="ua-air-force")
            for verb in data.draw(st.lists(st.sampled_from(VERBS), max_size=2)):
                _call(ledger, verb, path, day)
        ledger.read()
        ledger.reconcile()
    assert dump_of(folder) == plain


def _call(ledger: Ledger, verb: str, path: Path, day: int) -> None:
    if verb == "collect":
        done = ledger.collect([str(path)], published=f"2024-03-{day}", source="ua-air-force")
        assert done.run.refused == {"already there": 1}
    elif verb == "read":
        ledger.read()
    else:
        ledger.reconcile()


def test_rebuild_gives_the_same_dump(sources: Path, plain: bytes, tmp_path: Path) -> None:
    """Everything derived can be dropped and rebuilt; only changed partitions are settled otherwise."""
    folder = fill(tmp_path / "ledger", sources)
    with Ledger(folder) as ledger:
        assert "; 0 of" in ledger.reconcile().note, "nothing changed, nothing is settled again"
        assert "; 0 of" not in ledger.rebuild().note
    assert dump_of(folder) == plain
