"""The smallest pieces of a time mention: a date, a clock time, a weekday, a part of day, a phrase, a duration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from firstlight.read.times_mention import Clock, DayRef, TimeKind, TimeMention
from firstlight.read.times_words import Grammar
from firstlight.read.tokens import Token

_YEARS = range(1990, 2101)
_LIST_SIGNS = ("-", ",", "t", "&", "o")  # between the days of one list: "26, 27 and 28 March", "з 27 на 28 березня"


class Scan:
    """One text under one grammar: the tokens, and where to look up case."""

    def __init__(self, tokens: Sequence[Token], text: str, words: Grammar) -> None:
        self.tokens = tokens
        self.text = text
        self.words = words
        self.size = len(tokens)

    def word(self, i: int) -> str:
        """The folded word at `i`, empty outside the text."""
        return self.tokens[i].word if 0 <= i < self.size else ""

    def tight(self, i: int) -> bool:
        """Whether token `i` touches the one before it."""
        return 0 < i < self.size and self.tokens[i].start == self.tokens[i - 1].end

    def digits(self, i: int, longest: int) -> int | None:
        """The number written in digits at `i`, at most `longest` digits."""
        word = self.word(i)
        return int(word) if word and len(word) <= longest and word.isdecimal() else None

    def mention(self, first: int, last: int, kind: TimeKind, **fields: Any) -> TimeMention:
        """A mention over tokens[first:last]."""
        begin, end = self.tokens[first].start, self.tokens[last - 1].end
        return TimeMention(first=first, last=last, start=begin, end=end, kind=kind, **fields)

    def past_tail(self, i: int) -> int:
        """Past an ordinal ending at `i` ("th"), else `i`."""
        if self.tight(i) and self.word(i) in self.words.tails:
            return i + 1
        if self.word(i) == "-" and self.tight(i) and self.tight(i + 1) and self.word(i + 1) in self.words.tails:
            return i + 2
        return i

    def past_point(self, i: int) -> int:
        """Past the point of an abbreviation whose word is the token before `i`."""
        if self.word(i - 1) in self.words.abbreviated and self.word(i) == "." and self.tight(i):
            return i + 1
        return i

    def year(self, i: int) -> tuple[int | None, int]:
        """A year at `i`, perhaps after a comma and with the word for year: (year, end)."""
        at = i + 1 if self.word(i) == "," else i
        number = self.digits(at, 4)
        if number is None or number not in _YEARS or self.word(at + 1) == ":":
            return None, i
        return number, self.words.follow(self.words.years, self.tokens, self.past_tail(at + 1))


def atoms(scan: Scan) -> list[TimeMention]:
    """Every piece, left to right, none overlapping; some are loose and need a neighbour to count."""
    found: list[TimeMention] = []
    done = 0
    interesting = scan.words.interesting
    for i in [i for i, token in enumerate(scan.tokens) if interesting[token[0]]]:
        if i < done:
            continue
        atom = _numeric(scan, i, found) if scan.tokens[i].word[0].isdecimal() else _worded(scan, i)
        if atom is not None:
            if found and atom.first < found[-1].last:  # both claim the word between them: the later one has it
                found.pop()
            found.append(atom)
            done = atom.last
    return found


def _worded(scan: Scan, i: int) -> TimeMention | None:
    words, word = scan.words, scan.tokens[i].word
    for hit in words.phrases.at(scan.tokens, i):
        phrase, day, after = hit.value
        if after and scan.word(i - 1) not in after:
            continue
        return scan.mention(
            i - 1 if after else i, hit.last, phrase.kind,
            day=None if phrase.kind == "night" else day, till=day if phrase.kind == "night" else None,
            clock=phrase.clock, part=phrase.part, number=phrase.number, unit=phrase.unit,
            anchor="published" if phrase.deictic else "context",
            background=phrase.background, loose=phrase.loose,
        )  # fmt: skip
    for table, make in ((words.months, _month), (words.weekdays, _weekday)):
        if word in table and (word not in words.proper or scan.text[scan.tokens[i].start].isupper()):
            return make(scan, i)
    if word in words.numbers and (found := _duration(scan, i, words.numbers[word], i + 1)):
        return found
    return _hour(scan, i, words.hours[word], i + 1, worded=True) if word in words.hours else None


def _month(scan: Scan, i: int) -> TimeMention | None:
    words, month = scan.words, scan.words.months[scan.tokens[i].word]
    at = scan.past_point(i + 1)
    if words.month_first and (dated := _after_month(scan, i, month, at)):
        return dated
    year, end = scan.year(at)
    if scan.word(i) in words.abbreviated and year is None:
        return None
    loose = year is None and not words.lead(scan.tokens, i)[1] & {"month", "since", "as_of"}
    return scan.mention(i, end, "month", day=DayRef(year=year, month=month), background=True, loose=loose)


def _after_month(scan: Scan, i: int, month: int, at: int) -> TimeMention | None:
    """A date that begins with its month: "March 24, 2024", "March 26-27", "Feb. 3 to 5"."""
    day = scan.digits(at, 2)
    if day is None or not 1 <= day <= 31 or scan.word(at + 1) == ":":
        return None
    end = scan.past_tail(at + 1)
    sign = scan.words.glue.get(scan.word(end), "?")
    last = scan.digits(end + 1, 2) if sign in ("-", "t", "&") else None
    if last is not None and day < last <= 31:
        after = scan.past_tail(end + 2)
        closes = after >= scan.size or not scan.word(after)[0].isalnum() or scan.year(after)[0]
        if scan.word(end + 2) != ":" and (sign == "-" or closes or scan.words.lead(scan.tokens, i)[1]):
            year, stop = scan.year(after)
            return scan.mention(
                i, stop, "dates",
                day=DayRef(year=year, month=month, day=day), till=DayRef(year=year, month=month, day=last),
            )  # fmt: skip
    year, stop = scan.year(end)
    return scan.mention(i, stop, "date", day=DayRef(year=year, month=month, day=day))


def _weekday(scan: Scan, i: int) -> TimeMention | None:
    word = scan.word(i)
    end = scan.past_point(i + 1)
    if word in scan.words.abbreviated:
        following = scan.word(end + (scan.word(end) == ","))
        if not following or not (following[0].isdecimal() or following in scan.words.months):
            return None
    shift = scan.words.mods.get(scan.word(i - 1))
    first = i if shift is None else i - 1
    day = DayRef(weekday=scan.words.weekdays[word], week=shift or 0)
    return scan.mention(first, end, "future" if shift == 1 else "weekday", day=day)


def _numeric(scan: Scan, i: int, before: list[TimeMention]) -> TimeMention | None:
    after = scan.word(i + 1)
    found = None
    if after in (":", ".", "-", "/") and scan.tight(i + 1) and scan.tight(i + 2) and scan.digits(i + 2, 4) is not None:
        found = _figures(scan, i, after, before)
    return found or _day_first(scan, i) or _counted(scan, i)


def _figures(scan: Scan, i: int, sign: str, before: list[TimeMention]) -> TimeMention | None:
    """Dates and clock times written in figures: 17.05.2023, 2023-05-17, 17.05, 4:20, 21.00."""
    one, two = int(scan.word(i)[:6]), scan.digits(i + 2, 2)
    if two is None:
        return None
    third = scan.digits(i + 4, 4) if scan.word(i + 3) == sign and scan.tight(i + 3) and scan.tight(i + 4) else None
    if third is not None and sign in "./-":
        year, month, day = (one, two, third) if len(scan.word(i)) == 4 else (third, two, one)
        year += 2000 if year < 100 and sign == "." else 0
        if year in _YEARS and 1 <= month <= 12 and 1 <= day <= 31:
            end = scan.words.follow(scan.words.years, scan.tokens, i + 5)
            return scan.mention(i, end, "date", day=DayRef(year=year, month=month, day=day))
        return None
    if len(scan.word(i)) > 2 or len(scan.word(i + 2)) != 2 or sign not in ":.":
        return None
    as_clock = one <= 24 and two < 60 and (one < 24 or two == 0)
    as_date = sign == "." and 1 <= two <= 12 and 1 <= one <= 31
    at = scan.word(i - 1) in (scan.words.clock_about if as_date else scan.words.clock_lead)
    beside = _beside_clock(scan, i, before)
    if as_clock and (sign == ":" or at or (beside and not as_date) or _half(scan, i + 3)[0]):
        return _clock(scan, i, (one, two), i + 3)
    led = scan.word(i - 1) in scan.words.glue or bool(scan.words.lead(scan.tokens, i)[1])
    if as_date and (led or beside or _heads_line(scan, i)):
        return scan.mention(i, i + 3, "date", day=DayRef(month=two, day=one))
    return None


def _heads_line(scan: Scan, i: int) -> bool:
    """Whether figures such as 17.05 open a line, and a bracket, a dash, a colon or the end of the line follows."""
    end = scan.tokens[i + 2].end
    fresh = i == 0 or "\n" in scan.text[scan.tokens[i - 1].end : scan.tokens[i].start]
    last = i + 3 >= scan.size or "\n" in scan.text[end : scan.tokens[i + 3].start]
    return fresh and (last or scan.word(i + 3) in ("(", "-", ":"))


def _beside_clock(scan: Scan, i: int, before: list[TimeMention]) -> bool:
    """Whether a day or another clock time has just been read, with no word but glue in between."""
    return bool(before) and i - before[-1].last <= 2 and all(
        scan.word(k) in scan.words.glue for k in range(before[-1].last, i)
    )  # fmt: skip


def _half(scan: Scan, i: int) -> tuple[str | None, int]:
    """Which half of the day words at `i` say ("a.m."): (am, pm, day, night or None; end)."""
    if i < scan.size:
        for hit in scan.words.halves.at(scan.tokens, i):
            return hit.value, hit.last
    return None, i


def _zone(scan: Scan, i: int) -> tuple[str | None, int]:
    at = i + 1 if scan.word(i) == "(" else i
    if at < scan.size:
        for hit in scan.words.zones.at(scan.tokens, at):
            return hit.value or None, hit.last + (at > i and scan.word(hit.last) == ")")
    return None, i


def _clock(scan: Scan, i: int, clock: Clock, end: int, *, hourly: bool = False) -> TimeMention:
    after = scan.words.follow(scan.words.hour_words, scan.tokens, end)
    minutes = scan.digits(after, 2)
    if after > end and hourly and minutes is not None and scan.words.units.get(scan.word(after + 1)) == "minute":
        clock, hourly, after = (clock[0], min(minutes, 59)), False, scan.past_point(after + 2)
    half, end = _half(scan, after)
    zone, end = _zone(scan, end)
    return scan.mention(i, end, "clock", clock=on_clock(clock, half), hourly=hourly, zone=zone)


def on_clock(clock: Clock, half: str | None) -> Clock:
    """A clock time on 24 hours; `half` is am, pm, day (1 to 6 are after noon) or night (12 to 5 are after midnight)."""
    hour, minute = clock
    if half is None or hour > 12:
        return clock
    if half == "am" or (half == "night" and hour in (12, *range(6))):
        return hour % 12, minute
    if half == "day":
        return (hour + 12 if hour < 7 else hour), minute
    return hour % 12 + 12, minute


def _hour(scan: Scan, i: int, hour: int, at: int, *, worded: bool = False) -> TimeMention | None:
    """A clock time told by its hour: "5 a.m.", "at five o'clock"."""
    # Likewise "о 5-й ранку", "близько 16 години", "в 2 часа ночи".
    words, lead = scan.words, scan.word(i - 1)
    end = at if worded else scan.past_tail(at)
    unit = words.follow(words.hour_words, scan.tokens, end)
    half = _half(scan, unit)[0]
    told = lead in words.clock_lead and unit > end
    ordinal = lead in words.clock_alone and (worded or end == at + 2)  # "о шостій", "о 5-й"
    if hour > 24:
        return None
    if not (half or told or ordinal):
        shared = _half_of_next(scan, end)
        return scan.mention(i, end, "clock", clock=on_clock((hour, 0), shared), hourly=True) if shared else None
    return _clock(scan, i, (hour, 0), end, hourly=True)


def _half_of_next(scan: Scan, i: int) -> str | None:
    """The half of the day that an hour shares with the next one: "from 2 to 4 a.m."."""
    if scan.words.glue.get(scan.word(i)) not in ("t", "-", "&") or (scan.digits(i + 1, 2) or 25) > 24:
        return None
    unit = scan.words.follow(scan.words.hour_words, scan.tokens, scan.past_tail(i + 2))
    return _half(scan, unit)[0]


def _day_first(scan: Scan, i: int) -> TimeMention | None:
    """A date that begins with its day, or a list of them: "26, 27 and 28 March 2024"."""
    words, day = scan.words, scan.digits(i, 2)
    if day is None or not 1 <= day <= 31:
        return None
    days, at = _listed_days(scan, i, day)
    at = at + 1 if words.glue.get(scan.word(at)) == "o" and scan.word(at + 1) in words.months else at
    month = words.months.get(scan.word(at))
    if month is None or (scan.word(at) in words.proper and scan.text[scan.tokens[at].start].islower()):
        return None
    year, end = scan.year(scan.past_point(at + 1))
    last = DayRef(year=year, month=month, day=days[-1])
    if len(days) == 1:
        return scan.mention(i, end, "date", day=last)
    if days[0] > days[-1]:  # "з 31 на 1 квітня"
        year = None if year is None else year - (month == 1)
        month = (month + 10) % 12 + 1
    return scan.mention(i, end, "dates", day=DayRef(year=year, month=month, day=days[0]), till=last)


def _listed_days(scan: Scan, i: int, day: int) -> tuple[list[int], int]:
    """The days of a list or range that begins at `i`, and where it ends; a lone comma or "on" makes no list."""
    glue = scan.words.glue
    days, at, signs = [day], scan.past_tail(i + 1), ""
    while len(days) < 6 and (sign := glue.get(scan.word(at), "?")) in _LIST_SIGNS:
        step = at + 1
        if sign == "," and glue.get(scan.word(step)) == "&":
            step, sign = step + 1, "&"
        following = scan.digits(step, 2)
        if following is None or not 1 <= following <= 31 or (following <= days[-1] and sign in ",&"):
            break
        if sign == "o" and glue.get(scan.word(i - 1)) != "f":
            break
        days.append(following)
        at, signs = scan.past_tail(step + 1), signs + sign
    if "," in signs and not signs.endswith("&"):
        return [day], scan.past_tail(i + 1)
    return days, at


def _counted(scan: Scan, i: int) -> TimeMention | None:
    """A number with a word of time beside it: an hour, a year, a duration, a day of the war."""
    words, number = scan.words, scan.digits(i, 4)
    if number is None:
        return None
    end = scan.past_tail(i + 1)
    if number >= 100 and (scan.word(end) in words.war_day or scan.word(i - 1) in words.war_day):
        ahead = scan.word(end) in words.war_day
        return scan.mention(i if ahead else i - 1, end + ahead, "war_day", number=number)
    if number <= 24 and (clock := _hour(scan, i, number, i + 1)):
        return clock
    if found := _duration(scan, i, number, i + 1):
        return found
    if number not in _YEARS:
        return None
    last = scan.digits(i + 2, 4) if scan.word(i + 1) in ("-", "/") else None
    stop = i + 3 if last is not None and (last in _YEARS or last == number % 100 + 1) else end
    said = words.follow(words.years, scan.tokens, stop)
    loose = said == stop and not words.lead(scan.tokens, i)[1] & {"year", "since"}
    if stop == i + 3 and last is not None:
        till = DayRef(year=last if last > 99 else number + 1)
        return scan.mention(i, said, "year", day=DayRef(year=number), till=till, background=True, loose=loose)
    return scan.mention(i, said, "year", day=DayRef(year=number), background=True, loose=loose)


def _duration(scan: Scan, i: int, number: int, at: int) -> TimeMention | None:
    """So many hours, days, months; "later", "ago", "earlier" after them make a day of it."""
    at = at + 1 if scan.word(at) == "-" and scan.tight(at) and scan.tight(at + 1) else at
    unit = scan.words.units.get(scan.word(at))
    end = scan.past_point(at + 1)
    if unit is None or (scan.word(at + 1) == "-" and scan.tight(at + 1)):  # "a 7-year-old"
        return None
    role = scan.words.trails.get(scan.word(end))
    if role is None:
        return scan.mention(i, end, "duration", number=number, unit=unit)
    if role == "ago":
        far = unit in ("week", "month", "year")
        return scan.mention(i, end + 1, "ago", number=number, unit=unit, background=far)
    if unit not in ("day", "week"):
        return scan.mention(i, end + 1, "duration", number=number, unit=unit)
    days = number * (7 if unit == "week" else 1) * (1 if role == "later" else -1)
    return scan.mention(i, end + 1, "relative", day=DayRef(shift=days, anchor="previous"), background=unit == "week")
