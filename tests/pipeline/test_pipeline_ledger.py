"""The verbs of a ledger, on small texts written for these tests: counts, repetition, second thoughts, what is shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from firstlight.errors import NotFoundError, SourceError, StoreError, TableError, UsageError
from firstlight.model import Capture, Incident, Raid, Report, Statement
from firstlight.pipeline import Ledger, demo, read_text
from firstlight.pipeline.demo import examples

NIGHT = (
    "On the night of 27 March Russia attacked with 13 Shahed drones. Ukrainian air defence shot down 10 Shahed drones."
)
TOLL = "A Russian missile struck Kharkiv on 27 March. One person was killed and 19 people were injured."
TABLE_HEAD = (
    "time_start,time_end,model,launch_place,target,launched,destroyed,not_reach_goal,still_attacking,"
    "border_crossing,num_hit_location,num_fall_fragment_location,source\n"
)
TABLE = TABLE_HEAD + "2024-03-26 20:00,2024-03-27 06:00,Shahed-136/131,Primorsko-Akhtarsk,Ukraine,13,10,,,,,,kpszsu/1\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two reports and an empty file."""
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "night.txt").write_text(NIGHT, "utf-8")
    (sources / "toll.txt").write_text(TOLL, "utf-8")
    (sources / "empty.txt").write_text("", "utf-8")
    return sources


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger that is not there yet."""
    with Ledger(tmp_path / "ledger") as opened:
        yield opened


def _walk(ledger: Ledger, folder: Path) -> Ledger:
    ledger.collect([str(folder)], published="2024-03-28", source="ua-air-force")
    ledger.read()
    ledger.reconcile()
    return ledger


def test_counts_add_up(ledger: Ledger, folder: Path) -> None:
    """For every stage what goes in is what comes out and what was refused by reason, and so it is recorded."""
    collected = ledger.collect([str(folder)], published="2024-03-28")
    assert (collected.run.counts_in, collected.run.counts_out, collected.run.refused) == (3, 2, {"empty": 1})
    read = ledger.read().run
    assert read.counts_out >= 5
    settled = ledger.reconcile().run
    assert settled.counts_in == read.counts_out
    assert "lost without a reason" not in settled.refused
    assert [run.verb for run in ledger.runs()] == ["collect", "read", "reconcile"]


def test_again_adds_nothing(ledger: Ledger, folder: Path) -> None:
    """The same folder again is already there, nothing is unread, no partition is settled anew."""
    _walk(ledger, folder)
    assert ledger.collect([str(folder)], published="2024-03-28", source="ua-air-force").run.refused == {
        "already there": 2,
        "empty": 1,
    }
    assert ledger.read().run.counts_in == 0
    assert "; 0 of" in ledger.reconcile().note


def test_forgotten_date_can_be_given_later(ledger: Ledger, folder: Path) -> None:
    """A file collected without its date and once more with it counts with the date, and is read again."""
    path = str(folder / "night.txt")
    ledger.collect([path])
    ledger.read()
    assert ledger.collect([path], published="2024-03-28").run.counts_out == 1
    assert ledger.read().run.counts_out > 0
    ledger.reconcile()
    assert [raid.night for raid in ledger.state().raids] == ["2024-03-27"]
    assert ledger.collect([path]).run.refused == {"already there": 1}


def test_source_that_gives_nothing_is_told(ledger: Ledger, folder: Path) -> None:
    """A named source that gives nothing is in `failed`; the others are kept; no ledger is made for it alone."""
    nothing = ledger.collect([str(folder / "empty.txt"), str(folder / "absent.txt")])
    assert [refusal.reason for refusal in nothing.failed] == ["empty", "missing"]
    assert not ledger.path.exists()
    some = ledger.collect([str(folder / "empty.txt"), str(folder / "night.txt"), TOLL.encode()])
    assert [refusal.reason for refusal in some.failed] == ["empty"]
    assert some.run.counts_out == 2


def test_attacks_of_a_period(ledger: Ledger, folder: Path) -> None:
    """Raids and incidents are found by their Kyiv date, both ends included, and not outside."""
    _walk(ledger, folder)
    assert ledger.attacks("2024-03-27", "2024-03-27").raids
    assert not ledger.attacks("2024-03-28", None).raids
    assert not ledger.attacks(None, "2024-03-26").raids
    with pytest.raises(UsageError, match="swap"):
        ledger.attacks("2024-03-28", "2024-03-27")


def test_as_of_before_anything_was_learned(ledger: Ledger, folder: Path) -> None:
    """As of an instant before the ledger learned anything there is nothing; as of the far future it is all there."""
    _walk(ledger, folder)
    assert ledger.attacks(as_of="2024-03-28").raids == ()
    assert ledger.attacks(as_of="2100-01-01").raids == ledger.attacks().raids


def test_new_facts_are_told(ledger: Ledger, folder: Path) -> None:
    """What came after the last reconcile is noticed."""
    _walk(ledger, folder)
    assert not ledger.unsettled()
    ledger.collect([b"Russia launched 5 drones at Odesa on 28 March."], published="2024-03-28")
    assert ledger.unsettled()


def test_show_leads_to_the_bytes(ledger: Ledger, folder: Path) -> None:
    """From a raid, an incident, a statement, a report or a capture, by id or its beginning, to the words and bytes."""
    _walk(ledger, folder)
    state = ledger.state()
    raid = ledger.show(state.raids[0].id)
    assert isinstance(raid.thing, Raid) and raid.cited
    cited = raid.cited[0]
    assert cited.before + cited.statement.quote.text + cited.after == NIGHT
    assert cited.capture is not None and cited.capture.sha256 == cited.report.capture
    assert cited.why
    statement = ledger.show(cited.statement.id[:20])
    assert isinstance(statement.thing, Statement)
    assert ("raid", state.raids[0].id) in statement.within
    assert isinstance(ledger.show(state.incidents[0].id).thing, Incident)
    assert isinstance(ledger.show(cited.report.id).thing, Report)
    assert isinstance(ledger.show(cited.report.capture).thing, Capture)
    with pytest.raises(NotFoundError):
        ledger.show("st:nothing")
    with pytest.raises(UsageError, match="write more of it"):
        ledger.show("st:")


def test_import_by_natural_key(ledger: Ledger, tmp_path: Path) -> None:
    """A table imported again changes nothing; a row whose number was corrected replaces the old one, which stays."""
    table = tmp_path / "table.csv"
    table.write_text(TABLE, "utf-8")
    first = ledger.import_("missile-attacks", table)
    assert (first.run.counts_out, first.run.refused) == (1, {})
    assert ledger.import_("missile-attacks", table).run.refused == {"already there": 1}
    table.write_text(TABLE.replace(",13,10,", ",14,10,"), "utf-8")
    assert ledger.import_("missile-attacks", table).run.counts_out == 1
    ledger.reconcile()
    (raid,) = ledger.state().raids
    assert [line.launched.best for line in raid.lines] == [14]
    assert ledger.read().run.counts_in == 0, "rows of a table are not read as texts"
    assert ledger.verify().damage == ()


def test_rows_with_one_natural_key_both_count(ledger: Ledger, tmp_path: Path) -> None:
    """Two rows of one table that differ only in their numbers are both kept: neither silently replaces the other."""
    row = TABLE.removeprefix(TABLE_HEAD)
    table = tmp_path / "table.csv"
    table.write_text(TABLE + row.replace(",13,10,", ",9,8,"), "utf-8")
    done = ledger.import_("missile-attacks", table)
    assert done.run.counts_out == 2
    assert len(ledger._store().reports()) == 2


def test_bad_calls_are_told(ledger: Ledger, tmp_path: Path) -> None:
    """What cannot be done is told by name, and leaves nothing behind."""
    table = tmp_path / "table.csv"
    table.write_text(TABLE.replace("launched", "fired"), "utf-8")
    with pytest.raises(TableError, match="launched"):
        ledger.import_("missile-attacks", table)
    with pytest.raises(SourceError):
        ledger.import_("missile-attacks", tmp_path / "absent.csv")
    with pytest.raises(UsageError):
        ledger.import_("rumours", table)
    assert not ledger.path.exists()
    with pytest.raises(StoreError, match="collect something first"):
        ledger.attacks()


def test_read_text_quotes_exactly() -> None:
    """Statements of a text carry exact slices and what the text says of them."""
    found = {statement.kind: statement for statement in read_text(NIGHT, published="2024-03-27")}
    assert found["launched"].count is not None and found["launched"].count.low == 13
    stopped = found["intercepted"]
    assert stopped.count is not None and stopped.count.low == 10
    assert NIGHT[stopped.quote.start : stopped.quote.end] == stopped.quote.text


def test_demo_makes_a_briefing(tmp_path: Path) -> None:
    """The example week goes through five stages to a page and a whole ledger; a folder of others is left alone."""
    page, done = demo(tmp_path / "demo")
    assert [stage.run.verb for stage in done] == ["collect", "read", "reconcile", "assess", "brief"]
    text = page.read_text("utf-8")
    assert "not for publication" in text.lower() and len(text) > 10_000
    with Ledger(tmp_path / "demo" / "ledger") as ledger:
        assert ledger.verify().damage == ()
    assert examples().name == "2024-03"
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine", "utf-8")
    with pytest.raises(Exception, match="other files"):
        demo(tmp_path / "mine")


def test_demo_again_gives_the_same_page(tmp_path: Path) -> None:
    """The demo run twice in one folder leaves the same page, byte for byte."""
    page, _ = demo(tmp_path / "demo")
    first = page.read_bytes()
    again, done = demo(tmp_path / "demo")
    assert done[0].run.counts_out == 0
    assert again.read_bytes() == first
