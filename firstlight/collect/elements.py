"""The open elements of a page: which tags close which, and what holds for the text at hand.

A short form of the tree construction of the HTML standard (WHATWG, section 13.2.6), enough to know where a hidden,
struck or left-out element ends. Every step is amortised constant time, at any depth.
"""

from __future__ import annotations

# what holds for text inside an element
HARD, INVISIBLE, TINY, FAINT, LEFT_OUT, PRE, STRUCK, MAYBE = (1 << bit for bit in range(8))
HIDDEN = HARD | INVISIBLE | TINY | FAINT

VOID = frozenset((
    "area", "base", "basefont", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param",
    "source", "track", "wbr",
))  # fmt: skip
PARAGRAPH_LIKE = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre"))
BLOCKS = PARAGRAPH_LIKE | frozenset((
    "address", "article", "aside", "body", "caption", "center", "dd", "details", "dialog", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "html",
    "legend", "li", "main", "menu", "nav", "ol", "optgroup", "option", "search", "section", "summary",
    "table", "tbody", "tfoot", "thead", "tr", "ul",
))  # fmt: skip
SCOPES = frozenset(("html", "table", "td", "th", "caption", "template", "object", "marquee", "applet", "button", "svg"))
SPECIAL = BLOCKS | SCOPES | frozenset(("head", "select", "iframe", "noscript", "colgroup"))
FORMATTING = frozenset(
    ("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u")
)
TABLE_PARTS = frozenset(("table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "html", "body", "template"))
OPTIONAL_END = frozenset((
    "html", "head", "body", "p", "li", "dt", "dd", "option", "optgroup", "rt", "rp", "thead", "tbody",
    "tfoot", "tr", "td", "th", "colgroup", "caption",
))  # fmt: skip
CLOSES_PARAGRAPH = (BLOCKS - {"body", "html", "caption", "legend", "option", "optgroup", "tbody", "tfoot", "thead"}) - {
    "tr"
}
# a start tag closes an open element of these names, as long as no element of the second set lies between
CLOSES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset(("li",)), frozenset(("ul", "ol", "menu"))),
    **dict.fromkeys(("dt", "dd"), (frozenset(("dt", "dd")), frozenset(("dl",)))),
    **dict.fromkeys(("td", "th"), (frozenset(("td", "th")), frozenset(("table", "template")))),
    "tr": (frozenset(("tr", "td", "th", "caption")), frozenset(("table", "template"))),
    **dict.fromkeys(
        ("thead", "tbody", "tfoot"),
        (frozenset(("thead", "tbody", "tfoot", "tr", "td", "th", "caption")), frozenset(("table", "template"))),
    ),
    **dict.fromkeys(
        ("h1", "h2", "h3", "h4", "h5", "h6"), (frozenset(("h1", "h2", "h3", "h4", "h5", "h6")), frozenset())
    ),
    **dict.fromkeys(("option", "optgroup"), (frozenset(("option",)), frozenset(("select",)))),
    "a": (frozenset(("a",)), frozenset()),
    "button": (frozenset(("button",)), frozenset()),
}
REOPENED = 8  # formatting elements with an effect that live on after their block is closed


class OpenElements:
    """A stack of (name, flags); `flags` of the top holds for the text at hand."""

    def __init__(self) -> None:
        self.stack: list[tuple[str, int]] = []
        self.flags = 0
        self.closed: set[str] = set()  # names that the page closes by an end tag
        self.furniture_cut = False  # an element that is left out was closed by another's end
        self._places: dict[str, list[int]] = {}
        self._scopes: list[int] = []
        self._special: list[int] = []

    def start(self, name: str) -> None:
        """Close what a start tag `name` closes without saying so."""
        scope = self._scopes[-1] if self._scopes else -1
        if name in CLOSES_PARAGRAPH:
            place = self._last("p")
            if place > scope:
                self._close_from(place)
        rule = CLOSES.get(name)
        if rule:
            names, fences = rule
            fence = max((self._last(other) for other in fences), default=-1)
            if not fences:
                fence = scope
            if name in ("li", "dt", "dd"):
                fence = max(fence, scope)
            places = [place for place in map(self._last, names) if place > fence]
            if places and (fences or self._special[-1:] <= [min(places)]):
                self._close_from(min(places))

    def push(self, name: str, flags: int) -> None:
        """Open an element whose text has `flags`."""
        place = len(self.stack)
        self.stack.append((name, flags))
        self._places.setdefault(name, []).append(place)
        if name in SCOPES:
            self._scopes.append(place)
        if name in SPECIAL:
            self._special.append(place)
        self.flags = flags

    def end(self, name: str) -> bool:
        """Close `name`; False where no such element is open or an element between forbids it."""
        place = self._last(name)
        if place < 0:
            return False
        self.closed.add(name)
        if name in ("html", "body"):
            return True  # what follows still belongs to the body, as in a browser
        scope = self._scopes[-1] if self._scopes else -1
        if place < scope and name not in TABLE_PARTS and name not in SCOPES:
            return False
        ordinary = name not in SPECIAL and name not in FORMATTING
        if ordinary and self._special and self._special[-1] > place:
            return False
        self._close_from(place, by_name=True)
        return True

    def has(self, name: str) -> bool:
        """Whether an element `name` is open."""
        return bool(self._places.get(name))

    def left_open(self) -> bool:
        """Whether the page ends inside an element that its author would have closed."""
        for name in ("html", "body"):
            if self._last(name) >= 0:
                return name not in self.closed
        return any(name in self.closed or name not in OPTIONAL_END for name, _ in self.stack if name not in FORMATTING)

    def _last(self, name: str) -> int:
        places = self._places.get(name)
        return places[-1] if places else -1

    def _close_from(self, place: int, by_name: bool = False) -> None:
        """Drop the stack from `place` up; formatting elements that have an effect open again behind their block."""
        below = self.stack[place - 1][1] if place else 0
        reopen: list[tuple[str, int]] = []
        while len(self.stack) > place:
            name, flags = self.stack.pop()
            self._places[name].pop()
            if name in SCOPES:
                self._scopes.pop()
            if name in SPECIAL:
                self._special.pop()
            target = len(self.stack) == place
            if name in ("nav", "footer", "aside") and flags & LEFT_OUT and not (target and by_name):
                self.furniture_cut = True
            own = flags & ~(self.stack[-1][1] if self.stack else 0)
            if not target and name in FORMATTING and own & (HIDDEN | STRUCK | MAYBE) and len(reopen) < REOPENED:
                reopen.append((name, own))
        self.flags = below
        for name, own in reversed(reopen):
            self.push(name, self.flags | own)
