"""The document as Markdown (CommonMark with tables and footnotes): no raw HTML, every character of a report escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from firstlight.brief.document import (
    Block,
    Bullets,
    Chart,
    Code,
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
)
from firstlight.brief.evidence import Panel
from firstlight.brief.footnotes import Line, evidence
from firstlight.brief.page import Page
from firstlight.brief.words import visible

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|&~^!$=@])")
OPENS = re.compile(r"^(\s*\d*)([-+.)])(?=\s|$)")  # what would open a list at the start of a line
LINKS = re.compile(r"(?i)(://|www\.|xmpp:|mailto:|javascript:|data:)")  # what some readers turn into links unasked


def markdown(document: Document, page: Page, panels: Sequence[Panel]) -> str:
    """The document as Markdown text with a footnote behind each figure; charts are told in words."""
    words = page.wording.table["words"]
    mark = words["invented"]
    top = " – ".join((document.marking, *document.marks))
    lines = [f"**{escaped(top)}**", ""]
    lines += [f"# {_sentence(document.title, mark)}", "", _sentence(document.dated, mark), ""]
    for section in document.sections:
        lines += [f"## {escaped(section.title)}", ""]
        for block in section.blocks:
            lines += [*_block(block, page), ""]
    lines += [f"## {escaped(page.wording.text('page', 'evidence'))}", ""]
    lines += [escaped(page.wording.text("page", "evidence_note")), ""]
    for panel in panels:
        note = evidence(panel, page)
        lines.append(f"[^{panel.entry.figure.id[1:]}]: **{escaped(panel.entry.figure.shown)}** {_line(note[0])}")
        lines += [f"    - {_line(line)}" for line in note[1:]]
        lines.append("")
    lines += [f"**{escaped(document.marking)}**"]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def escaped(text: str) -> str:
    """Text as characters: nothing in it is markup or a link."""
    safe = SPECIAL.sub(r"\\\1", text)
    return LINKS.sub(lambda found: found.group(1).replace(":", "\\:").replace(".", "\\."), safe)


def _block(block: Block, page: Page) -> Iterable[str]:
    mark = page.wording.text("words", "invented")
    if isinstance(block, Paragraph):
        if block.style == "lead":
            for sentence in block.sentences:
                yield from (_sentence(sentence, mark), "")
        else:
            yield " ".join(_sentence(sentence, mark) for sentence in block.sentences)
    elif isinstance(block, Bullets):
        yield from (f"- {_sentence(item, mark)}" for item in block.items)
    elif isinstance(block, Own):
        for text in block.paragraphs:
            yield from (OPENS.sub(r"\1\\\2", escaped(text)), "")
    elif isinstance(block, Heading):
        yield f"### {_sentence(block.text, mark)}"
    elif isinstance(block, Table):
        yield from _table(block, mark)
    elif isinstance(block, Chart):
        yield _caption(block.caption, mark)
        yield ""
        yield f"{_sentence(block.alt, mark)}"


def _table(table: Table, mark: str) -> Iterable[str]:
    yield _caption(table.caption, mark)
    yield ""
    yield "| " + " | ".join(escaped(column.head) for column in table.columns) + " |"
    yield "|" + "|".join("---:" if column.numeric else "---" for column in table.columns) + "|"
    for row in table.rows:
        yield "| " + " | ".join(_cells(row, len(table.columns), mark)) + " |"
    if table.note is not None:
        yield from ("", _sentence(table.note, mark))


def _caption(caption: Sentence, mark: str) -> str:
    text = "".join(_part(part) for part in caption.parts)
    return f"**{text}** **{mark}**" if caption.invented else f"**{text}**"


def _cells(row: Row, width: int, mark: str) -> Iterable[str]:
    cells = [_sentence(cell, mark) for cell in row.cells]
    if row.invented:
        cells[0] += f" **{mark}**"
    return cells + [""] * (width - len(cells))


def _sentence(sentence: Sentence, mark: str) -> str:
    text = OPENS.sub(r"\1\\\2", "".join(_part(part) for part in sentence.parts))
    return f"{text} **{mark}**" if sentence.invented else text


def _part(part: Part) -> str:
    if isinstance(part, Number):
        return f"{escaped(part.shown)}[^{part.figure[1:]}]"
    if isinstance(part, Code):
        return _code(part.text, part.href)
    if isinstance(part, Ref):
        return escaped(part.label)
    return escaped(visible(part_text(part)))


def _line(line: Line) -> str:
    made = []
    for piece in line:
        if piece.style == "code":
            made.append(_code(piece.text, piece.href))
        elif piece.style == "figure":
            made.append(f"[^{piece.text}]")
        elif piece.style == "strong":
            made.append(f"**{escaped(piece.text.strip())}** ")
        else:
            made.append(escaped(piece.text))
    return OPENS.sub(r"\1\\\2", "".join(made))


def _code(text: str, href: str | None) -> str:
    """An id, hash or address as characters; an address that is plain http or https leads there."""
    if href is None:
        return escaped(text)
    target = href.replace("<", "%3C").replace(">", "%3E").replace("\\", "%5C")
    return f"[{escaped(text)}](<{target}>)"
