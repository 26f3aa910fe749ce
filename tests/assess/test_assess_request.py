"""An inventory and options on top of a forecast: what they add to an assessment, and what they cannot do without."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from typing import Any

import msgspec
import numpy as np
import pytest

from firstlight.assess import AssessOptions, assess, parse_options, to_json
from firstlight.assess.harm import harm_draws
from firstlight.assess.inventory import parse_inventory
from firstlight.assess.outlook import Outlook
from firstlight.assess.paths import paths
from firstlight.assess.ranges import Ahead
from firstlight.assess.request import restricted_parts, with_stocks
from firstlight.assess.settings import doctrine_settings, forecast_settings, harm_settings
from firstlight.catalog import catalog
from firstlight.errors import FirstlightError
from firstlight.model import Assessment, LedgerState
from tests.assess.test_assess_inventory import EXAMPLES, example_ask
from tests.assess.test_assess_stocks import _marks
from tests.truth.test_truth_silence import LAST, WITHHELD_FROM, planted
from tests.truth.world import launches

BARE = Assessment(
    start="2025-08-01",
    end="2026-02-16",
    nights=(),
    rates=(),
    left_out=(),
    notes=(),
    assumptions=(),
    seed=3,
    data_hash="",
    version="",
)


def forecast(weeks: int = 4) -> Outlook:
    """A forecast of a planted world."""
    forecasting, harming = forecast_settings(catalog()), harm_settings(catalog())
    volume = launches(np.random.default_rng(1), 200)
    made = paths(volume, forecasting, weeks, 400, 1)
    return Outlook(
        volume=volume,
        ahead=Ahead(first=volume.last + timedelta(days=1), nights=7 * weeks),
        made=made,
        leaked=made.launched,
        rates={},
        leakers={},
        harm=harm_draws({}, volume, harming, harming.total, 1),
        forecasting=forecasting,
        harming=harming,
        shooting=doctrine_settings(catalog()),
    )


def inventory_text(ahead: Outlook) -> str:
    """The example inventory, counted on the eve of the forecast."""
    text = (EXAMPLES / "invented-inventory.toml").read_text("utf-8")
    return text.replace("counted_on = 2031-06-23", f"counted_on = {ahead.volume.last}")


def test_inventory_adds_stocks_options_and_trust() -> None:
    """Each part is there, restricted and marked, names its file and hash, and starts on the forecast's first night."""
    ahead = forecast()
    inventory = parse_inventory(inventory_text(ahead), "inventory.toml", catalog())
    found = with_stocks(BARE, ahead, inventory, example_ask(), catalog())
    assert found.stocks is not None
    assert found.options is not None
    assert found.trust is not None
    assert found.stocks.start == ahead.ahead.first.isoformat()
    assert {one.group for one in found.stocks.leakers} == set(ahead.made.live)
    assert found.stocks.harm is not None
    parts = restricted_parts(found)
    assert set(parts) == {"stocks", "options", "trust"}
    assert all(part["restricted"] for part in parts.values())
    assert _marks(parts) == {True}
    assert parts["stocks"]["file"] == "inventory.toml"
    assert len(parts["stocks"]["file_hash"]) == 64
    again = parse_inventory(inventory_text(ahead) + "\n# a comment\n", "inventory.toml", catalog())
    assert again.hash != inventory.hash
    assert all(row["source"] for part in ("stocks", "options") for row in parts[part]["assumptions"])
    msgspec.json.encode(parts)


def test_without_options_there_are_none() -> None:
    """An inventory alone gives stocks and trust; without one the assessment stays as it was."""
    ahead = forecast()
    inventory = parse_inventory(inventory_text(ahead), "inventory.toml", catalog())
    assert set(restricted_parts(with_stocks(BARE, ahead, inventory, None, catalog()))) == {"stocks", "trust"}
    assert with_stocks(BARE, ahead, None, None, catalog()) is BARE
    assert restricted_parts(BARE) == {}


def test_what_is_missing_is_told() -> None:
    """Options without an inventory, and an inventory without a forecast, are refused in a line that names the file."""
    ahead = forecast()
    inventory = parse_inventory(inventory_text(ahead), "inventory.toml", catalog())
    with pytest.raises(FirstlightError, match=r"options\.toml: options are valued against a stock"):
        with_stocks(BARE, ahead, None, example_ask(), catalog())
    for none in (None, forecast(0)):
        with pytest.raises(FirstlightError, match=r"inventory\.toml: .*there is none"):
            with_stocks(BARE, none, inventory, None, catalog())


def test_stocks_say_how_much_rests_on_silence() -> None:
    """Eight weeks after ballistic figures were withheld stocks are still run against them, from the last known night,
    over a wider range than before, and stocks, options and mix say how much of them rests on it; before, nothing does.
    """
    eve = date.fromisoformat(WITHHELD_FROM) - timedelta(days=1)
    before, after = (of_planted(night) for night in (eve, LAST))
    told, hidden = before["stocks"]["groups"]["ballistic"], after["stocks"]["groups"]["ballistic"]
    width = [one["launched"]["high"] - one["launched"]["low"] for one in (told, hidden)]
    assert width[1] > width[0]
    assert hidden["launched"]["best"] == pytest.approx(told["launched"]["best"], rel=0.15)
    assert before["stocks"]["unseen"] == {"groups": [], "share": None}
    assert after["stocks"]["unseen"]["groups"] == ["ballistic"]
    assert 0 < after["stocks"]["unseen"]["share"]["low"] < after["stocks"]["unseen"]["share"]["high"] <= 1
    assert any("ballistic: nothing is told after" in note for note in after["stocks"]["notes"])
    shares = {one["id"]: one["unseen_share"] for one in after["options"]["options"]}
    assert (shares["mse"], shares["interceptor-drones"]) == (1.0, 0.0)
    assert 0 < after["options"]["mix"]["unseen_share"] < 1
    assert any(
        "rests on what is forecast of groups not told of now" in note for note in after["options"]["mix"]["notes"]
    )
    assert {one["unseen_share"] for one in before["options"]["options"]} == {0.0}


@cache
def of_planted(night: date) -> dict[str, Any]:
    """The assessment of the planted war of withheld figures up to a night, with the example's stock and options."""
    shift = night - date(2031, 6, 23)

    def moved(name: str) -> str:
        text = (EXAMPLES / name).read_text("utf-8")
        return re.sub(r"2031-\d\d-\d\d", lambda found: (date.fromisoformat(found[0]) + shift).isoformat(), text)

    options = AssessOptions(
        end=night.isoformat(),
        paths=2_000,
        weeks=6,
        inventory=parse_inventory(moved("invented-inventory.toml"), "inventory.toml", catalog()),
        ask=parse_options(moved("invented-options.toml"), "options.toml", catalog()),
    )
    return to_json(assess(LedgerState(raids=planted()), {}, {}, catalog(), options))


def test_files_are_part_of_the_data_hash() -> None:
    """Another inventory is another data hash, so that an answer tells what it was made from."""
    state = LedgerState(raids=planted()[:60])
    text = inventory_text(forecast())
    none, one, other = (
        assess(state, {}, {}, catalog(), AssessOptions(paths=200, weeks=1, inventory=given)).data_hash
        for given in (
            None,
            *(
                parse_inventory(
                    re.sub(r"counted_on = \S+", f"counted_on = {planted()[59].night}", one), "inventory.toml", catalog()
                )
                for one in (text, text + "\n# changed\n")
            ),
        )
    )
    assert len({none, one, other}) == 3
