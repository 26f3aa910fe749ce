"""One file, or standard input: bytes to a capture with its reports, or a refusal with its reason."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from firstlight.catalog import Catalog
from firstlight.collect.closed import parse_closed, parse_closed_parts
from firstlight.collect.kinds import kind_of, too_large
from firstlight.collect.options import Collected, Entry
from firstlight.collect.parse import Found, parse, parse_parts, refused
from firstlight.model import Capture, Refusal

COLLECTOR = "firstlight.collect/1"
OPEN = "text"  # what is read in this process where it is a file of one's own: characters alone, by no parser


def collect_bytes(data: bytes, origin: str, entry: Entry, catalog: Catalog, now: str) -> Iterator[Collected | Refusal]:
    """The capture of `data`, named `origin`, with the reports in it; `now` is an instant (ISO 8601 with an offset).

    A large export comes in parts, each with the same capture and some of its reports; anything else is one.
    """
    kind = kind_of(origin, data, catalog, mapped=entry.columns is not None)
    bad = kind if kind.reason else too_large(kind, data, catalog)
    if bad:
        yield refused(origin, bad.reason, bad.detail)
        return
    capture = Capture(
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        media=kind.media,
        origin=origin,
        collected_at=now,
        collector=COLLECTOR,
        source=entry.source,
        columns=entry.columns if kind.media in ("rows", "lines") else None,
    )
    parse_it = parse_parts if _open(capture) else parse_closed_parts
    for found in parse_it(capture, data, entry, catalog):
        if isinstance(found, Refusal):
            yield found
        else:
            yield Collected(capture=capture, data=data, reports=found[0], refusals=found[1])


def _open(capture: Capture) -> bool:
    return capture.media == OPEN and capture.visit is None


def reports_of(capture: Capture, content: bytes, entry: Entry, catalog: Catalog) -> Found | Refusal:
    """The reports in the content of a capture, and what in it was refused; or the refusal of it all.

    All but plain text files is taken apart in a closed process; a refusal with the reason parser_stopped says that it
    did not come to its end. The same capture, content and data folder give the same reports.
    """
    if _open(capture):
        return parse(capture, content, entry, catalog)
    return parse_closed(capture, content, entry, catalog)
