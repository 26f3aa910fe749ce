"""What was fired and what was stopped over the period: a table of defeat groups with their rates, and a chart."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from firstlight.brief.charts import PANELS, NightColumn, nightly, panel_groups
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
from firstlight.brief.versus import beside, comparable, versus
from firstlight.brief.words import Slot
from firstlight.model import Value


def fired(page: Page, found: Sequence[Side]) -> tuple[Block, ...]:
    """Table and chart of the first side, the four weeks before beside it; the sides after it stand in the annex."""
    told = [side for side in found if side.shots]
    if not told:
        return (Paragraph(sentences=(page.say("nothing_fired", period=period(page)),)),)
    side = told[0]
    chart = nightly(page, side, _columns(page, side), PANELS)
    blocks: list[Block] = [_group_table(page, side), *([chart] if chart else [])]
    link = Ref(label=page.wording.text("sections", "nights"), to="nights")
    notes = [page.say("see_nights", link=link), page.say("leaker_note"), page.say("rate_note")]
    if not comparable(page, side):
        notes.insert(1, page.say("nothing_before"))
    return (*blocks, Paragraph(sentences=tuple(notes), style="small"))


def in_full(page: Page, found: Sequence[Side]) -> tuple[Block, ...]:
    """The annex: each side beside the four weeks before, and the tables and charts that the first pages leave out."""
    blocks: list[Block] = []
    told = [side for side in found if side.shots]
    for side in told:
        made: list[Block] = []
        chart = nightly(page, side, _columns(page, side))
        if side is not told[0]:
            made = [_group_table(page, side), *([chart] if chart else [])]
        elif chart and len(panel_groups(page, _columns(page, side))) > PANELS:
            made = [replace(chart, id=f"{chart.id}-full")]
        made += versus(page, side)
        if made and len(found) > 1:
            made.insert(0, Heading(text=page.say("side", **names(page, side))))
        blocks += made
    return tuple(blocks)


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
    table = Table(
        id=f"groups-{side.letter}",
        caption=Sentence(parts=caption.parts, invented=any(row.invented for row in rows)),
        columns=page.columns("groups", ("launched", "intercepted", "leakers", "rate")),
        rows=tuple(rows),
        note=page.say("mixed_note") if loose else None,
    )
    return page.pruned(table)


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
    before: tuple[Slot, Slot] = ("", "") if summed else beside(page, side, groups[0])
    return page.row(label, *sums, shown, *before, _apart(page, shots), page.speakers(behind, 1), total=summed)


def _apart(page: Page, shots: Sequence[Shot]) -> tuple[Part, ...]:
    """The cell that keeps withheld and unnumbered apart from the sums."""
    clauses: list[tuple[Part, ...]] = []
    for state in ("withheld", "unnumbered"):
        rows = rows_in_state(shots, state)
        if rows:
            what = page.wording.say(f"what_rows_{state}")
            number = page.register.count(rows, what, statements_in_state(shots, state))
            clauses.append(page.wording.say(f"rows_{state}", n=number))
    return page.wording.join(clauses)


def _columns(page: Page, side: Side) -> tuple[NightColumn, ...]:
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
            launched_shown=_short(page, shot.launched),
            leakers_shown=_short(page, shot.leakers),
        )
        for shot in side.shots
    )


def _short(page: Page, part: Part) -> str:
    """A number as a column carries it: in few characters, since its neighbours are near."""
    if not isinstance(part, Number):
        return ""
    value = page.register.entry(part.figure).value
    return page.wording.value(value, "sign") if value is not None else part.shown


def _height(value: Value) -> int | None:
    """How high a column of launches is drawn: the best number, else the bound that is known."""
    if value.state not in ("known", "bounded"):
        return None
    if value.best is not None:
        return value.best
    return low_of(value) or high_of(value)
