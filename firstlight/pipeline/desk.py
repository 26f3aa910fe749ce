"""The verbs of the researcher's table: what goes in and out of a ledger, and what people decide about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from firstlight import custody
from firstlight.errors import StoreError, UsageError
from firstlight.model import Decision, Doubt, Statement
from firstlight.pipeline.copies import back_up, said
from firstlight.pipeline.decisions import Ruled, decision_from, ruled
from firstlight.pipeline.editions import MANIFEST as RELEASED
from firstlight.pipeline.editions import (
    VERB,
    Edition,
    change_files,
    changes,
    editions,
    free,
    hashed,
    manifest_hash,
    staged,
)
from firstlight.pipeline.exports import Written, told_of, wanted, write_tables
from firstlight.pipeline.imports import read_rows
from firstlight.pipeline.keeping import keep_collected, keep_reading, keep_rows
from firstlight.pipeline.opened import Opened
from firstlight.pipeline.outcome import Done, Stage
from firstlight.pipeline.output import writable, write_whole
from firstlight.pipeline.period import Period, period
from firstlight.pipeline.period import as_of as instant
from firstlight.pipeline.trace import cited
from firstlight.pipeline.typed import typed
from firstlight.pipeline.whole import doomed, elsewhere, erased_before, remove_files, with_items
from firstlight.when import now

if TYPE_CHECKING:
    from firstlight.exchange.compare import Compared, Comparison
    from firstlight.exchange.flat import Told
    from firstlight.pipeline.audit import Audit


class Desk(Opened):
    """A ledger's verbs that do not read or settle: decisions, tables in and out, editions, copies."""

    # --- decisions ---

    def decide(
        self,
        verb: str,
        statements: Sequence[str] = (),
        *,
        reason: str,
        author: str,
        supersedes: str | None = None,
        correction: str | None = None,
        for_good: bool = False,
    ) -> tuple[Decision, Done]:
        """Append a human decision; `verb` is same, not-same, accept, reject or correct of statements, or withdraw or
        erase of whole reports and captures.

        statements: their ids, or the beginnings of them; for withdraw and erase those of reports and captures.
        correction: for correct, the changed fields as a JSON object. A decision of the same kind about the same things
        is superseded by itself, any other where `supersedes` names it; with `supersedes` and nothing named the earlier
        decision is taken back. What is withdrawn counts no more and stays; erase, which needs `for_good`, removes the
        bytes, texts and statements, and all that was derived, and cannot be taken back. `reconcile` follows each.
        UsageError, NotFoundError; StoreError where another program keeps what is to be erased.
        """
        from firstlight.reconcile import check

        store = self._store()
        if verb == "erase" and for_good and (before := erased_before(store, statements)):
            return before, self._scrub(before, Stage("decide", "decisions", self.catalog))
        said = (reason, author, now())
        made = decision_from(store, verb, statements, said=said, supersedes=supersedes, correction=correction)
        if made.correction is not None:
            check(store.one("statements", made.statements[0], Statement), made.correction)
        stage = Stage("decide", "decisions", self.catalog)
        if made.verb == "erase":
            return self._erase(made, stage, for_good)
        with store.unit(stage.work(f"{made.verb}: {made.reason}", (*made.statements, *made.items))) as unit:
            new = unit.decision(made)
        stage.out += new
        stage.refused["already there"] += not new
        instead = f", in place of {made.supersedes}" if made.supersedes else ""
        return made, self._end(stage, note=f"{made.id}{instead}; run firstlight reconcile")

    def review(self, as_of: str | None = None) -> list[Doubt]:
        """What a person should look at first: doubtful links and disputes that no decision answers, best first."""
        from firstlight.reconcile import doubts

        store, then = self._store(), instant(as_of)
        with store.snapshot():
            statements = store.statements(then)
            return doubts(self.state(as_of), statements, store.reports(then), self._decisions(statements, then))

    def decisions(self, as_of: str | None = None) -> tuple[Ruled, ...]:
        """Every decision, superseded ones with what superseded them, in the order in which they were taken."""
        store, then = self._store(), instant(as_of)
        with store.snapshot():
            statements = store.statements(then)
            return ruled(self._decisions(statements, then), statements)

    def quoted(self, keys: Iterable[str]) -> dict[str, Statement]:
        """The statements with these ids, where the ledger has them."""
        found = {key: self._store().statement(key) for key in dict.fromkeys(keys)}
        return {key: statement for key, statement in found.items() if statement is not None}

    # --- in and out ---

    def add(self, text: str, *, source: str, author: str, reason: str, published: str | None = None) -> Done:
        """Keep a hand-typed observation and read it: who says so (source), who types it (author), and why (reason).

        It is shown everywhere as analyst-entered, with no authority of its own. published: date or instant, now where
        none is given. What is read is in the note; run reconcile to see it in the record.
        """
        from firstlight.read import READER, read

        item = typed(text, source, author, reason, published, self.catalog)
        stage, counted = Stage("add", "reports", self.catalog), Stage("read", "statements", self.catalog)
        with self._store(create=True).unit(stage.work(f"{author}: {reason}", [item.capture.sha256])) as unit:
            refused, kept = keep_collected(unit, item, stage, Counter())
            for report in (one for one in item.reports if one.id in kept):
                keep_reading(unit, report, (READER, self.catalog.hash), read(report, self.catalog), counted)
        stage.refused.update(refusal.reason for refusal in refused)
        found = f"{counted.out} statements read from it" if counted.out else "no statement is in it"
        note, told = f"{found}; run firstlight reconcile", tuple(refused)
        return self._end(stage, note=note, refusals=told, failed=() if kept else told, reports=tuple(kept))

    def import_(self, kind: str, file: str | Path, *, map: str | Path | None = None) -> Done:
        """Take in a reference dataset; rows that are there already are counted and left.

        kind: missile-attacks, the public table; or table, any CSV whose columns the TOML file `map` explains.
        """
        path = Path(file)
        if kind not in ("missile-attacks", "table"):
            raise UsageError(f"{kind!r} cannot be imported: the kinds are missile-attacks and table")
        if (kind == "table") != (map is not None):
            raise UsageError("--map goes with table, and table needs it: examples/own-table/map.toml shows the format")
        imported = read_rows(path, Path(map) if map is not None else None, self.catalog)
        stage = Stage("import", "rows", self.catalog)
        with self._store(create=True).unit(stage.work(f"{kind} {path.name}", [imported.capture.sha256])) as unit:
            if eraser := unit.eraser(imported.capture.sha256):
                raise StoreError(f"{path.name} was erased by {eraser.id} ({eraser.reason}): it is not taken in again")
            unit.capture(imported.capture, path.read_bytes())
            kept, unsaid = keep_rows(unit, imported, stage)
            for refusal in imported.refusals:
                unit.refusal(refusal)
        cells = Counter(refusal.reason for refusal in imported.refusals if "," in refusal.item)
        stage.refused.update(refusal.reason for refusal in imported.refusals if "," not in refusal.item)
        marked = _listed(dict(imported.flags))
        refused = f", refused {_listed(dict(unsaid))}" if unsaid else ""
        note = f"{kept} new statements{refused}; cells of these rows not taken: {_listed(cells)}; rows marked: {marked}"
        return self._end(stage, note=note, refusals=imported.refusals)

    def export(
        self,
        kind: str,
        output: str | Path,
        start: str | None = None,
        end: str | None = None,
        as_of: str | None = None,
        *,
        table: str | None = None,
        hxl: bool = False,
    ) -> Done:
        """Write the ledger's content to a file or a new folder, over inclusive Kyiv dates and as of an instant.

        kind: missile-attacks, csv, parquet, geojson, datapackage, acled, dump, or warc (all that was fetched; .warc or
        .warc.gz). Each export is in the log of looks. table: for csv and parquet one table;
        without it a file gets the attacks, and a folder all tables. hxl: a row of hashtags below the header of a CSV.
        """
        asked = wanted(kind, output, table, hxl, self.catalog)
        when = period(start, end)
        if kind in ("dump", "warc") and (start or end):
            raise UsageError(f"a {kind} is of the whole ledger: --from and --to go with tables")
        store = self._store()
        self._look(f"export {kind}")
        stage = Stage("export", {"dump": "lines", "warc": "captures"}.get(kind, "rows"), self.catalog)
        with store.snapshot():
            if kind == "dump":
                written = self._dump(asked.output, as_of)
            elif kind == "warc":
                written = self._warc(asked.output, as_of)
            elif kind == "missile-attacks":
                written = self._missile_attacks(asked.output, when, as_of)
            else:
                told = self._told(when, as_of)
                written = write_tables(asked, told, self.catalog, self._about(when, as_of))
        stage.out, stage.refused = written.rows, Counter(dict(written.left_out))
        return self._end(stage, note=f"in {asked.output}")

    def compare(
        self,
        table: str | Path,
        start: str | None = None,
        end: str | None = None,
        as_of: str | None = None,
        *,
        map: str | Path | None = None,
    ) -> Comparison:
        """Number by number, the ledger (here) and a table that is not imported (there), over inclusive Kyiv dates.

        table: the public table of missile attacks, or any CSV with its `map`. Without dates, over those of the table.
        """
        from firstlight.exchange.compare import Comparison, compare
        from firstlight.reconcile import reconcile

        imported = read_rows(Path(table), Path(map) if map is not None else None, self.catalog)
        statements = {statement.id: statement for statement in imported.statements}
        reports = {report.id: report for report in imported.reports}
        there = reconcile(statements, reports, [], self.catalog)
        days = sorted([raid.night for raid in there.raids] + [incident.day for incident in there.incidents])
        when = period(start or days[0], end or days[-1]) if days else period(start, end)
        found = compare(self.state(as_of), there, when.holds)
        return Comparison(numbers=tuple(found), statements=self._both(found, statements))

    def sample(self, size: int, output: str | Path, *, seed: int = 1, kind: str | None = None) -> Done:
        """Draw statements for an audit into a CSV sheet with an empty verdict for each; the same for the same seed.

        kind: only statements of this kind. Write right, wrong or unsure into the sheet and give it to `audit`.
        """
        from firstlight.evaluate.sample import draw
        from firstlight.pipeline.audit import sheet

        path = Path(output)
        writable(path)
        store = self._store()
        self._look("sample")
        with store.snapshot():
            frame = [key for key, said in store.statements().items() if kind in (None, said.kind)]
            if not frame or size < 1:
                raise UsageError("there is nothing to draw: name a size of 1 or more, and a kind that the ledger has")
            chosen = cited(store, draw(frame, size, seed), self.catalog)
        write_whole(path, sheet(chosen))
        stage = Stage("sample", "statements", self.catalog)
        stage.inputs, stage.out = sorted(frame), len(chosen)
        return self._end(stage, note=f"drawn from {len(frame)} with seed {seed}, in {path}; then --verdicts {path}")

    def audit(self, verdicts: str | Path) -> Audit:
        """What the verdicts of a drawn sheet say: precision by kind and of all, with a 95 % interval."""
        from firstlight.pipeline.audit import results

        return results(Path(verdicts), self._store().statements())

    def release(
        self, name: str, start: str | None = None, end: str | None = None, as_of: str | None = None
    ) -> tuple[Edition, Done]:
        """Freeze the record under a name: data package, codebook, change log since the edition before, hashes.

        It lies in releases/NAME of the ledger and never changes; verify checks it. UsageError where the name is taken.
        """
        from firstlight.exchange.columns import sheets
        from firstlight.exchange.flat import tables
        from firstlight.exchange.packages import package_files

        folder, when, store = free(self.path, name), period(start, end), self._store()
        stage = Stage(VERB, "rows", self.catalog)
        known = sheets(self.catalog)
        before = editions(self.path)[-1:]
        with store.snapshot():
            told, head = self._told(when, as_of), store.head_entry()
        made = tables(told, self.catalog)
        rows = {table: made[table] for table in known}
        files = package_files(known, rows, {**self._about(when, as_of), "name": name.casefold(), "edition": name})
        found = list(changes(known, before[0], files)) if before else []
        files |= change_files(found, before[0][0].name if before else None, name, told.state)
        edition = Edition(
            name=name,
            previous=before[0][0].name if before else None,
            previous_hash=manifest_hash(before[0][1]) if before else None,
            made_at=stage.started,
            period=(when.start, when.end),
            as_of=instant(as_of),
            log_head=head[1] if head else 0,
            log_hash=head[2] if head else "",
            version=version("firstlight"),
            catalogue=self.catalog.hash,
            files=hashed(files),
        )
        files[RELEASED] = msgspec.json.format(msgspec.json.encode(edition), indent=2) + b"\n"
        ready = staged(folder, files)
        stage.inputs, stage.out = [manifest_hash(ready)], sum(len(table) for table in rows.values())
        cited_as = f"{edition.citation}, SHA-256 {manifest_hash(ready)}"
        done = self._end(stage, note=f"{len(found)} changes; cite: {cited_as}; in {folder}")
        ready.replace(folder)  # after the log has it: an edition that has its name is one that the log knows
        return edition, done

    # --- copies ---

    def backup(self, to: str | Path) -> Done:
        """Copy the ledger as it stands to the new folder `to`, while others may write.

        The copy is restored to a folder of its own and checked before it gets its name. StoreError, DamageError.
        """
        stage = Stage("backup", "facts", self.catalog)
        manifest = back_up(self._store(), to, stage)
        return self._end(stage, note=f"restored once and checked: {said(manifest)}; in {to}")

    # --- inside ---

    def _erase(self, asked: Decision, stage: Stage, for_good: bool) -> tuple[Decision, Done]:
        store = self._store()
        with store.alone():  # what is named stays what it is until it is gone
            gone = doomed(store, asked.items)
            if not for_good:
                raise UsageError(f"erase would remove {gone.line()}: say --for-good where that is meant")
            made = with_items(asked, gone)
            with store.unit(stage.work(f"erase: {made.reason}", made.items)) as unit:
                unit.erase(gone.captures, made)
                unit.drop_derived()
            stage.out = 1
            remove_files(self.path, made)
            head = store.head_entry()
            kept = head is not None and custody.Seals().erase(head[0], made)
            done = self._end(stage, note=f"{made.id}: {gone.line()} removed; {elsewhere(store.runs(), kept)}")
            store.scrub()
        return made, done

    def _scrub(self, made: Decision, stage: Stage) -> Done:
        """End an erasure that was cut short after it was decided."""
        remove_files(self.path, made)
        self._store().scrub()
        stage.refused["already there"] += 1
        return self._end(stage, note=f"{made.id} erased it before; what may have been left of it is gone")

    def _both(self, found: Sequence[Compared], there: Mapping[str, Statement]) -> dict[str, Statement]:
        """The statements behind compared numbers, of the ledger and of the table."""
        mine = self.quoted(key for one in found for key in one.here_statements)
        return mine | {key: there[key] for one in found for key in one.there_statements}

    def _dump(self, path: Path, as_of: str | None) -> Written:
        from firstlight.exchange.dump import dump

        store, rows = self._store(), 0

        def lines() -> Iterator[bytes]:
            nonlocal rows
            for line in dump(store, self.state(as_of), instant(as_of)):
                rows += 1
                yield line

        write_whole(path, lines())
        return Written(rows=rows, left_out={})

    def _warc(self, path: Path, as_of: str | None) -> Written:
        from firstlight.exchange.web_archive import warc_pieces

        every = list(self._store().every_capture(instant(as_of)))
        fetched = [capture for capture in every if capture.visit is not None]
        try:
            write_whole(path, warc_pieces(fetched, self._store().blobs.read, path.name.endswith(".gz")))
        except ImportError as error:
            raise UsageError(f"a web archive needs {error.name}: pip install 'firstlight[collect]'") from error
        left = len(every) - len(fetched)
        return Written(rows=len(fetched), left_out={"not fetched, but a file": left} if left else {})

    def _missile_attacks(self, path: Path, when: Period, as_of: str | None) -> Written:
        from firstlight.exchange.attack_export import write_missile_attacks

        told = self._told(when, as_of)
        made = write_missile_attacks(
            told.state,
            told.statements,
            told.reports,
            self.catalog,
            read=self._store().blobs.read,
            invented=told.invented,
            within=when.holds if when.start or when.end else None,
        )
        write_whole(path, [made.data])
        return Written(rows=made.rows, left_out=made.left_out)

    def _told(self, when: Period, as_of: str | None) -> Told:
        """The record of a period with all facts known at an instant."""
        store, then = self._store(), instant(as_of)
        statements = store.statements(then)
        known = ruled(self._decisions(statements, then), statements)
        return told_of(self._within(when, as_of), (statements, store.reports(then)), known, self.catalog)

    def _about(self, when: Period, as_of: str | None) -> dict[str, str]:
        """What a data package says of itself: nothing that depends on when or where it is written."""
        spoken = f"{when.start or 'the beginning'} to {when.end or 'the end'} of the record"
        return {
            "name": "firstlight",
            "title": f"Record of air attacks, {spoken}",
            "version": version("firstlight"),
            "catalogue": self.catalog.hash,
            **({"as_of": instant(as_of) or ""} if as_of else {}),
        }


def _listed(numbers: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in sorted(numbers.items())) or "none"
