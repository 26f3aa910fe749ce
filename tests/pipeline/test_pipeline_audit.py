"""The record beside a table and beside a person's judgement."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from firstlight.errors import TableError, UsageError
from firstlight.evaluate.sample import draw, wilson
from firstlight.pipeline import Ledger

from .test_pipeline_ledger import TABLE_HEAD

TEXT = (
    "On the night of 27 March Russia attacked Ukraine with 13 Shahed drones, 10 of them were shot down.\n"
    "On the night of 28 March Russia attacked Ukraine with 28 Shahed drones, 26 of them were shot down.\n"
    "On the night of 28 March Russia launched 3 Kh-22 missiles."
)
ROWS = (
    "2024-03-26 18:00,2024-03-27 09:00,Shahed-136/131,,Ukraine,13,9,,,,,,kpszsu/1\n"
    "2024-03-27 18:00,2024-03-28 09:00,Shahed-136/131,,Ukraine,28,26,,,,,,kpszsu/2\n"
    "2024-03-27 18:00,2024-03-28 09:00,X-59,,Ukraine,2,,,,,,,kpszsu/2\n"
)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger of one report about two nights."""
    with Ledger(tmp_path / "ledger") as opened:
        opened.collect([TEXT.encode()], published="2024-03-28", source="ua-air-force")
        opened.read()
        opened.reconcile()
        yield opened


def test_a_table_is_compared_number_by_number(ledger: Ledger, tmp_path: Path) -> None:
    """Agree, differ, only here and only there, each with both values and the words of both; nothing is imported."""
    table = tmp_path / "table.csv"
    table.write_text(TABLE_HEAD + ROWS, "utf-8")
    made = ledger.compare(table)
    found = {(one.day[-2:], one.what, one.number): (one.verdict, one.here, one.there) for one in made.numbers}
    assert found == {
        ("27", "shahed", "launched"): ("agree", "13", "13"),
        ("27", "shahed", "intercepted"): ("differ", "10", "9"),
        ("28", "shahed", "launched"): ("agree", "28", "28"),
        ("28", "shahed", "intercepted"): ("agree", "26", "26"),
        ("28", "kh-22", "launched"): ("only_here", "3", "nothing"),
        ("28", "kh-59", "launched"): ("only_there", "nothing", "2"),
    }
    (differ,) = [one for one in made.numbers if one.verdict == "differ"]
    quotes = [made.statements[key].quote.text for key in (*differ.here_statements, *differ.there_statements)]
    assert "10" in quotes[0] and quotes[-1].endswith("9")
    assert {one.day for one in ledger.compare(table, "2024-03-28").numbers} == {"2024-03-28"}
    assert len(ledger._store().reports()) == 1, "comparing imports nothing"


def test_a_draw_can_be_made_again_and_judged(ledger: Ledger, tmp_path: Path) -> None:
    """The same seed draws the same statements; verdicts become precision with Wilson's interval, unsure put aside."""
    ledger.sample(4, tmp_path / "a.csv", seed=7)
    ledger.sample(4, tmp_path / "b.csv", seed=7)
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    rows = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text("utf-8"), newline="")))
    known = ledger._store().statements()
    assert len({row["id"] for row in rows}) == 4 and {row["id"] for row in rows} <= known.keys()
    assert all(row["before"] + row["quote"] + row["after"] in TEXT for row in rows)
    for row, verdict in zip(rows, ("right", "Right", "wrong", "unsure"), strict=True):
        row["verdict"] = verdict
    _write(tmp_path / "judged.csv", rows)
    *_, whole = ledger.audit(tmp_path / "judged.csv").results
    assert (whole.kind, whole.right, whole.wrong, whole.unsure) == ("all", 2, 1, 1)
    assert whole.precision.best == pytest.approx(2 / 3)
    rows[0]["id"] = "st:gone"
    _write(tmp_path / "judged.csv", rows)
    assert ledger.audit(tmp_path / "judged.csv").gone == 1
    rows[0]["verdict"] = "maybe"
    _write(tmp_path / "judged.csv", rows)
    with pytest.raises(TableError, match="row 2: 'maybe' is no verdict"):
        ledger.audit(tmp_path / "judged.csv")
    with pytest.raises(UsageError, match="nothing to draw"):
        ledger.sample(4, tmp_path / "c.csv", kind="meeting")


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize(
    ("right", "judged", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (8, 10, 0.4902, 0.9433), (81, 263, 0.2553, 0.3662)],
)
def test_wilson_interval(right: int, judged: int, low: float, high: float) -> None:
    """Known intervals: 81 of 263 is Newcombe's (1998, table I), the others follow from the formula by hand."""
    assert wilson(right, judged) == pytest.approx((low, high), abs=5e-5)


def test_every_statement_is_as_likely_to_be_drawn() -> None:
    """Over many seeds each of ten ids is drawn about as often: 3 of 10, within five standard errors."""
    counts = dict.fromkeys("abcdefghij", 0)
    for seed in range(2_000):
        for key in draw(counts.keys(), 3, seed):
            counts[key] += 1
    assert all(abs(count - 600) < 5 * (2_000 * 0.3 * 0.7) ** 0.5 for count in counts.values())
