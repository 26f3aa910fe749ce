"""The finished page: what stands on it, what may not, and that it is the same page every time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import numpy as np
import pytest
from numpy.random import Generator

from firstlight.brief import brief
from firstlight.brief.check import texts
from firstlight.catalog import Catalog
from firstlight.model import Material
from tests.brief.catalogues import catalogue, swap
from tests.brief.material import World
from tests.brief.week import PAYLOAD, VICTIM, week

ATTRIBUTE = re.compile(r'\s(src|href|srcset|action|data|poster|formaction|xlink:href)="([^"]*)"')


def links(page: str) -> Iterator[tuple[str, str]]:
    """Every attribute of a page that could load or lead somewhere."""
    yield from ATTRIBUTE.findall(re.sub(r"(?s)<style>.*?</style>|<script>.*?</script>", "", page))


def test_the_page_says_it_is_no_publication_at_top_and_in_print(text: str) -> None:
    """The marking is the first thing of the body and part of every printed page."""
    body = text[text.index("<body>") :]
    first = next(chunk for chunk, _, _ in texts(body) if "skip" not in chunk.casefold())
    assert first.strip() == "Working paper - not for publication"
    assert '@bottom-center { content: "Working paper - not for publication"' in text


def test_the_page_is_dated_by_its_newest_publication(text: str) -> None:
    """The date is that of the newest report of the period, never of the clock."""
    assert '<p class="dated">Dated <time data-as="date">28 March 2024</time>' in text


def test_the_same_material_gives_the_same_page(material: Material, small: Catalog, text: str) -> None:
    """Two builds in one process give the same characters."""
    assert brief(material, small) == text


def test_nothing_on_the_page_loads_anything(text: str) -> None:
    """Links lead inside the page or, for a source's address, to http(s) with no referrer; nothing is fetched."""
    ids = set(re.findall(r'\sid="([^"]+)"', text))
    for name, target in links(text):
        assert name == "href", (name, target)
        assert target.startswith("#") or re.match(r"https?://[\w.]+/", target), target
        if target.startswith("#"):
            assert target[1:] in ids
    for tag in re.findall(r"<a [^>]*href=\"http[^>]*>", text):
        assert 'rel="noreferrer noopener external"' in tag
    assert not re.search(r"(?i)<(img|iframe|link|object|embed|audio|video|form|input|base)\b|@import|url\(", text)
    assert "default-src 'none'" in unescape(text)


def test_markup_in_a_report_stays_text(text: str) -> None:
    """A quote that holds markup is shown as characters; an address with another scheme is no link."""
    assert PAYLOAD not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert text.count("<script>") == 1
    assert 'href="javascript' not in text and "javascript:alert(3)" in text


def test_victims_and_witnesses_are_not_named(text: str) -> None:
    """A name in the context of a quote is covered, so is a telephone number; a witness is only a witness."""
    assert "загинули 3 людини" in text
    for hidden in (VICTIM, VICTIM.split()[1], "+380 44", "Olha", "Secret"):
        assert hidden not in text
    assert "[name covered]" in text and "a witness" in text


def test_five_states_are_told_apart(text: str) -> None:
    """Withheld, unnumbered, unknown, silent and zero are words or a zero of their own."""
    for words in (">withheld<", ">number not given<", "not reported", "no report is in. That is not zero", ">0<"):
        assert words in text


def test_a_swap_of_the_parties_swaps_the_page(material: Material, text: str, small: Catalog, tmp_path: Path) -> None:
    """Exchanging the parties in all reports and the catalogue exchanges their names on the page and nothing else."""
    other = catalogue(tmp_path / "swapped", swapped=True)
    swapped = brief(week(swapped=True).material(), other)
    assert "Southland launched" in plain_text(text) and "Northland launched" in plain_text(text)
    assert swap(swapped).replace(other.hash[:12], small.hash[:12]) == text


def some_of(world: World, rng: Generator) -> World:
    """The world with some of its raids, incidents, packages and disputes left out."""
    gone = {raid.id for raid in world.raids if rng.random() < 0.3}
    world.raids = [raid for raid in world.raids if raid.id not in gone]
    world.nights = [row for row in world.nights if not gone & set(row.raids)]
    world.disputes = [one for one in world.disputes if one.about not in gone and rng.random() < 0.7]
    world.incidents = [one for one in world.incidents if rng.random() < 0.6]
    world.packages = [one for one in world.packages if rng.random() < 0.6]
    world.asides = [one for one in world.asides if rng.random() < 0.6]
    return world


def assert_swaps(small: Catalog, other: Catalog, seeds: range) -> None:
    """Each of these weeks gives one page, and with the parties exchanged the page with them exchanged."""
    for seed in seeds:
        one, two = (
            brief(some_of(week(swapped=swapped), np.random.default_rng(seed)).material(), made)
            for swapped, made in ((False, small), (True, other))
        )
        assert swap(two).replace(other.hash[:12], small.hash[:12]) == one, seed


def test_a_swap_swaps_the_page_whatever_the_week_holds(small: Catalog, tmp_path: Path) -> None:
    """The same for 2 random weeks."""
    assert_swaps(small, catalogue(tmp_path / "swapped", swapped=True), range(2))


@pytest.mark.release
def test_a_swap_swaps_two_hundred_pages(small: Catalog, tmp_path: Path) -> None:
    """The same for 200 random weeks."""
    assert_swaps(small, catalogue(tmp_path / "swapped", swapped=True), range(200))


def test_invented_stands_in_each_sentence_with_a_number(tmp_path: Path) -> None:
    """Where the reports are invented the word stands in sentences, rows, captions, panels and pictures."""
    small = catalogue(tmp_path / "catalogue")
    page = brief(week(invented=True).material(), small)
    for svg in re.findall(r"(?s)<svg.*?</svg>", page):
        assert ">INVENTED<" in svg
    for block in re.findall(r"(?s)<p class=\"lead\">.*?</p>|<caption>.*?</caption>|<article.*?</header>", page):
        if 'class="fig"' in block or "<article" in block:
            assert "INVENTED" in block, block
    for row in re.findall(r"(?s)<tr>.*?</tr>", page):
        if 'class="fig"' in row:
            assert "INVENTED" in row, row


def test_nothing_is_marked_invented_where_nothing_is(text: str) -> None:
    """The word does not stand on a page of reports that are not invented."""
    assert "INVENTED" not in text


def test_a_picture_has_words_beside_it(text: str) -> None:
    """Each chart is followed by its numbers in words for who cannot see it, and by a table in the annex."""
    for figure in re.findall(r"(?s)<figure.*?</figure>", text):
        alt = re.search(r'(?s)<p class="alt">(.*?)</p>', figure)
        assert alt is not None and "attack drones" in alt.group(1)
        assert "viewBox" in figure and not re.search(r'<svg[^>]* width="', figure)


def plain_text(page: str) -> str:
    """The words of a page without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", page))
