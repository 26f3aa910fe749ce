"""What an assessment says of the weeks to come, by hand: a forecast, a need, harm, stocks and options."""

from __future__ import annotations

from firstlight.model import (
    Assessment,
    Assumption,
    Comparison,
    Estimate,
    Forecast,
    HarmCost,
    Material,
    Mix,
    MixItem,
    Need,
    NeedLine,
    Options,
    OptionValue,
    Range,
    RunOut,
    Stocks,
    Stretch,
    ValuePoint,
)
from tests.brief.material import replace

START, END = "2024-03-29", "2024-05-23"
BEFORE = ("2024-02-22", "2024-03-20")


def looking_ahead(material: Material, invented: bool = True) -> Material:
    """The material with a forecast, an inventory and options; stocks and options invented where `invented`."""
    made = replace(material.assessment, forecast=_forecast(), need=_need(), harm=_harm())
    made = replace(made, stocks=_stocks(invented), options=_options(invented))
    return replace(material, assessment=made)


def looking_back(material: Material) -> Material:
    """The material with the four weeks before: no raid of them is there, and two comparisons are."""
    empty = Assessment(
        start=BEFORE[0], end=BEFORE[1], nights=(), rates=(), left_out=(), notes=(), assumptions=(), seed=1,
        data_hash="", version="",
    )  # fmt: skip
    return replace(material, before=empty, compared=(_comparison("drone", 0.4), _comparison("cruise", 0.0001)))


def _comparison(group: str, chance: float) -> Comparison:
    return Comparison(
        group=group,
        before=Stretch(first=BEFORE[0], last=BEFORE[1], raids=9, launched=300, share=0.81),
        after=Stretch(first="2024-03-21", last="2024-03-28", raids=6, launched=178, share=0.89),
        chance_shuffled=chance,
        chance_model=chance,
        looks=4,
        chance_any_look=1 - (1 - chance) ** 4,
        power=0.37,
        verdict="as the assessment words it",
    )


def span(group: str | None, what: str, middle: float, invented: bool = False) -> Range:
    """A range around a median: half of it to double of it."""
    likely = Estimate(low=middle / 2, best=middle, high=middle * 2, level=0.8, invented=invented)
    wide = Estimate(low=middle / 4, best=middle, high=middle * 4, level=0.95, invented=invented)
    return Range(group=group, what=what, start=START, end=END, likely=likely, wide=wide, mean=middle * 1.1)


def _forecast() -> Forecast:
    return Forecast(
        start=START, end=END, paths=1000, known=(), ranges=(span("drone", "total", 1700),), scenarios=(),
        scorecard=None, notes=("How good such forecasts are is told in 3 lines.",),
    )  # fmt: skip


def _need() -> Need:
    lines = tuple(
        NeedLine(
            group=group,
            doctrine=doctrine,
            title=title,
            raid_nights=span(group, "raid-nights", 5),
            launched=span(group, "launched", launched),
            leakers=span(group, "leakers", launched / 8),
            rounds=span(group, "rounds", launched * shots),
            rounds_at_leakers=span(group, "rounds at leakers", launched * shots / 8),
            leakers_left=span(group, "left", launched / 40),
            source="assumed",
        )
        for group, doctrine, title, launched, shots in (
            ("drone", "one", "one round a target", 212.0, 1),
            ("drone", "two", "two rounds at once", 212.0, 2),
            ("ballistic", "two", "two rounds at once", 6.5, 2),
        )
    )
    return Need(start=START, end=END, lines=lines, unseen_groups=(), unseen=(), notes=("The attacker adapts.",))


def _harm() -> HarmCost:
    return HarmCost(
        per_leaker=(), share_killed=span(None, "share killed", 0.14), expected=(span(None, "killed or injured", 140),),
        classes=(), draws=(), fitted=False, totals=(), notes=(),
    )  # fmt: skip


def _stocks(invented: bool) -> Stocks:
    run = RunOut(
        interceptor="lance",
        title="Lance",
        stock=span(None, "stock", 40, invented),
        arriving=span(None, "arriving", 8, invented),
        used=span(None, "used", 30, invented),
        left=span(None, "left", 10, invented),
        few_nights=span(None, "few", 2, invented),
        out_by=(("2024-05-23", 0.46),),
        early="2024-04-17",
        middle="2024-05-11",
        late=None,
        lasts=0.54,
        says=f"{'INVENTED: ' if invented else ''}Lance: runs out by 2024-04-17 in 10 of 100 futures.",
    )
    return Stocks(
        start=START, end=END, paths=1000, file="stock.toml", file_hash="e" * 64, run_outs=(run,),
        launched=(span("drone", "launched", 1700, invented),), leakers=(span("drone", "leakers", 190, invented),),
        stopped=(span("drone", "stopped", 0.88, invented),), harm=span(None, "harm", 61, invented), unseen_groups=(),
        unseen=None, notes=(f"{'INVENTED: ' if invented else ''}Restricted: computed from an inventory.",),
        assumptions=(Assumption(name="Lance in stock, rounds", value="20 to 60", source="assumed"),), invented=invented,
    )  # fmt: skip


def _options(invented: bool) -> Options:
    def price(amount: float) -> Estimate:
        return Estimate(low=amount * 0.9, best=amount, high=amount * 1.1, unit="million EUR", invented=invented)

    curve = tuple(
        ValuePoint(
            number=number, price=price(number * 4), leakers=span("drone", "avoided", number / 7, invented), error=0.2,
            harm=span(None, "harm avoided", number / 3, invented),
        )
        for number in (16, 32)
    )  # fmt: skip
    one = OptionValue(
        id="more", title="32 Lance", interceptor="lance", system=None, number=32, delivery="2024-04-20",
        price=price(128), curve=curve, by_month=(), per_million=span(None, "per million", 0.03, invented),
        harm_per_million=None, first_share=0.73, unseen_share=0.0, compared=False, needs=None, source="assumed",
        notes=(), invented=invented,
    )  # fmt: skip
    mix = Mix(
        items=(MixItem(option="more", title="32 Lance", number=16, price=price(64), kept_share=0.8),), limits=(),
        price=price(64), parts=2.0, bound=2.4, gap=0.1, method="greedy", leakers=span(None, "mix", 2.2, invented),
        harm=None, regret=Estimate(low=0, best=0.1, high=0.4), unseen_share=0.0, notes=(),
    )  # fmt: skip
    return Options(
        start=START, end=END, measure="leakers", paths=1000, draws=50, file="ask.toml", file_hash="f" * 64,
        options=(one,), order_share=0.7, regret=Estimate(low=0, best=0.1, high=0.2), mix=mix, left_out=(),
        notes=(), assumptions=(), invented=invented,
    )  # fmt: skip
