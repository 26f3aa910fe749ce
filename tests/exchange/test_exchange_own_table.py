"""A hand-kept table by its map: every number as it is meant, nothing mended, nothing lost without a reason."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from firstlight.catalog import catalog
from firstlight.errors import TableError
from firstlight.exchange.missile_attacks import Imported
from firstlight.exchange.own_map import read_map
from firstlight.exchange.own_table import read_own_table
from firstlight.pipeline import Ledger

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "own-table"
NOW = "2026-01-02T03:04:05+00:00"
MAP = (EXAMPLE / "map.toml").read_text("utf-8")
HEAD = "Night,Weapon,Where,Launched,Shot down,Lost,Killed,Injured,Note,Link\n"


def taken(*rows: str) -> Imported:
    """An import of rows under the example's header."""
    data = (HEAD + "\n".join(rows) + "\n").encode()
    return read_own_table(data, "tally.csv", read_map(MAP, "map.toml", catalog()), catalog(), NOW)


def numbers(made: Imported) -> list[tuple[str, str | None, int | None, int | None, str]]:
    """kind, how, low, high, form of each statement."""
    return [(s.kind, s.how, s.count.low, s.count.high, s.count.form) for s in made.statements if s.count]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("13", (13, 13, "exact")),
        ("13.0", (13, 13, "exact")),
        ("0", (0, 0, "exact")),
        ("20+", (20, None, "at_least")),
        (">=20", (20, None, "at_least")),
        ("<=20", (0, 20, "at_most")),
        ("10-12", (10, 12, "range")),
        ("~90", (90, 90, "about")),
        ("Not told", (None, None, "withheld")),
        ("some", (1, None, "unnumbered")),
    ],
)
def test_a_cell_means_what_it_says(cell: str, said: tuple[int | None, int | None, str]) -> None:
    """Zero, bounds, withheld and unnumbered are kept apart, and the quote is the cell."""
    (made,) = taken(f"27.03.2024,Shahed,Ukraine,{cell},,,,,,").statements
    assert made.count is not None and (made.count.low, made.count.high, made.count.form) == said
    assert made.quote.text == cell


def test_what_is_not_taken_is_told() -> None:
    """Unknown cells make no statement; a word, a weapon or a date that nobody knows is a refusal with its row."""
    made = taken(
        "27.03.2024,Shahed,Ukraine,n/a,lots,,,,,",
        "27.03.2024,Zeppelin,Ukraine,1,,,,,,",
        "32.03.2024,Shahed,Ukraine,1,,,,,,",
        "28.03.2024,,Kharkiv,3,,,1,,,",
        "28.03.2024,,Kharkiv,3,,,,,,",
        "29.03.2024,Shahed,Ukraine,1,1,,,,,",
        "29.03.2024,Shahed,Ukraine,1,1,,,,,",
    )
    assert Counter(refusal.reason for refusal in made.refusals) == {
        "no_number": 1, "not_a_count": 1, "unknown_weapon": 1, "bad_time": 1, "no_weapon": 2, "duplicate_row": 1,
    }  # fmt: skip
    assert numbers(made) == [
        ("killed", None, 1, 1, "exact"),
        ("launched", None, 1, 1, "exact"),
        ("intercepted", "shot_down", 1, 1, "exact"),
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("[table]", "[tabel]"), "unknown field"),
        (('launched = "Launched"', 'lanched = "Launched"'), "lanched is nothing that is read"),
        (('night = "Night"', 'address = "Night"'), "TOML|needs night, date"),
        (('models = ["shahed"]', 'models = ["shahid"]'), "shahid is in neither"),
        (('source = "invented-tally"', "source = 3"), "Expected `str`"),
    ],
)
def test_a_wrong_map_names_the_key(change: tuple[str, str], words: str) -> None:
    """A map with a misspelt or missing key, or a weapon that is none, is refused in one line."""
    with pytest.raises(TableError, match=words) as caught:
        read_map(MAP.replace(*change), "map.toml", catalog())
    assert "\n" not in str(caught.value)


def test_the_example_goes_through(tmp_path: Path) -> None:
    """The example table makes raids and an incident, again adds nothing, a corrected row replaces, verify is clean."""
    table = tmp_path / "tally.csv"
    table.write_bytes((EXAMPLE / "tally.csv").read_bytes())
    with Ledger(tmp_path / "ledger") as ledger:
        first = ledger.import_("table", table, map=EXAMPLE / "map.toml")
        assert (first.run.counts_out, first.run.refused) == (5, {"bad_time": 1, "unknown_weapon": 1})
        ledger.reconcile()
        states = {line.launched.state for raid in ledger.state().raids for line in raid.lines}
        assert states == {"known", "bounded", "unnumbered", "withheld"}
        assert ledger.import_("table", table, map=EXAMPLE / "map.toml").run.refused["already there"] == 5
        table.write_text(table.read_text("utf-8").replace(",13,10,", ",14,10,"), "utf-8")
        ledger.import_("table", table, map=EXAMPLE / "map.toml")
        ledger.reconcile()
        best = {raid.night: line.launched.best for raid in ledger.state().raids for line in raid.lines}
        assert best["2024-03-27"] == 14
        assert not ledger.verify().damage
        ledger.export("csv", tmp_path / "out.csv")
        rows = (tmp_path / "out.csv").read_text("utf-8").splitlines()[1:]
        assert rows and all(row.endswith("INVENTED") for row in rows), "the tally calls itself invented"
