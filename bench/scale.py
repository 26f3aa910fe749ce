"""Archives from ten thousand texts to a million, in one command each: time, memory, and the engines side by side.

    python -m bench.scale [SIZES...] [--compare N] [--rounds R] [--to FOLDER]

Each size is a longer war of the same density (bench/archive.py), read, reconciled and written as tables by
`firstlight archive --engine pool`. The archive of --compare texts is read by one process, by a pool of two, by a
cluster of two on this host, in turn, --rounds times, and by a cluster of which a worker is killed halfway; what they
leave must be the same to the byte. Memory is sampled twice a second: the largest process, and all of them together.
Archives are kept in FOLDER (else in a scratch folder that is removed), outcomes are not.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bench.archive import write

COMMAND = (sys.executable, "-c", "import sys; from firstlight.cli import main; sys.exit(main())")
DASK = (sys.executable, "-m", "dask")
SIZES = (10_000, 50_000)
WORKERS = 2
ENGINES = ("local", "pool", "cluster")
EXPONENT, EFFICIENCY, BESIDE = 1.05, 0.9, 1.15  # the bars
PAGE = os.sysconf("SC_PAGE_SIZE")


class Went(NamedTuple):
    """One run: seconds on the clock and of processors, memory, seconds by stage, and a hash of the outcome."""

    seconds: float
    processor: float
    largest_mb: float
    together_mb: float
    stages: dict[str, float]
    record: str
    statements: int


def archive(folder: Path, number: int) -> Path:
    """An archive of so many texts, made where it is not there yet."""
    made = folder / f"archive-{number}"
    if not (made / ".whole").exists():
        shutil.rmtree(made, ignore_errors=True)
        write(made, number)
        (made / ".whole").touch()
    return made


def run(given: Path, to: Path, *options: str) -> Went:
    """One run of the command in an empty folder, which is removed afterwards. RuntimeError where it fails."""
    shutil.rmtree(to, ignore_errors=True)
    begun = time.perf_counter()
    command = [*COMMAND, "archive", str(given), "--to", str(to), *options]
    with (to.with_suffix(".log")).open("wb") as said:
        process = subprocess.Popen(command, stderr=said, start_new_session=True)
        with _watched(process.pid) as memory:
            code, usage = os.wait4(process.pid, 0)[1:]
    seconds = time.perf_counter() - begun
    if code:
        raise RuntimeError(f"{' '.join(command[3:])}: {to.with_suffix('.log').read_text('utf-8')[-2000:]}")
    runs = json.loads((to / "runs.json").read_bytes())
    went = Went(
        seconds,
        usage.ru_utime + usage.ru_stime,
        max(usage.ru_maxrss / 1024, memory[0]),
        memory[1],
        _stages(runs),
        _hash(to),
        next(one["counts_out"] for one in runs if one["verb"] == "read"),
    )
    shutil.rmtree(to)
    return went


def _stages(runs: list[dict[str, str]]) -> dict[str, float]:
    """Seconds from the beginning of each stage to that of the next."""
    import datetime as dt

    at = [dt.datetime.fromisoformat(one["started"]) for one in runs]
    ends = [*at[1:], dt.datetime.fromisoformat(runs[-1]["finished"])]
    return {one["verb"]: (end - begun).total_seconds() for one, begun, end in zip(runs, at, ends, strict=True)}


def _hash(folder: Path) -> str:
    """One hash over the files of the outcome, but for the times of its runs."""
    hashed = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.name != "runs.json":
            with path.open("rb") as file:
                hashed.update(path.name.encode() + hashlib.file_digest(file, "sha256").digest())
    return hashed.hexdigest()


@contextlib.contextmanager
def _watched(session: int) -> Iterator[list[float]]:
    """The largest process of a session and the most that all had together, in MB, noted while the block runs."""
    most, over = [0.0, 0.0], threading.Event()

    def watch() -> None:
        while not over.wait(0.5):
            held = list(_held(session))
            most[0] = max(most[0], *held, 0.0)
            most[1] = max(most[1], sum(held))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield most
    finally:
        over.set()
        thread.join()


def _held(session: int) -> Iterator[float]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):  # it may be gone by now
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                if int(fields[3]) == session:
                    yield int(fields[21]) * PAGE / 1e6


@contextlib.contextmanager
def _cluster(folder: Path) -> Iterator[tuple[Path, list[subprocess.Popen[bytes]]]]:
    """A scheduler with two workers of this host, by the commands of docs/scale.md."""
    file = folder / "scheduler.json"
    file.unlink(missing_ok=True)
    nothing = subprocess.DEVNULL
    common = ["--no-dashboard", "--scheduler-file", str(file)]
    started = [subprocess.Popen([*DASK, "scheduler", "--port", "0", *common], stdout=nothing, stderr=nothing)]
    while not file.exists():
        time.sleep(0.1)
    for _ in range(WORKERS):
        command = [*DASK, "worker", "--nthreads", "1", "--no-nanny", "--local-directory", str(folder), *common]
        started.append(subprocess.Popen(command, stdout=nothing, stderr=nothing))
    try:
        yield file, started[1:]
    finally:
        for process in started:
            process.kill()
            process.wait()


def killed(given: Path, to: Path, folder: Path, half: float) -> Went:
    """A run on a cluster of which a worker is killed after `half` seconds."""
    with _cluster(folder) as (file, workers):
        timer = threading.Timer(half, workers[0].kill)
        timer.start()
        try:
            return run(given, to, "--engine", "cluster", "--scheduler", str(file))
        finally:
            timer.cancel()


def compared(folder: Path, number: int, rounds: int) -> dict[str, list[Went]]:
    """The engines on one archive, turn by turn; the killed one last."""
    given, found = archive(folder, number), dict[str, list[Went]]()
    for _ in range(rounds):
        for engine in ENGINES:
            more = ["--workers", str(WORKERS)] if engine != "local" else []
            found.setdefault(engine, []).append(run(given, folder / "out", "--engine", engine, *more))
    half = found["cluster"][0].seconds / 2
    found["a worker killed"] = [killed(given, folder / "out", folder, half)]
    return found


def exponent(sizes: Sequence[int], spent: Sequence[float]) -> float:
    """By which power time grows between the first size and the last."""
    return math.log(spent[-1] / spent[0]) / math.log(sizes[-1] / sizes[0])


def grown(folder: Path, sizes: Sequence[int]) -> dict[int, Went]:
    """One run of each size on a pool of two."""
    found = {}
    for number in sizes:
        given = archive(folder, number)
        found[number] = run(given, folder / "out", "--engine", "pool", "--workers", str(WORKERS))
        went = found[number]
        print(
            f"{number:>10,} texts {went.seconds:9.1f} s {went.processor:9.1f} s of processors"
            f" {went.largest_mb:7.0f} MB {went.together_mb:7.0f} MB together; {went.statements:,} statements; "
            + ", ".join(f"{verb} {seconds:.0f} s" for verb, seconds in went.stages.items()),
            flush=True,
        )
    return found


def kept(found: dict[int, Went], beside: dict[str, list[Went]]) -> dict[str, Any]:
    """What was measured, for the page."""
    return {
        "grown": [{"texts": number, **went._asdict()} for number, went in found.items()],
        "compared": {name: [went._asdict() for went in wents] for name, wents in beside.items()},
    }


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("sizes", type=int, nargs="*", default=list(SIZES))
    options.add_argument("--compare", type=int, default=SIZES[0], help="texts that all engines read; 0: none")
    options.add_argument("--rounds", type=int, default=1)
    options.add_argument("--to", type=Path, help="where archives are kept")
    options.add_argument("--page", action="store_true", help="put it into docs/performance.md")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="firstlight-scale-") as scratch:
        folder = chosen.to or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        measured = told(folder, chosen.sizes, chosen.compare, chosen.rounds)
    if chosen.page:
        from bench.page import put

        put({"scale": kept(*measured)})


def told(
    folder: Path, sizes: Sequence[int], compare: int, rounds: int
) -> tuple[dict[int, Went], dict[str, list[Went]]]:
    """Measure, print, and hand over what was measured."""
    found = grown(folder, sizes)
    if len(found) > 1:
        clock = exponent(sizes, [went.seconds for went in found.values()])
        worked = exponent(sizes, [went.processor for went in found.values()])
        print(f"exponent {clock:.3f} on the clock, {worked:.3f} of processors (bar: {EXPONENT:g})")
    beside = compared(folder, compare, rounds) if compare else {}
    if beside:
        middle = {name: statistics.median(went.seconds for went in wents) for name, wents in beside.items()}
        for name, wents in beside.items():
            print(
                f"{name:16} {middle[name]:8.1f} s {statistics.median(w.processor for w in wents):8.1f} s of processors"
            )
        same = len({went.record for wents in beside.values() for went in wents}) == 1
        print(f"the same outcome from all: {'yes' if same else 'NO'}")
        print(f"pool efficiency {middle['local'] / middle['pool'] / WORKERS:.2f} (bar: {EFFICIENCY:g})")
        print(f"cluster over pool {middle['cluster'] / middle['pool']:.2f} (bar: {BESIDE:g})", flush=True)
    return found, beside


if __name__ == "__main__":
    main()
