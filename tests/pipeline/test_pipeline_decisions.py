"""Decisions through the verbs: appended, followed by reconcile, superseded in sight, asked for by review."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from firstlight.catalog import Catalog, catalog
from firstlight.errors import NotFoundError, UsageError
from firstlight.model import Decision
from firstlight.pipeline import Ledger

OFFICIAL = "On 27 March Russian forces struck Kharkiv. Ten people were injured in Kharkiv."
PAPER = "A strike on Kharkiv on 27 March injured 7 people in Kharkiv, a newsroom was told."


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Two reports of one strike that differ on the injured."""
    with Ledger(tmp_path / "ledger") as opened:
        opened.collect([OFFICIAL.encode()], published="2024-03-27", source="ua-emergency-service")
        opened.collect([PAPER.encode()], published="2024-03-28", source="example-newsroom")
        opened.read()
        opened.reconcile()
        yield opened


def _injured(ledger: Ledger, number: int) -> str:
    (found,) = [
        s.id for s in ledger._store().statements().values() if s.kind == "injured" and s.count and s.count.low == number
    ]
    return found


def _best(ledger: Ledger) -> int | None:
    (harm,) = [harm for incident in ledger.state().incidents for harm in incident.harm if harm.kind == "injured"]
    return harm.count.best


def test_review_asks_and_decide_answers(ledger: Ledger) -> None:
    """The dispute is asked with both values and their statements; once one is accepted it is asked no more."""
    (asked,) = [doubt for doubt in ledger.review() if doubt.kind == "dispute"]
    assert asked.values == ("10", "7") and asked.what == "injured"
    assert asked.sides == ((_injured(ledger, 10),), (_injured(ledger, 7),))
    assert asked.score == 0.7 and asked.at_stake == 3
    ledger.decide("accept", [_injured(ledger, 7)[:20]], reason="the newsroom was in the ward", author="Analyst A")
    assert _best(ledger) == 10 and ledger.unsettled(), "nothing derived changes before reconcile"
    ledger.reconcile()
    assert _best(ledger) == 7
    assert not [doubt for doubt in ledger.review() if doubt.kind == "dispute"]


def test_a_superseded_decision_stays_visible(ledger: Ledger) -> None:
    """A second answer to the same question replaces the first; both are listed, and shown with what they are about."""
    wrong = _injured(ledger, 7)
    first, _ = ledger.decide("reject", [wrong], reason="hearsay", author="Analyst A")
    second, done = ledger.decide("accept", [wrong], reason="confirmed by the hospital", author="Analyst B")
    assert second.supersedes == first.id and first.id in done.note
    listed = ledger.decisions()
    assert [(one.decision, one.superseded_by) for one in listed] == [(first, second.id), (second, None)]
    shown = ledger.show(wrong)
    assert [one.superseded_by for one in shown.decisions] == [second.id, None]
    assert isinstance(ledger.show(first.id[:12]).thing, Decision)
    ledger.reconcile()
    assert _best(ledger) == 7


def test_a_decision_is_taken_back(ledger: Ledger) -> None:
    """With the decision it supersedes and no statement, the record is what it was before."""
    before = ledger.state()
    made, _ = ledger.decide("reject", [_injured(ledger, 10)], reason="a slip", author="A")
    ledger.reconcile()
    assert _best(ledger) == 7
    ledger.decide("reject", supersedes=made.id[:14], reason="it was no slip", author="A")
    ledger.reconcile()
    assert ledger.state() == before
    with pytest.raises(UsageError, match="superseded already"):
        ledger.decide("reject", supersedes=made.id, reason="again", author="A")


def test_a_correction_is_checked_before_it_is_kept(ledger: Ledger) -> None:
    """A correction that cannot be read, or puts a statement outside time, is refused in one line; nothing stays."""
    key = _injured(ledger, 7)
    bad = ['{"count": "many"}', "no json", '{"id": "x"}', '{"when": {"start": "x", "end": "y", "precision": "day"}}']
    for broken in bad:
        with pytest.raises(UsageError, match="nothing was kept") as caught:
            ledger.decide("correct", [key], reason="r", author="A", correction=broken)
        assert "\n" not in str(caught.value)
    assert ledger.decisions() == ()
    fixed = json.dumps({"count": {"low": 17, "high": 17, "form": "exact", "unit": "people"}})
    ledger.decide("correct", [key], reason="misprint, corrected on the page", author="A", correction=fixed)
    ledger.reconcile()
    (harm,) = [h for i in ledger.state().incidents for h in i.harm if h.kind == "injured"]
    assert harm.count.high == 17


def test_what_is_asked_wrongly_says_how_to_ask(ledger: Ledger) -> None:
    """Derived ids, unknown ids, too few statements and a missing reason are errors that say what to name instead."""
    key, incident = _injured(ledger, 7), ledger.state().incidents[0].id
    with pytest.raises(UsageError, match=f"show {incident}"):
        ledger.decide("reject", [incident], reason="r", author="a")
    with pytest.raises(NotFoundError, match="begins with 'st:nothing'"):
        ledger.decide("reject", ["st:nothing"], reason="r", author="a")
    with pytest.raises(UsageError, match="2 statements"):
        ledger.decide("same", [key], reason="r", author="a")
    with pytest.raises(UsageError, match="--reason and --author"):
        ledger.decide("reject", [key], reason=" ", author="a")
    with pytest.raises(UsageError, match="--correction"):
        ledger.decide("correct", [key], reason="r", author="a")
    with pytest.raises(UsageError, match="no decision"):
        ledger.decide("merge", [key], reason="r", author="a")


def test_decisions_follow_a_new_reading(ledger: Ledger, tmp_path: Path) -> None:
    """When the same words are read anew with a changed data folder, a decision about them still holds."""
    import shutil

    ledger.decide("accept", [_injured(ledger, 7)], reason="confirmed", author="A")
    old = _injured(ledger, 7)
    ledger.close()
    shutil.copytree(str(catalog().root), tmp_path / "data")
    (tmp_path / "data" / "note.toml").write_text("[note]\ntext = 'anything'\n", "utf-8")
    with Ledger(ledger.path, catalog=Catalog(tmp_path / "data")) as again:
        again.read()
        again.reconcile()
        assert _injured(again, 7) != old, "the statement has another id now"
        assert _best(again) == 7
        assert again.decisions()[0].lost == ()


def test_past_is_shown_as_it_was(ledger: Ledger) -> None:
    """As of before it was learned a thing is not found; as of later it is shown as now, decisions included."""
    incident = ledger.state().incidents[0].id
    with pytest.raises(NotFoundError):
        ledger.show(incident, as_of="2024-04-01")
    now, later = ledger.show(incident), ledger.show(incident, as_of="2100-01-01")
    assert now == later
    key = now.cited[0].statement.id
    assert ledger.show(key, as_of="2100-01-01") == ledger.show(key)
    assert ledger.review("2100-01-01") == ledger.review()
    assert ledger.review("2024-04-01") == []
