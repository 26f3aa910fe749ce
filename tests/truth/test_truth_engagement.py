"""Rounds, shots and leakers against closed forms, and the best mix against brute force and a solver's known fault."""

from __future__ import annotations

from itertools import product

import msgspec
import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.stats import binom, poisson

from firstlight.assess.chances import all_miss
from firstlight.assess.draws import binv
from firstlight.assess.engagement import Shots, Spread
from firstlight.assess.mix import Choice, best_mix, fits, greedy, greedy_is_exact, solve, worth
from firstlight.assess.stocks import Defence, Part, Serve, simulate
from tests.assess.arms import alone, four, layer, same, serve, several, z_of

PATHS = 40_000
WIDE = 3.5  # standard errors; seeds are fixed, so a test that passes once passes always


def test_salvo_without_end() -> None:
    """Salvos of two at 0.6 against ten: 1.6 get through on average, variance 1.344, and twenty rounds always go."""
    run = alone(same(10, PATHS), Shots(per_target=2))
    leakers = run.leakers[:, 0, 0]
    assert abs(z_of(leakers, 1.6, 1.344)) < WIDE
    assert leakers.var() == pytest.approx(1.344, abs=0.05)
    assert (run.used == 20).all()


def test_look_spends_less() -> None:
    """Shoot-look-shoot stops as many with 14 rounds on average (variance 2.4), and up to four shots cost 1.624 each."""
    run = alone(same(10, PATHS), Shots(per_target=2, look=True))
    assert abs(z_of(run.leakers[:, 0, 0], 1.6, 1.344)) < WIDE
    assert abs(z_of(run.used[:, 0], 14, 2.4)) < WIDE
    assert run.used.var() == pytest.approx(2.4, abs=0.1)
    four_shots = alone(same(10, PATHS), Shots(per_target=4, look=True)).used[:, 0] / 10
    assert four_shots.mean() == pytest.approx((1 - 0.4**4) / 0.6, abs=4 * four_shots.std() / np.sqrt(PATHS))


def test_poisson_raids_stay_poisson() -> None:
    """Poisson(3) raids met by salvos of two leave Poisson(0.48): 0.618783 of nights without a leaker, variance 0.48."""
    threat = np.random.default_rng(1).poisson(3.0, (PATHS, 1))
    leakers = alone(threat, Shots(per_target=2)).leakers[:, 0, 0]
    assert abs(z_of(leakers == 0, 0.618783, 0.618783 * 0.381217)) < WIDE
    assert leakers.var() == pytest.approx(0.48, abs=0.02)


def test_single_shots_to_the_last_round() -> None:
    """Five rounds one by one at ten: seven get through on average, five with chance 0.6^5, and no round is left."""
    run = alone(same(10, PATHS), Shots(per_target=1), stock=5)
    leakers = run.leakers[:, 0, 0]
    assert abs(z_of(leakers, 7.0, 1.2)) < WIDE
    assert abs(z_of(leakers == 5, 0.07776, 0.07776 * 0.92224)) < WIDE
    assert (run.stock[:, -1, 0] == 0).all()


def test_salvo_with_an_odd_round() -> None:
    """Five rounds in salvos of two at ten: two salvos and one single shot leave 7.72."""
    leakers = alone(same(10, PATHS), Shots(per_target=2), stock=5).leakers[:, 0, 0]
    assert abs(z_of(leakers, 7.72, 2 * 0.84 * 0.16 + 0.24)) < WIDE


def test_look_with_few_rounds() -> None:
    """Five rounds, a second shot where the first missed, at three: 0.5184 get through and 4.136 rounds go."""
    run = alone(same(3, 4 * PATHS), Shots(per_target=2, look=True), stock=5)
    assert z_of(run.leakers[:, 0, 0], 0.5184, float(run.leakers.var())) == pytest.approx(0, abs=WIDE)
    assert z_of(run.used[:, 0], 4.136, float(run.used.var())) == pytest.approx(0, abs=WIDE)


def test_run_out_night() -> None:
    """Twenty rounds at Poisson(2) a night are gone by the eighth night with chance 0.187751, after 9.5 on average."""
    threat = np.random.default_rng(2).poisson(2.0, (PATHS, 40))
    empty = alone(threat, Shots(per_target=1), stock=20).first_empty()[:, 0]
    chance = float(poisson.sf(19, 16))
    assert chance == pytest.approx(0.187751, abs=1e-6)
    assert abs(z_of(empty <= 7, chance, chance * (1 - chance))) < WIDE
    expected = sum(poisson.cdf(19, 2.0 * (day + 1)) for day in range(200))
    assert expected == pytest.approx(9.5, abs=1e-3)
    assert z_of(empty, expected, float(empty.var())) == pytest.approx(0, abs=WIDE)


def test_fire_until_it_falls() -> None:
    """With five rounds and no limit of shots all three fall with the chance of three hits in five: 0.68256."""
    leakers = alone(same(3, PATHS), Shots(per_target=5, look=True), stock=5).leakers[:, 0, 0]
    assert abs(z_of(leakers == 0, 0.68256, 0.68256 * 0.31744)) < WIDE


def test_scattered_raids_stay_scattered() -> None:
    """Negative binomial raids (mean 10, size 2) in salvos of two leave mean 1.6, size 2: variance 2.88, P0 0.308642."""
    threat = np.random.default_rng(3).negative_binomial(2, 2 / 12, (PATHS, 1))
    leakers = alone(threat, Shots(per_target=2)).leakers[:, 0, 0]
    assert abs(z_of(leakers, 1.6, 2.88)) < WIDE
    assert leakers.var() == pytest.approx(2.88, abs=0.12)
    assert abs(z_of(leakers == 0, 0.308642, 0.308642 * 0.691358)) < WIDE


def test_shots_of_one_raid_share_their_fate() -> None:
    """With mean 0.6 and correlation 0.3 two shots miss with chance 0.232 and three with 0.157046, not 0.16, 0.064."""
    assert all_miss(0.6, 0.3, 2) == pytest.approx(0.232)
    assert all_miss(0.6, 0.3, 3) == pytest.approx(0.157046, abs=1e-6)
    uniform = (np.arange(192_000) + 0.5) / 192_000
    spread = Spread(levels=(0.3,), which=np.zeros(1, dtype=np.int64))
    missed = 1 - spread.chance(np.full(uniform.size, 0.6), uniform)
    assert missed.mean() == pytest.approx(0.4, abs=1e-6)
    assert (missed**2).mean() == pytest.approx(0.232, abs=2e-4)
    assert (missed**3).mean() == pytest.approx(0.157046, abs=2e-4)
    for shots, chance in ((2, 0.232), (3, 0.157046)):
        leakers = alone(same(10, PATHS), Shots(per_target=shots), correlation=0.3).leakers[:, 0, 0]
        assert z_of(leakers, 10 * chance, float(leakers.var())) == pytest.approx(0, abs=WIDE)


def test_layers_then_the_free_one() -> None:
    """Salvos of two at 0.6 and a free layer of 0.5 behind them let 0.8 of ten through."""
    leakers = alone(same(10, PATHS), Shots(per_target=2), free=0.5).leakers[:, 0, 0]
    assert abs(z_of(leakers, 0.8, 0.8 * 0.92)) < WIDE


@pytest.mark.parametrize("shots", [Shots(per_target=1), Shots(per_target=2), Shots(per_target=2, look=True)])
def test_rounds_are_conserved(shots: Shots) -> None:
    """On every path stock + arrivals - fired - left is exactly 0, and no stock is ever negative."""
    threat, groups = several(500, 21)
    defence = four((500, 21), (20, 30, 30, 300), shots, correlation=0.2)
    run = simulate(threat, groups, defence, 3)
    begun = np.stack([layer.stock for layer in defence.layers], axis=1)
    assert (begun + run.arrived - run.used - run.stock[:, -1] == 0).all()
    assert run.stock.min() >= 0
    assert (run.leakers >= 0).all() and (run.leakers <= threat).all()


@pytest.mark.parametrize(
    "shots",
    [Shots(per_target=1), Shots(per_target=2), Shots(per_target=3), Shots(per_target=2, look=True)],
    ids=["single", "salvo of two", "salvo of three", "look"],
)
@pytest.mark.parametrize("type_", range(4))
def test_one_round_more_never_lets_more_through(shots: Shots, type_: int) -> None:
    """On no path does one more round of any type raise the leakers of all groups together."""
    threat, groups = several(3_000, 14)
    stocks = [12, 20, 20, 150]
    before = simulate(threat, groups, four((3_000, 14), tuple(stocks), shots, 0.2), 9)  # type: ignore[arg-type]
    stocks[type_] += 1
    after = simulate(threat, groups, four((3_000, 14), tuple(stocks), shots, 0.2), 9)  # type: ignore[arg-type]
    change = after.leakers.sum(axis=(1, 2)) - before.leakers.sum(axis=(1, 2))
    assert (change <= 0).all()
    assert (change < 0).any()


def test_any_part_gives_the_same() -> None:
    """Paths run in any split, order or repetition, or from a later night on, give the numbers of the whole run."""
    threat, groups = several(300, 14)
    defence = four((300, 14), (12, 20, 20, 150), Shots(per_target=2), 0.2)
    whole = simulate(threat, groups, defence, 4)
    for numbers in (np.arange(7, 123), np.array([299, 0, 5, 5, 17])):
        part = four((len(numbers), 14), (12, 20, 20, 150), Shots(per_target=2), 0.2)
        run = simulate(threat[numbers], groups, part, 4, Part(paths=numbers))
        assert (run.leakers == whole.leakers[numbers]).all()
        assert (run.stock == whole.stock[numbers]).all()
    assert (simulate(threat, groups, defence, 5).leakers != whole.leakers).any()


def test_inverse_binomial_is_exact() -> None:
    """`binv` equals the quantile of the binomial distribution for 3,000 random cases up to n = 900, and far beyond."""
    rng = np.random.default_rng(13)
    for most, cases in ((900, 3_000), (12, 20_000), (60, 20_000), (100_000, 5_000)):
        trials, chance, uniform = rng.integers(0, most + 1, cases), rng.random(cases), rng.random(cases)
        expected = np.where(trials == 0, 0, binom.ppf(uniform, trials, chance))
        assert (binv(trials, chance, uniform) == expected).all()


@pytest.mark.parametrize("variance", [4.5, 5.1, 7.0, 14.0, 60.0, 900.0, 9_000.0])
@pytest.mark.parametrize("chance", [0.0002, 0.008, 0.05, 0.3, 0.5, 0.93, 0.9995])
def test_inverse_binomial_turns_at_every_step(variance: float, chance: float) -> None:
    """Just below each step of the distribution `binv` gives its k and just above it the next: no error of expansion."""
    trials = round(variance / (chance * (1 - chance)))
    middle, spread = trials * chance, 6 * np.sqrt(variance) + 3
    k = np.arange(max(0, int(middle - spread)), min(trials - 1, int(middle + spread)) + 1)
    below = binom.cdf(k, trials, chance)
    kept = (below > 1e-11) & (below < 1 - 1e-11)
    k, below = k[kept], below[kept]
    gap = 1e-3 * np.minimum(binom.pmf(k, trials, chance), binom.pmf(k + 1, trials, chance))
    many, alike = np.full(k.size, trials), np.full(k.size, chance)
    sure = gap > 1e-14
    assert sure.sum() > 10
    assert (binv(many, alike, below - gap) == k)[sure].all()
    assert (binv(many, alike, below + gap) == k + 1)[sure].all()


def test_inverse_binomial_grows_by_at_most_one() -> None:
    """One trial more gives the same or one more: what makes one round more never do harm."""
    rng = np.random.default_rng(19)
    trials, chance, uniform = rng.integers(0, 900, 100_000), rng.random(100_000), rng.random(100_000)
    grown = binv(trials + 1, chance, uniform) - binv(trials, chance, uniform)
    assert set(np.unique(grown).tolist()) == {0, 1}
    edges = np.array([0.0, 1.0])
    assert binv(np.array([7, 7]), edges, np.array([0.5, 0.5])).tolist() == [0, 7]


def test_common_draws_make_small_differences_visible() -> None:
    """The variance of what sixteen rounds more avoid is at least 100 times smaller with common draws than without."""
    threat, groups = several(2_000, 28)
    shots = Shots(per_target=2)
    base = simulate(threat, groups, four((2_000, 28), (12, 20, 20, 150), shots), 4).leakers.sum(axis=(1, 2))
    more = four((2_000, 28), (28, 20, 20, 150), shots)
    common = base - simulate(threat, groups, more, 4).leakers.sum(axis=(1, 2))
    other_threat, _ = several(2_000, 28, seed=6)
    apart = base - simulate(other_threat, groups, more, 40).leakers.sum(axis=(1, 2))
    assert common.mean() > 0
    assert apart.var() / common.var() > 100


def _capped(values: list[float], price: float = 1.0) -> tuple[tuple[float, ...], dict[str, tuple[float, ...]]]:
    total = tuple(float(value) for value in np.cumsum([0.0, *values]))
    return total, {"price": tuple(price * lots for lots in range(len(total)))}


def test_greedy_where_it_is_exact() -> None:
    """Ten, six and four threats of weights 1, 2, 3, single shots at 0.6, eight rounds: (0, 4, 4), and harm 22."""
    raids = {"one": (10, 1.0), "two": (6, 2.0), "three": (4, 3.0)}
    choices = []
    for name, (number, weight) in raids.items():
        values, uses = _capped([0.6 * weight] * number)
        choices.append(Choice(id=name, values=values, uses=uses))
    assert greedy_is_exact(choices, {"price": 8})
    found = best_mix(choices, {"price": 8})
    assert found.lots == (0, 4, 4)
    assert 34 - found.value == pytest.approx(22.0)
    assert found.gap == 0.0
    assert solve(choices, {"price": 8}).value == pytest.approx(found.value)


def test_salvos_fool_greedy() -> None:
    """Salvos of two at many, and one single target at 0.5: with three rounds greedy gains 1.34, the best mix 1.44."""
    salvo, uses = _capped([0.6, 0.24, 0.6, 0.24])
    single, one = _capped([0.5])
    choices = [Choice(id="salvo", values=salvo, uses=uses), Choice(id="single", values=single, uses=one)]
    limits = {"price": 3.0}
    assert not greedy_is_exact(choices, limits)
    assert worth(choices, greedy(choices, limits)) == pytest.approx(1.34)
    assert best_mix(choices, limits).value == pytest.approx(1.44)


def test_prices_fool_greedy() -> None:
    """With 4 to spend, one thing of 3 worth 5 and two of 2 worth 3: greedy by worth per price has 5, the best mix 6."""
    dear, dear_uses = _capped([5.0], 3.0)
    cheap, cheap_uses = _capped([3.0, 3.0], 2.0)
    choices = [Choice(id="dear", values=dear, uses=dear_uses), Choice(id="cheap", values=cheap, uses=cheap_uses)]
    assert worth(choices, greedy(choices, {"price": 4.0})) == pytest.approx(5.0)
    found = best_mix(choices, {"price": 4.0})
    assert found.lots == (0, 2)
    assert found.value == pytest.approx(6.0)


def test_solver_has_no_known_fault() -> None:
    """The model on which HiGHS 1.14.0 gave 10000 as its optimum (ERGO-Code/HiGHS, issue 3094) gives 8000.

    Variables: two switches, two flows, two shortfalls; each flow needs its switch, and only one switch may be on.
    """
    rows = [
        [-1000, 0, 1, 0, 0, 0],
        [0, -1000, 0, 1, 0, 0],
        [0, 0, 1, 0, 1, 0],
        [0, 0, 0, 1, 0, 1],
        [1, 1, 0, 0, 0, 0],
    ]
    low, high = [-np.inf, -np.inf, 1000, 1000, -np.inf], [0, 0, 1000, 1000, 1]
    found = milp(
        [0, 0, 0, 0, 10, 8],
        integrality=[1, 1, 0, 0, 0, 0],
        bounds=Bounds([0] * 6, [1, 1, 1000, 1000, 1000, 1000]),
        constraints=LinearConstraint(np.array(rows), low, high),
    )
    assert found.fun == pytest.approx(8000)


def _case(rng: np.random.Generator) -> tuple[list[Choice], dict[str, float]]:
    """Two to four options of one to four lots, with curves of any shape, one to three limits, and links."""
    choices: list[Choice] = []
    for number in range(int(rng.integers(2, 5))):
        lots = int(rng.integers(1, 5))
        gains = rng.normal(1.0, 1.2, lots) if rng.random() < 0.5 else np.sort(rng.random(lots))[::-1]
        if rng.random() < 0.3:
            gains[: lots // 2] = 0.0  # a threshold: nothing until enough is there
        price = float(rng.uniform(0.5, 4.0))
        needs = choices[0].id if number and rng.random() < 0.3 else None
        uses = {
            "price": tuple(price * taken for taken in range(lots + 1)),
            "systems": tuple(float(taken * (number == 0)) for taken in range(lots + 1)),
            "rounds": tuple(float(taken * rng.integers(1, 4)) if taken else 0.0 for taken in range(lots + 1)),
        }
        uses["rounds"] = tuple(np.maximum.accumulate(uses["rounds"]).tolist())
        values = tuple(np.cumsum([0.0, *gains]).tolist())
        choices.append(Choice(id=f"option {number}", values=values, uses=uses, needs=needs))
    limits = {"price": float(rng.uniform(1.0, 12.0))}
    if rng.random() < 0.5:
        limits["systems"] = float(rng.integers(0, 3))
    if rng.random() < 0.5:
        limits["rounds"] = float(rng.integers(1, 12))
    return choices, limits


def test_best_mix_is_that_of_brute_force() -> None:
    """On 150 small cases with thresholds, links and several limits no mix within the limits is worth more."""
    rng = np.random.default_rng(23)
    fooled = 0
    for _ in range(150):
        choices, limits = _case(rng)
        found = best_mix(choices, limits)
        every = product(*(range(choice.lots + 1) for choice in choices))
        best = max(worth(choices, lots) for lots in every if fits(choices, lots, limits))
        assert fits(choices, found.lots, limits)
        assert found.value == pytest.approx(best, abs=1e-9)
        assert best - 1e-9 <= found.bound <= best + 1e-6
        fooled += worth(choices, greedy(choices, limits)) < best - 1e-9
    assert fooled > 20  # greedy alone would not have done


def test_greedy_is_only_called_exact_where_it_is() -> None:
    """On 100 concave cases with one limit and lots of one size greedy equals the solver and is chosen."""
    rng = np.random.default_rng(29)
    for _ in range(100):
        choices = []
        for number in range(3):
            values, uses = _capped(np.sort(rng.random(int(rng.integers(1, 6))))[::-1].tolist())
            choices.append(Choice(id=str(number), values=values, uses=uses))
        limits = {"price": float(rng.integers(1, 10))}
        assert greedy_is_exact(choices, limits)
        assert best_mix(choices, limits).value == pytest.approx(solve(choices, limits).value)


def test_rounds_of_one_system_reach_the_same() -> None:
    """A second kind of round of one system reaches only what the first reached: half stays out of reach of both."""
    size, shots = (PATHS, 1), Shots(per_target=1)
    first = layer("one", 1_000, size, {"ballistic": serve(PATHS, 1.0, shots, 0.5)}, cap=3)
    second = layer("two", 1_000, size, {"ballistic": serve(PATHS, 1.0, shots, 0.5)})
    nested = msgspec.structs.replace(second.serves["ballistic"], nested=True)

    def leak(other: Serve) -> float:
        layers = (first, msgspec.structs.replace(second, serves={"ballistic": other}))
        defence = Defence(layers=layers, order={"ballistic": (0, 1)}, free={})
        return float(simulate(same(10, PATHS)[:, :, None], ("ballistic",), defence, 1).leakers.mean())

    assert leak(nested) == pytest.approx(5.0, abs=0.05)
    assert leak(second.serves["ballistic"]) < 4.0
