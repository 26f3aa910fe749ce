"""What each side fired and what was stopped of it, as figures: the ground of the tables, the chart and the lead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from firstlight.brief.document import Name, Number, Part
from firstlight.brief.figures import RateField, ordered
from firstlight.brief.page import Page
from firstlight.model import UNKNOWN, NightRow, Raid, RaidLine, Rate, Record, Value

MIXED = "mixed"  # a group that may hold weapons of the others and is never added to them
NOT_ADDED = ("included_in", "summarises")  # relations of a raid whose lines another raid already counts
LETTERS = "abcdefghijklmnopqrstuvwxyz"
Which = Literal["launched", "intercepted", "leakers"]


class Shot(Record, frozen=True, kw_only=True):
    """One night and defeat group, with its three figures."""

    row: NightRow
    launched: Part
    intercepted: Part
    leakers: Part


class Side(Record, frozen=True, kw_only=True):
    """All that one attacker sent against one target in the period. `letter` tells the sides apart in block ids."""

    letter: str
    attacker: str
    target: str
    shots: tuple[Shot, ...]
    raids: tuple[Raid, ...]
    rates: tuple[Rate, ...]

    def of(self, group: str) -> tuple[Shot, ...]:
        """The nights of one defeat group."""
        return tuple(shot for shot in self.shots if shot.row.group == group)


def sides(page: Page) -> tuple[Side, ...]:
    """The period's rows, raids and rates by attacker and target, with a figure for every value."""
    scope = page.scope
    keys = scope.sides or ((("", ""),) if scope.rows else ())
    shots: dict[tuple[str, str], list[Shot]] = {key: [] for key in keys}
    for row in sorted(scope.rows, key=lambda row: (row.night, group_order(page, row.group))):
        raid = next((scope.raids[key] for key in row.raids if key in scope.raids), None)
        key = (raid.attacker, raid.target) if raid else keys[0]
        shots[key].append(_shot(page, row))
    for key in keys:
        shots[key] = shots[key] or [_shot(page, row) for row in _unassessed(page, key)]
    rates = {key: tuple(_rates(page, found)) for key, found in shots.items()}
    return tuple(
        Side(
            letter=LETTERS[number % len(LETTERS)],
            attacker=key[0],
            target=key[1],
            shots=tuple(shots[key]),
            raids=tuple(raid for raid in scope.raids.values() if (raid.attacker, raid.target) == key),
            rates=rates[key],
        )
        for number, key in enumerate(keys)
    )


def group_order(page: Page, group: str) -> tuple[int, str]:
    """Place of a defeat group in the wording file, unknown ones last."""
    keys = page.wording.keys("groups")
    return (keys.index(group) if group in keys else len(keys), group)


def groups_of(page: Page, side: Side) -> tuple[str, ...]:
    """Defeat groups of a side that add up, in order."""
    seen = {shot.row.group for shot in side.shots if shot.row.group != MIXED}
    return tuple(sorted(seen, key=lambda group: group_order(page, group)))


def total(page: Page, side: Side, which: Which, groups: Sequence[str]) -> Part:
    """The sum of launched, intercepted or leakers over the nights of some groups, as a figure."""
    shots = [shot for shot in side.shots if shot.row.group in groups]
    values = [getattr(shot.row, which) for shot in shots]
    what = page.wording.say(
        f"what_total_{which}",
        groups=page.wording.join([page.label("groups", group) for group in groups]),
        period=period(page),
        **names(page, side),
    )
    parts = [_floor(shot) if which == "launched" else getattr(shot, which) for shot in shots]
    loose = any(value.state not in ("known", "bounded") for value in values) or _shared(shots)
    return page.register.sum(parts, what, loose)


def _floor(shot: Shot) -> Part:
    """What was launched; where less is told of that than of what was stopped, the latter, which is the least it was."""
    launched, stopped = shot.row.launched, shot.row.intercepted
    return shot.intercepted if (launched.low or 0) < (stopped.low or 0) else shot.launched


def _shared(shots: Sequence[Shot]) -> bool:
    """Whether one count stands, as a share of unknown size, in two groups of one night: its ceiling adds up wrongly."""
    seen: dict[tuple[str, str], str] = {}
    for shot in shots:
        for value in (shot.row.launched, shot.row.intercepted):
            for key in value.statements if value.state == "bounded" else ():
                if seen.setdefault((shot.row.night, key), shot.row.group) != shot.row.group:
                    return True
    return False


def rows_in_state(shots: Iterable[Shot], state: str) -> tuple[str, ...]:
    """Night and group of each row whose launched or intercepted figure is in a state without a number."""
    rows = (shot.row for shot in shots)
    found = (f"{row.night} {row.group}" for row in rows if state in (row.launched.state, row.intercepted.state))
    return tuple(dict.fromkeys(found))


def statements_in_state(shots: Iterable[Shot], state: str) -> tuple[str, ...]:
    """Statements that leave a launched or intercepted figure in a state without a number."""
    values = (value for shot in shots for value in (shot.row.launched, shot.row.intercepted))
    return tuple(key for value in values if value.state == state for key in value.statements)


def period(page: Page) -> Part:
    """The briefing's period in words."""
    return page.wording.date(f"{page.material.start}/{page.material.end}", "span")


def rate_parts(page: Page, side: Side, rate: Rate) -> dict[str, Number]:
    """The figures of one rate: rate, low, high, level, raids."""
    group = page.label("groups", rate.group)
    used = [shot for shot in side.of(rate.group) if shot.row.rate_ok and shot.row.night in rate.nights]
    parts = [part for shot in used for part in (shot.launched, shot.intercepted)]
    fields: tuple[RateField, ...] = ("low", "high", "level", "raids")
    share = page.register.rate(rate, "rate", page.wording.say("what_rate", group=group, period=period(page)), parts)
    ends: dict[str, Number] = {
        field: page.register.rate(rate, field, page.wording.say(f"what_{field}", group=group), [share])
        for field in fields
    }
    return {"rate": share, **ends}


def names(page: Page, side: Side) -> dict[str, Part]:
    """The slots attacker and target."""
    return {
        "attacker": Name(text=page.wording.country(side.attacker)),
        "target": Name(text=page.wording.country(side.target)),
    }


def _shot(page: Page, row: NightRow) -> Shot:
    slots: dict[str, Part] = {"group": page.label("groups", row.group), "night": page.wording.date(row.night, "night")}
    launched = page.value(row.launched, "launched", **slots)
    intercepted = page.value(row.intercepted, "intercepted", **slots)
    what = page.wording.say("what_leakers", **slots)
    leakers = page.register.difference(row.leakers, what, launched, intercepted)
    return Shot(row=row, launched=launched, intercepted=intercepted, leakers=leakers)


def _rates(page: Page, shots: Sequence[Shot]) -> Iterable[Rate]:
    seen = {(shot.row.group, shot.row.night) for shot in shots}
    rates = sorted(page.material.assessment.rates, key=lambda rate: group_order(page, rate.group))
    return (rate for rate in rates if rate.nights and all((rate.group, night) in seen for night in rate.nights))


def _unassessed(page: Page, side: tuple[str, str]) -> Iterable[NightRow]:
    """Rows for a side that the assessment leaves aside, straight from the lines of its raids; no rate uses them."""
    raids = [raid for raid in page.scope.raids.values() if (raid.attacker, raid.target) == side]
    for raid in sorted(raids, key=lambda raid: (raid.night, raid.period.start, raid.id)):
        for line in raid.lines:
            if not line.total and not any(kind in NOT_ADDED for kind, _ in raid.relations):
                yield NightRow(
                    night=raid.night,
                    group=line.group or MIXED,
                    launched=line.launched,
                    intercepted=line.intercepted,
                    leakers=_through(line),
                    rate_ok=False,
                    why_not="not_assessed",
                    raids=(raid.id,),
                )


def _through(line: RaidLine) -> Value:
    """Launched less intercepted where both are known and nothing else is told of the line's weapons."""
    launched, stopped = line.launched, line.intercepted
    if launched.state != "known" or stopped.state != "known" or (line.left, line.airborne) != (UNKNOWN, UNKNOWN):
        return UNKNOWN
    if launched.best is None or stopped.best is None or stopped.best > launched.best:
        return UNKNOWN
    rest = launched.best - stopped.best
    both = ordered(launched.statements, stopped.statements)
    return Value(state="known", low=rest, best=rest, high=rest, rule="difference", statements=both)
