"""The annex of nights: every night and defeat group, every weapon over the period, every weapon of every night."""

from __future__ import annotations

from collections.abc import Sequence

from firstlight.brief.document import Block, Part, Row, Sentence, Table
from firstlight.brief.page import Page
from firstlight.brief.sides import NOT_ADDED, Shot, Side, names, period
from firstlight.model import Raid, RaidLine


def nights(page: Page, found: Sequence[Side]) -> tuple[Block, ...]:
    """Three tables for each side."""
    blocks: list[Block] = []
    for side in found:
        lines = [(raid, line, _line_parts(page, raid, line)) for raid in _by_night(side) for line in raid.lines]
        blocks.append(_night_table(page, side))
        if lines:
            blocks += [_weapon_table(page, side, lines), _line_table(page, side, lines)]
    return tuple(blocks)


def _night_table(page: Page, side: Side) -> Table:
    rows: list[Row] = []
    for night in page.scope.nights:
        shots = [shot for shot in side.shots if shot.row.night == night]
        when = page.wording.date(night, "short_night")
        rows += [_shot_row(page, when, shot) for shot in shots]
        if not shots:
            told = any(raid.night == night for raid in side.raids)
            key = "no_row_night" if told else "silent_night" if night in page.scope.silent else "other_side_night"
            rows.append(Row(cells=(page.say(key, night=when),), style="silent"))
    return _table(page, side, "nights", rows, ("launched", "intercepted", "leakers"))


def _shot_row(page: Page, when: Part, shot: Shot) -> Row:
    row = shot.row
    behind = page.behind((shot.launched, shot.intercepted, shot.leakers))
    remark: list[Part] = [] if row.rate_ok else [page.label("why_not", row.why_not or "unstated")]
    return page.row(
        when,
        page.label("groups", row.group),
        shot.launched,
        shot.intercepted,
        shot.leakers,
        page.speakers(behind),
        remark,
    )


def _by_night(side: Side) -> list[Raid]:
    return sorted(side.raids, key=lambda raid: (raid.night, raid.period.start, raid.id))


def _line_parts(page: Page, raid: Raid, line: RaidLine) -> dict[str, Part]:
    slots: dict[str, Part] = {
        "weapon": page.name(page.wording.weapon(line.weapon)),
        "night": page.wording.date(raid.night, "night"),
    }
    return {
        which: page.value(getattr(line, which), f"line_{which}", **slots)
        for which in ("launched", "intercepted", "shot_down", "suppressed", "hit")
    }


def _weapon_table(page: Page, side: Side, lines: Sequence[tuple[Raid, RaidLine, dict[str, Part]]]) -> Table:
    by_weapon: dict[str, list[tuple[RaidLine, dict[str, Part]]]] = {}
    for raid, line, parts in lines:
        if not line.total and not any(kind in NOT_ADDED for kind, _ in raid.relations):
            by_weapon.setdefault(page.wording.weapon(line.weapon), []).append((line, parts))
    rows = []
    for weapon, held in by_weapon.items():
        sums = []
        for which in ("launched", "intercepted"):
            values = [getattr(line, which) for line, _ in held]
            what = page.wording.say(f"what_weapon_{which}", weapon=page.name(weapon), period=period(page))
            loose = any(value.state not in ("known", "bounded") for value in values)
            sums.append(page.register.sum([parts[which] for _, parts in held], what, loose))
        behind = [key for _, parts in held for key in page.behind(parts.values())]
        rows.append(page.row(page.name(weapon), *sums, page.speakers(behind)))
    return _table(page, side, "weapons", rows, ("launched", "intercepted"))


def _line_table(page: Page, side: Side, lines: Sequence[tuple[Raid, RaidLine, dict[str, Part]]]) -> Table:
    rows = []
    for raid, line, parts in lines:
        weapon: list[Part] = [page.name(page.wording.weapon(line.weapon))]
        if line.total:
            weapon.append(page.label("words", "total_line"))
        for kind, _ in raid.relations:
            weapon.append(page.label("relations", kind))
        when = page.wording.date(raid.night, "short_night")
        rows.append(page.row(when, weapon, *parts.values(), page.speakers(page.behind(parts.values()))))
    return _table(page, side, "lines", rows, ("launched", "intercepted", "shot_down", "suppressed", "hit"))


def _table(page: Page, side: Side, name: str, rows: Sequence[Row], numeric: Sequence[str]) -> Table:
    caption = page.say(f"caption_{name}", period=period(page), **names(page, side))
    table = Table(
        id=f"{name}-{side.letter}",
        caption=Sentence(parts=caption.parts, invented=any(row.invented for row in rows)),
        columns=page.columns(name, numeric),
        rows=tuple(rows),
    )
    return page.pruned(table)
