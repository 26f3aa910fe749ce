"""Launches by night for the forecast: zero where somebody told it, unknown where nobody did."""

from __future__ import annotations

import numpy as np
import pytest

from firstlight.assess.groups import Groups
from firstlight.assess.series import series
from firstlight.assess.settings import forecast_settings
from firstlight.assess.volume import Volume, told_nights, volume
from firstlight.catalog import catalog
from firstlight.model import Raid, Value

from .raids import WITHHELD, known, line, raid, weapon

SHAHED, ISKANDER, KALIBR = weapon("shahed"), weapon("iskander-m"), weapon("kalibr")
SUMMARY = ("ua-air-force",)


def launches(*raids: Raid, end: str) -> Volume:
    """The volume of some raids."""
    groups = Groups(catalog())
    rows = series(raids, groups, {}, {}).rows
    return volume(rows, told_nights(raids, {}, {}, groups, forecast_settings(catalog()).told), groups, end)


def of(found: Volume, group: str) -> list[float]:
    """The nights of one group."""
    return list(found.launched[:, found.groups.index(group)])


def test_a_group_that_a_nightly_summary_does_not_name_was_not_launched() -> None:
    """The Air Force told of the night: ballistic missiles are 0, not unknown."""
    found = launches(raid("2025-09-01", line(SHAHED, known(20), known(18)), sources=SUMMARY), end="2025-09-01")
    assert of(found, "drone") == [20]
    assert of(found, "ballistic") == [0]


@pytest.mark.parametrize("source", ["ua-south-command", "an unknown newsroom"])
def test_a_regional_or_unknown_report_does_not_make_other_groups_zero(source: str) -> None:
    """A command that tells of its own region, or a newsroom, says nothing of what else was launched."""
    found = launches(raid("2025-09-01", line(SHAHED, known(20), known(18)), sources=(source,)), end="2025-09-01")
    assert of(found, "drone") == [20]
    assert np.isnan(of(found, "ballistic")).all()


def test_a_night_without_a_word_is_unknown() -> None:
    """Between two summaries a silent night is unknown for each group, and so are the nights after the last one."""
    found = launches(
        raid("2025-09-01", line(SHAHED, known(20), known(18)), sources=SUMMARY),
        raid("2025-09-03", line(SHAHED, known(30), known(18)), sources=SUMMARY),
        end="2025-09-05",
    )
    assert np.isnan(of(found, "drone")).tolist() == [False, True, False, True, True]
    assert found.last_known("drone") == 2


def test_withheld_figures_are_unknown_whoever_gives_a_number() -> None:
    """After ballistic figures are withheld neither silence nor a number from elsewhere is taken for the launches."""
    found = launches(
        raid("2026-08-12", line(ISKANDER, known(4), known(1)), line(SHAHED, known(9), known(8)), sources=SUMMARY),
        raid("2026-08-13", line(SHAHED, known(50), known(40)), sources=SUMMARY),
        raid("2026-08-14", line(ISKANDER, WITHHELD, WITHHELD), line(SHAHED, known(7), known(7)), sources=SUMMARY),
        raid("2026-08-15", line(ISKANDER, known(1), known(1)), line(SHAHED, known(7), known(7)), sources=SUMMARY),
        end="2026-08-15",
    )
    assert of(found, "ballistic")[0] == 4
    assert np.isnan(of(found, "ballistic")[1:]).all()
    assert of(found, "drone") == [9, 50, 7, 7]
    assert of(found, "cruise") == [0, 0, 0, 0]


def test_a_bounded_number_enters_with_what_is_certain() -> None:
    """At least five launched is five; a number without any bound is unknown."""
    at_least, none = Value(state="bounded", low=5), Value(state="unnumbered", low=1)
    found = launches(
        raid("2025-09-01", line(SHAHED, known(9), known(9)), line(KALIBR, at_least), sources=SUMMARY),
        raid("2025-09-02", line(SHAHED, known(9), known(9)), line(KALIBR, none), sources=SUMMARY),
        end="2025-09-02",
    )
    assert of(found, "cruise")[0] == 5
    assert np.isnan(of(found, "cruise")[1])
