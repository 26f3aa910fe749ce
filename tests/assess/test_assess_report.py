"""The assessment as a whole: period, notes, what is invented, and the documented object."""

from __future__ import annotations

import json
from typing import Any

import pytest

from firstlight.assess import AssessOptions, Question, assess, difference, is_invented, read_totals, to_json
from firstlight.catalog import catalog
from firstlight.errors import FirstlightError, TimeError
from firstlight.model import Assessment, LedgerState, Raid

from .raids import WITHHELD, known, line, raid, weapon

SHAHED, ISKANDER = weapon("shahed"), weapon("iskander-m")


def assessed(*raids: Raid, **options: object) -> Assessment:
    """An assessment of some raids."""
    return assess(LedgerState(raids=raids), {}, {}, catalog(), AssessOptions(**options))  # type: ignore[arg-type]


def week(first: int = 1, month: str = "2025-03", **more: Any) -> list[Raid]:
    """Five nights of invented attacks."""
    return [
        raid(
            f"{month}-{first + day:02}",
            line(SHAHED, known(20 + day), known(15 + day)),
            line(ISKANDER, known(2), known(0)),
            **more,
        )
        for day in range(5)
    ]


def test_the_object_has_the_documented_keys_and_no_stubs() -> None:
    """Period, data, rates and assumptions are there; what is not computed has no key; it is plain JSON."""
    found = to_json(assessed(*week()))
    assert json.loads(json.dumps(found)) == found
    assert set(found) == {"period", "data", "rates", "changes", "harm", "assumptions"}
    assert found["period"] == {"start": "2025-03-01", "end": "2025-03-05"}
    assert set(found["rates"]) == {"drone", "ballistic"}
    drones = found["rates"]["drone"]
    assert (drones["raids"], drones["launched"], drones["intercepted"]) == (5, 110, 85)
    assert 0 < drones["rate"]["low"] < drones["rate"]["best"] < drones["rate"]["high"] < 1
    assert all(set(one) == {"name", "value", "source"} and one["source"] for one in found["assumptions"])


def test_the_same_facts_in_any_order_give_the_same_bytes() -> None:
    """Two runs, and another order of the raids, agree to the byte; another number does not."""
    raids = week()
    first = json.dumps(to_json(assessed(*raids)))
    assert json.dumps(to_json(assessed(*raids[::-1]))) == first
    other = [*raids[:4], raid("2025-03-05", line(SHAHED, known(24), known(18)))]
    assert to_json(assessed(*other))["data"]["hash"] != json.loads(first)["data"]["hash"]


def test_the_period_is_inclusive_and_of_kyiv_nights() -> None:
    """Nights on the first and last date count, others do not."""
    found = assessed(*week(), start="2025-03-02", end="2025-03-03")
    assert {row.night for row in found.nights} == {"2025-03-02", "2025-03-03"}
    assert (found.start, found.end) == ("2025-03-02", "2025-03-03")


def test_attacks_on_others_are_not_assessed() -> None:
    """Raids on another country than the one assessed enter nothing."""
    found = assessed(*week(), raid("2025-03-02", line(SHAHED, known(99), known(99)), name="ru", target="RU"))
    assert found.rates == assessed(*week()).rates


def test_silence_is_told_and_is_not_zero() -> None:
    """An empty period says that nothing is known; missing nights are counted."""
    nothing = assessed(start="2025-03-01", end="2025-03-02")
    assert nothing.rates == ()
    assert "silence" in nothing.notes[0]
    gap = assessed(*week(), start="2025-03-01", end="2025-03-10")
    assert any("5 of 10 nights have no figure" in note for note in gap.notes)


def test_a_change_of_counting_within_the_period_is_told() -> None:
    """A period that crosses a dated reporting rule says so, and one that does not is silent about it."""
    crossing = assessed(*week(20, "2025-07"), start="2025-07-20", end="2025-07-30")
    assert any("From 2025-07-24" in note for note in crossing.notes)
    assert not any("2025-07-24" in note for note in assessed(*week()).notes)


def test_withheld_figures_stop_the_rate_and_say_since_when() -> None:
    """After 2026-08-13 there is no ballistic rate, the note names the date, and drones go on."""
    nights = [
        raid(f"2026-08-{day:02}", line(SHAHED, known(50), known(40)), line(ISKANDER, WITHHELD, WITHHELD))
        for day in range(14, 19)
    ]
    found = assessed(*nights)
    assert [rate.group for rate in found.rates] == ["drone"]
    assert any("2026-08-13" in note and "no rate" in note for note in found.notes)
    assert dict(found.left_out) == {"figures are withheld": 5}


def test_kills_only_nights_are_a_floor() -> None:
    """Before July 2024 the note says that what jamming stopped is missing."""
    assert any("floor" in note for note in assessed(*week(1, "2024-03")).notes)
    assert not any("floor" in note for note in assessed(*week()).notes)


def test_what_is_invented_says_so() -> None:
    """Invented sources mark each estimate of the groups that they touch and the assessment; real ones do not."""
    real, invented = week(), week(10, sources=("invented-air-force",))
    assert not is_invented(assessed(*real))
    mixed = assessed(*real, *invented)
    assert is_invented(mixed)
    assert all(rate.rate.invented for rate in mixed.rates)
    assert to_json(mixed)["data"]["invented"] is True
    assert mixed.notes[0].startswith("INVENTED")


@pytest.mark.parametrize(
    ("start", "end", "kind"), [("2025-3-1", None, TimeError), ("2025-03-02", "2025-03-01", FirstlightError)]
)
def test_a_period_that_cannot_be_is_refused(start: str, end: str | None, kind: type[Exception]) -> None:
    """A date that is none, or an end before the beginning, is one line and no assessment."""
    with pytest.raises(kind):
        assessed(*week(), start=start, end=end)


def month(days: int = 30) -> list[Raid]:
    """A month of invented attacks of which the Air Force tells each night."""
    return [
        raid(
            f"2025-04-{day:02}",
            line(SHAHED, known(40 + day % 7), known(30 + day % 5)),
            line(ISKANDER, known(day % 3), known(0)),
            sources=("ua-air-force",),
        )
        for day in range(1, days + 1)
    ]


def test_what_comes_next_rests_on_all_nights_before_the_end() -> None:
    """A week that is too short to forecast from is forecast with the weeks before it, and not with those after."""
    found = assessed(*month(), start="2025-04-20", end="2025-04-24", paths=500)
    assert found.forecast is not None
    assert found.forecast.start == "2025-04-25"
    assert found.need is not None
    assert {row.night for row in found.nights} == {f"2025-04-{day}" for day in range(20, 25)}
    assert assessed(*month(24), start="2025-04-20", end="2025-04-24", paths=500).forecast == found.forecast
    assert assessed(*month()[19:], start="2025-04-20", end="2025-04-24", paths=500).forecast is None


def test_all_keys_are_there_where_the_record_allows_and_every_assumption_has_a_source() -> None:
    """A month of nights has changes, harm, forecast, need and trust, each group of the forecast with its weeks."""
    found = to_json(assessed(*month(), paths=500, weeks=3))
    assert json.loads(json.dumps(found)) == found
    assert set(found) == {"period", "data", "rates", "changes", "harm", "forecast", "need", "trust", "assumptions"}
    drones = found["forecast"]["groups"]["drone"]
    assert len(drones["weeks"]) == 3
    assert set(drones) >= {"last_known", "total", "largest_night", "nights_with_any", "large_nights"}
    assert found["forecast"]["scorecard"] is None
    assert any("too short to score" in note for note in found["forecast"]["notes"])
    assert set(found["need"]["per_week"]) == {"drone", "ballistic"}
    assert all(one["source"] for one in found["assumptions"])
    assert found["rates"]["drone"]["half_life_nights"] > 0


def test_what_is_ahead_of_invented_nights_is_invented() -> None:
    """Forecast, need and harm of a ledger with one invented raid carry the mark in every range."""
    invented = raid("2025-04-02", line(SHAHED, known(1), known(1)), name="x", sources=("invented-air-force",))
    found = to_json(assessed(*month(), invented, paths=500))
    ranges = [found["forecast"]["groups"]["drone"]["total"], found["need"]["per_week"]["drone"]["leakers"]]
    assert all(one["invented"] for one in (*ranges, *found["harm"]["expected"]))


def test_own_totals_of_casualties_are_used_or_said_to_be_unused() -> None:
    """A total of a month that the ledger tells enters and is named; one that cannot enter is named too."""
    entry = '[[total]]\nfirst = "{0}"\nlast = "{0}"\nkilled = 50\ninjured = 450\nsource = "counted by hand"\n'
    nights = [
        raid(f"2026-05-{day:02}", line(SHAHED, known(40), known(30)), sources=("ua-air-force",)) for day in range(1, 32)
    ]
    plain = assessed(*nights, paths=500)
    used, unused = (
        assessed(*nights, paths=500, harm_totals=read_totals(entry.format(month), "mine.toml", catalog()))
        for month in ("2026-05", "2026-06")
    )
    assert used.data_hash != plain.data_hash
    assert any("counted by hand" in one.source for one in used.assumptions)
    assert not any("counted by hand" in one.source for one in unused.assumptions)
    assert plain.harm is not None
    assert used.harm is not None
    assert unused.harm is not None
    assert used.harm.per_leaker[0].mean > plain.harm.per_leaker[0].mean
    assert any("2026-06 to 2026-06" in note and "not used" in note for note in unused.harm.notes)
    assert not any("not used" in note for note in used.harm.notes)


def test_no_weeks_is_no_forecast() -> None:
    """With zero weeks there is neither forecast nor need, and rates and harm stay."""
    found = to_json(assessed(*month(), weeks=0))
    assert set(found) == {"period", "data", "rates", "changes", "harm", "assumptions"}


@pytest.mark.parametrize("options", [{"weeks": -1}, {"weeks": 53}, {"paths": 10}, {"paths": 10_000_000}])
def test_numbers_out_of_range_are_refused_with_the_range(options: dict[str, int]) -> None:
    """Weeks and paths beyond what can be computed are one line that says what is allowed."""
    with pytest.raises(FirstlightError, match="choose from"):
        assessed(*month(), **options)


def test_is_that_drop_real_is_one_call() -> None:
    """Two runs of nights of one group are held against each other; an unknown group is refused with the known ones."""
    state = LedgerState(raids=tuple(month()))
    before, after = ("2025-04-01", "2025-04-15"), ("2025-04-16", "2025-04-30")
    found = difference(state, {}, {}, catalog(), Question(group="drone", before=before, after=after))
    assert (found.before.raids, found.after.raids) == (15, 15)
    assert found.verdict
    with pytest.raises(FirstlightError, match="ballistic"):
        difference(state, {}, {}, catalog(), Question(group="gliders", before=before, after=after))
