"""Lists: each filter lets through what it says, pages together are the whole, and the address holds the state."""

from __future__ import annotations

import re
from html import unescape

import msgspec
import pytest

from firstlight.model import Incident, Raid
from firstlight.store import Filter, ReportFilter
from tests.explore.visitor import Visitor, plain

MOST = 10_000
Attack = Raid | Incident


def _found(week: Visitor, wanted: Filter) -> list[Attack]:
    things = [week.desk.pages.thing(one.id)[1] for one in week.desk.pages.things(wanted, "oldest", 0, MOST)]
    return [thing for thing in things if isinstance(thing, Raid | Incident)]


def _all(week: Visitor) -> list[Attack]:
    return _found(week, Filter())


def _day(thing: Attack) -> str:
    return thing.night if isinstance(thing, Raid) else thing.day


def _names(thing: Attack) -> set[str]:
    places = thing.places if isinstance(thing, Raid) else (thing.place,)
    return {text.casefold() for place in places for text in (place.name, place.oblast or "")}


@pytest.mark.parametrize(
    ("wanted", "holds"),
    [
        (Filter(kind="raid"), lambda t: isinstance(t, Raid)),
        (Filter(kind="incident"), lambda t: isinstance(t, Incident)),
        (Filter(start="2024-03-22", end="2024-03-25"), lambda t: "2024-03-22" <= _day(t) <= "2024-03-25"),
        (Filter(attacker="UA"), lambda t: t.attacker == "UA"),
        (Filter(grade="B"), lambda t: t.grade[0] <= "B"),
        (Filter(grade="B1"), lambda t: t.grade[0] <= "B" and t.grade[1] <= "1"),
        (
            Filter(classes=("weapon:cruise_missile",)),
            lambda t: isinstance(t, Raid) and any(x.weapon.class_ == "cruise_missile" for x in t.lines),
        ),
        (
            Filter(classes=("object:school",)),
            lambda t: isinstance(t, Incident) and any(x.object.class_ == "school" for x in t.damage),
        ),
        (Filter(place="kharkiv"), lambda t: any("kharkiv" in name for name in _names(t))),
        (Filter(place="UA-63"), lambda t: "ua-63" in _names(t)),
        (Filter(standing="background"), lambda t: isinstance(t, Incident) and t.background),
    ],
    ids=["raids", "incidents", "dates", "side", "grade", "finer", "weapon", "object", "place", "region", "old"],
)  # fmt: skip
def test_a_filter_lets_through_what_it_says(week: Visitor, wanted: Filter, holds) -> None:  # type: ignore[no-untyped-def]
    """What a filter finds is just what, of everything, has the property that it names; it is not nothing."""
    expected = {thing.id for thing in _all(week) if holds(thing)}
    assert expected
    assert {thing.id for thing in _found(week, wanted)} == expected


def test_words_are_those_of_the_quotes(week: Visitor) -> None:
    """Words in any language find the attacks whose quotes hold them, whatever their case, and by their beginnings."""
    for typed in ("ШАХЕД", "residential buildings", "ракет"):
        found = _found(week, Filter(words=typed))
        assert found
        for thing in found:
            held = week.desk.pages.statements([link.statement for link in thing.links])
            said = " ".join(statement.quote.text for statement, _ in held.values()).casefold()
            titles = " ".join(week.desk.words.weapon(x.weapon) for x in thing.lines) if isinstance(thing, Raid) else ""
            assert all(word.casefold() in said + titles.casefold() for word in typed.split())


def test_pages_together_are_the_whole(week: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Page after page each attack stands once, in every order."""
    whole = {thing.id for thing in _all(week)}
    for order in ("newest", "oldest", "harm"):
        seen: list[str] = []
        for offset in range(0, len(whole) + 7, 7):
            seen += [one.id for one in week.desk.pages.things(Filter(), order, offset, 7)]
        assert len(seen) == len(set(seen)) == len(whole)


def test_the_address_holds_the_state(week: Visitor) -> None:
    """The form shows what the address asks for, links to other pages keep it, and JSON gives the same list."""
    path = "/attacks?words=Shahed&start=2024-03-22&end=2024-03-28&grade=B&weapon=drone&order=oldest"
    text = week.page(path)
    for shown in ('value="Shahed"', 'value="2024-03-22"', '<option value="B" selected>', 'value="oldest" selected'):
        assert shown in text
    link = re.search(r'href="(/attacks\.json[^"]*)"', text)
    assert link
    answer = msgspec.json.decode(week.ask(unescape(link[1])).content)
    listed = re.findall(r'<th scope="row" class="nowrap"><a href="/attacks/([^"]+)"', text)
    assert [one["record"]["id"] for one in answer["attacks"]] == listed
    assert listed and answer["total"] == len(listed)


@pytest.mark.parametrize(
    "path",
    ["/?to=28.03.2024", "/?nights=8", "/attacks?page=0", "/attacks?page=x", "/attacks?grade=Z", "/attacks?kind=all",
     "/attacks?words=" + "x" * 201, "/reports?start=2024-02-30"],
)  # fmt: skip
def test_what_cannot_be_asked_is_told(week: Visitor, path: str) -> None:
    """A value that makes no sense gives one line that says what would."""
    answer = week.ask(path)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text


def test_an_old_id_leads_to_what_carries_it(week: Visitor) -> None:
    """An alias is redirected for good to the attack that has it now."""
    aliases = [(alias, thing.id) for thing in _all(week) for alias in thing.aliases if alias != thing.id]
    assert aliases
    for alias, key in aliases:
        answer = week.ask(f"/attacks/{alias}")
        assert (answer.status_code, answer.headers["location"]) == (308, f"/attacks/{key}")


def test_reports_are_listed_by_source_date_and_mark(week: Visitor) -> None:
    """Reports of one source, of a span of dates and with a mark are just those."""
    every = week.desk.pages.reports(ReportFilter(), 0, MOST)
    for wanted, holds in (
        (ReportFilter(source="ua-air-force"), lambda r: r.source == "ua-air-force"),
        (ReportFilter(start="2024-03-27", end="2024-03-28"), lambda r: r.published[:10] >= "2024-03-27"),
        (ReportFilter(mark="hidden"), lambda r: "hidden" in r.marks),
    ):
        expected = {report.seq for report in every if holds(report)}
        assert expected
        assert {report.seq for report in week.desk.pages.reports(wanted, 0, MOST)} == expected
        assert week.desk.pages.how_many_reports(wanted) == len(expected)


def test_overview_tells_who_says_what_got_through(week: Visitor) -> None:
    """The night of 21 to 22 March: 63 drones launched, 55 stopped, 8 through, by whose account, a click away."""
    text = week.page("/?to=2024-03-28")
    link = re.search(r'href="(/attacks/[^"]+)" title="[^"]*63 launched, 55 stopped, 8 got through"', text)
    assert link
    assert "By the account of Air Force Command of the Armed Forces of Ukraine" in plain(text)
    night = plain(week.page(link[1]))
    assert re.search(r"attack drones\s*63\d*\s*55\d*\s*8", night)
