"""Compares what a reader said with what a person expected; an expectation checks only the fields that it names.

`quote` must be contained in the statement's quote, `places` and `donor` are names that must be among the statement's,
instants are compared as instants, and `background` is False unless the expectation says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from firstlight.model import Statement

Expected = Mapping[str, Any]
FREE_KINDS = {"response"}  # measures may be quoted more finely than an example lists them
FREE_CERTAINTY = {"possible", "denied"}  # what is feared or denied may be stated as such, or left out


def agrees(want: Expected, statement: Statement) -> bool:
    """Whether `statement` says what `want` expects of it."""
    got = msgspec.to_builtins(statement)
    want = {"background": False, **want}
    if want["quote"] not in got["quote"]["text"]:
        return False
    names = {place["name"] for place in got["places"]}
    rest = {key: value for key, value in want.items() if key not in ("quote", "places")}
    return names >= set(want.get("places", ())) and _within(rest, got)


def compare(wanted: Sequence[Expected], said: Sequence[Statement]) -> tuple[list[Expected], list[Statement]]:
    """Expectations that no statement meets, and statements that no expectation asks for (largest one-to-one match)."""
    edges = [[j for j, statement in enumerate(said) if agrees(want, statement)] for want in wanted]
    owner: dict[int, int] = {}

    def place(i: int, seen: set[int]) -> bool:
        for j in edges[i]:
            if j not in seen:
                seen.add(j)
                if j not in owner or place(owner[j], seen):
                    owner[j] = i
                    return True
        return False

    missed = [want for i, want in enumerate(wanted) if not place(i, set())]
    surplus = [
        statement
        for j, statement in enumerate(said)
        if j not in owner and statement.kind not in FREE_KINDS and statement.certainty not in FREE_CERTAINTY
    ]
    return missed, surplus


def brief(statement: Statement) -> str:
    """One line for a failed test: kind, what was counted, and the quote."""
    got = msgspec.to_builtins(statement)
    keep = ("kind", "count", "of", "weapon", "how", "locations", "group", "object", "supply", "background", "certainty")
    fields = {key: got[key] for key in keep if got[key] not in (None, False, "stated")}
    return f"{fields} {[place['name'] for place in got['places']]} “{statement.quote.text}”"


def _within(want: Any, got: Any) -> bool:
    if isinstance(want, Mapping):
        return isinstance(got, Mapping) and all(_field(key, value, got.get(key)) for key, value in want.items())
    return bool(want == got)


def _field(key: str, want: Any, got: Any) -> bool:
    if key in ("donor", "recipient", "models"):
        return set(want) <= set(got or ())
    if key in ("start", "end") and isinstance(got, str):
        return datetime.fromisoformat(want) == datetime.fromisoformat(got)
    return _within(want, got)
