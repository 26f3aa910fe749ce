"""The text view: its map to the bytes, on generated texts and pages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstlight.catalog import Catalog
from firstlight.collect import TextView, bytes_of, text_view
from firstlight.errors import GateError, UsageError
from tests.collect.checks import check_map

WORDS = st.sampled_from(
    [
        "Збито 10 з 13",
        "дронів",
        "ударных",
        "drones",
        "Харків",
        "1 500",
        "&amp;",
        "&nbsp;",
        "&#49;",
        "&lt;b&gt;",
        "&bad;",
        "&",
        "<",
        ">",
        '"',
        "é",
        "🚀",
        "\xad",
        "\u200b",
        "\x00",
        "\x07",
        "\r\n",
        "\n",
        "  ",
        "\t",
        "\ufeff",
        "&#xD800;",
    ]
)
TAGS = st.sampled_from(
    [
        "p",
        "div",
        "b",
        "s",
        "del",
        "sup",
        "sub",
        "td",
        "tr",
        "table",
        "li",
        "ul",
        "nav",
        "footer",
        "article",
        "pre",
        "a",
        "span",
        "h1",
        "template",
        "script",
        "style",
        "title",
        "br",
        "img",
        "svg",
        "template",
        "noscript",
        "button",
        "aside",
    ]
)
ATTRIBUTES = st.sampled_from(
    [
        "",
        " hidden",
        ' style="display:none"',
        " style='font-size:0'",
        ' class="a"',
        " a=b/",
        " a='>",
        ' b=">"',
        " /",
        " =",
    ]
)
PIECES = st.one_of(
    WORDS,
    st.builds("<{}{}>".format, TAGS, ATTRIBUTES),
    st.builds("</{}>".format, TAGS),
    st.sampled_from(
        ["<!--", "-->", "<!-- x -->", "<![CDATA[", "]]>", "<!doctype html>", "</>", "<", "<a", "</", "<?x?>"]
    ),
    st.text(max_size=5),
)
PAGES = st.lists(PIECES, max_size=40).map("".join)


def view(data: bytes, media: str, house: Catalog) -> TextView:
    """The view of `data`, checked."""
    found = text_view(data, media, house)
    check_map(data, found.text, found.spans, found.encoding)
    return found


@given(page=PAGES, encoding=st.sampled_from(["utf-8", "utf-16", "utf-8-sig", "cp1251", "koi8-u", "utf-16-le"]))
@settings(max_examples=300, deadline=None)
def test_pages_map_to_their_bytes(house: Catalog, page: str, encoding: str) -> None:
    """Every verbatim piece of a page decodes to its characters, in every encoding, however broken the page is."""
    view(page.encode(encoding, "replace"), "html", house)


@given(data=st.binary(max_size=300), media=st.sampled_from(["text", "html"]))
@settings(max_examples=300, deadline=None)
def test_any_bytes_have_a_view(house: Catalog, data: bytes, media: str) -> None:
    """No bytes raise, and the map holds for all of them."""
    view(data, media, house)


@given(text=st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_plain_text_stays_as_it_is(house: Catalog, text: str) -> None:
    """Plain UTF-8 text changes only in its line ends and control characters: no folding of any kind."""
    data = text.encode("utf-8", "ignore")
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) or {0, 4} & set(data):
        return
    found = view(data, "text", house)
    expected = data.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    changed = [(old, new) for old, new in zip(expected, found.text, strict=True) if old != new]
    assert all(new in "\ufffd\n" and (old < " " or "\x7f" <= old <= "\x9f") for old, new in changed)
    assert bool(changed) == ("control_characters" in found.marks)


@given(page=PAGES, cut=st.tuples(st.integers(0, 500), st.integers(0, 500)))
@settings(max_examples=200, deadline=None)
def test_bytes_of_a_range(house: Catalog, page: str, cut: tuple[int, int]) -> None:
    """The bytes of a range inside one verbatim piece decode to exactly that range; wider ranges hold their pieces."""
    data = page.encode()
    found = view(data, "html", house)
    start, end = sorted(min(place, len(found.text)) for place in cut)
    begin, stop = bytes_of(found.spans, start, end, found.text, found.encoding)
    assert 0 <= begin <= stop <= len(data)
    inside = [span for span in found.spans if span.start <= start and end <= span.end and span.verbatim]
    if inside and end > start:
        assert data[begin:stop].decode(found.encoding) == found.text[start:end]
    wide = bytes_of(found.spans, start, end)
    assert wide[0] <= begin and (start == end or wide[1] >= stop)


def test_a_range_outside_the_text_is_an_error(house: Catalog) -> None:
    """Asking for bytes of characters that are not there raises, it does not answer with others."""
    found = view(b"three", "text", house)
    with pytest.raises(GateError, match="not in a text of 5"):
        bytes_of(found.spans, 2, 6)


def test_the_same_bytes_give_the_same_view(house: Catalog) -> None:
    """The view is a pure function: twice the same, to the last span."""
    data = "<p>Збито <b>10</b>&nbsp;дронів<br>з 13".encode()
    assert text_view(data, "html", house) == text_view(data, "html", house)


def test_the_map_of_a_huge_page_stays_bounded(house: Catalog) -> None:
    """Past the limit of fine pieces the map folds short ones together and still covers the text."""
    data = b"a&lt;" * 300_000
    found = view(data, "html", house)
    assert len(found.spans) < 210_000
    assert found.text == "a<" * 300_000


def test_an_unknown_media_is_a_usage_error(house: Catalog) -> None:
    """A media without a view is told, not guessed."""
    with pytest.raises(UsageError, match="no text view"):
        text_view(b"x", "pdf", house)


def test_title_and_date_of_a_page(house: Catalog) -> None:
    """Title and date come from the head: og:title before title, meta before linked data before time."""
    page = """<html><head><title>A &amp; B | Site</title><meta property="og:title" content="A &amp; B">
    <script type="application/ld+json">{"datePublished": "2024-03-26T10:00:00+02:00"}</script>%s</head>
    <body><time datetime="2024-03-25">x</time><p>text</body></html>"""
    meta = '<meta property="article:published_time" content="2024-03-27T08:00:00Z">'
    found = view((page % meta).encode(), "html", house)
    assert (found.title, found.published) == ("A & B", "2024-03-27T08:00:00+00:00")
    assert view((page % "").encode(), "html", house).published == "2024-03-26T10:00:00+02:00"
    bare = view(b"<time datetime='2024-03-25T09:00:00'>x</time>", "html", house)
    assert bare.published == "2024-03-25" and "unknown_zone" in bare.marks
    assert view(b"<meta name=date content='soon'>x", "html", house).published is None


def test_layout_of_blocks_and_tables(house: Catalog) -> None:
    """Paragraphs, lines and cells are set apart as a reader sees them; cells never run together."""
    page = (
        "<div>one</div><div>two<br>three</div><p>four</p><p>five</p>"
        "<table><tr><td>Shahed</td><td><p>13</p></td><td>10</td></tr><tr><td></td><td>5</td></tr></table>"
        "<ul><li>a<li>b</ul><pre>x  y\n z</pre>"
    )
    assert view(page.encode(), "html", house).text == (
        "one\ntwo\nthree\n\nfour\n\nfive\n\nShahed\t13\t10\n5\na\nb\n\nx  y\n z"
    )


def test_furniture_is_left_out_and_the_article_is_not(house: Catalog) -> None:
    """Menus, page footers and form fields are left out; a footer or aside of the article itself stays."""
    page = (
        "<nav>Menu</nav><header><h1>Head</h1></header><article><p>Body</p>"
        "<aside>Note</aside><footer>By A</footer></article>"
        "<aside>Other news</aside><footer>Imprint</footer>"
        "<form>Kept<select><option>1</select><button>Go</button></form>"
        '<div role="navigation">More</div><noscript>old</noscript><script>5</script>'
    )
    assert view(page.encode(), "html", house).text == "Head\n\nBody\n\nNote\nBy A\nKept"


@pytest.mark.parametrize("depth", [254, 2_048, 10_000, 100_000])
def test_depth_loses_nothing(house: Catalog, depth: int) -> None:
    """Text behind any depth of nesting is kept, and text after it."""
    data = b"<div>" * depth + b"deep 15" + b"</div>" * depth + b"<p>after 3</p>"
    found = view(data, "html", house)
    assert found.text == "deep 15\n\nafter 3" and found.marks == (() if depth < 5_000 else ("no_witness",))
