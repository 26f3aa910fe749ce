"""The verb archive: its options. What it does is in archive_run.py, loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from firstlight.pipeline.outcome import Done


def archive(  # noqa: PLR0913  one name for each option of the command
    archive: str | Path,
    to: str | Path,
    engine: str = "local",
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    published: str | None = None,
    source: str | None = None,
    only_read: bool = False,
    told: Callable[[Done], None] = lambda done: None,
    seen: Callable[[str], None] = lambda line: None,
) -> list[Done]:
    """Read an archive (a .jsonl, .parquet or .warc file, or a folder of them), reconcile it and write its tables.

    to: the folder of the outcome: statements, texts, refused and the tables of the record as Parquet, record.jsonl, and
    work/, which may be deleted afterwards. A run that was stopped is taken up where it ended by the same call.
    engine: local, pool or cluster; workers: processes of a pool, or of a cluster on this host; scheduler: the address
    of a cluster, or the file that it wrote. published, source: for texts that say none. only_read: no reconciling.
    told: called with the outcome of each stage; seen: with a line a while. UsageError for a call that is wrong,
    SourceError where nothing is there, FirstlightError where a part could not be done.
    """
    from firstlight.collect.published import check_published
    from firstlight.engine import chosen
    from firstlight.pipeline.archive_run import Archive

    where = chosen(engine, workers, scheduler)
    day = check_published(published, "--published") if published else None
    return Archive(Path(to), where, told, seen).run(Path(archive), day, source, only_read=only_read)
