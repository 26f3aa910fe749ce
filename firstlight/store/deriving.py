"""What a unit of work does to derived rows and to the index that they are found by."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import apsw
import msgspec

from firstlight.model import Incident, LedgerState, Package, Raid
from firstlight.store.rows import DERIVED, WITHDRAWN, Cell, as_json, decoded, derived_rows, folded, row_hash

ALL = "*"  # the token that stands for everything
INDEX = ("counted", "reaches", "dated", "stale", "followed")
SOME = 500  # keys asked for at once
RECORDS: dict[str, type[Raid] | type[Incident]] = {"raids": Raid, "incidents": Incident}

# (statement, report, first, last, filed, loose) of reconcile's Reach
ReachRow = tuple[str, str, str, str, str, int]

# Of the rows with these report ids that are the newest in their slot, the earliest published, a known date before an
# unknown one: as in COUNTED of ledger.py, for some reports.
_COUNTS = f"""
WITH withdrawn AS ({WITHDRAWN.replace(":at", "'9999'")})
SELECT id, seq, said, (SELECT reader FROM readings WHERE said = found.said ORDER BY seq DESC LIMIT 1),
    (SELECT catalogue FROM readings WHERE said = found.said ORDER BY seq DESC LIMIT 1)
FROM (
    SELECT r.id, r.seq, r.said, row_number() OVER (
        PARTITION BY r.id ORDER BY r.published IS NULL, r.published, r.source, r.fact
    ) AS rank
    FROM json_each(?) JOIN reports r ON r.id = value JOIN attributions a ON a.report = r.seq
    WHERE a.seq = (SELECT max(seq) FROM attributions b WHERE b.slot = a.slot)
    AND r.id NOT IN (SELECT item FROM withdrawn) AND r.capture NOT IN (SELECT item FROM withdrawn)
) AS found WHERE rank = 1
"""


class Settled(NamedTuple):
    """A partition settled anew."""

    token: str
    input_hash: str
    state: str  # LedgerState as JSON


class Deriving:
    """The part of a unit of work that writes what can be made again from the facts."""

    _database: apsw.Connection
    _derived: str | None
    _touched: bool
    _written: set[str]  # ids of raids and incidents that came, went or were written again

    # --- the index ---

    @property
    def changes(self) -> bool:
        """Whether this unit has changed the index."""
        return self._touched

    def follow(self, marks: Mapping[str, str]) -> None:
        """Note up to where the index has followed the facts."""
        self._touched = True
        self._database.executemany("REPLACE INTO followed VALUES (?, ?)", list(marks.items()))

    def count(self, reports: Sequence[str]) -> None:
        """See anew which row of each of these reports counts, and which reading of it."""
        self._touched = True
        for some in pieces(reports):
            self._database.execute("DELETE FROM counted WHERE report IN (SELECT value FROM json_each(?))", (some,))
            self._database.execute(f"INSERT INTO counted {_COUNTS}", (some,))

    def reach(self, reports: Sequence[str], found: Iterable[ReachRow]) -> None:
        """Put the reaches `found` in place of those of these reports; the tokens that they had are stale."""
        self._touched = True
        for some in pieces(reports):
            old = "FROM reaches WHERE report IN (SELECT value FROM json_each(?))"
            rows: list[Any] = self._database.execute(f"SELECT DISTINCT first, last, filed {old}", (some,)).fetchall()
            self._database.execute(f"DELETE {old}", (some,))
            self.outdate(token for first, last, filed in rows for token in (*spread(first, last), filed))
        self._database.executemany("REPLACE INTO reaches VALUES (?, ?, ?, ?, ?, ?)", (tuple(one) for one in found))

    def outdate(self, tokens: Iterable[str]) -> None:
        """Mark tokens of partitions as stale."""
        self._touched = True
        self._database.executemany("INSERT OR IGNORE INTO stale VALUES (?)", ((token,) for token in set(tokens)))

    def remember(self, days: Mapping[str, str]) -> None:
        """Keep what is now said of these Kyiv dates (DayRecord as JSON)."""
        self._database.executemany("REPLACE INTO dated VALUES (?, ?)", list(days.items()))

    def forget(self) -> None:
        """Empty the index; what it is made from is followed from the beginning, and everything is stale."""
        for table in INDEX:
            self._database.execute(f"DELETE FROM {table}")
        self.outdate([ALL])

    # --- derived rows ---

    def settle(self, settled: Mapping[str, Settled], gone: Collection[str]) -> None:
        """Keep what settling partitions gave; drop those that are gone, with all rows that came from them."""
        for key in gone:
            self._database.execute("DELETE FROM partitions WHERE id = ?", (key,))
            self._put(key, LedgerState())
        for key, one in settled.items():
            self._write("partitions", (key, one.token, one.input_hash, one.state))

    def state(self, parts: Mapping[str, LedgerState]) -> None:
        """Put merged states, by the partition that each comes from, in place of the rows that came from it."""
        for key, state in parts.items():
            self._put(key, state)

    def seal(self, tokens: Collection[str]) -> None:
        """After all states: these tokens are no longer stale; the log keeps what the derived rows now are."""
        self._lead()
        self._database.executemany("DELETE FROM stale WHERE token = ?", ((token,) for token in tokens))
        self._derived = derived_digest(self._database)

    def drop_derived(self) -> None:
        """Empty all derived tables and the index; reconcile rebuilds them."""
        for table in (*DERIVED, "aliases"):
            self._database.execute(f"DELETE FROM {table}")
        self.forget()
        self._derived = derived_digest(self._database)

    def drop_rows(self) -> None:
        """Empty the derived tables but for the partitions, before all of them are written anew."""
        for table in (*DERIVED, "aliases"):
            if table != "partitions":
                self._database.execute(f"DELETE FROM {table}")

    def _put(self, part: str, state: LedgerState) -> None:
        rows: dict[str, dict[str, tuple[Cell, ...]]] = {table: {} for table in DERIVED if table != "partitions"}
        for table, cells in derived_rows(state, part):
            rows[table][str(cells[0])] = cells
        for table, wanted in rows.items():
            present = dict(self._database.execute(f"SELECT id, hash FROM {table} WHERE part = ?", (part,)))
            self._written |= {*present, *wanted} if table in RECORDS else set()
            for key in present.keys() - wanted.keys():
                self._database.execute(f"DELETE FROM {table} WHERE id = ?", (key,))
                self._database.execute("DELETE FROM aliases WHERE target = ?", (key,))
            for key, cells in wanted.items():
                if present.get(key) != row_hash(table, cells):
                    self._write(table, cells)
        things: tuple[Raid | Incident | Package, ...] = (*state.raids, *state.incidents, *state.packages)
        for thing in things:
            self._database.execute("DELETE FROM aliases WHERE target = ?", (thing.id,))
            self._database.executemany(
                "INSERT OR IGNORE INTO aliases VALUES (?, ?)", ((name, thing.id) for name in thing.aliases)
            )

    def _lead(self) -> None:
        """See that no raid or incident has the id of another among its aliases: an id leads to what now bears it."""
        wanted = set(self._written)
        for some in pieces(sorted(self._written)):
            query = "SELECT DISTINCT a.target FROM json_each(?) JOIN aliases a ON a.id = value"
            wanted.update(target for (target,) in self._database.execute(query, (some,)))
        for table, kind in RECORDS.items():
            for some in pieces(sorted(wanted)):
                self._unshare(table, kind, some)

    def _unshare(self, table: str, kind: type[Raid] | type[Incident], keys: str) -> None:
        """Leave out of each record those of its aliases that are ids of others; put back those that are not."""
        query = (
            f"SELECT t.part, t.record, (SELECT json_group_array(a.id) FROM aliases a WHERE a.target = t.id"
            f" AND NOT EXISTS (SELECT 1 FROM {table} o WHERE o.id = a.id))"
            f" FROM json_each(?) JOIN {table} t ON t.id = value"
        )
        found: list[Any] = self._database.execute(query, (keys,)).fetchall()
        for part, record, names in found:
            thing: Any = decoded(record, kind)
            aliases = set(msgspec.json.decode(names))
            if aliases != set(thing.aliases):
                changed = msgspec.structs.replace(thing, aliases=tuple(sorted(aliases)))
                day = changed.night if isinstance(changed, Raid) else changed.day
                self._write(table, (changed.id, day, part, as_json(changed)))

    def _write(self, table: str, cells: tuple[Cell, ...]) -> None:
        names = (*DERIVED[table], "hash")
        query = f"INSERT OR REPLACE INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
        self._database.execute(query, (*cells, row_hash(table, cells)))


def derived_digest(database: apsw.Connection) -> str:
    """One hash over all derived rows as they stand; the index is left out."""
    return folded(
        (table, f"{key} {value}")
        for table in DERIVED
        for key, value in database.execute(f"SELECT id, hash FROM {table} ORDER BY id")
    )


def pieces(keys: Sequence[str]) -> Iterator[str]:
    """The keys as JSON arrays, some in each."""
    for at in range(0, len(keys), SOME):
        yield msgspec.json.encode(keys[at : at + SOME]).decode()


def spread(first: str, last: str) -> Iterable[str]:
    """The tokens from first to last: Kyiv dates, or one token that is none."""
    if not first[:4].isdigit():
        return (first,)
    start, stop = date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()
    return (date.fromordinal(number).isoformat() for number in range(start, stop + 1))
