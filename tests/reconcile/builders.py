"""Small builders of reports and statements for the tests of reconciling; every text is written for them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from firstlight.catalog import catalog
from firstlight.model import (
    Count,
    Decision,
    LedgerState,
    Object,
    Place,
    Quote,
    Report,
    Speaker,
    Statement,
    Supply,
    Weapon,
    When,
)
from firstlight.reconcile import reconcile
from firstlight.when import Interval, at, night, parse_date, part, week_before
from firstlight.when import days as whole_days

UKRAINE = Place(name="Ukraine", kind="country", id="UA")
KHARKIV = Place(name="Kharkiv", kind="settlement", id="706483", oblast="UA-63")
KHARKIV_OBLAST = Place(name="Kharkiv Oblast", kind="oblast", id="706482", oblast="UA-63")
ODESA = Place(name="Odesa", kind="settlement", id="698740", oblast="UA-51")
MYKOLAIV = Place(name="Mykolaiv", kind="settlement", id="700569", oblast="UA-48")
SHAHED = Weapon(class_="drone", model="shahed", models=("shahed",))
DRONE = Weapon(class_="drone")
TARGETS = Weapon(class_="aerial_target")
MISSILE = Weapon(class_="missile")
ZIRCON = Weapon(class_="cruise_missile", model="zircon", models=("zircon",))
CRUISE = Weapon(class_="cruise_missile", models=("kh-101", "kh-555"))
BALLISTIC = Weapon(class_="ballistic_missile", model="iskander-m", models=("iskander-m",))


class Desk:
    """Collects reports and statements; `state()` reconciles them."""

    def __init__(self) -> None:
        self.reports: dict[str, Report] = {}
        self.statements: dict[str, Statement] = {}
        self.decisions: list[Decision] = []

    def report(self, source: str, published: str | None, text: str = "", language: str = "en") -> str:
        """A report of `source`; its text is made up of its name and number where none is given."""
        text = text or f"Report {len(self.reports)} of {source}."
        key = "sha256:" + hashlib.sha256(f"{source}|{published}|{text}|{len(self.reports)}".encode()).hexdigest()
        self.reports[key] = Report(
            id=key,
            capture=key[7:],
            locator=None,
            source=source,
            address=None,
            title=None,
            published=published,
            language=language,
            text=text,
            view="view/1",
            encoding="utf-8",
        )
        return key

    def say(self, report: str, kind: str, number: object = None, **fields: Any) -> str:
        """One statement of a report. `number` is a whole number, or (low, high, form)."""
        fields.setdefault("attacker", "RU")
        fields.setdefault("quote", Quote(text="x", start=0, end=1))
        key = hashlib.sha256(f"{report}|{kind}|{number}|{sorted(map(repr, fields.items()))}".encode()).hexdigest()[:20]
        if number is not None:
            fields["count"] = count(number)
        if isinstance(fields.get("of"), int):
            fields["of"] = count(fields["of"])
        if isinstance(fields.get("places"), Place):
            fields["places"] = (fields["places"],)
        self.statements[key] = Statement(id=key, report=report, kind=kind, **fields)  # type: ignore[arg-type]
        return key

    def decide(self, verb: str, statements: Iterable[str], **fields: Any) -> str:
        """A decision, taken after those before it."""
        number = len(self.decisions)
        made = Decision(
            id=f"d{number}",
            verb=verb,  # type: ignore[arg-type]
            statements=tuple(statements),
            reason="seen",
            author="analyst",
            decided_at=f"2024-04-01T10:{number:02}:00+00:00",
            **fields,
        )
        self.decisions.append(made)
        return made.id

    def state(self) -> LedgerState:
        """Everything reconciled."""
        return reconcile(self.statements, self.reports, self.decisions, catalog())


def count(number: object) -> Count:
    """A count from 8, or from (8, None, "at_least")."""
    if isinstance(number, int):
        return Count(low=number, high=number, form="exact")
    assert isinstance(number, tuple)
    return Count(low=number[0], high=number[1], form=number[2])


def when(interval: Interval) -> When:
    """An interval as a statement holds it."""
    start, end, precision = interval.iso()
    return When(start=start, end=end, precision=precision)


def overnight(day: str) -> When:
    """The night that ends on `day`."""
    return when(night(parse_date(day)))


def during(day: str, name: str) -> When:
    """A named part of a day."""
    return when(part(parse_date(day), name))


def on(day: str) -> When:
    """The whole of a day."""
    return when(whole_days(parse_date(day), parse_date(day)))


def hours(day: str, first: int, last: int, eve: int = 0) -> When:
    """From `first` o'clock of the date `eve` days before to `last` o'clock of `day`."""
    date = parse_date(day)
    return when(Interval(at(date - timedelta(days=eve), first), at(date, last), "hour"))


def undated(published: str) -> When:
    """What a page of that date does not date: the week before it."""
    return when(week_before(published))


def speaker(name: str, kind: str) -> Speaker:
    """Whom a report credits."""
    return Speaker(name=name, kind=kind)  # type: ignore[arg-type]


def thing(class_: str, name: str | None = None) -> Object:
    """An object that was damaged."""
    return Object(class_=class_, name=name, state="damaged")


def aid(item: str, status: str | None, donor: tuple[str, ...] = (), recipient: tuple[str, ...] = ("UA",)) -> Supply:
    """Aid, or the lack of it."""
    return Supply(item=item, status=status, donor=donor, recipient=recipient)  # type: ignore[arg-type]


def accounted(state: LedgerState) -> list[str]:
    """Every statement that the ledger holds, once for each place where it stands, sorted."""
    links = [
        link.statement for part in (state.raids, state.incidents, state.packages) for x in part for link in x.links
    ]
    return sorted(links + [aside.statement for aside in state.asides])
