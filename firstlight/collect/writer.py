"""Writes the visible text of a page piece by piece: white space folded as a browser folds it, entities resolved.

A number must not change in silence. A digit raised or lowered against a digit is set off by a caret or underscore,
struck text by two tildes on either side, and digits that touch only because a tag stood between them are marked.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache

from firstlight.collect.characters import ODD, odd
from firstlight.collect.spans import Pieces

NOTHING, TAB, LINE, PARAGRAPH = range(4)
GAPS = ("", "\t", "\n", "\n\n")
STRIKE = "~~"

_ENTITY = r"&(?:#(?:[xX][0-9a-fA-F]+|[0-9]+);?|[a-zA-Z][a-zA-Z0-9]{1,31}+;?)"
_SPECIAL = re.compile(rf" ?[\t\n\f\r][ \t\n\f\r]*+|  +|{_ENTITY}|{ODD.pattern}")
_PREFORMATTED = re.compile(rf"{_ENTITY}|{ODD.pattern}")
_SPACES = " \t\n\f\r"
_SIGNS = "+-\u2212\u2013"


class Writer:
    """Text under construction; offsets are characters of the page source `raw`."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.pieces = Pieces()
        self.marks: set[str] = set()
        self._gap = NOTHING
        self._gap_at = (0, 0)
        self._lines = 0
        self._cell = False
        self._row = False
        self._space: tuple[int, int] | None = None
        self._crossed = False
        self._raised = ""
        self._raised_at = (0, 0)
        self._raised_opens = False
        self._strike: tuple[int, int] | None = None
        self._struck = False

    # --- what tags do ---

    def crossed(self) -> None:
        """A tag or comment stood here."""
        self._crossed = True

    def block(self, level: int, start: int, end: int) -> None:
        """A block begins or ends: at least `level` before the next text."""
        if not self._cell and level > self._gap:
            self._gap, self._gap_at = level, (start, end)

    def line_break(self, start: int, end: int) -> None:
        """A <br>: one more line end."""
        self._lines += 1
        self._cell = False
        self.block(LINE if self._lines == 1 else PARAGRAPH, start, end)

    def row(self, start: int, end: int) -> None:
        """A table row begins or ends."""
        self._cell, self._row = False, True
        self._gap, self._gap_at = max(LINE, self._gap), (start, end)

    def cell(self, start: int, end: int, first: bool) -> None:
        """A table cell begins; blocks at its head give no line end of their own."""
        if not first and not self._row:
            self._gap, self._gap_at = TAB, (start, end)
        self._cell = True

    def raised(self, sign: str, opens: bool, start: int, end: int) -> None:
        """A superscript ("^") or subscript ("_") begins or ends."""
        self._raised, self._raised_opens, self._raised_at = sign, opens, (start, end)

    def strike(self, start: int, end: int) -> None:
        """Struck text begins; the sign is written with its first character."""
        if not self._struck:
            self._strike = (start, end)

    def unstrike(self, start: int, end: int) -> None:
        """Struck text ends."""
        if self._struck:
            self.pieces.add(STRIKE, start, end, False)
        self._strike, self._struck = None, False

    # --- text ---

    def text(self, start: int, end: int, preformatted: bool = False) -> None:
        """Visible characters raw[start:end]."""
        raw, here = self.raw, start
        for found in (_PREFORMATTED if preformatted else _SPECIAL).finditer(raw, start, end):
            first = found.start()
            char = raw[first]
            if char == "&":
                resolved = _entity(found.group()) if found.end() - first < 40 else _long_entity(found.group())
                if resolved == found.group():
                    continue
                self._plain(here, first, preformatted)
                self._resolved(resolved, first, found.end(), preformatted)
            elif char in _SPACES and not preformatted:
                self._plain(here, first, preformatted)
                self._space = self._space or (first, found.end())
            else:
                self._plain(here, first, preformatted)
                self._odd(first, found.end())
            here = found.end()
        self._plain(here, end, preformatted)

    def _plain(self, start: int, end: int, preformatted: bool) -> None:
        """Characters that stand as they are, but for a single space at either end."""
        if start >= end:
            return
        raw = self.raw
        if preformatted:
            self._emit(raw[start:end], start, end, True)
            return
        if raw[start] == " ":
            self._space = self._space or (start, start + 1)
            start += 1
            if start == end:
                return
        stop = end - 1 if raw[end - 1] == " " else end
        self._emit(raw[start:stop], start, stop, True)
        if stop < end:
            self._space = (stop, end)

    def _resolved(self, text: str, start: int, end: int, preformatted: bool) -> None:
        if not preformatted and not text.strip(_SPACES):
            self._space = self._space or (start, end)
            return
        match = ODD.match(text)
        if match:
            text, mark = odd(match.group())
            self.marks.update((mark,) if mark else ())
        self._emit(text, start, end, False)

    def _odd(self, start: int, end: int) -> None:
        """A run of control characters or undecodable bytes; in preformatted text also carriage returns."""
        if self.raw[start] == "\r" and self.raw[end : end + 1] == "\n":
            end -= 1
        if end > start:
            text, mark = odd(self.raw[start:end])
            self.marks.update((mark,) if mark else ())
            self._emit(text, start, end, False)

    def _emit(self, text: str, start: int, end: int, verbatim: bool) -> None:
        """Write what is due before `text` (line ends, a space, signs), then `text`."""
        pieces = self.pieces
        if self._gap or self._space or self._crossed:
            self._before(text[0])
        pieces.add(text, start, end, verbatim)

    def _before(self, char: str) -> None:
        """Write what stands between the text so far and a next text that begins with `char`."""
        pieces, due, last = self.pieces, "", self.pieces.last
        if self._raised and not self._raised_opens and self._gap == NOTHING and last.isdigit() and char.isdigit():
            pieces.add(self._raised, *self._raised_at, False)
            self.marks.add("number_markup")
        if last and self._gap:
            due = GAPS[self._gap]
            pieces.add(due, *self._gap_at, False)
        elif last and self._space and last not in "\n\t":
            due = " "
            pieces.add(due, *self._space, self.raw[slice(*self._space)] == due)
        if self._raised and self._raised_opens and due in ("", " "):
            self._raise(char, last, due)
        if self._crossed and not due and last.isdigit() and char.isdigit():
            self.marks.add("number_markup")
        if self._strike:
            pieces.add(STRIKE, *self._strike, False)
            self.marks.add("struck_text")
            self._strike, self._struck = None, True
        self._gap, self._lines, self._space, self._raised = NOTHING, 0, None, ""
        self._cell = self._row = self._crossed = False

    def _raise(self, char: str, last: str, due: str) -> None:
        """Set off a raised or lowered digit from the digit or letter before it."""
        if last.isdigit() and (char.isdigit() or char in _SIGNS):
            self.marks.add("number_markup")
        elif due or not (last.isalpha() and char.isdigit()):
            return
        self.pieces.add(self._raised, *self._raised_at, False)


@lru_cache(maxsize=4096)
def _entity(text: str) -> str:
    """The characters of one character reference, by the rules of the HTML standard."""
    return html.unescape(text)


def _long_entity(text: str) -> str:
    """A reference by a number of many digits: leading zeros count for nothing, what is left is out of range."""
    head = "&#x" if text[2:3] in "xX" else "&#"
    return html.unescape(head + (text[len(head) :].rstrip(";").lstrip("0")[:12] or "0") + ";")
