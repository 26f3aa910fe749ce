"""How far stocks can be trusted: what moves the answer, what the record cannot tell apart, what if claims are wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec
import numpy as np

from firstlight.assess.case import Case
from firstlight.assess.chances import all_miss
from firstlight.assess.draws import Array
from firstlight.assess.inventory import SYSTEMS
from firstlight.assess.plan import Plan, Setting
from firstlight.assess.stocks import Defence, Layer, Run, Serve
from firstlight.model import Agreement, Estimate, ReachNeeded, Sensitivity, Trust, WhatIf

VOLUME = "how many are launched"
PRODUCT = (
    "A national rate is the share within reach times what is stopped there: the record holds only the product. "
    "Ask those who know the share within reach first; it moves the share that gets through most."
)
_BINS = 20
_SHOWN = 12
_LEAST = 0.005  # a share below which an unknown is not told
_PLENTY = 1_000_000_000  # rounds


def trust(case: Case, plan: Plan, run: Run, recorded: Mapping[str, Estimate]) -> Trust:
    """How far a run of stocks (plan, run) can be trusted. `recorded`: by group, the share of all weapons stopped."""
    doubt = case.catalog.toml(SYSTEMS)["doubt"]
    setting = case.setting(min(len(case.threat), int(doubt["paths"])))
    part = case.plan(setting)
    return Trust(
        sensitivity=_sensitivity(case, plan, run),
        reach_needed=tuple(_reach_needed(case, recorded, tuple(doubt["hit_shares"]))),
        agreement=tuple(_agreement(case, part, setting, recorded)),
        what_ifs=(
            *_misreported(case, part, setting, tuple(doubt["misreported_share"])),
            *_decoys(case, run, doubt),
        ),
        notes=tuple(case.says(note) for note in _notes()),
        invented=case.marked,
    )


def variance_share(unknown: Array, answer: Array) -> float:
    """First-order share of the answer's variance that comes from one unknown: Var E[answer | unknown] / Var answer.

    Both (paths,). The conditional mean is that of up to 20 bins with equal numbers of paths; what bins differ by chance
    alone is taken off (omega squared: Hays, Statistics, 1963). Never below 0.
    """
    total = float(((answer - answer.mean()) ** 2).sum())
    values, places = np.unique(unknown, return_inverse=True)
    if total == 0 or values.size < 2:
        return 0.0
    if values.size > _BINS:
        places = np.argsort(np.argsort(unknown, kind="stable"), kind="stable") * _BINS // unknown.size
    counts = np.bincount(places)
    sums = np.bincount(places, weights=answer)
    used = counts > 0
    between = float((sums[used] ** 2 / counts[used]).sum() - answer.sum() ** 2 / answer.size)
    bins = int(used.sum())
    if answer.size <= bins:
        return 0.0
    within = (total - between) / (answer.size - bins)
    return max(0.0, (between - (bins - 1) * within) / (total + within))


def reach_needed(rate: float, hit: float, shots: int, correlation: float) -> float | None:
    """The share within reach that gives a national rate, rate / (1 - P(all shots miss)); None where it would pass 1.

    A national rate is reach times what is stopped within reach. The record holds only the product: high reach with
    poor shots and low reach with good ones look alike in it.
    """
    miss = (1 - hit) ** shots if correlation == 0 else all_miss(hit, correlation, shots)
    found = rate / (1 - miss)
    return None if found > 1 else found


def misreported(rate: Estimate, share: float) -> Estimate:
    """A rate of stopped weapons if this share of the claimed kills were none."""

    def less(number: float | None) -> float | None:
        return None if number is None else number * (1 - share)

    return msgspec.structs.replace(rate, low=less(rate.low), best=less(rate.best), high=less(rate.high))


def _sensitivity(case: Case, plan: Plan, run: Run) -> tuple[Sensitivity, ...]:
    setting = case.setting(len(run.used))
    threat = case.threat_of(setting).sum(axis=1).astype(np.float64)
    through = run.leakers.sum(axis=1).astype(np.float64)
    leakers, launched = through.sum(axis=1), threat.sum(axis=1)
    if not leakers.any():
        return ()
    share = leakers / np.maximum(launched, 1)
    people = case.people(through, setting)
    # One number for the volume: each group by the share of it that gets through on average.
    weight = through.sum(axis=0) / np.maximum(threat.sum(axis=0), 1)
    unknowns = {VOLUME: threat @ weight, **plan.unknowns, **_per_leaker(case, setting)}
    found = [
        Sensitivity(
            unknown=name,
            of_leakers=variance_share(drawn, leakers),
            of_share=variance_share(drawn, share),
            of_harm=None if people is None else variance_share(drawn, people),
        )
        for name, drawn in unknowns.items()
    ]
    size = {one.unknown: max(one.of_leakers, one.of_share, one.of_harm or 0.0) for one in found}
    told = [one for one in found if size[one.unknown] >= _LEAST]
    return tuple(sorted(told, key=lambda one: (-size[one.unknown], one.unknown))[:_SHOWN])


def _per_leaker(case: Case, setting: Setting) -> dict[str, Array]:
    """What each path takes a leaker to cost, by group that comes; groups that cost the same share one."""
    if case.per_leaker is None:
        return {}
    rows = case.per_leaker[setting.numbers // setting.per_draw % len(case.per_leaker)]
    alike: dict[bytes, list[int]] = {}
    for at in np.flatnonzero(case.threat.any(axis=(0, 1))).tolist():
        alike.setdefault(rows[:, at].tobytes(), []).append(at)
    return {
        f"casualties per {' or '.join(case.groups[at] for at in same)} leaker": rows[:, same[0]]
        for same in alike.values()
    }


def _reach_needed(case: Case, recorded: Mapping[str, Estimate], hits: tuple[float, ...]) -> Iterator[ReachNeeded]:
    """For groups that nothing stops without rounds: elsewhere the free layer is a third unknown of the product."""
    for group, names in case.inventory.order.items():
        rate, free = recorded.get(group), case.inventory.free.get(group)
        held = [one for one in (case.inventory.of(name) for name in names) if one is not None]
        if rate is None or not held or (free is not None and free.high > 0):
            continue
        shots = next(one.shots.per_target for one in held[0].against if one.group == group)
        together = case.inventory.correlation[group].hit
        yield from reach_rows(group, rate, (shots, (together.low + together.high) / 2), hits)


def reach_rows(group: str, rate: Estimate, shots: tuple[int, float], hits: tuple[float, ...]) -> Iterator[ReachNeeded]:
    """The reach that gives a rate, for each chance of a shot; `shots` at a target and their correlation, or none."""
    for correlation in sorted({0.0, shots[1]}):
        for hit in hits:
            low, best, high = (
                None if end is None else reach_needed(end, hit, shots[0], correlation)
                for end in (rate.low, rate.best, rate.high)
            )
            yield ReachNeeded(
                group=group, shots=shots[0], correlation=correlation, hit=hit, low=low, best=best, high=high
            )


def _agreement(case: Case, plan: Plan, setting: Setting, recorded: Mapping[str, Estimate]) -> Iterator[Agreement]:
    """The share that would be stopped if rounds never ran out, beside the record's."""
    layers = tuple(
        msgspec.structs.replace(layer, stock=np.full_like(layer.stock, _PLENTY)) for layer in plan.defence.layers
    )
    run = case.run(_with(plan.defence, layers), setting)
    for at, group in enumerate(case.groups):
        launched = case.threat[: setting.paths, case.skipped :, at].sum(axis=1)
        some = launched > 0
        rate = recorded.get(group)
        if rate is None or rate.low is None or rate.high is None or not some.any():
            continue
        stopped = 1 - run.leakers[some][:, :, at].sum(axis=1) / launched[some]
        low, best, high = (float(value) for value in np.quantile(stopped, [0.025, 0.5, 0.975]))
        if high < rate.low:
            says = f"{group}: the inventory and its priors stop less than the record says was stopped."
        elif low > rate.high:
            says = f"{group}: the inventory and its priors stop more than the record says was stopped."
        else:
            says = f"{group}: what the inventory and its priors stop is compatible with the record."
        yield Agreement(
            group=group,
            implied=Estimate(
                low=low, best=best, high=high, unit="share", method="stocks without end", invented=case.marked
            ),
            recorded=rate,
            says=case.says(says),
        )


def _misreported(case: Case, plan: Plan, setting: Setting, shares: tuple[float, ...]) -> Iterator[WhatIf]:
    for share in (0.0, *shares):
        layers = tuple(_worse(layer, 1 - share) for layer in plan.defence.layers)
        free = {group: stopped * (1 - share) for group, stopped in plan.defence.free.items()}
        run = case.run(Defence(layers=layers, order=plan.defence.order, free=free), setting)
        through = run.leakers.sum(axis=1)
        ranges = [
            case.range(through[:, at], "leakers", "weapons", group)
            for at, group in enumerate(case.groups)
            if case.threat[: setting.paths, case.skipped :, at].any()
        ]
        people = case.people(through, setting)
        if people is not None:
            ranges.append(case.range(people, "killed or injured, expected from leakers", "people"))
        says = (
            f"If {100 * share:.0f} of 100 claimed kills were none, every chance to stop is lower by as much."
            if share
            else "As claimed, on the paths of the other cases."
        )
        yield WhatIf(name=f"misreported {share:g}", says=case.says(says), ranges=tuple(ranges))


def _worse(layer: Layer, factor: float) -> Layer:
    serves: dict[str, Serve] = {
        group: msgspec.structs.replace(serve, hit=serve.hit * factor) for group, serve in layer.serves.items()
    }
    return msgspec.structs.replace(layer, serves=serves)


def _decoys(case: Case, run: Run, doubt: Mapping[str, object]) -> Iterator[WhatIf]:
    group = str(doubt["decoy_group"])
    if group not in case.groups:
        return
    through = run.leakers[:, :, case.groups.index(group)].sum(axis=1)
    shares = doubt["decoy_what_if_share"]
    for share in shares if isinstance(shares, list) else []:
        armed = through * (1 - float(share))
        yield WhatIf(
            name=f"decoys {float(share):g}",
            says=case.says(
                f"If {100 * float(share):.0f} of 100 {group} weapons carry no warhead and are met like the rest, the "
                "others are what does harm. Casualties per leaker are counted per leaker of either kind, so they do "
                "not change unless the share of decoys does."
            ),
            ranges=(case.range(armed, "leakers with a warhead", "weapons", group),),
        )


def _with(defence: Defence, layers: tuple[Layer, ...]) -> Defence:
    return Defence(layers=layers, order=defence.order, free=defence.free)


def _notes() -> Iterator[str]:
    yield PRODUCT
    yield (
        "First-order shares leave out what unknowns do together, and speak of the ranges that the inventory and the "
        "priors give: a range that is too narrow hides its unknown."
    )
