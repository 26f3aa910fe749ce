"""The verb collect: sources into the ledger, each capture in a unit of work of its own, so that a stop loses none."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from firstlight.errors import SourceError
from firstlight.model import Capture, Refusal
from firstlight.pipeline.asked import text_of
from firstlight.pipeline.keeping import keep_collected
from firstlight.pipeline.outcome import Done, Stage, many, operator
from firstlight.pipeline.picturing import Picturing
from firstlight.when import now

if TYPE_CHECKING:
    from firstlight.collect import Collected, CollectOptions
    from firstlight.collect.net import Fetcher
    from firstlight.collect.options import Unchanged

Seen = Callable[[str], None]


class Intake(Picturing):
    """What brings reports into a ledger."""

    fetcher: Fetcher | None = None  # the way to the outside; made at the first address where none is given

    def collect(  # noqa: PLR0913  one name for each option of the command
        self,
        sources: Sequence[str | bytes],
        published: str | None = None,
        source: str | None = None,
        address: str | None = None,
        *,
        since: str | None = None,
        follow: bool = False,
        map: str | Path | None = None,
        picture: bool = False,
        seen: Seen = lambda line: None,
    ) -> Done:
        """Take in addresses, files and folders by name, and texts as bytes; what is there already is counted and left.

        published (date or instant), source and address hold for files that no reports.toml describes. since: how far
        back a channel is read (48 hours unless told). follow: visit the pages that a feed names. map: a TOML
        file that says which columns of a CSV or JSON Lines file hold its reports. picture: draw the pages that came,
        as the verb picture does; where that fails the reports stay. seen: called with a line for each
        page visited. A bad file in a folder is a refusal; a source of this list that gives nothing
        is in `failed` of the outcome.
        """
        from firstlight.collect import CollectOptions, read_columns
        from firstlight.collect.closed import lacking

        columns = read_columns(text_of(map), Path(map).name) if map is not None else None
        stage = Stage("collect", "reports", self.catalog)
        tally = Counter[str]()
        told: list[Refusal] = []
        failed: list[Refusal] = []
        reports: list[str] = []
        for given in sources:
            name, stdin = ("-", given) if isinstance(given, bytes) else (given, None)
            options = CollectOptions(
                published=published,
                source=source,
                address=address,
                stdin=stdin,
                follow=follow,
                since=since,
                operator=operator(),
                columns=columns,
            )
            refused, found, same = self._take(name, options, stage, tally, seen)
            told += refused
            reports += found
            if not found and not same:
                detail = f"{name}: nothing in it is a report: docs/collecting.md says what can be one"
                failed += refused[:1] or [Refusal(stage="collect", item=name, reason="no_text", detail=detail)]
        if missing := lacking():
            seen(f"Note: {missing}.")
        stage.refused.update(refusal.reason for refusal in told)
        if told and (reports or self._exists()):
            with self._store(create=True).unit(stage.work("what was refused", ())) as unit:
                for refusal in told:
                    unit.refusal(refusal)
        ended = self._end(stage, note=_note(tally), refusals=tuple(told), failed=tuple(failed), reports=tuple(reports))
        if picture and reports:
            self.draw_pages(reports, seen)
        return ended

    def watch(
        self,
        sources: Sequence[str],
        every: float = 900.0,
        *,
        rounds: int | None = None,
        seen: Seen = lambda line: None,
        **said: Any,
    ) -> Iterator[Done]:
        """Collect the same sources again and again, `every` so many seconds, and hand over the outcome of each round.

        Each round stands for itself: whoever stops it loses nothing, and whoever starts it again goes on. `rounds` None
        is until stopped; `said` are the other options of collect.
        """
        number = 0
        while rounds is None or number < rounds:
            number += 1
            lines = set[str]()

            def noted(line: str, lines: set[str] = lines) -> None:
                lines.add(line)
                seen(line)

            done = self.collect(list(sources), seen=noted, **said)
            for refusal in done.refusals:
                if refusal.detail not in lines:
                    seen(refusal.detail)
            yield done
            if rounds is None or number < rounds:
                seen(f"Next visit in {every / 60:.0f} minutes.")
                (self.fetcher.net.sleep if self.fetcher is not None else time.sleep)(every)

    def _take(
        self, name: str, options: CollectOptions, stage: Stage, tally: Counter[str], seen: Seen
    ) -> tuple[list[Refusal], list[str], int]:
        """One source: what was refused, the ids of the reports in it, and how many of its pages have not changed."""
        from firstlight.collect import Collected, is_address

        refused: list[Refusal] = []
        reports: list[str] = []
        same = 0
        try:
            for item in self._items(name, options):
                if isinstance(item, Refusal):
                    refused.append(item)
                    if is_address(name):
                        seen(item.detail)
                elif isinstance(item, Collected):
                    work = stage.work(item.capture.origin, [item.capture.sha256])
                    before = tally["new"] + tally["changed"]
                    with self._store(create=True).unit(work) as unit:
                        turned_away, kept = keep_collected(unit, item, stage, tally)
                    refused += turned_away
                    reports += kept
                    if item.capture.visit is not None:
                        seen(_line(item, tally["new"] + tally["changed"] - before))
                else:
                    same += 1
                    tally["pages unchanged"] += 1
                    seen(f"{item.address}: unchanged")
        except SourceError as error:
            refused.append(Refusal(stage="collect", item=name, reason="source", detail=str(error)))
        return refused, reports, same

    def _items(self, name: str, options: CollectOptions) -> Iterator[Collected | Refusal | Unchanged]:
        from firstlight.collect import checked_options, collect, is_address

        if not is_address(name):
            yield from collect(name, options, self.catalog, now())
            return
        try:
            from firstlight.collect.net import Fetcher, outside
            from firstlight.collect.web import Tour, collect_address
        except ImportError as error:
            raise SourceError(f"{name}: {error}: install firstlight[collect] to fetch addresses") from error
        if self.fetcher is None:
            self.fetcher = Fetcher(outside(), self.catalog)
        tour = Tour(options=checked_options(options), catalog=self.catalog, now=now())
        yield from collect_address(name, tour, self.fetcher, self._newest)

    def _newest(self, address: str) -> Capture | None:
        return self._store().newest_capture(address) if self._exists() else None


def _line(item: Collected, new: int) -> str:
    where = item.capture.origin
    if not item.reports:
        return item.refusals[0].detail if item.refusals else f"{where}: nothing in it"
    return f"{where}: {many(len(item.reports), 'report')}, {new} of them new or changed"


def _note(tally: Counter[str]) -> str:
    return ", ".join(f"{number} {name}" for name, number in sorted(tally.items()) if number and name != "new")
