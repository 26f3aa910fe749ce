"""Copies: reposts and rewritten copies of one text count as one source.

Two reports are copies when they are of one language and share most of their five-word sequences. A translated copy is
recognised by whom it quotes: a figure credited to a speaker is that speaker's, whoever passes it on (voices.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from firstlight.model import Report
from firstlight.reconcile.spans import said

SHINGLE = 5  # words
SAME = 0.5  # Jaccard similarity of shingles from which one text is a copy of another
INSIDE = 0.8  # share of the shorter text's shingles that stand in the longer one
LAST = "~"  # sorts after every instant: what is not dated is nobody's original if another is
LEAST = 8  # a text with fewer shingles is a copy only when the words are the same


@lru_cache(maxsize=16384)
def shingles(text: str) -> frozenset[str]:
    """The five-word sequences of a text, in lower case, punctuation put aside."""
    cleaned = "".join(letter if letter.isalnum() else " " for letter in text.casefold())
    words = cleaned.split()
    if len(words) < SHINGLE + LEAST - 1:
        return frozenset({" ".join(words)}) if words else frozenset()
    return frozenset(" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1))


def copied(mine: frozenset[str], theirs: frozenset[str], shared: int) -> bool:
    """Whether texts with these shingles, of which `shared` are in both, are copies."""
    shorter = min(len(mine), len(theirs))
    alike = shared >= SAME * (len(mine) + len(theirs) - shared)
    return shared > 0 and (alike or (shorter >= LEAST and shared >= INSIDE * shorter))


def originals(told: Iterable[Report]) -> dict[str, Report]:
    """For each report that copies another, by id: the earliest-published one of its family.

    Each text is compared with the originals before it only, and only with those that share a shingle.
    """
    reports = {report.id: report for report in told}
    found: dict[str, Report] = {}
    if len(reports) < 2:
        return found
    known: dict[tuple[str, str], list[Report]] = {}
    for report in sorted(reports.values(), key=lambda r: (said(r.published) or LAST, r.id)):
        mine = shingles(report.text)
        shared = Counter(other.id for shingle in mine for other in known.get((report.language, shingle), ()))
        near = (key for key in sorted(shared) if copied(mine, shingles(reports[key].text), shared[key]))
        first = max(near, key=lambda key: shared[key], default=None)
        if first is None:
            for shingle in mine:
                known.setdefault((report.language, shingle), []).append(report)
        else:
            found[report.id] = reports[first]
    return found
