"""Human decisions: made from what a person typed, and carried over to a newer reading of the same words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from firstlight.errors import NotFoundError, UsageError
from firstlight.model import Decision, Record, Statement, digest
from firstlight.pipeline.whole import items
from firstlight.store import Store

Verb = Literal["same", "not_same", "accept", "reject", "correct", "withdraw", "erase"]
VERBS: tuple[Verb, ...] = ("same", "not_same", "accept", "reject", "correct", "withdraw", "erase")
WHOLE = ("withdraw", "erase")  # about captures and reports, where the others are about statements
FAMILIES = ({"accept", "reject"}, {"same", "not_same"}, {"withdraw"})  # of two on the same only the later can hold
FEWEST = {"same": 2, "not_same": 2}
THINGS = ("raids", "incidents", "packages")


class Ruled(Record, frozen=True, kw_only=True):
    """A decision as it stands: in force, or superseded by another; `lost` names statements that no reading has now."""

    decision: Decision
    superseded_by: str | None = None
    lost: tuple[str, ...] = ()


def decision_from(
    store: Store,
    verb: str,
    named: Sequence[str],
    *,
    said: tuple[str, str, str],
    supersedes: str | None,
    correction: str | None,
) -> Decision:
    """The decision that a person asks for; said: reason, author, instant. UsageError, NotFoundError."""
    kind = _verb(verb)
    reason, author, at = (part.strip() for part in said)
    if not reason or not author:
        raise UsageError("a decision needs --reason and --author: it is kept for good, and shown with both")
    if (kind == "correct") != (correction is not None):
        raise UsageError("--correction goes with correct, and correct needs it: the changed fields as a JSON object")
    whole = items(store, verb, named) if kind in WHOLE else ()
    statements = () if kind in WHOLE else tuple(dict.fromkeys(_statement(store, key) for key in named))
    earlier, about = list(store.decisions()), statements or whole
    replaced = _superseded(store, earlier, supersedes) if supersedes else _same_question(earlier, kind, about)
    fewest = FEWEST.get(kind, 1) if about or replaced is None else 0
    if len(about) < fewest:
        what = "reports or captures" if kind in WHOLE else "statements"
        raise UsageError(
            f"{verb} needs {fewest} {what} or more: name their ids, or with --supersedes ID none to take it back"
        )
    if kind == "correct" and len(statements) != 1:
        raise UsageError("correct takes one statement: decide once for each")
    parts = (kind, *about, reason, author, at, replaced or "", correction or "")
    return Decision(
        id="de:" + digest(parts)[:32],
        verb=kind,
        statements=statements,
        reason=reason,
        author=author,
        decided_at=at,
        supersedes=replaced,
        correction=correction,
        items=whole,
    )


def _verb(text: str) -> Verb:
    for verb in VERBS:
        if verb == text.replace("-", "_"):
            return verb
    raise UsageError(f"{text!r} is no decision: same, not-same, accept, reject, correct, withdraw or erase")


def _statement(store: Store, key: str) -> str:
    """The id of the one statement that counts and that `key` is or begins."""
    found = store.find(key) if key else []
    statements = sorted({name for table, name in found if table == "statements"})
    if len(statements) > 1:
        counting = store.statements().keys()
        statements = [name for name in statements if name in counting] or statements
    if len(statements) == 1:
        return statements[0]
    if statements:
        raise UsageError(f"{key} is the beginning of {len(statements)} statements: write more of it")
    if any(table in THINGS for table, _ in found):
        raise UsageError(f"{key} is derived, and decisions name statements: `firstlight show {key}` lists them")
    raise NotFoundError(
        f"no statement of {store.folder} has an id that begins with {key!r}: `firstlight show RAID` lists them"
    )


def _superseded(store: Store, earlier: Sequence[Decision], key: str) -> str:
    found = sorted({decision.id for decision in earlier if decision.id.startswith(key)})
    if len(found) != 1:
        problem = "no decision" if not found else f"{len(found)} decisions"
        raise NotFoundError(
            f"{problem} in {store.folder} with an id that begins with {key}: `firstlight review --decided` lists them"
        )
    if next(decision for decision in earlier if decision.id == found[0]).verb == "erase":
        raise UsageError(f"{found[0]} is an erasure: what is gone cannot be taken back")
    by = next((decision.id for decision in earlier if decision.supersedes == found[0]), None)
    if by is not None:
        raise UsageError(f"{found[0]} is superseded already, by {by}: supersede that one")
    return found[0]


def _same_question(earlier: Sequence[Decision], verb: Verb, about: Sequence[str]) -> str | None:
    """The decision in force that answered the same question about the same things, which this one replaces."""
    family = next((family for family in FAMILIES if verb in family), set())
    gone = {decision.supersedes for decision in earlier}
    for decision in reversed(earlier):
        if (
            decision.verb in family
            and decision.id not in gone
            and {*decision.statements, *decision.items} == set(about)
        ):
            return decision.id
    return None


def ruled(decisions: Iterable[Decision], statements: Container[str]) -> tuple[Ruled, ...]:
    """Every decision in the order in which they were taken, with what became of it."""
    known = list(decisions)
    by = {decision.supersedes: decision.id for decision in known if decision.supersedes}
    return tuple(
        Ruled(
            decision=decision,
            superseded_by=by.get(decision.id),
            lost=tuple(key for key in decision.statements if key not in statements),
        )
        for decision in sorted(known, key=lambda d: d.decided_at)
    )


def carried(
    decisions: Sequence[Decision],
    counting: Callable[[str], Mapping[str, Statement]],
    old: Callable[[str], Statement | None],
) -> list[Decision]:
    """The decisions, with each statement that is superseded named as the one that now says the same.

    A newer reader, data folder or date of publication gives a statement another id. It is the same one where report,
    kind, quoted characters and count are; what has no such counterpart stays as it is and is told by `ruled`.
    counting: the statements of a report that count, by id; old: a statement ever read, by its id.
    """
    named = sorted({key for decision in decisions for key in decision.statements})
    known = {key: found for key in named if (found := old(key)) is not None}
    now = {report: counting(report) for report in sorted({statement.report for statement in known.values()})}
    alike: dict[tuple[object, ...], list[str]] = {}
    for report in now:
        for key in sorted(now[report]):
            alike.setdefault(_said(now[report][key]), []).append(key)
    order = Counter[tuple[object, ...]]()
    renamed: dict[str, str] = {}
    for key, statement in known.items():
        if key in now[statement.report]:
            continue
        same = alike.get(_said(statement), [])
        if order[_said(statement)] < len(same):
            renamed[key] = same[order[_said(statement)]]
            order[_said(statement)] += 1
    return [
        msgspec.structs.replace(decision, statements=tuple(renamed.get(key, key) for key in decision.statements))
        for decision in decisions
    ]


def by_report(statements: Mapping[str, Statement]) -> Callable[[str], Mapping[str, Statement]]:
    """The statements of a report, of all these."""
    groups: dict[str, dict[str, Statement]] = {}
    for key, statement in statements.items():
        groups.setdefault(statement.report, {})[key] = statement
    return lambda report: groups.get(report, {})


def _said(statement: Statement) -> tuple[object, ...]:
    quote, count = statement.quote, statement.count
    bounds = (count.low, count.high, count.form) if count else None
    return statement.report, statement.kind, statement.group, quote.start, quote.end, bounds


def decisions_now(store: Store, taken: Sequence[Decision]) -> list[Decision]:
    """Decisions about the statements that count by the index."""

    def counting(report: str) -> dict[str, Statement]:
        return store.counting([report])[0]

    return carried(taken, counting, store.statement)
