"""The view of an HTML page: what a reader of the page sees, in order, and nothing else.

Left out: the head, scripts and styles, noscript, media and form fields (select, option, textarea, button), and page
furniture (nav; footer and aside outside article and main; the roles navigation, search and contentinfo). Hidden text is
left out and marked. Bytes left out lie between the spans. Titles and dates of the page come from its head. A second
parser looks at every page too (witness.py); where the two see different texts the page is marked.
"""

from __future__ import annotations

from firstlight.collect.decode import Decoded
from firstlight.collect.elements import (
    BLOCKS,
    FORMATTING,
    HIDDEN,
    LEFT_OUT,
    MAYBE,
    PARAGRAPH_LIKE,
    PRE,
    STRUCK,
    VOID,
    OpenElements,
)
from firstlight.collect.head import Head
from firstlight.collect.hiding import TELLING, WITH_EFFECT, Sheet, element_flags, sheet_of, unshown
from firstlight.collect.markup import RAW_TEXT, Token, attributes_of, quote_left_open, tokens
from firstlight.collect.spans import Pieces
from firstlight.collect.witness import second_look
from firstlight.collect.writer import LINE, PARAGRAPH, Writer

ONCE = frozenset(("html", "head", "body"))
HEAD_CONTENT = frozenset(
    ("title", "meta", "link", "base", "basefont", "style", "script", "noscript", "template", "noframes", "head")
)
HEAD_TAGS = frozenset(("meta", "time", "base"))
CROWDED = 2000  # characters of attributes from which on a tag's attributes are counted for the second parser


class PageText:
    """The result of viewing a page: pieces in characters of the source, marks, and what its head says."""

    def __init__(self, pieces: Pieces, marks: set[str], head: Head) -> None:
        self.pieces = pieces
        self.marks = marks
        self.head = head


def view_page(decoded: Decoded) -> PageText:
    """The visible text of the HTML page in `decoded`, with its marks: partial, hidden, maybe_hidden, number_markup,
    struck_text, control_characters, decode_error, witness_differs, no_witness."""
    return _Page(decoded.raw).run()


class _Page:
    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.writer = Writer(raw)
        self.open = OpenElements()
        self.head = Head()
        self.marks: set[str] = set()
        self.sheet = _style_sheet(raw)
        self.articles = 0
        self.row_empty = True
        self.formats = self.effort = 0

    def run(self) -> PageText:
        for token in tokens(self.raw):
            if token.kind == "text":
                self.text(token.start, token.end)
                continue
            self.writer.crossed()
            if token.kind == "start":
                self.start(token)
            elif token.kind == "end":
                self.end(token)
            elif token.kind == "raw":
                self.raw_text(token)
            elif token.kind == "cut":
                self.marks.add("partial")
        if self.open.left_open() or self.open.furniture_cut:
            self.marks.add("partial")
        self.writer.unstrike(len(self.raw), len(self.raw))
        seen = second_look(self.raw, self.writer.pieces.text(), self.sheet, self.effort)
        self.marks.update((seen,) if seen else ())
        return PageText(self.writer.pieces, self.marks | self.writer.marks, self.head)

    def text(self, start: int, end: int) -> None:
        flags = self.open.flags
        if flags:
            if flags & LEFT_OUT:
                if self.open.stack[-1][0] != "head" or self.raw[start:end].isspace():
                    return
                self.open.end("head")  # text begins the body, said or not
                flags = self.open.flags
            if flags & (HIDDEN | MAYBE) and not self.raw[start:end].isspace():
                self.marks.add("hidden" if flags & HIDDEN else "maybe_hidden")
            if flags & HIDDEN:
                return
        self.writer.text(start, end, bool(flags & PRE))

    def raw_text(self, token: Token) -> None:
        if token.name == "title" and not self.open.has("svg"):
            self.head.title(self.raw[token.start : min(token.end, token.start + 2000)])
        elif token.name == "script" and "ld+json" in token.attributes.lower():
            self.head.linked_data(self.raw, token.start, token.end)
        elif token.name == "xmp":
            self.text(token.start, token.end)

    def start(self, token: Token) -> None:
        name = token.name
        self.weigh(token)
        if '"' in token.attributes and quote_left_open(token.attributes):
            self.marks.add("partial")
        if name in HEAD_TAGS:
            self.head.tag(name, attributes_of(token.attributes))
        if name in RAW_TEXT:
            return
        if name not in HEAD_CONTENT and self.open.has("head"):
            self.open.end("head")
        before = self.open.flags
        self.open.start(name)
        self.separate(name, token, opens=True)
        if name in ("sup", "sub"):
            self.writer.raised("^" if name == "sup" else "_", True, token.start, token.end)
        if name not in VOID and not (token.attributes.endswith("/") and self.open.has("svg")):
            if name in ONCE and (self.open.has(name) or name in self.open.closed):
                return
            self.open.push(name, self.flags_of(token))
            self.articles += name in ("article", "main")
        self.strike(before, token)

    def end(self, token: Token) -> None:
        name, before = token.name, self.open.flags
        self.formats -= name in FORMATTING and self.formats > 0
        if name in ("br", "p") and not self.open.has(name):
            self.separate(name, token, opens=True)
            return
        if not self.open.end(name):
            return
        self.articles -= name in ("article", "main")
        self.strike(before, token)
        if name in ("sup", "sub"):
            self.writer.raised("^" if name == "sup" else "_", False, token.start, token.end)
        self.separate(name, token, opens=False)

    def weigh(self, token: Token) -> None:
        """Add what a tag costs a parser that looks through all open elements, and all attributes, at each."""
        self.formats += token.name in FORMATTING
        self.effort += len(self.open.stack) + self.formats
        if len(token.attributes) > CROWDED:
            self.effort += len(token.attributes.replace("/", " ").split()) ** 2

    def strike(self, before: int, token: Token) -> None:
        now = self.open.flags
        if now & STRUCK and not before & STRUCK:
            self.writer.strike(token.start, token.end)
        elif before & STRUCK and not now & STRUCK:
            self.writer.unstrike(token.start, token.end)

    def flags_of(self, token: Token) -> int:
        """Flags for the text of the element that `token` opens."""
        name, inherited = token.name, self.open.flags
        if unshown(name, self.open.has("svg"), self.articles > 0):
            return inherited | LEFT_OUT
        flags = inherited
        if self.sheet.rules or name in WITH_EFFECT or TELLING.search(token.attributes):
            flags = element_flags(name, attributes_of(token.attributes), self.sheet, inherited)
        return flags | PRE if name in ("pre", "listing") else flags

    def separate(self, name: str, token: Token, opens: bool) -> None:
        """Line ends, tabs and paragraph breaks that a tag gives; text that is left out gives none."""
        if self.open.flags & (HIDDEN | LEFT_OUT):
            return
        if name == "br":
            self.writer.line_break(token.start, token.end)
        elif name in ("td", "th"):
            if opens:
                self.writer.cell(token.start, token.end, self.row_empty)
                self.row_empty = False
        elif name == "tr":
            self.writer.row(token.start, token.end)
            self.row_empty = True
        elif name in BLOCKS:
            self.writer.block(PARAGRAPH if name in PARAGRAPH_LIKE else LINE, token.start, token.end)


def _style_sheet(raw: str) -> Sheet:
    """The page's own style sheets, wherever they stand."""
    if "<style" not in raw and "<STYLE" not in raw and "<Style" not in raw:
        return Sheet()
    low, here, found = raw.lower(), 0, list[str]()
    while (start := low.find("<style", here)) >= 0:
        body = low.find(">", start) + 1
        here = low.find("</style", body)
        if body <= 0 or here < 0:
            break
        found.append(low[body:here])
    return sheet_of(found)
