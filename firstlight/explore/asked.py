"""What a visitor asks: the parameters of each route, checked; the same table describes them in the OpenAPI document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal
from urllib.parse import urlencode

from firstlight.errors import UsageError
from firstlight.model import Record
from firstlight.when import parse_date

LONGEST = 200  # characters of a parameter
LAST_PAGE = 100_000


class Param(Record, frozen=True, kw_only=True):
    """One parameter in the address: its name, what it may hold, and a line that explains it."""

    name: str
    kind: Literal["date", "text", "number", "choice"]
    about: str
    choices: tuple[str, ...] = ()
    default: str = ""

    def checked(self, typed: str) -> str:
        """What was typed, checked; UsageError or TimeError say what is wrong with it."""
        text = typed.strip()
        if not text:
            return self.default
        if len(text) > LONGEST:
            raise UsageError(f"{self.name} is longer than {LONGEST} characters: ask for less")
        if self.kind == "date":
            return parse_date(text).isoformat()
        if self.kind == "number" and not (text.isascii() and text.isdigit() and 1 <= int(text) <= LAST_PAGE):
            raise UsageError(f"{self.name} is a whole number from 1 to {LAST_PAGE}")
        if self.kind == "choice" and text not in self.choices:
            raise UsageError(f"{self.name} is one of {', '.join(self.choices)}")
        return text

    def schema(self) -> dict[str, Any]:
        """The parameter's JSON Schema."""
        if self.kind == "number":
            return {"type": "integer", "minimum": 1, "maximum": LAST_PAGE}
        if self.kind == "choice":
            return {"type": "string", "enum": [*self.choices, ""]}
        if self.kind == "date":
            return {"type": "string", "format": "date"}
        return {"type": "string", "maxLength": LONGEST}


class Asked(Record, frozen=True, kw_only=True):
    """One request: where to, the keys in its path, and its checked parameters by name (empty where not given)."""

    path: str
    keys: Mapping[str, str]
    given: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        """The value of a parameter."""
        return self.given[name]

    def address(self, path: str = "", **changed: str) -> str:
        """The address of this view, or of the same question at `path`, with some parameters changed."""
        kept = {**self.given, **changed}
        query = urlencode({name: value for name, value in kept.items() if value and (name, value) not in _QUIET})
        return (path or self.path) + (f"?{query}" if query else "")

    @property
    def page(self) -> int:
        """The number of the page, from 1."""
        return int(self.given.get("page") or 1)


_QUIET = {("page", "1"), ("order", "newest"), ("nights", "7")}  # what an address need not say


def asked(path: str, keys: Mapping[str, str], typed: Mapping[str, str], params: Sequence[Param]) -> Asked:
    """A request from what was typed; parameters that no page knows are left aside."""
    return Asked(path=path, keys=keys, given={param.name: param.checked(typed.get(param.name, "")) for param in params})


class Pager(Record, frozen=True, kw_only=True):
    """Where one page of a list stands in the whole."""

    page: int
    size: int
    total: int

    @property
    def offset(self) -> int:
        """How many lines stand before the page."""
        return (self.page - 1) * self.size

    @property
    def last(self) -> int:
        """The number of the last page, at least 1."""
        return max(1, -(-self.total // self.size))

    @property
    def shown(self) -> tuple[int, int]:
        """The numbers of the first and last line on the page."""
        return min(self.offset + 1, self.total), min(self.offset + self.size, self.total)
