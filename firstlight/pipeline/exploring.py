"""`explore`: gives the local page what it works with, and serves it on this machine alone."""

from __future__ import annotations

import gc
import secrets
import socket
import tempfile
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from firstlight import custody
from firstlight.assess import AssessOptions, assess, look_back
from firstlight.assess.report import is_invented as is_invented_assessment
from firstlight.assess.values import total
from firstlight.brief.cover import Cover
from firstlight.brief.words import Wording
from firstlight.catalog import Catalog
from firstlight.errors import FirstlightError, UsageError
from firstlight.explore import Decided, Desk, Outlook, row
from firstlight.model import Assessment, Doubt, LedgerState, Material, Refusal, Statement
from firstlight.pipeline.asked import asked
from firstlight.pipeline.ledger import Ledger
from firstlight.pipeline.outcome import Done, Stage, operator
from firstlight.pipeline.period import Period
from firstlight.store import Look, Looks, Pages, Store, follow
from firstlight.when import now

WEEKS = 8
SPANS = 256  # assessed spans that are kept
ADDRESS = "127.0.0.1"

PUBLIC = "Raids in the columns of the public table of missile attacks"

Export = tuple[str, str, Callable[[], Path]]


class Exploring:
    """What stands behind the page of one ledger; the files of an inventory and of options are read again each time."""

    def __init__(
        self,
        folder: Path,
        catalog: Catalog,
        inventory: str | Path | None = None,
        options: str | Path | None = None,
        paths: int = AssessOptions().paths,
    ) -> None:
        self.folder = folder
        self.paths = paths
        self.catalog = catalog
        self.inventory, self.options = inventory, options
        self.words = Wording(self.catalog, "en")
        self._spans: dict[tuple[int, str, str, str, bool], Assessment] = {}
        asked(Period(), WEEKS, None, inventory, options, self.catalog)  # a wrong file is told of before the page opens

    def desk(self, port: int, token: str = "") -> Desk:
        """The desk of the page at `port`; the index is brought up to date first."""
        self._store().close()  # tells of a folder that is no ledger
        self.refresh()
        self.pages = Pages(self.folder)
        return Desk(
            folder=self.folder,
            name="/".join(self.folder.resolve().parts[-2:]),
            catalog=self.catalog,
            words=self.words,
            pages=self.pages,
            refresh=self.refresh,
            total=total,
            span=self.span,
            outlook=self.outlook,
            names=self.names,
            invented=self.invented,
            looked=self.looked,
            exports=self.exports(),
            queue=self.queue,
            decide=self.decide,
            operator=operator(),
            restricted=tuple(Path(file).name for file in (self.inventory, self.options) if file),
            token=token or secrets.token_urlsafe(24),
            hosts=frozenset({f"{ADDRESS}:{port}", f"localhost:{port}"}),
        )

    def refresh(self) -> None:
        """Bring the index of the pages up to date."""
        follow(self.folder, self.catalog.hash, lambda thing: row(thing, self.words))

    def span(self, start: str, end: str, target: str, rated: bool) -> Assessment:
        """Nights and rates of an inclusive span of Kyiv dates, from the raids of that span alone."""
        key = (self.pages.head(), start, end, target, rated)
        if key not in self._spans:
            if len(self._spans) >= SPANS:
                self._spans.clear()
            raids = tuple(raid for raid in self.pages.raids(start, end) if raid.target == target)
            held = self.pages.statements(dict.fromkeys(x.statement for raid in raids for x in raid.links), texts=False)
            statements = {name: statement for name, (statement, _) in held.items()}
            reports = {report.id: report for _, report in held.values()}
            wanted = AssessOptions(start=start, end=end, target=target)
            self._spans[key] = look_back(
                LedgerState(raids=raids), statements, reports, self.catalog, wanted, rated=rated
            )
        return self._spans[key]

    def outlook(self) -> Outlook:
        """The assessment of the whole record, with the inventory and options where they were given and can be used."""
        with self._store() as store, store.snapshot():
            state, statements, reports = store.state(), store.statements(), store.reports()
        notes: list[str] = []
        for weeks, inventory, options in dict.fromkeys(
            ((WEEKS, self.inventory, self.options), (WEEKS, None, None), (0, None, None))
        ):
            try:
                wanted = asked(Period(), weeks, None, inventory, options, self.catalog)
                made = assess(state, statements, reports, self.catalog, replace(wanted, paths=self.paths))
            except FirstlightError as error:
                notes.append(str(error))
            else:
                return Outlook(assessment=made, note="; ".join(notes), invented=is_invented_assessment(made))
        return Outlook(assessment=None, note="; ".join(notes))

    def names(self, statements: Iterable[Statement], text: str) -> list[tuple[int, int]]:
        """Where a text may name a private person, as the briefing covers it."""
        return self._cover.knowing(statements).spans(text)

    def invented(self, source: str) -> bool:
        """Whether a source says of itself that it is made up."""
        entry = self.catalog.source(source)
        return source.casefold().startswith("invented") or (entry is not None and entry.kind == "invented")

    def looked(self, what: str, key: str) -> None:
        """Log a look at restricted material before it is shown."""
        Looks(self.folder).add(Look(at=now(), who=operator(), what=what, key=key))

    def queue(self) -> Sequence[Doubt]:
        """What a person should look at, best first."""
        with Ledger(self.folder, catalog=self.catalog) as ledger:
            return ledger.review()

    def decide(self, decided: Decided) -> str:
        """Append a decision and settle the ledger anew; the decision's id."""
        with Ledger(self.folder, catalog=self.catalog) as ledger:
            made, _ = ledger.decide(decided.verb, decided.statements, reason=decided.reason, author=decided.author)
            ledger.reconcile()
        return made.id

    def exports(self) -> dict[str, Export]:
        """What can be downloaded: name to title, media type, and what writes it to a temporary file."""
        from firstlight.exchange.columns import sheets

        made: dict[str, Export] = {
            f"{name}.csv": (sheet.title, "text/csv", partial(self._export, "csv", name, ".csv"))
            for name, sheet in sheets(self.catalog).items()
        }
        made |= {
            "places.geojson": ("Incidents on the map", "application/geo+json", partial(self._export, "geojson")),
            "missile-attacks.csv": (PUBLIC, "text/csv", partial(self._export, "missile-attacks")),
            "dump.jsonl": ("Everything, in the canonical form", "application/x-ndjson", partial(self._export, "dump")),
        }  # fmt: skip
        return made

    def _export(self, kind: str, table: str | None = None, ending: str = "") -> Path:
        folder = Path(tempfile.mkdtemp(prefix="firstlight-"))
        with _Reading(self.folder, catalog=self.catalog) as ledger:
            ledger.export(kind, folder / f"export{ending}", table=table)
        return folder / f"export{ending}"

    def _store(self) -> Store:
        return Store(self.folder, chain=custody.entry_hash)

    @cached_property
    def _cover(self) -> Cover:
        words = self.words
        known = [words.country(code) for code in words.keys("countries")] + list(words.table["date"]["months"])
        return Cover(self.catalog, _nothing(), known)


class _Reading(Ledger):
    """A ledger whose verbs leave no record of their run: what the page hands out changes nothing."""

    def _end(
        self,
        stage: Stage,
        note: str = "",
        refusals: tuple[Refusal, ...] = (),
        failed: tuple[Refusal, ...] = (),
        reports: tuple[str, ...] = (),
    ) -> Done:
        return Done(run=stage.run(), note=note, refusals=refusals, failed=failed, reports=reports)


def serve(exploring: Exploring, port: int, told: Callable[[str], None]) -> None:
    """Serve the page on 127.0.0.1 until it is stopped; UsageError where the extra is missing or the port is taken."""
    try:
        import uvicorn

        from firstlight.explore.app import Site
    except ImportError as error:
        raise UsageError(f"the page needs more packages ({error.name}): pip install 'firstlight[explore]'") from error
    # The protocol is named: asyncio sends small answers at once only where it sees that the socket is TCP.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as plug:
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            plug.bind((ADDRESS, port))
        except OSError as error:
            raise UsageError(f"port {port} cannot be used ({error.strerror}): choose another with --port") from error
        port = plug.getsockname()[1]
        desk = exploring.desk(port)
        site = Site(desk)
        site.begin()
        told(f"The page: http://{ADDRESS}:{port}/ (on this machine alone; stop it with Ctrl-C)")
        told(f"Token for decisions, which the review page's forms carry: {desk.token}")
        quiet: dict[str, Any] = {"log_level": "warning", "access_log": False, "server_header": False}
        config = uvicorn.Config(site.application(), ws="none", proxy_headers=False, **quiet)
        gc.freeze()  # the catalogue lives as long as the page: no collection need walk it while somebody waits
        try:
            uvicorn.Server(config).run(sockets=[plug])
        finally:
            site.close()


def _nothing() -> Material:
    empty = Assessment(
        start="", end="", nights=(), rates=(), left_out=(), notes=(), assumptions=(), seed=0, data_hash="", version=""
    )
    return Material(start="", end="", state=LedgerState(), statements={}, reports={}, captures={}, assessment=empty)
