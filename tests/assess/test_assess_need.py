"""What is needed per week without an inventory: rounds by doctrine, and how much of it rests on silence."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from firstlight.assess.chances import all_miss as all_miss_of_one
from firstlight.assess.harm import harm_draws
from firstlight.assess.need import all_miss, need, rounds_per_target, unseen
from firstlight.assess.paths import Paths, paths
from firstlight.assess.ranges import Ahead
from firstlight.assess.settings import Doctrine, doctrine_settings, forecast_settings, harm_settings
from firstlight.catalog import catalog
from firstlight.model import LastKnown, NeedLine
from tests.truth.world import launches

SHOOTING = doctrine_settings(catalog())


def doctrine(how: str, shots: int) -> Doctrine:
    """A doctrine of some shots."""
    return Doctrine(title="", how=how, shots_per_target=shots, groups=frozenset(), source="")  # type: ignore[arg-type]


def test_chances_that_all_miss_are_the_exact_ones() -> None:
    """T10 by draws: 0.232 and 0.157046 at mean 0.6 and correlation 0.3, and 0.16 where shots miss apart."""
    chance, together = np.full(3, 0.6), np.array([0.3, 0.3, 0.0])
    assert all_miss(chance, together, 2) == pytest.approx([0.232, 0.232, 0.16], abs=1e-6)
    assert all_miss(chance, together, 3)[0] == pytest.approx(0.157046, abs=5e-7)
    assert all_miss(chance, together, 3)[0] == pytest.approx(all_miss_of_one(0.6, 0.3, 3))
    assert (all_miss(chance, together, 0) == 1).all()


def test_rounds_at_a_target() -> None:
    """T2: a salvo of two costs two; shoot-look-shoot at 0.6 costs 1.4 with two and 1.624 with four shots at most."""
    chance, apart = np.full(2, 0.6), np.zeros(2)
    assert (rounds_per_target(doctrine("salvo", 2), chance, apart) == 2).all()
    assert rounds_per_target(doctrine("look", 2), chance, apart) == pytest.approx(1.4)
    assert rounds_per_target(doctrine("look", 4), chance, apart) == pytest.approx(1.624)
    assert rounds_per_target(doctrine("look", 2), chance, np.full(2, 0.3)) == pytest.approx(1.4)


def planted(seed: int = 1) -> tuple[Ahead, Paths, np.ndarray]:
    """Paths of a planted world of which one in five leaks."""
    volume = launches(np.random.default_rng(seed), 200)
    made = paths(volume, forecast_settings(catalog()), 4, 2000, 1)
    leaked = np.random.default_rng(2).binomial(made.launched, 0.2).astype(np.int32)
    return Ahead(first=volume.last + timedelta(days=1), nights=28), made, leaked


def lines() -> dict[tuple[str, str], NeedLine]:
    """Need of the planted world by group and doctrine."""
    ahead, made, leaked = planted()
    return {(line.group, line.doctrine): line for line in need(ahead, made, leaked, SHOOTING, 1)}


def test_every_group_has_its_doctrines_and_every_number_is_a_range() -> None:
    """Each live group meets each doctrine that names it, with a source, per week, and with some width."""
    found = lines()
    expected = {(g, name) for name, one in SHOOTING.doctrine.items() for g in one.groups} & {
        (group, name) for group in ("drone", "cruise", "ballistic") for name in SHOOTING.doctrine
    }
    assert set(found) == expected
    for line in found.values():
        assert line.source
        for one in (
            line.raid_nights,
            line.launched,
            line.leakers,
            line.rounds,
            line.rounds_at_leakers,
            line.leakers_left,
        ):
            assert one.wide.low is not None
            assert one.wide.high is not None
            assert 0 <= one.wide.low <= one.wide.high
            assert one.wide.unit.endswith("per week")
        assert line.rounds.wide.high > line.rounds.wide.low  # type: ignore[operator]


def test_rounds_are_those_of_the_targets() -> None:
    """A salvo of two needs exactly twice the launches; a second look needs fewer, and leaves the same number."""
    found = lines()
    two, look = found["ballistic", "two"], found["ballistic", "look-two"]
    assert two.rounds.mean == pytest.approx(2 * two.launched.mean)
    assert two.rounds_at_leakers.mean == pytest.approx(2 * two.leakers.mean)
    assert two.launched.mean < look.rounds.mean < two.rounds.mean
    assert look.leakers_left.mean == pytest.approx(two.leakers_left.mean)
    assert two.leakers_left.mean < two.leakers.mean
    ahead, made, _ = planted()
    assert two.launched.mean == pytest.approx(made.of("ballistic").sum(axis=1).mean() / (ahead.nights / 7))


@pytest.mark.parametrize(
    ("why", "since", "hidden"), [("withheld", 1, True), ("silence", 30, True), ("silence", 2, False)]
)
def test_what_rests_on_silence_is_told(why: str, since: int, hidden: bool) -> None:
    """Withheld figures, or a week of silence, make a group's share of launches, leakers and casualties known."""
    ahead, made, leaked = planted()
    known = [
        LastKnown(group="drone", night="2025-01-01", why="", nights_since=0),
        LastKnown(group="ballistic", night="2025-01-01", why=why, nights_since=since),
    ]
    volume = launches(np.random.default_rng(1), 20)
    settings = harm_settings(catalog())
    six = ("drone", "cruise", "ballistic", "supersonic", "anti_radiation", "sam_ground")
    wide = Paths(groups=six, live=made.live, launched=np.pad(made.launched, ((0, 0), (0, 0), (0, 3))))
    groups, shares = unseen(
        known,
        ahead,
        wide,
        np.pad(leaked, ((0, 0), (0, 0), (0, 3))),
        harm_draws({}, volume, settings, settings.total, 1),
    )
    assert groups == (("ballistic",) if hidden else ())
    assert len(shares) == (3 if hidden else 0)
    for one in shares:
        assert one.wide.low is not None
        assert one.wide.high is not None
        assert 0 < one.wide.low < one.wide.high < 1
    if hidden:
        share = (made.of("ballistic").sum(axis=1) / made.launched.sum(axis=(1, 2))).mean()
        assert shares[0].mean == pytest.approx(share)


def test_single_shot_chances_are_wide() -> None:
    """No shipped chance of one shot is known better than to 0.3, for nobody publishes one."""
    rng = np.random.default_rng(3)
    for shot in SHOOTING.single_shot.values():
        low, high = np.quantile(rng.beta(shot.alpha, shot.beta, 20_000), [0.025, 0.975])
        assert high - low > 0.3
        assert shot.source
