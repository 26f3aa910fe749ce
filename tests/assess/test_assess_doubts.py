"""What if claims are wrong: trust in the record itself, with no inventory."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from firstlight.assess import AssessOptions, assess, to_json
from firstlight.assess.trust import reach_needed
from firstlight.catalog import catalog
from firstlight.model import Assessment, LedgerState
from tests.truth.test_truth_silence import planted

DOUBT = catalog().toml("systems.toml")["doubt"]


@cache
def assessed() -> Assessment:
    """The planted year, its ballistic figures known to the last night."""
    return assess(LedgerState(raids=planted()[:300]), {}, {}, catalog(), AssessOptions(weeks=4, paths=2000))


@cache
def trust() -> dict[str, Any]:
    """Its trust, as it is written."""
    found: dict[str, Any] = to_json(assessed())["trust"]
    return found


def what_if(name: str) -> dict[str, Any]:
    """One case."""
    return next(one for one in trust()["what_ifs"] if one["name"] == f"{name} of the record")


@pytest.mark.parametrize("share", DOUBT["misreported_share"])
def test_false_claims_lower_the_rate_and_let_more_through(share: float) -> None:
    """If a share of the claimed kills were none, each rate is lower by as much, and those weapons are leakers."""
    made, case = to_json(assessed()), what_if(f"misreported {share:g}")
    for group, rate in case["rates"].items():
        assert rate["best"] == pytest.approx(made["rates"][group]["per_munition"]["best"] * (1 - share), rel=1e-4)
    weekly = made["need"]["per_week"]
    for one in case["ranges"]:
        launched, leakers = (4 * weekly[one["group"]][what]["mean"] for what in ("launched", "leakers"))
        assert one["mean"] == pytest.approx(leakers + share * (launched - leakers), rel=0.01)


@pytest.mark.parametrize("share", DOUBT["decoy_what_if_share"])
def test_decoys_leave_fewer_warheads_but_a_larger_share_of_them(share: float) -> None:
    """Fewer warheads than leakers get through; of those launched, up to 1 / (1 - decoys) times the share does."""
    armed, least, most = what_if(f"decoys {share:g}")["ranges"]
    leakers = 4 * to_json(assessed())["need"]["per_week"]["drone"]["leakers"]["mean"]
    assert armed["mean"] == pytest.approx(leakers * (1 - share), rel=0.01)
    assert most["best"] == pytest.approx(min(1.0, least["best"] / (1 - share)), rel=0.01)


def test_reach_and_chance_look_alike_in_the_record() -> None:
    """For what only rounds stop, each chance of a shot has the reach that gives the rate on record."""
    rate = to_json(assessed())["rates"]["ballistic"]["per_munition"]["best"]
    rows = [row for row in trust()["reach_needed"] if row["group"] == "ballistic"]
    assert {row["hit"] for row in rows} == set(DOUBT["hit_shares"])
    for row in rows:
        expected = reach_needed(rate, row["hit"], row["shots"], row["correlation"])
        assert row["reach"]["best"] == (None if expected is None else pytest.approx(expected, rel=1e-4))
    assert not [row for row in trust()["reach_needed"] if row["group"] == "drone"]


def test_trust_in_the_record_is_not_restricted() -> None:
    """Nothing in it comes from an inventory; what it tries is among the assumptions, with its source."""
    assert trust()["restricted"] is False
    assert trust()["sensitivity"] == trust()["agreement"] == []
    named = {one["name"]: one["source"] for one in to_json(assessed())["assumptions"]}
    assert named["what if: share of claimed kills that were none"] == "assumed"
    assert named["decoys among drone weapons"]
