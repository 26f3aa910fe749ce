"""Two charts of what is to come: the rounds that a week takes, and what each part of an option avoids."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

import altair as alt

from firstlight.brief.charts import EDGE, FONT, INK, NARROW, PAPER, STOPPED, WIDE, drawn_clean, marked_invented
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
    rows = [alt.hconcat(*made[at : at + across], spacing=24) for at in range(0, len(made), across)]
    chart = marked_invented(alt.vconcat(*rows, spacing=16), page, invented)
    return drawn_clean(chart.configure(font=FONT, background=PAPER, padding=2).configure_view(stroke=None))


def _panel(bars: Sequence[Bar], title: str, width: int) -> Any:
    values: list[dict[str, Any]] = [
        {
            "at": f"{number:02d}", "low": bar.heights[0], "middle": bar.heights[1], "high": bar.heights[2],
            "shown": bar.middle.shown, "top": bar.high.shown if bar.heights[2] > bar.heights[1] else "",
            "foot": bar.under.shown if bar.under else bar.label,
        }
        for number, bar in enumerate(bars)
    ]  # fmt: skip
    most = max(value["high"] for value in values) or max(value["middle"] for value in values) or 1
    x = alt.X("at:N", sort=None, axis=None, scale=alt.Scale(paddingInner=0.5, paddingOuter=0.25))
    y = alt.Y("middle:Q", axis=None, scale=alt.Scale(domain=[-0.2 * most, 1.22 * most], nice=False))
    base = alt.Chart(alt.InlineData(values=values))
    text: dict[str, Any] = {"fontSize": 12, "color": INK}
    layers = (
        base.mark_bar(fill=STOPPED, stroke=EDGE, strokeWidth=1).encode(x=x, y=y, y2=alt.datum(0)),
        base.mark_rule(color=INK, strokeWidth=1.4).encode(x=x, y="low:Q", y2="high:Q"),
        base.mark_text(baseline="bottom", dy=-3, fontSize=11, color=EDGE).encode(x=x, y="high:Q", text="top:N"),
        base.mark_text(align="left", dx=5, dy=-6, fontWeight="bold", **text).encode(x=x, y="middle:Q", text="shown:N"),
        base.mark_text(baseline="top", dy=5, fontSize=11, color=INK).encode(x=x, y=alt.datum(0), text="foot:N"),
        alt.Chart(alt.InlineData(values=[{}])).mark_rule(color=EDGE).encode(y=alt.datum(0)),
    )
    lines = textwrap.wrap(title, width // LETTER)  # whole: a title cut short would no longer be that of the option
    head = alt.TitleParams(lines, anchor="start", fontSize=13, color=INK, frame="group", offset=4)
    return alt.layer(*layers).properties(width=width, height=92, title=head)
