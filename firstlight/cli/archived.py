"""`firstlight archive`: texts without number, read, reconciled and written as tables, on one engine or another."""

from __future__ import annotations

import click

from firstlight.cli.frame import published_option, refusals, say, source_option, tell

engine_option = click.option(
    "--engine",
    type=click.Choice(["local", "pool", "cluster"]),
    default="local",
    show_default=True,
    help="One process, as many as there are processors, or a Dask cluster.",
)
workers_option = click.option(
    "--workers", type=click.IntRange(min=1), metavar="N", help="Processes of a pool, or of a cluster on this host."
)
scheduler_option = click.option(
    "--scheduler", metavar="WHERE", help="A cluster that runs: its address, or the file that its scheduler wrote."
)


@click.command()
@click.argument("source_archive", metavar="ARCHIVE")
@click.option("--to", "folder_to", required=True, metavar="DIR", help="The folder of the outcome.")
@engine_option
@workers_option
@scheduler_option
@published_option
@source_option
@click.option("--only-read", is_flag=True, help="Statements and texts only; nothing is reconciled.")
def archive(  # noqa: PLR0913  one name for each option
    source_archive: str,
    folder_to: str,
    engine: str,
    workers: int | None,
    scheduler: str | None,
    published: str | None,
    source: str | None,
    only_read: bool,
) -> None:
    """Read and reconcile ARCHIVE, a .jsonl, .parquet or .warc file or a folder of them, into Parquet tables.

    No ledger is needed or made. A run that was stopped goes on where it ended when the same command is given again.
    """
    from firstlight.pipeline import archive as run_archive

    done = run_archive(
        source_archive,
        folder_to,
        engine,
        workers=workers,
        scheduler=scheduler,
        published=published,
        source=source,
        only_read=only_read,
        told=tell,
        seen=say,
    )
    refusals(done[0].refusals)
    say(f"The tables: {folder_to}")
