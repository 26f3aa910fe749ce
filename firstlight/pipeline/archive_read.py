"""Reading a range of an archive: the stage function that engines carry out, and the parts that it leaves.

ID.facts.jsonl       a line for each report that says something, with its statements
ID.days.json         where each line begins, and which lines reach which date
ID.texts.jsonl       a row for each text: what decides which of equal texts counts, and what came of it
ID.statements.jsonl  the statements as flat rows
ID.refused.jsonl     what was not taken, with the reason
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from firstlight.catalog import Catalog, catalog
from firstlight.collect.options import Collected, CollectOptions, Entry
from firstlight.collect.parse import parse
from firstlight.collect.published import check_published
from firstlight.collect.warc import collect_warc_stream
from firstlight.engine import At, Outcome, Task, write_part
from firstlight.engine.ranges import Range, Slice, lines_of, rows_of
from firstlight.errors import UsageError
from firstlight.exchange.said import said_row
from firstlight.model import Capture, Record, Refusal, Report, Statement, digest
from firstlight.pipeline.keeping import unique
from firstlight.pipeline.reading import STOPPED
from firstlight.read import READER, Reading, read
from firstlight.reconcile import reach
from firstlight.reconcile.decided import rule

FIELDS = ("text", "source", "published", "address", "title")
COLLECTOR = "firstlight.archive/1"
UNRULED = rule(())  # an archive has no decisions
_line = msgspec.json.Encoder().encode


class Row(msgspec.Struct):
    """A text as a row of an archive has it: `text` is needed, the rest may be given."""

    text: str
    source: str | None = None
    published: str | None = None
    address: str | None = None
    title: str | None = None


class Facts(Record, frozen=True, kw_only=True):
    """A report with what it says, and its place in the archive."""

    row: int
    report: Report
    statements: tuple[Statement, ...]


class Days(Record, frozen=True, kw_only=True):
    """Where the lines of a facts file begin (and, last, where it ends), and the lines that reach each day."""

    places: list[int]
    days: dict[str, list[int]]


class Given(Record, frozen=True, kw_only=True):
    """What holds for a whole archive: source and date for texts that have none, and when it was taken in."""

    source: str | None = None
    published: str | None = None
    now: str


def task_of(found: Range, given: Given, catalogue: str) -> Task:
    """The task of reading a range; its id changes with the content, the reader, the data and what is said of it."""
    told = (found.id, found.kind, found.name, READER, catalogue, given.source or "", given.published or "")
    return Task(id=digest(told)[:32], given=msgspec.to_builtins(found), texts=found.texts)


def read_range(task: Task, folder: Path, common: dict[str, Any], at: At) -> Outcome:
    """Read every text of a range; the outcome counts texts, statements, and what was refused."""
    found, given = msgspec.convert(task.given, Range), msgspec.convert(common, Given)
    known, skip = catalog(), dict(task.skip)
    made, refused = _Parts(), Counter[str]()
    for number, item in _items(found, given, known, skip, at):
        if isinstance(item, Refusal):
            refused[item.reason] += 1
            made.refuse(number, item)
            continue
        slot, report = item
        made.add(slot, report, read(report, known))
    made.write(folder, task.id)
    return Outcome(
        task=task.id,
        texts=made.texts + refused.total(),
        made={"texts": made.texts, "statements": made.statements, **made.silent},
        refused=dict(refused),
        more={"days": made.counts(), "away": dict(made.away)},
    )


Item = Refusal | tuple[str, Report]


def _items(found: Range, given: Given, known: Catalog, skip: dict[int, str], at: At) -> Iterator[tuple[int, Item]]:
    """The reports of a range, each with the slot in which it counts ("" where it has none), and the refusals."""
    if found.kind == "warc":
        yield from _pages(found, given, known, skip, at)
        return
    rows: list[Any] = lines_of(found) if found.kind == "lines" else rows_of(found, FIELDS)
    for number, row in enumerate(rows):
        if row in (b"", b"\r"):
            continue
        at(number)
        if number in skip:
            yield number, _refused(found, number, skip[number], STOPPED[skip[number]])
            continue
        try:
            told = msgspec.json.decode(row, type=Row) if isinstance(row, bytes) else msgspec.convert(row, Row)
            entry = _entry(told, given)
        except msgspec.MsgspecError as error:
            yield number, _refused(found, number, "bad_row", str(error)[:200])
        except UsageError as error:
            yield number, _refused(found, number, "bad_date", str(error)[:200])
        else:
            for item in _report(told, entry, found, number, (given, known)):
                yield number, item


def _entry(row: Row, given: Given) -> Entry:
    published = row.published or given.published
    return Entry(
        source=row.source or given.source,
        address=row.address,
        published=check_published(published, "published") if published else None,
        title=row.title,
    )


def _report(row: Row, entry: Entry, found: Range, number: int, about: tuple[Given, Catalog]) -> Iterator[Item]:
    """The report of a row, as of a text file that holds its text."""
    given, known = about
    try:
        data = row.text.encode()
    except UnicodeEncodeError:
        yield _refused(found, number, "bad_row", "its text holds half a surrogate pair")
        return
    capture = Capture(
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        media="text",
        origin=found.name,
        collected_at=given.now,
        collector=COLLECTOR,
        source=entry.source,
    )
    parsed = parse(capture, data, entry, known)
    if isinstance(parsed, Refusal):
        yield _refused(found, number, parsed.reason, parsed.detail.partition(": ")[2])
        return
    for report in parsed[0]:
        yield "", report
    yield from parsed[1]


def _pages(found: Range, given: Given, known: Catalog, skip: dict[int, str], at: At) -> Iterator[tuple[int, Item]]:
    """The pages of a range of a web archive. A record at which workers died is passed over by its number."""
    options = CollectOptions(source=given.source, published=given.published)
    name = f"{found.name} from byte {found.start}"
    at(0)
    if skip:  # a stream cannot be entered behind a record that kills its reader
        yield 0, _refused(found, 0, next(iter(skip.values())), f"its {found.texts} records cannot be taken apart")
        return
    with Slice(found) as part:
        for number, item in enumerate(collect_warc_stream(part, name, options, known, given.now)):  # type: ignore[arg-type]
            at(number)
            if isinstance(item, Collected):
                for refusal in item.refusals:
                    yield number, refusal
                for report in item.reports:
                    where = report.address or item.capture.origin
                    yield number, (digest((where, "" if report.address else report.locator or "")), report)
            else:
                yield number, item


def _refused(found: Range, number: int, reason: str, detail: str) -> Refusal:
    item = f"{found.name}: text {number + 1} from {'row' if found.kind == 'parquet' else 'byte'} {found.start}"
    return Refusal(stage="collect", item=item, reason=reason, detail=f"{item}: {detail}")


class _Parts:
    """What a range gives, gathered for writing."""

    def __init__(self) -> None:
        self.texts = self.statements = 0
        self.silent: Counter[str] = Counter()
        self.away: Counter[str] = Counter()
        self._facts: list[bytes] = []
        self._days: dict[str, list[int]] = {}
        self._texts: list[bytes] = []
        self._said: list[bytes] = []
        self._refused: list[bytes] = []

    def refuse(self, number: int, refusal: Refusal) -> None:
        """One text that was not taken."""
        self._refused.append(_line({"row": number, **msgspec.to_builtins(refusal)}))

    def add(self, slot: str, report: Report, reading: Reading) -> None:
        """One text that was read."""
        statements, twice = unique(reading.statements)
        self.away.update(one.reason for one in (*reading.rejections, *twice))
        place = self.texts  # one row may hold several texts
        self.texts += 1
        self.statements += len(statements)
        why = next((one.detail for one in reading.rejections if one.reason == "unread"), "")
        rejected = sum(1 for one in reading.rejections if one.reason != "unread")
        if not statements:
            self.silent["unread" if why else "nothing stated"] += 1
        self._texts.append(_line(_text_row(place, slot, report, (len(statements), rejected, why))))
        if not statements:
            return
        kept = msgspec.structs.replace(report, spans=(), parts=())
        line = len(self._facts)
        self._facts.append(_line(Facts(row=place, report=kept, statements=tuple(statements))))
        for day in sorted({day for one in statements for day in reach(one, report, UNRULED).tokens}):
            self._days.setdefault(day, []).append(line)
        self._said += [_line({"row": place, **said_row(one, report)}) for one in statements]

    def counts(self) -> dict[str, int]:
        """How many reports reach each day."""
        return {day: len(lines) for day, lines in sorted(self._days.items())}

    def write(self, folder: Path, key: str) -> None:
        """Write the parts."""
        places = [0]
        for line in self._facts:
            places.append(places[-1] + len(line) + 1)
        write_part(folder / f"{key}.days.json", [_line(Days(places=places, days=self._days))])
        for name in ("facts", "texts", "said", "refused"):
            lines: list[bytes] = getattr(self, f"_{name}")
            part = folder / f"{key}.{'statements' if name == 'said' else name}.jsonl"
            write_part(part, (line + b"\n" for line in lines))


def _text_row(place: int, slot: str, report: Report, read: tuple[int, int, str]) -> dict[str, Any]:
    statements, rejected, why = read
    return {
        "row": place,
        "id": report.id,
        "slot": slot,
        "source": report.source,
        "published": report.published,
        "language": report.language,
        "title": report.title,
        "address": report.address,
        "characters": len(report.text),
        "statements": statements,
        "rejected": rejected,
        "unread": why,
    }
