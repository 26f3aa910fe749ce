"""The ledger is a fold: order, batches and unrelated news change nothing, and nothing is lost."""

from __future__ import annotations

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from firstlight.catalog import catalog
from firstlight.model import LedgerState
from firstlight.reconcile import merge, plan, reconcile, settle
from tests.reconcile import builders as b
from tests.reconcile.world import a_day, a_table, a_war, batches

WARS = st.builds(a_war, days=st.integers(1, 10), reports=st.integers(0, 4), seed=st.integers(1, 9999))


def judged(desk: b.Desk, picks: list[int]) -> None:
    """A decision of each kind about statements picked by number."""
    ids = sorted(desk.statements)
    for verb, pick in zip(("reject", "accept", "same", "not_same"), picks, strict=True):
        one, two = ids[pick % len(ids)], ids[(pick * 7 + 3) % len(ids)]
        desk.decide(verb, [one] if verb in ("reject", "accept") else [one, two])


@settings(max_examples=60, deadline=None)
@given(WARS, st.data())
def test_any_order_gives_the_same_ledger(desk: b.Desk, data: st.DataObject) -> None:
    """Statements, reports and decisions shuffled: the same state, byte for byte, and every statement once."""
    judged(desk, data.draw(st.lists(st.integers(0, 999), min_size=4, max_size=4)))
    state = desk.state()
    statements = dict(data.draw(st.permutations(list(desk.statements.items()))))
    reports = dict(data.draw(st.permutations(list(desk.reports.items()))))
    decisions = data.draw(st.permutations(desk.decisions))
    again = reconcile(statements, reports, decisions, catalog())
    assert msgspec.json.encode(again) == msgspec.json.encode(state)
    assert b.accounted(state) == sorted(desk.statements)


@settings(max_examples=40, deadline=None)
@given(WARS, st.lists(st.integers(0, 200), max_size=5))
def test_batches_with_kept_partitions_give_what_one_run_gives(desk: b.Desk, cuts: list[int]) -> None:
    """Settling only partitions whose input hash is new, over any batches, ends in the state of one full run."""
    kept: dict[str, LedgerState] = {}
    state = LedgerState()
    for statements in batches(desk, cuts):
        parts = plan(statements, desk.reports, desk.decisions, catalog())
        for part in parts:
            if part.input_hash not in kept:
                kept[part.input_hash] = settle(part, statements, desk.reports, desk.decisions, catalog())
        state = merge([kept[part.input_hash] for part in parts])
    assert msgspec.json.encode(state) == msgspec.json.encode(desk.state())


@settings(max_examples=40, deadline=None)
@given(WARS)
def test_settling_looks_at_nothing_but_its_own_statements(desk: b.Desk) -> None:
    """A partition settled with only its statements, their reports and its decisions gives the same as with all."""
    for part in plan(desk.statements, desk.reports, desk.decisions, catalog()):
        whole = settle(part, desk.statements, desk.reports, desk.decisions, catalog())
        mine = {key: desk.statements[key] for key in part.statements}
        reports = {s.report: desk.reports[s.report] for s in mine.values()}
        named = [d for d in desk.decisions if d.id in part.decisions]
        assert settle(part, mine, reports, named, catalog()) == whole


@settings(max_examples=40, deadline=None)
@given(WARS, st.integers(1, 999))
def test_an_unrelated_report_changes_nothing_elsewhere(desk: b.Desk, seed: int) -> None:
    """News of a far-off month leaves every raid, incident, package, dispute and aside as it was."""
    before = desk.state()
    other = b.Desk()
    a_day(other, "2026-05-05", seed, 3)
    desk.reports |= other.reports
    desk.statements |= other.statements
    after = desk.state()
    assert set(before.raids) <= set(after.raids)
    assert set(before.incidents) <= set(after.incidents)
    assert set(before.packages) <= set(after.packages)
    assert set(before.disputes) <= set(after.disputes)
    assert set(before.asides) <= set(after.asides)


def test_a_partition_s_hash_follows_what_it_looks_at_and_nothing_else() -> None:
    """A new statement of a night changes that partition's hash alone; a decision changes that of what it names."""
    desk = a_war(12, 2)
    hashes = {part.key: part.input_hash for part in plan(desk.statements, desk.reports, (), catalog())}
    report = desk.report("reuters", "2023-01-05", "A late note.")
    added = desk.say(report, "killed", 1, places=b.KHARKIV, when=b.overnight("2023-01-05"))
    later = {part.key: part.input_hash for part in plan(desk.statements, desk.reports, (), catalog())}
    assert {key for key in later if later[key] != hashes.get(key)} == {"RU/2023-01-05"}
    desk.decide("accept", [added])
    judged_ = {part.key: part.input_hash for part in plan(desk.statements, desk.reports, desk.decisions, catalog())}
    assert {key for key in later if later[key] != judged_[key]} == {"RU/2023-01-05"}


def test_every_statement_is_in_exactly_one_partition() -> None:
    """The partitions of a war share no statement and leave none out; their keys are sorted and stand once."""
    desk = a_war(20, 3)
    parts = plan(desk.statements, desk.reports, (), catalog())
    placed = sorted(key for part in parts for key in part.statements)
    assert placed == sorted(desk.statements)
    assert [part.key for part in parts] == sorted({part.key for part in parts})


def test_rows_of_a_table_stay_as_many_lines() -> None:
    """A table of 300 rows gives 300 lines, and regional rows are never in a national raid."""
    state = a_table(300).state()
    assert sum(len(raid.lines) for raid in state.raids) == 300
    for raid in state.raids:
        regional = {"ua-south-command"} & set(raid.sources)
        assert not regional or set(raid.sources) == regional


def test_a_statement_whose_report_is_missing_is_an_aside() -> None:
    """A statement without its report is kept aside and said so, and does not stop the rest."""
    desk = a_war(2, 1)
    lost = next(iter(desk.statements.values()))
    state = reconcile(desk.statements, {k: r for k, r in desk.reports.items() if k != lost.report}, (), catalog())
    assert "its report is not in the ledger" in {a.reason for a in state.asides if a.statement == lost.id}
    assert b.accounted(state) == sorted(desk.statements)
