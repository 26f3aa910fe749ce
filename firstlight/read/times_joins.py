"""Puts the pieces of a time mention together: a night and its date, a day and its hours, a start and its end.

Between two pieces stand only words of glue, read as signs: "o" of, "f" from, "t" to, "&" and, and punctuation.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from firstlight.read.times_atoms import Scan, _zone, on_clock
from firstlight.read.times_mention import DayRef, TimeKind, TimeMention, crosses

_NEAR = ("", "o", ",", ",o", "(")
_TO = ("t", "-", ")-", "),t", ")t", ",t", "-t")
_DAYS = ("date", "weekday", "today", "yesterday", "relative")
_PARTS = ("night", "part_of_day")
_CLOCKS = ("clock", "clock_range")
_LONGEST_GAP = 4  # tokens


def joined(scan: Scan, pieces: list[TimeMention]) -> list[TimeMention]:
    """Whole mentions from pieces; what is still loose at the end is left out."""
    out: list[TimeMention] = []
    for piece in pieces:
        out.append(piece)
        while len(out) > 1 and (sign := _signs(scan, out[-2].last, out[-1].first)) is not None:
            both = _join(scan, out[-2], sign, out[-1])
            if both is None:
                break
            out[-2:] = [both]
    whole: list[TimeMention] = []
    for piece in out:
        finished = _finish(scan, piece, whole[-1].last if whole else 0)
        if finished is not None:
            whole.append(finished)
    return whole


def _signs(scan: Scan, start: int, end: int) -> str | None:
    if not 0 <= end - start <= _LONGEST_GAP:
        return None
    signs = ""
    for i in range(start, end):
        sign = scan.words.glue.get(scan.tokens[i].word)
        if sign is None:
            return None
        signs += sign
    return signs


def _join(scan: Scan, a: TimeMention, sign: str, b: TimeMention) -> TimeMention | None:
    fields: dict[str, Any] | None = None
    for rule in _RULES:
        fields = rule(scan, a, sign, b)
        if fields is not None:
            break
    if fields is None:
        return None
    common = {"zone": b.zone or a.zone, "background": a.background and b.background, "loose": False}
    return _same_year(replace(a, last=b.last, end=b.end, **(common | fields)))


def _same_year(m: TimeMention) -> TimeMention:
    """A range whose year stands only at its end: "31 March to 1 April 2023"."""
    first, last = m.day, m.till
    if first is None or last is None or first.year or not last.year or not first.month or not last.month:
        return m
    return replace(m, day=replace(first, year=last.year - (first.month > last.month)))


Fields = dict[str, Any] | None


def _year_after(scan: Scan, a: TimeMention, sign: str, b: TimeMention) -> Fields:
    """A date or month, then its year."""
    target = a.till or a.day
    if a.kind == "season" and b.kind in ("year", "last_year") and sign in ("", "o"):
        return {"day": b.day, "background": True}
    if b.kind not in ("year", "last_year") or b.day is None or sign not in ("", "o", ",") or target is None:
        return None
    if target.month is None or target.year is not None or a.clock is not None:
        return None
    fields: dict[str, Any] = {"background": a.kind == "month" or b.kind == "last_year"}
    for name in ("day", "till"):
        if (ref := getattr(a, name)) is not None:
            fields[name] = replace(ref, year=b.day.year, year_shift=b.day.year_shift)
    return fields


def _part_and_part(scan: Scan, a: TimeMention, sign: str, b: TimeMention) -> Fields:
    """Two parts of one day: "overnight and in the morning"."""
    if a.kind not in _PARTS or b.kind != "part_of_day" or b.day or b.anchor == "published" or a.clock:
        return None
    if sign in ("&", "&o", "-", "t") and a.part != b.part and a.part_till is None:
        return {"part_till": b.part, "loose": a.loose and b.loose}
    return {"part": b.part, "kind": b.kind} if sign == "" and a.part == "early" else None


def _part_of_day(scan: Scan, a: TimeMention, sign: str, b: TimeMention) -> Fields:
    """A part of day, then its day; "early" and "late" before a month are dropped."""
    # "вранці" + "27 березня"; "early" + "on Monday"
    if a.kind != "part_of_day" or a.clock:
        return None
    if a.part_till is not None and b.kind in _DAYS and not b.clock and a.till is None and sign in ("", "o"):
        return {"till": b.day} if a.day is not None or crosses(a) else {"day": b.day}
    if a.day is not None:
        return {"day": b.day} if _inexact(a.day) and b.kind == "date" and sign in (",", "(") else None
    if a.part in ("early", "late") and a.loose and b.kind in ("month", "year", "dates", "part_of_day"):
        return _all_of(b) if sign in ("", "o") else None
    return {"day": b.day} if b.kind in _DAYS and sign in _NEAR and not b.clock else None


def _all_of(b: TimeMention) -> dict[str, Any]:
    names = ("kind", "day", "till", "clock", "clock_till", "part", "part_till", "anchor", "background", "loose")
    return {name: getattr(b, name) for name in names}


def _inexact(ref: DayRef | None) -> bool:
    """Whether a date may stand beside this day to say which one it is."""
    return ref is not None and (ref.weekday is not None or ref.shift is not None)


def _night(scan: Scan, a: TimeMention, sign: str, b: TimeMention) -> Fields:
    """A night, then the day it ends on, or its two days."""
    # "у ніч" + "на 28 березня"; "у ніч" + "з 27 на 28 березня"; "night" + "from Monday" + "to Tuesday"
    if a.kind != "night" or a.clock is not None or b.clock is not None:
        return None
    bare = a.till is None or a.till.shift is not None
    if b.kind == "dates" and a.day is None and bare and sign in ("f", *_NEAR):
        return {"day": b.day, "till": b.till}
    if b.kind not in _DAYS:
        return None
    if a.day is not None and a.till is None and sign in ("o", "&", "", *_TO):
        return {"till": b.day}
    if a.day is None and a.till is not None and not bare and sign in _TO:
        return {"day": a.till, "till": b.day}
    if b.kind == "date" and sign in (",", "("):  # "в ніч на вівторок, 26 березня"
        return {"till": b.day} if _inexact(a.till) else {"day": b.day} if _inexact(a.day) else None
    if a.day is None and bare and sign == "f":
        return {"day": b.day, "till": None}
    between = scan.word(a.last) in scan.words.between
    if a.day is None and bare and sign in (*_NEAR, "t"):
        return {"day": b.day, "till": None} if between else {"till": b.day}
    return None


def _day_and_part(scan: Scan, a: TimeMention, sign: str, b: TimeMention) -> Fields:
    """A day, then its part."""
    # "28 березня" + "вночі"; "Monday" + "morning"; "вчора" + "ввечері"
    if a.kind not in _DAYS or b.kind not in _PARTS or a.clock or b.day or b.till:
        return None
    if sign not in ("", "o", ",", "(") or (b.loose and sign != ""):
        return None
    # "Monday night" is the night that begins then; "28 березня вночі" the one that ends then.
    place: dict[str, Any] = {"day": a.day}
    if b.kind == "night" and not b.loose:
        place = {"day": None, "till": a.day}
    return {"kind": b.kind, "part": b.part, **place}


def _clock_of_day(scan: Scan, a: TimeMention, sign: str, b: TimeMention) -> Fields:
    """A day, night or part of day, then its hours."""
    # "15 березня" + ", з 4:20 до 5:50"; "вранці" + "близько 7:00"; "у ніч на 28 березня" + "(з 18:00"
    if b.kind not in _CLOCKS or b.day or a.kind not in (*_DAYS, *_PARTS, "dates"):
        return None
    if a.kind == "dates":
        if a.clock is not None or sign not in ("(", "(f", "", ",", ",f", "f"):
            return None
        return {"kind": "date", "clock": b.clock, "clock_till": b.clock_till, "hourly": b.hourly}
    if a.clock is not None:
        return {"clock_till": b.clock} if a.till and not a.clock_till and not b.clock_till and sign in _NEAR else None
    if sign not in (*_NEAR, "f", ",f", "(f", "t"):
        return None
    clock = b.clock
    if a.part in ("evening", "late") and clock is not None and b.hourly:
        clock = on_clock(clock, "pm")
    kind: TimeKind = a.kind
    if a.kind in _PARTS:
        kind = "night" if a.kind == "night" else "date" if a.day else b.kind
    onward = b.onward or ("f" in sign and b.clock_till is None)
    return {"kind": kind, "clock": clock, "clock_till": b.clock_till, "hourly": b.hourly, "onward": onward,
            "part": None, "part_till": None}  # fmt: skip


def _to_clock(scan: Scan, a: TimeMention, sign: str, b: TimeMention) -> Fields:
    """An hour, then the hour at which it ends."""
    # "з 4:20" + "до 5:50"
    if a.clock is None or a.clock_till is not None or b.kind != "clock" or b.day or b.clock is None:
        return None
    if sign not in _TO and not (sign == "&" and scan.word(a.first - 1) in scan.words.between):
        return None
    clock = a.clock
    if a.hourly and b.hourly and clock[0] <= 12 and b.clock[0] > 12 and clock[0] + 12 < b.clock[0]:
        clock = (clock[0] + 12, clock[1])  # "from 9 to 11 p.m."
    kind = "clock_range" if a.kind == "clock" else a.kind
    return {"kind": kind, "clock": clock, "clock_till": b.clock, "hourly": a.hourly and b.hourly, "onward": False}


def _day_of_clock(scan: Scan, a: TimeMention, sign: str, b: TimeMention) -> Fields:
    """An hour, then its day."""
    # "о 18:00" + "27 березня"; the night's "(з 18:00" + "27 березня)"; "до 7:00" + "9 июля"; "at 9 p.m." + "last night"
    if a.clock is None or sign not in ("", "o"):
        return None
    if b.kind == "night" and a.kind == "clock" and a.day is None and not b.clock and not b.loose:
        return {"kind": "night", "day": b.day, "till": b.till, "anchor": b.anchor}
    if b.kind == "part_of_day" and a.kind == "clock" and a.day is None and b.anchor == "published":
        return {"kind": "date", "day": b.day}
    if b.kind not in _DAYS or b.clock is not None:
        return None
    if a.kind == "night":
        return {"till": b.day} if a.clock_till is not None else {"day": b.day} if a.day is None else None
    if a.clock_till is not None:
        crosses = a.clock_till <= a.clock
        if a.day is not None:
            return {"till": b.day} if a.till is None else None
        return {"kind": "clock_range", "till": b.day} if crosses else {"kind": "date", "day": b.day}
    return {"kind": "date", "day": b.day} if a.day is None and a.till is None else None


def _to_day(scan: Scan, a: TimeMention, sign: str, b: TimeMention) -> Fields:
    """A day, then the day it lasts to; each may have its hour."""
    # "18 березня" + "- 24 березня"; "17.05.2023 (21.00)" + "- 18.05.2023"; "с 20:00 8 июля" + "до 7:00 9 июля"
    if a.kind not in _DAYS or b.kind not in _DAYS or a.day is None or a.till is not None or a.clock_till is not None:
        return None
    if sign in _TO or (sign == "&" and a.clock is None) or (sign == "o" and _sign_before(scan, a) == "f"):
        if a.clock is None and b.clock is None:
            return {"kind": "dates", "till": b.day}
        if a.clock is not None:
            return {"kind": "date", "till": b.day, "clock_till": b.clock, "onward": False}
    return None


def _sign_before(scan: Scan, a: TimeMention) -> str:
    return scan.words.glue.get(scan.word(a.first - 1), "?")


def _named_day(scan: Scan, a: TimeMention, sign: str, b: TimeMention) -> Fields:
    """A date beside its weekday, or beside "today"."""
    # "Monday" + ", March 25"; "сьогодні" + ", 28 березня"; "27 березня" + "(середа)"
    pair = {a.kind, b.kind}
    if "date" not in pair or len(pair) < 2 or not pair <= {"date", "weekday", "today", "yesterday"}:
        return None
    if sign not in (",", "(", "", "o", ",o") or a.clock or (b.kind != "date" and b.clock):
        return None
    if b.kind == "date":
        return _all_of(b)
    return {"kind": "date"}


def _named_period(scan: Scan, a: TimeMention, sign: str, b: TimeMention) -> Fields:
    """A day or week before publication, then its dates or hours."""
    # "за добу" + "27 березня"; "за тиждень" + "з 18 по 24 березня"
    if a.kind not in ("past", "week") or b.kind not in ("date", "dates", "clock", "clock_range"):
        return None
    return _all_of(b) if sign in ("", ",", "f", "(", "(f", ",f") else None


_RULES: tuple[Callable[[Scan, TimeMention, str, TimeMention], Fields], ...] = (
    _year_after, _part_and_part, _part_of_day, _night, _day_and_part, _clock_of_day, _to_clock, _day_of_clock,
    _to_day, _named_day, _named_period,
)  # fmt: skip


def _finish(scan: Scan, piece: TimeMention, floor: int) -> TimeMention | None:
    """The piece with the small words that lead it and the bracket that closes it; None where it stays loose."""
    first, last, roles = piece.first, piece.last, frozenset[str]()
    for _ in range(3):
        begin, more = scan.words.lead(scan.tokens, first)
        if not more or begin < floor:
            break
        first, roles = begin, roles | more
    if piece.loose and not (piece.kind in ("night", "part_of_day") and roles & {"during", "since", "as_of"}):
        return None
    fields: dict[str, Any] = {"loose": False}
    if piece.clock is not None and piece.zone is None:
        fields["zone"], last = _zone(scan, last)
    opened = sum((token.word == "(") - (token.word == ")") for token in scan.tokens[first:last])
    if opened > 0 and scan.word(last) == ")":
        last += 1
    if scan.word(last - 1) == ")" and opened < 0:
        last -= 1
    fields |= _role(piece, roles)
    if piece.clock is not None and piece.clock_till is None and piece.till is None and _sign_before(scan, piece) == "f":
        fields["onward"] = True
    begin, end = scan.tokens[first].start, scan.tokens[last - 1].end
    return replace(piece, first=first, last=last, start=begin, end=end, **fields)


def _role(piece: TimeMention, roles: frozenset[str]) -> dict[str, Any]:
    """What the words before a mention make of it."""
    part = "night" if piece.kind == "night" and piece.clock is None else piece.part
    if "as_of" in roles:
        return {"kind": "as_of", "part": part, "background": False}
    if "past" in roles and piece.kind == "duration":
        return {"kind": "past", "background": piece.unit in ("week", "month", "year")}
    if "later" in roles and piece.kind == "duration" and piece.unit in ("day", "week"):
        days = (piece.number or 0) * (7 if piece.unit == "week" else 1)
        return {"kind": "relative", "day": DayRef(shift=days, anchor="previous")}
    if "since" not in roles or piece.till is not None or piece.clock_till is not None or piece.kind == "dates":
        return {}
    if piece.clock is not None or piece.part_till is not None:
        return {"onward": piece.clock is not None}
    if piece.kind in _PARTS or (piece.kind in (*_DAYS, "month", "year") and piece.day is not None):
        day = piece.day or DayRef()
        start = day.month == 2 and day.day == 24 and day.year in (None, 2022)
        far = day.month is not None or day.year is not None or day.year_shift is not None
        return {
            "kind": "since_invasion" if start else "since",
            "background": far,
            "part": part,
        }
    return {}
