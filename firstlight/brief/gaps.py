"""What is not known: what weighs most and the sum of the rest on the first pages, all of it in the annex."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from firstlight.brief.document import Block, Bullets, Paragraph, Part, Ref, Sentence
from firstlight.brief.page import Page
from firstlight.brief.sides import Side, rows_in_state, statements_in_state
from firstlight.model import Rejection

FRONT = 5  # lines that the first pages show beside the sum of what was set aside


def unknown(page: Page, found: Sequence[Side]) -> tuple[Block, ...]:
    """What is not in, withheld, without a number, bounded or disputed, and in one line how much was set aside."""
    weighty = [*_absent(page), *_numberless(page, found), *_disputed(page)]
    lines = [*weighty[:FRONT], *_aside_in_all(page)]
    full = gaps(page, found)
    if not full and not lines:
        return (Paragraph(sentences=(page.say("nothing_unknown"),)),)
    blocks: list[Block] = [Bullets(items=tuple(lines))] if lines else []
    if full:
        link = Ref(label=page.wording.text("sections", "gaps"), to="gaps")
        blocks.append(Paragraph(sentences=(page.say("see_gaps", link=link),), style="small"))
    return tuple(blocks)


def gaps(page: Page, found: Sequence[Side]) -> tuple[Block, ...]:
    """The annex: what is absent, numberless, refused, unread or unplaced, and the rules of reporting; a line each."""
    lines = [*_absent(page), *_numberless(page, found), *_set_aside(page), *_rules(page)]
    return (Bullets(items=tuple(lines)),) if lines else ()


def _disputed(page: Page) -> Iterable[Sentence]:
    held = page.scope.disputes
    if held:
        behind = [key for dispute in held for rival in dispute.values for key in rival.statements]
        names = dict.fromkeys(f"{dispute.about} {dispute.what}" for dispute in held)
        number = counted(page, "disputes", names, "what_disputes", behind)
        link = Ref(label=page.wording.text("sections", "disputed"), to="disputed")
        yield page.say("front_disputed", n=number, link=link)


def _aside_in_all(page: Page) -> Iterable[Sentence]:
    """One sentence with how much was set aside at each stage, the reasons left to the annex."""
    held = {
        "set_refusals": (_refused(page, table=False), "what_refusals"),
        "set_cells": (_refused(page, table=True), "what_refusals"),
        "set_unread": (_unread(page), "what_unread"),
        "set_rejections": ([rejection_name(r) for r in page.scope.rejections], "what_rejections"),
        "set_asides": (list(dict.fromkeys(a.statement for a in page.scope.asides)), "what_asides"),
    }
    clauses = [counted(page, noun, names, what) for noun, (names, what) in held.items() if names]
    if clauses:
        yield page.say("front_set_aside", clauses=page.wording.join(clauses))


def _refused(page: Page, table: bool) -> list[str]:
    return [f"{r.reason} {r.item}" for r in page.material.refusals if (r.stage == "import") == table]


def _unread(page: Page) -> list[str]:
    read = {statement.report for statement in page.material.statements.values()}
    return [r.id for r in page.scope.reports if r.id not in read and page.inside.report(r.id)]


def _absent(page: Page) -> Iterable[Sentence]:
    scope = page.scope
    for source, gap in scope.missing.items():
        entry = page.catalog.sources[source]
        number = counted(page, "nights", [f"{source} {night}" for night in gap], "what_missing")
        nights = page.wording.spans(gap)
        yield page.say("missing_source", source=page.name(entry.name), n=number, nights=nights)
    if scope.silent:
        number = counted(page, "nights", scope.silent, "what_silent")
        yield page.say("silent", n=number, nights=page.wording.spans(scope.silent))


def _numberless(page: Page, found: Sequence[Side]) -> Iterable[Sentence]:
    shots = [shot for side in found for shot in side.shots]
    for state in ("withheld", "unnumbered"):
        rows = rows_in_state(shots, state)
        if rows:
            said = statements_in_state(shots, state)
            number = counted(page, f"told_{state}", rows, f"what_rows_{state}", said)
            nights = dict.fromkeys(row.split(" ")[0] for row in rows)
            speakers = page.speakers(said)
            yield page.say(f"told_{state}", n=number, nights=page.wording.spans(list(nights)), speakers=speakers)
    rows = rows_in_state(shots, "bounded")
    if rows:
        said = statements_in_state(shots, "bounded")
        number = counted(page, "rows_bounded", rows, "what_rows_bounded", said)
        yield page.say("told_bounded", n=number, speakers=page.speakers(said))


def _set_aside(page: Page) -> Iterable[Sentence]:
    material, scope = page.material, page.scope
    for stage in dict.fromkeys(refusal.stage for refusal in material.refusals):
        table = stage == "import"
        pairs = ((r.reason, r.item) for r in material.refusals if r.stage == stage)
        for reason, items in _by_reason(pairs).items():
            names = [f"{reason} {item}" for item in items]
            number = counted(page, "cells" if table else "refusals", names, "what_refusals")
            yield page.say("not_imported" if table else "refused", n=number, reason=page.label("reasons", reason))
    unread = _unread(page)
    if unread:
        yield page.say("unread", n=counted(page, "reports", unread, "what_unread"))
    undated = [report.id for report in scope.reports if report.published is None and report.media_type != "table"]
    if undated:
        yield page.say("undated", n=counted(page, "reports", undated, "what_undated"))
    for reason, items in _by_reason((r.reason, rejection_name(r)) for r in scope.rejections).items():
        number = counted(page, "rejections", items, "what_rejections")
        yield page.say("rejected", n=number, reason=page.label("reasons", reason))
    for reason, items in _by_reason((a.reason.partition(":")[0], a.statement) for a in scope.asides).items():
        keys = dict.fromkeys(items)
        number = counted(page, "statements", keys, "what_asides", keys)
        yield page.say("aside", n=number, reason=page.label("reasons", reason))


def _rules(page: Page) -> Iterable[Sentence]:
    """Dated rules of reporting that hold in a part of the period, where they change what a number means."""
    start, end = page.material.start, page.material.end
    for rule in page.catalog.reporting_rules:
        publisher = page.catalog.source(rule.publisher)
        known = any(page.catalog.source(report.source) == publisher for report in page.scope.reports)
        if publisher and known and rule.start <= end and (rule.end is None or rule.end >= start):
            yield page.say(
                "rule", source=page.name(publisher.name), says=page.note(rule.says), day=page.wording.date(rule.start)
            )


def rejection_name(rejection: Rejection) -> str:
    """A name for a rejection: its report, where in it, and what was seen."""
    start = rejection.quote.start if rejection.quote else 0
    return f"{rejection.report} {start} {rejection.kind}"


def _by_reason(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for reason, item in pairs:
        found.setdefault(reason, []).append(item)
    return dict(sorted(found.items()))


def counted(page: Page, noun: str, basis: Iterable[str], what: str, statements: Iterable[str] = ()) -> tuple[Part, ...]:
    """How many things there are with their noun, as "3 nights", the number being a figure."""
    things = tuple(basis)
    number = page.register.count(things, page.wording.say(what), statements)
    return page.wording.counted(noun, number, len(things))
