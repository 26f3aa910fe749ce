"""Trust: which unknown moves the answer, what the record cannot tell apart, and what if claims are wrong."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from firstlight.assess.case import INVENTED
from firstlight.assess.chances import all_miss
from firstlight.assess.inventory import parse_inventory
from firstlight.assess.restricted import trust_object
from firstlight.assess.runout import stocks
from firstlight.assess.trust import VOLUME, misreported, reach_needed, trust, variance_share
from firstlight.catalog import catalog
from firstlight.model import Estimate, Trust
from tests.assess.arms import several
from tests.assess.test_assess_inventory import STOCK
from tests.assess.test_assess_options import example_case
from tests.assess.test_assess_stocks import _marks, made

RATE = Estimate(low=0.13, best=0.25, high=0.33)


@pytest.fixture(scope="module")
def found() -> Trust:
    """Trust in the example inventory against a threat of three groups."""
    case = example_case(3_000, 28)
    _, plan, run = stocks(case)
    return trust(case, plan, run, {"ballistic": RATE, "cruise": Estimate(low=0.99, best=0.995, high=1.0)})


def test_variance_shares_are_recovered() -> None:
    """Of 3a + 2b + c with equal spreads the shares are 9, 4 and 1 in 14, of what has no part none; levels work too."""
    rng = np.random.default_rng(1)
    a, b, c, none = rng.normal(size=(4, 40_000))
    answer = 3 * a + 2 * b + c
    shares = [variance_share(one, answer) for one in (a, b, c, none)]
    assert shares == pytest.approx([9 / 14, 4 / 14, 1 / 14, 0.0], abs=0.02)
    level = rng.integers(0, 3, 40_000).astype(np.float64)
    assert variance_share(level, level + rng.normal(size=40_000) * np.sqrt(2 / 3)) == pytest.approx(0.5, abs=0.02)
    assert variance_share(a, np.ones_like(a)) == 0.0
    assert variance_share(np.ones_like(a), a) == 0.0


def test_curved_unknowns_count_in_full() -> None:
    """An unknown that acts without a slope (a square) is seen, where a correlation would see nothing."""
    a = np.random.default_rng(2).normal(size=40_000)
    assert abs(np.corrcoef(a, a**2)[0, 1]) < 0.05
    assert variance_share(a, a**2) > 0.8


def test_reach_is_what_drives_a_share() -> None:
    """With wide priors for one interceptor reach moves the share that gets through most, and the threat the number."""
    threat, _ = several(4_000, 56)
    level = np.exp(np.random.default_rng(3).normal(0, 0.5, (4_000, 1, 1)))
    threat = np.random.default_rng(4).poisson(threat[:, :, 2:] * level)
    inventory = parse_inventory(STOCK.replace("40", "{ low = 100, high = 200 }"), "inventory.toml", catalog())
    case = made(inventory, threat, ("ballistic",))
    _, plan, run = stocks(case)
    rows = trust(case, plan, run, {}).sensitivity
    by_share = max(rows, key=lambda one: one.of_share)
    by_number = max(rows, key=lambda one: one.of_leakers)
    assert by_share.unknown.startswith("reach of")
    assert by_share.of_share > 0.3
    assert by_number.unknown == VOLUME


def test_reach_and_chance_look_alike() -> None:
    """A national rate of 0.25 with two shots asks for 0.33, 0.30, 0.27, 0.26 within reach at 0.5, 0.6, 0.7, 0.8."""
    found = [reach_needed(0.25, hit, 2, 0.0) for hit in (0.5, 0.6, 0.7, 0.8)]
    assert found == pytest.approx([1 / 3, 0.25 / 0.84, 0.25 / 0.91, 0.25 / 0.96])
    shared = reach_needed(0.25, 0.6, 2, 0.3)
    assert shared == pytest.approx(0.25 / (1 - all_miss(0.6, 0.3, 2)))
    assert shared is not None
    assert shared > 0.25 / 0.84
    assert reach_needed(0.9, 0.5, 1, 0.0) is None


def test_reach_is_given_where_nothing_else_stops(found: Trust) -> None:
    """The panel is made for groups without a free layer, at several chances, and its range is that of the rate."""
    assert {one.group for one in found.reach_needed} == {"ballistic"}
    assert len({(one.hit, one.correlation) for one in found.reach_needed}) == 8
    for one in found.reach_needed:
        assert one.low is not None
        assert one.best is not None
        assert one.high is not None
        assert one.low < one.best < one.high


def test_agreement_with_the_record_is_told(found: Trust) -> None:
    """What the inventory stops while rounds last stands beside the record's rate, and a clash is called one."""
    says = {one.group: one.says for one in found.agreement}
    assert "compatible with the record" in says["ballistic"]
    assert "less than the record" in says["cruise"]
    assert "drone" not in says  # no rate was given


def test_false_claims_let_more_through(found: Trust) -> None:
    """The more of the claimed kills were none, the more gets through, in every group and in casualties."""
    cases = [one for one in found.what_ifs if one.name.startswith("misreported")]
    assert [one.name for one in cases] == ["misreported 0", "misreported 0.05", "misreported 0.1", "misreported 0.2"]
    means = np.array([[row.mean for row in one.ranges] for one in cases])
    assert means.shape == (4, 4)
    assert (np.diff(means, axis=0) > 0).all()


def test_decoys_leave_fewer_warheads(found: Trust) -> None:
    """The more of the drones are decoys, the fewer leakers carry a warhead: in proportion."""
    armed = {one.name: one.ranges[0].mean for one in found.what_ifs if one.name.startswith("decoys")}
    assert armed["decoys 0.2"] / 0.8 == pytest.approx(armed["decoys 0.6"] / 0.4)


def test_misreporting_lowers_a_rate() -> None:
    """If one claimed kill in ten was none, a rate and its ends are a tenth lower; what is not known stays so."""
    lower = misreported(RATE, 0.1)
    assert (lower.low, lower.best, lower.high) == pytest.approx((0.117, 0.225, 0.297))
    assert misreported(Estimate(low=None, best=None, high=None), 0.1).best is None


def test_trust_is_marked_and_restricted(found: Trust) -> None:
    """From an invented inventory every row and sentence carries the mark, and the whole is restricted."""
    written = trust_object(found)
    assert _marks(written) == {True}
    assert (written["restricted"], found.restricted) == (True, True)
    said = (*found.notes, *(one.says for one in found.what_ifs), *(one.says for one in found.agreement))
    assert all(text.startswith(INVENTED) for text in said)


def test_same_trust_same_bytes(found: Trust) -> None:
    """Made anew from the same inputs it has the same bytes."""
    case = example_case(3_000, 28)
    _, plan, run = stocks(case)
    again = trust(case, plan, run, {"ballistic": RATE, "cruise": Estimate(low=0.99, best=0.995, high=1.0)})
    assert msgspec.json.encode(again) == msgspec.json.encode(found)
