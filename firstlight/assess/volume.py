"""How many were launched each night, for the forecast: a number where it is known, and NaN where nothing is.

A night that somebody tells in full and that does not mention a group had none of it. A night of which nothing is told,
or whose figures are withheld, is unknown: never zero, and never drawn as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from firstlight.assess.groups import Groups
from firstlight.assess.series import night_of_raid
from firstlight.assess.settings import Told
from firstlight.assess.values import ceiling, floor
from firstlight.model import NightRow, Raid, Record, Report, Statement
from firstlight.when import parse_date

Array = NDArray[np.float64]


class Volume(Record, frozen=True, kw_only=True, eq=False):
    """Launches by night and group: `launched` has a row a night from `first` on, a column a group, NaN for unknown."""

    first: date
    groups: tuple[str, ...]
    launched: Array

    @property
    def last(self) -> date:
        """The last night."""
        return self.first + timedelta(days=len(self.launched) - 1)

    def until(self, nights: int) -> Volume:
        """The first so many nights."""
        return Volume(first=self.first, groups=self.groups, launched=self.launched[:nights])

    def night(self, index: int) -> str:
        """The date of a row."""
        return (self.first + timedelta(days=index)).isoformat()

    def last_known(self, group: str) -> int | None:
        """The row of the last night on which something is known of a group, or None."""
        known = np.flatnonzero(~np.isnan(self.launched[:, self.groups.index(group)]))
        return int(known[-1]) if known.size else None


def told_nights(
    raids: Iterable[Raid],
    statements: Mapping[str, Statement],
    reports: Mapping[str, Report],
    groups: Groups,
    told: Told,
) -> frozenset[str]:
    """The nights that somebody tells in full: by a nation-wide summary, or between two rows of a list of attacks."""
    nights: set[str] = set()
    spans: dict[str, list[str]] = {name: [] for name in told.datasets}
    for raid in raids:
        night = night_of_raid(raid)
        if any(_tells_all(name, raid.target, groups, told) for name in raid.sources):
            nights.add(night)
        for link in raid.links:
            said = statements.get(link.statement)
            report = reports.get(said.report) if said else None
            if report is not None and report.source in spans:
                spans[report.source].append(night)
    for listed in spans.values():
        if listed:
            start, end = parse_date(min(listed)), parse_date(max(listed))
            nights |= {(start + timedelta(days=day)).isoformat() for day in range((end - start).days + 1)}
    return frozenset(nights)


def volume(rows: Sequence[NightRow], told: frozenset[str], groups: Groups, end: str) -> Volume:
    """Launches by night and group from the first night told to `end`, from the rows of a series.

    A bounded number enters with its low end: what is certain to have been launched.
    """
    names = tuple(groups.entries)
    first = min({row.night for row in rows} | told, default=end)
    length = max(0, (parse_date(end) - parse_date(first)).days + 1)
    launched = np.full((length, len(names)), np.nan)
    for at in range(length):
        if (night := (parse_date(first) + timedelta(days=at)).isoformat()) in told:
            launched[at] = [np.nan if groups.regime(night, name) == "withheld" else 0.0 for name in names]
    for row in rows:
        at = (parse_date(row.night) - parse_date(first)).days
        if 0 <= at < length:
            launched[at, names.index(row.group)] = _known(row)
    return Volume(first=parse_date(first), groups=names, launched=launched)


def _known(row: NightRow) -> float:
    number = row.launched
    if row.regime == "withheld" or number.state in ("unknown", "withheld", "unnumbered"):
        return np.nan
    if number.state == "known":
        return float(number.best or 0)
    return np.nan if ceiling(number) is None and not floor(number) else float(floor(number))


def _tells_all(name: str, target: str, groups: Groups, told: Told) -> bool:
    entry = groups.catalog.source(name)
    return (
        entry is not None
        and entry.kind in told.kinds
        and entry.scope == "national"
        and entry.side == target
        and "*" not in entry.numerator_only
    )
