"""The folder of a ledger, opened: what every verb stands on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from firstlight import custody
from firstlight.catalog import Catalog
from firstlight.catalog import catalog as shipped
from firstlight.model import Decision, LedgerState, Refusal, Report, Statement
from firstlight.pipeline.decisions import by_report, carried, decisions_now
from firstlight.pipeline.outcome import Done, Stage, operator
from firstlight.pipeline.period import Period, within
from firstlight.pipeline.period import as_of as instant
from firstlight.store import Look, Looks, Store
from firstlight.when import now

Told = Callable[[Done], None]


class Opened:
    """A ledger's folder, opened when the first verb asks for it. Every verb raises FirstlightError with one line.

    path: the folder, made by the first verb that has something to keep. catalog: the data folder, the shipped one
    unless another is given. told: called with the outcome of each stage as it ends.
    """

    def __init__(
        self, path: str | Path = "ledger", *, catalog: Catalog | None = None, told: Told = lambda done: None
    ) -> None:
        self.path = Path(path)
        self.told = told
        self.catalog = catalog or shipped()
        self._opened: Store | None = None
        self._sealed: tuple[str, int, str] | None = None  # the log's head when the last seal was made

    def __enter__(self) -> Self:
        """The ledger itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Close the files; a later call opens them again."""
        if self._opened is not None:
            self._seal()
            self._opened.close()
            self._opened = None

    def state(self, as_of: str | None = None) -> LedgerState:
        """Raids, incidents and packages; as of an earlier instant they are reconciled anew from what was known then."""
        store = self._store()
        if as_of is None:
            return store.state()
        from firstlight.reconcile import reconcile

        then = instant(as_of)
        statements = store.statements(then)
        return reconcile(statements, store.reports(then), self._decisions(statements, then), self.catalog)

    # --- inside ---

    def _within(self, when: Period, as_of: str | None = None) -> LedgerState:
        """The raids and incidents of a period with their disputes; of what is settled no others are read."""
        return self._store().state(when.start, when.end) if as_of is None else within(self.state(as_of), when)

    def _taken(self, taken: Sequence[Decision], then: str | None) -> list[Decision]:
        """Decisions about the statements that counted then; where the index has followed the facts, by the index."""
        store = self._store()
        if not taken:
            return []
        if then is None and not store.unsettled():
            return decisions_now(store, taken)
        return self._decisions(store.statements(then), then)

    def _exists(self) -> bool:
        return (self.path / "ledger.db").exists()

    def _store(self, create: bool = False) -> Store:
        if self._opened is None:
            self._opened = Store(self.path, chain=custody.entry_hash, gate=self._gate, create=create)
            self._sealed = self._opened.head_entry()
        return self._opened

    def _decisions(self, statements: Mapping[str, Statement], then: str | None = None) -> list[Decision]:
        """The decisions known at an instant, about the statements that counted then."""
        store = self._store()
        taken = store.decisions(then)
        return carried(taken, by_report(statements), store.statement) if taken else []

    def _gate(self, statement: Statement, report: Report) -> str | None:
        from firstlight.read import gate

        return gate(statement, report, self.catalog)

    def _look(self, what: str, key: str | None = None) -> None:
        """Log a look at what is not for everybody, before it is shown; `key` None: at the log's newest entry."""
        head = self._store().head_entry()
        Looks(self.path).add(Look(at=now(), who=operator(), what=what, key=key or (head[2] if head else "")))

    def _seal(self) -> None:
        """Sign the head of the log, outside the ledger's folder, where this command moved it."""
        head = self._opened.head_entry() if self._opened is not None else None
        if head is not None and head != self._sealed:
            custody.Seals().add(*head, now())
            self._sealed = head

    def _end(
        self,
        stage: Stage,
        note: str = "",
        refusals: tuple[Refusal, ...] = (),
        failed: tuple[Refusal, ...] = (),
        reports: tuple[str, ...] = (),
    ) -> Done:
        run = stage.run()
        if self._opened is not None:
            with self._opened.unit(stage.work("the run ended", [run.inputs])) as unit:
                unit.run(run)
            self._seal()
        done = Done(run=run, note=note, refusals=refusals, failed=failed, reports=reports)
        self.told(done)
        return done
