"""What stands in the content of a capture: bytes to reports, by the reader of its kind. No files, network or processes.

All that comes from outside is taken apart behind this one function, most of it in a closed process (closed/).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator

import msgspec

from firstlight.catalog import Catalog
from firstlight.collect.channel import read_channel
from firstlight.collect.options import Entry
from firstlight.collect.published import day_of, in_future
from firstlight.collect.refused_pages import DETAILS, refusal_reason
from firstlight.collect.rows import read_rows
from firstlight.collect.telegram import Export, read_export
from firstlight.collect.texts import source_name
from firstlight.collect.view import VIEW, text_view
from firstlight.errors import SourceError
from firstlight.model import Capture, Refusal, Report

Found = tuple[tuple[Report, ...], tuple[Refusal, ...]]


def refused(item: str, reason: str, detail: str) -> Refusal:
    """A refusal of this room; its line names the item first."""
    return Refusal(stage="collect", item=item, reason=reason, detail=f"{item}: {detail}")


def parse(capture: Capture, content: bytes, entry: Entry, catalog: Catalog) -> Found | Refusal:
    """The reports in the content of a capture, and what in it was refused; or the refusal of it all.

    The same capture, content and data folder give the same reports: whoever has the bytes can make them again.
    """
    return joined(parse_parts(capture, content, entry, catalog))


def joined(parts: Iterable[Found | Refusal]) -> Found | Refusal:
    """All parts of a capture as one; a refusal among them is that of it all."""
    reports: list[Report] = []
    refusals: list[Refusal] = []
    whole: Refusal | None = None
    for part in parts:  # to the end, also behind a refusal: whoever gives them may have to tidy up
        if isinstance(part, Refusal):
            whole = part
        else:
            reports.extend(part[0])
            refusals.extend(part[1])
    return whole or (tuple(reports), tuple(refusals))


def parse_parts(capture: Capture, content: bytes, entry: Entry, catalog: Catalog) -> Iterator[Found | Refusal]:
    """The same in parts, so that nobody has to hold all reports of a large export; most captures are one part."""
    try:
        if capture.media == "telegram":
            yield from _telegram(capture, content, entry, catalog)
        else:
            yield _READERS[capture.media](capture, content, entry, catalog)
    except ImportError as error:
        detail = f"{error}: install firstlight[collect] to read it"
        yield refused(capture.origin, "missing_extra", detail)
    except SourceError as error:
        yield Refusal(stage="collect", item=capture.origin, reason=f"bad_{capture.media}", detail=str(error))


def _telegram(capture: Capture, content: bytes, entry: Entry, catalog: Catalog) -> Iterator[Found]:
    export = Export(
        capture=capture.sha256,
        origin=capture.origin,
        source=entry.source,
        published=entry.published,
        address=entry.address,
        now=capture.collected_at,
    )
    return read_export(content, export, catalog)


def _feed(capture: Capture, content: bytes, entry: Entry, catalog: Catalog) -> Found:
    from firstlight.collect.feed import read_feed

    return read_feed(content, capture, entry.source, catalog)


def _channel(capture: Capture, content: bytes, entry: Entry, catalog: Catalog) -> Found:
    return read_channel(content, capture, entry.source, catalog)


def _pdf(capture: Capture, content: bytes, entry: Entry, catalog: Catalog) -> Found:
    from firstlight.collect.pdf import read_pdf

    return (_as_said(read_pdf(content, capture, entry.source, catalog), entry, capture.collected_at),), ()


def _docx(capture: Capture, content: bytes, entry: Entry, catalog: Catalog) -> Found:
    from firstlight.collect.docx import read_docx

    return (_as_said(read_docx(content, capture, entry.source, catalog), entry, capture.collected_at),), ()


def _rows(capture: Capture, content: bytes, entry: Entry, catalog: Catalog) -> Found:
    return read_rows(content, capture, entry.source, catalog)


def _page(capture: Capture, content: bytes, entry: Entry, catalog: Catalog) -> Found | Refusal:
    view = text_view(content, capture.media, catalog)
    reason = refusal_reason(view, catalog) if capture.media == "html" else None
    if reason:
        return refused(capture.origin, reason, f"{DETAILS[reason]}: save the page as a reader sees it and collect that")
    if not view.text.strip():
        return refused(capture.origin, "empty", "the file holds only white space: check that it was saved whole")
    report = Report(
        id=f"sha256:{hashlib.sha256(content).hexdigest()}",
        capture=capture.sha256,
        locator=None,
        source=source_name(entry.source, capture.origin, catalog),
        address=None,
        title=view.title,
        published=view.published,
        language=view.language,
        text=view.text,
        view=VIEW,
        encoding=view.encoding,
        spans=view.spans,
        marks=view.marks,
        media_type=capture.media,
    )
    return (_as_said(report, entry, capture.collected_at),), ()


_READERS: dict[str, Callable[[Capture, bytes, Entry, Catalog], Found | Refusal]] = {
    "text": _page,
    "html": _page,
    "feed": _feed,
    "channel": _channel,
    "pdf": _pdf,
    "docx": _docx,
    "rows": _rows,
    "lines": _rows,
}


def _as_said(report: Report, entry: Entry, now: str) -> Report:
    """The report with what a person says of it: address, title and date, the date checked against its own."""
    published = entry.published or report.published
    marks = set(report.marks)
    if entry.published and report.published and day_of(entry.published) != day_of(report.published):
        marks.add("date_differs")
    if entry.published:
        marks.discard("unknown_zone")
    if published and in_future(published, now):
        marks.add("future_date")
    return msgspec.structs.replace(
        report,
        address=entry.address or report.address,
        title=entry.title or report.title,
        published=published,
        marks=tuple(sorted(marks)),
    )
