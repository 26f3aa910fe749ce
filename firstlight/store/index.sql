-- The index of a ledger's pages: index.db beside ledger.db. Nothing in it is a fact: it is made from the ledger, follows
-- it row by row, and can be deleted at any time.

-- What the index was made from.
CREATE TABLE made (
    name  TEXT PRIMARY KEY,  -- catalogue, head
    value TEXT NOT NULL
) STRICT;

-- Raids, incidents and packages: what a list is filtered and ordered by.
CREATE TABLE things (
    seq      INTEGER PRIMARY KEY,
    id       TEXT NOT NULL UNIQUE,
    kind     TEXT NOT NULL,     -- raid, incident, package
    hash     TEXT NOT NULL,     -- hash of the derived row that this one was made from
    day      TEXT NOT NULL,     -- Kyiv date; of a package the last that was said of it, empty where undated
    attacker TEXT NOT NULL,     -- ISO 3166-1, empty where nobody says
    letter   TEXT NOT NULL,     -- grade: reliability, A to F
    digit    INTEGER NOT NULL,  -- grade: credibility, 1 to 6
    standing TEXT NOT NULL,     -- own, total, part, background
    killed   INTEGER NOT NULL,  -- best value, or its floor; 0 where nothing is said: an order, not a number to show
    injured  INTEGER NOT NULL,
    lat      REAL,              -- of the place, to a tenth of a degree
    lon      REAL,
    place    TEXT NOT NULL      -- name of the place, empty for raids and packages
) STRICT;
CREATE INDEX things_day ON things (day, id);
CREATE INDEX things_kind ON things (kind, day, id);
CREATE INDEX things_harm ON things (killed, injured, day, id);

-- Classes of weapons (weapon:drone) and of damaged objects (object:school) of a thing.
CREATE TABLE classes (
    class TEXT NOT NULL,
    thing INTEGER NOT NULL REFERENCES things (seq),
    PRIMARY KEY (class, thing)
) STRICT, WITHOUT ROWID;
CREATE INDEX classes_thing ON classes (thing);

-- Which statements stand behind which thing.
CREATE TABLE behind (
    statement TEXT NOT NULL,
    thing     INTEGER NOT NULL REFERENCES things (seq),
    PRIMARY KEY (statement, thing)
) STRICT, WITHOUT ROWID;
CREATE INDEX behind_thing ON behind (thing);

-- Words of a thing: its places, and the quotes and titles behind it.
CREATE VIRTUAL TABLE words USING fts5(place, text, content = '', contentless_delete = 1, tokenize = 'unicode61');

-- Reports as they are listed; `seq` is that of the ledger.
CREATE TABLE reports (
    seq        INTEGER PRIMARY KEY,
    id         TEXT NOT NULL,
    source     TEXT NOT NULL,
    published  TEXT NOT NULL,     -- Kyiv date, empty where not known
    title      TEXT NOT NULL,
    address    TEXT NOT NULL,     -- address, or the origin of its capture with the place in it: whose versions belong together
    language   TEXT NOT NULL,
    media_type TEXT NOT NULL,
    capture    TEXT NOT NULL,
    marks      TEXT NOT NULL,     -- |mark|mark|
    counts     INTEGER NOT NULL,  -- 1: the report that counts for its text
    statements INTEGER NOT NULL   -- of the reading that counts
) STRICT;
CREATE INDEX reports_source ON reports (source, published, seq);
CREATE INDEX reports_published ON reports (published, seq);
CREATE INDEX reports_address ON reports (address);
CREATE INDEX reports_id ON reports (id);
CREATE INDEX reports_capture ON reports (capture);
