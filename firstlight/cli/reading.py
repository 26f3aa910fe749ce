"""`firstlight read FILE`: statements straight to the terminal, without a ledger."""

from __future__ import annotations

from collections.abc import Sequence

import click
import msgspec

from firstlight.catalog import catalog
from firstlight.collect import CollectOptions
from firstlight.model import Refusal, Report
from firstlight.pipeline.texts import read_source
from firstlight.read import Reading


def read_files(
    sources: Sequence[str | bytes], published: str | None, source: str | None, *, as_json: bool
) -> list[str]:
    """Print what each source says; a line for each source that gave no report."""
    failed: list[str] = []
    for given in sources:
        name, stdin = ("-", given) if isinstance(given, bytes) else (given, None)
        options = CollectOptions(published=published, source=source, stdin=stdin)
        reports, refused = 0, list[str]()
        for item in read_source(name, options, catalog()):
            if isinstance(item, Refusal):
                refused.append(item.detail)
                continue
            reports += 1
            _print(*item, as_json=as_json)
        if not reports:
            failed.append(
                refused.pop(0)
                if refused
                else f"{name}: nothing in it is a report: docs/collecting.md says what can be one"
            )
        for detail in refused:
            click.echo(f"refused {detail}", err=True)
    return failed


def _print(report: Report, reading: Reading, *, as_json: bool) -> None:
    if as_json:
        for statement in reading.statements:
            click.echo(msgspec.json.encode(statement))
        return
    from firstlight.cli.words import statement_line, table

    dated = report.published or "on an unknown date"
    click.echo(f"{report.title or report.id}, {report.source}, published {dated}, {report.language}", err=True)
    rows = [
        (*statement_line(statement, catalog())[:-1], '"' + " ".join(statement.quote.text.split()) + '"')
        for statement in reading.statements
    ]
    if rows:
        for line in table(("kind", "count", "what", "where", "when", "how sure", "quote"), rows):
            click.echo(line.encode("utf-8", "replace"))
    click.echo(f"{len(rows)} statements; {_rejected(reading)}", err=True)


def _rejected(reading: Reading) -> str:
    reasons = [rejection.reason for rejection in reading.rejections]
    told = ", ".join(f"{reasons.count(reason)} {reason.replace('_', ' ')}" for reason in sorted(set(reasons)))
    return f"{len(reasons)} turned away" + (f" ({told})" if told else "")
