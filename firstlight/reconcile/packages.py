"""Packages of air-defence aid, from the request to the delivery."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from firstlight.model import Count, Link, Package, PackageStep, Value
from firstlight.reconcile.ids import derived_id
from firstlight.reconcile.partition import LIFE
from firstlight.reconcile.told import Told, claim, link
from firstlight.reconcile.values import bounds, compatible, settle_number, words

LADDER = {"requested": 0, "pledged": 1, "approved": 2, "delivered": 3}  # stalled and shortage stand on no rung


NAMED, SHARED, ITEM = 0.9, 0.8, 0.6  # scores: donor and quantity are the same; one of them; the item alone


@dataclass
class Draft:
    """A package being built. What its statements say together is kept beside them, so that a long life stays cheap."""

    told: list[Told] = field(default_factory=list)
    donors: set[str] = field(default_factory=set)
    recipients: set[str] = field(default_factory=set)
    counts: set[Count] = field(default_factory=set)
    days: list[str] = field(default_factory=list)  # of publication, sorted, each once
    rungs: dict[int, tuple[str, str]] = field(default_factory=dict)  # first and last day on which each was told
    by_report: dict[str, set[int]] = field(default_factory=dict)  # what each report says became of it
    tags: set[str] = field(default_factory=set)  # decisions that joined statements here

    def add(self, one: Told) -> None:
        """Take in one more statement."""
        self.told.append(one)
        donors, recipients = _parties(one)
        self.donors |= donors
        self.recipients |= recipients
        self.tags |= {one.home.spot} if one.home.spot else set()
        if one.statement.count is not None:
            self.counts.add(one.statement.count)
        day, rung = _day(one), _rung(one)
        place = bisect_left(self.days, day)
        if self.days[place : place + 1] != [day]:
            self.days.insert(place, day)
        if rung >= 0:
            self.by_report.setdefault(one.statement.report, set()).add(rung)
        first, last = self.rungs.get(rung, (day, day))
        self.rungs[rung] = (min(first, day), max(last, day))


def packages(told: Sequence[Told]) -> list[Package]:
    """The packages of one item: named donors first, then what names none, where exactly one package fits it."""
    ordered = sorted(told, key=lambda one: (_day(one), _rung(one), one.order))
    made: list[Draft] = []
    for one in [o for o in ordered if _parties(o)[0]] + [o for o in ordered if not _parties(o)[0]]:
        fitting = [draft for draft in made if _fits(draft, one)]
        if one.home.spot:
            fitting = [draft for draft in made if one.home.spot in draft.tags]
        if len(fitting) == 1 or (fitting and _parties(one)[0]):
            fitting[-1].add(one)
        else:
            made.append(new := Draft())
            new.add(one)
    return [_package(draft) for draft in made]


def _parties(one: Told) -> tuple[set[str], set[str]]:
    supply = one.statement.supply
    if supply is None:
        return set(), set()
    return {name.casefold() for name in supply.donor}, {name.casefold() for name in supply.recipient}


def _day(one: Told) -> str:
    """The date of publication; "" where it is not known."""
    return (one.published or "")[:10]


def _rung(one: Told) -> int:
    supply = one.statement.supply
    return LADDER.get(supply.status or "", -1) if supply else -1


def _fits(draft: Draft, one: Told) -> bool:
    """Whether a statement can speak of the package: its item is the same, the rest must not contradict it."""
    first = draft.told[0]
    donors, recipients = _parties(one)
    if first.home.apart != one.home.apart or first.statement.background != one.statement.background:
        return False
    if donors and draft.donors and not donors & draft.donors:
        return False
    if bool(donors) != bool(draft.donors) and donors:
        return False
    if recipients and draft.recipients and not recipients & draft.recipients:
        return False
    return _soon(draft, one) and _quantity_fits(draft, one) and _in_order(draft, one)


def _soon(draft: Draft, one: Told) -> bool:
    """Whether some statement of the package was published within 60 days of this one."""
    day = _day(one)
    if not day or not draft.days[0]:
        return day in draft.days
    place = bisect_left(draft.days, day)
    near = draft.days[max(place - 1, 0) : place + 1]
    mine = date.fromisoformat(day)
    return any(abs((mine - date.fromisoformat(other)).days) <= LIFE for other in near)


def _quantity_fits(draft: Draft, one: Told) -> bool:
    count = one.statement.count
    if count is None:
        return True
    return all(count.unit == other.unit and compatible(bounds(count), bounds(other)) for other in draft.counts)


def _in_order(draft: Draft, one: Told) -> bool:
    """A package is not asked for again once it is delivered: what is asked later is another one. A report that tells
    of two steps of one item means two packages, for what was met is told by its latest step alone."""
    rung, day = _rung(one), _day(one)
    if rung >= 0 and draft.by_report.get(one.statement.report, {rung}) != {rung}:
        return False
    if rung < 0 or rung in draft.rungs:
        return True
    before = max((other for other, (first, _) in draft.rungs.items() if first <= day), default=-1)
    after = [other for other, (_, last) in draft.rungs.items() if last > day and other >= 0]
    return before <= rung and all(other >= rung for other in after)


def _package(draft: Draft) -> Package:
    told = sorted(draft.told, key=lambda one: (one.published or "~", _rung(one), one.order))
    first = told[0].statement
    item = first.supply.item if first.supply else "other"
    donors = _names(told, donor=True)
    recipients = _names(told, donor=False)
    steps = _steps(told)
    dated = [step for step in steps if step.status is not None]
    latest = max(dated, key=lambda s: (s.said or "", LADDER.get(s.status or "", 4), s.statement), default=None)
    ids = [_id(one) for one in told]
    return Package(
        id=ids[0],
        item=item,
        donor=donors,
        recipient=recipients,
        quantity=_quantity(told),
        steps=steps,
        latest=latest.status if latest else None,
        links=tuple(sorted((_link(one, told[0]) for one in told), key=lambda made: made.statement)),
        background=all(one.statement.background for one in told),
        aliases=tuple(sorted(set(ids) - {ids[0]})),
    )


def _link(one: Told, first: Told) -> Link:
    """Why a statement is of the package that `first` tells of before all others: its score and what decided."""
    if one.home.reason:
        return link(one)  # a decision put it here
    mine, theirs = (_said(told) for told in (one, first))
    if one is first:
        reason = f"the first to tell of {theirs}"
        return Link(statement=one.statement.id, score=NAMED if _parties(one)[0] else ITEM, reason=reason)
    shared = bool(_parties(one)[0] & _parties(first)[0])
    counted = one.statement.count is not None and one.statement.count == first.statement.count
    score = NAMED if shared and counted else SHARED if shared or counted else ITEM
    reason = (
        f"it tells of {mine}, within {LIFE} days of another of {theirs}, first told of on {_day(first) or 'no date'}"
    )
    return Link(statement=one.statement.id, score=score, reason=reason)


def _said(one: Told) -> str:
    """Quantity, item and donors of a statement in words."""
    supply, count = one.statement.supply, one.statement.count
    number = f"{words(count.low, count.high)} " if count else ""
    donors = ", ".join(supply.donor) if supply and supply.donor else "a donor not named"
    return f"{number}{supply.item if supply else 'other'} from {donors}"


def _id(one: Told) -> str:
    """What the package is called that this statement is the first to tell of."""
    statement, supply = one.statement, one.statement.supply
    said = (supply.item, supply.status or "", "+".join(supply.donor)) if supply else ("other",)
    return derived_id("package", statement.report, str(statement.quote.start), str(statement.quote.end), *said)


def _names(told: Iterable[Told], *, donor: bool) -> tuple[str, ...]:
    names: dict[str, str] = {}
    for one in told:
        supply = one.statement.supply
        for name in (supply.donor if donor else supply.recipient) if supply else ():
            names.setdefault(name.casefold(), name)
    return tuple(names[key] for key in sorted(names))


def _steps(told: Sequence[Told]) -> tuple[PackageStep, ...]:
    """What became of the package, each step once, by the earliest report that tells it."""
    steps: dict[str | None, PackageStep] = {}
    for one in told:
        status = one.statement.supply.status if one.statement.supply else None
        steps.setdefault(status, PackageStep(status=status, said=one.published, statement=one.statement.id))
    return tuple(steps.values())


def _quantity(told: Sequence[Told]) -> Value:
    claims = [claim(one, one.statement.count) for one in told if one.statement.count is not None]
    return settle_number(claims, grows=True).value
