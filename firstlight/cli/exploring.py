"""The command that opens the local page."""

from __future__ import annotations

import click

from firstlight.cli.frame import ledger_option, open_ledger, say


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8750, show_default=True, metavar="N", help="0: any free."
)
@click.option("--inventory", metavar="FILE", help="Interceptors in stock, TOML; what comes of it is restricted.")
@click.option("--options", metavar="FILE", help="What is asked for, TOML; needs --inventory.")
@ledger_option
def explore(port: int, inventory: str | None, options: str | None, folder: str) -> None:
    """Open a local page over the ledger, on this machine alone; it writes nothing but your decisions."""
    with open_ledger(folder) as ledger:
        ledger.explore(port, inventory, options, told=say)
