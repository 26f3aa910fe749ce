"""What was hit and who was hurt: incidents, totals kept apart from them, older events, and protected objects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from firstlight.brief.document import Block, Paragraph, Part, Row, Sentence, Table
from firstlight.brief.map import where
from firstlight.brief.page import Page
from firstlight.brief.sides import period
from firstlight.brief.told import of_reports, told
from firstlight.brief.words import Slot, Style, kyiv_date
from firstlight.model import UNKNOWN, Damage, Harm, Incident, Outage

FIRST_PAGE = 6  # incidents that the first pages show; all of them stand in the annex where there are more
HARMED = ("killed", "injured")


def hit(page: Page) -> tuple[Block, ...]:
    """The incidents of the period, worst first where they are too many, and the totals that are not added to them."""
    scope = page.scope
    blocks: list[Block] = []
    if not scope.incidents and not scope.totals:
        blocks.append(Paragraph(sentences=(page.say("nothing_hit", period=period(page)),)))
    if scope.incidents:
        many = len(scope.incidents) > FIRST_PAGE
        shown = worst(scope.incidents)[:FIRST_PAGE] if many else scope.incidents
        blocks.append(_table(page, "incidents", "caption_worst" if many else "caption_incidents", shown))
        drawn = where(page)
        blocks += [drawn] if drawn else []
    if scope.totals:
        blocks.append(_table(page, "totals", "caption_totals", scope.totals))
    if 0 < len(scope.background) <= FIRST_PAGE:
        blocks.append(_table(page, "background", "caption_background", scope.background))
    blocks.append(Paragraph(sentences=(page.say("grade_note"), page.say("harm_note")), style="small"))
    return tuple(blocks)


def all_incidents(page: Page) -> tuple[Block, ...]:
    """The annex: every incident where the first pages show only some, and what reports told of other times."""
    blocks: list[Block] = []
    if len(page.scope.incidents) > FIRST_PAGE:
        blocks.append(_table(page, "all-incidents", "caption_incidents", page.scope.incidents))
    if len(page.scope.background) > FIRST_PAGE:
        blocks.append(_table(page, "background", "caption_background", page.scope.background))
    if page.scope.asides:
        blocks.append(_asides(page))
    return tuple(blocks)


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
    """Objects of a protected category, and the fixed sentence that a category is not a finding."""
    undated = tuple(incident for incident in page.scope.background if incident.day in page.scope.nights)
    rows: list[Row] = []
    for category in page.wording.keys("protection"):
        for incident in (*page.scope.incidents, *page.scope.totals, *undated):
            for damage in incident.damage:
                if damage.object.protection == category:
                    claim = _damage(page, incident, damage)
                    rows.append(
                        page.row(
                            page.label("protection", category),
                            claim,
                            page.name(page.wording.place(incident.place)),
                            when(page, incident, "short"),
                            page.speakers(damage.statements),
                        )
                    )
    finding = Paragraph(sentences=(page.say("not_a_finding"),), style="small")
    if not rows:
        return (Paragraph(sentences=(page.say("no_protected", period=period(page)),)), finding)
    caption = page.say("caption_protected", period=period(page))
    table = Table(
        id="protected-objects",
        caption=Sentence(parts=caption.parts, invented=any(row.invented for row in rows)),
        columns=page.columns("protected"),
        rows=tuple(rows),
    )
    return (table, finding)


def _table(page: Page, name: str, caption: str, incidents: Sequence[Incident]) -> Table:
    rows = tuple(_row(page, incident) for incident in incidents)
    said = page.say(caption, period=period(page))
    table = Table(
        id=name,
        caption=Sentence(parts=said.parts, invented=any(row.invented for row in rows)),
        columns=page.columns("incidents", ("killed", "injured")),
        rows=rows,
    )
    return page.pruned(table)


def _row(page: Page, incident: Incident) -> Row:
    killed, injured = (harm_part(page, incident, kind) for kind in HARMED)
    children = _children(page, incident)
    damage = page.wording.join([_damage(page, incident, found) for found in incident.damage], "comma")
    outages = page.wording.join([_outage(page, incident, found) for found in incident.outages], "comma")
    said = page.behind((killed, injured, *children, *damage, *outages)) or tuple(x.statement for x in incident.links)
    struck: tuple[Part, ...] = (page.name(page.wording.place(incident.place)),)
    if not page.behind((killed, injured, *damage, *outages)):
        what = page.wording.say("what_struck", place=struck, day=when(page, incident))
        struck = (page.register.words(page.wording.place(incident.place), what, said),)
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
