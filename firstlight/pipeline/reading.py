"""Reading a ledger's reports on an engine: batches out as row numbers, readings back as parts, kept in their order."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from firstlight import custody
from firstlight.catalog import catalog
from firstlight.engine import At, Engine, Job, Outcome, Progress, Task, named, opened, run, write_part
from firstlight.errors import FirstlightError
from firstlight.model import Rejection, Report, digest
from firstlight.read import READER, Reading, read
from firstlight.store import Store
from firstlight.store.unit import said

BATCH = 200  # reports of a task, and of a unit of work
FOLDER = "reading"  # of the parts, below the ledger's folder while it is read
STOPPED = {
    "time": "reading it did not come to an end in time",
    "memory": "reading it took more memory than a worker may have",
    "crash": "reading it ended the process",
}

Batch = tuple[list[int], list[Reading]]


def readings(
    store: Store, numbers: Sequence[int], catalogue: str, where: Engine, seen: Callable[[str], None]
) -> Iterator[Batch]:
    """The readings of reports by row number, in their order, a batch at a time; read on an engine.

    FirstlightError where a batch could not be read at all; those before it are handed over first.
    """
    left = iter(numbers)
    batches = list(iter(lambda: list(islice(left, BATCH)), []))
    tasks = [_task(batch, store.numbered(batch), catalogue) for batch in batches]
    folder = store.folder / FOLDER
    common = {"ledger": str(store.folder.resolve()), "catalogue": catalogue}
    job = Job(function=named(read_numbered), folder=str(folder.resolve()), common=common)
    progress = Progress("read", "reports", len(numbers), seen)
    done: dict[str, Outcome] = {}
    place = 0
    with opened(where) as carrier:
        for outcome in run(job, tasks, carrier, progress):
            done[outcome.task] = outcome
            while place < len(tasks) and tasks[place].id in done:
                yield batches[place], _kept(folder, done[tasks[place].id])
                place += 1
    if place < len(tasks):
        raise FirstlightError("a batch of reports was lost on the way: run again")
    shutil.rmtree(folder, ignore_errors=True)


def _task(numbers: Sequence[int], reports: Sequence[Report], catalogue: str) -> Task:
    told = digest((READER, catalogue, *(said(report) for report in reports)))
    return Task(id=told[:32], given={"numbers": list(numbers)}, texts=len(reports))


def _kept(folder: Path, outcome: Outcome) -> list[Reading]:
    if not outcome.whole:
        raise FirstlightError(f"some reports could not be read ({outcome.more['why']}): run again to try them")
    part = folder / f"{outcome.task}.readings.json"
    return msgspec.json.decode(part.read_bytes(), type=list[Reading])


def read_numbered(task: Task, folder: Path, common: dict[str, Any], at: At) -> Outcome:
    """The stage function: read the reports of a ledger that have these row numbers."""
    known, skip = catalog(), dict(task.skip)
    if known.hash != common["catalogue"]:
        raise FirstlightError("workers have another data folder than this command: --engine local reads with yours")
    with Store(Path(common["ledger"]), chain=custody.entry_hash) as store:
        reports = store.numbered(task.given["numbers"])
    found = []
    for number, report in enumerate(reports):
        at(number)
        found.append(_passed(report, skip[number]) if number in skip else read(report, known))
    write_part(folder / f"{task.id}.readings.json", [msgspec.json.encode(found)])
    refused: dict[str, int] = {}
    for reason in skip.values():
        refused[reason] = refused.get(reason, 0) + 1
    return Outcome(task=task.id, texts=len(found), refused=refused)


def _passed(report: Report, reason: str) -> Reading:
    """What stands for the reading of a report at which workers died."""
    told = Rejection(report=report.id, kind="report", quote=None, reason=reason, detail=STOPPED[reason])
    return Reading(statements=(), rejections=(told,))
