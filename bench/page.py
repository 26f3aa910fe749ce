"""Writes docs/performance.md: everything measured side by side in one run, with medians, spread, machine and versions.

    python -m bench.page [AREA...]        measure these areas (all of them where none is named) and write the page
    python -m bench.scale 10000 100000 1000000 --compare 100000 --page      the part about archives, which takes longest

What was measured is kept in docs/performance.json, so that one area can be measured again and the rest stays.
"""

from __future__ import annotations

import importlib
import json
import os
import platform
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench import paper
from bench.rows import Row
from firstlight.when import now

ROOT = Path(__file__).resolve().parents[1]
KEPT, PAGE = ROOT / "docs" / "performance.json", ROOT / "docs" / "performance.md"
WORDS = Path(__file__).with_name("words")
AREAS = {  # area -> its title; each is the module of that name with a function rows()
    "reading": "Reading",
    "collect": "Collecting",
    "reconcile": "Reconciling",
    "explore": "The local page: latency",
    "assessment": "Assessment",
    "briefing": "Briefing",
}
PACKAGES = ("firstlight", "msgspec", "numpy", "duckdb", "apsw", "distributed", "ahocorasick-rs")
HEAD = """# Performance

Every number is of the machine and the run that stand below its table; the machine may have had other work, so that
ratios, whose two sides were measured in turn in one run, tell more than times. A ratio is ours over what stands beside
it: above 1 we take longer. Spread is from the least to the most of all rounds, in percent of the median. `make bench`
measures everything anew and writes this page.
"""


def machine() -> str:
    """Processor, how many, how busy at the start, system and versions, in one line."""
    name = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.machine(),
    )
    versions = ", ".join(f"{package} {version(package)}" for package in PACKAGES if _there(package))
    busy = f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the end"
    return f"{name}, {busy}; Python {platform.python_version()}; {versions}"


def _there(package: str) -> bool:
    try:
        return bool(version(package))
    except ImportError:
        return False


def measure(area: str) -> list[Row]:
    """The rows of an area."""
    found: list[Row] = importlib.import_module(f"bench.{area}").rows()
    return found


def put(found: dict[str, Any]) -> None:
    """Keep what was measured and write the page."""
    kept = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    for area, content in found.items():
        kept[area] = {"measured": now()[:16], "machine": machine(), "content": content}
    KEPT.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", "utf-8")
    PAGE.write_text("\n".join(page(kept)), "utf-8")


def page(kept: dict[str, Any]) -> Iterator[str]:
    """The page, by what is kept."""
    yield HEAD
    for area, title in AREAS.items():
        if area in kept:
            yield f"## {title}\n"
            yield from table([Row(*row) for row in kept[area]["content"]])
            yield stamp(kept[area])
    if "scale" in kept:
        yield "## Archives: from ten thousand texts up\n"
        yield from paper.scale(kept["scale"]["content"])
        yield stamp(kept["scale"])
        yield from paper.carried(kept["scale"]["content"])
    yield (WORDS / "cluster.md").read_text("utf-8")


def stamp(part: dict[str, str]) -> str:
    """When and on what a table was measured."""
    return f"\nMeasured {part['measured']} UTC on {part['machine']}.\n"


def table(rows: Sequence[Row]) -> Iterator[str]:
    """Rows as a table: medians, spread and the ratio."""
    yield "| | unit | median | spread | beside it | median | ratio | bar (ratio, or the time) |"
    yield "|---|---|---|---|---|---|---|---|"
    for row in rows:
        mine = statistics.median(row.ours)
        cells = [row.what, row.unit, number(mine), spread(row.ours)]
        if row.theirs:
            theirs = statistics.median(row.theirs)
            cells += [row.beside, number(theirs), f"{mine / theirs:.2f}"]
        else:
            cells += ["", "", ""]
        yield "| " + " | ".join([*cells, row.bar]) + " |"


def number(value: float) -> str:
    """Three digits that tell."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def spread(values: Sequence[float]) -> str:
    """From the least to the most, in percent of the median."""
    return f"{100 * (max(values) - min(values)) / statistics.median(values):.0f} %" if len(values) > 1 else ""


def main(wanted: Sequence[str]) -> None:
    """Measure areas one after another; what is measured is kept at once."""
    for area in wanted or (*AREAS, "scale"):
        print(f"{area} ...", file=sys.stderr, flush=True)
        if area == "scale":
            from bench.scale import SIZES, kept, told

            with tempfile.TemporaryDirectory(prefix="firstlight-scale-") as scratch:
                put({area: kept(*told(Path(scratch), SIZES, SIZES[0], 1))})
        else:
            put({area: measure(area)})
    print(PAGE)


if __name__ == "__main__":
    main(sys.argv[1:])
