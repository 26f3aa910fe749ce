"""A table beside the ledger: number by number, where they agree, where they differ, and what only one of them has.

Both are settled records, so the table's rows are grouped into nights and weapons by the same rules as the ledger's.
Two numbers agree where both can be true: equal, or bounds that share a number. Withheld is no number and contradicts
none. Rows that sum up others, and raids that are parts of others, are left out on both sides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from firstlight.exchange.flat import HARMS, weapon_key
from firstlight.model import UNKNOWN, LedgerState, Record, Statement, Value

FIGURES = ("launched", "intercepted", "left", "airborne")
Verdict = Literal["agree", "differ", "only_here", "only_there"]
Key = tuple[str, str, str, str]  # date, attacker, what (weapon or place), number


class Compared(Record, frozen=True, kw_only=True):
    """One number: here is the ledger, there the table; the values as words, and the statements behind each."""

    verdict: Verdict
    day: str
    attacker: str
    what: str
    number: str
    here: str
    there: str
    here_statements: tuple[str, ...]
    there_statements: tuple[str, ...]


class Comparison(Record, frozen=True, kw_only=True):
    """A table beside the ledger: every number, and the statements behind them with their quotes."""

    numbers: tuple[Compared, ...]
    statements: dict[str, Statement]


def compare(here: LedgerState, there: LedgerState, holds: Callable[[str], bool]) -> list[Compared]:
    """Every number that either of them gives on a date that `holds`, sorted by date, side, what and number.

    Only kinds of number and attackers that the table has at all: one that counts no people is not silent of any.
    """
    mine, theirs = _numbers(here, holds), _numbers(there, holds)
    kinds, sides = {key[3] for key, value in theirs.items() if value.state != "unknown"}, {key[1] for key in theirs}
    mine = {key: value for key, value in mine.items() if key[3] in kinds and key[1] in sides}
    found = []
    for key in sorted(mine.keys() | theirs.keys()):
        one, other = mine.get(key, UNKNOWN), theirs.get(key, UNKNOWN)
        verdict = judged(one, other)
        if verdict is not None:
            found.append(
                Compared(
                    verdict=verdict,
                    day=key[0],
                    attacker=key[1],
                    what=key[2],
                    number=key[3],
                    here=said(one),
                    there=said(other),
                    here_statements=one.statements,
                    there_statements=other.statements,
                )
            )
    return found


def judged(one: Value, other: Value) -> Verdict | None:
    """What two values are to each other, None where neither is told."""
    told, also = one.state not in ("unknown", "withheld"), other.state not in ("unknown", "withheld")
    if told and also:
        least, most = max(one.low or 0, other.low or 0), min(_most(one), _most(other))
        if one.best is not None and other.best is not None:
            return "agree" if one.best == other.best else "differ"
        return "agree" if least <= most else "differ"
    if told or (one.state == "withheld" and other.state == "unknown"):
        return "only_here"
    if also or (other.state == "withheld" and one.state == "unknown"):
        return "only_there"
    return "agree" if one.state == "withheld" else None


def said(value: Value) -> str:
    """A value as words."""
    if value.state == "known":
        return str(value.best)
    if value.state == "bounded":
        return f"{value.low or 0} or more" if value.high is None else f"{value.low or 0} to {value.high}"
    return {"withheld": "withheld", "unnumbered": "no number", "unknown": "nothing"}[value.state]


def _most(value: Value) -> float:
    return float("inf") if value.high is None else value.high


def _numbers(state: LedgerState, holds: Callable[[str], bool]) -> dict[Key, Value]:
    found: dict[Key, list[Value]] = {}
    for raid in state.raids:
        if raid.relations or not holds(raid.night):
            continue
        for line in raid.lines:
            for name in FIGURES if not line.total else ():
                key = (raid.night, raid.attacker, weapon_key(line.weapon), name)
                found.setdefault(key, []).append(getattr(line, name))
    for incident in state.incidents:
        if incident.total or incident.background or not holds(incident.day):
            continue
        where = incident.place.name
        whole: Mapping[str, Value] = {harm.kind: harm.count for harm in incident.harm if harm.group is None}
        for kind in HARMS:
            if kind in whole:
                found.setdefault((incident.day, incident.attacker or "??", where, kind), []).append(whole[kind])
    return {key: _sum(values) for key, values in found.items()}


def _sum(values: Iterable[Value]) -> Value:
    """Several rows or raids of one weapon and date, added: a part without a number makes a floor."""
    parts = list(values)
    told = [value for value in parts if value.state not in ("unknown", "withheld")]
    if len(parts) == 1 or not told:
        return parts[0]
    statements = tuple(sorted({key for value in told for key in value.statements}))
    low = sum(value.low or 0 for value in told)
    if len(told) == len(parts) and all(value.state == "known" for value in told):
        best = sum(value.best or 0 for value in told)
        return Value(state="known", low=low, best=best, high=best, rule="added", statements=statements)
    return Value(state="bounded", low=low, rule="added", statements=statements)
