"""One statement per thing said: repeats within a report are folded, the fullest quote is kept.

The same number with and without "at least" or "up to" is one number; two different numbers are two statements.
"""

from __future__ import annotations

from collections.abc import Mapping

from firstlight.model import Count, Place, Statement, Supply
from firstlight.read.draft import Draft, replace
from firstlight.when import parse_instant

_IN_A_LIST = 9  # tokens between two objects that one sentence names
_STEM = 4  # letters by which two forms of a noun agree
_DATED = frozenset(("day", "part_of_day"))
_MANY = 10  # people
_MEMORY = 100  # like statements compared at each end of the report; no real report has so many


def once(drafts: list[Draft]) -> list[Draft]:
    """The drafts without repeats, in the order of the text."""
    kept: list[Draft] = []
    alike: dict[tuple[object, ...], list[int]] = {}  # only drafts that agree on all of this can be the same
    for item in sorted(drafts, key=lambda held: (held.statement.quote.start, held.statement.kind)):
        group = alike.setdefault(_likeness(item.statement), [])
        compared = group if len(group) <= 2 * _MEMORY else [*group[:_MEMORY], *group[-_MEMORY:]]
        twin = next((at for at in compared if _same(kept[at], item)), None)
        if twin is None:
            group.append(len(kept))
            kept.append(item)
        elif kept[twin].linked != item.linked:
            if kept[twin].linked:
                kept[twin] = item  # the text itself, not a headline beside it
        elif _placed(item, kept[twin]) or _fuller(item.statement, kept[twin].statement):
            kept[twin] = _in_the_town(item, kept[twin])
    numbered: dict[tuple[str, str], list[Draft]] = {}
    for item in kept:
        told = item.statement
        if told.weapon and told.count and told.count.form not in ("unnumbered", "withheld"):
            numbered.setdefault((told.kind, told.weapon.class_), []).append(item)
    return [item for item in kept if not _numbered_elsewhere(item, numbered)]


def _in_the_town(new: Draft, known: Draft) -> Draft:
    """`new`, at the town that `known` named, where `new` only names the region around it."""
    here, there = new.statement.places, known.statement.places
    if len(here) != 1 or len(there) != 1 or here[0].kind != "oblast" or there[0].kind == "oblast":
        return new
    return replace(new, places=there) if here[0].oblast == there[0].oblast else new


def _likeness(held: Statement) -> tuple[object, ...]:
    """What two statements must share to be the same: a cheap part of `_same`."""
    weapon = held.weapon.class_ if held.weapon is not None else None
    broken = held.object.class_ if held.object is not None else None
    aid = (held.supply.item, held.supply.status) if held.supply is not None else None
    place = held.places if held.kind == "struck" else held.quote.start if held.kind == "response" else None
    return held.kind, held.utility, weapon, broken, aid, place


def _numbered_elsewhere(item: Draft, numbered: Mapping[tuple[str, str], list[Draft]]) -> bool:
    """Whether a weapon named without a number is the one that another statement of the report numbers."""
    held = item.statement
    if held.count is None or held.count.form != "unnumbered" or held.weapon is None:
        return False
    if held.weapon.class_ in ("missile", "aerial_target"):
        return any(kind == held.kind for kind, _ in numbered)
    alike = numbered.get((held.kind, held.weapon.class_), [])
    listed = [other for other in alike if other.sentence == item.sentence and other.core[1] <= item.core[0]]
    return len(alike) > len(listed)  # "3 Kinzhals, 170 drones and ballistic missiles" are others


def _same(one: Draft, other: Draft) -> bool:
    a, b = one.statement, other.statement
    if other.more and (a.weapon is not None or _one_more(one, other)):
        return False
    if (a.kind, a.how, a.utility) != (b.kind, b.how, b.utility) or not _same_group(a.group, b.group):
        return False
    if not _of_one_story(one, other):
        return False
    if a.kind in ("response", "meeting"):
        return a.meeting == b.meeting and a.quote == b.quote if a.kind == "response" else a.meeting == b.meeting
    if a.kind in ("supply", "shortage"):
        return _same_supply(a.supply, b.supply)
    if a.kind == "struck":
        return a.places == b.places
    if _elsewhere(one, other) or not _same_weapon(a, b):
        return False
    if a.kind == "damaged":
        return _same_object(one, other) and (a.count == b.count or _near(a.places, b.places))
    if a.kind == "outage":
        return _same_number(a.count, b.count) or a.count is None or b.count is None
    listed = one.sentence == other.sentence and (one.core[1] <= other.core[0] or other.core[1] <= one.core[0])
    if listed and a.group is not None and a.count is not None and a.count.low == a.count.high == 1:
        return False  # "a girl of two and a boy of one" are two
    if _both_said(one, other) or _apart(a, b):
        return False
    return _same_number(a.count, b.count) and a.locations == b.locations


def _of_one_story(one: Draft, other: Draft) -> bool:
    """Whether two drafts are both of the report's own event or both not, and neither takes the other back."""
    a, b = one.statement, other.statement
    if a.certainty != b.certainty and "denied" in (a.certainty, b.certainty):
        return False  # "did not say whether it was damaged"
    return a.background == b.background or one.linked or other.linked  # a headline repeats what the text tells


def _one_more(one: Draft, other: Draft) -> bool:
    """Whether two singles are told in one sentence: "a man and a woman" are two."""
    counts = [item.statement.count for item in (one, other)]
    return one.sentence == other.sentence and all(c is not None and c.low == c.high == 1 for c in counts)


def _placed(new: Draft, known: Draft) -> bool:
    """Whether only `new` names its object's place itself: the other may not stand for several places."""
    return new.statement.kind == "damaged" and new.own and not known.own and not new.statement.background


def _same_group(a: str | None, b: str | None) -> bool:
    return a == b or {a, b} == {None, "civilian"}


def _same_supply(a: Supply | None, b: Supply | None) -> bool:
    if a is None or b is None or (a.item, a.status) != (b.item, b.status):
        return False
    return not a.donor or not b.donor or a.donor == b.donor


def _same_weapon(a: Statement, b: Statement) -> bool:
    if a.weapon is None or b.weapon is None:
        return a.weapon == b.weapon
    generic = not a.weapon.models or not b.weapon.models
    return a.weapon.class_ == b.weapon.class_ and (generic or a.weapon.models == b.weapon.models)


def _same_object(one: Draft, other: Draft) -> bool:
    """Two objects of one class are one unless one sentence names both, or their numbers differ."""
    a, b = one.statement, other.statement
    if a.object is None or b.object is None or a.object.class_ != b.object.class_:
        return False
    if a.object.name and b.object.name and a.object.name != b.object.name:
        return False
    if a.object.class_ == "other" and one.noun[:_STEM] != other.noun[:_STEM]:
        return False  # a petrol station and a garage
    if a.object.state and b.object.state and a.object.state != b.object.state:
        return False
    if one.sentence == other.sentence and one.core != other.core and abs(other.core[0] - one.core[1]) <= _IN_A_LIST:
        return False  # a list names several
    if one.sentence == other.sentence and a.places != b.places:
        return False
    if (one.own or other.own) and not _one_region(a, b) and _towns(a, b):
        return False  # one region's house is not another's
    return a.count is None or b.count is None or _same_number(a.count, b.count)


def _one_region(a: Statement, b: Statement) -> bool:
    return bool({place.oblast for place in a.places} & {place.oblast for place in b.places})


def _towns(a: Statement, b: Statement) -> bool:
    """Whether both statements say where, by more than a country."""
    return all(held.places and all(place.oblast is not None for place in held.places) for held in (a, b))


def _apart(a: Statement, b: Statement) -> bool:
    """Whether two numbers are of days that the text tells apart: six shot down by Sunday, six on the night after."""
    if a.kind in ("killed", "injured") and a.places == b.places and a.count is not None and (a.count.low or 0) >= _MANY:
        return False  # a toll told on two days: hardly ever do two attacks on one town hurt as many
    if a.when is None or b.when is None or a.when == b.when or not {a.when.precision, b.when.precision} <= _DATED:
        return False
    first, second = sorted((a.when, b.when), key=lambda held: parse_instant(held.start))
    return parse_instant(first.end) <= parse_instant(second.start)


def _both_said(one: Draft, other: Draft) -> bool:
    """Whether two neighbouring numbers both stand in the text: "at least 19" and "18", not "more than 18" and "18"."""
    a, b = one.statement.count, other.statement.count
    if a is None or b is None or a.low is None or b.low is None or a.low == b.low:
        return False
    loose, form = (one, a.form) if a.form == "at_least" else (other, b.form)
    return form == "at_least" and not loose.over


def _same_number(a: Count | None, b: Count | None) -> bool:
    if a is None or b is None:
        return a == b
    if (a.low, a.high) == (b.low, b.high) and (a.form == b.form or "unnumbered" not in (a.form, b.form)):
        return True
    if "unnumbered" in (a.form, b.form):
        return a.form == b.form
    for loose, exact in ((a, b), (b, a)):
        if exact.low != exact.high or exact.low is None or loose.low is None:
            continue
        if loose.form == "at_least" and loose.low in (exact.low, exact.low + 1):
            return True
        if loose.form == "at_most" and loose.high == exact.low:
            return True
    return False


def _near(a: tuple[Place, ...], b: tuple[Place, ...]) -> bool:
    """Whether two statements can be about one place: one names none, they share one, or one is the other's region."""
    if not a or not b:
        return True
    if {p.name for p in a} & {p.name for p in b}:
        return True
    return any(
        p.oblast == q.oblast and p.oblast is not None and "oblast" in (p.kind, q.kind) for p in a for q in b
    ) or any(_holds(p, q) or _holds(q, p) for p in a for q in b)


def _elsewhere(one: Draft, other: Draft) -> bool:
    """Whether two drafts are about two places, each named in its own sentence, or in two countries."""
    a, b = one.statement.places, other.statement.places
    if one.own and other.own and not _near(a, b):
        return True
    if (one.own and _abroad(b, a)) or (other.own and _abroad(a, b)):
        return True
    counts = [held.statement.count for held in (one, other)]
    ones = one.statement.kind in ("killed", "injured") and all(c is not None and c.high == 1 for c in counts)
    apart = _towns(one.statement, other.statement) and not _one_region(one.statement, other.statement)
    return ones and (one.own or other.own) and apart  # one person each: either may name its own place


def _abroad(a: tuple[Place, ...], b: tuple[Place, ...]) -> bool:
    """Whether one statement is about a country as a whole, and the other about places of which none lies in it."""
    return bool(b) and any(p.kind == "country" and not any(_holds(p, q) for q in b) for p in a)


def _holds(country: Place, place: Place) -> bool:
    where = place.id if place.kind == "country" else place.oblast
    return country.kind == "country" and (where or country.id or "").startswith(country.id or "")


def _fuller(new: Statement, known: Statement) -> bool:
    """Whether `new` says more: a number or place where the other has none, a bound, then the longer quote."""

    def rank(held: Statement) -> tuple[bool, bool, bool, bool, bool, int]:
        bounded = held.count is not None and held.count.form in ("at_least", "at_most")
        placed = any(place.kind != "country" for place in held.places)
        said = held.group is not None
        return not held.background, held.count is not None, placed, bounded, said, len(held.quote.text)

    return rank(new) > rank(known)
