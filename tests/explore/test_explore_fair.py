"""Either side is spoken of alike, and every claim is that of somebody."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from firstlight.catalog import Catalog
from firstlight.custody import entry_hash
from firstlight.store import Filter, ReportFilter, Store, Work
from tests.brief.catalogues import CLASSES, DATA, RULES, SOURCES, WEAPONS, swap
from tests.brief.week import week as invented_week
from tests.explore.visitor import Visitor, plain


def _page(folder: Path, swapped: bool) -> Visitor:
    """A page over the invented week of the briefing's tests, the parties swapped or not."""
    data = folder / "data"
    shutil.copytree(DATA, data)
    for name, text in (("sources", SOURCES), ("weapons", WEAPONS), ("weapon_classes", CLASSES)):
        (data / f"{name}.toml").write_text(swap(text) if swapped else text, "utf-8")
    (data / "reporting_rules.toml").write_text(swap(RULES) if swapped else RULES, "utf-8")
    wording = (data / "brief" / "en.toml").read_text("utf-8").replace('NO = "Norway"\n', "")
    parties = '[countries]\nNO = "Northland"\nSO = "Southland"\n'
    (data / "brief" / "en.toml").write_text(wording.replace("[countries]\n", parties), "utf-8")
    material = invented_week(swapped=swapped).material()
    ledger = folder / "w" / "ledger"
    at = "2024-04-01T00:00:00+00:00"
    work = Work(who="tester", what="test", why="a week", at=at, inputs="")
    with Store(ledger, chain=entry_hash, gate=lambda statement, report: None, create=True) as store:
        with store.unit(work) as unit:
            for number, capture in enumerate(material.captures.values(), start=1):
                unit.capture(capture, f"capture {number}".encode())
            for report in material.reports.values():
                unit.report(report, report.id)
                said = [one for one in material.statements.values() if one.report == report.id]
                unit.reading(report, ("test/1", "catalogue"), said, ())
        with store.unit(work) as unit:
            unit.state({"": material.state})
            unit.seal(())
    return Visitor(ledger, Catalog(data))


def test_a_swap_of_the_parties_swaps_the_page(tmp_path: Path) -> None:
    """With the two parties exchanged in all that is known, every page is the same with their names exchanged."""
    one, other = _page(tmp_path / "one", swapped=False), _page(tmp_path / "other", swapped=True)
    paths = ["/", "/?nights=14&to=2024-03-28", "/packages", "/downloads"]
    paths += [f"/attacks/{found.id}" for found in one.desk.pages.things(Filter(), "oldest", 0, 100)]
    reports = one.desk.pages.reports(ReportFilter(), 0, 100)
    paths += [f"/reports/{report.id}" for report in reports]
    paths += [f"/statements/{s.id}" for report in reports for s in one.desk.pages.read_from(report.seq)]
    assert len(paths) > 40
    for path in paths:
        assert swap(other.page(path)) == one.page(path), path
    one.close()
    other.close()


def test_every_number_of_an_attack_has_somebody_behind_it(week: Visitor) -> None:
    """On the page of each attack every settled number leads to a statement, and each statement names who says it."""
    for found in week.desk.pages.things(Filter(standing="own"), "newest", 0, 100):
        page = week.page(f"/attacks/{found.id}")
        for cell in re.findall(r'<td class="n"[^>]*>(.*?)</td>', page, re.DOTALL):
            if re.search(r"\d", plain(cell.partition("<a")[0])) and "aria-label" in page and found.kind == "incident":
                assert 'class="ref"' in cell, (found.id, cell)
        cards = page.count('<article class="card"')
        assert cards and page.count('aria-label="What ') == cards
