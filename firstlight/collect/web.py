"""Addresses: a page, a feed, or a channel's preview pages, visited through the guard and captured as received.

What came in place of a report (a block page, a login wall, "not found") is captured and recorded as that, and gives no
report. A page that has not changed since the last visit is not captured again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import msgspec

from firstlight.catalog import Catalog
from firstlight.collect.bounds import bounds_of
from firstlight.collect.channel import channel_of
from firstlight.collect.kinds import Kind, kind_of, too_large
from firstlight.collect.net import Fetched, Fetcher
from firstlight.collect.one import COLLECTOR, reports_of
from firstlight.collect.options import Collected, CollectOptions, Entry, Unchanged
from firstlight.collect.parse import refused
from firstlight.collect.texts import marked
from firstlight.errors import FetchError
from firstlight.model import Capture, Record, Refusal, Report, Visit

Known = Callable[[str], Capture | None]  # the newest capture of an address, None where there is none
Found = Collected | Refusal | Unchanged

CHANNEL = "https://t.me/s/"
REREAD = timedelta(hours=48)  # how far back posts are read again, to see edits
GONE, UNCHANGED = (404, 410), 304
ENDINGS = {
    "text/html": "page.html",
    "application/xhtml+xml": "page.html",
    "text/plain": "page.txt",
    "application/rss+xml": "feed.rss",
    "application/atom+xml": "feed.atom",
    "application/pdf": "document",
}


class Tour(Record, frozen=True, kw_only=True):
    """What visits of one run share; `now` is an instant (ISO 8601 with an offset)."""

    options: CollectOptions
    catalog: Catalog
    now: str


def collect_address(address: str, tour: Tour, fetcher: Fetcher, known: Known) -> Iterator[Found]:
    """What stands at `address`: a Collected for each capture, a Refusal for what may not or could not be taken in, an
    Unchanged for what is there already. Each page is handed over as soon as it is there."""
    channel = channel_of(address)
    if channel:
        yield from _channel(channel, tour, fetcher, known)
        return
    found = visit(address, tour, fetcher, known)
    yield found
    if tour.options.follow and isinstance(found, Collected) and found.capture.media == "feed":
        for report in found.reports:
            if report.address:
                yield visit(report.address, tour, fetcher, known)


def visit(address: str, tour: Tour, fetcher: Fetcher, known: Known) -> Found:
    """One page, document or feed."""
    before = known(address)
    try:
        fetched = fetcher.fetch(address, _conditions(before))
    except FetchError as error:
        return Refusal(stage="collect", item=_short(address), reason=error.reason, detail=str(error))
    if fetched.status == UNCHANGED and before is not None:
        return Unchanged(address=address)
    if fetched.status != 200:
        return _in_its_place(address, fetched, tour)
    kind = kind_of(ENDINGS.get(fetched.media, ""), fetched.content, tour.catalog)
    bad = kind if kind.reason else too_large(kind, fetched.content, tour.catalog)
    if fetched.cut and not fetched.content:
        bad = Kind(reason="coding", detail=fetched.cut)
    if bad:
        refusal = _refusal(address, bad.reason, bad.detail)
        if not fetched.body:
            return refusal
        return Collected(
            capture=_capture(address, "other", bad.reason, fetched, tour), data=fetched.body, refusals=(refusal,)
        )
    return _taken(address, kind.media, fetched, tour)


def _taken(address: str, media: str, fetched: Fetched, tour: Tour) -> Collected:
    capture = _capture(address, media, "content", fetched, tour)
    options = tour.options
    entry = Entry(
        source=options.source or tour.catalog.source_at(fetched.address),
        address=None if media in ("feed", "channel") else options.address or fetched.address,
        published=None if media in ("feed", "channel") else options.published,
    )
    found = reports_of(msgspec.structs.replace(capture, source=entry.source), fetched.content, entry, tour.catalog)
    if isinstance(found, Refusal):
        capture = _capture(address, media, found.reason, fetched, tour)
        return Collected(capture=capture, data=fetched.body, refusals=(found,))
    reports = tuple(marked(report, ("partial",)) for report in found[0]) if fetched.cut else found[0]
    return Collected(
        capture=msgspec.structs.replace(capture, source=entry.source),
        data=fetched.body,
        reports=reports,
        refusals=found[1],
    )


def _in_its_place(address: str, fetched: Fetched, tour: Tour) -> Found:
    """An answer that is no page: captured where it has bytes, and told."""
    status = fetched.status
    if status in GONE:
        refusal = _refusal(address, "gone", f"the site says that it is not there (status {status})")
    elif status in (401, 403, 407, 429, 451):
        refusal = _refusal(address, "not_let_in", f"the site does not let us in (status {status}): do not insist")
    elif 200 < status < 300:
        refusal = _refusal(address, "empty", f"the answer holds no page (status {status})")
    else:
        refusal = _refusal(address, "failed", f"the site failed (status {status}): try later")
    if not fetched.body:
        return refusal
    capture = _capture(address, "other", refusal.reason, fetched, tour)
    return Collected(capture=capture, data=fetched.body, refusals=(refusal,))


def _capture(address: str, media: str, found: str, fetched: Fetched, tour: Tour) -> Capture:
    return Capture(
        sha256=hashlib.sha256(fetched.body).hexdigest(),
        size=len(fetched.body),
        media=media,
        origin=address,
        collected_at=tour.now,
        collector=COLLECTOR,
        source=tour.options.source,
        visit=Visit(
            hops=fetched.hops,
            found=found,
            coding=fetched.coding,
            cut=fetched.cut,
            operator=tour.options.operator,
        ),
    )


def _channel(name: str, tour: Tour, fetcher: Fetcher, known: Known) -> Iterator[Found]:
    """Preview pages of a channel, newest first, back to the date asked for or to the last 48 hours."""
    since = tour.options.since or (datetime.fromisoformat(tour.now) - REREAD).isoformat()
    address, oldest = CHANNEL + name, 10**18
    for _ in range(bounds_of(tour.catalog).channel.max_pages):
        found = visit(address, tour, fetcher, known if address == CHANNEL + name else lambda _: None)
        yield found
        if not isinstance(found, Collected) or found.capture.media != "channel":
            return
        numbers = [number for report in found.reports if (number := _number(report)) is not None]
        if not numbers or min(numbers) >= oldest or _reaches(found.reports, since):
            return
        oldest = min(numbers)
        if oldest <= 1:
            return
        address = f"{CHANNEL}{name}?before={oldest}"
    yield _refusal(address, "too_many_pages", "earlier posts were not read: collect them with a later --since first")


def _number(report: Report) -> int | None:
    text = (report.locator or "").rpartition("/")[2]
    return int(text) if text.isdigit() else None


def _reaches(reports: tuple[Report, ...], since: str) -> bool:
    """Whether a page holds a post from before `since` (a date or an instant)."""
    then = datetime.fromisoformat(since if "T" in since else f"{since}T00:00:00+00:00")
    dated = [report.published for report in reports if report.published and "T" in report.published]
    return bool(dated) and min(datetime.fromisoformat(published) for published in dated) < then


def _conditions(before: Capture | None) -> tuple[tuple[str, str], ...]:
    """The conditional headers of a page that is there already, none where it came cut or was no content."""
    if before is None or before.visit is None or before.visit.found != "content" or before.visit.cut:
        return ()
    headers = dict(before.visit.hops[-1].headers)
    asked = {"etag": "if-none-match", "last-modified": "if-modified-since"}
    return tuple((asked[name], headers[name]) for name in asked if name in headers)


def _refusal(address: str, reason: str, detail: str) -> Refusal:
    return refused(_short(address), reason, detail)


def _short(address: str) -> str:
    shown = "".join(char if char.isprintable() else "?" for char in address)
    return shown if len(shown) <= 160 else shown[:157] + "..."
