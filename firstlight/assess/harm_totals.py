"""Monthly totals of casualties: the shipped ones, the user's own, and what is left of each when none is told twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from firstlight.assess.forms import Form, open_form
from firstlight.assess.settings import HarmTotal
from firstlight.catalog import Catalog
from firstlight.errors import InventoryError
from firstlight.model import Record

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
MOST_MONTHS = 240


class Block(Record, frozen=True, kw_only=True):
    """Months that need not follow one another, with the people harmed in them and who says so."""

    months: tuple[str, ...]
    people: int
    sources: tuple[str, ...]


def read_totals(text: str, name: str, catalog: Catalog) -> tuple[HarmTotal, ...]:
    """The [[total]] tables of a TOML file `name`: first and last month, killed and injured or casualties, source.

    Raises InventoryError with file, key and what is allowed; national like every form, so a region in it is refused.
    """
    form = open_form(text, name, catalog)
    given = form.tables("total")
    if not given:
        raise form.error("total", "is missing: write at least one [[total]]")
    found = tuple(_total(one) for one in given)
    form.close()
    return found


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


def _total(form: Form) -> HarmTotal:
    first, last = _month(form, "first"), _month(form, "last")
    if last < first:
        raise form.error("last", f"= {last} is before first ({first}): swap them")
    people = {key: form.whole(key, "people") if form.has(key) else None for key in ("killed", "injured", "casualties")}
    told = [key for key, number in people.items() if number is not None]
    if told not in (["killed", "injured"], ["casualties"]):
        raise form.error("casualties", "stands alone, or killed and injured stand together: write one of the two")
    if not form.source:
        raise form.error("source", "is missing: say who counted")
    form.close()
    found = HarmTotal(first=first, last=last, source=form.source, **people)
    if len(months(found)) > MOST_MONTHS:
        raise form.error("last", f"= {last} is too late: allowed are {MOST_MONTHS} months from first")
    return found


def _month(form: Form, key: str) -> str:
    found = form.text(key)
    if not _MONTH.fullmatch(found):
        raise form.error(key, f"= {found!r} is no month: write it as 2025-06")
    return found
