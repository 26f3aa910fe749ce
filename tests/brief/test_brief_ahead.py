"""What to expect, what is short and what changed: computed numbers that lead to the record, worded as what they are."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from firstlight.brief import brief, briefing, compose
from firstlight.brief.check import check_document
from firstlight.brief.document import Chart, Document, Entry, Table, plain
from firstlight.brief.page import Page
from firstlight.brief.reckoned import amount
from firstlight.brief.words import Wording
from firstlight.catalog import Catalog
from firstlight.errors import BriefError
from firstlight.model import Material
from tests.brief.ahead import looking_ahead, looking_back
from tests.brief.test_brief_page import plain_text


@pytest.fixture(scope="module")
def ahead(material: Material) -> Material:
    """The week with a forecast, an invented inventory and options."""
    return looking_ahead(material)


@pytest.fixture(scope="module")
def page(ahead: Material, small: Catalog) -> Page:
    """The desk with all of it."""
    return Page(ahead, small, Wording(small, "en"))


@pytest.fixture(scope="module")
def document(page: Page) -> Document:
    """The document of it."""
    return compose(page)


@pytest.fixture(scope="module")
def told(ahead: Material, small: Catalog) -> str:
    """The words of the page."""
    return plain_text(brief(ahead, small))


def of_kind(document: Document, kind: str) -> list[Entry]:
    """The entries of one kind."""
    return [entry for entry in document.entries if entry.kind == kind]


def tables_of(document: Document) -> dict[str, Table]:
    """The tables by id."""
    blocks = [block for section in document.sections for block in section.blocks]
    return {block.id: block for block in blocks if isinstance(block, Table)}


def test_computed_numbers_lead_to_the_raids_of_the_record(document: Document) -> None:
    """Each computed number has a part with statements behind it: the raids from which it was computed."""
    entries = {entry.figure.id: entry for entry in document.entries}
    reckoned = of_kind(document, "reckoned")
    assert len(reckoned) > 60
    for entry in reckoned:
        assert any(entries[part].figure.statements for part in entry.parts), entry.figure.what


def test_need_and_harm_are_ranges(told: str) -> None:
    """Launches and rounds of a week and the harm to expect stand as median with 80 of 100 futures."""
    assert re.search(r"212\d* \(106\d* to 424\d*\) attack drones, which take 212\d* \(106\d* to 424\d*\) rounds", told)
    assert re.search(r"an expectation and not a count: 140\d* \(70\d* to 280\d*\)", told)
    assert "no source says it" in told


def test_options_say_what_they_buy(told: str) -> None:
    """The option stands with price and what it avoids on average, all of it in the paper and by lots in the annex."""
    row = r"32 Lance.{0,20}20 April 2024\d*.{0,9}128\d* \(115\d* to 141\d*\) ?on average 5\d* \(2\.3\d* to 9\.1"
    assert re.search(row, told)
    assert re.search(r"16\d* of 32 Lance", told)


def test_restricted_results_are_marked(document: Document, told: str) -> None:
    """The marking says that restricted results are in; every table of them says so; each such figure is restricted."""
    assert any("RESTRICTED" in mark for mark in document.marks) and "RESTRICTED: holds" in told
    for entry in of_kind(document, "reckoned"):
        assert entry.figure.restricted == entry.field.startswith(("assessment.stocks", "assessment.options"))
    tables = tables_of(document)
    for name in ("stocks", "options", "curves"):
        assert plain(tables[name].caption).startswith("Restricted")


def test_what_rests_on_an_invented_inventory_says_so(document: Document) -> None:
    """Rows and captions with numbers from the invented files carry the word, and those of the record alone do not."""
    tables = tables_of(document)
    for name in ("stocks", "options", "curves"):
        assert tables[name].caption.invented and all(row.invented for row in tables[name].rows)
    assert not any(row.invented for row in tables["need"].rows)


def test_an_inventory_that_is_real_is_not_called_invented(material: Material, small: Catalog) -> None:
    """The word does not stand where neither reports nor files are invented."""
    assert "INVENTED" not in brief(looking_ahead(material, invented=False), small)


def test_without_an_inventory_nothing_is_restricted(material: Material, small: Catalog) -> None:
    """A forecast alone is not restricted, and says nothing of stocks."""
    whole = looking_ahead(material)
    alone = replace(whole, assessment=replace(whole.assessment, stocks=None, options=None))
    text = brief(alone, small)
    assert "RESTRICTED" not in text and "Lance:" not in text and "Rounds, at all" in text


def test_a_changed_forecast_fails(document: Document, page: Page, ahead: Material, small: Catalog) -> None:
    """A computed number that is not the assessment's stops the build."""
    made = ahead.assessment.need
    assert made is not None
    line = made.lines[0]
    other = replace(line, rounds=replace(line.rounds, likely=replace(line.rounds.likely, best=9999.0)))
    changed = replace(ahead, assessment=replace(ahead.assessment, need=replace(made, lines=(other, *made.lines[1:]))))
    with pytest.raises(BriefError, match="the assessment's number differs"):
        check_document(document, Page(changed, small, Wording(small, "en")))


def test_a_computed_number_cut_from_the_record_fails(document: Document, page: Page) -> None:
    """Without the raids that it leads to a computed number stops the build; so does one whose restriction is lifted."""
    for at, entry in enumerate(document.entries):
        if entry.kind != "reckoned":
            continue
        changes = [replace(entry, parts=()), replace(entry, field="assessment.need.lines.99.rounds.mean")]
        if entry.figure.restricted:
            changes.append(replace(entry, figure=replace(entry.figure, restricted=False)))
        for changed in changes:
            with pytest.raises(BriefError):
                check_document(
                    replace(document, entries=(*document.entries[:at], changed, *document.entries[at + 1 :])), page
                )


@pytest.mark.parametrize("ending", [".pdf", ".docx", ".md"])
def test_other_formats_hold_it_too(ahead: Material, small: Catalog, ending: str) -> None:
    """The other formats are made from the same document without complaint."""
    assert len(briefing(ahead, small, ending)) > 10_000


def test_changes_are_told_in_words(material: Material, small: Catalog) -> None:
    """No detectable change is said where raids that vary explain a difference, and a difference where they do not."""
    told = plain_text(brief(looking_back(material), small))
    assert "beside the four weeks before, no detectable change for attack drones" in told
    assert "a difference that raids which vary do not explain for cruise missiles" in told


@pytest.mark.parametrize(
    ("number", "shown"),
    [(1063.7, "1,064"), (212.0, "212"), (25.3, "25"), (6.25, "6.2"), (0.30549, "0.31"), (0.0053, "0.005"), (0.0, "0")],
)
def test_amounts_show_no_more_than_they_mean(small: Catalog, number: float, shown: str) -> None:
    """Whole numbers from ten on, one digit below, two digits below one."""
    assert amount(number, Wording(small, "en")) == shown


def test_the_map_shows_coarse_places_and_no_number(material: Material, small: Catalog) -> None:
    """Places within ten kilometres share a point; the map says in words how many places it has and carries no digit."""
    first, *rest = material.state.incidents
    placed = [
        replace(incident, place=replace(incident.place, lat=49.98 + 0.01 * number, lon=36.25))
        for number, incident in enumerate((first, *rest))
    ]
    state = replace(material.state, incidents=tuple(placed))
    page = Page(replace(material, state=state), small, Wording(small, "en"))
    charts = {block.id: block for s in compose(page).sections for block in s.blocks if isinstance(block, Chart)}
    drawn = charts["map"]
    assert drawn.wide.count('aria-label="') == 0 and "36.25" not in drawn.wide
    assert "Dubove" in drawn.wide and "Vysoke" not in drawn.wide
    assert not re.search(r">[^<]*\d[^<]*</text>", drawn.wide)
    assert plain(drawn.alt).startswith("A map with the places of 2 incidents")


def test_a_place_without_coordinates_is_on_no_map(material: Material, small: Catalog) -> None:
    """Where no incident has coordinates there is no map."""
    page = Page(material, small, Wording(small, "en"))
    assert not [b for s in compose(page).sections for b in s.blocks if isinstance(b, Chart) and b.id == "map"]


def test_charts_of_what_is_to_come_carry_their_numbers(document: Document) -> None:
    """Both charts draw the shown characters of their figures, and INVENTED where the files are."""
    charts = {block.id: block for s in document.sections for block in s.blocks if isinstance(block, Chart)}
    shown = {entry.figure.id: entry.figure.shown for entry in document.entries}
    assert ">212<" in charts["chart-need"].wide and ">32<" in charts["chart-options"].wide
    assert {shown[figure] for figure in charts["chart-options"].figures} >= {"16", "32", "5"}
    assert ">INVENTED<" in charts["chart-options"].wide and ">INVENTED<" not in charts["chart-need"].wide
