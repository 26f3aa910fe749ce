"""Windows of time as the ledger sees them: the Kyiv date that they end on and the part of it that they cover."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from firstlight.model import When
from firstlight.when import KYIV, NIGHT_FROM, Interval, at, day_of, parse_instant, published_interval

WHOLE_FROM = timedelta(hours=20)  # a window this long speaks of a whole day
WHOLE_TO = timedelta(hours=36)  # a longer one sums up several
SHORT_TO = timedelta(days=9)  # and beyond this it is a total of the war, a season or a month
NOON = 11  # the hour of a Kyiv day before which the middle of a night's window lies
UNDATED = ""


class Span(NamedTuple):
    """A window: instants, the Kyiv date of its last moment, and slot night, day, whole, week or long."""

    start: datetime
    end: datetime
    day: str
    slot: str
    evening: bool  # begins at 18:00 or later and is over by midnight

    @property
    def length(self) -> timedelta:
        """How long the window is."""
        return self.end - self.start


def span(when: When) -> Span:
    """The window of a statement; TimeError where its instants cannot be read."""
    return _span(when.start, when.end, when.precision == "day")


@lru_cache(maxsize=65536)
def _span(start: str, end: str, whole_day: bool) -> Span:
    first, last = parse_instant(start), parse_instant(end)
    if last <= first:
        last = first + timedelta(minutes=1)
    day = day_of(Interval(first, last, "minute"))
    local = first.astimezone(KYIV)
    evening = local.date() == day and local.hour >= NIGHT_FROM
    return Span(first, last, day.isoformat(), _slot(first, last, day, whole_day), evening)


def _slot(first: datetime, last: datetime, day: date, whole_day: bool) -> str:
    length = last - first
    if length > SHORT_TO:
        return "long"
    if length > WHOLE_TO:
        return "week"
    if whole_day or length >= WHOLE_FROM:
        return "whole"
    return "night" if first + length / 2 < at(day, NOON) else "day"


@lru_cache(maxsize=4096)
def dates(first: str, last: str) -> tuple[str, ...]:
    """The dates from `first` to `last`, both included, as YYYY-MM-DD."""
    day, stop = date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()
    return tuple(date.fromordinal(number).isoformat() for number in range(day, stop + 1))


def touching(one: When, other: When) -> bool:
    """Whether two windows share an instant."""
    mine, theirs = span(one), span(other)
    return mine.start < theirs.end and theirs.start < mine.end


def next_day(day: str) -> str:
    """The date after `day`."""
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def day_before(day: str) -> str:
    """The date before `day`."""
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def window_dates(window: Span) -> tuple[str, str]:
    """First and last Kyiv date that a window touches."""
    return window.start.astimezone(KYIV).date().isoformat(), window.day


@lru_cache(maxsize=65536)
def said(published: str | None) -> str:
    """When a report was published, as an instant in UTC that sorts as text; "" where it is not known."""
    if published is None:
        return UNDATED
    return published_interval(published).start.astimezone(UTC).isoformat(timespec="seconds")
