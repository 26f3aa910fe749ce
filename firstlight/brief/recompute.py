"""Computes each figure again from what it claims to rest on. Returns a complaint, or None where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import cast, get_args

from firstlight.brief.document import Entry
from firstlight.brief.figures import RateField, added, per_night, rate_shown
from firstlight.brief.gaps import rejection_name
from firstlight.brief.page import Page
from firstlight.brief.reckoned import at, rests_on, written
from firstlight.brief.sides import MIXED
from firstlight.brief.since import changes, name
from firstlight.brief.words import visible
from firstlight.model import Count, Statement, Value

TENTH = 10  # "about" holds a tenth to either side, as the ledger has it
REACH = 4096  # distinct sums looked at before a figure of many statements is taken to be reachable


def complaint(entry: Entry, entries: Mapping[str, Entry], page: Page) -> str | None:
    """Why the figure does not follow from its statements, parts or basis; None where it does."""
    if entry.kind in ("value", "sum", "difference"):
        return _of_value(entry, entries, page)
    if entry.kind == "rate":
        return _of_rate(entry, entries, page)
    if entry.kind == "count":
        return _of_count(entry, page)
    if entry.kind == "left_out":
        told = dict(page.material.assessment.left_out).get(entry.field)
        return (
            None if told is not None and page.wording.number(told) == entry.figure.shown else "the assessment differs"
        )
    if entry.kind == "reckoned":
        return _of_reckoned(entry, entries, page)
    if not entry.figure.statements:
        return "no statement stands behind it"
    if entry.kind == "per_night":
        return _of_night(entry, entries, page)
    if entry.kind == "quote":
        quote = page.material.statements[entry.figure.statements[0]].quote.text
        return None if visible(quote) == entry.figure.shown else "the words are not those of the statement"
    return _of_words(entry, page)


def _of_value(entry: Entry, entries: Mapping[str, Entry], page: Page) -> str | None:
    value = entry.value
    if value is None or page.wording.value(value) != entry.figure.shown:
        return "what is shown is not the value"
    if not entry.figure.statements:
        return "no statement stands behind it"
    if entry.kind == "sum":
        return _of_sum(value, entry, entries)
    if entry.kind == "difference":
        return _of_difference(value, entry, entries, page)
    if entry.figure.statements != value.statements:
        return "it does not name the statements of its value"
    said = [page.material.statements[key] for key in value.statements]
    for bound in {value.low, value.best, value.high} - {None, 0}:
        if bound is not None and not _said(bound, value, said, page):
            return f"none of its statements says {bound}"
    return None


def _said(bound: int, value: Value, said: Iterable[Statement], page: Page) -> bool:
    """Whether the statements, or those of the rivals, give the number, one alone or several added."""
    held = page.material.statements
    options = []
    for statement in said:
        rivals = page.rivals.get(statement.id, frozenset())
        options.append(_numbers(statement).union(*(_numbers(held[key]) for key in rivals if key in held)))
    own = {n for rival in value.rivals for key in rival.statements if key in held for n in _numbers(held[key])}
    loose = {n for count in _abouts((*said, *(held[k] for r in value.rivals for k in r.statements))) for n in count}
    return any(bound in numbers for numbers in (own, loose, *options)) or bound in sums(options, bound)


def _abouts(said: Iterable[Statement]) -> Iterable[range]:
    """What "about" spans: the ledger reads a tenth to either side, rounded outwards."""
    for statement in said:
        count = statement.count
        if count is not None and count.form == "about" and count.low is not None:
            high = count.high if count.high is not None else count.low
            yield range(count.low - -(-count.low // TENTH), high - (-high // TENTH) + 1)


def _numbers(statement: Statement) -> set[int]:
    counts: tuple[Count | None, ...] = (statement.count, statement.of, statement.locations)
    found = {n for count in counts if count is not None for n in (count.low, count.high) if n is not None}
    if statement.count is not None and statement.of is not None:
        found |= {whole - part for whole in (statement.of.low,) for part in (statement.count.low,) if whole and part}
    return found


def sums(options: list[set[int]], most: int) -> set[int]:
    """All sums of one number at most from each set, up to `most`; `most` itself where there are too many to list."""
    reached = {0}
    for numbers in options:
        reached |= {total + n for total in reached for n in numbers if total + n <= most}
        if len(reached) > REACH:
            return reached | {most}
    return reached


def _of_sum(value: Value, entry: Entry, entries: Mapping[str, Entry]) -> str | None:
    if any(key not in entries for key in entry.parts):
        return "one of its parts is missing"
    parts = [entries[key] for key in entry.parts]
    values = [part.value for part in parts if part.value is not None]
    again = added(values, open_ended=value.high is None)
    if (again.low, again.best) != (value.low, value.best):
        return "its parts do not add up to it"
    behind = {key for value in values for key in value.statements}
    return "it does not name the statements of its parts" if behind != set(entry.figure.statements) else None


def _of_difference(value: Value, entry: Entry, entries: Mapping[str, Entry], page: Page) -> str | None:
    """What got through is launched less intercepted, less what left or still flew, which statements must tell."""
    if any(key not in entries for key in entry.parts):
        return "one of its parts is missing"
    behind = {key for part in entry.parts for key in entries[part].figure.statements} | set(value.statements)
    if behind != set(entry.figure.statements):
        return "it does not name the statements of its parts"
    parts = [entries[key].value for key in entry.parts]
    if len(parts) != 2 or value.best is None:
        return None if value.best is None else "it does not name what it was computed from"
    launched, intercepted = parts
    if launched is None or intercepted is None or launched.best is None or intercepted.best is None:
        return "it was computed from a number that is not there"
    rest = launched.best - intercepted.best - value.best
    held = page.material.statements.values()
    gone = [_numbers(s) for s in held if s.kind in ("left", "airborne")]
    return None if rest == 0 or (rest > 0 and rest in sums(gone, rest)) else "launched less intercepted is not it"


def _of_rate(entry: Entry, entries: Mapping[str, Entry], page: Page) -> str | None:
    rate = next((rate for rate in page.material.assessment.rates if rate.group == entry.group), None)
    if rate is None:
        return "the assessment has no such rate"
    if entry.field not in get_args(RateField):
        return "the assessment has no such number"
    if rate_shown(rate, cast(RateField, entry.field), page.wording) != entry.figure.shown:
        return "the assessment's rate differs"
    if not entry.figure.statements or not entry.parts or any(key not in entries for key in entry.parts):
        return "no statement or figure stands behind it"
    behind = {key for part in entry.parts for key in entries[part].figure.statements} | set(rate.statements)
    if behind != set(entry.figure.statements):
        return "it does not name the statements of its parts"
    rows = [row for row in page.scope.rows if row.group == rate.group and row.rate_ok and row.night in rate.nights]
    plain = all(row.launched.state == row.intercepted.state == "known" for row in rows)  # no share of a mixed count
    for told, values in (
        (rate.launched, [row.launched for row in rows]),
        (rate.intercepted, [row.intercepted for row in rows]),
    ):
        if plain and sum(value.best or 0 for value in values) != told:
            return "the nights do not add up to what it rests on"
    return None


def _of_reckoned(entry: Entry, entries: Mapping[str, Entry], page: Page) -> str | None:
    if written(at(page.material, entry.field), entry.group, page.wording) != entry.figure.shown:
        return "the assessment's number differs"
    if not entry.parts or any(key not in entries for key in entry.parts):
        return "it does not lead to what it was computed from"
    if not any(entries[key].figure.statements for key in entry.parts):
        return "no statement stands behind what it was computed from"
    return None if entry.figure.restricted == rests_on(page.material, entry.field)[1] else "its restriction differs"


def _of_night(entry: Entry, entries: Mapping[str, Entry], page: Page) -> str | None:
    whole = entries.get(entry.parts[0]) if entry.parts else None
    if whole is None or whole.figure.statements != entry.figure.statements:
        return "it does not name the statements of its sum"
    if per_night(whole.value, len(entry.basis), page.wording) != entry.figure.shown:
        return "its sum divided by its nights is not it"
    return None


def _of_count(entry: Entry, page: Page) -> str | None:
    if page.wording.number(len(entry.basis)) != entry.figure.shown:
        return "it is not the number of things counted"
    held = countable(page)
    for thing, times in Counter(entry.basis).items():
        if thing not in held:
            return f"it counts {thing!r}, which the material does not hold"
        if times > held[thing]:
            return f"it counts {thing!r} more often than the material holds it"
    return None


def countable(page: Page) -> Mapping[str, int]:
    """Names of all things of the material that may be counted, and how often; made once for a page."""
    if page.countable is None:
        material, scope, state = page.material, page.scope, page.material.state
        once: tuple[Iterable[str], ...] = (
            scope.nights,
            (f"{row.night} {row.group}" for row in scope.rows),
            (f"{raid.night} {line.group or MIXED}" for raid in state.raids for line in raid.lines),
            (f"{source} {night}" for source, nights in scope.missing.items() for night in nights),
            material.reports,
            material.statements,
            (f"{dispute.about} {dispute.what}" for dispute in state.disputes),
            (raid.id for raid in state.raids),
            (incident.id for incident in state.incidents),
            (package.id for package in state.packages),
            (name(key) for key, *_ in changes(page)),
        )
        found = Counter(dict.fromkeys((name for names in once for name in names), 1))
        found.update(f"{refusal.reason} {refusal.item}" for refusal in material.refusals)
        found.update(rejection_name(rejection) for rejection in material.rejections)
        page.countable = found
    return page.countable


def _of_words(entry: Entry, page: Page) -> str | None:
    """Words hold no number but what the quotes of their statements, or names in them, hold."""
    said = [page.material.statements[key] for key in entry.figure.statements]
    known = "".join(char for s in said for char in _source_text(s)) + " " + " ".join(map(str, _all_numbers(said)))
    strange = [piece for piece in _digits(entry.figure.shown) if piece not in known and piece not in page.titles]
    return f"none of its statements says {strange[0]}" if strange else None


def _all_numbers(said: Iterable[Statement]) -> set[int]:
    return {number for statement in said for number in _numbers(statement)}


def _source_text(statement: Statement) -> str:
    named = statement.object.name if statement.object else None
    places = " ".join(place.name for place in statement.places)
    return f"{statement.quote.text} {named or ''} {places} "


def _digits(text: str) -> list[str]:
    return [word for word in text.split() if any(char.isdigit() for char in word)]
