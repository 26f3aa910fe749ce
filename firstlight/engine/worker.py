"""The process that does the work: reads tasks from its standard input, a JSON line each, and answers with outcomes.

Started as `python -m firstlight.engine.worker PROGRESS`. It may be killed at any moment: parts are there whole or not
at all, and the file PROGRESS holds the number of the step that it is at, so that whoever started it knows where it
died. What a stage function raises on purpose is answered; anything else ends the process, with its words on standard
error.
"""

from __future__ import annotations

import importlib
import mmap
import os
import struct
import sys
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from firstlight.engine.task import Job, Outcome, Stage, Task, keep
from firstlight.errors import FirstlightError

NUMBER = struct.Struct("<qq")  # tasks begun, step of the last one; -1 before its first


def main(progress: str) -> None:
    """Serve until the input ends."""
    answers, tasks = os.fdopen(os.dup(1), "wb", buffering=0), sys.stdin.buffer
    os.dup2(2, 1)  # what a library prints must not be taken for an answer
    job = msgspec.json.decode(tasks.readline(), type=Job)
    limit(job.memory_mb)
    with open(progress, "r+b") as file, mmap.mmap(file.fileno(), NUMBER.size) as place:
        serve(stage_of(job.function), job, tasks, answers, place)


def limit(megabytes: int) -> None:
    """Bound the address space, so that a bomb ends this process and not the machine."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    wanted = megabytes << 20
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (wanted if hard < 0 else min(wanted, hard), hard))


def stage_of(name: str) -> Stage:
    """The stage function of a name such as package.module:function."""
    module, _, function = name.partition(":")
    found: Stage = getattr(importlib.import_module(module), function)
    return found


def serve(stage: Stage, job: Job, tasks: BinaryIO, answers: BinaryIO, place: Any) -> None:
    """Do task after task. A task that its stage refuses is answered with an outcome that is not whole."""
    folder = Path(job.folder)
    for number, line in enumerate(tasks, 1):
        task = msgspec.json.decode(line, type=Task)

        def at(step: int, begun: int = number) -> None:
            NUMBER.pack_into(place, 0, begun, step)

        at(-1)
        try:
            outcome = stage(task, folder, job.common, at)
            keep(outcome, folder)
        except FirstlightError as error:
            outcome = Outcome(task=task.id, whole=False, more={"why": str(error)})
        answers.write(msgspec.json.encode(outcome) + b"\n")


if __name__ == "__main__":
    main(sys.argv[1])
