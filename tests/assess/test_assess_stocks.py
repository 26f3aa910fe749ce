"""Stocks: run-out nights with their chances, what gets through, and runs that do not depend on how they are split."""

from __future__ import annotations

from datetime import date

import msgspec
import numpy as np
import pytest

from firstlight.assess.case import INVENTED, Case, harm_by_group
from firstlight.assess.draws import binv, path_keys, stream, uniforms
from firstlight.assess.engagement import Shots, Spread
from firstlight.assess.forms import Amount
from firstlight.assess.inventory import Inventory, parse_inventory
from firstlight.assess.plan import Setting, make_plan, share_at
from firstlight.assess.restricted import stocks_object
from firstlight.assess.runout import stocks
from firstlight.assess.stocks import simulate
from firstlight.catalog import catalog
from firstlight.errors import FirstlightError
from firstlight.model import Stocks
from tests.assess.arms import Threat, alone, four, same, several
from tests.assess.test_assess_inventory import STOCK, example

START = date(2031, 6, 24)
SURE = """
counted_on = 2031-06-23
source = "assumed"
[interceptor.pac3_mse]
stock_rounds = 20
launchers = 100
[interceptor.pac3_mse.against.ballistic]
reach_share = 1
hit_share = 0.6
shots_per_target = 1
[correlation.ballistic]
hit = 0
reach = 0
[order]
ballistic = ["pac3_mse"]
"""


def made(inventory: Inventory, threat: Threat, groups: tuple[str, ...], seed: int = 7) -> Case:
    """A case with harm of one casualty a leaker."""
    return Case(
        inventory=inventory,
        threat=threat,
        groups=groups,
        start=START,
        seed=seed,
        catalog=catalog(),
        per_leaker=np.ones((10, len(groups))),
    )


def sure(text: str = SURE, mean: float = 2.0, nights: int = 28, paths: int = 4_000) -> Stocks:
    """Stocks without any unknown but the threat: Poisson raids, one shot each."""
    threat = np.random.default_rng(2).poisson(mean, (paths, nights, 1))
    return stocks(made(parse_inventory(text, "inventory.toml", catalog()), threat, ("ballistic",)))[0]


def test_run_out_has_three_nights_and_a_chance_each_week() -> None:
    """Twenty rounds at two a night: by the end of week 1 and 2 the chances are those of a Poisson sum, and the nights
    by which 10, 50 and 90 of 100 futures have run out stand in order.
    """
    found = sure().run_outs[0]
    assert [night for night, _ in found.out_by] == ["2031-06-30", "2031-07-07", "2031-07-14", "2031-07-21"]
    chances = [chance for _, chance in found.out_by]
    assert chances[0] == pytest.approx(0.0765, abs=0.02)  # P(Poisson(14) >= 20)
    assert chances[1] == pytest.approx(0.9530, abs=0.02)  # P(Poisson(28) >= 20)
    assert found.early and found.middle and found.late
    assert "2031-06-30" <= found.early <= found.middle <= found.late <= "2031-07-14"
    assert all(night in found.says for night in (found.early, found.middle, found.late))
    assert found.used.mean == pytest.approx(20, abs=0.1)


def test_what_lasts_has_no_night() -> None:
    """A stock that outlasts the forecast on nearly all paths gets no run-out night, and says so."""
    found = sure(SURE.replace("stock_rounds = 20", "stock_rounds = 900")).run_outs[0]
    assert (found.early, found.middle, found.late, found.lasts) == (None, None, None, 1.0)
    assert "100 of 100 futures" in found.says
    assert not any(chance for _, chance in found.out_by)


def test_late_supply_is_late() -> None:
    """Rounds that come weekly put off the end; the later the delivery may be, the sooner and less surely it comes."""
    line = '[[resupply]]\ninterceptor = "pac3_mse"\nstart = 2031-06-24\nend = 2031-09-30\nrounds_per_week = 14\n'
    none, prompt, late = (
        sure(SURE + more).run_outs[0]
        for more in ("", line + "delay_days = 0\n", line + "delay_days = { low = 0, high = 40 }\n")
    )
    assert none.lasts <= late.lasts <= prompt.lasts
    assert prompt.lasts > 0.3 > none.lasts
    assert none.out_by[1][1] > late.out_by[1][1] > prompt.out_by[1][1]
    assert prompt.arriving.mean == 14 * 4
    assert 0 < late.arriving.mean < prompt.arriving.mean


def test_supply_comes_on_its_day() -> None:
    """A shipment on the day that ends the first night is there for the second; one due before is in the stock."""
    text = STOCK + (
        '[[resupply]]\ninterceptor = "pac3_mse"\nstart = 2031-06-17\nend = 2031-07-01\n'
        "rounds_per_week = 5\ndelay_days = 0\n"
    )
    inventory = parse_inventory(text, "inventory.toml", catalog())
    setting = Setting(groups=("ballistic",), nights=14, start=START, paths=3, seed=1)
    arrivals = make_plan(inventory, setting, catalog()).defence.layers[0].arrivals
    assert np.flatnonzero(arrivals[0]).tolist() == [1, 8]


def test_caps_bound_a_night() -> None:
    """No more is fired on a night than launchers hold, however many rounds there are."""
    text = STOCK.replace("launchers = 8", "launchers = 8\ncap_rounds_per_night = 6")
    threat = np.full((200, 5, 1), 50, dtype=np.int64)
    case = made(parse_inventory(text, "inventory.toml", catalog()), threat, ("ballistic",))
    found, _, run = stocks(case)
    assert run.used.max() <= 6 * 5
    assert found.run_outs[0].few_nights.mean > 3
    assert run.stock[:, -1].min() >= 10


def test_nights_before_the_count_are_not_run() -> None:
    """A stock counted a week into the forecast meets only the nights after it; one counted early is told to be old."""
    threat = np.full((100, 14, 1), 3, dtype=np.int64)
    late = parse_inventory(SURE.replace("2031-06-23", "2031-06-30"), "inventory.toml", catalog())
    found = stocks(made(late, threat, ("ballistic",)))[0]
    assert (found.start, found.launched[0].mean) == ("2031-07-01", 21.0)
    assert any("7 night(s) of the forecast had passed" in note for note in found.notes)
    old = parse_inventory(SURE.replace("2031-06-23", "2031-06-13"), "inventory.toml", catalog())
    assert any("10 night(s) before the first" in note for note in stocks(made(old, threat, ("ballistic",)))[0].notes)
    over = parse_inventory(SURE.replace("2031-06-23", "2031-07-07"), "inventory.toml", catalog())
    with pytest.raises(FirstlightError, match=r"counted_on \(2031-07-07\) is not before the last night"):
        stocks(made(over, threat, ("ballistic",)))


def test_what_nothing_meets_gets_through() -> None:
    """A group that the inventory cannot meet leaks whole, and a note says so."""
    threat = np.full((50, 7, 1), 4, dtype=np.int64)
    found = stocks(made(parse_inventory(SURE, "inventory.toml", catalog()), threat, ("sam_ground",)))[0]
    assert found.leakers[0].mean == 28
    assert any("Nothing in the inventory meets sam_ground" in note for note in found.notes)


def test_harm_is_a_range_after_leakers() -> None:
    """Casualties are leakers times joint draws of what each costs; without such draws there are none, and a note."""
    threat, groups = several(400, 14)
    draws = np.array([[0.3, 5.0, 2.0], [0.4, 4.0, 3.0]])
    case = msgspec.structs.replace(made(example(), threat, groups), per_leaker=draws)
    found, _, run = stocks(case)
    through = run.leakers.sum(axis=1)
    expected = (through * draws[np.arange(400) % 2]).sum(axis=1)
    assert found.harm is not None
    assert found.harm.mean == pytest.approx(expected.mean())
    assert found.harm.wide.low is not None
    assert found.harm.wide.high is not None
    assert found.harm.wide.low < found.harm.mean < found.harm.wide.high
    bare = stocks(msgspec.structs.replace(case, per_leaker=None))[0]
    assert bare.harm is None
    assert any("No harm per leaker" in note for note in bare.notes)


def test_harm_by_class_reaches_its_groups() -> None:
    """Draws by class stand under each group of the class, and a group of no class costs nothing."""
    found = harm_by_group(
        np.array([[1.0, 2.0]]), (("drone",), ("ballistic", "supersonic")), ("ballistic", "drone", "x")
    )
    assert found.tolist() == [[2.0, 1.0, 0.0]]


def test_invented_is_on_everything() -> None:
    """From an invented inventory every range, run-out, sentence and note carries the mark, and all is restricted."""
    threat, groups = several(200, 14)
    found = stocks(made(example(), threat, groups))[0]
    assert (found.invented, found.restricted) == (True, True)
    assert all(text.startswith(INVENTED) for text in (*found.notes, *(one.says for one in found.run_outs)))
    written = stocks_object(found)
    assert _marks(written) == {True}
    assert written["restricted"] is True
    real = parse_inventory(SURE, "inventory.toml", catalog())
    assert stocks(made(real, threat[:, :, 2:], ("ballistic",)))[0].invented is False
    told = msgspec.structs.replace(made(real, threat[:, :, 2:], ("ballistic",)), invented=True)
    assert stocks(told)[0].invented is True


def _marks(values: object) -> set[object]:
    """Every value of a key `invented`, however deep."""
    if isinstance(values, list):
        return set().union(*(_marks(one) for one in values))
    if isinstance(values, dict):
        own = {values["invented"]} if "invented" in values else set()
        return own.union(*(_marks(one) for one in values.values()))
    return set()


def test_no_key_of_the_result_is_a_place() -> None:
    """What is computed from an inventory has no key or value for where anything is."""
    threat, groups = several(100, 14)
    text = msgspec.json.encode(stocks_object(stocks(made(example(), threat, groups))[0])).decode().casefold()
    for word in ("oblast", "region", "latitude", "longitude", "coordinate", "position", "location"):
        assert f'"{word}' not in text


def test_same_inputs_same_bytes() -> None:
    """Twice the same case gives the same bytes; another seed does not."""
    threat, groups = several(300, 14)
    one, two, other = (msgspec.json.encode(stocks(made(example(), threat, groups, seed))[0]) for seed in (7, 7, 8))
    assert one == two != other


def test_unknowns_do_not_depend_on_the_split() -> None:
    """The paths of a setting in two parts draw what they draw in one, and paths of one draw share their unknowns."""
    whole = Setting(groups=("ballistic", "drone"), nights=7, start=START, paths=40, seed=3, per_draw=4)
    part = Setting(groups=("ballistic", "drone"), nights=7, start=START, paths=12, seed=3, per_draw=4, first_path=20)
    one, two = (make_plan(example(), setting, catalog()).unknowns for setting in (whole, part))
    assert one.keys() == two.keys()
    assert len(one) > 8
    for name, drawn in one.items():
        assert (drawn[20:32] == two[name]).all()
        assert (drawn.reshape(10, 4) == drawn[::4, None]).all()
        assert len(set(drawn.tolist())) > 1


def test_shares_lie_between_their_ends() -> None:
    """Of a share 95 of 100 draws lie between low and high, and none outside 0 and 1; a certain one is what it is."""
    uniform = (np.arange(10_000) + 0.5) / 10_000
    drawn = share_at(Amount(low=0.23, high=0.77, source="x"), uniform)
    assert np.mean((drawn > 0.23) & (drawn < 0.77)) == pytest.approx(0.95, abs=1e-3)
    assert (np.diff(drawn) >= 0).all()
    edge = share_at(Amount(low=0.0, high=1.0, source="x"), uniform)
    assert 0 < edge.min() < edge.max() < 1
    assert set(share_at(Amount(low=0.0, high=0.0, source="x"), uniform).tolist()) == {0.0}


def test_raid_chances_keep_their_mean_and_order() -> None:
    """A raid's own chance has the mean it should, grows with its draw and with the mean, and stays within 0 and 1."""
    uniform = (np.arange(12_800) + 0.5) / 12_800
    for correlation in (0.02, 0.3, 0.8):
        spread = Spread(levels=(correlation,), which=np.zeros(1, dtype=np.int64))
        before = np.zeros(uniform.size)
        for mean in (0.0, 0.013, 0.25, 0.6, 0.99, 1.0):
            drawn = spread.chance(np.full(uniform.size, mean), uniform)
            assert drawn.mean() == pytest.approx(mean, abs=1e-6)
            assert (np.diff(drawn) >= -1e-9).all()
            assert (drawn >= before - 1e-9).all()
            assert 0 <= drawn.min() <= drawn.max() <= 1
            before = drawn


def test_numbers_are_spread_and_apart() -> None:
    """Uniform numbers are uniform, never 0 or 1, and unrelated to those of other paths, streams, counters or seeds."""
    keys = path_keys(1, np.arange(50_000))
    base = uniforms(keys, stream("a"), 0)
    assert 0 < base.min() < base.max() < 1
    assert base.mean() == pytest.approx(0.5, abs=0.005)
    assert base.var() == pytest.approx(1 / 12, abs=0.002)
    others = [
        uniforms(keys, stream("b"), 0),
        uniforms(keys, stream("a"), 1),
        uniforms(path_keys(2, np.arange(50_000)), stream("a"), 0),
        np.roll(base, 1),
    ]
    for other in others:
        assert abs(np.corrcoef(base, other)[0, 1]) < 0.02


def test_bad_threats_are_refused() -> None:
    """A threat of another shape or with a negative number is refused; no path at all runs to an empty result."""
    defence = four((5, 3), (5, 5, 5, 5), Shots(per_target=1))
    with pytest.raises(FirstlightError, match="by path, night and group"):
        simulate(np.zeros((5, 3), dtype=np.int64), ("drone",), defence, 1)
    with pytest.raises(FirstlightError, match="none negative"):
        simulate(np.full((5, 3, 1), -1), ("drone",), defence, 1)
    with pytest.raises(ValueError, match="1 to 64"):
        Shots(per_target=0)
    assert alone(same(3, 4), Shots(per_target=2)).leakers.shape == (4, 1, 1)
    assert binv(np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0)).size == 0
