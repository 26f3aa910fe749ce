"""What an inventory adds: marked restricted and INVENTED where it is, each look logged, and never without a reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from firstlight.errors import DamageError, InventoryError, UsageError
from firstlight.pipeline import Ledger
from firstlight.pipeline.demo import examples
from firstlight.store import Looks
from tests.explore.visitor import Visitor, plain

FILES = examples().parent
INVENTORY, OPTIONS = FILES / "invented-inventory.toml", FILES / "invented-options.toml"


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """A page over the invented nights, with the invented inventory and options."""
    folder = tmp_path_factory.mktemp("invented") / "ledger"
    with Ledger(folder) as ledger:
        ledger.collect([str(FILES / "invented-nights")])
        ledger.read()
        ledger.reconcile()
    visitor = Visitor(folder, inventory=INVENTORY, options=OPTIONS, paths=200)
    yield visitor
    visitor.close()


def test_what_more_would_buy_is_told(asked: Visitor) -> None:
    """Thirty-two more rounds stand in the table of options with what they avoid, and all of it says INVENTED."""
    page = asked.page("/air-defence")
    part = page.partition('<h2 id="options"')[2].partition("</section>")[0]
    rows = [plain(row) for row in re.findall(r"<tr.*?</tr>", part, re.DOTALL)][1:]
    assert any("32 of 64" in row for row in rows)
    assert rows and all("INVENTED" in row for row in rows)
    for name in ("rates", "changes", "expect", "need", "stocks", "options"):
        section = page.partition(f'<h2 id="{name}"')[2].partition("</section>")[0]
        assert "INVENTED" in section, name
    assert "not for publication" in plain(page)


def test_each_look_is_logged_and_the_log_is_chained(asked: Visitor) -> None:
    """Every look at what an inventory gave adds a line; a line changed or taken out is found."""
    asked.page("/air-defence")
    with Ledger(asked.folder) as ledger:
        made, _ = ledger.assess(inventory=INVENTORY)
    assert [(look.what, look.key) for look in Looks(asked.folder).read()][-1] == (
        "assessment with an inventory",
        made.data_hash,
    ), "on the command line too"
    before = len(list(Looks(asked.folder).read()))
    asked.page("/air-defence")
    looks = list(Looks(asked.folder).read())
    assert len(looks) == before + 1
    assert looks[-1].what == "assessment with an inventory"
    path = asked.folder / "looks.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    for damaged in (lines[1:], [lines[0].replace(b"assessment", b"accession"), *lines[1:]]):
        path.write_bytes(b"".join(damaged))
        with pytest.raises(DamageError):
            list(Looks(asked.folder).read())
    path.write_bytes(b"".join(lines))


def test_the_overview_of_invented_nights_says_so(asked: Visitor) -> None:
    """What is computed from invented reports carries the word on every page that shows it."""
    for path in ("/", "/?nights=28", "/attacks", "/sources", "/reports"):
        assert "INVENTED" in plain(asked.page(path)), path
    link = re.search(r'href="(/attacks/raid[^"]*)"', asked.page("/attacks"))
    assert link and "INVENTED" in plain(asked.page(link[1]))


def test_an_inventory_that_cannot_be_used_is_told_of(filled: Path) -> None:
    """On a record too short for a forecast the page stands without stocks and says why."""
    visitor = Visitor(filled, inventory=INVENTORY, options=OPTIONS)
    page = plain(visitor.page("/air-defence"))
    assert "Left out: " in page and "invented-inventory.toml" in page
    assert "Share stopped" in page
    visitor.close()


def test_a_wrong_file_stops_before_the_page_opens(filled: Path, tmp_path: Path) -> None:
    """Options without an inventory, or an inventory with a wrong value, are told of before anything is served."""
    with pytest.raises(UsageError):
        Visitor(filled, options=OPTIONS)
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(INVENTORY.read_text("utf-8").replace("launchers = 16", "launchers = -1"), "utf-8")
    with pytest.raises(InventoryError):
        Visitor(filled, inventory=wrong)
