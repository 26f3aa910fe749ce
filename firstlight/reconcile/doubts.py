"""What a person should look at first: doubtful links, attacks that may be one, statements without a place, disputes.
Pure.

Each question has a score (how sure the ledger is of its present answer) and a stake (by how much a number could change
with another answer); the list is ordered by (1 - score) x log2(1 + stake), largest first. The scores of rules are ours
(assumed): a source of better standing is more often right than a later one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import log2

from firstlight.model import (
    Decision,
    Dispute,
    Doubt,
    Incident,
    LedgerState,
    Link,
    Package,
    Raid,
    Report,
    Rival,
    Statement,
)
from firstlight.reconcile.apart import Pair, pairs, unanswered
from firstlight.reconcile.decided import in_force
from firstlight.reconcile.values import words

SURE = 0.9  # a link of this score or more is not asked about
PLACED = ("same", "not_same", "reject")  # decisions that answer a question about a link
ACCEPTED = "accepted by an analyst"
FITS = "fits "  # how the ledger says that a statement could belong to several attacks
EVEN = 0.5
APART = 0.6  # how sure the ledger is that two attacks with one number are two
RULES = {
    "official over media": 0.7,
    "entitled source over others": 0.7,
    "whole period over a part of it": 0.7,
    "verified over claimed": 0.6,
}

Thing = Raid | Incident | Package


def doubts(
    state: LedgerState,
    statements: Mapping[str, Statement],
    reports: Mapping[str, Report],
    decisions: Sequence[Decision],
) -> list[Doubt]:
    """The questions that no decision in force has answered, best first."""
    placed = {key for d in in_force(decisions) if d.verb in PLACED for key in d.statements}
    things: tuple[Thing, ...] = (*state.raids, *state.incidents, *state.packages)
    asked = [doubt for thing in things for doubt in _links(thing, statements, reports, placed)]
    ruled = [frozenset(d.statements) for d in in_force(decisions) if d.verb in ("same", "not_same")]
    asked += [_pair(pair) for pair in unanswered(pairs(state, statements), ruled)]
    asked += [_aside(key, reason, statements) for key, reason in _loose(state, statements, placed)]
    asked += [_dispute(dispute) for dispute in state.disputes if ACCEPTED not in dispute.values[0].reason]
    return sorted(asked, key=lambda d: (-d.worth, d.kind, d.about, d.what, d.sides))


def worth(score: float, at_stake: int) -> float:
    """How much an answer is worth, rounded to four digits; `at_stake` is at least 1."""
    return round((1 - score) * log2(1 + at_stake), 4)


def _links(
    thing: Thing, statements: Mapping[str, Statement], reports: Mapping[str, Report], placed: set[str]
) -> Iterator[Doubt]:
    """One question for each report that was joined to others on weak grounds, or that could belong elsewhere."""
    groups: dict[tuple[str, str], list[Link]] = {}
    for link in thing.links:
        if link.statement in statements and link.statement not in placed and link.score < SURE:
            groups.setdefault((statements[link.statement].report, link.reason), []).append(link)
    for (report, reason), links in groups.items():
        others = [x for x in thing.links if x.statement in statements and statements[x.statement].report != report]
        loose = FITS in reason
        if not others and not loose:
            continue  # nothing was joined: it stands alone
        mine = tuple(sorted(link.statement for link in links))
        theirs = _strongest(others)
        yield Doubt(
            kind="unplaced" if loose else "joined",
            about=thing.id,
            what=f"{_said(statements[mine[0]], reports)}: {'which attack' if loose else 'the same attack'}?",
            score=links[0].score,
            at_stake=max(_number(statements[key]) for key in mine),
            worth=worth(links[0].score, max(_number(statements[key]) for key in mine)),
            reason=reason,
            values=(_where(statements[mine[0]]), _of_thing(thing)),
            sides=(mine, theirs),
        )


def _pair(pair: Pair) -> Doubt:
    one, other = _of_thing(pair.one), _of_thing(pair.other)
    return Doubt(
        kind="apart",
        about=pair.one.id,
        what=f"{pair.what} {pair.number} in two attacks, a day or a region apart: one told twice?",
        score=APART,
        at_stake=pair.number,
        worth=worth(APART, pair.number),
        reason=f"their dates or places differ, so they are two, and both are counted; both tell of {pair.number}",
        values=(one, other),
        sides=pair.sides,
    )


def _loose(state: LedgerState, statements: Mapping[str, Statement], placed: set[str]) -> Iterator[tuple[str, str]]:
    for aside in state.asides:
        if FITS in aside.reason and aside.statement in statements and aside.statement not in placed:
            yield aside.statement, aside.reason


def _aside(key: str, reason: str, statements: Mapping[str, Statement]) -> Doubt:
    statement = statements[key]
    number = _number(statement)
    return Doubt(
        kind="unplaced",
        about=key,
        what=f"{statement.kind} {_counted(statement)}: which attack?",
        score=0.0,
        at_stake=number,
        worth=worth(0.0, number),
        reason=reason,
        values=(_where(statement), reason.rpartition(FITS)[2]),
        sides=((key,), ()),
    )


def _dispute(dispute: Dispute) -> Doubt:
    kept, against = dispute.values[0], max(dispute.values[1:], key=lambda rival: _gap(dispute.values[0], rival))
    stake = max(1, _gap(kept, against))
    score = RULES.get(kept.reason.removeprefix("chosen: "), EVEN)
    return Doubt(
        kind="dispute",
        about=dispute.about,
        what=dispute.what,
        score=score,
        at_stake=stake,
        worth=worth(score, stake),
        reason=dispute.chosen,
        values=(words(kept.low, kept.high), words(against.low, against.high)),
        sides=(kept.statements, against.statements),
    )


def _gap(one: Rival, other: Rival) -> int:
    return abs((one.low or 0) - (other.low or 0))


def _strongest(links: Iterable[Link]) -> tuple[str, ...]:
    best = max(links, key=lambda link: (link.score, link.statement), default=None)
    return (best.statement,) if best else ()


def _number(statement: Statement) -> int:
    return max(1, statement.count.low or 0) if statement.count else 1


def _counted(statement: Statement) -> str:
    return words(statement.count.low, statement.count.high) if statement.count else "without a number"


def _said(statement: Statement, reports: Mapping[str, Report]) -> str:
    report = reports.get(statement.report)
    dated = report.published[:10] if report and report.published else "an unknown date"
    source = f"{report.source} of {dated}" if report else "a report"
    return f"{statement.kind} {_counted(statement)} in {source}"


def _where(statement: Statement) -> str:
    when = f"{statement.when.start[:16]} to {statement.when.end[:16]}" if statement.when else "not dated"
    places = ", ".join(place.name for place in statement.places if place.role == "target")
    return f"{places or 'no place'}, {when}"


def _of_thing(thing: Thing) -> str:
    if isinstance(thing, Package):
        return f"{thing.item} for {', '.join(thing.recipient) or 'nobody named'}"
    where = thing.target if isinstance(thing, Raid) else thing.place.name
    when = f"{thing.period.start[:16]} to {thing.period.end[:16]}" if thing.period else "not dated"
    day = thing.night if isinstance(thing, Raid) else thing.day
    return f"{where}, {day} ({when})"
