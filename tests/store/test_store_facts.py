"""Any fact comes back as it went in, and stands there once."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstlight.errors import GateError, NotFoundError, StoreError
from firstlight.model import Capture, Decision, Quote, Refusal, Rejection, Report, Statement
from firstlight.store import Run

from .samples import EDITION, anything, capture, keep, open_store, report, statement, texts, work

FEW = settings(max_examples=20, deadline=None)


@FEW
@given(st.data())
def test_statement_and_report_round_trip(data: st.DataObject) -> None:
    """Any report, and any statement that quotes it exactly, comes back equal field by field."""
    text = data.draw(texts.filter(lambda drawn: len(drawn) > 0))
    said: Report = msgspec.structs.replace(data.draw(anything(Report)), text=text, media_type="text")
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    drawn: Statement = data.draw(anything(Statement))
    quote = Quote(text=text[start:end], start=start, end=end)
    made = msgspec.structs.replace(drawn, report=said.id, quote=quote)
    with TemporaryDirectory() as folder, open_store(Path(folder)) as store:
        keep(store, said, made)
        assert store.reports() == {said.id: said}
        assert store.statements() == {made.id: made}
        assert store.report_of(made.id) == said
        assert [pair for pair in store.cited()] == [(made, text)]


@FEW
@given(anything(Refusal), anything(Decision), anything(Rejection))
def test_other_facts_round_trip(refusal: Refusal, decision: Decision, rejection: Rejection) -> None:
    """Refusals, decisions and rejections come back equal."""
    said = report("Something was said here.")
    with TemporaryDirectory() as folder, open_store(Path(folder)) as store:
        with store.unit(work()) as unit:
            unit.refusal(refusal)
            unit.decision(decision)
            unit.report(said, said.id)
            unit.reading(said, EDITION, (), (rejection,))
        assert store.refusals() == [refusal]
        assert store.decisions() == [decision]
        assert store.rejections() == [rejection]


@FEW
@given(anything(Capture), st.binary(max_size=64))
def test_capture_round_trips(drawn: Capture, data: bytes) -> None:
    """A capture and its bytes come back equal."""
    made = msgspec.structs.replace(drawn, sha256=capture(data).sha256, size=len(data))
    with TemporaryDirectory() as folder, open_store(Path(folder)) as store:
        with store.unit(work()) as unit:
            assert unit.capture(made, data)
        assert store.captures() == {made.sha256: made}
        assert store.blobs.read(made.sha256) == data


def test_told_twice_kept_once(tmp_path: Path) -> None:
    """The same facts again add no row and no log entry."""
    said = report("Two drones fell.")
    with open_store(tmp_path) as store:
        keep(store, said, statement(said, 0, 10))
        before = [row.hash for row in store.fact_rows()], store.head()
        keep(store, said, statement(said, 0, 10))
        assert ([row.hash for row in store.fact_rows()], store.head()) == before


def test_unit_is_all_or_nothing(tmp_path: Path) -> None:
    """A unit that raises leaves no row, no log entry and, after the next start, no bytes."""
    said = report("Two drones fell.")
    data = said.text.encode()
    with open_store(tmp_path) as store, pytest.raises(KeyError), store.unit(work()) as unit:
        unit.capture(capture(data), data)
        unit.report(said, said.id)
        raise KeyError
    with open_store(tmp_path) as store:
        assert list(store.fact_rows()) == [] and store.head() == 0
        with store.unit(work()):
            pass
        assert list(store.blobs.names()) == []


def test_run_must_add_up(tmp_path: Path) -> None:
    """A run whose counts in are not counts out plus refused is not recorded."""
    run = Run(
        verb="read",
        started="",
        finished="",
        unit="statements",
        counts_in=3,
        counts_out=1,
        refused={"odd": 1},
        inputs="",
        version="",
        catalogue="",
    )
    with open_store(tmp_path) as store:
        with pytest.raises(StoreError, match="3 in, but 1 out"), store.unit(work()) as unit:
            unit.run(run)
        with store.unit(work()) as unit:
            unit.run(msgspec.structs.replace(run, counts_out=2))
        assert [kept.counts_out for kept in store.runs()] == [2]


@pytest.mark.parametrize("text", ["before\0after", "half \ud83d of a pair"])
def test_text_that_would_not_come_back_is_refused(tmp_path: Path, text: str) -> None:
    """A text with a NUL or half a surrogate pair is refused by name: quotes in it could not be checked."""
    said = msgspec.structs.replace(report("x"), text=text)
    with open_store(tmp_path) as store, store.unit(work()) as unit, pytest.raises(GateError, match=said.id):
        unit.report(said, "slot")


def test_no_ledger_says_so(tmp_path: Path) -> None:
    """Opening a folder that is no ledger names the folder and what to do."""
    from firstlight.custody import entry_hash
    from firstlight.store import Store

    with pytest.raises(StoreError, match="collect something first"):
        Store(tmp_path / "none", chain=entry_hash)
    with open_store(tmp_path / "some") as store, pytest.raises(NotFoundError):
        store.one("statements", "st:none", Statement)
