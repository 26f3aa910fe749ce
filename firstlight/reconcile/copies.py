"""Copies: reposts, rewritten copies and translations of one text count as one source.

Two reports of one language are copies when they share most of their five-word sequences. A report in other words, or in
another language, is a copy when it gives the same numbers in the same order, names the same places and quotes as often.
Small numbers, dates and round hours say little; it takes several telling ones. Whom a report quotes is looked at in
voices.py: a figure credited to a speaker is that speaker's, whoever passes it on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import chain, pairwise

from firstlight.model import Record, Report
from firstlight.reconcile.spans import said

SHINGLE = 5  # words
SAME = 0.5  # Jaccard similarity of shingles from which one text is a copy of another
INSIDE = 0.8  # share of the shorter text's shingles that stand in the longer one
LAST = "~"  # sorts after every instant: what is not dated is nobody's original if another is
LEAST = 8  # a text with fewer shingles is a copy only when the words are the same
TELLING = 4  # weight of shared numbers from which they show a copy
ORDERED = 0.8  # share of the weight of the fewer numbers that must stand in the same order in the other text
LARGE = 32  # a number from here on is no day of a month, and tells twice as much as a smaller one
MOST = 200  # numbers of a text that are compared
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\b(\d{1,2}):(\d{2})\b|(?<!\d)\d{1,9}(?!\d)")
_SPOKEN = re.compile('[\u00ab\u201c\u201e"][^\u00ab\u00bb\u201c\u201d\u201e"]{12,}[\u00bb\u201c\u201d"]')


class Text(Record, frozen=True, kw_only=True):
    """What is compared of a report: `places` that its statements name, `own` where its publisher is an authority."""

    report: Report
    places: frozenset[str] = frozenset()
    own: bool = False


@lru_cache(maxsize=4096)
def shingles(text: str) -> frozenset[int]:
    """The five-word sequences of a text, in lower case, punctuation put aside; each as a hash of this process."""
    words = _WORD.findall(text.casefold())
    if len(words) < SHINGLE + LEAST - 1:
        return frozenset({hash(tuple(words))}) if words else frozenset()
    return frozenset(map(hash, zip(*(words[i:] for i in range(SHINGLE)), strict=False)))  # the last ones are cut short


def copied(mine: frozenset[int], theirs: frozenset[int], shared: int) -> bool:
    """Whether texts with these shingles, of which `shared` are in both, are copies."""
    shorter = min(len(mine), len(theirs))
    alike = shared >= SAME * (len(mine) + len(theirs) - shared)
    return shared > 0 and (alike or (shorter >= LEAST and shared >= INSIDE * shorter))


@lru_cache(maxsize=4096)
def numbers(text: str, published: str) -> tuple[str, ...]:
    """The numbers of a text that tell something, in order; dates about its publication and round hours do not."""
    year, month, day = (published[:10] or "0-0-0").split("-")
    dates = {year, month, *(str(int(day) + shift) for shift in (-1, 0, 1))}
    found = []
    for match in _NUMBER.finditer(text):
        if match.group(2) is None:
            number = match.group().lstrip("0")
            found += [number] if number and number not in dates else []
        elif match.group(2) not in ("00", "30"):
            found.append(match.group())
    return tuple(found[:MOST])


def weight(found: Iterable[str]) -> int:
    """How telling some numbers are: one for a small one, two for a large one or a minute of the clock."""
    return sum(2 if _tells(number) else 1 for number in found)


def retold(one: Text, other: Text) -> bool:
    """Whether two reports give the same telling numbers in one order, name the same places and quote as often."""
    mine, theirs = _numbers(one), _numbers(other)
    if min(weight(mine), weight(theirs)) < TELLING or not (one.places <= other.places or other.places <= one.places):
        return False
    if len(_SPOKEN.findall(one.report.text)) != len(_SPOKEN.findall(other.report.text)):
        return False
    blocks = SequenceMatcher(None, mine, theirs, autojunk=False).get_matching_blocks()
    shared = weight(number for block in blocks for number in mine[block.a : block.a + block.size])
    return shared >= max(TELLING, ORDERED * min(weight(mine), weight(theirs)))


class _Known:
    """The originals so far, found again by a sequence of words or by two numbers that follow one another."""

    def __init__(self) -> None:
        self._by_words: dict[str, dict[int, list[str]]] = {}
        self._by_numbers: dict[tuple[str, ...], list[str]] = {}

    def like(self, text: Text, texts: Mapping[str, Text]) -> str | None:
        """The original of which `text` is a copy."""
        report = text.report
        mine = shingles(report.text)
        known = self._by_words.get(report.language, {})
        shared = Counter(chain.from_iterable(map(known.__getitem__, mine & known.keys())))
        near = (key for key in sorted(shared) if copied(mine, shingles(texts[key].report.text), shared[key]))
        first = max(near, key=lambda key: shared[key], default=None)
        if first is not None or text.own:
            return first
        pairs = {key for pair in _pairs(_numbers(text)) for key in self._by_numbers.get(pair, ())}
        return next((key for key in sorted(pairs) if retold(texts[key], text)), None)

    def add(self, text: Text) -> None:
        """One more original."""
        known = self._by_words.setdefault(text.report.language, {})
        for word in shingles(text.report.text):
            known.setdefault(word, []).append(text.report.id)
        for pair in _pairs(_numbers(text)):
            self._by_numbers.setdefault(pair, []).append(text.report.id)


def _numbers(text: Text) -> tuple[str, ...]:
    return numbers(text.report.text, text.report.published or "")


@lru_cache(maxsize=4096)
def _pairs(found: tuple[str, ...]) -> Collection[tuple[str, ...]]:
    """Numbers that follow one another, at least one of them telling."""
    return [pair for pair in set(pairwise(found)) if _tells(pair[0]) or _tells(pair[1])]


@lru_cache(maxsize=4096)
def _tells(number: str) -> bool:
    return ":" in number or int(number) >= LARGE


def originals(told: Iterable[Text]) -> dict[str, Report]:
    """For each report that copies another, by id: the earliest-published one of its family.

    Each text is compared with the originals before it only, and only with those that share words or numbers.
    """
    texts = {text.report.id: text for text in told}
    found: dict[str, Report] = {}
    if len(texts) < 2:
        return found
    known = _Known()
    for text in sorted(texts.values(), key=lambda t: (said(t.report.published) or LAST, t.report.id)):
        first = known.like(text, texts)
        if first is None:
            known.add(text)
        else:
            found[text.report.id] = texts[first].report
    return found
