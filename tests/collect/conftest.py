"""A small catalogue of our own, so that these tests depend on the data of this room alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from firstlight.catalog import Catalog

DATA = Path(__file__).resolve().parents[2] / "firstlight" / "data"
SOURCES = """
[ua-air-force]
name = "Air Force of Ukraine"
kind = "military"
language = "uk"
zone = "Europe/Kyiv"
reliability = "B"
licence = "public"
aliases = ["Повітряні сили"]
"""


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """A catalogue with the shipped bounds and language rules and one source."""
    root = tmp_path_factory.mktemp("data")
    for name in ("bounds.toml", "languages.toml"):
        shutil.copy(DATA / name, root / name)
    (root / "sources.toml").write_text(SOURCES, "utf-8")
    return Catalog(root)
