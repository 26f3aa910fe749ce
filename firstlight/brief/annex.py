"""The last annexes: sources and captures, and how the paper was made."""

from __future__ import annotations

from collections.abc import Iterable

from firstlight.brief.document import Block, Bullets, Code, Heading, Note, Paragraph, Part, Ref, Row, Sentence, Table
from firstlight.brief.evidence import safe_link
from firstlight.brief.gaps import rejection_name
from firstlight.brief.known import SHORT
from firstlight.brief.page import Page
from firstlight.brief.words import visible
from firstlight.catalog import SourceEntry
from firstlight.model import Report, picture_state


def sources(page: Page) -> tuple[Block, ...]:
    """Who published, and each report with its capture: those of the period and those that a figure rests on."""
    used = reports_used(page)
    names = {page.source_name(report): page.catalog.source(report.source) for report in used}
    rows = tuple(_source_row(page, name, entry) for name, entry in names.items())
    tables: list[Block] = [
        Table(
            id="table-sources", caption=page.say("caption_sources"), columns=page.columns("sources"), rows=rows,
            note=page.say("reliability_note"),
        )
    ]  # fmt: skip
    later = [report for report in used if not page.inside.report(report.id)]
    tables.append(
        Table(
            id="captures",
            caption=page.say("caption_captures"),
            columns=page.columns("captures"),
            rows=tuple(_capture_row(page, report) for report in used),
            note=page.say("outside_note") if later else None,
        )
    )
    return tuple(tables)


def reports_used(page: Page) -> tuple[Report, ...]:
    """Reports published in the period or behind a figure, by publication; those behind a count alone stand there."""
    held = page.material.statements
    entries = (entry for entry in page.register.entries if entry.kind != "count")
    cited = {held[k].report for entry in entries for k in entry.figure.statements if k in held}
    return tuple(r for r in page.scope.reports if r.id in cited or page.inside.report(r.id))


def method(page: Page) -> tuple[Block, ...]:
    """Notes on method, assumptions, counts in and out, and what built the paper."""
    assessment = page.material.assessment
    notes = [page.say(key) for key in page.wording.keys("say") if key.startswith("method_")]
    notes += [page.of((Note(text=visible(note)),)) for note in assessment.notes]
    notes += [page.of((Note(text=visible(rate.note)),)) for rate in assessment.rates if rate.note]
    blocks: list[Block] = [Bullets(items=tuple(notes))]
    held = [*assessment.assumptions]
    for part in (assessment.stocks, assessment.options):
        held += part.assumptions if part else ()
    if held:
        rows = tuple(
            page.row(Note(text=visible(a.name)), Note(text=visible(a.value)), Note(text=visible(a.source)))
            for a in dict.fromkeys(held)
        )
        table = Table(
            id="assumptions", caption=page.say("caption_assumptions"), columns=page.columns("assumptions"), rows=rows
        )
        blocks.append(table)
    blocks += [Heading(text=page.say("counts")), Bullets(items=tuple(_counts(page)))]
    made = page.say(
        "made",
        version=Code(text=assessment.version),
        data=Code(text=assessment.data_hash[:SHORT]),
        catalog=Code(text=page.catalog.hash[:SHORT]),
        seed=Code(text=str(assessment.seed)),
    )
    blocks.append(Paragraph(sentences=(made,), style="small"))
    return tuple(blocks)


def basis(page: Page) -> tuple[Block, ...]:
    """On the first pages: how many reports the paper rests on, and where method, sources and evidence stand."""
    inside = [report.id for report in page.scope.reports if page.inside.report(report.id)]
    links = {key: Ref(label=page.wording.text("sections", key), to=key) for key in ("sources", "method")}
    evidence = Ref(label=page.wording.text("page", "evidence"), to="evidence")
    number = page.register.count(inside, page.wording.say("what_reports"))
    reports = page.wording.counted("reports", number, len(inside))
    said = page.say("front_basis", reports=reports, evidence=evidence, **links)
    return (Paragraph(sentences=(said,), style="small"),)


def _source_row(page: Page, name: str, entry: SourceEntry | None) -> Row:
    if entry is None:
        return page.row(page.name(name), *[page.label("words", "not_in_catalogue")] * 3, "", "")
    side = page.name(page.wording.country(entry.side)) if entry.side else page.label("words", "no_side")
    return page.row(
        page.name(entry.name),
        side,
        page.label("source_kinds", entry.kind),
        page.name(entry.reliability),
        Note(text=visible(entry.licence)),
        Note(text=visible(entry.counts)) if entry.counts else "",
    )


def _capture_row(page: Page, report: Report) -> Row:
    published = page.wording.date(report.published, "instant") if report.published else page.label("words", "undated")
    address: Part = page.label("words", "no_address")
    if report.address:
        address = Code(text=visible(report.address), href=safe_link(report.address))
    elif report.capture in page.material.captures:
        address = Code(text=visible(page.material.captures[report.capture].origin))
    invented = report.id in page.register.invented_reports
    row = page.row(
        page.name(page.source_name(report)),
        published,
        page.label("languages", report.language),
        address,
        Code(text=report.id.removeprefix("sha256:")[:SHORT]),
        Code(text=report.capture[:SHORT]),
        _picture(page, report),
        page.wording.join([page.label("marks", mark) for mark in report.marks], "comma"),
    )
    return Row(cells=row.cells, style=row.style, invented=invented)


def _picture(page: Page, report: Report) -> Part:
    capture, picture = page.material.captures.get(report.capture), page.material.pictures.get(report.capture)
    if picture is not None and picture.sha256 is not None:
        return Code(text=picture.sha256[:SHORT])
    return page.label("pictures", picture_state(capture, picture) if capture is not None else "not_asked")


def _counts(page: Page) -> Iterable[Sentence]:
    material, scope = page.material, page.scope
    inside = [report.id for report in scope.reports if page.inside.report(report.id)]
    said = [key for key, s in sorted(material.statements.items()) if s.report in set(inside)]
    cited = {key for entry in page.register.entries for key in entry.figure.statements}
    say, count, what = page.say, page.register.count, page.wording.say
    yield say(
        "count_reports",
        n=count(inside, what("what_reports")),
        refused=count([f"{r.reason} {r.item}" for r in material.refusals], what("what_refusals")),
    )
    yield say(
        "count_statements",
        n=count(said, what("what_statements")),
        rejected=count([rejection_name(r) for r in scope.rejections], what("what_rejections")),
    )
    yield say(
        "count_used",
        used=count([key for key in said if key in cited], what("what_used")),
        aside=count(dict.fromkeys(a.statement for a in scope.asides), what("what_asides")),
    )
    yield say(
        "count_ledger",
        raids=count(sorted(scope.raids), what("what_raids_all")),
        incidents=count([i.id for i in scope.incidents], what("what_incidents")),
        totals=count([i.id for i in scope.totals], what("what_totals")),
        packages=count([p.id for p in scope.packages], what("what_packages")),
    )
    for reason, number in material.assessment.left_out:
        part = page.register.left_out(reason, number, what("what_left_out"))
        yield say("count_left_out", n=part, reason=page.label("why_not", reason))
