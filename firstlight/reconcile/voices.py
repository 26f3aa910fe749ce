"""Whose number it is: the speaker that a report credits, else the report's own publisher."""

from __future__ import annotations

from functools import lru_cache

from firstlight.catalog import Catalog, SourceEntry
from firstlight.model import Record, Report, Statement

CHAIN = " < "
# How well placed a kind of speaker is to know a figure; the order is explained in docs/ledger.md.
AIR = {"military": 5, "invented": 5, "official": 3, "local_authority": 3, "emergency_service": 3, "monitor": 2}
AIR |= {"analyst": 2, "dataset": 2}
HARM = {"emergency_service": 5, "local_authority": 5, "invented": 5, "official": 4, "monitor": 4, "military": 3}
HARM |= {"analyst": 2, "dataset": 2}
MEDIA = 1


class Voice(Record, frozen=True, kw_only=True):
    """Who stands behind a statement. `direct` when the report is that speaker's own."""

    entity: str  # id of the source entry, or the speaker's name in lower case
    kind: str  # kind of source or of speaker
    scope: str  # national, regional, world, or unknown
    side: str | None
    direct: bool
    dataset: bool  # told through a table in which each row is a record of its own
    reliability: str  # Admiralty A to F


def voice(statement: Statement, report: Report, catalog: Catalog) -> Voice:
    """Whose figure `statement` is, by its speaker and by the publisher of `report`."""
    speaker = statement.speaker
    return _voice(report.source, speaker.name if speaker else None, speaker.kind if speaker else None, catalog)


@lru_cache(maxsize=65536)
def _voice(source: str, name: str | None, kind: str | None, catalog: Catalog) -> Voice:
    publisher = catalog.source(source)
    dataset = publisher is not None and publisher.kind == "dataset"
    if name is None:
        return _published(source, publisher, dataset)
    entry = next((found for part in name.split(CHAIN) if (found := _known(part.strip(), kind, catalog))), None)
    grade = publisher.reliability if publisher else "F"
    if entry is None:
        own = name.split(CHAIN)[0].strip().casefold()
        scope = "regional" if kind in ("local_authority", "witness") else "unknown"
        side = publisher.side if publisher else None
        return Voice(
            entity=own, kind=kind or "other", scope=scope, side=side, direct=False, dataset=dataset, reliability=grade
        )
    return Voice(
        entity=entry.id,
        kind=entry.kind,
        scope=_scope(entry),
        side=entry.side,
        direct=publisher is not None and publisher.id == entry.id,
        dataset=dataset,
        reliability=entry.reliability,
    )


def _known(name: str, kind: str | None, catalog: Catalog) -> SourceEntry | None:
    """The publisher of that name; else the only one of that kind whose names hold all of its words, if they are two."""
    entry = catalog.source(name)
    words = frozenset(name.casefold().split())
    if entry is not None or len(words) < 2:
        return entry
    found = {known.id: known for known, theirs in _names(catalog) if known.kind == kind and words <= theirs}
    return next(iter(found.values())) if len(found) == 1 else None


@lru_cache(maxsize=8)
def _names(catalog: Catalog) -> tuple[tuple[SourceEntry, frozenset[str]], ...]:
    entries = catalog.sources.values()
    return tuple((e, frozenset(name.casefold().split())) for e in entries for name in (e.name, *e.aliases))


def _published(source: str, entry: SourceEntry | None, dataset: bool) -> Voice:
    if entry is None:
        return Voice(
            entity=source.casefold(),
            kind="media",
            scope="unknown",
            side=None,
            direct=True,
            dataset=dataset,
            reliability="F",
        )
    return Voice(
        entity=entry.id,
        kind=entry.kind,
        scope=_scope(entry),
        side=entry.side,
        direct=True,
        dataset=dataset,
        reliability=entry.reliability,
    )


def _scope(entry: SourceEntry) -> str:
    """What the counts of a publisher cover; a newsroom or a data set has no scope of its own."""
    if entry.scope == "regional":
        return "regional"
    return entry.scope if entry.kind in ("military", "official", "emergency_service", "invented") else "unknown"


def authority(speaking: Voice, air: bool, attacker: str) -> int:
    """How entitled a voice is to a figure, 1 to 5: `air` for weapons, else people, damage and outages."""
    rank = (AIR if air else HARM).get(speaking.kind, MEDIA)
    if air and speaking.kind == "military":
        if speaking.side == attacker:
            return 2
        return 4 if speaking.scope == "regional" else rank
    return rank
