"""Which elements a reader cannot see: attributes, inline style, the page's own style sheets, known class names.

What is surely hidden gets HARD, INVISIBLE, TINY or FAINT; what may be (white on an unknown ground, a selector that we
do not follow) gets MAYBE: it stays in the text and the page is marked. aria-hidden is visible.
"""

from __future__ import annotations

import re

from firstlight.collect.elements import FAINT, HARD, INVISIBLE, LEFT_OUT, MAYBE, STRUCK, TINY
from firstlight.model import Record

# class names by which common style frameworks hide text from everybody, or from all but screen readers
HIDING_CLASSES = frozenset((
    "sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screen-reader-only", "d-none",
    "u-hidden", "element-invisible", "a11y-hidden", "is-hidden", "show-for-sr",
))  # fmt: skip
NOT_SHOWN = frozenset((
    "head", "select", "option", "optgroup", "datalist", "button", "audio", "video", "canvas", "object", "map", "rp",
    "nav",
))  # fmt: skip
SVG_SILENT = frozenset(("title", "desc", "metadata"))
FURNITURE_ROLES = frozenset(("navigation", "search", "contentinfo"))
WITH_EFFECT = frozenset(("template", "dialog", "s", "del", "strike"))  # whatever their attributes say
# what in the attributes of an element may hide it; most have nothing of it
TELLING = re.compile(r"hidden|style|role|sr-only|visually|screen-reader|d-none|element-invisible|-sr", re.I)
SHOWING = re.compile(r"\bd-(?:sm|md|lg|xl|xxl)-|\bfocusable\b")
CROWD = 50  # rules kept for one class, id or tag
FAR_PX = 500.0  # pixels out of the window that count as off-screen

_NUMBER = re.compile(r"[-+]?(?:[0-9]{1,9}(?:\.[0-9]{0,9})?|\.[0-9]{1,9})")
_UNIT_PX = {"em": 16.0, "rem": 16.0, "vw": 12.0, "vh": 8.0, "%": 12.0, "pt": 1.3, "cm": 38.0, "in": 96.0}
_SIMPLE = re.compile(r"([a-z][a-z0-9]*)?((?:[.#][a-zA-Z0-9_-]+)*)\Z")
_COLOURS = {"white": "#ffffff", "black": "#000000", "transparent": "transparent"}


class Rule(Record, frozen=True, kw_only=True):
    """A style rule that hides: the tag, classes and id it asks for, and what it does."""

    tag: str
    classes: frozenset[str]
    id: str
    flags: int


class Sheet(Record, frozen=True, kw_only=True):
    """The hiding rules of a page, by the last name of their selector."""

    rules: dict[str, tuple[Rule, ...]] = {}

    def flags(self, tag: str, attributes: dict[str, str]) -> int:
        """What the style sheets do to an element."""
        if not self.rules:
            return 0
        classes = frozenset(attributes.get("class", "").split()[:200])
        name = attributes.get("id", "")
        keys = [tag, *(f".{item}" for item in sorted(classes)), f"#{name}"]
        met = [rule for key in keys for rule in self.rules.get(key, ())]
        found = 0
        for rule in met:
            if rule.tag in ("", tag) and rule.classes <= classes and rule.id in ("", name):
                found |= rule.flags
        return found


def unshown(tag: str, in_svg: bool, in_article: bool) -> bool:
    """Whether an element is left out for its name: no text, form fields, page furniture."""
    if tag in NOT_SHOWN or (in_svg and tag in SVG_SILENT):
        return True
    return tag in ("footer", "aside") and not in_article


def element_flags(tag: str, attributes: dict[str, str], sheet: Sheet, inherited: int) -> int:
    """Flags for the text of an element, given those of its parent."""
    style = declarations(attributes.get("style", ""))
    own = hides(style) | sheet.flags(tag, attributes)
    if "hidden" in attributes or (tag == "dialog" and "open" not in attributes) or tag == "template":
        own |= HARD
    classes = attributes.get("class", "")
    if not HIDING_CLASSES.isdisjoint(classes.split()[:200]) and not SHOWING.search(classes[:2000]):
        own |= HARD
    if tag in ("html", "body") and own & (HARD | INVISIBLE | TINY | FAINT):
        own = MAYBE  # pages that a script uncovers
    if style.get("visibility") == "visible":
        inherited &= ~INVISIBLE
    if "font-size" in style and not own & TINY:
        inherited &= ~TINY
    if "color" in style and not own & FAINT:
        inherited &= ~(FAINT | MAYBE)
    if tag in ("s", "del", "strike") or "line-through" in style.get("text-decoration", ""):
        own |= STRUCK
    if attributes.get("role", "").lower() in FURNITURE_ROLES:
        own |= LEFT_OUT
    return inherited | own


def declarations(style: str) -> dict[str, str]:
    """Properties of a style text, lower case; the last of two wins, unless the first is !important."""
    found: dict[str, str] = {}
    strong: set[str] = set()
    for part in style[:20_000].lower().split(";"):
        name, colon, value = part.partition(":")
        name, important = name.strip(), "!important" in value
        if colon and (important or name not in strong):
            found[name] = value.replace("!important", "").strip()
            if important:
                strong.add(name)
    if "text-decoration-line" in found:
        found.setdefault("text-decoration", found["text-decoration-line"])
    return found


def hides(style: dict[str, str]) -> int:
    """Flags that a set of declarations earns."""
    flags = 0
    if style.get("display") == "none" or style.get("content-visibility") == "hidden" or _clipped(style) or _away(style):
        flags |= HARD
    if style.get("visibility") in ("hidden", "collapse"):
        flags |= INVISIBLE
    if _is_zero(style.get("opacity")) or "opacity(0" in style.get("filter", ""):
        flags |= HARD
    size = style.get("font-size") or style.get("font", "").split("/")[0].split(" ")[-1]
    if size and _NUMBER.match(size) and abs(_pixels(size)) < 1.5:
        flags |= TINY
    return flags | _faint(style)


def sheet_of(styles: list[str]) -> Sheet:
    """The hiding rules of the style sheets of a page; only plain selectors and screen media count as sure."""
    rules: dict[str, dict[str, Rule]] = {}
    for selector, body, sure in (found for text in styles for found in _blocks(text)):
        flags = hides(declarations(body)) & ~MAYBE
        for part in selector.split(",")[:200]:
            words = part.split()
            if not words:
                continue
            match = _SIMPLE.match(words[-1])
            if not match or not (match.group(1) or match.group(2)):
                continue
            names = re.findall(r"[.#][a-zA-Z0-9_-]+", match.group(2))
            key = names[-1] if names else match.group(1)
            known = rules.setdefault(key, {})
            whole = " ".join(words)
            if not flags:
                known.pop(whole, None)
                continue
            crowded = len(known) >= CROWD  # one rule that asks for less stands for the rest, and is never sure
            known["" if crowded else whole] = Rule(
                tag=match.group(1) or "",
                classes=frozenset(name[1:] for name in names[-1 if crowded else 0 :] if name[0] == "."),
                id=next((name[1:] for name in names if name[0] == "#"), ""),
                flags=flags if sure and len(words) == 1 and not crowded else MAYBE,
            )
    return Sheet(rules={key: tuple(known.values()) for key, known in rules.items() if known})


def _blocks(text: str) -> list[tuple[str, str, bool]]:
    """(selector, declarations, whether it surely applies) of each rule of a style sheet."""
    found: list[tuple[str, str, bool]] = []
    open_: list[str] = []
    clean, here = _without_comments(text), 0
    for piece in re.finditer(r"[{}]", clean):
        content, brace = clean[here : piece.start()].strip(), piece.group()
        here = piece.end()
        if brace == "{":
            open_.append(content.rpartition(";")[2].strip().lower() if content.startswith("@") else content)
        elif open_:
            selector = open_.pop()
            if selector.startswith("@") or not content:
                continue
            media = [outer for outer in open_ if outer.startswith("@")]
            if not any("print" in outer or "keyframes" in outer or "supports" in outer for outer in media):
                sure = all(outer.startswith("@layer") or outer in ("@media screen", "@media all") for outer in media)
                found.append((selector, content, sure))
    return found


def _without_comments(text: str) -> str:
    kept = []
    for index, part in enumerate(text.split("/*")):
        if index == 0:
            kept.append(part)
            continue
        kept.append(part.partition("*/")[2])
    return " ".join(kept)


def _is_zero(value: str | None) -> bool:
    match = _NUMBER.match(value) if value else None
    return match is not None and abs(float(match.group())) < 0.02


def _pixels(value: str) -> float:
    match = _NUMBER.match(value)
    if not match:
        return 0.0
    unit = value[match.end() :].strip()
    return float(match.group()) * next((factor for name, factor in _UNIT_PX.items() if unit.startswith(name)), 1.0)


def _away(style: dict[str, str]) -> bool:
    if style.get("position") in ("absolute", "fixed"):
        sides = ("left", "right", "top", "bottom", "inset-inline-start")
        if any(_pixels(style.get(side, "")) <= -FAR_PX for side in sides):
            return True
        if any(_pixels(style.get(side, "")) >= 8 * FAR_PX for side in ("left", "right")):
            return True
    if any(_pixels(style.get(name, "")) <= -FAR_PX for name in ("text-indent", "margin-left", "margin-top")):
        return True
    transform = style.get("transform", "").replace(" ", "")
    if transform.startswith(("scale(0)", "scale(0,", "scalex(0)", "scaley(0)", "scale3d(0")):
        return True
    return transform.startswith("translate") and any(
        _pixels(part) <= -FAR_PX for part in transform.partition("(")[2].rstrip(")").split(",")
    )


def _clipped(style: dict[str, str]) -> bool:
    clip = style.get("clip", "").replace(" ", "").replace(",", "").replace("px", "")
    if clip in ("rect(0000)", "rect(1111)", "rect(0000)auto"):
        return True
    if style.get("clip-path", "").replace(" ", "").startswith(("inset(50%", "inset(100%", "circle(0", "polygon(00,00")):
        return True
    if style.get("overflow", "").startswith(("hidden", "clip")):
        sizes = (style.get(name) for name in ("width", "height", "max-width", "max-height"))
        return any(size is not None and _NUMBER.match(size) and abs(_pixels(size)) < 1.5 for size in sizes)
    return False


def _faint(style: dict[str, str]) -> int:
    if _colour(style.get("-webkit-text-fill-color", "")) == "transparent":
        return HARD  # whatever `color` an element inside has
    colour = _colour(style.get("color", ""))
    if not colour:
        return 0
    ground = _colour(style.get("background-color") or style.get("background", "").split(" ")[0])
    if colour == "transparent" or colour == ground:
        return FAINT
    return MAYBE if colour == "#ffffff" and not ground else 0


def _colour(value: str) -> str:
    """A colour as #rrggbb, "transparent", or the text as it stands where it has another form."""
    name, bracket, inside = value.strip().rstrip(")").partition("(")
    parts = inside.replace("/", " / ").replace(",", " ").split()
    if bracket and (inside.count(",") == 3 or "/" in parts) and _is_zero(parts[-1]):
        return "transparent"  # rgba(), hsla() and the rest: what comes last is how much of it shows
    value = value.strip().replace(" ", "")
    if value.startswith("#") and len(value) in (4, 5):
        value = "#" + "".join(digit * 2 for digit in value[1:])
    if value.startswith("#") and len(value) == 9:
        return "transparent" if value.endswith("00") else value[:7]
    if name in ("rgb", "rgba"):
        numbers = [part for part in parts[:3] if part.isascii() and part.isdigit() and len(part) <= 3]
        if len(numbers) == 3:
            return "#" + "".join(f"{min(int(number), 255):02x}" for number in numbers)
    return _COLOURS.get(value, value)
