"""Instants, nights, days of the war, and both changes of clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstlight import when
from firstlight.errors import TimeError
from firstlight.when import KYIV, MOSCOW, Interval

SPRING = date(2024, 3, 31)  # 03:00 becomes 04:00 in Kyiv
AUTUMN = date(2024, 10, 27)  # 04:00 becomes 03:00 in Kyiv
DATES = st.dates(date(2014, 1, 1), date(2100, 12, 31))


def utc(moment: datetime) -> str:
    """The instant in UTC, to the minute."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M")


def test_now_is_an_instant_with_offset_to_the_second() -> None:
    """The clock is read as ISO 8601 in UTC and can be read back."""
    text = when.now()
    assert text.endswith("+00:00") and "." not in text
    assert abs(when.parse_instant(text) - datetime.now(UTC)) < timedelta(minutes=1)  # noqa: TID251


@pytest.mark.parametrize(
    ("hour", "minute", "expected"),
    [
        (2, 59, "2024-03-31 00:59"),
        (3, 0, "2024-03-31 01:00"),  # does not exist: the instant at which clocks show 04:00
        (3, 30, "2024-03-31 01:30"),
        (4, 0, "2024-03-31 01:00"),
        (4, 30, "2024-03-31 01:30"),
    ],
)
def test_a_time_that_does_not_exist_is_moved_forward(hour: int, minute: int, expected: str) -> None:
    """In the missing hour of March a local time is read with the offset before the change, for starts and ends."""
    assert utc(when.at(SPRING, hour, minute)) == expected
    assert utc(when.at(SPRING, hour, minute, later=True)) == expected


def test_a_time_that_exists_twice_is_the_first_or_ends_at_the_second() -> None:
    """In the doubled hour of October a start is the first occurrence and an end the second."""
    assert utc(when.at(AUTUMN, 3, 30)) == "2024-10-27 00:30"
    assert utc(when.at(AUTUMN, 3, 30, later=True)) == "2024-10-27 01:30"
    assert utc(when.at(AUTUMN, 4, 0)) == utc(when.at(AUTUMN, 4, 0, later=True)) == "2024-10-27 02:00"


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 23), (AUTUMN, 25), (date(2024, 3, 28), 24)])
def test_days_have_the_hours_they_have(day: date, hours: int) -> None:
    """A local day lasts 23 hours in March's change, 25 in October's, and its night one hour less or more than 15."""
    whole, night = when.days(day, day), when.night(day)
    assert whole.end - whole.start == timedelta(hours=hours)
    assert night.end - night.start == timedelta(hours=15 + hours - 24)


def test_moscow_has_no_change_of_clocks_and_counts_nights_from_twenty() -> None:
    """A night on a Moscow clock runs from 20:00 to 09:00, in March as in any month."""
    night = when.night(SPRING, MOSCOW)
    assert night.iso() == ("2024-03-30T20:00:00+03:00", "2024-03-31T09:00:00+03:00", "part_of_day")


def test_hour_twenty_four_is_the_midnight_that_ends_the_day() -> None:
    """24:00 of one day is 00:00 of the next."""
    assert when.at(date(2024, 2, 29), 24) == when.at(date(2024, 3, 1), 0)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2024-03-26T18:00", "2024-03-27T09:00", "2024-03-27"),  # a night
        ("2024-03-26T15:30", "2024-03-27T06:00", "2024-03-27"),  # from the afternoon on
        ("2024-03-26T19:00", "2024-03-26T23:30", "2024-03-27"),  # an evening
        ("2024-03-26T18:00", "2024-03-27T00:00", "2024-03-27"),  # an evening to midnight
        ("2024-03-27T00:00", "2024-03-28T00:00", "2024-03-27"),  # a whole day
        ("2024-03-27T10:00", "2024-03-27T12:00", "2024-03-27"),  # a raid by day
        ("2024-03-27T16:00", "2024-03-27T19:00", "2024-03-27"),  # begun before 18:00, over the same day
        ("2024-03-27T02:00", "2024-03-27T09:00", "2024-03-27"),
    ],
)
def test_an_interval_belongs_to_the_night_on_whose_date_it_ends(start: str, end: str, expected: str) -> None:
    """Nights belong to the date on which they end; evenings to the next date; days to their own."""
    interval = Interval(when.parse_instant(start), when.parse_instant(end), "minute")
    assert when.night_of(interval).isoformat() == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2024-03-27T17:59", "2024-03-27"),
        ("2024-03-27T18:00", "2024-03-28"),
        ("2024-03-28T00:00", "2024-03-28"),
        ("2024-03-27T16:30:00+00:00", "2024-03-28"),  # 18:30 in Kyiv
        ("2024-03-27T18:30:00+03:00", "2024-03-27"),  # 17:30 in Kyiv
    ],
)
def test_an_instant_from_eighteen_on_belongs_to_the_next_night(moment: str, expected: str) -> None:
    """An instant after 18:00 Kyiv time belongs to the night that ends on the next date."""
    assert when.night_of(when.parse_instant(moment)).isoformat() == expected


@given(DATES)
def test_the_night_of_a_night_is_its_date(day: date) -> None:
    """A night's interval, its first and its last moment all belong to the date it was made for."""
    night = when.night(day)
    assert when.night_of(night) == when.night_of(night.start) == day
    assert when.night_of(night.end - timedelta(seconds=1)) == day


@given(DATES, st.integers(0, 24), st.integers(0, 59), st.sampled_from([KYIV, MOSCOW]), st.booleans())
def test_any_local_time_has_an_instant(day: date, hour: int, minute: int, zone: ZoneInfo, later: bool) -> None:
    """Every clock time of every day is an instant with a fixed offset, shown back unless it does not exist."""
    moment = when.at(day, hour, minute if hour < 24 else 0, zone, later=later)
    shown = moment.astimezone(zone)
    assert moment.utcoffset() == shown.utcoffset() or shown.hour == hour + 1  # the hour that does not exist


@pytest.mark.parametrize(
    ("day", "label"),
    [
        ("2024-03-22", "21-22 March 2024"),
        ("2024-04-01", "31 March - 1 April 2024"),
        ("2024-01-01", "31 December 2023 - 1 January 2024"),
        ("2024-03-01", "29 February - 1 March 2024"),
    ],
)
def test_a_night_is_shown_by_both_its_days(day: str, label: str) -> None:
    """The label names the eve and the morning, with months and years where they differ."""
    assert when.night_label(when.parse_date(day)) == label


@pytest.mark.parametrize(
    ("start", "end", "label"),
    [
        ("2024-03-21T18:00:00+02:00", "2024-03-22T09:00:00+02:00", "21-22 March 2024, night"),
        ("2024-03-22T04:10:00+02:00", "2024-03-22T04:11:00+02:00", "21-22 March 2024, night"),
        ("2024-03-22T11:00:00+02:00", "2024-03-22T12:00:00+02:00", "22 March 2024"),
        ("2024-03-22T00:00:00+02:00", "2024-03-23T00:00:00+02:00", "22 March 2024"),
        ("2024-03-22T22:00:00+00:00", "2024-03-23T05:00:00+00:00", "22-23 March 2024, night"),
        ("2024-03-22T20:00:00+02:00", "2024-03-22T21:00:00+02:00", "22-23 March 2024, night"),
        ("2024-03-18T00:00:00+02:00", "2024-03-25T00:00:00+02:00", "18-24 March 2024"),
        ("2024-03-25T00:00:00+02:00", "2024-04-01T00:00:00+03:00", "25-31 March 2024"),
        ("2024-03-28T00:00:00+02:00", "2024-04-04T00:00:00+03:00", "28 March - 3 April 2024"),
    ],
)
def test_a_period_is_shown_as_its_night_its_date_or_its_dates(start: str, end: str, label: str) -> None:
    """A week is never shown as its last night, nor an afternoon as the night before it."""
    assert when.period_label(start, end) == label


@pytest.mark.parametrize(("number", "day"), [(1, "2022-02-24"), (763, "2024-03-27"), (366, "2023-02-24")])
def test_days_of_the_war_are_counted_from_one(number: int, day: str) -> None:
    """24 February 2022 is day 1, so 27 March 2024 is day 763."""
    assert when.full_scale_day(number).isoformat() == day


@pytest.mark.parametrize("number", [0, -5, 10**7])
def test_a_day_before_the_first_is_an_error(number: int) -> None:
    """There is no day 0 of the full-scale invasion, nor one past all calendars."""
    with pytest.raises(TimeError, match="day 1 is 2022-02-24"):
        when.full_scale_day(number)


def test_the_week_before_publication() -> None:
    """Seven days back from an instant; a date is covered with the days seven before it."""
    assert when.week_before("2024-03-28").iso() == ("2024-03-21T00:00:00+02:00", "2024-03-29T00:00:00+02:00", "week")
    start, end, precision = when.week_before("2024-04-02T10:00:00+03:00").iso()
    assert (start, end, precision) == ("2024-03-26T09:00:00+02:00", "2024-04-02T10:00:00+03:00", "week")


def test_publication_is_a_minute_or_a_day() -> None:
    """A date is its Kyiv day; an instant is its minute on the Kyiv clock; local time is taken as Kyiv's."""
    assert when.published_interval("2024-03-28").precision == "day"
    moment = when.published_interval("2024-03-28T07:15:42Z")
    assert moment.iso() == ("2024-03-28T09:15:00+02:00", "2024-03-28T09:16:00+02:00", "minute")
    assert when.published_interval("2024-03-28T09:15").start == moment.start


@pytest.mark.parametrize("text", ["", "yesterday", "28.03.2024", "2024-02-30", "2024-13-01", "0001-01-01"])
def test_what_is_no_date_is_said_in_one_line(text: str) -> None:
    """A date that cannot be read is quoted in the error."""
    with pytest.raises(TimeError) as error:
        when.parse_date(text)
    assert repr(text) in str(error.value) and "\n" not in str(error.value)


@pytest.mark.parametrize("text", ["noon", "2024-03-28T25:00", "9999-01-01T00:00"])
def test_what_is_no_instant_is_said_in_one_line(text: str) -> None:
    """An instant that cannot be read is quoted in the error."""
    with pytest.raises(TimeError, match=text):
        when.parse_instant(text)


def test_overlap_and_containment_are_half_open() -> None:
    """Intervals that only touch share nothing; an interval holds its start and not its end."""
    first, second = when.days(date(2024, 3, 27), date(2024, 3, 27)), when.days(date(2024, 3, 28), date(2024, 3, 28))
    night = when.night(date(2024, 3, 28))
    assert not when.overlaps(first, second)
    assert when.overlaps(first, night) and when.overlaps(night, second)
    assert when.contains(when.days(date(2024, 3, 27), date(2024, 3, 28)), night)
    assert not when.contains(second, night)
    assert when.contains(first, first.start) and not when.contains(first, first.end)


def test_kyiv_date_is_the_date_on_kyivs_calendar() -> None:
    """23:30 UTC is already the next day in Kyiv."""
    assert when.kyiv_date(when.parse_instant("2024-03-27T23:30:00+00:00")) == date(2024, 3, 28)
