"""The verbs of the researcher's table: what goes in and out of a ledger, and what people decide about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from firstlight.errors import SourceError, UsageError
from firstlight.pipeline.keeping import keep_rows
from firstlight.pipeline.opened import Opened
from firstlight.pipeline.outcome import Done, Stage
from firstlight.pipeline.output import writable, write_whole
from firstlight.when import now


class Desk(Opened):
    """A ledger's verbs that do not read or settle: decisions, tables in and out, editions, copies."""

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
