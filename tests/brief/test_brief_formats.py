"""PDF, DOCX and Markdown from the same document as the page: every figure with its source, and text as text."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from firstlight.brief import briefing, compose, figures
from firstlight.brief.document import Document, Number, sentences
from firstlight.brief.page import Page
from firstlight.brief.words import Wording
from firstlight.catalog import Catalog
from firstlight.model import Material
from tests.brief.catalogues import catalogue
from tests.brief.material import World
from tests.brief.payloads import payloads

ROOT = Path(__file__).resolve().parents[2]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FORMATS = (".html", ".pdf", ".docx", ".md")
AGAIN = """
import hashlib, sys, tempfile
from pathlib import Path
from firstlight.brief import briefing
from tests.brief.catalogues import catalogue
from tests.brief.week import week
small = catalogue(Path(tempfile.mkdtemp()) / "catalogue")
for ending in (".html", ".pdf", ".docx", ".md"):
    print(ending, hashlib.sha256(briefing(week().material(), small, ending)).hexdigest())
"""


@pytest.fixture(scope="module")
def papers(material: Material, small: Catalog) -> dict[str, bytes]:
    """The invented week in each format."""
    return {ending: briefing(material, small, ending) for ending in FORMATS}


@pytest.fixture(scope="module")
def document(material: Material, small: Catalog) -> Document:
    """The document that all of them are made from."""
    return compose(Page(material, small, Wording(small, "en")))


def pdf_text(data: bytes) -> str:
    """The text of a PDF as one string without white space."""
    return bare("".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages))


def docx_part(data: bytes, name: str) -> ElementTree.Element:
    """One XML part of a DOCX."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return ElementTree.fromstring(archive.read(name))


def docx_text(data: bytes) -> str:
    """The text of body and notes of a DOCX without white space."""
    parts = (docx_part(data, f"word/{name}.xml") for name in ("document", "endnotes", "footnotes"))
    return bare("".join(element.text or "" for part in parts for element in part.iter(f"{W}t")))


def bare(text: str) -> str:
    """Text without white space."""
    return re.sub(r"\s+", "", text)


def test_each_figure_of_the_pdf_leads_to_its_evidence(papers: dict[str, bytes], document: Document) -> None:
    """Quote, source, time, report and capture of every statement stand in the text of the PDF, and links lead there."""
    text = pdf_text(papers[".pdf"])
    assert [figure.what for figure in figures(document) if bare(figure.what) not in text] == []
    pages = PdfReader(io.BytesIO(papers[".pdf"])).pages
    links = [note.get_object() for page in pages for note in page.get("/Annots") or ()]
    shown = [part for sentence, _ in sentences(document) for part in sentence.parts if isinstance(part, Number)]
    assert len([link for link in links if "/URI" not in str(link.get("/A"))]) >= len(shown) - len(figures(document))


def test_each_statement_stands_in_every_format(
    papers: dict[str, bytes], document: Document, material: Material
) -> None:
    """What a figure rests on is told in all formats: the words, the report's hash and the capture's."""
    texts = {".pdf": pdf_text(papers[".pdf"]), ".docx": docx_text(papers[".docx"])}
    texts[".md"] = bare(re.sub(r"\\(.)", r"\1", papers[".md"].decode()))
    for key in {key for figure in figures(document) for key in figure.statements}:
        statement = material.statements[key]
        report = material.reports[statement.report]
        for ending, text in texts.items():
            for part in (statement.quote.text, report.capture, report.id, key):
                assert bare(part) in text, (ending, key)


def test_notes_of_the_docx_are_live(papers: dict[str, bytes], document: Document) -> None:
    """Each figure that the text shows has one note: those of the first pages endnotes, the others footnotes that are
    numbered on; its number is the figure's, and the note holds words."""
    body = docx_part(papers[".docx"], "word/document.xml")
    called: list[int] = []
    for kind in ("endnote", "footnote"):
        notes = docx_part(papers[".docx"], f"word/{kind}s.xml")
        mine = [int(str(mark.get(f"{W}id"))) for mark in body.iter(f"{W}{kind}Reference")]
        start = next(body.iter(f"{W}{kind}Pr")).find(f"{W}numStart")
        assert start is not None and int(str(start.get(f"{W}val"))) == len(called) + 1 and len(mine) > 40
        held = {int(str(note.get(f"{W}id"))): note for note in notes.iter(f"{W}{kind}")}
        assert set(mine) == set(held) - {0, 1}
        for number in mine:
            assert held[number].find(f".//{W}{kind}Ref") is not None
            assert len("".join(part.text or "" for part in held[number].iter(f"{W}t"))) > 20
        called += mine
    assert called == list(range(2, len(called) + 2)) and len(called) > 100
    marks = {str(mark.get(f"{W}name")) for mark in body.iter(f"{W}bookmarkStart")}
    assert {str(link.get(f"{W}anchor")) for link in body.iter(f"{W}hyperlink") if link.get(f"{W}anchor")} <= marks


def test_footnotes_of_the_markdown_are_all_defined(papers: dict[str, bytes], document: Document) -> None:
    """Every figure is defined once, and everything that is called is defined."""
    text = papers[".md"].decode()
    defined = re.findall(r"(?m)^\[\^(\d+)\]: ", text)
    assert defined == [figure.id[1:] for figure in figures(document)]
    assert set(re.findall(r"(?<!\\)\[\^(\d+)\]", text)) == set(defined)


def test_the_pdf_is_tagged_and_carries_nothing_but_pages(papers: dict[str, bytes]) -> None:
    """The PDF says its language and title, is tagged, and holds no script, file or action of its own."""
    reader = PdfReader(io.BytesIO(papers[".pdf"]))
    root = reader.root_object
    assert str(root["/Lang"]) == "en" and "/StructTreeRoot" in root
    assert reader.metadata is not None and reader.metadata.title == "Air attacks, 21 to 28 March 2024"
    for forbidden in (b"/JavaScript", b"/JS ", b"/EmbeddedFile", b"/Launch", b"/OpenAction", b"/AcroForm"):
        assert forbidden not in papers[".pdf"]


def test_pictures_of_the_docx_have_words(papers: dict[str, bytes]) -> None:
    """Each picture of the DOCX carries its words for who cannot see it."""
    body = docx_part(papers[".docx"], "word/document.xml")
    told = [shape.get("descr") for shape in body.iter() if shape.tag.endswith("}docPr")]
    assert told and all("attack drones" in str(words) for words in told)


def test_every_format_says_that_it_is_no_publication(papers: dict[str, bytes]) -> None:
    """The marking stands in each format."""
    marking = "Working paper - not for publication"
    assert bare(marking) in pdf_text(papers[".pdf"])
    assert bare(marking) in docx_text(papers[".docx"])
    assert marking in papers[".md"].decode() and marking in papers[".html"].decode()


def test_formats_do_not_depend_on_where_they_are_built(papers: dict[str, bytes]) -> None:
    """Four builds in other locales, zones and hash seeds give the same bytes in every format."""
    places = (("7", "America/New_York", "uk_UA.UTF-8"), ("99", "Asia/Tokyo", "tr_TR"), ("0", "Europe/Kyiv", "C"))
    here = "".join(f"{ending} {hashlib.sha256(papers[ending]).hexdigest()}\n" for ending in FORMATS)
    for seed, zone, tongue in places:
        chosen = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": tongue, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-c", AGAIN],
            cwd=ROOT, env={**os.environ, **chosen}, capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert done.stdout == here


# --- text is text ---


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A week whose reports hold nothing but lines that would be markup, in each format."""
    world = World()
    for number, line in enumerate(payloads()):
        report = world.report("daily", f"2024-03-2{1 + number % 8}", f"before {line} after")
        world.say(report, "response", line)
    small = catalogue(tmp_path_factory.mktemp("hostile") / "catalogue")
    return {ending: briefing(world.material(), small, ending) for ending in FORMATS}


def test_there_are_enough_hostile_lines() -> None:
    """At least 300 lines, all different."""
    assert len(payloads()) >= 300


def test_hostile_lines_are_characters_in_the_pdf(hostile: dict[str, bytes]) -> None:
    """The text of the PDF holds every line as it was given; nothing leads out of it, nothing else is in it."""
    text = pdf_text(hostile[".pdf"])
    assert [line for line in payloads() if bare(line) not in text] == []
    assert b"/URI" not in hostile[".pdf"] and b"/JavaScript" not in hostile[".pdf"]


def test_hostile_lines_are_characters_in_the_docx(hostile: dict[str, bytes]) -> None:
    """The text of the DOCX holds every line as it was given, and no relation of it leads outside."""
    text = docx_text(hostile[".docx"])
    assert [line for line in payloads() if bare(line) not in text] == []
    with zipfile.ZipFile(io.BytesIO(hostile[".docx"])) as archive:
        relations = b"".join(archive.read(name) for name in archive.namelist() if name.endswith(".rels"))
        assert b"External" not in relations
        assert not [name for name in archive.namelist() if "vba" in name or "embed" in name]


def test_hostile_lines_are_characters_in_markdown(hostile: dict[str, bytes]) -> None:
    """A reader of Markdown that lets raw HTML through and makes links unasked shows every line as it was given."""
    reader = pytest.importorskip("markdown_it", reason="markdown-it-py reads the Markdown back")
    parser = reader.MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    text = hostile[".md"].decode()
    tokens = parser.parse(text)
    kinds = {token.type for token in tokens} | {child.type for token in tokens for child in token.children or ()}
    assert not {kind for kind in kinds if kind.startswith(("html", "link", "image", "code", "fence", "s_"))}
    shown = bare("".join(child.content for token in tokens for child in token.children or ()))
    assert [line for line in payloads() if bare(line) not in shown] == []
    assert not re.search(r"(?i)(?<!\\)://|(?<!\\)www\.e", text)


def test_hostile_lines_are_characters_in_html(hostile: dict[str, bytes]) -> None:
    """An HTML parser finds every line as text, one script, and no element that could load or run."""
    html = pytest.importorskip("lxml.html", reason="lxml reads the page back")
    tree = html.fromstring(hostile[".html"].decode())
    shown = bare("".join(tree.find("body").itertext()))
    assert [line for line in payloads() if bare(line) not in shown] == []
    assert len(tree.findall(".//script")) == 1
    for tag in ("img", "iframe", "object", "video", "input", "math", "details", "embed", "form", "base"):
        assert tree.find(f".//{tag}") is None
    assert not [name for element in tree.iter() for name in element.attrib if name.startswith("on")]
