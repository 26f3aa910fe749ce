"""Pages from templates. Everything that comes from the ledger is escaped; no template may mark a text as safe."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from urllib.parse import quote, urlsplit

from jinja2 import DictLoader, Environment, StrictUndefined

from firstlight.explore.answer import Page
from firstlight.explore.asked import Asked
from firstlight.explore.desk import Desk
from firstlight.explore.marked import visible
from firstlight.explore.said import package_line, plainly, source_name
from firstlight.model import Estimate, Range, Value
from firstlight.when import period_label

MEDIA = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".txt": "text/plain",
    ".svg": "image/svg+xml",
}
NAV = (
    ("/", "Overview"),
    ("/attacks", "Raids and incidents"),
    ("/air-defence", "Air defence"),
    ("/packages", "Packages"),
    ("/sources", "Sources"),
    ("/review", "Review"),
    ("/downloads", "Downloads"),
)
INSIDE = {"/reports": "/sources", "/statements": "/sources", "/captures": "/sources"}


@cache
def static() -> Mapping[str, tuple[bytes, str]]:
    """The files of the page itself by name: bytes and media type. Nothing else is ever served by name."""
    folder = files("firstlight.explore") / "static"
    found: dict[str, tuple[bytes, str]] = {}
    for item in sorted(folder.iterdir(), key=lambda entry: entry.name):
        media = MEDIA.get("." + item.name.rpartition(".")[2])
        if media:
            found[item.name] = (item.read_bytes(), media)
    return found


class Renderer:
    """Fills templates for one desk."""

    def __init__(self, desk: Desk) -> None:
        folder = files("firstlight.explore") / "templates"
        texts = {item.name: item.read_text("utf-8") for item in folder.iterdir() if item.name.endswith(".html")}
        self.desk = desk
        self._environment = Environment(
            loader=DictLoader(texts), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        words = desk.words
        self._environment.filters |= {
            "value": words.value,
            "number": words.number,
            "weapon": words.weapon,
            "title_of": words.title,
            "country": words.country,
            "place": words.place,
            "object": words.object,
            "night": lambda day: words.date_text(day, "night"),
            "period": lambda raid: period_label(raid.period.start, raid.period.end),
            "nights": lambda span: "Nights of " + words.date_text(span, "nights"),
            "day": lambda day: words.date_text(day, "day") if day else "not dated",
            "instant": lambda at: words.date_text(at, "instant") if at else "not dated",
            "source": lambda source: source_name(desk, source),
            "package_line": lambda package: package_line(desk, package),
            "visible": visible,
            "plainly": lambda text: visible(plainly(desk, text)),
            "key": lambda key: quote(key, safe=":-_."),
            "share": share,
            "amount": amount,
            "web": web,
            "short": lambda key: key.partition(":")[2][:12] or key,
            "range": span_of,
        }
        self._environment.globals |= {
            "label": words.label,
            "text": words.text,
            "nav": NAV,
            "ledger": desk.name,
            "made_up": desk.invented,
            "restricted": desk.restricted,
            "best_of": best_of,
            "asset": lambda name: f"/static/{name}?v={hashlib.sha256(static()[name][0]).hexdigest()[:12]}",
        }

    def page(self, page: Page, asked: Asked) -> bytes:
        """The page as bytes."""
        root = "/" + asked.path.split("/")[1]
        content = {**page.content, "title": page.title, "asked": asked, "here": INSIDE.get(root, root)}
        content = {"marking": self.desk.words.text("words", "marking"), "open_title": page.title} | content
        return self._environment.get_template(page.template).render(content).encode("utf-8", "replace")


def share(estimate: Estimate | None) -> str:
    """A share of one as a percentage with its interval."""
    if estimate is None or estimate.best is None:
        return "no rate"
    text = f"{100 * estimate.best:.0f}%"
    if estimate.low is not None and estimate.high is not None:
        text += f" ({100 * estimate.low:.0f} to {100 * estimate.high:.0f})"
    return text


def amount(number: float | None) -> str:
    """A computed number: whole above ten, else two digits that tell."""
    if number is None:
        return "?"
    return f"{number:,.0f}" if abs(number) >= 10 or number == round(number) else f"{number:.2g}"


def span_of(one: Range | None) -> str:
    """The median and the middle 80 of 100 draws of a range."""
    if one is None:
        return "not known"
    return f"{amount(one.likely.best)} ({amount(one.likely.low)} to {amount(one.likely.high)})"


def best_of(value: Value) -> int | None:
    """The best of a value, or its floor, None where there is no number."""
    return value.best if value.best is not None else value.low


def web(address: str | None) -> bool:
    """Whether an address may be a link: http or https, with a host, and nothing else."""
    if not address:
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
