"""The ask as a whole: options in order, and the best mix within the limits, checked by running it all together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from firstlight.assess.ask import Ask, Option, option_assumptions
from firstlight.assess.case import ADAPTS, PEOPLE, Case, by_draw, price_estimate
from firstlight.assess.draws import Array
from firstlight.assess.mix import Choice, Chosen, best_mix, neighbours, worth
from firstlight.assess.options import (
    Bench,
    Valued,
    make_bench,
    measure_of,
    needed_by,
    ranking,
    regret_estimate,
    shown_value,
    unseen_note,
    unseen_share,
    value_option,
)
from firstlight.assess.plan import Added
from firstlight.model import Mix, MixItem, Options, Range, Record

_TRIED = 6  # mixes next to the best one that are run together as well


class _Sought(Record, frozen=True, kw_only=True, eq=False):
    """What a mix is made from."""

    bench: Bench
    valued: tuple[Valued, ...]
    limits: dict[str, float]


def value_options(case: Case, ask: Ask) -> Options:
    """Every option by number, month and million EUR, their order and how sure it is, and the best mix.

    Raises FirstlightError where the forecast has too few paths or no night is left after the stock was counted.
    """
    case = _marked(case, ask)
    bench = make_bench(case)
    valued = tuple(value_option(bench, option, needed_by(option, ask, case)) for option in ask.options)
    order, first, stays, lost = ranking(valued)
    measure = measure_of(case)
    open_to_mix, left_out = _eligible(valued, ask)
    limits = _limits(ask)
    mix = None
    if limits and open_to_mix:
        sought = _Sought(bench=bench, valued=open_to_mix, limits=limits)
        mix = _mix(sought, case, measure)
    return Options(
        start=case.first.isoformat(),
        end=case.last.isoformat(),
        measure="killed or injured" if measure == PEOPLE else measure,
        paths=bench.setting.paths,
        draws=bench.draws,
        file=ask.file,
        file_hash=ask.hash,
        options=tuple(shown_value(valued[at], float(first[at]), case, bench.draws) for at in order),
        order_share=stays,
        regret=regret_estimate(lost, f"{measure} per million EUR", case.marked),
        mix=mix,
        left_out=left_out,
        notes=tuple(case.says(note) for note in _notes(valued, order, stays)),
        assumptions=option_assumptions(ask),
        invented=case.marked,
    )


def _marked(case: Case, ask: Ask) -> Case:
    """The case with the mark of the options' file on all that it says."""
    if not ask.invented or case.invented:
        return case
    return Case(
        inventory=case.inventory,
        threat=case.threat,
        groups=case.groups,
        start=case.start,
        seed=case.seed,
        catalog=case.catalog,
        per_leaker=case.per_leaker,
        invented=True,
        unseen=case.unseen,
    )


def _limits(ask: Ask) -> dict[str, float]:
    given = {"price": ask.limits.price, "systems": ask.limits.systems, "rounds": ask.limits.rounds}
    return {name: float(limit) for name, limit in given.items() if limit is not None}


def _eligible(valued: Sequence[Valued], ask: Ask) -> tuple[tuple[Valued, ...], tuple[tuple[str, str], ...]]:
    """The options that a mix may hold, and why it may not hold the others."""
    kept, left = [], []
    late = ask.limits.delivered_by
    for one in valued:
        if late is not None and one.option.delivery > late:
            left.append((one.option.id, f"delivered on {one.option.delivery}, after {late}"))
        else:
            kept.append(one)
    ids = {one.option.id for one in kept}
    for one in [one for one in kept if one.needs and one.needs not in ids]:
        kept.remove(one)
        left.append((one.option.id, f"needs {one.needs}, which is left out"))
    return tuple(kept), tuple(left)


def _choice(one: Valued, values: Array) -> Choice:
    option = one.option
    numbers = [option.taken(lots) for lots in range(option.lots + 1)]
    systems = [float(number if option.system else 0) for number in numbers]
    rounds = [float(number * option.rounds_each) for number in numbers]
    return Choice(
        id=option.id,
        values=tuple(float(value) for value in values),
        uses={
            "price": tuple(number * option.price_each.high for number in numbers),
            "systems": tuple(systems),
            "rounds": tuple(rounds),
        },
        needs=one.needs,
    )


def _mix(sought: _Sought, case: Case, measure: str) -> Mix:
    choices = [_choice(one, one.gains.mean(axis=0)) for one in sought.valued]
    chosen = best_mix(choices, sought.limits)
    lots, moved = _together(sought, choices, chosen)
    per_draw = [[_choice(one, one.gains[draw]) for one in sought.valued] for draw in range(sought.bench.draws)]
    best = [best_mix(each, sought.limits) for each in per_draw]
    lost = np.array([mix.value - worth(each, lots) for mix, each in zip(best, per_draw, strict=True)])
    kept = np.array([mix.lots for mix in best]) > 0
    leakers, harm, hidden = _fresh(sought, lots, case)
    items = tuple(
        _item(one.option, number, float(kept[:, at].mean()), case)
        for at, (one, number) in enumerate(zip(sought.valued, lots, strict=True))
    )
    parts = worth(choices, lots)
    price = [sum(getattr(item.price, end) or 0.0 for item in items) for end in ("low", "high")]
    return Mix(
        items=items,
        limits=tuple((name, f"{limit:,.10g}") for name, limit in sought.limits.items()),
        price=price_estimate(price[0], price[1], case.marked),
        parts=parts,
        bound=chosen.bound,
        gap=chosen.bound - parts,
        method=chosen.method,
        leakers=leakers,
        harm=harm,
        regret=regret_estimate(np.maximum(lost, 0.0), measure, case.marked),
        unseen_share=hidden,
        notes=tuple(
            case.says(note) for note in (*_mix_notes(parts, (harm or leakers).mean, moved), *unseen_note(case, hidden))
        ),
    )


def _together(sought: _Sought, choices: Sequence[Choice], chosen: Chosen) -> tuple[tuple[int, ...], bool]:
    """The mix that is best when run together, among the best of added parts and those next to it."""
    tried = [chosen.lots, *neighbours(choices, chosen.lots, sought.limits)[:_TRIED]]
    means = [float(measured.mean()) for _, measured in _joint(sought.bench, sought.valued, tried)]
    best = max(range(len(tried)), key=lambda at: (means[at], -at))
    return tried[best], best > 0


def _joint(bench: Bench, valued: Sequence[Valued], mixes: Sequence[Sequence[int]]) -> list[tuple[Array, Array]]:
    """By mix: (paths, groups) leakers that it avoids run together, and (draws,) what that is in the measure."""
    added = [
        [Added(option=one.option, lots=taken) for one, taken in zip(valued, lots, strict=True) if taken]
        for lots in mixes
    ]
    found = []
    for variant in added:
        total = (bench.avoided([variant])[0] if variant else np.zeros_like(bench.base.leakers)).sum(axis=1)
        people = bench.case.people(total, bench.setting)
        measured = total.sum(axis=1).astype(np.float64) if people is None else people
        found.append((total.astype(np.float64), by_draw(measured, bench.setting.per_draw)))
    return found


def _fresh(sought: _Sought, lots: Sequence[int], case: Case) -> tuple[Range, Range | None, float]:
    """What the chosen mix avoids on paths and draws that had no part in choosing it, where the forecast has more."""
    used = sought.bench.setting.paths
    bench = make_bench(case, used) if len(case.threat) >= 2 * used else sought.bench
    [(total, _)] = _joint(bench, sought.valued, [lots])
    people = case.people(total, bench.setting)
    what = "avoided by the mix, all of it together"
    return (
        case.range(total.sum(axis=1), f"leakers {what}", "weapons"),
        None if people is None else case.range(people, f"killed or injured {what}", "people"),
        unseen_share(case, total, bench.setting),
    )


def _item(option: Option, lots: int, kept: float, case: Case) -> MixItem:
    number = option.taken(lots)
    price = price_estimate(number * option.price_each.low, number * option.price_each.high, case.marked)
    return MixItem(option=option.id, title=option.title, number=number, price=price, kept_share=kept)


def _mix_notes(parts: float, together: float, moved: bool) -> Iterator[str]:
    yield ADAPTS
    if parts > 0:
        yield (
            f"One by one its parts avoid {parts:.3g} on average, all together {together:.3g}: options that meet the "
            "same weapons take work from one another, and what is chosen on some draws does a little worse on others."
        )
    if moved:
        yield "A mix next to the one that is best by its parts does better when all is run together, and was taken."


def _notes(valued: Sequence[Valued], order: Sequence[int], stays: float) -> Iterator[str]:
    yield ADAPTS
    first = valued[order[0]]
    if first.per_million.mean() <= 0:
        yield "No option avoids anything in these weeks: it adds what is not short, or it comes too late."
        return
    yield (
        f"{first.option.title} is worth most per million EUR, and stays first in {100 * stays:.0f} of 100 draws of "
        "what is unknown; where that is far below 100, the order is not known."
    )
    yield "Worth is counted over the nights of the forecast only; a system serves for years, and rounds once."
