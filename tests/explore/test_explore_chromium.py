"""The page in a real browser: nothing from a report runs, nothing leaves this machine, and anybody can use it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, Request, sync_playwright

from firstlight.store import Filter, ReportFilter
from tests.explore import hostile
from tests.explore.test_explore_hostile import pages
from tests.explore.test_explore_restricted import INVENTORY, OPTIONS, asked  # noqa: F401
from tests.explore.visitor import Visitor
from tests.house.files import ROOT

pytestmark = pytest.mark.system

AXE = ROOT / ".venv" / "axe.min.js"
WIDTHS = (1280, 390)
MISSES = ("/nowhere: console: Failed to load", "/attacks?page=0: console: Failed to load")
WATCH = """
window.ran = [];
window.hit = function (n) { window.ran.push(n); };
window.alert = window.hit;
document.addEventListener("securitypolicyviolation", function (event) {
  window.ran.push(event.violatedDirective + " " + event.blockedURI);
});
"""


@contextmanager
def served(folder: Path, **given: Any) -> Iterator[tuple[Visitor, str]]:
    """A page over a ledger at an address of this machine."""
    with socket.create_server(("127.0.0.1", 0)) as plug:
        port: int = plug.getsockname()[1]
        visitor = Visitor(folder, port=port, **given)
        server = uvicorn.Server(uvicorn.Config(visitor.app, log_level="warning", ws="none", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [plug]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        try:
            yield visitor, f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            thread.join(20)
            visitor.close()


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Chromium, driven."""
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield started
        started.close()


@dataclass
class Watched:
    """A tab and what was seen of it: what ran, what it said on its console, what it asked for elsewhere."""

    page: Page
    address: str
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Watch it."""
        self.page.add_init_script(WATCH)
        self.page.on("console", lambda message: self.wrong.append(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        self.page.on("dialog", lambda dialog: self.wrong.append(f"dialog: {dialog.message}"))
        self.page.on("request", self._asked)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith(self.address + "/"):
            self.wrong.append(f"asked for {request.url}")

    def visit(self, path: str) -> None:
        """Open a page, and everything on it that opens; keep what went wrong under its path."""
        before = len(self.wrong)
        self.page.goto(self.address + path)
        while self.page.locator('meta[http-equiv="refresh"]').count():
            self.page.wait_for_timeout(500)
            self.page.goto(self.address + path)
        self.page.evaluate("document.querySelectorAll('details').forEach(function (one) { one.open = true; })")
        self.wrong += [f"ran: {one}" for one in self.page.evaluate("window.ran")]
        self.wrong[before:] = [f"{path}: {one}" for one in self.wrong[before:]]


def test_nothing_from_a_report_runs(browser: Browser, tmp_path: Path) -> None:
    """300 payloads in each field, on all pages that show them: none runs, no request leaves, no console line."""
    hostile.write(tmp_path / "ledger", hostile.payloads())
    with served(tmp_path / "ledger") as (visitor, address):
        tab = Watched(browser.new_page(), address)
        visited = 0
        for path in list(pages(visitor)):
            tab.visit(path)
            visited += 1
        tab.page.close()
    assert visited > 500
    assert not tab.wrong, tab.wrong[:20]


def test_every_page_is_quiet_and_stays_here(browser: Browser, filled: Path) -> None:
    """On the example week no page asks for anything elsewhere, writes to the console or breaks a rule of its policy."""
    with served(filled) as (visitor, address):
        tab = Watched(browser.new_page(), address)
        for path in _some(visitor):
            tab.visit(path)
        tab.page.close()
    said = [line for line in tab.wrong if not line.startswith(MISSES)]  # of these Chromium itself writes a line
    assert not said, said


def test_the_map_is_drawn_and_leads_on(browser: Browser, filled: Path) -> None:
    """The places of the week stand on the map with borders around them, and one that is clicked opens its incidents."""
    with served(filled) as (_, address):
        tab = Watched(browser.new_page(), address)
        tab.visit("/")
        tab.page.wait_for_selector("path.outline", state="attached")
        spots = tab.page.locator("path.spot")
        assert spots.count() == tab.page.locator("#places li").count() > 3
        spots.first.dispatch_event("click")
        tab.page.wait_for_url("**/attacks?*place=*")
        tab.page.close()
    assert not tab.wrong, tab.wrong


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_is_wider_than_its_window(browser: Browser, filled: Path, width: int) -> None:
    """At the width of a desk and of a telephone no page has to be moved sideways."""
    with served(filled) as (visitor, address):
        page = browser.new_page(viewport={"width": width, "height": 900})
        for path in _some(visitor):
            page.goto(address + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        page.close()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_no_serious_finding_of_axe(
    browser: Browser,
    filled: Path,
    asked: Visitor,  # noqa: F811
    width: int,
    scheme: Any,
) -> None:
    """Anybody can use every page: axe-core finds nothing serious or critical, in light and in dark."""
    if not AXE.exists():
        pytest.skip("no axe-core: `make test-system` fetches it with npm")
    found: list[str] = []
    with_files = {"inventory": INVENTORY, "options": OPTIONS, "paths": 1_000}
    for folder, given in ((filled, {}), (asked.folder, with_files)):
        with served(folder, **given) as (visitor, address):
            context = browser.new_context(
                viewport={"width": width, "height": 900}, bypass_csp=True, color_scheme=scheme
            )
            tab = Watched(context.new_page(), address)
            for path in _some(visitor) if folder == filled else ("/", "/air-defence"):
                tab.visit(path)
                tab.page.evaluate(AXE.read_text("utf-8"))
                violations = tab.page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
                found += [f"{path}: {told}" for told in _serious(violations)]
            context.close()
    assert not found, "\n".join(found)


def _serious(violations: list[dict[str, Any]]) -> Iterator[str]:
    for violation in violations:
        if violation["impact"] in ("serious", "critical"):
            nodes = [" ".join(map(str, node["target"])) for node in violation["nodes"][:3]]
            yield f"{violation['id']}: {violation['help']}: {nodes}"


def test_everything_is_reached_by_keyboard(browser: Browser, filled: Path) -> None:
    """The first stop of the tab key skips to the content; the night of a column opens with Enter."""
    with served(filled) as (_, address):
        page = browser.new_page()
        page.goto(address + "/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        for _ in range(40):
            page.keyboard.press("Tab")
            if "got through" in (page.evaluate("document.activeElement.textContent")):
                break
        page.keyboard.press("Enter")
        page.wait_for_url("**/attacks**")
        page.close()


def test_a_decision_is_made_in_the_browser(browser: Browser, own: Visitor) -> None:
    """A person answers the first question of the queue by the form alone; it is kept with reason and name."""
    with served(own.folder) as (visitor, address):
        page = browser.new_page()
        tab = Watched(page, address)
        tab.visit("/review")
        form = page.locator("form").first
        form.locator("input[type=radio]").first.check()
        form.locator("textarea").fill("both tell of the same night and town")
        form.locator("input[name=author]").fill("A. Tester")
        form.locator("button").click()
        page.wait_for_url("**/review?done=*", timeout=60_000)
        ((decision, _),) = visitor.desk.pages.decisions()
        assert (decision.reason, decision.author) == ("both tell of the same night and town", "A. Tester")
        page.close()
    assert not tab.wrong, tab.wrong


def _some(visitor: Visitor) -> list[str]:
    """One of every kind of page."""
    found = ["/", "/?nights=28", "/attacks", "/attacks?words=nothing+has+this", "/packages", "/sources", "/reports"]
    found += ["/review", "/downloads", "/air-defence", "/nowhere", "/attacks?page=0"]
    for kind, root in (("raid", "attacks"), ("incident", "attacks"), ("package", "packages")):
        found += [f"/{root}/{one.id}" for one in visitor.desk.pages.things(Filter(kind=kind), "harm", 0, 2)]
    report = visitor.desk.pages.reports(ReportFilter(), 0, 1)[0]
    statement = visitor.desk.pages.read_from(report.seq)[0]
    return [*found, f"/reports/{report.id}", f"/captures/{report.capture}", f"/statements/{statement.id}"]
