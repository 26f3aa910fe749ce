"""The bottom line in about five sentences."""

from __future__ import annotations

from collections.abc import Sequence

from firstlight.brief.aid import ORDER, item_part, latest
from firstlight.brief.document import Block, Paragraph, Part, Sentence
from firstlight.brief.expect import ranged, shortest
from firstlight.brief.gaps import counted
from firstlight.brief.hit import harm_clauses, place_and_day, worst
from firstlight.brief.page import Page
from firstlight.brief.sides import Side, groups_of, names, period, rate_parts, rows_in_state, statements_in_state, total
from firstlight.brief.versus import unchanged

EXPECTED = 3  # groups of which it says what to expect
WORST = 3  # incidents that the bottom line names


def bottom_line(page: Page, found: Sequence[Side]) -> tuple[Block, ...]:
    """What was fired, stopped and got through; the rates; the worst incidents; the support; what is unknown."""
    clauses = [clause for side in found if (clause := _fired(page, side))]
    fired = page.say("lead_fired_all", clauses=page.wording.join(clauses, "semicolon", "semicolon")) if clauses else (
        page.say("nothing_fired", period=period(page))
    )  # fmt: skip
    rates = next((line for side in found if (line := _rates(page, side))), page.say("lead_no_rates"))
    if not found and not page.scope.incidents and not any(page.inside.report(r.id) for r in page.scope.reports):
        return (Paragraph(sentences=(page.say("lead_empty", period=period(page)), fired), style="lead"),)
    return (Paragraph(sentences=(fired, rates, _worst(page), _ahead(page), _gaps(page, found)), style="lead"),)


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
        nights=counted(page, "nights", page.scope.nights, "what_nights"),
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
    speakers = page.speakers(page.behind(behind), 1)
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
        told = harm_clauses(page, incident)
        if told:
            clauses.append(
                page.wording.say(
                    "lead_incident",
                    harm=page.wording.join(told),
                    speakers=page.speakers(page.behind(part for clause in told for part in clause), 1),
                    **place_and_day(page, incident),
                )
            )
    if not clauses:
        return page.say("lead_no_harm")
    return page.say("lead_worst", incidents=page.wording.join(clauses, "semicolon", "semicolon"))


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
        said = page.wording.say("lead_support", clauses=joined, speakers=page.speakers(behind, 1))
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
        clauses.append(counted(page, "silent_nights", scope.silent, "what_silent"))
    if scope.missing:
        gaps = [f"{source} {night}" for source, nights in scope.missing.items() for night in nights]
        clauses.append(counted(page, "missing_reports", gaps, "what_missing"))
    shots = [shot for side in found for shot in side.shots]
    for state in ("withheld", "unnumbered"):
        rows = rows_in_state(shots, state)
        if rows:
            said = statements_in_state(shots, state)
            clauses.append(counted(page, f"rows_{state}", rows, f"what_rows_{state}", said))
    if scope.disputes:
        behind = [key for d in scope.disputes for rival in d.values for key in rival.statements]
        names = dict.fromkeys(f"{d.about} {d.what}" for d in scope.disputes)
        clauses.append(counted(page, "disputes", names, "what_disputes", behind))
    if not clauses:
        return page.say("lead_nothing_unknown")
    return page.say("lead_unknown", clauses=page.wording.join(clauses))
