"""Custody: whatever commands do to a ledger is in its log, and the log's lists of rows give the ledger again.

A state machine draws programs of commands. After each command the rows and files that changed are compared with the new
log entries; at the end the ledger is made again from the log, and cut at places before its newest seal.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import apsw
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from firstlight.custody import entry_hash
from firstlight.model import Record
from firstlight.pipeline import Ledger
from firstlight.store import Store
from firstlight.store.looks import NAME as LOOKS
from firstlight.store.rows import DERIVED, FACTS, LOG, folded

from .ledgers import NIGHTS, cut_after, damage_of, dump_of, unguarded, write_reports

OWN_TABLE = Path(__file__).resolve().parents[2] / "examples" / "own-table"
DAYS = sorted(NIGHTS)
Row = tuple[Any, ...]  # the stored cells, with seq first and entry and hash last


class Seen(Record, frozen=True, kw_only=True):
    """Everything that a ledger's folder holds at one moment."""

    log: tuple[Row, ...] = ()
    facts: dict[str, tuple[Row, ...]] = {}
    derived: dict[str, tuple[Row, ...]] = {}
    files: dict[str, str] = {}  # path to hash, without database, locks and the log of looks

    def at(self, head: int) -> dict[str, tuple[Row, ...]]:
        """The facts written under the log's entries up to `head`."""
        return {table: tuple(row for row in rows if row[-2] <= head) for table, rows in self.facts.items()}


def seen(folder: Path) -> Seen:
    """What stands in a folder, asked of SQLite and the file system alone."""
    if not (folder / "ledger.db").exists():
        return Seen(facts=dict.fromkeys(FACTS, ()), derived=dict.fromkeys(DERIVED, ()), files=_files(folder))
    database = apsw.Connection(str(folder / "ledger.db"))

    def table(name: str, columns: tuple[str, ...]) -> tuple[Row, ...]:
        return tuple(database.execute(f"SELECT {', '.join((*columns, 'hash'))} FROM {name} ORDER BY 1"))

    found = Seen(
        log=table("log", LOG),
        facts={name: table(name, columns) for name, columns in FACTS.items()},
        derived={name: table(name, columns) for name, columns in DERIVED.items()},
        files=_files(folder),
    )
    database.close()
    return found


def _files(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
        and not path.name.startswith("ledger.db")
        and path.suffix not in (".lock", ".wait")
        and path.name != LOOKS  # a chain of its own, which grows with each look
    }


class Commands(RuleBasedStateMachine):
    """Programs of commands on one ledger."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp(prefix="custody-"))
        self.patch = pytest.MonkeyPatch()
        self.patch.setenv("FIRSTLIGHT_SEALS", str(self.home / "seals"))
        self.sources = write_reports(self.home / "in")
        (self.sources / "empty.txt").write_text("", "utf-8")
        self.folder = self.home / "ledger"
        self.ledger = Ledger(self.folder)
        self.past: list[Seen] = [seen(self.folder)]
        self.made = 0

    # --- commands that may change the ledger ---

    @rule(day=st.sampled_from(DAYS), source=st.sampled_from([None, "ua-air-force", "a council"]))
    def collect(self, day: int, source: str | None) -> None:
        """A file, perhaps one that is there already, perhaps from another source."""
        path = str(self.sources / f"{day}.txt")
        self.does(lambda: self.ledger.collect([path], f"2024-03-{day}", source), "captures")

    @rule()
    def collect_all(self) -> None:
        """A folder with an empty file in it, which is refused."""
        self.does(lambda: self.ledger.collect([str(self.sources)]), "captures")

    @rule(number=st.integers(1, 9))
    def add(self, number: int) -> None:
        """An observation typed by hand."""
        text = f"On 20 March {number} drones were shot down over Sumy."
        self.does(lambda: self.ledger.add(text, source="notes", author="tester", reason="seen"), "captures")

    @rule()
    def import_table(self) -> None:
        """A table of one's own."""
        table, explained = OWN_TABLE / "tally.csv", OWN_TABLE / "map.toml"
        self.does(lambda: self.ledger.import_("table", table, map=explained), "captures")

    @precondition(lambda self: self.exists())
    @rule()
    def read(self) -> None:
        """All unread reports."""
        self.does(self.ledger.read)

    @precondition(lambda self: self.exists())
    @rule()
    def reconcile(self) -> None:
        """What changed."""
        self.does(self.ledger.reconcile)

    @precondition(lambda self: self.exists())
    @rule()
    def rebuild(self) -> None:
        """All derived rows."""
        self.does(self.ledger.rebuild)

    @precondition(lambda self: self.statements())
    @rule(verb=st.sampled_from(["accept", "reject"]), at=st.integers(0, 99))
    def decide(self, verb: str, at: int) -> None:
        """A decision about some statement."""
        statement = self.statements()[at % len(self.statements())]
        self.does(lambda: self.ledger.decide(verb, [statement], reason="checked", author="tester"))

    @precondition(lambda self: self.statements())
    @rule()
    def release(self) -> None:
        """A frozen edition, in the folder of the ledger."""
        self.does(lambda: self.ledger.release(f"edition-{self.number()}"), "releases")

    @precondition(lambda self: self.exists())
    @rule(kind=st.sampled_from(["dump", "csv", "backup", "sample"]))
    def take_out(self, kind: str) -> None:
        """Something written outside the ledger: only the run is in the log."""
        out = self.home / f"out-{self.number()}"
        if kind == "sample" and not self.statements():
            kind = "csv"  # there is nothing to draw from before the first reading
        commands: dict[str, Callable[[], object]] = {
            "dump": lambda: self.ledger.export("dump", out.with_suffix(".jsonl")),
            "csv": lambda: self.ledger.export("csv", out),
            "backup": lambda: self.ledger.backup(out),
            "sample": lambda: self.ledger.sample(3, out.with_suffix(".csv")),
        }
        self.does(commands[kind])
        new = [table for table in FACTS if self.past[-1].facts[table] != self.past[-2].facts[table]]
        assert new in ([], ["runs"]), kind

    # --- commands that change nothing ---

    @precondition(lambda self: self.exists())
    @rule()
    def look(self) -> None:
        """Questions leave everything as it is, the log too."""
        self.ledger.attacks()
        self.ledger.review()
        self.ledger.runs()
        for statement in self.statements()[:1]:
            self.ledger.show(statement)
        assert self.ledger.verify().damage == ()
        assert seen(self.folder) == self.past[-1]

    # --- what must hold ---

    def does(self, command: Callable[[], object], *folders: str) -> None:
        """Run a command; every row and file that it changed is answered for by a new entry. `folders`: where it may
        leave files."""
        command()
        before, now = self.past[-1], seen(self.folder)
        self.past.append(now)
        head = len(before.log)
        assert now.log[:head] == before.log and now.at(head) == before.facts, "what stood was left as it was"
        assert len(now.log) > head, "each command is logged"
        _chained(now, head)
        settled = [entry for entry in now.log[head:] if entry[LOG.index("derived")] is not None]
        if now.derived != before.derived:
            assert settled, "derived rows changed without an entry that says so"
        if settled:
            digest = folded((table, f"{row[0]} {row[-1]}") for table in DERIVED for row in now.derived[table])
            assert settled[-1][LOG.index("derived")] == digest
        _files_answered_for(before, now, folders)

    def exists(self) -> bool:
        """Whether there is a ledger yet."""
        return bool(self.past[-1].log)

    def statements(self) -> list[str]:
        """Ids of the statements that count."""
        return sorted(self.ledger._store().statements()) if self.past[-1].facts["statements"] else []

    def number(self) -> int:
        """The next one."""
        self.made += 1
        return self.made

    def teardown(self) -> None:
        """The log, replayed, gives every state that the ledger went through; a cut of its end is found."""
        self.ledger.close()
        try:
            self.check_log()
        finally:
            self.patch.undo()
            shutil.rmtree(self.home)

    def check_log(self) -> None:
        """What teardown says."""
        last = self.past[-1]
        if last.log:
            for state in self.past:
                assert last.at(len(state.log)) == state.facts
            for seq in sorted({1, len(last.log) // 2, len(last.log) - 1} - {0, len(last.log)}):
                self.cut(seq)
            self.replay(last)

    def cut(self, seq: int) -> None:
        """A log cut after an entry is told, though all that is left fits together."""
        copy = Path(shutil.copytree(self.folder, self.home / f"cut-{seq}"))
        cut_after(copy, seq)
        assert any("rolled back" in line for line in damage_of(copy)), seq

    def replay(self, last: Seen) -> None:
        """A ledger into which the log's rows are put, entry by entry, is sound and settles to the same dump."""
        again = self.home / "again" / "ledger"
        Store(again, chain=entry_hash, create=True).close()
        if (self.folder / "captures").exists():
            shutil.copytree(self.folder / "captures", again / "captures")
        if (self.folder / "releases").exists():
            shutil.copytree(self.folder / "releases", again / "releases")
        database = unguarded(again)
        with database:
            for entry in last.log:
                _insert(database, "log", (*LOG, "hash"), entry)
                for table, columns in FACTS.items():
                    for row in last.facts[table]:
                        if row[-2] == entry[0]:
                            _insert(database, table, (*columns, "hash"), row)
        database.close()
        assert seen(again).facts == last.facts
        for folder in (self.folder, again):
            with Ledger(folder) as ledger:
                ledger.rebuild()
                assert ledger.verify().damage == () or folder == again  # their logs part here, and share their seals
        assert dump_of(again) == dump_of(self.folder)


def _chained(now: Seen, head: int) -> None:
    """The entries after `head`: who, what, when, why; the hash of their rows; the hash of the one before."""
    previous = now.log[head - 1][-1] if head else now.log[0][LOG.index("previous")]
    for number, row in enumerate(now.log[head:], start=head + 1):
        entry = dict(zip((*LOG, "hash"), row, strict=True))
        assert entry["seq"] == number and entry["previous"] == previous and entry["hash"] == entry_hash(row[:-1])
        assert all(entry[name] for name in ("at", "who", "what", "why", "inputs"))
        rows = hashlib.sha256()
        for table in FACTS:
            for fact in now.facts[table]:
                if fact[-2] == number:
                    rows.update(f"{table}:{fact[-1]}\n".encode())
        assert entry["outputs"] == rows.hexdigest()
        previous = entry["hash"]


def _files_answered_for(before: Seen, now: Seen, folders: tuple[str, ...]) -> None:
    """No file went or changed; one that came lies where the command may leave it, and captures have their row."""
    assert before.files.items() <= now.files.items()
    captured = {row[1] for row in now.facts["captures"]}
    for path in now.files.keys() - before.files.keys():
        assert path.split(os.sep)[0] in folders, path
        if path.startswith("captures"):
            assert now.files[path] == Path(path).name in captured


def _insert(database: apsw.Connection, table: str, columns: tuple[str, ...], row: Row) -> None:
    database.execute(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(row))})", row)


def _run(programs: int, steps: int) -> None:
    run_state_machine_as_test(
        Commands,
        settings=settings(
            max_examples=programs,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_programs_of_commands_are_in_the_log() -> None:
    """6 programs: no effect without its entry, the log gives every state again, a cut past a seal is found."""
    _run(6, 8)


@pytest.mark.release
def test_many_programs_of_commands_are_in_the_log() -> None:
    """The same for 200 programs."""
    _run(200, 8)
