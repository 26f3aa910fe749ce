"""`firstlight add`: an observation that a person types in, kept like any report and marked as what it is.

Its source is written "analyst-entered: NAME" and so is in no list of publishers: it has no authority of its own, is
graded F, and stands under that name in every table, list and page.
"""

from __future__ import annotations

import msgspec

from firstlight.catalog import Catalog
from firstlight.collect.one import collect_bytes
from firstlight.collect.options import Collected, Entry
from firstlight.errors import SourceError, UsageError
from firstlight.model import Refusal
from firstlight.pipeline.exports import ENTERED
from firstlight.when import now, published_interval


def typed(text: str, source: str, author: str, reason: str, published: str | None, catalog: Catalog) -> Collected:
    """The observation as a capture of its own words with one report; TimeError, UsageError, SourceError."""
    words = {"text": text, "--source": source, "--author": author, "--reason": reason}
    missing = [name for name, said in words.items() if not said.strip()]
    if missing:
        raise UsageError(f"an observation needs {missing[0]}: what is typed in is kept with who, whence and why")
    when = published or now()
    published_interval(when)
    origin = f"{ENTERED} by {author.strip()}: {reason.strip()}"
    entry = Entry(source=f"{ENTERED}: {source.strip()}", published=when, title=origin)
    (item,) = collect_bytes(text.strip().encode(), origin, entry, catalog, now())
    if isinstance(item, Refusal) or not item.reports:
        why = item.detail if isinstance(item, Refusal) else item.refusals[0].detail if item.refusals else "no text"
        raise SourceError(f"the observation cannot be kept: {why}")
    reports = tuple(
        msgspec.structs.replace(report, title=origin, marks=tuple(sorted({*report.marks, ENTERED})))
        for report in item.reports
    )
    return msgspec.structs.replace(item, reports=reports)
