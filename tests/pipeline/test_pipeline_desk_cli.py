"""Decisions and tables on the command line: what stands on which stream, which exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .test_pipeline_cli import TEXT, _call


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of one report, made through the verbs."""
    from firstlight.pipeline import Ledger

    path = tmp_path_factory.mktemp("desk") / "ledger"
    with Ledger(path) as made:
        made.collect([TEXT.encode()], published="2024-03-27", source="ua-air-force")
        made.read()
        made.reconcile()
    return path


def test_review_and_decide(ledger: Path) -> None:
    """A decision on the command line is kept with its author, listed, shown, and asked to be reconciled."""
    shown = json.loads(_call("attacks", "--json", "--ledger", ledger).stdout)
    key = shown["raids"][0]["links"][0]["statement"]
    decided = ("decide", "accept", key, "--reason", "seen on the page", "--author", "A. Analyst", "--ledger", ledger)
    done = _call(*decided)
    assert done.returncode == 0 and "run firstlight reconcile" in done.stderr
    listed = _call("review", "--decided", "--ledger", ledger).stdout
    assert "A. Analyst" in listed and "seen on the page" in listed and "in force" in listed
    assert "A. Analyst" in _call("show", key, "--ledger", ledger).stdout
    assert _call("review", "--ledger", ledger).returncode == 0
    assert _call("decide", "accept", key, "--ledger", ledger).returncode == 2
