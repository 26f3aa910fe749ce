"""report -> statements and rejections: pure, no database, no network, no clock.

The words are data (data/lang/<code>); this room knows how to put them together. One report in, and out come the
statements that passed the quote gate, and, with its reason, everything recognised that did not.
"""

from __future__ import annotations

import msgspec

from firstlight.catalog import Catalog
from firstlight.model import Quote, Record, Rejection, Report, Statement, statement_id
from firstlight.read.aid import supplies
from firstlight.read.bind import bind
from firstlight.read.bound import Bound, Unbound
from firstlight.read.context import Context, surround
from firstlight.read.draft import READER, Draft
from firstlight.read.fired import fired
from firstlight.read.gate import gate, recount
from firstlight.read.harm import damaged, people, unharmed
from firstlight.read.layout import Layout, lay_out
from firstlight.read.lists import with_lists
from firstlight.read.measures import meetings, responses
from firstlight.read.once import once
from firstlight.read.outages import outages
from firstlight.read.relevance import outside, reason_against, silent, warm
from firstlight.read.struck import struck
from firstlight.read.tokens import tokenize
from firstlight.read.words import words_of

__all__ = ["READER", "Reading", "gate", "read", "recount"]


class Reading(Record, frozen=True, kw_only=True):
    """What one report says, and what was recognised in it and refused."""

    statements: tuple[Statement, ...]
    rejections: tuple[Rejection, ...]


def read(report: Report, catalog: Catalog) -> Reading:
    """The statements of `report` in the order of its text, each with an exact quote, and the rejections.

    Same report and same catalogue give the same reading. Raises nothing for odd text: it is read or rejected.
    """
    language = report.language
    if language not in catalog.languages:
        return Reading(statements=(), rejections=(_unread(report, f"no data for language {language}"),))
    if not report.text.strip():
        return Reading(statements=(), rejections=(_unread(report, "the text is empty"),))
    tokens = tokenize(report.text)
    if silent(tokens, report.text, words_of(catalog, language)):
        return Reading(statements=(), rejections=(_unread(report, "no word of an attack or of air defence"),))
    layout = lay_out(report, catalog, language, tokens)
    beyond = outside(layout)
    if beyond is not None:
        return Reading(statements=(), rejections=(_unread(report, beyond),))
    context = surround(layout)
    bound, unbound = with_lists(layout, *bind(layout))
    near = warm(layout)
    drafts, aside = _relevant(layout, _drafts(context, bound, near), near, report)
    statements, refused = _gated(once(drafts), layout)
    return Reading(statements=statements, rejections=(*aside, *refused, *_rejected(context, unbound, report)))


def _drafts(context: Context, bound: list[Bound], near: list[bool]) -> list[Draft]:
    """Everything that the report can be read to say, before it is asked what belongs to the record.

    A place is not struck by a harm that does not belong: `near` marks the sentences with an attack near them.
    """
    lost = outages(context)
    hurt = people(context, bound)
    broken = damaged(context, bound, {item.core for item in lost})
    stopped = {item.act.first for item in bound if item.weapon is not None and item.done == "destroy"}
    causes = [item for item in (*hurt, *broken) if reason_against(context.layout, item, near) is None]
    harm = [*hurt, *unharmed(context), *broken, *struck(context, causes, stopped)]
    return [*fired(context, bound), *harm, *lost, *supplies(context), *meetings(context), *responses(context)]


def _relevant(
    layout: Layout, drafts: list[Draft], near: list[bool], report: Report
) -> tuple[list[Draft], list[Rejection]]:
    kept: list[Draft] = []
    aside: list[Rejection] = []
    for item in drafts:
        reason = reason_against(layout, item, near)
        if reason is None:
            kept.append(item)
        else:
            aside.append(_rejection(report, item.statement, reason))
    return kept, aside


def _unread(report: Report, detail: str) -> Rejection:
    return Rejection(report=report.id, kind="report", quote=None, reason="unread", detail=detail)


def _rejection(report: Report, held: Statement, reason: str) -> Rejection:
    return Rejection(
        report=report.id, kind=held.kind, quote=held.quote, reason=reason, detail=f"{held.quote.text!r}: {reason}"
    )


def _gated(drafts: list[Draft], layout: Layout) -> tuple[tuple[Statement, ...], tuple[Rejection, ...]]:
    report, catalog = layout.report, layout.catalog
    passed: list[Statement] = []
    refused: list[Rejection] = []
    for item in drafts:
        reason = gate(item.statement, report, catalog, layout.tokens)
        if reason is None:
            named = statement_id(item.statement, report, catalog.hash)
            passed.append(msgspec.structs.replace(item.statement, id=named))
        else:
            refused.append(_rejection(report, item.statement, reason))
    return tuple(passed), tuple(refused)


def _rejected(context: Context, unbound: list[Unbound], report: Report) -> tuple[Rejection, ...]:
    found = []
    for item in unbound:
        if item.quantity.number is None:
            continue
        text, start, end = context.layout.slice(item.quantity.first, item.quantity.last)
        found.append(
            Rejection(
                report=report.id,
                kind=item.quantity.kind,
                quote=Quote(text=text, start=start, end=end),
                reason=item.reason,
                detail=f"{text!r}: {item.reason}",
            )
        )
    return tuple(found)
