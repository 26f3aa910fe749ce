-- The ledger's tables. Facts are append-only: a trigger aborts every UPDATE and DELETE on them, and what replaces a
-- fact is a row in another table (attributions, readings). Each fact row carries the hash of its own content, and the
-- log entry that it was written under; the log is chained, so that one hash stands for everything before it.
-- Only what a decision erases is deleted, and leaves its hash behind in `erased`.
-- Derived tables, at the end, can be emptied and rebuilt from the facts.
-- Whoever changes a table of facts adds a function to migrations.py, which brings older ledgers here.
--
-- seq        order of arrival within the table, from 1 without gaps; no meaning for the ledger's content
-- record     the record of firstlight/model as JSON; columns beside it are made from it or find it
-- learned_at when this ledger learned it, UTC, seconds; the second clock (the first is in the record)
-- entry      the log entry under which the row was written
-- hash       SHA-256 of the table's name and all other stored columns of the row

-- The custody log: who did what, when and why, to which inputs, with which outputs.
CREATE TABLE log (
    seq      INTEGER PRIMARY KEY,  -- place in the chain, from 1 without gaps
    at       TEXT NOT NULL,        -- when, UTC, seconds
    who      TEXT NOT NULL,        -- account that ran the command
    what     TEXT NOT NULL,        -- the verb: collect, read, reconcile, import, ...
    why      TEXT NOT NULL,        -- the purpose: the source, batch or reason in one line
    inputs   TEXT NOT NULL,        -- hash of what went in
    outputs  TEXT NOT NULL,        -- hash over the hashes of all fact rows written under this entry
    derived  TEXT,                 -- hash over all derived rows as this entry left them; NULL where it did not touch them
    previous TEXT NOT NULL,        -- hash of the entry before; for the first a random name of the ledger
    hash     TEXT NOT NULL UNIQUE  -- hash of all columns before
) STRICT;

CREATE INDEX log_derived ON log (seq) WHERE derived IS NOT NULL;

-- Bytes as received, one row for each place they came from; the bytes lie in captures/ under their hash.
CREATE TABLE captures (
    seq        INTEGER PRIMARY KEY,                 -- order of arrival
    sha256     TEXT NOT NULL,                       -- SHA-256 of the bytes, and their file's name
    origin     TEXT NOT NULL,                       -- address or file name as given
    size       INTEGER NOT NULL CHECK (size >= 0),  -- bytes
    record     TEXT NOT NULL,                       -- Capture
    learned_at TEXT NOT NULL,
    entry      INTEGER NOT NULL REFERENCES log (seq) DEFERRABLE INITIALLY DEFERRED,
    hash       TEXT NOT NULL,
    UNIQUE (sha256, origin)
) STRICT;
CREATE INDEX captures_origin ON captures (origin, seq);

-- Pictures of captured pages, made from their bytes; they lie in captures/ under their hash. The newest row of a page
-- counts; one without a hash says why no picture was made.
CREATE TABLE pictures (
    seq        INTEGER PRIMARY KEY,     -- order of arrival
    capture    TEXT NOT NULL,           -- captures.sha256 of the page
    sha256     TEXT,                    -- SHA-256 of the PNG, and its file's name; NULL where none was made
    record     TEXT NOT NULL,           -- Picture
    learned_at TEXT NOT NULL,
    entry      INTEGER NOT NULL REFERENCES log (seq) DEFERRABLE INITIALLY DEFERRED,
    hash       TEXT NOT NULL
) STRICT;
CREATE INDEX pictures_capture ON pictures (capture, seq);
CREATE INDEX pictures_sha256 ON pictures (sha256);

-- Published texts. The same text under another source or date is another row; attributions says which one counts.
CREATE TABLE reports (
    seq        INTEGER PRIMARY KEY,     -- order of arrival
    fact       TEXT NOT NULL UNIQUE,    -- hash of the whole Report
    said       TEXT NOT NULL,           -- hash of id, source, publication date and text: what a reading depends on
    id         TEXT NOT NULL,           -- Report.id, the hash of the text's own bytes
    capture    TEXT NOT NULL,           -- Report.capture, the capture that holds the text
    source     TEXT NOT NULL,           -- Report.source
    published  TEXT,                    -- Report.published, date or instant
    media_type TEXT NOT NULL,           -- Report.media_type; rows of a table are read by their importer
    record     TEXT NOT NULL,           -- Report with its text left out
    text       TEXT NOT NULL,           -- Report.text, what quotes are slices of
    length     INTEGER NOT NULL,        -- code points of text, so that a NUL cannot hide the rest of it
    learned_at TEXT NOT NULL,
    entry      INTEGER NOT NULL REFERENCES log (seq) DEFERRABLE INITIALLY DEFERRED,
    hash       TEXT NOT NULL,
    CHECK (length(text) = length)
) STRICT;
CREATE INDEX reports_id ON reports (id);
CREATE INDEX reports_said ON reports (said);
CREATE INDEX reports_capture ON reports (capture);

-- Which report counts in its slot: the newest row wins. A slot is one text from one origin, or one natural key of a
-- dataset.
CREATE TABLE attributions (
    seq        INTEGER PRIMARY KEY,                           -- order of arrival
    slot       TEXT NOT NULL,                                 -- hash that names the slot
    report     INTEGER NOT NULL,                              -- reports.seq of what counts from here on; may be erased
    learned_at TEXT NOT NULL,
    entry      INTEGER NOT NULL REFERENCES log (seq) DEFERRABLE INITIALLY DEFERRED,
    hash       TEXT NOT NULL
) STRICT;
CREATE INDEX attributions_slot ON attributions (slot, seq);
CREATE INDEX attributions_report ON attributions (report);

-- Readings: the mark that a text was read, by which reader with which catalogue. The newest row of a text counts.
CREATE TABLE readings (
    seq        INTEGER PRIMARY KEY,                           -- order of arrival
    said       TEXT NOT NULL,           -- reports.said of the text that was read
    reader     TEXT NOT NULL,           -- name and version of the reader
    catalogue  TEXT NOT NULL,           -- content hash of the data folder
    statements INTEGER NOT NULL,        -- how many statements it gave
    rejections INTEGER NOT NULL,        -- how many it turned away
    learned_at TEXT NOT NULL,
    entry      INTEGER NOT NULL REFERENCES log (seq) DEFERRABLE INITIALLY DEFERRED,
    hash       TEXT NOT NULL
) STRICT;
CREATE INDEX readings_said ON readings (said, seq);

-- Statements. The database refuses one whose quote is not the slice of its report, or whose number is not in it.
CREATE TABLE statements (
    seq          INTEGER PRIMARY KEY,                                            -- order of arrival
    said         TEXT NOT NULL,                                               -- reports.said of the text it stands in
    reader       TEXT NOT NULL,                                               -- the reading it belongs to: reader
    catalogue    TEXT NOT NULL,                                               -- and data folder
    record       TEXT NOT NULL,                                               -- Statement
    learned_at   TEXT NOT NULL,
    entry        INTEGER NOT NULL REFERENCES log (seq) DEFERRABLE INITIALLY DEFERRED,
    hash         TEXT NOT NULL,
    id           TEXT AS (record ->> '$.id') VIRTUAL NOT NULL,                -- Statement.id
    kind         TEXT AS (record ->> '$.kind') VIRTUAL NOT NULL,              -- Statement.kind
    quote        TEXT AS (record ->> '$.quote.text') VIRTUAL NOT NULL,        -- the exact characters
    quote_start  INTEGER AS (record ->> '$.quote.start') VIRTUAL NOT NULL,    -- code points in reports.text
    quote_end    INTEGER AS (record ->> '$.quote.end') VIRTUAL NOT NULL,
    CHECK (quote_start >= 0 AND quote_end > quote_start AND length(quote) = quote_end - quote_start)
) STRICT;
CREATE UNIQUE INDEX statements_id ON statements (id);
CREATE INDEX statements_said ON statements (said);

CREATE TRIGGER statements_quote BEFORE INSERT ON statements
WHEN NEW.quote IS NOT (
    SELECT substr(text, NEW.quote_start + 1, NEW.quote_end - NEW.quote_start) FROM reports
    WHERE said = NEW.said AND id = NEW.record ->> '$.report' LIMIT 1
)
BEGIN SELECT RAISE(ABORT, 'the quote is not that slice of its report'); END;

-- unsupported() is the quote gate of the reader, given to the connection; a connection without it can add nothing here.
CREATE TRIGGER statements_number BEFORE INSERT ON statements
BEGIN
    SELECT RAISE(ABORT, 'the quote gate: ' || reason) FROM (
        SELECT unsupported(NEW.record, said, record, text) AS reason FROM reports WHERE said = NEW.said LIMIT 1
    ) WHERE reason IS NOT NULL;
END;

-- What a reading recognised and turned away, with the reason.
CREATE TABLE rejections (
    seq        INTEGER PRIMARY KEY,                           -- order of arrival
    said       TEXT NOT NULL,           -- reports.said of the text it stands in
    reader     TEXT NOT NULL,           -- the reading it belongs to: reader
    catalogue  TEXT NOT NULL,           -- and data folder
    reason     TEXT NOT NULL,           -- Rejection.reason
    record     TEXT NOT NULL,           -- Rejection
    learned_at TEXT NOT NULL,
    entry      INTEGER NOT NULL REFERENCES log (seq) DEFERRABLE INITIALLY DEFERRED,
    hash       TEXT NOT NULL
) STRICT;
CREATE INDEX rejections_said ON rejections (said);

-- Sources and reports that were not taken in, with the reason.
CREATE TABLE refusals (
    seq        INTEGER PRIMARY KEY,     -- order of arrival
    fact       TEXT NOT NULL UNIQUE,    -- hash of the Refusal: told twice, kept once
    stage      TEXT NOT NULL,           -- Refusal.stage
    reason     TEXT NOT NULL,           -- Refusal.reason
    record     TEXT NOT NULL,           -- Refusal
    learned_at TEXT NOT NULL,
    entry      INTEGER NOT NULL REFERENCES log (seq) DEFERRABLE INITIALLY DEFERRED,
    hash       TEXT NOT NULL
) STRICT;

-- Human judgements about statements, and about captures and reports as a whole.
CREATE TABLE decisions (
    seq        INTEGER PRIMARY KEY,     -- order of arrival
    id         TEXT NOT NULL UNIQUE,    -- Decision.id
    record     TEXT NOT NULL,           -- Decision
    learned_at TEXT NOT NULL,
    entry      INTEGER NOT NULL REFERENCES log (seq) DEFERRABLE INITIALLY DEFERRED,
    hash       TEXT NOT NULL
) STRICT;

-- One row for each command that came to its end: what went in equals what came out and what was refused.
CREATE TABLE runs (
    seq        INTEGER PRIMARY KEY,     -- order of arrival
    verb       TEXT NOT NULL,           -- collect, read, reconcile, assess, brief, import
    started    TEXT NOT NULL,           -- UTC, seconds
    finished   TEXT NOT NULL,           -- UTC, seconds
    unit       TEXT NOT NULL,           -- what is counted: reports, statements, ...
    counts_in  INTEGER NOT NULL,        -- how many went in
    counts_out INTEGER NOT NULL,        -- how many came out
    refused    TEXT NOT NULL,           -- JSON: reason to how many
    inputs     TEXT NOT NULL,           -- hash of what went in
    version    TEXT NOT NULL,           -- version of Firstlight
    catalogue  TEXT NOT NULL,           -- content hash of the data folder
    learned_at TEXT NOT NULL,
    entry      INTEGER NOT NULL REFERENCES log (seq) DEFERRABLE INITIALLY DEFERRED,
    hash       TEXT NOT NULL
) STRICT;

-- Rows that a decision erased: what they were is gone, their hash stays, so that the chain still answers for them.
CREATE TABLE erased (
    seq        INTEGER PRIMARY KEY,     -- order of arrival
    fact       TEXT NOT NULL,           -- the table: captures, pictures, reports, readings, statements, rejections
    row        INTEGER NOT NULL,        -- its seq there, which no other row takes
    written    INTEGER NOT NULL REFERENCES log (seq) DEFERRABLE INITIALLY DEFERRED,  -- the entry that it was written under
    kept       TEXT NOT NULL,           -- the hash that it carried
    name       TEXT NOT NULL,           -- SHA-256 or id of what it was, empty where it had none
    decision   TEXT NOT NULL REFERENCES decisions (id),  -- who erased it and why
    learned_at TEXT NOT NULL,
    entry      INTEGER NOT NULL REFERENCES log (seq) DEFERRABLE INITIALLY DEFERRED,
    hash       TEXT NOT NULL,
    UNIQUE (fact, row)
) STRICT;
CREATE INDEX erased_name ON erased (name);

CREATE TRIGGER erased_by_decision BEFORE INSERT ON erased
WHEN NOT EXISTS (SELECT 1 FROM decisions WHERE id = NEW.decision AND record ->> '$.verb' = 'erase')
BEGIN SELECT RAISE(ABORT, 'nothing is erased without a decision'); END;

CREATE TRIGGER log_no_update BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'log is append-only'); END;
CREATE TRIGGER log_no_delete BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'log is append-only'); END;
CREATE TRIGGER captures_no_update BEFORE UPDATE ON captures BEGIN SELECT RAISE(ABORT, 'captures is append-only'); END;
CREATE TRIGGER captures_no_delete BEFORE DELETE ON captures
WHEN NOT EXISTS (SELECT 1 FROM erased WHERE fact = 'captures' AND row = OLD.seq AND kept = OLD.hash)
BEGIN SELECT RAISE(ABORT, 'captures is append-only'); END;
CREATE TRIGGER reports_no_update BEFORE UPDATE ON reports BEGIN SELECT RAISE(ABORT, 'reports is append-only'); END;
CREATE TRIGGER reports_no_delete BEFORE DELETE ON reports
WHEN NOT EXISTS (SELECT 1 FROM erased WHERE fact = 'reports' AND row = OLD.seq AND kept = OLD.hash)
BEGIN SELECT RAISE(ABORT, 'reports is append-only'); END;
CREATE TRIGGER attributions_no_update BEFORE UPDATE ON attributions
BEGIN SELECT RAISE(ABORT, 'attributions is append-only'); END;
CREATE TRIGGER attributions_no_delete BEFORE DELETE ON attributions
BEGIN SELECT RAISE(ABORT, 'attributions is append-only'); END;
CREATE TRIGGER readings_no_update BEFORE UPDATE ON readings BEGIN SELECT RAISE(ABORT, 'readings is append-only'); END;
CREATE TRIGGER readings_no_delete BEFORE DELETE ON readings
WHEN NOT EXISTS (SELECT 1 FROM erased WHERE fact = 'readings' AND row = OLD.seq AND kept = OLD.hash)
BEGIN SELECT RAISE(ABORT, 'readings is append-only'); END;
CREATE TRIGGER statements_no_update BEFORE UPDATE ON statements
BEGIN SELECT RAISE(ABORT, 'statements is append-only'); END;
CREATE TRIGGER statements_no_delete BEFORE DELETE ON statements
WHEN NOT EXISTS (SELECT 1 FROM erased WHERE fact = 'statements' AND row = OLD.seq AND kept = OLD.hash)
BEGIN SELECT RAISE(ABORT, 'statements is append-only'); END;
CREATE TRIGGER rejections_no_update BEFORE UPDATE ON rejections
BEGIN SELECT RAISE(ABORT, 'rejections is append-only'); END;
CREATE TRIGGER rejections_no_delete BEFORE DELETE ON rejections
WHEN NOT EXISTS (SELECT 1 FROM erased WHERE fact = 'rejections' AND row = OLD.seq AND kept = OLD.hash)
BEGIN SELECT RAISE(ABORT, 'rejections is append-only'); END;
CREATE TRIGGER refusals_no_update BEFORE UPDATE ON refusals BEGIN SELECT RAISE(ABORT, 'refusals is append-only'); END;
CREATE TRIGGER refusals_no_delete BEFORE DELETE ON refusals BEGIN SELECT RAISE(ABORT, 'refusals is append-only'); END;
CREATE TRIGGER decisions_no_update BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions is append-only'); END;
CREATE TRIGGER decisions_no_delete BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions is append-only'); END;
CREATE TRIGGER erased_no_update BEFORE UPDATE ON erased BEGIN SELECT RAISE(ABORT, 'erased is append-only'); END;
CREATE TRIGGER erased_no_delete BEFORE DELETE ON erased BEGIN SELECT RAISE(ABORT, 'erased is append-only'); END;
CREATE TRIGGER pictures_no_update BEFORE UPDATE ON pictures BEGIN SELECT RAISE(ABORT, 'pictures is append-only'); END;
CREATE TRIGGER pictures_no_delete BEFORE DELETE ON pictures
WHEN NOT EXISTS (SELECT 1 FROM erased WHERE fact = 'pictures' AND row = OLD.seq AND kept = OLD.hash)
BEGIN SELECT RAISE(ABORT, 'pictures is append-only'); END;
CREATE TRIGGER runs_no_update BEFORE UPDATE ON runs BEGIN SELECT RAISE(ABORT, 'runs is append-only'); END;
CREATE TRIGGER runs_no_delete BEFORE DELETE ON runs BEGIN SELECT RAISE(ABORT, 'runs is append-only'); END;

-- Derived rows. `hash` covers the table's name and the other columns.

-- What settling one partition gave, so that only changed partitions are settled again.
CREATE TABLE partitions (
    id         TEXT PRIMARY KEY,    -- attacker and Kyiv date
    token      TEXT NOT NULL,       -- what it is found by: the date, "undated", or "supply/" and an item
    input_hash TEXT NOT NULL,       -- hash of all that settling it depends on
    record     TEXT NOT NULL,       -- LedgerState of this partition
    hash       TEXT NOT NULL
) STRICT;
CREATE INDEX partitions_token ON partitions (token, id, input_hash);
CREATE INDEX partitions_hash ON partitions (id, hash);

CREATE TABLE raids (
    id     TEXT PRIMARY KEY,        -- Raid.id
    day    TEXT NOT NULL,           -- Raid.night, Kyiv date
    part   TEXT NOT NULL,           -- the partition that it comes from
    record TEXT NOT NULL,           -- Raid
    hash   TEXT NOT NULL
) STRICT;
CREATE INDEX raids_day ON raids (day);
CREATE INDEX raids_part ON raids (part);
CREATE INDEX raids_hash ON raids (id, hash);

CREATE TABLE incidents (
    id     TEXT PRIMARY KEY,        -- Incident.id
    day    TEXT NOT NULL,           -- Incident.day, Kyiv date
    part   TEXT NOT NULL,           -- the partition that it comes from
    record TEXT NOT NULL,           -- Incident
    hash   TEXT NOT NULL
) STRICT;
CREATE INDEX incidents_day ON incidents (day);
CREATE INDEX incidents_part ON incidents (part);
CREATE INDEX incidents_hash ON incidents (id, hash);

CREATE TABLE packages (
    id     TEXT PRIMARY KEY,        -- Package.id
    part   TEXT NOT NULL,           -- the partition that it comes from
    record TEXT NOT NULL,           -- Package
    hash   TEXT NOT NULL
) STRICT;
CREATE INDEX packages_part ON packages (part);
CREATE INDEX packages_hash ON packages (id, hash);

CREATE TABLE disputes (
    id     TEXT PRIMARY KEY,        -- hash of the record
    about  TEXT NOT NULL,           -- raid or incident
    part   TEXT NOT NULL,           -- the partition that it comes from
    record TEXT NOT NULL,           -- Dispute
    hash   TEXT NOT NULL
) STRICT;
CREATE INDEX disputes_about ON disputes (about);
CREATE INDEX disputes_part ON disputes (part);
CREATE INDEX disputes_hash ON disputes (id, hash);

CREATE TABLE asides (
    id        TEXT PRIMARY KEY,     -- hash of the record
    statement TEXT NOT NULL,        -- Statement.id
    reason    TEXT NOT NULL,        -- Aside.reason up to its first colon, what is counted
    part      TEXT NOT NULL,        -- the partition that it comes from
    record    TEXT NOT NULL,        -- Aside
    hash      TEXT NOT NULL
) STRICT;
CREATE INDEX asides_statement ON asides (statement);
CREATE INDEX asides_reason ON asides (reason, statement);
CREATE INDEX asides_part ON asides (part);
CREATE INDEX asides_hash ON asides (id, hash);

-- The index: what the last reconcile saw of the facts, and where it would look for them. It can be made again.

-- Ids that raids, incidents and packages had or may have had; the last target, by its id, is who bears one now.
CREATE TABLE aliases (
    id     TEXT NOT NULL,           -- the other id
    target TEXT NOT NULL,           -- the raid, incident or package
    PRIMARY KEY (id, target)
) STRICT, WITHOUT ROWID;
CREATE INDEX aliases_target ON aliases (target);

-- Which reports count, and which reading of each.
CREATE TABLE counted (
    report    TEXT PRIMARY KEY,     -- Report.id
    seq       INTEGER NOT NULL,     -- reports.seq of the row that counts
    said      TEXT NOT NULL,        -- reports.said of it
    reader    TEXT,                 -- the reading that counts, NULL where there is none: reader
    catalogue TEXT                  -- and data folder
) STRICT, WITHOUT ROWID;

-- The statements that count, and on which dates each may be placed (firstlight/reconcile/reaches.py).
CREATE TABLE reaches (
    statement TEXT PRIMARY KEY,     -- Statement.id
    report    TEXT NOT NULL,        -- Report.id
    first     TEXT NOT NULL,        -- Kyiv date, "undated", or "supply/" and an item
    last      TEXT NOT NULL,        -- Kyiv date, or as `first`
    filed     TEXT NOT NULL,        -- date of publication, or "undated"
    loose     INTEGER NOT NULL      -- 0 where its own words date it, 1 in an evening, 2 where they do not
) STRICT, WITHOUT ROWID;
CREATE INDEX reaches_report ON reaches (report);
CREATE INDEX reaches_first ON reaches (first, last, report);
CREATE INDEX reaches_loose ON reaches (first, last) WHERE loose;
CREATE INDEX reaches_filed ON reaches (filed, report) WHERE loose = 2;

-- What statements say of each Kyiv date by their own words, for undated ones to be held against.
CREATE TABLE dated (
    day    TEXT PRIMARY KEY,        -- Kyiv date
    record TEXT NOT NULL            -- DayRecord (firstlight/reconcile/dated.py)
) STRICT, WITHOUT ROWID;

-- Tokens of partitions that newer facts may change; "report/" and an id where the undated statements of a report are yet
-- to be placed; "*" where everything has to be derived anew.
CREATE TABLE stale (
    token TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- Up to where the index has followed the facts.
CREATE TABLE followed (
    what TEXT PRIMARY KEY,          -- rules, attributions, readings, decisions
    mark TEXT NOT NULL              -- the rules by which reaches were made; the newest seq seen of a table of facts
) STRICT, WITHOUT ROWID;
