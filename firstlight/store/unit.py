"""A unit of work: one transaction of new facts or derived rows, with the log entry that answers for it."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import apsw
import msgspec

from firstlight.errors import GateError, StoreError
from firstlight.model import Capture, Decision, Picture, Record, Refusal, Rejection, Report, Statement, digest
from firstlight.store.blobs import Blobs
from firstlight.store.deriving import Deriving, derived_digest
from firstlight.store.migrations import migrate
from firstlight.store.rows import FACTS, LOG, NAMED, Cell, as_json, as_report, decoded, folded, row_hash

# What goes with a capture, in order: table, what names a row, and which rows. What was read in a text goes where no
# other capture holds the same text of the same source and date.
READ_THERE = """said IN (SELECT said FROM reports WHERE capture = ?1)
    AND said NOT IN (SELECT said FROM reports WHERE capture <> ?1 AND said IN (
        SELECT said FROM reports WHERE capture = ?1))"""
ERASED = (
    ("captures", "sha256", "sha256 = ?1"),
    ("pictures", "coalesce(sha256, '')", "capture = ?1"),
    ("readings", "''", READ_THERE),
    ("statements", "id", READ_THERE),
    ("rejections", "''", READ_THERE),
    ("reports", "id", "capture = ?1"),
)

ERASURES = "SELECT record FROM decisions WHERE record ->> '$.verb' = 'erase' ORDER BY seq"

Chain = Callable[[Sequence[Cell]], str]  # the hash of a log entry from its columns, the previous hash last


class Work(Record, frozen=True, kw_only=True):
    """Who does what, when and why, to which inputs: what the log entry of a unit will say."""

    who: str
    what: str
    why: str
    at: str  # UTC, seconds
    inputs: str  # hash of what goes in


class Run(Record, frozen=True, kw_only=True):
    """One command that came to its end; counts_in = counts_out + the sum of refused."""

    verb: str
    started: str
    finished: str
    unit: str  # what is counted
    counts_in: int
    counts_out: int
    refused: dict[str, int]
    inputs: str
    version: str
    catalogue: str


@dataclass(frozen=True)
class Stored:
    """What became of one reading: statements kept, and those that the database itself refused."""

    statements: int
    rejections: tuple[Rejection, ...]


class Unit(Deriving):
    """Adds facts within one transaction that Store.unit has begun; all of them are kept, or none."""

    def __init__(self, database: apsw.Connection, blobs: Blobs, chain: Chain, work: Work) -> None:
        self._database = database
        self._blobs = blobs
        self._chain = chain
        self._work = work
        head = database.execute("SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1").fetchone()
        self.entry: int = head[0] + 1 if head else 1
        self._previous: str = head[1] if head else secrets.token_hex(16)  # no two ledgers begin alike
        self._next: dict[str, int] = {}
        self._added: dict[str, list[str]] = {}
        self._derived: str | None = None
        self._touched = False
        self._written: set[str] = set()
        self._erasers: dict[str, Decision] | None = None
        self.blobs_named: list[str] = []
        self.blobs_erased: list[str] = []

    def capture(self, capture: Capture, data: bytes) -> bool:
        """Keep a capture and its bytes; False where these bytes from this origin are there already."""
        if capture.sha256 in self.blobs_erased:
            raise StoreError(f"capture {capture.sha256} is being erased by the same unit of work")
        self._blobs.write(capture.sha256, data)
        self.blobs_named.append(capture.sha256)
        if self._has("SELECT 1 FROM captures WHERE sha256 = ? AND origin = ?", capture.sha256, capture.origin):
            return False
        self._add("captures", capture.sha256, capture.origin, capture.size, as_json(capture))
        return True

    def picture(self, picture: Picture, data: bytes | None) -> bool:
        """Keep the picture of a captured page with its bytes, or why there is none.

        False where the page has a picture already, or the same was said of it last; StoreError where it is not there.
        """
        if not self._has("SELECT 1 FROM captures WHERE sha256 = ?", picture.capture):
            raise StoreError(f"capture {picture.capture} is not there any more: no picture of it was kept")
        query = "SELECT sha256, record ->> '$.reason' FROM pictures WHERE capture = ? ORDER BY seq DESC LIMIT 1"
        last = self._database.execute(query, (picture.capture,)).fetchone()
        if last is not None and (last[0] is not None or (picture.sha256 is None and last[1] == picture.reason)):
            return False
        if picture.sha256 is not None:
            self._blobs.write(picture.sha256, data or b"")
            self.blobs_named.append(picture.sha256)
        self._add("pictures", picture.capture, picture.sha256, as_json(picture))
        return True

    def report(self, report: Report, slot: str) -> bool:
        """Keep a report and let it count in `slot` (one text from one origin, or one natural key of a dataset).

        False where it counts there already, or where it has no date and the report that counts there has one. GateError
        where its text cannot be stored as it is (a NUL, half a surrogate pair).
        """
        rest = _storable(report)
        fact = digest((rest, report.text))
        counting = self._database.execute(
            "SELECT r.fact, r.published FROM attributions a LEFT JOIN reports r ON r.seq = a.report WHERE slot = ?"
            " ORDER BY a.seq DESC LIMIT 1",
            (slot,),
        ).fetchone()
        if counting and (counting[0] == fact or (counting[1] is not None and report.published is None)):
            return False
        known = self._database.execute("SELECT seq FROM reports WHERE fact = ?", (fact,)).fetchone()
        cells = (fact, said(report), report.id, report.capture, report.source, report.published, report.media_type)
        seq: int = known[0] if known else self._add("reports", *cells, rest, report.text, len(report.text))
        self._add("attributions", slot, seq)
        return True

    def holds(self, slot: str) -> bool:
        """Whether a report counts in `slot`."""
        return self._has("SELECT 1 FROM attributions WHERE slot = ?", slot)

    def says(self, slot: str, report: Report) -> bool:
        """Whether the report that counts in `slot` has the same text, source and date."""
        row = self._database.execute(
            "SELECT r.record, r.text FROM attributions a LEFT JOIN reports r ON r.seq = a.report WHERE slot = ?"
            " ORDER BY a.seq DESC LIMIT 1",
            (slot,),
        ).fetchone()
        if row is None or row[0] is None:  # nothing there, or it was erased
            return False
        there = as_report(*row)
        return (there.text, there.source, there.published) == (report.text, report.source, report.published)

    def reading(
        self, report: Report, edition: tuple[str, str], statements: Sequence[Statement], rejections: Sequence[Rejection]
    ) -> Stored:
        """Keep what reader and catalogue (`edition`) made of a report.

        A statement that the database refuses becomes a rejection with the reason `store`. A reading that already
        counts is left as it is, and one that was made before counts again.
        """
        text = said(report)
        newest = self._database.execute(
            "SELECT reader, catalogue FROM readings WHERE said = ? ORDER BY seq DESC LIMIT 1", (text,)
        ).fetchone()
        if newest is not None and tuple(newest) == edition:
            return Stored(0, ())
        if self._has("SELECT 1 FROM readings WHERE said = ? AND reader = ? AND catalogue = ?", text, *edition):
            self._add("readings", text, *edition, len(statements), len(rejections))
            return Stored(len(statements), ())
        refused: list[Rejection] = []
        for statement in statements:
            try:
                self._add("statements", text, *edition, as_json(statement))
            except GateError as error:
                refused.append(_refused(statement, error))
        for rejection in (*rejections, *refused):
            self._add("rejections", text, *edition, rejection.reason, as_json(rejection))
        kept = len(statements) - len(refused)
        self._add("readings", text, *edition, kept, len(rejections) + len(refused))
        return Stored(kept, tuple(refused))

    def refusal(self, refusal: Refusal) -> bool:
        """Keep a refusal; False where it was told before."""
        fact = digest((refusal.stage, refusal.item, refusal.reason, refusal.detail))
        if self._has("SELECT 1 FROM refusals WHERE fact = ?", fact):
            return False
        self._add("refusals", fact, refusal.stage, refusal.reason, as_json(refusal))
        return True

    def decision(self, decision: Decision) -> bool:
        """Keep a decision; False where it is there already."""
        if self._has("SELECT 1 FROM decisions WHERE id = ?", decision.id):
            return False
        self._add("decisions", decision.id, as_json(decision))
        return True

    def erase(self, captures: Sequence[str], decision: Decision) -> Counter[str]:
        """Keep the decision, and remove the captures (SHA-256) that it erases: bytes, rows, and what was read there.

        Of every row its hash stays, with the decision. How many rows went, by table.
        """
        self.decision(decision)
        gone: Counter[str] = Counter()
        for capture in captures:
            shown = "SELECT sha256 FROM pictures WHERE capture = ? AND sha256 IS NOT NULL"
            drawn = [name for (name,) in self._database.execute(shown, (capture,))]
            for table, name, where in ERASED:
                query = f"SELECT seq, entry, hash, {name} FROM {table} WHERE {where} ORDER BY seq"
                rows: list[Any] = self._database.execute(query, (capture,)).fetchall()
                for seq, written, kept, named in rows:
                    self._add("erased", table, seq, written, kept, named, decision.id)
                    self._database.execute(f"DELETE FROM {table} WHERE seq = ?", (seq,))
                    gone[table] += 1
            for blob in (capture, *drawn):
                if not self._has(NAMED, blob):  # two pages may look alike
                    self._blobs.condemn(blob)
                    self.blobs_erased.append(blob)
        return gone

    def eraser(self, item: str) -> Decision | None:
        """The decision that erased this capture (SHA-256) or report (id) by name; None where none did."""
        if self._erasers is None:
            rows: list[Any] = self._database.execute(ERASURES).fetchall()
            taken = [decoded(record, Decision) for (record,) in rows]
            self._erasers = {item: decision for decision in reversed(taken) for item in decision.items}
        return self._erasers.get(item)

    def run(self, run: Run) -> None:
        """Keep the record of a command that came to its end; StoreError where its counts do not add up."""
        if run.counts_in != run.counts_out + sum(run.refused.values()):
            raise StoreError(f"{run.verb}: {run.counts_in} in, but {run.counts_out} out and {run.refused} refused")
        refused = msgspec.json.encode(run.refused, order="sorted").decode()
        cells = (run.verb, run.started, run.finished, run.unit, run.counts_in, run.counts_out, refused)
        self._add("runs", *cells, run.inputs, run.version, run.catalogue)

    def migrate(self) -> None:
        """Bring the database to today's schema; the log keeps what the derived rows then are."""
        migrate(self._database)
        self._derived = derived_digest(self._database)

    def close(self) -> bool:
        """Write the log entry; False, and nothing to commit, where the unit added nothing.

        The index alone is written without an entry: it can be made again.
        """
        if not self._added and self._derived is None:
            return self._touched
        outputs = folded((table, value) for table in FACTS for value in self._added.get(table, ()))
        work = self._work
        said: tuple[Cell, ...] = (work.at, work.who, work.what, work.why, work.inputs)
        cells = (self.entry, *said, outputs, self._derived, self._previous)
        self._database.execute(_insert("log", LOG), (*cells, self._chain(cells)))
        return True

    def _add(self, table: str, *values: Cell) -> int:
        if table not in self._next:
            last = "max(coalesce(max(seq), 0), (SELECT coalesce(max(row), 0) FROM erased WHERE fact = ?))"
            self._next[table] = self._database.execute(f"SELECT {last} + 1 FROM {table}", (table,)).get
        seq = self._next[table]
        cells = (seq, *values, self._work.at, self.entry)
        value = row_hash(table, cells)
        try:
            self._database.execute(_insert(table, FACTS[table]), (*cells, value))
        except apsw.ConstraintError as error:
            raise GateError(f"the ledger refused a row of {table}: {error}") from error
        self._next[table] = seq + 1
        self._added.setdefault(table, []).append(value)
        return seq

    def _has(self, query: str, *cells: Cell) -> bool:
        return self._database.execute(query, cells).fetchone() is not None


def said(report: Report) -> str:
    """The name of what a reading depends on: the text, who published it and when."""
    return digest((report.id, report.source, report.published or "", report.text))


def _insert(table: str, columns: Sequence[str]) -> str:
    names = (*columns, "hash")
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"


def _storable(report: Report) -> str:
    """The report as JSON with its text left out; GateError where the text would not come back as it is."""
    if "\0" in report.text:
        raise GateError(f"report {report.id}: its text holds a NUL character, so that quotes could not be checked")
    try:
        report.text.encode()
        return as_json(msgspec.structs.replace(report, text=""))
    except UnicodeEncodeError as error:
        raise GateError(f"report {report.id}: half a surrogate pair at character {error.start}") from error


def _refused(statement: Statement, error: GateError) -> Rejection:
    return Rejection(
        report=statement.report, kind=statement.kind, quote=statement.quote, reason="store", detail=str(error)
    )
