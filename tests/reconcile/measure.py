"""How long reconciling takes, and how the time grows: `python -m tests.reconcile.measure`."""

from __future__ import annotations

import math
import time

from firstlight.catalog import catalog
from firstlight.reconcile import merge, plan, settle
from tests.reconcile.world import a_table, a_war


def timed(statements: object, reports: object) -> tuple[float, float]:
    """Seconds for plan, and for settle and merge together."""
    begin = time.process_time()
    parts = plan(statements, reports, (), catalog())  # type: ignore[arg-type]
    middle = time.process_time()
    merge([settle(part, statements, reports, (), catalog()) for part in parts])  # type: ignore[arg-type]
    return middle - begin, time.process_time() - middle


def main() -> None:
    """Print the table of rows and statements against seconds, and the exponent of the growth."""
    desk = a_table(3468)
    print(f"table of 3,468 rows: plan {timed(desk.statements, desk.reports)[0]:.2f} s", end=", ")
    print(f"settle {timed(desk.statements, desk.reports)[1]:.2f} s")
    points = []
    for reports in (2, 7, 22):
        war = a_war(1095, reports)
        planned, settled = timed(war.statements, war.reports)
        points.append((len(war.statements), planned + settled))
        print(f"{len(war.statements):7} statements over 3 years: plan {planned:.2f} s, settle {settled:.2f} s")
    (first, fast), (last, slow) = points[0], points[-1]
    print(f"exponent {math.log(slow / fast) / math.log(last / first):.2f}")


if __name__ == "__main__":
    main()
