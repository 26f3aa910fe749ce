"""Human decisions: they name statements, outweigh the rules, and can be superseded."""

from __future__ import annotations

import pytest

from firstlight.errors import UsageError
from firstlight.model import Place
from tests.reconcile import builders as b

NIGHT = b.overnight("2024-03-27")


def two_tolls(desk: b.Desk) -> tuple[str, str]:
    """An official 10 and a newsroom's 7 of the same hour."""
    made = []
    for source, number in (("ua-emergency-service", 10), ("example-newsroom", 7)):
        report = desk.report(source, "2024-03-27")
        made.append(desk.say(report, "injured", number, places=b.KHARKIV, when=NIGHT))
    return made[0], made[1]


def test_a_rejected_statement_leaves_no_trace_in_any_value() -> None:
    """After its rejection a number is no rival and no dispute; the statement is an aside with author and reason."""
    desk = b.Desk()
    _, wrong = two_tolls(desk)
    assert desk.state().disputes
    desk.decide("reject", [wrong])
    state = desk.state()
    (incident,) = state.incidents
    assert state.disputes == () and incident.harm[0].count.rivals == ()
    assert state.asides[0].statement == wrong and "rejected by analyst: seen" in state.asides[0].reason
    assert wrong not in repr(state.incidents)


def test_an_accepted_statement_outweighs_an_official_one() -> None:
    """The newsroom's number is chosen once an analyst accepts it, and the rule says so."""
    desk = b.Desk()
    _, right = two_tolls(desk)
    desk.decide("accept", [right])
    (incident,) = desk.state().incidents
    assert incident.harm[0].count.best == 7 and incident.harm[0].count.rule == "accepted by an analyst"


def test_a_superseded_decision_counts_for_nothing() -> None:
    """A rejection that another decision supersedes is undone; the state is that of before."""
    desk = b.Desk()
    _, wrong = two_tolls(desk)
    before = desk.state()
    first = desk.decide("reject", [wrong])
    desk.decide("reject", [], supersedes=first)
    assert desk.state() == before


def test_a_correction_changes_number_and_place() -> None:
    """A corrected statement is settled as corrected: its new number, at its new place."""
    desk = b.Desk()
    report = desk.report("example-newsroom", "2024-03-27")
    wrong = desk.say(report, "injured", 2024, places=b.KHARKIV, when=NIGHT)
    place = '{"name": "Odesa", "kind": "settlement", "oblast": "UA-51"}'
    fix = '{"count": {"low": 4, "high": 4, "form": "exact"}, "places": [' + place + "]}"
    desk.decide("correct", [wrong], correction=fix)
    (incident,) = desk.state().incidents
    assert (incident.place.name, incident.harm[0].count.best) == ("Odesa", 4)


@pytest.mark.parametrize("broken", ["no json", '{"id": "x"}', '{"colour": 1}', '{"count": "many"}', "[]"])
def test_a_correction_that_cannot_be_read_is_an_error_in_one_line(broken: str) -> None:
    """A broken correction names the decision and what to do, and is never passed over."""
    desk = b.Desk()
    wrong, _ = two_tolls(desk)
    name = desk.decide("correct", [wrong], correction=broken)
    with pytest.raises(UsageError, match=f"decision {name}.*supersedes") as caught:
        desk.state()
    assert "\n" not in str(caught.value)


def test_same_joins_two_places_into_one_incident() -> None:
    """Two names of one place, said to be the same: one incident with both statements, and not again apart."""
    desk = b.Desk()
    suburb = Place(name="Saltivka", kind="area", oblast="UA-63")
    one = desk.say(desk.report("ua-prosecutors", "2024-03-27"), "killed", 1, places=b.KHARKIV, when=NIGHT)
    two = desk.say(desk.report("reuters", "2024-03-28"), "killed", 1, places=suburb, when=NIGHT)
    assert len(desk.state().incidents) == 2
    name = desk.decide("same", [one, two])
    (incident,) = desk.state().incidents
    assert incident.place.name == "Kharkiv" and incident.harm[0].count.best == 1
    assert any(name in link.reason for link in incident.links)


def test_same_is_evidence_enough_for_an_undated_statement() -> None:
    """An undated count that fits two nights is joined to the one that an analyst names."""
    desk = b.Desk()
    nights = []
    for day in ("2024-03-26", "2024-03-27"):
        report = desk.report("ua-air-force", day)
        fields = {"weapon": b.SHAHED, "when": b.overnight(day), "places": b.UKRAINE}
        nights.append(desk.say(report, "launched", 13, **fields))
    loose = desk.say(desk.report("reuters", "2024-03-28"), "launched", 13, weapon=b.DRONE, when=b.undated("2024-03-28"))
    assert desk.state().asides
    desk.decide("same", [nights[1], loose])
    state = desk.state()
    raid = next(raid for raid in state.raids if raid.night == "2024-03-27")
    assert loose in raid.lines[0].launched.statements and state.asides == ()


def test_not_same_splits_an_incident() -> None:
    """Two strikes on one city in one day, told apart by an analyst, are two incidents whose dead are added."""
    desk = b.Desk()
    made = [
        desk.say(desk.report("ua-prosecutors", f"2024-03-27T{hour}:00:00+02:00"), "killed", 1, places=b.KHARKIV,
                 when=b.on("2024-03-27"))
        for hour in ("08", "20")
    ]  # fmt: skip
    assert len(desk.state().incidents) == 1
    desk.decide("not_same", made)
    state = desk.state()
    assert [incident.harm[0].count.best for incident in state.incidents] == [1, 1]
    assert len({incident.id for incident in state.incidents}) == 2


def test_a_count_of_weapons_is_not_moved_to_no_date() -> None:
    """Told to be the same as a place struck that nothing dates, a count of weapons stays aside: no raid is undated."""
    desk = b.Desk()
    struck = desk.say(desk.report("example-digest", None), "killed", 2, places=b.KHARKIV)
    count = desk.say(desk.report("example-newsroom", None), "launched", 5, weapon=b.DRONE)
    desk.decide("same", [struck, count])
    state = desk.state()
    assert state.raids == () and [aside.statement for aside in state.asides] == [count]
    assert [incident.day for incident in state.incidents] == ["undated"]
