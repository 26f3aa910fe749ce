"""Derived rows: put in place of the old ones, only where they changed, and rebuilt from nothing."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from firstlight.exchange.dump import dump
from firstlight.model import Aside, Dispute, Incident, LedgerState, Package, Place, Raid, Refusal, When
from firstlight.store import Settled, Store, as_json

from .samples import EDITION, anything, capture, keep, open_store, report, statement, work

T = TypeVar("T", Raid, Incident, Package)
WHEN = When(start="2024-03-27T18:00:00+02:00", end="2024-03-28T09:00:00+02:00", precision="part_of_day")


def _raid(key: str, *aliases: str) -> Raid:
    return Raid(id=key, attacker="RU", target="UA", night="2024-03-28", period=WHEN, lines=(), aliases=aliases)


def _derive(store: Store, state: LedgerState, *keys: str, gone: tuple[str, ...] = ()) -> None:
    """Keep `state` as what the first partition gave, and partitions with nothing for the others."""
    with store.unit(work("reconcile")) as unit:
        tokens = {key: Settled(key.partition("/")[2], f"input of {key}", as_json(state)) for key in keys}
        unit.settle(tokens, gone)
        unit.state({keys[0] if keys else "": state})
        marks = ("attributions", "readings", "decisions")
        unit.follow({"rules": "tested", **{table: str(store.newest(table)) for table in marks}})
        unit.seal(())


def _old(thing: T) -> T:
    """The same as ids are made: by kind; with aliases that are nobody's id."""
    name = f"{type(thing).__name__.lower()}-{thing.id}"
    return msgspec.structs.replace(thing, id=name, aliases=tuple(f"old {alias}" for alias in thing.aliases))


@settings(max_examples=20, deadline=None)
@given(
    st.lists(anything(Raid), max_size=2, unique_by=lambda raid: raid.id),
    st.lists(anything(Incident), max_size=2, unique_by=lambda incident: incident.id),
    st.lists(anything(Package), max_size=2, unique_by=lambda package: package.id),
    st.lists(anything(Dispute), max_size=2, unique=True),
    st.lists(anything(Aside), max_size=2, unique=True),
)
def test_state_round_trips(
    raids: list[Raid], incidents: list[Incident], packages: list[Package], disputes: list[Dispute], asides: list[Aside]
) -> None:
    """Any derived record comes back equal, sorted by id, from its table and from its partition."""
    state = LedgerState(
        raids=tuple(_old(raid) for raid in sorted(raids, key=lambda raid: raid.id)),
        incidents=tuple(_old(incident) for incident in sorted(incidents, key=lambda incident: incident.id)),
        packages=tuple(_old(package) for package in sorted(packages, key=lambda package: package.id)),
        disputes=tuple(disputes),
        asides=tuple(asides),
    )
    with TemporaryDirectory() as folder, open_store(Path(folder)) as store:
        _derive(store, state, "RU/2024-03-28")
        kept = store.state()
        assert (kept.raids, kept.incidents, kept.packages) == (state.raids, state.incidents, state.packages)
        assert set(kept.disputes) == set(disputes) and set(kept.asides) == set(asides)
        assert store.settled(["2024-03-28"]) == {"RU/2024-03-28": state}


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    """Deriving again changes the rows that differ, drops those that are gone and leaves the rest as they are."""
    with open_store(tmp_path) as store:
        _derive(store, LedgerState(raids=(_raid("a"), _raid("b"))), "RU/one", "RU/two")
        rows = {row.label: row.hash for row in store.derived_rows()}
        _derive(store, LedgerState(raids=(_raid("b"), _raid("c"))), "RU/one", gone=("RU/two",))
        after = {row.label: row.hash for row in store.derived_rows()}
        assert set(after) == {"RU/one", "b", "c"}
        assert after["b"] == rows["b"]
        assert store.partitions() == {"RU/one": "input of RU/one"} == store.partitions(["one", "two"])


def test_rows_of_other_partitions_stay(tmp_path: Path) -> None:
    """What one partition gave is replaced; a row that moved to another partition is there once."""
    with open_store(tmp_path) as store:
        _derive(store, LedgerState(raids=(_raid("a"), _raid("b"))), "RU/one")
        _derive(store, LedgerState(raids=(_raid("b"), _raid("c"))), "RU/two")
        assert [raid.id for raid in store.state().raids] == ["a", "b", "c"]
        _derive(store, LedgerState(), "RU/one")
        assert [raid.id for raid in store.state().raids] == ["b", "c"]


def test_an_alias_that_is_the_id_of_another_is_left_out_and_comes_back(tmp_path: Path) -> None:
    """An id leads to what bears it; when that is gone, the thing that had it as an alias has it again."""
    with open_store(tmp_path) as store:
        _derive(store, LedgerState(raids=(_raid("a", "b", "x"),)), "RU/one")
        _derive(store, LedgerState(raids=(_raid("b"),)), "RU/two")
        assert store.state().raids[0].aliases == ("x",) and store.find("b") == [("raids", "b")]
        _derive(store, LedgerState(), "RU/two")
        assert store.state().raids[0].aliases == ("b", "x") and store.find("b") == [("raids", "a")]


def test_old_ids_lead_to_what_carries_them(tmp_path: Path) -> None:
    """An alias is found and gives the raid that carries it now; new facts make the derived rows unsettled."""
    with open_store(tmp_path) as store:
        _derive(store, LedgerState(raids=(_raid("raid-new", "raid-old"),)))
        assert store.find("raid-old") == [("raids", "raid-new")]
        assert not store.unsettled()
        keep(store, report("Ten drones."))
        assert store.unsettled()


def test_dropped_and_rebuilt(tmp_path: Path) -> None:
    """Everything derived can be dropped; deriving again gives the same rows."""
    place = Place(name="Kharkiv", kind="settlement")
    incident = Incident(id="i", attacker="RU", day="2024-03-28", period=None, place=place, raid=None)
    state = LedgerState(raids=(_raid("a"),), incidents=(incident,))
    with open_store(tmp_path) as store:
        _derive(store, state, "one")
        before = store.derived_digest()
        with store.unit(work("rebuild")) as unit:
            unit.drop_derived()
        assert store.state() == LedgerState() and store.partitions() == {} and store.unsettled()
        _derive(store, state, "one")
        assert store.derived_digest() == before


REPORTS = [report(text, source=source) for source in ("a", "b") for text in ("Ten drones.", "Two hurt.", "All quiet.")]
STATE = LedgerState(raids=(_raid("a", "z"),), asides=(Aside(statement="s", reason="since the beginning"),))


def _filled(folder: Path, order: list[int], batches: list[int], at: str) -> bytes:
    """The dump of a ledger that learned the reports in this order, cut into batches after these places."""
    with open_store(folder) as store:
        cuts = [0, *sorted(set(batches)), len(order)]
        for start, end in pairwise(cuts):
            with store.unit(work(at=at)) as unit:
                for number in order[start:end]:
                    said = REPORTS[number]
                    data = said.text.encode()
                    unit.capture(capture(data, origin=f"{said.source}.txt", at=at), data)
                    unit.report(said, f"{said.source}{said.id}")
                    unit.reading(said, EDITION, (statement(said, 0, 3),), ())
                    unit.refusal(Refusal(stage="collect", item=said.source, reason="empty", detail=said.text))
        _derive(store, STATE)
        return b"".join(dump(store))


@settings(max_examples=12, deadline=None)
@given(st.permutations(range(len(REPORTS))), st.lists(st.integers(1, 5)), st.integers(10, 59))
def test_dump_is_the_same_in_any_order_and_batching(order: list[int], batches: list[int], minute: int) -> None:
    """The same facts, learned in any order, in any batches and at any time, give the same dump byte for byte."""
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        plain = _filled(Path(one), list(range(len(REPORTS))), [], "2024-03-28T09:00:00+00:00")
        assert _filled(Path(other), list(order), batches, f"2025-01-01T09:{minute}:00+00:00") == plain
        assert plain.count(b"\n") == len(REPORTS) * 5 + 2
