"""Monthly totals of casualties: the shipped ones, the user's own, and what is left of each when none is told twice."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence

import msgspec

from firstlight.assess.settings import HarmTotal
from firstlight.errors import InventoryError
from firstlight.model import Record

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
MOST = 1_000_000  # people in one total
MOST_MONTHS = 240


class Block(Record, frozen=True, kw_only=True):
    """Months that need not follow one another, with the people harmed in them and who says so."""

    months: tuple[str, ...]
    people: int
    sources: tuple[str, ...]


def read_totals(text: str, name: str) -> tuple[HarmTotal, ...]:
    """The [[total]] tables of a TOML file `name`: first and last month, killed and injured or casualties, source.

    Raises InventoryError with file, key and what is allowed.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InventoryError(f"{name} is not valid TOML: {error}") from error
    if set(table) != {"total"} or not isinstance(table["total"], list):
        raise InventoryError(f"{name}: it must hold [[total]] tables and nothing else")
    found = []
    for number, entry in enumerate(table["total"], start=1):
        try:
            total = msgspec.convert(entry, HarmTotal)
        except msgspec.ValidationError as error:
            raise InventoryError(f"{name}, total {number}: {error}") from error
        _check(total, f"{name}, total {number}")
        found.append(total)
    return tuple(found)


def joined(shipped: Iterable[HarmTotal], own: Iterable[HarmTotal]) -> tuple[HarmTotal, ...]:
    """Both lists; a total of one's own stands in for a shipped one of the same months."""
    by_months = {(total.first, total.last): total for total in (*shipped, *own)}
    return tuple(by_months[key] for key in sorted(by_months))


def casualties(total: HarmTotal) -> int:
    """People killed or injured."""
    return total.casualties if total.casualties is not None else (total.killed or 0) + (total.injured or 0)


def killed_blocks(totals: Sequence[HarmTotal]) -> list[tuple[Block, Block]]:
    """Killed, and killed or injured, of disjoint months, from the totals that tell both."""
    told = [total for total in totals if total.killed is not None and total.injured is not None]
    people = disjoint(told, [casualties(total) for total in told])
    return list(zip(disjoint(told, [total.killed or 0 for total in told]), people, strict=True))


def disjoint(totals: Sequence[HarmTotal], people: Sequence[int]) -> list[Block]:
    """Blocks of months told once each: what a longer total holds of shorter ones is taken out of it.

    Raises InventoryError where two totals overlap and neither holds the other, or the shorter ones exceed the longer.
    """
    ordered = sorted(zip(totals, people, strict=True), key=lambda one: (len(months(one[0])), one[0].first))
    blocks: list[Block] = []
    for total, number in ordered:
        left, sources = set(months(total)), [total.source]
        for block in blocks:
            held = left & set(block.months)
            if held and held != set(block.months):
                raise InventoryError(
                    f"the total of {total.first} to {total.last} overlaps that of {block.months[0]} to "
                    f"{block.months[-1]} in part: give totals that are apart or hold one another"
                )
            if held:
                left -= held
                number -= block.people
                sources.append(f"less {block.people} of {', '.join(block.months)}")
        if number < 0:
            raise InventoryError(
                f"the total of {total.first} to {total.last} is less than the months in it: check both"
            )
        if left:
            blocks.append(Block(months=tuple(sorted(left)), people=number, sources=tuple(sources)))
    return sorted(blocks, key=lambda block: block.months)


def months(total: HarmTotal) -> tuple[str, ...]:
    """The months of a total, YYYY-MM."""
    first, last = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (total.first, total.last))
    return tuple(f"{at // 12:04}-{at % 12 + 1:02}" for at in range(first, last + 1))


def _check(total: HarmTotal, where: str) -> None:
    for key in ("first", "last"):
        if not _MONTH.fullmatch(getattr(total, key)):
            raise InventoryError(f"{where}: {key} is {getattr(total, key)!r}, it must be a month as 2025-06")
    if not total.first <= total.last or len(months(total)) > MOST_MONTHS:
        raise InventoryError(f"{where}: last must not be before first, and at most {MOST_MONTHS} months after it")
    if (total.killed is None) != (total.injured is None) or (total.killed is None) == (total.casualties is None):
        raise InventoryError(f"{where}: give killed and injured, or casualties where only their sum is known")
    for key in ("killed", "injured", "casualties"):
        number = getattr(total, key)
        if number is not None and not 0 <= number <= MOST:
            raise InventoryError(f"{where}: {key} is {number}, it must be from 0 to {MOST} people")
    if not total.source.strip():
        raise InventoryError(f"{where}: source is empty, it must say who counted")
