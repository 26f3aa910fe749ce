"""Reading without a ledger: a text, or files, to statements."""

from __future__ import annotations

from collections.abc import Iterator

from firstlight.catalog import Catalog
from firstlight.collect import CollectOptions, collect, report_from_text
from firstlight.errors import SourceError
from firstlight.model import Refusal, Report, Statement
from firstlight.read import Reading, read
from firstlight.when import now


def read_text(text: str, catalog: Catalog, published: str | None = None, source: str | None = None) -> list[Statement]:
    """The statements of one text. `published` is a date or instant, `source` an id or name of a publisher."""
    return list(read(report_from_text(text, published=published, source=source), catalog).statements)


def read_source(source: str, options: CollectOptions, catalog: Catalog) -> Iterator[tuple[Report, Reading] | Refusal]:
    """Every report of one source (a file, a folder or "-") with what it says; what is not taken comes as a Refusal."""
    try:
        for item in collect(source, options, catalog, now()):
            if isinstance(item, Refusal):
                yield item
                continue
            yield from item.refusals
            for report in item.reports:
                yield report, read(report, catalog)
    except SourceError as error:
        yield Refusal(stage="collect", item=source, reason="source", detail=str(error))
