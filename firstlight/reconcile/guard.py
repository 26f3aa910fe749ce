"""The arithmetic guard: a total is compared with its items and never added to them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from firstlight.model import Dispute, RaidLine, Rival, Value
from firstlight.reconcile.lines import Draft, Sum
from firstlight.reconcile.told import claim
from firstlight.reconcile.values import Outcome, add, settle_number, words
from firstlight.reconcile.weapons import AT_TIMES, below, key_of, label

GUARDED = ("launched", "intercepted")
EQUAL = "equals the sum of its items"
MORE = "more than its items: the rest is not itemised"
ITEMS = "sum of the items"
NO_LIMIT = 10**9


def guarded(about: str, drafts: Sequence[Draft], lines: Sequence[RaidLine]) -> tuple[list[RaidLine], list[Dispute]]:
    """The lines with their totals checked: each total says how it stands to its items; what cannot be is disputed."""
    made: list[RaidLine] = []
    disputes: list[Dispute] = []
    for draft, line in zip(drafts, lines, strict=True):
        if not draft.total:
            made.append(line)
            continue
        checked = line
        for name in GUARDED:
            value, dispute = _check(about, name, line, _items(draft, drafts, lines))
            disputes += [dispute] if dispute else []
            checked = msgspec.structs.replace(checked, **{name: value})
        made.append(checked)
    return made, disputes


def _items(total: Draft, drafts: Sequence[Draft], lines: Sequence[RaidLine]) -> tuple[list[RaidLine], list[RaidLine]]:
    """Items that the total holds for certain, and those that some totals hold and others do not."""
    leaves = [line for draft, line in zip(drafts, lines, strict=True) if not draft.total]
    at_times = AT_TIMES.get(total.key[0], frozenset())
    sure = [line for line in leaves if below(key_of(line.weapon), total.key)]
    return sure, [line for line in leaves if line.weapon.class_ in at_times]


def _check(
    about: str, name: str, line: RaidLine, items: tuple[list[RaidLine], list[RaidLine]]
) -> tuple[Value, Dispute | None]:
    total: Value = getattr(line, name)
    sure, more = ([getattr(item, name) for item in group] for group in items)
    sums = [add(sure, ITEMS), add(sure + more, ITEMS)]
    told = [value for value in sums if value.state != "unknown"]
    if total.state not in ("known", "bounded") or not told:
        return total, None
    if any(_equal(total, value) for value in told):
        return msgspec.structs.replace(total, rule=f"{total.rule}; {EQUAL}"), None
    least = told[0]
    if (least.low or 0) <= _high(total):
        return msgspec.structs.replace(total, rule=f"{total.rule}; {MORE}"), None
    return total, _dispute(about, f"{name} {label(line.weapon)}", total, least)


def _high(value: Value) -> int:
    return NO_LIMIT if value.high is None else value.high


def _equal(one: Value, other: Value) -> bool:
    return (one.low or 0) <= _high(other) and (other.low or 0) <= _high(one)


def _dispute(about: str, what: str, total: Value, items: Value) -> Dispute:
    one = Rival(low=total.low, high=total.high, statements=total.statements, reason="chosen: the total as told")
    two = Rival(low=items.low, high=items.high, statements=items.statements, reason=ITEMS)
    chosen = (
        f"the total {words(total.low, total.high)} and the sum of its items {words(items.low, items.high)} differ: "
        "both are kept, and neither is added to the other"
    )
    return Dispute(about=about, what=what, values=(one, two), chosen=chosen)


def row_sums(about: str, drafts: Sequence[Draft], lines: Sequence[RaidLine], sums: Sequence[Sum]) -> list[Dispute]:
    """Disputes where a report's figure for several rows of a table differs from their sum."""
    found: list[Dispute] = []
    by_draft = {id(draft): line for draft, line in zip(drafts, lines, strict=True)}
    for one in sums:
        rows = [by_draft[id(draft)] for draft in one.rows]
        for name in GUARDED:
            outcome = _told(one, name)
            whole = add([getattr(row, name) for row in rows], "sum of the rows")
            if outcome is None or whole.state == "unknown" or _equal(outcome.value, whole):
                continue
            found.append(_dispute(about, f"{name} {label(rows[0].weapon)}", outcome.value, whole))
    return found


def _told(one: Sum, name: str) -> Outcome | None:
    claims = [claim(t, t.statement.count) for t in one.told if t.statement.kind == name and t.statement.count]
    return settle_number(claims, grows=False) if claims else None
