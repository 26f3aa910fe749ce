"""Quotes are marked exactly, names around them are covered, and no character of a text is lost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstlight.explore.marked import Piece, Quoted, excerpt, visible, whole
from firstlight.explore.said import plainly, reading
from firstlight.pipeline import Ledger
from firstlight.store import ReportFilter
from tests.explore.visitor import Visitor, plain

NAMED = "Серед поранених Остап Вигаданенко, 41 рік, тел. +380 44 000 00 00."


def _none(text: str) -> Sequence[tuple[int, int]]:
    return ()


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, list[Quoted], list[tuple[int, int]]]:
    """A text with quotes that may overlap, and spans that may name somebody."""
    text = draw(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200))
    edges = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(edges, edges), max_size=6))
    spans = sorted((min(pair), max(pair)) for pair in pairs if pair[0] != pair[1])
    cut = draw(st.integers(0, len(spans)))
    quotes = [Quoted(start=low, end=high, number=n) for n, (low, high) in enumerate(spans[:cut], start=1)]
    return text, quotes, spans[cut:]


@given(texts())
@settings(max_examples=300, deadline=None)
def test_no_character_is_lost_or_marked_wrongly(made: tuple[str, list[Quoted], list[tuple[int, int]]]) -> None:
    """The pieces are the text; each character is marked with just the quotes over it, and covered only outside them."""
    text, quotes, names = made
    pieces = whole(text, quotes, lambda part: names)
    assert "".join(piece.text for piece in pieces) == visible(text)
    at = 0
    for piece in pieces:
        for place in range(at, at + len(piece.text)):
            over = tuple(sorted(q.number for q in quotes if q.start <= place < q.end))
            assert piece.numbers == over
            named = any(low <= place < high for low, high in names)
            assert piece.covered == (named and not over)
        at += len(piece.text)
    ended = [number for piece in pieces for number in piece.ends]
    assert sorted(ended) == sorted(quote.number for quote in quotes)


@given(st.integers(0, 4_000), st.integers(1, 300))
@settings(max_examples=100, deadline=None)
def test_an_excerpt_holds_the_quote_whole(start: int, length: int) -> None:
    """Of a long text the quote is shown whole and marked, with its surroundings, and what is left out is a gap."""
    text = "".join(chr(97 + n % 26) for n in range(5_000))
    quote = Quoted(start=start, end=start + length, number=1)
    pieces = excerpt(text, [quote], _none)
    assert "".join(piece.text for piece in pieces if piece.numbers) == text[quote.start : quote.end]
    assert any(piece.gap for piece in pieces)
    assert sum(len(piece.text) for piece in pieces) <= length + 600


def _marks(page: str) -> list[str]:
    return [unescape(found) for found in re.findall(r"<mark>(.*?)</mark>", page, re.DOTALL)]


def test_every_quote_of_the_week_is_marked_in_its_report(week: Visitor) -> None:
    """On the page of each report, what is marked is just what its statements quote, in the order of the text."""
    quoted = 0
    for report in week.desk.pages.reports(ReportFilter(), 0, 100):
        statements = week.desk.pages.read_from(report.seq)
        text = week.desk.pages.attributions(report.id)[-1].text
        inside = sorted({place for s in statements for place in range(s.quote.start, s.quote.end)})
        marked = "".join(_marks(week.page(f"/reports/{report.id}").partition('class="source"')[2]))
        assert marked == visible("".join(text[place] for place in inside)), report.id
        quoted += len(statements)
    assert quoted > 150


def test_every_statement_of_an_attack_is_laid_out(week: Visitor) -> None:
    """The page of an attack numbers all statements behind it, each with its words marked and a reason to be there."""
    from firstlight.store import Filter

    for found in week.desk.pages.things(Filter(), "newest", 0, 100):
        thing = week.desk.pages.thing(found.id)[1]
        page = week.page(f"/attacks/{found.id}")
        behind = {link.statement for link in thing.links}
        numbered = re.findall(r'<li id="s(\d+)" value="(\d+)"><a class="plainlink" href="/statements/([^"]+)"', page)
        assert behind <= {key for _, _, key in numbered}
        assert [int(number) for number, _, _ in numbered] == list(range(1, len(numbered) + 1))
        assert set(re.findall(r'href="#s(\d+)"', page)) <= {number for number, _, _ in numbered}
        said = plain(page)
        assert all(
            " ".join(plainly(week.desk, link.reason).split())[:40] in " ".join(said.split()) for link in thing.links
        )


@pytest.fixture
def named(tmp_path: Path) -> Visitor:
    """A page over a report that names a private person beside its numbers."""
    text = f"Уночі 28 березня росіяни атакували Харків. Поранено 2 людини. {NAMED} Пошкоджено 3 будинки."
    with Ledger(tmp_path / "ledger") as ledger:
        ledger.collect([text.encode()], published="2024-03-28", source="ua-regional-administrations")
        ledger.read()
        ledger.reconcile()
    return Visitor(tmp_path / "ledger")


def test_private_names_are_covered_in_every_context(named: Visitor) -> None:
    """No page of a ledger shows the name or number of a private person beside a quote; the bytes do, and are logged."""
    from firstlight.store import Filter, Looks

    report = named.desk.pages.reports(ReportFilter(), 0, 1)[0]
    paths = ["/", "/attacks", "/review", f"/reports/{report.id}", f"/captures/{report.capture}"]
    paths += [f"/statements/{one.id}" for one in named.desk.pages.read_from(report.seq)]
    paths += [f"/attacks/{one.id}" for one in named.desk.pages.things(Filter(), "newest", 0, 9)]
    assert len(paths) > 7
    for path in paths:
        page = plain(named.page(path))
        assert "Вигаданенко" not in page and "000 00 00" not in page, path
    assert "[name covered]" in plain(named.page(f"/reports/{report.id}"))
    assert not list(Looks(named.folder).read())
    assert "Вигаданенко" in named.ask(f"/captures/{report.capture}/bytes").text
    (look,) = Looks(named.folder).read()
    assert (look.what, look.key) == ("capture", report.capture)


def test_covered_pieces_show_nothing(week: Visitor) -> None:
    """A covered piece keeps its text to itself: the template writes the mask in its place."""
    piece = Piece(text="Somebody Private", covered=True)
    template = week.site.renderer._environment.from_string(
        "{% import 'parts.html' as p with context %}{{ p.pieces([piece]) }}"
    )
    assert plain(template.render(piece=piece)).strip() == "[name covered]"


def test_reasons_are_told_in_words(week: Visitor) -> None:
    """Times, dates and ids of sources in a reason are words; what is no date and no id stays as it was."""
    reason = (
        "said by ua-air-force, window 2024-03-22T00:00+02:00 to 2024-03-23T05:30:00Z, day 2024-03-21, sam_ground, a-b"
    )
    told = plainly(week.desk, reason)
    assert (
        "Air Force Command of the Armed Forces of Ukraine, window 22 March 2024, 00:00 to 23 March 2024, 07:30" in told
    )
    assert told.endswith("day 21 March 2024, air-defence missiles fired at the ground, a-b")
    assert plainly(week.desk, "2024-99-99 and 12024-03-22") == "2024-99-99 and 12024-03-22"


def test_a_place_is_told_by_what_it_is(week: Visitor) -> None:
    """Where weapons were launched from is told as that, never as where they struck."""
    reports = week.desk.pages.reports(ReportFilter(), 0, 100)
    said = [one for report in reports for one in week.desk.pages.read_from(report.seq)]
    fired = [one for one in said if any(place.role == "launch" for place in one.places)]
    assert fired
    for one in fired:
        names = {week.desk.words.place(place) for place in one.places if place.role == "launch"}
        told = reading(week.desk, one)
        assert " from " in f" {told}" and all(f"in {name}" not in told for name in names)
