"""What is handed to a worker and what comes back: a piece of work by the hash of its content, and its outcome."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from firstlight.errors import StoreError
from firstlight.model import Record

ENDED = ".ended.json"  # of a task whose parts are whole


class Task(Record, frozen=True, kw_only=True):
    """One piece of work. `id` is a hash of all that its result depends on, so that a result with that name holds.

    given: what the stage function needs to know, as JSON. texts: how many steps it has, as far as is known. skip: steps
    that are not to be tried, as (number from 0, reason), because a worker died or hung at them twice.
    """

    id: str
    given: dict[str, Any] = {}
    texts: int = 0
    skip: tuple[tuple[int, str], ...] = ()


class Outcome(Record, frozen=True, kw_only=True):
    """What came of a task: counts of what it made, and of what was refused by reason; `more` for the next stage.

    whole: False where the task could not be done at all; it is tried again by the next run.
    """

    task: str
    texts: int = 0
    made: dict[str, int] = {}
    refused: dict[str, int] = {}
    more: dict[str, Any] = {}
    whole: bool = True


At = Callable[[int], None]  # told the number of the step that begins
Stage = Callable[[Task, Path, dict[str, Any], At], Outcome]  # task, folder of the parts, what is common to all tasks


class Job(Record, frozen=True, kw_only=True):
    """What is the same for all tasks of a stage: the stage function by name, its folder, its limits."""

    function: str  # "package.module:function"
    folder: str
    common: dict[str, Any] = {}
    step_s: float = 60.0  # assumed: the slowest text of the tests takes under a second
    memory_mb: int = 4096  # assumed: address space of a worker, which holds 0.3 GB at work


def named(stage: Stage) -> str:
    """The name by which a worker finds a stage function; it stands at the top of its module."""
    return f"{stage.__module__}:{stage.__qualname__}"


def write_part(path: Path, pieces: Iterable[bytes]) -> None:
    """A part, there whole or not at all, though two workers write it at once; StoreError where the disk fails."""
    rough = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with rough.open("wb") as file:
            file.writelines(pieces)
        rough.replace(path)
    except OSError as error:
        raise StoreError(
            f"{path} cannot be written ({error.strerror}): what was done before is kept; run again"
        ) from error
    finally:
        with contextlib.suppress(OSError):  # it is there only where writing failed
            rough.unlink(missing_ok=True)


def keep(outcome: Outcome, folder: Path) -> None:
    """Say that the parts of a task are whole; the last thing that is written of it."""
    write_part(folder / f"{outcome.task}{ENDED}", [msgspec.json.encode(outcome)])


def kept(folder: Path) -> dict[str, Path]:
    """The tasks whose parts are whole, by id, with where their outcome stands."""
    with os.scandir(folder) as entries:
        return {entry.name.removesuffix(ENDED): Path(entry.path) for entry in entries if entry.name.endswith(ENDED)}


def outcome_at(path: Path) -> Outcome:
    """An outcome that was kept."""
    return msgspec.json.decode(path.read_bytes(), type=Outcome)


def waiting(tasks: Iterable[Task], folder: Path) -> Iterator[Task | Outcome]:
    """Each task once: as its outcome where its parts are there, else to be done."""
    there, seen = kept(folder), set[str]()
    for task in tasks:
        if task.id in seen:
            continue
        seen.add(task.id)
        yield outcome_at(there[task.id]) if task.id in there else task
