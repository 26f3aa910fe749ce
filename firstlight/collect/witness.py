"""The second witness: the visible text of a page as another parser sees it, compared with ours.

The other parser is lexbor, by way of selectolax: a full HTML5 parser that shares no code with ours. It gets the same
characters, its tree is read by the same rules of what is hidden or page furniture, and the two texts must agree on all
but a fiftieth of their characters. Then a page whose text our own view lost, or found where no browser would, cannot
pass unmarked. It never writes a text.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from firstlight.collect.characters import ODD
from firstlight.collect.decode import replaced
from firstlight.collect.elements import HIDDEN, LEFT_OUT
from firstlight.collect.hiding import TELLING, WITH_EFFECT, Sheet, element_flags, unshown
from firstlight.collect.markup import RAW_TEXT

DIFFERS, NONE = "witness_differs", "no_witness"
AGREED = 0.98  # share of the characters of the longer text that both must have
LONG = 1_000_000  # characters from which on two texts must be equal: counting their runs would take seconds
RUN = 4  # characters compared together: single ones would not notice another text of the same letters
MOST_EFFORT = 30_000_000  # open elements looked through, tag by tag: about 0.3 s of a parser that is not linear

_IN_ARTICLE, _IN_SVG = 1 << 16, 1 << 17  # beside the flags of elements.py
_SIGNS = ("~", "^", "_", "\ufffd")  # what our own view adds
_SILENT = RAW_TEXT - {"xmp"}


def second_look(raw: str, text: str, sheet: Sheet, effort: int) -> str | None:
    """The mark that a page earns: `raw` are its characters, `text` is what our view shows of it; None where they agree.

    `sheet` holds the hiding rules of the page's own style sheets. Pages whose `effort` (open elements, summed over the
    tags) is above MOST_EFFORT are not shown to the second parser, and so marked; all are where it is not installed.
    """
    if effort > MOST_EFFORT:
        return NONE
    try:
        from selectolax.lexbor import LexborHTMLParser
    except ImportError:
        return NONE
    tree = LexborHTMLParser(replaced(raw))
    return None if agree(_bare(text), _bare(_seen(tree.root, sheet))) else DIFFERS


def agree(ours: str, theirs: str) -> bool:
    """Whether two texts without white space have AGREED of the characters of the longer in common, run by run.

    Texts of LONG characters agree only where they are equal.
    """
    if ours == theirs:
        return True
    longest = max(len(ours), len(theirs))
    if longest >= LONG or min(len(ours), len(theirs)) < AGREED * longest:
        return False
    common = (_runs(ours) & _runs(theirs)).total()
    return common >= AGREED * (longest - RUN + 1)


def _runs(text: str) -> Counter[tuple[str, ...]]:
    return Counter(zip(*(text[at:] for at in range(RUN)), strict=False))


def _bare(text: str) -> str:
    """The characters of a text without white space, signs that a view adds, and what neither can show."""
    text = "".join(text.split())
    for sign in _SIGNS:
        text = text.replace(sign, "")
    return "".join(ODD.sub("", text).split()) if ODD.search(text) else text


def _seen(root: Any, sheet: Sheet) -> str:
    """The visible text of a tree, in the order of the tree; without recursion, as trees may be deep."""
    parts: list[str] = []
    node, flags = root, [0]
    while node is not None:
        child = None
        if node.is_text_node:
            if not flags[-1] & HIDDEN:
                parts.append(node.text_content)
        elif node.is_element_node:
            own = _flags(node, flags[-1], sheet)
            child = None if own & LEFT_OUT else node.child
            if child is not None:
                flags.append(own)
        if child is None:
            while node is not None and (child := node.next) is None:
                node = node.parent
                if node is not None:
                    flags.pop()
        node = child
    return "".join(parts)


def _flags(node: Any, inherited: int, sheet: Sheet) -> int:
    """What holds for the text of an element, by the rules of our own view."""
    name = node.tag
    if name in _SILENT or unshown(name, bool(inherited & _IN_SVG), bool(inherited & _IN_ARTICLE)):
        return LEFT_OUT
    flags, said = inherited, node.attributes
    if sheet.rules or name in WITH_EFFECT or (said and _telling(said)):
        flags = element_flags(name, {key: value or "" for key, value in said.items()}, sheet, inherited)
    if name in ("article", "main"):
        flags |= _IN_ARTICLE
    return flags | _IN_SVG if name == "svg" else flags


def _telling(said: dict[str, str | None]) -> bool:
    """Whether attributes may hide an element; others than these four never do."""
    if "style" in said or "hidden" in said or "role" in said:
        return True
    return bool(TELLING.search(said.get("class") or ""))
