"""What an evaluation shows: a page of tables, and every miss and invention in words."""

from __future__ import annotations

from collections.abc import Sequence

from firstlight.evaluate.score import Outcome, Tally, tally


def accuracy_page(strict: Sequence[Outcome], lenient: Sequence[Outcome]) -> str:
    """A Markdown page: precision, recall and F1 strict and lenient, by kind, language and genre.

    `strict` and `lenient` are the outcomes of the same reports under the two comparisons.
    """
    lines = [f"{len(strict)} reports, {sum(len(o.report.facts) for o in strict)} labelled facts.", ""]
    for title, of in (
        ("Kind", lambda _, fact: fact.kind),
        ("Language", lambda report, _: report.language),
        ("Genre", lambda report, _: report.genre),
    ):
        lines += _table(title, tally(strict, of), tally(lenient, of))
    everything = tally(strict, lambda _, __: "all")
    lines += _table("Together", everything, tally(lenient, lambda _, __: "all"))
    quiet = [outcome for outcome in strict if not outcome.report.facts]
    spoken = sum(len(outcome.invented) for outcome in quiet)
    lines.append(f"Reports without a labelled fact: {len(quiet)}; statements read from them: {spoken}.")
    return "\n".join(lines) + "\n"


def _table(title: str, strict: dict[str, Tally], lenient: dict[str, Tally]) -> list[str]:
    rows = [
        f"| {title} | labels | precision | recall | F1 | lenient F1 |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, one in strict.items():
        loose = lenient.get(name, Tally())
        rows.append(
            f"| {name} | {one.found + one.missed} | {one.precision:.3f} | {one.recall:.3f} "
            f"| {one.f1:.3f} | {loose.f1:.3f} |"
        )
    return [*rows, ""]


def errors_page(outcomes: Sequence[Outcome]) -> str:
    """Every miss and every invention, one line each, report by report."""
    lines = []
    for outcome in outcomes:
        for fact in outcome.missed:
            lines.append(f"{outcome.report.id}  missed    {fact.kind:11} {fact.said}")
        for fact in outcome.invented:
            number = f" {fact.low} to {fact.high}" if fact.counted else ""
            where = f" at {', '.join(sorted(fact.places))}" if fact.places else ""
            words = " ".join(fact.said.split())
            what = " ".join(filter(None, (fact.weapon, fact.object, fact.utility, fact.item, fact.status)))
            mark = " (background)" if fact.background else ""
            lines.append(f"{outcome.report.id}  invented  {fact.kind:11} {what}{number}{where}{mark}: “{words}”")
    return "\n".join(lines) + ("\n" if lines else "")
