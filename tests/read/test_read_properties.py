"""What holds of any text: no crash, exact quotes, counts that can be computed anew, the same reading every time."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from firstlight.catalog import catalog
from firstlight.model import Report
from firstlight.read import Reading, gate, read, recount
from firstlight.read.words import words_of

from .forgeries import a_report

LANGUAGES = ("en", "uk", "ru")
UNCOUNTED = ("unnumbered", "withheld")
# Pieces from which texts are put together that say something, or nearly.
_PIECES = {
    "en": (
        "Russia|launched|shot down|drones|a missile|5|17|more than 50|at least|10 of 13|people|were "
        "killed|were injured|two children|a woman|in Kharkiv|Sumy region|overnight|on 5 March|none of the "
        "8|all but 3|not|no casualties|houses|damaged|pledged|Patriot|Germany|\n- |\n|. |, |: "
        "|(|)|\u201c|\u200b|\u00a0|1,500|dozens of|-year-old|Kh-101"
    ),
    "uk": (
        "Росія|запустила|збито|дронів|ракету|5|17|понад 50|щонайменше|10 із 13|людей|загинули|поранено|двоє "
        "дітей|жінка|у Харкові|на Сумщині|вночі|5 березня|жоден із 8|усі, крім 3|не|без "
        "постраждалих|будинків|пошкоджено|Німеччина|передала|Patriot|\n- |\n|. |, |: "
        "|(|)|\u00ab|\u200b|\u00a0|1 500|десятки|-річний|Х-101|12-ма"
    ),
    "ru": (
        "Россия|запустила|сбиты|дронов|ракету|5|17|более 50|по меньшей мере|10 из "
        "13|человек|погибли|ранены|двое детей|женщина|в Белгороде|Курской области|ночью|5 марта|ни один из "
        "8|все, кроме 3|не|без пострадавших|домов|повреждены|Германия|передала|Patriot|\n- |\n|. |, |: "
        "|(|)|\u00ab|\u200b|\u00a0|1 500|десятки|-летний|Х-101|полсотни"
    ),
}
PIECES = {language: pieces.split("|") for language, pieces in _PIECES.items()}


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """A report of any characters, or of pieces in any order."""
    language = draw(st.sampled_from(LANGUAGES))
    pieces = st.lists(st.sampled_from(PIECES[language]), max_size=40).map(" ".join)
    glued = st.lists(st.sampled_from(PIECES[language]), max_size=25).map("".join)
    text = draw(st.one_of(pieces, glued, st.text(max_size=200), st.tuples(pieces, st.text(max_size=30)).map(" ".join)))
    published = draw(st.sampled_from([None, "2024-03-28", "2022-10-10", "2025-08-01", "2021-01-01"]))
    return a_report(text, language, published)


def _quoted(report: Report, reading: Reading) -> bool:
    quotes = [held.quote for held in reading.statements]
    quotes += [refused.quote for refused in reading.rejections if refused.quote is not None]
    return all(report.text[quote.start : quote.end] == quote.text and quote.text for quote in quotes)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(reports())
def test_every_quote_is_a_slice(report: Report) -> None:
    """Whatever the text, it is read without an error, and each quote is the exact slice of it."""
    assert _quoted(report, read(report, catalog()))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(reports())
def test_every_count_can_be_computed_anew(report: Report) -> None:
    """The bounds of each count and total are among those that the quote alone is found to say, and the gate agrees."""
    words = words_of(catalog(), report.language)
    for held in read(report, catalog()).statements:
        said = {(one.low, one.high) for one in recount(held.quote.text, words, catalog())}
        for count in (held.count, held.of):
            if count is not None and count.form not in UNCOUNTED:
                assert (count.low, count.high) in said, held.quote.text
        assert gate(held, report, catalog()) is None


@settings(max_examples=150, deadline=None, derandomize=True)
@given(reports())
def test_the_same_report_gives_the_same_reading(report: Report) -> None:
    """Reading twice gives the same statements and rejections, with the same ids, each id once."""
    first = read(report, catalog())
    assert read(report, catalog()) == first
    ids = [held.id for held in first.statements]
    assert all(ids)
    assert len(set(ids)) == len(ids)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(reports(), min_size=2, max_size=5))
def test_the_order_of_reports_does_not_matter(some: list[Report]) -> None:
    """What was read before, and what the lexicons remember of it, changes nothing in the next report."""
    forth = {report.text + report.language: read(report, catalog()) for report in some}
    back = {report.text + report.language: read(report, catalog()) for report in reversed(some)}
    dated = len({(report.text, report.language) for report in some}) == len(some)
    assert not dated or forth == back
