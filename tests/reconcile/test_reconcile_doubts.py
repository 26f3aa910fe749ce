"""What a person is asked first: weak links, statements that fit several attacks, disputes; best first, once each."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from firstlight.model import Decision, Doubt, Report, Statement
from firstlight.reconcile import doubts
from tests.reconcile import builders as b


def asked(desk: b.Desk) -> list[Doubt]:
    """The questions of a desk."""
    return doubts(desk.state(), desk.statements, desk.reports, desk.decisions)


def test_a_number_that_fits_two_nights_is_asked_with_both() -> None:
    """Ten shot down, undated, in a week with two nights of ten: which? The question names both dates."""
    desk = b.Desk()
    for day in ("2024-03-25", "2024-03-27"):
        report = desk.report("ua-air-force", day)
        desk.say(report, "intercepted", 10, weapon=b.SHAHED, when=b.overnight(day), how="shot_down")
    page = desk.report("example-newsroom", "2024-03-28")
    loose = desk.say(page, "intercepted", 10, weapon=b.SHAHED, when=b.undated("2024-03-28"), how="shot_down")
    (question,) = [doubt for doubt in asked(desk) if doubt.kind == "unplaced"]
    assert question.sides[0] == (loose,) and question.score == 0.0
    assert "2024-03-25" in question.values[1] and "2024-03-27" in question.values[1]
    first = next(key for key, s in desk.statements.items() if s.when == b.overnight("2024-03-27"))
    desk.decide("same", [first, loose])
    assert not [doubt for doubt in asked(desk) if doubt.kind == "unplaced"], "answered"


def test_a_weak_link_is_asked_until_it_is_confirmed() -> None:
    """A report dated by the day alone was joined to the night's: asked with both windows; what stands alone is not."""
    desk = b.Desk()
    night = desk.report("ua-air-force", "2024-03-27")
    firm = desk.say(night, "launched", 13, weapon=b.SHAHED, when=b.overnight("2024-03-27"))
    page = desk.report("example-newsroom", "2024-03-28")
    weak = desk.say(page, "launched", 13, weapon=b.SHAHED, when=b.on("2024-03-27"))
    alone = desk.report("example-newsroom", "2024-03-20")
    desk.say(alone, "injured", 2, places=b.ODESA, when=b.on("2024-03-19"))
    (question,) = asked(desk)
    assert (question.kind, question.sides) == ("joined", ((weak,), (firm,)))
    assert question.score == 0.8 and question.at_stake == 13
    assert "2024-03-27T00:00" in question.values[0] and "2024-03-26T18:00" in question.values[1]
    desk.decide("same", [firm, weak])
    assert asked(desk) == []


def test_what_changes_most_comes_first() -> None:
    """Of two disputes of one kind the one with more people at stake is first; the order is that of `worth`."""
    desk = b.Desk()
    for place, low, high in ((b.ODESA, 10, 11), (b.KHARKIV, 10, 90)):
        for source, number in (("ua-emergency-service", high), ("example-newsroom", low)):
            report = desk.report(source, "2024-03-27")
            said = b.hours("2024-03-27", 9, 10)
            desk.say(report, "injured", number, places=place, when=said, speaker=None)
    questions = [doubt for doubt in asked(desk) if doubt.kind == "dispute"]
    assert [doubt.at_stake for doubt in questions] == [80, 1]
    assert [doubt.worth for doubt in questions] == sorted((doubt.worth for doubt in questions), reverse=True)


def told_twice() -> tuple[b.Desk, list[str]]:
    """Nineteen injured in a town, and a day later nineteen in its region; and three in another region."""
    desk = b.Desk()
    rows = (("2024-03-27", b.KHARKIV, 19), ("2024-03-28", b.KHARKIV_OBLAST, 19), ("2024-03-28", b.ODESA, 19))
    told = []
    for day, place, number in rows:
        report = desk.report("ua-emergency-service", day)
        told.append(desk.say(report, "injured", number, places=place, when=b.hours(day, 9, 10)))
    return desk, told


@pytest.mark.parametrize(("verb", "left"), [("same", 2), ("not_same", 3)])
def test_two_attacks_that_tell_alike_are_asked_about_until_answered(verb: str, left: int) -> None:
    """One number in a town and a day later in its region: one attack told twice? Asked once, answered either way."""
    desk, told = told_twice()
    (question,) = [doubt for doubt in asked(desk) if doubt.kind == "apart"]
    assert {key for side in question.sides for key in side} == set(told[:2])
    assert question.at_stake == 19 and "Kharkiv" in question.values[0] + question.values[1]
    desk.decide(verb, told[:2])
    assert not [doubt for doubt in asked(desk) if doubt.kind == "apart"]
    assert len(desk.state().incidents) == left


@pytest.mark.parametrize(("gap", "number", "expected"), [(1, 34, 1), (2, 34, 0), (1, 4, 0)])
def test_raids_that_tell_alike_on_neighbouring_nights_are_asked_about(gap: int, number: int, expected: int) -> None:
    """The same large number of one weapon on two nights in a row, from two reports: a night dated wrongly?"""
    desk = b.Desk()
    for day in (25, 25 + gap):
        night = b.overnight(f"2024-03-{day}")
        desk.say(desk.report("ua-air-force", f"2024-03-{day}"), "launched", number, weapon=b.SHAHED, when=night)
    assert len([doubt for doubt in asked(desk) if doubt.kind == "apart"]) == expected


def test_one_report_of_two_attacks_is_not_asked_about() -> None:
    """A report that itself tells of two attacks with one number means two."""
    desk = b.Desk()
    report = desk.report("ua-emergency-service", "2024-03-28")
    for day, place in (("2024-03-27", b.KHARKIV), ("2024-03-28", b.KHARKIV_OBLAST)):
        desk.say(report, "injured", 19, places=place, when=b.hours(day, 9, 10))
    assert not [doubt for doubt in asked(desk) if doubt.kind == "apart"]


def test_an_attack_without_a_date_is_like_no_other() -> None:
    """What stands on no date is a day from nothing: it is left out of the pairs, and the others are asked about."""
    desk, _ = told_twice()
    state = desk.state()
    loose = replace(state.incidents[0], id="incident-loose", day="undated")
    kinds = [one.kind for one in doubts(replace(state, incidents=(*state.incidents, loose)), *given(desk))]
    assert kinds.count("apart") == 1


def given(desk: b.Desk) -> tuple[dict[str, Statement], dict[str, Report], list[Decision]]:
    """What a desk holds beside its state."""
    return desk.statements, desk.reports, desk.decisions
