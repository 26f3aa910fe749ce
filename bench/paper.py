"""The parts of docs/performance.md about archives: what was measured, and what follows from it on paper."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HOSTS, CORES = 100, 32  # of the cluster that the paper part is about
TARGET = 100_000_000  # texts
HOUR_USD = 0.04  # assumed: an hour of one processor of a rented machine
TASK_S = 0.006  # measured: what a task costs Dask's scheduler, on a busy machine
RANGE_TEXTS = 1_500  # texts in a range of 2 MB, as bench/archive.py makes them
# Prices in US dollars per million tokens, in and out, with where and when they were seen; not checked with the makers.
PRICES = (
    ("a small model (GPT-4o mini)", 0.15, 0.60, "third-party price lists, June 2026"),
    ("a middle model (Claude Sonnet 4.5)", 3.00, 15.00, "a client library's documentation, 25 November 2025"),
)
TOKENS_IN, TOKENS_OUT = 1_100, 200  # assumed: a text of 900 characters, mostly Cyrillic, and 700 of instructions; JSON
CALL_S = 2.0  # assumed: one call, unhurried
TYPED_S, TYPED_USD = 180.0, 10.0  # assumed: three minutes to read, find and type a report; an hour's wage


def scale(found: dict[str, Any]) -> Iterator[str]:
    """Time and memory by size, and the engines side by side."""
    grown, beside = found["grown"], found["compared"]
    yield "`firstlight archive --engine pool --workers 2`: read, reconciled and written as tables, in one command.\n"
    yield "| texts | statements | seconds | processor seconds | texts a second | largest process, MB | together, MB |"
    yield "|---|---|---|---|---|---|---|"
    for one in grown:
        yield (
            f"| {one['texts']:,} | {one['statements']:,} | {one['seconds']:,.1f} | {one['processor']:,.1f} |"
            f" {one['texts'] / one['seconds']:,.0f} | {one['largest_mb']:,.0f} | {one['together_mb']:,.0f} |"
        )
    if len(grown) > 1:
        yield (
            f"\nFrom {grown[0]['texts']:,} to {grown[-1]['texts']:,} texts time grows by the power"
            f" {_power(grown, 'seconds'):.3f} on the clock and {_power(grown, 'processor'):.3f} in processor seconds"
            " (bar: 1.05). A worker takes some seconds to load its tables, which small archives feel.\n"
        )
    if not beside:
        return
    middle = {name: statistics.median(one["seconds"] for one in runs) for name, runs in beside.items()}
    same = len({one["record"] for runs in beside.values() for one in runs}) == 1
    yield "| engine | seconds, median | processor seconds | beside |"
    yield "|---|---|---|---|"
    told = {
        "local": "",
        "pool": f"efficiency {middle['local'] / middle['pool'] / 2:.2f} (bar: 0.9)",
        "cluster": f"{middle['cluster'] / middle['pool']:.2f} times the pool (bar: 1.15)",
        "a worker killed": f"{middle['a worker killed'] / middle['cluster']:.2f} times the undisturbed cluster",
    }
    for name, runs in beside.items():
        worked = statistics.median(one["processor"] for one in runs)
        shown = "" if name == "a worker killed" else f"{worked:,.1f}"  # its workers were not started by the command
        yield f"| {name} | {middle[name]:,.1f} | {shown} | {told[name]} |"
    yield f"\nThe files that they left are {'the same to the byte' if same else 'NOT the same'}.\n"


def _power(grown: list[dict[str, Any]], what: str) -> float:
    first, last = grown[0], grown[-1]
    return math.log(last[what] / first[what]) / math.log(last["texts"] / first["texts"])


def carried(found: dict[str, Any]) -> Iterator[str]:
    """The cost of a million texts, carried to a hundred million on many hosts, and what others would take."""
    largest = found["grown"][-1]
    each = largest["processor"] / largest["texts"]
    tasks = TARGET / RANGE_TEXTS
    models = []
    for name, came, went, told in PRICES:
        usd = TOKENS_IN * came + TOKENS_OUT * went
        models.append(f"| {name}, every text | {CALL_S:g} | {usd:,.0f} | {came:g} in, {went:g} out: {told} |")
    yield (
        (Path(__file__).with_name("words") / "paper.md")
        .read_text("utf-8")
        .format(
            texts=largest["texts"],
            million=1e6 * each,
            hours=1e6 * each / 3600,
            usd=1e6 * each / 3600 * HOUR_USD,
            hour_usd=HOUR_USD,
            target_hours=TARGET * each / 3600,
            alone=TARGET * each / 60 / HOSTS / CORES,
            hosts=HOSTS,
            cores=CORES,
            survey=150 / 0.5 / 60,
            tasks=tasks,
            range_texts=RANGE_TEXTS,
            task_ms=1000 * TASK_S,
            scheduler=tasks * TASK_S / 60,
            workers=HOSTS * CORES,
            asked=HOSTS * CORES / (RANGE_TEXTS * each),
            given=1 / TASK_S,
            each=each,
            models="\n".join(models),
            typed_s=TYPED_S,
            typed=1e6 * TYPED_S / 3600 * TYPED_USD,
            wage=TYPED_USD,
            call_s=CALL_S,
            tokens_in=TOKENS_IN,
            tokens_out=TOKENS_OUT,
        )
    )
