"""Pages that came with bytes and hold no report: block pages, login walls, cookie walls, soft 404s, empty shells."""

from __future__ import annotations

import re
from functools import lru_cache

from firstlight.catalog import Catalog
from firstlight.collect.bounds import bounds_of
from firstlight.collect.view import TextView
from firstlight.errors import CatalogError
from firstlight.model import Record

_PARTS = re.compile(r"\s+[-\u2013\u2014\u00b7:]\s+|\s*[|\u00b7]\s*")
_LETTER = re.compile(r"[^\W\d_]")

SAMPLE = 20_000  # characters in which letters are counted; what is longer is no thin page

DETAILS = {
    "block_page": "the site refused the visit and sent a block page",
    "login_wall": "the site asks for a login or subscription and shows no report",
    "cookie_wall": "the site asks about cookies and shows no report",
    "soft_404": "the page says that it was not found or that the site is down",
    "script_shell": "the page shows its text only when its scripts run",
    "empty_shell": "the page shows no text at all",
}


class PageWords(Record, frozen=True, kw_only=True):
    """Words that give away one kind of page."""

    titles: list[str]
    texts: list[str]


@lru_cache(maxsize=8)
def _pages(catalog: Catalog) -> dict[str, PageWords]:
    pages = catalog.read("languages.toml", dict[str, PageWords], "pages")
    if not pages or not set(pages) <= set(DETAILS):
        raise CatalogError(f"data/languages.toml: pages must be some of {', '.join(sorted(DETAILS))}")
    return pages


def refusal_reason(view: TextView, catalog: Catalog) -> str | None:
    """Why the page in `view` is no report (a key of DETAILS), or None."""
    letters = len(_LETTER.findall(view.text[:SAMPLE])) + max(len(view.text) - SAMPLE, 0)
    if letters == 0 and not any(char.isdigit() for char in view.text):
        return "empty_shell"
    bounds = bounds_of(catalog).html
    title = (view.title or "").casefold()
    first = _PARTS.split(title, maxsplit=1)[0].strip(" .!\u2026")
    text = view.text.casefold() if letters < bounds.bare_letters else ""
    for reason, words in _pages(catalog).items():
        if first and first in {item.strip(" .!\u2026") for item in words.titles}:
            return reason
        if letters < bounds.thin_letters and title.startswith(tuple(f"{item} " for item in words.titles)):
            return reason
        if text and any(phrase in text for phrase in words.texts):
            return reason
    return None
