"""Which partitions of a ledger on disk change, and what settling them gives: planned from what its index points at.

A few dates that changed are planned beside what the store keeps of the dates around them, so that what is told without
a date is placed anew without a look at the weeks of its window. Where many changed, or all, whole windows are read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from firstlight.catalog import Catalog
from firstlight.model import Decision, Incident, LedgerState, Package, Raid, Record, digest
from firstlight.pipeline.decisions import decisions_now
from firstlight.reconcile import (
    LENGTH,
    Around,
    Day,
    DayRecord,
    Partition,
    Reach,
    Window,
    affected,
    blocks,
    bonds,
    day_of,
    is_date,
    kept,
    narrow,
    plan_beside,
    settle,
    tied,
    token_of,
    touched,
    windows,
)
from firstlight.store import ALL, Followed, Settled, Store, as_json, decoded

FRESH = "report/"  # what is stale by this token is a report: where its undated statements belong is not known yet
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
    days: dict[str, str] = field(default_factory=dict)  # what is said of each date, as it is kept
    lost: int = 0  # statements that settling put nowhere

    @property
    def whole(self) -> bool:
        """Whether everything is derived anew."""
        return ALL in self.stale

    @property
    def tokens(self) -> set[str]:
        """Tokens of the partitions that are new, changed or gone."""
        return {token_of(key) for key in (*self.settled, *self.gone)}

    def add(self, part: Part) -> None:
        """One more window."""
        self.settled |= part.settled
        self.gone |= set(part.gone)
        self.days |= part.days
        self.lost += part.lost


class Part(Record, frozen=True, kw_only=True):
    """What planning one window gave: a share of `Planned`."""

    settled: dict[str, Settled]
    gone: tuple[str, ...]
    days: dict[str, str]
    lost: int


class Rules(NamedTuple):
    """What a window is planned by: all decisions, and what a partition's input hash becomes."""

    catalog: Catalog
    covered: Covered
    decisions: list[Decision]


Carry = Callable[[Sequence[Sequence[str]], Rules, Followed], Iterable[Part]]  # blocks of tokens, planned elsewhere


def covered_by(catalog: Catalog, version: str) -> Covered:
    """What the input hash of a partition becomes, so that nothing settled by other data or another version is kept."""
    return lambda input_hash: digest((input_hash, catalog.hash, version))


def planned(store: Store, catalog: Catalog, version: str, carry: Carry | None = None) -> Planned:
    """Within a snapshot: plan what is stale and settle what changed. carry: plans whole windows on an engine."""
    made = Planned(store.followed(), store.stale())
    if made.stale:
        decisions = decisions_now(store, [decision for _, decision in store.decided(made.seen.decisions)])
        _Planning(store, Rules(catalog, covered_by(catalog, version), decisions), made, carry).run()
    return made


def plan_block(store: Store, rules: Rules, tokens: Sequence[str]) -> Part:
    """Plan a block of tokens, as `blocks` cuts them, from all that they depend on."""
    (window,) = windows(tokens, StoreIndex(store), rules.decisions)
    return plan_window(store, rules, window, Around(window.complete))[0]


def plan_window(store: Store, rules: Rules, window: Window, around: Around) -> tuple[Part, frozenset[str]]:
    """Plan a window and settle its partitions that changed; also the tokens between which undated statements moved."""
    statements, reports = store.counting(window.reports)
    before = store.partitions(window.tokens)
    found = plan_beside(statements, reports, rules.decisions, rules.catalog, set(window.tokens), around)
    settled: dict[str, Settled] = {}
    lost = 0
    for part in found.partitions:
        wanted = rules.covered(part.input_hash)
        if before.get(part.key) != wanted:
            state = settle(part, statements, reports, rules.decisions, rules.catalog)
            settled[part.key] = Settled(token_of(part.key), wanted, as_json(state))
            lost += _lost(part, state)
    days = {day: as_json(kept(found.days[day])) for day in filter(is_date, window.tokens)}
    gone = tuple(sorted(before.keys() - {part.key for part in found.partitions}))
    return Part(settled=settled, gone=gone, days=days, lost=lost), found.strayed


class _Planning:
    """One pass over what is stale; a bundle of arguments."""

    def __init__(self, store: Store, rules: Rules, made: Planned, carry: Carry | None) -> None:
        self.store, self.rules, self.decisions, self.made, self.carry = store, rules, rules.decisions, made, carry
        self.index = StoreIndex(store)
        self.known: dict[str, Day] = {}

    def run(self) -> None:
        """Plan everything, what whole windows have to be read for, or a few dates."""
        if self.made.whole:
            self.read_whole(self.store.tokens())
            return
        fresh = {token.removeprefix(FRESH) for token in self.made.stale if token.startswith(FRESH)}
        changed = {token for token in self.made.stale if not token.startswith(FRESH)}
        tying = bonds(self.decisions, self.index)
        core = touched(changed, fresh, self.index, tying)
        if sum(map(is_date, core)) > LENGTH:
            undated = {token for row in self.store.reaches_in(fresh) for token in Reach(*row).tokens}
            self.read_whole(affected(changed | undated, self.index, self.decisions))
            return
        window = narrow(set(filter(is_date, core)), fresh, self.index, tying)
        left = self.plan(window, Around(window.complete, self.day, fresh))
        for day in window.complete:
            self.known.pop(day, None)  # what is kept of it is what it was
        rest = tied(left, tying) - core
        for block in blocks(filter(is_date, rest)):
            window = narrow(block, (), self.index, tying)
            self.plan(window, Around(window.complete, self.day))
        self.read_whole(token for token in rest | core if not is_date(token))

    def read_whole(self, tokens: Iterable[str]) -> None:
        """Plan tokens by windows of all that they depend on."""
        cut = list(blocks(tokens))
        if self.carry is not None and cut:
            parts = self.carry(cut, self.rules, self.made.seen)
        else:
            parts = (plan_block(self.store, self.rules, block) for block in cut)
        for part in parts:
            self.made.add(part)

    def day(self, day: str) -> Day:
        """What is said of a date: planned in this pass, or as it is kept."""
        if day not in self.known:
            text = self.made.days.get(day) or self.store.day(day)
            self.known[day] = day_of(decoded(text, DayRecord)) if text else Day({}, {})
        return self.known[day]

    def plan(self, window: Window, around: Around) -> frozenset[str]:
        """Plan a window beside what is kept; the tokens between which undated statements moved."""
        part, strayed = plan_window(self.store, self.rules, window, around)
        self.made.add(part)
        return strayed


def _lost(part: Partition, state: LedgerState) -> int:
    things: tuple[Raid | Incident | Package, ...] = (*state.raids, *state.incidents, *state.packages)
    placed = {link.statement for thing in things for link in thing.links}
    return len(set(part.statements) - placed - {aside.statement for aside in state.asides})
