"""No record and no data file has room for where air defence is, and nothing is assessed below the whole country."""

from __future__ import annotations

import re
import typing
from typing import Any

import msgspec
import pytest

from firstlight.catalog import catalog
from firstlight.model import Assessment, Package, Place, Supply

WHERE = re.compile(
    r"(?:^|_)(?:lat|lon|latitude|longitude|position|location|place|places|region|oblast|site|coordinates)s?(?:_|$)"
)


def _records(kind: Any, seen: set[Any]) -> set[Any]:
    """The record types that fields of `kind` can hold, itself included."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        if kind not in seen:
            seen.add(kind)
            for hint in typing.get_type_hints(kind).values():
                _records(hint, seen)
        return seen
    for inner in typing.get_args(kind):
        _records(inner, seen)
    return seen


@pytest.mark.parametrize("root", [Supply, Package, Assessment])
def test_no_field_says_where_air_defence_is(root: type) -> None:
    """Aid, packages and everything that is assessed hold no place, at any depth."""
    held = _records(root, set())
    named = [f"{kind.__name__}.{field}" for kind in held for field in kind.__struct_fields__ if WHERE.search(field)]
    assert Place not in held
    assert not named, named


@pytest.mark.parametrize("file", ["defences.toml", "systems.toml", "doctrine.toml"])
def test_no_data_of_air_defence_has_a_place(file: str) -> None:
    """No key in what is known of systems and interceptors names a place."""

    def keys(table: Any) -> typing.Iterator[str]:
        if isinstance(table, dict):
            for key, value in table.items():
                yield key
                yield from keys(value)

    refusing = {"position_keys", "region_keys"}  # the words for which an inventory is refused
    assert not [key for key in keys(catalog().toml(file)) if WHERE.search(key) and key not in refusing]
