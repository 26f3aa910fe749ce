"""A hand-typed observation: kept with who, whence and why, shown as analyst-entered everywhere, outranking nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstlight.errors import TimeError, UsageError
from firstlight.pipeline import Ledger

SAID = "On the night of 27 March Russia attacked Ukraine with 14 Shahed drones, 9 of them were shot down."
OFFICIAL = "On the night of 27 March Russia attacked Ukraine with 13 Shahed drones, 10 of them were shot down."


def test_it_is_always_shown_as_analyst_entered(tmp_path: Path) -> None:
    """Record, trace, briefing and tables name it so, with author and reason; an official figure is chosen over it."""
    with Ledger(tmp_path / "ledger") as ledger:
        done = ledger.add(SAID, source="ua-air-force", author="A. Analyst", reason="by phone", published="2024-03-27")
        assert done.run.counts_out == 1 and "2 statements" in done.note
        ledger.collect([OFFICIAL.encode()], published="2024-03-27", source="ua-air-force")
        ledger.read()
        ledger.reconcile()
        (raid,) = ledger.state().raids
        assert raid.lines[0].launched.best == 13, "a hand-typed figure has no authority of its own"
        assert "analyst-entered: ua-air-force" in raid.sources
        cited = [one for one in ledger.show(raid.id).cited if one.report.source.startswith("analyst-entered")]
        assert cited and all(one.report.title == "analyst-entered by A. Analyst: by phone" for one in cited)
        ledger.brief("2024-03-27", "2024-03-27", tmp_path / "page.html")
        assert "analyst-entered: ua-air-force" in (tmp_path / "page.html").read_text("utf-8")
        ledger.export("csv", tmp_path / "quotes.csv", table="quotes")
        rows = (tmp_path / "quotes.csv").read_text("utf-8").splitlines()[1:]
        assert sum("analyst-entered by A. Analyst: by phone" in row for row in rows) == 2
        assert not ledger.verify().damage
        again = ledger.add(SAID, source="ua-air-force", author="A. Analyst", reason="by phone", published="2024-03-27")
        assert again.run.refused == {"already there": 1}


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    """Without source, author, reason or words there is no observation, and no ledger is made."""
    with Ledger(tmp_path / "ledger") as ledger:
        for missing in ("source", "author", "reason"):
            given = {"source": "s", "author": "a", "reason": "r"} | {missing: " "}
            with pytest.raises(UsageError, match=f"--{missing}"):
                ledger.add(SAID, **given)
        with pytest.raises(UsageError, match="text"):
            ledger.add(" ", source="s", author="a", reason="r")
        with pytest.raises(TimeError):
            ledger.add(SAID, source="s", author="a", reason="r", published="yesterday")
        assert not ledger.path.exists()
