"""What was hit and who was hurt: incidents, totals kept apart from them, older events, and protected objects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from firstlight.brief.document import Block, Number, Paragraph, Part, Ref, Row, Sentence, Table
from firstlight.brief.map import where
from firstlight.brief.page import Page
from firstlight.brief.sides import period
from firstlight.brief.told import of_reports, told
from firstlight.brief.words import Slot, Style, kyiv_date
from firstlight.model import UNKNOWN, Damage, Harm, Incident, Outage

FIRST_PAGE = 5  # incidents that the first pages show; all of them stand in the annex
TOTALS = 2  # totals over several places that the first pages name
TOLD = 3  # kinds of damage that a row of the first pages names
HARMED = ("killed", "injured")


def hit(page: Page) -> tuple[Block, ...]:
    """The worst incidents of the period with a map, the totals that are not added to them, and protected objects."""
    scope = page.scope
    blocks: list[Block] = []
    if not scope.incidents and not scope.totals:
        blocks.append(Paragraph(sentences=(page.say("nothing_hit", period=period(page)),)))
    if scope.incidents:
        shown = worst(scope.incidents)[:FIRST_PAGE]
        rows = tuple(_short_row(page, incident) for incident in shown)
        key = "caption_worst" if len(scope.incidents) > len(shown) else "caption_incidents"
        blocks.append(_table_of(page, "struck", key, rows))
        drawn = where(page)
        blocks += [drawn] if drawn else []
    told = [sentence for sentence in (_totals(page), _protected(page)) if sentence]
    blocks += [Paragraph(sentences=(sentence,)) for sentence in told]
    notes = [page.say("grade_note"), page.say("harm_note")]
    if scope.incidents or scope.totals:
        link = Ref(label=page.wording.text("sections", "incidents"), to="incidents")
        notes.insert(0, page.say("see_incidents", link=link))
    return (*blocks, Paragraph(sentences=tuple(notes), style="small"))


def all_incidents(page: Page) -> tuple[Block, ...]:
    """The annex: every incident, the totals, and what reports told of other times."""
    blocks: list[Block] = []
    for name, incidents in (
        ("incidents", page.scope.incidents),
        ("totals", page.scope.totals),
        ("background", page.scope.background),
    ):
        if incidents:
            rows = tuple(_row(page, incident) for incident in incidents)
            blocks.append(_table_of(page, f"table-{name}", f"caption_{name}", rows))
    if page.scope.asides:
        blocks.append(_asides(page))
    return tuple(blocks)


def _totals(page: Page) -> Sentence | None:
    """The largest totals over several places or a day, in one sentence."""
    clauses = []
    for incident in worst(page.scope.totals)[:TOTALS]:
        told = harm_clauses(page, incident)
        if told:
            slots = place_and_day(page, incident)
            said = page.speakers(page.behind(part for clause in told for part in clause), 1)
            clauses.append(page.wording.say("lead_incident", harm=page.wording.join(told), speakers=said, **slots))
    if not clauses:
        return None
    return page.say("front_totals", incidents=page.wording.join(clauses, "semicolon", "semicolon"))


def _protected(page: Page) -> Sentence | None:
    """The protected categories of which an object is said to have been damaged, never a finding."""
    held: dict[str, list[str]] = {}
    for category, _, damage in _protected_damage(page):
        held.setdefault(category, []).extend(damage.statements)
    if not held:
        return None
    what = page.wording.say("what_protected")
    named = [page.register.words(page.wording.label("protection", key), what, said) for key, said in held.items()]
    link = Ref(label=page.wording.text("sections", "protected"), to="protected")
    return page.say(
        "front_protected", categories=page.wording.join(named), speakers=page.speakers(page.behind(named), 1), link=link
    )


def place_and_day(page: Page, incident: Incident) -> dict[str, Slot]:
    """The slots place and day of an incident."""
    return {"place": page.name(page.wording.place(incident.place)), "day": when(page, incident)}


def harm_clauses(page: Page, incident: Incident) -> list[tuple[Part, ...]]:
    """How many were killed and injured, as clauses; nothing for what is not told or nil."""
    clauses = []
    for kind in HARMED:
        part = harm_part(page, incident, kind)
        if isinstance(part, Number) and part.shown != page.wording.number(0):
            clauses.append(page.wording.say(f"harm_{kind}", n=part))
    return clauses


def _asides(page: Page) -> Table:
    """Statements that the ledger adds to nothing, each in its own words and with the reason."""
    rows = []
    for aside in sorted(page.scope.asides, key=lambda aside: page.inside.order(aside.statement)):
        quote = page.register.quote(aside.statement, page.wording.say("what_aside"))
        reason = told(page, page.wording.label("reasons", aside.reason), of_reports(page, (aside.statement,)))
        rows.append(page.row(quote, page.speakers((aside.statement,)), reason))
    return Table(
        id="asides",
        caption=Sentence(parts=page.wording.say("caption_asides"), invented=any(row.invented for row in rows)),
        columns=page.columns("asides"),
        rows=tuple(rows),
    )


def worst(incidents: Iterable[Incident]) -> tuple[Incident, ...]:
    """Incidents by people killed, then injured, then damage told, then day."""

    def weight(incident: Incident) -> tuple[int, int, int, str, str]:
        killed, injured = (_amount(_harm(incident, kind, None)) for kind in HARMED)
        return (-killed, -injured, -len(incident.damage), incident.day, incident.id)

    return tuple(sorted(incidents, key=weight))


def harm_part(page: Page, incident: Incident, kind: str, group: str | None = None) -> Part:
    """How many people one incident harmed, as a figure with the history of that number."""
    harm = _harm(incident, kind, group)
    slots: dict[str, Slot] = {"place": page.name(page.wording.place(incident.place)), "day": when(page, incident)}
    key = f"what_{kind}" if group is None else f"what_{group}_{kind}"
    what = page.wording.say(key, **slots)
    return page.register.value(harm.count if harm else UNKNOWN, what, harm.history if harm else ())


def protected(page: Page) -> tuple[Block, ...]:
    """The annex: objects of a protected category, and the fixed sentence that a category is not a finding."""
    rows = tuple(
        page.row(
            page.label("protection", category),
            _damage(page, incident, damage),
            page.name(page.wording.place(incident.place)),
            when(page, incident, "short"),
            page.speakers(damage.statements),
        )
        for category, incident, damage in _protected_damage(page)
    )
    finding = Paragraph(sentences=(page.say("not_a_finding"),), style="small")
    if not rows:
        return (Paragraph(sentences=(page.say("no_protected", period=period(page)),)), finding)
    return (_table_of(page, "protected", "caption_protected", rows), finding)


def _protected_damage(page: Page) -> Iterator[tuple[str, Incident, Damage]]:
    """Category, incident and damage of each object of a protected category."""
    undated = tuple(incident for incident in page.scope.background if incident.day in page.scope.nights)
    for category in page.wording.keys("protection"):
        for incident in (*page.scope.incidents, *page.scope.totals, *undated):
            for damage in incident.damage:
                if damage.object.protection == category:
                    yield category, incident, damage


def _table_of(page: Page, name: str, caption: str, rows: tuple[Row, ...]) -> Table:
    """A table whose columns are those that the wording file gives `name` (without "table-"), empty ones left out."""
    said = page.say(caption, period=period(page))
    columns = {"table-totals": "incidents", "table-background": "incidents"}.get(name, name.removeprefix("table-"))
    table = Table(
        id=f"{name}-objects" if name == "protected" else name,
        caption=Sentence(parts=said.parts, invented=any(row.invented for row in rows)),
        columns=page.columns(columns, HARMED),
        rows=rows,
    )
    return page.pruned(table)


def _short_row(page: Page, incident: Incident) -> Row:
    """An incident in one or two lines: the numbers with the children among them, and the first of the damage."""
    killed, injured = (_with_children(page, incident, kind) for kind in HARMED)
    things = [_damage(page, incident, found) for found in incident.damage]
    things += [_outage(page, incident, found) for found in incident.outages]
    told = page.wording.join(things[:TOLD], "comma")
    if len(things) > TOLD:
        told = (*told, *page.wording.say("and_more"))
    said = page.behind((*killed, *injured, *told)) or tuple(x.statement for x in incident.links)
    return page.row(
        when(page, incident, "short"), _struck(page, incident, (*killed, *injured, *told), said), killed, injured, told,
        page.name(incident.grade), page.speakers(said, 1),
    )  # fmt: skip


def _with_children(page: Page, incident: Incident, kind: str) -> tuple[Part, ...]:
    number = harm_part(page, incident, kind)
    if _harm(incident, kind, "child") is None:
        return (number,)
    return page.wording.say("with_children", n=number, children=harm_part(page, incident, kind, "child"))


def _struck(page: Page, incident: Incident, told: Iterable[Part], said: Sequence[str]) -> tuple[Part, ...]:
    """The place of an incident; a claim of its own where nothing else is told of it."""
    name = page.wording.place(incident.place)
    if page.behind(told):
        return (page.name(name),)
    what = page.wording.say("what_struck", place=(page.name(name),), day=when(page, incident))
    return (page.register.words(name, what, said),)


def _row(page: Page, incident: Incident) -> Row:
    killed, injured = (harm_part(page, incident, kind) for kind in HARMED)
    children = _children(page, incident)
    damage = page.wording.join([_damage(page, incident, found) for found in incident.damage], "comma")
    outages = page.wording.join([_outage(page, incident, found) for found in incident.outages], "comma")
    said = page.behind((killed, injured, *children, *damage, *outages)) or tuple(x.statement for x in incident.links)
    struck = _struck(page, incident, (killed, injured, *damage, *outages), said)
    return page.row(
        when(page, incident, "short"), struck, killed, injured, children, damage, outages,
        page.name(incident.grade), page.speakers(said),
    )  # fmt: skip


def _children(page: Page, incident: Incident) -> tuple[Part, ...]:
    clauses = []
    for kind in HARMED:
        if _harm(incident, kind, "child"):
            part = harm_part(page, incident, kind, "child")
            clauses.append(page.wording.say(f"children_{kind}", n=part))
    return page.wording.join(clauses, "comma")


def _damage(page: Page, incident: Incident, damage: Damage) -> tuple[Part, ...]:
    what = page.wording.say(
        "what_damage", place=page.name(page.wording.place(incident.place)), day=when(page, incident)
    )
    words = page.wording.object(damage.object)
    if damage.count.state == "unknown":
        return (page.register.words(words, what, damage.statements),)
    return page.wording.say("counted_object", n=page.register.value(damage.count, what), object=page.name(words))


def _outage(page: Page, incident: Incident, outage: Outage) -> tuple[Part, ...]:
    what = page.wording.say(
        "what_outage", place=page.name(page.wording.place(incident.place)), day=when(page, incident)
    )
    utility = page.wording.label("utilities", outage.utility)
    if outage.count.state == "unknown":
        return (page.register.words(utility, what, outage.statements),)
    unit = page.label("units", outage.unit or "consumers")
    number = page.register.value(outage.count, what)
    return page.wording.say("counted_outage", utility=page.label("utilities", outage.utility), n=number, unit=unit)


def when(page: Page, incident: Incident, style: Style = "day") -> tuple[Part, ...]:
    """The day of an incident; where no page dates it, the span within which it lies, said to be no date."""
    within = incident.period
    if within is None or within.precision not in ("week", "month"):
        return (page.wording.date(incident.day, style),)
    last = dt.datetime.fromisoformat(within.end) - dt.timedelta(seconds=1)  # the end itself lies outside
    span = page.wording.date(f"{kyiv_date(within.start)}/{kyiv_date(last.isoformat())}", "span")
    return page.wording.say("not_dated_within", span=span)


def _harm(incident: Incident, kind: str, group: str | None) -> Harm | None:
    return next((harm for harm in incident.harm if harm.kind == kind and harm.group == group), None)


def _amount(harm: Harm | None) -> int:
    if harm is None or harm.count.state not in ("known", "bounded"):
        return 0
    return harm.count.best if harm.count.best is not None else harm.count.low or 0
