"""Sizes and names of files: what has no owner grows."""

from __future__ import annotations

import re
from pathlib import Path

from .files import ROOT, functions, listed, name_of, sources

LINES, BODY = 400, 60
DRAWERS = {"utils", "util", "misc", "helpers", "helper", "common"}
CODE = ("firstlight", "tests", "tools")
LIFTED = re.compile(r"^# The cap of 400 lines is lifted here: (\w+\W+){6}", re.MULTILINE)


def _length(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def _lifted(path: Path) -> bool:
    return bool(LIFTED.search(path.read_text("utf-8")))


def test_no_file_is_longer_than_its_cap() -> None:
    """A Python file has at most 400 lines, unless a comment in it argues why it is better whole."""
    long = [
        f"{name_of(path)}: {_length(path)}" for path in sources(*CODE) if _length(path) > LINES and not _lifted(path)
    ]
    assert not long, listed(long)


def test_no_cap_is_lifted_for_nothing() -> None:
    """A file that argues for more than 400 lines has more than 400 lines."""
    short = [name_of(path) for path in sources(*CODE) if _length(path) <= LINES and _lifted(path)]
    assert not short, listed(short)


def test_no_function_is_longer_than_its_cap() -> None:
    """A function has at most 60 lines, its docstring included."""
    long = [
        f"{place}: {lines}"
        for path in sources(*CODE)
        for place, node in functions(path)
        if (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > BODY
    ]
    assert not long, listed(long)


def test_no_file_is_a_drawer() -> None:
    """No file or folder of code is named utils, misc, helpers or common."""
    named = [name_of(path) for folder in CODE for path in (ROOT / folder).rglob("*") if path.stem.lower() in DRAWERS]
    assert not named, listed(named)
