"""`firstlight assess`: rates by defeat group as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from firstlight.cli.words import table
from firstlight.model import Assessment, Estimate, Rate


def assessment_lines(assessment: Assessment) -> Iterator[str]:
    """Rates with their intervals, what was left out and why, and the notes that belong to them."""
    yield f"{assessment.start} to {assessment.end}"
    if assessment.rates:
        yield from table(
            ("group", "raids", "launched", "stopped", "share stopped (95 %)", "note"), map(_row, assessment.rates)
        )
    else:
        yield "No rate can be given: no night has both numbers"
    if assessment.left_out:
        yield "left out: " + ", ".join(f"{number} {reason.replace('_', ' ')}" for reason, number in assessment.left_out)
    yield from assessment.notes


def _row(rate: Rate) -> tuple[str, ...]:
    return (rate.group, str(rate.raids), str(rate.launched), str(rate.intercepted), _share(rate.rate), rate.note)


def _share(estimate: Estimate) -> str:
    if estimate.best is None:
        return "?"
    text = f"{estimate.best:.2f}"
    if estimate.low is not None and estimate.high is not None:
        text += f" ({estimate.low:.2f} to {estimate.high:.2f})"
    return text + (" INVENTED" if estimate.invented else "")
