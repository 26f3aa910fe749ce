"""The public table of missile attacks on Ukraine as statements of a dataset source.

Each row becomes one report, whose text is our own view of the row, and a statement for each number that it gives.
A row of the table was put together by its author from one post; the speaker is that post's publisher. Cleaning rules
(docs/methods.md, "The imported record"): nothing is mended silently; what is not taken is a refusal with a reason, and
what is taken with a doubt carries a mark.

Invariants
- rows of the file = reports + refusals whose item is a whole row ("row 7").
- The quote of every statement is a slice of its report's text, and the count is the number in it.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from datetime import datetime, timedelta

from firstlight.catalog import Catalog
from firstlight.errors import TableError, TimeError
from firstlight.exchange.attack_map import AttackMap
from firstlight.exchange.attack_row import AttackRow, row_statements, row_view
from firstlight.exchange.cells import Row, read_table
from firstlight.model import Capture, Record, Refusal, Report, Statement, digest
from firstlight.when import NIGHT_FROM, Interval, at, day_of, days, parse_date

READER = "missile-attacks/1"

_NATURAL_KEY = ("source", "start", "end", "model", "target", "launch")
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T]+(\d{1,2}):(\d{2}))?")


class Imported(Record, frozen=True, kw_only=True):
    """What an import took in. `keys` gives each report the natural key of its row, by which a later edition of the
    table supersedes it; `flags` counts the marks on the reports that were taken."""

    capture: Capture
    reports: tuple[Report, ...]
    statements: tuple[Statement, ...]
    refusals: tuple[Refusal, ...]
    keys: tuple[tuple[str, str], ...] = ()  # (report id, natural key)
    flags: tuple[tuple[str, int], ...] = ()


def read_missile_attacks(data: bytes, origin: str, catalog: Catalog, now: str) -> Imported:
    """The rows of the table as reports and statements.

    data: the bytes of the CSV file; origin: its name or address; now: the instant of the import, ISO 8601.
    Raises TableError where the bytes are no such table: empty, not UTF-8, not CSV, a column missing or renamed, or no
    row that can be read.
    """
    names = AttackMap(catalog)
    table = read_table(data, origin)
    _check_columns(table.header, names, origin)
    capture = Capture(
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        media="table",
        origin=origin.replace("\\", "/").rpartition("/")[2] if "://" not in origin else origin,
        collected_at=now,
        collector=READER,
        source=names.settings["source"],
    )
    reports: dict[str, Report] = {}
    statements: list[Statement] = []
    refusals: list[Refusal] = []
    keys: dict[str, str] = {}
    posts: dict[tuple[str, ...], str] = {}
    for record in table.rows:
        row = _row(record, table.header, names)
        if isinstance(row, str):
            reason, _, detail = row.partition(": ")
            refusals.append(_refusal(f"row {record.number}", reason, detail))
            continue
        again = _repeats(row, posts)
        if again == "duplicate_row":
            refusals.append(_refusal(f"row {record.number}", again, "the same weapon, window, place and post as above"))
            continue
        report = _report(row, data, capture, names, (again,) if again else ())
        made, dropped = row_statements(row, report, names, READER)
        reports[report.id] = report
        keys[report.id] = digest([row.text(name) for name in _NATURAL_KEY])
        statements.extend(made)
        refusals.extend(_refusal(f"row {record.number}, {column}", reason, why) for column, reason, why in dropped)
    if not reports:
        raise TableError(f"{origin}: none of its {len(table.rows)} rows can be read; the first: {refusals[0].detail}")
    flags = Counter(mark for report in reports.values() for mark in report.marks)
    return Imported(
        capture=capture,
        reports=tuple(reports.values()),
        statements=tuple(statements),
        refusals=tuple(refusals),
        keys=tuple(keys.items()),
        flags=tuple(sorted(flags.items())),
    )


def _check_columns(header: tuple[str, ...], names: AttackMap, origin: str) -> None:
    doubled = [column for column, times in Counter(header).items() if times > 1]
    missing = [column for column in names.columns.values() if column not in header]
    if missing or doubled:
        wrong = f"no column {', '.join(missing)}" if missing else f"two columns named {', '.join(doubled)}"
        raise TableError(
            f"{origin}: {wrong}; found: {', '.join(header)[:300]}. "
            "Rename the column in the file, or tell its new name in data/missile_attacks.toml"
        )


def _row(record: Row, header: tuple[str, ...], names: AttackMap) -> AttackRow | str:
    """The row with its weapon, window and publisher found, or "reason: detail" where it has to be refused."""
    if record.broken:
        return f"broken_row: {record.broken}; mend the row in the file"
    cells = {name: record.cells[header.index(column)] for name, column in names.columns.items()}
    weapon = names.weapon(cells["model"].text.strip())
    if isinstance(weapon, str):
        return f"unknown_model: {weapon!r} is not in data/missile_attacks.toml; add it there with its class or model"
    try:
        window = attack_window(cells["start"].text, cells["end"].text, names.settings["morning_hour"])
    except TimeError as error:
        return f"bad_time: {error}"
    return AttackRow(
        record=record,
        header=header,
        cells=cells,
        weapon=weapon,
        window=window,
        night=day_of(window).isoformat(),
        reporter=names.reporter(cells["source"].text.strip()),
    )


def attack_window(start: str, end: str, morning_hour: int) -> Interval:
    """When an attack of the table took place, from its two local Kyiv times. TimeError where they are none.

    Both with an hour: as they stand; a single moment lasts one minute. Neither: whole days. Only the end: where it is
    a morning of the start's date or the next, a night that began on the eve at 18:00 (the publisher's summary of a
    night dates it by its morning); else from the start of the first day. Only the start: to the end of the last day.
    """
    first, last = _MOMENT.fullmatch(start.strip()), _MOMENT.fullmatch(end.strip())
    if first is None or last is None:
        bad = start if first is None else end
        raise TimeError(f"{bad!r} is not a time; the table writes 2024-03-28 or 2024-03-28 08:00")
    opening, closing = parse_date(first[1]), parse_date(last[1])
    if not first[2] and not last[2]:
        window = days(opening, closing) if opening <= closing else None
    elif not last[2]:
        window = Interval(_at(first), at(closing, 24), "day")
    else:
        until = _at(last, later=True)
        if first[2]:
            begin = _at(first)
            until = begin + timedelta(minutes=1) if begin == until else until
            window = Interval(begin, until, "minute")
        elif int(last[2]) < morning_hour and closing - opening <= timedelta(days=1):
            window = Interval(at(closing - timedelta(days=1), NIGHT_FROM), until, "part_of_day")
        else:
            window = Interval(at(opening, 0), until, "part_of_day")
    if window is None or window.end <= window.start:
        raise TimeError(f"the attack ends ({end.strip()}) before it begins ({start.strip()})")
    return window


def _at(found: re.Match[str], *, later: bool = False) -> datetime:
    hour, minute = int(found[2]), int(found[3])
    if hour > 23 or minute > 59:
        raise TimeError(f"{found[0]!r} is no time of day")
    return at(parse_date(found[1]), hour, minute, later=later)


def _repeats(row: AttackRow, posts: dict[tuple[str, ...], str]) -> str | None:
    """Whether a row repeats an earlier one: from the same post (refused), or from another (a likely repost)."""
    key = tuple(row.text(name) for name in ("start", "end", "model", "target", "launched", "launch"))
    post = row.text("source")
    if key not in posts:
        posts[key] = post
        return None
    return "duplicate_row" if posts[key] == post else "possible_repost"


def _report(row: AttackRow, data: bytes, capture: Capture, names: AttackMap, marks: tuple[str, ...]) -> Report:
    text, spans = row_view(row)
    post = row.text("source")
    return Report(
        id="sha256:" + hashlib.sha256(data[row.record.start : row.record.end]).hexdigest(),
        capture=capture.sha256,
        locator=f"row {row.record.number}",
        source=names.settings["source"],
        address=(post if "://" in post else names.settings["address"] + post) if post else None,
        title=None,
        published=None,  # the table does not say when a post was published
        language=names.settings["language"],
        text=text,
        view=READER,
        encoding="utf-8",
        spans=spans,
        marks=tuple(sorted((*marks, *row.marks(names.settings["early_until"])))),
        media_type="table",
    )


def _refusal(item: str, reason: str, detail: str) -> Refusal:
    return Refusal(stage="import", item=item, reason=reason, detail=detail)
