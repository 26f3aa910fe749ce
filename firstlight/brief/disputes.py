"""What is disputed: each number on which statements cannot all be right, with all that was said and what was chosen."""

from __future__ import annotations

from firstlight.brief.document import Block, Paragraph, Part, Row, Sentence, Table
from firstlight.brief.hit import when
from firstlight.brief.page import Page
from firstlight.brief.sides import period
from firstlight.brief.told import codes, of_rivals, told
from firstlight.model import Dispute, Rival, Value


def disputed(page: Page) -> tuple[Block, ...]:
    """A row for each dispute; rivals as figures, the choice in the ledger's own sentence."""
    if not page.scope.disputes:
        return (Paragraph(sentences=(page.say("no_disputes", period=period(page)),)),)
    rows = tuple(_row(page, dispute) for dispute in page.scope.disputes)
    caption = page.say("caption_disputes", period=period(page))
    return (
        Table(
            id="disputes",
            caption=Sentence(parts=caption.parts, invented=any(row.invented for row in rows)),
            columns=page.columns("disputes"),
            rows=rows,
        ),
    )


def _row(page: Page, dispute: Dispute) -> Row:
    rivals = [(rival, _rival(page, dispute, rival)) for rival in dispute.values]
    said = [page.wording.say("rival", n=part, speakers=page.speakers(rival.statements)) for rival, part in rivals]
    chosen = told(page, dispute.chosen, of_rivals(dispute.values))
    return page.row(
        _about(page, dispute.about),
        codes(page, dispute.what),
        page.wording.join(said, "semicolon", "semicolon"),
        chosen,
    )


def _rival(page: Page, dispute: Dispute, rival: Rival) -> Part:
    exact = rival.low is not None and rival.low == rival.high
    value = Value(
        state="known" if exact else "bounded" if (rival.low, rival.high) != (None, None) else "withheld",
        low=rival.low,
        best=rival.low if exact else None,
        high=rival.high,
        rule=rival.reason or page.wording.text("rule", "said"),
        statements=rival.statements,
    )
    return page.register.value(value, page.wording.say("what_rival", what=codes(page, dispute.what)))


def _about(page: Page, key: str) -> tuple[Part, ...]:
    raid = page.scope.raids.get(key)
    if raid is not None:
        return page.wording.say("about_raid", night=page.wording.date(raid.night, "night"))
    for incident in (*page.scope.incidents, *page.scope.totals, *page.scope.background):
        if incident.id == key:
            place = page.name(page.wording.place(incident.place))
            return page.wording.say("about_incident", place=place, day=when(page, incident))
    return page.wording.say("about_package")
