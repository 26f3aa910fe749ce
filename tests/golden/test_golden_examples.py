"""Each language's own examples (firstlight/data/lang/*/examples.jsonl) are read as a person read them."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest

from firstlight.catalog import catalog
from firstlight.collect import report_from_text
from firstlight.model import Kind
from firstlight.read import read

from .matching import brief, compare

LANGUAGES = ("en", "uk", "ru")


def _lines(language: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in catalog().text(f"lang/{language}/examples.jsonl").splitlines()]


EXAMPLES = [
    pytest.param(example, id=f"{language}-{number}")
    for language in LANGUAGES
    for number, example in enumerate(_lines(language), start=1)
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_examples_cover_every_kind(language: str) -> None:
    """A language shows at least 25 texts, every kind of statement, and texts that say nothing."""
    lines = _lines(language)
    kinds = {want["kind"] for line in lines for want in line["statements"]}
    assert len(lines) >= 25
    assert kinds == set(get_args(Kind))
    assert sum(not line["statements"] for line in lines) >= 5


@pytest.mark.parametrize("example", EXAMPLES)
def test_expected_quotes_stand_in_their_text(example: dict[str, Any]) -> None:
    """An expectation quotes words of its own text, so that no example asks for what is not written."""
    assert [want for want in example["statements"] if want["quote"] not in example["text"]] == []


@pytest.mark.parametrize("example", EXAMPLES)
def test_example_is_read_as_expected(example: dict[str, Any]) -> None:
    """What the example lists is read with its numbers, and unless it is open, nothing else is."""
    said = read(report_from_text(example["text"], published=example["published"]), catalog()).statements
    missed, surplus = compare(example["statements"], said)
    if example.get("open"):
        surplus = []
    assert (missed, [brief(statement) for statement in surplus]) == ([], []), example["text"]
