"""Commands of the researcher's table: what goes in and out, and what people decide."""

from __future__ import annotations

import click

from firstlight.cli.frame import ledger_option, open_ledger


@click.command("import")
@click.argument("kind", metavar="KIND")
@click.argument("file", metavar="FILE")
@ledger_option
def import_(kind: str, file: str, folder: str) -> None:
    """Take in a reference dataset; KIND is missile-attacks."""
    with open_ledger(folder) as ledger:
        ledger.import_(kind, file)


@click.command()
@click.argument("kind", metavar="KIND")
@click.option("-o", "output", required=True, metavar="PATH", help="The file to write.")
@ledger_option
def export(kind: str, output: str, folder: str) -> None:
    """Write the ledger's content to a file; KIND is dump, the canonical form."""
    with open_ledger(folder) as ledger:
        ledger.export(kind, output)


TABLES = (import_, export)
