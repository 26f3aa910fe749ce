"""How long a briefing takes, by format: `python -m bench.briefing [--rounds R]`.

The week of examples/, in a ledger that is settled: assess and write, without the start of the command.
No forecast is made: bench/assessment.py has what that takes.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from bench.rows import Row
from firstlight.pipeline import Ledger, demo

FORMATS = ("html", "md", "docx", "pdf")
PERIOD = ("2024-03-20", "2024-03-27")


def rows(rounds: int = 2) -> list[Row]:
    """Seconds of each format, turn by turn, after one turn that is not counted; without a forecast."""
    spent: dict[str, list[float]] = {name: [] for name in FORMATS}
    with tempfile.TemporaryDirectory(prefix="firstlight-bench-") as scratch:
        demo(Path(scratch) / "demo")
        with Ledger(Path(scratch) / "demo" / "ledger") as ledger:
            for turn in range(rounds + 1):
                for name in FORMATS:
                    begun = time.perf_counter()
                    ledger.brief(*PERIOD, Path(scratch) / f"briefing.{name}", weeks=0)
                    if turn:
                        spent[name].append(time.perf_counter() - begun)
    return [
        Row(f"a week's briefing as {name}", "s", spent[name], "as Markdown" if name != "md" else "", spent["md"])
        if name != "md"
        else Row("a week's briefing as md", "s", spent["md"])
        for name in FORMATS
    ]


def main() -> None:
    """Print the seconds of each format."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=3)
    for row in rows(options.parse_args().rounds):
        print(f"{row.what:32} " + " ".join(f"{seconds:6.2f}" for seconds in row.ours))


if __name__ == "__main__":
    main()
