"""The first two pages of a briefing stand alone: whatever the week holds, the annexes begin on the third."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

from firstlight.brief import briefing, compose
from firstlight.brief.document import Document, Number, Ref, Table, plain, sentences
from firstlight.brief.page import Page
from firstlight.brief.words import Wording
from firstlight.catalog import Catalog, catalog
from firstlight.model import Material
from firstlight.pipeline import Ledger
from firstlight.pipeline.demo import examples as example_week
from firstlight.pipeline.demo import invented
from tests.brief.catalogues import catalogue
from tests.brief.heavy import heavy

LANGUAGES = ("en", "uk")
NEEDED = ("bottom", "unknown", "fired", "hit", "support", "expect", "own", "basis")
CONVERTER = "soffice"


@pytest.fixture(scope="module")
def full() -> Material:
    """The week in which everything is long."""
    return heavy()


def first_annex(data: bytes, data_of: Catalog, language: str) -> int:
    """The number of the page of a PDF on which the first annex begins: the first that opens with an annex heading."""
    wording = Wording(data_of, language)
    titles = {wording.text("sections", key).split(":")[0] for key in ("nights", "incidents", "sources", "own_full")}
    assert len(titles) == 1
    word = titles.pop() + ":"
    for number, page in enumerate(PdfReader(io.BytesIO(data)).pages, 1):
        lines = [line.strip() for line in page.extract_text().splitlines() if line.strip()]
        if any(line.startswith(word) for line in lines[:4]):
            return number
    pytest.fail("no page opens with an annex")


@pytest.fixture(scope="module")
def composed(full: Material, small: Catalog) -> Document:
    """The heavy week's document, in English."""
    return compose(Page(full, small, Wording(small, "en")))


@pytest.mark.release
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_heavy_week_has_two_pages_before_its_annexes(full: Material, small: Catalog, language: str) -> None:
    """Twenty-four incidents, ten packages of five steps, seven options and long names leave the front at two pages."""
    assert first_annex(briefing(full, small, ".pdf", language), small, language) == 3


def test_a_front_that_does_not_fit_says_so(material: Material, tmp_path: Path) -> None:
    """Where two pages cannot hold the first part at any size it runs on, and the first page tells; else it does not."""
    told = {}
    for times in (1, 250):
        folder = tmp_path / f"catalogue-{times}"
        catalogue(folder)
        path = folder / "brief" / "en.toml"
        line = next(line for line in path.read_text("utf-8").splitlines() if line.startswith("how_print = "))
        words = line.partition(" = ")[2].strip('"')
        long = f"how_print = {json.dumps(' '.join([words] * times))}"
        path.write_text(path.read_text("utf-8").replace(line, long), "utf-8")
        made = Catalog(folder)
        data = briefing(material, made, ".pdf")
        told[times] = ("first part runs on" in pdf_words(data), first_annex(data, made, "en") > 3)
    assert told == {1: (False, False), 250: (True, True)}


def pdf_words(data: bytes) -> str:
    """The words of the first page of a PDF, a space between them."""
    return " ".join(PdfReader(io.BytesIO(data)).pages[0].extract_text().split())


def test_the_first_pages_hold_what_a_council_needs(composed: Document) -> None:
    """Each part of the front is there, in order, before the annexes, and each link of it leads to something."""
    document = composed
    assert [section.id for section in document.sections if not section.annex] == list(NEEDED)
    ids = {section.id for section in document.sections} | {"evidence"}
    ids |= {getattr(block, "id", "") for section in document.sections for block in section.blocks}
    links = {part.to for sentence, _ in sentences(document) for part in sentence.parts if isinstance(part, Ref)}
    assert links <= ids and {"nights", "incidents", "aid", "gaps", "sources", "method", "curves"} <= links


def test_what_the_first_pages_leave_out_stands_in_the_annexes(full: Material, composed: Document) -> None:
    """Every incident, package, round and option has its row in an annex, every reason for setting aside its line."""
    document = composed
    tables = {block.id: block for section in document.sections for block in section.blocks if isinstance(block, Table)}
    struck = sum(not incident.total and not incident.background for incident in full.state.incidents)
    assert len(tables["table-incidents"].rows) == struck > len(tables["struck"].rows)
    assert len(tables["all-packages"].rows) == len(full.state.packages) > len(tables["packages"].rows)
    assert len(tables["all-stocks"].rows) == 7 > len(tables["stocks"].rows)
    assert len(tables["all-options"].rows) == 7 > len(tables["options"].rows)
    annex = told(document, "gaps")
    assert all(reason in annex for reason in ("not text", "empty", "service message"))


def told(document: Document, section: str) -> str:
    """The text of one section."""
    kept = [one for one in document.sections if one.id == section]
    return " ".join(plain(sentence) for sentence, _ in sentences(document_of(document, kept)))


def document_of(document: Document, kept: list) -> Document:  # type: ignore[type-arg]
    """The document with some of its sections."""
    from msgspec.structs import replace

    return replace(document, sections=tuple(kept))


def test_rows_of_the_first_pages_name_who_says_it(composed: Document) -> None:
    """Short as the front is, a row with a claim names a speaker; the build fails otherwise, and no row lost its own."""
    document = composed
    front = document_of(document, [section for section in document.sections if not section.annex])
    held = [row for _, row in sentences(front) if row is not None and row.style != "silent"]
    numbers = [row for row in held if any(isinstance(part, Number) for cell in row.cells for part in cell.parts)]
    assert len(numbers) > 10


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Material]:
    """The material of the two briefings that `make demo` leaves, each assessed once for all formats and languages."""
    folder = tmp_path_factory.mktemp("examples")
    with Ledger(folder / "week") as ledger:
        ledger.collect([str(example_week())])
        ledger.read()
        ledger.reconcile()
    ledgers: list[tuple[Path, str, str, dict[str, Any]]] = [(folder / "week", "2024-03-21", "2024-03-28", {})]
    nights, inventory, options = invented(folder / "invented")
    ledgers.append((nights, "2031-06-17", "2031-06-23", {"inventory": inventory, "options": options}))
    found = {}
    for which, (place, start, end, asked) in enumerate(ledgers):
        with Ledger(place) as ledger:
            assessment, _ = ledger.assess(start, end, **asked)
            found[which] = ledger._material((start, end), assessment, None, None)
    return found


def _written(examples: dict[int, Material], folder: Path, ending: str) -> dict[tuple[int, str], Path]:
    """Each example in each language as a file of a format."""
    papers = {(which, language): folder / f"{which}-{language}{ending}" for which in (0, 1) for language in LANGUAGES}
    for (which, language), paper in papers.items():
        paper.write_bytes(briefing(examples[which], catalog(), ending, language))
    return papers


def _by_office(papers: Iterable[Path], folder: Path) -> None:
    """All of them as PDF beside themselves, by one start of LibreOffice."""
    home = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    order = [CONVERTER, "--headless", home, "--convert-to", "pdf", "--outdir", str(folder), *map(str, papers)]
    subprocess.run(order, check=True, capture_output=True, timeout=600)


def _by_chromium(papers: Iterable[Path], program: str) -> None:
    """All of them as PDF beside themselves, as one Chromium prints them."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page()
        for paper in papers:
            page.goto(paper.as_uri())
            page.pdf(path=paper.with_suffix(".pdf"), prefer_css_page_size=True)
        browser.close()


@pytest.mark.system
@pytest.mark.parametrize("ending", [".pdf", ".docx", ".html"])
def test_examples_have_two_pages_before_their_annexes(
    examples: dict[int, Material], ending: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """The example week and the invented one in both languages: as PDF, as LibreOffice lays the DOCX out, as Chromium
    prints the page."""
    if ending == ".docx" and shutil.which(CONVERTER) is None:
        pytest.skip("no LibreOffice: its pages of the DOCX cannot be counted")
    program = str(request.getfixturevalue("chromium")) if ending == ".html" else ""
    papers = _written(examples, tmp_path, ending)
    if ending == ".docx":
        _by_office(papers.values(), tmp_path)
    elif ending == ".html":
        _by_chromium(papers.values(), program)
    begins = {
        key: first_annex(paper.with_suffix(".pdf").read_bytes(), catalog(), key[1]) for key, paper in papers.items()
    }
    assert set(begins.values()) == {3}, begins
