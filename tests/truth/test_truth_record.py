"""The public record of missile attacks, read where it lies beside the checkout, gives the exact known sums (D1)."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from firstlight.assess import AssessOptions, assess
from firstlight.assess.changes import What, stretches
from firstlight.assess.groups import Groups
from firstlight.assess.series import Series, series
from firstlight.catalog import Catalog, catalog
from firstlight.exchange.missile_attacks import Imported, read_missile_attacks
from firstlight.model import UNKNOWN, LedgerState, Raid, RaidLine, Report, Statement, Value, Weapon
from firstlight.reconcile import reconcile

TABLE = Path(__file__).resolve().parents[2] / "../shared/data/missile_attacks_daily.csv"
NOW = "2026-03-02T00:00:00+00:00"

pytestmark = pytest.mark.skipif(not TABLE.exists(), reason=f"the public table is not at {TABLE} (it is never shipped)")


@cache
def imported() -> Imported:
    """The table, read once."""
    return read_missile_attacks(TABLE.read_bytes(), str(TABLE), catalog(), NOW)


def value(said: list[Statement]) -> Value:
    """The number of the one statement of its kind in a row."""
    if not said:
        return UNKNOWN
    (only,) = said
    assert only.count is not None
    low = only.count.low
    return Value(state="known", low=low, best=low, high=low, rule="told", statements=(only.id,))


def group_of(weapon: Weapon, known: Catalog) -> str | None:
    """The defeat group of a weapon, where its models agree on one."""
    entries = [known.weapons[model] for model in weapon.models] or [known.classes[weapon.class_]]
    groups = {entry.group for entry in entries}
    return groups.pop() if len(groups) == 1 else None


@cache
def rows_as_raids() -> tuple[Raid, ...]:
    """Each row of the table as a raid of its own: nothing joined, nothing de-duplicated."""
    by_row: dict[str, list[Statement]] = defaultdict(list)
    for statement in imported().statements:
        by_row[statement.report].append(statement)
    made = []
    for report, said in by_row.items():
        weapon, when = said[0].weapon, said[0].when
        assert weapon is not None
        assert when is not None
        fire = [one for one in said if one.how == "shot_down"]
        line = RaidLine(
            weapon=weapon,
            group=group_of(weapon, catalog()),
            launched=value([one for one in said if one.kind == "launched"]),
            intercepted=value([one for one in said if one.how == "either"]),
            shot_down=value(fire),
            suppressed=value([one for one in said if one.how == "suppressed"]),
        )
        made.append(Raid(id=report, attacker="RU", target="UA", night=when.end[:10], period=when, lines=(line,)))
    return tuple(made)


@cache
def facts() -> tuple[dict[str, Statement], dict[str, Report]]:
    """Statements and reports of the import by id."""
    return {one.id: one for one in imported().statements}, {one.id: one for one in imported().reports}


@cache
def ledger() -> LedgerState:
    """The record reconciled as any other reports are."""
    return reconcile(*facts(), (), catalog())


@cache
def record(way: str = "ledger") -> Series:
    """The series of the whole record: through the ledger, or row by row with nothing joined."""
    raids = ledger().raids if way == "ledger" else rows_as_raids()
    return series(raids, Groups(catalog()), *facts())


def test_every_row_is_read_or_refused_by_reason() -> None:
    """3,468 rows in are 3,468 reports and refused rows out; what was dropped inside rows has known sizes."""
    found = imported()
    whole = [refusal for refusal in found.refusals if "," not in refusal.item]
    assert len(found.reports) + len(whole) == 3468
    assert whole == []
    assert len({one.id for one in found.statements}) == len(found.statements)
    assert len({key for _, key in found.keys}) == 3468
    flags = dict(found.flags)
    assert flags["more_stopped_than_launched"] == 1
    assert flags["possible_repost"] == 2
    assert sum(refusal.reason == "no_number" for refusal in found.refusals) == 9


def test_every_quote_is_a_slice_with_its_number_and_leads_to_its_bytes() -> None:
    """On real rows too a quote is the text it says, its number is in it, and a span gives the bytes."""
    data, texts = TABLE.read_bytes(), {report.id: report for report in imported().reports}
    for statement in imported().statements:
        text, quote = texts[statement.report].text, statement.quote
        number = statement.count or statement.locations
        assert number is not None
        assert text[quote.start : quote.end] == quote.text
        assert quote.text.removesuffix(".0").endswith(str(number.low))
    for report in texts.values():
        for span in report.spans:
            same = data[span.byte_start : span.byte_end].decode() == report.text[span.start : span.end]
            assert same is span.verbatim


@pytest.mark.parametrize("way", ["ledger", "rows"])
@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("drone", (888, 78_600, 68_343, 55_405)),
        ("cruise", (310, 4_232, 3_391, 3_353)),
        ("ballistic", (339, 1_073, 272, 235)),
    ],
)
def test_d1_sums_of_the_record(group: str, expected: tuple[int, int, int, int], way: str) -> None:
    """D1: raid-nights, launched, shot down or suppressed, and shot down alone, exactly, whether reconciled or not."""
    nights = [night for night in record(way).nights if night.group == group]
    sums = [
        sum(numbers) for numbers in zip(*((one.launched, one.stopped, one.shot_down) for one in nights), strict=True)
    ]
    assert (len(nights), *sums) == expected


@pytest.mark.parametrize(
    ("group", "raids", "launched", "share"),
    [("supersonic", 58, 249, 0.129), ("anti_radiation", 59, 100, 0.220), ("sam_ground", 109, 491, 0.004)],
)
def test_smaller_groups_agree_with_the_published_table(group: str, raids: int, launched: int, share: float) -> None:
    """The three smaller groups have the raid-nights, launches and shares of docs/methods.md."""
    nights = [night for night in record().nights if night.group == group]
    assert (len(nights), sum(night.launched for night in nights)) == (raids, launched)
    assert sum(night.stopped for night in nights) / launched == pytest.approx(share, abs=5e-4)


def test_every_line_of_the_record_is_rated_or_left_out_by_reason() -> None:
    """Nothing vanishes between the raids and the rates."""
    found = record("rows")
    rated = {raid for night in found.nights for raid in night.raids}
    assert found.lines == 3468
    assert len(rated) + sum(count for _, count in found.left_out) == found.lines


def test_rates_of_the_whole_record() -> None:
    """Means and correlations agree with an independent fit of the same model."""
    found = assess(ledger(), *facts(), catalog(), AssessOptions())
    rates = {rate.group: rate for rate in found.rates}
    for group, mean, icc in (("drone", 0.859, 0.117), ("cruise", 0.756, 0.197), ("ballistic", 0.177, 0.535)):
        assert rates[group].rate.best == pytest.approx(mean, abs=0.003)
        rho = rates[group].rho
        assert rho is not None
        assert rho.best == pytest.approx(icc, abs=0.03)


def test_a_regime_boundary_moves_shot_down_alone_and_not_what_was_stopped() -> None:
    """Thirty nights each side of 2025-07-24 shot down alone leaps by a third; what was stopped does not."""
    drones = [night for night in record().nights if night.group == "drone"]
    before = [night for night in drones if "2025-06-24" <= night.night < "2025-07-24"]
    after = [night for night in drones if "2025-07-24" <= night.night < "2025-08-23"]

    (launched_before, fire_before, stopped_before), (launched_after, fire_after, stopped_after) = (
        (sum(one.launched for one in side), sum(one.shot_down for one in side), sum(one.stopped for one in side))
        for side in (before, after)
    )
    assert fire_after / launched_after - fire_before / launched_before > 0.3
    assert abs(stopped_after / launched_after - stopped_before / launched_before) < 0.06


def changes(group: str, what: What) -> set[str]:
    """First nights of the stretches after the first."""
    nights = [night for night in record().nights if night.group == group]
    return {stretch.first for stretch in stretches(nights, what)[1:]}


def test_d2_changes_of_bookkeeping_show_in_shot_down_alone() -> None:
    """D2: shot down alone changes on 2024-10-02 and 2025-07-24, what was stopped on neither; missiles never."""
    bookkeeping = {"2024-10-02", "2025-07-24"}
    assert bookkeeping <= changes("drone", "shot_down")
    assert not bookkeeping & changes("drone", "stopped")
    assert changes("cruise", "stopped") == changes("ballistic", "stopped") == set()
