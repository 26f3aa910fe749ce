"""A channel's public preview page (the t.me/s/ form): each post with text is one report, by its number.

The text of a post is viewed by the same function as any page, from its own part of the page, so every character leads
to its bytes. Quoted replies and link previews stand in other elements and are not the channel's words.
"""

from __future__ import annotations

import re

from firstlight.catalog import Catalog
from firstlight.collect.decode import Decoded, decode
from firstlight.collect.markup import Token, attributes_of, tokens
from firstlight.collect.page import view_page
from firstlight.collect.published import page_date
from firstlight.collect.texts import PartText, part_report
from firstlight.model import Capture, Record, Refusal, Report

CHANNEL_VIEW = "channel-view/1"
POST, TEXT = "tgme_widget_message", "js-message_text"
FORWARDED, DATE = "tgme_widget_message_forwarded_from", "tgme_widget_message_date"
EDITED = "tgme_widget_message_meta"

_NAME = re.compile(r"[A-Za-z0-9_]{2,64}/[0-9]{1,12}")
_ADDRESS = re.compile(r"https?://(?:www\.)?t(?:elegram)?\.me/(?:s/)?([A-Za-z][A-Za-z0-9_]{1,63})/?(?:\?.*)?", re.I)


class Post(Record, frozen=True, kw_only=True):
    """A post as it stands in the page: name (channel/number), ranges of its text in characters, date, and marks."""

    name: str
    ranges: tuple[tuple[int, int], ...]
    published: str | None
    marks: tuple[str, ...]


def channel_of(address: str) -> str | None:
    """The name of the channel whose page `address` is, None for another address (one post is a page of its own)."""
    found = _ADDRESS.fullmatch(address.strip())
    return found.group(1) if found else None


def read_channel(
    content: bytes, capture: Capture, source: str | None, catalog: Catalog
) -> tuple[tuple[Report, ...], tuple[Refusal, ...]]:
    """Reports and refusals of a preview page, one of them for each post, in the order of the page."""
    decoded = decode(content, declared=True)
    reports: list[Report] = []
    refusals: list[Refusal] = []
    for post in posts_of(decoded.raw):
        made = _report(post, decoded, content, capture, source, catalog)
        if made is None:
            item = f"{capture.origin}: post {post.name}"
            detail = f"{item}: only media, which is never opened, or nothing"
            refusals.append(Refusal(stage="collect", item=item, reason="empty", detail=detail))
        else:
            reports.append(made)
    return tuple(reports), tuple(refusals)


def posts_of(raw: str) -> tuple[Post, ...]:
    """The posts of a preview page in order."""
    reader = _Reader(raw)
    for token in tokens(raw):
        if token.kind == "start":
            reader.start(token)
        elif token.kind == "end" and token.name == "div":
            reader.end(token)
        elif token.kind == "text" and reader.in_meta and "edit" in raw[token.start : token.end].lower():
            reader.marks.add("edited")
        elif token.kind == "cut":
            reader.marks.add("partial")
    reader.close()
    return tuple(reader.posts)


def _report(
    post: Post, decoded: Decoded, content: bytes, capture: Capture, source: str | None, catalog: Catalog
) -> Report | None:
    parts: list[PartText] = []
    for start, end in post.ranges:
        piece = Decoded(raw=decoded.raw[start:end], encoding=decoded.encoding, skip=0, size=end - start, marks=())
        page = view_page(piece)
        text = page.pieces.text()
        to_bytes = decoded.to_bytes()
        spans = page.pieces.spans(lambda at, start=start, to_bytes=to_bytes: to_bytes(start + at))  # type: ignore[misc]
        if text.strip():
            place = (spans[0].byte_start, spans[-1].byte_end)
            marks = (*post.marks, *decoded.marks, *page.marks)
            own = content[place[0] : place[1]]
            parts.append(PartText(text=text, view=CHANNEL_VIEW, place=place, own=own, marks=marks, spans=spans))
    if not parts:
        return None
    best = max(parts, key=lambda part: len(part.text))
    found = PartText(
        text=best.text,
        view=CHANNEL_VIEW,
        place=best.place,
        own=f"{post.name}\n".encode() + best.own,
        locator=f"post {post.name}",
        address=f"https://t.me/{post.name}",
        published=post.published,
        marks=best.marks,
        spans=best.spans,
        encoding=decoded.encoding,
    )
    return part_report(capture, found, source or post.name.partition("/")[0], catalog)


class _Reader:
    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.posts: list[Post] = []
        self.name: str | None = None
        self.depth = 0
        self.post_depth = self.text_depth = 0
        self.text_start = 0
        self.ranges: list[tuple[int, int]] = []
        self.published: str | None = None
        self.marks: set[str] = set()
        self.in_date = self.in_meta = False

    def start(self, token: Token) -> None:
        self.depth += token.name == "div"
        if token.name not in ("div", "a", "time", "span") or not token.attributes:
            return
        found = attributes_of(token.attributes)
        classes = found.get("class", "").split()
        if token.name == "div" and _NAME.fullmatch(found.get("data-post", "")):
            self.close()
            self.name, self.post_depth = found["data-post"], self.depth
        if self.name is None:
            return
        if token.name == "div" and TEXT in classes and not self.text_depth:
            self.text_depth, self.text_start = self.depth, token.end
        elif FORWARDED in classes:
            self.marks.add("forwarded")
        elif token.name == "span" and EDITED in classes:
            self.in_meta = True
        elif token.name == "a" and DATE in classes:
            self.in_date, self.in_meta = True, False
        elif token.name == "time" and (self.in_date or self.published is None):
            dated = page_date(found.get("datetime", "")[:40])
            self.published = dated[0] if dated else self.published
            self.marks.update(("unknown_zone",) if dated and not dated[1] else ())

    def end(self, token: Token) -> None:
        if self.text_depth and self.depth == self.text_depth:
            self.ranges.append((self.text_start, token.start))
            self.text_depth = 0
        if self.name is not None and self.depth == self.post_depth:
            self.close()
        self.depth = max(self.depth - 1, 0)

    def close(self) -> None:
        """The post that is open ends here."""
        if self.text_depth:
            self.ranges.append((self.text_start, len(self.raw)))
            self.marks.add("partial")
        if self.name is not None:
            marks = tuple(sorted(self.marks))
            self.posts.append(Post(name=self.name, ranges=tuple(self.ranges), published=self.published, marks=marks))
        self.name, self.published, self.ranges, self.marks = None, None, [], set()
        self.text_depth, self.in_date, self.in_meta = 0, False, False
