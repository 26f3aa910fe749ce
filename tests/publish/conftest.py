"""The invented week of the briefing's tests, and a catalogue with the shipped publication rules."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from firstlight.catalog import Catalog
from tests.brief.catalogues import DATA, catalogue


def publishing(folder: Path, swapped: bool = False) -> Catalog:
    """A small catalogue that can publish: two parties, the shipped rules, words and regions."""
    made = catalogue(folder, swapped)
    shutil.copy(DATA / "publication_rules.toml", folder)
    shutil.copytree(DATA / "publish", folder / "publish")
    shutil.copy(DATA / "places" / "regions.csv", folder / "places")
    return Catalog(Path(str(made.root)))


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """A catalogue of two parties, Northland and Southland."""
    return publishing(tmp_path_factory.mktemp("data") / "catalogue")
