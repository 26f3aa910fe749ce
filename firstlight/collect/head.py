"""What a page says about itself: title and publication date, from meta tags, linked data and time elements."""

from __future__ import annotations

import html
import re

from firstlight.collect.published import page_date
from firstlight.model import Record

# best first: names of meta tags (property, name or itemprop) that carry the date of publication
DATE_TAGS = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "parsely-pub-date",
    "pubdate", "publishdate", "publish-date", "publish_date", "dc.date.issued", "dcterms.created", "dc.date", "date",
)  # fmt: skip
TITLE_TAGS = ("og:title", "twitter:title", "dc.title")
DATA_LIMIT = 200_000  # characters of linked data looked at

_PUBLISHED = re.compile(r'"datePublished"\s{0,20}:\s{0,20}"([^"\\]{4,40})"')


class PageDate(Record, frozen=True, kw_only=True):
    """A date that a page gives itself; `zoned` is False where its hours had no zone and were cut off."""

    published: str
    zoned: bool


class Head:
    """Collects what the head of a page says."""

    def __init__(self) -> None:
        self.titles: dict[str, str] = {}
        self.dates: dict[int, PageDate] = {}
        self._data = 0

    def title(self, raw: str) -> None:
        """The content of a title element; the first that is not blank counts."""
        self._keep_title("title", raw)

    def tag(self, name: str, attributes: dict[str, str]) -> None:
        """A meta or time tag."""
        if name == "time":
            rank = len(DATE_TAGS) + (1 if attributes.get("itemprop", "").lower() == "datepublished" else 2)
            self._keep_date(rank, attributes.get("datetime", ""))
            return
        key = (attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or "").lower()
        if key in DATE_TAGS:
            self._keep_date(DATE_TAGS.index(key), attributes.get("content", ""))
        elif key in TITLE_TAGS:
            self._keep_title(key, attributes.get("content", ""))

    def linked_data(self, raw: str, start: int, end: int) -> None:
        """A JSON-LD script; its first datePublished counts."""
        end = min(end, start + DATA_LIMIT - self._data)
        self._data += max(end - start, 0)
        found = _PUBLISHED.search(raw, start, end) if end > start else None
        if found:
            self._keep_date(len(DATE_TAGS), found.group(1))

    def best_title(self) -> str | None:
        """The title: og:title, else the title element."""
        return next((self.titles[key] for key in (*TITLE_TAGS, "title") if key in self.titles), None)

    def best_date(self) -> PageDate | None:
        """The date of publication by the best of the tags that gave one."""
        return self.dates[min(self.dates)] if self.dates else None

    def _keep_title(self, key: str, raw: str) -> None:
        text = " ".join(html.unescape(raw[:2000]).split())
        text = "".join(char for char in text if char.isprintable())
        if text:
            self.titles.setdefault(key, text)

    def _keep_date(self, rank: int, raw: str) -> None:
        found = page_date(raw)
        if found and rank not in self.dates:
            self.dates[rank] = PageDate(published=found[0], zoned=found[1])
