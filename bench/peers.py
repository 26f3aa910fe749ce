"""AutoETS and AutoCES of statsforecast at the origins of the scorecard; runs by itself, in an environment that has it.

    PYTHON -m bench.peers < weeks.json       (bench.assessment does this: --peers PYTHON)

In: {"levels": [...], "weeks": N, "starts": [...], "series": {GROUP: [launches by week]}}. For each origin the model is
fitted to the square roots of the last 104 weeks before it, which did better than the whole record or logarithms; its
quantiles come from its own prediction intervals. Out: {MODEL: {"seconds": S, GROUP: [origin][level][week ahead]}}, or
{"missing": why}. It needs nothing of Firstlight. Weekly quantiles are all that it gives: no joint paths, so no sums of
weeks.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from typing import Any

BACK = 104  # weeks that a model sees


def main() -> None:
    """Read the task, write the quantiles."""
    task = json.load(sys.stdin)
    try:
        numpy, models = importlib.import_module("numpy"), importlib.import_module("statsforecast.models")
    except ImportError as error:
        json.dump({"missing": str(error)}, sys.stdout)
        return
    found = {name: _all(getattr(models, name), task, numpy) for name in ("AutoETS", "AutoCES")}
    json.dump(found, sys.stdout)


def _all(model: Any, task: dict[str, Any], numpy: Any) -> dict[str, Any]:
    _one(model, next(iter(task["series"].values())), task, numpy)  # what is compiled once is not counted
    begun = time.perf_counter()
    found: dict[str, Any] = {
        group: [_one(model, weeks[:start], task, numpy) for start in task["starts"]]
        for group, weeks in task["series"].items()
    }
    found["seconds"] = time.perf_counter() - begun
    return found


def _one(model: Any, past: list[float], task: dict[str, Any], numpy: Any) -> list[list[float]]:
    """Quantiles [level][week ahead] from one origin."""
    roots = numpy.sqrt(numpy.array(past[-BACK:], dtype=float))
    inner = sorted({round(abs(200 * level - 100), 6) for level in task["levels"]} - {0.0})
    made = model(season_length=1).forecast(y=roots, h=task["weeks"], level=inner)
    rows = []
    for level in task["levels"]:
        away = round(abs(200 * level - 100), 6)
        side = "lo" if level < 0.5 else "hi"
        row = made["mean"] if away == 0 else made[f"{side}-{_name(away, made)}"]
        rows.append((numpy.maximum(row, 0.0) ** 2).tolist())
    return rows


def _name(away: float, made: dict[str, Any]) -> str:
    return next(text for text in (f"{away:g}", f"{away}") if f"lo-{text}" in made)


if __name__ == "__main__":
    main()
