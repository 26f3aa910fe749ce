"""Raids: windows, scopes, totals and the arithmetic guard."""

from __future__ import annotations

from typing import Any

from firstlight.model import Place, RaidLine, Weapon, When
from tests.reconcile import builders as b

SUMI = Place(name="Sumy Oblast", kind="oblast", oblast="UA-59", role="over")
OVER_KHARKIV = Place(name="Kharkiv Oblast", kind="oblast", oblast="UA-63", role="over")
LAUNCH = Place(name="Kursk", kind="settlement", oblast="RU-KRS", role="launch")
NIGHT = b.overnight("2024-03-28")


def summary(desk: b.Desk, launched: int, stopped: int, source: str = "ua-air-force", **fields: Any) -> str:
    """A nightly summary of drones."""
    report = desk.report(source, fields.pop("published", "2024-03-28T08:30:00+02:00"))
    fields = {"weapon": b.SHAHED, "when": NIGHT, "places": b.UKRAINE, **fields}
    desk.say(report, "launched", launched, **fields)
    desk.say(report, "intercepted", stopped, how="shot_down", **fields)
    return report


def lines(desk: b.Desk) -> dict[str, RaidLine]:
    """The lines of the only raid of the whole country, by model or class."""
    (raid,) = [raid for raid in desk.state().raids if not raid.relations]
    return {line.weapon.model or line.weapon.class_: line for line in raid.lines}


def test_reports_of_one_night_with_different_hours_are_one_raid() -> None:
    """18:00 to 08:00 and 20:00 to 07:30 are one night: one raid, one line, its hull as the period."""
    desk = b.Desk()
    summary(desk, 28, 26, when=b.hours("2024-03-28", 18, 8, eve=1))
    summary(desk, 28, 26, source="ua-general-staff", when=b.hours("2024-03-28", 20, 7, eve=1))
    (raid,) = desk.state().raids
    assert (raid.night, raid.target, len(raid.lines)) == ("2024-03-28", "UA", 1)
    assert raid.period.start.startswith("2024-03-27T18") and raid.period.end.startswith("2024-03-28T08")
    assert raid.lines[0].launched.best == 28 and len(raid.lines[0].launched.statements) == 2
    assert raid.sources == ("ua-air-force", "ua-general-staff") and raid.grade == "B1"


def test_an_attack_by_day_is_another_raid_of_the_same_date() -> None:
    """A night's drones and an afternoon's missiles are two raids of one date, neither related to the other."""
    desk = b.Desk()
    summary(desk, 28, 26)
    summary(desk, 2, 2, weapon=b.ZIRCON, when=b.hours("2024-03-28", 14, 15))
    state = desk.state()
    assert [raid.relations for raid in state.raids] == [(), ()]
    assert {raid.night for raid in state.raids} == {"2024-03-28"}


def test_a_newsroom_that_retells_the_summary_adds_nothing() -> None:
    """The same figures without a model and without attribution stand on the same line and are no second source."""
    desk = b.Desk()
    summary(desk, 28, 26)
    summary(desk, 28, 26, source="example-newsroom", weapon=b.DRONE, published="2024-03-28")
    (raid,) = desk.state().raids
    assert len(raid.lines) == 1 and len(raid.lines[0].launched.statements) == 2
    assert raid.sources == ("ua-air-force",) and raid.grade == "B2"


def test_a_newsroom_that_contradicts_the_summary_is_a_rival_in_a_dispute() -> None:
    """30 told by a newsroom of the same night against 28 by the Air Force: 28 is chosen, 30 stays visible."""
    desk = b.Desk()
    summary(desk, 28, 26)
    summary(desk, 30, 26, source="example-newsroom", published="2024-03-28")
    state = desk.state()
    launched = state.raids[0].lines[0].launched
    assert (launched.low, launched.best, launched.high) == (28, 28, 30)
    assert launched.rule == "official over media" and [rival.low for rival in launched.rivals] == [30]
    (dispute,) = state.disputes
    assert dispute.about == state.raids[0].id and dispute.what == "launched drone shahed"
    assert "28" in dispute.chosen and "30" in dispute.chosen and "official over media" in dispute.chosen


def test_a_total_and_its_items_are_never_added() -> None:
    """57 targets, 29 missiles and 28 drones: three lines, one of them a total that says it equals its items."""
    desk = b.Desk()
    report = summary(desk, 28, 25)
    for weapon, launched, stopped in ((b.CRUISE, 29, 18), (b.TARGETS, 57, 43)):
        desk.say(report, "launched", launched, weapon=weapon, when=NIGHT, places=b.UKRAINE)
        desk.say(report, "intercepted", stopped, how="shot_down", weapon=weapon, when=NIGHT, places=b.UKRAINE)
    found = lines(desk)
    assert [name for name, line in found.items() if line.total] == ["aerial_target"]
    assert found["aerial_target"].launched.rule.endswith("equals the sum of its items")
    assert desk.state().disputes == ()


def test_items_that_exceed_their_total_are_disputed() -> None:
    """28 drones and 29 missiles under a total of 50 cannot be: the dispute shows 50 and 57."""
    desk = b.Desk()
    report = summary(desk, 28, 25)
    for weapon, launched in ((b.CRUISE, 29), (b.TARGETS, 50)):
        desk.say(report, "launched", launched, weapon=weapon, when=NIGHT, places=b.UKRAINE)
    (dispute,) = desk.state().disputes
    assert {(rival.low, rival.high) for rival in dispute.values} == {(50, 50), (57, 57)}


def test_a_total_above_its_items_is_a_bound_and_no_dispute() -> None:
    """A total of 60 over 28 and 29 leaves 3 that nobody itemised: told in the rule, disputed by nobody."""
    desk = b.Desk()
    report = summary(desk, 28, 25)
    for weapon, launched in ((b.CRUISE, 29), (b.TARGETS, 60)):
        desk.say(report, "launched", launched, weapon=weapon, when=NIGHT, places=b.UKRAINE)
    assert "not itemised" in lines(desk)["aerial_target"].launched.rule
    assert desk.state().disputes == ()


def test_a_headline_total_whose_only_item_is_the_same_number_is_that_item() -> None:
    """28 targets in a headline over 28 Shaheds is one line, not a total beside it."""
    desk = b.Desk()
    report = summary(desk, 28, 26)
    desk.say(report, "launched", 28, weapon=b.TARGETS, when=NIGHT, places=b.UKRAINE)
    assert list(lines(desk)) == ["shahed"]


def test_shot_down_and_suppressed_are_added_into_intercepted() -> None:
    """36 shot down and 16 suppressed of 63 are 52 intercepted, and both parts stay visible."""
    desk = b.Desk()
    report = summary(desk, 63, 36)
    fields = {"weapon": b.SHAHED, "when": NIGHT, "places": b.UKRAINE}
    desk.say(report, "intercepted", 16, how="suppressed", **fields)
    line = lines(desk)["shahed"]
    assert (line.shot_down.best, line.suppressed.best, line.intercepted.best) == (36, 16, 52)


def test_more_stopped_than_launched_is_disputed() -> None:
    """30 stopped of 28 launched cannot be: both are kept and disputed."""
    desk = b.Desk()
    summary(desk, 28, 30)
    (dispute,) = desk.state().disputes
    assert dispute.what == "intercepted drone shahed" and {rival.low for rival in dispute.values} == {28, 30}


def test_withheld_unnumbered_and_zero_are_three_things() -> None:
    """Ballistic missiles withheld, cruise missiles without a number, and 0 drones shot down stay three states."""
    desk = b.Desk()
    report = summary(desk, 28, 0)
    fields = {"when": NIGHT, "places": b.UKRAINE}
    desk.say(report, "launched", (None, None, "withheld"), weapon=b.BALLISTIC, **fields)
    desk.say(report, "launched", (1, None, "unnumbered"), weapon=b.CRUISE, **fields)
    found = lines(desk)
    assert found["iskander-m"].launched.state == "withheld" and found["iskander-m"].launched.low is None
    assert found["cruise_missile"].launched.state == "unnumbered" and found["cruise_missile"].launched.low == 1
    assert (found["shahed"].intercepted.state, found["shahed"].intercepted.best) == ("known", 0)
    assert found["shahed"].suppressed.state == "unknown"


def test_a_regional_count_is_related_and_never_in_the_national_line() -> None:
    """What a regional command shot down in one oblast is a part of the night: its own raid, included in the other."""
    desk = b.Desk()
    summary(desk, 28, 26)
    report = desk.report("ua-east-command", "2024-03-28")
    nine = desk.say(report, "intercepted", 9, how="shot_down", weapon=b.SHAHED, when=NIGHT, places=OVER_KHARKIV)
    state = desk.state()
    national, part = sorted(state.raids, key=lambda raid: bool(raid.relations))
    assert part.relations == (("included_in", national.id),)
    assert [link.statement for link in part.links] == [nine]
    assert national.lines[0].intercepted.best == 26 and state.disputes == ()


def test_the_national_publisher_s_counts_by_region_are_parts_too() -> None:
    """The Air Force's total and its counts over two regions: the regions are parts, the total is not disputed."""
    desk = b.Desk()
    report = summary(desk, 28, 26)
    for place, number in ((OVER_KHARKIV, 9), (SUMI, 3)):
        fields = {"how": "shot_down", "weapon": b.SHAHED, "when": NIGHT, "places": place}
        desk.say(report, "intercepted", number, **fields)
    state = desk.state()
    assert sorted(len(raid.relations) for raid in state.raids) == [0, 1, 1] and state.disputes == ()


def test_the_national_publisher_s_only_count_is_the_night_s_though_it_names_one_region() -> None:
    """Twelve of twelve over one oblast, and no other number: that is the night's total."""
    desk = b.Desk()
    report = desk.report("ua-air-force", "2024-03-28")
    fields = {"weapon": b.SHAHED, "when": NIGHT, "places": OVER_KHARKIV}
    desk.say(report, "launched", 12, **fields)
    desk.say(report, "intercepted", 12, how="shot_down", **fields)
    assert lines(desk)["shahed"].intercepted.best == 12


def test_a_part_of_the_night_is_no_contradiction() -> None:
    """10 drones by 2 in the morning and 28 by 8 are the same raid growing, not two numbers that disagree."""
    desk = b.Desk()
    summary(desk, 10, 8, when=b.hours("2024-03-28", 22, 2, eve=1), published="2024-03-28T02:30:00+02:00")
    summary(desk, 28, 26, when=b.hours("2024-03-28", 18, 8, eve=1))
    state = desk.state()
    assert state.raids[0].lines[0].launched.best == 28 and state.disputes == ()
    assert state.raids[0].lines[0].launched.rivals[0].reason == "covers a part of the period"


def test_a_figure_of_the_whole_day_is_not_added_to_the_night() -> None:
    """40 over the day and 28 over the night: the day's figure is a raid that sums up the night's."""
    desk = b.Desk()
    summary(desk, 28, 26)
    summary(desk, 40, 35, source="ua-general-staff", when=b.on("2024-03-28"), published="2024-03-29")
    night, day = sorted(desk.state().raids, key=lambda raid: bool(raid.relations))
    assert night.lines[0].launched.best == 28 and night.lines[0].launched.rivals == ()
    assert day.relations == (("summarises", night.id),) and day.lines[0].launched.best == 40


def test_a_week_s_figure_sums_up_nights_and_is_an_aside_where_there_are_none() -> None:
    """A week's total relates to the nights reported in it; alone it is kept aside, for it is no night."""
    week = When(start="2024-03-22T00:00:00+02:00", end="2024-03-29T00:00:00+02:00", precision="week")
    alone = b.Desk()
    summary(alone, 190, 160, source="ua-president", when=week)
    assert alone.state().raids == () and len(alone.state().asides) == 2
    desk = b.Desk()
    summary(desk, 28, 26)
    summary(desk, 190, 160, source="ua-president", when=week)
    night, recap = sorted(desk.state().raids, key=lambda raid: bool(raid.relations))
    assert recap.relations == (("summarises", night.id),)
    assert night.lines[0].launched.best == 28


def test_an_evening_is_part_of_the_night_that_begins_with_it() -> None:
    """What was launched from 18:00 to 23:00 is inside the night that another report declares from 18:00 to 08:00."""
    desk = b.Desk()
    summary(desk, 28, 26, when=b.hours("2024-03-28", 18, 8, eve=1))
    summary(desk, 6, 5, when=b.hours("2024-03-27", 18, 23), published="2024-03-27T23:30:00+02:00")
    (raid,) = desk.state().raids
    assert (raid.night, raid.lines[0].launched.best, desk.state().disputes) == ("2024-03-28", 28, ())
    assert [rival.reason for rival in raid.lines[0].launched.rivals] == ["covers a part of the period"]


def test_what_was_counted_at_an_instant_of_the_evening_stays_on_its_date() -> None:
    """33 missiles "as of 21:00" are of that date, and inside the night that follows only where that has as many."""
    desk = b.Desk()
    instant = When(start="2024-03-27T21:00:00+02:00", end="2024-03-27T21:01:00+02:00", precision="minute")
    summary(desk, 33, 30, weapon=b.CRUISE, when=instant, published="2024-03-27T21:30:00+02:00")
    summary(desk, 8, 8, weapon=b.SHAHED)
    assert {(raid.night, raid.relations) for raid in desk.state().raids} == {("2024-03-27", ()), ("2024-03-28", ())}
    summary(desk, 40, 35, weapon=b.CRUISE)
    related = [raid.night for raid in desk.state().raids if raid.relations]
    assert related == ["2024-03-27"]


def test_hours_that_one_source_tells_apart_are_added() -> None:
    """11 from 20:00 to midnight and 13 from midnight to 07:00, by one ministry: 24, each piece still to be seen."""
    desk = b.Desk()
    for count, when in ((11, b.hours("2024-03-28", 20, 0, eve=1)), (13, b.hours("2024-03-28", 0, 7))):
        report = desk.report("ru-defence-ministry", "2024-03-28T08:00:00+03:00")
        desk.say(report, "intercepted", count, how="shot_down", weapon=b.DRONE, when=when, attacker="UA")
    (raid,) = desk.state().raids
    stopped = raid.lines[0].intercepted
    assert (stopped.best, len(stopped.statements), stopped.rule) == (24, 2, "hours told apart, added")


def test_hours_are_not_added_where_somebody_gives_the_whole() -> None:
    """11 in the evening, 13 in the morning and 25 for the whole night, all by one ministry: 25, and not 49 or 24."""
    desk = b.Desk()
    told = ((11, b.hours("2024-03-28", 20, 0, eve=1)), (13, b.hours("2024-03-28", 0, 7)),
            (25, b.hours("2024-03-28", 20, 7, eve=1)))  # fmt: skip
    for count, when in told:
        report = desk.report("ru-defence-ministry", "2024-03-28T08:00:00+03:00")
        desk.say(report, "intercepted", count, how="shot_down", weapon=b.DRONE, when=when, attacker="UA")
    (raid,) = desk.state().raids
    assert raid.lines[0].intercepted.best == 25


def test_two_sources_that_differ_on_the_hour_are_never_added() -> None:
    """2 missiles "in the morning" and 2 "in the afternoon", by two newsrooms of one attack, are 2 and not 4."""
    desk = b.Desk()
    for source, first in (("reuters", 12), ("bbc", 15)):
        summary(desk, 2, 1, source=source, weapon=b.ZIRCON, when=b.hours("2024-03-28", first, first + 2))
    (raid,) = desk.state().raids
    assert raid.lines[0].launched.best == 2


def test_launch_areas_are_not_targets() -> None:
    """A launch area in Russia makes no Ukrainian attack on Russia and no place of the raid."""
    desk = b.Desk()
    summary(desk, 28, 26, attacker=None, places=(LAUNCH, b.UKRAINE))
    (raid,) = desk.state().raids
    assert (raid.attacker, raid.target) == ("RU", "UA")
    assert [place.name for place in raid.places] == ["Ukraine"]


def test_hits_and_debris_count_places() -> None:
    """14 drones that hit at 11 locations, and wreckage at 6, are hits and places of the raid, never launches."""
    desk = b.Desk()
    report = summary(desk, 100, 80)
    fields = {"when": NIGHT, "places": b.UKRAINE}
    desk.say(report, "hit", 14, weapon=b.DRONE, locations=b.count(11), **fields)
    desk.say(report, "debris", locations=b.count(6), **fields)
    (raid,) = desk.state().raids
    assert (raid.lines[0].hit.best, raid.lines[0].launched.best) == (14, 100)
    assert (raid.hit_locations.best, raid.debris_locations.best) == (11, 6)


def test_the_attacker_is_inferred_and_said_to_be() -> None:
    """Unnamed attackers follow from the country struck; over Crimea from who tells it; else the partition is ??."""
    crimea = Place(name="Sevastopol", kind="settlement", oblast="UA-40", role="over")
    belgorod = Place(name="Belgorod", kind="settlement", oblast="RU-BEL")
    for source, place, expected in (
        ("example-newsroom", b.KHARKIV, "RU"),
        ("example-newsroom", belgorod, "UA"),
        ("ru-defence-ministry", crimea, "UA"),
        ("example-newsroom", crimea, None),
    ):
        desk = b.Desk()
        desk.say(desk.report(source, "2024-03-28"), "struck", places=place, when=NIGHT, attacker=None)
        (incident,) = desk.state().incidents
        assert incident.attacker == expected


def test_rows_of_a_table_stay_lines_of_their_own_and_reports_support_or_dispute_them() -> None:
    """Two rows of one weapon are two lines; a report that gives their sum agrees, one that gives another disputes."""
    spoken = b.speaker("Air Force of Ukraine", "military")
    for told, disputed in ((35, False), (40, True)):
        desk = b.Desk()
        for number in (20, 15):
            row = desk.report("missile-attacks", None)
            desk.say(row, "launched", number, weapon=b.SHAHED, when=NIGHT, places=b.UKRAINE, speaker=spoken)
        summary(desk, told, 30)
        state = desk.state()
        (raid,) = state.raids
        assert [line.launched.best for line in raid.lines] == [20, 15] or [
            line.launched.best for line in raid.lines
        ] == [15, 20]
        assert bool(state.disputes) is disputed
        assert b.accounted(state) == sorted(desk.statements)


def test_the_publisher_s_own_report_supports_the_table_s_row_or_disputes_it() -> None:
    """One row with 28: the Air Force's own 28 stands beside it; its own 27 is chosen and the row disputed."""
    spoken = b.speaker("Air Force of Ukraine", "military")
    for told, disputed in ((28, False), (27, True)):
        desk = b.Desk()
        row = desk.report("missile-attacks", None)
        desk.say(row, "launched", 28, weapon=b.SHAHED, when=NIGHT, places=b.UKRAINE, speaker=spoken)
        summary(desk, told, 26)
        state = desk.state()
        (line,) = state.raids[0].lines
        assert line.launched.best == told and len(line.launched.statements) == (1 if disputed else 2)
        assert bool(state.disputes) is disputed


def test_weapons_that_left_for_two_countries_are_added_over_them() -> None:
    """Three that flew into Belarus and one into Romania are four that left, and no dispute."""
    desk = b.Desk()
    report = summary(desk, 28, 20)
    for name, number in (("Belarus", 3), ("Romania", 1)):
        place = Place(name=name, kind="country")
        desk.say(report, "left", number, weapon=b.SHAHED, when=NIGHT, places=place)
    assert lines(desk)["shahed"].left.best == 4 and desk.state().disputes == ()


def test_bundles_share_a_line_with_the_model_they_are_first_named_by() -> None:
    """Kh-101/Kh-555 of one report and Kh-101 of another are one line of the bundle, which is never split."""
    desk = b.Desk()
    single = Weapon(class_="cruise_missile", model="kh-101", models=("kh-101",))
    summary(desk, 29, 18, weapon=b.CRUISE)
    summary(desk, 29, 18, weapon=single, source="example-newsroom", published="2024-03-28")
    (line,) = lines(desk).values()
    assert line.weapon.models == ("kh-101", "kh-555") and line.group == "cruise"


def test_denied_and_conditional_acts_count_for_nothing_and_are_kept() -> None:
    """A denied interception and a strike that may come are asides with their reasons."""
    desk = b.Desk()
    report = desk.report("example-newsroom", "2024-03-28")
    for certainty in ("denied", "possible"):
        desk.say(report, "intercepted", 5, weapon=b.SHAHED, when=NIGHT, certainty=certainty)
    state = desk.state()
    assert state.raids == () and len({aside.reason for aside in state.asides}) == 2
