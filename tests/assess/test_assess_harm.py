"""What leakers cost: totals told once each, planted costs recovered, and ranges that belong together."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from firstlight.assess.harm import DRAWS, HarmDraws, harm_draws, leakers_by_class
from firstlight.assess.harm_cost import Leaked, casualties_by_night, harm_cost
from firstlight.assess.harm_totals import casualties, disjoint, joined, killed_blocks, read_totals
from firstlight.assess.series import MixedCount, RaidNight, Series
from firstlight.assess.settings import HarmTotal, harm_settings
from firstlight.assess.volume import Volume
from firstlight.catalog import catalog
from firstlight.errors import InventoryError
from firstlight.model import NightRow, Value
from firstlight.when import parse_date

SETTINGS = harm_settings(catalog())


def total(first: str, last: str, people: int) -> HarmTotal:
    """A total of killed or injured."""
    return HarmTotal(first=first, last=last, casualties=people, source="somebody who counts")


def test_months_are_told_once_each() -> None:
    """A year less a quarter in it less a month in that: four disjoint blocks whose people add up to the year's."""
    totals = [total("2030-01", "2030-12", 1000), total("2030-04", "2030-06", 400), total("2030-05", "2030-05", 150)]
    blocks = disjoint(totals, [casualties(one) for one in totals])
    assert {block.months: block.people for block in blocks} == {
        ("2030-05",): 150,
        ("2030-04", "2030-06"): 250,
        tuple(f"2030-{month:02}" for month in (1, 2, 3, 7, 8, 9, 10, 11, 12)): 600,
    }


@pytest.mark.parametrize(
    ("totals", "says"),
    [
        ([total("2030-01", "2030-03", 10), total("2030-03", "2030-04", 10)], "in part"),
        ([total("2030-01", "2030-03", 10), total("2030-02", "2030-02", 11)], "less than the months in it"),
    ],
)
def test_totals_that_contradict_one_another_are_refused(totals: list[HarmTotal], says: str) -> None:
    """Totals that overlap in part, or parts that exceed the whole, are an error that names them."""
    with pytest.raises(InventoryError, match=says):
        disjoint(totals, [casualties(one) for one in totals])


GOOD = '[[total]]\nfirst = "2031-04"\nlast = "2031-04"\nkilled = 20\ninjured = 100\nsource = "our own count"\n'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("total = 3", r"total must be a list of tables, each headed \[\[total\]\]"),
        ('title = "none"\n', "title is unknown|total is missing"),
        ("[[total]", "not valid TOML"),
        (GOOD.replace("2031-04", "2031-4"), r"total\[1\]\.first = '2031-4' is no month"),
        (
            GOOD.replace("killed = 20", "killed = -1"),
            r"total\[1\]\.killed = -1 is out of range: allowed is 0 to 1,000,000",
        ),
        (GOOD.replace("killed = 20", "killed = 1_000_000_000"), "out of range: allowed is 0 to 1,000,000"),
        (GOOD.replace("killed = 20", 'killed = "many"'), "must be a number from 0 to 1,000,000, not 'many'"),
        (GOOD.replace("injured = 100\n", ""), "killed and injured"),
        (GOOD + "casualties = 120\n", "killed and injured"),
        (GOOD.replace("our own count", " "), r"total\[1\]\.source is missing"),
        (GOOD.replace("killed = 20", "killed = 20\nregion = 4"), "would tell of a region: take it out"),
        (GOOD + 'title = "near Kharkiv"\n', "names a region or town"),
        (GOOD + "colour = 3\n", r"total\[1\]\.colour is unknown"),
        (GOOD.replace('last = "2031-04"', 'last = "2031-03"'), "is before first"),
        (GOOD.replace('last = "2031-04"', 'last = "2091-03"'), "allowed are 240 months"),
    ],
)
def test_own_totals_that_cannot_be_are_refused_in_one_line(text: str, says: str) -> None:
    """A wrong file of totals names the file, the entry and what is allowed."""
    with pytest.raises(InventoryError, match=says) as caught:
        read_totals(text, "mine.toml", catalog())
    assert "mine.toml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_own_total_stands_in_for_the_shipped_one_of_its_months() -> None:
    """The same months told anew replace what ships; others are added."""
    shipped = SETTINGS.total[0]
    own = total(shipped.first, shipped.last, 999)
    found = joined(SETTINGS.total, (own, *read_totals(GOOD, "mine.toml", catalog())))
    assert len(found) == len(SETTINGS.total) + 1
    assert own in found
    assert shipped not in found


def test_shipped_totals_are_disjoint_and_sourced() -> None:
    """What ships can be used: ten blocks, killed among them where told, and a source behind each number."""
    assert len(disjoint(SETTINGS.total, [casualties(one) for one in SETTINGS.total])) == 10
    assert all(one.source for one in SETTINGS.total)
    for killed, people in killed_blocks(SETTINGS.total):
        assert killed.months == people.months
        assert 0.05 < killed.people / people.people < 0.3


def world(costs: tuple[float, ...], months: int, seed: int) -> tuple[dict[str, np.ndarray], Volume, list[HarmTotal]]:
    """Leakers by night and class of some months, all nights told, and totals drawn from the model."""
    rng = np.random.default_rng(seed)
    first, length = parse_date("2030-01-01"), 31 * months
    mean = (
        np.array([20.0, 1.2, 1.0, 0.3])
        * rng.gamma(2.0, 0.5, (months, 4))[(np.arange(length) // 31).clip(0, months - 1)]
    )
    numbers = rng.poisson(mean)
    volume = Volume(first=first, groups=("drone", "cruise", "ballistic"), launched=np.ones((length, 3)))
    nights = {volume.night(at): numbers[at].astype(np.float64) for at in range(length)}
    totals = []
    for month in sorted({night[:7] for night in nights}):
        leaked = sum(number for night, number in nights.items() if night.startswith(month))
        expected = float(leaked @ np.array(costs))
        people = int(rng.poisson(rng.gamma(8.0) / 8.0 * expected))
        totals.append(total(month, month, people))
    return nights, volume, totals[:months]


def test_planted_costs_come_back_within_their_intervals() -> None:
    """Thirty months from the model: each class's interval holds what was planted, drones' closely."""
    planted = (0.3, 6.0, 2.5, 0.5)
    nights, volume, totals = world(planted, 30, 1)
    found = harm_draws(nights, volume, SETTINGS, totals, 1)
    assert found.fitted
    low, middle, high = np.quantile(found.per_leaker, [0.01, 0.5, 0.99], axis=0)
    assert (low < planted).all()
    assert (planted < high).all()
    assert middle[1] == pytest.approx(6.0, rel=0.4)


def shipped() -> HarmDraws:
    """The draws of a ledger without months of totals."""
    volume = Volume(first=parse_date("2031-04-01"), groups=("drone",), launched=np.ones((30, 1)))
    return harm_draws({}, volume, SETTINGS, SETTINGS.total, 1)


def test_without_months_the_shipped_fit_stands_in_and_says_so() -> None:
    """A ledger of other months has the shipped joint draws, no total of its own, and a note."""
    found = shipped()
    assert not found.fitted
    assert found.blocks == ()
    assert np.log(found.per_leaker).mean(axis=0) == pytest.approx(SETTINGS.fitted.mean_log[:-1], abs=0.05)
    correlation = np.corrcoef(np.log(found.per_leaker).T)
    assert correlation[1, 2] < -0.4
    cost = harm_cost(found, SETTINGS, Leaked(start="2031-04-01", end="2031-04-30", nights=30, by_class={}), None, 1)
    assert any("stands" in note for note in cost.notes)
    assert cost.expected == ()


def test_own_totals_of_other_months_move_the_shipped_fit() -> None:
    """A month of one's own in which leakers cost far more moves the cost up, from the shipped fit."""
    volume = Volume(first=parse_date("2031-04-01"), groups=("drone",), launched=np.ones((30, 1)))
    nights = {volume.night(at): np.array([20.0, 0.0, 0.0, 0.0]) for at in range(30)}
    found = harm_draws(nights, volume, SETTINGS, joined(SETTINGS.total, [total("2031-04", "2031-04", 900)]), 1)
    assert not found.fitted
    assert len(found.blocks) == 1
    assert np.median(found.per_leaker[:, 0]) > 1.2 * np.median(shipped().per_leaker[:, 0])


def test_a_month_that_is_not_told_in_full_is_not_used() -> None:
    """Ten silent nights keep a month's total out of the fit."""
    nights, volume, totals = world((0.3, 6.0, 2.5, 0.5), 4, 2)
    launched = volume.launched.copy()
    launched[:10] = np.nan
    found = harm_draws(nights, msgspec.structs.replace(volume, launched=launched), SETTINGS, totals, 1)
    assert [block.months for block in found.unused] == [("2030-01",)]
    assert len(found.blocks) == 3


def test_casualties_of_nights_add_up_to_the_negative_binomial() -> None:
    """Shared out to nights, the sum keeps the mean and variance of NB(mean, size), and no night is below zero."""
    rng = np.random.default_rng(3)
    means = np.broadcast_to(np.array([30.0, 0.0, 5.0, 65.0]), (40_000, 4))
    found = casualties_by_night(means, np.full(40_000, 4.0), rng)
    assert found.sum(axis=1).mean() == pytest.approx(100, rel=0.02)
    assert found.sum(axis=1).var() == pytest.approx(100 + 100**2 / 4, rel=0.05)
    assert (found[:, 1] == 0).all()
    assert found[:, 3].mean() == pytest.approx(65, rel=0.02)


def test_harm_is_always_a_range_and_the_killed_are_a_part_of_it() -> None:
    """Killed, injured and both have an interval of some width, and the means of the parts add up."""
    nights = {f"2031-04-{day:02}": np.array([10.0, 1.0, 1.0, 0.0]) for day in range(1, 31)}
    past = Leaked(start="2031-04-01", end="2031-04-30", nights=30, by_class=nights)
    cost = harm_cost(shipped(), SETTINGS, past, None, 1)
    rows = {row.what: row for row in cost.expected}
    assert rows["killed"].mean + rows["injured"].mean == pytest.approx(rows["killed or injured"].mean)
    for row in (*cost.expected, *cost.per_leaker, cost.share_killed):
        assert row.wide.low is not None
        assert row.wide.high is not None
        assert row.wide.low < row.wide.high
    assert len(cost.draws) == 100
    assert len(shipped().size) == DRAWS


def test_nothing_through_costs_nothing_and_unknown_groups_are_told() -> None:
    """Without leakers nobody is expected to be harmed; groups not told of are named as missing."""
    nights = {"2031-04-01": np.zeros(4)}
    past = Leaked(start="2031-04-01", end="2031-04-30", nights=30, by_class=nights, unseen=("ballistic missiles",))
    cost = harm_cost(shipped(), SETTINGS, past, None, 1)
    assert all(row.wide.high == 0 for row in cost.expected)
    assert any("ballistic missiles" in note and "floor" in note for note in cost.notes)


def test_leakers_of_a_count_across_groups_are_shared_and_never_lost() -> None:
    """Of six that got through of a mixed count each class takes a share, and the sum stays six."""
    known = Value(state="known", low=3, best=3, high=3)
    row = NightRow(night="2031-04-01", group="cruise", launched=known, intercepted=known, leakers=known, rate_ok=True)
    some = Value(state="bounded", low=0, high=9)
    open_row = msgspec.structs.replace(row, group="ballistic", leakers=some)
    sure = RaidNight(night="2031-04-01", group="ballistic", launched=2, stopped=1, shot_down=1)
    mixed = MixedCount(night="2031-04-01", groups=frozenset({"cruise", "ballistic"}), launched=8, stopped=2)
    found = leakers_by_class(
        Series(rows=(row, open_row), nights=(sure,), mixed=(mixed,), left_out=(), lines=3), SETTINGS
    )["2031-04-01"]
    assert found.sum() == pytest.approx(3 + 1 + 6)
    assert found.tolist() == pytest.approx([0, 3 + 4.5, 1 + 1.5, 0])
