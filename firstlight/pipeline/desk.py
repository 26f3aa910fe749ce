"""The verbs of the researcher's table: what goes in and out of a ledger, and what people decide about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from firstlight.errors import SourceError, UsageError
from firstlight.model import Decision, Doubt, Statement
from firstlight.pipeline.decisions import Ruled, decision_from, ruled
from firstlight.pipeline.keeping import keep_rows
from firstlight.pipeline.opened import Opened
from firstlight.pipeline.outcome import Done, Stage
from firstlight.pipeline.output import writable, write_whole
from firstlight.pipeline.period import as_of as instant
from firstlight.when import now


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
    ) -> tuple[Decision, Done]:
        """Append a human decision about statements; `verb` is same, not-same, accept, reject or correct.

        statements: their ids, or the beginnings of them. correction: for correct, the changed fields as a JSON object.
        A decision of the same kind about the same statements is superseded by itself, any other where `supersedes`
        names it; with `supersedes` and no statement the earlier decision is taken back. `reconcile` follows it.
        UsageError, NotFoundError.
        """
        from firstlight.reconcile import check

        store = self._store()
        said = (reason, author, now())
        made = decision_from(store, verb, statements, said=said, supersedes=supersedes, correction=correction)
        if made.correction is not None:
            check(store.one("statements", made.statements[0], Statement), made.correction)
        stage = Stage("decide", "decisions", self.catalog)
        with store.unit(stage.work(f"{made.verb}: {made.reason}", made.statements)) as unit:
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

    def import_(self, kind: str, file: str | Path) -> Done:
        """Take in a reference dataset; `kind` is missile-attacks. Rows that are there already are counted and left."""
        if kind != "missile-attacks":
            raise UsageError(f"{kind!r} cannot be imported: the kinds are missile-attacks")
        from firstlight.exchange.missile_attacks import read_missile_attacks

        path = Path(file)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise SourceError(f"{path} cannot be read ({error.strerror}): check the name") from error
        imported = read_missile_attacks(data, path.name, self.catalog, now())
        stage = Stage("import", "rows", self.catalog)
        with self._store(create=True).unit(stage.work(f"{kind} {path.name}", [imported.capture.sha256])) as unit:
            unit.capture(imported.capture, data)
            kept, unsaid = keep_rows(unit, imported, stage)
            for refusal in imported.refusals:
                unit.refusal(refusal)
        cells = Counter(refusal.reason for refusal in imported.refusals if "," in refusal.item)
        stage.refused.update(refusal.reason for refusal in imported.refusals if "," not in refusal.item)
        marked = _listed(dict(imported.flags))
        refused = f", refused {_listed(dict(unsaid))}" if unsaid else ""
        note = f"{kept} new statements{refused}; cells of these rows not taken: {_listed(cells)}; rows marked: {marked}"
        return self._end(stage, note=note, refusals=imported.refusals)

    def export(self, kind: str, output: str | Path) -> Done:
        """Write the ledger's content to a file; `kind` is dump, the canonical form."""
        if kind != "dump":
            raise UsageError(f"{kind!r} cannot be exported: the kinds are dump")
        from firstlight.exchange.dump import dump

        store = self._store()
        path = Path(output)
        writable(path)
        stage = Stage("export", "lines", self.catalog)

        def lines() -> Iterator[bytes]:
            for line in dump(store):
                stage.out += 1
                yield line

        with store.snapshot():
            write_whole(path, lines())
        return self._end(stage, note=f"in {path}")


def _listed(numbers: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in sorted(numbers.items())) or "none"
