"""The command that opens the local page."""

from __future__ import annotations

import click

from firstlight.cli.frame import ledger_option, open_ledger, say, tell
from firstlight.errors import UsageError


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8750, show_default=True, metavar="N", help="0: any free."
)
@click.option("--inventory", metavar="FILE", help="Interceptors in stock, TOML; what comes of it is restricted.")
@click.option("--options", metavar="FILE", help="What is asked for, TOML; needs --inventory.")
@click.option("--invented", is_flag=True, help="Twelve INVENTED weeks with an INVENTED inventory, in demo/invented.")
@ledger_option
def explore(port: int, inventory: str | None, options: str | None, invented: bool, folder: str) -> None:
    """Open a local page over the ledger, on this machine alone; it writes nothing but your decisions."""
    if invented:
        from firstlight.pipeline.demo import invented as example

        if inventory or options:
            raise UsageError("--invented brings an inventory and options of its own: leave yours out")
        made = example(told=tell)
        folder, inventory, options = (str(path) for path in made)
    with open_ledger(folder) as ledger:
        ledger.explore(port, inventory, options, told=say)
