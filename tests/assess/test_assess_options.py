"""Options: what each would buy on the same paths, how sure their order is, and the best mix within the limits."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from firstlight.assess.ask import Ask, parse_options
from firstlight.assess.case import INVENTED, Case
from firstlight.assess.choose import value_options
from firstlight.assess.inventory import parse_inventory
from firstlight.assess.options import make_bench
from firstlight.assess.plan import Added
from firstlight.assess.restricted import options_object
from firstlight.catalog import catalog
from firstlight.errors import FirstlightError
from firstlight.model import Options, OptionValue
from tests.assess.arms import several
from tests.assess.test_assess_inventory import example, example_ask
from tests.assess.test_assess_stocks import SURE, _marks, made

GROUPS = ("drone", "cruise", "ballistic")


def ask(text: str) -> Ask:
    """Options from a text, with a source for all."""
    return parse_options('source = "assumed"\n' + text, "options.toml", catalog())


def rounds(name: str, number: int, more: str = "", of: str = "pac3_mse", day: str = "2031-06-20") -> str:
    """An option of rounds."""
    return (
        f'[[option]]\nid = "{name}"\nrounds_of = "{of}"\nnumber = {number}\ndelivery_date = {day}\n'
        f"delay_days = 0\nprice_million_eur_each = 4\n{more}"
    )


def five_a_night(text: str = SURE, paths: int = 2_000) -> Case:
    """Five ballistic missiles a night for four weeks, one shot each at 0.6, and nothing else unknown."""
    threat = np.full((paths, 28, 1), 5, dtype=np.int64)
    return made(parse_inventory(text, "inventory.toml", catalog()), threat, ("ballistic",))


def by_id(found: Options) -> dict[str, OptionValue]:
    """Options by id."""
    return {one.id: one for one in found.options}


def example_case(paths: int = 4_000, nights: int = 42) -> Case:
    """The example inventory against a threat of three groups, with harm."""
    threat, groups = several(paths, nights)
    case = made(example(), threat, groups)
    return msgspec.structs.replace(case, per_leaker=np.array([[0.3, 5.0, 2.0], [0.4, 4.0, 3.0], [0.2, 6.0, 2.5]]))


def test_a_round_is_worth_what_it_stops() -> None:
    """Where every round is fired, each avoids 0.6 leakers, at any number and on any budget."""
    found = by_id(value_options(five_a_night(), ask(rounds("more", 40, "lots = 4\n"))))["more"]
    assert [point.number for point in found.curve] == [10, 20, 30, 40]
    for point in found.curve:
        assert point.leakers.mean == pytest.approx(0.6 * point.number, abs=4 * point.error + 0.01)
        assert point.price.best == 4.0 * point.number
        assert point.harm is not None
        assert point.harm.mean == pytest.approx(point.leakers.mean)  # one casualty a leaker
    assert found.per_million.mean == pytest.approx(0.15, abs=0.01)
    assert found.by_month[0].start == "2031-06-24"


def test_rounds_beyond_the_need_are_worth_nothing() -> None:
    """The curve bends: rounds that are never fired avoid nothing more."""
    text = SURE.replace("stock_rounds = 20", "stock_rounds = 130")
    curve = by_id(value_options(five_a_night(text), ask(rounds("more", 40, "lots = 4\n"))))["more"].curve
    assert [round(point.leakers.mean) for point in curve] == [6, 6, 6, 6]


def test_months_add_up() -> None:
    """Leakers avoided by month and group add up to all that are avoided, and a month lies within its dates."""
    found = by_id(value_options(five_a_night(), ask(rounds("more", 60))))["more"]
    assert [(one.start, one.end) for one in found.by_month] == [
        ("2031-06-24", "2031-06-30"),
        ("2031-07-01", "2031-07-21"),
    ]
    assert sum(one.mean for one in found.by_month) == pytest.approx(found.curve[-1].leakers.mean)


def test_late_delivery_is_worth_less() -> None:
    """The later the same rounds come, the less they avoid; after the last night nothing, and a note says so."""
    text = "".join(
        rounds(name, 80, day=day)
        for name, day in (("now", "2031-06-20"), ("later", "2031-07-16"), ("never", "2031-08-20"))
    )
    found = by_id(value_options(five_a_night(), ask(text)))
    worth = [found[name].curve[-1].leakers.mean for name in ("now", "later", "never")]
    assert worth[0] > worth[1] > worth[2] == 0.0
    assert any("Comes after the last night" in note for note in found["never"].notes)


def test_runs_that_skip_are_the_whole_run() -> None:
    """Nights before the delivery and groups that an option cannot touch are not run again; it changes nothing."""
    case = example_case(400, 28)
    bench = make_bench(case)
    option = next(one for one in example_ask().options if one.id == "iris-t-units")
    for lots in (1, 2):
        added = [Added(option=option, lots=lots)]
        [short] = bench.avoided([added])
        plan = case.plan(bench.setting, added)
        whole = case.run(plan.defence, bench.setting)
        assert (bench.base.leakers.astype(np.int64) - whole.leakers == short).all()
        assert short.any()
    both = bench.avoided([[Added(option=option, lots=1)], [Added(option=option, lots=2)]])
    assert (both[1] == short).all()


def test_more_is_never_worse_on_any_path() -> None:
    """On no path does a lot more of any option of the example let more through in all."""
    case = example_case(400, 28)
    bench = make_bench(case)
    for option in example_ask().options:
        runs = bench.avoided([[Added(option=option, lots=lots)] for lots in range(1, option.lots + 1)])
        totals = [run.sum(axis=(1, 2)) for run in runs]
        for fewer, more in zip([np.zeros_like(totals[0]), *totals], totals, strict=False):
            assert (more >= fewer).all(), option.id


def test_rounds_without_launchers_need_their_system() -> None:
    """Rounds that nothing can fire are worth nothing alone, are valued beside the system, and never taken without."""
    system = (
        '[[option]]\nid = "battery"\nsystem = "patriot"\nnumber = 1\ndelivery_date = 2031-06-20\ndelay_days = 0\n'
        "price_million_eur_each = 1000\nrounds_each = 8\n"
        "[option.adds_reach_share]\nballistic = 0.5\n"
    )
    bare = SURE.replace("launchers = 100", "launchers = 0").replace("stock_rounds = 20", "stock_rounds = 0")
    case = five_a_night(bare)
    alone = by_id(value_options(case, ask(rounds("more", 64))))["more"]
    assert alone.curve[-1].leakers.mean == 0
    assert any("alone they stop nothing" in note for note in alone.notes)
    found = value_options(case, ask("[limits]\nprice_million_eur = 1_100\n" + rounds("more", 20) + system))
    more = by_id(found)["more"]
    assert more.needs == "battery"
    assert more.curve[-1].leakers.mean > 8
    assert found.mix is not None
    taken = {item.option: item.number for item in found.mix.items}
    assert (taken["battery"], taken["more"]) == (1, 20)
    poor = value_options(case, ask("[limits]\nprice_million_eur = 500\n" + rounds("more", 20) + system)).mix
    assert poor is not None
    assert {item.number for item in poor.items if item.option in ("battery", "more")} == {0}


def test_mix_keeps_to_its_limits() -> None:
    """The best mix of the example fits price, systems and date, is checked on fresh paths, and gives bound and gap."""
    asked = example_ask()
    found = value_options(example_case(), asked)
    assert found.mix is not None
    price = sum(
        item.number * next(one.price_each.high for one in asked.options if one.id == item.option)
        for item in found.mix.items
    )
    assert asked.limits.price is not None
    assert price <= asked.limits.price
    assert found.mix.price.high == pytest.approx(price)
    assert sum(item.number for item in found.mix.items if item.option == "iris-t-units") <= 2
    assert dict(found.left_out)["patriot"].startswith("delivered on 2031-09-01")
    assert found.mix.gap >= 0
    assert found.mix.bound == pytest.approx(found.mix.parts + found.mix.gap)
    assert found.mix.harm is not None
    assert found.mix.harm.mean == pytest.approx(found.mix.parts, rel=0.5)
    assert found.mix.regret.best is not None
    assert 0 <= found.mix.regret.best < found.mix.parts
    assert all(0 <= item.kept_share <= 1 for item in found.mix.items)


def test_order_says_how_sure_it_is() -> None:
    """Shares of draws in which an option is first add up to one less the draws in which none avoids anything, the
    first's is the share in which it stays, and regret is nothing where one option is better in every draw.
    """
    found = value_options(example_case(), example_ask())
    assert 0.8 < sum(one.first_share for one in found.options) <= 1.0 + 1e-9
    assert found.order_share == found.options[0].first_share
    per_million = [one.harm_per_million.mean for one in found.options if one.harm_per_million]
    assert per_million == sorted(per_million, reverse=True)
    clear = value_options(five_a_night(), ask(rounds("cheap", 40) + rounds("late", 40, day="2031-08-30")))
    assert (clear.order_share, clear.regret.best) == (1.0, 0.0)
    assert clear.options[0].id == "cheap"


def test_every_curve_says_that_the_attacker_adapts() -> None:
    """Each option, the order and the mix say what they are conditional on; the cheap one says why it is there."""
    found = value_options(five_a_night(), ask("[limits]\nprice_million_eur = 99\n" + rounds("more", 40)))
    assert found.mix is not None
    for notes in (found.notes, found.mix.notes, *(one.notes for one in found.options)):
        assert any("attacker adapts" in note for note in notes)
    compared = [one for one in found.options if one.compared]
    assert len(compared) == 1
    assert any("always compared" in note for note in compared[0].notes)


def test_without_harm_leakers_are_the_measure() -> None:
    """Where no harm per leaker is given options are ranked and mixed by leakers avoided."""
    case = msgspec.structs.replace(five_a_night(), per_leaker=None)
    found = value_options(case, ask("[limits]\nprice_million_eur = 99\n" + rounds("more", 40)))
    assert found.measure == "leakers"
    assert all(one.harm_per_million is None for one in found.options)
    assert found.mix is not None
    assert found.mix.harm is None


@pytest.mark.parametrize("which", ["inventory", "options", "threat"])
def test_invented_options_are_marked_throughout(which: str) -> None:
    """Whichever of the three is invented, every row and sentence of the result says so, and all is restricted."""
    text = "[limits]\nprice_million_eur = 99\n" + rounds("more", 40)
    inventory = f"invented = {str(which == 'inventory').lower()}\n" + SURE
    asked = ask(f"invented = {str(which == 'options').lower()}\n" + text)
    case = msgspec.structs.replace(five_a_night(inventory, 400), invented=which == "threat")
    found = value_options(case, asked)
    written = options_object(found)
    assert _marks(written) == {True}
    assert written["restricted"] is True
    assert found.mix is not None
    for note in (*found.notes, *found.mix.notes, *(note for one in found.options for note in one.notes)):
        assert note.startswith(INVENTED)


def test_same_options_same_bytes() -> None:
    """Twice the same ask gives the same bytes; the order of the options in the file changes no value."""
    case = five_a_night(paths=400)
    one, two = rounds("one", 40), rounds("two", 24)
    limits = "[limits]\nprice_million_eur = 99\n"
    first = value_options(case, ask(limits + one + two))
    assert msgspec.json.encode(first) == msgspec.json.encode(value_options(case, ask(limits + one + two)))
    turned = by_id(value_options(case, ask(limits + two + one)))
    assert {name: value.curve for name, value in by_id(first).items()} == {
        name: value.curve for name, value in turned.items()
    }


def test_few_paths_are_refused() -> None:
    """Options need paths for more than one draw of the unknowns: fewer are refused, and the line says how many."""
    with pytest.raises(FirstlightError, match="at least 40 paths"):
        value_options(five_a_night(paths=39), ask(rounds("more", 40)))
