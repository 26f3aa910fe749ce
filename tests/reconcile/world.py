"""A made-up war in statements: nights, cities, aid and loose talk, as much of it as a test asks for. No randomness."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import msgspec

from firstlight.model import Place, Report, Statement
from tests.reconcile import builders as b

CITIES = tuple(Place(name=f"City {n}", kind="settlement", oblast=f"UA-{n:02}") for n in range(5, 25))
OUTLETS = ("example-newsroom", "example-digest", "reuters", "bbc", "ukrinform")
SPEAKER = b.speaker("Air Force of Ukraine", "military")


def digits(seed: int) -> Iterator[int]:
    """An endless run of numbers that look drawn and are the same for the same seed."""
    state = seed * 2654435761 % 2**32 or 1
    while True:
        state = (1103515245 * state + 12345) % 2**31
        yield state >> 8


def a_day(desk: b.Desk, day: str, seed: int, reports: int) -> None:
    """One night and its day: the official summary, and `reports` outlets that retell, contradict or add to it."""
    draw = digits(seed)
    launched = 5 + next(draw) % 60
    stopped = next(draw) % (launched + 1)
    night = {"weapon": b.SHAHED, "when": b.overnight(day), "places": b.UKRAINE}
    official = desk.report("ua-air-force", f"{day}T08:30:00+02:00", f"Night of {day}.")
    desk.say(official, "launched", launched, **night)
    desk.say(official, "intercepted", stopped, how="shot_down", **night)
    for number in range(reports):
        outlet = OUTLETS[next(draw) % len(OUTLETS)]
        report = desk.report(outlet, f"{day}T{9 + number % 12:02}:00:00+02:00", f"News {number} of {day}.\nAnd more.")
        city, hurt = CITIES[next(draw) % len(CITIES)], next(draw) % 9
        desk.say(report, "injured", hurt, places=city, when=b.overnight(day))
        desk.say(report, "struck", places=city, when=b.on(day))
        wrong = launched + (next(draw) % 7 == 0)
        desk.say(report, "launched", wrong, **{**night, "weapon": b.DRONE})
        loose = {"when": b.undated(day), "background": True}
        desk.say(report, "intercepted", stopped, weapon=b.DRONE, **loose)
        if next(draw) % 5 == 0:
            status = ("requested", "pledged", "delivered", "stalled")[next(draw) % 4]
            donor = (("DE", "US", "NL")[next(draw) % 3],) if status != "requested" else ()
            desk.say(report, "supply", supply=b.aid(("patriot", "iris-t")[next(draw) % 2], status, donor))


def a_war(days: int, reports: int, seed: int = 1) -> b.Desk:
    """`days` days from 1 January 2023 with `reports` outlets each."""
    desk = b.Desk()
    for number in range(days):
        day = (date(2023, 1, 1) + timedelta(days=number)).isoformat()
        a_day(desk, day, seed * 1000 + number, reports)
    return desk


def a_table(rows: int) -> b.Desk:
    """A table of `rows` rows, three a night, every fourth of a regional command."""
    desk = b.Desk()
    regional = b.speaker("Air Command South", "military")
    for number in range(rows):
        day = (date(2022, 9, 28) + timedelta(days=number // 3)).isoformat()
        weapon = (b.SHAHED, b.CRUISE, b.BALLISTIC)[number % 3]
        row = desk.report("missile-attacks", None, f"launched: {number % 40}\ndestroyed: {number % 30}\n")
        fields = {"weapon": weapon, "when": b.overnight(day), "places": b.UKRAINE, "speaker": SPEAKER}
        if number % 4 == 0:
            fields |= {"speaker": regional, "places": b.ODESA}
        desk.say(row, "launched", number % 40, **fields)
        desk.say(row, "intercepted", min(number % 30, number % 40), how="shot_down", **fields)
    return desk


def spread(desk: b.Desk, copies: int) -> tuple[dict[str, Statement], dict[str, Report]]:
    """The facts of a desk `copies` times over, each copy by other outlets: many statements of the same dates."""
    statements: dict[str, Statement] = {}
    reports: dict[str, Report] = {}
    for number in range(copies):
        for report in desk.reports.values():
            key = f"{report.id}-{number}"
            reports[key] = msgspec.structs.replace(report, id=key, text=f"{report.text} Edition {number}.")
        for statement in desk.statements.values():
            key = f"{statement.id}-{number}"
            home = f"{statement.report}-{number}"
            statements[key] = msgspec.structs.replace(statement, id=key, report=home)
    return statements, reports


def batches(desk: b.Desk, cuts: Sequence[int]) -> Iterator[dict[str, Statement]]:
    """The statements of a desk as they would arrive: growing, cut at these places."""
    items = list(desk.statements.items())
    for cut in [*sorted(cuts), len(items)]:
        yield dict(items[:cut])
