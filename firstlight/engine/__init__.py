"""The same stage function on one process, a pool of this machine, or a cluster: `run`.

Work is cut into tasks that are named by the hash of what they depend on, and their results are parts with that name,
there whole or not at all. So a run that is begun again does only what is missing, and nothing is done twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from firstlight.engine.pool import cores, on_pool
from firstlight.engine.progress import Progress
from firstlight.engine.task import At, Job, Outcome, Stage, Task, named, waiting, write_part
from firstlight.errors import UsageError
from firstlight.model import Record

__all__ = [
    "At",
    "Engine",
    "Job",
    "Outcome",
    "Progress",
    "Stage",
    "Task",
    "chosen",
    "cores",
    "named",
    "run",
    "write_part",
]

Carrier = Callable[[Job, Sequence[Task]], Iterator[Outcome]]
KINDS = ("local", "pool", "cluster")


class Engine(Record, frozen=True, kw_only=True):
    """Where the work is done. workers: processes, as many as there are processors where None; local has one.

    scheduler: of a cluster that runs already, its address or the file that it wrote.
    """

    kind: Literal["local", "pool", "cluster"] = "local"
    workers: int | None = None
    scheduler: str | None = None


def chosen(kind: str = "local", workers: int | None = None, scheduler: str | None = None) -> Engine:
    """An engine by the words of a caller; UsageError where they do not fit together."""
    if kind not in KINDS:
        raise UsageError(f"there is no engine {kind!r}: --engine is one of {', '.join(KINDS)}")
    if scheduler is not None and kind != "cluster":
        raise UsageError("--scheduler goes with --engine cluster")
    if workers is not None and (kind == "local" or scheduler is not None):
        raise UsageError("--workers goes with --engine pool, and with a cluster on this host: local has one")
    if workers is not None and workers < 1:
        raise UsageError("--workers is a number from 1")
    return Engine(kind=kind, workers=workers, scheduler=scheduler)  # type: ignore[arg-type]


@contextmanager
def opened(where: Engine) -> Iterator[Carrier]:
    """What carries out tasks on an engine, for one stage after another; a cluster is reached, or started, once.

    UsageError where the extra `cluster` is missing, FirstlightError where a cluster does not answer.
    """
    workers = 1 if where.kind == "local" else where.workers or cores()
    if where.kind != "cluster":
        yield lambda job, tasks: on_pool(job, tasks, min(workers, len(tasks)))
        return
    from firstlight.engine.cluster import cluster, on_cluster

    with cluster(workers, where.scheduler) as client:
        yield lambda job, tasks: on_cluster(job, tasks, client)


def run(job: Job, tasks: Iterable[Task], carrier: Carrier, progress: Progress) -> Iterator[Outcome]:
    """The outcome of every task, in no order; those whose parts are there already come first.

    An outcome that is not whole says in `more["why"]` why its task could not be done.
    """
    folder = Path(job.folder)
    folder.mkdir(parents=True, exist_ok=True)
    left: list[Task] = []
    for item in waiting(tasks, folder):
        if isinstance(item, Task):
            left.append(item)
        else:
            progress.add(item, kept=True)
            yield item
    for outcome in carrier(job, left) if left else ():
        progress.add(outcome)
        yield outcome
