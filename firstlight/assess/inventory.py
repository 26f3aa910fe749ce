"""inventory.toml: what is in stock and how it is fired, with wide priors for all that it leaves open.

`parse_inventory` takes the text of the file; nothing here reads a file. docs/assessment.md explains every key.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from firstlight.assess.engagement import Shots
from firstlight.assess.forms import Amount, Form, amount_of, open_form
from firstlight.catalog import Catalog
from firstlight.model import Assumption, Record, digest

SYSTEMS = "systems.toml"
HOW = {"salvo": False, "shoot-look-shoot": True}


class Against(Record, frozen=True, kw_only=True):
    """How an interceptor meets one group: shares within reach and stopped by one shot, and the shots."""

    group: str
    reach: Amount
    hit: Amount
    shots: Shots
    shots_source: str


class Held(Record, frozen=True, kw_only=True):
    """One type of interceptor: rounds in stock, launchers, rounds that can be fired a night (None: no limit known)."""

    id: str
    title: str
    system: str  # that fires it
    needs_launchers: bool
    ready: int  # rounds on one launcher; 0 without launchers
    stock: Amount
    launchers: Amount
    cap: Amount | None
    against: tuple[Against, ...]

    @property
    def reaches(self) -> bool:
        """Whether anything is within its reach before a system is added."""
        return not self.needs_launchers or self.launchers.high > 0


class Resupply(Record, frozen=True, kw_only=True):
    """Rounds that come every seventh day from `start` to `end`, both included, each shipment as late as the others."""

    interceptor: str
    start: date
    end: date
    rounds_per_week: Amount
    delay_days: Amount


class Correlation(Record, frozen=True, kw_only=True):
    """How much weapons of one raid share their fate: being hit, and being within reach."""

    hit: Amount
    reach: Amount


class Inventory(Record, frozen=True, kw_only=True):
    """A national inventory. Whatever is computed from it is restricted; if `invented`, it carries INVENTED."""

    file: str
    hash: str  # SHA-256 of the text, as one separated part
    title: str
    invented: bool
    counted_on: date
    held: tuple[Held, ...]
    resupply: tuple[Resupply, ...]
    free: dict[str, Amount]
    order: dict[str, tuple[str, ...]]
    correlation: dict[str, Correlation]

    def of(self, interceptor: str) -> Held | None:
        """What is held of one type, or None."""
        return next((held for held in self.held if held.id == interceptor), None)


def parse_inventory(text: str, name: str, catalog: Catalog) -> Inventory:
    """The inventory in a TOML text; `name` is the file's, for messages.

    Raises InventoryError with file, key and allowed range where anything in it is wrong or says where something is.
    """
    form = open_form(text, name, catalog)
    data = catalog.toml(SYSTEMS)
    invented, title = form.flag("invented"), form.text("title", "")
    counted_on = form.day("counted_on")
    stocks = form.table("interceptor")
    if not stocks.given:
        raise form.error("interceptor", f"is missing: name at least one of {_listed(data['interceptor'])}")
    held = tuple(_held(stocks, key, data) for key in stocks.given)
    resupply = tuple(_resupply(one, held) for one in form.tables("resupply"))
    _apart(form, resupply)
    free = _by_group(form.table("free_layer"), data["free_layer"], "stopped_share")
    order = _order(form.table("order"), data)
    correlation = _correlation(form.table("correlation"), data["correlation"])
    form.close()
    return Inventory(
        file=name,
        hash=digest([text]),
        title=title,
        invented=invented,
        counted_on=counted_on,
        held=held,
        resupply=resupply,
        free=free,
        order=order,
        correlation=correlation,
    )


def held_of_none(interceptor: str, catalog: Catalog) -> Held:
    """An interceptor of which there is no stock and no launcher, with the shipped priors: what an option may add to."""
    data = catalog.toml(SYSTEMS)
    entry = data["interceptor"][interceptor]
    none = Amount(low=0, high=0, source="not in the inventory")
    cap = None if entry["needs_launchers"] else amount_of(entry, SYSTEMS, "cap_rounds_per_night")
    return _entry(interceptor, entry, (none, none, cap), None)


def inventory_assumptions(inventory: Inventory) -> tuple[Assumption, ...]:
    """Every number that the inventory or its priors bring in, with its range and source."""
    made = []
    for held in inventory.held:
        made += [_assumption(f"{held.id} in stock, rounds", held.stock)]
        if held.needs_launchers:
            made.append(_assumption(f"{held.id} launchers", held.launchers))
        if held.cap is not None:
            made.append(_assumption(f"{held.id} rounds that can be fired a night", held.cap))
        for one in held.against:
            made.append(_assumption(f"{held.id} share of {one.group} within reach", one.reach))
            made.append(_assumption(f"{held.id} chance of one shot at {one.group}", one.hit))
            how = "one after another" if one.shots.look else "at once"
            value = f"{one.shots.per_target} a target, {how}"
            made.append(Assumption(name=f"{held.id} shots at {one.group}", value=value, source=one.shots_source))
    for number, line in enumerate(inventory.resupply, start=1):
        name = f"resupply {number} of {line.interceptor}, {line.start} to {line.end}"
        made.append(_assumption(f"{name}, rounds a week", line.rounds_per_week))
        made.append(_assumption(f"{name}, days late", line.delay_days))
    made += [_assumption(f"{group} stopped without rounds", free) for group, free in inventory.free.items()]
    for group, found in inventory.correlation.items():
        made.append(_assumption(f"{group} correlation of hits in a raid", found.hit))
        made.append(_assumption(f"{group} correlation of reach in a raid", found.reach))
    return tuple(made)


def _assumption(name: str, amount: Amount) -> Assumption:
    low, high = (f"{end:,.10g}" for end in (amount.low, amount.high))
    return Assumption(name=name, value=low if low == high else f"{low} to {high}", source=amount.source)


def _held(stocks: Form, key: str, data: Mapping[str, Any]) -> Held:
    if key not in data["interceptor"]:
        raise stocks.error(key, f"is unknown: known are {_listed(data['interceptor'])}")
    entry, form = data["interceptor"][key], stocks.table(key)
    stock = form.amount("stock_rounds", "stock_rounds", whole=True)
    launchers, cap = Amount(low=0, high=0, source="needs none"), None
    if entry["needs_launchers"]:
        launchers = form.amount("launchers", "launchers", whole=True)
        ready = int(entry["ready_rounds_per_launcher"])
        cap = Amount(
            low=launchers.low * ready,
            high=launchers.high * ready,
            source=f"launchers x {ready} ready rounds: {entry['ready_source']}",
        )
    else:
        cap = amount_of(entry, SYSTEMS, "cap_rounds_per_night")
    cap = form.amount("cap_rounds_per_night", "cap_rounds_per_night", cap, whole=True)
    found = _entry(key, entry, (stock, launchers, cap), form.table("against"))
    form.close()
    return found


def _entry(key: str, entry: Mapping[str, Any], held: tuple[Amount, Amount, Amount | None], own: Form | None) -> Held:
    stock, launchers, cap = held
    against = []
    if own is not None:
        for group in own.given:
            if group not in entry["against"]:
                raise own.error(group, f"is not met by it: known are {_listed(entry['against'])}")
    for group, shipped in entry["against"].items():
        form = own.table(group) if own is not None else None
        against.append(_against(group, shipped, form))
    return Held(
        id=key,
        title=entry["title"],
        system=entry["fired_by"],
        needs_launchers=entry["needs_launchers"],
        ready=int(entry.get("ready_rounds_per_launcher", 0)),
        stock=stock,
        launchers=launchers,
        cap=cap,
        against=tuple(against),
    )


def _against(group: str, shipped: Mapping[str, Any], form: Form | None) -> Against:
    reach, hit = (amount_of(shipped, SYSTEMS, key) for key in ("reach_share", "hit_share"))
    most, doctrine, source = int(shipped["shots_per_target"]), shipped["doctrine"], shipped["shots_source"]
    if form is not None:
        reach = form.amount("reach_share", "reach_share", reach)
        hit = form.amount("hit_share", "hit_share", hit)
        if form.has("shots_per_target") or form.has("doctrine"):
            source = form.source or "the inventory"
        most = form.whole("shots_per_target", "shots_per_target", most)
        doctrine = form.text("doctrine", doctrine)
        if doctrine not in HOW:
            raise form.error("doctrine", f"= {doctrine!r} is unknown: write one of {_listed(HOW)}")
        form.close()
    return Against(
        group=group, reach=reach, hit=hit, shots=Shots(per_target=most, look=HOW[doctrine]), shots_source=source
    )


def _resupply(form: Form, held: tuple[Held, ...]) -> Resupply:
    interceptor = form.text("interceptor")
    if interceptor not in {one.id for one in held}:
        known = ", ".join(one.id for one in held)
        raise form.error("interceptor", f"= {interceptor!r} is not in this inventory: known are {known}")
    start, end = form.day("start"), form.day("end")
    if end < start:
        raise form.error("end", f"= {end} is before the start ({start}): swap the dates")
    if (end - start).days > 3660:
        raise form.error("end", f"= {end} is more than ten years after the start ({start}): allowed is up to ten")
    found = Resupply(
        interceptor=interceptor,
        start=start,
        end=end,
        rounds_per_week=form.amount("rounds_per_week", "rounds_per_week", whole=True),
        delay_days=form.amount("delay_days", "delay_days", whole=True),
    )
    form.close()
    return found


def _apart(form: Form, resupply: tuple[Resupply, ...]) -> None:
    """Refuse two periods of one interceptor that share a day: it would be counted twice."""
    ordered = sorted(enumerate(resupply, start=1), key=lambda one: (one[1].interceptor, one[1].start))
    for (_, one), (number, other) in pairwise(ordered):
        if one.interceptor == other.interceptor and other.start <= one.end:
            raise form.error(
                f"resupply[{number}]",
                f"overlaps another period of {one.interceptor} ({one.start} to {one.end}): "
                f"it may start on {date.fromordinal(one.end.toordinal() + 1)} at the earliest",
            )


def _by_group(form: Form, shipped: Mapping[str, Any], rule: str) -> dict[str, Amount]:
    _groups_only(form, shipped)
    found = {group: form.amount(group, rule, amount_of(one, SYSTEMS, rule)) for group, one in shipped.items()}
    form.close()
    return found


def _order(form: Form, data: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    found = {}
    _groups_only(form, data["free_layer"])
    for group in (*data["order"], *(key for key in form.given if key not in data["order"])):
        given = form.words(group) if form.has(group) else tuple(data["order"][group])
        able = [key for key, entry in data["interceptor"].items() if group in entry["against"]]
        for one in given:
            if one not in able:
                raise form.error(group, f"names {one!r}, which does not meet it: known are {_listed(able)}")
        if len(set(given)) < len(given):
            raise form.error(group, "names an interceptor twice")
        found[group] = given
    form.close()
    return found


def _correlation(form: Form, shipped: Mapping[str, Any]) -> dict[str, Correlation]:
    _groups_only(form, shipped)
    found = {}
    for group, entry in shipped.items():
        own = form.table(group)
        hit, reach = (own.amount(key, "correlation_share", amount_of(entry, SYSTEMS, key)) for key in ("hit", "reach"))
        own.close()
        found[group] = Correlation(hit=hit, reach=reach)
    form.close()
    return found


def _groups_only(form: Form, known: Mapping[str, Any]) -> None:
    for key in form.given:
        if key not in known:
            raise form.error(key, f"is no group: known are {_listed(known)}")


def _listed(names: Mapping[str, Any] | list[str]) -> str:
    return ", ".join(sorted(names))
