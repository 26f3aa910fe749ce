"""Keeps one worker process: hands it tasks, watches that it moves, starts another where it dies or hangs.

A worker that dies may have been killed by anybody, so that its task is begun again. Where a second one dies or hangs at
the same step of the same task, the step is at fault: it is refused with the reason, and the rest of the task is done.
"""

from __future__ import annotations

import mmap
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from types import TracebackType

import msgspec

from firstlight.engine.task import Job, Outcome, Task
from firstlight.engine.worker import NUMBER
from firstlight.errors import FirstlightError
from firstlight.model import Record

LOOK_S = 0.25  # seconds between two looks at a worker
TRIES = 2  # deaths at one step after which it is refused
LONGEST = 160  # characters of a worker's last words


class Death(Record, frozen=True, kw_only=True):
    """Where a worker ended, -1 before the first step, and why: a fixed word, then its own last words."""

    step: int
    reason: str
    words: str = ""


class StoppedError(FirstlightError):
    """The run is over: nothing more is to be done."""


class Keeper:
    """One worker at a time, started with the first task."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._worker: subprocess.Popen[bytes] | None = None
        self._folder = tempfile.TemporaryDirectory(prefix="firstlight-")
        self._progress = os.path.join(self._folder.name, "progress")
        self._said = os.path.join(self._folder.name, "said")
        with open(self._progress, "wb") as file:
            file.write(NUMBER.pack(0, -1))
        self._begun = 0
        self._rest = b""
        self._stopped = False

    def __enter__(self) -> Keeper:
        """The keeper itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        """End the worker."""
        self.close()

    def close(self) -> None:
        """End the worker and take its scratch files away."""
        self._end()
        self._folder.cleanup()

    def stop(self) -> None:
        """Let `run` in another thread raise StoppedError at its next look."""
        self._stopped = True

    def run(self, task: Task) -> Outcome:
        """The outcome of a task, whatever becomes of workers on the way. StoppedError after `stop`.

        Where no step can be blamed, because workers die before the first, the outcome is not whole and says why.
        """
        deaths: Counter[int] = Counter()
        skip = dict(task.skip)
        while True:
            told = msgspec.structs.replace(task, skip=tuple(sorted(skip.items())))
            found = self._try(told)
            if isinstance(found, Outcome):
                return found
            deaths[found.step] += 1
            if deaths[found.step] < TRIES:
                continue
            if found.step < 0 or found.step in skip:
                why = f"{found.reason} before its first text" if found.step < 0 else found.reason
                return Outcome(task=task.id, whole=False, more={"why": f"{why}: {found.words}".rstrip(": ")})
            skip[found.step] = found.reason

    def _try(self, task: Task) -> Outcome | Death:
        worker = self._ready()
        assert worker.stdin is not None and worker.stdout is not None
        self._begun += 1
        try:
            worker.stdin.write(msgspec.json.encode(task) + b"\n")
            worker.stdin.flush()
        except BrokenPipeError:
            return self._death("died")
        seen, since = (0, -1), time.monotonic()
        with open(self._progress, "r+b") as file, mmap.mmap(file.fileno(), NUMBER.size) as place:
            while True:
                if self._stopped:
                    raise StoppedError("stopped; what was done before is kept, and the next run goes on from there")
                if select.select([worker.stdout], [], [], LOOK_S)[0]:
                    answer = os.read(worker.stdout.fileno(), 1 << 20)
                    if not answer:
                        return self._death("died")
                    self._rest += answer
                    if self._rest.endswith(b"\n"):
                        line, self._rest = self._rest, b""
                        return msgspec.json.decode(line, type=Outcome)
                    continue
                now = NUMBER.unpack_from(place, 0)
                if now != seen:
                    seen, since = now, time.monotonic()
                elif time.monotonic() - since > self._job.step_s:
                    worker.kill()
                    return self._death("time")

    def _ready(self) -> subprocess.Popen[bytes]:
        if self._worker is None:
            with open(self._said, "wb") as said:
                command = [sys.executable, "-m", "firstlight.engine.worker", self._progress]
                self._worker = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said)
            self._begun, self._rest = 0, b""
            assert self._worker.stdin is not None
            try:
                self._worker.stdin.write(msgspec.json.encode(self._job) + b"\n")
            except BrokenPipeError:
                return self._worker  # it is noticed with the first task
        return self._worker

    def _death(self, reason: str) -> Death:
        """What is known of a worker that ended, or was ended for the reason `time`."""
        assert self._worker is not None
        code = self._worker.wait()
        with open(self._progress, "rb") as file:
            begun, step = NUMBER.unpack(file.read(NUMBER.size))
        with open(self._said, "rb") as said:
            lines = said.read().decode("utf-8", "replace").strip().splitlines()
        words = lines[-1][:LONGEST] if lines else ""
        if reason == "died":
            reason = "memory" if "MemoryError" in words else "crash"
            if code < 0:
                words = signal.Signals(-code).name
        self._end()
        return Death(step=step if begun == self._begun else -1, reason=reason, words=words)

    def _end(self) -> None:
        worker, self._worker = self._worker, None
        if worker is None:
            return
        worker.kill()
        worker.wait()
        for pipe in (worker.stdin, worker.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue
