"""Floating statements: what a page does not date joins an attack only where its numbers fit exactly one.

A float has a window (the week before publication) and, with its neighbours on the same line of the report, numbers. It
joins the one date of the window on which a report's dated figures of the same weapon (or the same place) hold every
number that both give, and at least one. No number, no date that fits, or several that fit: it stays by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from firstlight.errors import TimeError
from firstlight.model import Report, Statement
from firstlight.reconcile.dated import Day, Facts, facts_of
from firstlight.reconcile.homes import Home, Origin, aside, moved
from firstlight.reconcile.spans import Span, dates, span, window_dates
from firstlight.reconcile.values import compatible, words
from firstlight.reconcile.weapons import Key, fits, key_of
from firstlight.when import Interval, week_before

STRONG, WEAK, ALONE = 0.85, 0.7, 0.3


class Bundle(NamedTuple):
    """Floats of one line of one report about one weapon or place: one story, to be placed together."""

    homes: tuple[Home, ...]
    window: Span | None
    facts: Facts
    key: Key | None
    order: tuple[str, int]  # report, line


def window_of(statement: Statement, report: Report) -> Span | None:
    """The window of a float: its own, else the week before publication, else none."""
    when = statement.when
    if when is not None:
        return span(when)
    if report.published is None:
        return None
    try:
        week: Interval = week_before(report.published)
    except TimeError:
        return None
    last = week.end.date().isoformat()
    return Span(week.start, week.end, last, "week", False)


def bundles(homes: Iterable[Home], statements: Mapping[str, Statement], reports: Mapping[str, Report]) -> list[Bundle]:
    """Floats grouped by report, line, room, and weapon or place; sorted by report and line."""
    groups: dict[tuple[object, ...], list[Home]] = {}
    for home in homes:
        statement = statements[home.statement]
        line = reports[statement.report].text.count("\n", 0, statement.quote.start)
        about: object = home.town
        if home.room == "raid":
            about = key_of(statement.weapon) if statement.weapon else None
        when = statement.when
        window = (when.start, when.end) if when else None
        groups.setdefault((statement.report, line, home.room, home.attacker, repr(about), window), []).append(home)
    made = [_bundle(tuple(sorted(group, key=lambda h: h.statement)), statements, reports) for group in groups.values()]
    made = _with_their_story(made)
    made = [b._replace(homes=tuple(moved(home, first=_first(b, home)) for home in b.homes)) for b in made]
    return sorted(made, key=lambda b: (b.order, b.homes[0].statement))


def _bundle(homes: tuple[Home, ...], statements: Mapping[str, Statement], reports: Mapping[str, Report]) -> Bundle:
    facts: Facts = {}
    for home in homes:
        for fact, numbers in facts_of(statements[home.statement]):
            facts.setdefault(fact, []).append(numbers)
    first = statements[homes[0].statement]
    report = reports[first.report]
    line = report.text.count("\n", 0, first.quote.start)
    key = key_of(first.weapon) if first.weapon and homes[0].room == "raid" else None
    return Bundle(homes, window_of(first, report), facts, key, (first.report, line))


def _with_their_story(made: Sequence[Bundle]) -> list[Bundle]:
    """Floats of a place without a number taken together with the only ones of their report and place that have some."""
    told: dict[tuple[object, ...], list[Bundle]] = {}
    for bundle in made:
        if bundle.facts:
            told.setdefault(_story_of(bundle), []).append(bundle)
    joined: dict[int, list[Home]] = {}
    kept = []
    for bundle in made:
        with_numbers = told.get(_story_of(bundle), [])
        if bundle.facts or bundle.homes[0].room != "incident" or len(with_numbers) != 1:
            kept.append(bundle)
        else:
            joined.setdefault(id(with_numbers[0]), []).extend(bundle.homes)
    return [b._replace(homes=(*b.homes, *joined[id(b)])) if id(b) in joined else b for b in kept]


def _story_of(bundle: Bundle) -> tuple[object, ...]:
    first = bundle.homes[0]
    return bundle.order[0], first.room, first.attacker, first.town, bundle.window


def _first(bundle: Bundle, home: Home) -> Origin:
    """Where a float was before it joined anything: at the end of its window, in its line of the report."""
    day = bundle.window.day if bundle.window else "undated"
    return msgspec.structs.replace(home.origin, day=day, line=str(bundle.order[1]))


def asked(floats: Sequence[Bundle]) -> Callable[[Home], bool]:
    """Whether a dated home is one that some float may be held against."""
    days: set[tuple[str, str]] = set()
    spots: set[tuple[str, str]] = set()
    for bundle in floats:
        home = bundle.homes[0]
        if bundle.window is not None:
            days.update((home.attacker, day) for day in dates(*window_dates(bundle.window)))
            spots.add((home.attacker, home.town))
    return lambda home: (
        (home.attacker, home.day) in days and (home.room == "raid" or (home.attacker, home.town) in spots)
    )


def settle_floats(
    floats: Sequence[Bundle],
    known: Callable[[str], Day],
    statements: Mapping[str, Statement],
    reports: Mapping[str, Report],
) -> list[Home]:
    """A home for every float: with the one attack that fits, or by itself with the reason. known: what is said of a
    date."""
    placed: list[Home] = []
    alone: list[tuple[Bundle, str]] = []
    for bundle in floats:
        matches = _matches(bundle, known)
        if len(matches) == 1:
            placed += _join(bundle, *matches[0])
        else:
            alone.append((bundle, _why_alone(bundle, matches)))
    return placed + _by_themselves(alone, statements, reports)


def _matches(bundle: Bundle, known: Callable[[str], Day]) -> list[tuple[str, str, int]]:
    """(date, slot, how many numbers fit) for each date of the window that fits."""
    home = bundle.homes[0]
    if bundle.window is None or not bundle.facts or home.region or (home.room == "raid" and bundle.key is None):
        return []
    found: list[tuple[str, str, int]] = []
    for day in dates(*window_dates(bundle.window)):
        if home.room == "incident":
            fit = _fit(bundle.facts, known(day).places.get((home.attacker, home.town), {}))
            found += [(day, "whole", fit)] if fit else []
        else:
            units = [u for u in known(day).raids.get(home.attacker, ()) if bundle.key and fits(bundle.key, u.key)]
            found += _best(day, [(_fit(bundle.facts, unit.facts), unit.slot) for unit in units])
    return found


def _best(day: str, fitting: Sequence[tuple[int, str]]) -> list[tuple[str, str, int]]:
    """The part of a date that fits best; both the night and the day of it where they fit alike."""
    most = max(fitting, default=(0, ""))
    if not most[0]:
        return []
    alike = {slot for fit, slot in fitting if fit == most[0]}
    return [(day, slot, most[0]) for slot in (("day", "night") if {"day", "night"} <= alike else (most[1],))]


def _fit(told: Facts, known: Facts) -> int:
    """How many numbers are in both and agree; 0 where one of them cannot be true of the other."""
    agreed = 0
    for fact, numbers in told.items():
        if fact not in known:
            continue
        if not all(any(compatible(number, other) for other in known[fact]) for number in numbers):
            return 0
        agreed += 1
    return agreed


def _join(bundle: Bundle, day: str, slot: str, agreed: int) -> list[Home]:
    score = STRONG if agreed > 1 else WEAK
    reason = f"{_telling(bundle)}; within {_window(bundle)} only {day} fits"
    return [moved(home, day=day, slot=slot, score=score, reason=reason) for home in bundle.homes]


def _why_alone(bundle: Bundle, matches: Sequence[tuple[str, str, int]]) -> str:
    home = bundle.homes[0]
    if bundle.window is None:
        return "neither the report nor its publication is dated: it cannot be placed"
    if home.room == "raid" and bundle.key is None:
        return "not dated, and no class of weapon is named: numbers alone join nothing"
    if home.region:
        return f"not dated, and for a part of the country only ({home.region})"
    if not bundle.facts:
        return "not dated, and no number that could show which attack is meant"
    if not matches:
        return f"not dated: {_telling(bundle)}, and no attack within {_window(bundle)} fits"
    return f"not dated: {_telling(bundle)}, which fits {', '.join(day for day, _, _ in matches)}"


def _telling(bundle: Bundle) -> str:
    parts = []
    for (kind, detail), numbers in sorted(bundle.facts.items()):
        each = [words(low, None if high == float("inf") else int(high)) for low, high in numbers]
        shown = " and ".join(dict.fromkeys(each))
        parts.append(f"{kind} {detail + ' ' if detail and detail != 'civilian' else ''}{shown}")
    home = bundle.homes[0]
    about = "/".join((bundle.key[0], *bundle.key[1])) if bundle.key else home.place.name if home.place else ""
    return f"said of {about}: {', '.join(parts)}"


def _window(bundle: Bundle) -> str:
    if bundle.window is None:
        return "no window"
    first, last = window_dates(bundle.window)
    return f"{first} to {last}"


def _by_themselves(
    alone: Sequence[tuple[Bundle, str]], statements: Mapping[str, Statement], reports: Mapping[str, Report]
) -> list[Home]:
    """Homes of floats that join no attack: recaps of a week, asides, or incidents of their own that stay background."""
    placed: list[Home] = []
    stories: dict[tuple[str, str, str], list[tuple[str, Facts]]] = {}
    for bundle, reason in alone:
        first = bundle.homes[0]
        published = reports[statements[first.statement].report].published
        day = bundle.window.day if bundle.window else "undated"
        if first.room == "raid":
            recap = bundle.key is not None and bundle.window is not None and "fits " not in reason
            for home in bundle.homes:
                if recap and not statements[home.statement].background and statements[home.statement].when:
                    placed.append(moved(home, day=day, slot="week", floating=False, score=0.8, reason=reason))
                else:
                    placed.append(aside(home.statement, published, reason))
            continue
        story = _story(stories.setdefault((first.attacker, first.town, day), []), bundle)
        placed += [moved(home, day=day, apart=story, score=ALONE, reason=reason) for home in bundle.homes]
    return placed


def _story(stories: list[tuple[str, Facts]], bundle: Bundle) -> str:
    """Which undated story of a place this is: the first that it does not contradict, else a new one."""
    for name, facts in stories:
        shared = facts.keys() & bundle.facts.keys()
        if not shared or _fit({fact: bundle.facts[fact] for fact in shared}, facts):
            for fact, numbers in bundle.facts.items():
                facts.setdefault(fact, []).extend(numbers)
            return name
    name = "" if not stories else f"{bundle.order[0]}:{bundle.order[1]}"
    stories.append((name, {fact: list(numbers) for fact, numbers in bundle.facts.items()}))
    return name
