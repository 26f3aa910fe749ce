"""The series by night and group: what is added, what enters as bounds, what is left out and why."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstlight.assess.groups import Groups
from firstlight.assess.series import (
    APART,
    FIGURES_WITHHELD,
    MIXED,
    NO_GROUP,
    NO_LAUNCHED,
    NO_STOPPED,
    PART,
    STOPPED_ONLY,
    TOTAL,
    Series,
    series,
)
from firstlight.catalog import catalog
from firstlight.model import NightRow, Quote, Raid, Report, Speaker, Statement, Value

from .raids import WITHHELD, known, line, raid, weapon

SHAHED = weapon("shahed")
NIGHT = "2025-01-15"


def made(
    *raids: Raid, said: Mapping[str, Statement] | None = None, reports: Mapping[str, Report] | None = None
) -> Series:
    """The series of some raids."""
    return series(raids, Groups(catalog()), said or {}, reports or {})


def row(found: Series, group: str) -> NightRow:
    """The one row of a group."""
    (only,) = (one for one in found.rows if one.group == group)
    return only


def told(
    speaker: str, source: str = "ukrinform", marks: tuple[str, ...] = ()
) -> tuple[dict[str, Statement], dict[str, Report]]:
    """One statement "s" of a speaker in a report of a source."""
    report = Report(
        id="r", capture="c", locator=None, source=source, address=None, title=None, published=None, language="en",
        text="13", view="v", encoding="utf-8", marks=marks,
    )  # fmt: skip
    statement = Statement(
        id="s", report="r", kind="launched", quote=Quote(text="13", start=0, end=2),
        speaker=Speaker(name=speaker, kind="military"),
    )  # fmt: skip
    return {"s": statement}, {"r": report}


def test_lines_of_one_group_and_night_are_added() -> None:
    """Two raids of one night give one row and one raid-night; leakers are launched less stopped."""
    found = made(
        raid(NIGHT, line(SHAHED, known(10), known(7)), name="a"),
        raid(NIGHT, line(weapon("gerbera"), known(4), known(4)), name="b"),
    )
    drones = row(found, "drone")
    assert (drones.launched.best, drones.intercepted.best, drones.leakers.best) == (14, 11, 3)
    assert drones.rate_ok
    (night,) = found.nights
    assert (night.launched, night.stopped) == (14, 11)


def test_stopped_is_shot_down_and_suppressed_together() -> None:
    """Where the two are told apart their sum is what was stopped; shot down alone is kept beside it."""
    found = made(raid(NIGHT, line(SHAHED, known(20), shot_down=known(9), suppressed=known(8))))
    assert (found.nights[0].stopped, found.nights[0].shot_down) == (17, 9)


def test_more_stopped_than_launched_is_cut_and_counted() -> None:
    """A line that tells more stopped than launched counts as all stopped, and the cut is counted."""
    found = made(raid(NIGHT, line(SHAHED, known(16), known(26))))
    assert (found.nights[0].stopped, found.nights[0].clipped) == (16, 1)
    assert (row(found, "drone").intercepted.best, row(found, "drone").leakers.best) == (16, 0)


def test_flown_out_and_still_flying_are_not_leakers() -> None:
    """What left the country or was still in the air when told is taken off what got through."""
    found = made(raid(NIGHT, line(SHAHED, known(20), known(12), left=known(3), airborne=known(1))))
    assert row(found, "drone").leakers == row(found, "drone").leakers.__class__(
        state="known", low=4, best=4, high=4, rule="launched - intercepted - left - airborne"
    )


def test_a_total_and_its_items_are_not_added() -> None:
    """A line that sums up others enters nothing, and is counted as left out."""
    found = made(raid(NIGHT, line(SHAHED, known(10), known(7)), line(SHAHED, known(12), known(8), total=True)))
    assert row(found, "drone").launched.best == 10
    assert dict(found.left_out) == {TOTAL: 1}


def test_a_regional_raid_inside_a_national_one_is_not_added() -> None:
    """What is included in another raid of the ledger, or sums up others, is counted once."""
    national = raid(NIGHT, line(SHAHED, known(30), known(20)), name="national")
    part = raid(NIGHT, line(SHAHED, known(8), known(8)), name="south", relations=(("included_in", national.id),))
    week = raid(NIGHT, line(SHAHED, known(200), known(150)), name="week", relations=(("summarises", national.id),))
    found = made(national, part, week)
    assert row(found, "drone").launched.best == 30
    assert dict(found.left_out) == {PART: 2}


def test_a_part_is_kept_for_a_group_of_which_the_whole_is_silent() -> None:
    """A regional raid repeats the national one only for groups that the national one tells of."""
    national = raid(NIGHT, line(SHAHED, known(30), known(20)), name="national")
    part = raid(
        NIGHT,
        line(SHAHED, known(8), known(8)),
        line(weapon("iskander-m"), known(2), known(0)),
        name="south",
        relations=(("included_in", national.id),),
    )
    found = made(national, part)
    assert (row(found, "drone").launched.best, row(found, "ballistic").launched.best) == (30, 2)
    assert dict(found.left_out) == {PART: 1}


def test_rows_of_one_dataset_do_not_repeat_one_another() -> None:
    """The author of a dataset has put each attack on one row; a regional row there is another attack."""
    said, reports = told("Air Force of Ukraine", "missile-attacks")
    national = raid(NIGHT, line(weapon("iskander-m"), known(3, "s"), known(1)), name="national")
    part = raid(
        NIGHT,
        line(weapon("iskander-m"), known(1, "s"), known(0)),
        name="south",
        relations=(("included_in", national.id),),
    )
    assert row(made(national, part, said=said, reports=reports), "ballistic").launched.best == 4
    said, reports = told("Air Force of Ukraine", "ukrinform")
    assert row(made(national, part, said=said, reports=reports), "ballistic").launched.best == 3


def test_a_part_of_a_raid_that_the_ledger_does_not_hold_stands_for_itself() -> None:
    """Nothing is dropped for the sake of a raid that is not there."""
    found = made(raid(NIGHT, line(SHAHED, known(8), known(8)), relations=(("included_in", "raid:gone"),)))
    assert row(found, "drone").launched.best == 8


def test_a_bundle_across_groups_enters_as_bounds_only() -> None:
    """A mixed count widens each group that it may hold weapons of, moves no rate, and is counted."""
    found = made(
        raid(
            NIGHT,
            line(weapon("kh-101"), known(20), known(15)),
            line(weapon("kinzhal", "iskander-k"), known(6), known(2)),
        )
    )
    cruise, ballistic = row(found, "cruise"), row(found, "ballistic")
    assert (cruise.launched.state, cruise.launched.low, cruise.launched.high) == ("bounded", 20, 26)
    assert (ballistic.launched.low, ballistic.launched.best, ballistic.launched.high) == (0, None, 6)
    assert (cruise.leakers.low, cruise.leakers.high) == (3, 11)
    assert not ballistic.rate_ok
    assert ballistic.why_not == MIXED
    assert [(night.group, night.launched, night.stopped) for night in found.nights] == [("cruise", 20, 15)]
    assert [(count.launched, count.stopped) for count in found.mixed] == [(6, 2)]
    assert dict(found.left_out) == {MIXED: 1}


def test_a_same_group_bundle_is_of_its_group() -> None:
    """Models that are defeated alike share a rate."""
    found = made(raid(NIGHT, line(weapon("kh-101", "kalibr"), known(20), known(15))))
    assert found.nights[0].group == "cruise"


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        (weapon("orlan"), NO_GROUP),
        (weapon("kab"), NO_GROUP),
        (weapon("oreshnik"), APART),
        (weapon(class_="aerial_target"), MIXED),
        (weapon(class_="missile"), MIXED),
        (weapon("s-300", "iskander-m"), MIXED),
    ],
)
def test_what_is_of_no_certain_group_enters_no_rate(what: object, reason: str) -> None:
    """Reconnaissance drones, bombs, unnamed missiles and mixes never enter a rate, and the reason is counted."""
    found = made(raid(NIGHT, line(what, known(9), known(3))))  # type: ignore[arg-type]
    assert found.nights == ()
    assert dict(found.left_out) == {reason: 1}


def test_unknown_and_withheld_are_told_apart() -> None:
    """A night without launches, one without what was stopped, and one withheld are three different gaps."""
    found = made(
        raid("2025-01-01", line(SHAHED, intercepted=known(7))),
        raid("2025-01-02", line(SHAHED, known(7))),
        raid("2025-01-03", line(SHAHED, WITHHELD, WITHHELD)),
    )
    assert [one.why_not for one in found.rows] == [NO_LAUNCHED, NO_STOPPED, FIGURES_WITHHELD]
    assert [one.leakers.state for one in found.rows] == ["bounded", "bounded", "withheld"]
    assert (found.rows[0].launched.low, found.rows[0].launched.high) == (7, None)
    assert (found.rows[1].leakers.low, found.rows[1].leakers.high) == (0, 7)
    assert found.nights == ()


def test_a_rule_that_withholds_figures_ends_the_rate() -> None:
    """After the date from which ballistic figures are withheld no ballistic line enters a rate, whoever tells it."""
    lines = (line(weapon("iskander-m"), known(4), known(1)), line(SHAHED, known(50), known(40)))
    before, after = made(raid("2026-08-12", *lines)), made(raid("2026-08-13", *lines))
    assert {night.group for night in before.nights} == {"ballistic", "drone"}
    assert {night.group for night in after.nights} == {"drone"}
    assert row(after, "ballistic").regime == "withheld"
    assert row(after, "ballistic").why_not == FIGURES_WITHHELD


def test_a_silent_night_has_no_row() -> None:
    """Silence is absent from the series; a night with a told zero is in it."""
    found = made(
        raid("2025-01-01", line(SHAHED, known(3), known(3))), raid("2025-01-04", line(SHAHED, known(0), known(0)))
    )
    assert [(one.night, one.launched.state, one.launched.best) for one in found.rows] == [
        ("2025-01-01", "known", 3),
        ("2025-01-04", "known", 0),
    ]


@pytest.mark.parametrize(
    ("speaker", "source", "marks", "counts"),
    [
        ("Air Force of Ukraine", "ukrinform", (), True),
        ("Air Command East", "ukrinform", (), False),
        ("somebody else", "ua-east-command", (), False),
        ("Air Command East", "missile-attacks", (), True),
        ("Air Force of Ukraine", "missile-attacks", ("numerator_only",), False),
    ],
)
def test_a_rate_needs_somebody_who_counts_launches(
    speaker: str, source: str, marks: tuple[str, ...], counts: bool
) -> None:
    """Whoever is credited decides; for a dataset the mark on its row does."""
    said, reports = told(speaker, source, marks)
    found = made(raid(NIGHT, line(SHAHED, known(5, "s"), known(5, "s"))), said=said, reports=reports)
    assert bool(found.nights) is counts
    assert dict(found.left_out) == ({} if counts else {STOPPED_ONLY: 1})


def test_what_only_the_stopped_are_told_of_does_not_swell_a_counted_night() -> None:
    """Beside a full count a regional tally of what was stopped is not added; alone it is a floor of launches."""
    said, reports = told("Air Command East", "ua-east-command")
    regional = raid(NIGHT, line(SHAHED, intercepted=known(5, "s")), name="east")
    both = made(raid(NIGHT, line(SHAHED, known(30), known(20)), name="n"), regional, said=said, reports=reports)
    alone = made(regional, said=said, reports=reports)
    assert (row(both, "drone").launched.best, row(both, "drone").intercepted.best) == (30, 20)
    assert (row(alone, "drone").launched.low, row(alone, "drone").launched.high) == (5, None)
    assert row(alone, "drone").why_not == STOPPED_ONLY


def test_a_raid_over_midnight_belongs_to_the_date_on_which_it_ends() -> None:
    """The night is the Kyiv date of the end, also across a change of clocks and for an end at midnight."""
    base = raid("2024-03-31", line(SHAHED, known(3), known(3)))
    periods = {
        ("2024-03-30T19:00:00+02:00", "2024-03-31T08:00:00+03:00", "minute"): "2024-03-31",
        ("2024-03-30T18:00:00+02:00", "2024-03-31T00:00:00+02:00", "minute"): "2024-03-31",
        ("2024-03-30T00:00:00+02:00", "2024-03-31T00:00:00+02:00", "day"): "2024-03-30",
        ("2024-03-30T20:00:00+00:00", "2024-03-30T22:30:00+00:00", "hour"): "2024-03-31",
    }
    for (start, end, precision), night in periods.items():
        period = base.period.__class__(start=start, end=end, precision=precision)  # type: ignore[arg-type]
        found = made(Raid(id="x", attacker="RU", target="UA", night="", period=period, lines=base.lines))
        assert found.rows[0].night == night


numbers = st.one_of(
    st.builds(known, st.integers(0, 40)),
    st.just(WITHHELD),
    st.just(Value(state="unknown")),
    st.just(Value(state="unnumbered", low=1)),
    st.builds(lambda low: Value(state="bounded", low=low), st.integers(0, 40)),
)
weapons = st.sampled_from(
    [
        SHAHED,
        weapon("orlan"),
        weapon("kh-101"),
        weapon("iskander-m"),
        weapon("kinzhal", "kalibr"),
        weapon(class_="missile"),
    ]
)
lines = st.builds(lambda what, a, b, total: line(what, a, b, total=total), weapons, numbers, numbers, st.booleans())
raids = st.builds(
    lambda day, some, name: raid(f"2025-01-{day:02}", *some, name=str(name)),
    st.integers(1, 4),
    st.lists(lines, max_size=3),
    st.integers(0, 10**9),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(raids, max_size=8, unique_by=lambda one: one.id), st.randoms(use_true_random=False))
def test_order_does_not_matter_and_every_line_is_accounted_for(some: list[Raid], shuffle: object) -> None:
    """Raids in any order give the same series; lines in = lines rated + lines left out by reason; bounds hold."""
    other = list(some)
    shuffle.shuffle(other)  # type: ignore[attr-defined]
    found = made(*some)
    assert found == made(*other)
    rated = sum(
        one.group is not None
        and not one.total
        and one.launched.state == one.intercepted.state == "known"
        and (one.launched.best or 0) > 0
        for raid_ in some
        for one in raid_.lines
    )
    assert found.lines == rated + sum(count for _, count in found.left_out)
    for one in found.rows:
        for value in (one.launched, one.intercepted, one.leakers):
            if value.low is not None and value.high is not None:
                assert 0 <= value.low <= (value.best if value.best is not None else value.low) <= value.high
