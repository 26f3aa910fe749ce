"""HTML as a flat run of pieces: text, start tags, end tags, raw text. Linear in the input, whatever it holds.

Follows the tokenizer of the HTML standard (WHATWG, section 13.2.5) in what decides which characters are text: quotes in
attribute values, bogus comments, raw-text elements; a tag or comment cut short by the end of the file swallows the
rest, as it does in a browser, and is told as `cut`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

RAW_TEXT = frozenset(("script", "style", "xmp", "iframe", "noembed", "noframes", "noscript", "textarea", "title"))


class Token(NamedTuple):
    """A piece of the source: characters [start, end); `name` and `attributes` (unparsed) for tags and raw text."""

    kind: Literal["text", "start", "end", "raw", "skip", "cut"]
    start: int
    end: int
    name: str = ""
    attributes: str = ""


# a tag whole (slash, name, attributes with the closing bracket), or the beginning of other markup; attributes are read
# as by the standard: quotes count only where a value begins, and a name may begin with "="
_MARKUP = re.compile(
    r"""<(?:(/?)([a-zA-Z][^\s/>]*+)"""
    r"""((?:[\s/]++|=?[^\s/>=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|(?!["'])[^\s>]*+))?+|=)*+>)?+"""
    r"""|(!--)|[!?/]|\Z)""",
)
_COMMENT_END = re.compile(r"--!?>")
_ATTRIBUTE = re.compile(
    r"""(=?[^\s/>=]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|((?!["'])[^\s>]*+)))?+""",
)


def tokens(raw: str) -> Iterator[Token]:
    """Tokens of `raw` in order; `raw` text elements come as a start tag and one raw token with their content."""
    here, size = 0, len(raw)
    while here < size:
        found = _MARKUP.search(raw, here)
        if found is None:
            yield Token("text", here, size)
            return
        start = found.start()
        if start > here:
            yield Token("text", here, start)
        name = found.group(2)
        end = _markup_end(raw, found)
        if end < 0:
            yield Token("cut", start, size, (name or "").lower())
            return
        here = end
        if name is None:
            yield Token("skip", start, end)
            continue
        name = name.lower()
        attributes = found.group(3)[:-1]
        if found.group(1):
            yield Token("end", start, end, name)
            continue
        yield Token("start", start, end, name, attributes)
        if name in RAW_TEXT and not attributes.endswith("/"):
            closing = _raw_end(name).search(raw, end)
            here = closing.start() if closing else size
            yield Token("raw", end, here, name, attributes)
            if closing is None:
                yield Token("cut", size, size, name)


def attributes_of(text: str) -> dict[str, str]:
    """Attributes of a tag by lower-case name; the first of two with one name counts, as in a browser."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text):
        name, double, single, bare = match.groups()
        found.setdefault(name.lower(), double or single or bare or "")
    return found


def quote_left_open(attributes: str) -> bool:
    """Whether an attribute value begins with a quote that never ends: text after the tag may have belonged to it."""
    if attributes.count('"') % 2 == 0 and attributes.count("'") % 2 == 0:
        return False
    return any(match.group(1).startswith(('"', "'", '="', "='")) for match in _ATTRIBUTE.finditer(attributes))


def _markup_end(raw: str, found: re.Match[str]) -> int:
    """Offset behind the tag, comment or declaration that `found` opens, -1 where the file ends first."""
    if found.group(2):
        return found.end() if found.group(3) else -1
    if found.group(4):
        closing = _COMMENT_END.search(raw, found.start() + 2)
        return closing.end() if closing else -1
    return raw.find(">", found.start() + 2) + 1 or -1


_RAW_ENDS = {name: re.compile(rf"</{name}(?=[\s/>])", re.I) for name in sorted(RAW_TEXT)}


def _raw_end(name: str) -> re.Pattern[str]:
    return _RAW_ENDS[name]
