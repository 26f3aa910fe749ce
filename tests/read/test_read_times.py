"""What texts say about time, in three languages, and the intervals that this stands for."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from time import process_time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstlight import when
from firstlight.catalog import Catalog, catalog
from firstlight.errors import CatalogError
from firstlight.read.times import TimeMention, find_times, open_backwards, resolve, resolve_all
from firstlight.read.tokens import Token, tokenize
from firstlight.when import KYIV, MOSCOW, Interval
from tests.read.times_phrases import PHRASES, day, night

PUBLISHED = "2024-03-28"  # a Thursday
MOMENT = "2024-04-02T10:30:00+03:00"  # a Tuesday, after the change of clocks


def shown(interval: Interval | None, zone: str = "Europe/Kyiv") -> str:
    """An interval by the wall clock of a zone, computed apart from the code under test."""
    if interval is None:
        return "none"
    start, end = (moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M") for moment in interval[:2])
    return f"{start} > {end} {interval.precision}"


def mentions(text: str, language: str) -> list[TimeMention]:
    """The mentions of a text under the shipped catalogue."""
    return find_times(tokenize(text), text, language, catalog())


def test_the_table_of_phrases_is_large_enough() -> None:
    """At least 120 phrases over three languages are checked, each once."""
    assert len({(row[0], row[1]) for row in PHRASES}) == len(PHRASES) >= 120


@pytest.mark.parametrize(("language", "marked", "kind", "expected", "background"), PHRASES)
def test_a_phrase_is_found_whole_and_placed(
    language: str, marked: str, kind: str, expected: str, background: bool
) -> None:
    """The mention covers exactly the bracketed words, with their kind, and stands for the expected interval."""
    begin, end = marked.index("["), marked.rindex("]") - 1
    text = marked.replace("[", "", 1)[:end] + marked[end + 2 :]
    found = mentions(text, language)
    assert [text[mention.start : mention.end] for mention in found][:1] == [text[begin:end]]
    mention = found[0]
    tokens = tokenize(text)
    assert (tokens[mention.first].start, tokens[mention.last - 1].end) == (mention.start, mention.end)
    assert (mention.kind, mention.background) == (kind, background)
    assert shown(resolve(mention, PUBLISHED)) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "In march they fought and may lose 21 tanks; the sun sat low."),
        ("en", "A 7-year-old boy and 13 drones, 3.5 km, 10 of 13, the 5th brigade, Kh-101/Kh-555."),
        ("en", "Good luck at six sites with 2022 drones."),
        ("en", "amid Russia's full-scale invasion of Ukraine"),
        ("uk", "Збито 17/18 ракет, 113-та бригада, 12.5 км, п'ять дронів і двоє поранених."),
        ("uk", "Лютий ворог, доброї ночі, добрий вечір, 3:0 на користь"),
        ("ru", "Сбито пять из 13, 120-мм мина, часть зданий, пять раз, спокойной ночи"),
    ],
)
def test_what_is_no_time_is_left_alone(language: str, text: str) -> None:
    """Counts, ages, calibres, greetings and modal verbs are not taken for times."""
    assert mentions(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "On 24 March they came. On the same day, two fell. Two days later it burned. A day earlier it was calm.",
            [day("2024-03-24"), day("2024-03-24"), day("2024-03-26"), day("2024-03-25")],
        ),
        (
            "uk",
            "У ніч на 28 березня атака. Вибухи о 23:40 і о 02:10.",
            [
                night("2024-03-28"),
                "2024-03-27 23:40 > 2024-03-27 23:41 minute",
                "2024-03-28 02:10 > 2024-03-28 02:11 minute",
            ],
        ),
        (
            "uk",
            "27 березня була атака. Ввечері сталася друга. У 2022 році було інакше. Того ж дня гасили.",
            [
                day("2024-03-27"),
                "2024-03-27 18:00 > 2024-03-28 00:00 part_of_day",
                day("2022-01-01", "2022-12-31", "month"),
                day("2024-03-27"),
            ],
        ),
        (
            "ru",
            "25 марта был удар. На следующий день нашли двоих.",
            [day("2024-03-25"), day("2024-03-26")],
        ),
    ],
)
def test_a_mention_follows_the_one_before(language: str, text: str, expected: list[str]) -> None:
    """Days told from another day and bare hours follow the last placed mention; background is stepped over."""
    found = mentions(text, language)
    assert [shown(interval) for interval in resolve_all(found, PUBLISHED)] == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "overnight", "none"),
        ("en", "on Sunday", "none"),
        ("en", "on 24 March", "none"),
        ("en", "at 4:20 a.m.", "none"),
        ("en", "over the past day", "none"),
        ("en", "since the invasion", "none"),
        ("en", "recent", "none"),
        ("en", "on 24 March 2024", day("2024-03-24")),
        ("en", "day 763", day("2024-03-27")),
        ("uk", "у ніч на 28 березня 2024 року", night("2024-03-28")),
        ("uk", "у 2022 році", day("2022-01-01", "2022-12-31", "month")),
    ],
)
def test_without_a_publication_date_only_full_dates_are_placed(language: str, text: str, expected: str) -> None:
    """What would need the publication date is None without it; what says its year is placed."""
    (found,) = mentions(text, language)
    assert shown(resolve(found, None)) == expected


def test_partial_dates_follow_a_full_one_where_nothing_says_when_it_was_published() -> None:
    """With no publication date a day without its year is the nearest to the last full date."""
    found = mentions("On 14 March 2022 it fell. On 17 March it burned. On 30 December 2021 it stood.", "en")
    placed = [shown(interval) for interval in resolve_all(found, None)]
    assert placed == [day("2022-03-14"), day("2022-03-17"), day("2021-12-30")]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "over the past 24 hours", "2024-04-01 10:30 > 2024-04-02 10:30 day"),
        ("en", "at 9 p.m.", "2024-04-01 21:00 > 2024-04-01 22:00 hour"),
        ("en", "at 9 a.m.", "2024-04-02 09:00 > 2024-04-02 10:00 hour"),
        ("en", "at 9 p.m. last night", "2024-04-01 21:00 > 2024-04-01 22:00 hour"),
        ("en", "from 18:00 to 23:00", "2024-04-01 18:00 > 2024-04-01 23:00 minute"),
        ("en", "two hours ago", "2024-04-02 08:30 > 2024-04-02 09:30 hour"),
        ("uk", "з вечора 1 квітня", "2024-04-01 18:00 > 2024-04-02 10:31 day"),
        ("uk", "у ніч на 31 березня, з 23:00 до 03:30", "2024-03-30 23:00 > 2024-03-31 04:30 minute"),
        ("uk", "27 жовтня 2024 року, з 03:10 до 03:20", "2024-10-27 03:10 > 2024-10-27 03:20 minute"),
    ],
)
def test_the_minute_of_publication_is_used_where_it_is_known(language: str, text: str, expected: str) -> None:
    """Hours count back from the instant of publication, and changes of clocks are kept."""
    (found,) = mentions(text, language)
    assert shown(resolve(found, MOMENT)) == expected


def test_the_zone_of_a_source_is_used_unless_the_text_names_one() -> None:
    """A Moscow source's hours are Moscow time; hours that name Kyiv time stay Kyiv's; its nights begin at 20:00."""
    placed = {
        text: shown(resolve(mentions(text, "ru")[0], PUBLISHED, MOSCOW), "Europe/Moscow")
        for text in ("в 7:00", "в 7:00 по киевскому времени", "в ночь на 28 марта")
    }
    assert placed["в 7:00"] == "2024-03-28 07:00 > 2024-03-28 07:01 minute"
    assert placed["в 7:00 по киевскому времени"] == "2024-03-28 08:00 > 2024-03-28 08:01 minute"
    assert placed["в ночь на 28 марта"] == "2024-03-27 20:00 > 2024-03-28 09:00 part_of_day"


def test_the_doubled_hour_of_october_is_held_whole() -> None:
    """A range that ends inside the hour which clocks show twice lasts into its second occurrence."""
    (found,) = mentions("27 жовтня 2024 року, з 02:50 до 03:20", "uk")
    interval = resolve(found, None)
    assert interval is not None and interval.end - interval.start == timedelta(minutes=90)


def test_what_a_page_does_not_date_is_open_backwards() -> None:
    """The week before publication, precision week."""
    assert open_backwards(PUBLISHED) == when.week_before(PUBLISHED)
    assert open_backwards(PUBLISHED).precision == "week"


FIGURES = ", . ( ) - : 0 1 2 3 5 12 18 24 28 29 30 31 59 60 99 763 2022 2024 9999 99999999999 2024-02-30 31.02 24.00"
TABLE = " ".join(row[1].replace("[", " ").replace("]", " ") for row in PHRASES)
WORDS = sorted({*TABLE.split(), *FIGURES.split()})


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.sampled_from(WORDS), max_size=14),
    st.sampled_from(["en", "uk", "ru"]),
    st.one_of(st.none(), st.dates(min_value=when.parse_date("1990-01-01")).map(str).filter(lambda d: d < "2200")),
    st.sampled_from([KYIV, MOSCOW]),
)
def test_any_words_are_read_without_error(
    words: list[str], language: str, published: str | None, zone: ZoneInfo
) -> None:
    """Whatever the words and the date: no error, no overlap, offsets that fit, intervals that end after they start."""
    text = " ".join(words)
    found = mentions(text, language)
    assert all(one.last <= other.first for one, other in pairwise(found))
    assert all(0 <= mention.start < mention.end <= len(text) and not mention.loose for mention in found)
    for mention, interval in zip(found, resolve_all(found, published, zone), strict=True):
        assert interval is None or interval.start < interval.end, (text[mention.start : mention.end], interval)


@settings(max_examples=60, deadline=None)
@given(st.dates(when.parse_date("2022-02-25"), when.parse_date("2030-12-31")), st.integers(0, 40))
def test_the_night_of_a_named_night_is_its_named_date(named: date, days: int) -> None:
    """A night that a report names by its date belongs to that date, however much later the report was published."""
    published = (named + timedelta(days=days)).isoformat()
    for language, text in (
        ("en", f"on the night of {named.day} {named:%B}"),
        ("en", f"overnight into {named:%B} {named.day}, {named.year}"),
        ("uk", f"у ніч на {named:%d.%m.%Y}"),
        ("ru", f"в ночь на {named:%d.%m.%Y} г."),
    ):
        (found,) = mentions(text, language)
        interval = resolve(found, published)
        assert interval is not None and when.night_of(interval) == named


def test_a_new_language_is_data_alone(tmp_path: Path) -> None:
    """A made-up language with its own times.toml is read with no change of code."""
    source = catalog().text("lang/en/times.toml")
    made_up = source.replace("overnight", "zuzunu").replace("march", "marsu").replace('"may"', '"majo"')
    (tmp_path / "lang" / "xx").mkdir(parents=True)
    (tmp_path / "lang" / "xx" / "times.toml").write_text(made_up, "utf-8")
    text = "Drones zuzunu on Marsu 28"
    (found,) = find_times(tokenize(text), text, "xx", Catalog(tmp_path))
    assert shown(resolve(found, PUBLISHED)) == night("2024-03-28")


@pytest.mark.parametrize(
    ("cut", "complaint"),
    [("[months]", "months"), ("[[phrase]]", "phrase"), ('kind = "night"', "kjnd"), ("tails =", "tails")],
)
def test_a_language_that_lacks_words_is_an_error_that_names_its_file(tmp_path: Path, cut: str, complaint: str) -> None:
    """A table, list or field left out is said with the file's name, never read as silence."""
    source = catalog().text("lang/en/times.toml")
    broken = (
        source.split(cut)[0] if cut == "[[phrase]]" else source.replace(cut, cut.replace("i", "j").replace("o", "q"))
    )
    (tmp_path / "lang" / "xx").mkdir(parents=True)
    (tmp_path / "lang" / "xx" / "times.toml").write_text(broken, "utf-8")
    with pytest.raises(CatalogError, match=rf"lang/xx/times\.toml.*{complaint}"):
        find_times([], "", "xx", Catalog(tmp_path))


def test_finding_times_is_fast() -> None:
    """A text of 250 tokens takes well under a millisecond, and a long run of figures costs by its length alone."""
    filler = " ".join(
        f"The council of the city number {n} said that houses were damaged and people were hurt." for n in range(12)
    )
    text = f"On the night of 27 March, from 18:00 to 06:30, drones came. {filler} At 4:20 a.m. it ended, on day 763."
    tokens = tokenize(text)
    assert 180 < len(tokens) < 320
    assert _seconds(tokens, text) < 0.001
    short, long = "12.03-", "12.03-" * 20
    once, twenty = (_seconds(tokenize(some * 50), some * 50) for some in (short, long))
    assert twenty < 200 * max(once, 1e-4)


def _seconds(tokens: list[Token], text: str) -> float:
    best = 9.0
    for _ in range(7):
        start = process_time()
        find_times(tokens, text, "en", catalog())
        best = min(best, process_time() - start)
    return best
