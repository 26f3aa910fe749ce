"""Shared pieces: the test catalogue and the invented week, built once for a session."""

from __future__ import annotations

import pytest

from firstlight.brief import brief
from firstlight.catalog import Catalog
from firstlight.model import Material
from tests.brief.catalogues import catalogue
from tests.brief.week import week


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """A catalogue of two parties, Northland and Southland."""
    return catalogue(tmp_path_factory.mktemp("data") / "catalogue")


@pytest.fixture(scope="session")
def material() -> Material:
    """The invented week as material."""
    return week().material()


@pytest.fixture(scope="session")
def text(material: Material, small: Catalog) -> str:
    """The page of the invented week."""
    return brief(material, small)
