"""Stocks, options and trust as parts of the object of `assess --json`; restricted where they rest on an inventory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from firstlight.assess.objects import interval, range_object, shown
from firstlight.model import Assumption, Estimate, Mix, Options, OptionValue, Range, RunOut, Stocks, Trust, WhatIf


def stocks_object(one: Stocks) -> dict[str, Any]:
    """What runs out when, and what gets through while it lasts."""
    return {
        **_marks(one.invented, one.restricted),
        "period": {"start": one.start, "end": one.end},
        "paths": one.paths,
        "file": one.file,
        "file_hash": one.file_hash,
        "interceptors": {row.interceptor: _run_out_object(row, one.invented) for row in one.run_outs},
        "groups": {
            launched.group: {
                "launched": range_object(launched),
                "leakers": range_object(leakers),
                "stopped_share": range_object(stopped),
            }
            for launched, leakers, stopped in zip(one.launched, one.leakers, one.stopped, strict=True)
        },
        "harm": None if one.harm is None else range_object(one.harm),
        "unseen": {
            "groups": list(one.unseen_groups),
            "share": None if one.unseen is None else range_object(one.unseen),
        },
        "notes": list(one.notes),
        "assumptions": _assumptions(one.assumptions),
    }


def options_object(one: Options) -> dict[str, Any]:
    """What each option would buy, how sure their order is, and the best mix."""
    return {
        **_marks(one.invented, one.restricted),
        "period": {"start": one.start, "end": one.end},
        "measure": one.measure,
        "paths": one.paths,
        "draws": one.draws,
        "file": one.file,
        "file_hash": one.file_hash,
        "options": [_option_object(row) for row in one.options],
        "first_stays_first": shown(one.order_share),
        "regret": _estimate(one.regret),
        "mix": None if one.mix is None else _mix_object(one.mix, one.invented),
        "left_out_of_mix": [{"option": option, "why": why} for option, why in one.left_out],
        "notes": list(one.notes),
        "assumptions": _assumptions(one.assumptions),
    }


def trust_object(one: Trust) -> dict[str, Any]:
    """What moves the answer, what the record cannot tell apart, and what if claims are wrong."""
    return {
        **_marks(one.invented, one.restricted),
        "sensitivity": [
            {
                "unknown": row.unknown,
                "of_leakers": shown(row.of_leakers),
                "of_share": shown(row.of_share),
                "of_harm": shown(row.of_harm),
                "invented": one.invented,
            }
            for row in one.sensitivity
        ],
        "reach_needed": [
            {
                "group": row.group,
                "shots": row.shots,
                "correlation": shown(row.correlation),
                "hit": row.hit,
                "reach": {"low": shown(row.low), "best": shown(row.best), "high": shown(row.high)},
                "invented": one.invented,
            }
            for row in one.reach_needed
        ],
        "agreement": [
            {
                "group": row.group,
                "implied": _estimate(row.implied),
                "recorded": interval(row.recorded),
                "says": row.says,
                "invented": one.invented,
            }
            for row in one.agreement
        ],
        "what_ifs": [_what_if_object(row, one.invented) for row in one.what_ifs],
        "notes": list(one.notes),
    }


def _assumptions(found: Sequence[Assumption]) -> list[dict[str, str]]:
    return [{"name": one.name, "value": one.value, "source": one.source} for one in found]


def _marks(invented: bool, restricted: bool) -> dict[str, Any]:
    return {"restricted": restricted, "invented": invented}


def _estimate(one: Estimate) -> dict[str, Any]:
    return {**interval(one), "level": one.level, "unit": one.unit, "invented": one.invented}


def _about(one: Range) -> dict[str, Any]:
    return {"what": one.what, "group": one.group, "start": one.start, "end": one.end, **range_object(one)}


def _run_out_object(one: RunOut, invented: bool) -> dict[str, Any]:
    """A run-out: a night stands here only beside its chances."""
    return {
        "title": one.title,
        "invented": invented,
        "runs_out": {
            "by_week": [{"end": night, "chance": shown(chance)} for night, chance in one.out_by],
            "night_at_10_of_100": one.early,
            "night_at_50_of_100": one.middle,
            "night_at_90_of_100": one.late,
            "lasts_throughout": shown(one.lasts),
            "says": one.says,
        },
        "stock": range_object(one.stock),
        "arriving": range_object(one.arriving),
        "used": range_object(one.used),
        "left": range_object(one.left),
        "nights_with_too_few": range_object(one.few_nights),
    }


def _option_object(one: OptionValue) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "invented": one.invented,
        "restricted": one.restricted,
        "interceptor": one.interceptor,
        "system": one.system,
        "number": one.number,
        "delivery": one.delivery,
        "price": _estimate(one.price),
        "source": one.source,
        "compared": one.compared,
        "needs": one.needs,
        "curve": [
            {
                "number": point.number,
                "price": _estimate(point.price),
                "leakers_avoided": range_object(point.leakers),
                "standard_error": shown(point.error),
                "harm_avoided": None if point.harm is None else range_object(point.harm),
                "invented": one.invented,
            }
            for point in one.curve
        ],
        "leakers_avoided_by_month": [_about(row) for row in one.by_month],
        "leakers_avoided_per_million_eur": range_object(one.per_million),
        "harm_avoided_per_million_eur": None if one.harm_per_million is None else range_object(one.harm_per_million),
        "first_share": shown(one.first_share),
        "unseen_share": shown(one.unseen_share),
        "notes": list(one.notes),
    }


def _mix_object(one: Mix, invented: bool) -> dict[str, Any]:
    return {
        "items": [
            {
                "option": item.option,
                "title": item.title,
                "number": item.number,
                "price": _estimate(item.price),
                "kept_share": shown(item.kept_share),
                "invented": invented,
            }
            for item in one.items
        ],
        "limits": dict(one.limits),
        "price": _estimate(one.price),
        "parts": shown(one.parts),
        "bound": shown(one.bound),
        "gap": shown(one.gap),
        "method": one.method,
        "leakers_avoided": range_object(one.leakers),
        "harm_avoided": None if one.harm is None else range_object(one.harm),
        "regret": _estimate(one.regret),
        "unseen_share": shown(one.unseen_share),
        "notes": list(one.notes),
        "invented": invented,
    }


def _what_if_object(one: WhatIf, invented: bool) -> dict[str, Any]:
    return {
        "name": one.name,
        "says": one.says,
        "ranges": [_about(row) for row in one.ranges],
        "rates": {group: interval(rate) for group, rate in one.rates},
        "invented": invented,
    }
