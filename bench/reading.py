"""How fast the reader reads, on one core, in one run, beside the bare automaton and beside regular expressions.

    python -m bench.reading [--texts N] [--rounds R] [--long]

`speeds`, `growth`, `peak_mb` and `start_seconds` measure, `tables` gives all of them as rows of text.

The automaton (ahocorasick-rs) finds the literal stems of the same lexicon in the same texts and does nothing with them:
the limit of what any lexicon reader can reach. The regular expressions are what a user would write to take numbers out
of such reports by template: one pattern per language for a number, its noun and its act; they read far less.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import json
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bench.rows import Row
from bench.texts import Text, many, one
from firstlight.catalog import catalog
from firstlight.model import Report
from firstlight.read import read
from firstlight.read.lexicon import expand
from firstlight.read.tokens import folded

UNLABELLED = Path(__file__).resolve().parents[1] / "../shared/reports/unlabelled"
ATTACK_LIMIT, QUIET_LIMIT = 60.0, 4.0  # times the automaton that the reader may take
AIM = 1000  # attack reports a second
MEMORY_LIMIT = 300  # MB
LONGEST = 5_000_000  # bytes
ATTACK, QUIET, OTHERS = "attack reports", "irrelevant texts", "texts of others"
AUTOMATON, OURS = "automaton", "firstlight"

_NUMBER = r"(\d[\d\u00a0 ,.]{0,12}\d|\d|[^\W\d_]{3,12})"
# acts, and nouns that are counted
TEMPLATES = {
    "en": ("shot down|destroyed|launched|killed|injured|wounded|damaged", "drones?|missiles?|people|houses"),
    "uk": (r"збит\w+|знищен\w+|запустил\w+|загинул\w+|поранен\w+|пошкоджен\w+", r"дрон\w*|ракет\w*|людей|будинк\w*"),
    "ru": (r"сбит\w+|уничтожен\w+|запустил\w+|погибл\w+|ранен\w+|поврежден\w+", r"дрон\w*|ракет\w*|человек|дом\w*"),
}

Reader = Callable[[str, str], int]


class Speed(NamedTuple):
    """How one reader does on texts of one kind; `seconds` and `spread` (a share) are of a round over all texts."""

    title: str
    reader: str
    per_second: float
    mb_per_second: float
    seconds: float
    spread: float
    times: float | None  # the automaton's time; None where it is not installed


class Growth(NamedTuple):
    """Processor seconds for one text of `size` bytes, and how many times those for one of half its length."""

    size: int
    seconds: float
    ratio: float | None


def _reader(language: str, text: str) -> int:
    report = Report(
        id="sha256:0", capture="0", locator=None, source="bench", address=None, title=None, published="2024-03-28",
        language=language, text=text, view="view/1", encoding="utf-8",
    )  # fmt: skip
    return len(read(report, catalog()).statements)


def _stems(language: str) -> set[str]:
    """The literal stems of all patterns of a language's lexicon, numbers and weapons, as an automaton holds them."""
    lexicon = dict(catalog().toml(f"lang/{language}/lexicon.toml"))
    lexicon.pop("grammar")
    tables: list[Any] = [lexicon, catalog().toml(f"lang/{language}/numbers.toml")]
    patterns: set[str] = set()
    while tables:
        item = tables.pop()
        if isinstance(item, dict):
            tables.extend(item.values())
        elif isinstance(item, list):
            patterns.update(word for word in item if isinstance(word, str) and word.strip())
    for entries in (catalog().weapons, catalog().classes, catalog().defences):
        patterns.update(name for entry in entries.values() for name in entry.names.get(language, ()))
    expanded = (elements for pattern in patterns for elements in expand(pattern))
    return {" ".join(element.stem for element in elements) for elements in expanded}


def _automaton() -> Reader | None:
    """The bare automaton over the same stems, or None where the package is not installed."""
    try:
        library: Any = importlib.import_module("ahocorasick_rs")
    except ImportError:
        return None
    found = {language: library.AhoCorasick(sorted(_stems(language))) for language in ("en", "uk", "ru")}
    return lambda language, text: len(found[language].find_matches_as_indexes(folded(text), overlapping=True))


def _expressions() -> Reader:
    found = {
        language: re.compile(
            rf"(?i)\b(?:{acts})\W{{1,3}}(?:\w+\W){{0,3}}?{_NUMBER}\s+\w+"
            rf"|\b{_NUMBER}\s+(?:\w+\s+){{0,2}}(?:{nouns})\s+(?:\w+\s+){{0,2}}(?:{acts})"
        )
        for language, (acts, nouns) in TEMPLATES.items()
    }
    return lambda language, text: sum(1 for _ in found[language].finditer(text))


def _rounds(readers: Mapping[str, Reader], texts: Sequence[Text], rounds: int) -> dict[str, list[float]]:
    """Processor seconds of each reader in each round over all texts, in turn, after one round that is not counted."""
    spent: dict[str, list[float]] = {name: [] for name in readers}
    for turn in range(rounds + 1):
        for name, reader in readers.items():
            begun = time.process_time()
            for text in texts:
                reader(text.language, text.text)
            if turn:
                spent[name].append(time.process_time() - begun)
    return spent


def speeds(title: str, texts: Sequence[Text], rounds: int) -> list[Speed]:
    """How all readers do on `texts`, in turns; "times" is the median over the rounds of what they take each."""
    automaton = _automaton()
    readers: dict[str, Reader] = {AUTOMATON: automaton} if automaton else {}
    spent = _rounds({**readers, "regular expressions": _expressions(), OURS: _reader}, texts, rounds)
    size = sum(len(text.text.encode()) for text in texts)
    found = []
    for name, seconds in spent.items():
        middle = statistics.median(seconds)
        base = spent.get(AUTOMATON)
        times = statistics.median(own / bare for own, bare in zip(seconds, base, strict=True)) if base else None
        spread = (max(seconds) - min(seconds)) / middle
        found.append(Speed(title, name, len(texts) / middle, size / middle / 1e6, middle, spread, times))
    return found


def _unlabelled(count: int) -> list[Text]:
    """Texts that others wrote, where they lie beside the checkout: the first `count` of each language."""
    found = []
    for path in sorted(UNLABELLED.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for _, line in zip(range(count), lines, strict=False)]
        found += [Text(row["lang"], row["text"]) for row in rows]
    return found


def growth(longest: int) -> list[Growth]:
    """The time for one text of attacks whose length doubles up to `longest` bytes; linear: each takes twice as long."""
    found: list[Growth] = []
    size = longest
    while size > 160_000:
        size //= 2
    while size <= longest:
        text = one("uk", 1, attack=True, size=size)
        begun = time.process_time()
        _reader(text.language, text.text)
        spent = time.process_time() - begun
        found.append(Growth(size, spent, spent / found[-1].seconds if found else None))
        size *= 2
    return found


def peak_mb(size: int) -> float:
    """The largest memory, in MB, of a process that reads one text of attacks of `size` bytes and does nothing else."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.reading", "--peak", str(size)], capture_output=True, check=True, text=True
    )
    return float(done.stdout)


def start_seconds(times: int) -> float:
    """Seconds from the command to the end for `firstlight read` of one short text: the median of `times` processes."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.txt"
        file.write_text(one("uk", 1, attack=True).text, encoding="utf-8")
        code = "import sys; from firstlight.cli import main; sys.exit(main())"
        command = [sys.executable, "-c", code, "read", "--json", "--published", "2024-03-28", str(file)]
        found = []
        for _ in range(times):
            begun = time.perf_counter()
            subprocess.run(command, capture_output=True, check=True)
            found.append(time.perf_counter() - begun)
    return statistics.median(found)


def kinds(count: int) -> dict[str, list[Text]]:
    """The texts that are measured: `count` of each kind, and those that others wrote where they lie beside."""
    own = {ATTACK: many(count, attack=True), QUIET: many(count, attack=False)}
    others = _unlabelled(count)
    return {**own, OTHERS: others} if others else own


def tables(count: int = 300, rounds: int = 5, longest: int = LONGEST) -> dict[str, list[tuple[str, ...]]]:
    """Everything that is measured here as tables of text by name, the first row of each its head."""
    measured = [row for title, texts in kinds(count).items() for row in speeds(title, texts, rounds)]
    speed = [("Texts", "Reader", "Texts a second", "MB a second", "Times the automaton"), *map(_cells, measured)]
    length = [
        (f"{row.size:,}", f"{row.seconds:.2f}", f"{row.ratio:.2f}" if row.ratio else "-") for row in growth(longest)
    ]
    own = {row.title: row.times for row in measured if row.reader == OURS}
    bars = [
        (f"{title}, times the automaton", f"{own[title]:.0f}", f"{bar:g}")
        for title, bar in ((ATTACK, ATTACK_LIMIT), (QUIET, QUIET_LIMIT))
        if own[title] is not None
    ]
    bars += [
        ("Attack reports a second", f"{next(r.per_second for r in measured if r.reader == OURS):.0f}", f"aim {AIM:,}"),
        (f"Memory at a text of {longest / 1e6:g} MB, in MB", f"{peak_mb(longest):.0f}", f"{MEMORY_LIMIT}"),
        ("Seconds for `firstlight read` of one text", f"{start_seconds(rounds):.2f}", "-"),
    ]
    return {
        "speed": speed,
        "length": [("Bytes of one text", "Seconds", "Times the one before"), *length],
        "bars": [("What", "Measured", "Bar"), *bars],
    }


def _cells(row: Speed) -> tuple[str, ...]:
    times = f"{row.times:.1f}" if row.times is not None else "-"
    return row.title, row.reader, f"{row.per_second:,.0f}", f"{row.mb_per_second:.2f}", times


def _show(rows: Sequence[tuple[str, ...]]) -> None:
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    print()


def rows(rounds: int = 3, count: int = 90) -> list[Row]:
    """Milliseconds a text of attack reports and of others, beside the bare automaton and regular expressions."""
    found, automaton = [], _automaton()
    peers = {"regular expressions, which read far less": _expressions()}
    peers |= {"the bare automaton": automaton} if automaton else {}
    for name, attack in ((ATTACK, True), (QUIET, False)):
        spent = _rounds({OURS: _reader, **peers}, many(count, attack=attack), rounds)
        each = {peer: [1000 * seconds / count for seconds in taken] for peer, taken in spent.items()}
        found += [Row(name, "ms a text", each[OURS], peer, each[peer]) for peer in sorted(peers)]
    return found


def main() -> None:
    """Prints the tables; exit code 0 whatever the figures are: they are for a person to judge."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--texts", type=int, default=300, help="texts of each kind")
    options.add_argument("--rounds", type=int, default=5, help="counted rounds")
    options.add_argument("--long", action="store_true", help="texts of up to 5 MB, else of up to 1.25 MB")
    options.add_argument("--peak", type=int, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.peak:
        _reader("uk", one("uk", 1, attack=True, size=chosen.peak).text)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        return
    print(f"Processor time of one core; {chosen.rounds} rounds in turns after one that is not counted.\n")
    if _automaton() is None:
        print("The automaton is not installed: pip install ahocorasick-rs\n")
    for table in tables(chosen.texts, chosen.rounds, LONGEST if chosen.long else LONGEST // 4).values():
        _show(table)


if __name__ == "__main__":
    main()
