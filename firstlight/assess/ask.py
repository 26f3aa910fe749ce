"""options.toml: what is asked for, at what price and by when, and the limits within which a mix is chosen.

`parse_options` takes the text of the file; nothing here reads a file. docs/assessment.md explains every key.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from firstlight.assess.forms import Amount, Form, amount_of, open_form
from firstlight.assess.inventory import SYSTEMS
from firstlight.catalog import Catalog
from firstlight.model import Assumption, Record, digest


class Option(Record, frozen=True, kw_only=True):
    """One thing to ask for. `number` of rounds, or of systems with their launchers and rounds; taken in `lots`."""

    id: str
    title: str
    interceptor: str
    system: str | None  # None for rounds alone
    number: int
    lots: int
    rounds_each: int
    launchers_each: int
    adds_reach: dict[str, Amount]  # by group: share that one more system reaches of what none of its kind does
    price_each: Amount  # million EUR
    delivery: date
    delay_days: Amount
    source: str
    compared: bool = False  # nobody asked for it: it stands for comparison

    def taken(self, lots: int) -> int:
        """How many rounds or systems the first `lots` lots hold."""
        return self.number * lots // self.lots


class Limits(Record, frozen=True, kw_only=True):
    """What a mix must keep to; None is no limit."""

    price: float | None = None  # million EUR
    delivered_by: date | None = None
    systems: int | None = None
    rounds: int | None = None


class Ask(Record, frozen=True, kw_only=True):
    """All options and the limits on their mix. What is computed from an invented one carries INVENTED."""

    file: str
    hash: str  # SHA-256 of the text, as one separated part
    title: str
    invented: bool
    options: tuple[Option, ...]
    limits: Limits


def parse_options(text: str, name: str, catalog: Catalog) -> Ask:
    """The options in a TOML text; `name` is the file's, for messages.

    Cheap alternatives that the data marks as always compared are added where nobody asks for them. Raises
    InventoryError with file, key and allowed range where anything is wrong or says where something is.
    """
    form = open_form(text, name, catalog)
    data = catalog.toml(SYSTEMS)
    invented, title = form.flag("invented"), form.text("title", "")
    asked = form.tables("option")
    if not asked:
        raise form.error("option", "is missing: write at least one [[option]]")
    options: list[Option] = []
    for one in asked:
        option = _option(one, data)
        if option.id in {other.id for other in options}:
            raise one.error("id", f"= {option.id!r} is taken: each option needs an id of its own")
        options.append(option)
    limits = _limits(form.table("limits"))
    form.close()
    first = min(option.delivery for option in options)
    for key, entry in data["interceptor"].items():
        if entry.get("always_compared") and key not in {option.interceptor for option in options}:
            options.append(_compared(key, entry, first, int(data["runs"]["lots"])))
    return Ask(file=name, hash=digest([text]), title=title, invented=invented, options=tuple(options), limits=limits)


def option_assumptions(ask: Ask) -> tuple[Assumption, ...]:
    """Every number that the options or their priors bring in, with its range and source."""
    made = []
    for option in ask.options:
        what = "systems" if option.system else "rounds"
        made.append(Assumption(name=f"{option.id} {what}", value=f"{option.number:,}", source=option.source))
        made.append(_assumption(f"{option.id} price of each, million EUR", option.price_each))
        made.append(Assumption(name=f"{option.id} delivery", value=option.delivery.isoformat(), source=option.source))
        made.append(_assumption(f"{option.id} days late", option.delay_days))
        made += [_assumption(f"{option.id} adds reach, {group}", gain) for group, gain in option.adds_reach.items()]
    return tuple(made)


def _assumption(name: str, amount: Amount) -> Assumption:
    low, high = (f"{end:,.10g}" for end in (amount.low, amount.high))
    return Assumption(name=name, value=low if low == high else f"{low} to {high}", source=amount.source)


def _option(form: Form, data: Mapping[str, Any]) -> Option:
    name = form.text("id")
    if form.has("system") == form.has("rounds_of"):
        raise form.error("rounds_of", "and system: write one of the two, and not both")
    kind, key = ("system", "system") if form.has("system") else ("interceptor", "rounds_of")
    what = form.text(key)
    if what not in data[kind]:
        raise form.error(key, f"= {what!r} is unknown: known are {', '.join(sorted(data[kind]))}")
    entry = data[kind][what]
    number = form.whole("number", "number")
    adds: dict[str, Amount] = {}
    rounds_each, launchers_each = 1, 0
    if kind == "system":
        rounds_each = form.whole("rounds_each", "rounds_each", int(entry["rounds_each"]))
        launchers_each = form.whole("launchers_each", "launchers_each", int(entry["launchers_each"]))
        own = form.table("adds_reach_share")
        for group in own.given:
            if group not in entry["adds_reach_share"]:
                raise own.error(group, f"is not met by it: known are {', '.join(sorted(entry['adds_reach_share']))}")
        shipped = entry["adds_reach_share"]
        adds = {group: own.amount(group, "reach_share", amount_of(shipped, SYSTEMS, group)) for group in shipped}
        own.close()
    lots = form.whole("lots", "number_of_lots", min(number, int(data["runs"]["lots"])))
    if lots > number:
        raise form.error("lots", f"= {lots} is out of range: allowed is 1 to {number}, the number")
    found = Option(
        id=name,
        title=form.text("title", f"{number:,} {entry['title']}"),
        interceptor=entry["interceptor"] if kind == "system" else what,
        system=what if kind == "system" else None,
        number=number,
        lots=lots,
        rounds_each=rounds_each,
        launchers_each=launchers_each,
        adds_reach=adds,
        price_each=form.amount(
            "price_million_eur_each", "price_million_eur_each", amount_of(entry, SYSTEMS, "price_million_eur_each")
        ),
        delivery=form.day("delivery_date"),
        delay_days=form.amount("delay_days", "delay_days", amount_of(entry, SYSTEMS, "delay_days"), whole=True),
        source=form.source,
    )
    if not form.source:
        raise form.error("source", "is missing: say who asks for it or offers it, or write assumed")
    form.close()
    return found


def _limits(form: Form) -> Limits:
    found = Limits(
        price=form.number("price_million_eur", "price_million_eur") if form.has("price_million_eur") else None,
        delivered_by=form.day("delivered_by") if form.has("delivered_by") else None,
        systems=form.whole("systems", "systems") if form.has("systems") else None,
        rounds=form.whole("rounds", "rounds") if form.has("rounds") else None,
    )
    form.close()
    return found


def _compared(key: str, entry: Mapping[str, Any], delivery: date, lots: int) -> Option:
    number = int(entry["compared_number"])
    return Option(
        id=key,
        title=f"{number:,} {entry['title']}",
        interceptor=key,
        system=None,
        number=number,
        lots=lots,
        rounds_each=1,
        launchers_each=0,
        adds_reach={},
        price_each=amount_of(entry, SYSTEMS, "price_million_eur_each"),
        delivery=delivery,
        delay_days=amount_of(entry, SYSTEMS, "delay_days"),
        source="assumed: added for comparison, with the earliest delivery of the list",
        compared=True,
    )
