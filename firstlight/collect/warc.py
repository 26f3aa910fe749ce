"""WARC files, read as a stream: each page in one is a capture, with what the archive says of how it came.

Nothing is extracted to disk. A record whose digest does not fit, or which ends early, is taken in with a mark; a broken
file gives what stands before the break, and the break is told.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataException, ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed

from firstlight.catalog import Catalog
from firstlight.collect.bounds import bounds_of
from firstlight.collect.coding import content_of
from firstlight.collect.kinds import kind_of, too_large
from firstlight.collect.one import reports_of
from firstlight.collect.options import Collected, CollectOptions, Entry
from firstlight.collect.parse import refused
from firstlight.collect.texts import marked
from firstlight.collect.web import ENDINGS
from firstlight.errors import FetchError
from firstlight.model import Capture, Hop, Refusal, Visit

COLLECTOR = "firstlight.collect.warc/1"
GZIP = b"\x1f\x8b\x08"
STEP = 1 << 18  # bytes unpacked at a time
LINE, HEADERS = 1 << 16, 1 << 22  # bytes of a line, and of all lines read of one record
# what warcio lets out on broken input; it promises none of them
BROKEN = (
    ArchiveLoadFailed, ChunkedDataException, zlib.error, EOFError, OSError, ValueError, LookupError, AttributeError,
    TypeError,
)  # fmt: skip


def collect_warc(path: Path, options: CollectOptions, catalog: Catalog, now: str) -> Iterator[Collected | Refusal]:
    """A Collected for each page of the WARC file at `path`, a Refusal for each record or part that is not taken in."""
    with path.open("rb") as file:
        yield from collect_warc_stream(file, path.name, options, catalog, now)


class Unpacked:
    """A packed file as one stream of its content, member after member, each checked by its own sum.

    Where it breaks off the stream ends and `broken` says why: a reader further on could not tell a cut from an end.
    """

    def __init__(self, file: BinaryIO, limit: int) -> None:
        self.broken: str | None = None
        self._file, self._left = file, limit
        self._undo: Any = None
        self._rest = self._ready = b""
        self._given = 0

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes of content (all that is ready where it is negative), empty at the end."""
        while not self._ready and self._more():
            pass
        wanted = len(self._ready) if size < 0 else size
        part, self._ready = self._ready[:wanted], self._ready[wanted:]
        self._given += len(part)
        return part

    def tell(self) -> int:
        """How many bytes were given."""
        return self._given

    def close(self) -> None:
        """Nothing to close: the file belongs to the caller."""

    def _more(self) -> bool:
        """Fill `_ready`; False at the end."""
        if self.broken:
            return False
        if not self._rest:
            self._rest = self._file.read(STEP)
        if not self._rest:
            self.broken = "it ends inside a packed record" if self._undo is not None else None
            return False
        self._undo = self._undo or zlib.decompressobj(wbits=31)
        try:
            self._ready = self._undo.decompress(self._rest, STEP)
        except zlib.error as error:
            self.broken = str(error)
            return False
        self._rest = self._undo.unconsumed_tail
        self._left -= len(self._ready)
        if self._left < 0:
            self.broken = "it unpacks to more than data/bounds.toml allows"
            return False
        if self._undo.eof:
            self._rest, self._undo = self._undo.unused_data, None
        return True


class _Lines:
    """Stands before the `readline` of a reader: warcio's takes time squared over a line that does not end, and its user
    holds every line of a record's headers."""

    def __init__(self, reader: Any) -> None:
        self._read: Callable[[int], bytes] = reader.readline
        self.left = HEADERS
        reader.readline = self.readline

    def readline(self, length: int | None = None) -> bytes:
        """A line, or at most `length` bytes of it; ArchiveLoadFailed where a line or all of them are too long."""
        line = self._read(min(length or LINE, LINE))
        self.left -= len(line)
        if self.left < 0 or (len(line) >= LINE and not line.endswith(b"\n")):
            raise ArchiveLoadFailed("the headers of a record do not end")
        return line


def collect_warc_stream(
    file: BinaryIO, name: str, options: CollectOptions, catalog: Catalog, now: str
) -> Iterator[Collected | Refusal]:
    """As collect_warc, for an open file called `name`."""
    bounds = bounds_of(catalog).archive
    said = io.StringIO()  # warcio prints its warnings; what they mean is in the marks
    packed = file.read(len(GZIP)) == GZIP
    file.seek(0)
    stream = Unpacked(file, bounds.max_bytes) if packed else file
    iterator = ArchiveIterator(stream, check_digests=True)
    lines, number = _Lines(iterator.reader), 0
    while True:
        lines.left = HEADERS
        try:
            with contextlib.redirect_stderr(said):
                record = next(iterator, None)
        except BROKEN as error:
            yield _broken(name, number, error)
            return
        if record is None:
            if iterator.err_count:
                yield refused(name, "truncated", f"{iterator.err_count} records do not end where they say")
            why = getattr(stream, "broken", None)
            if why or not number:
                yield _broken(name, number, EOFError(why or "it holds no record"))
            return
        number += 1
        if number > bounds.max_records:
            yield refused(name, "too_many_records", f"more than {bounds.max_records} records: split it")
            return
        if record.rec_type not in ("response", "resource"):
            continue
        try:
            with contextlib.redirect_stderr(said):
                yield _record(record, f"{name}: record {number}", options, catalog, now)
        except BROKEN as error:
            yield _broken(name, number, error)
            return


def _record(record: Any, item: str, options: CollectOptions, catalog: Catalog, now: str) -> Collected | Refusal:
    limit = bounds_of(catalog).archive.max_record_bytes
    address = str(record.rec_headers.get_header("WARC-Target-URI") or item).strip("<>")
    http = record.http_headers
    stream = record.raw_stream
    if http and "chunked" in str(http.get_header("Transfer-Encoding") or "").lower():
        stream = ChunkedDataReader(stream, raise_exceptions=True)
    body = stream.read(limit + 1)
    while len(body) <= limit and (more := stream.read(limit + 1 - len(body))):
        body += more
    if len(body) > limit:
        return refused(item, "too_large", f"the record holds more than {limit} bytes")
    status = int(http.get_statuscode() or 0) if http else 200
    coding = http.get_header("Content-Encoding") if http else None
    media_type = (http.get_header("Content-Type") if http else record.content_type) or ""
    cut = _cut(record, bool(stream.read(1)))
    visit = _visit(record, address, status, coding, cut, options)
    if status != 200:
        return refused(item, "gone" if status in (404, 410) else "failed", f"{address} answered with status {status}")
    try:
        content, whole = content_of(body, coding, limit, item)
    except FetchError as error:
        return refused(item, error.reason, str(error))
    kind = kind_of(ENDINGS.get(media_type.partition(";")[0].strip().lower(), ""), content, catalog)
    bad = kind if kind.reason else too_large(kind, content, catalog)
    if bad:
        return refused(item, bad.reason, bad.detail)
    capture = Capture(
        sha256=hashlib.sha256(body).hexdigest(),
        size=len(body),
        media=kind.media,
        origin=address,
        collected_at=now,
        collector=COLLECTOR,
        source=options.source or catalog.source_at(address),
        visit=visit,
    )
    entry = Entry(source=capture.source, address=None if kind.media in ("feed", "channel") else address)
    found = reports_of(capture, content, entry, catalog)
    if isinstance(found, Refusal):
        told = msgspec.structs.replace(capture, visit=msgspec.structs.replace(visit, found=found.reason))
        return Collected(capture=told, data=body, refusals=(found,))
    marks = {"partial"} if cut or not whole else set[str]()
    marks |= {"digest_mismatch"} if record.digest_checker.passed is False else set()
    reports = tuple(marked(report, marks) for report in found[0])
    return Collected(capture=capture, data=body, reports=reports, refusals=found[1])


def _cut(record: Any, more: bool) -> str | None:
    """Why the body of a record is not whole, None where it is."""
    if more:
        return "the record holds more than it says"
    if record.rec_headers.get_header("WARC-Truncated"):
        return f"the archive cut it: {record.rec_headers.get_header('WARC-Truncated')}"
    missing = getattr(record.raw_stream, "limit", 0)
    return f"the record ends {missing} bytes early" if missing else None


def _visit(
    record: Any, address: str, status: int, coding: str | None, cut: str | None, options: CollectOptions
) -> Visit:
    at = str(record.rec_headers.get_header("WARC-Date") or "")
    http = record.http_headers.headers if record.http_headers else ()
    pairs = tuple((str(key).lower(), str(value)) for key, value in http)
    hop = Hop(
        address=address,
        contacted=str(record.rec_headers.get_header("WARC-IP-Address") or "not said by the archive"),
        certificate=None,
        sent=(),
        status=status,
        headers=pairs,
        started=at,
        ended=at,
        seconds=0.0,
    )
    return Visit(
        hops=(hop,),
        found="content",
        coding=coding,
        cut=cut,
        operator=options.operator,
        purpose="taken over from a web archive",
    )


def _broken(name: str, number: int, error: Exception) -> Refusal:
    why = str(error).strip().partition("\n")[0][:120] or type(error).__name__
    detail = f"it is cut short or broken after record {number} ({why}): nothing after it was read"
    return refused(name, "truncated", detail)
