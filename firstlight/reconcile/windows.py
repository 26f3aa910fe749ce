"""Closed groups of work: all facts that the partitions of some dates depend on, and no others.

A window is planned by `plan(its statements, its reports, all decisions, catalog, tokens=its tokens)`, which gives the
same partitions as the plan of the whole archive; windows that share no token share no partition, so that an archive can
be reconciled window by window, in any order or at once. What a statement's home depends on, by placing.py:

- the rest of its report;
- in an evening, what is told of its place on its date and the next;
- undated, all that is told on the dates of its window, and other undated stories of those dates;
- decisions: every statement that they tie to it, wherever that is.

Where what each date says by its own words is kept (dated.py), less is read for a change: `touched` gives the dates that
may say something else, `narrow` what planning them by `plan_beside` takes, and that tells between which other dates
undated statements moved, so that these are planned after them.
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
    complete: frozenset[str] = frozenset()  # dates of which all that may stand on them is in the reports


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
    tying = bonds(decisions, index)
    for block in blocks(tokens, length):
        yield _window(block, index, tying)


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
    return tied(_with(moved, index, UNDATED), bonds(decisions, index))


def touched(tokens: Iterable[str], fresh: Collection[str], index: Index, tying: Collection[Bond]) -> set[str]:
    """The tokens on which dated statements may have come, gone or changed, with what decisions tie to them.

    fresh: reports of which undated statements are new; these are placed beside the tokens, by `narrow`.
    """
    reached = {token for bond in tying if not bond.reports.isdisjoint(fresh) for token in bond.tokens}
    return tied(_with(set(tokens), index, EVENING) | reached, tying)


def tied(tokens: Collection[str], tying: Iterable[Bond]) -> set[str]:
    """The tokens, and those of all bonds that have one of them."""
    found = set(tokens)
    for bond in tying:
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


def narrow(dates: Collection[str], fresh: Collection[str], index: Index, tying: Iterable[Bond]) -> Window:
    """The window of some Kyiv dates where what is said of all others is known; `fresh` reports are part of it."""
    wide, reports = _bound(set(dates), tying)
    return _filled(
        sorted(dates), frozenset(filter(is_date, wide)), _with(wide, index, EVENING), reports | {*fresh}, index
    )


def _window(tokens: Sequence[str], index: Index, tying: Iterable[Bond]) -> Window:
    wide, reports = _bound(set(tokens), tying)
    needed = _with(_with(wide, index, UNDATED), index, EVENING)
    return _filled(tokens, frozenset(filter(is_date, tokens)), needed, reports, index)


def _bound(core: set[str], tying: Iterable[Bond]) -> tuple[set[str], set[str]]:
    """The tokens with those that decisions tie to them, and the reports of what is tied."""
    wide, reports = set(core), set[str]()
    for bond in tying:
        if not core.isdisjoint(bond.tokens):
            reports |= bond.reports
            wide |= {token for token in bond.tokens if not token.startswith(SUPPLY)}
    return wide, reports


def _filled(
    tokens: Sequence[str], complete: frozenset[str], needed: set[str], reports: set[str], index: Index
) -> Window:
    for first, last in _runs({token for token in needed if is_date(token) or token in tokens}):
        reports.update(index.reports(first, last))
    return Window(tokens=tuple(tokens), reports=tuple(sorted(reports)), complete=complete)


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
