"""Commands of the researcher's table: what goes in and out, and what people decide."""

from __future__ import annotations

from typing import Any

import click

from firstlight.cli.frame import as_of_option, from_option, hint, ledger_option, open_ledger, refusals, tell, to_option
from firstlight.errors import SourceError, UsageError


@click.command()
@click.argument("text", metavar="TEXT")
@click.option("--source", required=True, metavar="NAME", help="Who says so.")
@click.option("--author", required=True, metavar="NAME", help="Who types it in.")
@click.option("--reason", required=True, metavar="TEXT", help="Why it is typed in: how it is known.")
@click.option("--published", metavar="DATE", help="When it was said; now where none is given.")
@ledger_option
def add(text: str, folder: str, source: str, author: str, reason: str, published: str | None) -> None:
    """Keep a hand-typed observation, in the words of a report; always shown as analyst-entered."""
    with open_ledger(folder) as ledger:
        done = ledger.add(text, source=source, author=author, reason=reason, published=published)
    if done.failed:
        raise SourceError(done.failed[0].detail)


@click.command("import")
@click.argument("kind", metavar="KIND")
@click.argument("file", metavar="FILE")
@click.option("--map", "table_map", metavar="MAP", help="With table: what its columns and words mean, TOML.")
@ledger_option
def import_(kind: str, file: str, table_map: str | None, folder: str) -> None:
    """Take in a dataset: KIND is missile-attacks, the public table, or table, any CSV with its --map."""
    with open_ledger(folder) as ledger:
        done = ledger.import_(kind, file, map=table_map)
    refusals(refusal for refusal in done.refusals if "," not in refusal.item)


@click.command()
@click.argument("kind", metavar="KIND")
@click.option("-o", "output", required=True, metavar="PATH", help="The file, or the new folder, to write.")
@from_option
@to_option
@as_of_option
@click.option("--table", metavar="NAME", help="With csv and parquet: one table; docs/tables.md names them.")
@click.option("--id", "ids", multiple=True, metavar="ID", help="With evidence: of what; may be given again.")
@click.option("--hxl", is_flag=True, help="With csv and acled: a row of HXL hashtags below the header.")
@ledger_option
def export(kind: str, output: str, start: str | None, end: str | None, folder: str, **asked: Any) -> None:
    """Write the record: KIND is missile-attacks, csv, parquet, geojson, datapackage, acled, warc, evidence or dump."""
    ids = asked.pop("ids")
    if ids and kind != "evidence":
        raise UsageError("--id goes with evidence: the other kinds hold the whole record, or --from and --to of it")
    with open_ledger(folder) as ledger:
        if kind == "evidence":
            ledger.evidence(output, ids, start, end)
            return
        ledger.export(kind, output, start, end, **asked)
        hint(ledger, asked["as_of"])


@click.command()
@click.argument("name", metavar="NAME")
@from_option
@to_option
@as_of_option
@ledger_option
def release(name: str, start: str | None, end: str | None, as_of: str | None, folder: str) -> None:
    """Freeze the record under NAME for citation: data, codebook, hashes, and what changed since the last release."""
    with open_ledger(folder) as ledger:
        ledger.release(name, start, end, as_of)
        hint(ledger, as_of)


@click.command()
@click.argument("to", metavar="FOLDER")
@ledger_option
def backup(to: str, folder: str) -> None:
    """Copy the ledger to the new FOLDER, also while others write; the copy is restored and checked first."""
    with open_ledger(folder) as ledger:
        ledger.backup(to)


@click.command()
@click.argument("backup", metavar="FOLDER")
@ledger_option
def restore(backup: str, folder: str) -> None:
    """Put the ledger of the backup in FOLDER where no ledger is; checked before it is there."""
    from firstlight.pipeline import restore as put_back

    put_back(backup, folder, told=tell)


TABLES = (add, import_, export, backup, restore, release)
