"""Periods: what a caller may write, what a set of reports spans."""

from __future__ import annotations

import pytest

from firstlight.collect import report_from_text
from firstlight.errors import FirstlightError, UsageError
from firstlight.model import Quote, Statement, When
from firstlight.pipeline.period import Period, as_of, compared_with, period, published_on, span

REPORT = report_from_text("Something happened.", published="2024-03-28")


def _said(start: str, end: str) -> Statement:
    when = When(start=start, end=end, precision="day")
    return Statement(id=start, report=REPORT.id, kind="struck", quote=Quote(text="S", start=0, end=1), when=when)


@pytest.mark.parametrize("text", ["28.03.2024", "2024-02-30", "yesterday", "2024-3-1"])
def test_bad_dates_are_told(text: str) -> None:
    """What is no date is a wrong call, told with what was written."""
    with pytest.raises(UsageError, match=text):
        period(text, None)


def test_period_ends_after_it_begins() -> None:
    """A period the wrong way round is a wrong call; a single day is a period."""
    with pytest.raises(UsageError):
        period("2024-03-28", "2024-03-27")
    assert period("2024-03-28", "2024-03-28").holds("2024-03-28")
    assert Period().holds("1999-01-01")


def test_as_of_a_date_is_its_last_second_in_kyiv() -> None:
    """A date stands for its whole day in Kyiv, winter and summer; an instant for itself."""
    assert as_of("2024-03-28") == "2024-03-28T21:59:59+00:00"
    assert as_of("2024-07-01") == "2024-07-01T20:59:59+00:00"
    assert as_of("2024-03-28T10:00:00+02:00") == "2024-03-28T08:00:00+00:00"
    assert as_of(None) is None


def test_a_comparison_looks_back() -> None:
    """What changed is asked since an instant that has come and is not later than what it stands beside."""
    compared_with(None, None)
    compared_with("2024-03-27", "2024-03-28")
    with pytest.raises(UsageError, match="--since 2190-01-01 is later"):
        compared_with("2190-01-01", None)
    with pytest.raises(UsageError, match="is later"):
        compared_with("2024-03-28", "2024-03-27")
    with pytest.raises(UsageError, match="or a date such as"):
        compared_with("tomorrow", None)


def test_publication_date_is_kyivs() -> None:
    """An instant late in the evening of UTC is the next day in Kyiv."""
    assert str(published_on(report_from_text("x", published="2024-03-27T23:30:00+00:00"))) == "2024-03-28"
    assert published_on(report_from_text("x")) is None


def test_span_reaches_back_to_recent_news_and_no_further() -> None:
    """A week before publication belongs to the period, last year and next month do not stretch it."""
    recent = _said("2024-03-22T00:00:00+02:00", "2024-03-23T00:00:00+02:00")
    old = _said("2022-02-24T00:00:00+02:00", "2024-03-28T00:00:00+02:00")
    planned = _said("2024-04-24T00:00:00+03:00", "2024-04-25T00:00:00+03:00")
    assert span([REPORT], [recent, old, planned]) == Period(start="2024-03-22", end="2024-03-28")
    assert span([REPORT], []) == Period(start="2024-03-28", end="2024-03-28")


def test_undated_reports_span_nothing() -> None:
    """Where no report is dated the caller is asked for a date."""
    with pytest.raises(FirstlightError, match="--published"):
        span([report_from_text("x")], [])
