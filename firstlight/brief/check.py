"""Fails the build of a briefing in which a number leads nowhere: first on the document, then on the finished page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape

from firstlight.brief.document import (
    Chart,
    Code,
    DateText,
    Document,
    Entry,
    Name,
    Note,
    Number,
    Part,
    Ref,
    Row,
    Sentence,
    Words,
    part_text,
    plain,
    sentences,
)
from firstlight.brief.page import Page
from firstlight.brief.recompute import complaint
from firstlight.errors import BriefError

CLAIMS = (
    "value",
    "sum",
    "difference",
    "rate",
    "per_night",
    "words",
    "quote",
)  # figures that somebody says
VOID = frozenset(["br", "hr", "img", "input", "link", "meta", "col", "wbr"])
TAG = re.compile(r"<!--.*?-->|<!doctype[^>]*>|<(/?)([a-zA-Z][\w:-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", re.S)
MARKED = re.compile(r'\bdata-as="(\w+)"')
SVG_TEXT = re.compile(r"<text\b[^>]*>(.*?)</text>", re.S)


def check_document(document: Document, page: Page) -> None:
    """Every digit stands in a part that leads somewhere, every figure resolves, every claim names who makes it.

    Raises BriefError that names the sentence and what is wrong with it.
    """
    entries = {entry.figure.id: entry for entry in document.entries}
    for entry in document.entries:
        _check_entry(entry, entries, page)
    for sentence, _ in sentences(document):
        for part in sentence.parts:
            _check_part(part, sentence, entries, page)
    for sentence, row in sentences(document):
        _check_attribution(sentence, row, entries)
        _check_invented(sentence, row, entries)
    for entry in document.entries:
        defined = Sentence(parts=entry.what)
        for part in entry.what:
            _check_part(part, defined, entries, page)
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Chart):
                _check_chart(block, entries, page)


def check_page(text: str, document: Document, page: Page) -> None:
    """Every digit run of the finished page stands in an element that says what it is, or is allowed by the wording.

    A second look that knows nothing of how the page was made. Raises BriefError with the text around the digits.
    """
    allowed = set(page.wording.table["digits"]["allowed"])
    shown = {entry.figure.shown for entry in document.entries}
    for chunk, marks, context in texts(text):
        if "figure" in marks and chunk.strip() and any(char.isdigit() for char in chunk) and chunk.strip() not in shown:
            raise BriefError(f"a figure shows {chunk.strip()!r}, which no figure of the briefing is: near {context!r}")
        if marks:
            continue
        for word in re.findall(r"\S*\d\S*", chunk):
            if word.strip(".,;:()") not in allowed:
                raise BriefError(
                    f"a number without a figure, {word!r}, in {context!r}: give it a figure or take it out"
                )


def texts(page: str) -> Iterator[tuple[str, frozenset[str], str]]:
    """Text of a page outside style and script, with the data-as marks of the elements around it and some context."""
    stack: list[tuple[str, str | None]] = []
    at = 0
    for found in TAG.finditer(page):
        chunk = page[at : found.start()]
        if chunk.strip() and not any(tag in ("style", "script") for tag, _ in stack):
            around = re.sub(r"<[^>]*>|\s+", " ", page[max(0, at - 200) : found.end() + 100])
            yield unescape(chunk), frozenset(mark for _, mark in stack if mark), unescape(around).strip()
        at = found.end()
        closing, tag, attributes = found.group(1), (found.group(2) or "").lower(), found.group(3) or ""
        if not tag or tag in VOID or attributes.rstrip().endswith("/"):
            continue
        if not closing:
            mark = MARKED.search(attributes)
            stack.append((tag, mark.group(1) if mark else None))
        elif stack and stack[-1][0] == tag:
            stack.pop()
        else:
            raise BriefError(f"the page closes <{tag}> where it was not open: mend the template")


def _check_entry(entry: Entry, entries: dict[str, Entry], page: Page) -> None:
    figure = entry.figure
    for key in figure.statements:
        broken = _broken(key, page)
        if broken:
            raise BriefError(f"figure {figure.id} ({figure.shown}: {figure.what}): {broken}; rebuild the ledger")
    for key in (*(k for rival in (entry.value.rivals if entry.value else ()) for k in rival.statements),):
        broken = _broken(key, page)
        if broken:
            raise BriefError(f"a rival of figure {figure.id} ({figure.what}): {broken}; rebuild the ledger")
    why = complaint(entry, entries, page)
    if why:
        raise BriefError(f"figure {figure.id} ({figure.shown}: {figure.what}): {why}; rebuild the ledger")


def _broken(key: str, page: Page) -> str | None:
    """What is cut between a statement's id and the bytes it came from, or None."""
    statement = page.material.statements.get(key)
    if statement is None or statement.id != key:
        return f"statement {key} is missing"
    report = page.material.reports.get(statement.report)
    if report is None or report.id != statement.report:
        return f"report {statement.report} is missing"
    quote = statement.quote
    if not quote.text or report.text[quote.start : quote.end] != quote.text:
        return f"the quote of statement {key} does not stand in its report"
    capture = page.material.captures.get(report.capture)
    if capture is None or capture.sha256 != report.capture:
        return f"capture {report.capture} is missing"
    return None


def _check_part(part: Part, sentence: Sentence, entries: dict[str, Entry], page: Page) -> None:
    text = part_text(part)
    wrong: str | None = None
    if isinstance(part, Words | Ref):
        allowed = page.wording.table["digits"]["allowed"]
        wrong = "a number without a figure" if any(c.isdigit() for c in text) and text.strip() not in allowed else None
    elif isinstance(part, Number):
        entry = entries.get(part.figure)
        wrong = None if entry and entry.figure.shown == part.shown else f"figure {part.figure} is missing or differs"
    elif isinstance(part, DateText):
        wrong = (
            None if page.wording.date_text(part.of, part.style) == text else "a date that is not what it was made from"
        )
    elif isinstance(part, Name | Code | Note):
        wrong = None if _derived(text, page) else f"{text!r} is no name, code or note of the material"
    if wrong:
        raise BriefError(f"{wrong}, in the sentence {plain(sentence)!r}")


def _derived(text: str, page: Page) -> bool:
    """Whether a text with digits stands in the material or the catalogue; text without digits needs no proof."""
    return not any(char.isdigit() for char in text) or text in page.names


def _check_attribution(sentence: Sentence, row: Row | None, entries: dict[str, Entry]) -> None:
    parts: Iterable[Part] = [part for cell in row.cells for part in cell.parts] if row else sentence.parts
    held = list(parts)
    claims = [p for p in held if isinstance(p, Number) and entries[p.figure].kind in CLAIMS]
    if claims and not any(isinstance(part, Name) and part.role == "speaker" for part in held):
        raise BriefError(f"a claim without the one who makes it, in {plain(sentence)!r}: name the speaker")


def _check_invented(sentence: Sentence, row: Row | None, entries: dict[str, Entry]) -> None:
    numbers = [part for part in sentence.parts if isinstance(part, Number)]
    marked = sentence.invented or (row is not None and row.invented)
    if not marked and any(entries[part.figure].figure.invented for part in numbers):
        raise BriefError(f"an invented number without the mark that says so, in {plain(sentence)!r}")


def _check_chart(chart: Chart, entries: dict[str, Entry], page: Page) -> None:
    held = [entries[key] for key in chart.figures if key in entries]
    known = {entry.figure.shown for entry in held} | {*chart.dates, *chart.scale}
    known |= {page.wording.value(entry.value, "sign") for entry in held if entry.value is not None}
    for picture in (chart.wide, chart.narrow):
        for found in SVG_TEXT.finditer(picture):
            text = " ".join(unescape(re.sub(r"<[^>]*>", " ", found.group(1))).split())
            if any(char.isdigit() for char in text) and text not in known:
                raise BriefError(f"the chart {chart.id} shows {text!r}, which no figure or date of it is")
