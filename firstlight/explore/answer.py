"""What a view answers with, before it is bytes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from firstlight.model import Record


class Page(Record, frozen=True, kw_only=True):
    """A page: a template and what it is filled with."""

    template: str
    title: str
    content: Mapping[str, Any]
    status: int = 200


class Data(Record, frozen=True, kw_only=True):
    """Bytes of a media type; `name`: offered as a file. `sandboxed`: bytes of a source, which must never be active."""

    body: bytes
    media: str
    name: str = ""
    sandboxed: bool = False


class File(Record, frozen=True, kw_only=True):
    """A file to hand out, and then to remove with the folder that was made for it."""

    path: Path
    media: str
    name: str


class Moved(Record, frozen=True, kw_only=True):
    """Another address holds the answer; `kept` for good, otherwise to be asked for with GET."""

    address: str
    kept: bool = True


Answer = Page | Data | File | Moved
