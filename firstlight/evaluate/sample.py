"""An audit: a random draw of statements for a person to judge, and what the verdicts say of all of them.

The draw is simple and without replacement, by a seeded generator over the sorted ids, so that it can be made again.
Precision is the share of right ones among those judged right or wrong. Its interval is Wilson's score interval
(Wilson 1927, J. Am. Stat. Assoc. 22:209-212): (p + z^2/2n +- z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n), which holds
its level for small n and for shares near 1.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping
from math import sqrt

import numpy as np

from firstlight.errors import TableError
from firstlight.model import Estimate, Record

Z95 = 1.959963984540054
VERDICTS = ("right", "wrong", "unsure")


class Audited(Record, frozen=True, kw_only=True):
    """What verdicts say: how many of each, and the precision with its 95 % interval; by kind of statement, then all."""

    kind: str
    right: int
    wrong: int
    unsure: int
    precision: Estimate


def draw(ids: Collection[str], size: int, seed: int) -> list[str]:
    """`size` of the ids, all of them where there are fewer; the same for the same ids and seed."""
    ordered = sorted(ids)
    chosen = np.random.default_rng(seed).permutation(len(ordered))[:size]
    return [ordered[place] for place in chosen]


def wilson(right: int, judged: int) -> tuple[float, float]:
    """Wilson's 95 % interval for `right` of `judged`; (0, 1) where nothing was judged."""
    if judged == 0:
        return 0.0, 1.0
    share = right / judged
    middle = share + Z95**2 / (2 * judged)
    reach = Z95 * sqrt(share * (1 - share) / judged + Z95**2 / (4 * judged**2))
    scale = 1 + Z95**2 / judged
    return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)


def read_verdicts(text: str, name: str) -> dict[str, str]:
    """Verdict by statement from a sheet that was drawn; rows without one are left out. TableError names a wrong row."""
    rows = csv.DictReader(io.StringIO(text, newline=""))
    if not {"id", "verdict"} <= set(rows.fieldnames or ()):
        raise TableError(f"{name}: no columns id and verdict: give the sheet that `firstlight sample` wrote")
    found: dict[str, str] = {}
    for number, row in enumerate(rows, 2):
        verdict = (row["verdict"] or "").strip().casefold()
        if verdict and verdict not in VERDICTS:
            raise TableError(f"{name}: row {number}: {row['verdict']!r} is no verdict: {', '.join(VERDICTS)}, or empty")
        if verdict:
            found[row["id"]] = verdict
    return found


def audited(verdicts: Mapping[str, str], kinds: Mapping[str, str]) -> list[Audited]:
    """Precision by kind (`kinds` gives each statement's), and of all of them last."""
    named = sorted({kinds[key] for key in verdicts})
    groups = [(kind, [verdict for key, verdict in verdicts.items() if kinds[key] == kind]) for kind in named]
    return [_audited(kind, found) for kind, found in (*groups, ("all", list(verdicts.values())))]


def _audited(kind: str, verdicts: list[str]) -> Audited:
    right, wrong = verdicts.count("right"), verdicts.count("wrong")
    low, high = wilson(right, right + wrong)
    best = right / (right + wrong) if right + wrong else None
    precision = Estimate(low=low, best=best, high=high, unit="share", method="Wilson score interval, 95 %")
    return Audited(kind=kind, right=right, wrong=wrong, unsure=verdicts.count("unsure"), precision=precision)
