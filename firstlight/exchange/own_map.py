"""The map of a hand-kept table (TOML): which column is what, and what its words mean. docs/tables.md has the format."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime
from typing import Literal

import msgspec

from firstlight.catalog import Catalog
from firstlight.errors import TableError, TimeError
from firstlight.model import Count, Record, Unit, Weapon
from firstlight.when import Interval, at, days, night, parse_date, parse_instant

NumberName = Literal[
    "launched", "intercepted", "shot_down", "suppressed", "left", "airborne", "hit", "killed", "injured", "missing"
]
NUMBERS: tuple[NumberName, ...] = (
    "launched", "intercepted", "shot_down", "suppressed", "left", "airborne", "hit", "killed", "injured", "missing",
)  # fmt: skip
PEOPLE = ("killed", "injured", "missing")
ABOUT = ("night", "date", "start", "end", "weapon", "place", "published", "address")
_EXACT = re.compile(r"(\d{1,9})(?:\.0*)?")
_FLOOR = re.compile(r"(?:(\d{1,9})\s*\+|(?:>=|\u2265)\s*(\d{1,9}))")
_CEILING = re.compile(r"(?:<=|\u2264)\s*(\d{1,9})")
_RANGE = re.compile(r"(\d{1,9})\s*[-\u2013]\s*(\d{1,9})")
_ABOUT = re.compile(r"[~\u2248]\s*(\d{1,9})")


class Meant(Record, frozen=True, kw_only=True, rename={"class_": "class"}, forbid_unknown_fields=True):
    """A weapon as the table names it: its models, or a class where no model is meant."""

    models: tuple[str, ...] = ()
    class_: str | None = None


class Head(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whose table it is, and what holds for every row."""

    source: str
    key: tuple[str, ...]  # columns that name a row for good, so that a later edition replaces it
    language: str = "en"
    attacker: str | None = None
    country: str = "UA"
    date_format: str = "%Y-%m-%d"


class TableMap(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole map. `columns` is our name to the table's; `words` what stands in a cell that holds no number."""

    table: Head
    columns: dict[str, str]
    weapons: dict[str, Meant] = {}
    places: dict[str, str] = {}
    unknown: tuple[str, ...] = ("", "-", "n/a", "?")
    withheld: tuple[str, ...] = ()
    unnumbered: tuple[str, ...] = ()

    def number(self, cell: str, unit: Unit) -> Count | str | None:
        """The count that a cell holds, None where it is unknown, or a sentence that says why it is no count."""
        text = cell.strip()
        word = text.casefold()
        if word in self.unknown:
            return None
        if word in self.withheld:
            return Count(low=None, high=None, form="withheld", unit=unit)
        if word in self.unnumbered:
            return Count(low=1, high=None, form="unnumbered", unit=unit)
        if found := _EXACT.fullmatch(text):
            return Count(low=int(found[1]), high=int(found[1]), form="exact", unit=unit)
        if found := _FLOOR.fullmatch(text):
            return Count(low=int(found[1] or found[2]), high=None, form="at_least", unit=unit)
        if found := _CEILING.fullmatch(text):
            return Count(low=0, high=int(found[1]), form="at_most", unit=unit)
        if (found := _RANGE.fullmatch(text)) and int(found[1]) <= int(found[2]):
            return Count(low=int(found[1]), high=int(found[2]), form="range", unit=unit)
        if found := _ABOUT.fullmatch(text):
            return Count(low=int(found[1]), high=int(found[1]), form="about", unit=unit)
        return f"{text!r} is no number, and the map does not say what it means"

    def window(self, cells: dict[str, str]) -> Interval:
        """When a row happened; TimeError where its cells do not say."""
        if cells.get("night"):
            return night(parse_date(self.date(cells["night"])))
        if cells.get("date"):
            day = parse_date(self.date(cells["date"]))
            return days(day, day)
        first, last = cells.get("start", ""), cells.get("end", "")
        if not first or not last:
            raise TimeError("the row has no date: its cells for night, date, or start and end are empty")
        begin, until = parse_instant(first), parse_instant(last)
        until = at(until.date(), 24) if len(last) == len("2024-03-28") else until
        if until <= begin:
            raise TimeError(f"it ends ({last}) before it begins ({first})")
        return Interval(begin, until, "minute")

    def date(self, cell: str) -> str:
        """A date of the table as YYYY-MM-DD; TimeError where it is not in the map's format."""
        try:
            return datetime.strptime(cell, self.table.date_format).replace(tzinfo=UTC).date().isoformat()
        except ValueError:
            raise TimeError(f"{cell!r} is not a date written as {self.table.date_format}") from None

    def weapon(self, name: str, catalog: Catalog) -> Weapon | str:
        """The weapon that a cell names, or a sentence that says that nobody knows it."""
        meant = self.weapons.get(name)
        if meant is None:
            entry = catalog.weapons.get(name.casefold())
            meant = Meant(models=(entry.id,)) if entry else Meant(class_=name) if name in catalog.classes else None
        if meant is None:
            return f"{name!r} is not in [weapons] of the map"
        classes = {catalog.weapons[model].class_ for model in meant.models}
        kind = meant.class_ or (classes.pop() if len(classes) == 1 else "aerial_target")
        return Weapon(class_=kind, model=meant.models[0] if len(meant.models) == 1 else None, models=meant.models)


def read_map(text: str, name: str, catalog: Catalog) -> TableMap:
    """The map in a TOML text; TableError with the key that is wrong and what may stand there."""
    try:
        read = msgspec.convert(tomllib.loads(text), TableMap)
    except tomllib.TOMLDecodeError as error:
        raise TableError(f"{name} is not valid TOML: {error}") from error
    except msgspec.ValidationError as error:
        raise TableError(f"{name}: {error}: docs/tables.md has the format of a map") from error
    unknown = sorted(read.columns.keys() - {*NUMBERS, *ABOUT})
    if unknown:
        raise TableError(f"{name}: [columns] {unknown[0]} is nothing that is read: {', '.join((*ABOUT, *NUMBERS))}")
    if not read.columns.keys() & {"night", "date", "start"}:
        raise TableError(f"{name}: [columns] needs night, date, or start and end: a row without a date is no fact")
    if not read.columns.keys() & set(NUMBERS):
        raise TableError(f"{name}: [columns] names no number: one of {', '.join(NUMBERS)}")
    for key, meant in read.weapons.items():
        wrong = [model for model in meant.models if model not in catalog.weapons]
        if wrong or (not meant.models and meant.class_ not in catalog.classes):
            what = ", ".join(wrong) or str(meant.class_)
            raise TableError(f"{name}: [weapons] {key!r}: {what} is in neither weapons.toml nor weapon_classes.toml")
    lower = {field: tuple(word.casefold() for word in getattr(read, field)) for field in ("unknown", "withheld")}
    return msgspec.structs.replace(read, **lower, unnumbered=tuple(word.casefold() for word in read.unnumbered))
