"""Facts for the tests of the store: any record of the model, and a small ledger to put them in."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import strategies as st
from msgspec import inspect

from firstlight import custody
from firstlight.model import Capture, Quote, Report, Statement, statement_id
from firstlight.store import Store, Work

AT = "2024-03-28T09:00:00+00:00"
EDITION = ("reader/1", "catalogue")

texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)


def anything(kind: type[Any]) -> st.SearchStrategy[Any]:
    """Any value of a record type of the model, from the types of its fields."""
    return _of(inspect.type_info(kind))


def _of(kind: Any) -> st.SearchStrategy[Any]:
    simple: dict[type[Any], st.SearchStrategy[Any]] = {
        inspect.StrType: texts,
        inspect.IntType: st.integers(-(2**62), 2**62),
        inspect.FloatType: st.floats(allow_nan=False, allow_infinity=False),
        inspect.BoolType: st.booleans(),
        inspect.NoneType: st.none(),
    }
    if type(kind) in simple:
        return simple[type(kind)]
    if isinstance(kind, inspect.LiteralType):
        return st.sampled_from(kind.values)
    if isinstance(kind, inspect.UnionType):
        return st.one_of([_of(one) for one in kind.types])
    if isinstance(kind, inspect.VarTupleType):
        return st.lists(_of(kind.item_type), max_size=2).map(tuple)
    if isinstance(kind, inspect.TupleType):
        return st.tuples(*(_of(one) for one in kind.item_types))
    assert isinstance(kind, inspect.StructType), kind
    fields = {field.name: _of(field.type) for field in kind.fields}
    return st.builds(kind.cls, **fields)


def open_store(folder: Path) -> Store:
    """A store whose gate lets every statement pass, so that the tests see what the database itself refuses."""
    return Store(folder, chain=custody.entry_hash, gate=lambda statement, report: None, create=True)


def work(what: str = "test", at: str = AT) -> Work:
    """A unit of work for the log."""
    return Work(who="tester", what=what, why="a test", at=at, inputs="")


def capture(data: bytes, origin: str = "note.txt", at: str = AT) -> Capture:
    """The capture of some bytes."""
    return Capture(
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        media="text",
        origin=origin,
        collected_at=at,
        collector="test/1",
    )


def report(text: str, published: str | None = "2024-03-28", source: str = "someone") -> Report:
    """The report of a text."""
    name = hashlib.sha256(text.encode()).hexdigest()
    return Report(
        id=f"sha256:{name}",
        capture=name,
        locator=None,
        source=source,
        address=None,
        title=None,
        published=published,
        language="en",
        text=text,
        view="view/1",
        encoding="utf-8",
    )


def statement(said: Report, start: int, end: int, **fields: Any) -> Statement:
    """A statement that quotes said.text[start:end]."""
    quote = Quote(text=said.text[start:end], start=start, end=end)
    made = Statement(**{"id": "", "report": said.id, "kind": "struck", "quote": quote, "reader": EDITION[0], **fields})
    return msgspec.structs.replace(made, id=statement_id(made, said, EDITION[1]))


def keep(store: Store, said: Report, *statements: Statement, at: str = AT, slot: str | None = None) -> None:
    """Put a report, its bytes and its reading into the store, in one unit."""
    data = said.text.encode()
    with store.unit(work(at=at)) as unit:
        unit.capture(capture(data, at=at), data)
        unit.report(said, slot or said.id)
        unit.reading(said, EDITION, statements, ())
