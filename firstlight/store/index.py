"""The index that pages are listed from: index.db beside the ledger, made from it and never the other way round.

It follows the ledger row by row: a derived row whose hash is the one that was indexed is left alone. A file that cannot
be used (damaged, of another version, of another catalogue) is deleted and made anew.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import apsw

from firstlight.model import Incident, Package, Raid, Record
from firstlight.store.database import errors
from firstlight.store.reading import reading
from firstlight.store.rows import WITHDRAWN, decoded

VERSION = 1
NAME = "index.db"
SOME = 500  # statements asked for at once

Thing = Raid | Incident | Package
TABLES: Mapping[str, tuple[str, type[Thing]]] = {
    "raids": ("raid", Raid),
    "incidents": ("incident", Incident),
    "packages": ("package", Package),
}


class Row(Record, frozen=True, kw_only=True):
    """What the index keeps of one raid, incident or package; the columns of `things` in index.sql say more."""

    day: str
    attacker: str = ""
    grade: str = "F6"
    standing: str = "own"
    killed: int = 0
    injured: int = 0
    lat: float | None = None
    lon: float | None = None
    place: str = ""
    classes: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    places: str = ""  # words that the place filter finds
    words: str = ""  # further words that the text filter finds; the quotes behind the thing come on top


Describe = Callable[[Thing], Row]


def follow(folder: Path, catalogue: str, describe: Describe) -> int:
    """Bring the index of the ledger in `folder` up to date; how many raids, incidents and packages were indexed anew.

    `describe` turns a derived record into its row, and `catalogue` is the hash of the data that it does so with.
    StoreError where the ledger cannot be read or the index cannot be written.
    """
    path = folder / NAME
    try:
        return _follow(folder, path, catalogue, describe)
    except (apsw.NotADBError, apsw.CorruptError, _OutdatedError):
        for name in (path, *(path.with_name(NAME + end) for end in ("-wal", "-shm"))):
            name.unlink(missing_ok=True)
        return _follow(folder, path, catalogue, describe)


class _OutdatedError(Exception):
    """The file was made by another version or with another catalogue."""


def _follow(folder: Path, path: Path, catalogue: str, describe: Describe) -> int:
    with contextlib.closing(reading(folder / "ledger.db")) as ledger, contextlib.closing(_opened(path)) as index:
        with errors(folder / "ledger.db"):
            ledger.execute("BEGIN")
            head = str(ledger.execute("SELECT coalesce(max(seq), 0) FROM log").get)
        index.execute("BEGIN IMMEDIATE")
        made = dict(index.execute("SELECT name, value FROM made"))
        if made.get("catalogue", catalogue) != catalogue:
            raise _OutdatedError
        anew = 0
        if made.get("head") != head:
            anew = sum(_things(ledger, index, table, describe) for table in TABLES)
            _reports(ledger, index)
            index.executemany("REPLACE INTO made VALUES (?, ?)", (("catalogue", catalogue), ("head", head)))
        index.execute("COMMIT")
        return anew


def _opened(path: Path) -> apsw.Connection:
    try:
        index = apsw.Connection(str(path))
        index.set_busy_timeout(60_000)
        index.pragma("journal_mode", "WAL")
        index.pragma("synchronous", "OFF")  # what is lost can be made again
        version = index.pragma("user_version")
        if version == 0:
            with index:
                index.execute((files("firstlight.store") / "index.sql").read_text("utf-8"))
                index.pragma("user_version", VERSION)
        elif version != VERSION:
            index.close()
            raise _OutdatedError
    except (apsw.ReadOnlyError, apsw.CantOpenError, apsw.PermissionsError, apsw.FullError, apsw.IOError):
        with errors(path):
            raise
    return index


def _things(ledger: apsw.Connection, index: apsw.Connection, table: str, describe: Describe) -> int:
    kind, record_type = TABLES[table]
    held = {key: (value, seq) for key, value, seq in index.execute(
        "SELECT id, hash, seq FROM things WHERE kind = ?", (kind,))}  # fmt: skip
    there = dict(ledger.execute(f"SELECT id, hash FROM {table}"))
    _drop(index, [seq for key, (value, seq) in held.items() if there.get(key) != value])
    fresh = [key for key, value in there.items() if held.get(key, ("",))[0] != value]
    next_seq: int = index.execute("SELECT coalesce(max(seq), 0) + 1 FROM things").get
    for number, key in enumerate(fresh, start=next_seq):
        record = ledger.execute(f"SELECT record FROM {table} WHERE id = ?", (key,)).get
        thing: Thing = decoded(record, record_type)
        _add(ledger, index, (number, key, kind, there[key]), describe(thing))
    return len(fresh)


def _drop(index: apsw.Connection, numbers: list[int]) -> None:
    for query in (
        "DELETE FROM words WHERE rowid = ?",
        "DELETE FROM classes WHERE thing = ?",
        "DELETE FROM behind WHERE thing = ?",
        "DELETE FROM things WHERE seq = ?",
    ):
        index.executemany(query, ((number,) for number in numbers))


def _add(ledger: apsw.Connection, index: apsw.Connection, head: tuple[int, str, str, str], row: Row) -> None:
    seq, key = head[:2]
    letter, digit = row.grade[:1], int(row.grade[1:] or 6)
    cells: tuple[Any, ...] = (*head, row.day, row.attacker, letter, digit, row.standing, row.killed, row.injured)
    index.execute(f"INSERT INTO things VALUES ({', '.join('?' * 14)})", (*cells, row.lat, row.lon, row.place))
    index.executemany("INSERT OR IGNORE INTO classes VALUES (?, ?)", ((name, seq) for name in row.classes))
    index.executemany("INSERT OR IGNORE INTO behind VALUES (?, ?)", ((name, seq) for name in row.statements))
    quotes = " \n".join(dict.fromkeys(_quotes(ledger, row.statements)))
    index.execute(
        "INSERT INTO words (rowid, place, text) VALUES (?, ?, ?)",
        (seq, row.places, f"{key} \n{row.places} \n{row.words} \n{quotes}"),
    )


def _quotes(ledger: apsw.Connection, statements: tuple[str, ...]) -> Iterator[str]:
    for at in range(0, len(statements), SOME):
        some = statements[at : at + SOME]
        marks = ", ".join("?" * len(some))
        for (text,) in ledger.execute(f"SELECT quote FROM statements WHERE id IN ({marks})", some):
            yield text


_COUNTS = f"""
WITH withdrawn AS ({WITHDRAWN.replace(":at", "'9999'")}),
newest AS (SELECT max(seq) AS seq FROM attributions GROUP BY slot),
ranked AS (
    SELECT r.seq, row_number() OVER (
        PARTITION BY r.id ORDER BY r.published IS NULL, r.published, r.source, r.fact
    ) AS rank FROM newest JOIN attributions USING (seq) JOIN reports r ON r.seq = attributions.report
    WHERE r.id NOT IN (SELECT item FROM withdrawn) AND r.capture NOT IN (SELECT item FROM withdrawn)
)
SELECT DISTINCT seq FROM ranked WHERE rank = 1
"""
_READ = """
SELECT reports.seq, readings.statements FROM reports
JOIN readings ON readings.seq = (SELECT max(seq) FROM readings WHERE readings.said = reports.said)
"""
_NEW = """
SELECT r.seq, r.id, r.source, coalesce(r.published, ''), coalesce(r.record ->> '$.title', ''),
    coalesce(r.record ->> '$.address', (SELECT origin FROM captures WHERE sha256 = r.capture ORDER BY origin LIMIT 1)
        || ' ' || coalesce(r.record ->> '$.locator', ''), r.id),
    r.record ->> '$.language', r.media_type, r.capture,
    (SELECT '|' || group_concat(value, '|') || '|' FROM json_each(r.record, '$.marks'))
FROM reports r WHERE r.seq > ? ORDER BY r.seq
"""


def _reports(ledger: apsw.Connection, index: apsw.Connection) -> None:
    newest = index.execute("SELECT coalesce(max(seq), 0) FROM reports").get
    index.executemany(
        f"INSERT INTO reports VALUES ({', '.join('?' * 10)}, 0, 0)",
        ((*cells[:9], cells[9] or "") for cells in ledger.execute(_NEW, (newest,))),
    )
    counting = {seq for (seq,) in ledger.execute(_COUNTS)}
    told = dict(ledger.execute(_READ))
    held = index.execute("SELECT seq, counts, statements FROM reports").fetchall()
    changed = [
        (int(seq in counting), told.get(seq, 0), seq)
        for seq, counts, statements in held
        if (counts, statements) != (int(seq in counting), told.get(seq, 0))
    ]
    index.executemany("UPDATE reports SET counts = ?, statements = ? WHERE seq = ?", changed)
