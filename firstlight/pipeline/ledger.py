"""Ledger: opens the folder, calls a stage, saves what it returned, records the run. Nothing else happens here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from firstlight import custody
from firstlight.errors import DamageError, UsageError
from firstlight.model import LedgerState, Material, Report, Statement
from firstlight.pipeline.beside import beside
from firstlight.pipeline.custodian import Custodian
from firstlight.pipeline.desk import Desk
from firstlight.pipeline.editions import damaged
from firstlight.pipeline.intake import Intake
from firstlight.pipeline.keeping import keep_reading
from firstlight.pipeline.outcome import Done, Stage, many
from firstlight.pipeline.output import own_paragraphs, writable, write_whole
from firstlight.pipeline.past import Past
from firstlight.pipeline.period import as_of as instant
from firstlight.pipeline.period import compared_with, narrowed, nights_of, period, span
from firstlight.pipeline.trace import Shown, trace
from firstlight.pipeline.views import redo
from firstlight.store import Looks, Run
from firstlight.store.looks import NAME as LOOKS

if TYPE_CHECKING:
    from firstlight.model import Assessment, Comparison
    from firstlight.read import Reading


class Ledger(Desk, Intake, Custodian):
    """A ledger's folder and the verbs on it. Every verb raises FirstlightError with one line for a person.

    path: the folder, made by the first verb that has something to keep. catalog: the data folder, the shipped one
    unless another is given. told: called with the outcome of each stage as it ends.
    """

    # --- the stages ---

    def read(
        self,
        engine: str = "local",
        *,
        workers: int | None = None,
        scheduler: str | None = None,
        seen: Callable[[str], None] = lambda line: None,
    ) -> Done:
        """Read every report that this reader, with this data folder, has not read yet; older readings stay.

        engine: local (this process), pool or cluster, with the same ledger from each; workers: processes of a pool, or
        of a cluster on this host; scheduler: the address of a cluster, or the file that it wrote; seen: called with a
        line a while. UsageError for an engine that is not there.
        """
        from firstlight.engine import chosen
        from firstlight.pipeline.reading import BATCH, readings
        from firstlight.read import READER, read

        where = chosen(engine, workers, scheduler)
        stage = Stage("read", "statements", self.catalog)
        edition = (READER, self.catalog.hash)
        store = self._store()
        unread = store.unread(*edition)
        batches: Iterable[tuple[list[int], list[Reading] | None]]
        if where.kind == "local":
            batches = ((unread[start : start + BATCH], None) for start in range(0, len(unread), BATCH))
        else:
            batches = readings(store, unread, self.catalog.hash, where, seen)
        for numbers, found in batches:
            reports = store.numbered(numbers)
            made = found or [read(report, self.catalog) for report in reports]
            why = f"{many(len(reports), 'report')} from number {numbers[0]}"
            with store.unit(stage.work(why, [report.id for report in reports])) as unit:
                for report, reading in zip(reports, made, strict=True):
                    keep_reading(unit, report, edition, reading, stage)
        return self._end(stage, note=f"from {many(len(unread), 'report')}")

    def reconcile(
        self,
        engine: str = "local",
        *,
        workers: int | None = None,
        scheduler: str | None = None,
        seen: Callable[[str], None] = lambda line: None,
    ) -> Done:
        """Settle statements and decisions into raids, incidents and packages; only what changed is looked at.

        engine, workers, scheduler, seen: as in `read`; where much changed it is planned on the engine, three months of
        dates at a time, and the ledger is the same.
        """
        from firstlight.engine import chosen
        from firstlight.pipeline.settling import bring_up
        from firstlight.pipeline.window_tasks import on_engine

        where = chosen(engine, workers, scheduler)
        stage = Stage("reconcile", "statements", self.catalog)
        store = self._store()
        carry = None if where.kind == "local" else on_engine(store, stage.run().version, where, seen)
        made = bring_up(store, stage, carry)
        with store.snapshot():
            number, asides, sizes = *store.tally(), store.sizes()
        stage.refused.update(asides)
        stage.refused["lost without a reason"] += made.lost
        stage.out = number - stage.refused.total()
        made_of = f"{sizes['raids']} raids, {sizes['incidents']} incidents, {sizes['packages']} packages"
        parts = f"{len(made.settled)} of {sizes['partitions']} partitions settled anew"
        return self._end(stage, note=f"to {made_of}, {sizes['disputes']} disputes; {parts}")

    def rebuild(self, engine: str = "local", **where: Any) -> Done:
        """Drop everything derived and reconcile from the facts alone; engine and where: as in `reconcile`."""
        with self._store().unit(Stage("rebuild", "statements", self.catalog).work("derived rows dropped", ())) as unit:
            unit.drop_derived()
        return self.reconcile(engine, **where)

    def assess(  # noqa: PLR0913  one name for each option of the command
        self,
        start: str | None = None,
        end: str | None = None,
        as_of: str | None = None,
        *,
        weeks: int = 8,
        harm: str | Path | None = None,
        scenarios: str | Path | None = None,
        inventory: str | Path | None = None,
        options: str | Path | None = None,
    ) -> tuple[Assessment, Done]:
        """The assessment of a period of inclusive Kyiv dates (None: the ends of the record), and its outcome.

        `weeks` to forecast, 0 for none; `harm`, `scenarios`, `inventory` and `options` name TOML files of one's own:
        monthly totals of casualties, limits that somebody states, what is in stock, what is asked for.
        InventoryError names what is wrong in one of them.
        """
        from firstlight.assess import assess
        from firstlight.pipeline.asked import asked

        wanted = asked(period(start, end), weeks, harm, inventory, options, self.catalog, scenarios)
        made = assess(*self._known(as_of), self.catalog, wanted)
        if inventory is not None:
            self._look("assessment with an inventory", made.data_hash)
        stage = Stage("assess", "raid lines", self.catalog)
        stage.refused.update(dict(made.left_out))
        stage.out = sum(rate.raids for rate in made.rates)
        return made, self._end(stage)

    def difference(self, group: str, before: str, after: str, as_of: str | None = None) -> Comparison:
        """Is that drop real? The share of a group's weapons stopped in one run of nights beside that in another.

        `before` and `after`: a month (2025-08), or its first and last Kyiv date (2025-08-01..2025-08-20). UsageError
        for another form; FirstlightError where the group is unknown, a run has fewer than three raid-nights, or the
        two overlap.
        """
        from firstlight.assess import Question, difference

        wanted = Question(group=group, before=nights_of(before), after=nights_of(after))
        return difference(*self._known(as_of), self.catalog, wanted)

    def brief(
        self,
        start: str,
        end: str,
        output: str | Path,
        as_of: str | None = None,
        *,
        lang: str = "en",
        since: str | None = None,
        **asked: Any,
    ) -> tuple[Done, Done]:
        """Write the briefing of a period of inclusive Kyiv dates: the outcomes of assess and brief.

        `output` is the file; its ending, .html, .pdf, .docx or .md, is the format. What a file of the same name with
        the ending .notes.md beside it holds is kept as the analyst's own paragraphs. `lang`: en or uk; `since`: an
        earlier date or instant, to say what changed. `asked`: weeks, harm, scenarios, inventory and options as
        in assess.
        """
        from firstlight.brief import briefing, languages

        wanted, path = period(start, end), _page(output)
        if lang not in languages(self.catalog):
            raise UsageError(f"no briefing in {lang!r}: --lang is one of {', '.join(languages(self.catalog))}")
        compared_with(since, as_of)
        assessment, assessed = self.assess(start, end, as_of, **asked)
        material = self._material((wanted.start or start, wanted.end or end), assessment, as_of, since)
        material = replace(material, own=own_paragraphs(path))
        self._look("briefing")
        write_whole(path, [briefing(material, self.catalog, path.suffix.lower(), lang)])
        stage = Stage("brief", "statements", self.catalog)
        stage.out = len(material.statements)
        note = f"from {many(len(material.reports), 'report')}, {material.start} to {material.end}, in {path}"
        return assessed, self._end(stage, note=note)

    def run(
        self,
        sources: Sequence[str | bytes],
        output: str | Path,
        published: str | None = None,
        source: str | None = None,
        start: str | None = None,
        end: str | None = None,
    ) -> list[Done]:
        """Collect, read, reconcile, assess and brief: the outcome of each, or of collect alone where nothing came in.

        The briefing is about start to end, inclusive Kyiv dates; an end not given is that of the span of the reports.
        """
        period(start, end)
        _page(output)
        collected = self.collect(sources, published, source)
        if not collected.reports:
            return [collected]
        done = [collected, self.read(), self.reconcile()]
        if start is None or end is None:
            spanned = self._span(set(collected.reports))
            start, end = start or spanned[0], end or spanned[1]
        return [*done, *self.brief(start, end, output)]

    def explore(
        self,
        port: int = 8750,
        inventory: str | Path | None = None,
        options: str | Path | None = None,
        told: Callable[[str], None] = lambda line: None,
    ) -> None:
        """Serve the local page on 127.0.0.1 until it is stopped; `told` is given its address.

        `inventory` and `options` name TOML files of one's own; what comes of them is restricted, and each look at it
        logged. UsageError where the port is taken or the extra `explore` is not installed.
        """
        from firstlight.pipeline.exploring import Exploring, serve

        serve(Exploring(self.path, self.catalog, inventory, options), port, told)

    def publish(self, to: str | Path, as_of: str | None = None, use: str = "non-commercial") -> Done:
        """Write the public build of what was known at an instant (now, where none is given) to the folder `to`.

        What is not due by the publication rules at that instant is kept back and counted. A folder that holds an
        earlier build is brought up to date: what was public and changed is told as a correction, and the earlier record
        stays readable under versions/. use: non-commercial or commercial. UsageError for an instant to come and for a
        folder that holds other files, LicenceError where a source forbids the use.
        """
        from firstlight.pipeline.publishing import asked_instant, own_folder, publication, write

        at, folder = asked_instant(as_of, use), own_folder(to)
        assessment, _ = self.assess(as_of=as_of, weeks=0)
        made = publication(self._all_material(assessment, as_of), self.catalog, folder, at, use)
        write(folder, made.files)
        stage = Stage("publish", "attacks and places struck", self.catalog)
        stage.out = len(made.record.attacks) + len(made.record.events)
        for kept in made.record.kept:
            if kept.what in ("attack", "event"):
                stage.refused[kept.reason] += kept.number
        return self._end(stage, note=f"{made.corrections} corrections; in {folder}")

    # --- the ledger ---

    def attacks(self, start: str | None = None, end: str | None = None, as_of: str | None = None) -> LedgerState:
        """The raids and incidents of a period of inclusive Kyiv dates, with their disputes."""
        return self._within(period(start, end), as_of)

    def unsettled(self) -> bool:
        """Whether there are facts that the last reconcile did not see."""
        return self._store().unsettled()

    def runs(self) -> list[Run]:
        """The commands that came to their end on this ledger, in order, with their counts."""
        return self._store().runs()

    def show(self, key: str, as_of: str | None = None) -> Shown:
        """Anything by its id, a prefix of it or an old id, with everything behind it; NotFoundError."""
        store, then = self._store(), instant(as_of)
        with store.snapshot():
            taken = store.decisions(then)
            held = store if then is None else Past(store, self.state(as_of), taken, then)
            shown = trace(held, self._taken(taken, then), key, self.catalog)
        self._look(f"show {shown.what}", getattr(shown.thing, "id", getattr(shown.thing, "sha256", key)))
        return shown

    # --- checking ---

    def verify(self) -> custody.Checked:
        """Re-hash and compare everything in the ledger; damage is named, nothing is changed."""
        store = self._store()
        with store.snapshot():
            again = partial(redo, catalog=self.catalog)
            checked = custody.verify(store, again, custody.Seals())
            return replace(checked, damage=(*checked.damage, *damaged(self.path, store), *self._looks()))

    # --- inside ---

    def _looks(self) -> list[custody.Damage]:
        """What is wrong with the log of looks at restricted material."""
        try:
            for _ in Looks(self.path).read():
                continue
        except DamageError as error:
            return [custody.Damage(where=LOOKS, what=str(error))]
        return []

    def _known(self, as_of: str | None) -> tuple[LedgerState, dict[str, Statement], dict[str, Report]]:
        """What was settled and said, now or at an earlier instant, all of one moment of the ledger."""
        store = self._store()
        with store.snapshot():
            return self.state(as_of), store.statements(instant(as_of)), store.reports(instant(as_of))

    def _span(self, ids: set[str]) -> tuple[str, str]:
        store = self._store()
        reports = [report for key, report in store.reports().items() if key in ids]
        found = span(reports, (s for s in store.statements().values() if s.report in ids))
        return found.start or "", found.end or ""

    def _material(
        self, dates: tuple[str, str], assessment: Assessment, as_of: str | None, since: str | None = None
    ) -> Material:
        """All that a briefing of the dates is made from, with what was known at `since` where that is named."""
        whole = replace(self._all_material(assessment, as_of, since), start=dates[0], end=dates[1])
        return narrowed(beside(whole, self.catalog), self.catalog)

    def _all_material(self, assessment: Assessment, as_of: str | None, since: str | None = None) -> Material:
        """Everything that was known at an instant, beside what was known at `since` where that is named."""
        store, then = self._store(), instant(as_of)
        with store.snapshot():
            return Material(
                start=assessment.start,
                end=assessment.end,
                state=self.state(as_of),
                statements={**(store.statements(instant(since)) if since else {}), **store.statements(then)},
                reports={**(store.reports(instant(since)) if since else {}), **store.reports(then)},
                captures=store.captures(then),
                pictures=store.pictures(then),
                assessment=assessment,
                rejections=tuple(store.rejections(then)),
                refusals=tuple(store.refusals(then)),
                since=instant(since),
                then=self.state(since) if since else None,
            )


def _page(output: str | Path) -> Path:
    """The path of a briefing, found writable before any work is done."""
    from firstlight.brief import ENDINGS

    path = Path(output)
    if path.suffix.lower() not in ENDINGS:
        raise UsageError(f"{path}: a briefing is written as .html, .pdf, .docx or .md: name the file so with -o")
    writable(path)
    return path
