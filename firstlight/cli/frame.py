"""What the commands share: options, how they print, and the ledger that they open."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from firstlight.model import Record
    from firstlight.pipeline import Done, Ledger

ledger_option = click.option(
    "--ledger", "folder", default="ledger", show_default=True, metavar="DIR", help="The ledger's folder."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Machine output on standard output.")
from_option = click.option("--from", "start", metavar="DATE", help="First Kyiv date, included.")
to_option = click.option("--to", "end", metavar="DATE", help="Last Kyiv date, included.")
as_of_option = click.option("--as-of", metavar="T", help="What was known at a date or instant.")
published_option = click.option("--published", metavar="DATE", help="When the text was published.")
source_option = click.option("--source", metavar="NAME", help="Who published it: an id or name of data/sources.toml.")

weeks_option = click.option(
    "--weeks", type=int, default=8, show_default=True, metavar="N", help="Weeks to forecast, 0 for none."
)
harm_option = click.option("--harm", metavar="FILE", help="Monthly totals of casualties of your own, TOML.")
scenarios_option = click.option(
    "--scenarios", metavar="FILE", help="Limits on launches that somebody states, TOML; shown beside the forecast."
)
inventory_option = click.option(
    "--inventory", metavar="FILE", help="Interceptors in stock, TOML; the answer is restricted."
)
options_option = click.option("--options", metavar="FILE", help="What is asked for, TOML; needs --inventory.")


def say(line: str) -> None:
    """One line for a person, on standard error."""
    click.echo(line, err=True)


def answer(lines: Iterable[str]) -> None:
    """Lines of the answer, on standard output, always UTF-8."""
    for line in lines:
        click.echo(line.encode("utf-8", "replace"))


def answer_json(content: Record | dict[str, Any]) -> None:
    """One JSON object on standard output."""
    import msgspec

    click.echo(msgspec.json.encode(content))


def open_ledger(folder: str) -> Ledger:
    """The ledger of a command, which tells of each stage as it ends."""
    from firstlight.pipeline import Ledger

    return Ledger(folder, told=tell)


def tell(done: Done) -> None:
    """One counted line for a stage."""
    from firstlight.cli.words import stage_line

    if done.reports or not done.failed:  # where nothing came in, the error that follows says so
        say(stage_line(done))


def hint(ledger: Ledger, as_of: str | None) -> None:
    """Say so where facts came after the last reconcile."""
    if as_of is None and ledger.unsettled():
        say("Some facts are newer than this: run `firstlight read` and `firstlight reconcile`, then ask again")


def refusals(given: Iterable[Any], most: int = 10) -> None:
    """What was not taken, a line each, the first of them."""
    told = list(given)
    for refusal in told[:most]:
        say(f"  refused {refusal.detail if refusal.item in refusal.detail else f'{refusal.item}: {refusal.detail}'}")
    if len(told) > most:
        say(f"  and {len(told) - most} more: `firstlight export dump` lists them all")
