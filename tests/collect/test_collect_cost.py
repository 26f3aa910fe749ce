"""Hostile and truncated input: cost grows with size and no faster; a cut page says that it is cut."""

from __future__ import annotations

import gzip
import json
import time
from pathlib import Path

import pytest

from firstlight.catalog import Catalog
from firstlight.collect import Collected, CollectOptions, collect, text_view
from tests.collect.checks import check_map

SHARED = Path(__file__).resolve().parents[2] / "../shared/reports/unlabelled"
NOW = "2040-01-01T00:00:00+00:00"
FAMILIES = [
    "<a ", "<", "&", "&a", "&lt;", "a&lt;", "&#1", "<div>", "<b>", "<p>x", "</div>", "<!--", "<!-- -->", "<!",
    "</", "<a b=\"", "<a b='\">", "<a b=c d='e' f>", "<a =", " \n", "<table><tr><td>", "<ul><li>",
    "1<sup>2</sup>", "<del>1</del>", "<s>1", "<p hidden>x</p>", "<p style='display:none'>x", "<p style='a:b;",
    "\r", "a\x01", "слово ", "<svg/>", "<p><b hidden>x</p>", "<a><div>", "<script>", "<style>",
    "<style>.a{display:none}</style>", "<style>/*", "<title>", "<template>", "<nav>", "<![CDATA[",
    "<select><option>x", "1<b>5</b>", "<td><p>1</p></td>", "<li></ul>", "<h1><h2>",
    "<meta name=date content=1>", "\u202e", "1\u200b", "1О", "0", "O", "<pre>\r\n", "<br>", "&nbsp;",
    "<time datetime=2024>", "<div class='a b' id=c>x</div>",
]  # fmt: skip


def seconds(data: bytes, house: Catalog) -> float:
    """Processor time of one view."""
    begun = time.process_time()
    text_view(data, "html", house)
    return time.process_time() - begun


@pytest.mark.parametrize("unit", FAMILIES)
def test_cost_is_near_linear(house: Catalog, unit: str) -> None:
    """Four times the input costs about four times the time (quadratic: sixteen)."""
    for _ in range(4):  # a busy machine may spoil one measurement, not four
        small, large = (
            min(seconds((unit * (size // len(unit.encode()) + 1)).encode()[:size], house) for _ in range(2))
            for size in (32_000, 128_000)
        )
        if large < 0.03 or large < 9 * max(small, 0.002):
            return
    pytest.fail(f"{small:.3f} s for 32 kB, {large:.3f} s for 128 kB")


def test_a_style_sheet_without_end_is_linear(house: Catalog) -> None:
    """Comments and braces that never close do not make the style reader look again and again."""
    for body in (
        "/*" * 100_000,
        "{" * 100_000,
        "a{" * 50_000,
        "a{display:none}" * 20_000,
        ".a," * 50_000 + "{display:none}",
    ):
        assert seconds(f"<style>{body}</style><p class=a>x".encode(), house) < 2.0


PAGE = (
    "<!doctype html><html><head><title>Атака</title><style>.x{color:red}</style></head><body><article>"
    + "".join(
        f"<p class='x'>Збито <b>{n}</b> з 13 дронів &mdash; <a href='/{n}'>деталі</a>.</p><!-- {n} -->"
        for n in range(60)
    )
    + "</article></body></html>"
)


@pytest.mark.parametrize("percent", range(1, 100))
def test_a_cut_page_is_marked(house: Catalog, percent: int) -> None:
    """A page cut at any percent gives the text before the cut and carries the mark partial."""
    whole = text_view(PAGE.encode(), "html", house)
    data = PAGE.encode()[: len(PAGE.encode()) * percent // 100]
    found = text_view(data, "html", house)
    check_map(data, found.text, found.spans, found.encoding)
    assert whole.marks == () and "partial" in found.marks
    assert whole.text.startswith(found.text.rstrip("&mdash\ufffd").rstrip())


def test_a_bare_fragment_is_whole(house: Catalog) -> None:
    """A fragment whose elements all end, or may be left to end by themselves, is not called partial."""
    for page in ("<p>one<p>two", "text", "<ul><li>a<li>b</ul>", "<table><tr><td>1</table>", "<p>a</p><br>b"):
        assert text_view(page.encode(), "html", house).marks == ()
    for page in (
        "<p>one</p><p>two",
        "<div>text",
        "text<a",
        "text<!-- ",
        "a<script>",
        "<table><tr><td>1",
        '<a b="c>text',
    ):
        assert "partial" in text_view(page.encode(), "html", house).marks


@pytest.mark.skipif(not SHARED.exists(), reason="the unlabelled texts are not beside this checkout")
def test_every_unlabelled_text_is_taken_in(house: Catalog, tmp_path: Path) -> None:
    """Every tenth real text, written as a file, is collected, its map holds, and its text is what was written."""
    for path in sorted(SHARED.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines][::10]
        for row in rows:
            file = tmp_path / "text.txt"
            file.write_bytes(row["text"].encode())
            (found,) = collect(str(file), CollectOptions(published=row["published"]), house, NOW)
            assert isinstance(found, Collected), found
            (report,) = found.reports
            check_map(found.data, report.text, report.spans, report.encoding)
            assert report.text == row["text"].replace("\r\n", "\n").replace("\r", "\n") or report.marks
