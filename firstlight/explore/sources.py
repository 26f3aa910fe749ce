"""Where it comes from: sources, their reports in all versions, one statement in its text, and captures."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any

from firstlight.errors import NotFoundError, UsageError
from firstlight.explore.answer import Answer, Data, Page
from firstlight.explore.asked import Asked, Pager, Param
from firstlight.explore.desk import Desk
from firstlight.explore.marked import Quoted, excerpt, visible, whole
from firstlight.explore.said import reading, source_name, speaker
from firstlight.model import Record, Report, Statement, picture_state
from firstlight.store import Listed, ReportFilter

SIZE = 50  # lines a page
PART = 20_000  # code points of a report's text on one page
LONGEST = 60_000  # code points of a text that is compared with another
VERSIONS = 50
COVERED = "[name covered]"
PNG = "image/png"
REPORT_PARAMS = (
    Param(name="source", kind="text", about="Id of the source, or the name as it was given."),
    Param(name="start", kind="date", about="First Kyiv date of publication, included."),
    Param(name="end", kind="date", about="Last Kyiv date of publication, included."),
    Param(name="mark", kind="text", about="A mark that the report bears, such as hidden."),
    Param(name="words", kind="text", about="Words of the title, as they stand in it."),
    Param(name="page", kind="number", about="Page of the list, from 1.", default="1"),
)
ONE_REPORT_PARAMS = (
    Param(name="page", kind="number", about="Part of a long text, from 1.", default="1"),
    Param(name="against", kind="text", about="Id of another version: show what differs."),
)
CAPTURE_PARAMS = (Param(name="page", kind="number", about="Page of its reports, from 1.", default="1"),)


class Publisher(Record, frozen=True, kw_only=True):
    """One source with what the catalogue knows of it and what the ledger holds."""

    key: str
    name: str
    kind: str
    side: str
    reliability: str
    licence: str
    counts: str
    reports: int
    statements: int
    first: str
    last: str
    invented: bool


def sources(desk: Desk, asked: Asked) -> Answer:
    """All sources of the ledger."""
    listed = [_publisher(desk, *line) for line in desk.pages.sources()]
    return Page(template="sources.html", title="Sources", content={"publishers": listed})


def reports(desk: Desk, asked: Asked) -> Answer:
    """The reports that the filter lets through, newest first, a page of them."""
    sieve = ReportFilter(
        source=asked["source"], start=asked["start"], end=asked["end"], mark=asked["mark"], words=asked["words"]
    )
    pager = Pager(page=asked.page, size=SIZE, total=desk.pages.how_many_reports(sieve))
    known = desk.pages.sources()
    publisher = next((_publisher(desk, *line) for line in known if line[0] == asked["source"]), None)
    content = {
        "lines": _lines(desk, desk.pages.reports(sieve, pager.offset, SIZE)),
        "pager": pager,
        "sources": sorted(((line[0], source_name(desk, line[0])) for line in known), key=lambda pair: pair[1]),
        "marks": [(mark, desk.words.label("marks", mark)) for mark in desk.pages.marks()],
        "publisher": publisher,
    }
    return Page(template="reports.html", title="Reports", content=content)


def report(desk: Desk, asked: Asked) -> Answer:
    """One report: its text with every quote marked, its versions, marks and statements."""
    key = asked.keys["key"]
    listed = desk.pages.listed(key)
    if not listed:
        raise NotFoundError(f"no report of this ledger has the id {key}")
    chosen = next((line for line in reversed(listed) if line.counts), listed[-1])
    shown = next(r for r in reversed(desk.pages.attributions(key)) if (r.source == chosen.source))
    statements = desk.pages.read_from(chosen.seq)
    start = (asked.page - 1) * PART
    if start and start >= len(shown.text):
        raise NotFoundError(f"the text of {key} has no part {asked.page}")
    numbered = list(enumerate(statements, start=1))
    others = [
        line
        for line in desk.pages.reports(ReportFilter(address=chosen.address), 0, VERSIONS)
        if chosen.address and line.id != key
    ]
    content: dict[str, Any] = {
        "report": shown,
        "line": chosen,
        "source": source_name(desk, shown.source),
        "invented": desk.invented(shown.source),
        "marks": [desk.words.label("marks", mark) for mark in shown.marks],
        "attributions": _lines(desk, listed) if len(listed) > 1 else [],
        "versions": _lines(desk, others),
        "pager": Pager(page=asked.page, size=PART, total=len(shown.text)),
        "pieces": _part(desk, shown, numbered, start),
        "said": [
            (number, one, speaker(desk, one, shown), reading(desk, one), desk.pages.holders(one.id))
            for number, one in numbered
        ],
        "differences": list(_differences(desk, asked["against"], shown)) if asked["against"] else [],
        "against": asked["against"],
    }
    return Page(template="report.html", title=visible(shown.title or "A report"), content=content)


def statement(desk: Desk, asked: Asked) -> Answer:
    """One statement: its words in the source, what was read from them, and what it stands behind."""
    key = asked.keys["key"]
    held = desk.pages.statements([key])
    if key not in held:
        raise NotFoundError(f"no statement of this ledger has the id {key}")
    one, told = held[key]
    quote = Quoted(start=one.quote.start, end=one.quote.end, number=1)
    content = {
        "statement": one,
        "report": told,
        "source": source_name(desk, told.source),
        "invented": desk.invented(told.source),
        "speaker": speaker(desk, one, told),
        "reading": reading(desk, one),
        "pieces": excerpt(told.text, [quote], lambda text: desk.names([one], text)),
        "holders": desk.pages.holders(key),
        "asides": desk.pages.asides(key),
        "decisions": [(made, at) for made, at in desk.pages.decisions() if key in made.statements],
    }
    return Page(template="statement.html", title="A statement", content=content)


def capture(desk: Desk, asked: Asked) -> Answer:
    """One capture: where its bytes came from, when, and the reports that they hold."""
    key = asked.keys["key"]
    held = desk.pages.captures(key)
    made = desk.pages.picture(key)
    sieve = ReportFilter(capture=key)
    pager = Pager(page=asked.page, size=SIZE, total=desk.pages.how_many_reports(sieve))
    content = {
        "captures": held,
        "first": held[0],
        "picture": made,
        "no_picture": desk.words.label("pictures", picture_state(held[0], made)),
        "pager": pager,
        "lines": _lines(desk, desk.pages.reports(sieve, pager.offset, SIZE)),
    }
    return Page(template="capture.html", title="A capture", content=content)


def bytes_of(desk: Desk, asked: Asked) -> Answer:
    """The bytes of a capture as they were received, as plain text that nothing can run in; the look is logged."""
    key = asked.keys["key"]
    desk.pages.captures(key)
    data = desk.pages.blobs.read(key)
    desk.looked("capture", key)
    return Data(body=data, media="text/plain", sandboxed=True)


def picture_of(desk: Desk, asked: Asked) -> Answer:
    """The picture of a captured page, which we drew from its bytes; the look is logged."""
    key = asked.keys["key"]
    made = desk.pages.picture(key)
    if made is None or made.sha256 is None:
        raise NotFoundError(f"there is no picture of {key}")
    data = desk.pages.blobs.read(made.sha256)
    desk.looked("picture", key)
    return Data(body=data, media=PNG)


def _part(desk: Desk, shown: Report, numbered: list[tuple[int, Statement]], start: int) -> list[Any]:
    text = shown.text[start : start + PART]
    quotes = [
        Quoted(start=max(0, one.quote.start - start), end=min(len(text), one.quote.end - start), number=number)
        for number, one in numbered
        if one.quote.start < start + len(text) and one.quote.end > start
    ]
    statements = [one for _, one in numbered]
    return list(whole(text, quotes, lambda piece: desk.names(statements, piece)))


def _differences(desk: Desk, other: str, shown: Report) -> Iterator[tuple[str, str]]:
    """(sign, line) of a comparison by lines, names covered: "-" stood only in the other version, "+" only in this."""
    found = desk.pages.attributions(other)
    if not found:
        raise NotFoundError(f"no report of this ledger has the id {other}")
    before, after = _covered(desk, found[-1].text), _covered(desk, shown.text)
    if max(len(before), len(after)) > LONGEST:
        raise UsageError(f"texts over {LONGEST} characters are not compared here: use the captures")
    for line in difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=1):
        if not line.startswith(("---", "+++")):
            yield line[:1], line[1:]


def _covered(desk: Desk, text: str) -> str:
    made, at = "", 0
    for low, high in sorted(desk.names((), text)):
        if low >= at:
            made += text[at:low] + COVERED
            at = high
    return visible(made + text[at:])


def _lines(desk: Desk, found: list[Listed]) -> list[tuple[Listed, str, bool]]:
    return [(line, source_name(desk, line.source), desk.invented(line.source)) for line in found]


def _publisher(desk: Desk, key: str, reports: int, said: int, first: str, last: str) -> Publisher:
    entry = desk.catalog.source(key)
    words = desk.words
    return Publisher(
        key=key,
        name=entry.name if entry else key,
        kind=words.label("source_kinds", entry.kind) if entry else "",
        side=words.country(entry.side) if entry and entry.side else "",
        reliability=entry.reliability if entry else "F",
        licence=entry.licence if entry else "",
        counts=entry.counts if entry else "",
        reports=reports,
        statements=said,
        first=first[:10],
        last=last[:10],
        invented=desk.invented(key),
    )
