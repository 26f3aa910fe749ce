"""The ledger on disk: the only room that speaks SQL.

A ledger is a folder: ledger.db (schema.sql, a comment per column) and captures/, bytes by hash. Facts are added in
units of work, each one transaction with its own log entry; nothing is ever changed or taken out. What replaces a fact
is another row: attributions say which report counts in its slot, readings which reading of it. Everything can be asked
as of an earlier instant.
"""

from firstlight.store.backup import Manifest, restore
from firstlight.store.blobs import wipe
from firstlight.store.checking import FactRow
from firstlight.store.database import Gate
from firstlight.store.derived import Followed
from firstlight.store.deriving import ALL, Settled
from firstlight.store.index import Row, follow
from firstlight.store.ledger import Store
from firstlight.store.looks import Look, Looks
from firstlight.store.pages import Filter, Found, Listed, Pages, ReportFilter
from firstlight.store.rows import as_json, decoded
from firstlight.store.unit import Run, Stored, Unit, Work

__all__ = [
    "ALL",
    "FactRow",
    "Filter",
    "Followed",
    "Found",
    "Gate",
    "Listed",
    "Look",
    "Looks",
    "Manifest",
    "Pages",
    "ReportFilter",
    "Row",
    "Run",
    "Settled",
    "Store",
    "Stored",
    "Unit",
    "Work",
    "as_json",
    "decoded",
    "follow",
    "restore",
    "wipe",
]
