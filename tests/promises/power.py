"""A disk that can lose power: it keeps what was synced, and a torn part of what was not.

Writes and truncations of a file wait until the file is synced. When the power goes every call fails for ever after;
then of each file's waiting calls some are kept, in order, and writes may be torn into sectors, as disks do.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import apsw
import numpy as np

SECTOR = 512


class Disk:
    """The state of all files under one simulated power supply; `cut_at` is the call at which the power goes."""

    def __init__(self, cut_at: int) -> None:
        self.durable: dict[str, bytearray] = {}
        self.waiting: dict[str, list[tuple[int, bytes | None]]] = {}
        self.calls = 0
        self.cut_at = cut_at

    def tick(self) -> None:
        """Count a call; apsw.IOError from the cut on."""
        self.calls += 1
        if self.calls >= self.cut_at:
            raise apsw.IOError("no power")

    def sync(self, name: str) -> None:
        """Make durable what waits for one file."""
        for offset, data in self.waiting.pop(name, []):
            _apply(self.durable.setdefault(name, bytearray()), offset, data)

    def image(self, name: str, chance: np.random.Generator) -> bytes:
        """What the disk may hold of a file after the cut."""
        held = bytearray(self.durable.get(name, b""))
        for offset, data in self.waiting.get(name, []):
            if chance.random() >= 0.45:
                continue
            if data is None or chance.random() < 0.75:
                _apply(held, offset, data)
                continue
            for start in range(0, len(data), SECTOR):
                if chance.random() < 0.5:
                    _apply(held, offset + start, data[start : start + SECTOR])
        return bytes(held)


def _apply(held: bytearray, offset: int, data: bytes | None) -> None:
    if data is None:
        del held[offset:]
        return
    held.extend(b"\0" * (offset - len(held)))
    held[offset : offset + len(data)] = data


class PowerVFS(apsw.VFS):
    """SQLite's file layer on top of the real one, with a Disk that listens."""

    def __init__(self, disk: Disk) -> None:
        self.disk = disk
        self.real = apsw.vfs_names()[0]
        super().__init__("power", self.real, makedefault=True)

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:
        """A file whose writes wait for a sync."""
        return PowerFile(self, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        """Remove a file; taken to be durable at once."""
        self.disk.tick()
        self.disk.durable.pop(Path(filename).name, None)
        self.disk.waiting.pop(Path(filename).name, None)
        super().xDelete(filename, syncdir)


class PowerFile(apsw.VFSFile):
    """One file of the simulated disk."""

    def __init__(self, layer: PowerVFS, name: Any, flags: list[int]) -> None:
        self.disk = layer.disk
        text = name.filename() if isinstance(name, apsw.URIFilename) else (name or "temporary")
        self.name = Path(text).name
        super().__init__(layer.real, name, flags)

    def xWrite(self, data: Any, offset: int) -> None:
        """Write, and wait."""
        self.disk.tick()
        self.disk.waiting.setdefault(self.name, []).append((offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:
        """Cut, and wait."""
        self.disk.tick()
        self.disk.waiting.setdefault(self.name, []).append((newsize, None))
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:
        """Make durable: here, not on the disk below, which stays out of it."""
        self.disk.tick()
        self.disk.sync(self.name)
