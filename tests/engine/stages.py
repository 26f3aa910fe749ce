"""Stage functions that workers of the tests carry out: each text is a step, and some do harm at one of them."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

from firstlight.engine import At, Outcome, Task, write_part
from firstlight.errors import SourceError


def steps(task: Task, folder: Path, common: dict[str, Any], at: At) -> Outcome:
    """Writes the numbers of its steps, and does what `common` tells it at some of them."""
    skip, done = dict(task.skip), []
    for number in range(task.texts):
        at(number)
        if number in skip:
            continue
        if number == common.get("at") and task.given.get("poisoned", True):
            HARM[common["harm"]](folder / f"{task.id}.seen")
        done.append(number)
    write_part(folder / f"{task.id}.steps", [" ".join(map(str, done)).encode()])
    write_part(folder / f"{task.id}.{os.getpid()}.by", [b""])
    refused: dict[str, int] = {}
    for reason in skip.values():
        refused[reason] = refused.get(reason, 0) + 1
    return Outcome(task=task.id, texts=len(done) + len(skip), made={"steps": len(done)}, refused=refused)


def _hang(seen: Path) -> None:
    time.sleep(3600)


def _die(seen: Path) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _die_once(seen: Path) -> None:
    if not seen.exists():
        seen.write_bytes(b"")
        os.kill(os.getpid(), signal.SIGKILL)


def _swell(seen: Path) -> None:
    print(len(bytearray(1 << 40)))


def _raise(seen: Path) -> None:
    raise SourceError("the range was changed while it was read")


def _break(seen: Path) -> None:
    raise ZeroDivisionError("a fault of the program")


HARM = {"hang": _hang, "die": _die, "die once": _die_once, "swell": _swell, "raise": _raise, "break": _break}
