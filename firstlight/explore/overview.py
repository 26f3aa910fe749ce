"""The first page: some nights, what was fired and stopped, where it struck, and what is not known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from firstlight.explore.answer import Page
from firstlight.explore.asked import Asked, Param
from firstlight.explore.desk import Desk
from firstlight.explore.said import speakers
from firstlight.model import Assessment, NightRow, Raid, Rate, Record, Value
from firstlight.store import Filter
from firstlight.when import parse_date

NIGHTS = ("7", "14", "28", "84")
WORST, PLACES = 8, 200
PAIRED = 7  # nights up to which a column is named by both its dates
LABELLED = 14  # nights up to which each column carries its numbers
PARAMS = (
    Param(name="to", kind="date", about="The last night, as the Kyiv date on which it ends; the newest if not given."),
    Param(name="nights", kind="choice", about="How many nights.", choices=NIGHTS, default="7"),
)


class Column(Record, frozen=True, kw_only=True):
    """One night of one group as it is drawn: bars in a field of 100 by 100, none where no number is."""

    night: str
    bars: tuple[tuple[str, str, str], ...]  # class, top, height: through, stopped, open (launched, fate not told)
    launched: str
    leakers: str
    sign: str  # what stands in place of a column
    when: str  # 21–22 where there is room, else 22
    says: str
    link: str


class Panel(Record, frozen=True, kw_only=True):
    """One group of weapons: its columns, sums and rate."""

    group: str
    title: str
    columns: tuple[Column, ...]
    launched: Value
    stopped: Value
    leakers: Value
    rate: Rate | None


class Side(Record, frozen=True, kw_only=True):
    """What was sent at one country."""

    target: str
    attackers: str
    panels: tuple[Panel, ...]
    raids: int
    told: int  # nights with a report of an attack
    silent: tuple[str, ...]
    speakers: str
    invented: bool
    notes: tuple[str, ...]


def overview(desk: Desk, asked: Asked) -> Page:
    """The newest nights of the ledger, or those that were asked for."""
    span = desk.pages.days()
    if span is None:
        return Page(template="empty.html", title="Overview", content={})
    end = asked["to"] or span[1]
    number = int(asked["nights"])
    nights = [_before(end, back) for back in range(number - 1, -1, -1)]
    raids = desk.pages.raids(nights[0], end)
    targets = sorted({raid.target for raid in raids}, key=lambda code: (-sum(r.target == code for r in raids), code))
    wanted = Filter(kind="incident", standing="own", start=nights[0], end=end)
    places = desk.pages.placed(wanted, PLACES)
    content = {
        "start": nights[0],
        "end": end,
        "nights": nights,
        "sides": [_side(desk, target, nights, raids) for target in targets],
        "worst": [desk.pages.thing(found.id)[1] for found in desk.pages.things(wanted, "harm", 0, WORST)],
        "incidents": desk.pages.how_many(wanted),
        "places": places,
        "labelled": number <= LABELLED,
        "before": asked.address(to=_before(end, number)),
        "after": asked.address(to=_before(end, -number)) if end < span[1] else "",
        "newest": asked.address(to="") if end != span[1] else "",
        "spans": [(choice, asked.address(nights=choice)) for choice in NIGHTS],
        "first": span[0],
        "last": span[1],
    }
    return Page(template="overview.html", title="Overview", content=content)


def _side(desk: Desk, target: str, nights: Sequence[str], raids: Sequence[Raid]) -> Side:
    mine = [raid for raid in raids if raid.target == target]
    made: Assessment = desk.span(nights[0], nights[-1], target, True)
    groups = list(dict.fromkeys(row.group for row in made.nights))
    panels = [_panel(desk, group, nights, made) for group in groups]
    panels.sort(key=lambda panel: -(panel.launched.low or panel.stopped.low or 0))
    behind = {key for row in made.nights for value in (row.launched, row.intercepted) for key in value.statements}
    held = desk.pages.statements(sorted(behind), texts=False)
    told = {raid.night for raid in mine}
    return Side(
        target=target,
        attackers=", ".join(desk.words.country(code) for code in sorted({raid.attacker for raid in mine})),
        panels=tuple(panels),
        raids=len(mine),
        told=len(told),
        silent=tuple(night for night in nights if night not in told),
        speakers=speakers(desk, held),
        invented=any(desk.invented(source) for source in {report.source for _, report in held.values()}),
        notes=made.notes,
    )


def _panel(desk: Desk, group: str, nights: Sequence[str], made: Assessment) -> Panel:
    rows = {row.night: row for row in made.nights if row.group == group}
    top = max((_height(row.launched) or _height(row.intercepted) or 0 for row in rows.values()), default=0) or 1
    return Panel(
        group=group,
        title=desk.words.label("groups", group),
        columns=tuple(_column(desk, night, rows.get(night), top, len(nights) <= PAIRED) for night in nights),
        launched=desk.total(row.launched for row in rows.values()),
        stopped=desk.total(row.intercepted for row in rows.values()),
        leakers=desk.total(row.leakers for row in rows.values()),
        rate=next((rate for rate in made.rates if rate.group == group), None),
    )


def _column(desk: Desk, night: str, row: NightRow | None, top: int, paired: bool) -> Column:
    words = desk.words
    when = str(int(night[8:]))
    if paired:
        when = f"{int(_before(night, 1)[8:])}\u2013{when}"
    shown = words.date_text(night, "night")
    link = f"/attacks?kind=raid&start={night}&end={night}"
    if row is not None and len(row.raids) == 1:
        link = f"/attacks/{row.raids[0]}"
    if row is None:
        return Column(
            night=night, bars=(), launched="", leakers="", sign="–", when=when,
            says=f"{shown}: no report names any", link=link,
        )  # fmt: skip
    told = f"{words.value(row.launched)} launched, {words.value(row.intercepted)} stopped"
    return Column(
        night=night,
        bars=_bars(row, 100 / top),
        launched=_compact(row.launched),
        leakers=_compact(row.leakers) if row.leakers.best is not None else "",
        sign=_sign(desk, row),
        when=when,
        says=f"{shown}: {told}, {words.value(row.leakers)} got through",
        link=link,
    )


def _bars(row: NightRow, scale: float) -> tuple[tuple[str, str, str], ...]:
    """What is known to have got through at the foot, what was stopped above it, on top what is told of neither."""
    launched, stopped, through = (_height(value) or 0 for value in (row.launched, row.intercepted, row.leakers))
    made, top = [], 100.0
    for kind, number in (("through", through), ("stopped", stopped), ("open", launched - stopped - through)):
        height = min(scale * max(number, 0), top)
        if height:
            top -= height
            made.append((kind, f"{top:.2f}", f"{height:.2f}"))
    return tuple(made)


def _sign(desk: Desk, row: NightRow) -> str:
    if row.leakers.best is not None:
        return ""
    return "?" if _height(row.launched) else desk.words.label("chart_signs", row.launched.state)


def _compact(value: Value) -> str:
    """A number for a narrow column: bounds by a sign; the words stand in the column's label."""
    if value.state not in ("known", "bounded"):
        return ""
    if value.best is not None:
        return str(value.best) if value.low == value.high else f"~{value.best}"
    if value.high is None:
        return f"{value.low}+" if value.low else "?"
    return f"<{value.high + 1}"


def _height(value: Value) -> int | None:
    if value.state not in ("known", "bounded"):
        return None
    return value.best if value.best is not None else value.low


def _before(day: str, back: int) -> str:
    return (parse_date(day) - timedelta(days=back)).isoformat()
