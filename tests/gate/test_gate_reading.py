"""Reading never gets worse: on its own examples it keeps to the floors of floors.json, and it breaks on no real text.

The floors are raised with tools/raise_floors.py, which lowers none.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from firstlight.catalog import catalog
from firstlight.collect import report_from_text
from firstlight.read import gate, read

from .measure import floors, measure

UNLABELLED = Path(__file__).resolve().parents[2].parent / "shared" / "reports" / "unlabelled"
SAMPLE = 300


def test_every_language_has_its_floors() -> None:
    """No language of the data folder goes without floors."""
    assert set(floors()) == set(catalog().languages)


@pytest.mark.parametrize("language", sorted(floors()))
def test_reading_keeps_to_its_floors(language: str) -> None:
    """As many texts and expectations as ever, as large a share of them met, and no larger a share of surplus."""
    floor, now = floors()[language], measure(catalog(), language)
    assert now.texts >= floor.texts
    assert now.expected >= floor.expected
    assert now.met >= floor.met
    assert now.surplus <= floor.surplus


def _sample(language: str) -> list[dict[str, Any]]:
    """Up to SAMPLE texts, taken at even distances; the test is skipped where the texts are not there."""
    path = UNLABELLED / f"{language}.jsonl.gz"
    if not path.exists():
        pytest.skip("no unlabelled reports beside the checkout: they are not part of the project")
    lines = gzip.decompress(path.read_bytes()).decode().splitlines()
    return [json.loads(line) for line in lines[:: max(1, len(lines) // SAMPLE)][:SAMPLE]]


@pytest.mark.parametrize("language", catalog().languages)
def test_no_real_text_breaks_the_reader(language: str) -> None:
    """Real texts are read without an error; each quote is an exact slice, and each statement passes the gate again."""
    wrong = []
    for item in _sample(language):
        report = report_from_text(item["text"], published=item["published"])
        try:
            statements = read(report, catalog()).statements
        except Exception as error:
            error.add_note(f"while reading {item['id']}")
            raise
        for statement in statements:
            quote = statement.quote
            if report.text[quote.start : quote.end] != quote.text or gate(statement, report, catalog()) is not None:
                wrong.append((item["id"], statement.kind, quote.start))
    assert wrong == []
