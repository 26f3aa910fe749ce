"""The chart of the public build: launched and stopped by month and group, as SVG that may be embedded elsewhere."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence

from firstlight.publish.public import Attack

WHOLE = "datum.value % 1 === 0 ? format(datum.value, ',d') : ''"  # an axis of counts has no halves
INK, WASH = "#16202b", "#c9d1d9"


def months(attacks: Sequence[Attack]) -> dict[tuple[str, str, str], tuple[int, int]]:
    """(attacker, month, group) to (launched, stopped) over the lines of which both are known and that sum up no others;
    attacks that another one sums up are left out."""
    found: defaultdict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0])
    for attack in attacks:
        if attack.related:
            continue
        for line in attack.lines:
            if line.total or not line.group or line.launched.state != "known" or line.intercepted.state != "known":
                continue
            cell = found[attack.attacker, attack.night[:7], line.group]
            cell[0] += line.launched.best or 0
            cell[1] += line.intercepted.best or 0
    return {key: (launched, stopped) for key, (launched, stopped) in sorted(found.items())}


def chart(attacks: Sequence[Attack], attacker: str, words: Mapping[str, str], invented: bool) -> str | None:
    """The chart of one attacker as SVG, None where no month has both numbers. `words`: names of groups, through,
    stopped, title, and invented."""
    import vl_convert

    rows = [
        {"month": month, "group": words.get(group, group), "fate": words[fate], "number": number}
        for (side, month, group), (launched, stopped) in months(attacks).items()
        if side == attacker
        for fate, number in (("through", max(launched - stopped, 0)), ("stopped", stopped))
    ]
    if not rows:
        return None
    title = f"{words['title']} {words['invented']}" if invented else words["title"]
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "title": {"text": title, "anchor": "start", "fontSize": 13, "color": INK},
        "data": {"values": rows},
        "mark": {"type": "bar", "stroke": INK, "strokeWidth": 0.5, "width": {"band": 0.6}},
        "width": {"step": 34},
        "height": 90,
        "encoding": {
            "x": {"field": "month", "type": "ordinal", "title": None, "axis": {"labelAngle": -40}},
            "y": {
                "field": "number",
                "type": "quantitative",
                "title": None,
                "axis": {"labelExpr": WHOLE, "tickCount": 4},
            },
            "color": {
                "field": "fate",
                "type": "nominal",
                "title": None,
                "scale": {"domain": [words["through"], words["stopped"]], "range": [INK, WASH]},
                "legend": {"orient": "top"},
            },
            "row": {
                "field": "group",
                "type": "nominal",
                "title": None,
                "header": {"labelAngle": 0, "labelAlign": "left"},
            },
        },
        "resolve": {"scale": {"y": "independent"}},
        "config": {"view": {"stroke": None}, "font": "Helvetica, Arial, sans-serif"},
    }
    return str(vl_convert.vegalite_to_svg(json.dumps(spec)))
