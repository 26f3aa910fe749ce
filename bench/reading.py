"""How fast the reader reads, on one core, in one run, beside the bare automaton and beside regular expressions.

    python -m bench.reading [--texts N] [--rounds R] [--long]

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
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench.texts import Text, many, one
from firstlight.catalog import catalog
from firstlight.model import Report
from firstlight.read import read
from firstlight.read.lexicon import expand
from firstlight.read.tokens import folded

UNLABELLED = Path(__file__).resolve().parents[1] / "../shared/reports/unlabelled"
ATTACK_LIMIT, QUIET_LIMIT = 60.0, 4.0  # times the automaton that the reader may take
AIM = 1000  # attack reports a second
LONGEST = 5_000_000  # bytes

_NUMBER = r"(\d[\d\u00a0 ,.]{0,12}\d|\d|[^\W\d_]{3,12})"
# acts, and nouns that are counted
TEMPLATES = {
    "en": ("shot down|destroyed|launched|killed|injured|wounded|damaged", "drones?|missiles?|people|houses"),
    "uk": (r"збит\w+|знищен\w+|запустил\w+|загинул\w+|поранен\w+|пошкоджен\w+", r"дрон\w*|ракет\w*|людей|будинк\w*"),
    "ru": (r"сбит\w+|уничтожен\w+|запустил\w+|погибл\w+|ранен\w+|поврежден\w+", r"дрон\w*|ракет\w*|человек|дом\w*"),
}

Reader = Callable[[str, str], int]


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


def _seconds(reader: Reader, texts: Sequence[Text], rounds: int) -> list[float]:
    """Processor seconds of each round over all texts, after one round that is not counted."""
    spent = []
    for turn in range(rounds + 1):
        begun = time.process_time()
        for text in texts:
            reader(text.language, text.text)
        if turn:
            spent.append(time.process_time() - begun)
    return spent


def _row(name: str, texts: Sequence[Text], spent: Sequence[float], limit: float | None) -> float:
    """Prints one line of the table; returns the median in seconds."""
    middle = statistics.median(spent)
    size = sum(len(text.text.encode()) for text in texts)
    spread = (max(spent) - min(spent)) / middle * 100
    times = f"{middle / limit:8.1f}" if limit else f"{'':8}"
    print(f"  {name:22}{len(texts) / middle:11.0f}{size / middle / 1e6:9.2f}{middle:9.3f}{spread:8.0f} %{times}")
    return middle


def _compare(title: str, texts: Sequence[Text], rounds: int) -> float | None:
    """Prints how all readers do on `texts`; returns how many times the automaton ours takes."""
    size = statistics.mean(len(text.text.encode()) for text in texts)
    print(f"\n{title}: {len(texts)} texts, {size:.0f} bytes on average")
    print(f"  {'':22}{'texts/s':>11}{'MB/s':>9}{'median s':>9}{'spread':>10}{'x auto':>8}")
    automaton = _automaton()
    base = _row("automaton", texts, _seconds(automaton, texts, rounds), None) if automaton else None
    if base is None:
        print("  automaton               not installed: pip install ahocorasick-rs")
    _row("regular expressions", texts, _seconds(_expressions(), texts, rounds), base)
    ours = _row("firstlight", texts, _seconds(_reader, texts, rounds), base)
    return ours / base if base else None


def _unlabelled(count: int) -> list[Text]:
    """Texts that others wrote, where they lie beside the checkout: the first `count` of each language."""
    found = []
    for path in sorted(UNLABELLED.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for _, line in zip(range(count), lines, strict=False)]
        found += [Text(row["lang"], row["text"]) for row in rows]
    return found


def _growth(longest: int) -> None:
    """Prints the time for one text of growing length: linear is one ratio of about 2 after another."""
    print(f"\nOne text of growing length, attack, up to {longest / 1e6:g} MB")
    print(f"  {'bytes':>10}{'s':>9}{'MB/s':>8}{'ratio':>8}")
    before, size = 0.0, longest
    while size > 160_000:
        size //= 2
    while size <= longest:
        text = one("uk", 1, attack=True, size=size)
        begun = time.process_time()
        _reader(text.language, text.text)
        spent = time.process_time() - begun
        print(f"  {size:10}{spent:9.2f}{size / spent / 1e6:8.2f}{f'{spent / before:8.2f}' if before else ''}")
        before, size = spent, size * 2


def _memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Prints the tables; exit code 0 whatever the figures are: they are for a person to judge."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--texts", type=int, default=300, help="texts of each kind")
    options.add_argument("--rounds", type=int, default=5, help="counted rounds")
    options.add_argument("--long", action="store_true", help="texts of up to 5 MB, else of up to 1.25 MB")
    chosen = options.parse_args()
    print(f"Processor time of one core; one process; {chosen.rounds} rounds after one that is not counted.")
    attack = _compare("Attack reports", many(chosen.texts, attack=True), chosen.rounds)
    quiet = _compare("Irrelevant texts", many(chosen.texts, attack=False), chosen.rounds)
    others = _unlabelled(chosen.texts)
    if others:
        _compare("Unlabelled texts beside the checkout", others, chosen.rounds)
    _growth(LONGEST if chosen.long else LONGEST // 4)
    print(f"\nLargest memory of this process: {_memory_mb():.0f} MB (bar: 300)")
    for name, times, limit in (("attack", attack, ATTACK_LIMIT), ("irrelevant", quiet, QUIET_LIMIT)):
        if times is not None:
            print(f"{name}: {times:.1f} times the automaton (bar: {limit:g})")
    print(f"Aim: {AIM} attack reports a second")


if __name__ == "__main__":
    main()
