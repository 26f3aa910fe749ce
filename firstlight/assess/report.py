"""The assessment: series and rates of a period, what was left out and why, and what it all rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import msgspec
import numpy as np

from firstlight.assess.ask import Ask
from firstlight.assess.changes import change, within_quarters
from firstlight.assess.compare import compare
from firstlight.assess.doubts import doubt_assumptions, doubts
from firstlight.assess.forecast import forecast
from firstlight.assess.groups import Groups
from firstlight.assess.harm_cost import Leaked, harm_cost
from firstlight.assess.inventory import Inventory
from firstlight.assess.need import need, needed, unseen
from firstlight.assess.notes import INVENTED, early_notes, notes_of, rate_assumptions, span
from firstlight.assess.objects import change_object, forecast_object, harm_object, interval, need_object, shown
from firstlight.assess.outlook import Horizon, Outlook, assumptions, outlook
from firstlight.assess.rates import rate
from firstlight.assess.recent import RecentRate, estimates
from firstlight.assess.request import restricted_parts, with_stocks
from firstlight.assess.series import RaidNight, Series, night_of_raid, series
from firstlight.assess.settings import HarmTotal, Scenario, forecast_settings
from firstlight.assess.volume import told_nights
from firstlight.catalog import Catalog
from firstlight.errors import FirstlightError
from firstlight.model import (
    Assessment,
    Change,
    Comparison,
    LedgerState,
    Raid,
    Rate,
    Record,
    Report,
    Statement,
    Value,
    digest,
)
from firstlight.when import parse_date

LATEST = 28  # nights of the latest run that is held against the one before it
MOST_WEEKS, FEWEST_PATHS, MOST_PATH_WEEKS = 52, 200, 1_000_000


class AssessOptions(Record, frozen=True, kw_only=True):
    """What to assess: inclusive Kyiv dates (None is the first or last night of the record), and whose nights.

    `weeks` to forecast (0: none) on so many `paths`; `harm_totals`: monthly totals of casualties of one's own
    (assess.harm_totals.read_totals), beside the shipped ones or in their place. `scenarios`: limits that somebody
    states (assess.read_scenarios), beside the shipped ones. `inventory` and `ask`: a stock to run against the forecast
    (assess.parse_inventory), and options to value against it (assess.parse_options).
    """

    start: str | None = None
    end: str | None = None
    seed: int = 20240328
    target: str = "UA"  # the country under attack
    weeks: int = 8
    paths: int = 10_000
    harm_totals: tuple[HarmTotal, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    inventory: Inventory | None = None
    ask: Ask | None = None


class Question(Record, frozen=True, kw_only=True):
    """Is that drop real? Two runs of nights (inclusive Kyiv dates) of one group."""

    group: str
    before: tuple[str, str]
    after: tuple[str, str]
    seed: int = 20240328
    target: str = "UA"


def assess(
    state: LedgerState,
    statements: Mapping[str, Statement],
    reports: Mapping[str, Report],
    catalog: Catalog,
    options: AssessOptions,
) -> Assessment:
    """What the record says about interception over a period, national only.

    Rates and the harm of what got through are of the period; changes and what comes next are judged on all nights up
    to its end. Raises TimeError where a date of the options is none, FirstlightError where there is no attack and no
    period, the period ends before it begins or a number is out of its range, InventoryError where totals of casualties
    contradict one another.
    """
    _check(options)
    groups = Groups(catalog)
    dated = [(night_of_raid(raid), raid) for raid in state.raids if raid.target == options.target]
    if not dated and not (options.start or options.end):
        raise FirstlightError(
            f"the record holds no attack on {options.target}: collect or import reports, reconcile, then assess"
        )
    start = options.start or min((night for night, _ in dated), default=options.end or "")
    end = options.end or max((night for night, _ in dated), default=start)
    history = sorted((raid for night, raid in dated if night <= end), key=lambda raid: raid.id)
    nights = {raid.id: night for night, raid in dated}
    raids = [raid for raid in history if nights[raid.id] >= start]
    found = series(raids, groups, statements, reports)
    whole = found if len(raids) == len(history) else series(history, groups, statements, reports)
    invented = _invented(history, statements, reports, catalog)
    horizon = Horizon(
        weeks=options.weeks,
        paths=options.paths,
        seed=options.seed,
        harm_totals=options.harm_totals,
        scenarios=options.scenarios,
    )
    ahead = None
    if whole.rows:
        told = told_nights(history, statements, reports, groups, forecast_settings(catalog).told)
        ahead = outlook(whole, told, groups, end, horizon, bool(invented))
    rates = tuple(_rates(found, groups, invented, ahead.rates if ahead else {}))
    files = [file.hash for file in (options.inventory, options.ask) if file is not None]
    made = Assessment(
        start=start,
        end=end,
        nights=found.rows,
        rates=rates,
        left_out=found.left_out,
        notes=tuple(notes_of(found, rates, groups, (start, end), invented & {raid.id for raid in raids}))
        + early_notes(found, statements, reports),
        assumptions=rate_assumptions(groups) + (tuple(assumptions(ahead)) if ahead else ()),
        seed=options.seed,
        data_hash=digest([catalog.hash, msgspec.json.encode((history, options.harm_totals)).decode(), *files]),
        version=_version(),
        changes=tuple(_changes(whole, groups, end, options.seed)) if raids else (),
    )
    made = _look_ahead(made, ahead, groups, options) if ahead else made
    return with_stocks(made, ahead, options.inventory, options.ask, catalog)


def look_back(
    state: LedgerState,
    statements: Mapping[str, Statement],
    reports: Mapping[str, Report],
    catalog: Catalog,
    options: AssessOptions,
    *,
    rated: bool = True,
) -> Assessment:
    """The nights and rates of a period from its own raids alone: nothing before it, nothing ahead, no changes.

    options: start and end are needed, of the rest only target and seed are used; without `rated` the rates are left
    out. Raises as `assess` does.
    """
    _check(options)
    groups = Groups(catalog)
    start, end = options.start or "", options.end or ""
    raids = [raid for raid in state.raids if raid.target == options.target and start <= night_of_raid(raid) <= end]
    found = series(sorted(raids, key=lambda raid: raid.id), groups, statements, reports)
    invented = _invented(raids, statements, reports, catalog)
    rates = tuple(_rates(found, groups, invented, {})) if rated else ()
    return Assessment(
        start=start,
        end=end,
        nights=found.rows,
        rates=rates,
        left_out=found.left_out,
        notes=tuple(notes_of(found, rates, groups, (start, end), invented)),
        assumptions=rate_assumptions(groups),
        seed=options.seed,
        data_hash=digest([catalog.hash, msgspec.json.encode(raids).decode()]),
        version=_version(),
    )


def difference(
    state: LedgerState,
    statements: Mapping[str, Statement],
    reports: Mapping[str, Report],
    catalog: Catalog,
    question: Question,
) -> Comparison:
    """Is that drop real? One group's share stopped in two runs of nights, against raids that vary.

    Raises FirstlightError where the group is unknown, a run has fewer than three raid-nights, or the two overlap.
    """
    groups = Groups(catalog)
    if question.group not in groups.entries:
        raise FirstlightError(f"{question.group!r} is no group: choose one of {', '.join(groups.entries)}")
    for day in (*question.before, *question.after):
        parse_date(day)
    whole = series((raid for raid in state.raids if raid.target == question.target), groups, statements, reports)
    nights = [night for night in whole.nights if night.group == question.group]
    return compare(nights, question.before, question.after, question.seed)


def is_invented(assessment: Assessment) -> bool:
    """Whether anything in the assessment rests on invented reports."""
    return any(note.startswith(INVENTED) for note in assessment.notes)


def to_json(assessment: Assessment) -> dict[str, Any]:
    """The documented object of `assess --json` (docs/methods.md). What is not computed has no key."""
    data = {
        "hash": assessment.data_hash,
        "version": assessment.version,
        "seed": assessment.seed,
        "invented": is_invented(assessment),
        "left_out": dict(assessment.left_out),
        "notes": list(assessment.notes),
        "nights": [
            {
                "night": row.night,
                "group": row.group,
                "launched": _number(row.launched),
                "intercepted": _number(row.intercepted),
                "leakers": _number(row.leakers),
                "rate_ok": row.rate_ok,
                "why_not": row.why_not,
                "regime": row.regime,
            }
            for row in assessment.nights
        ],
    }
    made: dict[str, Any] = {
        "period": {"start": assessment.start, "end": assessment.end},
        "data": data,
        "rates": {found.group: _rate_object(found) for found in assessment.rates},
    }
    if assessment.changes:
        made["changes"] = {one.group: change_object(one) for one in assessment.changes}
    if assessment.harm:
        made["harm"] = harm_object(assessment.harm)
    if assessment.forecast:
        made["forecast"] = forecast_object(assessment.forecast, assessment.seed)
    if assessment.need:
        made["need"] = need_object(assessment.need)
    made |= restricted_parts(assessment)
    made["assumptions"] = [msgspec.to_builtins(assumption) for assumption in assessment.assumptions]
    return made


def _rate_object(found: Rate) -> dict[str, Any]:
    return {
        "raids": found.raids,
        "launched": found.launched,
        "intercepted": found.intercepted,
        "rate": interval(found.rate),
        "per_munition": interval(found.per_munition),
        "rho": interval(found.rho) if found.rho else None,
        "now": interval(found.now) if found.now else None,
        "size_effect": interval(found.size_effect) if found.size_effect else None,
        "half_life_nights": shown(found.half_life_nights),
        "level": found.rate.level,
        "method": found.rate.method,
        "inputs": list(found.rate.inputs),
        "invented": found.rate.invented,
        "note": found.note,
    }


def _number(value: Value) -> dict[str, str | int | None]:
    return {"state": value.state, "low": value.low, "best": value.best, "high": value.high}


def _check(options: AssessOptions) -> None:
    for day in (options.start, options.end):
        if day is not None:
            parse_date(day)
    if options.start and options.end and options.end < options.start:
        raise FirstlightError(f"the period ends ({options.end}) before it begins ({options.start}): swap the dates")
    if not 0 <= options.weeks <= MOST_WEEKS:
        raise FirstlightError(f"{options.weeks} weeks cannot be forecast: choose from 0 to {MOST_WEEKS}")
    most = MOST_PATH_WEEKS // max(1, options.weeks)
    if not FEWEST_PATHS <= options.paths <= most:
        raise FirstlightError(f"{options.paths} paths of {options.weeks} weeks: choose from {FEWEST_PATHS} to {most}")


def _look_ahead(made: Assessment, ahead: Outlook, groups: Groups, options: AssessOptions) -> Assessment:
    """The assessment with forecast, harm and need."""
    expected = forecast(ahead.volume, ahead.made, ahead.ahead, groups, ahead.forecasting, options.seed)
    past = Leaked(
        start=made.start,
        end=made.end,
        nights=span(made.start, made.end),
        by_class={night: number for night, number in ahead.leakers.items() if night >= made.start},
        unseen=tuple(groups.title(name) for name in _unseen(ahead, made.start)),
        invented=ahead.ahead.invented,
    )
    future = (ahead.ahead, ahead.made, ahead.leaked) if expected else None
    cost = harm_cost(ahead.harm, ahead.harming, past, future, options.seed)
    wanted = None
    if expected:
        hidden = unseen(expected.known, ahead.ahead, ahead.made, ahead.leaked, ahead.harm)
        lines = need(ahead.ahead, ahead.made, ahead.leaked, ahead.shooting, options.seed)
        wanted = needed(lines, hidden, ahead.ahead, groups)
    recorded = {rate.group: rate.per_munition for rate in made.rates}
    return msgspec.structs.replace(
        made,
        forecast=expected,
        harm=cost,
        need=wanted,
        trust=doubts(ahead, recorded, groups.catalog, options.seed) if expected else None,
        assumptions=(*made.assumptions, *(doubt_assumptions(groups.catalog) if expected else ())),
    )


def _unseen(ahead: Outlook, start: str) -> Iterator[str]:
    """Groups that were launched at some time, and of which some night from `start` on is unknown."""
    launches = ahead.volume
    since = max(0, (parse_date(start) - launches.first).days)
    for at, group in enumerate(launches.groups):
        told = launches.launched[:, at]
        ever = bool((told > 0).any()) or ahead.rates[group].last is not None
        if ever and bool(np.isnan(told[since:]).any()):
            yield group


def _changes(whole: Series, groups: Groups, end: str, seed: int) -> Iterator[Change]:
    """Stretches of each group, and the last four weeks against the four before them where both have raids."""
    days = [(parse_date(end) - timedelta(days=back)).isoformat() for back in (2 * LATEST - 1, LATEST, LATEST - 1)]
    for group in groups.entries:
        nights = sorted((one for one in whole.nights if one.group == group), key=lambda one: one.night)
        if not nights:
            continue
        icc = within_quarters(nights)
        try:
            latest = compare(nights, (days[0], days[1]), (days[2], end), seed, icc)
        except FirstlightError:
            latest = None  # too few raids in one of the runs to say anything
        yield change(nights, icc, latest)


def _rates(found: Series, groups: Groups, invented: set[str], now: Mapping[str, RecentRate]) -> list[Rate]:
    by_group: dict[str, list[RaidNight]] = {group: [] for group in groups.entries}
    for night in found.nights:
        by_group[night.group].append(night)
    made = []
    for group, nights in by_group.items():
        mixed = [count for count in found.mixed if group in count.groups]
        rests_on = any(raid in invented for night in nights for raid in night.raids)
        result = rate(nights, mixed, invented=rests_on)
        if result is not None and group in now:
            level, size = estimates(now[group], invented=rests_on)
            result = msgspec.structs.replace(result, now=level, size_effect=size, half_life_nights=now[group].half_life)
        if result is not None:
            made.append(result)
    return made


def _invented(
    raids: Iterable[Raid], statements: Mapping[str, Statement], reports: Mapping[str, Report], catalog: Catalog
) -> set[str]:
    """The ids of the raids of which any source says of itself that it is made up."""

    @cache
    def made_up(source: str) -> bool:
        entry = catalog.source(source)
        return source.startswith(INVENTED.lower()) or (entry is not None and entry.kind == INVENTED.lower())

    found = set()
    for raid in raids:
        said = [statements[link.statement] for link in raid.links if link.statement in statements]
        ids = {reports[statement.report].source for statement in said if statement.report in reports}
        ids |= set(raid.sources) | {reporter for line in raid.lines for reporter in line.reporters}
        if any(made_up(source) for source in ids):
            found.add(raid.id)
    return found


@cache
def _version() -> str:
    try:
        return version("firstlight")
    except PackageNotFoundError:
        return "uninstalled"
