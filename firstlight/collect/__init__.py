"""Collect: sources to captures to reports. A source is an address, a file, a folder, a web archive or standard input.

Three outcomes, no fourth: taken in; taken in with marks; refused with a reason. Bytes are kept as they came, text is a
view of them (view.py), and every character of a view can be followed to its bytes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from firstlight.catalog import Catalog
from firstlight.catalog import catalog as shipped
from firstlight.collect.bounds import bounds_of
from firstlight.collect.columns import read_columns
from firstlight.collect.folder import collect_archive, collect_folder, largest, read_file
from firstlight.collect.one import COLLECTOR, collect_bytes
from firstlight.collect.options import Collected, CollectOptions, Entry
from firstlight.collect.parse import refused
from firstlight.collect.published import check_published, in_future
from firstlight.collect.spans import bytes_of
from firstlight.collect.texts import source_name
from firstlight.collect.view import VIEW, TextView, text_view, view_of_text
from firstlight.model import Refusal, Report

__all__ = [
    "COLLECTOR",
    "VIEW",
    "CollectOptions",
    "Collected",
    "TextView",
    "bytes_of",
    "checked_options",
    "collect",
    "is_address",
    "read_columns",
    "report_from_text",
    "text_view",
]

STDIN = "standard input"

_ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]{1,20}://")


def collect(
    source: str,
    options: CollectOptions,
    catalog: Catalog,
    now: str,
) -> Iterator[Collected | Refusal]:
    """Take in `source`: the path of a file, folder or WARC file, or "-" for `options.stdin`; web.py takes addresses.

    Yields a Collected for each capture and a Refusal for each file that was not taken in, in sorted order; a Collected
    carries the refusals of the records inside it. `now` is an instant (ISO 8601 with an offset). Raises UsageError at
    once where `options.published` is no date; one that lies in the future is a Refusal for a lone file.
    """
    return _collect(source, checked_options(options), catalog, now)


def checked_options(options: CollectOptions) -> CollectOptions:
    """The options with their dates normalised; UsageError where one is no date."""
    published = check_published(options.published, "--published") if options.published is not None else None
    since = check_published(options.since, "--since") if options.since is not None else None
    return msgspec.structs.replace(options, published=published, since=since)


def is_address(source: str) -> bool:
    """Whether a source is an address rather than a file."""
    return bool(_ADDRESS.match(source))


def _collect(source: str, options: CollectOptions, catalog: Catalog, now: str) -> Iterator[Collected | Refusal]:
    path = Path(source)
    if source != "-" and path.is_dir():
        yield from collect_folder(path, options, catalog, now)
        return
    if source.lower().endswith(tuple(bounds_of(catalog).kinds.archive)) and path.is_file():
        yield from collect_archive(path, options, catalog, now)
        return
    name = STDIN if source == "-" else path.name
    if options.published and in_future(options.published, now):
        yield refused(
            name, "future_date", f"--published {options.published} lies in the future: give the day it was published"
        )
        return
    data = _bytes(source, options, catalog)
    if isinstance(data, Refusal):
        yield data
        return
    entry = Entry(source=options.source, address=options.address, published=options.published, columns=options.columns)
    yield from collect_bytes(data, name, entry, catalog, now)


def _bytes(source: str, options: CollectOptions, catalog: Catalog) -> bytes | Refusal:
    if source == "-":
        return options.stdin or refused(STDIN, "empty", "nothing came in: pipe a text into the command")
    if is_address(source):
        return refused(source, "address", "an address is visited by `firstlight collect`, not read as a file")
    data = read_file(Path(source), largest(catalog))
    return refused(Path(source).name or source, *data) if isinstance(data, tuple) else data


def report_from_text(text: str, *, published: str | None = None, source: str | None = None) -> Report:
    """A report of a text that has no file: its bytes are its UTF-8, its id their hash.

    `published` is YYYY-MM-DD or an instant with an offset; UsageError for anything else.
    """
    view = view_of_text(text)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Report(
        id=f"sha256:{digest}",
        capture=digest,
        locator=None,
        source=source_name(source, "text", shipped()) if source else "unknown",
        address=None,
        title=None,
        published=check_published(published, "published") if published is not None else None,
        language=view.language,
        text=view.text,
        view=VIEW,
        encoding=view.encoding,
        spans=view.spans,
        marks=view.marks,
    )
