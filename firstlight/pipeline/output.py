"""Files that a verb leaves behind: whole or not at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

from firstlight.errors import FirstlightError, SourceError


def write_whole(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file beside its place and move it there; FirstlightError where it cannot be written."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with temporary.open("wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise FirstlightError(
            f"{path} cannot be written ({error.strerror}): name another place with -o; the ledger is as it was"
        ) from error
    finally:
        with contextlib.suppress(OSError):  # it is there only where writing failed, and the disk may be gone
            temporary.unlink(missing_ok=True)


def writable(path: Path) -> None:
    """FirstlightError where a file cannot be made at `path`, found out before any work is done."""
    folder = path.parent
    if not folder.is_dir():
        raise FirstlightError(f"the folder {folder} is not there: make it, or name another place with -o")
    if path.is_dir():
        raise FirstlightError(f"{path} is a folder: name a file with -o")
    if not os.access(folder, os.W_OK):
        raise FirstlightError(f"{folder} cannot be written: check its permissions, or name another place with -o")


def own_paragraphs(path: Path) -> str:
    """What an analyst wrote for the briefing at `path`: the text of the file of its name with the ending .notes.md.

    Empty where there is no such file; SourceError where it cannot be read as UTF-8 text.
    """
    notes = path.with_suffix(".notes.md")
    if not notes.exists():
        return ""
    try:
        return notes.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{notes} cannot be read as UTF-8 text: save it as UTF-8, or move it away") from error
