"""What a stage hands back, put into a unit of work, and counted: nothing is dropped without its reason."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from firstlight.errors import GateError
from firstlight.model import (
    Capture,
    Decision,
    Incident,
    LedgerState,
    Package,
    Raid,
    Refusal,
    Rejection,
    Report,
    Statement,
    digest,
)
from firstlight.pipeline.outcome import Stage
from firstlight.store import Unit

if TYPE_CHECKING:
    from firstlight.collect import Collected
    from firstlight.exchange.missile_attacks import Imported
    from firstlight.read import Reading


def keep_collected(unit: Unit, item: Collected, stage: Stage, tally: Counter[str]) -> tuple[list[Refusal], list[str]]:
    """Keep one capture with its reports; all that was refused of it, and the ids of the reports that are there now.

    `tally` counts the reports that are new, and those that changed since they were captured before. A visit that brings
    nothing but texts that count already is not kept again.
    """
    refused = list(item.refusals)
    capture = item.capture
    if eraser := unit.eraser(capture.sha256):
        return [*refused, *(_erased(capture.origin, eraser) for _ in item.reports or ("",))], []
    slots = [_slot(capture, report) for report in item.reports]
    same = [capture.visit is not None and unit.says(*pair) for pair in zip(slots, item.reports, strict=True)]
    if same and all(same):
        stage.refused["already there"] += len(slots)
        return refused, [report.id for report in item.reports]
    kept: list[str] = []
    unit.capture(capture, item.data)
    alone = len(set(slots)) == len(slots)  # of two in one slot the first changes what the second is held against
    for report, slot, known in zip(item.reports, slots, same, strict=True):
        if eraser := unit.eraser(report.id):
            refused.append(_erased(report.locator or capture.origin, eraser))
            continue
        if known if alone else capture.visit is not None and unit.says(slot, report):
            stage.refused["already there"] += 1
            kept.append(report.id)
            continue
        changed = capture.visit is not None and unit.holds(slot)
        try:
            new = unit.report(report, slot)
        except GateError as error:
            name = report.locator or capture.origin
            refused.append(Refusal(stage="collect", item=name, reason="text", detail=str(error)))
            continue
        kept.append(report.id)
        stage.out += new
        tally["changed" if changed else "new"] += new
        tally["without a date (say --published)"] += new and report.published is None
        stage.refused["already there"] += not new
    return refused, kept


def _erased(item: str, by: Decision) -> Refusal:
    detail = f"{item}: erased on {by.decided_at[:10]} by {by.author} ({by.reason}): it is not taken in again"
    return Refusal(stage="collect", item=item, reason="erased", detail=detail)


def _slot(capture: Capture, report: Report) -> str:
    """What a report takes the place of: at an address the version before, else the same text from the same origin."""
    if capture.visit is not None:
        where = report.address or capture.origin
        return digest(("address", where, "" if report.address else report.locator or ""))
    return digest(("text", report.id, capture.origin, report.locator or ""))


def keep_rows(unit: Unit, imported: Imported, stage: Stage) -> tuple[int, Counter[str]]:
    """Keep the rows of a dataset with their statements; how many are new, and the refused by reason."""
    keys, seen, kept = dict(imported.keys), defaultdict[str, int](int), 0
    unsaid: Counter[str] = Counter()  # the stage counts rows, these are statements
    said: dict[str, list[Statement]] = defaultdict(list)
    for statement in imported.statements:
        said[statement.report].append(statement)
    edition = (imported.capture.collector, stage.catalog.hash)
    for report in imported.reports:
        key = keys.get(report.id, report.locator or report.id)
        seen[key] += 1  # two rows of one edition may share a natural key; neither replaces the other
        new = unit.report(report, digest(("row", report.source, key, str(seen[key]))))
        stage.out += new
        stage.refused["already there"] += not new
        once, twice = unique(said[report.id])
        stored = unit.reading(report, edition, once, twice)
        kept += stored.statements
        unsaid.update(rejection.reason for rejection in stored.rejections)
    return kept, unsaid


def keep_reading(unit: Unit, report: Report, edition: tuple[str, str], reading: Reading, stage: Stage) -> None:
    """Keep what a reader (name and version, catalogue hash) made of one report."""
    once, twice = unique(reading.statements)
    stored = unit.reading(report, edition, once, (*reading.rejections, *twice))
    stage.out += stored.statements
    stage.refused.update(rejection.reason for rejection in (*reading.rejections, *twice, *stored.rejections))


def unique(statements: tuple[Statement, ...] | list[Statement]) -> tuple[list[Statement], list[Rejection]]:
    """Each statement once; one made twice from the same words is a rejection, so that it is counted."""
    kept: dict[str, Statement] = {}
    twice: list[Rejection] = []
    for statement in statements:
        if statement.id in kept:
            detail = "the same statement was made twice from the same words"
            twice.append(
                Rejection(
                    report=statement.report,
                    kind=statement.kind,
                    quote=statement.quote,
                    reason="duplicate",
                    detail=detail,
                )
            )
        kept.setdefault(statement.id, statement)
    return list(kept.values()), twice


def set_aside(statements: Mapping[str, Statement], state: LedgerState, refused: Counter[str]) -> int:
    """How many statements are placed; the others are counted in `refused`, by their reason."""
    things: tuple[Raid | Incident | Package, ...] = (*state.raids, *state.incidents, *state.packages)
    placed = {link.statement for thing in things for link in thing.links} & statements.keys()
    aside = {entry.statement: entry.reason.partition(":")[0] for entry in reversed(state.asides)}
    refused.update(aside.get(key, "lost without a reason") for key in statements.keys() - placed)
    return len(placed)
