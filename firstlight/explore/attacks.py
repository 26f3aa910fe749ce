"""Lists of raids, incidents and packages, and one of them with everything behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from firstlight.explore.answer import Answer, Data, Moved, Page
from firstlight.explore.asked import Asked, Pager, Param
from firstlight.explore.desk import Desk
from firstlight.explore.said import cards, numbers
from firstlight.model import Incident, Package, Raid, Record, Value
from firstlight.store import Filter, Found
from firstlight.when import period_label

SIZE = 50  # lines a page
LETTERS = tuple("ABCDEF")
GRADES = (*LETTERS, *(f"{letter}{digit}" for letter in LETTERS for digit in range(1, 7)))
FIELDS = ("launched", "intercepted", "shot_down", "suppressed", "left", "airborne", "hit")
WINDOW = (
    Param(name="start", kind="date", about="First Kyiv date, included; a night belongs to the date on which it ends."),
    Param(name="end", kind="date", about="Last Kyiv date, included."),
)
PAGING = (
    Param(
        name="order", kind="choice", about="Which come first.", choices=("newest", "oldest", "harm"), default="newest"
    ),
    Param(name="page", kind="number", about="Page of the list, from 1.", default="1"),
)
PARAMS = (
    *WINDOW,
    Param(name="kind", kind="choice", about="Raids or incidents; both if not given.", choices=("raid", "incident")),
    Param(name="attacker", kind="text", about="ISO 3166-1 code of the attacker."),
    Param(name="weapon", kind="text", about="Class of a weapon fired, such as drone."),
    Param(name="object", kind="text", about="Class of an object damaged, such as hospital."),
    Param(name="place", kind="text", about="Words of a place's name, or an ISO 3166-2 code."),
    Param(name="grade", kind="choice", about="At least this Admiralty grade, such as B or B2.", choices=GRADES),
    Param(
        name="standing", kind="choice", about="Counted itself, a total of others, a part of another, or background.",
        choices=("own", "total", "part", "background"),
    ),
    Param(name="words", kind="text", about="Words of the sentences behind it."),
    *PAGING,
)  # fmt: skip
PACKAGE_PARAMS = (
    *WINDOW,
    Param(name="item", kind="text", about="Item of air defence, such as patriot."),
    Param(
        name="status", kind="choice", about="What was said of it last.",
        choices=("requested", "pledged", "approved", "delivered", "stalled", "short"),
    ),
    Param(name="words", kind="text", about="Words of the sentences behind it."),
    *PAGING[1:],
)  # fmt: skip


class Line(Record, frozen=True, kw_only=True):
    """One line of a list: what the index found, and the record."""

    found: Found
    thing: Raid | Incident | Package
    invented: bool


def wanted(asked: Asked) -> Filter:
    """The filter that the parameters of a list of attacks ask for."""
    classes = [f"{kind}:{asked[kind]}" for kind in ("weapon", "object") if asked[kind]]
    return Filter(
        kind=asked["kind"],
        start=asked["start"],
        end=asked["end"],
        attacker=asked["attacker"],
        classes=tuple(classes),
        grade=asked["grade"],
        standing=asked["standing"],
        place=asked["place"],
        words=asked["words"],
    )


def attacks(desk: Desk, asked: Asked) -> Answer:
    """The raids and incidents that the filter lets through, a page of them."""
    sieve = wanted(asked)
    pager = Pager(page=asked.page, size=SIZE, total=desk.pages.how_many(sieve))
    found = desk.pages.classes()
    content = {
        "lines": [_line(desk, one) for one in desk.pages.things(sieve, asked["order"], pager.offset, SIZE)],
        "pager": pager,
        "weapons": _choices(desk, found, "weapon"),
        "objects": _choices(desk, found, "object"),
        "attackers": [(code, desk.words.country(code)) for code in desk.pages.attackers()],
        "grades": LETTERS,
        "json": asked.address("/attacks.json", page="1"),
        "span": desk.pages.days(),
        "note": _night_note(asked),
    }
    return Page(template="attacks.html", title="Raids and incidents", content=content)


def attacks_json(desk: Desk, asked: Asked) -> Answer:
    """The same page of the list as records."""
    sieve = wanted(asked)
    pager = Pager(page=asked.page, size=SIZE, total=desk.pages.how_many(sieve))
    lines = [_line(desk, one) for one in desk.pages.things(sieve, asked["order"], pager.offset, SIZE)]
    body = {
        "page": pager.page,
        "pages": pager.last,
        "total": pager.total,
        "audience": "working",
        "attacks": [
            {"kind": one.found.kind, "standing": one.found.standing, "invented": one.invented, "record": one.thing}
            for one in lines
        ],
    }
    return Data(body=msgspec.json.encode(body), media="application/json")


def packages(desk: Desk, asked: Asked) -> Answer:
    """The packages of air-defence aid that the filter lets through, a page of them."""
    classes = [f"item:{asked['item']}"] if asked["item"] else []
    classes += [f"status:{asked['status']}"] if asked["status"] else []
    sieve = Filter(kind="package", start=asked["start"], end=asked["end"], classes=tuple(classes), words=asked["words"])
    pager = Pager(page=asked.page, size=SIZE, total=desk.pages.how_many(sieve))
    found = desk.pages.classes()
    content = {
        "lines": [_line(desk, one) for one in desk.pages.things(sieve, "newest", pager.offset, SIZE)],
        "pager": pager,
        "items": _choices(desk, found, "item"),
        "statuses": [(key, desk.words.label("statuses", key)) for key in PACKAGE_PARAMS[3].choices],
    }
    return Page(template="packages.html", title="Packages of aid", content=content)


def attack(desk: Desk, asked: Asked) -> Answer:
    """One raid, incident or package with all statements behind it; an old id leads to the thing that carries it now."""
    key = asked.keys["key"]
    kind, thing = desk.pages.thing(key)
    path = f"/packages/{thing.id}" if kind == "package" else f"/attacks/{thing.id}"
    if path != asked.path:
        return Moved(address=path)
    why = {link.statement: link.reason for link in thing.links}
    keys = dict.fromkeys(link.statement for link in thing.links)
    if isinstance(thing, Package):
        keys |= dict.fromkeys(step.statement for step in thing.steps)
    keys |= dict.fromkeys(key for _, value in values(thing) for rival in value.rivals for key in rival.statements)
    held = desk.pages.statements(keys)
    made = cards(desk, held, why)
    content: dict[str, Any] = {
        "thing": thing,
        "kind": kind,
        "cards": made,
        "refs": numbers(made),
        "contested": [(name, value) for name, value in values(thing) if value.rivals],
        "disputes": desk.pages.disputes(thing.id),
        "decisions": [(one, at) for one, at in desk.pages.decisions() if not set(one.statements).isdisjoint(held)],
        "invented": any(card.invented for card in made),
        "fields": FIELDS,
    }
    if isinstance(thing, Raid):
        others = desk.pages.raids(thing.night, thing.night)
        content |= {
            "night": _night(desk, thing),
            "others": {one.id: period_label(one.period.start, one.period.end) for one in others},
            "incidents": _incidents_of(desk, thing),
        }
    return Page(template=f"{kind}.html", title=_title(desk, thing), content=content)


def values(thing: Raid | Incident | Package) -> Iterator[tuple[str, Value]]:
    """The settled numbers of a thing, each with its name."""
    if isinstance(thing, Package):
        yield "quantity", thing.quantity
        return
    if isinstance(thing, Raid):
        for line in thing.lines:
            for name in FIELDS:
                yield f"{name}:{line.weapon.model or line.weapon.class_}", getattr(line, name)
        yield "hit_locations", thing.hit_locations
        yield "debris_locations", thing.debris_locations
        return
    for harm in thing.harm:
        yield f"{harm.kind}:{harm.group or ''}", harm.count
    for damage in thing.damage:
        yield f"damaged:{damage.object.class_}", damage.count
    for outage in thing.outages:
        yield f"outage:{outage.utility}", outage.count


def _line(desk: Desk, found: Found) -> Line:
    thing = desk.pages.thing(found.id)[1]
    sources = () if isinstance(thing, Package) else thing.sources
    return Line(found=found, thing=thing, invented=any(desk.invented(source) for source in sources))


def _choices(desk: Desk, found: list[str], kind: str) -> list[tuple[str, str]]:
    keys = [name.partition(":")[2] for name in found if name.startswith(kind + ":")]
    label = (lambda key: desk.words.label("objects", key)) if kind == "object" else desk.words.title
    return sorted(((key, label(key)) for key in keys), key=lambda pair: pair[1])


def _night_note(asked: Asked) -> str:
    return asked["start"] if asked["start"] and asked["start"] == asked["end"] else ""


def _night(desk: Desk, raid: Raid) -> list[Any]:
    """The night as a whole, by group, of which the raid is a part."""
    made = desk.span(raid.night, raid.night, raid.target, False)
    rows = [row for row in made.nights if row.night == raid.night]
    return sorted(rows, key=lambda row: -(row.launched.low or row.intercepted.low or 0))


def _incidents_of(desk: Desk, raid: Raid) -> list[Incident]:
    found = desk.pages.things(Filter(kind="incident", start=raid.night, end=raid.night), "harm", 0, SIZE)
    things = [desk.pages.thing(one.id)[1] for one in found]
    return [one for one in things if isinstance(one, Incident) and one.raid == raid.id]


def _title(desk: Desk, thing: Raid | Incident | Package) -> str:
    if isinstance(thing, Raid):
        return period_label(thing.period.start, thing.period.end)
    if isinstance(thing, Incident):
        return f"{desk.words.place(thing.place)}, {desk.words.date_text(thing.day, 'day')}"
    return desk.words.title(thing.item)
