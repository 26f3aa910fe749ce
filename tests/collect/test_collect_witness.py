"""Two parsers look at every page: no page loses a fiftieth of its visible text without a mark."""

from __future__ import annotations

import numpy as np
import pytest

from firstlight.catalog import Catalog
from firstlight.collect import text_view
from firstlight.collect.hiding import Sheet
from firstlight.collect.witness import AGREED, DIFFERS, NONE, agree, second_look

SENTENCES = [
    "On the night of 28 March air defence shot down 26 of 28 drones.",
    "Уночі 22 березня збито 55 із 63 ударних безпілотників.",
    "Two people were killed and 14 injured when a house was hit.",
    "Ночью над областью уничтожены девять беспилотников.",
    "Power was cut to 5,000 homes & 3 schools < 2 hours.",
]
LOSS_MARKS = {"partial", "decode_error", "doubtful_encoding", "control_characters", "witness_differs", "no_witness"}
# ways to put a text into a page: what stands around it; the text is visible in each by the rules of HTML
AROUND = [
    "<p>{}</p>", "<p>{}", "<div>{}</div>", "<div><b>{}</div>", "<ul><li>{}<li>{}</ul>",
    "<blockquote><p>{}</blockquote>",
    "<table><tr><td>{}</td><td>{}</table>", "<table><tbody><tr><td><table><tr><td>{}</table></table>",
    "<h2><a href='/x?a=1&b=2'>{}</a></h2>", "<p title='a > b'>{}</p>", '<p title="</p><script>">{}</p>',
    "<!-- <p>not this</p> --><p>{}</p>", "<!--><p>{}</p>", "<!---><p>{}</p>", "<? x ?><p>{}</p>", "</nothing><p>{}</p>",
    "<script>if (a < b) document.write('<p>no</p>')</script><p>{}</p>",
    "<style>p > a {{ color: red }}</style><p>{}</p>",
    "<a><a><p>{}</a></p>", "<p><div>{}</p></div>", "<b><i>{}</b> {}</i>", "<svg><text>{}</text></svg><p>{}</p>",
    "<main><footer>{}</footer></main>", "<section><article><aside>{}</aside></article></section>",
    "<template><p>no</p></template><p>{}</p>", "<p hidden>no</p><p>{}</p>", "<P CLASS=x ID = y >{}</P >",
    "<form><fieldset><legend>{}</legend>{}</fieldset></form>", "<dl><dt>{}<dd>{}</dl>", "<p>{}<br/>{}</p/>",
    "<![CDATA[ no ]]><p>{}</p>", "<p a=1 a=2 =3 '4'>{}</p>", "<font color=red><center>{}</font></center>",
]  # fmt: skip


def bare(text: str) -> str:
    """A text without white space."""
    return "".join(text.split())


def test_pages_of_known_text_lose_nothing_unmarked(house: Catalog) -> None:
    """400 pages put together from awkward markup around known sentences: each sentence is in the view in its order, or
    the page is marked; and nine of ten are not marked at all."""
    drawn, marked = np.random.default_rng(4), 0
    for _ in range(400):
        expected, page = list[str](), list[str]()
        for shape in drawn.choice(AROUND, size=12):
            said = [SENTENCES[drawn.integers(len(SENTENCES))] for _ in range(shape.count("{}"))]
            page.append(shape.format(*(text.replace("&", "&amp;").replace("<", "&lt;") for text in said)))
            expected += said
        found = text_view(f"<!doctype html><html><body>{''.join(page)}</body></html>".encode(), "html", house)
        if LOSS_MARKS & set(found.marks):
            marked += 1
            continue
        wanted, got = bare("".join(expected)), bare(found.text)
        assert wanted == got, (page, found.text)
    assert marked < 40


@pytest.mark.parametrize("depth", [*range(1, 40, 3), 253, 254, 255, 512, 2_047, 2_048, 2_049, 4_096, 5_000])
@pytest.mark.parametrize("name", ["div", "b", "span", "blockquote", "font", "section"])
def test_depth_is_seen_by_both(house: Catalog, depth: int, name: str) -> None:
    """At any depth to 5,000 the two parsers see the text inside and after, and agree."""
    page = (
        f"<p>{SENTENCES[0]}</p>" + f"<{name}>" * depth + SENTENCES[2] + f"</{name}>" * depth + f"<p>{SENTENCES[1]}</p>"
    )
    found = text_view(page.encode(), "html", house)
    assert bare(found.text) == bare(SENTENCES[0] + SENTENCES[2] + SENTENCES[1])
    assert not LOSS_MARKS & set(found.marks)


def test_no_cut_loses_text_unmarked(house: Catalog) -> None:
    """Six pages cut at every percent: what the view shows is at least 98 % of what stood before the cut, or marked."""
    drawn = np.random.default_rng(5)
    for _ in range(6):
        said = [SENTENCES[at] for at in drawn.integers(len(SENTENCES), size=30)]
        parts = [f"<div class='c'><p>{text.replace('&', '&amp;').replace('<', '&lt;')}</p></div>" for text in said]
        data = f"<html><body>{''.join(parts)}</body></html>".encode()
        whole = bare(text_view(data, "html", house).text)
        assert whole == bare("".join(said))
        for percent in range(1, 100):
            found = text_view(data[: len(data) * percent // 100], "html", house)
            assert LOSS_MARKS & set(found.marks), percent


@pytest.mark.parametrize("at", range(0, 100, 4))
def test_a_nul_loses_nothing_unmarked(house: Catalog, at: int) -> None:
    """A NUL anywhere in a page, in text or markup: the text is whole, or the page is marked."""
    page = "<html><body>" + "".join(f"<p class='x'>{text}</p>" for text in SENTENCES[:4]) + "</body></html>"
    data = page.encode()
    where = len(data) * at // 100
    found = text_view(data[:where] + b"\0" + data[where:], "html", house)
    assert LOSS_MARKS & set(found.marks) or bare(found.text) == bare("".join(SENTENCES[:4]))


@pytest.mark.parametrize("first", ["utf-8", "windows-1251", "koi8-u", "utf-16-le"])
@pytest.mark.parametrize("second", ["utf-8", "windows-1251", "koi8-u", "utf-16-le"])
def test_mixed_encodings_are_marked(house: Catalog, first: str, second: str) -> None:
    """A page whose halves are in two encodings is marked, unless all of it is right."""
    text = SENTENCES[1]
    data = f"<p>{text}</p>".encode(first) * 20 + f"<p>{text}</p>".encode(second) * 20
    found = text_view(data, "html", house)
    assert LOSS_MARKS & set(found.marks) or bare(found.text) == bare(text) * 40


def test_a_lost_sentence_is_noticed() -> None:
    """Had our own view lost or gained one sentence of thirty, or one that reads otherwise, the second would say so."""
    said = [f"Night {n}: {SENTENCES[n % 3]}" for n in range(30)]
    raw = "".join(f"<p>{text}</p>" for text in said)
    assert second_look(raw, "\n".join(said), Sheet(), 0) is None
    for at in range(30):
        lost = [*said[:at], *said[at + 1 :]]
        assert second_look(raw, "\n".join(lost), Sheet(), 0) == DIFFERS
        assert second_look(raw, "\n".join([*said, said[at]]), Sheet(), 0) == DIFFERS
        other = [*said[:at], said[at][::-1], *said[at + 1 :]]
        assert second_look(raw, "\n".join(other), Sheet(), 0) == DIFFERS


def test_agreement_is_of_nearly_all_characters() -> None:
    """Texts that have less than 98 % in common, counted in runs, do not agree; white space and our signs aside."""
    text = "".join(f"{n:04x}" for n in range(1000))
    assert agree(text, text) and agree("", "") and not agree(text, "") and not agree("", "x")
    assert agree(text, text[:2000] + text[2040:])
    assert not agree(text, text[:2000] + text[2000 + int(len(text) * (1 - AGREED)) + 8 :])
    assert agree("a" * 2_000_000, "a" * 2_000_000) and not agree("a" * 2_000_000, "a" * 1_999_999)
    assert second_look("<p>13 <s>5</s> 10</p>", "13 ~~5~~\n10", Sheet(), 0) is None


def test_a_page_too_tangled_for_the_second_parser_says_so(house: Catalog) -> None:
    """A page that would cost the second parser seconds is not shown to it, and is marked."""
    found = text_view(b"<div>" * 50_000 + b"deep" + b"</div>" * 50_000, "html", house)
    assert found.text == "deep" and found.marks == (NONE,)
    many = b"<a " + b" ".join(b"a%d" % n for n in range(20_000)) + b">deep</a>"
    assert text_view(many, "html", house).marks == (NONE,)
