"""A small ledger of texts written for these tests, filled through the public verbs, and facts about its rows."""

from __future__ import annotations

import hashlib
from pathlib import Path

import apsw

from firstlight.custody import entry_hash
from firstlight.model import Decision, Picture, Refusal, Rejection
from firstlight.pipeline import Ledger
from firstlight.store import Store, Work
from firstlight.store.rows import FACTS

NIGHTS = {21: (14, 12), 22: (63, 55), 23: (34, 31), 24: (28, 25), 25: (9, 8), 26: (12, 9), 27: (13, 10), 28: (28, 26)}

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0\0\0\0\0\0\0\0\0IEND\0\0\0\0"  # in form


def write_reports(folder: Path, nights: dict[int, tuple[int, int]] | None = None) -> Path:
    """One short summary for each night, with a reports.toml; the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    table = []
    for day, (launched, stopped) in (nights or NIGHTS).items():
        name = f"{day}.txt"
        text = (
            f"On the night of {day} March Russia launched {launched} Shahed drones, {stopped} of them were shot down."
        )
        text += f"\nIn Kharkiv {day % 5 + 1} people were injured."
        (folder / name).write_text(text, "utf-8")
        table.append(f'["{name}"]\nsource = "ua-air-force"\npublished = "2024-03-{day}"\n')
    (folder / "reports.toml").write_text("\n".join(table), "utf-8")
    return folder


def fill(folder: Path, sources: Path) -> Path:
    """Collect, read and reconcile; the ledger's folder."""
    with Ledger(folder) as ledger:
        ledger.collect([str(sources)])
        ledger.read()
        ledger.reconcile()
    return folder


def drawn(capture: str, at: str, png: bytes = PNG) -> Picture:
    """A picture of a capture."""
    name = hashlib.sha256(png).hexdigest()
    return Picture(
        capture=capture, sha256=name, size=len(png), width=1, height=1, page_height=1, made_at=at, maker="tests"
    )


def with_every_fact(folder: Path) -> Path:
    """The ledger with every other kind of fact added too, so that no table of facts is empty."""
    at = "2024-04-01T09:00:00+00:00"
    work = Work(who="tester", what="test", why="a row in every table", at=at, inputs="")
    decision = Decision(id="d", verb="accept", statements=(), reason="seen", author="tester", decided_at=at)
    with Store(folder, chain=entry_hash) as store, store.unit(work) as unit:
        unit.refusal(Refusal(stage="collect", item="empty.txt", reason="empty", detail="empty.txt is empty"))
        unit.decision(decision)
        (report,) = store.numbered([1])
        unit.picture(drawn(report.capture, at), PNG)
        rejection = Rejection(report=report.id, kind="launched", quote=None, reason="odd", detail="odd")
        unit.reading(report, ("other reader", "catalogue"), (), (rejection,))
    with Ledger(folder) as ledger:
        done = ledger.collect([b"On 29 March Russia launched 2 drones."], published="2024-03-29", source="nobody")
        ledger.decide("erase", done.reports, for_good=True, reason="asked for", author="tester")
        ledger.reconcile()
    return folder


def dump_of(folder: Path) -> bytes:
    """The canonical dump of a ledger."""
    with Ledger(folder) as ledger:
        ledger.export("dump", folder.parent / "dump.jsonl")
    return (folder.parent / "dump.jsonl").read_bytes()


def damage_of(folder: Path) -> list[str]:
    """Where verify finds damage."""
    with Ledger(folder) as ledger:
        return [f"{damage.where}: {damage.what}" for damage in ledger.verify().damage]


def unguarded(folder: Path) -> apsw.Connection:
    """A connection of somebody who means harm: the triggers are gone, foreign keys are not looked at."""
    database = apsw.Connection(str(folder / "ledger.db"))
    names = [name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")]
    for name in names:
        database.execute(f"DROP TRIGGER {name}")
    database.pragma("foreign_keys", False)
    return database


def cut_after(folder: Path, seq: int) -> None:
    """Cut the log after an entry, with every fact written under a later one; what is left fits together."""
    database = unguarded(folder)
    with database:
        for table in FACTS:
            database.execute(f"DELETE FROM {table} WHERE entry > ?", (seq,))
        database.execute("DELETE FROM log WHERE seq > ?", (seq,))
    database.close()
