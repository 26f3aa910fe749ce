"""What to expect: launches, what gets through, whom it harms and the rounds it takes; for the whole country only."""

from __future__ import annotations

from functools import partial

from firstlight.brief.document import Block, Number, Paragraph, Part, Row, Sentence, Table
from firstlight.brief.page import Page
from firstlight.brief.reckoned import Shape
from firstlight.model import NeedLine

FIRST_PAGE = 4  # groups that the first pages show, those of which most is to come
HURT = "killed or injured"  # what of HarmCost.expected the paper tells


def expect(page: Page) -> tuple[Block, ...]:
    """The need of a week by group, and the harm to expect; a sentence where nothing can be forecast."""
    made = page.material.assessment
    if made.forecast is None or made.need is None or not made.need.lines:
        return (Paragraph(sentences=(page.say("no_forecast"),)),)
    told: list[Sentence] = [
        page.say(
            "expect_intro",
            span=page.wording.date(f"{made.need.start}/{made.need.end}", "nights"),
            raids=record(page),
            level=value(page, "assessment.need.lines.0.launched.likely.level", "what_level_of", "percent"),
        )
    ]
    harm = _harm(page)
    told += [harm] if harm else []
    lines = made.need.lines
    most = sorted(shortest(page), key=lambda at: -(lines[at].launched.likely.best or 0))[:FIRST_PAGE]
    return (Paragraph(sentences=tuple(told)), _table(page, tuple(sorted(most)), "need"))


def all_needs(page: Page) -> tuple[Block, ...]:
    """The annex: every shot doctrine of every group, and what must be said with it."""
    made = page.material.assessment
    if made.need is None or not made.need.lines:
        return ()
    notes = (*(made.forecast.notes if made.forecast else ()), *(made.harm.notes if made.harm else ()), *made.need.notes)
    said = tuple(page.marked(note) for note in notes)
    return (_table(page, tuple(range(len(made.need.lines))), "need-all"), Paragraph(sentences=said, style="small"))


def shortest(page: Page) -> tuple[int, ...]:
    """Of each group the doctrine that takes the fewest rounds, by its place among the lines."""
    need = page.material.assessment.need
    first: dict[str, int] = {}
    for at, line in enumerate(need.lines if need else ()):
        first.setdefault(line.group, at)
    return tuple(first.values())


def ranged(page: Page, path: str, what: str, shape: Shape = "amount") -> tuple[Part, ...]:
    """Median and 80 of 100 draws of the Range at a path, as three figures."""
    make = partial(value, page, what=what, shape=shape)
    return page.wording.say(
        "ranged", best=make(f"{path}.likely.best"), low=make(f"{path}.likely.low"), high=make(f"{path}.likely.high")
    )


def averaged(page: Page, path: str, what: str) -> tuple[Part, ...]:
    """Mean and 80 of 100 draws: for what is 0 in most draws, where a median says nothing."""
    make = partial(value, page, what=what, shape="amount")
    return page.wording.say(
        "averaged", mean=make(f"{path}.mean"), low=make(f"{path}.likely.low"), high=make(f"{path}.likely.high")
    )


def value(page: Page, path: str, what: str, shape: Shape = "amount") -> Number:
    """One computed number as a figure that leads to the raids of the record."""
    return page.register.reckoned(path, page.wording.say(what), shape, (record(page),))


def record(page: Page) -> Number:
    """How many raids the assessment learned from: the figure through which every computed number leads to quotes."""
    held = page.material
    targets = {raid.target for row in held.assessment.nights for raid in held.state.raids if raid.id in row.raids}
    raids = sorted(
        (raid for raid in held.state.raids if raid.target in targets and raid.night <= held.end),
        key=lambda raid: (raid.night, raid.id),
    )
    said = (
        key
        for raid in raids
        for line in raid.lines
        for settled in (line.launched, line.intercepted)
        for key in settled.statements
    )
    return page.register.count([raid.id for raid in raids], page.wording.say("what_record"), dict.fromkeys(said))


def harm_at(page: Page) -> int | None:
    """Where the harm to expect in the nights of the forecast stands among the expectations, None where it does not."""
    made = page.material.assessment
    for at, one in enumerate(made.harm.expected if made.harm else ()):
        if one.what == HURT and made.forecast is not None and one.start == made.forecast.start:
            return at
    return None


def _harm(page: Page) -> Sentence | None:
    at = harm_at(page)
    if at is None:
        return None
    return page.say("expect_harm", harm=ranged(page, f"assessment.harm.expected.{at}", "what_harm"))


def _table(page: Page, lines: tuple[int, ...], name: str) -> Table:
    need = page.material.assessment.need
    rows = tuple(_row(page, at, line) for at, line in enumerate(need.lines if need else ()) if at in lines)
    return Table(
        id=name,
        caption=Sentence(parts=page.wording.say("caption_need"), invented=any(row.invented for row in rows)),
        columns=page.columns("need"),
        rows=rows,
    )


def _row(page: Page, at: int, line: NeedLine) -> Row:
    path = f"assessment.need.lines.{at}"
    cells = [
        ranged(page, f"{path}.{field}", f"what_need_{field}")
        for field in ("launched", "leakers", "rounds", "rounds_at_leakers", "leakers_left")
    ]
    doctrine = page.wording.table["doctrines"].get(line.doctrine, line.title)
    return page.row(page.wording.label("groups", line.group), page.name(str(doctrine)), *cells)
