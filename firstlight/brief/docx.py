"""The document as DOCX with live notes: the number of each figure opens the note with its source.

Notes of the first pages are endnotes, so that two pages stand alone; those of the annexes are footnotes, numbered on.

The body and the notes are written as WordprocessingML; python-docx supplies the package, the styles and the pictures.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import vl_convert

from firstlight.brief.charts import fonts
from firstlight.brief.document import (
    Block,
    Bullets,
    Chart,
    Code,
    DateText,
    Document,
    Heading,
    Number,
    Own,
    Paragraph,
    Part,
    Ref,
    Row,
    Sentence,
    Table,
    part_text,
    plain,
)
from firstlight.brief.evidence import Panel
from firstlight.brief.footnotes import Line, evidence, footnote
from firstlight.brief.page import Page
from firstlight.brief.pdf import UNBROKEN, widths
from firstlight.brief.words import visible
from firstlight.errors import BriefError

if TYPE_CHECKING:
    from docx.document import Document as Package

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = f'xmlns:w="{W}" xmlns:r="{R}"'
NOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}s+xml"
LINK = f"{R}/hyperlink"
EARLIEST = (1980, 1, 1, 0, 0, 0)  # of a zip entry: the file is not dated by the clock
TEXT_WIDTH = 10_090  # twentieths of a point between the margins of A4
PICTURE, MAP = 3_500_000, 2_500_000  # EMU wide, 97 and 69 mm
FIRST_PLACE = 1_000_000  # above every number of a note
SCALE = 3.0  # pixels of a picture for each of the drawing


def docx(document: Document, page: Page, panels: Sequence[Panel]) -> bytes:
    """The document as the bytes of a DOCX file. BriefError where python-docx is not installed."""
    try:
        import docx as library
    except ModuleNotFoundError as error:
        raise BriefError("a DOCX needs the package python-docx: pip install 'firstlight[docx]'") from error
    package = library.Document()
    paper = _Paper(package, page, {panel.entry.figure.id: panel for panel in panels})
    _properties(package, document, page)
    paper.write(document)
    _attach_notes(package, paper)
    _styles(package, page.wording.language)
    made = io.BytesIO()
    package.save(made)
    return _undated(made.getvalue())


class _Paper:
    """Writes blocks into the body, and collects the footnotes that they call."""

    def __init__(self, package: Package, page: Page, panels: dict[str, Panel]) -> None:
        self.package = package
        self.page = page
        self.panels = panels
        self.called: dict[str, int] = {}  # figure: number of its note
        self.front = 0  # of these, how many the first pages call
        self.annexes = False  # whether the annexes are being written
        self.pictures = self.places = 0

    def write(self, document: Document) -> None:
        """The whole paper."""
        body = self.package.element.body
        self.body: list[str] = []
        self.add("Marking", _run(" – ".join((document.marking, *document.marks))))
        self.add("Title", self.sentence(document.title))
        self.add("Small", self.sentence(document.dated))
        for number, section in enumerate(document.sections):
            first = section.annex and not document.sections[number - 1].annex
            if first:
                self.front, self.annexes = len(self.called), True
            heading = self.place(section.id) + _run(section.title)
            self.add("Heading1", heading, "<w:pageBreakBefore/>" if first else "")
            for block in section.blocks:
                self.block(block)
        self.evidence()
        xml = f'<w:body {SPACES} xmlns:wp="{_WP}" xmlns:a="{_A}" xmlns:pic="{_PIC}">{"".join(self.body)}</w:body>'
        from docx.oxml import parse_xml

        last = body.sectPr
        for element in list(parse_xml(xml)):
            last.addprevious(element)

    def place(self, name: str) -> str:
        """A mark that links lead to."""
        self.places += 1
        number = FIRST_PLACE + self.places
        return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/><w:bookmarkEnd w:id="{number}"/>'

    def add(self, style: str, runs: str, more: str = "") -> None:
        """One paragraph."""
        self.body.append(f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{runs}</w:p>')

    def block(self, block: Block) -> None:
        """One block of the document."""
        if isinstance(block, Paragraph):
            if block.style == "lead":
                for sentence in block.sentences:
                    self.add("Normal", self.sentence(sentence))
            else:
                space = _run(" ")
                runs = space.join(self.sentence(sentence) for sentence in block.sentences)
                self.add("Small" if block.style == "small" else "Normal", runs)
        elif isinstance(block, Bullets):
            for item in block.items:
                self.add("ListBullet", self.sentence(item))
        elif isinstance(block, Own):
            for text in block.paragraphs:
                self.add("Normal", _run(text))
        elif isinstance(block, Heading):
            self.add("Heading2", self.sentence(block.text))
        elif isinstance(block, Table):
            self.table(block)
        elif isinstance(block, Chart):
            self.chart(block)

    def table(self, table: Table) -> None:
        """A table with its caption above it and a heading row that every page repeats."""
        self.add("Caption", self.place(table.id) + self.sentence(table.caption), "<w:keepNext/>")
        shares = widths(table)
        wide = [round(TEXT_WIDTH * share / sum(shares)) for share in shares]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in wide)
        head = "".join(
            _cell(_run(column.head, "<w:b/>"), width, column.numeric)
            for column, width in zip(table.columns, wide, strict=True)
        )
        rows = "".join(self.row(row, table, wide) for row in table.rows)
        self.body.append(
            f'<w:tbl><w:tblPr><w:tblW w:w="{sum(wide)}" w:type="dxa"/><w:tblBorders><w:top w:val="single" w:sz="6"/>'
            '<w:bottom w:val="single" w:sz="6"/><w:insideH w:val="single" w:sz="2" w:color="BBBBBB"/></w:tblBorders>'
            '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="80" w:type="dxa"/>'
            f"</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
            f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>{rows}</w:tbl>"
        )
        self.add("Small", self.sentence(table.note) if table.note else "")

    def row(self, row: Row, table: Table, wide: Sequence[int]) -> str:
        """A table row; one cell across all columns where nothing is told of a night."""
        if row.style == "silent":
            runs = self.sentence(row.cells[0])
            cells = _cell(runs, sum(wide), False, f'<w:gridSpan w:val="{len(wide)}"/>')
        else:
            cells = "".join(
                _cell(self.sentence(cell, row.invented and at == 0), width, table.columns[at].numeric)
                for at, (cell, width) in enumerate(zip(row.cells, wide, strict=True))
            )
        return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"

    def chart(self, chart: Chart) -> None:
        """A picture with its words for who cannot see it, its caption above and its legend below."""
        from docx.shared import Emu

        self.add("Caption", self.sentence(chart.caption), "<w:keepNext/>")
        fonts()
        image = io.BytesIO(vl_convert.svg_to_png(chart.wide, scale=SCALE))
        paragraph = self.package.add_paragraph()
        shape = paragraph.add_run().add_picture(image, width=Emu(MAP if chart.id == "map" else PICTURE))
        self.pictures += 1
        named = shape._inline.docPr
        named.set("descr", plain(chart.alt))
        named.set("name", chart.id)
        named.set("id", str(self.pictures))
        self.body.append(str(paragraph._p.xml))
        paragraph._p.getparent().remove(paragraph._p)
        swatches = {"through": "■ ", "stopped": "▨ ", "open": "□ ", "none": ""}
        self.add("Small", _run("   ".join(swatches[key.swatch] + key.text for key in chart.legend)))
        if any(isinstance(part, Number) and part.figure not in self.called for part in chart.alt.parts):
            self.add("Small", self.sentence(chart.alt))

    def sentence(self, sentence: Sentence, marked: bool = False) -> str:
        """The runs of a sentence, with the word INVENTED behind it where it holds invented figures."""
        runs = "".join(self.part(part) for part in sentence.parts)
        if sentence.invented or marked:
            runs += _run(" ") + _run(self.page.wording.text("words", "invented"), _BADGE)
        return runs

    def part(self, part: Part) -> str:
        """The runs of one part; a figure calls its footnote where it is met first, and leads there afterwards."""
        text = visible(part_text(part))
        if isinstance(part, DateText) and len(text) <= UNBROKEN:
            text = text.replace(" ", "\u00a0")
        if isinstance(part, Number):
            return _run(text) + self.call(part.figure)
        if isinstance(part, Code):
            return self.code(text, part.href)
        if isinstance(part, Ref):
            return f'<w:hyperlink w:anchor="{part.to}" w:history="1">{_run(part.label, _LINE)}</w:hyperlink>'
        return _run(text)

    def call(self, figure: str) -> str:
        """The reference mark of a figure's note."""
        mark = figure[1:]
        style = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
        if figure in self.called:
            return f'<w:hyperlink w:anchor="{figure}" w:history="1"><w:r>{style}<w:t>{mark}</w:t></w:r></w:hyperlink>'
        number = self.called[figure] = len(self.called) + 1
        if mark != str(number):
            raise BriefError(f"note {number} would lead to figure {mark}: report this, with the ledger")
        kind = "footnote" if self.annexes else "endnote"
        return (
            f'<w:bookmarkStart w:id="{number}" w:name="{figure}"/><w:r>{style}'
            f'<w:{kind}Reference w:id="{number + 1}"/></w:r>'
            f'<w:bookmarkEnd w:id="{number}"/>'
        )

    def code(self, text: str, href: str | None) -> str:
        """An id, hash or address; a link where it is plain http or https."""
        run = _run(text, _MONO)
        if href is None:
            return run
        key = self.package.part.relate_to(href, LINK, is_external=True)
        return f'<w:hyperlink r:id="{key}">{run}</w:hyperlink>'

    def evidence(self) -> None:
        """The last annex: every figure with all that stands behind it."""
        text = self.page.wording.text
        self.add("Heading1", self.place("evidence") + _run(text("page", "evidence")), "<w:pageBreakBefore/>")
        self.add("Small", _run(text("page", "evidence_note")))
        for figure, panel in self.panels.items():
            first, *rest = evidence(panel, self.page)
            head = _run(f"{figure[1:]}  ") + _run(panel.entry.figure.shown, "<w:b/>") + _run(" – ")
            self.add("Small", head + self.line(first), "<w:keepNext/>")
            for line in rest:
                self.add("FootnoteText", self.line(line))

    def line(self, line: Line) -> str:
        """The runs of a line of evidence."""
        return "".join(
            self.code(piece.text, piece.href) if piece.style == "code" else _run(piece.text, STYLES[piece.style])
            for piece in line
        )

    def note(self, figure: str, number: int) -> str:
        """One note; links are left to the annex, since notes hold none of their own."""
        kind = "endnote" if number <= self.front else "footnote"
        mark = f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:{kind}Ref/></w:r>'
        line = footnote(self.panels[figure], self.page)
        runs = "".join(_run(piece.text, STYLES[piece.style]) for piece in line)
        paragraph = f'<w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>{mark}{_run(" ")}{runs}</w:p>'
        return f'<w:{kind} w:id="{number + 1}">{paragraph}</w:{kind}>'


_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_MONO = '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/><w:sz w:val="14"/>'
STYLES = {"plain": "", "strong": "<w:b/>", "quote": "<w:i/>", "code": _MONO, "figure": ""}
_LINE = '<w:u w:val="single"/>'
_BADGE = '<w:b/><w:sz w:val="14"/><w:bdr w:val="single" w:sz="4" w:space="0" w:color="auto"/>'


def _run(text: str, style: str = "") -> str:
    properties = f"<w:rPr>{style}</w:rPr>" if style else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _cell(runs: str, width: int, numeric: bool, more: str = "") -> str:
    side = '<w:jc w:val="right"/>' if numeric else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{more}</w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="Cell"/>{side}</w:pPr>{runs}</w:p></w:tc>'
    )


def _attach_notes(package: Package, paper: _Paper) -> None:
    """The parts with endnotes and footnotes, the separators that Word asks for, and their numbers."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part as File
    from docx.oxml import parse_xml

    section: Any = package.sections[0]._sectPr
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    for kind in ("footnote", "endnote"):
        ours = [(f, n) for f, n in paper.called.items() if (n <= paper.front) == (kind == "endnote")]
        notes = "".join(paper.note(figure, number) for figure, number in ours)
        separators = "".join(
            f'<w:{kind} w:type="{tag}" w:id="{number}"><w:p><w:r><w:{tag}/></w:r></w:p></w:{kind}>'
            for number, tag in enumerate(("separator", "continuationSeparator"))
        )
        numbered = f'<w:numFmt w:val="decimal"/><w:numStart w:val="{1 if kind == "endnote" else paper.front + 1}"/>'
        section.find(f"{{{W}}}pgSz").addprevious(parse_xml(f"<w:{kind}Pr {SPACES}>{numbered}</w:{kind}Pr>"))
        text = f"{head}<w:{kind}s {SPACES}>{separators}{notes}</w:{kind}s>"
        uri, media = PackURI(f"/word/{kind}s.xml"), NOTES.format(kind=kind)
        package.part.relate_to(File(uri, media, text.encode(), package.part.package), f"{R}/{kind}s")


def _properties(package: Package, document: Document, page: Page) -> None:
    import datetime as dt

    day = page.scope.dated or page.material.end
    moment = dt.datetime.combine(dt.date.fromisoformat(day), dt.time())
    core = package.core_properties
    core.title, core.author = plain(document.title), "Firstlight"
    core.comments = " – ".join((document.marking, *document.marks))
    core.language = page.wording.language
    core.created = core.modified = moment
    core.last_modified_by, core.revision = "Firstlight", 1


def _styles(package: Package, language: str) -> None:
    """Sizes of a dense paper on A4, and the styles of notes and cells."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    styles: Any = package.styles
    section = package.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(16)
    section.top_margin = section.bottom_margin = Mm(16)
    section.footer.paragraphs[0].text = package.core_properties.comments
    section.footer.paragraphs[0].style = styles["Caption"]
    sizes = {"Normal": 8.8, "Title": 16.0, "Heading 1": 11.0, "Heading 2": 10.0, "Caption": 8.0, "List Bullet": 8.8}
    for name, size in sizes.items():
        style = styles[name]
        style.font.size = Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.font.name = "Arial"
        fonts_of = style.element.rPr.rFonts
        for key in [key for key in fonts_of.attrib if key.endswith("Theme")]:
            del fonts_of.attrib[key]
        fonts_of.set(qn("w:cs"), "Arial")
        style.paragraph_format.space_before = Pt(7 if name == "Heading 1" else 3 if name == "Heading 2" else 0)
        style.paragraph_format.space_after = Pt(2)
        style.paragraph_format.line_spacing = 1.0
    for name, size in (("Cell", 7.5), ("Small", 7.5), ("Marking", 8.0), ("footnote text", 6.5)):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        style.font.size = Pt(size)
        style.font.bold = name == "Marking" or None
        style.paragraph_format.space_after = Pt(0 if name in ("Cell", "footnote text") else 2)
    styles["footnote text"].element.set(f"{{{W}}}styleId", "FootnoteText")
    styles.element.append(
        parse_xml(
            f'<w:style {SPACES} w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
            '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
        )
    )
    defaults = styles.element.find(f"{{{W}}}docDefaults/{{{W}}}rPrDefault/{{{W}}}rPr/{{{W}}}lang")
    if defaults is not None:
        defaults.set(f"{{{W}}}val", language)


def _undated(data: bytes) -> bytes:
    """The same package with its entries in order and without the time at which it was written."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as kept:
        names = sorted(given.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(entry, given.read(name))
    return made.getvalue()
