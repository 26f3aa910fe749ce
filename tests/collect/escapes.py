"""What a parser taken over by a hostile file might try; each runs in a closed child (see test_collect_closed.py).

An attempt answers b"free: ..." where it got out, b"held: ..." where it was refused; most of the worst never answer.
"""

from __future__ import annotations

import ctypes
import json
import mmap
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from firstlight.catalog import Catalog

# calls of the kernel by their numbers on x86_64, with arguments under which they succeed for an ordinary process
RAW: dict[str, tuple[int, ...]] = {
    "fork": (57,),
    "vfork": (58,),
    "clone": (56, 17, 0),
    "socketpair": (53, 1, 1, 0),
    "kill the parent": (62, "parent", 9),  # type: ignore[dict-item]
    "signal a thread": (200, "parent", 9),  # type: ignore[dict-item]
    "ptrace the parent": (101, 16, "parent"),  # type: ignore[dict-item]
    "pidfd of the parent": (434, "parent", 0),  # type: ignore[dict-item]
    "memory file": (319, "path", 0),  # type: ignore[dict-item]
    "make a file": (85, "path", 0o644),  # type: ignore[dict-item]
    "open a file for x32": (0x40000000 | 2, "path", 0o101, 0o644),  # type: ignore[dict-item]
    "remove a file": (87, "victim"),  # type: ignore[dict-item]
    "rename a file": (82, "victim", "path"),  # type: ignore[dict-item]
    "change a mode": (90, "victim", 0o777),  # type: ignore[dict-item]
    "change folder": (80, "folder"),  # type: ignore[dict-item]
    "new namespace": (272, 0x10000000),
    "shared memory": (29, 0, 4096, 0o1666),
    "raise a limit": (160, 9, "limit"),  # type: ignore[dict-item]
    "drop the filter": (157, 22, 0, 0),
    "be dumpable": (157, 4, 1),
    "io_uring": (425, 8, "zeros"),  # type: ignore[dict-item]
    "perf": (298, "zeros", 0, -1, -1, 0),  # type: ignore[dict-item]
    "another user": (105, 0),
    "duplicate a descriptor": (32, 1),
    "inotify": (253,),
    "epoll": (291, 0),
    "unset the alarm": (38, 0, "zeros", 0),  # type: ignore[dict-item]
}


def attempt(head: bytes, data: bytes, catalog: Catalog) -> list[bytes]:
    """Make the attempt that `data` names (JSON: name, path, victim, folder, port, parent)."""
    told = json.loads(data)
    try:
        return [b"free: %r" % (TRIES[told["name"]](told) if told["name"] in TRIES else _raw(told),)]
    except OSError as error:
        return [b"held: " + str(error).encode()]


def garbage(head: bytes, data: bytes, catalog: Catalog) -> list[bytes]:
    """An answer of no known form."""
    return [b"\xc1 not an answer"]


def framed(head: bytes, data: bytes, catalog: Catalog) -> list[bytes]:
    """The same with its length before it."""
    return [(15).to_bytes(8, "big") + b"\xc1 not an answer"[:15]]


def nothing(head: bytes, data: bytes, catalog: Catalog) -> list[bytes]:
    """No answer at all."""
    return []


def half(head: bytes, data: bytes, catalog: Catalog) -> Iterator[bytes]:
    """The first part of an export, and then a fall."""
    from firstlight.collect.closed.zygote import work

    yield next(iter(work(head, data, catalog)))
    raise ZeroDivisionError


def another(head: bytes, data: bytes, catalog: Catalog) -> list[bytes]:
    """A well-formed answer about another capture."""
    import msgspec

    from firstlight.collect import report_from_text
    from firstlight.collect.closed.zygote import Answer

    made = msgspec.msgpack.encode(Answer(reports=(report_from_text("Kyiv: 100 killed", source="ua-air-force"),)))
    return [len(made).to_bytes(8, "big") + made]


def _raw(told: dict[str, Any]) -> int:
    libc = ctypes.CDLL(None, use_errno=True)
    named = {
        "parent": told["parent"],
        "path": told["path"].encode(),
        "victim": told["victim"].encode(),
        "folder": told["folder"].encode(),
        "limit": (1 << 40).to_bytes(8, "little") * 2,
        "zeros": b"\1" + bytes(255),
    }
    number, *rest = RAW[told["name"]]
    values = [named.get(value, value) if isinstance(value, str) else value for value in rest]
    arguments = [value if isinstance(value, bytes) else ctypes.c_long(value) for value in values]
    found = int(libc.syscall(ctypes.c_long(number), *arguments))
    if found < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return found


def _connect(told: dict[str, Any]) -> object:
    return socket.create_connection(("127.0.0.1", told["port"]), 1)


def _spin(told: dict[str, Any]) -> object:
    while True:
        pass


def _spin_deaf(told: dict[str, Any]) -> object:
    signal.signal(signal.SIGXCPU, signal.SIG_IGN)
    return _spin(told)


def _hang(told: dict[str, Any]) -> object:
    lock = threading.Lock()
    lock.acquire()
    return lock.acquire()


def _take_all(told: dict[str, Any]) -> object:
    kept = []
    while True:
        kept.append(bytearray(1 << 20))


def _answer_for_ever(told: dict[str, Any]) -> object:
    while True:
        os.write(4, bytes(1 << 16))


def _deep(told: dict[str, Any]) -> object:
    return _deep(told)


def _deep_in_c(told: dict[str, Any]) -> object:
    sys.setrecursionlimit(10**9)
    return _deep(told)


def _other_descriptors(told: dict[str, Any]) -> object:
    for descriptor in (*range(5, 40), 100, 101, 102, 255, 1023):
        try:
            os.write(descriptor, b"x")
        except OSError:
            continue
        return descriptor
    raise OSError("none is open")


def _screen(told: dict[str, Any]) -> object:
    for descriptor in (0, 1, 2):
        os.write(descriptor, b"escaped to the screen")
    raise OSError("it leads nowhere")


def _thread(told: dict[str, Any]) -> object:
    try:
        threading.Thread(target=print).start()
    except RuntimeError as error:
        raise OSError(str(error)) from error
    return "a thread"


TRIES: dict[str, Callable[[dict[str, Any]], object]] = {
    "a socket": lambda told: socket.socket(),
    "connect": _connect,
    "look a name up": lambda told: socket.getaddrinfo("localhost", 80),
    "read a file": lambda told: Path("/etc/passwd").read_bytes(),
    "write a file": lambda told: Path(told["path"]).write_bytes(b"x"),
    "list a folder": lambda told: os.listdir("/"),
    "look at a file": lambda told: os.stat(told["victim"]),
    "a thread": _thread,
    "run a program": lambda told: subprocess.run(["/bin/true"], check=True),
    "become a program": lambda told: os.execv("/bin/true", ["true"]),
    "sleep": lambda told: time.sleep(100),
    "two gigabytes": lambda told: len(bytearray(2 << 30)),
    "two gigabytes mapped": lambda told: mmap.mmap(-1, 2 << 30),
    "all memory": _take_all,
    "spin": _spin,
    "spin, deaf to signals": _spin_deaf,
    "hang": _hang,
    "answer for ever": _answer_for_ever,
    "recurse": _deep,
    "recurse until it crashes": _deep_in_c,
    "crash": lambda told: ctypes.string_at(0),
    "abort": lambda told: os.abort(),
    "end as if done": lambda told: os._exit(0),
    "other descriptors": _other_descriptors,
    "the screen": _screen,
}
