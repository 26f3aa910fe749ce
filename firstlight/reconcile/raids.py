"""Raids: one period by one side, a line per weapon, nothing added twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

import msgspec

from firstlight.catalog import Catalog
from firstlight.model import UNKNOWN, Count, Dispute, Raid, RaidLine, Rival, Value, When
from firstlight.reconcile.grades import grade
from firstlight.reconcile.guard import guarded, row_sums
from firstlight.reconcile.hours import number
from firstlight.reconcile.ids import raid_id
from firstlight.reconcile.lines import Draft, agree, drafts, exceeds, numbers
from firstlight.reconcile.names import part_of, raid_aliases
from firstlight.reconcile.sides import spot, targets
from firstlight.reconcile.spans import Span, dates, next_day, touching, window_dates
from firstlight.reconcile.told import Scene, Told, claim, figures_of, hull, link, sources
from firstlight.reconcile.values import Claim, Outcome, add, settle_number
from firstlight.reconcile.weapons import below, fits, group_of, key_of, label, weapon_of
from firstlight.when import at, parse_date

SHORT = 0.6  # a window shorter than this share of the longest one of its line covers a part of it
Found = list[tuple[str, Outcome]]  # what, outcome


def raids(scene: Scene, catalog: Catalog) -> tuple[list[Raid], list[Dispute]]:
    """The raids of one attacker and date: those of the whole country, and the parts of them that regions tell."""
    made: list[Raid] = []
    disputes: list[Dispute] = []
    groups = _groups([one for one in scene.told if one.home.room == "raid"])
    for (target, slot, part, apart), told in sorted(groups.items(), key=lambda item: (item[0][2] != "", item[0])):
        tag = "+".join(filter(None, (part, apart)))
        own = raid_id(scene.attacker, target, scene.day, slot, tag)
        raid, found = _raid(own, scene, target, told, catalog)
        country = [other for other in made if other.target == target and other.id != own]
        relations = _included(raid, country) if part else _relations(scene, (target, slot, part, apart), told, groups)
        made.append(msgspec.structs.replace(raid, relations=relations, aliases=raid_aliases(told, own)))
        disputes += found
    return made, disputes


def _included(part: Raid, others: Sequence[Raid]) -> tuple[tuple[str, str], ...]:
    """The raid that a region's figure is a part of: one of overlapping hours with a line that holds its weapons."""
    mine = [key_of(line.weapon) for line in part.lines]
    for other in others:
        lines = [key_of(line.weapon) for line in other.lines]
        held = any(key[0] == line[0] or below(key, line) or below(line, key) for key in mine for line in lines)
        parts = any(kind == "included_in" for kind, _ in other.relations)
        if held and not parts and touching(part.period, other.period):
            return (("included_in", other.id),)
    return ()


Place = tuple[str, str, str, str]  # target, slot, region, apart


def _groups(told: Sequence[Told]) -> dict[Place, list[Told]]:
    """Statements by raid. A region's figures of one date and class of weapon are one part, whatever the hour."""
    groups: dict[Place, list[Told]] = {}
    whole: dict[tuple[str, str], list[Told]] = {}
    for one in told:
        home = one.home
        if home.slot == "whole" and not home.region and not home.apart:
            whole.setdefault((home.target, one.statement.report), []).append(one)
            continue
        part = part_of(one, home.region)
        slot = "night" if part and home.slot != "week" else home.slot
        groups.setdefault((home.target, slot, part, home.apart), []).append(one)
    base = {key: list(members) for key, members in groups.items()}
    for (target, _), members in sorted(whole.items()):
        for weapon in sorted({key_of(weapon_of(one.statement)) for one in members}):
            mine = [one for one in members if key_of(weapon_of(one.statement)) == weapon]
            groups.setdefault((target, _slot_of_whole(target, mine, base), "", ""), []).extend(mine)
    return groups


def _slot_of_whole(target: str, mine: Sequence[Told], base: Mapping[Place, Sequence[Told]]) -> str:
    """Where a figure dated by the day alone belongs: to the raid it agrees with, or beside them as the day's sum."""
    key = key_of(weapon_of(mine[0].statement))
    said = numbers(mine)
    beyond = False
    for slot in ("night", "day"):
        members = base.get((target, slot, "", ""), ())
        known = numbers(one for one in members if fits(key, key_of(weapon_of(one.statement))))
        if known.keys() & said.keys():
            if agree(said, known):
                return slot
            beyond = beyond or exceeds(said, known)
    if beyond:
        return "whole"
    return "day" if (target, "day", "", "") in base and (target, "night", "", "") not in base else "night"


def _relations(
    scene: Scene, where: Place, told: Sequence[Told], groups: Mapping[Place, Sequence[Told]]
) -> tuple[tuple[str, str], ...]:
    """How a raid stands to others. merge() drops those whose other raid nobody reported."""
    target, slot, _, _ = where
    if slot == "whole":
        slots = [s for s in ("day", "night") if (target, s, "", "") in groups]
        return tuple(sorted(("summarises", raid_id(scene.attacker, target, scene.day, s)) for s in slots))
    if slot == "week":
        return _week(scene, target, told)
    windows = [one.window for one in told if one.window is not None]
    if windows and all(window.evening for window in windows) and not any(one.voice.dataset for one in told):
        return (("included_in", raid_id(scene.attacker, target, next_day(scene.day), "night")),)
    return ()


def _week(scene: Scene, target: str, told: Sequence[Told]) -> tuple[tuple[str, str], ...]:
    windows = [one.window for one in told if one.window is not None]
    if not windows:
        return ()
    first = min(window_dates(window)[0] for window in windows)
    days = dates(first, scene.day)
    return tuple(("summarises", raid_id(scene.attacker, target, d, s)) for d in days for s in ("night", "day", "whole"))


def _raid(own: str, scene: Scene, target: str, told: Sequence[Told], catalog: Catalog) -> tuple[Raid, list[Dispute]]:
    lines, sums = drafts([one for one in told if _of_line(one)])
    made: list[RaidLine] = []
    found: Found = []
    for draft in lines:
        line, outcomes = _line(draft, catalog)
        made.append(line)
        found += outcomes
    disputes = [_dispute(own, what, outcome) for what, outcome in found if outcome.dispute]
    settled, more = guarded(own, lines, made)
    disputes += more + row_sums(own, lines, made, sums)
    hits, debris = _places_hit(told, "hit"), _places_hit(told, "debris")
    disputes += [_dispute(own, f"{w} locations", o) for w, o in (("hit", hits), ("debris", debris)) if o.dispute]
    against = {s for d in disputes for rival in d.values[1:] for s in rival.statements}
    origins = figures_of(told, against)
    return (
        Raid(
            id=own,
            attacker=scene.attacker,
            target=target,
            night=scene.day,
            period=hull(told) or _night(scene.day),
            lines=tuple(settled),
            hit_locations=hits.value,
            debris_locations=debris.value,
            places=tuple({spot(p): p for one in told for p in targets(one.statement)}.values()),
            links=tuple(sorted((link(one) for one in told), key=lambda made: made.statement)),
            sources=origins,
            grade=grade(told, len(origins), against),
        ),
        disputes,
    )


def _of_line(told: Told) -> bool:
    """Whether a statement speaks of a number of weapons (places hit alone make no line)."""
    return told.statement.count is not None or told.statement.kind in ("launched", "intercepted", "airborne", "left")


def _night(day: str) -> When:
    date = parse_date(day)
    return When(start=at(date, 0).isoformat(), end=at(date, 24).isoformat(), precision="day")


def _line(draft: Draft, catalog: Catalog) -> tuple[RaidLine, Found]:
    longest = _longest(draft.told)
    claims: dict[str, list[Claim]] = {}
    for one in draft.told:
        statement = one.statement
        if statement.count is None:
            continue
        short = longest is not None and one.window is not None and one.window.length < SHORT * longest
        name = statement.kind if statement.kind != "intercepted" else statement.how or "either"
        claims.setdefault(name, []).append(claim(one, statement.count, part=short and not draft.row))
    if "launched" not in claims:
        totals = [(one, one.statement.of) for one in draft.told if one.statement.of is not None]
        claims["launched"] = [claim(one, of) for one, of in totals if isinstance(of, Count)]
    windows = {one.statement.id: one.window for one in draft.told}
    settled = {name: number(found, windows) for name, found in claims.items() if found}
    if "left" in settled:
        settled["left"] = _by_country(draft.told, claims["left"], settled["left"])
    stopped, extra = _intercepted(claims, settled, windows)
    settled["intercepted"] = stopped
    values = {name: outcome.value for name, outcome in settled.items() if name != "either"}
    weapon = draft.weapon
    line = RaidLine(
        weapon=weapon,
        group=group_of(weapon, catalog),
        total=draft.total,
        reporters=sources(draft.told),
        **{name: value for name, value in values.items() if name in RaidLine.__struct_fields__},
    )
    found = [(f"{name} {label(weapon)}", outcome) for name, outcome in settled.items() if name != "either"]
    twice = () if "suppressed" in settled else (f"shot_down {label(weapon)}",)  # then it is the same as intercepted
    found = [(what, outcome) for what, outcome in found if outcome.dispute and what not in twice]
    return line, found + [(f"intercepted {label(weapon)}", outcome) for outcome in extra + _more_than_all(values)]


def _longest(told: Sequence[Told]) -> timedelta | None:
    """The longest declared window; one that gives the date alone is not by hours, and makes no other a part of it."""
    windows = [one.window for one in told if one.window is not None]
    lengths = [window.length for window in windows if window.slot != "whole"] or [w.length for w in windows]
    return max(lengths, default=None)


def _by_country(told: Sequence[Told], claims: Sequence[Claim], settled: Outcome) -> Outcome:
    """Weapons that left for several countries are added over them, where no statement speaks of them all."""
    where = {one.statement.id: "+".join(sorted(spot(place) for place in one.statement.places)) for one in told}
    places = sorted({where[claim.statement] for claim in claims})
    if len(places) < 2 or any("+" in place for place in places):
        return settled
    each = [settle_number([c for c in claims if where[c.statement] == place], grows=False) for place in places]
    return Outcome(value=add([outcome.value for outcome in each], "added over the countries flown into"))


def _intercepted(
    claims: Mapping[str, list[Claim]], settled: Mapping[str, Outcome], windows: Mapping[str, Span | None]
) -> tuple[Outcome, list[Outcome]]:
    """What was stopped: the figure for both ways together, else shot down and suppressed added."""
    if "suppressed" not in claims:
        return number([*claims.get("either", ()), *claims.get("shot_down", ())], windows), []
    parts = [settled[name].value for name in ("shot_down", "suppressed") if name in settled]
    both = add(parts, "shot down and suppressed added") if len(parts) == 2 else UNKNOWN
    if "either" not in settled:
        return Outcome(value=both if both.state != "unknown" else _floor(parts[0])), []
    given = settled["either"].value
    if both.state == "unknown" or _meet(given, both):
        return settled["either"], []
    return settled["either"], [_unequal(given, both, "shot down and suppressed added")]


def _floor(part: Value) -> Value:
    """What was suppressed alone is a floor of what was stopped."""
    return Value(state="bounded", low=part.low, rule="suppressed only: a floor", statements=part.statements)


def _meet(one: Value, other: Value) -> bool:
    return (one.low or 0) <= (other.high if other.high is not None else 10**9) and (other.low or 0) <= (
        one.high if one.high is not None else 10**9
    )


def _unequal(given: Value, made: Value, how: str) -> Outcome:
    one = Rival(low=given.low, high=given.high, statements=given.statements, reason="chosen: as told")
    two = Rival(low=made.low, high=made.high, statements=made.statements, reason=how)
    return Outcome(value=given, dispute=(one, two), chosen=f"the figure told was chosen over {how}")


def _more_than_all(values: Mapping[str, Value]) -> list[Outcome]:
    """A contradiction where more were stopped than launched."""
    launched, stopped = values.get("launched", UNKNOWN), values.get("intercepted", UNKNOWN)
    if launched.state != "known" or stopped.state != "known" or (stopped.best or 0) <= (launched.best or 0):
        return []
    one = Rival(low=launched.low, high=launched.high, statements=launched.statements, reason="launched")
    two = Rival(low=stopped.low, high=stopped.high, statements=stopped.statements, reason="more than were launched")
    return [Outcome(value=stopped, dispute=(one, two), chosen="both are kept: one of the two must be wrong")]


def _places_hit(told: Sequence[Told], kind: str) -> Outcome:
    """The number of places hit, or struck by debris: rows of a table are added, reports are settled."""
    counts = [(one, one.statement.locations) for one in told if one.statement.kind == kind]
    rows = [claim(one, count) for one, count in counts if count is not None and one.voice.dataset]
    said = [claim(one, count) for one, count in counts if count is not None and not one.voice.dataset]
    if not rows or said:
        return settle_number(said, grows=False)
    values = [settle_number([row], grows=False).value for row in rows]
    return Outcome(value=values[0] if len(values) == 1 else add(values, "sum of the rows"))


def _dispute(about: str, what: str, outcome: Outcome) -> Dispute:
    return Dispute(about=about, what=what, values=outcome.dispute, chosen=outcome.chosen)
