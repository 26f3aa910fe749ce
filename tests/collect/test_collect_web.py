"""What stands at an address: pages, feeds and channels; versions; and what comes in place of a report."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from firstlight.catalog import catalog
from firstlight.collect.net import Fetcher
from firstlight.errors import UsageError
from firstlight.pipeline import Ledger

from .server import Clock, Handler, answer, net_to, serving

HOST = "http://news.example.com"
PAGE = """<html><head><title>Night of 28 March</title>
<meta property="article:published_time" content="2024-03-28T09:30:00+02:00"></head>
<body><article><h1>Night of 28 March</h1><p>{}</p></article></body></html>"""
FIRST = "On the night of 28 March Russia launched 28 drones, and 26 of them were shot down, the regional council heard."
LATER = FIRST.replace("26", "27")


def ledger_at(folder: Path, pages: Mapping[str, bytes] | Handler, clock: Clock | None = None) -> tuple[Ledger, object]:
    """A ledger whose outside is `pages`, and the context to leave when done."""
    context = serving(pages)
    server = context.__enter__()
    ledger = Ledger(folder)
    ledger.fetcher = Fetcher(net_to(server, clock), catalog())
    return ledger, context


def collect(folder: Path, pages: Mapping[str, bytes] | Handler, *sources: str, **said: object) -> tuple[Ledger, object]:
    """Collect once from a world of `pages`; the ledger, closed, and the outcome."""
    ledger, context = ledger_at(folder, pages)
    try:
        return ledger, ledger.collect(list(sources), **said)  # type: ignore[arg-type]
    finally:
        ledger.close()
        context.__exit__(None, None, None)  # type: ignore[attr-defined]


def texts(ledger: Ledger) -> dict[str, str]:
    """Texts of the reports that count, by address."""
    return {report.address or report.id: report.text for report in ledger._store().reports().values()}


def test_a_page_is_captured_with_how_it_came(tmp_path: Path) -> None:
    """A page by its address: bytes as received, the visit, title and date of the page, its address as the report's."""
    ledger, _ = collect(tmp_path / "l", {"/a": answer(PAGE.format(FIRST))}, f"{HOST}/a")
    (report,) = ledger._store().reports().values()
    assert FIRST in report.text and report.title == "Night of 28 March"
    assert report.published == "2024-03-28T09:30:00+02:00" and report.address == f"{HOST}/a"
    capture = ledger._store().captures()[report.capture]
    assert capture.visit is not None and capture.visit.found == "content" and capture.visit.hops[-1].status == 200
    assert ledger._store().blobs.read(capture.sha256) == PAGE.format(FIRST).encode()
    assert not ledger.verify().damage


def test_packed_bytes_are_kept_packed(tmp_path: Path) -> None:
    """A page that came as gzip is kept as gzip, and its text is made from that again by verify."""
    packed = gzip.compress(PAGE.format(FIRST).encode(), mtime=0)
    ledger, _ = collect(tmp_path / "l", {"/a": answer(packed, Content_Encoding="gzip")}, f"{HOST}/a")
    (capture,) = ledger._store().captures().values()
    assert ledger._store().blobs.read(capture.sha256) == packed and list(texts(ledger).values()) != []
    assert not ledger.verify().damage


def test_a_page_that_does_not_change_is_captured_once(tmp_path: Path) -> None:
    """A second visit asks whether the page has changed; neither "no" nor the same text makes a second capture."""
    asked: list[dict[str, str]] = []

    def pages(path: str, headers: dict[str, str]) -> bytes:
        if path != "/a":
            return answer("", "404 Not Found")
        asked.append(headers)
        if len(asked) == 2:
            return answer("", "304 Not Modified")
        return answer(PAGE.format(FIRST), ETag='"one"', X_Visit=str(len(asked)))

    for _ in range(3):
        ledger, done = collect(tmp_path / "l", pages, f"{HOST}/a")
        assert not done.failed  # type: ignore[attr-defined]
    assert asked[1]["if-none-match"] == '"one"'
    assert len(ledger._store().captures()) == 1 and len(texts(ledger)) == 1


def test_a_changed_page_is_a_new_version_and_both_are_kept(tmp_path: Path) -> None:
    """The later text counts, the earlier one stays readable, and no number is counted twice."""
    for text in (FIRST, LATER):
        ledger, done = collect(tmp_path / "l", {"/a": answer(PAGE.format(text))}, f"{HOST}/a")
    assert "1 changed" in done.note  # type: ignore[attr-defined]
    assert len(list(ledger._store().every_capture())) == 2
    assert [LATER in text for text in texts(ledger).values()] == [True]
    ledger.read()
    ledger.reconcile()
    (raid,) = [raid for raid in ledger.state().raids if raid.lines]
    assert raid.lines[0].intercepted.best == 27
    assert not ledger.verify().damage


def _resolve(folder: Path, schedules: int, visits: int, seed: int) -> int:
    """Visit a page that is edited, taken away, blocked and brought back; how many citations resolved."""
    drawn, resolved = np.random.default_rng(seed), 0
    for schedule in range(schedules):
        ledger_folder, quoted = folder / str(schedule), dict[str, tuple[str, str]]()
        for _ in range(visits):
            number = int(drawn.integers(0, 5))
            edited = answer(PAGE.format(FIRST.replace("26", str(20 + number))))
            page = {0: answer("", "404 Not Found"), 4: IN_ITS_PLACE["block page"]}.get(number, edited)
            ledger, _ = collect(ledger_folder, {"/a": page}, f"{HOST}/a")
            if not (ledger_folder / "ledger.db").exists():
                continue
            ledger.read()
            now = {said.id: (said.quote.text, text) for said, text in ledger._store().cited()}
            assert quoted.items() <= now.items(), "a statement still quotes the version that it was read from"
            for statement, text in ledger._store().cited():
                assert text[statement.quote.start : statement.quote.end] == statement.quote.text
                capture = ledger._store().report_of(statement.id).capture
                assert statement.quote.text in ledger._store().blobs.read(capture).decode()
                resolved += 1
            assert not ledger.verify().damage
            ledger.close()
            quoted = now
    return resolved


def test_citations_resolve_through_any_history_of_edits(tmp_path: Path) -> None:
    """A source that edits, deletes, blocks and brings back its page, in 20 random schedules: every statement ever read
    still quotes the version that it was read from."""
    assert _resolve(tmp_path, 20, 3, 11) > 40


@pytest.mark.release
def test_citations_resolve_through_many_histories_of_edits(tmp_path: Path) -> None:
    """The same in 200 longer schedules."""
    assert _resolve(tmp_path, 200, 5, 12) > 1000


IN_ITS_PLACE = {
    "gone": answer("<p>Nothing is here any more</p>", "404 Not Found"),
    "gone for good": answer("", "410 Gone"),
    "not let in": answer("<p>Forbidden</p>", "403 Forbidden"),
    "login": answer("<title>Log in</title><p>Log in to continue reading</p>", "401 Unauthorized"),
    "server": answer("<p>Oops</p>", "500 Error"),
    "nothing": answer("", "204 No Content"),
    "block page": answer("<html><title>Just a moment...</title><p>Checking your browser</p></html>"),
    "script shell": answer("<html><script>go()</script><noscript>Please enable JavaScript.</noscript></html>"),
    "empty shell": answer("<html><body><div id=root></div><script>go()</script></body></html>"),
    "picture": answer(b"\x89PNG\r\n\x1a\n" + bytes(100), media="image/png"),
    "other xml": answer("<?xml version='1.0'?><urlset><url/></urlset>", media="text/xml"),
}  # fmt: skip


@pytest.mark.parametrize("name", list(IN_ITS_PLACE))
def test_what_comes_in_place_of_a_page_is_told_and_no_report(tmp_path: Path, name: str) -> None:
    """An answer that is no report gives none; it is told in one line with its reason, and its bytes are kept."""
    ledger, done = collect(tmp_path / "l", {"/a": IN_ITS_PLACE[name]}, f"{HOST}/a")
    assert len(done.failed) == 1 and "\n" not in done.failed[0].detail  # type: ignore[attr-defined]
    if (tmp_path / "l" / "ledger.db").exists():
        assert not texts(ledger)
        assert all(
            capture.visit and capture.visit.found != "content" for capture in ledger._store().captures().values()
        )


FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>News</title>
<item><title>Night of 28 March</title><link>http://news.example.com/1</link><guid>n1</guid>
<pubDate>Thu, 28 Mar 2024 07:15:00 +0000</pubDate><content:encoded><![CDATA[<p>{}</p><p>In Kharkiv 3<sup>2</sup> people
were hurt.</p>]]></content:encoded></item>
<item><title>Blackout</title><link>http://news.example.com/2</link><description>Power &lt;b&gt;failed&lt;/b&gt; in
Sumy &amp;amp; Poltava.</description></item><item><title></title></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><entry><title>Night</title><id>urn:1</id>
<link href="http://news.example.com/3"/><published>2024-03-28T07:00:00Z</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Ten drones were <del>not</del> shot down.</p></div>
</content></entry></feed>"""


def test_feeds_give_a_report_for_each_entry(tmp_path: Path) -> None:
    """RSS and Atom: text as a reader sees it, with marks, date and address of the entry; an empty entry is told."""
    pages = {
        "/rss": answer(FEED.format(FIRST), media="application/rss+xml"),
        "/atom": answer(ATOM, media="application/atom+xml"),
    }
    ledger, done = collect(tmp_path / "l", pages, f"{HOST}/rss", f"{HOST}/atom")
    found = {report.address: report for report in ledger._store().reports().values()}
    assert set(found) == {f"{HOST}/1", f"{HOST}/2", f"{HOST}/3"}
    assert FIRST in found[f"{HOST}/1"].text and found[f"{HOST}/1"].published == "2024-03-28T07:15:00+00:00"
    assert "3^2" in found[f"{HOST}/1"].text and "number_markup" in found[f"{HOST}/1"].marks
    assert "Power failed in\nSumy & Poltava" in found[f"{HOST}/2"].text or "Sumy & Poltava" in found[f"{HOST}/2"].text
    assert "struck_text" in found[f"{HOST}/3"].marks
    assert [refusal.reason for refusal in done.refusals] == ["empty"]  # type: ignore[attr-defined]
    assert not ledger.verify().damage


def test_a_feed_can_be_followed_and_comes_again_without_doubling(tmp_path: Path) -> None:
    """With follow the page behind an entry takes its place; a feed that grew gives only what is new."""
    pages = {"/rss": answer(FEED.format(FIRST), media="text/xml"), "/1": answer(PAGE.format(FIRST + " And more."))}
    ledger, _ = collect(tmp_path / "l", pages, f"{HOST}/rss", follow=True)
    assert "And more." in texts(ledger)[f"{HOST}/1"] and len(texts(ledger)) == 2
    grown = FEED.format(FIRST).replace(
        "<item><title></title></item>", "<item><title>New words</title><guid>9</guid></item>"
    )
    ledger, done = collect(tmp_path / "m", {"/rss": answer(FEED.format(FIRST))}, f"{HOST}/rss")
    ledger, done = collect(tmp_path / "m", {"/rss": answer(grown)}, f"{HOST}/rss")
    assert done.run.counts_out == 1 and done.run.refused["already there"] == 2  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "bad",
    ["<rss><channel><item><title>a</title>", "<rss",
     '<!DOCTYPE rss [<!ENTITY a "b">]><rss><item><title>&a;</title></item></rss>',
     '<!DOCTYPE r SYSTEM "http://127.0.0.1/x"><rss><channel/></rss>'],
)  # fmt: skip
def test_hostile_feeds_give_nothing_unmarked(tmp_path: Path, bad: str) -> None:
    """A feed that is cut, or declares a document type, is refused or its entries are marked partial."""
    ledger, done = collect(tmp_path / "l", {"/rss": answer(f"<?xml version='1.0'?>{bad}")}, f"{HOST}/rss")
    if not done.failed:  # type: ignore[attr-defined]
        assert all("partial" in report.marks for report in ledger._store().reports().values())


POST = """<div class="tgme_widget_message_wrap">
<div class="tgme_widget_message js-widget_message" data-post="oda/{n}"><div class="tgme_widget_message_reply">
<div class="tgme_widget_message_text js-message_reply_text">Quoted words</div></div>
<div class="tgme_widget_message_text js-message_text" dir="auto">{text}<br/><div>Second line {n}</div></div>
<div class="tgme_widget_message_footer"><span class="tgme_widget_message_meta">{edited}
<a class="tgme_widget_message_date" href="https://t.me/oda/{n}">
<time datetime="2024-03-{day:02}T06:{n:02}:00+00:00" class="time">08:00</time></a></span></div></div></div>"""


def channel_page(numbers: range, texts_: Mapping[int, str] | None = None, edited: int = 0) -> bytes:
    """A preview page with a post for each number, three posts a day."""
    said = texts_ or {}
    posts = [
        POST.format(n=n, text=said.get(n, f"Post {n}: 5 drones over Poltava"), day=1 + n // 3,
                    edited="edited " if n == edited else "")
        for n in numbers
    ]  # fmt: skip
    return answer("<!DOCTYPE html><html><body>" + "".join(posts) + "</body></html>")


def test_a_channel_is_read_back_to_a_date(tmp_path: Path) -> None:
    """Preview pages are paged backwards until the date asked for; each post is a report with number, date, address."""
    pages = {
        "/s/oda": channel_page(range(40, 60)),
        "/s/oda?before=40": channel_page(range(20, 40)),
        "/s/oda?before=20": channel_page(range(1, 20)),
    }
    ledger, _ = collect(tmp_path / "l", pages, "http://t.me/s/oda", since="2024-03-09")
    found = {report.locator: report for report in ledger._store().reports().values()}
    assert set(found) == {f"post oda/{n}" for n in range(20, 60)}
    post = found["post oda/41"]
    assert post.text.strip() == "Post 41: 5 drones over Poltava\nSecond line 41"
    assert post.published == "2024-03-14T06:41:00+00:00" and post.address == "https://t.me/oda/41"
    assert post.source == "oda" and not ledger.verify().damage
    with pytest.raises(UsageError):
        collect(tmp_path / "n", pages, "http://t.me/s/oda", since="yesterday")


def test_an_edited_post_is_a_new_version(tmp_path: Path) -> None:
    """A post that was edited counts with its new words, marked; the others are there already."""
    collect(tmp_path / "l", {"/s/oda": channel_page(range(1, 9))}, "http://t.me/s/oda")
    edit = channel_page(range(1, 9), {5: "Post 5: 6 drones over Poltava"}, edited=5)
    ledger, done = collect(tmp_path / "l", {"/s/oda": edit}, "http://t.me/s/oda")
    assert done.run.counts_out == 1 and "1 changed" in done.note  # type: ignore[attr-defined]
    (post,) = [report for report in ledger._store().reports().values() if report.locator == "post oda/5"]
    assert "6 drones" in post.text and "edited" in post.marks


def test_watching_goes_round_and_tells_what_is_new(tmp_path: Path) -> None:
    """Each round tells what is new, changed, unchanged and gone; between rounds it waits as long as it was told."""
    clock = Clock()
    rounds = iter([answer(PAGE.format(FIRST)), answer(PAGE.format(LATER)), answer("", "410 Gone")])

    def pages(path: str, headers: dict[str, str]) -> bytes:
        return next(rounds) if path == "/a" else answer("", "404 Not Found")

    ledger, context = ledger_at(tmp_path / "l", pages, clock)
    seen: list[str] = []
    outcomes = list(ledger.watch([f"{HOST}/a"], 600.0, rounds=3, seen=seen.append))
    ledger.close()
    context.__exit__(None, None, None)  # type: ignore[attr-defined]
    assert clock.slept.count(600.0) == 2
    assert [done.run.counts_out for done in outcomes] == [1, 1, 0]
    assert "gone" in outcomes[2].run.refused and any("410" in line for line in seen)
