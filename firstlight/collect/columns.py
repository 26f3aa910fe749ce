"""The map of a table of reports: which column holds the text, its date, address and source; a small TOML file."""

from __future__ import annotations

import tomllib

import msgspec

from firstlight.errors import UsageError
from firstlight.model import Columns


def read_columns(text: str, name: str) -> Columns:
    """The map in a TOML text; UsageError names the key of the file `name` that is wrong, and what may stand there."""
    known = ", ".join(Columns.__struct_fields__)
    try:
        return msgspec.convert(tomllib.loads(text), _Strict)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{name} is not valid TOML: {error}") from error
    except msgspec.ValidationError as error:
        raise UsageError(f"{name}: {error}: a map of reports has text, and may have {known}") from error


class _Strict(Columns, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The same fields and no other: a misspelt key would drop a column without a word."""
