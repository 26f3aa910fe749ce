"""The assessment as a whole: period, notes, what is invented, and the documented object."""

from __future__ import annotations

import json
from typing import Any

import pytest

from firstlight.assess import AssessOptions, assess, is_invented, to_json
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
