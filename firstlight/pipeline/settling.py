"""Reconciling a ledger on disk: what changed since is found by the store's index, and nothing else is looked at.

First the index follows the facts, as a unit of work of its own: which reports and readings count, how far each
statement may come, and which partitions that makes stale. Then what is stale is planned and what changed is settled
(planning.py), and the rows of those dates are written. A process that ends between the two leaves what is stale for the
next; another process that wrote in between makes this one begin again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import nullcontext

from firstlight.catalog import Catalog
from firstlight.model import Decision, LedgerState, digest
from firstlight.pipeline.decisions import decisions_now
from firstlight.pipeline.outcome import Stage
from firstlight.pipeline.planning import FRESH, Carry, Planned, planned
from firstlight.reconcile import AFTER, BEFORE, RULES, UNDATED, beside, blocks, is_date, reach, rule, token_of, wider
from firstlight.store import Followed, Store, Unit

BATCH = 500  # reports of which the reaches are made at once


def bring_up(store: Store, stage: Stage, carry: Carry | None = None) -> Planned:
    """Let the derived rows follow the facts, with a log entry of the stage; what was planned and written.

    Where another process writes in between, it is done once more with every other writer waiting. carry: as in
    `planned`.
    """
    catalog, version = stage.catalog, stage.run().version

    for alone in (False, True):
        with store.alone() if alone else nullcontext():
            with store.unit(stage.work("facts followed", ())) as unit:
                follow(store, unit, catalog, version)
            with store.snapshot():
                made = planned(store, catalog, version, carry)
            hashes = sorted(one.input_hash for one in made.settled.values())
            why = f"{len(made.settled)} partitions settled anew, {len(made.gone)} gone"
            with store.unit(stage.work(why, hashes)) as unit:
                if write(store, unit, made):
                    break
    return made


def follow(store: Store, unit: Unit, catalog: Catalog, version: str) -> None:
    """Within a unit of work: let the index follow the facts, and mark what they make stale."""
    seen, rules = store.followed(), digest((RULES, catalog.hash, version))
    if seen.rules != rules:
        unit.forget()
        seen = Followed(rules, 0, 0, 0, seen.made)
    marks = {table: store.newest(table) for table in ("attributions", "readings", "decisions")}
    if tuple(marks.values()) == seen[1:4] and not unit.changes:
        return
    taken = store.decided(marks["decisions"])
    new = _new(taken, seen.decisions)
    reports = store.changed(seen) | store.behind({item for decision in new for item in decision.items})
    reports |= _judged(store, [decision for _, decision in taken], new, reports)
    ordered = store.in_order(reports)
    unit.count(ordered)
    rulings = rule(decisions_now(store, [decision for _, decision in taken]))
    for at in range(0, len(ordered), BATCH):
        some = ordered[at : at + BATCH]
        statements, told = store.counting(some)
        found = [reach(statement, told.get(statement.report), rulings) for statement in statements.values()]
        unit.reach(some, found)
        unit.outdate(token for one in found if one.loose != UNDATED for token in one.tokens)
        unit.outdate(FRESH + one.report for one in found if one.loose == UNDATED)
    unit.follow({"rules": rules, **{table: str(mark) for table, mark in marks.items()}})


def _new(taken: Sequence[tuple[int, Decision]], mark: int) -> list[Decision]:
    """The decisions that came after the index last followed, and those that they supersede."""
    new = {decision.id for seq, decision in taken if seq > mark}
    new |= {decision.supersedes for seq, decision in taken if seq > mark and decision.supersedes}
    return [decision for _, decision in taken if decision.id in new]


def _judged(store: Store, taken: Sequence[Decision], new: Sequence[Decision], reports: Collection[str]) -> set[str]:
    """The reports of all statements that a changed decision names, or one that names a statement of a changed report:
    what it ties together may have come apart."""
    held = store.reports_with({key for decision in taken for key in decision.statements})
    changed = {decision.id for decision in new}
    return {
        held[key]
        for decision in taken
        if decision.id in changed or any(held.get(key) in reports for key in decision.statements)
        for key in decision.statements
        if key in held
    }


def write(store: Store, unit: Unit, made: Planned) -> bool:
    """Within a unit of work: keep what was planned. False, and nothing written, where another process was faster."""
    if store.followed() != made.seen:
        return False
    if made.whole:
        unit.drop_rows()
    unit.settle(made.settled, made.gone)
    tokens = made.tokens if not made.whole else store.tokens()
    changed = {token for token in tokens if not is_date(token)} | wider(tokens, AFTER, BEFORE)
    for states in _stood(store, changed):
        unit.state(states)
    unit.remember(made.days)
    unit.seal(made.stale)
    return True


def _stood(store: Store, tokens: Collection[str]) -> Iterator[dict[str, LedgerState]]:
    """The partitions with these tokens, each as it stands beside its neighbours in time."""
    for block in blocks(tokens):
        around = {*block, *wider(block, BEFORE, AFTER)}
        wanted = set(block)
        stood = beside(store.settled(around))
        yield {key: state for key, state in stood.items() if token_of(key) in wanted}
