"""Another language, the analyst's own paragraphs, and what changed since an earlier instant."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise

import pytest
from msgspec.structs import replace

from firstlight.brief import brief, briefing, languages
from firstlight.catalog import Catalog
from firstlight.errors import BriefError
from firstlight.model import Material
from tests.brief.ahead import looking_ahead, looking_back
from tests.brief.catalogues import DATA
from tests.brief.payloads import payloads
from tests.brief.test_brief_page import plain_text

OWN = "The council asked twice for 40 rounds.\n\n<b>bold</b> & [x](http://evil.example) #eval(1)"


def wording(language: str) -> dict[str, dict[str, object]]:
    """The wording file of a language."""
    return tomllib.loads((DATA / "brief" / f"{language}.toml").read_text("utf-8"))


def test_both_languages_have_the_same_keys_and_slots() -> None:
    """Every label, sentence and heading of one language stands in the other, with the same slots."""
    english, ukrainian = wording("en"), wording("uk")
    assert english.keys() == ukrainian.keys()
    for group, labels in english.items():
        assert labels.keys() == ukrainian[group].keys(), group
        for key, text in labels.items():
            other = ukrainian[group][key]
            if isinstance(text, str):
                assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", str(other))), (group, key)
                assert bool(text) == bool(other)


def test_counted_nouns_have_the_forms_of_their_language() -> None:
    """English has one and other, Ukrainian one, few and many."""
    forms = {"en": {"one", "other"}, "uk": {"one", "few", "many"}}
    for language, wanted in forms.items():
        for key, held in wording(language)["count"].items():
            assert isinstance(held, dict) and set(held) == wanted, key


def test_no_word_of_the_other_language_is_left() -> None:
    """No Ukrainian sentence is the English one, and none is without a Cyrillic letter where it has words."""
    english, ukrainian = wording("en"), wording("uk")
    for key, text in ukrainian["say"].items():
        words = re.sub(r"\{\w+\}|[^\w]", "", str(text))
        assert not words or re.search("[а-яіїєґ]", words), key
        assert not words or text != english["say"][key], key


@pytest.mark.parametrize("ending", [".html", ".pdf", ".docx", ".md"])
def test_a_ukrainian_briefing_passes_its_checks(material: Material, small: Catalog, ending: str) -> None:
    """All parts of a briefing can be written in Ukrainian, in each format."""
    made = briefing(looking_back(looking_ahead(material)), small, ending, "uk")
    assert len(made) > 10_000
    if ending == ".html":
        told = plain_text(made.decode())
        assert '<html lang="uk">' in made.decode() and "без помітної зміни" in told and "загиблих" in told


def test_a_language_without_wording_is_an_error(material: Material, small: Catalog) -> None:
    """The error names the languages that there are."""
    assert languages(small) == ("en", "uk")
    with pytest.raises(BriefError, match="the languages are en, uk"):
        brief(material, small, "fr")


def test_own_paragraphs_are_kept_as_characters(material: Material, small: Catalog) -> None:
    """What the analyst wrote stands in every format, said to be theirs, and no markup of it is taken as such."""
    own = replace(material, own=OWN)
    page = brief(own, small)
    assert "The council asked twice for 40 rounds." in page and "&lt;b&gt;bold&lt;/b&gt; &amp; [x]" in page
    assert "Firstlight has not checked them" in page
    text = briefing(own, small, ".md").decode()
    assert r"\<b\>bold\</b\> \& \[x\](http\://evil.example) \#eval(1)" in text
    assert len(briefing(own, small, ".pdf")) > 10_000 and len(briefing(own, small, ".docx")) > 10_000


def test_own_paragraphs_cannot_break_a_page(material: Material, small: Catalog) -> None:
    """Hostile lines among the analyst's words leave the page with one script and no element of theirs."""
    page = brief(replace(material, own="\n\n".join(payloads())), small)
    assert page.count("<script>") == 1 and "<img" not in page and "<iframe" not in page


def test_the_place_for_own_paragraphs_says_how(text: str) -> None:
    """Without paragraphs the paper says where to write them."""
    assert "ends in .notes.md" in text


def test_what_changed_is_new_revised_or_withdrawn(material: Material, small: Catalog) -> None:
    """A raid not known then is new, another number revised, one no longer held withdrawn; each with its speaker."""
    first, second, *rest = material.state.raids
    line = first.lines[0]
    then = replace(line, launched=rest[0].lines[0].launched)  # another number for the same night and weapon
    gone = replace(rest[-1], id="raid-gone", night="2024-03-26", attacker=first.attacker, target=first.target)
    before = replace(material.state, raids=(replace(first, lines=(then, *first.lines[1:])), *rest, gone))
    told = plain_text(brief(replace(material, since="2024-03-27T22:00:00+00:00", then=before), small))
    counts = re.search(r"known on 28 March 2024, 00:00 Kyiv time: new (\d+), revised (\d+), withdrawn (\d+)", told)
    assert counts is not None
    assert [int(number) for number in counts.groups()] == [2 * len(second.lines), 1, 2 * len(gone.lines)]


def test_nothing_changed_is_said(material: Material, small: Catalog) -> None:
    """Where all numbers are as they were, the paper says so."""
    told = plain_text(brief(replace(material, since="2024-03-27T22:00:00+00:00", then=material.state), small))
    assert "Nothing has changed beside what was known on" in told


def test_every_row_of_a_table_names_who_says_it(material: Material, small: Catalog, text: str) -> None:
    """A row with somebody's number, in any table, has a cell of speakers: a side's claim stands as that side's."""
    heads = re.findall(r"(?s)<table>.*?</table>", text)
    for table in heads:
        if 'class="fig"' not in table or "Rounds" in table:
            continue
        for row in re.findall(r"(?s)<tr>.*?</tr>", table.split("</thead>")[1]):
            cells = re.findall(r'(?s)<td data-label="([^"]*)"[^>]*>(.*?)</td>', row)
            said = [
                re.sub(r"<[^>]*>", "", cell).strip() for label, cell in cells if label in ("Said by", "What was said")
            ]
            assert 'class="fig"' not in row or any(said), row


def test_numbers_of_figures_grow_in_reading_order(text: str) -> None:
    """The first links to figures on the page are numbered one after the other."""
    firsts = [int(number) for number in re.findall(r'id="r-f(\d+)"', text)]
    assert all(one < other for one, other in pairwise(firsts))
