"""What came from one place: captures of an origin, reports of a capture, versions of a report, what was erased."""

from __future__ import annotations

from firstlight.model import Capture, Decision, Report
from firstlight.store.checking import Rows
from firstlight.store.rows import as_report, decoded


class Places(Rows):
    """The questions of a ledger that begin with where something stood."""

    def captures_of(self, origin: str) -> list[tuple[Capture, str]]:
        """(capture, when it was learned) of all that came from an origin, in the order of arrival."""
        query = "SELECT record, learned_at FROM captures WHERE origin = ? ORDER BY seq"
        return [(decoded(record, Capture), at) for record, at in self._rows(query, (origin,))]

    def newest_capture(self, origin: str) -> Capture | None:
        """The capture that came last from an origin, None where there is none."""
        rows = self._rows("SELECT record FROM captures WHERE origin = ? ORDER BY seq DESC LIMIT 1", (origin,))
        return decoded(rows[0][0], Capture) if rows else None

    def reports_in(self, capture: str) -> list[Report]:
        """All reports that the capture with this hash holds, in the order of arrival."""
        rows = self._rows("SELECT record, text FROM reports WHERE capture = ? ORDER BY seq", (capture,))
        return [as_report(record, text) for record, text in rows]

    def attributions(self, report: str) -> list[Report]:
        """All reports with this id: the same text under other sources, dates or origins, newest last."""
        rows = self._rows("SELECT record, text FROM reports WHERE id = ? ORDER BY seq", (report,))
        return [as_report(record, text) for record, text in rows]

    def versions(self, report: str) -> list[tuple[Report, str, bool]]:
        """(report, when it was learned, whether it counts there) of all that stood in the places of a report, in the
        order of arrival."""
        query = (
            "WITH places AS (SELECT DISTINCT slot FROM attributions WHERE report IN"
            " (SELECT seq FROM reports WHERE id = ?)),"
            " newest AS (SELECT max(seq) AS seq FROM attributions WHERE slot IN places GROUP BY slot)"
            " SELECT r.record, r.text, a.learned_at, a.seq IN newest FROM attributions a JOIN reports r"
            " ON r.seq = a.report WHERE a.slot IN places ORDER BY a.seq"
        )
        return [(as_report(record, text), at, bool(now)) for record, text, at, now in self._rows(query, (report,))]

    def read_in(self, report: str) -> list[str]:
        """Ids of all statements ever read in a report, those of superseded readings too."""
        query = (
            "SELECT DISTINCT statements.id FROM reports JOIN statements USING (said) WHERE reports.id = ? ORDER BY 1"
        )
        return [key for (key,) in self._rows(query, (report,))]

    def erasers(self, name: str) -> list[Decision]:
        """The decisions that erased what had this id or SHA-256, in the order in which they were taken."""
        query = "SELECT record FROM decisions WHERE id IN (SELECT decision FROM erased WHERE name = ?) ORDER BY seq"
        return [decoded(record, Decision) for (record,) in self._rows(query, (name,))]
