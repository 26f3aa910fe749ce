"""How long reconciling takes and how the time grows: `python -m bench.reconcile [--pure] [STATEMENTS...]`.

First the pure functions, all in one process: `plan`, `settle`, `merge` over everything. Then the same facts in a ledger
on disk: the first reconcile, window by window, and one more day's reports on top of it (without `--pure`).

The statements are those of planted wars (tests/truth/world.py): more statements, more days. Beside each run the same
statements are grouped by DuckDB (one GROUP BY over date, attacker, kind and weapon or place, the highest number of
each): what a user would write who has no ledger. It links nothing, weighs nothing and adds parts to totals; it is the
floor of what grouping alone costs.
"""

from __future__ import annotations

import math
import resource
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import duckdb
import numpy as np

from bench.rows import Row
from firstlight import custody
from firstlight.catalog import catalog
from firstlight.model import LedgerState, Report, Statement
from firstlight.pipeline.outcome import Stage
from firstlight.pipeline.settling import bring_up
from firstlight.reconcile import merge, plan, settle
from firstlight.store import Store, Work
from tests.truth.planted import Size
from tests.truth.telling_raids import Habits
from tests.truth.world import world

SIZES = (10_000, 100_000, 1_000_000)
DAYS = 30  # of each planted war; wars follow one another until there are statements enough
FIRST = np.datetime64("2022-10-01")
LIVELY = Habits(outlets=14.0, copies=0.35)

Facts = tuple[dict[str, Statement], dict[str, Report]]


def facts(number: int) -> Facts:
    """At least `number` statements with their reports, of wars of a month each that follow one another."""
    statements: dict[str, Statement] = {}
    reports: dict[str, Report] = {}
    months = 0
    while len(statements) < number:
        start = str(FIRST + np.timedelta64(DAYS * months, "D"))
        made = world(np.random.default_rng(months), Size(start=start, days=DAYS, incidents=5.0), LIVELY)
        statements |= made.statements
        reports |= made.reports
        months += 1
    return statements, reports


def reconciled(told: Facts) -> tuple[LedgerState, float, float]:
    """The ledger of some facts; processor seconds to plan, and to settle and merge."""
    statements, reports = told
    begin = time.process_time()
    parts = plan(statements, reports, (), catalog())
    middle = time.process_time()
    state = merge([settle(part, statements, reports, (), catalog()) for part in parts])
    return state, middle - begin, time.process_time() - middle


def grouped(told: Facts) -> float:
    """Processor seconds in which DuckDB groups the numbers of the same statements by what they count."""
    rows = [
        (
            s.when.end[:10] if s.when else "",
            s.attacker or "",
            s.kind,
            s.weapon.class_ if s.weapon else "",
            s.places[0].name if s.places else "",
            (s.count.low or 0) if s.count else 0,
        )
        for s in told[0].values()
    ]
    columns = {name: np.array(column) for name, column in zip("abcdef", zip(*rows, strict=True), strict=True)}
    begin = time.process_time()
    duckdb.sql("SELECT a, b, c, d, e, max(f) FROM columns GROUP BY ALL").fetchall()
    assert columns
    return time.process_time() - begin


class OnDisk(NamedTuple):
    """Processor seconds, and how much was looked at."""

    first: float  # the first reconcile of the ledger
    day: float  # one more day's reports
    statements: int  # of that day
    settled: int  # partitions settled anew for it
    memory: float  # megabytes, the most that the process had until then


def on_disk(told: Facts, day: Facts, folder: Path) -> OnDisk:
    """A ledger with these facts reconciled, then one day's reports added and reconciled."""
    with Store(folder, chain=custody.entry_hash, gate=lambda statement, report: None, create=True) as store:
        _keep(store, told)
        begin = time.process_time()
        bring_up(store, Stage("reconcile", "statements", catalog()))
        middle, memory = time.process_time(), memory_mb()
        _keep(store, day)
        after = time.process_time()
        made = bring_up(store, Stage("reconcile", "statements", catalog()))
        return OnDisk(middle - begin, time.process_time() - after, len(day[0]), len(made.settled), memory)


def _keep(store: Store, told: Facts) -> None:
    work = Work(who="bench", what="read", why="planted", at="2031-01-01T00:00:00+00:00", inputs="")
    said: dict[str, list[Statement]] = {}
    for statement in told[0].values():
        said.setdefault(statement.report, []).append(statement)
    with store.unit(work) as unit:
        for report in told[1].values():
            unit.report(report, report.id)
            unit.reading(report, ("bench", "planted"), said.get(report.id, ()), ())


def next_day(told: Facts) -> tuple[Facts, Facts]:
    """The facts without the fullest date of publication of the last month, and these."""
    published = Counter((report.published or "")[:10] for report in told[1].values())
    day = max(sorted(published)[-DAYS:], key=lambda date: published[date])
    late = {key: report for key, report in told[1].items() if (report.published or "")[:10] == day}
    early = {key: report for key, report in told[1].items() if key not in late}
    parts = [{key: s for key, s in told[0].items() if s.report in reports} for reports in (early, late)]
    return (parts[0], early), (parts[1], late)


def memory_mb() -> float:
    """The most memory that this process has had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def rows(rounds: int = 2, number: int = 20_000) -> list[Row]:
    """Microseconds a statement to plan and to settle, beside DuckDB that groups the same numbers and links nothing."""
    told, parts = facts(number), {"plan": list[float](), "settle": list[float](), "group": list[float]()}
    count = len(told[0])
    for _ in range(rounds):
        _, planned, settled = reconciled(told)
        for name, seconds in (("plan", planned), ("settle", settled), ("group", grouped(told))):
            parts[name].append(1e6 * seconds / count)
    floor = "GROUP BY of DuckDB"
    return [
        Row(f"plan {count:,} statements", "us a statement", parts["plan"], floor, parts["group"]),
        Row(f"settle {count:,} statements", "us a statement", parts["settle"], floor, parts["group"]),
    ]


def pure(sizes: Sequence[int]) -> None:
    """Print a table: statements, seconds, memory; and the exponent between the first and the last size."""
    print("statements  raids  incidents   plan s  settle s  us each  GROUP BY s  memory MB")
    points = []
    for size in sizes:
        told = facts(size)
        state, planned, settled = reconciled(told)
        number, whole = len(told[0]), planned + settled
        points.append((number, whole))
        line = f"{number:10,}  {len(state.raids):5,}  {len(state.incidents):9,}  {planned:7.2f}  {settled:8.2f}"
        print(f"{line}  {whole / number * 1e6:7.0f}  {grouped(told):10.3f}  {memory_mb():9,.0f}", flush=True)
        del told, state
    print(_exponent(points))


def disk(sizes: Sequence[int]) -> None:
    """Print a table of ledgers on disk; and the exponent of the first reconcile."""
    print("statements  first s  us each  memory MB  one day: statements  partitions  seconds")
    points = []
    for size in sizes:
        told, day = next_day(facts(size))
        with TemporaryDirectory() as folder:
            made = on_disk(told, day, Path(folder))
        number = len(told[0])
        points.append((number, made.first))
        line = f"{number:10,}  {made.first:7.1f}  {made.first / number * 1e6:7.0f}  {made.memory:9,.0f}"
        print(f"{line}  {made.statements:19,}  {made.settled:10,}  {made.day:7.2f}", flush=True)
        del told, day
    print(_exponent(points))


def _exponent(points: Sequence[tuple[int, float]]) -> str:
    if len(points) < 2:
        return ""
    (few, fast), (many, slow) = points[0], points[-1]
    return f"exponent {math.log(slow / fast) / math.log(many / few):.2f}"


def main(asked: Sequence[str]) -> None:
    """Both tables, or the first alone."""
    sizes = tuple(int(size) for size in asked if size.isdigit()) or SIZES
    pure(sizes)
    if "--pure" not in asked:
        disk(sizes)


if __name__ == "__main__":
    main(sys.argv[1:])
