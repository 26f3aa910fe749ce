"""A run of the verb archive: texts without number, read, reconciled and written as tables, on one engine or another.

Nothing of it passes through a ledger's database: each stage leaves parts in the folder work/, named by the hash of what
they depend on, so that a run which is begun again does what is missing and no more, and memory holds a range of a file
or a window of dates at a time. The record that comes out is that of a ledger which collected the same texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from firstlight.catalog import Catalog, catalog
from firstlight.engine import Engine, Job, Progress, Task, named, opened, run, write_part
from firstlight.engine import Stage as EngineStage
from firstlight.engine.ranges import SIZE, files_of, survey
from firstlight.errors import FirstlightError, SourceError, UsageError
from firstlight.model import Record, Refusal
from firstlight.pipeline import archive_read, archive_settle
from firstlight.pipeline.archive_settle import LOAD, Unit
from firstlight.pipeline.archive_tables import Lost, Tables, write_lines
from firstlight.pipeline.outcome import Done, Stage
from firstlight.pipeline.output import write_whole
from firstlight.reconcile.reaches import is_date
from firstlight.when import now

WORK = "work"
REFUSED = "archive"  # the part with what belongs to no range
SAME = "same text or an older version of a page"
NOTHING = "nothing in it is a text: docs/scale.md says what an archive can be"


class Cut(Record, frozen=True, kw_only=True):
    """How an archive is cut: bytes of a range of a file, report-dates of a window."""

    size: int = SIZE
    load: int = LOAD


class Archive:
    """One run over an archive."""

    def __init__(
        self, to: Path, where: Engine, told: Callable[[Done], None], seen: Callable[[str], None], cut: Cut | None = None
    ) -> None:
        self._to, self._where, self._told, self._seen, self._cut = to, where, told, seen, cut or Cut()
        self._catalog: Catalog = catalog()
        self._done: list[Done] = []
        self._refused: list[Refusal] = []

    def run(self, given: Path, published: str | None, source: str | None, *, only_read: bool) -> list[Done]:
        """All stages, one after another."""
        with opened(self._where) as self._carrier:
            return self._run(self._folder(), given, published, source, only_read=only_read)

    def _run(
        self, work: Path, given: Path, published: str | None, source: str | None, *, only_read: bool
    ) -> list[Done]:
        about = archive_read.Given(source=source, published=published, now=now())
        tasks = list(self._tasks(given, about))
        if not tasks:
            raise SourceError(self._refused[0].detail if len(self._refused) == 1 else f"{given}: {NOTHING}")
        units, days = self._read(work, tasks, about)
        tables = Tables(work, [unit.id for unit in units])
        try:
            lost = tables.lost()
            self._counted(lost, units)
            units = [msgspec.structs.replace(unit, lost=lost.units.get(unit.id, "")) for unit in units]
            rows = tables.write_read(self._to, self._catalog)
            if not only_read:
                finished = self._settle(work, units, days)
                rows += tables.write_record(self._to, work / "finished", finished, self._catalog)
                write_lines(self._to / "record.jsonl", work / "finished", finished)
        finally:
            tables.close()
        self._written(rows)
        return self._done

    def _folder(self) -> Path:
        """The work folder; UsageError where the outcome would go among files of others."""
        work = self._to / WORK
        if self._to.exists() and not work.is_dir() and (not self._to.is_dir() or any(self._to.iterdir())):
            raise UsageError(f"{self._to} holds other files: name a new folder with --to")
        try:
            work.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FirstlightError(f"{self._to} cannot be made ({error.strerror}): name another with --to") from error
        return work

    def _tasks(self, given: Path, about: archive_read.Given) -> Iterator[Task]:
        for path, name in files_of(given):
            for found in survey(path, name, self._cut.size):
                if isinstance(found, Refusal):
                    self._refused.append(found)
                else:
                    yield archive_read.task_of(found, about, self._catalog.hash)

    def _read(self, work: Path, tasks: list[Task], about: archive_read.Given) -> tuple[list[Unit], Counter[str]]:
        """Read all ranges: their units, in the order of the archive, and how many reports reach each day."""
        self._stages = (Stage("collect", "texts", self._catalog), Stage("read", "statements", self._catalog))
        total = sum(task.texts for task in tasks)
        progress = Progress("read", "texts", total, self._seen)
        self._job = Job(
            function=named(archive_read.read_range), folder=str(work / "read"), common=msgspec.to_builtins(about)
        )
        ranges = {task.id: task for task in tasks}
        found: dict[str, Unit] = {}
        days: Counter[str] = Counter()
        away: Counter[str] = Counter()
        for outcome in run(self._job, tasks, self._carrier, progress):
            if not outcome.whole:
                name = f"{ranges[outcome.task].given['name']} from {ranges[outcome.task].given['start']}"
                detail = f"{name}: {outcome.more['why']}"
                self._refused.append(Refusal(stage="read", item=name, reason="range", detail=detail))
                continue
            counts: dict[str, int] = outcome.more["days"]
            dated = list(filter(is_date, counts))
            other = tuple(day for day in counts if not is_date(day))
            found[outcome.task] = Unit(
                id=outcome.task, first=min(dated, default=""), last=max(dated, default=""), other=other
            )
            days.update(counts)
            away.update(outcome.more["away"])
        texts, said = self._stages
        texts.out, texts.refused = progress.made["texts"], progress.refused
        texts.refused.update(refusal.reason for refusal in self._refused)
        said.out, said.refused = progress.made["statements"], away
        write_part(
            work / "read" / f"{REFUSED}.refused.jsonl", (msgspec.json.encode(one) + b"\n" for one in self._refused)
        )
        return [found[key] for key in ranges if key in found], days

    def _counted(self, lost: Lost, units: list[Unit]) -> None:
        """Take what does not count out of the counts, with its reason, and tell of both stages."""
        texts, said = self._stages
        texts.out -= lost.texts
        texts.refused[SAME] += lost.texts
        said.out -= lost.statements
        said.refused[SAME] += lost.statements
        self._end(texts, f"in {len(units)} ranges", tuple(self._refused))
        self._end(said, "")

    def _settle(self, work: Path, units: list[Unit], days: Counter[str]) -> list[str]:
        """Reconcile window by window; the names of the finished parts in the order of the windows."""
        stage = Stage("reconcile", "statements", self._catalog)
        windows = archive_settle.windows_of(days, self._cut.load)
        tasks = [archive_settle.task_of(window, units, self._catalog.hash) for window in windows]
        settled = {task.id: window for task, window in zip(tasks, windows, strict=True)}
        self._whole(archive_settle.settle_window, tasks, work / "settled", {"read": str(work / "read")})
        finishing = archive_settle.finish_of(settled)
        common = {"settled": str(work / "settled")}
        done = self._whole(archive_settle.finish_window, finishing, work / "finished", common)
        stage.out, stage.refused = done.made["placed"], done.refused
        kinds = ", ".join(f"{done.made[kind]} {kind}" for kind in ("raids", "incidents", "packages", "disputes"))
        self._end(stage, f"to {kinds}, in {len(windows)} windows")
        return [task.id for task in finishing]

    def _whole(self, stage: EngineStage, tasks: list[Task], folder: Path, common: dict[str, str]) -> Progress:
        """Carry out a stage of which nothing may be missing; FirstlightError where something is."""
        progress = Progress("reconcile", "windows", len(tasks), self._seen)
        job, failed = Job(function=named(stage), folder=str(folder), common=common), list[str]()
        for outcome in run(job, tasks, self._carrier, progress):
            if not outcome.whole:
                failed.append(str(outcome.more["why"]))
        if failed:
            raise FirstlightError(f"{len(failed)} windows could not be reconciled ({failed[0]}): run again to try them")
        return progress

    def _written(self, rows: int) -> None:
        stage = Stage("export", "rows", self._catalog)
        stage.out = rows
        self._end(stage, f"in {self._to}")
        runs = [done.run for done in self._done]
        write_whole(self._to / "runs.json", [msgspec.json.format(msgspec.json.encode(runs), indent=2) + b"\n"])

    def _end(self, stage: Stage, note: str, refusals: tuple[Refusal, ...] = ()) -> None:
        done = Done(run=stage.run(), note=note, refusals=refusals)
        self._done.append(done)
        self._told(done)
