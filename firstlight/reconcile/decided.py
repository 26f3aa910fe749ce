"""Human decisions: which are in force, and what they make of the statements that they name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

import msgspec

from firstlight.errors import TimeError, UsageError
from firstlight.model import Decision, Record, Statement
from firstlight.reconcile.spans import span

FIXED = {"id", "report", "quote"}  # what a correction may never touch


class Rulings(Record, frozen=True, kw_only=True):
    """The decisions in force, by what they do; a later decision about the same statement outweighs an earlier one."""

    rejected: Mapping[str, Decision]
    accepted: frozenset[str]
    corrected: Mapping[str, tuple[Decision, ...]]
    same: tuple[Decision, ...]
    apart: tuple[Decision, ...]
    naming: Mapping[str, tuple[Decision, ...]]  # every decision in force, by the statement it names
    ever: tuple[Decision, ...]  # all that set statements together or apart, superseded ones too


def in_force(decisions: Iterable[Decision]) -> list[Decision]:
    """Decisions that no other supersedes, in order of time and then id."""
    known = {decision.id: decision for decision in decisions}
    gone = {decision.supersedes for decision in known.values()}
    return sorted((d for d in known.values() if d.id not in gone), key=lambda d: (d.decided_at, d.id))


def rule(decisions: Iterable[Decision]) -> Rulings:
    """What the decisions in force say; the same for any order of `decisions`."""
    known = {decision.id: decision for decision in decisions}
    rejected: dict[str, Decision] = {}
    accepted: set[str] = set()
    corrected: dict[str, list[Decision]] = {}
    naming: dict[str, list[Decision]] = {}
    live = in_force(known.values())
    for decision in live:
        for statement in decision.statements:
            naming.setdefault(statement, []).append(decision)
            if decision.verb == "reject":
                rejected[statement] = decision
                accepted.discard(statement)
            elif decision.verb == "accept":
                rejected.pop(statement, None)
                accepted.add(statement)
            elif decision.verb == "correct":
                corrected.setdefault(statement, []).append(decision)
    return Rulings(
        rejected=rejected,
        accepted=frozenset(accepted),
        corrected={key: tuple(value) for key, value in corrected.items()},
        same=tuple(d for d in live if d.verb == "same"),
        apart=tuple(d for d in live if d.verb == "not_same"),
        naming={key: tuple(value) for key, value in naming.items()},
        ever=tuple(sorted((d for d in known.values() if d.verb in ("same", "not_same")), key=lambda d: d.id)),
    )


def effective(statement: Statement, rulings: Rulings) -> Statement:
    """The statement with its corrections laid over it; UsageError where a correction cannot be read."""
    for decision in rulings.corrected.get(statement.id, ()):
        statement = _correct(statement, decision)
    return statement


def check(statement: Statement, correction: str) -> Statement:
    """The statement that a correction would make; UsageError with one line where it cannot be read or placed."""
    asked = Decision(
        id="asked", verb="correct", statements=(), reason="", author="", decided_at="", correction=correction
    )
    try:
        corrected = _correct(statement, asked)
        if corrected.when is not None:
            span(corrected.when)
    except UsageError as error:
        what = str(error).partition("its correction ")[2].partition("; decide again")[0]
        raise UsageError(f"the correction {what}: nothing was kept") from error
    except TimeError as error:
        raise UsageError(f"the correction cannot be placed in time ({error}): nothing was kept") from error
    return corrected


def _correct(statement: Statement, decision: Decision) -> Statement:
    try:
        changes = json.loads(decision.correction or "")
    except json.JSONDecodeError as error:
        raise UsageError(_broken(decision, f"is not JSON ({error})")) from error
    if not isinstance(changes, dict) or FIXED & changes.keys():
        raise UsageError(_broken(decision, "must be an object of fields, and not change id, report or quote"))
    unknown = sorted(changes.keys() - set(Statement.__struct_fields__))
    if unknown:
        raise UsageError(_broken(decision, f"names no field of a statement: {', '.join(unknown)}"))
    try:
        return msgspec.convert({**msgspec.to_builtins(statement), **changes}, Statement)
    except msgspec.ValidationError as error:
        raise UsageError(_broken(decision, f"does not fit a statement ({error})")) from error


def _broken(decision: Decision, what: str) -> str:
    return f"decision {decision.id}: its correction {what}; decide again with a correction that supersedes it"
