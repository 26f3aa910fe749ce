"""The period beside the four weeks before it: what was fired a night, what share was stopped, whether it differs."""

from __future__ import annotations

from collections.abc import Sequence

from firstlight.brief.document import Block, Number, Part, Row, Sentence, Table
from firstlight.brief.figures import low_of
from firstlight.brief.page import Page
from firstlight.brief.scope import days
from firstlight.brief.sides import Side, groups_of, names, rate_parts, total
from firstlight.model import Comparison, NightRow, Rate

NIGHTS = 7  # in a week
SURE = 0.05  # as the assessment has it: chance below which a difference is called one


def versus(page: Page, side: Side) -> tuple[Block, ...]:
    """A table with a row a group, where there is something to compare with."""
    before, groups = page.material.before, comparable(page, side)
    if before is None or not groups:
        return ()
    rows = tuple(_row(page, side, group) for group in groups)
    caption = page.say(
        "caption_versus", span=page.wording.date(f"{before.start}/{before.end}", "nights"), **names(page, side)
    )
    table = Table(
        id=f"versus-{side.letter}",
        caption=Sentence(parts=caption.parts, invented=any(row.invented for row in rows)),
        columns=page.columns("versus", ("now", "before")),
        rows=rows,
        note=page.say("versus_note"),
    )
    return (table,)


def comparable(page: Page, side: Side) -> tuple[str, ...]:
    """The groups of a side that the four weeks before tell of too; the assessment speaks of one side alone."""
    before = page.material.before
    if before is None or not (any(shot.row.rate_ok or shot.row.regime for shot in side.shots) or side.rates):
        return ()
    known = {row.group for row in before.nights}
    return tuple(group for group in groups_of(page, side) if group in known)


def beside(page: Page, side: Side, group: str) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Two cells of a group: launches a night beside the weeks before, and whether the share stopped differs."""
    if group not in comparable(page, side):
        return (), ()
    weeks = _weeks(page, group)
    before = page.wording.say("from_to", low=weeks[0], high=weeks[1]) if len(weeks) > 1 else tuple(weeks)
    now = page.register.per_night(total(page, side, "launched", (group,)), page.scope.nights, _what(page, "now", group))
    found = _comparison(page, group)
    if found is None:
        return page.wording.say("night_beside", now=now, before=before), (page.label("words", "too_few"),)
    word = page.label("words", "differs" if real(found) else "unchanged")
    told = page.wording.say("share_beside", change=word, share=_before(page, group))
    return page.wording.say("night_beside", now=now, before=before), told


def change(page: Page, group: str) -> tuple[Part, ...]:
    """Whether the share stopped differs, in words: "no detectable change" wherever raids that vary explain it."""
    found = _comparison(page, group)
    if found is None:
        return (page.label("words", "too_few"),)
    place = page.material.compared.index(found)
    word = "change_found" if real(found) else "no_change"
    power = page.register.reckoned(
        f"compared.{place}.power", page.wording.say("what_power"), "of_hundred", _nights(page, group)
    )
    return page.wording.say(word, power=power)


def real(found: Comparison) -> bool:
    """Whether the assessment calls it a difference that raids which vary do not give, looked for as often as here."""
    return 1 - (1 - max(found.chance_shuffled, found.chance_model)) ** found.looks < SURE


def unchanged(page: Page, groups: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Groups without a detectable change of the share stopped, and those with one."""
    pairs = [(group, found) for group in groups if (found := _comparison(page, group)) is not None]
    return tuple(g for g, f in pairs if not real(f)), tuple(g for g, f in pairs if real(f))


def _comparison(page: Page, group: str) -> Comparison | None:
    return next((found for found in page.material.compared if found.group == group), None)


def _row(page: Page, side: Side, group: str) -> Row:
    now = page.register.per_night(total(page, side, "launched", (group,)), page.scope.nights, _what(page, "now", group))
    weeks = _weeks(page, group)
    before = page.wording.say("from_to", low=weeks[0], high=weeks[1]) if len(weeks) > 1 else tuple(weeks)
    rate = next((rate for rate in side.rates if rate.group == group), None)
    share = page.wording.say("rate_range", **rate_parts(page, side, rate)) if rate and rate.rate.best is not None else (
        page.label("words", "no_rate"),
    )  # fmt: skip
    behind = page.behind([part for part in (now, *weeks) if isinstance(part, Number)])
    return page.row(
        page.wording.label("groups", group), now, before, share, _before(page, group), change(page, group),
        page.speakers(behind),
    )  # fmt: skip


def _weeks(page: Page, group: str) -> list[Part]:
    """Launches a night in the week with the fewest and in that with the most of the weeks before, as figures."""
    before = page.material.before
    nights = days(before.start, before.end) if before else ()
    found: list[tuple[float, Number]] = []
    for start in range(0, len(nights), NIGHTS):
        week = nights[start : start + NIGHTS]
        rows = [row for row in before.nights if row.group == group and row.night in week] if before else []
        loose = any(row.launched.state not in ("known", "bounded") for row in rows)
        span = f"{week[0]}/{week[-1]}"
        whole = page.register.sum([_launched(page, row) for row in rows], _what(page, "week", group, span), loose)
        number = page.register.per_night(whole, week, _what(page, "night", group, span))
        if isinstance(whole, Number) and isinstance(number, Number):
            value = page.register.entry(whole.figure).value
            found.append((low_of(value) / len(week) if value else 0, number))
    if not found:
        return [page.label("value", "unknown")]
    found.sort(key=lambda pair: pair[0])
    return list(dict.fromkeys((found[0][1], found[-1][1])))


def _launched(page: Page, row: NightRow) -> Part:
    slots: dict[str, Part] = {"group": page.label("groups", row.group), "night": page.wording.date(row.night, "night")}
    return page.value(row.launched, "launched", **slots)


def _before(page: Page, group: str) -> tuple[Part, ...]:
    """The share stopped in the four weeks before, with its interval."""
    rates: tuple[Rate, ...] = page.material.before.rates if page.material.before else ()
    for at, rate in enumerate(rates):
        if rate.group == group and rate.rate.best is not None:
            what = page.wording.say("what_rate_before", group=page.label("groups", group))
            parts = _nights(page, group)
            ends = {
                key: page.register.reckoned(f"before.rates.{at}.rate.{field}", what, "percent", parts)
                for key, field in (("rate", "best"), ("low", "low"), ("high", "high"))
            }
            return page.wording.say("rate_range", **ends)
    return (page.label("words", "no_rate"),)


def _nights(page: Page, group: str) -> tuple[Part, ...]:
    """The launches of the four weeks before, night by night, on which what is said of them rests."""
    before = page.material.before
    return tuple(_launched(page, row) for row in before.nights if row.group == group) if before else ()


def _what(page: Page, key: str, group: str, span: str = "") -> tuple[Part, ...]:
    when = page.wording.date(span or f"{page.material.start}/{page.material.end}", "nights")
    return page.wording.say(f"what_versus_{key}", group=page.label("groups", group), span=when)
