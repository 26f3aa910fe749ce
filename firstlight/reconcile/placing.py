"""A home for every statement, seen together: the rest of its report, its neighbours in time, floats and decisions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from firstlight.catalog import Catalog
from firstlight.model import Decision, Report, Statement
from firstlight.reconcile.dated import NOTHING, Around, Day, days_of
from firstlight.reconcile.decided import Rulings, effective
from firstlight.reconcile.floating import Bundle, asked, bundles, settle_floats
from firstlight.reconcile.homes import HARM, LOST, Home, aside, displaced, home_of, moved
from firstlight.reconcile.ids import raid_id
from firstlight.reconcile.spans import next_day, said, span
from firstlight.reconcile.voices import Voice, voice
from firstlight.reconcile.weapons import key_of, weapon_of

UNSAID = "undated"  # where a place struck stands of which neither the report nor its publication is dated


class Placed(NamedTuple):
    """Every statement as corrected, and its home; beside what is `around`, also what is said of the complete dates, and
    of each undated statement that moves where it stood and stands."""

    statements: dict[str, Statement]
    homes: dict[str, Home]
    days: dict[str, Day]
    strayed: tuple[Home, ...]


def place(
    statements: Mapping[str, Statement],
    reports: Mapping[str, Report],
    rulings: Rulings,
    catalog: Catalog,
    around: Around | None = None,
) -> Placed:
    """Place every statement exactly once; the same for any order of what goes in.

    around: as in `plan_beside`; without it, everything is at hand.
    """
    current = {key: effective(statements[key], rulings) for key in sorted(statements)}
    others = _attackers(current)
    homes: dict[str, Home] = {}
    voices: dict[str, Voice] = {}
    for key, statement in current.items():
        report = reports.get(statement.report)
        if key in rulings.rejected:
            ruling = rulings.rejected[key]
            homes[key] = aside(
                key, report.published if report else None, f"rejected by {ruling.author}: {ruling.reason}"
            )
        elif report is None:
            homes[key] = aside(key, None, LOST)
        else:
            voices[key] = voice(statement, report, catalog)
            homes[key] = home_of(statement, report, voices[key], others.get(statement.report, frozenset()), catalog)
    homes |= _whole_country(homes, current, voices)
    homes |= _rising(homes, current)
    homes |= _evenings(homes, current)
    undated = {key: home for key, home in homes.items() if home.floating}
    floats = bundles(undated.values(), current, reports)
    days, strayed = _settled(floats, homes, current, reports, around)
    open_ = {key: home for key, home in undated.items() if homes[key].room == "aside"}
    judged = {**homes, **open_}
    homes |= _decided(judged, current, reports, rulings)
    homes |= _remembered(homes, judged, current, reports, rulings)
    return Placed(current, homes, days, strayed)


def _settled(
    floats: Sequence[Bundle],
    homes: dict[str, Home],
    statements: Mapping[str, Statement],
    reports: Mapping[str, Report],
    around: Around | None,
) -> tuple[dict[str, Day], tuple[Home, ...]]:
    """Put the homes of floats among the `homes`; what is said of complete dates, and homes of those that moved."""
    whole = frozenset(around.complete) if around else frozenset[str]()
    told, before = asked(floats), around.day if around else None
    dated = (home for home in homes.values() if not home.floating)
    days = days_of(dated, statements, lambda home: home.day in whole or (before is None and told(home)))

    def known(day: str) -> Day:
        return days.get(day, NOTHING) if before is None or day in whole else before(day)

    now = {home.statement: home for home in settle_floats(floats, known, statements, reports)}
    homes |= now
    kept = {day: days.get(day, NOTHING) for day in whole}
    if around is None or before is None:
        return kept, ()
    was = {home.statement: home for home in settle_floats(floats, before, statements, reports)}
    strayed: list[Home] = []
    for key, home in now.items():
        if statements[key].report in around.fresh:
            strayed.append(home)
        elif moved(home, apart="") != moved(was[key], apart=""):  # which story of its place, the partition knows
            strayed += [home, was[key]]
    return kept, tuple(strayed)


def _attackers(statements: Mapping[str, Statement]) -> dict[str, frozenset[str]]:
    named: dict[str, set[str]] = {}
    for statement in statements.values():
        if statement.attacker:
            named.setdefault(statement.report, set()).add(statement.attacker)
    return {report: frozenset(attackers) for report, attackers in named.items()}


def _whole_country(
    homes: Mapping[str, Home], statements: Mapping[str, Statement], voices: Mapping[str, Voice]
) -> dict[str, Home]:
    """A national publisher's only count of a weapon is its total, though it says over which one region it was; and of
    several, the one that is the sum of the others."""
    groups: dict[tuple[object, ...], list[Home]] = {}
    for key, home in homes.items():
        if home.room == "raid" and voices[key].scope == "national":
            statement = statements[key]
            about = (statement.kind, statement.how, key_of(weapon_of(statement)))
            groups.setdefault((statement.report, home.attacker, home.day, home.slot, about), []).append(home)
    whole = [_total_of(group, statements) for group in groups.values() if all(home.region for home in group)]
    return {home.statement: moved(home, region="") for home in whole if home is not None}


def _total_of(group: list[Home], statements: Mapping[str, Statement]) -> Home | None:
    if len(group) == 1:
        return group[0]
    counts = {home.statement: statements[home.statement].count for home in group}
    lows = {key: count.low or 0 for key, count in counts.items() if count is not None}
    return next((h for h in group if len(group) > 2 and 2 * lows.get(h.statement, 0) == sum(lows.values())), None)


def _rising(homes: Mapping[str, Home], statements: Mapping[str, Statement]) -> dict[str, Home]:
    """A report that gives a toll by an attack's hours, and a higher one by the day, tells twice of that attack."""
    places: dict[tuple[str, str], list[Home]] = {}
    for home in homes.values():
        if home.room == "incident" and home.day:
            places.setdefault((statements[home.statement].report, home.town), []).append(home)
    changed: dict[str, Home] = {}
    for group in places.values():
        exact = [home for home in group if home.slot in ("night", "day")]
        loose = [home for home in group if home.slot == "whole"]
        days = {home.day for home in exact}
        if len(days) != 1 or not any(_rises(one, other, statements) for one in exact for other in loose):
            continue
        first = exact[0]
        for home in loose:
            if home.day == next_day(first.day):
                reason = f"{home.reason}; the same report gives the toll of {first.day} at this place, and it rose"
                changed[home.statement] = displaced(home, day=first.day, slot=first.slot, reason=reason)
    return changed


def _rises(one: Home, other: Home, statements: Mapping[str, Statement]) -> bool:
    first, second = statements[one.statement], statements[other.statement]
    if first.kind not in HARM or (first.kind, first.group) != (second.kind, second.group):
        return False
    return (first.count.low or 0 if first.count else 0) <= (second.count.low or 0 if second.count else -1)


def _evenings(homes: Mapping[str, Home], statements: Mapping[str, Statement]) -> dict[str, Home]:
    """What happened at a place in an evening belongs to the night that a report of that place begins with it."""
    late: list[Home] = []
    for home in homes.values():
        when = statements[home.statement].when
        if home.room == "incident" and home.slot and when is not None and span(when).evening:
            late.append(home)
    spots = {(home.attacker, home.town) for home in late}
    if not spots:
        return {}
    mine = {home.statement for home in late}
    at_place: dict[tuple[str, str, str], list[Home]] = {}
    for home in homes.values():
        if home.room == "incident" and (home.attacker, home.town) in spots and home.statement not in mine:
            at_place.setdefault((home.attacker, home.town, home.day), []).append(home)
    changed: dict[str, Home] = {}
    for home in late:
        morrow = next_day(home.day)
        begun = [h for h in at_place.get((home.attacker, home.town, morrow), ()) if _holds(h, home, statements)]
        if begun and not _taken(at_place.get((home.attacker, home.town, home.day), ()), home, statements):
            reason = f"{home.reason}; that evening is in the night of {morrow} which another report of the place gives"
            changed[home.statement] = displaced(home, day=morrow, slot="night", reason=reason)
    return changed


def _taken(there: Sequence[Home], home: Home, statements: Mapping[str, Statement]) -> bool:
    """Whether an evening belongs to its own date: something told there by hours holds it, or all is told by the day."""
    return bool(there) and (
        all(other.slot == "whole" for other in there)
        or any(other.slot != "whole" and _holds(other, home, statements) for other in there)
    )


def _holds(outer: Home, inner: Home, statements: Mapping[str, Statement]) -> bool:
    one, two = statements[outer.statement].when, statements[inner.statement].when
    if one is None or two is None:
        return False
    return span(one).start <= span(two).start and span(two).end <= span(one).end


def _decided(
    homes: Mapping[str, Home], statements: Mapping[str, Statement], reports: Mapping[str, Report], rulings: Rulings
) -> dict[str, Home]:
    """Homes changed by decisions, in the order in which they were taken."""
    changed: dict[str, Home] = {}
    for ruling in sorted((*rulings.same, *rulings.apart), key=lambda d: (d.decided_at, d.id)):
        named = [changed.get(key) or homes[key] for key in ruling.statements if key in homes]
        named = sorted((h for h in named if h.room != "aside"), key=lambda h: _order(h, statements, reports))
        if len(named) < 2 or not named[0].day:
            continue
        first = named[0]
        why = f"decision {ruling.id} of {ruling.author}: {ruling.reason}"
        for home in named[1:]:
            if ruling.verb == "not_same" and not home.day:
                continue  # it joined nothing, and needs no keeping apart
            if "package" in (home.room, first.room) and home.room != first.room:
                continue  # aid is no part of an attack, nor an attack of aid
            if home.room == "raid" and first.day == UNSAID:
                continue  # no raid stands without a date: the count stays aside
            new = _beside(home, first, ruling, why) if ruling.verb == "same" else _away(home, why)
            changed[home.statement] = new
        if first.room == "package" and ruling.verb == "same":
            changed[first.statement] = moved(first, spot=f"same:{ruling.id}")
    return changed


def _remembered(
    homes: Mapping[str, Home],
    before: Mapping[str, Home],
    statements: Mapping[str, Statement],
    reports: Mapping[str, Report],
    rulings: Rulings,
) -> dict[str, Home]:
    """Homes that know where decisions put them, or once did, so that ids given then still lead here."""
    also: dict[str, set[str]] = {}
    tags: dict[str, set[str]] = {}
    for ruling in rulings.ever:
        named = sorted((before[key] for key in ruling.statements if key in before), key=_by(statements, reports))
        for home in named:
            also.setdefault(home.statement, set())
            tags.setdefault(home.statement, set()).update(ruling.statements)
            if ruling.verb == "same" and home.room == "raid":
                class_ = weapon_of(statements[home.statement]).class_
                beside = [other for other in named if other is not home]
                beside += [moved(other, day=other.origin.day, slot="") for other in beside if other.floating]
                beside += [moved(other, region=home.region) for other in beside]
                also[home.statement] |= {_raid_of(other, class_) for other in beside}
    return {key: moved(homes[key], tags=tuple(sorted(tags[key])), also=tuple(sorted(ids))) for key, ids in also.items()}


def _raid_of(home: Home, class_: str) -> str:
    """The id of the raid in which a weapon of a class stands when it is put beside `home`."""
    part = f"{home.region}|{class_}" if home.region else ""
    return raid_id(home.attacker, home.target, home.day, "night" if part else home.slot, part)


def _by(statements: Mapping[str, Statement], reports: Mapping[str, Report]) -> Callable[[Home], tuple[object, ...]]:
    return lambda home: _order(home, statements, reports)


def _order(home: Home, statements: Mapping[str, Statement], reports: Mapping[str, Report]) -> tuple[object, ...]:
    report = reports.get(statements[home.statement].report)
    return not home.day, home.floating, said(report.published if report else None), home.statement


def _beside(home: Home, first: Home, ruling: Decision, why: str) -> Home:
    """`home` moved to where `first` lives."""
    if home.room == "package":
        return moved(home, day=first.day, spot=f"same:{ruling.id}", reason=why)
    where = displaced(home, attacker=first.attacker, target=first.target, day=first.day, slot=first.slot)
    told = home.apart if home.apart == home.statement else ""  # by a decision; which undated story it was holds no more
    where = moved(where, floating=first.floating, apart=told, score=1.0, reason=why)
    if home.room != first.room:
        return where
    return moved(where, region=first.region, place=first.place, spot=first.spot, city=first.city, apart=first.apart)


def _away(home: Home, why: str) -> Home:
    return moved(home, apart=home.statement, score=1.0, reason=why)
