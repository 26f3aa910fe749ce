"""The example week, from its files to the ledger, against the answer key week.toml; a failure names the number."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from firstlight.catalog import catalog
from firstlight.collect import Collected, CollectOptions, collect
from firstlight.model import Incident, LedgerState, RaidLine, Report, Value
from firstlight.pipeline import Ledger
from firstlight.read import read

from .matching import brief, compare

ROOT = Path(__file__).resolve().parents[2]
WEEK = ROOT / "examples" / "2024-03"
KEY: dict[str, list[dict[str, Any]]] = tomllib.loads((Path(__file__).parent / "week.toml").read_text("utf-8"))
NIGHTS = {f"2024-03-{day}" for day in range(21, 29)}

Wanted = dict[str, Any]


def _named(section: str, *keys: str) -> list[Any]:
    """The entries of one section as test parameters, named by the values of `keys`."""
    return [pytest.param(entry, id=" ".join(str(entry[key]) for key in keys if key in entry)) for entry in KEY[section]]


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> LedgerState:
    """The ledger of the week, built once."""
    with Ledger(tmp_path_factory.mktemp("week") / "ledger") as ledger:
        ledger.collect([str(WEEK)])
        ledger.read()
        ledger.reconcile()
        return ledger.state()


@pytest.fixture(scope="module")
def reports() -> dict[tuple[str, str | None], Report]:
    """Reports of the week by file and locator."""
    found: dict[tuple[str, str | None], Report] = {}
    for item in collect(str(WEEK), CollectOptions(), catalog(), "2024-04-01T00:00:00+00:00"):
        if isinstance(item, Collected):
            for report in item.reports:
                found[item.capture.origin.replace("\\", "/"), report.locator] = report
    return found


def _fits(wanted: Wanted, line: RaidLine) -> bool:
    return (
        wanted.get("model") in (None, line.weapon.model, *line.weapon.models[:1])
        and ("models" not in wanted or sorted(line.weapon.models) == wanted["models"])
        and wanted.get("class") in (None, line.weapon.class_)
        and line.total == wanted.get("total", False)
    )


def _lines(state: LedgerState, wanted: Wanted, nights: set[str]) -> list[RaidLine]:
    """Raid lines of one side, some nights and one weapon; recaps, and parts of a raid that tells the same, left out."""
    found = {
        raid.id: [line for line in raid.lines if _fits(wanted, line)]
        for raid in state.raids
        if raid.night in nights and raid.attacker == wanted.get("attacker", "RU")
        if not any(relation == "summarises" for relation, _ in raid.relations)
    }
    parts = {
        raid.id
        for raid in state.raids
        for relation, whole in raid.relations
        if relation == "included_in" and found.get(whole)
    }
    return [line for raid, lines in found.items() if raid not in parts for line in lines]


def _best(values: Sequence[Value]) -> int | str:
    numbers = [value.best for value in values if value.best is not None]
    return sum(numbers) if numbers else "unknown"


def _counts(lines: Sequence[RaidLine], wanted: Wanted) -> Wanted:
    return {key: _best([getattr(line, key) for line in lines]) for key in ("launched", "intercepted") if key in wanted}


def _asked(wanted: Wanted) -> Wanted:
    return {key: wanted[key] for key in ("launched", "intercepted") if key in wanted}


@pytest.mark.parametrize("wanted", _named("line", "night", "model", "models", "class"))
def test_night_and_weapon(state: LedgerState, wanted: Wanted) -> None:
    """One line per night and weapon, with the numbers of the record; what nobody said stays unknown, not zero."""
    lines = _lines(state, wanted, {wanted["night"]})
    assert len(lines) == 1, f"{len(lines)} lines: {lines}"
    assert _counts(lines, wanted) == _asked(wanted)


@pytest.mark.parametrize("wanted", _named("sum", "model", "class"))
def test_week_adds_up(state: LedgerState, wanted: Wanted) -> None:
    """Over the week nothing is counted twice: totals, copies, translations, recaps and regions add nothing."""
    assert _counts(_lines(state, wanted, NIGHTS), wanted) == _asked(wanted)


@pytest.mark.parametrize("wanted", _named("claim", "night", "attacker"))
def test_other_sides_claim_stands_apart(state: LedgerState, wanted: Wanted) -> None:
    """Drones that Russia says it shot down are a raid by Ukraine; the regions named are parts of the total."""
    lines = _lines(state, {**wanted, "total": True}, {wanted["night"]}) or _lines(state, wanted, {wanted["night"]})
    assert _counts(lines, wanted) == _asked(wanted)


def _incident(state: LedgerState, wanted: Wanted) -> Incident:
    found = [i for i in state.incidents if i.day == wanted["day"] and i.place.name == wanted["place"] and not i.total]
    assert len(found) == 1, (
        f"{len(found)} incidents; that day has {[i.place.name for i in state.incidents if i.day == wanted['day']]}"
    )
    return found[0]


@pytest.mark.parametrize("wanted", _named("incident", "day", "place"))
def test_incident(state: LedgerState, wanted: Wanted) -> None:
    """One incident per place and day, with the last known dead and injured, what was damaged and who lost power."""
    incident = _incident(state, wanted)
    harm = {harm.kind: harm.count for harm in incident.harm if harm.group is None}
    for kind in ("killed", "injured"):
        if kind in wanted:
            assert kind in harm, f"nobody {kind}: {sorted(harm)}"
            assert (kind, harm[kind].best) == (kind, wanted[kind])
    if "rivals" in wanted:
        assert {rival.high for rival in harm["injured"].rivals} >= set(wanted["rivals"])
    assert {damage.object.class_ for damage in incident.damage} >= set(wanted.get("damaged", ()))
    if "power" in wanted:
        assert [outage.count.best for outage in incident.outages if outage.utility == "power"] == [wanted["power"]]


@pytest.mark.parametrize("wanted", _named("harm"))
def test_harm_of_the_week(state: LedgerState, wanted: Wanted) -> None:
    """The dead and injured of all incidents in Ukraine add up to the week's, each counted once."""
    for kind in ("killed", "injured"):
        numbers = {
            f"{incident.day} {incident.place.name}": harm.count.best
            for incident in state.incidents
            if incident.day in NIGHTS and incident.attacker == "RU" and not incident.total and not incident.background
            for harm in incident.harm
            if harm.kind == kind and harm.group is None and harm.count.best
        }
        assert sum(number or 0 for number in numbers.values()) == wanted[kind], f"{kind}: {numbers}"


@pytest.mark.parametrize("wanted", _named("package", "item", "step", "donor"))
def test_package(state: LedgerState, wanted: Wanted) -> None:
    """Aid that was asked for, promised, delivered, or is short, with its donor and quantity."""
    status = None if wanted["step"] == "short" else wanted["step"]
    found = [
        package
        for package in state.packages
        if package.item == wanted["item"] and status in {step.status for step in package.steps}
        if wanted.get("donor") in (None, *package.donor)
    ]
    assert found, [(package.item, package.latest, package.donor) for package in state.packages]
    if "quantity" in wanted:
        assert found[0].quantity.best == wanted["quantity"]


@pytest.mark.parametrize("wanted", _named("dispute", "about"))
def test_dispute(state: LedgerState, wanted: Wanted) -> None:
    """Two different numbers for one thing are shown as a dispute, whichever was chosen."""
    shown = [{value.high for value in dispute.values} for dispute in state.disputes]
    assert set(wanted["values"]) in shown, [(dispute.what, dispute.values) for dispute in state.disputes]


def test_stalled_aid_is_kept(state: LedgerState) -> None:
    """The American package that is stalled is in the ledger as stalled."""
    assert any(package.latest == "stalled" and "US" in package.donor for package in state.packages)


def test_every_file_is_taken_in(reports: dict[tuple[str, str | None], Report]) -> None:
    """The folder gives 29 reports, seven of them messages of the channel; service and empty messages give none."""
    assert len(reports) == 29, sorted(map(str, reports))
    assert sum(report.source == "ua-air-force" for report in reports.values()) == 11


def _report(reports: dict[tuple[str, str | None], Report], wanted: Wanted) -> Report:
    for (origin, locator), report in reports.items():
        if origin.endswith(wanted["file"]) and ("locator" not in wanted or wanted["locator"] in (locator or "")):
            return report
    raise AssertionError(f"no report {wanted['file']} {wanted.get('locator', '')} among {sorted(map(str, reports))}")


@pytest.mark.parametrize("wanted", _named("report", "file", "locator"))
def test_report_says(reports: dict[tuple[str, str | None], Report], wanted: Wanted) -> None:
    """The key facts of a report are read with their quotes, and none of the numbers that mean something else."""
    said = read(_report(reports, wanted), catalog()).statements
    missed, surplus = compare(wanted["facts"], said)
    assert missed == [], [brief(statement) for statement in said]
    if wanted.get("only"):
        assert [brief(statement) for statement in surplus] == []
    counted = [s for s in said if s.count and s.count.high in wanted.get("never", ())]
    assert [brief(statement) for statement in counted] == []
