"""The answer keys themselves: they ask for nothing that the examples do not say, and they add up."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from firstlight.catalog import catalog

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
KEY: dict[str, list[dict[str, Any]]] = tomllib.loads((Path(__file__).parent / "week.toml").read_text("utf-8"))


FOLDERS = ["2024-03", "2024-03/channel", "invented-nights"]


def _files(folder: Path) -> set[str]:
    left_out = {"README.md", "reports.toml", "truth.csv"}
    return {path.name for path in folder.iterdir() if path.is_file() and path.name not in left_out}


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_example_names_a_known_source(folder: str) -> None:
    """reports.toml lists each file of its folder once, with a source of the catalogue and an address to nowhere."""
    table = tomllib.loads((EXAMPLES / folder / "reports.toml").read_text("utf-8"))
    assert set(table) == _files(EXAMPLES / folder)
    assert [name for name, entry in table.items() if catalog().source(entry["source"]) is None] == []
    assert [name for name, entry in table.items() if not entry["address"].startswith("https://example.org/")] == []


@pytest.mark.parametrize("entry", [pytest.param(entry, id=entry["file"]) for entry in KEY["report"]])
def test_expected_quotes_are_written(entry: dict[str, Any]) -> None:
    """Each quote of the key stands in its file."""
    text = (EXAMPLES / "2024-03" / entry["file"]).read_text("utf-8")
    assert [fact["quote"] for fact in entry["facts"] if fact["quote"] not in text] == []


@pytest.mark.parametrize("wanted", [pytest.param(entry, id=str(entry)) for entry in KEY["sum"]])
def test_sums_of_the_key_add_up(wanted: dict[str, Any]) -> None:
    """The week's sum of a weapon is the sum of its nights."""
    model = wanted.get("model", "shahed")
    lines = [line for line in KEY["line"] if line.get("model") == model]
    for field in ("launched", "intercepted"):
        assert sum(line[field] for line in lines) == wanted[field]


def test_harm_of_the_key_adds_up() -> None:
    """The week's dead and injured are the sums of the incidents."""
    for field in ("killed", "injured"):
        assert sum(incident.get(field, 0) for incident in KEY["incident"]) == KEY["harm"][0][field]


def test_every_invented_night_says_so() -> None:
    """Each message of the invented weeks carries the word, in its own language, and a text of its own."""
    export = json.loads((EXAMPLES / "invented-nights" / "result.json").read_text("utf-8"))
    texts = [message["text"] for message in export["messages"]]
    assert [text for text in texts if not text.startswith(("INVENTED", "ВИГАДАНО", "ВЫМЫШЛЕНО"))] == []
    assert len(set(texts)) == 84
