"""The parts of the documented object of `assess --json`. Numbers are rounded to six digits."""

from __future__ import annotations

from typing import Any

from firstlight.model import Change, Comparison, Estimate, Forecast, HarmCost, Need, NeedLine, Range, Scorecard

_DIGITS = 6


def shown(number: float | None) -> float | None:
    """A number as it is written: six significant digits."""
    return None if number is None else float(f"{number:.{_DIGITS}g}")


def interval(estimate: Estimate) -> dict[str, float | None]:
    """Low, best and high."""
    return {"low": shown(estimate.low), "best": shown(estimate.best), "high": shown(estimate.high)}


def range_object(one: Range) -> dict[str, Any]:
    """A range: low and high hold 95 of 100 draws, `likely` 80."""
    return {
        **interval(one.wide),
        "likely": {"low": shown(one.likely.low), "high": shown(one.likely.high)},
        "mean": shown(one.mean),
        "unit": one.wide.unit,
        "invented": one.wide.invented,
    }


def change_object(one: Change) -> dict[str, Any]:
    """Stretches, power and the latest comparison of one group."""
    return {
        "stretches": [
            {
                "first": part.first,
                "last": part.last,
                "raids": part.raids,
                "launched": part.launched,
                "share": shown(part.share),
            }
            for part in one.stretches
        ],
        "power": [{"step": step, "found": shown(chance)} for step, chance in one.power],
        "note": one.note,
        "latest": comparison_object(one.latest) if one.latest else None,
    }


def comparison_object(one: Comparison) -> dict[str, Any]:
    """Two runs of nights held against each other."""
    runs = {
        name: {
            "first": run.first,
            "last": run.last,
            "raids": run.raids,
            "launched": run.launched,
            "share": shown(run.share),
        }
        for name, run in (("before", one.before), ("after", one.after))
    }
    return {
        "group": one.group,
        **runs,
        "chance_shuffled": shown(one.chance_shuffled),
        "chance_model": shown(one.chance_model),
        "looks": one.looks,
        "chance_any_look": shown(one.chance_any_look),
        "power": shown(one.power),
        "verdict": one.verdict,
    }


def forecast_object(one: Forecast, seed: int) -> dict[str, Any]:
    """The forecast by group, with joint nights, scenarios and the scorecard."""
    groups: dict[str, dict[str, Any]] = {}
    joint = []
    known = {told.group: told for told in one.known}
    for row in one.ranges:
        if row.group is None:
            joint.append({"what": row.what, **range_object(row)})
            continue
        told = known[row.group]
        group = groups.setdefault(
            row.group,
            {
                "last_known": told.night,
                "since_then": told.why or "told",
                "nights_since": told.nights_since,
                "weeks": [],
                "large_nights": [],
            },
        )
        if row.what.startswith("week "):
            group["weeks"].append({"start": row.start, "end": row.end, **range_object(row)})
        elif row.what.startswith("nights with at least "):
            group["large_nights"].append({"what": row.what, **range_object(row)})
        else:
            group[row.what.replace(" ", "_")] = range_object(row)
    return {
        "period": {"start": one.start, "end": one.end},
        "paths": one.paths,
        "seed": seed,
        "groups": groups,
        "joint_nights": joint,
        "scenarios": [
            {"name": name, "source": source, "group": row.group, "total": range_object(row)}
            for name, source, row in one.scenarios
        ],
        "scorecard": scorecard_object(one.scorecard) if one.scorecard else None,
        "notes": list(one.notes),
    }


def scorecard_object(one: Scorecard) -> dict[str, Any]:
    """How past forecasts did."""
    return {
        "origins": one.origins,
        "first": one.first,
        "last": one.last,
        "weeks": one.weeks,
        "paths": one.paths,
        "relative_to_naive": shown(one.relative),
        "covered_80": shown(one.covered_80),
        "covered_95": shown(one.covered_95),
        "groups": {
            score.group: {
                "score": shown(score.score),
                "naive": shown(score.naive),
                "relative_to_naive": shown(score.relative),
                "covered_80": shown(score.covered_80),
                "covered_95": shown(score.covered_95),
                "total_covered_80": shown(score.total_covered_80),
                "total_covered_95": shown(score.total_covered_95),
            }
            for score in one.scores
        },
    }


def harm_object(one: HarmCost) -> dict[str, Any]:
    """Casualties per leaker, the share killed, and what is expected, with the joint draws."""
    return {
        "per_leaker": {row.group: range_object(row) for row in one.per_leaker},
        "share_killed": range_object(one.share_killed),
        "expected": [
            {"what": row.what, "start": row.start, "end": row.end, **range_object(row)} for row in one.expected
        ],
        "joint": {"classes": [list(groups) for groups in one.classes], "draws": [list(draw) for draw in one.draws]},
        "fitted": one.fitted,
        "totals": [{"months": months, "casualties": people, "source": source} for months, people, source in one.totals],
        "notes": list(one.notes),
    }


def need_object(one: Need) -> dict[str, Any]:
    """Need per week by group and doctrine, without an inventory."""
    groups: dict[str, dict[str, Any]] = {}
    for line in one.lines:
        group = groups.setdefault(
            line.group,
            {
                "raid_nights": range_object(line.raid_nights),
                "launched": range_object(line.launched),
                "leakers": range_object(line.leakers),
                "doctrines": {},
            },
        )
        group["doctrines"][line.doctrine] = _doctrine(line)
    return {
        "period": {"start": one.start, "end": one.end},
        "per_week": groups,
        "unseen": {"groups": list(one.unseen_groups), **{row.what: range_object(row) for row in one.unseen}},
        "notes": list(one.notes),
    }


def _doctrine(line: NeedLine) -> dict[str, Any]:
    return {
        "title": line.title,
        "rounds": range_object(line.rounds),
        "rounds_at_leakers": range_object(line.rounds_at_leakers),
        "leakers_left": range_object(line.leakers_left),
        "source": line.source,
    }
