"""When each sentence speaks of, and whether that is another story's time: background."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from firstlight.model import When
from firstlight.read.layout import Layout, acts_in, within
from firstlight.read.mentions import Mention
from firstlight.read.times import TimeMention, open_backwards, resolve_all
from firstlight.when import Interval

_DATED = ("date", "dates", "today", "yesterday", "weekday", "relative", "night", "part_of_day", "clock", "clock_range",
          "past", "ago", "week", "month", "war_day")  # fmt: skip
_SINCE = ("since", "since_invasion")
_ABSOLUTE = ("date", "dates", "war_day", "night")
_DOMAIN = 3  # tokens of a bare web domain
_CLOSE = frozenset((",", ";", ":", ")"))
_CLAUSE = 3  # tokens of a clause before its time
_MET = 3  # tokens of "emergency meeting"
_OPENS = 1  # tokens that may stand before a phrase that opens its sentence
_DAY = 86_400  # seconds
_FAR_DAYS = 14.0  # a day further back than this is another story's: statements of allies recount two weeks
_EVENTS = frozenset(("launch", "attack", "hit", "explode", "shoot_down", "destroy", "damage", "kill", "injure"))


def dated(layout: Layout, linked: list[bool]) -> tuple[list[bool], list[When | None]]:
    """Per sentence: whether it is background, and its interval; `linked` marks headlines of other stories."""
    published = layout.report.published
    intervals = _resolved(layout)
    by_sentence: list[list[tuple[TimeMention, Interval | None]]] = [[] for _ in layout.sentences]
    births = {at for b in layout.mentions.named("cues", "born", 0, len(layout.tokens)) for at in range(b.first, b.last)}
    for mention, interval in zip(layout.times, intervals, strict=True):
        if mention.first in births:
            continue
        by_sentence[layout.sentence_of(mention.first)].append((mention, interval))
    open_when = _record(open_backwards(published)) if published else None
    default, before = _default(layout, by_sentence, linked, published), list(days_before(layout))
    background: list[bool] = []
    whens: list[When | None] = []
    paragraph, carried = -1, default
    apart: Interval | None = None  # another story's day, which the next sentence of the same line goes on with
    scene = False  # the sentence before opened with the words for an earlier day
    since = False  # the paragraph speaks of a long time, such as the whole war
    whole = default is None and _of_an_era(layout)  # and so does a report that opens so and dates no event
    for index, sentence in enumerate(layout.sentences):
        if sentence.paragraph != paragraph and sentence.header is None:
            paragraph, carried, since = sentence.paragraph, default, False
        most = bool(layout.mentions.named("cues", "superlative", sentence.first, sentence.last))
        row, inner = _dating(layout, index, by_sentence[index], most, before)
        era = not most and bool(layout.mentions.named("cues", "era", sentence.first, sentence.last))
        earlier = _earlier(layout, index, inner)
        recalled = bool(layout.mentions.named("cues", "reminder", sentence.first, sentence.last))
        if index and "\n" in layout.report.text[_end(layout, index - 1) : layout.tokens[sentence.first].start]:
            since, apart, scene = False, None, False  # a new line speaks of something else
        if _begins_anew(layout, index):
            since, apart, scene, carried = False, None, False, default
        own = _own(row, linked[index])
        named = own is not None and own.precision in ("minute", "hour", "part_of_day", "day")
        today = named and own is not None and _same_day(own, published, default)
        words_say = era or bool(earlier) or (recalled and not today)
        words_say = words_say or any(_says_background(mention, named, today) for mention, _ in row)
        opens = not layout.words.articles and any(cue.first - sentence.first <= _OPENS for cue in earlier)
        opens = opens or (recalled and named and not today)
        far = own is not None and (_days_before(own, published, default) > _FAR_DAYS or _other_day(own, default))
        since = era or any(m.kind in _SINCE for m, _ in row) or (since and own is None and not _placed(layout, index))
        held = apart if own is None else None
        words_say = words_say or (own is None and bool(background) and background[-1] and _goes_on(layout, index))
        words_say = words_say or (own is None and scene)
        scene = opens  # "On the day before, ..." holds for the next sentence of the line, too
        apart = own if far and not most and _tells(layout, index) else None  # "the worst since ..." dates no story
        background.append(linked[index] or words_say or far or since or held is not None or (whole and own is None))
        if linked[index]:
            whens.append(_record(own) if own is not None else open_when)
        elif own is not None:
            whens.append(_record(own))
            carried = own if not (words_say or far) else carried
        elif held is not None:
            whens.append(_record(held))
        elif words_say:
            whens.append(open_when)
        else:
            whens.append(_record(carried) if carried is not None else open_when)
    return background, whens


_Spans = list[tuple[int, int]]
_Dated = list[tuple[TimeMention, Interval | None]]


def _dating(layout: Layout, index: int, times: _Dated, most: bool, before: _Spans) -> tuple[_Dated, _Spans]:
    """The times that date a sentence, without "the worst since ..." (`most`), and the clauses that date themselves.

    `before` are the tokens that tell of an earlier day than the rest of their sentence.
    """
    inner = [clause for mention, _ in times if (clause := _inner(layout, index, mention, most))]
    inner += [clause for clause in before if any(_inside(mention.first, [clause]) for mention, _ in times)]
    kept = [pair for pair in times if not (most and pair[0].kind in _SINCE) and not _inside(pair[0].first, inner)]
    return kept, inner


def _earlier(layout: Layout, index: int, inner: list[tuple[int, int]]) -> list[Mention]:
    """The words that set a sentence apart as told of before, outside the clauses `inner` that date themselves."""
    sentence = layout.sentences[index]
    cues = layout.mentions.named("cues", "background", sentence.first, sentence.last)
    return [cue for cue in cues if not _inside(cue.first, inner)]


def _tells(layout: Layout, index: int) -> bool:
    """Whether a sentence tells of an event that the next one can go on with."""
    return any(act.name in _EVENTS for act in acts_in(layout, index))


def _inside(at: int, clauses: list[tuple[int, int]]) -> bool:
    return any(first <= at < last for first, last in clauses)


def _inner(layout: Layout, index: int, mention: TimeMention, most: bool) -> tuple[int, int] | None:
    """The clause that a time dates alone, where its sentence tells of more: "a unit that came a year ago shot down 5".

    A clause of "since" is one only behind "the seventh attack" or the like (`most`): it else dates the sentence.
    """
    sentence, tokens = layout.sentences[index], layout.tokens
    openers = layout.words.relative | (layout.words.since if most else frozenset())
    start = mention.first - 1
    while start >= sentence.first and tokens[start].word not in openers:
        if tokens[start].word in _CLOSE:
            return None
        start -= 1
    if start < sentence.first or mention.first - start < _CLAUSE:
        return None
    end = next((at for at in range(mention.last, sentence.last) if tokens[at].word in _CLOSE), sentence.last)
    told = [act for act in acts_in(layout, index) if act.name in _EVENTS and not start <= act.first < end]
    return (start, end) if told else None


def _of_an_era(layout: Layout) -> bool:
    """Whether the first sentence of a report speaks of the whole war, and of no record set in it."""
    first = layout.sentences[0] if layout.sentences else None
    if first is None or layout.mentions.named("cues", "superlative", first.first, first.last):
        return False
    return bool(layout.mentions.named("cues", "era", first.first, first.last))


def days_before(layout: Layout) -> tuple[tuple[int, int], ...]:
    """The tokens behind "a day after": they tell of another day than the rest of their sentence."""
    found = []
    for cue in layout.mentions.named("cues", "days_after", 0, len(layout.tokens)):
        sentence = layout.sentences[layout.sentence_of(cue.first)]
        end = sentence.last
        if cue.first - sentence.first <= _OPENS:  # "A day after the strikes, ..."
            end = next((at for at in range(cue.last, end) if layout.tokens[at].word == ","), end)
            end = min([act.last for act in layout.mentions.of("acts", cue.last, end)], default=end)  # ... the toll rose
        found.append((cue.last, end))
    return tuple(found)


def _resolved(layout: Layout) -> list[Interval | None]:
    """The interval of each time of the text; a bare hour or night does not follow a day told before a break."""
    published = layout.report.published
    breaks = [layout.sentences[at].first for at in range(1, len(layout.sentences)) if _begins_anew(layout, at)]
    found: list[Interval | None] = []
    for low, high in pairwise([0, *breaks, len(layout.tokens)]):
        found += resolve_all(within(layout.times, low, high), published)
    return found


def _begins_anew(layout: Layout, index: int) -> bool:
    """Whether a text goes on with something else: behind the headline of a link or a web domain, or at "Earlier"."""
    if not index:
        return False
    before = layout.sentences[index - 1]
    domain = before.last - before.first == _DOMAIN and layout.tokens[before.first + 1].word == "."
    first = layout.sentences[index].first
    earlier = any(time.kind == "previously" for time in within(layout.times, first, first + 1))
    return before.rubric or domain or earlier


def _end(layout: Layout, index: int) -> int:
    return layout.tokens[layout.sentences[index].last - 1].end


def _goes_on(layout: Layout, index: int) -> bool:
    """Whether a sentence says that it goes on with what the one before told: "also", in its first half."""
    sentence, before = layout.sentences[index], layout.sentences[index - 1]
    words = [token.word for token in layout.tokens[sentence.first : (sentence.first + sentence.last + 1) // 2]]
    going_on = layout.words.also - layout.words.boundary
    return before.paragraph == sentence.paragraph and bool(going_on & set(words))


def _other_day(own: Interval, default: Interval | None) -> bool:
    """Whether a sentence is dated more than a day before what the report tells of."""
    placed = own.precision in ("minute", "hour", "part_of_day", "day")
    return placed and default is not None and (default.start - own.end).total_seconds() > _DAY


def _same_day(own: Interval, published: str | None, default: Interval | None) -> bool:
    """Whether a sentence is dated on the day of publication, or of the event where that is not known."""
    if published is None:
        return default is not None and abs((own.start - default.start).total_seconds()) < _DAY
    return 0 <= _days_before(own, published, default) <= 1


def _says_background(mention: TimeMention, named: bool, today: bool) -> bool:
    """Whether a phrase of time alone sets a sentence apart; a bare year or month does not where a day is named too.

    Nor does "previously" where that day is the report's own.
    """
    if mention.kind == "recent" or (named and mention.kind in ("year", "month", "season", "week")):
        return False
    if today and mention.kind == "previously":
        return False
    return mention.background


def _placed(layout: Layout, index: int) -> bool:
    sentence = layout.sentences[index]
    return any(p.kind not in ("country", None) for p in within(layout.places, sentence.first, sentence.last))


def _own(row: list[tuple[TimeMention, Interval | None]], linked: bool) -> Interval | None:
    kinds = _ABSOLUTE if linked else (*_DATED, "since", "since_invasion", "year", "last_year", "season", "recent")
    found = [
        (mention, interval)
        for mention, interval in row
        if interval is not None
        and mention.kind in kinds
        and (not linked or mention.day is not None or mention.kind == "war_day")
    ]
    dated = [pair for pair in found if pair[0].kind in _DATED] or found
    return min(dated, key=lambda pair: pair[1].end - pair[1].start)[1] if dated else None


def _of_meeting(layout: Layout, mention: TimeMention) -> bool:
    """Whether a time says when people met to speak of what had happened: "met on Friday to discuss the strikes"."""
    met = layout.mentions.named("meeting", "act", max(mention.first - _MET, 0), mention.first)
    return any(act.last == mention.first for act in met)


def _default(
    layout: Layout, rows: list[list[tuple[TimeMention, Interval | None]]], linked: list[bool], published: str | None
) -> Interval | None:
    """The first event time of the text: what its sentences without a date of their own speak of."""
    for index, row in enumerate(rows):
        for mention, interval in row:
            if interval is None or linked[index] or mention.background or mention.kind not in _DATED:
                continue
            if _of_meeting(layout, mention):
                continue
            if mention.kind in ("week", "month", "ago") or _days_before(interval, published, None) > _FAR_DAYS:
                continue
            return interval
    return None


def _days_before(interval: Interval, published: str | None, default: Interval | None) -> float:
    if published is None:
        return (default.start - interval.end).total_seconds() / 86_400 if default is not None else 0.0
    open_interval = open_backwards(published)
    return (open_interval.end - interval.end).total_seconds() / 86_400


@lru_cache(maxsize=1024)
def _record(interval: Interval) -> When:
    start, end, precision = interval.iso()
    return When(start=start, end=end, precision=precision)
