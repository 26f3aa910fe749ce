"""Cuts a tokenised text into sentences that know their paragraph, their list and the header above it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from firstlight.read.tokens import Token

_STOPS = frozenset(".!?\u2026")
_CLOSERS = frozenset("\"'\u00bb\u201d)")
_DOMAINS = frozenset(("com", "ru", "ua", "net", "org", "info", "group", "media", "news"))
_LONGEST = 300  # tokens; no real sentence is longer, and what is said within one is compared with all the rest of it
_HARD_WRAP = (50, 100)  # length of lines that a mail programme breaks in mid-sentence


class Sentence(NamedTuple):
    """tokens[first:last]; `paragraph` counts from 0, `item` tells a list item, `header` is the index of its header."""

    first: int
    last: int
    paragraph: int
    item: bool
    header: int | None
    opens_list: bool  # ends in a colon
    rubric: bool = False  # ends in the name of a section: a headline of another story


def sentences(
    text: str,
    tokens: Sequence[Token],
    abbreviations: frozenset[str],
    rubrics: frozenset[str] = frozenset(),
    unfinished: frozenset[str] = frozenset(),
    credits: frozenset[str] = frozenset(),
) -> list[Sentence]:
    """The sentences of `text` in order; every token belongs to exactly one."""
    found: list[Sentence] = []
    first, paragraph, header = 0, 0, None
    for at, breaks, rubric in _ends(text, tokens, abbreviations, rubrics, unfinished, credits):
        opens = tokens[at].word == ":"
        item = _is_item(text, tokens, first)
        directly = header is not None and header == len(found) - 1
        if header is not None and not (directly or item or opens or _short(tokens, first, at)):
            header = None
        found.append(Sentence(first, at + 1, paragraph, item, None if opens and not item else header, opens, rubric))
        if opens:
            header = len(found) - 1
        if breaks > 1 and not _lists_on(text, tokens, at + 1, header):
            header = None
        paragraph += int(breaks > 1)
        first = at + 1
    return found


def _ends(
    text: str,
    tokens: Sequence[Token],
    abbreviations: frozenset[str],
    rubrics: frozenset[str],
    unfinished: frozenset[str],
    credits: frozenset[str],
) -> Iterator[tuple[int, int, bool]]:
    """The last token of each sentence, the line breaks behind it that part sentences, and whether it is a rubric."""
    first = 0
    for at in _doubtful(text, tokens, rubrics):
        while at - first >= _LONGEST:
            yield first + _LONGEST - 1, 0, False
            first += _LONGEST
        end = at + 1 == len(tokens)
        gap = "" if end else text[tokens[at].end : tokens[at + 1].start]
        breaks = gap.count("\n")
        breaks = 0 if breaks and _soft(text, tokens, at, breaks, unfinished) else breaks
        rubric = tokens[at].word in rubrics and at > first and _heads(text, tokens, at)
        cut = rubric or _domain(tokens, at) or _domain_ahead(tokens, at) or _credit_ahead(tokens, at, credits)
        full = at + 1 - first >= _LONGEST
        if end or breaks or cut or full or _stops(text, tokens, at, gap, abbreviations):
            yield at, breaks, rubric
            first = at + 1


def _doubtful(text: str, tokens: Sequence[Token], rubrics: frozenset[str]) -> list[int]:
    """The tokens after which a sentence may end, in order: at a mark, a domain or a rubric, or where no space alone is.

    The last of all is among them. The name of a domain and of a credit stand two tokens behind.
    """
    marks = _STOPS | _CLOSERS | _DOMAINS | rubrics
    found = {at for at, token in enumerate(tokens) if token[0] in marks}
    found |= {at - 2 for at, token in enumerate(tokens) if token[0] in (".", ":") and at > 1}
    found |= {
        at
        for at, (one, other) in enumerate(pairwise(tokens))
        if other[1] > one[2] and (other[1] > one[2] + 1 or text[one[2]] == "\n")
    }
    if tokens:
        found.add(len(tokens) - 1)
    return sorted(found)


def _heads(text: str, tokens: Sequence[Token], at: int) -> bool:
    """Whether a section's name stands behind a headline: capital, no mark before it, a new sentence after it."""
    before, upcoming = tokens[at - 1], tokens[at + 1] if at + 1 < len(tokens) else None
    begins = upcoming is None or text[upcoming.start].isupper() or _domain_at(tokens, at + 1)
    return text[tokens[at].start].isupper() and before.word[-1].isalnum() and begins


def _credit_ahead(tokens: Sequence[Token], at: int, credits: frozenset[str]) -> bool:
    """Whether the credit of a picture begins behind tokens[at]: "... was shelled Photo: a name / an agency"."""
    return at + 2 < len(tokens) and tokens[at + 2].word == ":" and tokens[at + 1].word in credits


def _domain_at(tokens: Sequence[Token], at: int) -> bool:
    """Whether a bare web domain starts at tokens[at]: "example.com", glued and in Latin letters."""
    if at + 2 >= len(tokens) or at < 0:
        return False
    name, point, ending = tokens[at : at + 3]
    glued = point.word == "." and name.end == point.start and point.end == ending.start
    return glued and name.word.isascii() and name.word.isalpha() and ending.word in _DOMAINS


def _domain(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].word in _DOMAINS and _domain_at(tokens, at - 2)


def _domain_ahead(tokens: Sequence[Token], at: int) -> bool:
    dotted = at + 3 < len(tokens) and tokens[at + 2].word == "."
    return dotted and _domain_at(tokens, at + 1) and tokens[at].end < tokens[at + 1].start


def _lists_on(text: str, tokens: Sequence[Token], at: int, header: int | None) -> bool:
    """After an empty line a list goes on where the next line is an item or begins with a number."""
    return header is not None and (_is_item(text, tokens, at) or tokens[at].word[0].isdigit())


def _short(tokens: Sequence[Token], first: int, last: int) -> bool:
    return last - first < 14 or tokens[first].word[0].isdigit()


def _is_item(text: str, tokens: Sequence[Token], first: int) -> bool:
    """Whether a line starts like a list item: a bullet, a dash, an emoji, or "1." / "1)"."""
    start = tokens[first].start
    gap = text[tokens[first - 1].end if first else 0 : start]
    if first and "\n" not in gap:
        return False  # something stands before it on its line
    word = tokens[first].word
    if not word[0].isalnum():
        return word not in ('"', "'", "(", "\u00ab", "\u201c", "[", "#", "@", "$", "\u201e", "<")
    follows = tokens[first + 1] if first + 1 < len(tokens) else None
    return word.isdigit() and follows is not None and follows.word in (".", ")") and follows.start == tokens[first].end


def _soft(text: str, tokens: Sequence[Token], at: int, breaks: int, unfinished: frozenset[str]) -> bool:
    """Whether the line break after tokens[at] falls inside a sentence, which no word of `unfinished` can end."""
    word, upcoming = tokens[at].word, tokens[at + 1]
    begins = text[upcoming.start]
    if word in _STOPS or word == ":":
        return False
    if (word == "," and breaks <= 2) or (word in ("-", "(", "\u00ab") and breaks == 1):
        return True
    if begins.islower() or begins in ",.;:)":
        return breaks <= 2
    if breaks == 1 and _indented(text, tokens, at):
        return True
    if (len(word) <= 3 or word in unfinished) and word.isalpha() and text[tokens[at].start].islower():
        return breaks <= 2  # nor can a preposition end it
    if breaks > 1 or not begins.isalnum():
        return False
    if begins.isupper() and "\n" not in text[: tokens[at].end].strip():
        return False  # the first line is a headline
    low = max(0, tokens[at].end - _HARD_WRAP[1] - 1)
    line = tokens[at].end - (text.rfind("\n", low, tokens[at].end) + 1 or low)
    return _HARD_WRAP[0] <= line <= _HARD_WRAP[1] and begins.isalpha() and _wrapped(text, tokens[at].end)


def _indented(text: str, tokens: Sequence[Token], at: int) -> bool:
    """Whether a space opens the line after tokens[at], a small letter before it: a phrase set apart by its type."""
    gap = text[tokens[at].end : tokens[at + 1].start]
    return len(gap) > 1 and gap[0] == "\n" and text[tokens[at].end - 1].islower()


def _wrapped(text: str, end: int) -> bool:
    """Whether the line after `end` is of hard-wrap length too and goes on with a further line."""
    begin = text.find("\n", end) + 1
    stop = text.find("\n", begin, begin + _HARD_WRAP[1] + 1)
    return begin > 0 and stop > 0 and _HARD_WRAP[0] - 10 <= stop - begin <= _HARD_WRAP[1]


def _stops(text: str, tokens: Sequence[Token], at: int, gap: str, abbreviations: frozenset[str]) -> bool:
    """Whether a full stop, question or exclamation mark, semicolon-free, ends a sentence after tokens[at]."""
    word = tokens[at].word
    if at + 1 >= len(tokens):
        return True
    upcoming = tokens[at + 1]
    if word in _CLOSERS and at and tokens[at - 1].word in _STOPS:
        return text[upcoming.start].isupper()
    if word not in _STOPS or (upcoming.word in _CLOSERS and not gap):
        return False
    if word == ".":
        before = tokens[at - 1].word if at else ""
        if before in abbreviations or (len(before) == 1 and before.isalpha() and gap):
            return False
        if not gap:
            glued_capital = text[upcoming.start].isupper() and before.isalpha() and len(before) > 2
            return glued_capital and not before.isdigit()
        if before.isdigit() and text[upcoming.start].islower():
            return False
    begins = text[upcoming.start]
    return begins.isupper() or begins.isdigit() or not begins.isalnum()
