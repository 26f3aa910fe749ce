"""Reading a ledger on an engine: the same ledger as from one process, and a report that ends a worker is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from firstlight.errors import UsageError
from firstlight.pipeline import Ledger
from firstlight.pipeline.reading import FOLDER
from tests.engine.archives import reports, rows, write_folder


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of reports, in more than one batch."""
    return write_folder(tmp_path_factory.mktemp("texts") / "in", rows(reports(), quiet=140))


def _dump(folder: Path, texts: Path, **engine: str | int) -> Iterator[bytes]:
    with Ledger(folder) as ledger:
        ledger.collect([str(texts)])
        ledger.read(**engine)  # type: ignore[arg-type]
        ledger.reconcile()
        ledger.export("dump", folder / "dump.jsonl")
        assert not ledger.verify().damage
    assert not (folder / FOLDER).exists()
    yield (folder / "dump.jsonl").read_bytes()


def test_a_pool_leaves_the_ledger_of_one_process(texts: Path, tmp_path: Path) -> None:
    """Read by two workers, a ledger gives the same dump, is undamaged, and keeps nothing else in its folder."""
    assert [*_dump(tmp_path / "a", texts)] == [*_dump(tmp_path / "b", texts, engine="pool", workers=2)]


def test_an_engine_that_is_not_there_is_a_wrong_call(texts: Path, tmp_path: Path) -> None:
    """An unknown engine, and a number of workers for one process, are told before anything is read."""
    with Ledger(tmp_path / "ledger") as ledger:
        ledger.collect([str(texts / "00000.txt")])
        with pytest.raises(UsageError):
            ledger.read("grid")
        with pytest.raises(UsageError):
            ledger.read(workers=2)
        assert [run.verb for run in ledger.runs()] == ["collect"]
