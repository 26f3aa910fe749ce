"""The public build: what may be shown to everybody, by dated rules, with every correction told.

It is made from an allow-list of fields (public.py): nothing else of the ledger has a way into it, no words of a report
and nothing that was computed from an inventory.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from firstlight.catalog import Catalog
from firstlight.errors import SourceError
from firstlight.model import Material, Report
from firstlight.publish.changes import with_changes
from firstlight.publish.public import AUDIENCE, PublicRecord
from firstlight.publish.redact import Redactor
from firstlight.publish.rules import Rule, Ruling, due, rules_of, ruling
from firstlight.publish.site import Row, site, withdrawn

__all__ = [
    "AUDIENCE",
    "PublicRecord",
    "Redactor",
    "Row",
    "Rule",
    "Ruling",
    "build",
    "due",
    "earlier",
    "public_record",
    "rules_of",
    "ruling",
]


def public_record(
    material: Material,
    catalog: Catalog,
    now: str,
    use: str,
    version: str,
    *,
    before: PublicRecord | None,
    invented: Callable[[Report], bool],
) -> PublicRecord:
    """What is public of `material` at the instant `now`, with the corrections of what `before` showed.

    use: the use that the build is for; LicenceError where a source forbids it.
    """
    return with_changes(Redactor(material, catalog, now, invented).record(use, version), before)


def build(record: PublicRecord, catalog: Catalog, row: Row) -> dict[str, bytes]:
    """Path to content of every file of the build of `record`; `row` makes a line of CSV."""
    return site(record, withdrawn(record), catalog, row)


def earlier(data: bytes, name: str) -> PublicRecord:
    """The record of an earlier build; SourceError where `name` holds none."""
    try:
        return msgspec.json.decode(data, type=PublicRecord)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise SourceError(
            f"{name} is no record of a public build ({error}): publish to a new folder, or put the earlier build back"
        ) from error
