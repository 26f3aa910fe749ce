"""The log of looks at restricted material: looks.jsonl in the ledger's folder, a line a look, each chained to the last.

It says who looked at what and when, and never what stood there. It is a file of its own, so that reading a ledger never
writes to the ledger.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from firstlight.errors import DamageError, StoreError
from firstlight.model import Record
from firstlight.store.blobs import disk_error
from firstlight.store.lock import WriterLock

NAME = "looks.jsonl"


class Look(Record, frozen=True, kw_only=True):
    """One look: `what` kind of thing, `key` its id or hash; `hash` covers all other fields."""

    at: str
    who: str
    what: str
    key: str
    previous: str = ""
    hash: str = ""


class Looks:
    """The log in the folder of a ledger."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self._lock = WriterLock(folder / "looks.lock")

    def add(self, look: Look) -> None:
        """Append a look, durably; StoreError where it cannot be written: then nothing restricted may be shown."""
        with self._lock, self._errors():
            last = b""
            if self.path.exists():
                with self.path.open("rb") as file:
                    file.seek(max(0, self.path.stat().st_size - 4096))
                    last = file.read().rstrip(b"\n").rpartition(b"\n")[2]
            previous = msgspec.json.decode(last, type=Look).hash if last else ""
            chained = msgspec.structs.replace(look, previous=previous, hash="")
            line = msgspec.json.encode(msgspec.structs.replace(chained, hash=_hash(chained)))
            with self.path.open("ab") as file:
                file.write(line + b"\n")
                file.flush()
                os.fsync(file.fileno())

    def read(self) -> Iterator[Look]:
        """All looks in order; DamageError names the line that does not follow the one before it."""
        if not self.path.exists():
            return
        previous = ""
        for number, line in enumerate(self.path.read_bytes().splitlines(), start=1):
            try:
                look = msgspec.json.decode(line, type=Look)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                raise DamageError(f"{self.path} line {number} is no look ({error}): it was changed") from error
            bare = msgspec.structs.replace(look, hash="")
            if look.previous != previous or look.hash != _hash(bare) or msgspec.json.encode(look) != line:
                raise DamageError(f"{self.path} line {number} was changed, or lines before it are missing")
            previous = look.hash
            yield look

    @contextlib.contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise disk_error(self.path.parent, error) from error
        except msgspec.DecodeError as error:
            raise StoreError(f"{self.path} cannot be read: move it away and keep it, a new one is begun") from error


def _hash(look: Look) -> str:
    return hashlib.sha256(msgspec.json.encode(look)).hexdigest()
