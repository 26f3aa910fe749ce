"""Many reports, one record: statements and decisions to raids, incidents and packages, by partition. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from firstlight.catalog import Catalog
from firstlight.model import Aside, Decision, LedgerState, Report, Statement
from firstlight.reconcile.dated import Around, Day, DayRecord, day_of, kept
from firstlight.reconcile.decided import check, in_force, rule
from firstlight.reconcile.doubts import doubts
from firstlight.reconcile.homes import LOST
from firstlight.reconcile.incidents import incidents
from firstlight.reconcile.packages import packages
from firstlight.reconcile.partition import RULES, Partition, Plan, plan, plan_beside, token_of
from firstlight.reconcile.raids import raids
from firstlight.reconcile.reaches import UNDATED, Index, Reach, Reaches, is_date, reach
from firstlight.reconcile.relate import AFTER, BEFORE, beside, merge
from firstlight.reconcile.told import Scene, tell
from firstlight.reconcile.windows import LENGTH, Window, affected, blocks, bonds, narrow, tied, touched, wider, windows

__all__ = [
    "AFTER",
    "BEFORE",
    "LENGTH",
    "RULES",
    "UNDATED",
    "Around",
    "Day",
    "DayRecord",
    "Index",
    "Partition",
    "Plan",
    "Reach",
    "Reaches",
    "Window",
    "affected",
    "beside",
    "blocks",
    "bonds",
    "check",
    "day_of",
    "doubts",
    "in_force",
    "is_date",
    "kept",
    "merge",
    "narrow",
    "plan",
    "plan_beside",
    "reach",
    "reaches",
    "reconcile",
    "rule",
    "settle",
    "tied",
    "token_of",
    "touched",
    "wider",
    "windows",
]


def settle(
    partition: Partition,
    statements: Mapping[str, Statement],
    reports: Mapping[str, Report],
    decisions: Sequence[Decision],
    catalog: Catalog,
) -> LedgerState:
    """What one partition says, depending on nothing that its `input_hash` does not cover, so that it may be cached."""
    told = tell(partition, statements, reports, decisions, catalog)
    known = {one.statement.id for one in told}
    asides = [
        Aside(statement=home.statement, reason=home.reason or LOST)
        for home in partition.homes
        if home.room == "aside" or home.statement not in known
    ]
    placed = [one for one in told if one.home.room != "aside"]
    if not placed:
        return LedgerState(asides=tuple(asides))
    if partition.key.startswith("supply/"):
        return LedgerState(packages=tuple(packages(placed)), asides=tuple(asides))
    first = placed[0].home
    scene = Scene(attacker=first.attacker, day=first.day, told=tuple(placed))
    attacks, disputes = raids(scene, catalog)
    struck, more = incidents(scene, attacks)
    return LedgerState(raids=tuple(attacks), incidents=tuple(struck), disputes=(*disputes, *more), asides=tuple(asides))


def reaches(
    statements: Mapping[str, Statement], reports: Mapping[str, Report], decisions: Sequence[Decision]
) -> Reaches:
    """An index in memory of how far each statement may come, for `windows`; UsageError, TimeError as in `plan`."""
    rulings = rule(decisions)
    return Reaches(reach(statement, reports.get(statement.report), rulings) for statement in statements.values())


def reconcile(
    statements: Mapping[str, Statement],
    reports: Mapping[str, Report],
    decisions: Sequence[Decision],
    catalog: Catalog,
) -> LedgerState:
    """The whole ledger from its facts: the same for any order of statements, reports and decisions.

    UsageError where a decision's correction cannot be read, TimeError where a statement's interval cannot.
    """
    parts = plan(statements, reports, decisions, catalog)
    return merge([settle(part, statements, reports, decisions, catalog) for part in parts])
