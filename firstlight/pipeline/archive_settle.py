"""Settling an archive window by window: two stage functions that engines carry out.

`settle_window` places and settles what is told of some dates, with as much around them as may move it, and leaves
ID.settled.json (outcomes by partition) and ID.told.json (the facts behind them, without the texts). `finish_window`
sees it together with the windows beside it, as `merge` must, and leaves ID.TABLE.jsonl and ID.record.jsonl.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec

from firstlight.catalog import Catalog, catalog
from firstlight.engine import At, Outcome, Task, write_part
from firstlight.exchange.columns import sheets
from firstlight.exchange.dump import derived_lines
from firstlight.exchange.flat import Told, tables
from firstlight.model import LedgerState, Record, Report, Statement, digest
from firstlight.pipeline.archive_read import UNRULED, Days, Facts
from firstlight.pipeline.keeping import set_aside
from firstlight.pipeline.period import is_invented
from firstlight.reconcile import merge, plan, reach, settle
from firstlight.reconcile.partition import RULES, token_of
from firstlight.reconcile.reaches import is_date

AROUND = 10  # dates: the window of a float holds at most nine (reconcile/spans.py), and an evening looks at the next
LOAD = 20_000  # report-dates of a window, so that a worker holds some tens of thousands of statements at once
FIRST, LAST = "0001-01-01", "9999-12-31"
_json = msgspec.json.Encoder().encode


class Window(Record, frozen=True, kw_only=True):
    """Some dates, both included, or one of the days that are none: "undated", "supply/ITEM"."""

    first: str
    last: str

    @property
    def dated(self) -> bool:
        """Whether it is of dates."""
        return is_date(self.first)

    def around(self) -> tuple[str, str]:
        """First and last day of what may matter to it."""
        if not self.dated:
            return self.first, self.last
        first = self.first if self.first <= shifted(FIRST, AROUND) else shifted(self.first, -AROUND)
        return first, self.last if self.last >= shifted(LAST, -AROUND) else shifted(self.last, AROUND)

    def __contains__(self, day: object) -> bool:
        """Whether a day is one of its own."""
        return isinstance(day, str) and self.first <= day <= self.last


class Settled(Record, frozen=True, kw_only=True):
    """What settling gave, by partition, with the day of each."""

    parts: list[tuple[str, LedgerState]]


class Behind(Record, frozen=True, kw_only=True):
    """The facts of a window's own partitions; reports without their text."""

    statements: dict[str, Statement]
    reports: dict[str, Report]


class Unit(Record, frozen=True, kw_only=True):
    """A range that was read: the name of its parts, the days between which it reaches, and which texts do not count."""

    id: str
    first: str  # "" where it reaches no date
    last: str
    other: tuple[str, ...] = ()  # days that are no dates
    lost: str = ""  # hash of the numbers in ID.lost.json, "" where there is none

    def reaches(self, window: Window) -> bool:
        """Whether something in it may matter to a window."""
        first, last = window.around()
        return self.first <= last and first <= self.last if window.dated else window.first in self.other


def windows_of(days: Mapping[str, int], load: int = LOAD) -> list[Window]:
    """All days in windows of about `load` report-dates; the dates without a gap, so that each belongs to one."""
    dated = sorted(filter(is_date, days))
    made: list[Window] = []
    first, held = FIRST, 0
    for day in dated:
        if held and held + days[day] > load:
            made.append(Window(first=first, last=shifted(day, -1)))
            first, held = day, 0
        held += days[day]
    made.append(Window(first=first, last=LAST))
    return made + [Window(first=day, last=day) for day in sorted(days) if not is_date(day)]


def task_of(window: Window, units: Iterable[Unit], catalogue: str) -> Task:
    """The task of settling a window from the units that reach it."""
    near = [unit for unit in units if unit.reaches(window)]
    told = (RULES, catalogue, window.first, window.last, *(part for unit in near for part in (unit.id, unit.lost)))
    given = {"window": msgspec.to_builtins(window), "units": [unit.id for unit in near]}
    return Task(id=digest(told)[:32], given=given, texts=1)


def settle_window(task: Task, folder: Path, common: dict[str, Any], at: At) -> Outcome:
    """Place what reaches a window and settle the partitions of its own days."""
    window, known = msgspec.convert(task.given["window"], Window), catalog()
    statements: dict[str, Statement] = {}
    reports: dict[str, Report] = {}
    for facts in _facts(Path(common["read"]), task.given["units"], window):
        at(len(reports))
        told = facts.statements if window.dated else _about(facts, window.first)
        reports[facts.report.id] = facts.report
        statements.update((statement.id, statement) for statement in told)
    parts: list[tuple[str, LedgerState]] = []
    own: set[str] = set()
    for number, part in enumerate(plan(statements, reports, (), known, window)):
        at(len(reports) + number)
        parts.append((token_of(part.key), settle(part, statements, reports, (), known)))
        own.update(part.statements)
    behind = {key: statements[key] for key in sorted(own)}
    used = {statement.report for statement in behind.values()}
    short = {key: msgspec.structs.replace(reports[key], text="") for key in sorted(used)}
    write_part(folder / f"{task.id}.told.json", [_json(Behind(statements=behind, reports=short))])
    write_part(folder / f"{task.id}.settled.json", [_json(Settled(parts=parts))])
    return Outcome(task=task.id, texts=1, made={"statements": len(own), "partitions": len(parts)})


def _about(facts: Facts, day: str) -> Iterator[Statement]:
    return (one for one in facts.statements if day in reach(one, facts.report, UNRULED).tokens)


def shifted(day: str, days: int) -> str:
    """The date so many days later."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def _facts(folder: Path, units: Iterable[str], window: Window) -> Iterator[Facts]:
    """The counting reports that reach a window, or what may matter to it, each once."""
    first, last = window.around()
    for unit in units:
        days = msgspec.json.decode((folder / f"{unit}.days.json").read_bytes(), type=Days)
        lines = sorted({line for day, found in days.days.items() if first <= day <= last for line in found})
        if not lines:
            continue
        gone = folder / f"{unit}.lost.json"
        lost = set(msgspec.json.decode(gone.read_bytes(), type=list[int])) if gone.exists() else set()
        with (folder / f"{unit}.facts.jsonl").open("rb") as file:
            for line in lines:
                file.seek(days.places[line])
                facts = msgspec.json.decode(file.read(days.places[line + 1] - days.places[line]), type=Facts)
                if facts.row not in lost:
                    yield facts


def finish_of(settled: Mapping[str, Window]) -> list[Task]:
    """The tasks that finish windows, given each settled one by the name of its parts."""
    made = []
    for key, window in settled.items():
        first, last = window.around()
        beside = [
            other
            for other, near in settled.items()
            if other != key and window.dated and near.dated and near.first <= last and first <= near.last
        ]
        told = ("finish", key, *sorted(beside))
        given = {"window": msgspec.to_builtins(window), "own": key, "beside": sorted(beside)}
        made.append(Task(id=digest(told)[:32], given=given, texts=1))
    return made


def finish_window(task: Task, folder: Path, common: dict[str, Any], at: At) -> Outcome:
    """Merge a window with those beside it and write its own share as rows and as lines of the record."""
    window, known, settled = msgspec.convert(task.given["window"], Window), catalog(), Path(common["settled"])
    at(0)
    mine = _settled(settled, task.given["own"])
    first, last = window.around()
    beside = [
        state for key in task.given["beside"] for day, state in _settled(settled, key).parts if first <= day <= last
    ]
    behind = msgspec.json.decode((settled / f"{task.given['own']}.told.json").read_bytes(), type=Behind)
    state = own_share(merge([*(state for _, state in mine.parts), *beside]), mine, behind)
    rows = tables(_told(state, behind, known), known)
    for name in sheets(known):
        write_part(folder / f"{task.id}.{name}.jsonl", (_json(row) + b"\n" for row in rows[name]))
    write_part(folder / f"{task.id}.record.jsonl", derived_lines(state))
    aside: Counter[str] = Counter()
    placed = set_aside(behind.statements, state, aside)
    made = {"placed": placed, "raids": len(state.raids), "incidents": len(state.incidents)}
    made |= {"packages": len(state.packages), "disputes": len(state.disputes)}
    return Outcome(task=task.id, texts=1, made=made, refused=dict(aside))


def _settled(folder: Path, key: str) -> Settled:
    return msgspec.json.decode((folder / f"{key}.settled.json").read_bytes(), type=Settled)


def own_share(state: LedgerState, mine: Settled, behind: Behind) -> LedgerState:
    """Of a merged state, what came from a window's own partitions."""
    parts = [part for _, part in mine.parts]
    ids = {raid.id for part in parts for raid in part.raids}
    ids |= {incident.id for part in parts for incident in part.incidents}
    ids |= {package.id for part in parts for package in part.packages}
    return LedgerState(
        raids=tuple(raid for raid in state.raids if raid.id in ids),
        incidents=tuple(incident for incident in state.incidents if incident.id in ids),
        packages=tuple(package for package in state.packages if package.id in ids),
        disputes=tuple(dispute for dispute in state.disputes if dispute.about in ids),
        asides=tuple(aside for aside in state.asides if aside.statement in behind.statements),
    )


def _told(state: LedgerState, behind: Behind, known: Catalog) -> Told:
    invented = frozenset(key for key, report in behind.reports.items() if is_invented(report, known))
    return Told(
        state=state,
        statements=behind.statements,
        reports=behind.reports,
        decisions=(),
        invented=invented,
        entered=frozenset(),
    )
