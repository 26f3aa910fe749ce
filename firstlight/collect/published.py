"""Publication dates: checked when a person gives them, read with care when a page or export does."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from firstlight.errors import UsageError

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_LEAD = re.compile(r"([0-9]{4})[-./]?([0-9]{2})[-./]?([0-9]{2})(?![0-9])")


def check_published(value: str, where: str) -> str:
    """A publication date or instant as given by a person, normalised (YYYY-MM-DD, or ISO 8601 with an offset).

    `where` names the option or file for the message. Raises UsageError for anything else, hours without a zone too.
    """
    text = value.strip()
    try:
        if _DATE.match(text):
            return date.fromisoformat(text).isoformat()
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f'{where}: "{text[:60]}" is not a date: write YYYY-MM-DD, or an instant like 2024-03-28T09:30+02:00'
        ) from None
    if "T" not in text.upper() and " " not in text:
        return moment.date().isoformat()
    if moment.tzinfo is None:
        raise UsageError(f'{where}: "{text[:60]}" has hours and no zone: add one (+02:00, Z), or give only the date')
    return moment.isoformat(timespec="seconds")


def page_date(value: str) -> tuple[str, bool] | None:
    """A date that a page or export gives, and whether its hours had a zone; without one only the date is kept.

    None where it is no date.
    """
    text = value.strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        found = _LEAD.match(text)
        if not found:
            return None
        try:
            return date(*(int(part) for part in found.groups())).isoformat(), len(text) <= 10
        except ValueError:
            return None
    if len(text) <= 10:
        return moment.date().isoformat(), True
    if moment.tzinfo is None:
        return moment.date().isoformat(), False
    return moment.isoformat(timespec="seconds"), True


def from_unix(value: object) -> str | None:
    """Seconds since 1970, as a number or its text, as an instant in UTC; None where it is no such number."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    if isinstance(value, int) and not 0 <= value < 10**11:
        return None
    text = str(value)
    if not re.fullmatch(r"[0-9]{1,11}", text):
        return None
    try:
        return datetime.fromtimestamp(int(text), UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError):
        return None


def in_future(published: str, now: str) -> bool:
    """Whether `published` is later than `now` (ISO 8601 with an offset); a date is later when it has begun nowhere."""
    moment = datetime.fromisoformat(now)
    if _DATE.match(published):
        return date.fromisoformat(published) > (moment.astimezone(UTC) + timedelta(hours=14)).date()
    return datetime.fromisoformat(published) > moment


def day_of(published: str) -> str:
    """The calendar date of a publication date or instant, as written."""
    return published[:10]
