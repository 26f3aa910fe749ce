"""How well the reader does on each language's own examples (firstlight/data/lang/*/examples.jsonl)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from firstlight.catalog import Catalog
from firstlight.collect import report_from_text
from firstlight.read import read
from tests.golden.matching import compare

FLOORS = Path(__file__).with_name("floors.json")


class Measured(NamedTuple):
    """One language: `met` is the share of expectations met, `surplus` that of statements that nobody asked for."""

    texts: int
    expected: int
    met: float
    surplus: float


def measure(catalog: Catalog, language: str) -> Measured:
    """Read all examples of `language` and compare; an open example may give more than it lists."""
    examples = [json.loads(line) for line in catalog.text(f"lang/{language}/examples.jsonl").splitlines()]
    expected = missed = said = surplus = 0
    for example in examples:
        report = report_from_text(example["text"], published=example["published"])
        statements = read(report, catalog).statements
        lost, extra = compare(example["statements"], statements)
        expected += len(example["statements"])
        missed += len(lost)
        said += len(statements)
        surplus += 0 if example.get("open") else len(extra)
    return Measured(len(examples), expected, 1 - missed / expected, surplus / said)


def floors() -> dict[str, Measured]:
    """The pinned floors: counts and shares that must be reached; `surplus` must not be exceeded."""
    return {language: Measured(**pinned) for language, pinned in json.loads(FLOORS.read_text("utf-8")).items()}
