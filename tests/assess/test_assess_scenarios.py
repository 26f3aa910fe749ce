"""Scenarios of one's own stand beside the shipped ones, and a wrong file is told in one line."""

from __future__ import annotations

import pytest

from firstlight.assess import read_scenarios
from firstlight.catalog import catalog
from firstlight.errors import InventoryError

GOOD = """
[[scenario]]
name = "drones as a think tank has it"
group = "drone"
most_per_month_weapons = { low = 100, best = 200, high = 300 }
source = "assumed"
"""


def test_a_scenario_is_read() -> None:
    """Name, group, limit and source come out as they were written."""
    (found,) = read_scenarios(GOOD, "mine.toml", catalog())
    assert (found.name, found.group, found.source) == ("drones as a think tank has it", "drone", "assumed")
    limit = found.most_per_month_weapons
    assert (limit.low, limit.best, limit.high) == (100, 200, 300)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"drone"', '"balloon"', "allowed are"),
        ("low = 100", "low = 250", "in order"),
        ("high = 300", "high = 3_000_000", "out of range"),
        ("most_per_month_weapons", "most_per_month", "most_per_month_weapons"),
        ('source = "assumed"', "", "source is missing"),
        ("name =", "region = 3\nname =", "region"),
        ('"drones as a think tank has it"', '"drones at Kharkiv"', "names a region or town"),
        ("[[scenario]]", "[[scenarios]]", "is missing"),
    ],
)
def test_a_wrong_file_is_told_in_one_line(old: str, new: str, says: str) -> None:
    """Each fault names the file, the key and what is allowed."""
    with pytest.raises(InventoryError) as caught:
        read_scenarios(GOOD.replace(old, new), "mine.toml", catalog())
    assert "\n" not in str(caught.value) and str(caught.value).startswith("mine.toml") and says in str(caught.value)
