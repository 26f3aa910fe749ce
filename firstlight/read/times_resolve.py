"""From what a text says about time to an interval, given when the text was published.

A partial date is the latest such date that is not after the day that follows publication; a weekday the latest such
day up to publication. Without a publication date only what the text dates in full can be placed, or what follows a
placed mention.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from firstlight import when
from firstlight.read.times_mention import Clock, DayRef, TimeMention, crosses
from firstlight.when import KYIV, Interval, Precision

_NOON = 15  # a clock time of a night from this hour on is of the eve
_PLACED = ("minute", "hour", "part_of_day", "day")
_LENGTH = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.0, "year": 365.0}  # days
_SEASONS = {1: 12, 2: 3, 3: 6, 4: 9}  # winter begins in December of the year before


class _Anchor(NamedTuple):
    """What a mention is completed from."""

    published: Interval | None
    previous: Interval | None
    zone: tzinfo

    def day(self) -> date | None:
        """The local date of publication."""
        return self.published.start.astimezone(self.zone).date() if self.published else None

    def known(self) -> bool:
        """Whether the minute of publication is known."""
        return self.published is not None and self.published.precision == "minute"

    def before(self) -> date | None:
        """The local date of the mention before."""
        return when.day_of(self.previous, self.zone) if self.previous else None


def resolve(
    mention: TimeMention, published: str | None, zone: tzinfo = KYIV, previous: Interval | None = None
) -> Interval | None:
    """The interval of a mention, or None where the text and the publication date do not place it.

    `published` is a date or an instant (TimeError where it is neither), `zone` the clock of a text that names none,
    `previous` the interval of the mention before, which "the same day" and a bare hour follow.
    """
    clock = ZoneInfo(mention.zone) if mention.zone else zone
    anchor = _Anchor(when.published_interval(published, clock) if published else None, previous, clock)
    found = _BY_KIND.get(mention.kind, _moment)(mention, anchor)
    return found if found is None or found.start < found.end else None


def resolve_all(mentions: Sequence[TimeMention], published: str | None, zone: tzinfo = KYIV) -> list[Interval | None]:
    """The interval of each mention in turn, each following the last that names a day or part of one."""
    found: list[Interval | None] = []
    previous = None
    for mention in mentions:
        interval = resolve(mention, published, zone, previous)
        found.append(interval)
        bare = mention.kind in ("clock", "clock_range", "as_of") and mention.till is None
        if interval and interval.precision in _PLACED and not mention.background and not bare:
            previous = interval
    return found


def _moment(m: TimeMention, a: _Anchor) -> Interval | None:
    """Days, nights, parts of days and hours."""
    day, till = _date(m.day, a), _date(m.till, a)
    if (m.day is not None and day is None) or (m.till is not None and till is None):
        return None
    if m.kind == "night":
        return _night(m, day, till, a)
    if m.clock is not None:
        return _clock(m, day, till, a)
    if m.part is not None or m.part_till is not None:
        return _parts(m, day, till, a)
    if day is not None and till is not None:
        first, last = min(day, till), max(day, till)
        length = last - first
        return when.days(first, last, a.zone, _coarse(length + timedelta(days=1)))
    return when.days(day, day, a.zone) if day else None


def _context(m: TimeMention, a: _Anchor) -> date | None:
    """The day meant where none is named: that of the mention before, unless the words point at publication."""
    if m.anchor == "published":
        return a.day() or a.before()
    return a.before() or a.day()


def _parts(m: TimeMention, day: date | None, till: date | None, a: _Anchor) -> Interval | None:
    """One part of a day, or from one to another, perhaps over midnight."""
    step = timedelta(days=crosses(m))
    last = till or (day + step if day else _context(m, a))
    if last is None:
        return None
    begin = when.part(day or last - step, m.part or "night", a.zone)
    end = when.part(last, m.part_till, a.zone) if m.part_till else begin
    return Interval(min(begin.start, end.start), max(begin.end, end.end), "part_of_day")


def _night(m: TimeMention, day: date | None, till: date | None, a: _Anchor) -> Interval | None:
    if till is None and day is not None:
        till = day + timedelta(days=1) if m.clock is None or m.clock[0] >= _NOON else day
    till = till or _context(m, a)
    if till is None:
        return None
    eve = day if day is not None and day < till else till - timedelta(days=1)
    if m.clock is None:
        whole = when.night(till, a.zone)
        if day is not None and day < eve:
            return None
        return whole if m.part_till is None else _parts(m, None, till, a)
    start = _at(eve if m.clock[0] >= _NOON else till, m.clock, a.zone)
    if m.clock_till is not None:
        end = _at(
            eve if m.clock_till[0] >= _NOON and m.clock_till > m.clock else till, m.clock_till, a.zone, later=True
        )
        return Interval(start, end, "hour" if m.hourly else "minute")
    if m.onward:
        end = when.night(till, a.zone).end
        return Interval(start, end, "part_of_day") if start < end else None
    return _instant(start, m.hourly)


def _at(day: date, clock: Clock, zone: tzinfo, *, later: bool = False) -> datetime:
    return when.at(day, clock[0], clock[1], zone, later=later)


def _instant(start: datetime, hourly: bool) -> Interval:
    return Interval(start, start + timedelta(minutes=60 if hourly else 1), "hour" if hourly else "minute")


def _clock(m: TimeMention, day: date | None, till: date | None, a: _Anchor) -> Interval | None:
    assert m.clock is not None
    over = m.clock_till is not None and m.clock_till <= m.clock
    if till is not None and day is None:
        day = till - timedelta(days=over)
    if day is None:
        day = _clock_day(m, over, a)
    if day is None:
        return None
    start = _at(day, m.clock, a.zone)
    if m.clock_till is not None:
        end = _at(till or day + timedelta(days=over), m.clock_till, a.zone, later=True)
        return Interval(start, end, "hour" if m.hourly else "minute")
    if till is not None:
        return Interval(start, _at(till, (24, 0), a.zone), "day")
    if not m.onward:
        return _instant(start, m.hourly)
    end = when.night(day + timedelta(days=1), a.zone).end if m.clock[0] >= _NOON else _at(day, (24, 0), a.zone)
    return Interval(start, end, "part_of_day")


def _clock_day(m: TimeMention, over: bool, a: _Anchor) -> date | None:
    """The day of an hour without a day: of the night or day mentioned before, else the latest before publication."""
    assert m.clock is not None
    if a.previous is not None:
        last = when.day_of(a.previous, a.zone)
        overnight = a.previous.start.astimezone(a.zone).date() < last and a.previous.precision != "day"
        return last - timedelta(days=over or (overnight and m.clock[0] >= _NOON))
    day = a.day()
    if day is None or a.published is None:
        return None
    day -= timedelta(days=over)
    if a.known() and _at(day, m.clock, a.zone) > a.published.start:
        day -= timedelta(days=1)
    return day


def _date(ref: DayRef | None, a: _Anchor) -> date | None:
    """The date that a reference points at."""
    if ref is None:
        return None
    base = a.day()
    if ref.shift is not None:
        if ref.anchor == "previous":  # "the next day" of nothing is no day
            base = a.before() or (base if ref.shift <= 0 else None)
        return _shifted(base, ref.shift)
    if ref.weekday is not None:
        base = base or a.before()
        return _weekday(ref, base) if base else None
    if ref.month is None or ref.day is None:
        return None
    if ref.year is not None:
        return _valid(ref.year, ref.month, ref.day)
    if base is None and (near := a.before()) is not None:
        return _nearest(near, ref.month, ref.day)
    if base is None:
        return None
    if ref.year_shift is not None:
        return _valid(base.year + ref.year_shift, ref.month, ref.day)
    latest = base + timedelta(days=1)
    tries = (_valid(latest.year - back, ref.month, ref.day) for back in range(9))  # 9: a 29 February
    return next((day for day in tries if day is not None and day <= latest), None)


def _shifted(base: date | None, shift: int) -> date | None:
    return base + timedelta(days=shift) if base is not None and abs(shift) < 10_000 else None


def _nearest(near: date, month: int, day: int) -> date | None:
    """The date nearest to another, for a page that says no publication date."""
    tries = [found for year in range(near.year - 4, near.year + 5) if (found := _valid(year, month, day)) is not None]
    return min(tries, key=lambda found: (abs(found - near), found), default=None)


def _weekday(ref: DayRef, base: date) -> date:
    assert ref.weekday is not None
    back = (base.weekday() - ref.weekday) % 7
    if ref.week < 0 and back == 0:
        back = 7
    return base + timedelta(days=7 - back) if ref.week > 0 else base - timedelta(days=back)


def _valid(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if day <= monthrange(year, month)[1] else None


def _coarse(length: timedelta) -> Precision:
    return "day" if length.days <= 3 else "week" if length.days <= 10 else "month"


# --- longer times ---


def _until_published(first: date, after: date, precision: Precision, a: _Anchor) -> Interval | None:
    """Days `first` up to `after` (not included), cut at publication where that falls inside."""
    start, end = when.at(first, 0, 0, a.zone), when.at(after, 0, 0, a.zone)
    if a.published and start < a.published.end < end:
        end = a.published.end
    return Interval(start, end, precision)


def _week(m: TimeMention, a: _Anchor) -> Interval | None:
    day = a.day()
    if day is None:
        return None
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=m.number or 0)
    return _until_published(monday, monday + timedelta(days=7), "week", a)


def _month(m: TimeMention, a: _Anchor) -> Interval | None:
    base, ref = a.day() or a.before(), m.day or DayRef()
    year, month = ref.year, ref.month
    if month is None:
        if base is None:
            return None
        count = base.year * 12 + base.month - 1 + (m.number or 0)
        year, month = divmod(count, 12)[0], count % 12 + 1
    if year is None:
        if base is None:
            return None
        year = base.year + (ref.year_shift or 0)
        if ref.year_shift is None and (year, month) > (base.year, base.month):
            year -= 1
    return _until_published(date(year, month, 1), _next_month(year, month), "month", a)


def _next_month(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1)


def _year(m: TimeMention, a: _Anchor) -> Interval | None:
    ref, base = m.day or DayRef(), a.day() or a.before()
    year = ref.year if ref.year is not None else base.year + (ref.year_shift or 0) if base else None
    if year is None:
        return None
    last = m.till.year if m.till is not None and m.till.year is not None else year
    if last < year:
        return None
    return _until_published(date(year, 1, 1), date(last + 1, 1, 1), "month", a)


def _season(m: TimeMention, a: _Anchor) -> Interval | None:
    ref, base = m.day or DayRef(), a.day() or a.before()
    year = ref.year if ref.year is not None else base.year + (ref.year_shift or 0) if base else None
    if year is None or m.number not in _SEASONS:
        return None
    month = _SEASONS[m.number]
    year -= m.number == 1  # the winter of 2023 is told from December 2022
    if ref.year is None and base is not None and date(year, month, 1) > base:
        year -= 1
    last = _next_month(*divmod(year * 12 + month + 1, 12)) if month < 11 else date(year + 1, 3, 1)
    return _until_published(date(year, month, 1), last, "month", a)


def _past(m: TimeMention, a: _Anchor) -> Interval | None:
    if a.published is None or m.unit is None:
        return None
    length = timedelta(days=min((m.number or 1) * _LENGTH[m.unit], 20_000.0))
    return when.back(a.published, length, _precision(m.unit), a.zone)


def _precision(unit: str) -> Precision:
    return "hour" if unit == "minute" else "day" if unit in ("hour", "day") else "week" if unit == "week" else "month"


def _ago(m: TimeMention, a: _Anchor) -> Interval | None:
    day = a.day()
    if day is None or a.published is None or m.unit is None or (m.number or 0) > 9_000:
        return None
    number = m.number or 1
    if m.number is None:
        return when.back(
            a.published, timedelta(days=7 * _LENGTH[m.unit]), "month" if _LENGTH[m.unit] > 1 else "week", a.zone
        )
    if m.unit in ("minute", "hour"):
        if not a.known():
            return when.days(day, day, a.zone)
        return _instant(
            when.fixed(a.published.start - timedelta(days=number * _LENGTH[m.unit]), a.zone), m.unit == "hour"
        )
    if m.unit == "day":
        return when.days(day - timedelta(days=number), day - timedelta(days=number), a.zone)
    if m.unit == "year":
        return _year(_bare(m, year_shift=-min(number, 90)), a)
    return (_week if m.unit == "week" else _month)(_bare(m, number=-min(number, 900)), a)


def _bare(m: TimeMention, *, number: int | None = None, year_shift: int | None = None) -> TimeMention:
    day = None if year_shift is None else DayRef(year_shift=year_shift)
    return TimeMention(first=m.first, last=m.last, start=m.start, end=m.end, kind=m.kind, number=number, day=day)


def _named(m: TimeMention, a: _Anchor) -> Interval | None:
    """What a mention names, where words before it have made another kind of it."""
    ref = m.day or DayRef()
    if m.part == "night":
        return _night(m, _date(m.day, a), _date(m.till, a), a)
    if m.part is None and m.clock is None and ref.day is None:
        if ref.month is not None:
            return _month(m, a)
        if ref.year is not None or ref.year_shift is not None:
            return _year(m, a)
    return _moment(m, a)


def _since(m: TimeMention, a: _Anchor) -> Interval | None:
    """From the start of what is named to publication."""
    begun = _named(m, a) if a.published else None
    if begun is None or a.published is None or begun.start >= a.published.end:
        return None
    return Interval(begun.start, a.published.end, _coarse(a.published.end - begun.start))


def _since_invasion(m: TimeMention, a: _Anchor) -> Interval | None:
    start = when.at(when.FULL_SCALE_START, 0, 0, a.zone)
    return Interval(start, a.published.end, "month") if a.published and start < a.published.end else None


def _war_day(m: TimeMention, a: _Anchor) -> Interval | None:
    day = when.full_scale_day(m.number) if m.number and m.number < 20_000 else None
    return when.days(day, day, a.zone) if day else None


def _recent(m: TimeMention, a: _Anchor) -> Interval | None:
    length = timedelta(days=min(7 * _LENGTH[m.unit or "day"], 20_000.0))
    return when.back(a.published, length, "week" if length.days <= 7 else "month", a.zone) if a.published else None


def _nowhere(m: TimeMention, a: _Anchor) -> Interval | None:
    """Words of time that place nothing: "for months", "previously"."""
    return None


_BY_KIND: dict[str, Callable[[TimeMention, _Anchor], Interval | None]] = {
    "week": _week, "month": _month, "season": _season, "year": _year, "last_year": _year,
    "past": _past, "ago": _ago, "since": _since, "as_of": _named,
    "since_invasion": _since_invasion, "war_day": _war_day,
    "recent": _recent, "previously": _nowhere, "duration": _nowhere,
}  # fmt: skip
