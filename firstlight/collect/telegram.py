"""Telegram Desktop exports (result.json): each message with text is one report; media is never opened.

A message counts as published at `date_unixtime`; its local `date` has no zone, so only its day is kept, marked
unknown_zone. `edited` is a mark and no date: a reaction changes it too.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from firstlight.catalog import Catalog
from firstlight.collect.bounds import bounds_of
from firstlight.collect.characters import signs
from firstlight.collect.json_ranges import Range, Ranges, message_ranges
from firstlight.collect.language import language_of
from firstlight.collect.messages import message_pieces, parse_message
from firstlight.collect.published import from_unix, in_future, page_date
from firstlight.collect.texts import source_name
from firstlight.model import Record, Refusal, Report

_JSON = re.compile(rb"\s{0,99}(?:\{\s{0,99}[\"}]|\[\s{0,99}\{)")
MESSAGE_VIEW = "message-view/1"
PART = 1000  # messages that are handed over together
Found = tuple[tuple[Report, ...], tuple[Refusal, ...]]


class Export(Record, frozen=True, kw_only=True):
    """What an export is read with: its capture hash and name, its source where given, its publication date where a
    message has none, its address, marks of the capture, and the time of collection."""

    capture: str
    origin: str
    source: str | None
    published: str | None
    address: str | None
    now: str


def is_export(data: bytes) -> bool:
    """Whether `data`, whole or its beginning, looks like a Telegram Desktop export: an object that has messages."""
    return is_json(data) and b'"messages"' in data


def is_json(data: bytes) -> bool:
    """Whether `data` begins as a JSON object or list of objects does; no report in words begins so."""
    return _JSON.match(data, 3 if data.startswith(b"\xef\xbb\xbf") else 0) is not None


def read_export(data: bytes, export: Export, catalog: Catalog) -> Iterator[Found]:
    """Reports and refusals of the export `data`, some messages at a time; together they are all, in file order.

    Reports of a file that ends early or says a key twice carry the marks partial or duplicate_keys.
    """
    ranges = message_ranges(data)
    marks = (("partial",) if ranges.rest is not None else ()) + (("duplicate_keys",) if ranges.repeated else ())
    for start in range(0, max(len(ranges.messages), 1), PART):
        met = [_message(data, where, ranges, export, marks, catalog) for where in ranges.messages[start : start + PART]]
        refusals = [one for one in met if isinstance(one, Refusal)]
        if start + PART >= len(ranges.messages):
            refusals.extend(_of_file(data, ranges, export))
        yield tuple(one for one in met if isinstance(one, Report)), tuple(refusals)


def _of_file(data: bytes, ranges: Ranges, export: Export) -> list[Refusal]:
    """Refusals that concern the file: what is no message, and where it ends early."""
    found = [
        _refusal(export, f"bytes {start} to {end}", "not_a_message", "what stands here among the messages is none")
        for start, end in ranges.strays
    ]
    if ranges.rest is not None:
        whole = len(ranges.messages)
        rest = len(data) - (ranges.messages[-1].end if whole else 0)
        detail = f"the export is cut short or broken: {whole} whole messages kept, {rest} bytes after them not read"
        found.append(_refusal(export, f"after message {whole}", "truncated", f"{detail}; export the chat again"))
    return found


def _message(
    data: bytes, where: Range, ranges: Ranges, export: Export, marks: tuple[str, ...], catalog: Catalog
) -> Report | Refusal:
    item = f"bytes {where.start} to {where.end}"
    if where.end - where.start > bounds_of(catalog).telegram.max_message_bytes:
        return _refusal(export, item, "too_large", "the message is larger than data/bounds.toml allows")
    own = data[where.start : where.end]
    try:
        fields, repeated = parse_message(own)
    except ValueError as error:
        return _refusal(export, item, "bad_json", f"the message is not valid JSON: {str(error)[:120]}")
    item = _name(fields, item)
    kind = fields.get("type")
    if kind != "message":
        return _refusal(export, item, "service_message", f'of type "{str(kind)[:40]}": holds no text of the channel')
    pieces, met = message_pieces(data, where)
    text = pieces.text()
    if not text.strip():
        media = "media_type" in fields or "photo" in fields or "file" in fields
        return _refusal(export, item, "empty", "only media, which is never opened" if media else "the message is empty")
    published, found = _published(fields, export)
    met.update(marks, signs(text), found, ("edited",) if "edited" in fields or "edited_unixtime" in fields else ())
    met.update(("duplicate_keys",) if repeated else (), ("forwarded",) if "forwarded_from" in fields else ())
    chat = ranges.chats[where.chat]
    return Report(
        id="sha256:" + hashlib.sha256(own).hexdigest(),
        capture=export.capture,
        locator=item,
        source=source_name(export.source or chat.name, export.origin, catalog),
        address=export.address,
        title=None,
        published=published,
        language=language_of(text, catalog),
        text=text,
        view=MESSAGE_VIEW,
        encoding="utf-8",
        spans=pieces.spans(int),
        marks=tuple(sorted(met)),
        media_type="telegram",
    )


def _name(fields: dict[str, Any], item: str) -> str:
    number = fields.get("id")
    whole = isinstance(number, int) and not isinstance(number, bool) and abs(number) < 10**18
    return f"message {number}" if whole else item


def _published(fields: dict[str, Any], export: Export) -> tuple[str | None, set[str]]:
    """When a message was published, and the marks that this earns."""
    marks: set[str] = set()
    published = from_unix(fields.get("date_unixtime"))
    if published is None and isinstance(fields.get("date"), str):
        local = page_date(fields["date"][:40])
        published = local[0] if local else None
        marks.update(("unknown_zone",) if local and not local[1] else ())
    published = published or export.published
    if published is not None and in_future(published, export.now):
        marks.add("future_date")
    return published, marks


def _refusal(export: Export, item: str, reason: str, detail: str) -> Refusal:
    return Refusal(stage="collect", item=f"{export.origin}: {item}", reason=reason, detail=f"{export.origin}: {detail}")
