"""How records look on a terminal: plain lines for a person, no record is changed or computed here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from firstlight.catalog import Catalog
from firstlight.model import Count, Harm, Incident, LedgerState, Package, Raid, RaidLine, Statement, Value, Weapon
from firstlight.pipeline import Done
from firstlight.when import period_label

REFUSED = {"read": "turned away", "reconcile": "set aside", "assess": "left out"}
NUMBERS = ("launched", "intercepted", "left", "airborne", "hit")


def stage_line(done: Done) -> str:
    """One counted line for a stage: in = out + refused by reason."""
    run = done.run
    refused = sum(run.refused.values())
    unit = run.unit.removesuffix("s") if run.counts_in == 1 else run.unit
    line = f"{run.verb:<10} {run.counts_in} {unit} in = {run.counts_out} out"
    line += f" + {refused} {REFUSED.get(run.verb, 'refused')}"
    if run.refused:
        reasons = sorted(run.refused.items(), key=lambda item: (-item[1], item[0]))
        told = (f"{number} {reason.replace('_', ' ').partition(' (')[0]}" for reason, number in reasons)
        line += f" ({', '.join(told)})"
    return line + (f"; {done.note}" if done.note else "")


def count_text(count: Count | None) -> str:
    """A count as the text bounds it."""
    if count is None:
        return ""
    if count.form == "withheld":
        return "withheld"
    if count.form == "unnumbered":
        return "no number"
    return bounds(count.low, count.high)


def bounds(low: int | None, high: int | None) -> str:
    """Two bounds as words: 5, 5-9, 5 or more, up to 9, ?."""
    if low is None and high is None:
        return "?"
    if low == high:
        return str(low)
    if high is None:
        return f"{low} or more"
    return f"up to {high}" if not low else f"{low}-{high}"


def value_text(value: Value) -> str:
    """A settled number: best with its bounds, or the word for why there is none; * where others say otherwise."""
    if value.state in ("withheld", "unnumbered", "unknown"):
        text = {"withheld": "withheld", "unnumbered": "no number", "unknown": "?"}[value.state]
    elif value.best is not None and (value.low, value.high) != (value.best, value.best):
        text = f"{value.best} ({bounds(value.low, value.high)})"
    else:
        text = bounds(value.low, value.high) if value.best is None else str(value.best)
    return text + ("*" if value.rivals else "")


def weapon_text(weapon: Weapon, catalog: Catalog) -> str:
    """The title of what was fired."""
    entry = catalog.weapons.get(weapon.model or "")
    if weapon.models:
        return "/".join(catalog.weapons[model].title if model in catalog.weapons else model for model in weapon.models)
    if entry is not None:
        return entry.title
    kind = catalog.classes.get(weapon.class_)
    return kind.title if kind is not None else weapon.class_.replace("_", " ")


def table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Columns set with spaces; the widest cell decides."""
    cells = [header, *rows]
    widths = [max(len(row[n]) for row in cells) for n in range(len(header))]
    for row in cells:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def attacks_table(state: LedgerState, catalog: Catalog) -> Iterator[str]:
    """Raids night by night with a row for each weapon, then incidents day by day."""
    if state.raids:
        header = ("when", "by", "weapon", *NUMBERS, "grade", "raid")
        yield from table(header, (row for raid in _by_night(state) for row in raid_rows(raid, catalog)))
    if state.incidents:
        yield ""
        rows = (
            incident_row(incident) for incident in sorted(state.incidents, key=lambda i: (i.day, i.place.name, i.id))
        )
        yield from table(("day", "place", "killed", "injured", "damaged", "grade", "incident"), rows)
    cells = [cell for raid in state.raids for row in raid_rows(raid, catalog) for cell in row]
    cells += [cell for incident in state.incidents for cell in incident_row(incident)]
    notes = []
    if any(cell.endswith("*") for cell in cells) or state.disputes:
        disputes = f" ({len(state.disputes)} disputes)" if state.disputes else ""
        notes.append(f"* others say otherwise: `firstlight show ID` lists who{disputes}")
    if any(cell.endswith("+") for cell in cells):
        notes.append("+ sums up other rows and is not added to them")
    if any(_whole(raid) for raid in state.raids):
        notes.append("- is part of another row and is not added to it")
    if notes:
        yield from ("", *notes)


def raid_rows(raid: Raid, catalog: Catalog) -> Iterator[tuple[str, ...]]:
    """The rows of one raid; night, side, grade and id stand on the first."""
    sides = f"{raid.attacker} on {raid.target}"
    sums = "+" if any(relation == "summarises" for relation, _ in raid.relations) else ""
    share = "- " if _whole(raid) else ""
    where = f" ({', '.join(place.name for place in raid.places)})" if share and raid.places else ""
    first = (share + period_label(raid.period.start, raid.period.end) + sums, sides, raid.grade, raid.id)
    for line in raid.lines or (None,):
        night, by, grade, key = first
        weapon, *numbers = _line_cells(line, catalog)
        yield (night, by, weapon + where, *numbers, grade, key)
        first = ("", "", "", "")


def incident_row(incident: Incident) -> tuple[str, ...]:
    """One incident: day, place, dead, injured, what was damaged."""
    harm = {entry.kind: entry for entry in incident.harm if entry.group is None}
    damaged = ", ".join(dict.fromkeys(damage.object.class_.replace("_", " ") for damage in incident.damage))
    name = incident.place.name + ("+" if incident.total else "") + (" (background)" if incident.background else "")
    numbers = (_harm_text(harm.get("killed")), _harm_text(harm.get("injured")))
    return (incident.day, name, *numbers, damaged, incident.grade, incident.id)


def package_line(package: Package) -> str:
    """One package of aid: what, from whom, for whom, and what was said last."""
    donors = ", ".join(package.donor) or "donor not named"
    steps = ", ".join(f"{step.status or 'short'} {step.said or 'undated'}" for step in package.steps)
    number, receivers = value_text(package.quantity), ", ".join(package.recipient) or "?"
    return f"{package.item} ({number}) from {donors} for {receivers}: {steps}"


def statement_line(statement: Statement, catalog: Catalog) -> tuple[str, ...]:
    """kind, count, of what, where, when, hedges: the cells of one row."""
    what = weapon_text(statement.weapon, catalog) if statement.weapon else ""
    if statement.object is not None:
        what = statement.object.name or statement.object.class_.replace("_", " ")
    if statement.supply is not None:
        what = f"{statement.supply.item} {statement.supply.status or ''}".strip()
    if statement.meeting is not None:
        what = statement.meeting.body
    what = what or statement.group or statement.utility or ""
    of = f" of {count_text(statement.of)}" if statement.of else ""
    where = ", ".join(place.name for place in statement.places)
    when = statement.when.start[:16] + " to " + statement.when.end[:16] if statement.when else ""
    hedges = [word for word in (statement.certainty,) if word != "stated"] + ["background"] * statement.background
    return (statement.kind, count_text(statement.count) + of, what, where, when, ", ".join(hedges), statement.id)


def _by_night(state: LedgerState) -> list[Raid]:
    """Raids by night; a part stands right under the raid that it is part of."""
    held = {raid.id: raid for raid in state.raids}

    def order(raid: Raid) -> tuple[str, ...]:
        return (raid.night, raid.period.start, raid.attacker, raid.id)

    def place(raid: Raid) -> tuple[tuple[str, ...], bool, tuple[str, ...]]:
        whole = held.get(_whole(raid) or "")
        return (order(whole) if whole else order(raid), whole is not None, order(raid))

    return sorted(state.raids, key=place)


def _whole(raid: Raid) -> str | None:
    """The id of the raid that a raid is part of."""
    return next((other for relation, other in raid.relations if relation == "included_in"), None)


def _line_cells(line: RaidLine | None, catalog: Catalog) -> tuple[str, ...]:
    if line is None:
        return ("?", *("?" for _ in NUMBERS))
    cells = (value_text(getattr(line, name)) for name in NUMBERS)
    shown = (
        "" if cell == "?" and name not in ("launched", "intercepted") else cell
        for name, cell in zip(NUMBERS, cells, strict=True)
    )
    return (weapon_text(line.weapon, catalog) + ("+" if line.total else ""), *shown)


def _harm_text(harm: Harm | None) -> str:
    return value_text(harm.count) if harm is not None else ""
