"""`firstlight compare`, `sample` and `picture`: the record beside a table, a person's judgement, and a page as seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from firstlight.cli.frame import (
    answer,
    answer_json,
    as_of_option,
    from_option,
    hint,
    json_option,
    ledger_option,
    open_ledger,
    say,
    to_option,
)
from firstlight.errors import SourceError, UsageError

if TYPE_CHECKING:
    from firstlight.exchange.compare import Comparison
    from firstlight.pipeline.audit import Audit

VERDICTS = {"differ": "differ", "only_here": "only here", "only_there": "only there", "agree": "agree"}
WORDS = 80  # characters of a quote that a line shows


@click.command()
@click.argument("table", metavar="TABLE")
@click.option("--map", "table_map", metavar="MAP", help="What its columns mean, TOML; else the public table.")
@from_option
@to_option
@as_of_option
@json_option
@ledger_option
def compare(
    table: str, table_map: str | None, start: str | None, end: str | None, as_of: str | None, as_json: bool, folder: str
) -> None:
    """Number by number, where the ledger and TABLE agree, differ, or only one of them speaks; with quotes."""
    with open_ledger(folder) as ledger:
        made = ledger.compare(table, start, end, as_of, map=table_map)
        hint(ledger, as_of)
    if as_json:
        answer_json(made)
        return
    answer(_compared(made))
    counts = Counter(one.verdict for one in made.numbers)
    say("; ".join(f"{counts[verdict]} {words}" for verdict, words in VERDICTS.items()))  # type: ignore[index]


def _compared(made: Comparison) -> Iterator[str]:
    for verdict, title in VERDICTS.items():
        for one in (one for one in made.numbers if one.verdict == verdict):
            yield f"{title}: {one.day} {one.attacker} {one.what} {one.number}: here {one.here}, there {one.there}"
            if verdict == "agree":
                continue
            for side, keys in (("here", one.here_statements), ("there", one.there_statements)):
                for key in keys:
                    quote = " ".join(made.statements[key].quote.text.split()) if key in made.statements else "?"
                    yield f"    {side} {key} {quote[:WORDS]}"


@click.command()
@click.argument("size", type=click.IntRange(min=1), required=False, metavar="[N]")
@click.option("-o", "output", metavar="FILE", help="The sheet to write, CSV.")
@click.option("--seed", type=int, default=1, show_default=True, metavar="N", help="The draw can be made again by it.")
@click.option("--kind", metavar="KIND", help="Only statements of this kind.")
@click.option("--verdicts", metavar="FILE", help="A sheet with right, wrong or unsure filled in: its precision.")
@json_option
@ledger_option
def sample(
    size: int | None, output: str | None, seed: int, kind: str | None, verdicts: str | None, as_json: bool, folder: str
) -> None:
    """Draw N statements for an audit, or turn the verdicts of a drawn sheet into precision with an interval."""
    if (verdicts is None) == (size is None) or (size is not None and output is None):
        raise UsageError("name N and -o FILE for a draw, or --verdicts FILE for what came of one")
    with open_ledger(folder) as ledger:
        if size is not None and output is not None:
            ledger.sample(size, output, seed=seed, kind=kind)
            return
        made = ledger.audit(verdicts or "")
    if as_json:
        answer_json(made)
    else:
        answer(_audited(made))


def _audited(made: Audit) -> Iterator[str]:
    if not made.gone and not any(one.right or one.wrong or one.unsure for one in made.results):
        yield "No row has a verdict yet: write right, wrong or unsure into the column verdict"
        return
    for one in made.results:
        share = "-" if one.precision.best is None else f"{one.precision.best:.3f}"
        interval = f"{one.precision.low:.3f} to {one.precision.high:.3f}"
        yield f"{one.kind:<12} {one.right} right, {one.wrong} wrong, {one.unsure} unsure: {share} ({interval})"
    if made.gone:
        yield f"{made.gone} verdicts are about statements that no longer count, and are left out"
    yield "Precision is right of right and wrong; the interval is Wilson's, 95 %"


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--browser", metavar="PROGRAM", help="The Chromium to use; the first on the search path unless told.")
@ledger_option
def picture(ids: tuple[str, ...], browser: str | None, folder: str) -> None:
    """Draw captured pages offline, from their bytes alone: captures or reports by ID, or all that have no picture."""
    with open_ledger(folder) as ledger:
        done = ledger.picture(ids, browser, seen=say)
    if done.failed:
        raise SourceError(done.failed[0].detail)


AUDITING = (compare, picture, sample)
