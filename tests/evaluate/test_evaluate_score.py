"""The ruler: labels against statements, strict and lenient, one to one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from firstlight.errors import TableError
from firstlight.evaluate import Fact, Labelled, accuracy_page, compare, errors_page, load_labels, tally
from firstlight.evaluate.labels import comparable
from firstlight.pipeline import evaluate


def _report(*facts: Fact) -> Labelled:
    return Labelled(id="a", language="en", published=None, genre="news", facts=facts)


def _hurt(low: int, place: str, **values: object) -> Fact:
    return Fact(
        kind="injured",
        low=low,
        high=low,
        counted=True,
        places=frozenset({comparable(place)}),
        **values,  # type: ignore[arg-type]
    )


def test_each_label_and_each_statement_is_used_once() -> None:
    """One statement cannot answer two labels: the second stays missed."""
    label = _hurt(3, "Sumy")
    outcome = compare(_report(label, label), [label])
    assert (len(outcome.found), len(outcome.missed), len(outcome.invented)) == (1, 1, 0)


def test_the_matching_is_the_largest_whatever_the_order() -> None:
    """A label that only one statement can answer gets it, even where another label comes first and would take it."""
    wide = Fact(kind="damaged", object="house")
    counted = Fact(kind="damaged", object="house", low=4, high=4, counted=True)
    for read in ([wide, counted], [counted, wide]):
        other = Fact(kind="damaged", object="house", low=9, high=9, counted=True)
        outcome = compare(_report(other, counted), read)
        assert not outcome.missed


def test_strict_asks_for_place_child_and_background() -> None:
    """The same number elsewhere, of children, or of another day is found leniently and missed strictly."""
    label = _hurt(3, "Sumy")
    for wrong in (_hurt(3, "Kherson"), _hurt(3, "Sumy", child=True), _hurt(3, "Sumy", background=True)):
        assert compare(_report(label), [wrong]).missed
        assert compare(_report(label), [wrong], strict=False).found


def test_a_label_for_the_whole_country_takes_any_place() -> None:
    """Where the text gives no place the label says Ukraine, and the place of the statement does not matter."""
    assert compare(_report(_hurt(5, "Ukraine")), [_hurt(5, "Kyiv")]).found


def test_a_region_and_its_city_have_one_name() -> None:
    """Kharkiv Oblast and Kharkiv meet, as the annotation guide compares them."""
    assert comparable("Kharkiv Oblast") == comparable("kharkiv") == comparable("Kharkiv region")


def test_counts_add_up() -> None:
    """Found, missed and invented of all kinds sum to all labels and all statements."""
    outcome = compare(_report(_hurt(1, "Sumy"), _hurt(2, "Sumy")), [_hurt(1, "Sumy"), _hurt(7, "Sumy")])
    (sums,) = tally([outcome], lambda _, fact: fact.kind).values()
    assert (sums.found, sums.missed, sums.invented) == (1, 1, 1)
    assert sums.precision == sums.recall == sums.f1 == 0.5


def test_a_broken_label_names_its_line(tmp_path: Path) -> None:
    """A line that is no labelled report stops the evaluation with its number."""
    path = tmp_path / "labels.jsonl"
    path.write_text('{"id": "a", "lang": "en", "facts": []}\n{"id": \n', encoding="utf-8")
    with pytest.raises(TableError, match="line 2"):
        load_labels(path)


def test_a_folder_of_texts_is_read_and_told(tmp_path: Path) -> None:
    """Labels and texts of one's own give the tables and, for each miss and invention, a line with the words."""
    fact = {"kind": "injured", "low": 2, "high": 2, "place": "Sumy", "oblast": "Sumy"}
    struck = {"kind": "struck", "place": "Sumy"}
    row = {"id": "x", "lang": "en", "published": "2024-05-02", "genre": "news", "facts": [fact, struck]}
    (tmp_path / "labels.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    (tmp_path / "x.txt").write_text("A missile hit Sumy on 1 May 2024. Three people were injured.", encoding="utf-8")
    measured = evaluate(str(tmp_path / "labels.jsonl"), str(tmp_path))
    page = accuracy_page(measured.strict, measured.lenient)
    assert "| struck | 1 | 1.000 | 1.000 |" in page
    told = errors_page(measured.strict)
    assert "x  missed    injured" in told
    assert "Three people were injured" in told
