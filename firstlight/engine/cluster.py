"""Tasks on a Dask cluster: its workers keep a worker process each, as a pool does, and share a file system.

What a text can do to a process happens in the process that is kept, so that no worker of the cluster dies of it; one
that is lost all the same, with its host, costs the tasks that it was at, which Dask hands to another.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from firstlight.engine.keeper import Keeper
from firstlight.engine.task import Job, Outcome, Task
from firstlight.errors import FirstlightError, UsageError

AHEAD = 1000  # tasks that the scheduler knows of at once
LOST = 5  # times that a task is handed out again after the workers at it were lost
_kept = threading.local()


def on_cluster(job: Job, tasks: Iterable[Task], workers: int, scheduler: str | None) -> Iterator[Outcome]:
    """The outcome of each task, as they come.

    scheduler: the address of a running one, or the path of the file that it wrote; None starts one on this host with
    `workers` processes. UsageError where the extra is missing, FirstlightError where the cluster cannot be reached.
    """
    try:
        from distributed import as_completed
        from distributed.scheduler import KilledWorker
    except ImportError as error:
        raise UsageError("--engine cluster needs the extra cluster: pip install 'firstlight[cluster]'") from error
    sent, known, lost = msgspec.json.encode(job), dict[Any, Task](), Counter[str]()
    with _client(workers, scheduler) as client:
        left, running = iter(tasks), as_completed(loop=client.loop)

        def begin(task: Task) -> None:
            key = f"{task.id}-{lost[task.id]}"
            future = client.submit(run_one, sent, msgspec.json.encode(task), key=key, pure=False)
            known[future] = task
            running.add(future)

        for task in islice(left, AHEAD):
            begin(task)
        for future in running:
            task = known.pop(future)
            try:
                answer = future.result()
            except KilledWorker as error:
                lost[task.id] += 1
                if lost[task.id] > LOST:
                    raise FirstlightError(f"workers of the cluster are lost again and again: {error}") from error
                begin(task)
                continue
            yield msgspec.json.decode(answer, type=Outcome)
            for following in islice(left, 1):
                begin(following)


def run_one(job: bytes, task: bytes) -> bytes:
    """One task on a worker of the cluster; its process is kept for the next one of the same job."""
    if getattr(_kept, "job", None) != job:
        if hasattr(_kept, "keeper"):
            _kept.keeper.close()
        _kept.keeper, _kept.job = Keeper(msgspec.json.decode(job, type=Job)), job
    return msgspec.json.encode(_kept.keeper.run(msgspec.json.decode(task, type=Task)))


def _client(workers: int, scheduler: str | None) -> Any:
    from distributed import Client

    try:
        if scheduler is None:
            return Client(n_workers=workers, threads_per_worker=1, dashboard_address=None, set_as_default=False)
        if Path(scheduler).is_file():
            return Client(scheduler_file=scheduler, set_as_default=False)
        return Client(scheduler, set_as_default=False)
    except (OSError, ValueError) as error:
        where = scheduler or "this host"
        raise FirstlightError(f"no cluster answers at {where} ({error}): start one as docs/scale.md says") from error
