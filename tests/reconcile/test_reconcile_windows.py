"""A window of dates is planned from its own facts alone, and gives what the plan of everything gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from firstlight.catalog import catalog
from firstlight.model import Decision, Report, Statement
from firstlight.reconcile import Partition, affected, plan, reach, reaches, windows
from firstlight.reconcile.decided import rule
from firstlight.reconcile.partition import token_of
from firstlight.when import Interval, at
from tests.reconcile import builders as b
from tests.reconcile.world import CITIES, a_day, digits

FIRST = date(2023, 1, 1)
VERBS = ("reject", "accept", "same", "not_same", "same", "not_same", "correct")


def a_restless_war(days: int, seed: int) -> b.Desk:
    """Nights with outlets, and all that looks beyond its own night: evenings, tolls that rise, weeks, undated talk,
    reports without a date, aid, meetings."""
    desk, draw = b.Desk(), digits(seed)
    for number in range(days):
        day = (FIRST + timedelta(days=number)).isoformat()
        a_day(desk, day, seed * 1000 + number, next(draw) % 3)
        for _ in range(next(draw) % 4):
            _look_about(desk, (FIRST + timedelta(days=number)), [next(draw) for _ in range(6)])
    return desk


def _look_about(desk: b.Desk, day: date, draw: Sequence[int]) -> None:
    city, number = CITIES[draw[0] % 4], draw[1] % 5
    told = (day + timedelta(days=draw[2] % 3)).isoformat()
    late = (day + timedelta(days=draw[2] % 20)).isoformat()
    today = day.isoformat()
    match draw[3] % 8:
        case 0:
            report = desk.report("reuters", told)
            desk.say(report, "killed", number, places=city, when=b.hours(today, 19, 22))
        case 1:
            report = desk.report("bbc", told)
            morrow = (day + timedelta(days=1)).isoformat()
            desk.say(report, "injured", number, places=city, when=b.overnight(today))
            desk.say(report, "injured", number + 2, places=city, when=b.on(morrow))
        case 2:
            report = desk.report("ukrinform", late)
            desk.say(report, "injured", number, places=city, when=b.undated(late))
            desk.say(report, "struck", places=city, when=b.undated(late))
        case 3:
            week = b.when(Interval(at(day - timedelta(days=6), 0), at(day, 24), "day"))
            desk.say(desk.report("ua-air-force", late), "launched", 40 + number, weapon=b.SHAHED, when=week)
        case 4:
            report = desk.report("example-digest", None if draw[4] % 2 else late)
            desk.say(report, "killed", number, places=city)
            desk.say(report, "launched", number, weapon=b.DRONE)
        case 5:
            donor = ("DE", "US")[draw[4] % 2]
            desk.say(desk.report("reuters", late), "supply", 1, supply=b.aid("patriot", "pledged", (donor,)))
        case 6:
            desk.say(desk.report("reuters", told), "launched", number, weapon=b.SHAHED, when=b.hours(today, 18, 23))
        case _:
            desk.say(desk.report("bbc", late), "meeting", when=b.on(today))


def judged(desk: b.Desk, picks: Sequence[int]) -> None:
    """Decisions of all kinds about statements picked by number, some of which supersede the one before."""
    ids = sorted(desk.statements)
    for number, pick in enumerate(picks):
        verb = VERBS[pick % len(VERBS)]
        named = [ids[pick % len(ids)], ids[(pick * 7 + 3) % len(ids)], ids[(pick * 31 + 5) % len(ids)]]
        over = {"supersedes": desk.decisions[-1].id} if desk.decisions and pick % 5 == 0 else {}
        if verb == "correct":
            moved = msgspec.to_builtins(b.overnight((FIRST + timedelta(days=pick % 40)).isoformat()))
            over["correction"] = msgspec.json.encode({"when": moved}).decode()
        desk.decide(verb, named[: 1 if verb in ("reject", "accept", "correct") else 2 + number % 2], **over)


WARS = st.builds(a_restless_war, days=st.integers(1, 45), seed=st.integers(1, 9999))
PICKS = st.lists(st.integers(0, 9999), max_size=8)


def _by_windows(desk: b.Desk, length: int) -> tuple[Partition, ...]:
    found: list[Partition] = []
    index = reaches(desk.statements, desk.reports, desk.decisions)
    for window in windows(index, index, desk.decisions, length):
        wanted = set(window.reports)
        mine = {key: s for key, s in desk.statements.items() if s.report in wanted}
        reports = {key: desk.reports[key] for key in wanted}
        found += plan(mine, reports, desk.decisions, catalog(), window.tokens)
    return tuple(sorted(found, key=lambda part: part.key))


@settings(max_examples=25, deadline=None)
@given(WARS, PICKS, st.integers(1, 30))
def test_windows_give_the_plan_of_everything(desk: b.Desk, picks: list[int], length: int) -> None:
    """Planned window by window, each from its own reports alone, the partitions are those of one plan, hashes too."""
    judged(desk, picks)
    assert _by_windows(desk, length) == plan(desk.statements, desk.reports, desk.decisions, catalog())


Facts = tuple[Mapping[str, Statement], Mapping[str, Report], Sequence[Decision]]


def _after(before: dict[str, Partition], then: Facts, now: Facts) -> dict[str, Partition]:
    """The partitions of `now` from those of `then`: only where something changed they are planned anew."""
    old, new = rule(then[2]), rule(now[2])
    same = {key for key, s in now[0].items() if then[0].get(key) == s and then[1].get(s.report) == now[1].get(s.report)}
    moved = {s.report for facts in (then, now) for key, s in facts[0].items() if key not in same}
    judged_ = {key for d in {*then[2], *now[2]} - ({*then[2]} & {*now[2]}) for key in d.statements}
    judged_ |= {key for d in now[2] if d.supersedes or d.id in {x.supersedes for x in now[2]} for key in d.statements}
    moved |= {facts[0][key].report for facts in (then, now) for key in judged_ if key in facts[0]}
    moved |= _tied(now[2], moved, then, now)
    tokens = {
        token
        for facts, rulings in ((then, old), (now, new))
        for statement in facts[0].values()
        if statement.report in moved
        for token in reach(statement, facts[1].get(statement.report), rulings).tokens
    }
    index = reaches(*now)
    wanted = affected(tokens, index, now[2])
    kept = {key: part for key, part in before.items() if token_of(key) not in wanted}
    for window in windows(wanted, index, now[2]):
        mine = {key: s for key, s in now[0].items() if s.report in set(window.reports)}
        kept |= {part.key: part for part in plan(mine, now[1], now[2], catalog(), window.tokens)}
    return kept


def _tied(decisions: Sequence[Decision], moved: set[str], then: Facts, now: Facts) -> set[str]:
    """Reports of statements that a decision names beside one of a report that changed."""
    held = {**then[0], **now[0]}
    named = [[held[key].report for key in d.statements if key in held] for d in decisions]
    return {report for reports in named if not moved.isdisjoint(reports) for report in reports}


@settings(max_examples=25, deadline=None)
@given(WARS, PICKS, st.data())
def test_what_changed_is_planned_anew_and_nothing_else(desk: b.Desk, picks: list[int], data: st.DataObject) -> None:
    """Facts come in any order and any batches, some are withdrawn, decisions are taken between: each time the
    partitions kept and planned anew are those of a full plan."""
    judged(desk, picks)
    order = data.draw(st.permutations(sorted(desk.reports)))
    cuts = sorted({0, *data.draw(st.lists(st.integers(0, len(order)), max_size=3)), len(order)})
    gone = set(data.draw(st.lists(st.sampled_from(order), max_size=3)))
    kept: dict[str, Partition] = {}
    then: Facts = ({}, {}, ())
    for number, cut in enumerate([*cuts[1:], len(order)]):
        out = gone if number == len(cuts) - 1 else set()
        reports = {key: desk.reports[key] for key in order[:cut] if key not in out}
        statements = {key: s for key, s in desk.statements.items() if s.report in reports}
        now = (statements, reports, desk.decisions[: len(desk.decisions) * (number + 1) // len(cuts)])
        kept = _after(kept, then, now)
        assert sorted(kept.values(), key=lambda p: p.key) == list(plan(*now, catalog()))
        then = now


def test_what_a_decision_ties_follows_from_afar() -> None:
    """Two undated figures are one by decision; when a new night makes the first of them doubtful, it goes to where the
    second stands, months away, and that partition is planned anew."""
    desk = b.Desk()
    for day, number in (("2023-01-05", 31), ("2023-06-05", 31)):
        desk.say(desk.report("ua-air-force", day), "launched", number, weapon=b.SHAHED, when=b.overnight(day))
    early = desk.say(desk.report("reuters", "2023-01-07"), "launched", 31, weapon=b.DRONE, when=b.undated("2023-01-07"))
    late = desk.say(desk.report("bbc", "2023-06-07"), "launched", 31, weapon=b.DRONE, when=b.undated("2023-06-07"))
    desk.decide("same", [early, late])
    then: Facts = (dict(desk.statements), dict(desk.reports), tuple(desk.decisions))
    before = {part.key: part for part in plan(*then, catalog())}
    assert late in before["RU/2023-01-05"].statements
    desk.say(desk.report("ua-air-force", "2023-01-03"), "launched", 31, weapon=b.SHAHED, when=b.overnight("2023-01-03"))
    now: Facts = (desk.statements, desk.reports, desk.decisions)
    after = _after(before, then, now)
    assert early in after["RU/2023-06-05"].statements
    assert sorted(after.values(), key=lambda p: p.key) == list(plan(*now, catalog()))
