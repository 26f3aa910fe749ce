"""Two strikes on one place on one date: told apart by hours that do not meet, and only where the tolls say so too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from firstlight.reconcile.homes import HARM
from firstlight.reconcile.told import Told

APART = timedelta(hours=6)  # between two strikes that are told apart by their hours alone
WHOLE = "whole"

Tolls = dict[str, int]


def strikes(told: Sequence[Told]) -> dict[str, list[Told]]:
    """The statements about a place by strike: "" for the first or only one, "day" and "evening" for later ones, and
    "whole" for a toll of the date that is higher than that of each.

    Strikes are apart where people were harmed in each and one report tells of both, the later toll is the lower one,
    or at least six hours lie between them and the later one is an evening's. All else is one strike, whose toll rose.
    """
    timed = [one for one in told if _timed(one)]
    first, *later = _by_hours(timed)
    names = {one.statement.id: _name(group) for group in later if _apart(first, group) for one in group}
    made: dict[str, list[Told]] = {"": []}
    if not names:
        return {"": list(told)}
    for one in timed:
        made.setdefault(names.get(one.statement.id, ""), []).append(one)
    loose = [one for one in told if not _timed(one)]
    where = [_belongs(one, loose, made) for one in loose]
    for name, one in zip(where, loose, strict=True):
        made.setdefault(name, []).append(one)
    return made


def _timed(one: Told) -> bool:
    """Whether a statement gives hours of the date on which it stands, and was not put there by a decision."""
    window = one.window
    return window is not None and window.slot in ("night", "day") and (window.day == one.home.day or window.evening)


def _by_hours(told: Iterable[Told]) -> list[list[Told]]:
    """Groups of statements whose windows meet, in order of time; one empty group for nothing."""
    groups: list[list[Told]] = []
    end: datetime | None = None
    for window, one in sorted(((one.window, one) for one in told if one.window), key=lambda pair: pair[0][:2]):
        if end is None or window.start >= end:
            groups.append([])
        groups[-1].append(one)
        end = window.end if end is None else max(end, window.end)
    return groups or [[]]


def _apart(first: Sequence[Told], later: Sequence[Told]) -> bool:
    mine, theirs = _tolls(first), _tolls(later)
    shared = mine.keys() & theirs.keys()
    if not shared:
        return False
    both = {one.statement.report for one in _harmed(first)} & {one.statement.report for one in _harmed(later)}
    gap = _edge(later, last=False) - _edge(first, last=True)
    evening = all(one.window.evening for one in later if one.window)
    return bool(both) or any(theirs[kind] < mine[kind] for kind in shared) or (evening and gap >= APART)


def _harmed(told: Iterable[Told]) -> list[Told]:
    return [one for one in told if one.statement.kind in HARM and one.statement.group is None and one.statement.count]


def _tolls(told: Iterable[Told]) -> Tolls:
    """The highest number of each kind of harm, zeros left out."""
    found: Tolls = {}
    for one in _harmed(told):
        low = one.statement.count.low if one.statement.count else None
        if low:
            found[one.statement.kind] = max(low, found.get(one.statement.kind, 0))
    return found


def _edge(told: Iterable[Told], *, last: bool) -> datetime:
    windows = [one.window for one in told if one.window]
    return max(window.end for window in windows) if last else min(window.start for window in windows)


def _name(told: Sequence[Told]) -> str:
    return "evening" if all(one.window.evening for one in told if one.window) else "day"


def _belongs(one: Told, told: Iterable[Told], made: dict[str, list[Told]]) -> str:
    """Where a statement without hours belongs: with the strike whose toll its report gives, or over them all."""
    mine = _tolls(o for o in told if o.statement.report == one.statement.report and o.window == one.window)
    for name, group in made.items():
        known: dict[str, set[int | None]] = {}
        for other in _harmed(group):
            low = other.statement.count.low if other.statement.count else None
            known.setdefault(other.statement.kind, set()).add(low)
        if mine and all(count in known.get(kind, ()) for kind, count in mine.items()):
            return name
    highest = [_tolls(group) for group in made.values()]
    over = mine and all(count > tolls.get(kind, 0) for tolls in highest for kind, count in mine.items())
    return WHOLE if over else ""
