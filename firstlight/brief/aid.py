"""Air defence asked for, promised, given, stalled or short; meetings; and the measures that answered the attacks."""

from __future__ import annotations

from collections.abc import Sequence

from firstlight.brief.document import Block, Bullets, Paragraph, Part, Ref, Row, Sentence, Table
from firstlight.brief.page import Page
from firstlight.brief.sides import period
from firstlight.model import Package, PackageStep, Statement

SHORT = "short"  # the key of a step without a status: a shortage
DATED = ("minute", "hour", "part_of_day", "day")  # precisions that name one day
ORDER = ("requested", "pledged", "approved", "delivered", "stalled", SHORT)


FIRST_PAGE = 5  # packages that the first pages show
LATEST = 3  # steps of a package that they tell, the last ones
ANSWERS, TELLING, WORDY = 2, 40, 150  # measures that they quote, and how long such a quote is, in characters


def support(page: Page) -> tuple[Block, ...]:
    """The packages that weigh most, a row each, and measures told of in few words."""
    packages = _by_weight(page)
    blocks: list[Block] = []
    if packages:
        blocks.append(_table(page, "packages", packages[:FIRST_PAGE], 1))
    else:
        blocks.append(Paragraph(sentences=(page.say("no_support", period=period(page)),)))
    brief = [s for s in page.scope.responses if TELLING <= len(s.quote.text) <= WORDY][:ANSWERS]
    if brief:
        quoted = [page.wording.say("quoted", speaker=page.speakers((s.id,)), quote=_quote(page, s)) for s in brief]
        told = page.wording.join(quoted, "semicolon", "semicolon")
        blocks.append(Paragraph(sentences=(page.say("front_response", quotes=told),)))
    annexes = {"aid": aid_in_full(page), "response": page.scope.responses}
    links = [
        page.say(f"see_{to}", link=Ref(label=page.wording.text("sections", to), to=to))
        for to, held in annexes.items()
        if held
    ]
    blocks += [Paragraph(sentences=tuple(links), style="small")] if links else []
    return tuple(blocks)


def aid_in_full(page: Page) -> tuple[Block, ...]:
    """The annex: every package with all its steps and speakers, then the meetings."""
    packages = _by_weight(page)
    blocks: list[Block] = [_table(page, "all-packages", packages, None)] if packages else []
    meetings = tuple(_meeting(page, told) for told in _same_meetings(page.scope.meetings))
    if meetings:
        blocks += [Paragraph(sentences=(page.say("meetings"),)), Bullets(items=meetings)]
    return tuple(blocks)


def responses(page: Page) -> tuple[Block, ...]:
    """The annex: measures said to have been taken, in the words of who said so."""
    return (
        (Bullets(items=tuple(_quoted(page, statement, "response") for statement in page.scope.responses)),)
        if page.scope.responses
        else (Paragraph(sentences=(page.say("no_response", period=period(page)),)),)
    )


def _by_weight(page: Page) -> list[Package]:
    """Packages spoken of now before those of earlier days, in the order of their last step."""
    return sorted(page.scope.packages, key=lambda package: (package.background, ORDER.index(latest(package))))


def _table(page: Page, name: str, packages: Sequence[Package], speakers: int | None) -> Table:
    rows = tuple(_row(page, package, speakers) for package in packages)
    caption = page.say("caption_support", period=period(page))
    table = Table(
        id=name,
        caption=Sentence(parts=caption.parts, invented=any(row.invented for row in rows)),
        columns=page.columns("support", ("quantity",)),
        rows=rows,
    )
    return page.pruned(table)


def latest(package: Package) -> str:
    """The status that a package stands at, or short."""
    return package.latest or SHORT


def item_part(page: Page, package: Package, status: str | None = None) -> Part:
    """The item of a package as a claim that leads to the statements of one status, or of all its steps."""
    steps = [step for step in package.steps if status is None or (step.status or SHORT) == status]
    what = page.wording.say("what_item")
    return page.register.words(page.wording.title(package.item), what, [step.statement for step in steps])


def _row(page: Page, package: Package, speakers: int | None) -> Row:
    quantity = page.value(package.quantity, "quantity", item=page.name(page.wording.title(package.item)))
    told = _distinct(package) if speakers is None else _distinct(package)[-LATEST:]
    steps = page.wording.join([_step(page, package, step) for step in told], "then", "then")
    behind = tuple(step.statement for step in package.steps)
    flag = (page.label("words", "earlier"),) if package.background else ()
    return page.row(
        item_part(page, package),
        quantity,
        (*steps, *flag),
        page.wording.join([page.name(page.wording.country(code)) for code in package.donor]),
        page.wording.join([page.name(page.wording.country(code)) for code in package.recipient]),
        page.speakers(behind) if speakers is None else page.speakers(behind, speakers),
    )


def _distinct(package: Package) -> tuple[PackageStep, ...]:
    """Steps in the order in which they were said, a status said again on the same day left to the figure."""
    seen: dict[tuple[str | None, str | None], PackageStep] = {}
    for step in sorted(package.steps, key=lambda step: (step.said or "", step.statement)):
        seen.setdefault((step.status, step.said), step)
    return tuple(seen.values())


def _step(page: Page, package: Package, step: PackageStep) -> tuple[Part, ...]:
    said = [s.statement for s in package.steps if (s.status, s.said) == (step.status, step.said)]
    word = page.wording.label("statuses", step.status or SHORT)
    number = page.register.words(word, page.wording.say("what_step"), said)
    if step.said is None:
        return (number,)
    return page.wording.say("step", status=number, day=page.wording.date(step.said, "short"))


def _same_meetings(statements: Sequence[Statement]) -> list[list[Statement]]:
    """Statements of one body at one level, told by several reports, as one meeting."""
    told: dict[tuple[str, str | None], list[Statement]] = {}
    for statement in statements:
        meeting = statement.meeting
        key = (meeting.body.casefold(), meeting.level) if meeting else (statement.id, None)
        told.setdefault(key, []).append(statement)
    return list(told.values())


def _meeting(page: Page, told: Sequence[Statement]) -> Sentence:
    first = told[0]
    ids = tuple(statement.id for statement in told)
    if first.meeting is None:
        return _quoted(page, first, "meeting")
    body = page.register.words(first.meeting.body, page.wording.say("what_meeting"), ids)
    parts = list(page.wording.say("meeting", speaker=page.speakers(ids), body=body))
    if first.meeting.level:
        parts += page.wording.say("meeting_level", level=page.name(page.wording.label("levels", first.meeting.level)))
    convener = next((s.meeting.convener for s in told if s.meeting and s.meeting.convener), None)
    if convener:
        named = page.wording.country(convener)
        key = "meeting_convener" if named != convener else "meeting_called"
        parts += page.wording.say(key, convener=page.name(named))
    when = next((s.when for s in told if s.when and s.when.precision in DATED), None)
    if when:
        parts += page.wording.say("meeting_day", day=page.wording.date(when.start))
    return page.of((*parts, *page.wording.say("stop")))


def _quoted(page: Page, statement: Statement, key: str) -> Sentence:
    return page.say("quoted", speaker=page.speakers((statement.id,)), quote=_quote(page, statement, key))


def _quote(page: Page, statement: Statement, key: str = "response") -> Part:
    return page.register.quote(statement.id, page.wording.say(f"what_{key}"))
