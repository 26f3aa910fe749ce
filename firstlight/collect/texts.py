"""One text among several in a capture: an entry of a feed, a post of a channel page, a document."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import msgspec

from firstlight.catalog import Catalog
from firstlight.collect.characters import signs
from firstlight.collect.language import language_of
from firstlight.collect.published import in_future
from firstlight.model import Capture, Part, Record, Report, Span


class PartText(Record, frozen=True, kw_only=True):
    """What was found: the text, the view that made it, its bytes' place in the content, and what it says of itself.

    `own` are the bytes that the report's id is the hash of; `spans` is empty where the whole place stands for the text.
    """

    text: str
    view: str
    place: tuple[int, int]
    own: bytes
    locator: str | None = None
    address: str | None = None
    title: str | None = None
    published: str | None = None
    marks: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    parts: tuple[Part, ...] = ()
    encoding: str = "utf-8"


def source_name(given: str | None, origin: str, catalog: Catalog) -> str:
    """The id of a known source, else the name as given, else the file that it stands in."""
    entry = catalog.source(given)
    return entry.id if entry else (given or f"file:{origin}")


def marked(report: Report, marks: Iterable[str]) -> Report:
    """The report with more marks."""
    return msgspec.structs.replace(report, marks=tuple(sorted({*report.marks, *marks})))


def part_report(capture: Capture, found: PartText, source: str | None, catalog: Catalog) -> Report:
    """The report of a text found in `capture`; `source` as given, else the file or address stands for it."""
    marks = {*found.marks, *signs(found.text)}
    if found.published and in_future(found.published, capture.collected_at):
        marks.add("future_date")
    whole = Span(start=0, end=len(found.text), byte_start=found.place[0], byte_end=found.place[1], verbatim=False)
    return Report(
        id=f"sha256:{hashlib.sha256(found.own).hexdigest()}",
        capture=capture.sha256,
        locator=found.locator,
        source=source_name(source, capture.origin, catalog),
        address=found.address,
        title=found.title,
        published=found.published,
        language=language_of(found.text, catalog),
        text=found.text,
        view=found.view,
        encoding=found.encoding,
        spans=found.spans or (whole,),
        marks=tuple(sorted(marks)),
        media_type=capture.media,
        parts=found.parts,
    )
