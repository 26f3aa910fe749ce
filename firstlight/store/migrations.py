"""How a ledger of an earlier schema becomes one of today's: plain functions in order, each from one schema to the next.

A step gets the database within the transaction that all steps and their log entry share: a ledger is migrated whole, or
is as it was. A step may add tables, columns and indexes, and make derived tables anew (what they held is settled again
from the facts). The rows of facts keep their stored columns and hashes; what has to be said anew is a row of another
table. schema.sql is what all steps together lead to.

To change the schema: write tests/store/ledgers/schema-N.sql of the schema before (`python -m tests.store.past`), change
schema.sql, append a step here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import apsw

Step = Callable[[apsw.Connection], None]

STEPS: tuple[Step, ...] = ()  # the first takes schema 1 to 2
SCHEMA_VERSION = 1 + len(STEPS)


def migrate(database: apsw.Connection, steps: Sequence[Step] = STEPS) -> int:
    """Take the database, of schema 1 or later, through the steps that it has not seen; the schema that it then has.

    Within a transaction of the caller. The schema is kept as `user_version`.
    """
    version: int = database.pragma("user_version")
    for step in steps[version - 1 :]:
        step(database)
        version += 1
        database.pragma("user_version", version)
    return version
