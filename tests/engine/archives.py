"""Small archives of a planted war, in each form that an archive can have."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from firstlight.engine import Engine
from firstlight.model import Report
from firstlight.pipeline.archive_run import Archive, Cut
from firstlight.pipeline.outcome import Done
from tests.truth.planted import Size
from tests.truth.world import world

SMALL = Cut(size=20_000, load=150)  # many ranges and many windows
LOCAL = Engine(kind="local")
UNDATED = "Three people were killed in Kharkiv in a drone attack."
QUIET = "The choir sang in the old hall on day {n}, and the baker brought bread."


def reports(days: int = 3, seed: int = 3) -> list[Report]:
    """What was published about a planted war, by time."""
    made = world(np.random.default_rng(seed), Size(days=days, packages=0.8))
    return sorted(made.reports.values(), key=lambda report: (report.published or "", report.id))


def rows(told: Iterable[Report], quiet: int = 20) -> list[dict[str, str | None]]:
    """The reports as rows of an archive, with texts that say nothing, some texts twice, and one without a date."""
    made = [{"text": one.text, "source": one.source, "published": one.published} for one in told]
    made += [{"text": QUIET.format(n=n), "source": "ap", "published": "2025-06-21"} for n in range(quiet)]
    again = [{**row, "source": "reuters", "published": "2025-06-28"} for row in made[::9]]
    before = [{**row, "source": "bbc", "published": "2025-06-19T00:10:00+03:00"} for row in made[4::31]]
    loose = [{"text": text, "source": "example-digest", "published": None} for text in (UNDATED, made[7]["text"])]
    return [*made, *again, *before, *loose]


def write_lines(path: Path, told: Iterable[dict[str, str | None]]) -> Path:
    """Rows as JSON Lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in told), "utf-8")
    return path


def write_folder(path: Path, told: Iterable[dict[str, str | None]]) -> Path:
    """The same rows as a folder of text files that a ledger collects."""
    path.mkdir(parents=True)
    entries = []
    for number, row in enumerate(told):
        name = f"{number:05}.txt"
        (path / name).write_text(row["text"] or "", "utf-8")
        published = f'published = "{row["published"]}"\n' if row["published"] else ""
        entries.append(f'["{name}"]\nsource = "{row["source"]}"\n{published}')
    (path / "reports.toml").write_text("\n".join(entries), "utf-8")
    return path


def run(archive: Path, to: Path, where: Engine = LOCAL, cut: Cut = SMALL, *, only_read: bool = False) -> list[Done]:
    """The outcome of each stage over an archive that is cut small."""
    return Archive(to, where, lambda done: None, lambda line: None, cut).run(archive, None, None, only_read=only_read)


def outcome(folder: Path) -> dict[str, str]:
    """A hash of every file that a run leaves beside its work folder, but for the times of its runs."""
    return dict(sorted(_hashes(folder)))


def _hashes(folder: Path) -> Iterator[tuple[str, str]]:
    for path in folder.iterdir():
        if path.is_file() and path.name != "runs.json":
            yield path.name, hashlib.sha256(path.read_bytes()).hexdigest()
