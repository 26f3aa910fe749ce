"""The record as flat tables: every number with its state, bounds and rule, every row with what stands behind it.

Rows are dictionaries by the names of data/columns.toml. Nothing computed from anybody's inventory is in a ledger, so
nothing restricted can be in a table.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from firstlight.catalog import Catalog
from firstlight.model import (
    Decision,
    Harm,
    Incident,
    LedgerState,
    Link,
    Package,
    Raid,
    RaidLine,
    Record,
    Report,
    Statement,
    Value,
    Weapon,
)

Row = dict[str, Any]
NUMBERS = ("launched", "intercepted", "shot_down", "suppressed", "left", "airborne", "hit")
HARMS = ("killed", "injured", "missing")
AUDIENCE = "working"
INVENTED = "INVENTED"
COARSE = 2  # decimals of a degree
SEPARATOR = "; "
UNDATED = "undated"  # the day of an incident that nothing dates


class Told(Record, frozen=True, kw_only=True):
    """All that tables are made from: a settled record and the facts behind it."""

    state: LedgerState
    statements: Mapping[str, Statement]
    reports: Mapping[str, Report]
    decisions: Sequence[tuple[Decision, str | None]]  # with what superseded it
    invented: Collection[str]  # ids of reports that are made up
    entered: Collection[str]  # ids of reports that a person typed in


def tables(told: Told, catalog: Catalog) -> dict[str, list[Row]]:
    """The rows of every table by its name; ids are unique within a table."""
    from firstlight.exchange.events import event_rows

    support = [row for kind in (_raid_support, _incident_support, _package_support) for row in kind(told)]
    return {
        "attacks": list(_attacks(told)),
        "incidents": [_incident(incident, told) for incident in told.state.incidents],
        "harm": [row for incident in told.state.incidents for row in _harms(incident, told)],
        "damage": [row for incident in told.state.incidents for row in _damages(incident, told)],
        "packages": [_package(package, told) for package in told.state.packages],
        "disputes": list(_disputes(told)),
        "support": support,
        "quotes": list(_quotes(told, {row["statement"] for row in support})),
        "decisions": list(_decisions(told)),
        "acled": list(event_rows(told, catalog)),
    }


def line_ids(raid: Raid) -> list[str]:
    """An id for each line of a raid: the raid and the weapon, numbered where one weapon has several rows."""
    seen: dict[str, int] = {}
    made = []
    for line in raid.lines:
        key = f"{raid.id}/{weapon_key(line.weapon)}"
        seen[key] = seen.get(key, 0) + 1
        made.append(key if seen[key] == 1 else f"{key}#{seen[key]}")
    return made


def weapon_key(weapon: Weapon) -> str:
    """A weapon in a word: its models, else its class."""
    return "+".join(weapon.models) or weapon.class_


def coarse(degrees: float | None) -> float | None:
    """A coordinate with two decimals at most."""
    return None if degrees is None else round(degrees, COARSE)


def spread(name: str, value: Value) -> Row:
    """A settled number as its columns."""
    return {
        f"{name}_state": value.state,
        f"{name}_low": value.low,
        f"{name}_best": value.best,
        f"{name}_high": value.high,
        f"{name}_rule": value.rule,
    }


def marks(links: Iterable[Link], told: Told, grade: str, sources: Iterable[str]) -> Row:
    """The columns that end each row."""
    behind = {told.statements[link.statement].report for link in links if link.statement in told.statements}
    return {
        "grade": grade,
        "sources": SEPARATOR.join(sources),
        "audience": AUDIENCE,
        "invented": INVENTED if behind & set(told.invented) else "",
    }


def _attacks(told: Told) -> Iterator[Row]:
    for raid in told.state.raids:
        last = marks(raid.links, told, raid.grade, raid.sources)
        for key, line in zip(line_ids(raid), raid.lines, strict=True):
            numbers = [spread(name, getattr(line, name)) for name in NUMBERS]
            numbers += [spread(name, getattr(raid, name)) for name in ("hit_locations", "debris_locations")]
            yield {
                "id": key,
                "raid": raid.id,
                "night": raid.night,
                "attacker": raid.attacker,
                "target": raid.target,
                "period_start": raid.period.start,
                "period_end": raid.period.end,
                "precision": raid.period.precision,
                "weapon_class": line.weapon.class_,
                "weapon_models": SEPARATOR.join(line.weapon.models),
                "defeat_group": line.group or "",
                "total": line.total,
                "relations": SEPARATOR.join(f"{kind} {other}" for kind, other in raid.relations),
                **{name: cell for number in numbers for name, cell in number.items()},
                **last,
                "sources": SEPARATOR.join(line.reporters) or last["sources"],
            }


def _incident(incident: Incident, told: Told) -> Row:
    place = incident.place
    whole: dict[str, Value] = {harm.kind: harm.count for harm in incident.harm if harm.group is None}
    numbers = [spread(kind, whole.get(kind, Value(state="unknown"))) for kind in HARMS]
    return {
        "id": incident.id,
        "day": None if incident.day == UNDATED else incident.day,
        "attacker": incident.attacker or "",
        "raid": incident.raid or "",
        "place": place.name,
        "place_kind": place.kind,
        "place_id": place.id or "",
        "oblast": place.oblast or "",
        "lat": coarse(place.lat),
        "lon": coarse(place.lon),
        **{name: cell for number in numbers for name, cell in number.items()},
        "damaged": SEPARATOR.join(sorted({damage.object.class_ for damage in incident.damage})),
        "outages": SEPARATOR.join(sorted({outage.utility for outage in incident.outages})),
        "total": incident.total,
        "background": incident.background,
        **marks(incident.links, told, incident.grade, incident.sources),
    }


def harm_id(incident: Incident, harm: Harm) -> str:
    """The id of a row of people harmed."""
    return f"{incident.id}/{harm.kind}" + (f"/{harm.group}" if harm.group else "")


def _harms(incident: Incident, told: Told) -> Iterator[Row]:
    for harm in incident.harm:
        yield {
            "id": harm_id(incident, harm),
            "incident": incident.id,
            "kind": harm.kind,
            "group": harm.group or "",
            **spread("count", harm.count),
            "history": SEPARATOR.join(
                f"{published or 'undated'} {'?' if low is None else low} to {'?' if high is None else high}"
                for published, low, high, _ in harm.history
            ),
            **marks(incident.links, told, incident.grade, incident.sources),
        }


def _damages(incident: Incident, told: Told) -> Iterator[Row]:
    last = marks(incident.links, told, incident.grade, incident.sources)
    for number, damage in enumerate(incident.damage, 1):
        thing = damage.object
        yield {
            "id": f"{incident.id}/damage/{number}",
            "incident": incident.id,
            "kind": "object",
            "class": thing.class_,
            "name": thing.name or "",
            "state": thing.state or "",
            "protection": thing.protection or "",
            "unit": "objects",
            **spread("count", damage.count),
            **last,
        }
    for number, outage in enumerate(incident.outages, 1):
        yield {
            "id": f"{incident.id}/outage/{number}",
            "incident": incident.id,
            "kind": "outage",
            "class": outage.utility,
            "name": "",
            "state": "",
            "protection": "",
            "unit": outage.unit or "",
            **spread("count", outage.count),
            **last,
        }


def _package(package: Package, told: Told) -> Row:
    return {
        "id": package.id,
        "item": package.item,
        "donor": SEPARATOR.join(package.donor),
        "recipient": SEPARATOR.join(package.recipient),
        **spread("quantity", package.quantity),
        "latest": package.latest or "",
        "steps": SEPARATOR.join(f"{step.status or 'short'} {step.said or 'undated'}" for step in package.steps),
        "background": package.background,
        **marks(package.links, told, "", _publishers(package, told)),
    }


def _disputes(told: Told) -> Iterator[Row]:
    things: dict[str, Raid | Incident] = {raid.id: raid for raid in told.state.raids}
    things |= {incident.id: incident for incident in told.state.incidents}
    seen: dict[str, int] = {}
    for dispute in told.state.disputes:
        thing = things[dispute.about]
        key = f"{dispute.about}/{dispute.what}"
        seen[key] = seen.get(key, 0) + 1
        yield {
            "id": key if seen[key] == 1 else f"{key}#{seen[key]}",
            "about": dispute.about,
            "what": dispute.what,
            "values": SEPARATOR.join(_bounds(rival.low, rival.high) for rival in dispute.values),
            "chosen": dispute.chosen,
            **marks(thing.links, told, thing.grade, thing.sources),
        }


def _bounds(low: int | None, high: int | None) -> str:
    if low is None:
        return "no number"
    return str(low) if low == high else f"{low} to {high}" if high is not None else f"{low} or more"


def _raid_support(told: Told) -> Iterator[Row]:
    for raid in told.state.raids:
        last = marks(raid.links, told, raid.grade, raid.sources)
        for key, line in zip(line_ids(raid), raid.lines, strict=True):
            for name in NUMBERS:
                yield from _said(key, name, getattr(line, name), last)
        for name in ("hit_locations", "debris_locations"):
            yield from _said(raid.id, name, getattr(raid, name), last)
        yield from _links(raid.id, raid.links, last)


def _incident_support(told: Told) -> Iterator[Row]:
    for incident in told.state.incidents:
        last = marks(incident.links, told, incident.grade, incident.sources)
        for harm in incident.harm:
            yield from _said(harm_id(incident, harm), "count", harm.count, last)
        for number, damage in enumerate(incident.damage, 1):
            yield from _said(f"{incident.id}/damage/{number}", "count", damage.count, last)
        for number, outage in enumerate(incident.outages, 1):
            yield from _said(f"{incident.id}/outage/{number}", "count", outage.count, last)
        yield from _links(incident.id, incident.links, last)


def _package_support(told: Told) -> Iterator[Row]:
    for package in told.state.packages:
        last = marks(package.links, told, "", _publishers(package, told))
        yield from _said(package.id, "quantity", package.quantity, last)
        yield from _links(package.id, package.links, last)


def _publishers(package: Package, told: Told) -> list[str]:
    keys = [link.statement for link in package.links if link.statement in told.statements]
    return sorted({told.reports[told.statements[key].report].source for key in keys})


def _said(row: str, number: str, value: Value, last: Row) -> Iterator[Row]:
    sides = [("chosen", value.low, value.high, value.rule, value.statements)]
    sides += [("rival", rival.low, rival.high, rival.reason, rival.statements) for rival in value.rivals]
    for role, low, high, reason, statements in sides:
        for key in statements:
            cells = {"row": row, "number": number, "role": role, "low": low, "high": high, "reason": reason}
            yield {**cells, "statement": key, **last}


def _links(row: str, links: Iterable[Link], last: Row) -> Iterator[Row]:
    for link in links:
        cells = {"row": row, "number": "link", "role": "link", "low": None, "high": None, "reason": link.reason}
        yield {**cells, "statement": link.statement, **last}


def _quotes(told: Told, wanted: Collection[str]) -> Iterator[Row]:
    for key in sorted(wanted & told.statements.keys()):
        statement = told.statements[key]
        report = told.reports[statement.report]
        count = statement.count or statement.locations
        yield {
            "id": key,
            "kind": statement.kind,
            "count_form": count.form if count else "",
            "count_low": count.low if count else None,
            "count_high": count.high if count else None,
            "quote": statement.quote.text,
            "start": statement.quote.start,
            "end": statement.quote.end,
            "certainty": statement.certainty,
            "background": statement.background,
            "entered": "analyst-entered" if report.id in told.entered else "",
            "speaker": statement.speaker.name if statement.speaker else "",
            "report": report.id,
            "source": report.source,
            "published": report.published or "",
            "title": report.title or "",
            "address": report.address or "",
            "language": report.language,
            "capture": report.capture,
            "reader": statement.reader,
            "grade": "",
            "sources": report.source,
            "audience": AUDIENCE,
            "invented": INVENTED if report.id in told.invented else "",
        }


def _decisions(told: Told) -> Iterator[Row]:
    for decision, by in told.decisions:
        yield {
            "id": decision.id,
            "verb": decision.verb,
            "statements": SEPARATOR.join(decision.statements),
            "items": SEPARATOR.join(decision.items),
            "reason": decision.reason,
            "author": decision.author,
            "decided_at": decision.decided_at,
            "superseded_by": by or "",
            "correction": decision.correction or "",
            "grade": "",
            "sources": decision.author,
            "audience": AUDIENCE,
            "invented": "",
        }


def lines_of(state: LedgerState) -> Iterator[tuple[str, Raid, RaidLine]]:
    """Every line with its row's id and raid."""
    for raid in state.raids:
        for key, line in zip(line_ids(raid), raid.lines, strict=True):
            yield key, raid, line
