"""The helper process: loads every parser once, then forks a child for each job that comes over its socket.

It has one thread, does no parsing itself but of its own samples, and holds no file of the ledger. A job is one message
(Job) with two descriptors: the pipe that the child reads its input from, and the one that it answers on. When the child
has ended, its status goes back. The end of the socket is the end of this process.
"""

from __future__ import annotations

import encodings
import gc
import importlib
import io
import os
import pkgutil
import socket
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from firstlight.catalog import Catalog
from firstlight.collect.closed.fence import READ_FROM, WRITE_TO, die_with_parent, filterable, only_pipes, shut_in
from firstlight.collect.options import Entry
from firstlight.collect.parse import parse, parse_parts
from firstlight.model import Capture, Record, Refusal, Report

NO_MEMORY, FELL_OVER, NOT_CLOSED = 3, 4, 5  # exit codes of a child, beside 0
STATUS = 4  # bytes of an answer over the socket
HEAD = 8  # bytes that say how long what follows is
MESSAGE = 65_536
FILTERED, LOOSE = b"ready", b"loose"  # said once at the start: whether this kernel takes the filter

# what a child runs: the head and the rest of its input, and the catalogue, to its answer in pieces
Work = Callable[[bytes, bytes, Catalog], Iterable[bytes]]


class Job(Record, frozen=True, kw_only=True):
    """A child to fork: the function it runs (module:name), the catalogue's folder, and the bounds of the fence."""

    work: str
    root: str
    memory: int
    seconds: int
    wall: int


class Task(Record, frozen=True, kw_only=True):
    """What is to be taken apart: the head of the input of `work`, whose rest is the content."""

    capture: Capture
    entry: Entry


class Answer(Record, frozen=True, kw_only=True):
    """What a child found, or a part of it: reports and refusals, or in `whole` the refusal of it all."""

    reports: tuple[Report, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    whole: Refusal | None = None


def work(head: bytes, content: bytes, catalog: Catalog) -> Iterator[bytes]:
    """Take one capture apart: an Answer for each part of it, its length in 8 bytes before it."""
    task = msgspec.msgpack.decode(head, type=Task)
    for found in parse_parts(task.capture, content, task.entry, catalog):
        whole = isinstance(found, Refusal)
        answer = Answer(whole=found) if isinstance(found, Refusal) else Answer(reports=found[0], refusals=found[1])
        data = msgspec.msgpack.encode(answer)
        yield len(data).to_bytes(HEAD, "big") + data
        if whole:
            return


def main(descriptor: int) -> None:
    """Serve jobs until the socket ends."""
    die_with_parent()
    os.setsid()
    line = socket.socket(fileno=os.dup(descriptor))  # a low number: only_pipes shuts those
    os.close(descriptor)
    known: dict[str, Catalog] = {}
    _load()
    filtered = filterable() and _filters()
    line.sendall(FILTERED if filtered else LOOSE)
    while True:
        message, descriptors, _, _ = socket.recv_fds(line, MESSAGE, 2)
        if not message:
            return
        job = msgspec.msgpack.decode(message, type=Job)
        status = _child(job, _catalog(job.root, known), descriptors, filtered)
        line.sendall(status.to_bytes(STATUS, "big"))


def _child(job: Job, catalog: Catalog, descriptors: list[int], filtered: bool) -> int:
    """Fork a child for a job; its status as of waitpid."""
    sys.stdout.flush()
    module, _, name = job.work.partition(":")
    run: Work = getattr(importlib.import_module(module), name)
    gc.freeze()
    child = os.fork()
    if child == 0:
        try:
            only_pipes(*descriptors)
            shut_in(job.memory, job.seconds, job.wall, filtered)
        except BaseException:  # noqa: BLE001 - a child that is not shut in must end, whatever the reason
            os._exit(NOT_CLOSED)
        os._exit(_run(run, catalog))
    for descriptor in descriptors:
        os.close(descriptor)
    return os.waitpid(child, 0)[1]


def _filters() -> bool:
    """Whether a child can be given the filter here: some kernels and containers do not let it."""
    child = os.fork()
    if child == 0:
        try:
            shut_in(1 << 30, 5, 5, True)
        except BaseException:  # noqa: BLE001 - a probe only ends
            os._exit(NOT_CLOSED)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


def _run(run: Work, catalog: Catalog) -> int:
    """What a child does: all of its input, one answer."""
    try:
        size = int.from_bytes(_exactly(HEAD), "big")
        for piece in run(_exactly(size), _rest(), catalog):
            answer = memoryview(piece)
            while answer:
                answer = answer[os.write(WRITE_TO, answer) :]
    except MemoryError:
        return NO_MEMORY
    except BaseException as error:  # noqa: BLE001 - nothing may leave a child but its answer and its exit code
        os.write(WRITE_TO, type(error).__name__.encode())
        return FELL_OVER
    return 0


def _exactly(size: int) -> bytes:
    found = b""
    while len(found) < size and (part := os.read(READ_FROM, size - len(found))):
        found += part
    return found


def _rest() -> bytes:
    """All that is still to come, held once: what a BytesIO gives is its own buffer."""
    held = io.BytesIO()
    while part := os.read(READ_FROM, 1 << 20):
        held.write(part)
    return held.getvalue()


def _catalog(root: str, known: dict[str, Catalog]) -> Catalog:
    """The catalogue of a folder, read before any child is shut away from it."""
    if root not in known:
        if len(known) > 4:
            known.clear()
        known[root] = Catalog(Path(root))
        _rehearse(known[root])
    return known[root]


def _load() -> None:
    """Import what parsing may ask for later: a child cannot open a module's file."""
    for name in ("selectolax.lexbor", "lxml.etree", "pypdf", "firstlight.collect.feed", "firstlight.collect.pdf",
                 "firstlight.collect.docx", "_strptime", "unicodedata", "zoneinfo"):  # fmt: skip
        try:
            importlib.import_module(name)
        except ImportError:
            continue  # an extra that is not installed is missed, and told, when a capture needs it
    for package in ("encodings", "pypdf"):
        found = sys.modules.get(package)
        for module in pkgutil.walk_packages(found.__path__, f"{package}.") if found else ():
            if module.name not in ("encodings.mbcs", "encodings.oem"):
                try:
                    importlib.import_module(module.name)
                except ImportError:
                    continue  # parts for extras that we do not use
    assert encodings.search_function("koi8-u")


def _rehearse(catalog: Catalog) -> None:
    """Parse a sample of each kind, so that what is made at its first use (tables, patterns) is there when forking."""
    page = b"<html><head><title>a</title></head><body><p style='color:red'>one 1</p><s>x</s></body></html>"
    feed = b"<rss><item><title>a</title><pubDate>Tue, 26 Mar 2024 08:00:00 +0200</pubDate></item></rss>"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        words = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        text = f'<w:document xmlns:w="{words}"><w:body><w:p><w:r><w:t>one</w:t></w:r></w:p></w:body></w:document>'
        archive.writestr("word/document.xml", text)
    samples = {
        "html": page,
        "text": b"one",
        "feed": feed,
        "docx": packed.getvalue(),
        "pdf": b"%PDF-1.4\n",
        "telegram": b'{"messages": [{"id": 1, "type": "message", "date_unixtime": "1711400000", "text": "one"}]}',
    }
    for media, data in samples.items():
        capture = Capture(sha256="0" * 64, size=len(data), media=media, origin="sample",
                          collected_at="2024-03-26T08:00:00+00:00", collector="sample")  # fmt: skip
        try:
            parse(capture, data, Entry(), catalog)
        except ImportError:
            continue  # the extra that reads this kind is not installed
