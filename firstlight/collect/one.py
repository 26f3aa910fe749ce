"""One file, or standard input: bytes to a capture with its reports, or a refusal with its reason."""

from __future__ import annotations

import hashlib

from firstlight.catalog import Catalog
from firstlight.collect.kinds import kind_of, too_large
from firstlight.collect.options import Collected, Entry
from firstlight.collect.published import day_of, in_future
from firstlight.collect.refused_pages import DETAILS, refusal_reason
from firstlight.collect.telegram import Export, read_export
from firstlight.collect.view import VIEW, TextView, text_view
from firstlight.model import Capture, Refusal, Report

COLLECTOR = "firstlight.collect/1"


def refused(item: str, reason: str, detail: str) -> Refusal:
    """A refusal of this room; its line names the item first."""
    return Refusal(stage="collect", item=item, reason=reason, detail=f"{item}: {detail}")


def source_name(given: str | None, origin: str, catalog: Catalog) -> str:
    """The id of a known source, else the name as given, else the file that it stands in."""
    entry = catalog.source(given)
    return entry.id if entry else (given or f"file:{origin}")


def collect_bytes(data: bytes, origin: str, entry: Entry, catalog: Catalog, now: str) -> Collected | Refusal:
    """The capture of `data`, named `origin`, with the reports in it; `now` is an instant (ISO 8601 with an offset)."""
    kind = kind_of(origin, data, catalog)
    bad = kind if kind.reason else too_large(kind, data, catalog)
    if bad:
        return refused(origin, bad.reason, bad.detail)
    capture = Capture(
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        media=kind.media,
        origin=origin,
        collected_at=now,
        collector=COLLECTOR,
        source=entry.source,
    )
    if kind.media == "telegram":
        export = Export(
            capture=capture.sha256,
            origin=origin,
            source=entry.source,
            published=entry.published,
            address=entry.address,
            now=now,
        )
        reports, refusals = read_export(data, export, catalog)
        return Collected(capture=capture, data=data, reports=reports, refusals=refusals)
    view = text_view(data, kind.media, catalog)
    reason = refusal_reason(view, catalog) if kind.media == "html" else None
    if reason:
        return refused(origin, reason, f"{DETAILS[reason]}: save the page as a reader sees it and collect that")
    if not view.text.strip():
        return refused(origin, "empty", "the file holds only white space: check that it was saved whole")
    return Collected(capture=capture, data=data, reports=(_report(view, capture, entry, catalog, now),))


def _report(view: TextView, capture: Capture, entry: Entry, catalog: Catalog, now: str) -> Report:
    published = entry.published or view.published
    marks = set(view.marks)
    if entry.published and view.published and day_of(entry.published) != day_of(view.published):
        marks.add("date_differs")
    if entry.published:
        marks.discard("unknown_zone")
    if published and in_future(published, now):
        marks.add("future_date")
    return Report(
        id=f"sha256:{capture.sha256}",
        capture=capture.sha256,
        locator=None,
        source=source_name(entry.source, capture.origin, catalog),
        address=entry.address,
        title=entry.title or view.title,
        published=published,
        language=view.language,
        text=view.text,
        view=VIEW,
        encoding=view.encoding,
        spans=view.spans,
        marks=tuple(sorted(marks)),
        media_type=capture.media,
    )
