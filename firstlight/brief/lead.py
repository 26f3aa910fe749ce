"""The bottom line in about five sentences, and what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from firstlight.brief.aid import ORDER, item_part, latest
from firstlight.brief.document import Block, Bullets, Number, Paragraph, Part, Sentence
from firstlight.brief.expect import ranged, shortest
from firstlight.brief.hit import HARMED, harm_part, when, worst
from firstlight.brief.page import Page
from firstlight.brief.sides import Side, groups_of, names, period, rate_parts, rows_in_state, statements_in_state, total
from firstlight.brief.versus import unchanged
from firstlight.model import Incident, Rejection

EXPECTED = 3  # groups of which it says what to expect
WORST = 3  # incidents that the bottom line names


def bottom_line(page: Page, found: Sequence[Side]) -> tuple[Block, ...]:
    """What was fired, stopped and got through; the rates; the worst incidents; the support; what is unknown."""
    clauses = [clause for side in found if (clause := _fired(page, side))]
    fired = page.say("lead_fired_all", clauses=page.wording.join(clauses, "semicolon", "semicolon")) if clauses else (
        page.say("nothing_fired", period=period(page))
    )  # fmt: skip
    rates = next((line for side in found if (line := _rates(page, side))), page.say("lead_no_rates"))
    return (Paragraph(sentences=(fired, rates, _worst(page), _ahead(page), _gaps(page, found)), style="lead"),)


def unknown(page: Page, found: Sequence[Side]) -> tuple[Block, ...]:
    """What is not in, withheld, without a number, bounded, refused, unread or unplaced; one line each."""
    lines = [*_absent(page), *_numberless(page, found), *_set_aside(page), *_rules(page)]
    if not lines:
        return (Paragraph(sentences=(page.say("nothing_unknown"),)),)
    return (Bullets(items=tuple(lines)),)


# --- the bottom line ---


def _fired(page: Page, side: Side) -> tuple[Part, ...] | None:
    groups = groups_of(page, side)
    if not groups:
        return None
    sums = {
        "launched": total(page, side, "launched", groups),
        "intercepted": total(page, side, "intercepted", groups),
        "leakers": total(page, side, "leakers", groups),
    }
    told = tuple(dict.fromkeys(raid.night for raid in side.raids))
    return page.wording.say(
        "lead_fired",
        speakers=page.speakers(page.behind(sums.values())),
        told=page.register.count(told, page.wording.say("what_told_nights")),
        nights=_count(page, "nights", page.scope.nights, "what_nights"),
        **sums,
        **names(page, side),
    )


def _rates(page: Page, side: Side) -> Sentence | None:
    clauses = []
    behind: list[Part] = []
    level: Part | None = None
    for rate in side.rates:
        if rate.rate.best is not None:
            parts = rate_parts(page, side, rate)
            level = parts["level"]
            behind.append(parts["rate"])
            clauses.append(page.wording.say("lead_rate", group=page.label("groups", rate.group), **parts))
    if level is None:
        return None
    speakers = page.speakers(page.behind(behind))
    said = page.wording.say("lead_rates", rates=page.wording.join(clauses), level=level, speakers=speakers)
    return page.of((*said, *_changes(page, [rate.group for rate in side.rates]), *page.wording.say("stop")))


def _changes(page: Page, groups: Sequence[str]) -> tuple[Part, ...]:
    """What is to be said of the four weeks before, without a number of its own."""
    same, other = ([page.label("groups", group) for group in found] for found in unchanged(page, groups))
    said = [page.wording.say("lead_unchanged", groups=page.wording.join(same))] if same else []
    said += [page.wording.say("lead_changed", groups=page.wording.join(other))] if other else []
    if not said:
        return page.wording.say("lead_not_compared")
    return (*page.wording.say("lead_beside"), *page.wording.join(said, "semicolon"))


def _worst(page: Page) -> Sentence:
    clauses = []
    for incident in worst(page.scope.incidents)[:WORST]:
        told = _harm_clauses(page, incident)
        if told:
            clauses.append(
                page.wording.say(
                    "lead_incident",
                    place=page.name(page.wording.place(incident.place)),
                    day=when(page, incident),
                    harm=page.wording.join(told),
                    speakers=page.speakers(page.behind(part for clause in told for part in clause)),
                )
            )
    if not clauses:
        return page.say("lead_no_harm")
    return page.say("lead_worst", incidents=page.wording.join(clauses, "semicolon", "semicolon"))


def _harm_clauses(page: Page, incident: Incident) -> list[tuple[Part, ...]]:
    clauses = []
    for kind in HARMED:
        part = harm_part(page, incident, kind)
        if isinstance(part, Number) and part.shown != page.wording.number(0):
            clauses.append(page.wording.say(f"harm_{kind}", n=part))
    return clauses


def _ahead(page: Page) -> Sentence:
    """The support told of, then what to expect of a week and the rounds that it takes."""
    clauses = []
    behind: list[str] = []
    for status in ORDER:
        packages = [p for p in page.scope.packages if latest(p) == status and not p.background]
        if packages:
            items = {page.wording.title(p.item): item_part(page, p, status) for p in packages}
            behind += page.behind(items.values())
            clauses.append(page.wording.say(f"lead_{status}", items=page.wording.join(items.values())))
    said = page.wording.say("lead_no_support")
    if clauses:
        joined = page.wording.join(clauses, "semicolon", "semicolon")
        said = page.wording.say("lead_support", clauses=joined, speakers=page.speakers(behind))
    return page.of((*said, *_expected(page), *page.wording.say("stop")))


def _expected(page: Page) -> tuple[Part, ...]:
    need = page.material.assessment.need
    lines = shortest(page)[:EXPECTED]
    if need is None or not lines:
        return page.wording.say("lead_no_forecast")
    clauses = [
        page.wording.say(
            "lead_need",
            launched=ranged(page, f"assessment.need.lines.{at}.launched", "what_need_launched"),
            group=page.label("groups", need.lines[at].group),
            rounds=ranged(page, f"assessment.need.lines.{at}.rounds", "what_need_rounds"),
        )
        for at in lines
    ]
    return page.wording.say("lead_expected", clauses=page.wording.join(clauses, "semicolon", "semicolon"))


def _gaps(page: Page, found: Sequence[Side]) -> Sentence:
    scope = page.scope
    clauses: list[tuple[Part, ...]] = []
    if scope.silent:
        clauses.append(_count(page, "silent_nights", scope.silent, "what_silent"))
    if scope.missing:
        gaps = [f"{source} {night}" for source, nights in scope.missing.items() for night in nights]
        clauses.append(_count(page, "missing_reports", gaps, "what_missing"))
    shots = [shot for side in found for shot in side.shots]
    for state in ("withheld", "unnumbered"):
        rows = rows_in_state(shots, state)
        if rows:
            said = statements_in_state(shots, state)
            clauses.append(_count(page, f"rows_{state}", rows, f"what_rows_{state}", said))
    if scope.disputes:
        behind = [key for d in scope.disputes for rival in d.values for key in rival.statements]
        names = dict.fromkeys(f"{d.about} {d.what}" for d in scope.disputes)
        clauses.append(_count(page, "disputes", names, "what_disputes", behind))
    if not clauses:
        return page.say("lead_nothing_unknown")
    return page.say("lead_unknown", clauses=page.wording.join(clauses))


# --- what is not known ---


def _absent(page: Page) -> Iterable[Sentence]:
    scope = page.scope
    for source, gap in scope.missing.items():
        entry = page.catalog.sources[source]
        number = _count(page, "nights", [f"{source} {night}" for night in gap], "what_missing")
        nights = page.wording.spans(gap)
        yield page.say("missing_source", source=page.name(entry.name), n=number, nights=nights)
    if scope.silent:
        number = _count(page, "nights", scope.silent, "what_silent")
        yield page.say("silent", n=number, nights=page.wording.spans(scope.silent))


def _numberless(page: Page, found: Sequence[Side]) -> Iterable[Sentence]:
    shots = [shot for side in found for shot in side.shots]
    for state in ("withheld", "unnumbered"):
        rows = rows_in_state(shots, state)
        if rows:
            said = statements_in_state(shots, state)
            number = _count(page, f"told_{state}", rows, f"what_rows_{state}", said)
            nights = dict.fromkeys(row.split(" ")[0] for row in rows)
            speakers = page.speakers(said)
            yield page.say(f"told_{state}", n=number, nights=page.wording.spans(list(nights)), speakers=speakers)
    rows = rows_in_state(shots, "bounded")
    if rows:
        said = statements_in_state(shots, "bounded")
        number = _count(page, "rows_bounded", rows, "what_rows_bounded", said)
        yield page.say("told_bounded", n=number, speakers=page.speakers(said))


def _set_aside(page: Page) -> Iterable[Sentence]:
    material, scope = page.material, page.scope
    for stage in dict.fromkeys(refusal.stage for refusal in material.refusals):
        table = stage == "import"
        pairs = ((r.reason, r.item) for r in material.refusals if r.stage == stage)
        for reason, items in _by_reason(pairs).items():
            names = [f"{reason} {item}" for item in items]
            number = _count(page, "cells" if table else "refusals", names, "what_refusals")
            yield page.say("not_imported" if table else "refused", n=number, reason=page.label("reasons", reason))
    read = {statement.report for statement in material.statements.values()}
    unread = [report.id for report in scope.reports if report.id not in read and page.inside.report(report.id)]
    if unread:
        yield page.say("unread", n=_count(page, "reports", unread, "what_unread"))
    undated = [report.id for report in scope.reports if report.published is None and report.media_type != "table"]
    if undated:
        yield page.say("undated", n=_count(page, "reports", undated, "what_undated"))
    for reason, items in _by_reason((r.reason, rejection_name(r)) for r in scope.rejections).items():
        number = _count(page, "rejections", items, "what_rejections")
        yield page.say("rejected", n=number, reason=page.label("reasons", reason))
    for reason, items in _by_reason((a.reason.partition(":")[0], a.statement) for a in scope.asides).items():
        keys = dict.fromkeys(items)
        number = _count(page, "statements", keys, "what_asides", keys)
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


def _count(page: Page, noun: str, basis: Iterable[str], what: str, statements: Iterable[str] = ()) -> tuple[Part, ...]:
    things = tuple(basis)
    number = page.register.count(things, page.wording.say(what), statements)
    return page.wording.counted(noun, number, len(things))
