"""The numbers behind forecast, harm and need are data: one that cannot be stops the program with file and key."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from firstlight.assess.groups import Groups
from firstlight.assess.inventory import parse_inventory
from firstlight.assess.settings import doctrine_settings, forecast_settings, harm_settings
from firstlight.catalog import Catalog, catalog
from firstlight.errors import CatalogError

STOCK = 'counted_on = 2031-06-23\nsource = "assumed"\n[interceptor.pac3_mse]\nstock_rounds = 40\nlaunchers = 8\n'
WRONG = {
    "half-life below zero": ("forecast.toml", "half_life_nights = 28.0 ", "half_life_nights = -28.0 ", "half_life"),
    "share above one": ("forecast.toml", "drift_share = 0.8", "drift_share = 1.5", "drift_share"),
    "limits out of order": ("forecast.toml", "{ low = 2700,", "{ low = 9700,", "not in order"),
    "no people": ("harm.toml", "killed = 434", "killed = -434", r"total\[.*killed"),
    "a word for a number": ("harm.toml", "sd_log = 1.0", 'sd_log = "wide"', "sd_log"),
    "no shot": ("doctrine.toml", "shots_per_target = 1", "shots_per_target = 0", "shots_per_target"),
    "no title": ("defeat_groups.toml", "title = ", "name = ", "title"),
    "upside down": ("systems.toml", "{ low = 0.23, high = 0.77", "{ low = 0.83, high = 0.77", "hit_share .*above high"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_data_is_told_with_file_and_key(name: str, tmp_path: Path) -> None:
    """A number of data/ out of its range, or of another type, is a CatalogError of one line that names both."""
    file, old, new, says = WRONG[name]
    folder = tmp_path / "data"
    shutil.copytree(str(files("firstlight") / "data"), folder)
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(CatalogError, match=says) as error:
        _read_all(Catalog(folder))
    assert str(error.value).startswith(f"data/{file}: ")
    assert "\n" not in str(error.value)


def test_shipped_data_is_right() -> None:
    """What ships reads without an error."""
    _read_all(catalog())


def _read_all(made: Catalog) -> None:
    Groups(made)
    for read in (forecast_settings, harm_settings, doctrine_settings):
        read(made)
    parse_inventory(STOCK, "inventory.toml", made)
