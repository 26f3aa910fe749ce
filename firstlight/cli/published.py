"""publish: the public build."""

from __future__ import annotations

import contextlib
import datetime as dt

import click

from firstlight.cli.frame import as_of_option, ledger_option, open_ledger
from firstlight.errors import UsageError


@click.command()
@click.option("--to", "folder_to", required=True, metavar="DIR", help="The folder of the public build.")
@as_of_option
@click.option(
    "--use",
    type=click.Choice(["non-commercial", "commercial"]),
    default="non-commercial",
    show_default=True,
    help="The use it is for; a source whose licence forbids it stops the build.",
)
@ledger_option
def publish(folder_to: str, as_of: str | None, use: str, folder: str) -> None:
    """Write the public build: what is due by the publication rules, corrections told, no words of reports."""
    with contextlib.suppress(ValueError):
        dt.date.fromisoformat(folder_to)
        raise UsageError(f"--to names the folder of the build, and {folder_to} is a date: --as-of takes the date")
    with open_ledger(folder) as ledger:
        ledger.publish(folder_to, as_of, use)
