"""What each option would buy: leakers and casualties avoided, by number, month and million EUR, and how sure the order.

An option's value is the difference between two runs on the same threat with the same draws (common random numbers).
Rounds of a system without launchers reach nothing: they are valued beside the option that brings the system.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from firstlight.assess.ask import Ask, Option
from firstlight.assess.case import ADAPTS, PEOPLE, Case, by_draw, months, price_estimate
from firstlight.assess.draws import Array, Whole, path_keys, stream, uniforms
from firstlight.assess.inventory import SYSTEMS
from firstlight.assess.plan import Added, Setting, even_at, reaching
from firstlight.assess.ranges import About, range_of
from firstlight.assess.stocks import Counts, Defence, Part, Run, from_night, joined, simulate
from firstlight.errors import FirstlightError
from firstlight.model import Estimate, OptionValue, Range, Record, ValuePoint

_MILLION = "per million EUR"


class Valued(Record, frozen=True, kw_only=True, eq=False):
    """One option worked out. `gains`: by number of lots from 0, (draws,) what is avoided on average in `measure`."""

    option: Option
    points: tuple[ValuePoint, ...]
    by_month: tuple[Range, ...]
    gains: Array  # (draws, lots + 1)
    per_million: Array  # (draws,) in the measure
    leakers_per_million: Array
    people_per_million: Array | None
    needs: str | None
    unseen_share: float


class Bench(Record, frozen=True, kw_only=True, eq=False):
    """The runs that options are measured against."""

    case: Case
    setting: Setting
    base: Run

    @property
    def draws(self) -> int:
        """How many draws of the unknowns there are."""
        return self.setting.paths // self.setting.per_draw

    def avoided(self, variants: Sequence[Sequence[Added]], without: Sequence[Added] = ()) -> list[Whole]:
        """(paths, nights, groups) leakers that each variant avoids, against the inventory with `without` in it.

        Groups that an addition cannot touch, and nights before it has come, are as in the base run and not run again.
        """
        case = self.case
        touched: frozenset[str] = frozenset()
        for one in (*without, *(one for variant in variants for one in variant)):
            touched |= reaching(case.inventory, one.option, case.inventory.order)
        before = self._runs([without], touched)[0] if without else self.base.leakers
        found = []
        for after in self._runs([[*without, *variant] for variant in variants], touched):
            fewer: Whole = before.astype(np.int64) - after
            fewer[:, :, [at for at, group in enumerate(case.groups) if group not in touched]] = 0
            found.append(fewer)
        return found

    def _runs(self, variants: Sequence[Sequence[Added]], only: frozenset[str]) -> list[Counts]:
        """Leakers of each variant; all of them are run as one, path under path."""
        case, setting = self.case, self.setting
        plans = [case.plan(setting, added) for added in variants]
        night = min(plan.changed_from for plan in plans)
        leakers = [self.base.leakers.copy() for _ in plans]
        if night == setting.nights:
            return leakers
        stock = {
            name: self.base.stock[:, night - 1, at].astype(np.int64) if night else plans[0].defence.layers[at].stock
            for at, name in enumerate(self.base.names)
        }
        parts = [from_night(plan.defence, night, stock) for plan in plans]
        whole = joined(parts)
        order = {group: line for group, line in whole.order.items() if group in only}
        run = simulate(
            np.tile(case.threat_of(setting)[:, night:], (len(plans), 1, 1)),
            case.groups,
            Defence(layers=whole.layers, order=order, free=whole.free),
            case.seed,
            Part(paths=np.tile(setting.numbers, len(plans)), night=night),
        )
        columns = [at for at, group in enumerate(case.groups) if group in only]
        for number, own in enumerate(leakers):
            rows = slice(number * setting.paths, (number + 1) * setting.paths)
            own[:, night:, columns] = run.leakers[rows][:, :, columns]
        return leakers


def make_bench(case: Case, first_path: int = 0) -> Bench:
    """The base run. Raises FirstlightError where there are fewer paths than one draw of the unknowns needs."""
    runs = case.catalog.toml(SYSTEMS)["runs"]
    per_draw = int(runs["paths_per_draw"])
    draws = min(int(runs["draws_of_unknowns"]), (len(case.threat) - first_path) // per_draw)
    if draws < 2:
        raise FirstlightError(f"options need at least {2 * per_draw} paths of the forecast: ask for more paths")
    setting = case.setting(draws * per_draw, per_draw, first_path)
    return Bench(case=case, setting=setting, base=case.run(case.plan(setting).defence, setting))


def measure_of(case: Case) -> str:
    """What options are ranked by."""
    return "leakers" if case.per_leaker is None else PEOPLE


def value_option(bench: Bench, option: Option, needed: Option | None) -> Valued:
    """Run an option lot by lot. `needed`: the option that brings what fires its rounds, of which one lot is taken."""
    case, setting = bench.case, bench.setting
    without = [] if needed is None else [Added(option=needed, lots=1)]
    runs = bench.avoided([[Added(option=option, lots=lots)] for lots in range(1, option.lots + 1)], without)
    totals = [run.sum(axis=1) for run in runs]
    people = [case.people(total, setting) for total in totals]
    leakers = [total.sum(axis=1).astype(np.float64) for total in totals]
    measured = [counted if harmed is None else harmed for counted, harmed in zip(leakers, people, strict=True)]
    gains = np.stack([np.zeros(bench.draws), *(by_draw(one, setting.per_draw) for one in measured)], axis=1)
    price = option.number * _prices(case, setting, option)
    return Valued(
        option=option,
        points=tuple(
            _point(bench, option, lots, leakers[lots - 1], people[lots - 1]) for lots in range(1, option.lots + 1)
        ),
        by_month=tuple(_by_month(case, setting, runs[-1])),
        gains=gains,
        per_million=gains[:, -1] / price,
        leakers_per_million=by_draw(leakers[-1], setting.per_draw) / price,
        people_per_million=None if people[-1] is None else by_draw(people[-1], setting.per_draw) / price,
        needs=None if needed is None else needed.id,
        unseen_share=unseen_share(case, totals[-1], setting),
    )


def unseen_share(case: Case, avoided: Whole | Array, setting: Setting) -> float:
    """The share of what (paths, groups) avoided leakers come to that is of groups not told of now; 0 of nothing."""
    whole = float(case.measured(avoided, setting).mean())
    return float(case.unseen_part(avoided, setting).mean()) / whole if whole > 0 else 0.0


def unseen_note(case: Case, share: float) -> list[str]:
    """The sentence that says how much of an answer rests on silence."""
    if share <= 0:
        return []
    groups = ", ".join(f"{group} (known to {night})" for group, night in case.unseen)
    return [
        f"{100 * share:.0f} of 100 of what it avoids rests on what is forecast of groups not told of now: {groups}."
    ]


def needed_by(option: Option, ask: Ask, case: Case) -> Option | None:
    """The option that brings launchers for rounds that nothing in the inventory can fire; None where none is needed."""
    held = case.inventory.of(option.interceptor)
    if option.system is not None or (held is not None and held.reaches):
        return None
    if not case.catalog.toml(SYSTEMS)["interceptor"][option.interceptor]["needs_launchers"]:
        return None
    bringers = [one for one in ask.options if one.system is not None and one.interceptor == option.interceptor]
    return min(bringers, key=lambda one: (one.delivery, one.id), default=None)


def shown_value(valued: Valued, first_share: float, case: Case, draws: int) -> OptionValue:
    """An option as it is shown."""
    option = valued.option
    price = option.price_each
    people = valued.people_per_million
    return OptionValue(
        id=option.id,
        title=option.title,
        interceptor=option.interceptor,
        system=option.system,
        number=option.number,
        delivery=option.delivery.isoformat(),
        price=price_estimate(option.number * price.low, option.number * price.high, case.marked),
        curve=valued.points,
        by_month=valued.by_month,
        per_million=case.range(valued.leakers_per_million, f"leakers avoided {_MILLION}", f"weapons {_MILLION}"),
        harm_per_million=None
        if people is None
        else case.range(people, f"killed or injured avoided {_MILLION}", f"people {_MILLION}"),
        first_share=first_share,
        unseen_share=valued.unseen_share,
        compared=option.compared,
        needs=valued.needs,
        source=option.source,
        notes=tuple(case.says(note) for note in _notes(valued, case, draws)),
        invented=case.marked,
    )


def ranking(options: Sequence[Valued]) -> tuple[list[int], Array, float, Array]:
    """Options by what they are worth per million: their order, the share of draws in which each is first, the share in
    which the first stays first, and (draws,) what is lost by taking it. An option of no worth is never first.
    """
    worth = np.stack([one.per_million for one in options], axis=1)
    means = worth.mean(axis=0)
    order = sorted(range(len(options)), key=lambda at: (-float(means[at]), options[at].option.id))
    best = worth.max(axis=1)
    leads = (worth == best[:, None]) & (best[:, None] > 0)
    first = (leads / np.maximum(leads.sum(axis=1, keepdims=True), 1)).mean(axis=0)
    return order, first, float(first[order[0]]), best - worth[:, order[0]]


def regret_estimate(lost: Array, unit: str, invented: bool) -> Estimate:
    """Mean of what is lost, and what 10 and 90 of 100 draws lose."""
    low, high = np.quantile(lost, [0.1, 0.9])
    mean = float(lost.mean())
    return Estimate(
        low=min(float(low), mean),
        best=mean,
        high=max(float(high), mean),
        level=0.8,
        unit=unit,
        method="best of each draw of the unknowns less the choice; best is the mean",
        invented=invented,
    )


def _prices(case: Case, setting: Setting, option: Option) -> Array:
    """(draws,) price of each, million EUR."""
    numbers = np.arange(setting.paths // setting.per_draw) + setting.first_path // setting.per_draw
    uniform = uniforms(path_keys(case.seed, numbers), stream("price", option.id), 0)
    return np.maximum(even_at(option.price_each, uniform), 1e-9)


def _point(bench: Bench, option: Option, lots: int, leakers: Array, people: Array | None) -> ValuePoint:
    case, number = bench.case, option.taken(lots)
    name = f"avoided by {number:,} of {option.id}"
    each = by_draw(leakers, bench.setting.per_draw)
    return ValuePoint(
        number=number,
        price=price_estimate(number * option.price_each.low, number * option.price_each.high, case.marked),
        leakers=case.range(leakers, f"leakers {name}", "weapons"),
        error=float(each.std(ddof=1) / np.sqrt(len(each))),
        harm=None if people is None else case.range(people, f"killed or injured {name}", "people"),
    )


def _by_month(case: Case, setting: Setting, avoided: Whole) -> list[Range]:
    found = []
    for _, nights in months(setting.start, setting.nights):
        days: list[date] = [setting.start + timedelta(days=int(nights[end])) for end in (0, -1)]
        for at, group in enumerate(case.groups):
            drawn = avoided[:, nights, at].sum(axis=1)
            if not avoided[:, :, at].any():
                continue
            about = About(
                group=group,
                what="leakers avoided",
                start=days[0].isoformat(),
                end=days[1].isoformat(),
                unit="weapons",
                invented=case.marked,
            )
            found.append(range_of(drawn, about))
    return found


def _notes(valued: Valued, case: Case, draws: int) -> list[str]:
    option = valued.option
    notes = [ADAPTS, *unseen_note(case, valued.unseen_share)]
    if option.compared:
        notes.append("Nobody asked for this: it stands here because a cheap alternative is always compared.")
    if valued.needs:
        notes.append(f"Worth this only beside {valued.needs}: nothing in the inventory can fire these rounds.")
    held = case.inventory.of(option.interceptor)
    if option.system is None and not valued.needs and held is not None and not held.reaches:
        notes.append("Nothing in the inventory or among the options can fire these rounds: alone they stop nothing.")
    if option.delivery > case.last:
        notes.append(f"Comes after the last night of the forecast ({case.last}): it avoids nothing within it.")
    if not valued.gains.any():
        notes.append(f"Avoids nothing in any of {draws} draws: what it adds is not what runs short in these weeks.")
    return notes
