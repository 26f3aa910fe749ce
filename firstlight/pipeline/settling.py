"""Reconciling a ledger on disk: what changed since is found by the store's index, and nothing else is looked at.

First the index follows the facts, as a unit of work of its own: which reports and readings count, how far each
statement may come, and which partitions that makes stale. Then windows of dates around what is stale are planned from
their own reports, changed partitions are settled, and the rows of those dates are written. A process that ends between
the two leaves what is stale for the next; another process that wrote in between makes this one begin again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field

from firstlight.catalog import Catalog
from firstlight.model import Decision, Incident, LedgerState, Package, Raid, Statement, digest
from firstlight.pipeline.decisions import carried
from firstlight.pipeline.outcome import Stage
from firstlight.reconcile import (
    AFTER,
    BEFORE,
    RULES,
    Partition,
    Reach,
    affected,
    beside,
    blocks,
    is_date,
    plan,
    reach,
    rule,
    settle,
    token_of,
    wider,
    windows,
)
from firstlight.store import ALL, Followed, Settled, Store, Unit, as_json

BATCH = 500  # reports of which the reaches are made at once
Covered = Callable[[str], str]


class StoreIndex:
    """The reaches that a store keeps, asked as `windows` asks."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def reports(self, first: str, last: str) -> set[str]:
        """Ids of reports of which a statement may stand on a token from first to last."""
        return self._store.within_reach(first, last)

    def loose(self, first: str, last: str) -> list[Reach]:
        """Loose reaches with a token from first to last."""
        return [Reach(*row) for row in self._store.loose_reaches(first, last)]

    def of(self, statements: Collection[str]) -> list[Reach]:
        """The reaches of these statements, as far as they count."""
        return [Reach(*row) for row in self._store.reaches_of(statements)]


@dataclass
class Planned:
    """What is to be written: partitions settled anew, those that are gone, and what was looked at."""

    seen: Followed
    stale: set[str]
    settled: dict[str, Settled] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    lost: int = 0  # statements that settling put nowhere

    @property
    def whole(self) -> bool:
        """Whether everything is derived anew."""
        return ALL in self.stale

    @property
    def tokens(self) -> set[str]:
        """Tokens of the partitions that are new, changed or gone."""
        return {token_of(key) for key in (*self.settled, *self.gone)}


def bring_up(store: Store, stage: Stage) -> Planned:
    """Let the derived rows follow the facts, with a log entry of the stage; what was planned and written.

    Where another process writes in between, it is done once more with every other writer waiting.
    """
    catalog, version = stage.catalog, stage.run().version

    def covered(input_hash: str) -> str:
        return digest((input_hash, catalog.hash, version))

    for alone in (False, True):
        with store.alone() if alone else nullcontext():
            with store.unit(stage.work("facts followed", ())) as unit:
                follow(store, unit, catalog, version)
            with store.snapshot():
                made = planned(store, catalog, covered)
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
    ordered = sorted(reports)
    unit.count(ordered)
    rulings = rule(decisions_now(store, [decision for _, decision in taken]))
    for at in range(0, len(ordered), BATCH):
        some = ordered[at : at + BATCH]
        statements, told = store.counting(some)
        found = [reach(statement, told.get(statement.report), rulings) for statement in statements.values()]
        unit.reach(some, found)
        unit.outdate(token for one in found for token in one.tokens)
    unit.follow({"rules": rules, **{table: str(mark) for table, mark in marks.items()}})


def decisions_now(store: Store, taken: Sequence[Decision]) -> list[Decision]:
    """Decisions about the statements that count by the index."""

    def counting(report: str) -> dict[str, Statement]:
        return store.counting([report])[0]

    return carried(taken, counting, store.statement)


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


def planned(store: Store, catalog: Catalog, covered: Covered) -> Planned:
    """Within a snapshot: plan what is stale and settle what changed. covered: what a partition's input hash becomes."""
    made = Planned(store.followed(), store.stale())
    if not made.stale:
        return made
    decisions = decisions_now(store, [decision for _, decision in store.decided(made.seen.decisions)])
    index = StoreIndex(store)
    tokens = store.tokens() if made.whole else affected(made.stale, index, decisions)
    for window in windows(tokens, index, decisions):
        statements, reports = store.counting(window.reports)
        before = store.partitions(window.tokens)
        parts = plan(statements, reports, decisions, catalog, set(window.tokens))
        made.gone |= before.keys() - {part.key for part in parts}
        for part in parts:
            wanted = covered(part.input_hash)
            if before.get(part.key) != wanted:
                state = settle(part, statements, reports, decisions, catalog)
                made.settled[part.key] = Settled(token_of(part.key), wanted, as_json(state))
                made.lost += _lost(part, state)
    return made


def _lost(part: Partition, state: LedgerState) -> int:
    things: tuple[Raid | Incident | Package, ...] = (*state.raids, *state.incidents, *state.packages)
    placed = {link.statement for thing in things for link in thing.links}
    return len(set(part.statements) - placed - {aside.statement for aside in state.asides})


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
    unit.seal(made.stale)
    return True


def _stood(store: Store, tokens: Collection[str]) -> Iterator[dict[str, LedgerState]]:
    """The partitions with these tokens, each as it stands beside its neighbours in time."""
    for block in blocks(tokens):
        around = {*block, *wider(block, BEFORE, AFTER)}
        wanted = set(block)
        stood = beside(store.settled(around))
        yield {key: state for key, state in stood.items() if token_of(key) in wanted}
