"""Whatever bytes come, every parser ends in time with reports and refusals, and gives the same a second time."""

from __future__ import annotations

import hashlib
import io
import time
import zipfile
from collections.abc import Callable

import numpy as np
import pytest

from firstlight.catalog import catalog
from firstlight.collect.options import Entry
from firstlight.collect.parse import parse
from firstlight.collect.rows import read_rows
from firstlight.errors import SourceError
from firstlight.model import Capture, Columns, Refusal

SEED = 60
SLOWEST_S = 2.0  # processor time of one input of a few kilobytes
NIGHT = "On the night of 26 March Russia launched 28 Shahed drones, 26 of them were shot down."
FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>News</title><item><title>Night</title>'
    "<link>https://news.example.com/1</link><guid>1</guid><pubDate>Tue, 26 Mar 2024 09:00:00 +0200</pubDate>"
    "<description><![CDATA[<p>{}</p>]]></description></item></channel></rss>"
)
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><entry><title>Night</title><id>urn:1</id>'
    '<link href="https://news.example.com/1"/><updated>2024-03-26T09:00:00Z</updated>'
    '<content type="html">&lt;p&gt;{}&lt;/p&gt;</content></entry></feed>'
)
HTML = (
    "<!doctype html><html lang=en><head><meta charset=utf-8><title>Night</title><style>.k {{ display:none }}</style>"
    '<meta property="article:published_time" content="2024-03-26T09:00:00+02:00"></head><body><article><h1>Night</h1>'
    "<p>{} <b>3<sup>2</sup></b></p><table><tr><td>1</td><td class=k>2</td></tr></table></article></body></html>"
)
CHANNEL = (
    '<html><body><div class="tgme_widget_message_wrap"><div class="tgme_widget_message js-widget_message" '
    'data-post="news/12"><div class="tgme_widget_message_text js-message_text" dir="auto">{}</div>'
    '<div class="tgme_widget_message_footer"><a class="tgme_widget_message_date" href="https://t.me/news/12">'
    '<time datetime="2024-03-26T09:00:00+00:00">09:00</time></a></div></div></div></body></html>'
)
EXPORT = (
    '{{"name": "News", "type": "public_channel", "id": 1, "messages": [{{"id": 5, "type": "message", "date": '
    '"2024-03-26T09:00:00", "date_unixtime": "1711443600", "text": [{{"type": "bold", "text": "{}"}}, " end"]}}]}}'
)
ROWS = 'text,when,by\n"{}",2024-03-26,News\n"two\nlines",1711443600,News\n'
LINES = '{{"text": "{}", "when": "2024-03-26", "by": "News"}}\n{{"text": "more", "when": 1711443600}}\n'


def _docx() -> bytes:
    out = io.BytesIO()
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f'<w:document xmlns:w="{space}"><w:body><w:p><w:r><w:t>{NIGHT}</w:t></w:r></w:p></w:body></w:document>'
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", body)
    return out.getvalue()


def _pdf() -> bytes:
    text = f"BT /F1 12 Tf 72 720 Td ({NIGHT}) Tj ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 6\n0000000000 65535 f \n"
    return out + head + table + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(out)


SAMPLES: dict[str, tuple[bytes, ...]] = {
    "text": (NIGHT.encode(), NIGHT.encode("utf-16")),
    "html": (HTML.format(NIGHT).encode(),),
    "feed": (FEED.format(NIGHT).encode(), ATOM.format(NIGHT).encode()),
    "channel": (CHANNEL.format(NIGHT).encode(),),
    "telegram": (EXPORT.format(NIGHT).encode(),),
    "rows": (ROWS.format(NIGHT).encode(), ROWS.format(NIGHT).encode("utf-16")),
    "lines": (LINES.format(NIGHT).encode(),),
    "docx": (_docx(),),
    "pdf": (_pdf(),),
}
ODD = (
    b"\x00", b"\xff\xfe", b"<" * 50, b"]]>", b"&#x0;", b"&#99999999;", b'"', b"\r", b"{" * 60, b"[" * 60, b"1" * 400,
    b"<!--", b"\\u",
)  # fmt: skip


def _mutated(drawn: np.random.Generator, data: bytes) -> bytes:
    """A few changes: bytes drawn anew, taken out, doubled, put in, or the end cut off."""
    made = bytearray(data)
    for _ in range(int(drawn.integers(1, 8))):
        at, length = int(drawn.integers(0, len(made) + 1)), int(drawn.integers(0, 40))
        kind = int(drawn.integers(0, 5))
        if kind == 0:
            made[at : at + 1] = bytes(drawn.integers(0, 256, 1, np.uint8))
        elif kind == 1:
            del made[at : at + length]
        elif kind == 2:
            made[at:at] = made[at : at + length] * int(drawn.integers(1, 4))
        elif kind == 3:
            made[at:at] = ODD[int(drawn.integers(0, len(ODD)))]
        elif drawn.random() < 0.2:
            del made[at:]
    return bytes(made)


def _capture(data: bytes, media: str) -> Capture:
    return Capture(
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        media=media,
        origin=f"a.{media}",
        collected_at="2024-04-01T00:00:00+00:00",
        collector="test",
        columns=Columns(text="text", published="when", source="by") if media in ("rows", "lines") else None,
    )


def _fuzz(media: str, number: int, seed: int, clock: Callable[[], float] = time.process_time) -> tuple[int, float]:
    """Parse mutated samples of one kind, each twice; how many gave a report, and the slowest, in processor seconds."""
    drawn, taken, slowest = np.random.default_rng([seed, *media.encode()]), 0, 0.0
    known = catalog()
    for at in range(number):
        samples = SAMPLES[media]
        data = _mutated(drawn, samples[at % len(samples)])
        capture, begun = _capture(data, media), clock()
        first = parse(capture, data, Entry(), known)
        slowest = max(slowest, clock() - begun)
        assert first == parse(capture, data, Entry(), known), f"{media} {at} (seed {seed}) differs between two runs"
        if isinstance(first, Refusal):
            assert first.stage == "collect" and first.detail, f"{media} {at} (seed {seed})"
            continue
        taken += bool(first[0])
        for report in first[0]:
            assert report.capture == capture.sha256
            assert all(0 <= span.start <= span.end <= len(report.text) for span in report.spans)
    return taken, slowest


@pytest.mark.parametrize("media", list(SAMPLES))
def test_mutated_bytes_end_in_reports_or_refusals(media: str) -> None:
    """150 mutated samples of each kind: no exception, the same answer twice, spans within the text."""
    taken, _ = _fuzz(media, 150, SEED)
    assert taken, "some of them are still read, so that the parser itself was reached"


@pytest.mark.release
@pytest.mark.parametrize("media", list(SAMPLES))
def test_many_mutated_bytes_end_in_reports_or_refusals(media: str) -> None:
    """10,000 of each kind, none of which takes over two seconds of processor time."""
    taken, slowest = _fuzz(media, 10_000, SEED + 1)
    assert taken and slowest < SLOWEST_S, f"{media}: the slowest took {slowest:.2f} s"


def test_a_table_without_a_map_is_told() -> None:
    """The reader of rows does not guess where a text stands."""
    with pytest.raises(SourceError, match="--map"):
        read_rows(b"text\nx\n", _capture(b"", "text"), None, catalog())


FOUND = {  # what mutated samples once broke
    "a date beyond any calendar": ("feed", FEED.format(NIGHT).replace("2024", "2" * 30).encode()),
    "a zone beyond any clock": ("feed", FEED.format(NIGHT).replace("+0200", "+" + "9" * 30).encode()),
    "a list in the place of an export": ("telegram", b'["name": "x", "messages": [{"id": 1, "type": "message"}]]'),
}


@pytest.mark.parametrize("name", list(FOUND))
def test_what_was_found_stays_mended(name: str) -> None:
    """Each input that once made a parser fall over ends in reports or refusals."""
    media, data = FOUND[name]
    found = parse(_capture(data, media), data, Entry(), catalog())
    assert isinstance(found, Refusal) or found[0] or found[1]
