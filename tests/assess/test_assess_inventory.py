"""inventory.toml and options.toml: what is read, what is taken for what they leave open, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from firstlight.assess.ask import Ask, option_assumptions, parse_options
from firstlight.assess.inventory import SYSTEMS, Inventory, inventory_assumptions, parse_inventory
from firstlight.catalog import catalog
from firstlight.errors import InventoryError

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
STOCK = """
counted_on = 2031-06-23
source = "assumed"
[interceptor.pac3_mse]
stock_rounds = 40
launchers = 8
"""
WISH = """
source = "assumed"
[[option]]
id = "rounds"
rounds_of = "pac3_mse"
number = 32
delivery_date = 2031-07-01
"""


def stock(more: str = "", text: str = STOCK) -> Inventory:
    """The small inventory with some lines more."""
    return parse_inventory(text + more, "inventory.toml", catalog())


def wish(more: str = "", text: str = WISH) -> Ask:
    """The small list of options with some lines more."""
    return parse_options(text + more, "options.toml", catalog())


def test_small_inventory_takes_wide_priors() -> None:
    """What an inventory leaves open is a range with a source, from the data."""
    found = stock()
    held = found.held[0]
    assert (held.stock.low, held.stock.high, held.stock.source) == (40, 40, "assumed")
    assert held.cap is not None
    assert held.cap.low == 8 * held.ready
    ballistic = next(one for one in held.against if one.group == "ballistic")
    assert ballistic.hit.high - ballistic.hit.low > 0.4
    assert ballistic.shots.per_target == 2
    assert found.counted_on == date(2031, 6, 23)
    assert not found.invented


def test_own_numbers_take_the_place_of_priors() -> None:
    """A number, a range, a doctrine, an order and a correlation of one's own are used as written."""
    found = stock(
        """
[interceptor.pac3_mse.against.ballistic]
reach_share = { low = 0.2, high = 0.4, source = "staff" }
hit_share = 0.6
shots_per_target = 4
doctrine = "shoot-look-shoot"
[order]
ballistic = ["pac3_mse"]
[correlation.ballistic]
hit = 0.3
[free_layer]
drone = 0.5
"""
    )
    ballistic = next(one for one in found.held[0].against if one.group == "ballistic")
    assert (ballistic.reach.low, ballistic.reach.source) == (0.2, "staff")
    assert (ballistic.hit.low, ballistic.hit.high, ballistic.hit.source) == (0.6, 0.6, "assumed")
    assert (ballistic.shots.per_target, ballistic.shots.look) == (4, True)
    assert found.order["ballistic"] == ("pac3_mse",)
    assert found.correlation["ballistic"].hit.low == 0.3
    assert found.free["drone"].low == 0.5


WRONG = {
    "negative stock": (STOCK.replace("= 40", "= -3"), r"interceptor\.pac3_mse\.stock_rounds = -3 .*0 to 1,000,000"),
    "a billion rounds": (STOCK.replace("40", "1_000_000_000"), r"stock_rounds = 1,000,000,000 .*0 to 1,000,000"),
    "half a round": (STOCK.replace("= 40", "= 40.5"), r"stock_rounds = 40\.5 must be a whole number from 0"),
    "endless": (STOCK.replace("= 40", "= inf"), r"stock_rounds .*0 to 1,000,000"),
    "no number": (STOCK.replace("= 40", "= nan"), r"stock_rounds .*0 to 1,000,000"),
    "a word": (STOCK.replace("= 40", '= "many"'), r"stock_rounds must be a number from 0 to 1,000,000, not 'many'"),
    "a flag": (STOCK.replace("= 40", "= true"), r"stock_rounds must be a number from 0 to 1,000,000, not True"),
    "no unit": (
        STOCK.replace("stock_rounds", "stock"),
        r"interceptor\.pac3_mse\.stock has no unit: write stock_rounds",
    ),
    "unknown interceptor": (STOCK.replace("pac3_mse", "pac4"), r"interceptor\.pac4 is unknown: known are .*pac3_mse"),
    "unknown key": (STOCK + "colour = 3\n", r"interceptor\.pac3_mse\.colour is unknown: known here are .*launchers"),
    "no launchers": (STOCK.replace("launchers = 8", ""), r"pac3_mse\.launchers is missing: write a number from 0 to"),
    "no source": (STOCK.replace('source = "assumed"', ""), r'stock_rounds has no source: add source = "where'),
    "range upside down": (STOCK.replace("= 40", "= { low = 5, high = 2 }"), r"low \(5\) above its high \(2\): swap"),
    "range without an end": (STOCK.replace("= 40", "= { low = 5 }"), r"stock_rounds\.high must be a number from 0"),
    "unknown end": (STOCK.replace("= 40", "= { low = 5, most = 7 }"), r"stock_rounds\.most is unknown here"),
    "no date": (STOCK.replace("2031-06-23", '"soon"'), r"counted_on is no date"),
    "share above one": (
        STOCK + "[interceptor.pac3_mse.against.ballistic]\nhit_share = 1.2\n",
        r"against\.ballistic\.hit_share = 1\.2 is out of range: allowed is 0 to 1",
    ),
    "unknown doctrine": (
        STOCK + '[interceptor.pac3_mse.against.ballistic]\ndoctrine = "spray"\n',
        r"doctrine = 'spray' is unknown: write one of salvo, shoot-look-shoot",
    ),
    "too many shots": (
        STOCK + "[interceptor.pac3_mse.against.ballistic]\nshots_per_target = 9\n",
        r"shots_per_target = 9 is out of range: allowed is 1 to 8",
    ),
    "a group it does not meet": (
        STOCK + "[interceptor.pac3_mse.against.drone]\nhit_share = 0.5\n",
        r"against\.drone is not met by it: known are ballistic",
    ),
    "unknown group": (STOCK + "[free_layer]\nkites = 0.5\n", r"free_layer\.kites is no group: known are"),
    "order of a stranger": (
        STOCK + '[order]\ndrone = ["pac3_mse"]\n',
        r"order\.drone names 'pac3_mse', which does not meet it",
    ),
    "overlapping periods": (
        STOCK
        + "".join(
            f'[[resupply]]\ninterceptor = "pac3_mse"\nstart = {start}\nend = {end}\n'
            "rounds_per_week = 3\ndelay_days = 0\n"
            for start, end in (("2031-07-01", "2031-07-31"), ("2031-07-31", "2031-08-30"))
        ),
        r"resupply\[2\] overlaps another period .*2031-07-01 to 2031-07-31.* 2031-08-01 at the earliest",
    ),
    "supply that ends before it begins": (
        STOCK
        + '[[resupply]]\ninterceptor = "pac3_mse"\nstart = 2031-07-09\nend = 2031-07-01\n'
        + "rounds_per_week = 3\ndelay_days = 0\n",
        r"resupply\[1\]\.end = 2031-07-01 is before the start \(2031-07-09\): swap the dates",
    ),
    "supply of a stranger": (
        STOCK + '[[resupply]]\ninterceptor = "gem_t"\nstart = 2031-07-01\nend = 2031-07-09\n',
        r"interceptor = 'gem_t' is not in this inventory: known are pac3_mse",
    ),
    "no TOML": ("stock = [", r"inventory\.toml is not valid TOML"),
    "nothing": ("counted_on = 2031-06-23\n", r"interceptor is missing: name at least one of"),
    "too long": (STOCK + "#" * 1_000_001, r"longer than 1,000,000 letters"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_inventory_is_one_line(name: str) -> None:
    """A wrong value is refused in one line with the file, the key and what is allowed."""
    text, says = WRONG[name]
    with pytest.raises(InventoryError, match=says) as error:
        stock(text=text)
    assert str(error.value).startswith("inventory.toml")
    assert "\n" not in str(error.value)


PLACES = {
    "latitude": "latitude = 50.1\n",
    "a key in parts": "launcher_lat = 50.1\n",
    "coordinates in a list": "coordinates = [50.4, 30.5]\n",
    "position": 'position = "north"\n',
    "an oblast": 'oblast = "UA-32"\n',
    "a region by name as key": "odesa = 3\n",
    "a region in a title": 'title = "battery near Kharkiv"\n',
    "a region in Ukrainian": 'title = "Львівщина"\n',
    "a region code in a title": 'title = "stock of UA-65"\n',
    "coordinates in a source": 'source = "seen at 49.8397, 24.0297"\n',
    "degrees": 'title = "49° N"\n',
    "a grid reference": 'title = "36UUB 1234567890"\n',
}


@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize("deep", [False, True], ids=["at the top", "in a table"])
def test_places_are_refused_with_the_reason(name: str, deep: bool) -> None:
    """A coordinate, a position, a region or a town anywhere in a file is refused, and the line says why."""
    with pytest.raises(InventoryError, match=r"national; there is no field for where air defence is"):
        stock(text=STOCK + PLACES[name] if deep else PLACES[name] + STOCK.replace('source = "assumed"\n', "", 1))
    with pytest.raises(InventoryError, match=r"options\.toml: .*take it out"):
        wish(text=WISH + PLACES[name])


def test_sources_may_name_a_newspaper() -> None:
    """The name of a newspaper with a town in it is no place: sources are only searched for coordinates."""
    assert stock(text=STOCK.replace('"assumed"', '"Kyiv Independent, 3 May"')).held[0].stock.low == 40


def test_every_number_has_a_source() -> None:
    """Each assumption that the example files bring in has a value and a source."""
    made = inventory_assumptions(example()) + option_assumptions(example_ask())
    assert len(made) > 60
    assert all(one.value and one.source for one in made)
    assert {one.name for one in made if one.source == "INVENTED"}


def example() -> Inventory:
    """The inventory that ships as an example."""
    return parse_inventory((EXAMPLES / "invented-inventory.toml").read_text("utf-8"), "inventory.toml", catalog())


def example_ask() -> Ask:
    """The options that ship as an example."""
    return parse_options((EXAMPLES / "invented-options.toml").read_text("utf-8"), "options.toml", catalog())


def test_examples_are_marked_invented() -> None:
    """Both example files read without an error and say that they are invented."""
    assert example().invented
    assert example_ask().invented
    assert len(example().held) >= 4


def test_options_know_their_lots() -> None:
    """Lots add up to the number; a system brings its launchers and rounds; prices come from the data if not given."""
    found = wish('lots = 3\n[[option]]\nid = "unit"\nsystem = "patriot"\nnumber = 2\ndelivery_date = 2031-08-01\n')
    rounds, unit = found.options[:2]
    assert [rounds.taken(lots) for lots in range(4)] == [0, 10, 21, 32]
    assert (unit.lots, unit.interceptor, unit.launchers_each > 0, unit.rounds_each > 0) == (2, "pac3_mse", True, True)
    assert unit.adds_reach["ballistic"].high > 0
    assert unit.price_each.low > 100 * rounds.price_each.low


def test_cheap_alternative_is_always_there() -> None:
    """Interceptor drones stand beside any list that does not hold them, marked as nobody's wish."""
    added = wish().options[-1]
    assert (added.interceptor, added.compared) == ("interceptor_drone", True)
    own = wish('[[option]]\nid = "own"\nrounds_of = "interceptor_drone"\nnumber = 10\ndelivery_date = 2031-08-01\n')
    assert [one.id for one in own.options if one.interceptor == "interceptor_drone"] == ["own"]


WRONG_OPTIONS = {
    "neither rounds nor system": (WISH.replace('rounds_of = "pac3_mse"', ""), r"write one of the two, and not both"),
    "both": (WISH + 'system = "patriot"\n', r"option\[1\]\.rounds_of and system: write one of the two"),
    "unknown system": (WISH.replace('rounds_of = "pac3_mse"', 'system = "s500"'), r"'s500' is unknown: known are"),
    "none": (WISH.replace("number = 32", "number = 0"), r"number = 0 is out of range: allowed is 1 to 1,000,000"),
    "a billion": (WISH.replace("= 32", "= 1_000_000_000"), r"number = 1,000,000,000 is out of range"),
    "more lots than rounds": (
        WISH.replace("= 32", "= 2") + "lots = 3\n",
        r"lots = 3 is out of range: allowed is 1 to 2",
    ),
    "price without a unit": (WISH + "price = 3\n", r"option\[1\]\.price has no unit: write price_million_eur_each"),
    "negative price": (WISH + "price_million_eur_each = -1\n", r"= -1 is out of range: allowed is 0 to 20,000"),
    "no delivery": (WISH.replace("delivery_date = 2031-07-01", ""), r"delivery_date is missing"),
    "no source": (WISH.replace('source = "assumed"', ""), r"source is missing: say who asks for it"),
    "the same id twice": (WISH + WISH.replace('source = "assumed"', ""), r"id = 'rounds' is taken"),
    "limit without a unit": (WISH + "[limits]\nprice = 3\n", r"limits\.price has no unit: write price_million_eur"),
    "unknown limit": (WISH + "[limits]\nhope = 3\n", r"limits\.hope is unknown"),
    "no option": ('title = "nothing"\n', r"option is missing: write at least one"),
}


@pytest.mark.parametrize("name", WRONG_OPTIONS)
def test_wrong_options_are_one_line(name: str) -> None:
    """A wrong option is refused in one line with the file, the key and what is allowed."""
    text, says = WRONG_OPTIONS[name]
    with pytest.raises(InventoryError, match=says) as error:
        wish(text=text)
    assert str(error.value).startswith("options.toml: ")
    assert "\n" not in str(error.value)


def test_systems_have_ranges_and_sources() -> None:
    """Every range in data/systems.toml has low <= high and a source, and every number its unit in its key."""
    table = catalog().toml(SYSTEMS)
    units = (
        "share",
        "rounds",
        "eur",
        "days",
        "launcher",
        "each",
        "million",
        "number",
        "draw",
        "lots",
        "paths",
        "target",
    )
    plain = {"hit", "reach", "low", "best", "high", "draws_of_unknowns"}
    groups = set(table["free_layer"])

    def check(values: object, path: str) -> None:
        if not isinstance(values, dict):
            key = path.rsplit(".", 1)[-1]
            if isinstance(values, int | float) and not isinstance(values, bool):
                assert key in plain | groups or any(unit in key for unit in units), path
            return
        if "low" in values:
            assert values["low"] <= values["high"], path
            assert values["source"].strip(), path
        for key, value in values.items():
            check(value, f"{path}.{key}")

    for section in ("correlation", "free_layer", "interceptor", "system", "runs", "doubt"):
        check(table[section], section)
    for group, names in table["order"].items():
        assert all(group in table["interceptor"][name]["against"] for name in names)
    assert {entry["fired_by"] for entry in table["interceptor"].values()} - set(table["system"]) == {"drone_teams"}
