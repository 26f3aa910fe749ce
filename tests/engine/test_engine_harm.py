"""Workers that die, hang or swell: nothing is lost, nothing is done twice, and what is at fault is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from firstlight.engine import Engine, Job, Outcome, Progress, Task, chosen, named, opened, run
from firstlight.errors import UsageError
from tests.engine import stages

POOL = Engine(kind="pool", workers=2)


def _tasks(number: int = 6, texts: int = 5, poisoned: int = 2) -> list[Task]:
    """Some tasks, of which one meets the harm."""
    return [Task(id=f"t{n}", texts=texts, given={"poisoned": n == poisoned}) for n in range(number)]


def _done(
    folder: Path, tasks: list[Task], where: Engine = POOL, *, step_s: float = 20.0, **common: Any
) -> dict[str, Outcome]:
    """The outcomes by task, each told once."""
    job = Job(function=named(stages.steps), folder=str(folder), common=common, step_s=step_s)
    progress = Progress("read", "texts", sum(task.texts for task in tasks), lambda line: None)
    with opened(where) as carrier:
        found = list(run(job, tasks, carrier, progress))
    assert len(found) == len({outcome.task for outcome in found})
    return {outcome.task: outcome for outcome in found}


def _steps(folder: Path) -> list[int]:
    return sorted(int(number) for path in folder.glob("*.steps") for number in path.read_text().split())


def test_every_task_is_done_once(tmp_path: Path) -> None:
    """Two workers do six tasks of five steps: thirty steps, each once."""
    found = _done(tmp_path, _tasks())
    assert sum(outcome.made["steps"] for outcome in found.values()) == 30
    assert _steps(tmp_path) == sorted([*range(5)] * 6)
    assert len(list(tmp_path.glob("*.by"))) == 6


def test_a_second_run_does_what_is_missing(tmp_path: Path) -> None:
    """Where parts are there already their tasks are not done again, and one whose outcome is gone is."""
    first = _done(tmp_path, _tasks())
    (tmp_path / "t3.ended.json").unlink()
    before = {path.name for path in tmp_path.glob("*.by")}
    assert _done(tmp_path, _tasks()) == first
    assert {path.name[:2] for path in tmp_path.glob("*.by") if path.name not in before} <= {"t3"}


def test_a_killed_worker_loses_nothing(tmp_path: Path) -> None:
    """A worker that is killed once in the middle of a task costs that task another try, and no step."""
    found = _done(tmp_path, _tasks(), at=3, harm="die once")
    assert all(outcome.whole and not outcome.refused for outcome in found.values())
    assert _steps(tmp_path) == sorted([*range(5)] * 6)


@pytest.mark.parametrize(("harm", "reason"), [("die", "crash"), ("swell", "memory"), ("break", "crash")])
def test_a_step_that_kills_is_refused(tmp_path: Path, harm: str, reason: str) -> None:
    """A step at which two workers died is refused with the reason, and all others are done."""
    found = _done(tmp_path, _tasks(), at=3, harm=harm)
    assert found["t2"].refused == {reason: 1}
    assert sum(outcome.made["steps"] for outcome in found.values()) == 29


def test_a_step_that_hangs_is_refused(tmp_path: Path) -> None:
    """A step that does not end in its time is refused, and its worker is ended."""
    found = _done(tmp_path, _tasks(), step_s=1.5, at=1, harm="hang")
    assert found["t2"].refused == {"time": 1}
    assert _steps(tmp_path) == sorted([*range(5)] * 5 + [0, 2, 3, 4])


def test_what_a_stage_refuses_is_told_and_tried_again(tmp_path: Path) -> None:
    """A task that its stage cannot do comes back as not whole, with why; the next run tries it again."""
    found = _done(tmp_path, _tasks(), at=0, harm="raise")
    assert not found["t2"].whole
    assert "changed while it was read" in found["t2"].more["why"]
    assert _done(tmp_path, _tasks())["t2"].whole


def test_workers_that_cannot_begin_end_the_task(tmp_path: Path) -> None:
    """Where workers die before the first step the task is not whole, and nothing hangs."""
    job = Job(function="tests.engine.stages:nothing_of_that_name", folder=str(tmp_path))
    with opened(POOL) as carrier:
        found = list(run(job, _tasks(2), carrier, Progress("read", "texts", 10, lambda line: None)))
    assert [outcome.whole for outcome in found] == [False, False]
    assert "nothing_of_that_name" in found[0].more["why"]


def test_local_is_one_worker(tmp_path: Path) -> None:
    """The local engine does the same with one process."""
    found = _done(tmp_path, _tasks(), Engine(kind="local"))
    assert len(found) == 6
    assert len({path.name.split(".")[1] for path in tmp_path.glob("*.by")}) == 1


@pytest.mark.parametrize(
    ("kind", "workers", "scheduler"),
    [("grid", None, None), ("pool", 0, None), ("local", 2, None), ("pool", None, "tcp://127.0.0.1:1")],
)
def test_wrong_calls_are_told(kind: str, workers: int | None, scheduler: str | None) -> None:
    """An engine that is not there, and options that do not go with it, are wrong calls."""
    with pytest.raises(UsageError):
        chosen(kind, workers, scheduler)


def test_progress_says_what_is_left_and_why_some_were_refused() -> None:
    """The line holds texts done, a second, left, done before, and the refused by reason."""
    progress = Progress("read", "texts", 100, lambda line: None)
    progress.add(Outcome(task="a", texts=20), kept=True)
    progress.add(Outcome(task="b", texts=40, refused={"time": 1, "bad_row": 2}))
    line = progress.line(10.0)
    for part in ("60 of 100 texts", "4 a second", "10 s left", "20 done before", "3 refused (2 bad_row, 1 time)"):
        assert part in line
