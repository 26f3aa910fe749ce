"""Versions of one page, post or document: what came from the same place, and how two of them differ."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher

from firstlight.model import Record, Report

LONGEST = 400_000  # characters of a text that is compared
WORDS = 1500  # words of a paragraph that are compared one by one
_WORD = re.compile(r"\s+|\w+|[^\w\s]")


class Version(Record, frozen=True, kw_only=True):
    """One text that stood in this place; `counts` says whether it is the one that counts now."""

    report: str
    capture: str
    learned_at: str  # UTC
    counts: bool


def differences(before: Report, after: Report, cover: Callable[[str], str]) -> tuple[str, ...]:
    """What differs between two texts, paragraph by paragraph, with names covered.

    "- " begins a paragraph that only the earlier has, "+ " one that only the later has, "~ " one that both have in
    other words: [-gone-] and {+new+}. One line says so where a text is longer than LONGEST.
    """
    if max(len(before.text), len(after.text)) > LONGEST:
        return (f"texts over {LONGEST} characters are not compared here: use their captures",)
    return tuple(_lines(cover(before.text).splitlines(), cover(after.text).splitlines()))


def _lines(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=len(before) > 1000).get_opcodes():
        if tag == "equal":
            continue
        if tag == "replace" and j - i == m - k:
            yield from (line for one, other in zip(before[i:j], after[k:m], strict=True) for line in _words(one, other))
            continue
        yield from (f"- {line}" for line in before[i:j] if line.strip())
        yield from (f"+ {line}" for line in after[k:m] if line.strip())


def _words(before: str, after: str) -> Iterator[str]:
    """One paragraph beside another: what both have stands once."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if max(len(old), len(new)) > WORDS or matcher.ratio() < 0.4:
        yield from (f"{sign} {line}" for sign, line in (("-", before), ("+", after)) if line.strip())
        return
    made = []
    for tag, i, j, k, m in matcher.get_opcodes():
        gone, come = "".join(old[i:j]), "".join(new[k:m])
        made.append(gone if tag == "equal" else (f"[-{gone}-]" if gone else "") + (f"{{+{come}+}}" if come else ""))
    yield "~ " + "".join(made)
