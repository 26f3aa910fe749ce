"""One self-contained HTML page from a document. Everything is escaped by Jinja but the charts, which we drew."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from firstlight.brief.document import Chart, Document, Number, plain
from firstlight.brief.evidence import Panel
from firstlight.brief.page import Page
from firstlight.brief.words import visible

TEMPLATES = ("page.html", "parts.html", "evidence.html")


def html(document: Document, page: Page, panels: Sequence[Panel]) -> str:
    """The document as HTML text, with a panel behind each figure. Nothing on the page asks for anything outside."""
    marking = re.sub(r'["\\\\<>]', "", document.marking)
    style, script = _asset("page.css").replace("@@MARKING@@", marking), _asset("page.js")
    policy = "; ".join(
        (
            "default-src 'none'",
            "style-src 'unsafe-inline'",
            f"script-src 'sha256-{_digest(script)}'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    seen: set[str] = set()

    def first(part: Number) -> bool:
        """Whether this is the place where a figure is met first, to which its panel leads back."""
        new = part.figure not in seen
        seen.add(part.figure)
        return new

    invented = {entry.figure.id for entry in document.entries if entry.figure.invented}
    text = _environment().get_template("page.html").render(
        document=document,
        title=plain(document.title),
        panels=panels,
        t=page.wording.table["page"],
        words=page.wording.table["words"],
        unknown=page.wording.text("value", "unknown"),
        visible=visible,
        first=first,
        invented=invented,
        style=Markup(style),
        script=Markup(script),
        picture=_picture,
        policy=policy,
    )  # fmt: skip
    return "\n".join(line.rstrip() for line in text.splitlines() if line.strip()) + "\n"


def _picture(chart: Chart, width: str) -> Markup:
    """The SVG of a chart: our own drawing, checked for anything that runs or loads when it was made."""
    return Markup(chart.wide if width == "wide" else chart.narrow)


@cache
def _environment() -> Environment:
    loader = DictLoader({name: _asset(name) for name in TEMPLATES})
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.tests["node"] = _is_node
    return environment


def _is_node(value: object, name: str) -> bool:
    """Whether a part or block of the document is of the class `name`."""
    return type(value).__name__ == name


def _asset(name: str) -> str:
    return (files("firstlight.brief") / "templates" / name).read_text("utf-8")


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
