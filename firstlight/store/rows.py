"""How facts and derived records become rows: the columns of each table and the hash that each row carries."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

import msgspec

from firstlight.errors import DamageError
from firstlight.model import LedgerState, Record, Report, digest

Cell = str | int | None
T = TypeVar("T")

# The stored columns of each append-only table, in order; `hash` follows them and covers the table's name and them.
FACTS: dict[str, tuple[str, ...]] = {
    "captures": ("seq", "sha256", "origin", "size", "record", "learned_at", "entry"),
    "reports": (
        "seq", "fact", "said", "id", "capture", "source", "published", "media_type", "record", "text", "length",
        "learned_at", "entry",
    ),
    "attributions": ("seq", "slot", "report", "learned_at", "entry"),
    "readings": ("seq", "said", "reader", "catalogue", "statements", "rejections", "learned_at", "entry"),
    "statements": ("seq", "said", "reader", "catalogue", "record", "learned_at", "entry"),
    "rejections": ("seq", "said", "reader", "catalogue", "reason", "record", "learned_at", "entry"),
    "refusals": ("seq", "fact", "stage", "reason", "record", "learned_at", "entry"),
    "decisions": ("seq", "id", "record", "learned_at", "entry"),
    "runs": (
        "seq", "verb", "started", "finished", "unit", "counts_in", "counts_out", "refused", "inputs", "version",
        "catalogue", "learned_at", "entry",
    ),
    "erased": ("seq", "fact", "row", "written", "kept", "name", "decision", "learned_at", "entry"),
    "pictures": ("seq", "capture", "sha256", "record", "learned_at", "entry"),
}  # fmt: skip
# ids of the reports and captures that decisions in force withdraw or erase, as of :at
WITHDRAWN = """
SELECT named.value AS item FROM decisions d, json_each(d.record, '$.items') named
WHERE d.learned_at <= :at AND d.record ->> '$.verb' IN ('withdraw', 'erase') AND NOT EXISTS (
    SELECT 1 FROM decisions later WHERE later.learned_at <= :at AND later.record ->> '$.supersedes' = d.id
)
"""
# whether a row names a file of captures/, and all files that rows name
NAMED = "SELECT 1 FROM captures WHERE sha256 = ?1 UNION ALL SELECT 1 FROM pictures WHERE sha256 = ?1"
EVERY_FILE = "SELECT sha256 FROM captures UNION SELECT sha256 FROM pictures WHERE sha256 IS NOT NULL ORDER BY 1"
LOG = ("seq", "at", "who", "what", "why", "inputs", "outputs", "derived", "previous")
DERIVED: dict[str, tuple[str, ...]] = {
    "partitions": ("id", "token", "input_hash", "record"),
    "raids": ("id", "day", "part", "record"),
    "incidents": ("id", "day", "part", "record"),
    "packages": ("id", "part", "record"),
    "disputes": ("id", "about", "part", "record"),
    "asides": ("id", "statement", "reason", "part", "record"),
}


def row_hash(table: str, cells: Sequence[Cell]) -> str:
    """The hash that a row of `table` with these cells must carry."""
    return digest((table, msgspec.json.encode(cells).decode()))


def as_json(record: Record) -> str:
    """A record as JSON text, fields in the order of their definition."""
    return msgspec.json.encode(record).decode()


def decoded(record: str, kind: type[T]) -> T:
    """The record that a column holds; DamageError where it is none."""
    try:
        return msgspec.json.decode(record, type=kind)
    except msgspec.DecodeError as error:
        raise DamageError(f"a {kind.__name__} of the ledger cannot be read ({error}): run firstlight verify") from error


def as_report(record: str, text: str) -> Report:
    """A report from its two columns."""
    return msgspec.structs.replace(decoded(record, Report), text=text)


def folded(hashes: Iterable[tuple[str, str]]) -> str:
    """One hash over (table, row hash) pairs, in the order given."""
    whole = hashlib.sha256()
    for table, value in hashes:
        whole.update(f"{table}:{value}\n".encode())
    return whole.hexdigest()


def derived_rows(state: LedgerState, part: str) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    """(table, cells without hash) of what one partition gave to the state, partitions left out."""
    for raid in state.raids:
        yield "raids", (raid.id, raid.night, part, as_json(raid))
    for incident in state.incidents:
        yield "incidents", (incident.id, incident.day, part, as_json(incident))
    for package in state.packages:
        yield "packages", (package.id, part, as_json(package))
    for dispute in state.disputes:
        text = as_json(dispute)
        yield "disputes", (digest((text,)), dispute.about, part, text)
    for aside in state.asides:
        text = as_json(aside)
        yield "asides", (digest((text,)), aside.statement, aside.reason.partition(":")[0], part, text)


# where something can be looked up by its id: table and column
IDS = (
    ("statements", "id"),
    ("raids", "id"),
    ("incidents", "id"),
    ("packages", "id"),
    ("reports", "id"),
    ("captures", "sha256"),
    ("decisions", "id"),
)
