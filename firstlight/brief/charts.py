"""The nightly chart: a column a night, what got through at the foot and what was stopped above it, a panel a group.

Drawn twice, wide and narrow, as SVG without script or outside font. Tone, not colour, tells the parts apart; a night
without a number carries a word or a sign instead of a column, so that it cannot be taken for a quiet one. Charts are
Vega-Lite (https://vega.github.io/vega-lite/docs/) as plain data: objects that build it took most of a briefing's time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import vl_convert

from firstlight.brief.document import Chart, Key, Number, Part, Sentence
from firstlight.brief.page import Page
from firstlight.brief.sides import Side, group_order, names, period, total
from firstlight.errors import BriefError
from firstlight.model import Record

FONT = "Roboto"  # in fonts/, so that text is measured and drawn alike on every machine
INK, STOPPED, EDGE, PAPER = "#16202b", "#c9d1d9", "#5b6875", "#ffffff"
WIDE, NARROW = 660, 330  # px
DIRECT = 14  # nights up to which each column carries its numbers
ROUND = (1, 2, 3, 4, 5, 6, 8, 10)  # leading digits of the tops of scales
PANELS = 3  # panels that a chart has where there are as many groups
ENOUGH = 20  # weapons over the period from which a further group has a panel
VEGA_LITE = "6.1"
GROUND = {"datum": 0}  # where columns stand

Spec = dict[str, Any]  # a Vega-Lite view, or a part of one


class NightColumn(Record, frozen=True, kw_only=True):
    """What is drawn for one night and group; a height is a count of weapons, None where there is no number."""

    night: str
    group: str
    launched: int | None
    intercepted: int | None
    leakers: int | None
    state: str
    figures: tuple[str, ...]
    launched_shown: str
    leakers_shown: str


def nightly(page: Page, side: Side, columns: Sequence[NightColumn], most: int | None = None) -> Chart | None:
    """The chart of one side with at most so many panels, or None where no night has a number to draw."""
    groups = panel_groups(page, columns, most)
    if not groups:
        return None
    seen = {column.group for column in columns if _has_height(column)}
    kept = [column for column in columns if column.group in groups]
    ids = tuple(dict.fromkeys(figure for column in kept for figure in column.figures))
    invented = any(page.register.entry(figure).figure.invented for figure in ids)
    panels = Panels(page, kept, groups, invented)
    caption = page.say(
        "caption_chart" if len(groups) == len(seen) else "caption_chart_few", period=period(page), **names(page, side)
    )
    return Chart(
        id=f"chart-{side.letter}",
        caption=Sentence(parts=caption.parts, invented=invented),
        alt=_alt(page, side, groups),
        wide=panels.svg(WIDE),
        narrow=panels.svg(NARROW),
        legend=_legend(page, bool(panels.scale), kept),
        figures=ids,
        dates=panels.dates,
        scale=panels.scale,
        invented=invented,
    )


def _legend(page: Page, dense: bool, columns: Sequence[NightColumn]) -> tuple[Key, ...]:
    text, kind = page.wording.text, "dense" if dense else "legend"
    keys = (
        Key(swatch="through", text=text("page", f"{kind}_through")),
        Key(swatch="stopped", text=text("page", "legend_stopped")),
        Key(swatch="open", text=text("page", f"{kind}_open")),
    )
    shown = "".join(one for column in columns for one in (column.launched_shown, column.leakers_shown))
    if not dense and all(sign.isdigit() for sign in shown.replace(text("number", "thousands"), "")):
        return keys
    return (*keys, Key(swatch="none", text=text("page", f"{kind}_signs")))


def panel_groups(page: Page, columns: Sequence[NightColumn], most: int | None = None) -> tuple[str, ...]:
    """The groups worth a panel: the three of which most was fired, and every one of which enough was, up to `most`."""
    fired: dict[str, int] = {}
    for column in columns:
        if _has_height(column):
            fired[column.group] = fired.get(column.group, 0) + (column.launched or column.intercepted or 0)
    ranked = sorted(fired, key=lambda group: (-fired[group], group))
    kept = [group for at, group in enumerate(ranked) if at < PANELS or fired[group] >= ENOUGH]
    return tuple(sorted(kept[:most], key=lambda group: group_order(page, group)))


def _has_height(column: NightColumn) -> bool:
    return column.launched is not None or column.intercepted is not None


def _alt(page: Page, side: Side, groups: Sequence[str]) -> Sentence:
    clauses: list[tuple[Part, ...]] = []
    for group in groups:
        slots: dict[str, Part] = {
            "launched": total(page, side, "launched", (group,)),
            "leakers": total(page, side, "leakers", (group,)),
        }
        clauses.append(page.wording.say("alt_group", group=page.label("groups", group), **slots))
    behind = page.behind(part for clause in clauses for part in clause if isinstance(part, Number))
    return page.say(
        "alt_chart",
        groups=page.wording.join(clauses),
        period=period(page),
        speakers=page.speakers(behind),
        **names(page, side),
    )


class Panels:
    """Builds the panels of one chart at any width from the same columns."""

    def __init__(self, page: Page, columns: Sequence[NightColumn], groups: Sequence[str], invented: bool) -> None:
        self.page = page
        self.columns = columns
        self.groups = groups
        self.invented = invented
        self.nights = list(page.scope.nights)
        self.direct = len(self.nights) <= DIRECT
        self.ticks = {night: self._tick(night) for night in self._ticked()}
        self.tops = {group: _round_up(self._highest(group)) for group in groups}
        self.dates = tuple(self.ticks.values())
        self.scale = () if self.direct else tuple(f"{n:,}" for top in self.tops.values() for n in (0, top // 2, top))

    def svg(self, width: int) -> str:
        """The chart as SVG text, `width` px wide before its margins."""
        panels = [self._panel(group, width) for group in self.groups]
        return drawn({"vconcat": panels, "spacing": 14}, self.page, self.invented)

    def _panel(self, group: str, width: int) -> Spec:
        values = [value for column in self.columns if column.group == group for value in self._segments(column)]
        marks = self._marks(group)
        top = self.tops[group]
        axis = None if self.direct else {
            "values": [0, top // 2, top], "title": None, "domain": False, "tickSize": 0, "labelFontSize": 11
        }  # fmt: skip
        domain = [-0.24 * top, 1.2 * top] if self.direct else [0, top]
        x = nominal("night", sort=None, scale={"domain": self.nights, "paddingInner": 0.22}, axis=self._axis(width))
        y = amount("from", scale={"domain": domain, "nice": False}, axis=axis)
        bar = {"type": "bar", "strokeWidth": 1}
        layers = [
            layer(
                values, bar, x=x, y=y, y2={"field": "to"}, fill=nominal("tone", scale=None), stroke={"value": EDGE},
                strokeDash=nominal("dash", scale=None),
            )
        ]  # fmt: skip
        if self.direct:
            layers += _direct(values, x)
        if marks:
            turned: Spec = {"angle": 270, "align": "left", "dx": 4} if self.direct else {"dy": -5}
            sign = written(baseline="middle", fontSize=11, color=EDGE, **turned)
            layers.append(layer(marks, sign, x=x, y=GROUND, text=nominal("word")))
        head = title(self.page.wording.label("groups", group), frame="group", offset=6)
        return {"layer": layers, "width": width, "height": 96 if self.direct else 84, "title": head}

    def _segments(self, column: NightColumn) -> list[dict[str, Any]]:
        if column.leakers is not None and column.intercepted is not None:
            top = column.leakers + column.intercepted
            tones = [(0, column.leakers, INK, column.leakers == top), (column.leakers, top, STOPPED, True)]
            label = column.launched_shown
        elif column.launched is not None:
            tones = [(0, column.launched, PAPER, True)]
            label = column.launched_shown
        elif column.intercepted is not None:
            tones = [(0, column.intercepted, STOPPED, True)]
            label = ""
        else:
            return []
        whole = column.launched is not None and column.leakers is not None
        return [
            {
                "night": column.night, "from": low, "to": high, "tone": tone, "dash": [1, 0] if whole else [3, 2],
                "label": label if labelled and index == len(tones) - 1 else "",
                "foot": column.leakers_shown if index == 0 else "",
            }
            for index, (low, high, tone, labelled) in enumerate(tones)
        ]  # fmt: skip

    def _marks(self, group: str) -> list[dict[str, str]]:
        """A word for each night of a group that has no column; dense charts carry a sign instead of the word."""
        kind = "chart_words" if self.direct else "chart_signs"
        held = {column.night: column for column in self.columns if column.group == group}
        marks = []
        for night in self.nights:
            column = held.get(night)
            if column is None and night in self.page.scope.silent:
                marks.append({"night": night, "word": self.page.wording.text(kind, "silent")})
            elif column is not None and column.launched is None and column.intercepted is None:
                marks.append({"night": night, "word": self.page.wording.label(kind, column.state)})
        return marks

    def _axis(self, width: int) -> Spec:
        words = "".join(f"datum.value == '{night}' ? '{text}' : " for night, text in self.ticks.items()) + "''"
        if self.direct and width < WIDE:
            words = f"split({words}, ' ')"  # two lines, so that neighbours do not touch
        return {
            "title": None,
            "values": list(self.ticks),
            "labelExpr": words,
            "labelAngle": 0,
            "labelFontSize": 11,
            "labelColor": INK,
            "labelOverlap": False,
            "tickSize": 0 if self.direct else 4,
            "domain": not self.direct,
            "domainColor": EDGE,
        }

    def _ticked(self) -> list[str]:
        if self.direct:
            return self.nights
        step = -(-len(self.nights) // 5)
        return self.nights[step // 2 :: step]

    def _tick(self, night: str) -> str:
        wording = self.page.wording
        return wording.date_text(night, "tick_night" if self.direct else "tick_day")

    def _highest(self, group: str) -> int:
        heights = [c.launched or c.intercepted or 0 for c in self.columns if c.group == group]
        return max(heights, default=1)


def _direct(values: Sequence[dict[str, Any]], x: Spec) -> list[Spec]:
    """The numbers of a panel: launched above each column, got through below it, and the line on which they stand."""
    above = [value for value in values if value["label"]]
    below = [value for value in values if value["foot"]]
    head = written(baseline="bottom", dy=-3, fontSize=12)
    foot = written(baseline="top", dy=4, fontSize=12, fontWeight="bold")
    return [
        layer([{}], {"type": "rule", "color": EDGE}, y=GROUND),
        layer(above, head, x=x, y=amount("to"), text=nominal("label")),
        layer(below, foot, x=x, y=GROUND, text=nominal("foot")),
    ]


def _round_up(number: int) -> int:
    """The next round number for the top of a scale, one whose half is whole."""
    if number <= 10:
        return max(2, number + number % 2)
    power: int = 10 ** (len(str(number)) - 1)
    return next(step * power for step in ROUND if step * power >= number)


@cache
def fonts() -> str:
    """The folder of the fonts of the charts, made known to the library that draws them."""
    folder = str(files("firstlight.brief") / "fonts")
    vl_convert.register_font_directory(folder)
    return folder


def layer(values: Sequence[Spec], mark: Spec, **encoding: Spec) -> Spec:
    """One layer of a chart: its rows, what is drawn for each, and the channels that say where and how."""
    return {"data": {"values": values}, "mark": mark, "encoding": encoding}


def nominal(field: str, **more: Any) -> Spec:
    """A channel that shows a name of the rows."""
    return {"field": field, "type": "nominal", **more}


def amount(field: str, **more: Any) -> Spec:
    """A channel that shows a number of the rows."""
    return {"field": field, "type": "quantitative", **more}


def written(color: str = INK, **more: Any) -> Spec:
    """A mark that writes a text."""
    return {"type": "text", "color": color, **more}


def title(text: str | list[str], size: int = 13, **more: Any) -> Spec:
    """A title over the left end; a list is one in lines."""
    return {"text": text, "anchor": "start", "fontSize": size, "color": INK, **more}


def drawn(chart: Spec, page: Page, invented: bool) -> str:
    """The chart as SVG without roles meant for a page of its own; BriefError if it holds what could run or load.

    Over invented numbers stands the word INVENTED, so that no cut-out loses it.
    """
    fonts()
    config = {"font": FONT, "background": PAPER, "padding": 2, "view": {"stroke": None}}
    mark = {"title": title(page.wording.text("words", "invented"), 15)} if invented else {}
    svg = vl_convert.vegalite_to_svg({**chart, **mark, "config": config}, vl_version=VEGA_LITE)
    bare = re.sub(r' (?:role|aria-[a-z]+)="[^"]*"', "", svg)
    bare = re.sub(r" (?:width|height)=\"[\d.]+\"(?= (?:height|viewBox))", "", bare, count=2)
    if re.search(r"<(?:script|foreignObject|image|use|style)\b|\son\w+=|url\(|(?:xlink:)?href=", bare):
        raise BriefError("a chart would carry something that runs or loads: report this, with the ledger")
    return bare
