"""The bytes of captures, each in a file named by its hash.

A blob is written to a temporary file of the same file system, synced and renamed, so that a file under its hash is
whole or absent. Until the row that names it is committed a marker stands beside it; `sweep` removes what an
interrupted run left: temporary files, and blobs that no row names.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from firstlight.errors import DamageError, StoreError

INCOMING = ".incoming"
CHUNK = 1 << 20  # bytes


class Blobs:
    """The folder captures/ of a ledger."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.incoming = folder / INCOMING

    def path(self, sha256: str) -> Path:
        """Where the bytes of `sha256` lie, or would lie."""
        return self.folder / sha256[:2] / sha256

    def write(self, sha256: str, data: bytes) -> bool:
        """Keep `data`; True where it was not there yet. StoreError where the disk fails or the bytes are others."""
        target = self.path(sha256)
        if target.exists():
            return False
        temporary = self.incoming / f"{sha256}.part"
        try:
            self.incoming.mkdir(parents=True, exist_ok=True)
            target.parent.mkdir(exist_ok=True)
            self._fill(temporary, sha256, data)
            self._marker(sha256).touch()
            sync_folder(self.incoming)  # the marker must outlive a power cut, or the blob could stay without a row
            temporary.replace(target)
            sync_folder(target.parent)
            sync_folder(self.folder)
        except OSError as error:
            with contextlib.suppress(OSError):  # the sweep of the next start removes what cannot be removed now
                temporary.unlink(missing_ok=True)
            raise disk_error(self.folder, error) from error
        return True

    def committed(self, sha256: str) -> None:
        """Take the marker away: a committed row names these bytes."""
        with contextlib.suppress(OSError):  # a marker that stays costs one look-up at the next sweep
            self._marker(sha256).unlink(missing_ok=True)

    def read(self, sha256: str) -> bytes:
        """The bytes of a capture; DamageError where they are gone or are not the bytes of that name."""
        try:
            data = self.path(sha256).read_bytes()
        except FileNotFoundError:
            raise DamageError(f"capture {sha256} is missing in {self.folder}: restore it from a copy") from None
        except OSError as error:
            raise disk_error(self.folder, error) from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise DamageError(f"capture {sha256} in {self.folder} does not match its hash: restore it from a copy")
        return data

    def condemn(self, sha256: str) -> None:
        """Mark bytes that no row will name once the unit of work is committed: a sweep ends what is cut short."""
        try:
            self.incoming.mkdir(parents=True, exist_ok=True)
            self._marker(sha256).touch()
            sync_folder(self.incoming)
        except OSError as error:
            raise disk_error(self.folder, error) from error

    def erase(self, sha256: str) -> None:
        """Write over the bytes of a capture and remove them; StoreError where the disk fails, a sweep goes on."""
        try:
            wipe(self.path(sha256))
        except OSError as error:
            raise disk_error(self.folder, error) from error
        self.committed(sha256)

    def names(self) -> Iterator[str]:
        """Names of all files below captures/, sorted, whatever they are; what a sweep would remove is left out."""
        if not self.folder.is_dir():
            return
        waiting = {entry.stem for entry in self.incoming.glob("*.wait")}
        for place in sorted(self.folder.iterdir()):
            if place.name == INCOMING:
                continue
            if not place.is_dir():
                yield place.name
                continue
            yield from sorted(entry.name for entry in place.iterdir() if entry.name not in waiting)

    def sweep(self, is_named: Callable[[str], bool]) -> int:
        """Remove what interrupted runs left; `is_named` says whether a row names a hash. How many files went."""
        if not self.incoming.is_dir():
            return 0
        removed = 0
        for entry in list(self.incoming.iterdir()):
            sha256 = entry.name.partition(".")[0]
            if entry.suffix == ".wait" and not is_named(sha256):
                wipe(self.path(sha256))
            entry.unlink(missing_ok=True)
            removed += 1
        return removed

    def _marker(self, sha256: str) -> Path:
        return self.incoming / f"{sha256}.wait"

    def _fill(self, path: Path, sha256: str, data: bytes) -> None:
        digest = hashlib.sha256()
        with path.open("wb") as file:
            for start in range(0, len(data), CHUNK):
                piece = data[start : start + CHUNK]
                digest.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        if digest.hexdigest() != sha256:
            path.unlink()
            raise StoreError(f"bytes named {sha256} hash to {digest.hexdigest()}: they were not kept")


def wipe(path: Path) -> None:
    """Zeros over a file, then the file away: what a disk or file system keeps of older blocks is out of reach."""
    if not path.exists():
        return
    with path.open("r+b") as file:
        left = path.stat().st_size
        while left > 0:
            left -= file.write(bytes(min(left, CHUNK)))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the entries of `folder` durable, where the system can open a folder to do so."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def disk_error(folder: Path, error: OSError) -> StoreError:
    """The one line that a person needs about a failed read or write in `folder`."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return StoreError(f"no space left for {folder}: free some and run the command again; what was kept is whole")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return StoreError(f"{folder} cannot be written: check its permissions or name another folder with --ledger")
    if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.EEXIST):
        return StoreError(f"{folder} cannot be made ({error.strerror}): name another folder with --ledger")
    return StoreError(f"{folder}: the disk failed ({error.strerror}): the run stopped, what was kept before is whole")
