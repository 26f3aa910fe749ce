-- The derived tables and the index as they were in schema 3: what a ledger of schema 2 is migrated to.

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

-- Tokens of partitions that newer facts may change; "*" where everything has to be derived anew.
CREATE TABLE stale (
    token TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- Up to where the index has followed the facts.
CREATE TABLE followed (
    what TEXT PRIMARY KEY,          -- rules, attributions, readings, decisions
    mark TEXT NOT NULL              -- the rules by which reaches were made; the newest seq seen of a table of facts
) STRICT, WITHOUT ROWID;
