"""Official summaries, read and reconciled, against the public table of missile attacks: every difference, listed.

    python tools/compare_summaries.py TEXTS.jsonl.gz TABLE.csv

TEXTS holds one JSON object a line (text, published, lang); those that are dated and name the Air Force are taken as its
summaries. TABLE is the table that `firstlight import missile-attacks` reads. For each Kyiv date of which both tell, the
figures of the country's raids are added by weapon and printed where they differ or only one side has them. Neither
texts nor table are shipped.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from firstlight.catalog import Catalog, catalog
from firstlight.exchange.missile_attacks import read_missile_attacks
from firstlight.model import LedgerState, Report, Statement
from firstlight.read import read
from firstlight.reconcile import reconcile

PUBLISHER = "ua-air-force"
FIGURES = ("launched", "intercepted")
Key = tuple[str, str, str]  # date, weapon, figure
Numbers = dict[Key, int | None]  # None: told, but with no exact number


def summaries(path: Path, known: Catalog) -> list[Report]:
    """The dated texts that name the publisher, as its reports."""
    names = [name.casefold() for name in (known.sources[PUBLISHER].name, *known.sources[PUBLISHER].aliases)]
    found = []
    for line in gzip.decompress(path.read_bytes()).decode().splitlines():
        row = json.loads(line)
        if row["published"] and any(name in row["text"].casefold() for name in names):
            seal = hashlib.sha256(row["text"].encode()).hexdigest()
            found.append(
                Report(
                    id="sha256:" + seal, capture=seal, locator=row["id"], source=PUBLISHER, address=None, title=None,
                    published=row["published"], language=row["lang"], text=row["text"], view="text/1", encoding="utf-8",
                )
            )  # fmt: skip
    return found


def numbers(state: LedgerState) -> Numbers:
    """The figures of the country's raids by date and weapon, the raids of a date added; totals left out."""
    found: Numbers = {}
    for raid in state.raids:
        if raid.attacker != "RU" or raid.relations:
            continue
        for line in raid.lines:
            if line.total:
                continue
            weapon = "/".join((line.weapon.class_, *line.weapon.models))
            for figure in FIGURES:
                value = getattr(line, figure)
                if value.state == "unknown":
                    continue
                key = (raid.night, weapon, figure)
                before = found.get(key, 0)
                exact = value.state == "known" and before is not None
                found[key] = (before or 0) + (value.best or 0) if exact else None
    return found


def compared(ours: Numbers, theirs: Numbers) -> dict[str, list[Key]]:
    """The keys by agree, differ, only here, only there; of dates of which both tell."""
    dates = {key[0] for key in ours} & {key[0] for key in theirs}
    found: dict[str, list[Key]] = defaultdict(list)
    for key in sorted(key for key in ours.keys() | theirs.keys() if key[0] in dates):
        if key in ours and key in theirs:
            found["agree" if ours[key] == theirs[key] else "differ"].append(key)
        else:
            found["only here" if key in ours else "only there"].append(key)
    return found


def reconciled(reports: Iterable[Report], statements: Iterable[Statement], known: Catalog) -> LedgerState:
    """The ledger of some reports."""
    return reconcile({s.id: s for s in statements}, {r.id: r for r in reports}, (), known)


def main(texts: Path, table: Path) -> None:
    """Print the comparison."""
    known = catalog()
    reports = summaries(texts, known)
    said = [statement for report in reports for statement in read(report, known).statements]
    mine = reconciled(reports, said, known)
    rows = read_missile_attacks(table.read_bytes(), table.name, known, "2026-03-02T00:00:00+00:00")
    theirs = numbers(reconciled(rows.reports, rows.statements, known))
    ours = numbers(mine)
    found = compared(ours, theirs)
    print(f"{len(reports)} summaries, {len(said)} statements, {len(mine.raids)} raids, {len(mine.disputes)} disputes")
    print(", ".join(f"{name} {len(keys)}" for name, keys in sorted(found.items())))
    behind: dict[str, set[str]] = defaultdict(set)
    locator = {report.id: report.locator or "" for report in reports}
    by_id = {statement.id: statement for statement in said}
    for raid in mine.raids:
        behind[raid.night].update(locator[by_id[link.statement].report] for link in raid.links)
    for name in ("differ", "only here", "only there"):
        print(f"\n{name}: {dict(Counter(key[2] for key in found[name]))}")
        for date, weapon, figure in found[name]:
            key = (date, weapon, figure)
            here, there = ours.get(key, "-"), theirs.get(key, "-")
            print(f"  {date} {figure} {weapon}: here {here}, there {there}  ({', '.join(sorted(behind[date]))})")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
