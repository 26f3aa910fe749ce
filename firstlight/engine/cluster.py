"""Tasks on a Dask cluster: its workers keep a worker process each, as a pool does, and share a file system.

What a text can do to a process happens in the process that is kept, so that no worker of the cluster dies of it; one
that is lost all the same, with its host, costs the tasks that it was at, which Dask hands to another.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from firstlight.engine.keeper import Keeper
from firstlight.engine.task import Job, Outcome, Task
from firstlight.errors import FirstlightError, UsageError

AHEAD = 1000  # tasks that the scheduler knows of at once
LOST = 5  # times that a task is handed out again after the workers at it were lost
START_S = 60.0  # seconds that a cluster has to answer
DASK = (sys.executable, "-m", "dask")
_kept = threading.local()


def on_cluster(job: Job, tasks: Iterable[Task], client: Any) -> Iterator[Outcome]:
    """The outcome of each task, as they come; `client` is that of `cluster`."""
    from distributed import as_completed
    from distributed.scheduler import KilledWorker

    sent, known, lost = msgspec.json.encode(job), dict[Any, Task](), Counter[str]()
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


@contextmanager
def cluster(workers: int, scheduler: str | None) -> Iterator[Any]:
    """A client of a cluster, which is ended with the block where it was started here.

    scheduler: the address of a running one, or the path of the file that it wrote; None starts one on this host with
    `workers` processes. UsageError where the extra is missing, FirstlightError where the cluster cannot be reached.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise UsageError("--engine cluster needs the extra cluster: pip install 'firstlight[cluster]'") from error
    with tempfile.TemporaryDirectory(prefix="firstlight-") as folder:
        own = Path(folder) / "scheduler.json"
        started = _started(own, workers) if scheduler is None else []
        where = scheduler or str(own)
        try:
            if scheduler is None or Path(scheduler).is_file():
                client = Client(scheduler_file=where, set_as_default=False, timeout=START_S)
            else:
                client = Client(where, set_as_default=False, timeout=START_S)
        except (OSError, ValueError) as error:
            _end(started)
            raise FirstlightError(
                f"no cluster answers at {where} ({error}): start one as docs/scale.md says"
            ) from error
        try:
            with client:
                yield client
                if started:
                    client.shutdown()
        finally:
            _end(started)


def _started(file: Path, workers: int) -> list[subprocess.Popen[bytes]]:
    """A scheduler and workers of this host, started by the commands that docs/scale.md gives for several."""
    scheduler = [*DASK, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    worker = [*DASK, "worker", "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1"]
    found = [_quietly([*scheduler, "--scheduler-file", str(file)], file.parent)]
    until = time.monotonic() + START_S
    while not file.exists() and time.monotonic() < until and found[0].poll() is None:
        time.sleep(0.05)
    for number in range(workers):
        command = [*worker, "--scheduler-file", str(file), "--name", f"worker {number}"]
        command += ["--local-directory", str(file.parent)]
        found.append(_quietly(command, file.parent))
    return found


def _quietly(command: list[str], folder: Path) -> subprocess.Popen[bytes]:
    """A process that finds the packages that this one finds."""
    settings = {**os.environ, "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path)}
    nothing = subprocess.DEVNULL
    return subprocess.Popen(command, cwd=folder, env=settings, stdout=nothing, stderr=nothing)


def _end(started: list[subprocess.Popen[bytes]]) -> None:
    for process in reversed(started):
        process.terminate()
    for process in started:
        try:
            process.wait(START_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
