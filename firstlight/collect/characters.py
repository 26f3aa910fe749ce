"""What single characters do to a text: line ends, control characters, and marks for numbers that may deceive the eye.

Nothing is folded: look-alike digits, soft hyphens and bidirectional controls stay in the text and are told by a mark.
"""

from __future__ import annotations

import re

# controls, lone surrogates (bytes that could not be decoded) and carriage returns; runs, so that cost stays linear
ODD = re.compile(r"\r+|[\x0b\x0c\x85]+|[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]+|[\ud800-\udfff]+")
BREAKS = "\x0b\x0c\x85"

# Each pattern begins with a set of characters and looks back from it: that keeps the search fast on clean text.
_SIGNS = {
    "bidi_control": re.compile(r"[\u202a-\u202e\u2066-\u2069]"),
    "invisible_characters": re.compile(
        r"[\u00ad\u034f\u180e\u200b-\u200d\u2060\ufeff](?<=\w.)[\u00ad\u034f\u180e\u200b-\u200d\u2060\ufeff]*+(?=\w)"
    ),
    # digits of other scripts, widths and styles; O (Latin, Cyrillic) or Cyrillic Ze at an end of a number, l, I in it
    "lookalike_digits": re.compile(
        r"[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\uff10-\uff19\U0001d7ce-\U0001d7ff]"
        r"|[0-9](?<!\w[0-9])[0-9]*+(?:[Oo\u041e\u043e\u0417]+(?![^\W\d_])|[lI](?=[0-9]))"
        r"|[0-9](?<=[Oo\u041e\u043e\u0417][0-9])(?<!\w\w[0-9])"
    ),
    # a combining mark over a digit, a superscript or subscript digit behind one
    "number_markup": re.compile(
        r"[\u0300-\u036f\u20d0-\u20e2\u20e4-\u20ff\u00b2\u00b3\u00b9\u2070-\u2079\u2080-\u2089](?<=\d.)"
    ),
}


def odd(run: str) -> tuple[str, str | None]:
    """What stands in the text for a run of odd characters (same length), and the mark it earns.

    Carriage returns are line ends; vertical tab, form feed and NEL too; other controls become U+FFFD.
    """
    if run[0] == "\r":
        return "\n" * len(run), None
    if run[0] in BREAKS:
        return "\n" * len(run), "control_characters"
    if "\ud800" <= run[0] <= "\udfff":
        return "\ufffd" * len(run), "decode_error"
    return "\ufffd" * len(run), "control_characters"


def signs(text: str) -> tuple[str, ...]:
    """Marks earned by the characters of a finished text."""
    return tuple(mark for mark, pattern in _SIGNS.items() if pattern.search(text))
