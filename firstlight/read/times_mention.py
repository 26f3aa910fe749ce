"""What a text says about time, before anybody asks which day that was."""

from __future__ import annotations

from typing import Literal

from firstlight.model import Record
from firstlight.when import PARTS

TimeKind = Literal[
    "date",  # one day, by date or weekday or from another day ("two days later"), perhaps with a clock time
    "dates",  # several days, first to last
    "today", "yesterday", "weekday", "relative",
    "night", "part_of_day",
    "clock", "clock_range",
    "past",  # the last `number` `unit`s before publication
    "ago",
    "week", "month", "season", "year", "last_year",
    "since", "since_invasion", "war_day",
    "recent", "previously", "duration", "as_of", "future",
]  # fmt: skip
Clock = tuple[int, int]  # hour 0 to 24, minute


class DayRef(Record, frozen=True, kw_only=True):
    """A day as the text points at it; what it leaves out is completed from the publication date.

    `shift` counts days from the publication date, or from the mention before where `anchor` is "previous"; `week` is
    -1 for "last Sunday", 1 for "next Sunday"; `year_shift` is -1 for "of last year".
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None  # 0 is Monday
    week: int = 0
    shift: int | None = None
    year_shift: int | None = None
    anchor: Literal["published", "previous"] = "published"


class TimeMention(Record, frozen=True, kw_only=True):
    """A phrase of time: tokens[first:last], text[start:end]; numbers inside it count nothing else.

    A night has `till`, the day it ends on, and `day`, the eve, only where the text names it; a range has both; any
    other mention has `day` at most. `onward`: the clock time begins the period. `hourly`: told to the hour only.
    `anchor`: "context" follows the mention before, where there is one. `loose` never leaves find_times.
    """

    first: int
    last: int
    start: int
    end: int
    kind: TimeKind
    day: DayRef | None = None
    till: DayRef | None = None
    clock: Clock | None = None
    clock_till: Clock | None = None
    part: str | None = None
    part_till: str | None = None
    number: int | None = None
    unit: str | None = None
    zone: str | None = None  # IANA name, where the text names a clock
    onward: bool = False
    hourly: bool = False
    anchor: Literal["context", "published"] = "context"
    background: bool = False
    loose: bool = False


def crosses(mention: TimeMention) -> bool:
    """Whether the part of day that ends a mention comes before the one that begins it: "from evening to morning"."""
    first, last = PARTS.get(mention.part or ""), PARTS.get(mention.part_till or "")
    return first is not None and last is not None and last < first
