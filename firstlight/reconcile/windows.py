"""Closed groups of work: all facts that the partitions of some dates depend on, and no others.

A window is planned by `plan(its statements, its reports, all decisions, catalog, tokens=its tokens)`, which gives the
same partitions as the plan of the whole archive; windows that share no token share no partition, so that an archive can
be reconciled window by window, in any order or at once. What a statement's home depends on, by placing.py:

- the rest of its report;
- in an evening, what is told of its place on its date and the next;
- undated, all that is told on the dates of its window, and other undated stories of those dates;
- decisions: every statement that they tie to it, wherever that is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from firstlight.model import Decision, Record
from firstlight.reconcile.decided import rule
from firstlight.reconcile.partition import SUPPLY
from firstlight.reconcile.reaches import EVENING, UNDATED, Index, Reach, is_date

LENGTH = 92  # dates planned together: more are fewer looks across an edge, fewer take less memory


class Window(Record, frozen=True, kw_only=True):
    """Tokens of partitions, and the reports of which all statements are needed to plan them."""

    tokens: tuple[str, ...]
    reports: tuple[str, ...]


class Bond(NamedTuple):
    """Statements that decisions tie together: wherever one of them stands, the home of each is needed."""

    tokens: frozenset[str]
    reports: frozenset[str]


def windows(
    tokens: Iterable[str], index: Index, decisions: Sequence[Decision], length: int = LENGTH
) -> Iterator[Window]:
    """The windows that together have these tokens, each once: dates first, at most `length` of them in one.

    decisions: all of them, superseded ones too. `index` has the reaches of all statements.
    """
    tied = bonds(decisions, index)
    for block in blocks(tokens, length):
        yield _window(block, index, tied)


def blocks(tokens: Iterable[str], length: int = LENGTH) -> Iterator[list[str]]:
    """The tokens in order, cut: dates no more than `length` days apart in one, every other token by itself."""
    wanted = sorted(tokens)
    days = [token for token in wanted if is_date(token)]
    while days:
        end = date.fromordinal(date.fromisoformat(days[0]).toordinal() + length).isoformat()
        block = days[: bisect_left(days, end)]
        yield block
        days = days[len(block) :]
    yield from ([token] for token in wanted if not is_date(token))


def affected(tokens: Iterable[str], index: Index, decisions: Sequence[Decision]) -> set[str]:
    """The tokens of all partitions that may change where statements with these tokens came, went or changed."""
    moved = _with(set(tokens), index, EVENING)
    found = _with(moved, index, UNDATED)
    for bond in bonds(decisions, index):
        if not found.isdisjoint(bond.tokens):
            found |= bond.tokens  # of the bonds that this reaches anew none has changed
    return found


def bonds(decisions: Sequence[Decision], index: Index) -> list[Bond]:
    """What decisions tie together, those superseded too: an id that one gave still has to lead somewhere."""
    groups: list[set[str]] = []
    for decision in rule(decisions).ever:
        mine = set(decision.statements)
        apart = [group for group in groups if group.isdisjoint(mine)]
        groups = [*apart, mine.union(*(group for group in groups if not group.isdisjoint(mine)))]
    known = {one.statement: one for one in index.of([key for group in groups for key in group])}
    return [_bond([known[key] for key in sorted(group) if key in known]) for group in groups]


def _bond(reaches: Iterable[Reach]) -> Bond:
    held = list(reaches)
    return Bond(frozenset(token for one in held for token in one.tokens), frozenset(one.report for one in held))


def _window(tokens: Sequence[str], index: Index, tied: Iterable[Bond]) -> Window:
    core = set(tokens)
    reports: set[str] = set()
    wide = set(core)
    for bond in tied:
        if not core.isdisjoint(bond.tokens):
            reports |= bond.reports
            wide |= {token for token in bond.tokens if not token.startswith(SUPPLY)}
    needed = _with(_with(wide, index, UNDATED), index, EVENING)
    for first, last in _runs({token for token in needed if is_date(token) or token in core}):
        reports.update(index.reports(first, last))
    return Window(tokens=tuple(tokens), reports=tuple(sorted(reports)))


def _with(tokens: set[str], index: Index, loose: int) -> set[str]:
    """The tokens with those of all that is so loose and may stand on one of them."""
    runs = _runs(tokens)
    reaches = (one for first, last in runs for one in index.loose(first, last) if one.loose == loose)
    return tokens.union(*(one.tokens for one in reaches))


def wider(tokens: Iterable[str], before: int, after: int) -> set[str]:
    """The dates among the tokens, and those up to so many days before and after one of them."""
    numbers = {date.fromisoformat(token).toordinal() for token in tokens if is_date(token)}
    return {date.fromordinal(n + shift).isoformat() for n in numbers for shift in range(-before, after + 1)}


def _runs(tokens: Collection[str]) -> list[tuple[str, str]]:
    """First and last of each unbroken run of dates; other tokens by themselves."""
    numbers = sorted(date.fromisoformat(token).toordinal() for token in tokens if is_date(token))
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    others = sorted((token, token) for token in tokens if not is_date(token))
    return [*((date.fromordinal(a).isoformat(), date.fromordinal(b).isoformat()) for a, b in runs), *others]
