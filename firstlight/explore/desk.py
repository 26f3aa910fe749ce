"""What the page is given to work with: the ledger for reading, and functions of other rooms, passed in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from firstlight.catalog import Catalog
from firstlight.model import (
    Assessment,
    Doubt,
    Object,
    Place,
    Record,
    Speaker,
    Statement,
    Value,
    Weapon,
)
from firstlight.store import Pages


class Words(Protocol):
    """How the briefing says things; the page says them alike."""

    def text(self, group: str, key: str) -> str: ...  # noqa: D102
    def label(self, group: str, key: str) -> str: ...  # noqa: D102
    def keys(self, group: str) -> tuple[str, ...]: ...  # noqa: D102
    def number(self, amount: int) -> str: ...  # noqa: D102
    def value(self, value: Value) -> str: ...  # noqa: D102
    def weapon(self, weapon: Weapon) -> str: ...  # noqa: D102
    def title(self, code: str) -> str: ...  # noqa: D102
    def speaker(self, speaker: Speaker) -> str: ...  # noqa: D102
    def writes(self, name: str) -> bool: ...  # noqa: D102
    def role(self, speaker: Speaker, source: str) -> str: ...  # noqa: D102
    def place(self, place: Place) -> str: ...  # noqa: D102
    def object(self, found: Object) -> str: ...  # noqa: D102
    def country(self, code: str) -> str: ...  # noqa: D102
    def date_text(self, of: str, style: str) -> str: ...  # noqa: D102


class Decided(Record, frozen=True, kw_only=True):
    """What a visitor decided: one judgement about statements, with a reason."""

    verb: str
    statements: tuple[str, ...]
    reason: str
    author: str


class Outlook(Record, frozen=True, kw_only=True):
    """The assessment of the whole record, or why there is none; `note`: why a part that was asked for is missing."""

    assessment: Assessment | None
    note: str = ""
    invented: bool = False


class Desk(Record, frozen=True, kw_only=True):
    """All that the page works with. Functions say what they raise where they are made (pipeline/exploring.py)."""

    folder: Path
    name: str  # of the ledger, as shown
    catalog: Catalog
    words: Words
    pages: Pages
    refresh: Callable[[], None]  # bring the index up to date
    total: Callable[[Iterable[Value]], Value]  # the sum of settled numbers, the five values kept apart
    span: Callable[[str, str, str, bool], Assessment]  # nights: first, last Kyiv date, country attacked; with rates?
    outlook: Callable[[], Outlook]  # the assessment of the whole record; takes its time
    names: Callable[[Iterable[Statement], str], list[tuple[int, int]]]  # where a text may name a private person
    invented: Callable[[str], bool]  # whether a source says of itself that it is made up
    looked: Callable[[str, str], None]  # log a look at restricted material: what, which
    exports: Mapping[str, tuple[str, str, Callable[[], Path]]]  # name: (title, media type, writes a temporary file)
    queue: Callable[[], Sequence[Doubt]]  # what a person should look at, best first; takes its time
    decide: Callable[[Decided], str]  # append a decision and settle anew; the id of the decision
    operator: str  # the account that runs the page
    restricted: tuple[str, ...]  # names of the inventory and options files that were given
    token: str
    hosts: frozenset[str]  # allowed values of Host
