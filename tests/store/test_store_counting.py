"""Which report and which reading count, now and as of an earlier instant; what is superseded stays."""

from __future__ import annotations

from pathlib import Path

import msgspec

from firstlight.model import Report
from firstlight.store import Store

from .samples import EDITION, keep, open_store, report, statement, work

EARLY, LATE, LATER = "2024-03-28T09:00:00+00:00", "2024-03-29T09:00:00+00:00", "2024-03-30T09:00:00+00:00"


def _take(store: Store, said: Report, slot: str, at: str = EARLY) -> bool:
    with store.unit(work(at=at)) as unit:
        return unit.report(said, slot)


def test_newest_attribution_of_a_slot_counts(tmp_path: Path) -> None:
    """The same file with another date is a correction: the newest counts, the older stays."""
    wrong, right = report("Text.", "2024-03-27"), report("Text.", "2024-03-28")
    with open_store(tmp_path) as store:
        assert _take(store, wrong, "slot") and _take(store, right, "slot", LATE)
        assert store.reports() == {right.id: right}
        assert store.reports(EARLY) == {wrong.id: wrong}
        assert store.attributions(right.id) == [wrong, right]
        assert _take(store, wrong, "slot", LATER), "taken back"
        assert store.reports() == {wrong.id: wrong}


def test_undated_report_never_replaces_a_dated_one(tmp_path: Path) -> None:
    """A file collected once with its date and once more without keeps the date."""
    dated, undated = report("Text.", "2024-03-27"), report("Text.", None)
    with open_store(tmp_path) as store:
        assert _take(store, dated, "slot")
        assert not _take(store, undated, "slot", LATE)
        assert store.reports() == {dated.id: dated}


def test_two_publishers_of_one_text_in_any_order(tmp_path: Path) -> None:
    """Of the same bytes from two places the earliest published counts, whichever was learned first."""
    first, second = report("Text.", "2024-03-27", "agency"), report("Text.", "2024-03-28", "paper")
    undated = report("Text.", None, "archive")
    for number, order in enumerate(([first, second, undated], [undated, second, first], [second, undated, first])):
        with open_store(tmp_path / str(number)) as store:
            for said in order:
                _take(store, said, said.source)
            assert store.reports() == {first.id: first}


def test_newest_reading_counts_and_older_stay(tmp_path: Path) -> None:
    """A text read anew has the statements of the newest reading; the older ones stay, superseded."""
    said = report("Ten of thirteen drones were stopped.")
    old, new = statement(said, 0, 3), statement(said, 0, 10, reader="reader/2")
    with open_store(tmp_path) as store:
        keep(store, said, old)
        assert store.unread("reader/2", "catalogue") == [1]
        assert store.unread("reader/1", "other catalogue") == [1]
        assert store.unread(*EDITION) == []
        with store.unit(work(at=LATE)) as unit:
            unit.reading(said, ("reader/2", "catalogue"), (new,), ())
        assert store.statements() == {new.id: new}
        assert store.statements(EARLY) == {old.id: old}
        assert {kept.id for kept in store.every_statement()} == {old.id, new.id}
        with store.unit(work(at=LATER)) as unit:
            unit.reading(said, EDITION, (old,), ())
        assert store.statements() == {old.id: old}, "a reading made before counts again"
        assert store.statements(LATE) == {new.id: new}


def test_statements_of_an_outdated_attribution_do_not_count(tmp_path: Path) -> None:
    """What was read under a wrong date counts no more once the date is corrected, until it is read again."""
    wrong, right = report("Ten drones.", "2024-03-27"), report("Ten drones.", "2024-03-28")
    with open_store(tmp_path) as store:
        keep(store, wrong, statement(wrong, 0, 3), slot="slot")
        _take(store, right, "slot", LATE)
        assert store.statements() == {}
        assert store.numbered(store.unread(*EDITION)) == [right]
        keep(store, right, statement(right, 0, 3), at=LATER, slot="slot")
        assert list(store.statements()) == [statement(right, 0, 3).id]


def test_dataset_rows_are_not_read_as_texts(tmp_path: Path) -> None:
    """A row of a table has its own importer: it never waits for the reader."""
    row = msgspec.structs.replace(report("launched 10"), media_type="table")
    with open_store(tmp_path) as store:
        _take(store, row, "row")
        assert store.unread(*EDITION) == []


def test_ids_are_found_by_their_beginning(tmp_path: Path) -> None:
    """Every fact is found by a prefix of its id; an unknown one gives nothing."""
    said = report("Ten drones.")
    made = statement(said, 0, 3)
    with open_store(tmp_path) as store:
        keep(store, said, made)
        assert store.find(made.id[:9]) == [("statements", made.id)]
        assert store.find(said.id) == [("reports", said.id)]
        assert store.find(said.capture[:12]) == [("captures", said.capture)]
        assert store.find("st:zzz") == []
        assert store.statements_in(said.id) == [made.id]
