"""Cells of comma-separated values that no spreadsheet takes for a formula, and back again.

A text that begins with = + - @, their full-width forms, a tab or a line end (after any blanks) is a formula, or can
become one, to a spreadsheet: it gets an apostrophe before it, and so does a text that begins with an apostrophe. So
each text comes back by taking one leading apostrophe away. Numbers are written as numbers and are never guarded.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_FORMULA = re.compile("[ \\xa0\\u3000\\ufeff]*[=+\\-@\\t\\r\\n\\uff1d\\uff0b\\uff0d\\uff20]|'")
_SPECIAL = re.compile('[",\\r\\n]')

Cell = str | int | float | bool | None


def guard(text: str) -> str:
    """The text as a cell that is no formula."""
    return "'" + text if _FORMULA.match(text) else text


def unguard(cell: str) -> str:
    """The text that `guard` made a cell of."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


def line(cells: Sequence[Cell], end: str = "\n") -> str:
    """One record with its line end (RFC 4180); texts are guarded, None is an empty cell, true and false lower case."""
    return ",".join(_quoted(_shown(cell)) for cell in cells) + end


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _SPECIAL.search(cell) else cell


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return guard(cell) if isinstance(cell, str) else str(cell)
