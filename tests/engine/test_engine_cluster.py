"""Clusters that run already: reached by the file of their scheduler; a worker lost halfway changes nothing."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from firstlight.engine import Engine, opened
from firstlight.errors import FirstlightError
from tests.engine.archives import outcome, reports, rows, run, write_lines

pytest.importorskip("distributed", reason="the extra cluster is not installed: make setup-cluster")
ROOT = Path(__file__).resolve().parents[2]
DRIVER = """import sys
from pathlib import Path
from firstlight.engine import chosen
from tests.engine.archives import run
run(Path(sys.argv[1]), Path(sys.argv[2]), chosen("cluster", None, sys.argv[3]))"""
DASK = (sys.executable, "-m", "dask")


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The file of a scheduler with two workers, and the workers."""
    file = tmp_path / "scheduler.json"
    started = [subprocess.Popen([*DASK, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
                                 "--scheduler-file", str(file)], stderr=subprocess.DEVNULL)]  # fmt: skip
    while not file.exists():
        time.sleep(0.05)
    for _ in range(2):
        command = [*DASK, "worker", "--scheduler-file", str(file), "--nthreads", "1", "--no-nanny", "--no-dashboard"]
        started.append(subprocess.Popen([*command, "--local-directory", str(tmp_path)], stderr=subprocess.DEVNULL))
    try:
        yield str(file), started[1:]
    finally:
        for process in started:
            process.kill()
            process.wait()


@pytest.mark.release
def test_a_worker_lost_halfway_changes_nothing(
    running: tuple[str, list[subprocess.Popen[bytes]]], tmp_path: Path
) -> None:
    """With one of two workers killed while texts are read, the outcome is that of an undisturbed process."""
    write_lines(tmp_path / "in" / "texts.jsonl", rows(reports()))
    run(tmp_path / "in", tmp_path / "alone")
    scheduler, workers = running
    call = [sys.executable, "-c", DRIVER, str(tmp_path / "in"), str(tmp_path / "out"), scheduler]
    with subprocess.Popen(call, cwd=ROOT) as driver:
        while driver.poll() is None and not list((tmp_path / "out" / "work").glob("read/*.ended.json")):
            time.sleep(0.02)
        before = len(list((tmp_path / "out" / "work").glob("read/*.ended.json")))
        workers[0].kill()
    whole = len(list((tmp_path / "out" / "work").glob("read/*.ended.json")))
    assert 0 < before < whole / 2
    assert driver.returncode == 0
    assert outcome(tmp_path / "out") == outcome(tmp_path / "alone")


def test_a_cluster_that_does_not_answer_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address where nobody listens is an error of one line."""
    monkeypatch.setattr("firstlight.engine.cluster.START_S", 1.0)
    with (
        pytest.raises(FirstlightError, match="no cluster answers"),
        opened(Engine(kind="cluster", scheduler="tcp://127.0.0.1:9")),
    ):
        pass
