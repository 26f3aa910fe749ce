"""Instants, intervals and nights: the one place that knows zones and the only file that reads the clock.

Invariants
- Every datetime that leaves this file carries the fixed offset that its zone had at that instant, so comparison and
  subtraction are true across a change of clocks (two times in one `ZoneInfo` would be compared by the wall clock).
- An `Interval` is half-open and `start < end`.
- A night belongs to the Kyiv date on which it ends and is taken to last from 18:00 on the eve to 09:00; on a Moscow
  clock from 20:00, as the Russian ministry counts.

Clock changes. A local time that does not exist (03:00 to 04:00 in Kyiv on the last Sunday of March) is read with the
offset before the change: 03:30 is the instant which the moved clock shows as 04:30. A local time that exists twice
(the last Sunday of October) is its first occurrence, or the second where it ends an interval, so that the interval
holds both.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from firstlight.errors import TimeError

Precision = Literal["minute", "hour", "part_of_day", "day", "week", "month"]

KYIV = ZoneInfo("Europe/Kyiv")
MOSCOW = ZoneInfo("Europe/Moscow")
FULL_SCALE_START = date(2022, 2, 24)  # day 1
NIGHT_FROM = 18  # hour of the eve at which a night begins in Kyiv
NIGHT_FROM_MOSCOW = 20
NIGHT_TO = 9
# Hours (from, to) of a local day; "night" is none of these, for it begins on the eve.
PARTS: dict[str, tuple[int, int]] = {
    "early": (0, 9),
    "small_hours": (0, 6),
    "dawn": (3, 7),
    "morning": (5, 12),
    "noon": (11, 14),
    "daytime": (9, 18),
    "afternoon": (12, 18),
    "evening": (18, 24),
    "late": (18, 24),
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class Interval(NamedTuple):
    """Instants from `start` up to, not including, `end`; `precision` says how finely they were told."""

    start: datetime
    end: datetime
    precision: Precision

    def iso(self) -> tuple[str, str, Precision]:
        """(start, end, precision) as ISO 8601 with offset, to the second: what a statement's `when` holds."""
        return self.start.isoformat(timespec="seconds"), self.end.isoformat(timespec="seconds"), self.precision


def now() -> str:
    """The present instant in UTC, to the second, as ISO 8601 with offset."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def parse_date(text: str) -> date:
    """A date from YYYY-MM-DD; TimeError where it is none."""
    if _DATE.fullmatch(text.strip()):
        try:
            return _in_range(date.fromisoformat(text.strip()), text)
        except ValueError:
            raise TimeError(f"{text!r} is not in the calendar: check month and day") from None
    raise TimeError(f"{text!r} is not a date: write it as YYYY-MM-DD, such as 2024-03-28")


def parse_instant(text: str, zone: tzinfo = KYIV) -> datetime:
    """An instant from ISO 8601; one without an offset is local time of `zone`; TimeError where it is none."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise TimeError(f"{text!r} is not a time: write it like 2024-03-28T09:30:00+02:00") from None
    _in_range(moment.date(), text)
    if moment.tzinfo is None:
        return at(moment.date(), moment.hour, moment.minute, zone) + timedelta(seconds=moment.second)
    return moment.replace(microsecond=0)


def _in_range(day: date, text: str) -> date:
    if not 1900 <= day.year <= 2200:
        raise TimeError(f"{text!r} is not of this war: check the year")
    return day


def fixed(moment: datetime, zone: tzinfo = KYIV) -> datetime:
    """The same instant on the clock of `zone`, with the offset of that instant fixed."""
    there = moment.astimezone(zone)
    return there.replace(tzinfo=timezone(there.utcoffset() or timedelta()), fold=0)


@lru_cache(maxsize=4096)
def at(day: date, hour: int, minute: int = 0, zone: tzinfo = KYIV, *, later: bool = False) -> datetime:
    """The instant at which clocks of `zone` show `hour:minute` on `day`; hour 24 is the midnight that ends the day.

    `later` takes the second of two occurrences; times that do not exist are moved as the head of this file says.
    """
    if hour >= 24:
        day, hour = day + timedelta(days=1), hour - 24
    wall = datetime.combine(day, time(hour, minute))
    first = wall.replace(tzinfo=zone).utcoffset() or timedelta()
    second = wall.replace(tzinfo=zone, fold=1).utcoffset() or timedelta()
    twice = second < first  # an offset that shrinks shows the hour again; one that grows leaves it out
    return wall.replace(tzinfo=timezone(second if later and twice else first))


def days(first: date, last: date, zone: tzinfo = KYIV, precision: Precision = "day") -> Interval:
    """The local days `first` to `last`, both included."""
    return Interval(at(first, 0, 0, zone), at(last, 24, 0, zone), precision)


def part(day: date, name: str, zone: tzinfo = KYIV) -> Interval:
    """A named part of a local day (a key of PARTS, or "night": the night that ends on `day`)."""
    if name == "night":
        return night(day, zone)
    begin, end = PARTS[name]
    return Interval(at(day, begin, 0, zone), at(day, end, 0, zone, later=True), "part_of_day")


def night(day: date, zone: tzinfo = KYIV) -> Interval:
    """The night that ends on the morning of `day`, from the eve's 18:00 (20:00 on a Moscow clock) to 09:00."""
    begin = NIGHT_FROM_MOSCOW if zone == MOSCOW else NIGHT_FROM
    return Interval(at(day - timedelta(days=1), begin, 0, zone), at(day, NIGHT_TO, 0, zone), "part_of_day")


def kyiv_date(moment: datetime) -> date:
    """The date on Kyiv's calendar at an instant."""
    return moment.astimezone(KYIV).date()


def night_of(what: datetime | Interval, zone: tzinfo = KYIV) -> date:
    """The date whose night an instant or interval belongs to: that on which the night ends.

    An instant at 18:00 or later belongs to the next date, any other to its own. An interval belongs to the date of its
    last moment (so 17:00 to 06:00 belongs to the morning's date and a whole day to itself); one that begins at 18:00
    or later and is over by midnight belongs to the next date, as its instants do.
    """
    if isinstance(what, datetime):
        local = what.astimezone(zone)
        return local.date() + timedelta(days=local.hour >= NIGHT_FROM)
    first, last = what.start.astimezone(zone), day_of(what, zone)
    return last + timedelta(days=first.date() == last and first.hour >= NIGHT_FROM)


def day_of(interval: Interval, zone: tzinfo = KYIV) -> date:
    """The local date of the last moment of an interval."""
    return (interval.end - timedelta(microseconds=1)).astimezone(zone).date()


def night_label(day: date) -> str:
    """The night that ends on `day` as readers know it: "21-22 March 2024"."""
    return _range_label(day - timedelta(days=1), day)


def period_label(start: str, end: str) -> str:
    """What lasted from `start` to `end` (instants with an offset) as readers know it; TimeError for another form.

    More than a day and a half are the dates from first to last ("18-24 March 2024"); daylight hours, or a date that
    was told without an hour, that date ("24 March 2024"); anything else its night ("23-24 March 2024, night").
    """
    what = Interval(parse_instant(start, KYIV).astimezone(KYIV), parse_instant(end, KYIV).astimezone(KYIV), "day")
    first, last = what.start.date(), day_of(what)
    if what.end - what.start > timedelta(hours=36):
        return _range_label(first, last)
    whole_day = what.end - what.start >= timedelta(hours=23)
    if first == last and (whole_day or NIGHT_TO <= what.start.hour < NIGHT_FROM):
        return f"{last.day} {_MONTHS[last.month - 1]} {last.year}"
    return night_label(night_of(what)) + ", night"


def _range_label(first: date, last: date) -> str:
    """Two dates and what they share told once: "21-22 March 2024"."""
    if first.year != last.year:
        return f"{first.day} {_MONTHS[first.month - 1]} {first.year} - {last.day} {_MONTHS[last.month - 1]} {last.year}"
    if first.month != last.month:
        return f"{first.day} {_MONTHS[first.month - 1]} - {last.day} {_MONTHS[last.month - 1]} {last.year}"
    return f"{first.day}-{last.day} {_MONTHS[last.month - 1]} {last.year}"


def full_scale_day(number: int) -> date:
    """The date of day `number` of the full-scale invasion; day 1 is 24 February 2022. TimeError below 1."""
    if not 1 <= number <= 100_000:
        raise TimeError(f"day {number} of the full-scale invasion does not exist: day 1 is {FULL_SCALE_START}")
    return FULL_SCALE_START + timedelta(days=number - 1)


@lru_cache(maxsize=1024)
def published_interval(published: str, zone: tzinfo = KYIV) -> Interval:
    """When a report was published: the minute of an instant or the local day of a date; TimeError for neither."""
    if _DATE.fullmatch(published.strip()):
        day = parse_date(published)
        return days(day, day, zone)
    moment = fixed(parse_instant(published, zone), zone).replace(second=0)
    return Interval(moment, moment + timedelta(minutes=1), "minute")


@lru_cache(maxsize=1024)
def week_before(published: str, zone: tzinfo = KYIV) -> Interval:
    """The week before publication, precision week: what is said of an event that the page does not date.

    Seven days back from an instant; for a date, from the start of the day seven days earlier to the end of that date,
    because the hour of publication is not known.
    """
    return back(published_interval(published, zone), timedelta(days=7), "week", zone)


def back(published: Interval, length: timedelta, precision: Precision, zone: tzinfo = KYIV) -> Interval:
    """The time of `length` before publication; before a date, whole days, and that date with them."""
    if published.precision != "day":
        return Interval(fixed(published.start - length, zone), published.start, precision)
    first = published.start.astimezone(zone).date() - timedelta(days=max(length.days, 1))
    return Interval(at(first, 0, 0, zone), published.end, precision)


def overlaps(one: Interval, other: Interval) -> bool:
    """Whether two intervals share an instant; touching ends do not."""
    return one.start < other.end and other.start < one.end


def contains(outer: Interval, inner: Interval | datetime) -> bool:
    """Whether an interval holds the whole of another, or an instant."""
    if isinstance(inner, datetime):
        return outer.start <= inner < outer.end
    return outer.start <= inner.start and inner.end <= outer.end
