"""Statements as they are laid side by side: by report, with their quotes marked in its text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from firstlight.errors import FirstlightError
from firstlight.explore.desk import Desk
from firstlight.explore.marked import Piece, Quoted, excerpt
from firstlight.model import Count, Package, Record, Report, Statement
from firstlight.when import KYIV, parse_instant

_TIME = re.compile(r"\b(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:[+-]\d{2}:\d{2}|Z)?)?\b")
_CODE = re.compile(r"\b[\w-]*[a-z][_-][\w-]+\b")  # ids are words joined by - or _

Held = Mapping[str, tuple[Statement, Report]]


class Said(Record, frozen=True, kw_only=True):
    """One statement of a card, under the number by which the page refers to it."""

    number: int
    statement: Statement
    speaker: str
    reading: str  # what was read, in words


class Card(Record, frozen=True, kw_only=True):
    """One report and what it says of the thing."""

    report: Report  # with its text left out
    source: str
    invented: bool
    pieces: tuple[Piece, ...]
    said: tuple[Said, ...]
    whys: tuple[tuple[str, str], ...]  # why its statements stand behind the thing, and the numbers of those


def cards(desk: Desk, held: Held, why: Mapping[str, str]) -> list[Card]:
    """The statements by report, in order of publication; numbered through in that order."""
    by_report: dict[tuple[str, str, str], list[Statement]] = {}
    reports: dict[tuple[str, str, str], Report] = {}
    for statement, report in held.values():
        key = (report.published or "9999", report.source, report.id)
        by_report.setdefault(key, []).append(statement)
        reports[key] = report
    made: list[Card] = []
    number = 0
    for key in sorted(by_report):
        report, said = reports[key], []
        for statement in sorted(by_report[key], key=lambda one: (one.quote.start, one.quote.end, one.id)):
            number += 1
            said.append(
                Said(
                    number=number,
                    statement=statement,
                    speaker=speaker(desk, statement, report),
                    reading=reading(desk, statement),
                )
            )
        made.append(_card(desk, report, said, why))
    return made


def _card(desk: Desk, report: Report, said: Sequence[Said], why: Mapping[str, str]) -> Card:
    whys: dict[str, list[str]] = {}
    for one in said:
        if one.statement.id in why:
            whys.setdefault(why[one.statement.id], []).append(str(one.number))
    quotes = [Quoted(start=o.statement.quote.start, end=o.statement.quote.end, number=o.number) for o in said]
    statements = [one.statement for one in said]
    pieces = excerpt(report.text, quotes, lambda text: desk.names(statements, text))
    return Card(
        report=report,
        source=source_name(desk, report.source),
        invented=desk.invented(report.source),
        pieces=tuple(pieces),
        said=tuple(said),
        whys=tuple((reason, ", ".join(numbers)) for reason, numbers in whys.items()),
    )


def numbers(made: Iterable[Card]) -> dict[str, int]:
    """The number of each statement on the page."""
    return {one.statement.id: one.number for card in made for one in card.said}


def source_name(desk: Desk, source: str) -> str:
    """The name of a publisher, as the catalogue has it or as it was given."""
    entry = desk.catalog.source(source)
    return entry.name if entry else source


def speaker(desk: Desk, statement: Statement, report: Report) -> str:
    """Whom a statement is credited to: its speaker, or the source that published it. A witness is never named."""
    name = source_name(desk, report.source)
    said = statement.speaker
    if said is None or not said.name.strip():
        return name
    if said.kind != "witness" and not desk.words.writes(said.name):
        return desk.words.role(said, name)
    return desk.words.speaker(said)


def speakers(desk: Desk, held: Held, most: int = 2) -> str:
    """Who stands behind some statements, in order of publication, the rest as others."""
    order = sorted(held.values(), key=lambda pair: (pair[1].published or "9999", pair[0].id))
    names: list[str] = []
    for statement, report in order:
        name = speaker(desk, statement, report)
        names += [] if name in names else [name]
        if len(names) > most:
            break  # the rest are others
    if not names:
        return desk.words.text("speaker", "unknown")
    shown = names[:most] + ([desk.words.text("speaker", "others")] if len(names) > most else [])
    return shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + " and " + shown[-1]


def reading(desk: Desk, statement: Statement) -> str:
    """What was read from a quote, in words: kind, number, of what, where, and how sure the text is."""
    number = _count(desk, statement.count)
    if statement.of is not None:
        number += f" of {_count(desk, statement.of)}"
    what = _what(desk, statement)
    where = _where(desk, statement)
    parts = [
        " ".join(part for part in (desk.words.label("whats", statement.kind), number) if part),
        what,
        where,
        "" if statement.certainty == "stated" else desk.words.label("certainty", statement.certainty),
        "about another time or story" if statement.background else "",
    ]
    return "; ".join(part for part in parts if part)


def _where(desk: Desk, statement: Statement) -> str:
    """Places by what they are: launched from, flown over, else in them."""
    by_role: dict[str, list[str]] = {}
    for place in statement.places:
        role = {"launch": "from", "over": "over"}.get(place.role or "", "in")
        by_role.setdefault(role, []).append(desk.words.place(place))
    return " ".join(f"{role} {', '.join(names)}" for role, names in sorted(by_role.items()))


def _what(desk: Desk, statement: Statement) -> str:
    words = desk.words
    if statement.weapon is not None:
        return words.weapon(statement.weapon)
    if statement.object is not None:
        return words.object(statement.object)
    if statement.supply is not None:
        status = words.label("statuses", statement.supply.status or "short")
        return f"{words.title(statement.supply.item)}, {status}"
    if statement.meeting is not None:
        return statement.meeting.body
    if statement.group or statement.utility:
        return words.label("whats" if statement.group else "utilities", statement.group or statement.utility or "")
    return ""


def _count(desk: Desk, count: Count | None) -> str:
    words = desk.words
    if count is None:
        return ""
    if count.form in ("withheld", "unnumbered"):
        return words.text("value", count.form)
    low, high = count.low, count.high
    unit = f" {words.label('units', count.unit)}" if count.unit not in (None, "weapons", "people") else ""
    if low is None and high is None:
        return words.text("value", "unknown")
    if high is None:
        return words.text("value", "at_least").format(low=words.number(low or 0)) + unit
    if low == high:
        return words.number(high) + unit
    if not low:
        return words.text("value", "at_most").format(high=words.number(high)) + unit
    return words.text("value", "range").format(low=words.number(low), high=words.number(high)) + unit


def plainly(desk: Desk, text: str) -> str:
    """A reason that the ledger gives, with its times, dates, ids of sources and codes of groups in words."""
    text = _TIME.sub(lambda found: _time(desk, found), text)
    return _CODE.sub(lambda found: _named(desk, found[0]), text)


def _named(desk: Desk, code: str) -> str:
    return desk.words.label("groups", code) if code in desk.words.keys("groups") else source_name(desk, code)


def _time(desk: Desk, found: re.Match[str]) -> str:
    try:
        moment = parse_instant(found[0]).astimezone(KYIV) if found[2] else None
        day = desk.words.date_text(moment.isoformat() if moment else found[1], "day")
    except (FirstlightError, ValueError):
        return found[0]
    return f"{day}, {moment:%H:%M}" if moment else day


def package_line(desk: Desk, package: Package) -> tuple[str, str, str]:
    """(item, from whom, for whom) of a package, in words."""
    donors = ", ".join(desk.words.country(code) for code in package.donor) or "not named"
    receivers = ", ".join(desk.words.country(code) for code in package.recipient) or "not named"
    return desk.words.title(package.item), donors, receivers
