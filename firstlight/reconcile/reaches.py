"""How far a statement may come: on which dates the ledger can place it, seen by itself.

A reach is wide enough for every rule of placing.py and says nothing of where the statement is placed. It is what the
store keeps an index of, so that a window of dates is planned without a look at the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple, Protocol

from firstlight.model import Report, Statement
from firstlight.reconcile.decided import Rulings, effective
from firstlight.reconcile.floating import window_of
from firstlight.reconcile.homes import UNCERTAIN
from firstlight.reconcile.partition import SUPPLY
from firstlight.reconcile.placing import UNSAID
from firstlight.reconcile.spans import dates, day_before, next_day, span, window_dates

DATED, EVENING, UNDATED = 0, 1, 2  # how loose a reach is


class Reach(NamedTuple):
    """The dates of a statement: Kyiv dates from `first` to `last`, or "undated" or "supply/ITEM" twice."""

    statement: str
    report: str
    first: str
    last: str
    filed: str  # where it stands as an aside: the date of publication, or "undated"
    loose: int  # EVENING: what is told of the next night may move it; UNDATED: it may join any date, or be filed

    @property
    def tokens(self) -> tuple[str, ...]:
        """All tokens of partitions in which it may stand by the rules; decisions may move it beyond."""
        found = spread(self.first, self.last)
        return (*found, self.filed) if self.loose == UNDATED else found


def is_date(token: str) -> bool:
    """Whether a token is a Kyiv date."""
    return len(token) == len("2024-03-28") and token[:4].isdigit()


def spread(first: str, last: str) -> tuple[str, ...]:
    """The tokens from first to last: dates, or one token that is none."""
    return dates(first, last) if is_date(first) else (first,)


def reach(statement: Statement, report: Report | None, rulings: Rulings) -> Reach:
    """The reach of a statement as the rulings in force leave it. UsageError, TimeError as in `plan`."""
    told = effective(statement, rulings)
    filed = ((report.published if report else None) or UNSAID)[:10]
    first, last, loose = filed, filed, DATED
    if report is None or statement.id in rulings.rejected or told.kind in ("meeting", "response"):
        pass
    elif told.kind in ("supply", "shortage"):
        first = last = SUPPLY + (told.supply.item if told.supply else "other")
    elif told.certainty not in UNCERTAIN:
        first, last, loose = _dates(told, report, filed)
    return Reach(statement.id, statement.report, first, last, filed, loose)


def _dates(told: Statement, report: Report, filed: str) -> tuple[str, str, int]:
    window = span(told.when) if told.when else None
    if window is not None and window.slot == "long":
        return filed, filed, DATED
    if window is None or window.slot == "week":
        known = window_of(told, report)
        return (*window_dates(known), UNDATED) if known is not None else (UNSAID, UNSAID, UNDATED)
    rises = window.slot == "whole"  # another toll of its report may be that of the eve
    first = day_before(window.day) if rises else window.day
    return (first, next_day(window.day), EVENING) if window.evening else (first, window.day, DATED)


class Index(Protocol):
    """What is asked of an archive's reaches: of a store, or of facts in memory."""

    def reports(self, first: str, last: str) -> Iterable[str]:
        """Ids of reports of which a statement may stand on a token from first to last."""

    def loose(self, first: str, last: str) -> Iterable[Reach]:
        """Reaches that are not DATED with a token from first to last."""

    def of(self, statements: Collection[str]) -> Iterable[Reach]:
        """The reaches of these statements, as far as they count."""


class Reaches:
    """An index in memory."""

    def __init__(self, found: Iterable[Reach]) -> None:
        self._by_id = {one.statement: one for one in found}
        self._reports: defaultdict[str, set[str]] = defaultdict(set)
        self._loose: defaultdict[str, set[Reach]] = defaultdict(set)
        for one in self._by_id.values():
            for token in one.tokens:
                self._reports[token].add(one.report)
                if one.loose:
                    self._loose[token].add(one)

    def __iter__(self) -> Iterator[str]:
        """All tokens, sorted."""
        return iter(sorted(self._reports))

    def reports(self, first: str, last: str) -> set[str]:
        """Ids of reports of which a statement may stand on a token from first to last."""
        return set().union(*(self._reports.get(token, ()) for token in spread(first, last)))

    def loose(self, first: str, last: str) -> set[Reach]:
        """Reaches that are not DATED with a token from first to last."""
        return set().union(*(self._loose.get(token, ()) for token in spread(first, last)))

    def of(self, statements: Collection[str]) -> list[Reach]:
        """The reaches of these statements, as far as they count."""
        return [self._by_id[key] for key in statements if key in self._by_id]
