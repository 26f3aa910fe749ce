"""Random harm to a ledger by somebody who knows its format: each kind does one thing and says how it must be named."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import apsw
import numpy as np

from firstlight.custody import Seals, entry_hash
from firstlight.store import Store
from firstlight.store.rows import DERIVED, FACTS, LOG, folded, row_hash

from .ledgers import cut_after, unguarded

Named = tuple[str, ...]  # what one line of verify must begin with, or hold
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


class Target:
    """A ledger that is harmed and put back again and again; `earlier` are folders with states that it went through."""

    def __init__(self, folder: Path, earlier: list[Path], seed: int) -> None:
        self.folder, self.earlier = folder, earlier
        self.drawn = np.random.default_rng(seed)
        with Store(folder, chain=entry_hash) as store:
            head = store.head_entry()
        assert head is not None
        self.head = head[1]
        unguarded(folder).close()
        self.seals = Seals().folder / f"{head[0]}.jsonl"
        self.base = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        self.base[self.seals] = self.seals.read_bytes()
        self.blobs = sorted(path for path in self.base if path.parent.parent.name == "captures")
        with self.open() as database:
            counted = {table: database.execute(f"SELECT count(*) FROM {table}").get for table in (*FACTS, *DERIVED)}
        self.facts = [table for table in FACTS if counted[table]]
        self.derived = [table for table in DERIVED if counted[table]]

    def open(self) -> apsw.Connection:
        """The database without its guards."""
        database = apsw.Connection(str(self.folder / "ledger.db"))
        database.execute("PRAGMA synchronous = OFF")
        database.pragma("foreign_keys", False)
        return database

    def restore(self) -> None:
        """Undo all harm."""
        for path in list(self.folder.rglob("*")):
            if path.is_file() and path not in self.base:
                path.unlink()
        for path, data in self.base.items():
            if not path.exists() or path.read_bytes() != data:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)

    def number(self, below: int) -> int:
        """0 or more, below a bound."""
        return int(self.drawn.integers(0, below))

    def one(self, things: list[Any]) -> Any:
        """One of them."""
        return things[self.number(len(things))]

    def letters(self, length: int) -> str:
        """Random letters and digits."""
        return "".join(LETTERS[number] for number in self.drawn.integers(0, len(LETTERS), size=length))

    def other(self, cell: str | int | None) -> str | int:
        """Another value in the place of a cell: one character of a text, one more of a number."""
        if cell is None or cell == "":
            return "x"
        if isinstance(cell, int):
            return cell + 1 + self.number(9)
        at = self.number(len(cell))
        letter: str = self.one([letter for letter in LETTERS if letter != cell[at]])
        return cell[:at] + letter + cell[at + 1 :]

    def row(self, database: apsw.Connection, table: str) -> list[Any]:
        """The cells of a random row."""
        columns = ", ".join((*{**FACTS, **DERIVED, "log": LOG}[table], "hash"))
        rows = database.execute(f"SELECT {columns} FROM {table} ORDER BY 1").fetchall()
        return list(self.one(rows))


def flip(target: Target) -> Named:
    """One bit of a capture."""
    path = target.one(target.blobs)
    data = bytearray(target.base[path])
    data[target.number(len(data))] ^= 1 << target.number(8)
    path.write_bytes(data)
    return (f"captures/{path.name}:",)


def resize(target: Target) -> Named:
    """A capture cut short, or lengthened."""
    path = target.one(target.blobs)
    data = target.base[path]
    path.write_bytes(data[: target.number(len(data))] if target.number(2) else data + b" ")
    return (f"captures/{path.name}:",)


def swap(target: Target) -> Named:
    """Two captures under each other's names."""
    one, other = (target.blobs[number] for number in target.drawn.permutation(len(target.blobs))[:2])
    one.write_bytes(target.base[other])
    other.write_bytes(target.base[one])
    return (f"captures/{one.name}:",)


def remove(target: Target) -> Named:
    """A capture taken away, or a file planted."""
    if target.number(2):
        path = target.one(target.blobs)
        path.unlink()
    else:
        path = target.one(target.blobs).parent / target.letters(64)
        path.write_bytes(b"planted")
    return (f"captures/{path.name}:",)


def edit_row(target: Target) -> Named:
    """One column of one fact."""
    while True:
        table = target.one(target.facts)
        with target.open() as database:
            row = target.row(database, table)
            at = 1 + target.number(len(row) - 1)
            column = (*FACTS[table], "hash")[at]
            try:
                database.execute(f"UPDATE {table} SET {column} = ? WHERE seq = ?", (target.other(row[at]), row[0]))
            except (apsw.ConstraintError, apsw.SQLError):
                continue  # the schema itself does not let this value in
        return (f"{table} {row[0]}:",)


def edit_row_and_hash(target: Target) -> Named:
    """One column of one fact, with the row's hash made to fit."""
    table = target.one(target.facts)
    with target.open() as database:
        row = target.row(database, table)
        changed = _with_hash(target, table, row)
        _put(database, table, changed)
    return (f"log {row[-2]}:",)


def edit_row_and_log(target: Target) -> Named:
    """One column of one fact, its hash, its log entry and every later entry, all made to fit one another."""
    table = target.one(target.facts)
    with target.open() as database:
        row = target.row(database, table)
        _put(database, table, _with_hash(target, table, row))
        _rechain(database)
    return ("the entry sealed at",) if row[-2] > 1 else ("no seal:",)  # a rewritten first entry begins another ledger


def delete_row(target: Target) -> Named:
    """One fact."""
    table = target.one(target.facts)
    with target.open() as database:
        row = target.row(database, table)
        database.execute(f"DELETE FROM {table} WHERE seq = ?", (row[0],))
    return (f"log {row[-2]}:",)


def plant_row(target: Target) -> Named:
    """A fact that no command wrote, with a hash that fits, under an entry that is there."""
    table = target.one([name for name in target.facts if name in ("rejections", "attributions", "runs", "readings")])
    with target.open() as database:
        row = target.row(database, table)
        row[0] = database.execute(f"SELECT max(seq) + 1 FROM {table}").get
        row[-1] = row_hash(table, row[:-1])
        columns = (*FACTS[table], "hash")
        database.execute(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(row))})", row)
    return (f"log {row[-2]}:",)


def garble(target: Target) -> Named:
    """Bytes in a text column that are no text."""
    table = target.one(["captures", "reports", "decisions", "rejections", "log"])
    with target.open() as database:
        row = target.row(database, table)
        column = "why" if table == "log" else "learned_at"
        database.execute(f"UPDATE {table} SET {column} = CAST(x'fffe41' AS TEXT) WHERE seq = ?", (row[0],))
    return ("ledger.db:",)


def edit_derived(target: Target) -> Named:
    """One column of a derived row, with or without a hash that fits."""
    table = target.one(target.derived)
    with target.open() as database:
        row = target.row(database, table)
        at = target.number(len(row) - 1)
        key = row[0]
        row[at] = target.other(row[at])
        fits = bool(target.number(2))
        if fits:
            row[-1] = row_hash(table, row[:-1])
        columns = ", ".join(f"{name} = ?" for name in (*DERIVED[table], "hash"))
        database.execute(f"UPDATE {table} SET {columns} WHERE id = ?", (*row, key))
    return ("derived rows:" if fits else f"{table} {row[0]}:",)


def edit_log(target: Target) -> Named:
    """One column of a log entry."""
    with target.open() as database:
        row = target.row(database, "log")
        at = 1 + target.number(len(row) - 1)
        column = (*LOG, "hash")[at]
        database.execute(f"UPDATE log SET {column} = ? WHERE seq = ?", (target.other(row[at]), row[0]))
    return (f"log {row[0]}:",)


def reorder_log(target: Target) -> Named:
    """Two log entries in each other's place."""
    one, other = (int(number) + 1 for number in target.drawn.permutation(target.head)[:2])
    with target.open() as database:
        for before, after in ((one, 100_000), (other, one), (100_000, other)):
            database.execute("UPDATE log SET seq = ? WHERE seq = ?", (after, before))
    return (f"log {one}:",)


def delete_log(target: Target) -> Named:
    """One log entry, the last included."""
    seq = target.number(target.head) + 1
    with target.open() as database:
        database.execute("DELETE FROM log WHERE seq = ?", (seq,))
    return (f"log {seq}:", f"log {seq + 1}:")


def replace_capture(target: Target) -> Named:
    """The bytes of a capture, its name, its size and the hash of its row."""
    with target.open() as database:
        row = target.row(database, "captures")
        old, data = row[1], target.letters(200).encode()
        new = target.letters(64) if target.number(2) else old
        if new != old:
            new = hashlib.sha256(data).hexdigest()
        cells = [str(cell).replace(old, new) if isinstance(cell, str) else cell for cell in row]
        cells[3] = len(data)
        cells[-1] = row_hash("captures", cells[:-1])
        _put(database, "captures", cells)
    (path,) = (blob for blob in target.blobs if blob.name == old)
    path.unlink()
    place = target.folder / "captures" / new[:2] / new
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(data)
    return (f"log {row[-2]}:",)


def cut(target: Target) -> Named:
    """The end of the log, with every row written under it and every file that those rows name."""
    seq = 1 + target.number(target.head - 1)
    cut_after(target.folder, seq)
    return ("the entry sealed at",)


def roll_back(target: Target) -> Named:
    """The whole folder as it was before."""
    shutil.rmtree(target.folder)
    shutil.copytree(target.one(target.earlier), target.folder)
    return ("the ledger was rolled back",)


def edit_seal(target: Target) -> Named:
    """One character of the seals outside."""
    data = bytearray(target.base[target.seals])
    data[target.number(len(data))] ^= 1 << target.number(7)
    target.seals.write_bytes(data)
    return ("seal:",)


def edit_looks(target: Target) -> Named:
    """One bit of the log of looks at restricted material, or one line of it that is not the last."""
    path = target.folder / "looks.jsonl"
    data = bytearray(target.base[path])
    if target.number(2):
        data[target.number(len(data))] ^= 1 << target.number(7)
    else:
        lines = bytes(data).splitlines(keepends=True)
        data = bytearray(b"".join(lines[:1] + lines[2:]))
    path.write_bytes(data)
    return ("looks.jsonl:",)


KINDS: tuple[Callable[[Target], Named], ...] = (
    flip, resize, swap, remove, edit_row, edit_row, edit_row_and_hash, edit_row_and_log, delete_row, plant_row, garble,
    edit_derived, edit_log, reorder_log, delete_log, replace_capture, cut, roll_back, edit_seal,
    edit_looks,
)  # fmt: skip


def _with_hash(target: Target, table: str, row: list[Any]) -> list[Any]:
    """The row with another learned_at and a hash that fits."""
    changed = list(row)
    changed[-3] = f"{2000 + target.number(20)}-01-01T00:00:00+00:00"
    changed[-1] = row_hash(table, changed[:-1])
    return changed


def _put(database: apsw.Connection, table: str, row: list[Any]) -> None:
    columns = ", ".join(f"{name} = ?" for name in (*FACTS[table], "hash"))
    database.execute(f"UPDATE {table} SET {columns} WHERE seq = ?", (*row, row[0]))


def _rechain(database: apsw.Connection) -> None:
    """Make every log entry fit its rows and the entry before it."""
    previous = ""
    for row in database.execute(f"SELECT {', '.join(LOG)} FROM log ORDER BY seq").fetchall():
        entry: dict[str, Any] = dict(zip(LOG, row, strict=True))
        rows = [
            (table, value)
            for table in FACTS
            for (value,) in database.execute(f"SELECT hash FROM {table} WHERE entry = ? ORDER BY seq", (entry["seq"],))
        ]
        entry |= {"outputs": folded(rows), "previous": previous or entry["previous"]}
        previous = entry_hash(tuple(entry.values()))
        database.execute(
            "UPDATE log SET outputs = ?, previous = ?, hash = ? WHERE seq = ?",
            (entry["outputs"], entry["previous"], previous, entry["seq"]),
        )
