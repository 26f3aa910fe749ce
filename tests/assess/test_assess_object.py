"""The object of `assess --json` is the documented one: docs/assessment.schema.json holds for answers, key by key."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from firstlight.assess import AssessOptions, assess, to_json
from firstlight.assess.settings import HarmTotal
from firstlight.catalog import catalog
from firstlight.model import LedgerState
from tests.assess.test_assess_report import assessed, week
from tests.assess.test_assess_request import of_planted
from tests.truth.test_truth_silence import LAST, WITHHELD_FROM, planted

SCHEMA: dict[str, Any] = json.loads(
    (Path(__file__).resolve().parents[2] / "docs" / "assessment.schema.json").read_text("utf-8")
)

NAMES = (
    "five nights",
    "no night told",
    "no inventory",
    "inventory and options, figures withheld",
    "inventory and options, all told",
)


def own_totals() -> AssessOptions:
    """Two weeks ahead, with totals of casualties of one's own for four months that the planted record tells."""
    totals = tuple(
        HarmTotal(first=f"2026-{month:02}", last=f"2026-{month:02}", casualties=300, source="planted")
        for month in range(3, 7)
    )
    return AssessOptions(weeks=2, paths=200, harm_totals=totals)


@cache
def answers() -> dict[str, dict[str, Any]]:
    """Answers that differ in what can be computed, read back from their JSON."""
    made = (
        to_json(assessed(*week())),
        to_json(assessed(*week(), start="2024-01-01", end="2024-01-31")),
        to_json(assess(LedgerState(raids=planted()), {}, {}, catalog(), own_totals())),
        of_planted(LAST),
        of_planted(date.fromisoformat(WITHHELD_FROM) - timedelta(days=1)),
    )
    return {name: json.loads(json.dumps(found)) for name, found in zip(NAMES, made, strict=True)}


@pytest.mark.parametrize("name", NAMES)
def test_answers_follow_the_schema(name: str) -> None:
    """Every key of an answer is documented, with its type, and every key that must be there is."""
    errors = [error.message[:200] for error in jsonschema.Draft202012Validator(SCHEMA).iter_errors(answers()[name])]
    assert errors == []


def test_no_key_is_documented_that_no_answer_has() -> None:
    """Each key of each table of the schema stands in one of the answers: nothing is documented that is gone."""
    seen = {pair for answer in answers().values() for pair in _keys(answer, SCHEMA)}
    documented = {(name, key) for name, table in SCHEMA["$defs"].items() for key in table["properties"]}
    assert documented - seen == set()


def test_every_key_has_a_meaning() -> None:
    """A key without a sentence is no documentation."""
    bare = [
        (name, key)
        for name, table in SCHEMA["$defs"].items()
        for key, entry in table["properties"].items()
        if len(entry["description"]) < 4
    ]
    assert bare == []


def test_seed_hash_and_version_are_inside_and_the_same_inputs_give_the_same_bytes() -> None:
    """An answer says what it was made from, and a second run of it is the same to the byte."""
    first = answers()["inventory and options, figures withheld"]
    assert json.dumps(of_planted.__wrapped__(LAST)) == json.dumps(first)
    data = first["data"]
    assert len(data["hash"]) == 64
    assert data["version"]
    assert isinstance(data["seed"], int)


def _keys(value: Any, kind: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(table, key) of all that stands in a value, followed through the schema."""
    if "anyOf" in kind:
        kind = next((one for one in kind["anyOf"] if one.get("type") != "null"), kind) if value is not None else {}
    if "$ref" in kind:
        name = kind["$ref"].rsplit("/", 1)[-1]
        for key, part in value.items():
            yield name, key
            yield from _keys(part, SCHEMA["$defs"][name]["properties"][key])
    elif isinstance(value, list):
        for part in value:
            yield from _keys(part, kind["items"])
    elif isinstance(value, dict):
        for part in value.values():
            yield from _keys(part, kind["additionalProperties"])
