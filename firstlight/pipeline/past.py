"""A ledger as of an earlier instant, asked the same questions as the store: nothing learned later can be seen."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from firstlight.errors import NotFoundError
from firstlight.model import Capture, Decision, Incident, LedgerState, Package, Picture, Raid, Report, Statement
from firstlight.store import Store

T = TypeVar("T")
MOST = 20  # ids that begin alike and are listed


class Past:
    """What was known at `then` (an instant in UTC): `state` is what was settled from it."""

    def __init__(self, store: Store, state: LedgerState, decisions: list[Decision], then: str) -> None:
        self._store, self._folder = store, store.folder
        self._then = then
        self._captures = store.captures(then)
        self._reports = store.reports(then)
        self._statements = store.statements(then)
        self._things: tuple[Raid | Incident | Package, ...] = (*state.raids, *state.incidents, *state.packages)
        self._tables: dict[str, dict[str, Any]] = {
            "statements": self._statements,
            "raids": {raid.id: raid for raid in state.raids},
            "incidents": {incident.id: incident for incident in state.incidents},
            "packages": {package.id: package for package in state.packages},
            "reports": self._reports,
            "captures": self._captures,
            "decisions": {decision.id: decision for decision in decisions},
        }

    @property
    def folder(self) -> Path:
        """The ledger's folder."""
        return self._folder

    def find(self, prefix: str) -> list[tuple[str, str]]:
        """(table, id) of what was known and whose id begins with `prefix`; old ids give what carried them."""
        found = [
            (table, key)
            for table, rows in self._tables.items()
            for key in sorted(key for key in rows if key.startswith(prefix))[:MOST]
        ]
        if not found:
            found = [
                (f"{type(thing).__name__.lower()}s", thing.id)
                for thing in self._things
                if not isinstance(thing, Package) and prefix in thing.aliases
            ]
        return found

    def one(self, table: str, key: str, kind: type[T]) -> T:
        """The record with this id; NotFoundError where it was not known."""
        found = self._tables[table].get(key)
        if not isinstance(found, kind):
            raise NotFoundError(f"{key} was not in the ledger {self._folder} as of {self._then}")
        return found

    def statements_in(self, report: str) -> list[str]:
        """Ids of the statements of a report, in the order of the text."""
        mine = [statement for statement in self._statements.values() if statement.report == report]
        return [statement.id for statement in sorted(mine, key=lambda s: (s.quote.start, s.id))]

    def holders(self, statement: str) -> list[tuple[str, str]]:
        """(raid, incident or package; id) of what named a statement."""
        return [
            (type(thing).__name__.lower(), thing.id)
            for thing in self._things
            if any(link.statement == statement for link in thing.links)
        ]

    def report_of(self, statement: str) -> Report:
        """The report that a statement was read from."""
        return self._reports[self.one("statements", statement, Statement).report]

    def attributions(self, report: str) -> list[Report]:
        """The report as it counted then."""
        return [self.one("reports", report, Report)]

    def reports_in(self, capture: str) -> list[Report]:
        """The reports of a capture that counted then."""
        return [report for report in self._reports.values() if report.capture == capture]

    def erasers(self, name: str) -> list[Decision]:
        """None: what was erased was there then, and is gone now all the same."""
        return []

    def versions(self, report: str) -> list[tuple[Report, str, bool]]:
        """What stood in the place of a report by then, in the order of arrival."""
        return [found for found in self._store.versions(report) if found[1] <= self._then]

    def captures_of(self, origin: str) -> list[tuple[Capture, str]]:
        """What came from an origin by then, in the order of arrival."""
        return [found for found in self._store.captures_of(origin) if found[1] <= self._then]

    def captures(self) -> dict[str, Capture]:
        """Captures by hash."""
        return self._captures

    def pictures(self) -> dict[str, Picture]:
        """What was known of the pictures of captured pages, by capture."""
        return self._store.pictures(self._then)
