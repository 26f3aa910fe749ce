"""Two charts of what is to come: the rounds that a week takes, and what each part of an option avoids."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

from firstlight.brief.charts import (
    EDGE,
    GROUND,
    INK,
    NARROW,
    STOPPED,
    WIDE,
    Spec,
    amount,
    drawn,
    layer,
    nominal,
    title,
    written,
)
from firstlight.brief.document import Chart, Key, Number, Sentence
from firstlight.brief.expect import shortest, value
from firstlight.brief.page import Page
from firstlight.model import Record

LETTER = 8  # px that a letter of a panel's title takes at most, about
ACROSS = 3  # panels beside each other on the wide chart


class Bar(Record, frozen=True, kw_only=True):
    """One bar with its range: figures for the middle and both ends, and for what stands under it, if anything."""

    panel: str
    label: str
    under: Number | None
    middle: Number
    low: Number
    high: Number
    heights: tuple[float, float, float]  # low, middle, high


def needed(page: Page) -> Chart | None:
    """Launches to expect of a week beside the rounds that they take, a panel a group."""
    need = page.material.assessment.need
    if need is None or not need.lines:
        return None
    bars = []
    for at in shortest(page):
        line = need.lines[at]
        for field in ("launched", "leakers", "rounds"):
            path = f"assessment.need.lines.{at}.{field}.likely"
            low, middle, high = (value(page, f"{path}.{end}", f"what_need_{field}") for end in ("low", "best", "high"))
            likely = getattr(line, field).likely
            bars.append(
                Bar(
                    panel=page.wording.label("groups", line.group), label=page.wording.text("table_need", field),
                    under=None, middle=middle, low=low, high=high,
                    heights=(likely.low or 0, likely.best or 0, likely.high or 0),
                )
            )  # fmt: skip
    return _chart(page, "chart-need", "need_chart", bars)


def bought(page: Page) -> Chart | None:
    """What each part of an option avoids on average, with its range, a panel an option."""
    options = page.material.assessment.options
    if options is None:
        return None
    bars = []
    for number, one in enumerate(options.options):
        for place, point in enumerate(one.curve):
            path = f"assessment.options.options.{number}.curve.{place}"
            low, high = (value(page, f"{path}.leakers.likely.{end}", "what_avoided") for end in ("low", "high"))
            likely = point.leakers.likely
            bars.append(
                Bar(
                    panel=one.title, label="", under=value(page, f"{path}.number", "what_lot"),
                    middle=value(page, f"{path}.leakers.mean", "what_avoided"), low=low, high=high,
                    heights=(likely.low or 0, point.leakers.mean, likely.high or 0),
                )
            )  # fmt: skip
    return _chart(page, "chart-options", "options_chart", bars)


def _chart(page: Page, name: str, words: str, bars: Sequence[Bar]) -> Chart | None:
    if not bars:
        return None
    numbers = [part for bar in bars for part in (bar.under, bar.middle, bar.low, bar.high) if part is not None]
    invented = page.register.invented(numbers)
    panels = tuple(dict.fromkeys(bar.panel for bar in bars))
    caption = page.say(f"caption_{words}")
    return Chart(
        id=name,
        caption=Sentence(parts=caption.parts, invented=invented),
        alt=Sentence(parts=page.wording.say(f"alt_{words}"), invented=invented),
        wide=_drawn(page, bars, ACROSS, WIDE, invented),
        narrow=_drawn(page, bars, 1, NARROW, invented),
        legend=(
            Key(swatch="stopped", text=page.wording.text("page", f"{words}_bar")),
            Key(swatch="none", text=page.wording.text("page", f"{words}_line")),
        ),
        figures=tuple(dict.fromkeys(part.figure for part in numbers)),
        dates=(),
        scale=tuple(panel for panel in panels if any(char.isdigit() for char in panel)),
        invented=invented,
    )


def _drawn(page: Page, bars: Sequence[Bar], across: int, width: int, invented: bool) -> str:
    panels = tuple(dict.fromkeys(bar.panel for bar in bars))
    each = (width - 24 * (across - 1)) // across
    made = [_panel([bar for bar in bars if bar.panel == panel], panel, each) for panel in panels]
    rows = [{"hconcat": made[at : at + across], "spacing": 24} for at in range(0, len(made), across)]
    return drawn({"vconcat": rows, "spacing": 16}, page, invented)


def _panel(bars: Sequence[Bar], words: str, width: int) -> Spec:
    values: list[dict[str, Any]] = [
        {
            "at": f"{number:02d}", "low": bar.heights[0], "middle": bar.heights[1], "high": bar.heights[2],
            "shown": bar.middle.shown, "top": bar.high.shown if bar.heights[2] > bar.heights[1] else "",
            "foot": bar.under.shown if bar.under else bar.label,
        }
        for number, bar in enumerate(bars)
    ]  # fmt: skip
    most = max(value["high"] for value in values) or max(value["middle"] for value in values) or 1
    x = nominal("at", sort=None, axis=None, scale={"paddingInner": 0.5, "paddingOuter": 0.25})
    y = amount("middle", axis=None, scale={"domain": [-0.2 * most, 1.22 * most], "nice": False})
    bar_mark = {"type": "bar", "fill": STOPPED, "stroke": EDGE, "strokeWidth": 1}
    top = written(EDGE, baseline="bottom", dy=-3, fontSize=11)
    shown = written(align="left", dx=5, dy=-6, fontWeight="bold", fontSize=12)
    foot = written(baseline="top", dy=5, fontSize=11)
    layers = [
        layer(values, bar_mark, x=x, y=y, y2=GROUND),
        layer(values, {"type": "rule", "color": INK, "strokeWidth": 1.4}, x=x, y=amount("low"), y2={"field": "high"}),
        layer(values, top, x=x, y=amount("high"), text=nominal("top")),
        layer(values, shown, x=x, y=amount("middle"), text=nominal("shown")),
        layer(values, foot, x=x, y=GROUND, text=nominal("foot")),
        layer([{}], {"type": "rule", "color": EDGE}, y=GROUND),
    ]
    lines = textwrap.wrap(words, width // LETTER)  # whole: a title cut short would no longer be that of the option
    return {"layer": layers, "width": width, "height": 92, "title": title(lines, frame="group", offset=4)}
