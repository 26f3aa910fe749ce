"""reports.toml: what a folder says about its files. A wrong entry is refused with its file, never half used."""

from __future__ import annotations

import tomllib
from datetime import date, datetime

import msgspec

from firstlight.collect.options import Entry
from firstlight.collect.parse import refused
from firstlight.collect.published import check_published
from firstlight.errors import SourceError, UsageError
from firstlight.model import Refusal

NAME = "reports.toml"
KEYS = ("source", "address", "published", "title")


def read_entries(data: bytes, origin: str) -> tuple[dict[str, Entry], dict[str, Refusal]]:
    """Entries by file name (relative to the folder of the file), and refusals by the name of the file they concern.

    Raises SourceError where the file is no TOML: without it the dates of all files would be lost.
    """
    try:
        table = tomllib.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise SourceError(
            f"{origin}: not valid TOML ({error}): mend it and collect the folder again; nothing of it was taken in"
        ) from error
    entries: dict[str, Entry] = {}
    refusals: dict[str, Refusal] = {}
    for name, values in table.items():
        try:
            entries[name] = _entry(name, values, origin)
        except UsageError as error:
            reason = "bad_published" if "published" in str(error).split(":")[1] else "bad_entry"
            refusals[name] = Refusal(
                stage="collect",
                item=f"{origin} [{name}]",
                reason=reason,
                detail=f"{error}; the file was not taken in: mend the entry and collect again",
            )
    return entries, refusals


def missing(name: str, origin: str) -> Refusal:
    """The refusal of an entry whose file is not there."""
    return refused(
        f"{origin} [{name}]", "no_such_file", f'the folder holds no file "{name}": mend the name or the entry'
    )


def _entry(name: str, values: object, origin: str) -> Entry:
    """One checked entry; raises UsageError with the place in its text."""
    if not isinstance(values, dict):
        raise UsageError(
            f'{origin} [{name}]: not a table: quote the file name, as in ["{name}.txt"], and give its keys below'
        )
    wrong = sorted(set(values) - set(KEYS))
    if wrong:
        raise UsageError(f'{origin} [{name}]: "{wrong[0]}" is no key of it: use {", ".join(KEYS)}')
    texts: dict[str, str] = {}
    for key, value in values.items():
        if isinstance(value, date | datetime):
            value = value.isoformat()
        if not isinstance(value, str) or not value.strip():
            raise UsageError(f"{origin} [{name}]: {key} must be a text")
        texts[key] = value.strip()
    if "published" in texts:
        texts["published"] = check_published(texts["published"], f"{origin} [{name}]: published")
    return msgspec.convert(texts, Entry)
