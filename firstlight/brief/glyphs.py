"""Which characters the fonts that ship with Typst can show; any other is told by its code point, never left out."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

PROBE = b"""#set document(title: "probe")
#set text(font: "Libertinus Serif", lang: "en")
#sys.inputs.text"""
COMMON = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA1, 0x180), *range(0x0410, 0x0450), 0x2013, 0x2014, 0x2019)))


def told(node: Any) -> Any:
    """A copy of a tree of plain data in which a character that no font has stands as [U+1F538]."""
    strange = {char for text in _texts(node) for char in text} - COMMON
    names = {char: f"[U+{ord(char):04X}]" for char in sorted(strange) if not _showable(char)}
    return _renamed(node, str.maketrans(names)) if names else node


def _texts(node: Any) -> Iterable[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict | list | tuple):
        for item in node.values() if isinstance(node, dict) else node:
            yield from _texts(item)


def _renamed(node: Any, names: dict[int, str]) -> Any:
    if isinstance(node, str):
        return node.translate(names)
    if isinstance(node, dict):
        return {key: _renamed(value, names) for key, value in node.items()}
    return [_renamed(item, names) for item in node] if isinstance(node, list | tuple) else node


@cache
def _showable(char: str) -> bool:
    """Whether Typst finds a glyph; PDF/UA refuses text without one, so a page of that one character is the answer."""
    import typst

    try:
        typst.compile(
            PROBE, ignore_system_fonts=True, format="pdf", sys_inputs={"text": f"a{char}a"}, pdf_standards=["ua-1"]
        )
    except typst.TypstError:
        return False
    return True
