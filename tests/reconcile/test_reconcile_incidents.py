"""Incidents: tolls that rise, groups inside totals, copies, places inside places."""

from __future__ import annotations

from firstlight.catalog import catalog
from firstlight.model import Incident, Place
from tests.reconcile import builders as b

NIGHT = b.overnight("2024-03-27")
GOVERNOR = b.speaker("Governor of Kharkiv Oblast", "local_authority")


def only(desk: b.Desk) -> Incident:
    """The only incident of the desk."""
    (incident,) = desk.state().incidents
    return incident


def toll(incident: Incident, kind: str, group: str | None = None) -> tuple[int | None, int | None, int | None]:
    """Low, best and high of one kind of harm."""
    return next((h.count.low, h.count.best, h.count.high) for h in incident.harm if (h.kind, h.group) == (kind, group))


def test_a_rising_toll_is_a_history_and_no_dispute() -> None:
    """8 wounded in the morning, 10 at noon, by two sources: 10 is best, both stand in the history, nothing disputed."""
    desk = b.Desk()
    for hour, number, source in (("08", 8, "ua-regional-administrations"), ("12", 10, "ua-emergency-service")):
        report = desk.report(source, f"2024-03-27T{hour}:00:00+02:00")
        desk.say(report, "injured", number, places=b.KHARKIV, when=NIGHT)
    incident = only(desk)
    assert toll(incident, "injured") == (10, 10, 10)
    assert [entry[1] for entry in incident.harm[0].history] == [8, 10]
    assert desk.state().disputes == ()
    assert incident.harm[0].count.rivals[0].reason == "told before the toll rose"


def test_a_correction_replaces_and_stays_visible() -> None:
    """The same source lowers 10 to 9: 9 is best, 10 is a rival, and nothing is disputed."""
    desk = b.Desk()
    for hour, number in (("08", 10), ("12", 9)):
        report = desk.report("ua-emergency-service", f"2024-03-27T{hour}:00:00+02:00")
        desk.say(report, "injured", number, places=b.KHARKIV, when=NIGHT)
    incident = only(desk)
    assert toll(incident, "injured") == (9, 9, 9)
    assert incident.harm[0].count.rule == "later over earlier by the same source"
    assert [rival.low for rival in incident.harm[0].count.rivals] == [10]
    assert desk.state().disputes == ()


def test_two_sources_that_cannot_both_be_right_are_disputed() -> None:
    """A later, lower figure of a newsroom does not replace the emergency service's: range, rival and dispute."""
    desk = b.Desk()
    for hour, number, source in (("08", 10, "ua-emergency-service"), ("12", 7, "example-newsroom")):
        report = desk.report(source, f"2024-03-27T{hour}:00:00+02:00")
        desk.say(report, "injured", number, places=b.KHARKIV, when=NIGHT)
    assert toll(only(desk), "injured") == (7, 10, 10)
    (dispute,) = desk.state().disputes
    assert dispute.what == "injured" and "official over media" in dispute.chosen


def test_a_floor_and_an_exact_number_above_it_agree() -> None:
    """At least 8 by the governor and 10 by a newsroom are compatible: 10, exact over bounded, no dispute."""
    desk = b.Desk()
    desk.say(desk.report("x", "2024-03-27"), "injured", (8, None, "at_least"), places=b.KHARKIV, when=NIGHT,
             speaker=GOVERNOR)  # fmt: skip
    desk.say(desk.report("example-newsroom", "2024-03-27"), "injured", 10, places=b.KHARKIV, when=NIGHT)
    assert toll(only(desk), "injured") == (10, 10, 10)
    assert only(desk).harm[0].count.rule == "exact over bounded"
    assert desk.state().disputes == ()


def test_groups_are_parts_of_the_total() -> None:
    """19 wounded, among them 2 children: two lines, the total is 19 and not 21."""
    desk = b.Desk()
    report = desk.report("ua-regional-administrations", "2024-03-27")
    desk.say(report, "injured", 19, places=b.KHARKIV, when=NIGHT)
    desk.say(report, "injured", 2, group="child", places=b.KHARKIV, when=NIGHT)
    assert toll(only(desk), "injured") == (19, 19, 19)
    assert toll(only(desk), "injured", "child") == (2, 2, 2)


def test_groups_alone_are_a_floor_for_everybody() -> None:
    """2 children and 1 rescuer wounded, no total: everybody is at least the larger group, never their sum by guess."""
    desk = b.Desk()
    report = desk.report("ua-regional-administrations", "2024-03-27")
    desk.say(report, "injured", 2, group="child", places=b.KHARKIV, when=NIGHT)
    desk.say(report, "injured", 1, group="rescuer", places=b.KHARKIV, when=NIGHT)
    assert toll(only(desk), "injured") == (2, None, None)


def test_an_oblast_total_is_over_its_cities_and_alone_it_counts() -> None:
    """2 killed in Kharkiv Oblast, one of them in Kharkiv: the oblast is a total; with no city told it is none."""
    desk = b.Desk()
    report = desk.report("ua-regional-administrations", "2024-03-27")
    desk.say(report, "killed", 2, places=b.KHARKIV_OBLAST, when=NIGHT)
    assert [incident.total for incident in desk.state().incidents] == [False]
    desk.say(report, "killed", 1, places=(b.KHARKIV, b.KHARKIV_OBLAST), when=NIGHT)
    assert {one.place.name: one.total for one in desk.state().incidents} == {"Kharkiv Oblast": True, "Kharkiv": False}


def test_a_death_in_hospital_days_later_belongs_to_the_attack() -> None:
    """A report of 2 April raises the dead of 27 March from 1 to 2, in the same incident with the same id."""
    desk = b.Desk()
    desk.say(desk.report("ua-prosecutors", "2024-03-27"), "killed", 1, places=b.KHARKIV, when=NIGHT)
    before = only(desk)
    desk.say(desk.report("ua-prosecutors", "2024-04-02"), "killed", 2, places=b.KHARKIV, when=b.on("2024-03-27"))
    after = only(desk)
    assert toll(after, "killed") == (2, 2, 2) and after.id == before.id


def test_an_earlier_report_found_later_keeps_the_old_id_as_an_alias() -> None:
    """The id comes from the earliest report; when an earlier one is found, the old id still leads there."""
    desk = b.Desk()
    desk.say(desk.report("ua-prosecutors", "2024-03-28"), "killed", 1, places=b.KHARKIV, when=NIGHT)
    before = only(desk).id
    desk.say(desk.report("ua-prosecutors", "2024-03-27"), "killed", 1, places=b.KHARKIV, when=NIGHT)
    assert before in only(desk).aliases and only(desk).id != before


def test_an_incident_belongs_to_the_raid_of_its_night() -> None:
    """A city struck in the night of 27 March points to the raid of that night; a city of the day before does not."""
    desk = b.Desk()
    report = desk.report("ua-air-force", "2024-03-27")
    desk.say(report, "launched", 13, weapon=b.SHAHED, when=NIGHT, places=b.UKRAINE)
    desk.say(report, "struck", places=b.KHARKIV, when=NIGHT)
    desk.say(report, "struck", places=b.ODESA, when=b.on("2024-03-26"))
    state = desk.state()
    assert {one.place.name: one.raid for one in state.incidents} == {"Kharkiv": state.raids[0].id, "Odesa": None}


def test_an_evening_s_strike_is_one_with_the_night_that_begins_with_it() -> None:
    """A hit at 23:30 on 26 March and a report of the night 26-27 March are one incident, its dead counted once."""
    desk = b.Desk()
    evening = b.hours("2024-03-26", 23, 24)
    desk.say(desk.report("example-newsroom", "2024-03-27"), "killed", 1, places=b.KHARKIV, when=evening)
    desk.say(desk.report("ua-prosecutors", "2024-03-27"), "killed", 1, places=b.KHARKIV, when=NIGHT)
    assert only(desk).day == "2024-03-27" and toll(only(desk), "killed") == (1, 1, 1)


def test_damage_keeps_the_gravest_state_and_the_protection() -> None:
    """A power station told damaged by one and destroyed by another is one object, destroyed, with its protection."""
    desk = b.Desk()
    dam = b.thing("energy", "Dnipro Hydroelectric Power Station")
    gone = type(dam)(class_="energy", name=dam.name, state="destroyed", protection="dam_or_nuclear")
    place = Place(name="Zaporizhzhia", kind="settlement", oblast="UA-23")
    for source, thing in (("example-newsroom", dam), ("ua-hydro-operator", gone)):
        desk.say(desk.report(source, "2024-03-22"), "damaged", object=thing, places=place, when=b.on("2024-03-22"))
    (damage,) = only(desk).damage
    assert (damage.object.state, damage.object.protection, len(damage.statements)) == ("destroyed", "dam_or_nuclear", 2)


def test_a_city_without_a_known_attacker_is_kept_without_a_raid() -> None:
    """A place outside both countries and no attacker named: an incident of nobody's, in no raid."""
    desk = b.Desk()
    place = Place(name="Przewodow", kind="settlement", oblast="PL-06")
    desk.say(desk.report("reuters", "2022-11-15"), "killed", 2, places=place, when=b.on("2022-11-15"), attacker=None)
    assert only(desk).attacker is None and only(desk).raid is None


def district(number: int) -> Place:
    """A district of Kharkiv as the gazetteer has it."""
    rows = [row for row in catalog().rows("places/districts.csv") if row["parent"] == b.KHARKIV.id]
    return Place(name=rows[number]["name"], kind="area", id=rows[number]["id"], oblast=rows[number]["oblast"])


def test_a_district_is_its_city_and_its_dead_are_counted_once() -> None:
    """19 wounded in Kharkiv and the same 19 in one of its districts are one incident of Kharkiv with 19."""
    desk = b.Desk()
    desk.say(desk.report("reuters", "2024-03-27"), "injured", 19, places=b.KHARKIV, when=NIGHT)
    desk.say(desk.report("bbc", "2024-03-27"), "injured", 19, places=district(0), when=NIGHT)
    assert only(desk).place.name == "Kharkiv" and toll(only(desk), "injured") == (19, 19, 19)


def test_two_districts_with_people_harmed_stay_apart_under_the_city_s_total() -> None:
    """1 killed in one district, 2 in another, 3 in the city: the districts add to 3 and the city is a total."""
    desk = b.Desk()
    for number, place in ((1, district(0)), (2, district(1)), (3, b.KHARKIV)):
        desk.say(desk.report("ua-prosecutors", "2024-03-27"), "killed", number, places=place, when=NIGHT)
    state = desk.state()
    assert {one.place.name: one.total for one in state.incidents} == {
        "Kharkiv": True,
        district(0).name: False,
        district(1).name: False,
    }
    assert sum(one.harm[0].count.best or 0 for one in state.incidents if not one.total) == 3


def test_a_report_that_gives_the_toll_then_and_now_tells_of_one_attack() -> None:
    """3 killed "a day after" and 2 "yesterday morning" in one update are the toll of yesterday's attack: 3."""
    desk = b.Desk()
    report = desk.report("ua-regional-administrations", "2024-03-23T12:00:00+02:00")
    desk.say(report, "killed", 2, places=b.KHARKIV, when=b.hours("2024-03-22", 5, 12))
    desk.say(report, "killed", 3, places=b.KHARKIV, when=b.on("2024-03-23"))
    assert only(desk).day == "2024-03-22" and toll(only(desk), "killed") == (3, 3, 3)
    assert desk.state().disputes == ()
