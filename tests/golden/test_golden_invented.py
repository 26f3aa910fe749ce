"""Twelve invented weeks, from the channel export to the ledger, against the numbers behind the texts."""

from __future__ import annotations

import csv
import runpy
from collections.abc import Iterable
from pathlib import Path

import pytest

from firstlight.model import LedgerState, Value
from firstlight.pipeline import Ledger

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "examples" / "invented-nights"
Row = dict[str, str]
Key = tuple[str, str]


def _truth() -> list[Row]:
    with (FOLDER / "truth.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> LedgerState:
    """The ledger of the invented weeks, built once."""
    with Ledger(tmp_path_factory.mktemp("invented") / "ledger") as ledger:
        ledger.collect([str(FOLDER)])
        ledger.read()
        ledger.reconcile()
        return ledger.state()


def _values(state: LedgerState, field: str) -> dict[Key, Value]:
    """One value per night and weapon; a second line of one weapon in one night is a fault of its own."""
    found: dict[Key, Value] = {}
    for raid in state.raids:
        for line in raid.lines:
            name = line.weapon.model or ("shahed" if line.weapon.class_ == "drone" else line.weapon.class_)
            if not line.total:
                assert (raid.night, name) not in found, f"two lines of {name} on {raid.night}"
                found[raid.night, name] = getattr(line, field)
    return found


def _wrong(rows: Iterable[Row], field: str, values: dict[Key, Value]) -> dict[str, tuple[str, int | None]]:
    """Night and weapon with the true number and the ledger's, where they differ."""
    wrong = {}
    for row in rows:
        value = values.get((row["night"], row["weapon"]))
        best = value.best if value else None
        if str(best) != row[field]:
            wrong[f"{row['night']} {row['weapon']}"] = (row[field], best)
    return wrong


@pytest.mark.parametrize("field", ["launched", "intercepted", "shot_down", "suppressed"])
def test_every_number_told_is_in_the_ledger(state: LedgerState, field: str) -> None:
    """All numbers of the truth that a text tells are the ledger's best values; a failure lists those that differ."""
    rows = [row for row in _truth() if row[field]]
    assert _wrong(rows, field, _values(state, field)) == {}


def test_a_weapon_without_a_number_is_not_a_zero(state: LedgerState) -> None:
    """A weapon that the text names without a number is unnumbered in the ledger: at least one, never zero."""
    values = _values(state, "launched")
    rows = [row for row in _truth() if not row["launched"]]
    assert rows
    assert {values[row["night"], row["weapon"]].state for row in rows} == {"unnumbered"}


def test_no_night_is_lost_or_added(state: LedgerState) -> None:
    """Eighty-four nights, a raid each."""
    nights = sorted(raid.night for raid in state.raids)
    assert nights == sorted({row["night"] for row in _truth()})


def test_the_files_are_what_the_script_writes(tmp_path: Path) -> None:
    """The script writes the committed bytes, so that texts and truth cannot drift apart."""
    runpy.run_path(str(ROOT / "tools" / "make_invented_nights.py"))["write"](tmp_path)
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (FOLDER / path.name).read_bytes(), path.name
