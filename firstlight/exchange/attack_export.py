"""The ledger in the columns of the public table of missile attacks: what `import missile-attacks` reads again.

Rows that came from the table are written as the very bytes that came in, unless the ledger has settled another number;
so importing what was exported gives the same statements and the same record. A line that only reports tell is a row of
its own, whose source is `firstlight://RAID/PUBLISHER`. The table has no room for anything but a number: what is
withheld, bounded or unnumbered leaves the cell empty and stands in words in the details.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from firstlight.catalog import Catalog
from firstlight.exchange.attack_map import AttackMap
from firstlight.exchange.cells import Row, Table, read_table
from firstlight.exchange.csv_cells import Cell, guard, line
from firstlight.exchange.missile_attacks import attack_window
from firstlight.model import LedgerState, Raid, RaidLine, Record, Report, Statement, Value
from firstlight.when import KYIV, day_of, parse_instant

ADDRESS = "firstlight://"
REJECTED = "rejected by"
STOPPED = {"shot_down": "shot_down", "either": "intercepted", "suppressed": "suppressed"}
CELLS = {"launched": "launched", "airborne": "airborne"}  # kind of statement to our name of the column
_ROW = re.compile(r"row (\d+)")
_NUMBERS = ("launched", "intercepted", "shot_down", "suppressed", "left", "airborne", "hit")


class AttackTable(Record, frozen=True, kw_only=True):
    """The bytes of the file, how many rows it has, and what of the ledger it cannot hold, by reason."""

    data: bytes
    rows: int
    left_out: Mapping[str, int]


class _Ledger(Record, frozen=True, kw_only=True):
    """The record and what its export looks up."""

    state: LedgerState
    statements: Mapping[str, Statement]
    reports: Mapping[str, Report]
    names: AttackMap
    invented: Collection[str]  # ids of reports that say they are made up
    owned: Mapping[str, RaidLine]  # the line that each row of the table stands on
    loose: Sequence[tuple[Raid, Sequence[RaidLine]]]  # lines that no row stands on, newest raid first


class _Old(Record, frozen=True, kw_only=True):
    """A row that came from the table: its report, its cells, and the bytes that spell it."""

    report: Report
    record: Row
    header: tuple[str, ...]
    data: bytes
    end: str  # its line end


def write_missile_attacks(
    state: LedgerState,
    statements: Mapping[str, Statement],
    reports: Mapping[str, Report],
    catalog: Catalog,
    *,
    read: Callable[[str], bytes],
    invented: Collection[str] = (),
    within: Callable[[str], bool] | None = None,
) -> AttackTable:
    """The record as that table.

    read: the bytes of a capture by its hash; invented: ids of reports that are made up; within: whether a Kyiv date is
    asked for, all of them where it is None.
    """
    names = AttackMap(catalog)
    owned, loose = _lines(state, statements, reports, names.settings["source"])
    ledger = _Ledger(
        state=state, statements=statements, reports=reports, names=names, invented=invented, owned=owned, loose=loose
    )
    left_out: Counter[str] = Counter()
    old = [row for row in _old_rows(ledger, read) if within is None or within(_night(row, ledger))]
    headers = {row.header for row in old}
    header = next(iter(headers)) if len(headers) == 1 else tuple(names.settings["header"])
    end = old[0].end if old else "\n"
    pieces = [*_kept(ledger, old, header, left_out), *_added(ledger, header, left_out, end)]
    return AttackTable(data=b"".join([line(header, end).encode(), *pieces]), rows=len(pieces), left_out=dict(left_out))


def _old_rows(ledger: _Ledger, read: Callable[[str], bytes]) -> list[_Old]:
    """The rows of the table that count, in the order of the longest edition, then of the others."""
    tables: dict[str, tuple[bytes, Table, dict[int, Row]]] = {}
    found: list[tuple[str, int, Report]] = []
    for report in ledger.reports.values():
        number = _ROW.fullmatch(report.locator or "")
        if report.media_type != "table" or report.source != ledger.names.settings["source"] or number is None:
            continue
        if report.capture not in tables:
            data = read(report.capture)
            table = read_table(data, report.capture)
            tables[report.capture] = data, table, {row.number: row for row in table.rows}
        found.append((report.capture, int(number[1]), report))
    rank = {key: place for place, key in enumerate(sorted(tables, key=lambda c: (-len(tables[c][2]), c)))}
    rows = []
    for capture, where, report in sorted(found, key=lambda row: (rank[row[0]], row[1])):
        data, table, records = tables[capture]
        record = records[where]
        end = "\r\n" if data[record.end : record.end + 2] == b"\r\n" else "\n"
        rows.append(_Old(report=report, record=record, header=table.header, data=data, end=end))
    return rows


def _night(row: _Old, ledger: _Ledger) -> str:
    """The Kyiv date on which the attack of a row ends."""
    cells = dict(zip(row.header, (cell.text for cell in row.record.cells), strict=True))
    columns, settings = ledger.names.columns, ledger.names.settings
    window = attack_window(cells[columns["start"]], cells[columns["end"]], settings["morning_hour"])
    return day_of(window).isoformat()


def _kept(ledger: _Ledger, old: Sequence[_Old], header: tuple[str, ...], left_out: Counter[str]) -> Iterator[bytes]:
    """The rows that came from the table, as they came or with what the ledger settled otherwise."""
    rejected = {aside.statement for aside in ledger.state.asides if aside.reason.startswith(REJECTED)}
    told = _by_report(ledger.statements)
    for row in old:
        mine = told.get(row.report.id, [])
        if mine and all(statement.id in rejected for statement in mine):
            left_out["rejected by an analyst"] += 1
            continue
        changes = _changes(ledger, ledger.owned.get(row.report.id), mine, rejected)
        safe = all(guard(cell.text) == cell.text for cell in row.record.cells)
        if row.header == header and safe and not changes:
            yield row.data[row.record.start : row.record.end] + row.end.encode()
        else:
            yield line(_again(row.record, row.header, header, changes), row.end).encode()


def _added(ledger: _Ledger, header: Sequence[str], left_out: Counter[str], end: str) -> Iterator[bytes]:
    """Rows for what only reports tell."""
    for raid, lines in ledger.loose:
        why = _unfit(raid, ledger)
        for number, one in enumerate(lines):
            reason = why or ("the line sums up other lines" if one.total else "")
            if reason:
                left_out[reason] += 1
            else:
                yield line(_fresh(ledger, raid, one, header, first=number == 0), end).encode()


def _by_report(statements: Mapping[str, Statement]) -> dict[str, list[Statement]]:
    found: dict[str, list[Statement]] = {}
    for statement in statements.values():
        found.setdefault(statement.report, []).append(statement)
    return found


def _values(one: RaidLine) -> Iterator[Value]:
    for name in _NUMBERS:
        yield getattr(one, name)


def behind(one: RaidLine) -> set[str]:
    """The ids of the statements that say anything of a line, also what was not chosen."""
    found: set[str] = set()
    for value in _values(one):
        found.update(value.statements)
        found.update(key for rival in value.rivals for key in rival.statements)
    return found


def _lines(
    state: LedgerState, statements: Mapping[str, Statement], reports: Mapping[str, Report], source: str
) -> tuple[dict[str, RaidLine], list[tuple[Raid, list[RaidLine]]]]:
    owned: dict[str, RaidLine] = {}
    loose: list[tuple[Raid, list[RaidLine]]] = []
    for raid in sorted(state.raids, key=lambda raid: (raid.night, raid.id), reverse=True):
        free = []
        for one in raid.lines:
            told = {statements[key].report for key in behind(one) if key in statements}
            rows = sorted(key for key in told if reports[key].source == source)
            owned |= {key: one for key in rows}
            if not rows:
                free.append(one)
        if free:
            loose.append((raid, free))
    return owned, loose


def _changes(
    ledger: _Ledger, one: RaidLine | None, mine: Sequence[Statement], rejected: Collection[str]
) -> dict[str, str]:
    """What the ledger settled otherwise than the row says, by column of the table."""
    changed: dict[str, str] = {}
    words: list[str] = []
    for statement in mine:
        cell = CELLS.get(statement.kind) or ("suppressed" if statement.how == "suppressed" else "destroyed")
        if statement.kind not in ("launched", "intercepted", "airborne") or statement.count is None:
            continue
        column = ledger.names.columns[cell]
        name = STOPPED[statement.how or "shot_down"] if statement.kind == "intercepted" else statement.kind
        value = getattr(one, name) if one is not None else None
        if statement.id in rejected:
            changed[column] = ""
            words.append(f"{column} {statement.count.low} was rejected by an analyst")
        elif value is not None and value.state == "known" and value.best != statement.count.low:
            changed[column] = f"{value.best}.0"
            words.append(f"{column} was {statement.count.low}; {value.rule}")
    if words:
        changed[ledger.names.settings["details"]] = "; ".join(words)
    return changed


def _again(record: Row, theirs: Sequence[str], header: Sequence[str], changes: Mapping[str, str]) -> list[Cell]:
    cells = {name: cell.text for name, cell in zip(theirs, record.cells, strict=True)} | dict(changes)
    return [cells.get(name, "") for name in header]


def _unfit(raid: Raid, ledger: _Ledger) -> str:
    settings = ledger.names.settings
    if (raid.attacker, raid.target) != (settings["attacker"], settings["country"]):
        return "the table holds attacks of one side only"
    if raid.relations:
        return "the raid is part of another, or sums up others"
    return ""


def _fresh(ledger: _Ledger, raid: Raid, one: RaidLine, header: Sequence[str], *, first: bool) -> list[Cell]:
    """A row for a line that only reports tell; what is counted for the whole raid stands on its first row."""
    names = ledger.names
    said = [ledger.statements[key] for key in sorted(behind(one)) if key in ledger.statements]
    both = one.shot_down if one.shot_down.state != "unknown" else one.intercepted
    values = {"launched": one.launched, "destroyed": both, "suppressed": one.suppressed, "airborne": one.airborne}
    if first:
        values |= {"hits": raid.hit_locations, "debris": raid.debris_locations}
    cells = {names.columns[name]: f"{value.best}.0" for name, value in values.items() if value.state == "known"}
    cells |= {
        names.columns["start"]: _local(raid.period.start),
        names.columns["end"]: _local(raid.period.end),
        names.columns["model"]: names.model_name(one.weapon),
        names.columns["launch"]: _places(said, "launch"),
        names.columns["target"]: _target(said, names),
        names.columns["left"]: _left(said, one.left, names),
        names.columns["source"]: f"{ADDRESS}{raid.id}/{names.account(one.reporters)}",
        names.settings["details"]: _details(ledger, raid, one, values, said),
    }
    return [cells.get(name, "") for name in header]


def _local(instant: str) -> str:
    return parse_instant(instant).astimezone(KYIV).strftime("%Y-%m-%d %H:%M")


def _places(said: Sequence[Statement], role: str) -> str:
    found = dict.fromkeys(place.name for statement in said for place in statement.places if place.role == role)
    return " and ".join(found)


def _target(said: Sequence[Statement], names: AttackMap) -> str:
    """The one place that all of them name, else the country."""
    named = [tuple(place for place in one.places if place.role == "target") for one in said]
    first = named[0] if named else ()
    alone = len(first) == 1 and first[0].kind != "country" and all(places == first for places in named)
    return first[0].name if alone else str(names.settings["country_name"])


def _left(said: Sequence[Statement], left: Value, names: AttackMap) -> str:
    over = {place.id for s in said if s.kind == "left" for place in s.places if place.role == "over"}
    key = next((key for key, entry in names.borders.items() if over == {entry["id"]}), None)
    return "{'" + key + f"': {left.best}.0" + "}" if key and left.state == "known" else "{}"


def _details(ledger: _Ledger, raid: Raid, one: RaidLine, values: Mapping[str, Value], said: Sequence[Statement]) -> str:
    words = [f"working; grade {raid.grade}; {', '.join(one.reporters)}"]
    if any(statement.report in ledger.invented for statement in said):
        words.insert(0, "INVENTED")
    for name, value in values.items():
        if value.state == "bounded":
            most = f" to {value.high}" if value.high is not None else " or more"
            words.append(f"{name} {value.low}{most}")
        elif value.state in ("withheld", "unnumbered"):
            words.append(f"{name} {'withheld' if value.state == 'withheld' else 'not numbered'}")
    return "; ".join(words)
