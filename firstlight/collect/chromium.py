"""Chromium as a process: started with a fresh profile and as little as the system lets it have, spoken to through two
pipes in the language of its developer tools (JSON messages), and gone when the work is done.

Where the system lets us it has a network of its own without any way out, is no administrator, and keeps its own
sandbox; everywhere its only proxy is a port of this machine where nobody listens, and no name resolves.
"""

from __future__ import annotations

import contextlib
import os
import resource
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from firstlight.collect.bounds import PictureBounds
from firstlight.model import Record

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
NOWHERE = "http://127.0.0.1:1"  # the proxy for everything, loopback included
ALONE = ("unshare", "--user", "--map-current-user", "--net")  # a network of its own, in which there is nothing
NOBODY = 65534
FLAGS = (
    "--headless=new",
    "--remote-debugging-pipe",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--disable-dev-shm-usage",
    "--blink-settings=scriptEnabled=false",
    "--dns-prefetch-disable",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    f"--proxy-server={NOWHERE}",
    "--proxy-bypass-list=<-loopback>",
)
READ, WRITE = 3, 4  # where Chromium looks for its two pipes
STEP = 1 << 16
LOOK = 0.2  # seconds between looks at its memory
MOST_MESSAGE = 200_000_000  # bytes of one message of the browser


class NoPicture(Exception):
    """No picture came of it; `reason` is a short fixed code."""

    def __init__(self, reason: str, line: str) -> None:
        super().__init__(line)
        self.reason = reason


class Guard(Record, frozen=True, kw_only=True):
    """How a browser is started: the command in front of it, and whether it keeps its own sandbox."""

    prefix: tuple[str, ...]
    sandbox: bool

    def said(self) -> tuple[str, ...]:
        """What it adds to what always holds."""
        return ("network of its own",) * bool(self.prefix) + ("sandbox",) * self.sandbox


def find_browser(named: str | None = None) -> Path | None:
    """The Chromium to use: the one that is named, else the first on the search path; None where there is none."""
    for name in (named,) if named is not None else NAMES:
        if found := shutil.which(name):
            return Path(found)
    return None


def ways() -> Iterator[Guard]:
    """How to start it, the best shut in first: in a network of its own or not, with its own sandbox or not."""
    alone = ALONE if sys.platform == "linux" and shutil.which(ALONE[0]) else ()
    for prefix in dict.fromkeys((alone, ())):
        yield Guard(prefix=prefix, sandbox=True)
    yield Guard(prefix=(), sandbox=False)


class Talk:
    """Messages to the browser and back, each JSON and ended by a NUL, until `until` on the monotonic clock."""

    def __init__(self, write: int, read: int, until: float) -> None:
        self.write, self.read, self.until = write, read, until
        self.number = 0
        self.session: str | None = None
        self.heard: Callable[[str, dict[str, Any]], None] = lambda method, said: None
        self.answered = False
        self.watched: Callable[[], None] = lambda: None  # called now and then while waiting
        self._held = bytearray()
        self._out = bytearray()
        self._answers: dict[int, dict[str, Any]] = {}

    def send(self, method: str, **params: Any) -> int:
        """Say it, and wait for nothing; the number of the message."""
        self.number += 1
        message: dict[str, Any] = {"id": self.number, "method": method, "params": params}
        if self.session is not None:
            message["sessionId"] = self.session
        self._out += msgspec.json.encode(message) + b"\0"
        return self.number

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """Say it and wait for the answer."""
        number = self.send(method, **params)
        self.wait(lambda: number in self._answers)
        answer = self._answers.pop(number)
        if "error" in answer:
            raise NoPicture("browser_failed", f"the browser would not do {method} ({answer['error'].get('message')})")
        self.answered = True
        result: dict[str, Any] = answer.get("result", {})
        return result

    def wait(self, done: Callable[[], bool]) -> None:
        """Take in and send out messages until `done`."""
        while not done():
            left = self.until - time.monotonic()
            if left <= 0:
                raise NoPicture("too_slow", "the page was not drawn in time")
            ready = select.select([self.read], [self.write] if self._out else [], [], min(left, LOOK))
            self.watched()
            try:
                if ready[1]:
                    del self._out[: os.write(self.write, self._out[:STEP])]
                if ready[0]:
                    self._take(os.read(self.read, STEP))
            except OSError as error:
                raise self._ended(f"the browser ended ({error.strerror})") from error

    def _ended(self, line: str) -> NoPicture:
        return NoPicture("browser_failed" if self.answered else "not_started", line)

    def _take(self, data: bytes) -> None:
        if not data:
            raise self._ended("the browser ended")
        seen = len(self._held)
        self._held += data
        while (end := self._held.find(b"\0", seen)) >= 0:
            message = msgspec.json.decode(bytes(self._held[:end]))
            del self._held[: end + 1]
            seen = 0
            if "id" in message:
                self._answers[message["id"]] = message
            elif "method" in message:
                self.heard(message["method"], message.get("params", {}))
        if len(self._held) > MOST_MESSAGE:
            raise NoPicture("too_large", "the browser answered without end")


def _limit(read: int, write: int, bounds: PictureBounds) -> None:
    """In the new process, before it is the browser: its two pipes where it looks for them, and its limits."""
    high = (os.dup2(read, 100), os.dup2(write, 101))
    os.dup2(high[0], READ)
    os.dup2(high[1], WRITE)
    os.closerange(WRITE + 1, 1024)
    for which, limit in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, int(bounds.seconds)),
        (resource.RLIMIT_FSIZE, 2 * bounds.max_bytes),
    ):
        resource.setrlimit(which, (limit, limit))


@contextlib.contextmanager
def started(browser: Path, guard: Guard, bounds: PictureBounds) -> Iterator[Talk]:
    """A browser with a fresh profile; it and the profile are gone when the block ends."""
    nobody = os.getuid() == 0 and guard.sandbox  # Chromium keeps no sandbox for an administrator
    profile = tempfile.mkdtemp(prefix="firstlight-page-")
    theirs_in, ours_out = os.pipe()
    ours_in, theirs_out = os.pipe()
    os.set_blocking(ours_out, False)
    talk = Talk(ours_out, ours_in, time.monotonic() + bounds.seconds)

    line = [
        *guard.prefix,
        str(browser),
        *FLAGS,
        f"--user-data-dir={profile}",
        *(() if guard.sandbox else ("--no-sandbox",)),
    ]
    who: dict[str, Any] = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if nobody else {}
    process = None
    try:
        if nobody:
            os.chown(profile, NOBODY, NOBODY)
        process = subprocess.Popen(
            [*line, "about:blank"],
            preexec_fn=partial(_limit, theirs_in, theirs_out, bounds),
            close_fds=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={
                "HOME": profile,
                "XDG_CONFIG_HOME": profile,
                "XDG_CACHE_HOME": profile,
                "PATH": os.defpath,
                "TZ": "UTC",
            },
            cwd=profile,
            start_new_session=True,
            **who,
        )
        for end in (theirs_in, theirs_out):
            os.close(end)
        talk.watched = _Memory(process.pid, bounds.memory).look
        yield talk
    except OSError as error:
        raise NoPicture("not_started", f"{browser} cannot be started ({error.strerror})") from error
    finally:
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        for end in (ours_in, ours_out, *(() if process is not None else (theirs_in, theirs_out))):
            os.close(end)
        shutil.rmtree(profile, ignore_errors=True)


class _Memory:
    """Looks at what the processes of a session fill (Linux; elsewhere nobody looks)."""

    def __init__(self, session: int, most: int) -> None:
        self.session, self.most = session, most
        self.next = time.monotonic()

    def look(self) -> None:
        """NoPicture where they fill more than they may."""
        if time.monotonic() < self.next or not Path("/proc/self/statm").exists():
            return
        self.next = time.monotonic() + LOOK
        page, held = resource.getpagesize(), 0
        for entry in Path("/proc").iterdir():
            if not entry.name.isdecimal():
                continue
            with contextlib.suppress(OSError):  # it has ended meanwhile
                if os.getsid(int(entry.name)) == self.session:
                    _, resident, shared, *_ = (entry / "statm").read_text().split()
                    held += (int(resident) - int(shared)) * page
        if held > self.most:
            raise NoPicture("too_large", f"the browser wanted more than {self.most} bytes of memory")
