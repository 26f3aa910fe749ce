"""Store: opens the folder of a ledger, hands out units of work, and answers what the ledger holds."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import TypeVar

import apsw
import msgspec

from firstlight.errors import NotFoundError, StoreError
from firstlight.model import (
    Capture,
    Decision,
    Picture,
    Refusal,
    Rejection,
    Report,
    Statement,
    digest,
)
from firstlight.store.backup import Check, Manifest, backup
from firstlight.store.blobs import Blobs, disk_error
from firstlight.store.database import Gate, begin, connect, errors
from firstlight.store.derived import Derived
from firstlight.store.index import NAME as INDEX
from firstlight.store.lock import WriterLock
from firstlight.store.migrations import SCHEMA_VERSION
from firstlight.store.places import Places
from firstlight.store.rows import FACTS, IDS, NAMED, WITHDRAWN, as_report, decoded
from firstlight.store.unit import Chain, Run, Unit, Work
from firstlight.when import now

T = TypeVar("T")
EVER = "9999"  # later than every learned_at

# One report for each slot (the newest attribution), then one for each text: the earliest published, a known date before
# an unknown one. Only this order, never that of arrival, decides between two publishers of the same text.
# What a decision withdrew (a whole report or capture) does not count, and nothing older counts in its place.
COUNTED = f"""
WITH newest AS (SELECT max(seq) AS seq FROM attributions WHERE learned_at <= :at GROUP BY slot),
withdrawn AS ({WITHDRAWN}),
ranked AS (
    SELECT r.seq, row_number() OVER (
        PARTITION BY r.id ORDER BY r.published IS NULL, r.published, r.source, r.fact
    ) AS rank FROM newest JOIN attributions USING (seq) JOIN reports r ON r.seq = attributions.report
    WHERE r.id NOT IN (SELECT item FROM withdrawn) AND r.capture NOT IN (SELECT item FROM withdrawn)
),
counted AS (SELECT DISTINCT seq FROM ranked WHERE rank = 1),
edition AS (
    SELECT max(readings.seq) AS seq FROM counted JOIN reports USING (seq) JOIN readings USING (said)
    WHERE readings.learned_at <= :at GROUP BY said
),
counting AS (SELECT said, reader, catalogue FROM edition JOIN readings USING (seq))
"""


class Store(Places, Derived):
    """A ledger's folder. `chain` makes the hash of a log entry, `gate` says why a statement may not stand, or None.

    Made with `create`, the folder comes into being; without, StoreError where there is no ledger.
    """

    def __init__(self, folder: Path, *, chain: Chain, gate: Gate | None = None, create: bool = False) -> None:
        self.folder = folder
        self.path = folder / "ledger.db"
        if not create and not self.path.exists():
            raise StoreError(f"there is no ledger in {folder}: collect something first, or name one with --ledger")
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise disk_error(folder, error) from error
        self.blobs = Blobs(folder / "captures")
        self._chain = chain
        self._lock = WriterLock(folder / "writer.lock")
        self._swept = False
        with self._lock if create else contextlib.nullcontext():
            self._database = connect(self.path, gate)
        self._migrate()

    def __enter__(self) -> Store:
        """The store itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Close the database; StoreError where the disk fails at the last write."""
        with errors(self.path):
            self._database.close()

    @contextlib.contextmanager
    def unit(self, work: Work) -> Iterator[Unit]:
        """One transaction: everything added in the block is kept with its log entry, or nothing where it raises."""
        with self._lock, errors(self.path):
            if not self._swept:
                self.blobs.sweep(self._named)
                self._swept = True
            begin(self._database, self.path)
            try:
                unit = Unit(self._database, self.blobs, self._chain, work)
                yield unit
                self._database.execute("COMMIT" if unit.close() else "ROLLBACK")
            finally:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
            for sha256 in unit.blobs_named:
                self.blobs.committed(sha256)
            for sha256 in unit.blobs_erased:
                self.blobs.erase(sha256)

    def scrub(self) -> None:
        """Write the database anew without the free space in which deleted rows may still be read.

        StoreError where another program has the ledger open, so that the older pages cannot go.
        """
        with self._lock, errors(self.path):
            for name in (INDEX, f"{INDEX}-wal", f"{INDEX}-shm"):
                (self.folder / name).unlink(missing_ok=True)  # it holds words of reports, and is made anew
            try:
                self._database.execute("VACUUM")
                self._database.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
            except apsw.BusyError as error:
                raise StoreError(
                    f"{self.path}: it is erased from the record, but another program has the ledger open and may keep"
                    " the old pages: close it, then give the same command again"
                ) from error

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Within the block every other writer waits; units of work may be done in it."""
        with self._lock:
            yield

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """All questions asked within the block see one and the same state of the ledger."""
        with errors(self.path):
            self._database.execute("BEGIN")
            try:
                yield
            finally:
                self._database.execute("ROLLBACK")

    def backup(self, target: Path, *, made: tuple[str, str], check: Check) -> Manifest:
        """Copy the ledger to a new folder, restored once and checked; see store/backup.py."""
        with errors(self.path):
            return backup(self._database, self.blobs, target, made=made, check=check)

    # --- facts, as of an instant where asked ---

    def captures(self, as_of: str | None = None) -> dict[str, Capture]:
        """Captures by hash; of several origins of the same bytes the first in the alphabet."""
        rows = self._rows(
            "SELECT record FROM captures WHERE learned_at <= :at ORDER BY origin DESC", {"at": as_of or EVER}
        )
        found = (decoded(record, Capture) for (record,) in rows)
        return {capture.sha256: capture for capture in found}

    def reports(self, as_of: str | None = None) -> dict[str, Report]:
        """The reports that count, by id, in the order of their ids."""
        query = COUNTED + "SELECT record, text FROM counted JOIN reports USING (seq) ORDER BY id"
        rows = self._rows(query, {"at": as_of or EVER})
        return {report.id: report for report in (as_report(record, text) for record, text in rows)}

    def statements(self, as_of: str | None = None) -> dict[str, Statement]:
        """The statements of the readings that count, by id, in the order of their ids."""
        query = COUNTED + (
            "SELECT record FROM counting JOIN statements USING (said, reader, catalogue) ORDER BY statements.id"
        )
        rows = self._rows(query, {"at": as_of or EVER})
        return {statement.id: statement for statement in (decoded(record, Statement) for (record,) in rows)}

    def rejections(self, as_of: str | None = None) -> list[Rejection]:
        """What the readings that count turned away, in the order of arrival."""
        query = COUNTED + (
            "SELECT record FROM counting JOIN rejections USING (said, reader, catalogue)"
            " WHERE rejections.learned_at <= :at ORDER BY rejections.seq"
        )
        return self._records(query, Rejection, at=as_of or EVER)

    def refusals(self, as_of: str | None = None) -> list[Refusal]:
        """What was not taken in, in the order of arrival."""
        query = "SELECT record FROM refusals WHERE learned_at <= :at ORDER BY seq"
        return self._records(query, Refusal, at=as_of or EVER)

    def decisions(self, as_of: str | None = None) -> list[Decision]:
        """Human decisions, in the order of arrival."""
        query = "SELECT record FROM decisions WHERE learned_at <= :at ORDER BY seq"
        return self._records(query, Decision, at=as_of or EVER)

    def unread(self, reader: str, catalogue: str) -> list[int]:
        """Row numbers of counting reports whose newest reading is not by this reader and catalogue; no dataset rows."""
        query = COUNTED + (
            "SELECT seq FROM counted JOIN reports USING (seq) LEFT JOIN counting USING (said)"
            " WHERE media_type <> 'table' AND (counting.reader IS NOT :reader OR counting.catalogue IS NOT :catalogue)"
            " ORDER BY seq"
        )
        return [seq for (seq,) in self._rows(query, {"at": EVER, "reader": reader, "catalogue": catalogue})]

    def numbered(self, numbers: Sequence[int]) -> list[Report]:
        """The reports with these row numbers."""
        query = "SELECT record, text FROM reports WHERE seq = ?"
        return [as_report(*row) for number in numbers for row in self._rows(query, (number,))]

    def runs(self) -> list[Run]:
        """Commands that came to their end, in order."""
        columns = FACTS["runs"][1:-2]
        rows = self._rows(f"SELECT {', '.join(columns)} FROM runs ORDER BY seq")
        named = (dict(zip(columns, row, strict=True)) for row in rows)
        return [msgspec.convert({**row, "refused": msgspec.json.decode(row["refused"])}, Run) for row in named]

    def every_report(self, as_of: str | None = None) -> Iterator[Report]:
        """All reports ever learned, also those that no longer count, by id and fact."""
        for record, text in self._stream(
            "SELECT record, text FROM reports WHERE learned_at <= :at ORDER BY id, fact", {"at": as_of or EVER}
        ):
            yield as_report(record, text)

    def every_statement(self, as_of: str | None = None) -> Iterator[Statement]:
        """All statements ever read, also superseded ones, by id."""
        for (record,) in self._stream(
            "SELECT record FROM statements WHERE learned_at <= :at ORDER BY id", {"at": as_of or EVER}
        ):
            yield decoded(record, Statement)

    def every_capture(self, as_of: str | None = None) -> Iterator[Capture]:
        """All captures, one for each origin, by hash and origin."""
        for (record,) in self._stream(
            "SELECT record FROM captures WHERE learned_at <= :at ORDER BY sha256, origin", {"at": as_of or EVER}
        ):
            yield decoded(record, Capture)

    def pictures(self, as_of: str | None = None) -> dict[str, Picture]:
        """What the newest row says of the picture of each page that somebody wanted one of, by capture, sorted."""
        rows = self._rows("SELECT record FROM pictures WHERE learned_at <= :at ORDER BY seq", {"at": as_of or EVER})
        found = {picture.capture: picture for picture in (decoded(record, Picture) for (record,) in rows)}
        return dict(sorted(found.items()))

    def every_rejection(self, as_of: str | None = None) -> Iterator[tuple[str, str, Rejection]]:
        """(reader, catalogue, rejection) of all readings, in an order that arrival does not change."""
        query = (
            "SELECT reader, catalogue, record FROM rejections WHERE learned_at <= :at"
            " ORDER BY reader, catalogue, record"
        )
        for reader, catalogue, record in self._stream(query, {"at": as_of or EVER}):
            yield reader, catalogue, decoded(record, Rejection)

    def editions(self, as_of: str | None = None) -> Iterator[tuple[str, str, str, int, int]]:
        """(text, reader, catalogue, statements, rejections) of every reading, each once, sorted."""
        query = (
            "SELECT DISTINCT said, reader, catalogue, statements, rejections FROM readings WHERE learned_at <= :at"
            " ORDER BY 1, 2, 3, 4, 5"
        )
        yield from self._stream(query, {"at": as_of or EVER})

    def head(self) -> int:
        """The number of the newest log entry, 0 for an empty log."""
        found: int = self._database.execute("SELECT coalesce(max(seq), 0) FROM log").get
        return found

    # --- one thing by its id ---

    def find(self, prefix: str) -> list[tuple[str, str]]:
        """(table, id) of everything whose id begins with `prefix`, at most 20 each; aliases give what carries them.

        What was erased and did not come again is in the table `erased`.
        """
        found: list[tuple[str, str]] = []
        for table, column in (*IDS, ("erased", "name")):
            query = f"SELECT DISTINCT {column} FROM {table} WHERE {column} >= ? AND {column} < ? ORDER BY 1 LIMIT 20"
            keys = [key for (key,) in self._rows(query, (prefix, prefix + "\U0010ffff"))]
            found += [(table, key) for key in keys if table != "erased" or key not in {name for _, name in found}]
        if not found:
            for (target,) in self._rows("SELECT max(target) FROM aliases WHERE id = ? HAVING count(*)", (prefix,)):
                found += self.find(target)
        return found

    def one(self, table: str, key: str, kind: type[T]) -> T:
        """The record of a derived row or statement; NotFoundError where there is none."""
        for (record,) in self._rows(f"SELECT record FROM {table} WHERE id = ?", (key,)):
            return decoded(record, kind)
        raise NotFoundError(f"{key} is not in the ledger {self.folder}")

    def statement(self, key: str) -> Statement | None:
        """A statement ever read, also a superseded one, by its id."""
        for (record,) in self._rows("SELECT record FROM statements WHERE id = ?", (key,)):
            return decoded(record, Statement)
        return None

    def statements_in(self, report: str) -> list[str]:
        """Ids of the statements that count and stand in a report, in the order of the text."""
        query = COUNTED + (
            "SELECT statements.id FROM reports JOIN counting USING (said)"
            " JOIN statements USING (said, reader, catalogue) WHERE reports.id = :report"
            " GROUP BY statements.id ORDER BY quote_start, statements.id"
        )
        return [key for (key,) in self._rows(query, {"at": EVER, "report": report})]

    def holders(self, statement: str) -> list[tuple[str, str]]:
        """(raid, incident or package; id) of the derived things that name a statement."""
        return [
            (table[:-1], key)
            for table in ("raids", "incidents", "packages")
            for (key,) in self._rows(f"SELECT id FROM {table} WHERE instr(record, ?) ORDER BY id", (f'"{statement}"',))
        ]

    def report_of(self, statement: str) -> Report:
        """The very report that a statement was read from, also where another attribution counts now."""
        query = (
            "SELECT reports.record, text FROM statements JOIN reports USING (said)"
            " WHERE statements.id = ? ORDER BY reports.seq DESC LIMIT 1"
        )
        for record, text in self._rows(query, (statement,)):
            return as_report(record, text)
        raise NotFoundError(f"statement {statement} is not in the ledger {self.folder}")

    def cited(self) -> Iterator[tuple[Statement, str]]:
        """Every statement ever read, with the text of the very report that it quotes."""
        query = "SELECT record, (SELECT text FROM reports WHERE reports.said = statements.said LIMIT 1) FROM statements"
        for record, text in self._stream(query):
            yield decoded(record, Statement), text or ""

    def _migrate(self) -> None:
        """Bring a ledger of an earlier schema to today's, as one unit of work; another process may be first."""
        version = self._database.pragma("user_version")
        if version == SCHEMA_VERSION:
            return
        why = f"from schema {version} to {SCHEMA_VERSION}"
        work = Work(who="firstlight", what="migrate", why=why, at=now(), inputs=digest((str(version),)))
        with self._lock:
            if self._database.pragma("user_version") != SCHEMA_VERSION:
                with self.unit(work) as unit:
                    unit.migrate()

    def _named(self, sha256: str) -> bool:
        return bool(self._rows(NAMED, (sha256,)))
