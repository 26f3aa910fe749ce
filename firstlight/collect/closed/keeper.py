"""The parent's side of closed parsing: starts the helper, hands over jobs, takes only answers of the right form.

Whatever a child does (spin, take memory, answer without end, crash, say nothing), the parent waits no longer and reads
no more than it said, and goes on with the next capture.
"""

from __future__ import annotations

import atexit
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from firstlight.catalog import Catalog
from firstlight.collect.closed.zygote import FELL_OVER, FILTERED, HEAD, NO_MEMORY, NOT_CLOSED, STATUS, Answer, Job, Task
from firstlight.collect.options import Entry
from firstlight.collect.parse import Found, joined, refused
from firstlight.errors import SourceError
from firstlight.model import Capture, Record, Refusal

WORK = "firstlight.collect.closed.zygote:work"
START_SECONDS = 120.0
STEP = 1 << 18
HEAD_SHOWN = 60  # bytes of an answer that may be the name of what a child fell over


class Limits(Record, frozen=True, kw_only=True):
    """Bounds of one child: address space and answer in bytes, processor and wall-clock time in seconds."""

    memory: int = 512_000_000
    seconds: int = 5
    wall: int = 60
    answer: int = 64_000_000


class Stopped(Exception):
    """A child that did not come to its end; its text says why."""


def parse_closed(capture: Capture, content: bytes, entry: Entry, catalog: Catalog, work: str = WORK) -> Found | Refusal:
    """As parse.parse, in a closed process. A refusal with the reason parser_stopped says what went wrong.

    `work` names the function that the child runs (module:name, see zygote.Work).
    """
    return joined(parse_closed_parts(capture, content, entry, catalog, work))


def parse_closed_parts(
    capture: Capture, content: bytes, entry: Entry, catalog: Catalog, work: str = WORK
) -> Iterator[Found | Refusal]:
    """As parse.parse_parts, in a closed process, which waits while a part is used; a refusal ends it.

    No other capture can be parsed meanwhile.
    """
    if not isinstance(catalog.root, Path):
        raise SourceError("the data folder is not on disk: install firstlight as plain files")
    task = msgspec.msgpack.encode(Task(capture=capture, entry=entry))
    left, given = bytearray(), 0
    try:
        for piece in _keeper().run(work, (task, content), catalog.root, _limits(capture, content)):
            left += piece
            while len(left) >= HEAD and len(left) >= (end := HEAD + int.from_bytes(left[:HEAD], "big")):
                answer = msgspec.msgpack.decode(left[HEAD:end], type=Answer)
                del left[:end]
                _check(answer, capture)
                yield answer.whole or (answer.reports, answer.refusals)
                given += 1
        if left or not given:
            raise Stopped("its parser gave an answer that ends early")
    except (Stopped, msgspec.MsgspecError, UnicodeDecodeError) as error:
        why = str(error) if isinstance(error, Stopped) else f"its parser gave an answer of no known form ({error})"
        rest = "nothing of it was taken in" if not given else "what came before was taken in, the rest was not"
        yield refused(capture.origin, "parser_stopped", f"{why[:200]}: {rest}")


def run_closed(work: str, data: bytes, root: Path, limits: Limits) -> bytes:
    """The answer of the function `work` (module:name, see zygote.Work) to `data`, run in a closed child.

    `root` is the catalogue's folder. Raises Stopped where it did not come to its end.
    """
    return b"".join(_keeper().run(work, (b"", data), root, limits))


def lacking() -> str | None:
    """What this system cannot do to shut parsers in, as a line for a person; None where nothing is missing, or nothing
    was parsed yet."""
    if not _running or _running[0].filtered:
        return None
    return "parsers run in a process of their own with limits, but this system has no filter of system calls for them"


def _limits(capture: Capture, content: bytes) -> Limits:
    """An export may hold years of messages, a PDF hundreds of pages: their bounds grow with them."""
    millions = len(content) // 1_000_000
    if capture.media == "pdf":
        return Limits(memory=512_000_000 + 4 * len(content), seconds=5 + 10 * millions, wall=60 + 20 * millions)
    if capture.media not in ("telegram", "rows", "lines"):
        return Limits()
    return Limits(
        memory=512_000_000 + 12 * len(content),
        seconds=5 + 2 * millions,
        wall=60 + 8 * millions,
        answer=64_000_000 + 6 * len(content),
    )


def _check(answer: Answer, capture: Capture) -> None:
    """Stopped where an answer is about another capture than the one asked for."""
    for report in answer.reports:
        known = report.capture == capture.sha256 and report.media_type == capture.media
        whole = all(0 <= span.start <= span.end <= len(report.text) for span in report.spans)
        if not known or not whole or not report.id.startswith("sha256:"):
            raise Stopped("its parser answered with a report of something else")
    for refusal in (*answer.refusals, *([answer.whole] if answer.whole else [])):
        if refusal.stage != "collect":
            raise Stopped("its parser answered with a refusal of something else")


class _Keeper:
    """The helper process of this process."""

    def __init__(self) -> None:
        self.owner, self.busy = os.getpid(), False
        ours, theirs = socket.socketpair()
        path = [entry for entry in sys.path if entry] + [os.getcwd()] * ("" in sys.path)
        start = f"import sys; sys.path[:] = {path!r}; from firstlight.collect.closed.zygote import main; "
        self.line = ours
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-c", f"{start}main({theirs.fileno()})"],
            pass_fds=(theirs.fileno(),),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env={"LC_ALL": "C.UTF-8"},
            cwd="/",
        )
        theirs.close()
        self.line.settimeout(START_SECONDS)
        try:
            self.filtered = self._receive(len(FILTERED)) == FILTERED
        except OSError as error:
            self.end()
            raise SourceError(
                f"the process that shuts parsers in does not start ({error}): see the lines above"
            ) from error

    def run(self, work: str, given: tuple[bytes, bytes], root: Path, limits: Limits) -> Iterator[bytes]:
        """One job: its answer in pieces, as they come. Whoever leaves it before its end ends the helper."""
        if self.busy:
            raise Stopped("another capture is being parsed")
        first = b""
        into, out = os.pipe(), os.pipe()
        job = Job(work=work, root=str(root.resolve()), memory=limits.memory, seconds=limits.seconds, wall=limits.wall)
        self.busy = True
        try:
            socket.send_fds(self.line, [msgspec.msgpack.encode(job)], [into[0], out[1]])
            os.close(into[0])
            os.close(out[1])
            try:
                for piece in _exchange(into[1], out[0], given, limits):
                    first = first or piece[:HEAD_SHOWN]
                    yield piece
            finally:
                os.close(out[0])
            self.line.settimeout(limits.wall + 10.0)
            status = int.from_bytes(self._receive(STATUS), "big")
        except OSError as error:
            self.end()
            raise Stopped(f"its parser could not run ({error})") from error
        except BaseException:  # also a stop from the keyboard: what the child would say later must reach nobody
            self.end()
            raise
        finally:
            self.busy = False
        why = _why(status, limits, first)
        if why:
            raise Stopped(why)

    def alive(self) -> bool:
        """Whether it is there, and ours: a forked process has to start its own."""
        return self.owner == os.getpid() and self.process.poll() is None

    def end(self) -> None:
        """End the helper and whatever child it has."""
        self.line.close()
        if self.owner != os.getpid():
            return
        if self.process.poll() is None:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except OSError:
                self.process.kill()  # it has not made its own group yet
        self.process.wait()

    def _receive(self, size: int) -> bytes:
        found = b""
        while len(found) < size:
            part = self.line.recv(size - len(found))
            if not part:
                raise OSError("the process that shuts it in has ended")
            found += part
        return found


def _exchange(into: int, out: int, given: tuple[bytes, bytes], limits: Limits) -> Iterator[bytes]:
    """Write head and content to one pipe and read the answer from the other, both without waiting on either; closes
    `into`. The time in which a piece of the answer is used does not count."""
    waiting = [memoryview(data) for data in (len(given[0]).to_bytes(HEAD, "big"), *given) if data]
    size, until = 0, time.monotonic() + limits.wall + 5.0
    with selectors.DefaultSelector() as ready:
        os.set_blocking(into, False)
        ready.register(into, selectors.EVENT_WRITE)
        ready.register(out, selectors.EVENT_READ)
        writing = True
        try:
            while True:
                met = ready.select(until - time.monotonic())
                if not met or time.monotonic() > until:
                    raise Stopped(f"its parser was not done after {limits.wall} seconds")
                for key, _ in met:
                    if key.fd == out:
                        part = os.read(out, STEP)
                        size += len(part)
                        if not part:
                            return
                        if size > limits.answer:
                            raise Stopped(f"its parser answered with more than {limits.answer} bytes")
                        begun = time.monotonic()
                        yield part
                        until += time.monotonic() - begun
                    elif writing:
                        waiting = _write(into, waiting)
                        if not waiting:
                            ready.unregister(into)
                            os.close(into)
                            writing = False
        finally:
            if writing:
                os.close(into)


def _write(into: int, waiting: list[memoryview]) -> list[memoryview]:
    """Write what the pipe takes; nothing is left where the reader is gone, whose status then says why."""
    try:
        left = waiting[0][os.write(into, waiting[0][:STEP]) :]
        return [left, *waiting[1:]] if left else waiting[1:]
    except BlockingIOError:
        return waiting
    except BrokenPipeError:
        return []


def _why(status: int, limits: Limits, answer: bytes) -> str | None:
    """What ended a child, None where it ended well."""
    number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    if number in (signal.SIGKILL, signal.SIGXCPU):
        return f"its parser took more than {limits.seconds} seconds or too much memory"
    if number == signal.SIGALRM:
        return f"its parser was not done after {limits.wall} seconds"
    if number:
        return f"its parser crashed (signal {number})"
    code = os.WEXITSTATUS(status)
    said = {
        0: None,
        NO_MEMORY: f"its parser asked for more than {limits.memory // 1_000_000} MB",
        FELL_OVER: f"its parser fell over ({_name(answer)})",
        NOT_CLOSED: "this system does not let its parser be shut in",
    }
    return said.get(code, f"its parser ended with code {code}")


def _name(answer: bytes) -> str:
    """What a child that fell over says it fell over."""
    name = answer[:HEAD_SHOWN].decode("ascii", "replace")
    return name if name.isidentifier() else "it does not say over what"


_running: list[_Keeper] = []


def _keeper() -> _Keeper:
    if not _running or not _running[0].alive():
        end()
        _running.append(_Keeper())
    return _running[0]


def end() -> None:
    """End the helper process; the next job starts another."""
    while _running:
        _running.pop().end()


atexit.register(end)
