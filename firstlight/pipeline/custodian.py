"""What a stranger needs to check the record: evidence packs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from firstlight import custody
from firstlight.errors import NotFoundError
from firstlight.model import Incident, Package, Raid, digest
from firstlight.pipeline.opened import Opened
from firstlight.pipeline.outcome import Done, Stage
from firstlight.pipeline.output import writable, write_whole
from firstlight.pipeline.period import period
from firstlight.pipeline.trace import trace


class Custodian(Opened):
    """A ledger's verbs for those who must be able to check it."""

    def evidence(
        self, output: str | Path, ids: Sequence[str] = (), start: str | None = None, end: str | None = None
    ) -> Done:
        """Write an evidence pack: statements with their reports, captured bytes, the custody log and its seal.

        ids: of raids, incidents, packages, reports or statements, or their beginnings; without any, all attacks of the
        period of inclusive Kyiv dates. The pack is a working paper: texts in it are whole. NotFoundError where that is
        nothing.
        """
        from firstlight.exchange.evidence import evidence

        path, store = Path(output), self._store()
        when = period(start, end)
        writable(path)
        stage = Stage("export", "statements", self.catalog)
        self._seal()  # the pack carries the seal of the log as it stands; the run that made it is logged after
        with store.snapshot():
            if ids:
                found = [cited.statement.id for key in ids for cited in trace(store, [], key, self.catalog).cited]
            else:
                state = self._within(when)
                things: tuple[Raid | Incident | Package, ...] = (*state.raids, *state.incidents, *state.packages)
                found = [link.statement for thing in things for link in thing.links]
            statements = sorted(set(found))
            if not statements:
                raise NotFoundError(f"{self.path}: no statement to give evidence of: name an id, or another period")
            self._look("evidence", digest(statements))
            write_whole(path, [evidence(store, statements, self._newest_seal())])
        stage.out = len(statements)
        return self._end(stage, note=f"in {path}")

    def _newest_seal(self) -> bytes | None:
        head = self._store().head_entry()
        if head is None:
            return None
        seals = [seal for seal in custody.Seals().of(head[0]) if isinstance(seal, custody.Seal)]
        newest = seals[-1] if seals else None
        return msgspec.json.encode(newest) if newest is not None and (newest.seq, newest.head) == head[1:] else None
