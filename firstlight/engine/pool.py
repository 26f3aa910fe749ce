"""Tasks on processes of this machine: as many keepers as workers, each with a thread that only waits."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Iterable, Iterator

from firstlight.engine.keeper import Keeper, StoppedError
from firstlight.engine.task import Job, Outcome, Task


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def on_pool(job: Job, tasks: Iterable[Task], workers: int) -> Iterator[Outcome]:
    """The outcome of each task, as they come; whoever stops listening ends the workers.

    Tasks are taken one by one as workers get free, so that a large one holds up no other.
    """
    given, lock = iter(tasks), threading.Lock()
    done: queue.SimpleQueue[Outcome | BaseException | None] = queue.SimpleQueue()
    keepers = [Keeper(job) for _ in range(workers)]

    def work(keeper: Keeper) -> None:
        try:
            while True:
                with lock:
                    task = next(given, None)
                if task is None:
                    return
                done.put(keeper.run(task))
        except StoppedError:
            return
        except Exception as error:  # noqa: BLE001  raised again in the thread that listens
            done.put(error)
        finally:
            keeper.close()
            done.put(None)

    threads = [threading.Thread(target=work, args=(keeper,), daemon=True) for keeper in keepers]
    for thread in threads:
        thread.start()
    try:
        left = workers
        while left:
            found = done.get()
            if isinstance(found, BaseException):
                raise found
            if found is None:
                left -= 1
            else:
                yield found
    finally:
        for keeper in keepers:
            keeper.stop()
        for thread in threads:
            thread.join()
