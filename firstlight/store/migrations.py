"""How a ledger of an earlier schema becomes one of today's: plain functions in order, each from one schema to the next.

A step gets the database within the transaction that all steps and their log entry share: a ledger is migrated whole, or
is as it was. A step may add tables, columns and indexes, and make derived tables anew (what they held is settled again
from the facts). The rows of facts keep their stored columns and hashes; what has to be said anew is a row of another
table. schema.sql is what all steps together lead to.

To change the schema: write tests/store/ledgers/schema-N.sql of the schema before (`python -m tests.store.past`), change
schema.sql, append a step here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.resources import files

import apsw

from firstlight.store.rows import row_hash

Step = Callable[[apsw.Connection], None]

# A report that was erased is gone, and the attribution that named it stays: so the key to the reports goes.
ERASURE = """
CREATE TABLE erased (
    seq        INTEGER PRIMARY KEY,
    fact       TEXT NOT NULL,
    row        INTEGER NOT NULL,
    written    INTEGER NOT NULL REFERENCES log (seq) DEFERRABLE INITIALLY DEFERRED,
    kept       TEXT NOT NULL,
    name       TEXT NOT NULL,
    decision   TEXT NOT NULL REFERENCES decisions (id),
    learned_at TEXT NOT NULL,
    entry      INTEGER NOT NULL REFERENCES log (seq) DEFERRABLE INITIALLY DEFERRED,
    hash       TEXT NOT NULL,
    UNIQUE (fact, row)
) STRICT;
CREATE INDEX erased_name ON erased (name);
CREATE INDEX captures_origin ON captures (origin, seq);

CREATE TABLE attributions_2 (
    seq        INTEGER PRIMARY KEY,
    slot       TEXT NOT NULL,
    report     INTEGER NOT NULL,
    learned_at TEXT NOT NULL,
    entry      INTEGER NOT NULL REFERENCES log (seq) DEFERRABLE INITIALLY DEFERRED,
    hash       TEXT NOT NULL
) STRICT;
INSERT INTO attributions_2 SELECT seq, slot, report, learned_at, entry, hash FROM attributions;
DROP TABLE attributions;
ALTER TABLE attributions_2 RENAME TO attributions;
CREATE INDEX attributions_slot ON attributions (slot, seq);
CREATE TRIGGER attributions_no_update BEFORE UPDATE ON attributions
BEGIN SELECT RAISE(ABORT, 'attributions is append-only'); END;
CREATE TRIGGER attributions_no_delete BEFORE DELETE ON attributions
BEGIN SELECT RAISE(ABORT, 'attributions is append-only'); END;

CREATE TRIGGER erased_no_update BEFORE UPDATE ON erased BEGIN SELECT RAISE(ABORT, 'erased is append-only'); END;
CREATE TRIGGER erased_no_delete BEFORE DELETE ON erased BEGIN SELECT RAISE(ABORT, 'erased is append-only'); END;
CREATE TRIGGER erased_by_decision BEFORE INSERT ON erased
WHEN NOT EXISTS (SELECT 1 FROM decisions WHERE id = NEW.decision AND record ->> '$.verb' = 'erase')
BEGIN SELECT RAISE(ABORT, 'nothing is erased without a decision'); END;
DROP TRIGGER captures_no_delete;
CREATE TRIGGER captures_no_delete BEFORE DELETE ON captures
WHEN NOT EXISTS (SELECT 1 FROM erased WHERE fact = 'captures' AND row = OLD.seq AND kept = OLD.hash)
BEGIN SELECT RAISE(ABORT, 'captures is append-only'); END;
DROP TRIGGER reports_no_delete;
CREATE TRIGGER reports_no_delete BEFORE DELETE ON reports
WHEN NOT EXISTS (SELECT 1 FROM erased WHERE fact = 'reports' AND row = OLD.seq AND kept = OLD.hash)
BEGIN SELECT RAISE(ABORT, 'reports is append-only'); END;
DROP TRIGGER readings_no_delete;
CREATE TRIGGER readings_no_delete BEFORE DELETE ON readings
WHEN NOT EXISTS (SELECT 1 FROM erased WHERE fact = 'readings' AND row = OLD.seq AND kept = OLD.hash)
BEGIN SELECT RAISE(ABORT, 'readings is append-only'); END;
DROP TRIGGER statements_no_delete;
CREATE TRIGGER statements_no_delete BEFORE DELETE ON statements
WHEN NOT EXISTS (SELECT 1 FROM erased WHERE fact = 'statements' AND row = OLD.seq AND kept = OLD.hash)
BEGIN SELECT RAISE(ABORT, 'statements is append-only'); END;
DROP TRIGGER rejections_no_delete;
CREATE TRIGGER rejections_no_delete BEFORE DELETE ON rejections
WHEN NOT EXISTS (SELECT 1 FROM erased WHERE fact = 'rejections' AND row = OLD.seq AND kept = OLD.hash)
BEGIN SELECT RAISE(ABORT, 'rejections is append-only'); END;
"""

# A page may have a picture.
PICTURES = """
CREATE TABLE pictures (
    seq        INTEGER PRIMARY KEY,
    capture    TEXT NOT NULL,
    sha256     TEXT,
    record     TEXT NOT NULL,
    learned_at TEXT NOT NULL,
    entry      INTEGER NOT NULL REFERENCES log (seq) DEFERRABLE INITIALLY DEFERRED,
    hash       TEXT NOT NULL
) STRICT;
CREATE INDEX pictures_capture ON pictures (capture, seq);
CREATE INDEX pictures_sha256 ON pictures (sha256);
CREATE TRIGGER pictures_no_update BEFORE UPDATE ON pictures BEGIN SELECT RAISE(ABORT, 'pictures is append-only'); END;
CREATE TRIGGER pictures_no_delete BEFORE DELETE ON pictures
WHEN NOT EXISTS (SELECT 1 FROM erased WHERE fact = 'pictures' AND row = OLD.seq AND kept = OLD.hash)
BEGIN SELECT RAISE(ABORT, 'pictures is append-only'); END;
"""


def erasure(database: apsw.Connection) -> None:
    """What a decision erased leaves a row behind; captures are found by where they came from."""
    database.execute(ERASURE)


def by_date(database: apsw.Connection) -> None:
    """Derived rows say which partition they come from, and an index says where statements may stand.

    What was derived stays to be seen, and everything is derived anew by the next reconcile.
    """
    kept = {
        "raids": "id, day, '', record",
        "incidents": "id, day, '', record",
        "packages": "id, '', record",
        "disputes": "id, about, '', record",
        "asides": "id, statement, '', '', record",
    }
    rows = {name: list(database.execute(f"SELECT {columns} FROM {name}")) for name, columns in kept.items()}
    aliases = list(database.execute("SELECT id, target FROM aliases"))
    for name in (*kept, "aliases", "partitions"):
        database.execute(f"DROP TABLE {name}")
    database.execute("CREATE INDEX attributions_report ON attributions (report)")
    database.execute((files("firstlight.store") / "derived_3.sql").read_text("utf-8"))
    for name, found in rows.items():
        for cells in found:
            marks = ", ".join("?" * (len(cells) + 1))
            database.execute(f"INSERT INTO {name} VALUES ({marks})", (*cells, row_hash(name, cells)))
    database.executemany("INSERT INTO aliases VALUES (?, ?)", aliases)
    database.execute("INSERT INTO stale VALUES ('*')")


def pictures(database: apsw.Connection) -> None:
    """Pictures of captured pages, of which an earlier ledger has none."""
    database.execute(PICTURES)


def days_kept(database: apsw.Connection) -> None:
    """What is said of each date is kept for what has none; the next reconcile fills it, deriving everything anew."""
    database.execute("CREATE TABLE dated (day TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT, WITHOUT ROWID")
    database.execute("INSERT OR IGNORE INTO stale VALUES ('*')")


STEPS: tuple[Step, ...] = (erasure, by_date, pictures, days_kept)  # the first takes schema 1 to 2
SCHEMA_VERSION = 1 + len(STEPS)


def migrate(database: apsw.Connection, steps: Sequence[Step] = STEPS) -> int:
    """Take the database, of schema 1 or later, through the steps that it has not seen; the schema that it then has.

    Within a transaction of the caller. The schema is kept as `user_version`.
    """
    version: int = database.pragma("user_version")
    for step in steps[version - 1 :]:
        step(database)
        version += 1
        database.pragma("user_version", version)
    return version
