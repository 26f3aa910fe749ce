"""How long reconciling takes and how the time grows: `python -m bench.reconcile [STATEMENTS...]`.

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

import duckdb
import numpy as np

from firstlight.catalog import catalog
from firstlight.model import LedgerState, Report, Statement
from firstlight.reconcile import merge, plan, settle
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


def memory_mb() -> float:
    """The most memory that this process has had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(sizes: tuple[int, ...]) -> None:
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
    if len(points) > 1:
        (few, fast), (many, slow) = points[0], points[-1]
        print(f"exponent {math.log(slow / fast) / math.log(many / few):.2f}")


if __name__ == "__main__":
    main(tuple(int(size) for size in sys.argv[1:]) or SIZES)
