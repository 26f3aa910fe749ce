"""A ledger that follows its facts step by step is the one that is rebuilt from all of them."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import apsw
import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from firstlight.catalog import catalog
from firstlight.exchange.dump import dump
from firstlight.model import Decision, Report, Statement
from firstlight.pipeline.decisions import decisions_now
from firstlight.pipeline.outcome import Stage
from firstlight.pipeline.settling import bring_up
from firstlight.reconcile import DayRecord, reconcile
from firstlight.store import Store, Unit, as_json
from tests.reconcile import builders as b
from tests.reconcile.test_reconcile_windows import PICKS, a_restless_war, judged
from tests.reconcile.world import a_day
from tests.store.samples import EDITION, open_store, work

LATER = ("reader/2", "catalogue")
WARS = st.builds(a_restless_war, days=st.integers(1, 30), seed=st.integers(1, 9999))


def _told(desk: b.Desk, key: str) -> tuple[Report, list[Statement]]:
    """A report whose text begins with the letter that its statements quote, and its statements."""
    report = desk.reports[key]
    mine = [statement for statement in desk.statements.values() if statement.report == key]
    return msgspec.structs.replace(report, text=f"x {report.text}"), mine


def _keep(unit: Unit, desk: b.Desk, keys: Sequence[str]) -> None:
    for key in keys:
        report, statements = _told(desk, key)
        unit.report(report, key)
        unit.reading(report, EDITION, statements, ())


def _withdraw(unit: Unit, desk: b.Desk, key: str, way: int) -> None:
    """The page is another now, or a newer reader finds nothing in it, or only the first statement under a new id."""
    report, statements = _told(desk, key)
    if way % 3 == 0:
        unit.report(msgspec.structs.replace(report, id=f"{key}-2", text="x corrected: nothing happened"), key)
    elif way % 3 == 1:
        unit.reading(report, LATER, (), ())
    else:
        unit.reading(report, LATER, [msgspec.structs.replace(s, id=f"{s.id}-2") for s in statements[:1]], ())


def _derived(store: Store) -> bytes:
    return b"".join(dump(store))


def _at_once(store: Store) -> bytes:
    """The derived rows that one pure run over all facts gives."""
    known = decisions_now(store, store.decisions())
    return b"".join(dump(store, reconcile(store.statements(), store.reports(), known, catalog())))


def _index(store: Store) -> dict[str, set[tuple[object, ...]]]:
    """The rows by which the next facts will be placed; a date of which nothing is said is like one that is not kept."""
    path = str(store.path)
    with contextlib.closing(apsw.Connection(path, flags=apsw.SQLITE_OPEN_READONLY)) as database:
        rows = {
            name: set(database.execute(f"SELECT * FROM {name}")) for name in ("counted", "reaches", "dated", "aliases")
        }
    rows["dated"] = {(day, said) for day, said in rows["dated"] if said != as_json(DayRecord(raids=(), places=()))}
    return rows


def _rebuilt(store: Store) -> bytes:
    with store.unit(work("rebuild")) as unit:
        unit.drop_derived()
    bring_up(store, Stage("reconcile", "statements", catalog()))
    return _derived(store)


@settings(max_examples=40, deadline=None)
@given(WARS, PICKS, st.data())
def test_step_by_step_is_all_at_once(desk: b.Desk, picks: list[int], data: st.DataObject) -> None:
    """Reports in any order and any batches, late ones among them, decisions between, pages corrected and read anew,
    an unrelated report: after each step the derived rows are, byte for byte, those of one pure run over all facts,
    and at the end they and the index are those of a rebuild."""
    judged(desk, picks)
    decisions: list[Decision] = desk.decisions
    order = data.draw(st.permutations(sorted(desk.reports)))
    cuts = sorted({0, *data.draw(st.lists(st.integers(0, len(order)), max_size=3)), len(order)})
    gone = data.draw(st.lists(st.tuples(st.sampled_from(order), st.integers(0, 2)), max_size=9))
    far = b.Desk()
    a_day(far, "2026-05-05", 7, 2)
    stage = Stage("reconcile", "statements", catalog())
    with TemporaryDirectory() as folder, open_store(Path(folder)) as store:
        for number, (start, end) in enumerate(pairwise(cuts)):
            with store.unit(work()) as unit:
                _keep(unit, desk, order[start:end])
                for decision in decisions[number :: len(cuts)]:
                    unit.decision(decision)
            bring_up(store, stage)
            assert _derived(store) == _at_once(store)
        with store.unit(work()) as unit:
            for decision in decisions:
                unit.decision(decision)
            for key, way in gone:
                _withdraw(unit, desk, key, way)
        bring_up(store, stage)
        assert _derived(store) == _at_once(store)
        before = {row.label: row.hash for row in store.derived_rows()}
        with store.unit(work()) as unit:
            _keep(unit, far, sorted(far.reports))
        made = bring_up(store, stage)
        after = {row.label: row.hash for row in store.derived_rows()}
        assert made.lost == 0 and {label: after.get(label) for label in before} == before
        stepwise = _derived(store)
        assert _at_once(store) == stepwise
        index = _index(store)
        assert _rebuilt(store) == stepwise
        assert _index(store) == index
        assert not store.unsettled()
