"""What was fired and what was stopped over the period: a table of defeat groups with their rates, and a chart."""

from __future__ import annotations

from collections.abc import Sequence

from firstlight.brief.charts import NightColumn, nightly
from firstlight.brief.document import Block, Heading, Number, Paragraph, Part, Ref, Row, Sentence, Table
from firstlight.brief.figures import high_of, low_of
from firstlight.brief.page import Page
from firstlight.brief.sides import (
    MIXED,
    Shot,
    Side,
    groups_of,
    names,
    period,
    rate_parts,
    rows_in_state,
    statements_in_state,
    total,
)
from firstlight.brief.versus import versus
from firstlight.model import Value


def fired(page: Page, found: Sequence[Side]) -> tuple[Block, ...]:
    """Table and chart for each side, then what the words mean."""
    blocks: list[Block] = []
    for side in found:
        if len(found) > 1:
            blocks.append(Heading(text=page.say("side", **names(page, side))))
        if side.shots:
            blocks.append(_group_table(page, side))
            if side is found[0]:
                chart = nightly(page, side, _columns(side))
                blocks += [chart] if chart else []
            blocks += versus(page, side)
    if not any(side.shots for side in found):
        blocks.append(Paragraph(sentences=(page.say("nothing_fired", period=period(page)),)))
    else:
        link = Ref(label=page.wording.text("sections", "nights"), to="nights")
        notes = (page.say("see_nights", link=link), page.say("leaker_note"), page.say("rate_note"))
        blocks.append(Paragraph(sentences=notes, style="small"))
    return tuple(blocks)


def other_charts(page: Page, found: Sequence[Side]) -> tuple[Block, ...]:
    """The annex: the charts of the sides after the first, which the first pages tell in their tables."""
    charts = (nightly(page, side, _columns(side)) for side in found[1:] if side.shots)
    return tuple(chart for chart in charts if chart)


def _group_table(page: Page, side: Side) -> Table:
    groups = groups_of(page, side)
    rows = [_group_row(page, side, group) for group in groups]
    if len(rows) > 1:
        shots = [shot for shot in side.shots if shot.row.group in groups]
        rows.append(_row(page, side, shots, page.wording.text("words", "all_groups"), groups))
    loose = side.of(MIXED)
    if loose:
        rows.append(_group_row(page, side, MIXED))
    caption = page.say("caption_groups", period=period(page), **names(page, side))
    return Table(
        id=f"groups-{side.letter}",
        caption=Sentence(parts=caption.parts, invented=any(row.invented for row in rows)),
        columns=page.columns("groups", ("launched", "intercepted", "leakers", "rate")),
        rows=tuple(rows),
        note=page.say("mixed_note") if loose else None,
    )


def _group_row(page: Page, side: Side, group: str) -> Row:
    return _row(page, side, side.of(group), page.wording.label("groups", group), (group,))


def _row(page: Page, side: Side, shots: Sequence[Shot], label: str, groups: Sequence[str]) -> Row:
    summed = len(groups) > 1
    sums = [
        total(page, side, "launched", groups),
        total(page, side, "intercepted", groups),
        total(page, side, "leakers", groups),
    ]
    rate = None if summed else next((rate for rate in side.rates if rate.group == groups[0]), None)
    if rate is not None and rate.rate.best is not None:
        shown = page.wording.say("rate_cell", **rate_parts(page, side, rate))
    else:
        shown = (page.label("words", "no_overall_rate" if summed else "no_rate"),)
    behind = page.behind(sums) or tuple(key for shot in shots for key in shot.row.launched.statements)
    return page.row(label, *sums, shown, _apart(page, shots), page.speakers(behind), total=summed)


def _apart(page: Page, shots: Sequence[Shot]) -> tuple[Part, ...]:
    """The cell that keeps withheld and unnumbered apart from the sums."""
    clauses: list[tuple[Part, ...]] = []
    for state in ("withheld", "unnumbered"):
        rows = rows_in_state(shots, state)
        if rows:
            what = page.wording.say(f"what_rows_{state}")
            number = page.register.count(rows, what, statements_in_state(shots, state))
            clauses.append(page.wording.say(f"rows_{state}", n=number))
    return page.wording.join(clauses) if clauses else (page.label("words", "none"),)


def _columns(side: Side) -> tuple[NightColumn, ...]:
    return tuple(
        NightColumn(
            night=shot.row.night,
            group=shot.row.group,
            launched=_height(shot.row.launched),
            intercepted=shot.row.intercepted.best,
            leakers=shot.row.leakers.best,
            state=shot.row.launched.state,
            figures=tuple(
                part.figure for part in (shot.launched, shot.intercepted, shot.leakers) if isinstance(part, Number)
            ),
            launched_shown=shot.launched.shown if isinstance(shot.launched, Number) else "",
            leakers_shown=shot.leakers.shown if isinstance(shot.leakers, Number) else "",
        )
        for shot in side.shots
    )


def _height(value: Value) -> int | None:
    """How high a column of launches is drawn: the best number, else the bound that is known."""
    if value.state not in ("known", "bounded"):
        return None
    if value.best is not None:
        return value.best
    return low_of(value) or high_of(value)
