"""Every number is a figure that resolves; what is cut anywhere on the way fails the build."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from markupsafe import escape
from msgspec.structs import replace

from firstlight.brief import brief, compose, figures
from firstlight.brief.check import check_document, check_page
from firstlight.brief.document import Document, Entry, Number, Paragraph, Sentence, Words
from firstlight.brief.page import Page
from firstlight.brief.words import Wording
from firstlight.catalog import Catalog
from firstlight.errors import BriefError
from firstlight.model import Material, Statement

Cut = Callable[[Material, Statement, np.random.Generator], Material]


@pytest.fixture(scope="module")
def page(material: Material, small: Catalog) -> Page:
    """The desk with the week on it."""
    return Page(material, small, Wording(small, "en"))


@pytest.fixture(scope="module")
def document(page: Page) -> Document:
    """The week as a document."""
    return compose(page)


def test_figures_are_numbered_in_reading_order(document: Document) -> None:
    """Ids run from f1 without a gap, and the first figure of the paper is the first that a reader meets."""
    found = figures(document)
    assert [figure.id for figure in found] == [f"f{n + 1}" for n in range(len(found))]
    first = next(
        part
        for block in document.sections[0].blocks
        if isinstance(block, Paragraph)
        for sentence in block.sentences
        for part in sentence.parts
        if isinstance(part, Number)
    )
    assert first.figure == "f1" and first.shown == found[0].shown


def test_each_claim_has_statements(document: Document) -> None:
    """Only counts of things and lines left out stand without a statement."""
    for entry in document.entries:
        assert entry.figure.statements or entry.kind in ("count", "left_out"), entry.figure.what


def test_totals_are_the_sums_of_the_reports(document: Document) -> None:
    """178 drones by hand: 31, 63, 34, 9, 13 and 28; 19 of them got through."""
    shown = {figure.what: figure.shown for figure in figures(document)}
    assert shown["attack drones launched by Southland at Northland, 21 to 28 March 2024"] == "178"
    assert shown["attack drones launched by Southland at Northland and not stopped, 21 to 28 March 2024"] == "19"
    assert shown["ballistic missiles launched by Southland at Northland, 21 to 28 March 2024"] == "at least 23"


def test_totals_and_older_events_are_not_added(document: Document) -> None:
    """No figure adds the day's five killed, or last year's six, to the three of the incident."""
    killed = [figure.shown for figure in figures(document) if figure.what.startswith("people killed")]
    assert sorted(killed) == ["3", "5", "6"]


def test_every_figure_leads_to_its_words(document: Document, material: Material, text: str) -> None:
    """Each panel shows few statements marked in context, with report and capture, and many as quotes beside parts."""
    for entry in document.entries:
        start = text.index(f'<article class="panel{" computed" if entry.parts else ""}" id="{entry.figure.id}"')
        panel = text[start : text.index("</article>", start)]
        few = len(entry.figure.statements) <= (4 if entry.parts else 12)
        for key in entry.figure.statements:
            statement = material.statements[key]
            report = material.reports[statement.report]
            quote = str(escape(statement.quote.text))
            if few:
                assert f"<mark>{quote}</mark>" in panel and report.id in panel and report.capture in panel
            else:
                assert f">{quote}</q>" in panel, entry.figure.what
        for part in entry.parts:
            assert f'href="#{part}"' in panel


# --- cuts ---


def lose_statement(material: Material, cited: Statement, rng: np.random.Generator) -> Material:
    """The statement is gone."""
    return replace(material, statements={k: s for k, s in material.statements.items() if k != cited.id})


def lose_report(material: Material, cited: Statement, rng: np.random.Generator) -> Material:
    """The report is gone."""
    return replace(material, reports={k: r for k, r in material.reports.items() if k != cited.report})


def lose_capture(material: Material, cited: Statement, rng: np.random.Generator) -> Material:
    """The capture is gone."""
    capture = material.reports[cited.report].capture
    return replace(material, captures={k: c for k, c in material.captures.items() if k != capture})


def move_quote(material: Material, cited: Statement, rng: np.random.Generator) -> Material:
    """The quote points a few characters beside its words."""
    step = int(rng.integers(1, 9))
    quote = replace(cited.quote, start=cited.quote.start + step, end=cited.quote.end + step)
    return replace(material, statements={**material.statements, cited.id: replace(cited, quote=quote)})


def change_quote(material: Material, cited: Statement, rng: np.random.Generator) -> Material:
    """One character of the quote is another."""
    at = int(rng.integers(0, len(cited.quote.text)))
    quote = replace(cited.quote, text=cited.quote.text[:at] + "#" + cited.quote.text[at + 1 :])
    return replace(material, statements={**material.statements, cited.id: replace(cited, quote=quote)})


def change_report(material: Material, cited: Statement, rng: np.random.Generator) -> Material:
    """One character of the report, within the quote, is another."""
    report = material.reports[cited.report]
    at = int(rng.integers(cited.quote.start, cited.quote.end))
    text = report.text[:at] + "#" + report.text[at + 1 :]
    return replace(material, reports={**material.reports, report.id: replace(report, text=text)})


def other_report(material: Material, cited: Statement, rng: np.random.Generator) -> Material:
    """The statement names a report that does not exist."""
    moved = replace(cited, report="sha256:" + "0" * 64)
    return replace(material, statements={**material.statements, cited.id: moved})


def other_capture(material: Material, cited: Statement, rng: np.random.Generator) -> Material:
    """The report names a capture that does not exist."""
    report = replace(material.reports[cited.report], capture="0" * 64)
    return replace(material, reports={**material.reports, report.id: report})


CUTS: list[Cut] = [
    lose_statement, lose_report, lose_capture, move_quote, change_quote, change_report, other_report, other_capture,
]  # fmt: skip


def test_two_hundred_cuts_of_the_material_are_found(document: Document, material: Material, small: Catalog) -> None:
    """Whatever link between a figure and its bytes is cut, the document of the whole material no longer passes."""
    rng = np.random.default_rng(20240328)
    cited = sorted({key for entry in document.entries for key in entry.figure.statements})
    wording = Wording(small, "en")
    for number in range(200):
        statement = material.statements[cited[int(rng.integers(len(cited)))]]
        cut = CUTS[number % len(CUTS)]
        with pytest.raises(BriefError):
            check_document(document, Page(cut(material, statement, rng), small, wording))


def change_entry(entry: Entry, rng: np.random.Generator) -> Entry | None:
    """The entry with one link or number changed; None for the entry lost altogether."""
    figure = entry.figure
    changes: list[Entry | None] = [
        None,
        replace(entry, figure=replace(figure, shown="9" + figure.shown)),
        replace(entry, figure=replace(figure, statements=(*figure.statements, "s-unknown"))),
    ]
    if figure.statements and entry.kind in ("value", "words", "quote"):
        changes.append(replace(entry, figure=replace(figure, statements=())))
    if entry.parts and entry.kind in ("sum", "difference"):
        changes.append(replace(entry, parts=entry.parts[1:] if len(entry.parts) > 1 else ("f0",)))
    return changes[int(rng.integers(len(changes)))]


def test_two_hundred_changed_figures_are_found(document: Document, page: Page) -> None:
    """A figure that is lost, or whose number, statements or parts are changed, fails the check."""
    rng = np.random.default_rng(7)
    for _ in range(200):
        at = int(rng.integers(len(document.entries)))
        changed = change_entry(document.entries[at], rng)
        entries = [*document.entries[:at], *([changed] if changed else []), *document.entries[at + 1 :]]
        with pytest.raises(BriefError):
            check_document(replace(document, entries=tuple(entries)), page)


@pytest.mark.parametrize("which", ["launched", "intercepted"])
def test_a_settled_number_that_no_statement_gives_fails(material: Material, small: Catalog, which: str) -> None:
    """A best value that its statements do not give, nor add up to, stops the build and is named."""
    raid = material.state.raids[0]
    line = raid.lines[0]
    wrong = replace(getattr(line, which), low=77, best=77, high=77)
    lines = (replace(line, **{which: wrong}), *raid.lines[1:])
    state = replace(material.state, raids=(replace(raid, lines=lines), *material.state.raids[1:]))
    with pytest.raises(BriefError, match="77"):
        brief(replace(material, state=state), small)


def test_a_number_in_plain_words_fails(document: Document, page: Page) -> None:
    """A sentence that holds a number outside a figure is named by the error."""
    bad = Paragraph(sentences=(Sentence(parts=(Words(text="Some 14 drones got through."),)),))
    section = replace(document.sections[0], blocks=(*document.sections[0].blocks, bad))
    with pytest.raises(BriefError, match="Some 14 drones"):
        check_document(replace(document, sections=(section, *document.sections[1:])), page)


@pytest.mark.parametrize("number", ["14", "١٤", "1,240", "8%"])
def test_a_number_slipped_into_the_page_fails(document: Document, page: Page, text: str, number: str) -> None:
    """The scan of the finished page finds digits that stand in no figure, date, name, code or quote."""
    check_page(text, document, page)
    spot = text.index("</h2>", text.index('id="unknown"'))
    with pytest.raises(BriefError, match=re.escape(number)):
        check_page(text[:spot] + f" {number} drones" + text[spot:], document, page)


def test_a_changed_number_in_a_figure_of_the_page_fails(document: Document, page: Page, text: str) -> None:
    """A figure's link on the page must show what a figure of the document shows."""
    assert "<u>178</u>" in text
    with pytest.raises(BriefError, match="187431"):
        check_page(text.replace("<u>178</u>", "<u>187431</u>", 1), document, page)


def test_a_claim_without_its_speaker_fails(document: Document, page: Page) -> None:
    """A sentence with somebody's number must name who gave it."""
    value = next(entry for entry in document.entries if entry.kind == "value")
    bad = Paragraph(sentences=(Sentence(parts=(Number(figure=value.figure.id, shown=value.figure.shown),)),))
    section = replace(document.sections[0], blocks=(bad,))
    with pytest.raises(BriefError, match="name the speaker"):
        check_document(replace(document, sections=(section, *document.sections[1:])), page)
