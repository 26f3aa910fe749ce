"""The lines of a raid: which statements speak of one weapon, and which sum up others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from firstlight.model import Weapon
from firstlight.reconcile.told import Told
from firstlight.reconcile.values import bounds, compatible
from firstlight.reconcile.weapons import ANY, MIXED, Key, alike, below, generic, key_of, weapon_from, weapon_of

Numbers = dict[str, list[tuple[int, float]]]  # by kind


@dataclass
class Draft:
    """A line being built: its weapon, the statements about it, and whether it is a row of a table or a total."""

    key: Key
    told: list[Told] = field(default_factory=list)
    row: bool = False
    total: bool = False

    @property
    def weapon(self) -> Weapon:
        """The weapon of the line."""
        return weapon_from(self.key)


@dataclass
class Sum:
    """Statements told of several rows together, which are never added to them."""

    told: list[Told]
    rows: list[Draft]


def drafts(told: Sequence[Told]) -> tuple[list[Draft], list[Sum]]:
    """Every statement of a raid on exactly one line, or on a sum of rows; sorted by weapon."""
    table = _table(told)
    rows = _rows([one for one in told if one.voice.dataset and one.source == table])
    rest = [one for one in told if not (one.voice.dataset and one.source == table)]
    together = _told_together(rest)
    items, sums = _onto_rows(_unite(rest, together), rows)
    lines = _generics(items, together)
    return sorted(lines, key=lambda d: (d.key, d.told[0].order)), sums


def _table(told: Iterable[Told]) -> str | None:
    """The table whose rows are lines: the one with the most rows; a second table is told of them and adds nothing."""
    counts = Counter(one.source for one in told if one.voice.dataset)
    return max(counts, key=lambda source: (counts[source], source)) if counts else None


def _rows(told: Iterable[Told]) -> list[Draft]:
    rows: dict[tuple[str, Key], Draft] = {}
    for one in told:
        key = key_of(weapon_of(one.statement))
        rows.setdefault((one.statement.report, key), Draft(key, row=True)).told.append(one)
    return [rows[key] for key in sorted(rows)]


def _told_together(told: Iterable[Told]) -> set[frozenset[Key]]:
    """Pairs of weapons that one report tells apart."""
    by_report: dict[str, set[Key]] = {}
    for one in told:
        by_report.setdefault(one.statement.report, set()).add(key_of(weapon_of(one.statement)))
    return {frozenset((a, b)) for keys in by_report.values() for a in keys for b in keys if a < b}


def _unite(told: Iterable[Told], together: set[frozenset[Key]]) -> list[Draft]:
    """One draft for each weapon; bundles that share most models are one weapon unless a report tells them apart."""
    groups: dict[Key, list[Told]] = {}
    for one in told:
        groups.setdefault(key_of(weapon_of(one.statement)), []).append(one)
    made: list[Draft] = []
    for key in sorted(groups, key=lambda k: (-len(k[1]), k)):
        home = next((d for d in made if alike(d.key, key) and frozenset((d.key, key)) not in together), None)
        if home is None:
            made.append(home := Draft(key))
        home.told.extend(groups[key])
    return made


def numbers(told: Iterable[Told]) -> Numbers:
    """What statements say, by kind; shot down and suppressed are both interceptions."""
    found: Numbers = {}
    for one in told:
        if one.statement.count is not None and one.statement.count.low is not None:
            found.setdefault(one.statement.kind, []).append(bounds(one.statement.count))
    return found


def agree(mine: Numbers, theirs: Numbers) -> bool:
    """Whether each number of `mine` can be one of `theirs`, where both give that kind."""
    shared = mine.keys() & theirs.keys()
    return all(any(compatible(one, other) for other in theirs[kind]) for kind in shared for one in mine[kind])


def exceeds(mine: Numbers, theirs: Numbers) -> bool:
    """Whether no number of `mine` is below the least of `theirs`: it could be for a longer time or more weapons."""
    shared = mine.keys() & theirs.keys()
    return all(one[1] >= min(other[0] for other in theirs[kind]) for kind in shared for one in mine[kind])


def _onto_rows(items: list[Draft], rows: list[Draft]) -> tuple[list[Draft], list[Sum]]:
    """Statements onto the row of their weapon; onto the sum of several rows where no single one agrees."""
    lines, sums = list(rows), []
    for item in items:
        same = [row for row in rows if alike(row.key, item.key)]
        if not same:
            lines.append(item)
        elif len(same) == 1:
            same[0].told.extend(item.told)
        else:
            mine = numbers(item.told)
            fitting = [row for row in same if agree(mine, numbers(row.told))]
            if len(fitting) == 1:
                fitting[0].told.extend(item.told)
            else:
                sums.append(Sum(item.told, same))
    return lines, sums


def _generics(lines: list[Draft], together: set[frozenset[Key]]) -> list[Draft]:
    """Lines that name a class and no model: joined to their only item, or marked as the total of several."""
    kept = [line for line in lines if not generic(line.key) or line.row]
    loose = [line for line in lines if generic(line.key) and not line.row]
    for line in sorted(loose, key=lambda d: (d.key[0] == ANY, d.key[0] in MIXED, d.key)):
        items = [other for other in kept if below(other.key, line.key) and not other.total]
        if len(items) == 1 and _one_and_the_same(line, items[0], together):
            items[0].told.extend(line.told)
            continue
        line.total = bool(items)
        kept.append(line)
    return kept


def _one_and_the_same(line: Draft, item: Draft, together: set[frozenset[Key]]) -> bool:
    """Whether a count of a class and the only item of it are one figure: no report tells them apart, and they agree
    or are of one class (then they are rivals)."""
    apart = any(frozenset((line.key, key_of(weapon_of(one.statement)))) in together for one in item.told)
    if agree(numbers(line.told), numbers(item.told)):
        return True
    return not apart and line.key[0] == item.key[0]
