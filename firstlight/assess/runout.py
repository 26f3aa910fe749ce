"""When stocks run out and what gets through meanwhile: a run turned into ranges, never a date without its chances."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from firstlight.assess.case import Case
from firstlight.assess.draws import Whole
from firstlight.assess.inventory import inventory_assumptions
from firstlight.assess.plan import WEEK, Plan, Setting
from firstlight.assess.stocks import Run
from firstlight.model import Assumption, Range, RunOut, Stocks

_QUANTILES = (0.1, 0.5, 0.9)


def stocks(case: Case) -> tuple[Stocks, Plan, Run]:
    """Run the inventory against every path of the threat, each with its own draw of the unknowns."""
    setting = case.setting(len(case.threat))
    plan = case.plan(setting)
    run = case.run(plan.defence, setting)
    threat = case.threat[:, case.skipped :]
    through = run.leakers.sum(axis=1)
    launched = threat.sum(axis=1)
    people = case.people(through, setting)
    live = [at for at in range(len(case.groups)) if launched[:, at].any()]
    found = Stocks(
        start=case.first.isoformat(),
        end=case.last.isoformat(),
        paths=setting.paths,
        file=case.inventory.file,
        file_hash=case.inventory.hash,
        run_outs=tuple(_run_outs(case, plan, run, setting)),
        launched=tuple(case.range(launched[:, at], "launched", "weapons", case.groups[at]) for at in live),
        leakers=tuple(case.range(through[:, at], "leakers", "weapons", case.groups[at]) for at in live),
        stopped=tuple(_stopped(case, launched[:, at], through[:, at], case.groups[at]) for at in live),
        harm=None if people is None else case.range(people, "killed or injured, expected from leakers", "people"),
        unseen_groups=tuple(group for group, _ in case.unseen),
        unseen=_unseen(case, through, setting) if case.unseen else None,
        notes=tuple(case.says(note) for note in _notes(case)),
        assumptions=(*inventory_assumptions(case.inventory), *_modelled()),
        invented=case.marked,
    )
    return found, plan, run


def _run_outs(case: Case, plan: Plan, run: Run, setting: Setting) -> Iterator[RunOut]:
    empty = run.first_empty()
    for at, layer in enumerate(plan.defence.layers):
        held = case.inventory.of(layer.name)
        title = held.title if held else layer.name
        early, middle, late = (_night(empty[:, at], share, case.first, setting.nights) for share in _QUANTILES)
        lasts = float((empty[:, at] == setting.nights).mean())

        def rounds(draws: Whole, what: str, name: str = layer.name) -> Range:
            return case.range(draws, f"{name} {what}", "rounds")

        yield RunOut(
            interceptor=layer.name,
            title=title,
            stock=rounds(layer.stock, "in stock at first"),
            arriving=rounds(run.arrived[:, at], "arriving"),
            used=rounds(run.used[:, at], "fired"),
            left=rounds(run.stock[:, -1, at].astype(np.int64), "left at the end"),
            few_nights=case.range(run.few[:, at], f"nights with too few {layer.name}", "nights"),
            out_by=tuple(_weeks(empty[:, at], case.first, setting.nights)),
            early=early,
            middle=middle,
            late=late,
            lasts=lasts,
            says=case.says(_sentence(title, (early, middle, late), lasts, case.last)),
        )


def _night(empty: Whole, share: float, first: date, nights: int) -> str | None:
    """The night by which this share of paths has run out, or None."""
    at = int(np.sort(empty)[max(0, int(np.ceil(share * len(empty))) - 1)])
    return None if at >= nights else (first + timedelta(days=at)).isoformat()


def _weeks(empty: Whole, first: date, nights: int) -> Iterator[tuple[str, float]]:
    for end in range(WEEK, nights + WEEK, WEEK):
        last = min(end, nights) - 1
        yield (first + timedelta(days=last)).isoformat(), float((empty <= last).mean())


def _sentence(title: str, at: tuple[str | None, str | None, str | None], lasts: float, last: date) -> str:
    known = [(chance, night) for chance, night in zip((10, 50, 90), at, strict=True) if night is not None]
    if not known:
        return f"{title}: in {100 * lasts:.0f} of 100 futures there is a round left on every night to {last}."
    dates = ", ".join(f"by {night} in {chance} of 100 futures" for chance, night in known)
    return f"{title}: runs out {dates}; in {100 * lasts:.0f} of 100 it lasts to {last}."


def _stopped(case: Case, launched: Whole, through: Whole, group: str) -> Range:
    some = launched > 0
    return case.range(1 - through[some] / launched[some], "share stopped", "share", group)


def _unseen(case: Case, through: Whole, setting: Setting) -> Range:
    whole = case.measured(through, setting)
    share = case.unseen_part(through, setting)[whole > 0] / whole[whole > 0]
    return case.range(share if share.size else [0.0], "share of groups not told of now", "share")


def _notes(case: Case) -> Iterator[str]:
    yield (
        "Restricted: computed from an inventory. National, with no place in it; run-out dates, stocks and what follows "
        "from them are left out of everything that is published."
    )
    for group, night in case.unseen:
        yield (
            f"{group}: nothing is told after {night}. What it fires is forecast from what was known then, with a wider "
            "range for every week since; silence is taken neither for fewer launches nor for a stop."
        )
    before = (case.start - case.inventory.counted_on).days - 1
    if before > 0:
        yield (
            f"The stock was counted {before} night(s) before the first night of the forecast; what was fired in "
            "between is not taken off: count again, or expect it to run out sooner."
        )
    if case.skipped:
        yield f"{case.skipped} night(s) of the forecast had passed when the stock was counted and are left out."
    met = {group for group, names in case.inventory.order.items() if any(case.inventory.of(one) for one in names)}
    met |= {group for group, free in case.inventory.free.items() if free.high > 0}
    unmet = [group for at, group in enumerate(case.groups) if case.threat[:, :, at].any() and group not in met]
    if unmet:
        yield f"Nothing in the inventory meets {', '.join(unmet)}: all of it gets through here."
    if case.per_leaker is None:
        yield "No harm per leaker was given, so what gets through is counted and not turned into casualties."
    else:
        yield (
            "Casualties are those to expect from the leakers; one raid's casualties scatter far more widely than that "
            "(see the chance of a mass-casualty night)."
        )


def _modelled() -> tuple[Assumption, ...]:
    values = [
        ("out of rounds", "the first night that ends without one; a night begins with what came the day before"),
        ("passes on", "what is out of reach, not engaged or missed meets the next interceptor, the free layer last"),
        ("one raid", "weapons of a group that end on one night meet the defence as one raid"),
        ("late shipments", "all shipments of a line are late by the same number of days"),
        ("one place", "rounds fired by one system reach the same targets"),
    ]
    return tuple(Assumption(name=name, value=value, source="assumed") for name, value in values)
