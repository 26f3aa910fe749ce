"""The local page on a large ledger: p50 and p95 of each kind of page, as a browser asks for them.

    python -m bench.explore [--statements N] [--daily M] [--ledger DIR] [--rounds R] [--datasette COMMAND]

The ledger is an invented war (tests/truth) of as many days as N statements need, kept in DIR and used again where it is
there. The page runs as a user runs it, in a process of its own; every address is asked for once cold (no page of that
kind at that address before) and once warm. `--datasette` names the command of a datasette, best in an environment of
its own: it serves the same database file, and its tables of statements and incidents are asked for in the same way. It
needs a Python whose SQLite is 3.47 or newer: older ones cannot read the ledger's triggers.
"""

from __future__ import annotations

import argparse
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path

import httpx
import numpy as np
from msgspec.structs import replace
from numpy.random import Generator

from bench.rows import Row
from firstlight.catalog import catalog
from firstlight.custody import entry_hash
from firstlight.errors import NotFoundError
from firstlight.explore.overview import NIGHTS
from firstlight.model import Capture, Report, Statement
from firstlight.pipeline import Ledger
from firstlight.store import Filter, Pages, ReportFilter, Store, Work
from tests.truth.planted import Size
from tests.truth.world import world

SEED = 20240328
MONTH = 60  # days of war made at once
START = np.datetime64("2021-01-01")
WORDS = ("drone", "killed", "Kharkiv", "school", "missiles", "energy")


def write_ledger(folder: Path, number: int, daily: float = 6.0) -> None:
    """A ledger of an invented war with at least `number` statements, so many incidents a day, settled."""
    rng = np.random.default_rng(SEED)
    held, months = 0, 0
    with Store(folder, chain=entry_hash, gate=lambda statement, report: None, create=True) as store:
        while held < number:
            start = str(START + np.timedelta64(months * MONTH, "D"))
            made = world(rng, Size(start=start, days=MONTH, towns=200, incidents=daily))
            held += _keep(store, list(made.reports.values()), list(made.statements.values()), months)
            months += 1
            print(f"{held:,} statements of {number:,}", file=sys.stderr)
    with Ledger(folder, told=lambda done: print(done.run.verb, done.note, file=sys.stderr)) as ledger:
        ledger.reconcile()


def _keep(store: Store, reports: Sequence[Report], statements: Sequence[Statement], number: int) -> int:
    """One capture that stands for all of these reports, and what each states."""
    data = f"an invented bundle, number {number}".encode()
    name = sha256(data).hexdigest()
    capture = Capture(
        sha256=name, size=len(data), media="text", origin=f"bundle-{number}.txt", collector="bench/1",
        collected_at="2031-01-01T00:00:00+00:00",
    )  # fmt: skip
    by_report: dict[str, list[Statement]] = {}
    for statement in statements:
        by_report.setdefault(statement.report, []).append(statement)
    work = Work(who="bench", what="collect", why="an invented war", at="2031-01-01T00:00:00+00:00", inputs="")
    with store.unit(work) as unit:
        unit.capture(capture, data)
        for report in reports:
            kept = replace(report, capture=name, address=f"https://example.org/{report.source}/{report.id[-8:]}")
            unit.report(kept, sha256(report.id.encode()).hexdigest())
            said = [_located(statement) for statement in by_report.get(report.id, ())]
            unit.reading(kept, ("bench/1", catalog().hash), said, ())
    return len(statements)


def _located(statement: Statement) -> Statement:
    """The statement with the coordinates of its settlements, as a reader gives them."""
    known = _coordinates()
    places = [replace(one, lat=known[one.id][0], lon=known[one.id][1]) if one.id in known else one
              for one in statement.places]  # fmt: skip
    return replace(statement, places=tuple(places))


@cache
def _coordinates() -> dict[str | None, tuple[float, float]]:
    rows = [row for country in ("ua", "ru") for row in catalog().rows(f"places/{country}.csv")]
    return {row["id"]: (float(row["lat"]), float(row["lon"])) for row in rows if row["lat"]}


@contextmanager
def served(command: Sequence[str], pattern: str) -> Iterator[tuple[str, float]]:
    """(address, seconds until it answers) of a server that says its address by `pattern`, or answers at it."""
    began = time.perf_counter()
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stderr is not None
            address = "" if "\\" in pattern else pattern
            while not address:
                line = process.stderr.readline()
                if not line:
                    raise SystemExit(f"{command[0]} ended before it told its address")
                found = re.search(pattern, line)
                address = found[0] if found else ""
            while True:
                try:
                    httpx.get(address, timeout=120)
                    break
                except httpx.ConnectError:
                    if process.poll() is not None:
                        raise SystemExit(f"{command[0]} ended before it answered") from None
                    time.sleep(0.05)
            yield address.rstrip("/"), time.perf_counter() - began
        finally:
            process.terminate()


def addresses(folder: Path, rng: Generator, rounds: int) -> dict[str, list[str]]:
    """So many addresses of each kind of page, drawn from what the ledger holds."""
    pages = Pages(folder)
    first, last = pages.days() or ("", "")
    span = int((np.datetime64(last) - np.datetime64(first)).astype(int))
    days = [str(np.datetime64(first) + np.timedelta64(int(n), "D")) for n in rng.integers(30, span, rounds)]
    found: dict[str, list[str]] = {}
    for kind, plural in (("raid", "attacks"), ("incident", "attacks"), ("package", "packages")):
        total = pages.how_many(Filter(kind=kind))
        places = rng.integers(0, total, rounds)
        things = [pages.things(Filter(kind=kind), "oldest", int(at), 1)[0].id for at in places]
        found[f"one {kind}"] = [f"/{plural}/{key}" for key in things]
    total = pages.how_many_reports(ReportFilter())
    reports = [pages.reports(ReportFilter(), int(at), 1)[0] for at in rng.integers(0, total, rounds)]
    lists = pages.how_many(Filter()) // 50
    towns = [one[0].split()[0] for one in pages.placed(Filter(), rounds)]
    dated = list(zip(reports, days, strict=True))
    found |= {f"overview, {nights} nights": [f"/?nights={nights}&to={day}" for day in days] for nights in NIGHTS}
    found |= {
        "attacks, any page": [f"/attacks?page={int(n)}" for n in rng.integers(1, lists, rounds)],
        "attacks by words": [
            f"/attacks?words={WORDS[n % len(WORDS)]}&page={n // len(WORDS) + 1}" for n in range(rounds)
        ],
        "attacks by class, grade, date": [f"/attacks?weapon=drone&grade=B&start={day}" for day in days],
        "attacks by people hurt": [f"/attacks?kind=incident&order=harm&end={day}" for day in days],
        "attacks by place": [f"/attacks?place={towns[n % len(towns)]}" for n in range(rounds if towns else 0)],
        "attacks by object, standing": [f"/attacks?object=apartment_building&standing=own&end={day}" for day in days],
        "attacks of the whole war": [f"/attacks?start={first}&end={last}&page={lists - n}" for n in range(rounds)],
        "attacks as JSON": [f"/attacks.json?page={int(n)}" for n in rng.integers(1, lists, rounds)],
        "reports": [f"/reports?page={int(n)}" for n in rng.integers(1, total // 50, rounds)],
        "reports by source, words": [f"/reports?source={one.source}&words={WORDS[0]}&end={day}" for one, day in dated],
        "one capture": [f"/captures/{one.capture}" for one in reports if _kept(pages, one.capture)],
        "one report": [f"/reports/{one.id}" for one in reports],
        "one statement": [f"/statements/{pages.read_from(one.seq)[0].id}" for one in reports if one.statements],
        "packages": [f"/packages?page={n % 3 + 1}" for n in range(rounds)],
        "sources": ["/sources"] * rounds,
        "downloads": ["/downloads"] * rounds,
        "review": [f"/review?page={n + 1}" for n in range(rounds)],
        "air defence": ["/air-defence"] * rounds,
    }
    pages.close()
    return {name: paths for name, paths in found.items() if paths}  # a ledger need not hold everything


def _kept(pages: Pages, sha256: str) -> bool:
    """Whether the ledger holds a capture: a planted one need not."""
    try:
        return bool(pages.captures(sha256))
    except NotFoundError:
        return False


def measured(client: httpx.Client, paths: Sequence[str]) -> list[float]:
    """Milliseconds of each address."""
    taken = []
    for path in paths:
        began = time.perf_counter()
        answer = client.get(path)
        taken.append(1000 * (time.perf_counter() - began))
        answer.raise_for_status()
    return taken


def ready(client: httpx.Client, path: str) -> float:
    """Seconds until a page that is computed beside the others is there."""
    began = time.perf_counter()
    while 'http-equiv="refresh"' in client.get(path).text:
        time.sleep(0.2)
    return time.perf_counter() - began


def told(name: str, cold: Sequence[float], warm: Sequence[float]) -> None:
    """One line: p50 and p95 of the first visits and of the second."""
    ends = [f"{statistics.median(one):8.1f} {np.quantile(one, 0.95):8.1f}" for one in (cold, warm)]
    print(f"{name:32} {ends[0]}   {ends[1]}")


def rows(rounds: int = 20, statements: int = 10_000) -> list[Row]:
    """Milliseconds of each kind of page over a ledger of so many statements: first visits beside second ones."""
    with tempfile.TemporaryDirectory(prefix="firstlight-bench-") as scratch:
        folder = Path(scratch) / "ledger"
        write_ledger(folder, statements)
        run = [sys.executable, "-c", "from firstlight.cli import main; main()", "explore", "--ledger", str(folder)]
        with (
            served([*run, "--port", "0"], r"http://127\.0\.0\.1:\d+/") as (address, _),
            httpx.Client(base_url=address, timeout=600) as client,
        ):
            for path in ("/air-defence", "/review"):
                ready(client, path)
            found = addresses(folder, np.random.default_rng(SEED), rounds)
            return [
                Row(name, "ms", measured(client, paths), "a second visit", measured(client, paths))
                for name, paths in found.items()
            ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--daily", type=float, default=6.0, help="incidents a day: more make fewer, fuller nights")
    parser.add_argument("--ledger", type=Path)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--datasette")
    given = parser.parse_args()
    folder = given.ledger or Path(tempfile.mkdtemp(prefix="firstlight-bench-")) / "ledger"
    if not (folder / "ledger.db").exists():
        write_ledger(folder, given.statements, given.daily)
    run = [sys.executable, "-c", "from firstlight.cli import main; main()", "explore", "--ledger", str(folder)]
    with served([*run, "--port", "0"], r"http://127\.0\.0\.1:\d+/") as (address, began):
        print(f"answers after {began:.1f} s (a second start finds its index)")
        with httpx.Client(base_url=address, timeout=600) as client:
            for path in ("/air-defence", "/review"):
                print(f"{path} is computed after {ready(client, path):.1f} s")
            print(f"{'milliseconds':32} {'first':>8} {'p95':>8}   {'again':>8} {'p95':>8}")
            for name, paths in addresses(folder, np.random.default_rng(SEED), given.rounds).items():
                told(name, measured(client, paths), measured(client, paths))
    if not given.datasette:
        print("datasette: not installed, not compared")
        return
    with socket.create_server(("127.0.0.1", 0)) as plug:
        port = plug.getsockname()[1]
    command = [given.datasette, "serve", str(folder / "ledger.db"), "--port", str(port)]
    with served(command, f"http://127.0.0.1:{port}/") as (address, _), httpx.Client(base_url=address) as client:
        for name, table in (("statements", "statements"), ("incidents", "incidents")):
            paths = [f"/ledger/{table}?_size=50&_next={50 * n}" for n in range(given.rounds)]
            told(f"datasette: {name}", measured(client, paths), measured(client, paths))


if __name__ == "__main__":
    main()
