"""A form that a person fills in: TOML tables read key by key, every wrong value told with file, key and allowed range.

A form is national. A key or a text that says where something is, is refused before anything else is read.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import msgspec

from firstlight.catalog import Catalog
from firstlight.errors import CatalogError, InventoryError, TimeError
from firstlight.model import Record
from firstlight.when import parse_date

ASSUMED = "assumed"
_MOST_LETTERS = 1_000_000
_TOWN = 50_000  # people from which a settlement's name is refused in a form's texts
_COORDINATE = re.compile(r"-?\d{1,3}\.\d{3,}|\d{1,3}\s*\N{DEGREE SIGN}|\b\d{1,2}[A-Z]{3}\s?\d{4,}\b")
_REGION_CODE = re.compile(r"\b[A-Z]{2}-\d{2}\b")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


class Amount(Record, frozen=True, kw_only=True):
    """A number with its range and where it comes from; low and high are one where it is certain."""

    low: float
    high: float
    source: str

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"low {self.low:g} is above high {self.high:g}")


class Rules(Record, frozen=True, kw_only=True):
    """What any form may say: allowed ranges by key, keys that are refused, names of regions and towns in lower case."""

    allowed: Mapping[str, tuple[float, float]]
    position_keys: frozenset[str]
    region_keys: frozenset[str]
    names: frozenset[str]


@lru_cache(maxsize=4)
def rules(catalog: Catalog) -> Rules:
    """The rules of data/systems.toml, and the names that the places of the catalogue forbid."""
    table = catalog.toml("systems.toml")
    names: set[str] = set()
    for row in catalog.rows("places/regions.csv"):
        for column, cell in row.items():
            if column not in ("id", "kind", "oblast"):
                names.update(part.strip().casefold() for part in (cell or "").split("|"))
    for row in catalog.rows("places/ua.csv"):
        if (row.get("population") or "").isdigit() and int(row["population"]) >= _TOWN:
            names.update(row[column].casefold() for column in ("name", "en", "uk", "ru") if row.get(column))
    return Rules(
        allowed={key: (float(low), float(high)) for key, (low, high) in table["allowed"].items()},
        position_keys=frozenset(table["refused"]["position_keys"]),
        region_keys=frozenset(table["refused"]["region_keys"]),
        names=frozenset(name for name in names if len(name) > 2),
    )


class Form:
    """One table of a form. Each reader takes a key; `close` refuses what nothing has taken."""

    def __init__(self, file: str, path: str, values: Mapping[str, Any], rules: Rules, source: str = "") -> None:
        self.file = file
        self.path = path
        self.rules = rules
        self._values = values
        self._known: list[str] = []
        self.source = self.text("source", source)

    def has(self, key: str) -> bool:
        """Whether the table has the key, which is then one that may stand there."""
        self._known.append(key)
        return key in self._values

    def name(self, key: str) -> str:
        """The key with the tables it stands in."""
        return f"{self.path}.{key}" if self.path else key

    def error(self, key: str, says: str) -> InventoryError:
        """The error for a key: one line with the file, the key and what is wrong."""
        return InventoryError(f"{self.file}: {self.name(key)} {says}")

    @property
    def given(self) -> tuple[str, ...]:
        """The keys of the table but `source`, in the order of the file."""
        return tuple(key for key in self._values if key != "source")

    def text(self, key: str, default: str | None = None) -> str:
        """A text; an error where it is absent and there is no default."""
        found = self._take(key, default)
        if not isinstance(found, str):
            raise self.error(key, f"must be text in quotation marks, not {_shown(found)}")
        return " ".join(found.split())

    def flag(self, key: str) -> bool:
        """True or false; false where it is absent."""
        found = self._take(key, False)
        if not isinstance(found, bool):
            raise self.error(key, f"must be true or false, not {_shown(found)}")
        return found

    def day(self, key: str) -> date:
        """A date, YYYY-MM-DD."""
        found = self._take(key, None)
        if isinstance(found, date) and not isinstance(found, datetime):
            return found
        try:
            if isinstance(found, str):
                return parse_date(found)
        except TimeError as error:
            raise self.error(key, f"is no date: {error}") from error
        raise self.error(key, f"must be a date such as 2031-06-23, not {_shown(found)}")

    def amount(self, key: str, rule: str, default: Amount | None = None, whole: bool = False) -> Amount:
        """A number, or { low, high, source }, within the allowed range of `rule`; `whole` numbers where asked for."""
        if default is not None and not self.has(key):
            return default
        found = self._take(key, None)
        if isinstance(found, Mapping):
            unknown = sorted(set(found) - {"low", "high", "source"})
            if unknown:
                raise self.error(f"{key}.{unknown[0]}", "is unknown here: a number has low, high and source")
            low, high = (self._number(f"{key}.{end}", found.get(end), rule, whole) for end in ("low", "high"))
            source = found.get("source", self.source)
        else:
            low = high = self._number(key, found, rule, whole)
            source = self.source
        if low > high:
            raise self.error(key, f"has its low ({low:g}) above its high ({high:g}): swap them")
        if not isinstance(source, str) or not source.strip():
            raise self.error(key, f'has no source: add source = "where it comes from", or source = "{ASSUMED}"')
        return Amount(low=low, high=high, source=source)

    def whole(self, key: str, rule: str, default: int | None = None) -> int:
        """A whole number within the allowed range of `rule`."""
        found = self._take(key, default)
        return int(self._number(key, found, rule, True))

    def number(self, key: str, rule: str) -> float:
        """A plain number within the allowed range of `rule`."""
        return self._number(key, self._take(key, None), rule, False)

    def table(self, key: str) -> Form:
        """A table inside this one; an empty one where it is absent."""
        found = self._take(key, {})
        if not isinstance(found, Mapping):
            raise self.error(key, f"must be a table ([{self.name(key)}]), not {_shown(found)}")
        return Form(self.file, self.name(key), found, self.rules, self.source)

    def tables(self, key: str) -> tuple[Form, ...]:
        """A list of tables, each headed [[key]]."""
        found = self._take(key, [])
        if not isinstance(found, list) or not all(isinstance(one, Mapping) for one in found):
            raise self.error(key, f"must be a list of tables, each headed [[{self.name(key)}]]")
        return tuple(
            Form(self.file, f"{self.name(key)}[{number}]", one, self.rules, self.source)
            for number, one in enumerate(found, start=1)
        )

    def words(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        found = self._take(key, None)
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            raise self.error(key, "must be a list of texts in square brackets")
        return tuple(found)

    def close(self) -> None:
        """Refuse any key that was not asked for; a known key without its unit is told so."""
        for key in self._values:
            if key in self._known:
                continue
            longer = [known for known in self._known if known.startswith(f"{key}_")]
            if longer:
                raise self.error(key, f"has no unit: write {longer[0]}")
            raise self.error(key, f"is unknown: known here are {', '.join(sorted(set(self._known)))}")

    def _take(self, key: str, default: Any) -> Any:
        self._known.append(key)
        if key in self._values:
            return self._values[key]
        if default is None:
            shorter = [given for given in self._values if key.startswith(f"{given}_")]
            if shorter:
                raise self.error(shorter[0], f"has no unit: write {key}")
            raise self.error(key, f"is missing{self._within(key)}")
        return default

    def _within(self, rule: str) -> str:
        if rule not in self.rules.allowed:
            return ""
        low, high = self.rules.allowed[rule]
        return f": write a number from {low:,g} to {_plain(high)}"

    def _number(self, key: str, found: Any, rule: str, whole: bool) -> float:
        low, high = self.rules.allowed[rule]
        span = f"{_plain(low)} to {_plain(high)}"
        if isinstance(found, bool) or not isinstance(found, int | float):
            raise self.error(key, f"must be a number from {span}, not {_shown(found)}")
        if not low <= found <= high:
            raise self.error(key, f"= {_plain(found)} is out of range: allowed is {span}")
        if whole and found != int(found):
            raise self.error(key, f"= {found:g} must be a whole number from {span}")
        return float(found)


def open_form(text: str, name: str, catalog: Catalog) -> Form:
    """The form of a TOML text. Raises InventoryError where it is no TOML, too long, or says where something is."""
    if len(text) > _MOST_LETTERS:
        raise InventoryError(f"{name} is longer than {_MOST_LETTERS:,} letters: it should be a page or two")
    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InventoryError(f"{name} is not valid TOML: {error or 'nested too deep'}") from error
    known = rules(catalog)
    for path, key, value in _walk(values, ""):
        says = _where(key, value, known)
        if says:
            raise InventoryError(
                f"{name}: {path} {says}: take it out. The assessment is national; there is no field for where air "
                "defence is, so that no file and no result can lead anybody to it"
            )
    return Form(name, "", values, known)


def amount_of(table: Mapping[str, Any], file: str, key: str) -> Amount:
    """A number of data/systems.toml; CatalogError where it has no low, high and source."""
    try:
        return msgspec.convert(table[key], Amount)
    except (KeyError, msgspec.ValidationError) as error:
        raise CatalogError(f"data/{file}: {key} needs low, high and source: {error}") from error


def _walk(values: Any, path: str) -> Iterator[tuple[str, str, Any]]:
    """Every key with its path and value, tables within tables included."""
    pairs = values.items() if isinstance(values, Mapping) else ((str(n), one) for n, one in enumerate(values, start=1))
    for key, value in pairs:
        here = f"{path}.{key}" if path else key
        yield here, key, value
        if isinstance(value, Mapping | list):
            yield from _walk(value, here)


def _where(key: str, value: Any, known: Rules) -> str:
    """How a key or value says where something is; nothing where it does not."""
    parts = {key.casefold(), *key.casefold().split("_")}
    if parts & known.position_keys:
        return "would say where something is"
    if parts & known.region_keys or key.casefold() in known.names or _REGION_CODE.search(key):
        return "would tell of a region"
    if not isinstance(value, str):
        return ""
    if _COORDINATE.search(value):
        return "looks like a coordinate"
    if key == "source":
        return ""
    named = {word.casefold() for word in _WORD.findall(value)} & known.names
    if named or _REGION_CODE.search(value):
        return f"names a region or town ({sorted(named)[0]})" if named else "names a region by its code"
    return ""


def _plain(number: float) -> str:
    return f"{int(number):,}" if float(number).is_integer() else f"{number:g}"


def _shown(value: Any) -> str:
    return "a table" if isinstance(value, Mapping) else repr(value)[:40]
