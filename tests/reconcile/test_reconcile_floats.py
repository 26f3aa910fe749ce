"""Statements that a page does not date: they join an attack only with evidence, and are never lost."""

from __future__ import annotations

from firstlight.model import Incident, LedgerState, Quote, Raid, When
from tests.reconcile import builders as b

AIR_FORCE = b.speaker("Air Force of Ukraine", "military")
WEEK = (
    ("2024-03-22", b.SHAHED, 63, 55),
    ("2024-03-23", b.SHAHED, 34, 31),
    ("2024-03-24", b.SHAHED, 28, 25),
    ("2024-03-24", b.CRUISE, 29, 18),
    ("2024-03-25", b.SHAHED, 9, 8),
    ("2024-03-26", b.SHAHED, 12, 12),
    ("2024-03-27", b.SHAHED, 13, 10),
    ("2024-03-28", b.SHAHED, 28, 26),
    ("2022-12-10", b.SHAHED, 13, 10),
    ("2023-05-01", b.SHAHED, 13, 10),
)
LINES = ("What happened", "Ten of thirteen", "Two fast ones", "Kharkiv", "Kharkiv again", "Odesa", "Country")


def record() -> b.Desk:
    """A desk with the public record of a week of March 2024, and two older nights with 13 and 10."""
    desk = b.Desk()
    for day, weapon, launched, stopped in WEEK:
        row = desk.report("missile-attacks", None)
        fields = {"weapon": weapon, "when": b.overnight(day), "speaker": AIR_FORCE, "places": b.UKRAINE}
        desk.say(row, "launched", launched, **fields)
        desk.say(row, "intercepted", stopped, how="shot_down", **fields)
    row = desk.report("missile-attacks", None)
    fields = {"weapon": b.ZIRCON, "when": b.hours("2024-03-25", 10, 11), "speaker": AIR_FORCE, "places": b.UKRAINE}
    desk.say(row, "launched", 2, **fields)
    desk.say(row, "intercepted", 2, how="shot_down", **fields)
    return desk


def page(desk: b.Desk, published: str = "2024-03-28") -> str:
    """A news page of several lines, none of which dates what it tells."""
    return desk.report("example-newsroom", published, "\n".join(LINES))


def line(number: int) -> Quote:
    """A quote on a line of that page."""
    start = sum(len(text) + 1 for text in LINES[:number])
    return Quote(text=LINES[number][0], start=start, end=start + 1)


def raid_of(state: LedgerState, statement: str) -> Raid:
    """The raid that a statement is linked to."""
    return next(raid for raid in state.raids if any(link.statement == statement for link in raid.links))


def incident_of(state: LedgerState, statement: str) -> Incident:
    """The incident that a statement is linked to."""
    return next(one for one in state.incidents if any(link.statement == statement for link in one.links))


def test_ten_of_thirteen_joins_the_only_night_of_its_week_that_fits() -> None:
    """10 of 13 drones told on 28 March joins 27 March 2024, disputes nothing, and leaves 2022 and 2023 alone."""
    desk = record()
    report = page(desk)
    fields = {"weapon": b.DRONE, "when": b.undated("2024-03-28"), "background": True, "quote": line(1)}
    ten = desk.say(report, "intercepted", 10, of=13, **fields)
    thirteen = desk.say(report, "launched", 13, **fields)
    state = desk.state()
    raid = raid_of(state, ten)
    assert raid.night == "2024-03-27"
    assert raid_of(state, thirteen).id == raid.id
    assert state.disputes == ()
    (shahed,) = raid.lines
    assert ten in shahed.intercepted.statements and thirteen in shahed.launched.statements
    joined = next(link for link in raid.links if link.statement == ten)
    assert "2024-03-21 to 2024-03-28" in joined.reason and "2024-03-27" in joined.reason
    assert 0 < joined.score < 0.95
    assert b.accounted(state) == sorted(desk.statements)


def test_two_hedged_zircons_agree_with_the_one_attack_of_zircons() -> None:
    """Two Zircon told by a newsroom, hedged and undated, join 25 March (2 launched, 2 shot down) without a dispute."""
    desk = record()
    fields = {"weapon": b.ZIRCON, "when": b.undated("2024-03-28"), "background": True, "certainty": "reported"}
    two = desk.say(page(desk), "intercepted", 2, quote=line(2), **fields)
    state = desk.state()
    assert raid_of(state, two).night == "2024-03-25"
    assert state.disputes == ()


def test_equal_numbers_of_another_class_or_another_year_join_nothing() -> None:
    """13 and 10 of missiles, of no class, or told in another week, stay asides with the reason."""
    for weapon, published in ((b.BALLISTIC, "2024-03-28"), (None, "2024-03-28"), (b.DRONE, "2024-06-28")):
        desk = record()
        fields = {"weapon": weapon, "when": b.undated(published), "background": True}
        ten = desk.say(page(desk, published), "intercepted", 10, of=13, **fields)
        state = desk.state()
        (aside,) = state.asides
        assert aside.statement == ten and "not dated" in aside.reason


def test_numbers_that_fit_two_nights_of_the_week_join_neither() -> None:
    """A number that two nights of the window share decides nothing: the aside names both nights."""
    desk = record()
    fields = {"weapon": b.DRONE, "when": b.undated("2024-03-28"), "background": True}
    desk.say(page(desk), "launched", 28, **fields)
    (aside,) = desk.state().asides
    assert "2024-03-24" in aside.reason and "2024-03-28" in aside.reason


def test_one_city_told_twice_in_one_text_is_counted_once() -> None:
    """Kharkiv 1 killed and 19 wounded in two headlines, one dated and one not, is one incident with 1 and 19."""
    desk = record()
    report = page(desk)
    dated = {"places": b.KHARKIV, "when": b.on("2024-03-27"), "background": True, "quote": line(3)}
    loose = {"places": b.KHARKIV, "when": b.undated("2024-03-28"), "background": True, "quote": line(4)}
    for fields in (dated, loose):
        desk.say(report, "killed", 1, **fields)
        desk.say(report, "injured", 19, **fields)
        desk.say(report, "struck", **fields)
    state = desk.state()
    (incident,) = state.incidents
    assert incident.day == "2024-03-27" and not incident.background
    assert {(harm.kind, harm.count.best, len(harm.count.statements)) for harm in incident.harm} == {
        ("killed", 1, 2),
        ("injured", 19, 2),
    }
    assert len(incident.links) == 6
    assert incident.raid == next(raid.id for raid in state.raids if raid.night == "2024-03-27")


def test_two_undated_headlines_of_one_story_are_one_background_incident() -> None:
    """Where no headline is dated and no record fits, both stay one incident of their own, told once, as background."""
    desk = record()
    report = page(desk)
    for number in (3, 4):
        fields = {"places": b.KHARKIV, "when": b.undated("2024-03-28"), "background": True, "quote": line(number)}
        desk.say(report, "injured", 19, **fields)
    (incident,) = desk.state().incidents
    assert incident.background and incident.raid is None
    assert [harm.count.best for harm in incident.harm] == [19]
    assert "no attack within" in incident.links[0].reason


def test_undated_stories_that_contradict_stay_apart() -> None:
    """Odesa with 10 wounded and Odesa with 3 wounded, both undated, are two background incidents, not a dispute."""
    desk = record()
    report = page(desk)
    for number, hurt in ((4, 10), (5, 3)):
        fields = {"places": b.ODESA, "when": b.undated("2024-03-28"), "background": True, "quote": line(number)}
        desk.say(report, "injured", hurt, **fields)
    state = desk.state()
    assert len(state.incidents) == 2 and len({one.id for one in state.incidents}) == 2
    assert state.disputes == ()


def test_a_struck_city_without_number_or_date_joins_no_attack() -> None:
    """A city said to have been struck recently stays background beside the dated incident of the same city."""
    desk = record()
    desk.say(page(desk), "injured", 19, places=b.KHARKIV, when=b.on("2024-03-27"), quote=line(3))
    loose = desk.say(page(desk), "struck", places=b.KHARKIV, when=b.undated("2024-03-28"), quote=line(0))
    state = desk.state()
    assert incident_of(state, loose).background
    assert len(state.incidents) == 2


def test_national_day_totals_are_kept_and_marked_as_totals() -> None:
    """2 killed and 17 wounded over a day, place Ukraine, is an incident marked total, apart from the cities."""
    desk = record()
    report = page(desk)
    desk.say(report, "killed", 2, places=b.UKRAINE, when=b.on("2024-03-27"), background=True, quote=line(6))
    desk.say(report, "killed", 1, places=b.KHARKIV, when=b.on("2024-03-27"), quote=line(3))
    totals = {one.place.name: one.total for one in desk.state().incidents}
    assert totals == {"Ukraine": True, "Kharkiv": False}


def test_a_statement_of_a_report_without_any_date_is_kept_by_itself() -> None:
    """No publication date and no date in the text: the numbers are kept as asides and background, with the reason."""
    desk = record()
    report = desk.report("example-newsroom", None)
    desk.say(report, "launched", 13, weapon=b.DRONE)
    hurt = desk.say(report, "injured", 19, places=b.KHARKIV)
    state = desk.state()
    assert "cannot be placed" in state.asides[0].reason
    assert incident_of(state, hurt).background


def test_totals_since_the_invasion_are_asides() -> None:
    """A count over two years is kept as an aside and enters no attack."""
    desk = record()
    long = When(start="2022-02-24T00:00:00+02:00", end="2024-03-28T00:00:00+02:00", precision="month")
    desk.say(page(desk), "killed", 10000, places=b.UKRAINE, when=long, background=True)
    state = desk.state()
    assert state.incidents == () and "more than a week" in state.asides[0].reason
