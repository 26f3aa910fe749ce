"""Nothing stored changes unnoticed: whatever is changed behind the program's back, verify finds it and names it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import apsw
import pytest

from firstlight.custody import entry_hash
from firstlight.errors import DamageError, FirstlightError
from firstlight.pipeline import Ledger
from firstlight.store import Store
from firstlight.store.rows import DERIVED, FACTS, row_hash

from .ledgers import damage_of, fill, unguarded, with_every_fact, write_reports

TABLES = tuple(FACTS)
FILLED_DERIVED = ("partitions", "raids", "incidents")


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled ledger that nobody has touched."""
    folder = tmp_path_factory.mktemp("clean")
    return with_every_fact(fill(folder / "ledger", write_reports(folder / "reports")))


@pytest.fixture
def copy(clean: Path, tmp_path: Path) -> Path:
    """A copy of the ledger to do harm to."""
    return Path(shutil.copytree(clean, tmp_path / "ledger"))


def _blobs(ledger: Path) -> list[Path]:
    return sorted(path for path in (ledger / "captures").rglob("*") if path.is_file())


def test_clean_ledger_raises_no_alarm(clean: Path) -> None:
    """A ledger that nobody touched is found without damage, and everything in it was looked at."""
    with Ledger(clean) as ledger:
        checked = ledger.verify()
    assert checked.damage == ()
    assert checked.counts["captures"] == checked.counts["texts"] == 8
    assert checked.counts["quotes"] >= 16 and checked.counts["derived rows"] > 8 and checked.counts["log entries"] > 8


@pytest.mark.parametrize("byte", [0, 1, 40, -1])
@pytest.mark.parametrize("bit", [0, 5, 7])
def test_flipped_bit_in_a_capture(copy: Path, byte: int, bit: int) -> None:
    """One flipped bit in any capture is found, and the capture named."""
    blob = _blobs(copy)[bit % 8]
    data = bytearray(blob.read_bytes())
    data[byte] ^= 1 << bit
    blob.write_bytes(data)
    assert any(line.startswith(f"captures/{blob.name}:") for line in damage_of(copy))


def _truncate(blobs: list[Path]) -> None:
    blobs[0].write_bytes(blobs[0].read_bytes()[:-1])


def _delete(blobs: list[Path]) -> None:
    blobs[0].unlink()


def _swap(blobs: list[Path]) -> None:
    one, other = blobs[0].read_bytes(), blobs[1].read_bytes()
    blobs[0].write_bytes(other)
    blobs[1].write_bytes(one)


def _add(blobs: list[Path]) -> None:
    (blobs[0].parent / ("0" * 64)).write_bytes(b"planted")


@pytest.mark.parametrize("harm", [_truncate, _delete, _swap, _add])
def test_harm_to_the_files(copy: Path, harm: Callable[[list[Path]], None]) -> None:
    """A capture cut short, removed, swapped with another or planted is found."""
    harm(_blobs(copy))
    assert any(line.startswith("captures/") for line in damage_of(copy))


def _columns(table: str) -> list[str]:
    return [name for name in FACTS[table] if name not in ("seq", "entry")]


@pytest.mark.parametrize(("table", "column"), [(table, column) for table in TABLES for column in _columns(table)])
def test_edited_row(copy: Path, table: str, column: str) -> None:
    """A change of any column of any fact is found and the row named, also where SQLite's own check is content."""
    with unguarded(copy) as database:
        row = database.execute(f"SELECT min(seq) FROM {table}").get
        assert row is not None, f"{table} is empty"
        kept = database.execute(f"SELECT {column} FROM {table} WHERE seq = ?", (row,)).get
        changed = kept + 1 if isinstance(kept, int) else f"{kept}0"
        if (table, column) == ("reports", "text"):
            database.execute("UPDATE reports SET text = ?, length = length + 1 WHERE seq = ?", (changed, row))
        elif column == "record":
            changed = str(kept).replace(":", ": ", 1)
            database.execute(f"UPDATE {table} SET record = ? WHERE seq = ?", (changed, row))
        elif (table, column) == ("reports", "length"):
            return  # the schema itself ties it to the text
        else:
            database.execute(f"UPDATE {table} SET {column} = ? WHERE seq = ?", (changed, row))
    assert any(line.startswith(f"{table} {row}:") for line in damage_of(copy))


@pytest.mark.parametrize("table", TABLES)
def test_edited_row_with_its_hash_made_to_fit(copy: Path, table: str) -> None:
    """Whoever edits a row and its hash is found by the log entry that recorded the row."""
    columns = FACTS[table]
    with unguarded(copy) as database:
        cells = _row(database, table, "(SELECT min(seq) FROM " + table + ")")
        cells[columns.index("learned_at")] = "2020-01-01T00:00:00+00:00"
        database.execute(
            f"UPDATE {table} SET learned_at = ?, hash = ? WHERE seq = ?",
            (cells[columns.index("learned_at")], row_hash(table, cells), cells[0]),
        )
        entry = cells[columns.index("entry")]
    assert any(line.startswith(f"log {entry}:") for line in damage_of(copy))


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("which", ["min", "max"])
def test_deleted_row(copy: Path, table: str, which: str) -> None:
    """A fact taken out is found, the first as well as the last of its table."""
    with unguarded(copy) as database:
        database.execute(f"DELETE FROM {table} WHERE seq = (SELECT {which}(seq) FROM {table})")
    assert any("log " in line or line.startswith(table) for line in damage_of(copy))


LOG_HARM = {
    "edited": "UPDATE log SET who = 'somebody else' WHERE seq = 3",
    "purpose edited": "UPDATE log SET why = '' WHERE seq = 2",
    "first deleted": "DELETE FROM log WHERE seq = 1",
    "middle deleted": "DELETE FROM log WHERE seq = 4",
    "outputs edited": "UPDATE log SET outputs = 'x' WHERE seq = 4",
    "derived edited": "UPDATE log SET derived = 'x' WHERE seq = (SELECT max(seq) FROM log WHERE derived IS NOT NULL)",
    "time edited": "UPDATE log SET at = '2020-01-01T00:00:00+00:00' WHERE seq = 5",
}


@pytest.mark.parametrize("harm", list(LOG_HARM))
def test_harm_to_the_log(copy: Path, harm: str) -> None:
    """A log entry edited or taken out is found and named."""
    with unguarded(copy) as database:
        database.execute(LOG_HARM[harm])
        assert database.changes() == 1
    assert any(line.startswith("log ") for line in damage_of(copy))


def test_reordered_log(copy: Path) -> None:
    """Two log entries that change places are found."""
    with unguarded(copy) as database:
        for before, after in ((3, 1000), (4, 3), (1000, 4)):
            database.execute("UPDATE log SET seq = ? WHERE seq = ?", (after, before))
    assert any(line.startswith("log 3:") for line in damage_of(copy))


@pytest.mark.parametrize("table", FILLED_DERIVED)
def test_harm_to_derived_rows(copy: Path, table: str) -> None:
    """A derived row edited, or edited with its hash made to fit, is found; reconciling mends it."""
    columns = DERIVED[table]
    with unguarded(copy) as database:
        found = database.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY id LIMIT 1").fetchall()
        cells: list[Any] = list(found[0])
        cells[1] = "2020-01-01"
        update = f"UPDATE {table} SET {columns[1]} = ?, hash = ? WHERE id = ?"
        database.execute(update, (cells[1], row_hash(table, cells), cells[0]))
    assert any(line.startswith("derived rows:") for line in damage_of(copy))
    with Ledger(copy) as ledger:
        ledger.rebuild()
    assert damage_of(copy) == []


def test_text_that_its_bytes_do_not_give(copy: Path) -> None:
    """A report whose text, row hash and log were all made to fit is still found: its bytes give another text."""
    with unguarded(copy) as database:
        report = dict(zip(FACTS["reports"], _row(database, "reports", "2"), strict=True))
        report["text"] = str(report["text"]).replace("launched", "LAUNCHED")
        value = row_hash("reports", list(report.values()))
        database.execute("UPDATE reports SET text = ?, hash = ? WHERE seq = 2", (report["text"], value))
        assert database.changes() == 1
    found = damage_of(copy)
    assert any(line.startswith(f"report {report['id']}: its text is not the one") for line in found)


def _row(database: apsw.Connection, table: str, seq: str) -> list[Any]:
    rows = database.execute(f"SELECT {', '.join(FACTS[table])} FROM {table} WHERE seq = {seq}").fetchall()
    return list(rows[0])


def test_damaged_file_is_one_line(copy: Path) -> None:
    """A database file that is none any more is told in one line that names it, never shown raw."""
    (copy / "ledger.db").write_bytes(b"not a database" * 100)
    (copy / "ledger.db-wal").unlink(missing_ok=True)
    with pytest.raises(DamageError, match=r"ledger\.db is damaged"):
        damage_of(copy)


def _content(ledger: Path) -> tuple[list[str], list[str]]:
    """Every row and log entry as they stand."""
    with Store(ledger, chain=entry_hash) as store:
        rows = [row.recomputed for row in (*store.fact_rows(), *store.derived_rows())]
        return rows, [entry["hash"] for entry in store.log()]


def test_bit_rot_in_the_database(clean: Path, tmp_path: Path) -> None:
    """A bit flipped anywhere in the database file is found, unless it lies where nothing is stored."""
    before = _content(clean)
    original = (clean / "ledger.db").read_bytes()
    assert not (clean / "ledger.db-wal").exists(), "all content is in the file itself"
    ledger = Path(shutil.copytree(clean, tmp_path / "ledger"))
    found = 0
    for number in range(60):
        flipped = bytearray(original)
        place = (number * 2_654_435_761) % len(original)
        flipped[place] ^= 1 << (number % 8)
        (ledger / "ledger.db").write_bytes(flipped)
        try:
            harmed = bool(damage_of(ledger))
        except FirstlightError:
            harmed = True
        found += harmed
        assert harmed or _content(ledger) == before, f"bit {number % 8} of byte {place} changed something unnoticed"
        for name in ("ledger.db-wal", "ledger.db-shm"):
            (ledger / name).unlink(missing_ok=True)
    assert found >= 15
