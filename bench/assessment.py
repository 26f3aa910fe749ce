"""A full assessment of a long record: how long each part takes, how a run of stocks compares, and who forecasts better.

Parts, stocks and growth are in seconds of processor, which a busy machine does not blur; the whole is on the clock too.

    python -m bench.assessment [--table FILE | --invented] [--rounds R] [--peers PYTHON] [--origins N]

The record is the public table of missile attacks (missile_attacks_daily.csv; never shipped: docs/methods.md says what
it is) where it lies beside the checkout or is named, else an invented war of 3.5 years. Stocks and options are those of
examples/, moved to the end of the record. `--peers` names a Python that has statsforecast, best in an environment of
its own: nothing here needs it.
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from bench.engines import event_loop, plain_numpy
from bench.rows import Row
from bench.war import long_war
from firstlight.assess import AssessOptions, assess, parse_inventory, parse_options, to_json
from firstlight.assess.engagement import Shots
from firstlight.assess.groups import Groups
from firstlight.assess.paths import WEEK, paths
from firstlight.assess.scorecard import LEVELS, interval_score, naive_quantiles, scorecard, weekly
from firstlight.assess.series import series
from firstlight.assess.settings import forecast_settings
from firstlight.assess.stocks import simulate
from firstlight.assess.volume import Volume, told_nights, volume
from firstlight.catalog import catalog
from firstlight.exchange.missile_attacks import read_missile_attacks
from firstlight.model import LedgerState, Report, Statement
from firstlight.reconcile import reconcile
from tests.assess.arms import four, several

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "../shared/data/missile_attacks_daily.csv"
BAR = 20.0  # seconds that a full assessment may take
COUNTED = date(2031, 6, 23)  # when the stock of the examples was counted
HEADLINE = ("drone", "cruise", "ballistic")
SEED = 20240328
# part -> the functions that do it, by module; what is called inside another is taken off that one
PARTS = {
    "series and values": ("report.series",),
    "rates": ("report._rates", "outlook.recent_rate"),
    "changes and the latest drop": ("report._changes",),
    "forecast: paths and leakers": ("outlook.paths", "outlook.leaker_paths"),
    "forecast: ranges": ("report.forecast",),
    "forecast: scorecard": ("forecast.scorecard",),
    "harm": ("outlook.harm_draws", "report.harm_cost"),
    "need": ("report.need", "report.unseen"),
    "stocks": ("request.stocks",),
    "trust": ("request.trust",),
    "options: value curves": ("choose.value_option",),
    "options: order and mix": ("request.value_options",),
}
Facts = tuple[LedgerState, dict[str, Statement], dict[str, Report]]


class Watch:
    """Processor seconds by part, nested calls taken off what called them."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self._inside: list[float] = []

    def timed(self, part: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """The function, with its time noted under a part."""

        def call(*given: Any, **named: Any) -> Any:
            self._inside.append(0.0)
            begun = time.process_time()
            done = work(*given, **named)
            done = list(done) if isinstance(done, Iterator) else done
            whole = time.process_time() - begun
            self.spent[part] += whole - self._inside.pop()
            if self._inside:
                self._inside[-1] += whole
            return done

        return call


@contextmanager
def watched() -> Iterator[Watch]:
    """Puts a clock around the functions of PARTS, and takes it away."""
    watch, before = Watch(), []
    for part, names in PARTS.items():
        for name in names:
            module = importlib.import_module(f"firstlight.assess.{name.split('.')[0]}")
            function = name.split(".")[1]
            before.append((module, function, getattr(module, function)))
            setattr(module, function, watch.timed(part, getattr(module, function)))
    try:
        yield watch
    finally:
        for module, function, work in before:
            setattr(module, function, work)


def facts_of(table: Path | None) -> Facts:
    """The settled record of the table, or of the invented war."""
    if table is None:
        return LedgerState(raids=long_war()), {}, {}
    begun = time.perf_counter()
    imported = read_missile_attacks(table.read_bytes(), table.name, catalog(), "2026-03-02T00:00:00+00:00")
    statements = {one.id: one for one in imported.statements}
    reports = {one.id: one for one in imported.reports}
    state = reconcile(statements, reports, (), catalog())
    print(f"read and reconciled in memory, once: {time.perf_counter() - begun:.1f} s")
    return state, statements, reports


def options_of(last: date) -> AssessOptions:
    """Eight weeks on 10,000 paths, with the stock and the options of the examples moved to the last night."""

    def moved(name: str) -> str:
        text = (ROOT / "examples" / name).read_text("utf-8")
        shift = last - COUNTED
        return re.sub(r"2031-\d\d-\d\d", lambda one: (date.fromisoformat(one[0]) + shift).isoformat(), text)

    return AssessOptions(
        inventory=parse_inventory(moved("invented-inventory.toml"), "inventory.toml", catalog()),
        ask=parse_options(moved("invented-options.toml"), "options.toml", catalog()),
    )


def whole(facts: Facts, options: AssessOptions, rounds: int) -> None:
    """Prints the seconds of a full assessment and the share of each part."""
    assert options.inventory is not None
    print(
        f"\nFull assessment: {len(facts[0].raids):,} raids, 8 weeks, 10,000 paths, "
        f"{len(options.inventory.held)} interceptor types, {len(options.ask.options) if options.ask else 0} options; "
        f"median of {rounds}"
    )
    turns = []
    for _ in range(rounds):
        with watched() as watch:
            begun, worked = time.perf_counter(), time.process_time()
            made = assess(*facts, catalog(), options)
            inside = time.process_time() - worked
            size = len(json.dumps(to_json(made)))
            seconds, processor = time.perf_counter() - begun, time.process_time() - worked
        parts = {**watch.spent, "written as JSON": processor - inside}
        turns.append({**parts, "the rest": processor - sum(parts.values()), "processor": processor, "whole": seconds})
    middle = {part: statistics.median(turn[part] for turn in turns) for part in turns[0]}
    clock, total = middle.pop("whole"), middle.pop("processor")
    print(f"  {'part':30}{'s':>8}{'share':>8}")
    for part, seconds in middle.items():
        print(f"  {part:30}{seconds:8.2f}{100 * seconds / total:6.0f} %")
    print(f"  {'all of it':30}{total:8.2f}   on the clock {clock:.1f} s (bar: {BAR:g}); {size / 1e3:,.0f} kB of JSON")


def engines(rounds: int) -> None:
    """Prints nights a second of the engine, of plain NumPy and of the event loop on one threat."""
    print(f"\nStocks: nights of one group simulated a second, 4 interceptor types; median of {rounds}, turn by turn")
    size, small = (10_000, 56), (100, 56)
    threats = {one: several(*one) for one in (size, small)}
    defences = {one: four(one, (120, 200, 200, 2_000), Shots(per_target=2, look=True)) for one in (size, small)}
    ways: list[tuple[str, tuple[int, int], Callable[..., Any]]] = [
        ("firstlight", size, simulate),
        ("plain NumPy", size, plain_numpy),
        ("event loop (of 100 paths)", small, event_loop),
    ]
    spent: dict[str, list[float]] = defaultdict(list)
    through: dict[str, float] = {}
    for turn in range(rounds):
        for name, shape, way in ways:
            threat, groups = threats[shape]
            begun = time.process_time()
            found = way(threat, groups, defences[shape], SEED + turn)
            spent[name].append(time.process_time() - begun)
            through[name] = float(found.leakers.sum()) / shape[0]
    base = statistics.median(spent["event loop (of 100 paths)"]) / (small[0] * small[1] * 3)
    print(f"  {'':28}{'a second':>14}{'x event loop':>14}{'leakers a path':>16}")
    for name, shape, _ in ways:
        each = statistics.median(spent[name]) / (shape[0] * shape[1] * 3)
        print(f"  {name:28}{1 / each:14,.0f}{base / each:14.1f}{through[name]:16.1f}")


def growth(launches: Volume, rounds: int) -> None:
    """Prints how forecast and stocks grow with paths and with weeks: twice the work is a ratio of two."""
    print(f"\nGrowth: seconds of the forecast's paths, and of stocks on them; median of {rounds}, turn by turn")
    print(f"  {'paths':>8}{'weeks':>8}{'paths, s':>10}{'ratio':>8}{'stocks, s':>11}{'ratio':>8}")
    settings = forecast_settings(catalog())
    steps = ((2_500, 8), (5_000, 8), (10_000, 8), (20_000, 8)), ((10_000, 4), (10_000, 8), (10_000, 16))
    spent: dict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
    for _, (count, weeks) in product(range(rounds), sorted({one for line in steps for one in line})):
        defence = four((count, weeks * WEEK), (120, 200, 200, 2_000), Shots(per_target=2))
        begun = time.process_time()
        made = paths(launches, settings, weeks, count, SEED)
        drawn = time.process_time()
        simulate(made.launched, made.groups, defence, SEED)
        spent[count, weeks].append((drawn - begun, time.process_time() - drawn))
    for line in steps:
        before: tuple[float, ...] = ()
        for one in line:
            now = tuple(statistics.median(turn[at] for turn in spent[one]) for at in (0, 1))
            ratios = [f"{new / old:.2f}" for new, old in zip(now, before, strict=True)] if before else ["", ""]
            print(f"  {one[0]:8,}{one[1]:8}{now[0]:10.2f}{ratios[0]:>8}{now[1]:11.2f}{ratios[1]:>8}")
            before = now


def peers(launches: Volume, python: str, origins: int) -> None:
    """Prints our score and those of AutoETS and AutoCES at the same origins, over the naive forecast's."""
    weeks = 8
    came = weekly(launches.launched)
    columns = [launches.groups.index(group) for group in HEADLINE]
    starts = list(range(len(came) - origins, len(came)))
    print(f"\nForecasts: {weeks} weeks ahead at {origins} weekly origins; weighted interval score over the naive one's")
    print(f"  {'':12}" + "".join(f"{group:>11}" for group in HEADLINE) + f"{'mean':>8}{'80 %':>8}{'95 %':>8}{'s':>8}")
    begun = time.perf_counter()
    card = scorecard(launches, forecast_settings(catalog()), origins, weeks, 500, SEED)
    if card is None:
        print("  the record is too short to score forecasts on it")
        return
    own = {score.group: score.relative or 0.0 for score in card.scores}
    _row("firstlight", [own[group] for group in HEADLINE], (card.covered_80, card.covered_95), begun)
    task = {
        "levels": LEVELS.tolist(),
        "weeks": weeks,
        "starts": starts,
        "series": {group: _told(came[:, at]) for group, at in zip(HEADLINE, columns, strict=True)},
    }
    done = subprocess.run(
        [python, str(Path(__file__).with_name("peers.py"))], input=json.dumps(task), capture_output=True, text=True
    )
    failed = {"missing": (done.stderr.strip().splitlines() or ["it ended without a word"])[-1]}
    answer: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 else failed
    if "missing" in answer:
        print(f"  AutoETS, AutoCES: not installed ({answer['missing']}); pip install statsforecast elsewhere, --peers")
        return
    naive = _errors(came, columns, starts, [naive_quantiles(came[:start][:, columns], weeks) for start in starts])[0]
    for name, found in answer.items():
        quantiles = [np.stack([np.array(found[group][at]) for group in HEADLINE], axis=2) for at in range(len(starts))]
        errors, inside = _errors(came, columns, starts, quantiles)
        _row(name, list(errors / naive), inside, time.perf_counter() - found["seconds"])
    print("  peers give weeks one by one and no joint paths: no sums of weeks, no peaks, nothing for stocks")


def _told(weeks: Any) -> list[float]:
    """Weeks for models that know no unknown ones: such a week counts as the one before, as in the naive forecast."""
    found: list[float] = []
    for week in weeks.tolist():
        found.append(week if week == week else (found[-1] if found else 0.0))
    return found


def _errors(
    came: Any, columns: Sequence[int], starts: Sequence[int], quantiles: Sequence[Any]
) -> tuple[Any, tuple[float, float]]:
    """Mean scores by group, and how often what came lay in the 80 and the 95 % interval.

    `quantiles`: of each origin, (levels, weeks, groups).
    """
    scores, inside = [], []
    at = {level: int(np.flatnonzero(np.isclose(LEVELS, level))[0]) for level in (0.025, 0.1, 0.9, 0.975)}
    for start, found in zip(starts, quantiles, strict=True):
        truth = came[start : start + found.shape[1]][:, columns]
        kept = found[:, : len(truth)]
        scores.append(interval_score(kept, truth))
        held = [(kept[at[low]] <= truth) & (truth <= kept[at[high]]) for low, high in ((0.1, 0.9), (0.025, 0.975))]
        inside.append(np.where(np.isnan(truth), np.nan, held).reshape(2, -1))
    covered = np.nanmean(np.concatenate(inside, axis=1), axis=1)
    return np.nanmean(np.concatenate(scores), axis=0), (float(covered[0]), float(covered[1]))


def _row(name: str, ratios: Sequence[float], inside: tuple[float, float], begun: float) -> None:
    mean = float(np.exp(np.log(ratios).mean()))
    cells = "".join(f"{ratio:11.3f}" for ratio in ratios)
    print(f"  {name:12}{cells}{mean:8.3f}{inside[0]:8.2f}{inside[1]:8.2f}{time.perf_counter() - begun:8.1f}")


def rows(rounds: int = 2) -> list[Row]:
    """Seconds of a full assessment of an invented war, and of the engine that simulates stocks, beside plain NumPy."""
    facts = facts_of(None)
    last = date.fromisoformat(max(raid.night for raid in facts[0].raids))
    options, spent = options_of(last), list[float]()
    for _ in range(rounds):
        begun = time.perf_counter()
        assess(*facts, catalog(), options)
        spent.append(time.perf_counter() - begun)
    size = (10_000, 56)
    threat, groups = several(*size)
    defence = four(size, (120, 200, 200, 2_000), Shots(per_target=2, look=True))
    ways: dict[str, list[float]] = {"ours": [], "plain": []}
    for turn in range(rounds):
        for name, way in (("ours", simulate), ("plain", plain_numpy)):
            begun = time.perf_counter()
            way(threat, groups, defence, SEED + turn)
            ways[name].append(time.perf_counter() - begun)
    return [
        Row(f"a full assessment of {len(facts[0].raids):,} raids", "s", spent, bar=f"at most {BAR:g} s"),
        Row("stocks over 10,000 paths of 56 nights", "s", ways["ours"], "plain NumPy", ways["plain"]),
    ]


def main() -> None:
    """Prints the tables; exit code 0 whatever the figures are: they are for a person to judge."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--table", type=Path, help="the public table; beside the checkout unless named")
    options.add_argument("--invented", action="store_true", help="the invented war even where the table is at hand")
    options.add_argument("--rounds", type=int, default=3, help="counted rounds")
    options.add_argument("--peers", default=sys.executable, help="a Python that has statsforecast")
    options.add_argument("--origins", type=int, default=100, help="weeks at which forecasts are made anew")
    chosen = options.parse_args()
    table = None if chosen.invented else chosen.table or (TABLE if TABLE.exists() else None)
    print(f"Record: {table.name if table else 'an invented war of 3.5 years'}")
    facts = facts_of(table)
    groups, settings = Groups(catalog()), forecast_settings(catalog())
    found = series(facts[0].raids, groups, facts[1], facts[2])
    end = max(row.night for row in found.rows)
    launches = volume(found.rows, told_nights(facts[0].raids, facts[1], facts[2], groups, settings.told), groups, end)
    whole(facts, options_of(date.fromisoformat(end)), chosen.rounds)
    engines(chosen.rounds)
    growth(launches, chosen.rounds)
    peers(launches, chosen.peers, min(chosen.origins, len(weekly(launches.launched)) - 12))
    print(f"\nThe last night of the record: {end}; the first one forecast: {launches.last + timedelta(days=1)}")


if __name__ == "__main__":
    main()
