"""The ledger's raids as a series by Kyiv night and defeat group.

A night belongs to the Kyiv date on which its period ends. A night on which nothing was told is absent, never zero.
Every line of every raid of the period either enters a rate or is counted in `left_out` with the reason.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache

from firstlight.assess.groups import Groups
from firstlight.assess.values import at_most, leakers, statements, total
from firstlight.model import NightRow, Raid, RaidLine, Record, Report, Statement, Value, When
from firstlight.when import Interval, day_of, kyiv_date, parse_instant

PART = "the raid is part of another, or sums up others"
TOTAL = "the line sums up other lines"
APART = "a model that is kept apart"
NO_GROUP = "a weapon of no defeat group"
MIXED = "a count across groups, used as bounds only"
STOPPED_ONLY = "the publisher tells only what was stopped"
FIGURES_WITHHELD = "figures are withheld"
NO_LAUNCHED = "how many were launched is not known"
NO_STOPPED = "how many were stopped is not known"
NONE_LAUNCHED = "none was launched"


class RaidNight(Record, frozen=True, kw_only=True):
    """What a rate may use of one night and group: whole numbers of weapons."""

    night: str
    group: str
    launched: int
    stopped: int  # shot down or suppressed, never more than launched
    shot_down: int  # by fire; where the publisher merges the two, the merged figure
    clipped: int = 0  # lines that told more stopped than launched
    raids: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()


class MixedCount(Record, frozen=True, kw_only=True):
    """A count across groups with both numbers known."""

    night: str
    groups: frozenset[str]
    launched: int
    stopped: int


class Series(Record, frozen=True, kw_only=True):
    """The nights of a period."""

    rows: tuple[NightRow, ...]
    nights: tuple[RaidNight, ...]
    mixed: tuple[MixedCount, ...]
    left_out: tuple[tuple[str, int], ...]
    lines: int  # of all raids of the period


class _Used(Record, frozen=True, kw_only=True):
    line: RaidLine
    raid: Raid
    stopped: Value
    why_not: str | None


@dataclass(frozen=True)
class _Record:
    """All that the series is made from."""

    raids: dict[str, Raid]
    groups: Groups
    said: Mapping[str, Statement]
    reports: Mapping[str, Report]

    @cached_property
    def _datasets(self) -> dict[str, str]:
        """The reports that are rows of a dataset, each with its source."""
        catalog, sources = self.groups.catalog, {report.source for report in self.reports.values()}
        known = {name for name in sources if (entry := catalog.source(name)) and entry.kind == "dataset"}
        return {name: report.source for name, report in self.reports.items() if report.source in known}

    def datasets(self, line: RaidLine) -> frozenset[str]:
        """The datasets whose rows stand behind a line's numbers."""
        if not self._datasets:
            return frozenset()
        values = (line.launched, line.intercepted, line.shot_down, line.suppressed)
        reports = {self.said[one].report for value in values for one in value.statements if one in self.said}
        return frozenset(self._datasets[report] for report in reports if report in self._datasets)


def night_of_raid(raid: Raid) -> str:
    """The Kyiv date on which a raid's period ends: the night that the raid belongs to.

    A period told to the hour that ends at midnight belongs to the date that begins there; whole days to their last day.
    """
    return _night(raid.period)


@lru_cache(maxsize=4096)
def _night(period: When) -> str:
    start, end = parse_instant(period.start), parse_instant(period.end)
    if period.precision in ("minute", "hour"):
        return kyiv_date(end).isoformat()
    return day_of(Interval(start, end, period.precision)).isoformat()


def series(
    raids: Iterable[Raid],
    groups: Groups,
    said: Mapping[str, Statement],
    reports: Mapping[str, Report],
) -> Series:
    """The series of some raids by night and group. The result does not depend on their order."""
    record = _Record(raids={raid.id: raid for raid in raids}, groups=groups, said=said, reports=reports)
    used: dict[tuple[str, str], list[_Used]] = defaultdict(list)
    shared: dict[tuple[str, str], list[_Used]] = defaultdict(list)
    mixed: list[MixedCount] = []
    left_out: Counter[str] = Counter()
    ordered = [record.raids[name] for name in sorted(record.raids)]
    for raid in ordered:
        night = night_of_raid(raid)
        for line in raid.lines:
            group, possible, reason = _place(line, raid, record)
            if reason:
                left_out[reason] += 1
            if group:
                used[night, group].append(_use(line, raid, night, record))
            elif possible:
                entry = _Used(line=line, raid=raid, stopped=stopped_of(line), why_not=MIXED)
                for name in possible:
                    shared[night, name].append(entry)
                mixed.extend(_mixed(night, possible, entry))
    rows, nights = [], []
    for night, group in sorted(used.keys() | shared.keys()):
        sure, bounds = used[night, group], shared[night, group]
        left_out.update(entry.why_not for entry in sure if entry.why_not)
        rows.append(_row(night, groups.regime(night, group), group, sure, bounds))
        rated = [entry for entry in sure if entry.why_not is None]
        if rated:
            nights.append(_raid_night(night, group, rated))
    return Series(
        rows=tuple(rows),
        nights=tuple(nights),
        mixed=tuple(mixed),
        left_out=tuple(sorted(left_out.items())),
        lines=sum(len(raid.lines) for raid in ordered),
    )


def stopped_of(line: RaidLine) -> Value:
    """Shot down and suppressed together: as told, or their sum; what is told of neither is unknown.

    Where only the one shot down is told the other counts as none, as the publisher's rule of that time has it.
    """
    if line.intercepted.state == "known" or line.shot_down.state != "known":
        return line.intercepted
    parts = [line.shot_down] + ([line.suppressed] if line.suppressed.state == "known" else [])
    return total(parts, "shot down + suppressed")


def _place(line: RaidLine, raid: Raid, record: _Record) -> tuple[str | None, frozenset[str], str | None]:
    """The certain group of a line, or the groups it may belong to, and why it enters no rate where that is decided."""
    groups, none = record.groups, frozenset[str]()
    if line.total:
        return None, none, TOTAL
    if groups.apart(line):
        return None, none, APART
    group = groups.sure(line)
    possible = none if group else groups.possible(line)
    if not group and not possible:
        return None, none, NO_GROUP
    if _repeats(line, possible or {group or ""}, raid, record):
        return None, none, PART
    return group, possible, None if group else MIXED


def _repeats(line: RaidLine, kinds: Set[str], raid: Raid, record: _Record) -> bool:
    """Whether the line is told once more by a raid that its own is part of.

    A regional raid repeats the national one only for groups of which the national one tells; and rows of one dataset
    do not repeat one another, for its author has already put each attack on one row.
    """
    for kind, other in raid.relations:
        if kind == "summarises":
            return True
        whole = record.raids.get(other) if kind == "included_in" else None
        for told in whole.lines if whole else ():
            sure = record.groups.sure(told)
            same = kinds & ({sure} if sure else record.groups.possible(told))
            if same and not told.total and not record.datasets(line) & record.datasets(told):
                return True
    return False


def _use(line: RaidLine, raid: Raid, night: str, record: _Record) -> _Used:
    groups = record.groups
    group = groups.sure(line) or ""
    stopped = stopped_of(line)
    if groups.regime(night, group) == "withheld" or "withheld" in (line.launched.state, stopped.state):
        why = FIGURES_WITHHELD
    elif not groups.counts_launches(line, group, record.said, record.reports):
        why = STOPPED_ONLY
    elif line.launched.state != "known":
        why = NO_LAUNCHED
    elif stopped.state != "known":
        why = NO_STOPPED
    elif line.launched.best == 0:
        why = NONE_LAUNCHED
    else:
        why = None
    return _Used(line=line, raid=raid, stopped=stopped, why_not=why)


def _mixed(night: str, possible: frozenset[str], entry: _Used) -> list[MixedCount]:
    launched, stopped = entry.line.launched, entry.stopped
    if launched.state != "known" or stopped.state != "known" or not launched.best:
        return []
    return [
        MixedCount(night=night, groups=possible, launched=launched.best, stopped=min(stopped.best or 0, launched.best))
    ]


def _row(night: str, regime: str, group: str, sure: list[_Used], bounds: list[_Used]) -> NightRow:
    """The night's figures. Where somebody counted launches, counts of only what was stopped are not added to them."""
    counted = [entry for entry in sure if entry.why_not != STOPPED_ONLY] or sure
    launched = total([_launched(entry) for entry in counted] + [at_most(entry.line.launched) for entry in bounds])
    stopped = total([_clipped(entry) for entry in counted] + [at_most(entry.stopped) for entry in bounds])
    left, airborne = (
        total(value for value in values if value.state != "unknown")
        for values in ([entry.line.left for entry in counted], [entry.line.airborne for entry in counted])
    )
    reasons = Counter(entry.why_not for entry in (*sure, *bounds) if entry.why_not)
    rate_ok = any(entry.why_not is None for entry in sure)
    return NightRow(
        night=night,
        group=group,
        launched=launched,
        intercepted=stopped,
        leakers=leakers(launched, stopped, left, airborne),
        rate_ok=rate_ok,
        why_not=None if rate_ok else min(reasons, key=lambda reason: (-reasons[reason], reason)),
        regime=regime,
        raids=tuple(sorted({entry.raid.id for entry in (*counted, *bounds)})),
    )


def _launched(entry: _Used) -> Value:
    """How many were launched; where only what was stopped is told, at least that many."""
    launched, stopped = entry.line.launched, entry.stopped
    if launched.state == "unknown" and stopped.state == "known" and stopped.best:
        return Value(state="bounded", low=stopped.best, rule="at least what was stopped", statements=stopped.statements)
    return launched


def _clipped(entry: _Used) -> Value:
    """What was stopped, but never more than what was launched."""
    launched, stopped = entry.line.launched, entry.stopped
    if launched.state != "known" or stopped.state != "known" or (stopped.best or 0) <= (launched.best or 0):
        return stopped
    return Value(
        state="known",
        low=launched.best,
        best=launched.best,
        high=launched.best,
        rule="not more than launched",
        statements=statements((launched, stopped)),
    )


def _raid_night(night: str, group: str, rated: list[_Used]) -> RaidNight:
    launched = [entry.line.launched.best or 0 for entry in rated]
    told = [entry.stopped.best or 0 for entry in rated]
    fire = [
        told_one if entry.line.shot_down.state != "known" else (entry.line.shot_down.best or 0)
        for entry, told_one in zip(rated, told, strict=True)
    ]
    return RaidNight(
        night=night,
        group=group,
        launched=sum(launched),
        stopped=sum(min(pair) for pair in zip(told, launched, strict=True)),
        shot_down=sum(min(pair) for pair in zip(fire, launched, strict=True)),
        clipped=sum(one > many for one, many in zip(told, launched, strict=True)),
        raids=tuple(sorted({entry.raid.id for entry in rated})),
        statements=statements(value for entry in rated for value in (entry.line.launched, entry.stopped)),
    )
