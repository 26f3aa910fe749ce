"""The example week in a ledger, and a page over it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from firstlight.pipeline import Ledger
from firstlight.pipeline.demo import examples
from tests.explore.visitor import Visitor


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a ledger with the example week; for reading only."""
    folder = tmp_path_factory.mktemp("explore") / "ledger"
    with Ledger(folder) as ledger:
        ledger.collect([str(examples())])
        ledger.read()
        ledger.reconcile()
    return folder


@pytest.fixture(scope="session")
def week(filled: Path) -> Iterator[Visitor]:
    """A page over the example week, for reading only."""
    visitor = Visitor(filled)
    yield visitor
    visitor.close()


@pytest.fixture
def own(filled: Path, tmp_path: Path) -> Iterator[Visitor]:
    """A page over a copy of the example week, which a test may change."""
    folder = tmp_path / "ledger"
    shutil.copytree(filled, folder)
    visitor = Visitor(folder)
    yield visitor
    visitor.close()
