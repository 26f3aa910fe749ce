"""What the database itself refuses, whoever asks: changed facts, and statements that their report does not say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import apsw
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstlight import custody
from firstlight.errors import GateError, StoreError
from firstlight.model import Decision, Quote, Refusal, Report, Statement
from firstlight.store import Run, Store
from firstlight.store.database import connect

from .samples import EDITION, capture, keep, open_store, report, statement, work

TEXT = "Збито 10 з 13 🙂 «шахедів», each one over the sea"
TABLES = (
    "log", "captures", "reports", "attributions", "readings", "statements", "rejections", "refusals", "decisions",
    "runs",
)  # fmt: skip


class Undo(Exception):
    """Ends a unit of work and leaves nothing of it."""


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One empty store for many attempts that are all undone."""
    with open_store(tmp_path_factory.mktemp("shared")) as store:
        yield store


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A ledger with a row in every append-only table."""
    said = report(TEXT)
    wrong = msgspec.structs.replace(statement(said, 0, 5), id="st:wrong", quote=Quote(text="11", start=6, end=8))
    run = Run(
        verb="x", started="", finished="", unit="", counts_in=0, counts_out=0, refused={}, inputs="", version="",
        catalogue="",
    )  # fmt: skip
    decision = Decision(id="d", verb="accept", statements=(), reason="", author="", decided_at="")
    with open_store(tmp_path) as store:
        keep(store, said, statement(said, 6, 13), wrong)
        with store.unit(work()) as unit:
            unit.refusal(Refusal(stage="collect", item="a", reason="b", detail="c"))
            unit.decision(decision)
            unit.run(run)
    return tmp_path


@pytest.mark.parametrize("table", TABLES)
def test_facts_are_append_only(filled: Path, table: str) -> None:
    """No UPDATE, DELETE or REPLACE gets through to a fact, not even on a connection that is not ours."""
    with apsw.Connection(str(filled / "ledger.db")) as database:
        assert database.execute(f"SELECT count(*) FROM {table}").get > 0
        before = database.execute(f"SELECT * FROM {table}").get
        for change in (f"UPDATE {table} SET seq = seq + 100", f"DELETE FROM {table}"):
            with pytest.raises(apsw.ConstraintError, match="append-only"):
                database.execute(change)
        assert database.execute(f"SELECT * FROM {table}").get == before


@pytest.mark.parametrize("table", TABLES)
def test_replace_is_a_change_too(filled: Path, table: str) -> None:
    """INSERT OR REPLACE over a fact is refused on the connections that we open, as a DELETE would be."""
    with connect(filled / "ledger.db", lambda statement, report: None) as database:
        columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
        names = ", ".join(columns)
        with pytest.raises(apsw.ConstraintError, match="append-only"):
            database.execute(f"INSERT OR REPLACE INTO {table} ({names}) SELECT {names} FROM {table} LIMIT 1")


def _offered(store: Store, said: Report, made: Statement) -> tuple[int, tuple[str, ...]]:
    """How many statements were kept, and what the database said of those that were not."""
    with store.unit(work()) as unit:
        unit.report(said, said.id)
        stored = unit.reading(said, EDITION, (made,), ())
    return stored.statements, tuple(rejection.detail for rejection in stored.rejections)


@pytest.mark.parametrize(
    "quote",
    [
        Quote(text="11 з 13", start=6, end=13),
        Quote(text="10 з 13", start=7, end=14),
        Quote(text="10 з 13", start=-1, end=6),
        Quote(text="", start=6, end=6),
        Quote(text="10 з 13 ", start=6, end=13),
        Quote(text="over the sea and far away", start=36, end=61),
        Quote(text="10 З 13", start=6, end=13),
    ],
    ids=["changed digit", "shifted", "before the text", "empty", "longer than its span", "past the end", "case"],
)
def test_wrong_quote_is_refused(tmp_path: Path, quote: Quote) -> None:
    """A statement whose quote is not the exact slice never gets in; it becomes a rejection that says so."""
    said = report(TEXT)
    wrong = msgspec.structs.replace(statement(said, 6, 13), quote=quote)
    with open_store(tmp_path) as store:
        kept, details = _offered(store, said, wrong)
        assert kept == 0 and len(details) == 1
        assert store.statements() == {}
        assert [rejection.reason for rejection in store.rejections()] == ["store"]


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_only_the_slice_gets_in(shared: Store, data: st.DataObject) -> None:
    """For any offsets and any words, the database keeps a statement exactly when Python's slice equals its quote."""
    start = data.draw(st.integers(-2, len(TEXT) + 2))
    end = data.draw(st.integers(start - 1, len(TEXT) + 4))
    true = TEXT[max(start, 0) : max(end, 0)]
    words = data.draw(st.sampled_from([true, true + "0", true[1:], true.upper(), TEXT[6:13]]))
    fits = 0 <= start < end <= len(TEXT) and TEXT[start:end] == words
    said = report(TEXT)
    made = msgspec.structs.replace(statement(said, 6, 13), quote=Quote(text=words, start=start, end=end))
    with suppress(Undo), shared.unit(work()) as unit:
        unit.report(said, said.id)
        stored = unit.reading(said, EDITION, (made,), ())
        raise Undo
    assert stored.statements == int(fits)


def test_statement_of_no_report_is_refused(tmp_path: Path) -> None:
    """A statement about a report that is not there, or another one, is refused."""
    said, other = report(TEXT), report("10 з 13")
    with open_store(tmp_path) as store:
        keep(store, other)
        strange = msgspec.structs.replace(statement(said, 6, 13), report=other.id)
        assert _offered(store, said, strange)[0] == 0


def test_gate_speaks_inside_the_database(tmp_path: Path) -> None:
    """The reason of the quote gate given to the connection reaches the rejection, and the statement stays out."""
    said = report(TEXT)
    store = Store(tmp_path, chain=custody.entry_hash, gate=lambda statement, report: "no number there", create=True)
    with store:
        kept, details = _offered(store, said, statement(said, 6, 13))
        assert kept == 0 and "no number there" in details[0]


def test_without_a_gate_nothing_gets_in(tmp_path: Path) -> None:
    """A store without a gate, and a raw connection, can add no statement at all."""
    said = report(TEXT)
    with Store(tmp_path, chain=custody.entry_hash, create=True) as store:
        kept, details = _offered(store, said, statement(said, 6, 13))
        assert kept == 0 and "no quote gate" in details[0]
    columns = "seq, said, reader, catalogue, record, learned_at, entry, hash"
    with apsw.Connection(str(tmp_path / "ledger.db")) as database, pytest.raises(apsw.SQLError, match="unsupported"):
        database.execute(f"INSERT INTO statements ({columns}) VALUES (9, 'x', 'r', 'c', '{{}}', 't', 1, 'h')")


def test_newer_schema_is_left_alone(filled: Path) -> None:
    """A file of a newer Firstlight is refused by name and not touched; a file of something else as well."""
    with apsw.Connection(str(filled / "ledger.db")) as database:
        database.pragma("user_version", 99)
    with pytest.raises(StoreError, match="newer Firstlight"):
        open_store(filled)
    strange = filled / "other"
    strange.mkdir()
    with apsw.Connection(str(strange / "ledger.db")) as database:
        database.execute("CREATE TABLE birds (name)")
    with pytest.raises(StoreError, match="not a ledger"):
        open_store(strange)


def test_bytes_must_match_their_name(tmp_path: Path) -> None:
    """Bytes that hash to something else than their capture says are not kept, and leave no file."""
    with open_store(tmp_path) as store:
        with pytest.raises(StoreError, match="were not kept"), store.unit(work()) as unit:
            unit.capture(capture(b"one"), b"two")
        assert list(store.blobs.names()) == []
        assert list(store.blobs.incoming.iterdir()) == []


def test_refused_text_of_gate_is_a_gate_error(tmp_path: Path) -> None:
    """A row that the schema refuses is told as a GateError with SQLite's own reason."""
    said = report(TEXT)
    clash = Decision(id="d", verb="accept", statements=(), reason="", author="", decided_at="")
    with open_store(tmp_path) as store, store.unit(work()) as unit:
        unit.decision(clash)
        with pytest.raises(GateError, match="UNIQUE"):
            unit._add("decisions", "d", "{}")
        unit.report(said, said.id)
