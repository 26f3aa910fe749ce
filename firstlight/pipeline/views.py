"""Makes the text of captured bytes anew, to see that it is still the text that quotes are slices of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from firstlight.catalog import Catalog
from firstlight.collect.coding import content_of
from firstlight.collect.one import reports_of
from firstlight.collect.options import Entry
from firstlight.errors import FetchError, TableError
from firstlight.exchange.missile_attacks import READER, read_missile_attacks
from firstlight.exchange.own_table import READER as OWN
from firstlight.exchange.own_table import row_texts
from firstlight.model import Capture, Refusal, Report


def redo(capture: Capture, data: bytes, reports: Sequence[Report], catalog: Catalog) -> Iterator[tuple[str, str]]:
    """(report id, what is wrong) for each report whose text the bytes of its capture do not give again.

    A text made by an earlier version of the view is passed over: its own function is no longer here.
    """
    made: dict[tuple[str, str], str] = {}
    if capture.collector == OWN:
        made = {(key, OWN): text for key, text in _own(capture, data)}
    else:
        made = {(report.id, report.view): report.text for report in _again(capture, data, catalog)}
    views = {view for _, view in made}
    for report in reports:
        if made and report.view not in views:
            continue
        text = made.get((report.id, report.view))
        if text is None:
            yield report.id, f"the bytes of capture {capture.sha256} no longer give this report"
        elif text != report.text:
            yield report.id, f"its text is not the one that capture {capture.sha256} gives"


def _own(capture: Capture, data: bytes) -> Iterator[tuple[str, str]]:
    try:
        yield from row_texts(data, capture.origin)
    except TableError:
        return


def _again(capture: Capture, data: bytes, catalog: Catalog) -> tuple[Report, ...]:
    if capture.collector == READER:
        try:
            return read_missile_attacks(data, capture.origin, catalog, capture.collected_at).reports
        except TableError:
            return ()
    try:
        most = int(catalog.toml("network.toml")["bounds"]["content_bytes"])  # as when it came
        content = content_of(data, capture.visit.coding if capture.visit else None, most, capture.origin)[0]
    except FetchError:
        return ()
    found = reports_of(capture, content, Entry(source=capture.source), catalog)
    return () if isinstance(found, Refusal) else found[0]
