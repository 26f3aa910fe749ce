"""One writer at a time: a lock on a file, held by the system and let go of when its process ends, however it ends."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from types import TracebackType
from typing import IO

from firstlight.errors import StoreError
from firstlight.store.blobs import disk_error

WAIT_S = 120.0  # units of work take milliseconds; a wait this long means a stopped process
PAUSE_S = 0.002


class WriterLock:
    """A context manager: waits its turn, StoreError after WAIT_S seconds. Who holds it may take it once more."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: IO[bytes] | None = None
        self._depth = 0

    def __enter__(self) -> None:
        """Wait for the lock and take it."""
        if self._file is not None:
            self._depth += 1
            return
        try:
            file = self.path.open("ab")
        except OSError as error:
            raise disk_error(self.path.parent, error) from error
        until = time.monotonic() + WAIT_S
        while not _take(file):
            if time.monotonic() > until:
                file.close()
                raise StoreError(
                    f"another program has been writing to {self.path.parent} for two minutes: end it first"
                )
            time.sleep(PAUSE_S)
        self._file = file

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        """Let go of the lock."""
        if self._depth:
            self._depth -= 1
            return
        if self._file is not None:
            _release(self._file)
            self._file.close()
            self._file = None


if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[bytes]) -> bool:
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _release(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _release(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
