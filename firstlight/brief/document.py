"""The document model: what a briefing is made of, before it is any one format.

A sentence is a row of parts. Digits may stand only in parts that lead somewhere: Number (a figure), DateText (a date
of the material), Name (a name of the catalogue or the material), Code (an id, hash, address or version), Note (a line
that the assessment or the catalogue wrote). Words hold none; check.py enforces it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from firstlight.model import Figure, Record, Value


class Words(Record, frozen=True, kw_only=True, tag=True):
    """Plain words from data/brief; no digits."""

    text: str


class Number(Record, frozen=True, kw_only=True, tag=True):
    """A number or claimed word that leads to its figure; `shown` repeats the figure's characters."""

    figure: str
    shown: str


class DateText(Record, frozen=True, kw_only=True, tag=True):
    """A date in words; `of` is one ISO date or instant, or two joined by '/', which `style` turns into `text`."""

    text: str
    of: str
    style: str


class Name(Record, frozen=True, kw_only=True, tag=True):
    """A name as the catalogue or the material has it; role speaker marks whose claim a sentence is."""

    text: str
    role: Literal["name", "speaker"] = "name"


class Code(Record, frozen=True, kw_only=True, tag=True):
    """An id, hash, version or address; `href` only ever http or https."""

    text: str
    href: str | None = None


class Note(Record, frozen=True, kw_only=True, tag=True):
    """A whole line that the assessment, the catalogue or the ledger wrote, unchanged."""

    text: str


class Ref(Record, frozen=True, kw_only=True, tag=True):
    """A link inside the document: `label` is words, `to` the id of a block."""

    label: str
    to: str


Part = Words | Number | DateText | Name | Code | Note | Ref


class Sentence(Record, frozen=True, kw_only=True, tag=True):
    """A sentence, list item, caption or table cell; `invented` when any of its figures is."""

    parts: tuple[Part, ...]
    invented: bool = False


class Paragraph(Record, frozen=True, kw_only=True, tag=True):
    """Sentences that follow each other; `style` is plain, lead or small."""

    sentences: tuple[Sentence, ...]
    style: Literal["plain", "lead", "small"] = "plain"


class Bullets(Record, frozen=True, kw_only=True, tag=True):
    """A list, one sentence an item."""

    items: tuple[Sentence, ...]


class Row(Record, frozen=True, kw_only=True, tag=True):
    """A table row; style total for a sum, silent for a night without a report."""

    cells: tuple[Sentence, ...]
    style: Literal["plain", "total", "silent"] = "plain"
    invented: bool = False


class Column(Record, frozen=True, kw_only=True, tag=True):
    """A column's heading and whether its cells are numbers."""

    head: str
    numeric: bool = False


class Table(Record, frozen=True, kw_only=True, tag=True):
    """A table with its caption; `rows` are as wide as `columns`, or one cell wide where style is silent."""

    id: str
    caption: Sentence
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: Sentence | None = None


class Key(Record, frozen=True, kw_only=True):
    """One line of a legend: its swatch (dark, light, dashed outline or none) and what it means."""

    swatch: Literal["through", "stopped", "open", "none"]
    text: str


class Chart(Record, frozen=True, kw_only=True, tag=True):
    """A picture in two widths (SVG text each), its legend, its caption and the words for who cannot see it.

    `figures` are those whose numbers it draws, `dates` and `scale` the other texts with digits that it may carry.
    """

    id: str
    caption: Sentence
    alt: Sentence
    wide: str
    narrow: str
    legend: tuple[Key, ...]
    figures: tuple[str, ...]
    dates: tuple[str, ...]
    scale: tuple[str, ...]
    invented: bool = False


class Heading(Record, frozen=True, kw_only=True, tag=True):
    """A heading inside a section."""

    text: Sentence


class Own(Record, frozen=True, kw_only=True, tag=True):
    """Paragraphs that the analyst wrote: characters, not checked, marked as theirs by the section they stand in."""

    paragraphs: tuple[str, ...]


Block = Paragraph | Bullets | Table | Chart | Heading | Own


class Section(Record, frozen=True, kw_only=True, tag=True):
    """A numbered part of the paper; annexes follow the two pages that stand alone."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    annex: bool = False


class Entry(Record, frozen=True, kw_only=True):
    """A figure and all that is needed to compute it again.

    `kind` value: one settled Value. sum: best values of `parts` added. difference: first of `parts` less the second.
    rate: `field` of the assessment's rate of `group`. left_out: how many lines the assessment left out for the reason
    `field`. count: how many `basis` there are (ids, nights, or a reason and its item).
    reckoned: what the assessment holds at the path `field`, written in the shape `group`. per_night: the first of
    `parts` divided by the nights of `basis`. words: something claimed without
    a number. quote: the words of one statement. `parts` are figure ids.
    """

    figure: Figure
    what: tuple[Part, ...]
    kind: Literal["value", "sum", "difference", "rate", "count", "left_out", "words", "quote", "reckoned", "per_night"]
    value: Value | None = None
    parts: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    group: str = ""
    field: str = ""
    history: tuple[tuple[str, int | None, int | None, str], ...] = ()


class Document(Record, frozen=True, kw_only=True):
    """A whole briefing; the four formats are made from this and nothing else."""

    language: str
    title: Sentence
    marking: str
    dated: Sentence
    invented: bool
    marks: tuple[str, ...]  # what else must stand beside the marking: invented, restricted
    sections: tuple[Section, ...]
    entries: tuple[Entry, ...]


def plain(sentence: Sentence) -> str:
    """The characters of a sentence, without links."""
    return "".join(part_text(part) for part in sentence.parts)


def part_text(part: Part) -> str:
    """The characters that one part shows."""
    if isinstance(part, Number):
        return part.shown
    if isinstance(part, Ref):
        return part.label
    return part.text


def sentences(document: Document) -> Iterator[tuple[Sentence, Row | None]]:
    """Every sentence of the document with the table row that it stands in, in reading order."""
    yield document.title, None
    yield document.dated, None
    for section in document.sections:
        for block in section.blocks:
            yield from _of_block(block)


def _of_block(block: Block) -> Iterator[tuple[Sentence, Row | None]]:
    if isinstance(block, Paragraph):
        yield from ((sentence, None) for sentence in block.sentences)
    elif isinstance(block, Bullets):
        yield from ((sentence, None) for sentence in block.items)
    elif isinstance(block, Heading):
        yield block.text, None
    elif isinstance(block, Chart):
        yield block.caption, None
        yield block.alt, None
    elif isinstance(block, Table):
        yield block.caption, None
        for row in block.rows:
            yield from ((cell, row) for cell in row.cells)
        if block.note is not None:
            yield block.note, None


def to_json(document: Document) -> bytes:
    """The document as JSON with a type tag on each node; the same document gives the same bytes."""
    return msgspec.json.encode(document)
