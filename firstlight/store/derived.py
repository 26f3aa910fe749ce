"""What a store answers about derived rows and about the index that they are found by."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any, NamedTuple

from firstlight.model import Aside, Decision, Dispute, Incident, LedgerState, Package, Raid, Report, Statement
from firstlight.store.checking import Rows
from firstlight.store.deriving import ALL, ReachRow, pieces, spread
from firstlight.store.rows import as_report, decoded

LONGEST = timedelta(days=14)  # no reach is longer
OPEN = ("", "~")  # before and after every date


class Followed(NamedTuple):
    """Up to where the index has followed the facts; `made` is the log entry of the derived rows."""

    rules: str
    attributions: int
    readings: int
    decisions: int
    made: int


class Derived(Rows):
    """The derived rows of a ledger and its index."""

    # --- what was derived ---

    def state(self, start: str | None = None, end: str | None = None) -> LedgerState:
        """All derived rows, sorted by id; with dates, raids and incidents of these Kyiv dates and their disputes."""
        narrow = bool(start or end)
        span = {"first": start or OPEN[0], "last": end or OPEN[1]} if narrow else {}
        day = "WHERE day BETWEEN :first AND :last" if narrow else ""
        about = f"WHERE about IN (SELECT id FROM raids {day} UNION SELECT id FROM incidents {day})" if narrow else ""
        disputes = f"SELECT record FROM disputes {about} ORDER BY id"
        return LedgerState(
            raids=tuple(self._records(f"SELECT record FROM raids {day} ORDER BY id", Raid, **span)),
            incidents=tuple(self._records(f"SELECT record FROM incidents {day} ORDER BY id", Incident, **span)),
            packages=tuple(self._records("SELECT record FROM packages ORDER BY id", Package)),
            disputes=tuple(self._records(disputes, Dispute, **span)),
            asides=tuple(self._records("SELECT record FROM asides ORDER BY id", Aside)),
        )

    def tally(self) -> tuple[int, dict[str, int]]:
        """How many statements count, and how many of them are asides, by reason."""
        number: int = self._rows("SELECT count(*) FROM reaches")[0][0]
        query = "SELECT reason, count(DISTINCT statement) FROM asides GROUP BY reason"
        return number, dict(self._rows(query))

    def sizes(self) -> dict[str, int]:
        """How many rows each derived table has."""
        tables = ("partitions", "raids", "incidents", "packages", "disputes")
        return {table: self._rows(f"SELECT count(*) FROM {table}")[0][0] for table in tables}

    def partitions(self, tokens: Collection[str] | None = None) -> dict[str, str]:
        """Input hash of each settled partition by its key; of those with these tokens."""
        if tokens is None:
            return dict(self._rows("SELECT id, input_hash FROM partitions ORDER BY id"))
        query = "SELECT p.id, input_hash FROM json_each(?) JOIN partitions p ON token = value"
        return dict(row for some in pieces(sorted(tokens)) for row in self._rows(query, (some,)))

    def settled(self, tokens: Collection[str]) -> dict[str, LedgerState]:
        """What settling the partitions with these tokens gave."""
        query = "SELECT p.id, record FROM json_each(?) JOIN partitions p ON token = value"
        rows = (row for some in pieces(sorted(tokens)) for row in self._stream(query, (some,)))
        return {key: decoded(record, LedgerState) for key, record in rows}

    def unsettled(self) -> bool:
        """Whether reports, statements or decisions came after the derived rows were made."""
        if self._rows("SELECT 1 FROM stale LIMIT 1"):
            return True
        seen = self.followed()
        known = (("attributions", seen.attributions), ("readings", seen.readings), ("decisions", seen.decisions))
        return any(self.newest(table) > mark for table, mark in known)

    # --- the index ---

    def newest(self, table: str) -> int:
        """The newest row of an append-only table, 0 where it is empty."""
        found: int = self._rows(f"SELECT coalesce(max(seq), 0) FROM {table}")[0][0]
        return found

    def followed(self) -> Followed:
        """Up to where the index has followed the facts."""
        marks = dict(self._rows("SELECT what, mark FROM followed"))
        made: int = self._rows("SELECT coalesce(max(seq), 0) FROM log WHERE derived IS NOT NULL")[0][0]
        seen = {table: int(marks.get(table, 0)) for table in ("attributions", "readings", "decisions")}
        return Followed(rules=marks.get("rules", ""), made=made, **seen)

    def stale(self) -> set[str]:
        """Tokens of partitions that newer facts may change."""
        return {token for (token,) in self._rows("SELECT token FROM stale")}

    def tokens(self) -> set[str]:
        """All tokens of reaches and of settled partitions."""
        found = {token for (token,) in self._rows("SELECT DISTINCT token FROM partitions")}
        found |= {token for (token,) in self._rows("SELECT DISTINCT filed FROM reaches WHERE loose = 2")}
        for first, last in self._rows("SELECT DISTINCT first, last FROM reaches"):
            found.update(spread(first, last))
        return found - {ALL}

    def changed(self, since: Followed) -> set[str]:
        """Ids of reports that came to count, ceased to, or were read, after the index last followed."""
        query = """
        SELECT r.id FROM attributions new CROSS JOIN attributions a ON a.slot = new.slot
        CROSS JOIN reports r ON r.seq = a.report WHERE new.seq > ?
        UNION SELECT r.id FROM readings d CROSS JOIN reports r ON r.said = d.said WHERE d.seq > ?
        """
        return {key for (key,) in self._rows(query, (since.attributions, since.readings))}

    def behind(self, items: Collection[str]) -> set[str]:
        """Ids of the reports that these are, or that these captures hold or held before they were erased."""
        query = (
            "SELECT value FROM json_each(?1) UNION SELECT r.id FROM json_each(?1) JOIN reports r ON r.capture = value"
            " UNION SELECT e.name FROM json_each(?1) JOIN erased c ON c.name = value AND c.fact = 'captures'"
            " JOIN erased e ON e.decision = c.decision AND e.fact = 'reports'"
        )
        return {key for some in pieces(sorted(items)) for (key,) in self._rows(query, (some,))}

    def in_order(self, reports: Collection[str]) -> list[str]:
        """The same reports in the order of arrival, which is that on the disk; those erased since come first."""
        query = "SELECT value, max(r.seq) FROM json_each(?) JOIN reports r ON r.id = value GROUP BY value"
        arrived = dict(row for some in pieces(sorted(reports)) for row in self._rows(query, (some,)))
        return sorted(reports, key=lambda report: (arrived.get(report, 0), report))

    def decided(self, until: int) -> list[tuple[int, Decision]]:
        """Human decisions with their row numbers, up to one of them, in the order of arrival."""
        rows = self._rows("SELECT seq, record FROM decisions WHERE seq <= ? ORDER BY seq", (until,))
        return [(seq, decoded(record, Decision)) for seq, record in rows]

    def reports_with(self, statements: Collection[str]) -> dict[str, str]:
        """The report of each of these statements, ever read, or counted when the index last followed."""
        known = "SELECT r.statement, r.report FROM json_each(?) JOIN reaches r ON r.statement = value"
        ever = "SELECT s.id, record ->> '$.report' FROM json_each(?) JOIN statements s ON s.id = value"
        return dict(
            row for query in (known, ever) for some in pieces(sorted(statements)) for row in self._rows(query, (some,))
        )

    def counting(self, reports: Collection[str]) -> tuple[dict[str, Statement], dict[str, Report]]:
        """The statements and reports that the index counts, of these reports."""
        said: dict[str, Statement] = {}
        told: dict[str, Report] = {}
        for some in pieces(sorted(reports)):
            query = "SELECT record, text FROM json_each(?) JOIN counted c ON c.report = value JOIN reports USING (seq)"
            found = (as_report(record, text) for record, text in self._stream(query, (some,)))
            told |= {report.id: report for report in found}
            query = (
                "SELECT record FROM json_each(?) JOIN counted c ON c.report = value JOIN statements s"
                " ON s.said = c.said AND s.reader = c.reader AND s.catalogue = c.catalogue"
            )
            made = (decoded(record, Statement) for (record,) in self._stream(query, (some,)))
            said |= {statement.id: statement for statement in made}
        return said, told

    def day(self, day: str) -> str | None:
        """What is kept of what is said of a Kyiv date; None where nothing is."""
        rows = self._rows("SELECT record FROM dated WHERE day = ?", (day,))
        return str(rows[0][0]) if rows else None

    def reaches_in(self, reports: Collection[str]) -> list[ReachRow]:
        """The reaches of all statements of these reports."""
        query = "SELECT r.* FROM json_each(?) JOIN reaches r ON r.report = value"
        return [_reach(row) for some in pieces(sorted(reports)) for row in self._rows(query, (some,))]

    def within_reach(self, first: str, last: str) -> set[str]:
        """Ids of reports of which a statement may stand on a token from first to last."""
        query = (
            "SELECT DISTINCT report FROM reaches WHERE first BETWEEN :floor AND :last AND last >= :first"
            " UNION SELECT report FROM reaches WHERE filed BETWEEN :first AND :last AND loose = 2"
        )
        return {report for (report,) in self._rows(query, _span(first, last))}

    def loose_reaches(self, first: str, last: str) -> list[ReachRow]:
        """What other reports may move and may stand on a token from first to last."""
        query = (
            "SELECT * FROM reaches WHERE first BETWEEN :floor AND :last AND last >= :first AND loose"
            " UNION SELECT * FROM reaches WHERE filed BETWEEN :first AND :last AND loose = 2"
        )
        return [_reach(row) for row in self._rows(query, _span(first, last))]

    def reaches_of(self, statements: Collection[str]) -> list[ReachRow]:
        """The reaches of these statements, as far as they count."""
        query = "SELECT r.* FROM json_each(?) JOIN reaches r ON r.statement = value"
        return [_reach(row) for some in pieces(sorted(statements)) for row in self._rows(query, (some,))]


def _reach(row: Any) -> ReachRow:
    statement, report, first, last, filed, loose = row
    return statement, report, first, last, filed, loose


def _span(first: str, last: str) -> dict[str, str]:
    dated = first[:4].isdigit()
    floor = (date.fromisoformat(first) - LONGEST).isoformat() if dated else first
    return {"floor": floor, "first": first, "last": last}
