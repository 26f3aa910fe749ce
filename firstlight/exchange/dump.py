"""The canonical form of a ledger: the same facts, learned in any order and in any batches, give the same bytes.

JSON Lines, one object a line with its kind in "is"; facts first, then derived rows, each sorted by id. What depends on
when or by whom this ledger was filled is left out: instants of learning and collecting, runs, the custody log.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from firstlight.model import LedgerState, Record
from firstlight.store import Store


def dump(store: Store, state: LedgerState | None = None, as_of: str | None = None) -> Iterator[bytes]:
    """The lines of the dump, each with its line end, in UTF-8.

    as_of: an instant in UTC, with the `state` that was settled from what was learned until then; else all there is.
    """
    yield from map(_line, _facts(store, as_of))
    yield from derived_lines(store.state() if state is None else state)


def derived_lines(state: LedgerState) -> Iterator[bytes]:
    """The lines of the derived rows: by kind, then sorted."""
    yield from map(_line, _derived(state))


def _facts(store: Store, as_of: str | None) -> Iterator[dict[str, Any]]:
    for capture in store.every_capture(as_of):
        yield _object("capture", capture, leave=("collected_at",))
    for picture in store.pictures(as_of).values():
        yield _object("picture", picture, leave=("made_at",))
    for report in store.every_report(as_of):
        yield _object("report", report)
    for text, reader, catalogue, statements, rejections in store.editions(as_of):
        yield {
            "is": "reading",
            "text": text,
            "reader": reader,
            "catalogue": catalogue,
            "statements": statements,
            "rejections": rejections,
        }
    for statement in store.every_statement(as_of):
        yield _object("statement", statement)
    for reader, catalogue, rejection in store.every_rejection(as_of):
        yield _object("rejection", rejection) | {"reader": reader, "catalogue": catalogue}
    refusals = [_object("refusal", refusal) for refusal in store.refusals(as_of)]
    yield from sorted(refusals, key=lambda line: tuple(line.values()))
    yield from sorted(
        (_object("decision", decision) for decision in store.decisions(as_of)), key=lambda line: str(line["id"])
    )


def _derived(state: LedgerState) -> Iterator[dict[str, Any]]:
    for raid in state.raids:
        yield _object("raid", raid)
    for incident in state.incidents:
        yield _object("incident", incident)
    for package in state.packages:
        yield _object("package", package)
    for dispute in sorted(state.disputes, key=msgspec.json.encode):
        yield _object("dispute", dispute)
    for aside in sorted(state.asides, key=lambda entry: (entry.statement, entry.reason)):
        yield _object("aside", aside)


def _object(what: str, record: Record, leave: tuple[str, ...] = ()) -> dict[str, Any]:
    fields: dict[str, Any] = msgspec.to_builtins(record)
    return {"is": what} | {key: value for key, value in fields.items() if key not in leave}


def _line(content: dict[str, Any]) -> bytes:
    return msgspec.json.encode(content) + b"\n"
