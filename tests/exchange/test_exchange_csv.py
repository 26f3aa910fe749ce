"""No text cell of a CSV is a formula to a spreadsheet, and every text comes back as it was."""

from __future__ import annotations

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from firstlight.exchange.cells import read_table
from firstlight.exchange.csv_cells import guard, line, unguard

STARTS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'", "''=", " =", "\u00a0@", ""]
TEXTS = st.builds(
    lambda start, rest: start + rest,
    st.sampled_from(STARTS),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
)


@settings(max_examples=2_000, deadline=None)
@given(TEXTS)
def test_a_guarded_cell_is_no_formula_and_comes_back(text: str) -> None:
    """The cell does not open with a sign of a formula, also after blanks, and `unguard` gives the text again."""
    cell = guard(text)
    assert cell.lstrip(" \u00a0\u3000\ufeff")[:1] not in tuple("=+-@\t\r\n＝＋－＠")
    assert unguard(cell) == text


@settings(max_examples=300, deadline=None)
@given(st.lists(TEXTS, min_size=2, max_size=4))
def test_a_record_comes_back_through_csv(texts: list[str]) -> None:
    """Written as a record and read by the csv module, the texts are the same once unguarded; so by our own reader."""
    written = line(texts)
    (read,) = csv.reader(io.StringIO(written, newline=""))
    assert [unguard(cell) for cell in read] == texts
    header = line([f"c{number}" for number in range(len(texts))])
    (row,) = read_table((header + written).encode(), "made.csv").rows if any(texts) else (None,)
    if row is not None and row.broken is None:
        assert [cell.text for cell in row.cells] == texts


def test_numbers_are_numbers() -> None:
    """A negative number is written as it is, a text that looks like one is guarded, nothing is an empty cell."""
    assert line([-3, "-3", None, True, 0, 2.5]) == "-3,'-3,,true,0,2.5\n"
