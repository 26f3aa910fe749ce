"""How much of a planted war the ledger recovers: attacks by B-cubed, numbers exactly, nothing twice, faults listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from firstlight.model import Incident, LedgerState, Raid, RaidLine, Record, Value
from firstlight.reconcile.values import EARLIER
from tests.truth.telling_raids import label
from tests.truth.world import World

NOT_ADDED = ("included_in", "summarises")
Key = tuple[str, str, str]


class Wrong(Record, frozen=True, kw_only=True):
    """A number that was not recovered: what it should be and what the ledger has."""

    about: Key
    expected: int | str
    found: str


def clusters(state: LedgerState) -> dict[str, str]:
    """Statement to the attack, incident or package that the ledger puts it in; a region's part is its raid's."""
    whole = {raid.id: _whole(raid) for raid in state.raids}
    found = {link.statement: whole[raid.id] for raid in state.raids for link in raid.links}
    found |= {link.statement: one.id for one in state.incidents for link in one.links}
    found |= {link.statement: one.id for one in state.packages for link in one.links}
    return found


def _whole(raid: Raid) -> str:
    return next((other for kind, other in raid.relations if kind == "included_in"), raid.id)


def b_cubed(found: dict[str, str], truth: dict[str, str]) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1 of a clustering of the statements in `truth` (Bagga and Baldwin 1998).

    What stands in no cluster is one of its own.
    """
    mine = {key: found.get(key, key) for key in truth}
    together = Counter((mine[key], truth[key]) for key in truth)
    sizes, wanted = Counter(mine.values()), Counter(truth.values())
    precision = sum(together[mine[k], truth[k]] / sizes[mine[k]] for k in truth) / len(truth)
    recall = sum(together[mine[k], truth[k]] / wanted[truth[k]] for k in truth) / len(truth)
    return precision, recall, 2 * precision * recall / (precision + recall)


def recovered(state: LedgerState, world: World) -> tuple[dict[str, tuple[int, int]], list[Wrong]]:
    """(right, of how many) by kind of number, and each that is wrong."""
    lines = _lines(state, world)
    harms = _harms(state, world)
    score: dict[str, tuple[int, int]] = {}
    wrong: list[Wrong] = []
    for key, expected in sorted(world.expected.items(), key=lambda item: (item[0], str(item[1]))):
        value = lines.get(key) or harms.get(key)
        right, total = score.get(key[2], (0, 0))
        good = value is not None and _is(value, expected)
        score[key[2]] = (right + good, total + 1)
        if not good:
            found = "nothing" if value is None else f"{value.state} {value.best} ({value.rule})"
            wrong.append(Wrong(about=key, expected=expected, found=found))
    return score, wrong


def _is(value: Value, expected: int | str) -> bool:
    if isinstance(expected, str):
        return value.state == expected
    return value.state == "known" and value.best == expected


def _lines(state: LedgerState, world: World) -> dict[Key, Value]:
    """The values of the lines of raids, by the planted raid that most of their statements speak of."""
    found: dict[Key, Value] = {}
    for raid in state.raids:
        about = _most(world, [link.statement for link in raid.links])
        if raid.relations:
            continue
        for line in raid.lines:
            name = label(line.weapon)
            for kind in ("launched", "intercepted", "shot_down", "suppressed"):
                found[about, name, kind] = getattr(line, kind)
            found[about, name, "either"] = line.intercepted
    return found


def _harms(state: LedgerState, world: World) -> dict[Key, Value]:
    """The tolls of incidents that count, the largest first, by the planted incident of most of their statements."""
    found: dict[Key, Value] = {}
    for incident in sorted(added_incidents(state), key=lambda one: -len(one.links)):
        about = _most(world, [link.statement for link in incident.links])
        for harm in incident.harm:
            found.setdefault((about, harm.group or "", harm.kind), harm.count)
    return found


def _most(world: World, statements: list[str]) -> str:
    counts = Counter(world.about[key] for key in statements)
    return max(counts, key=lambda about: (counts[about], about))


def added_lines(state: LedgerState) -> Iterator[tuple[Raid, RaidLine]]:
    """The lines that are added up: of raids that no other raid holds or sums up, totals left out."""
    for raid in state.raids:
        if not any(kind in NOT_ADDED for kind, _ in raid.relations):
            yield from ((raid, line) for line in raid.lines if not line.total)


def added_incidents(state: LedgerState) -> list[Incident]:
    """The incidents that are added up."""
    return [one for one in state.incidents if not one.total and not one.background]


def totals(state: LedgerState) -> dict[str, int]:
    """What the ledger adds up over everything: the least of launched, intercepted, killed, injured."""
    sums: Counter[str] = Counter()
    for _, line in added_lines(state):
        sums["launched"] += line.launched.low or 0
        sums["intercepted"] += line.intercepted.low or 0
    for incident in added_incidents(state):
        for harm in incident.harm:
            if harm.group is None:
                sums[harm.kind] += harm.count.low or 0
    return dict(sums)


def told_totals(world: World) -> dict[str, int]:
    """What the planted war adds up to, as far as it can be known from what is told."""
    sums: Counter[str] = Counter()
    for (_, group, kind), number in world.expected.items():
        if number != "withheld" and (kind in ("launched", "intercepted") or group == ""):
            sums[kind] += number if isinstance(number, int) else 1
    return dict(sums)


def unlisted(state: LedgerState, world: World) -> list[str]:
    """Planted faults that the ledger does not list: neither in a dispute nor, if its source replaced it (as a newsroom
    does that later passes on the right number), among the rivals."""
    disputed = {s for dispute in state.disputes for rival in dispute.values for s in rival.statements}
    rivals = {s for value in _values(state) for rival in value.rivals for s in rival.statements}
    replaced = {s for value in _values(state) for r in value.rivals if r.reason == EARLIER for s in r.statements}
    seen = {"dispute": disputed | replaced, "history": rivals | disputed}
    return sorted(key for key, fault in world.faults.items() if key not in seen[fault])


def _values(state: LedgerState) -> Iterator[Value]:
    for raid in state.raids:
        for line in raid.lines:
            yield from (line.launched, line.intercepted, line.shot_down, line.suppressed)
    for incident in state.incidents:
        yield from (harm.count for harm in incident.harm)
