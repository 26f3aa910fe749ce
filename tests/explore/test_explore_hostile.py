"""Text from reports stays text, in every field and on every page; what visitors type finds what it says or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import product
from pathlib import Path
from urllib.parse import quote

import pytest

from firstlight.explore.routes import WAYS
from firstlight.store import Filter, ReportFilter
from tests.explore import hostile
from tests.explore.visitor import Visitor, plain

OURS = frozenset(
    """
    html head meta title link script body a p header span nav ul li main h1 h2 h3 footer form div label select option
    input button table caption thead tbody tr th td article blockquote ol mark sup details summary dl dt dd section
    b br i svg rect figure figcaption pre del ins fieldset legend textarea small
    """.split()  # noqa: SIM905 (as a list it would fill a page)
)


class Seen(HTMLParser):
    """The tags and attributes of a page, and the addresses that it leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: set[str] = set()
        self.scripts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what the tag holds."""
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses |= {value or "" for name, value in attrs if name in ("href", "src", "action", "formaction")}
        self.scripts += [value or "" for name, value in attrs if tag == "script" and name == "src"]


def _seen(text: str) -> Seen:
    seen = Seen()
    seen.feed(text)
    return seen


def pages(visitor: Visitor, step: int = 1) -> Iterator[str]:
    """The lists, and every `step`-th thing of each kind."""
    yield from ("/", "/?nights=28", "/sources", "/review", "/downloads", "/packages", "/packages?page=2")
    yield from (f"/attacks?page={n}" for n in (1, 2, 3, 4))
    yield from (f"/reports?page={n}" for n in (1, 2, 6))
    for kind, root in (("raid", "attacks"), ("incident", "attacks"), ("package", "packages")):
        found = visitor.desk.pages.things(Filter(kind=kind), "oldest", 0, 1000)
        yield from (f"/{root}/{one.id}" for one in found[:: 1 if kind == "raid" else 5 * step])
    reports = visitor.desk.pages.reports(ReportFilter(), 0, 1000)
    for report in reports[::step]:
        yield f"/reports/{report.id}"
    for report in reports[:: 5 * step]:
        yield f"/captures/{report.capture}"
        yield f"/statements/{visitor.desk.pages.read_from(report.seq)[0].id}"
        yield f"/reports?source={quote(report.source[:200], safe='')}"


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """A page over a ledger of three hundred hostile texts in every field."""
    folder: Path = tmp_path_factory.mktemp("hostile") / "ledger"
    hostile.write(folder, hostile.payloads())
    visitor = Visitor(folder)
    yield visitor
    visitor.close()


def test_hostile_text_is_shown_as_text(attacked: Visitor) -> None:
    """No page holds an element, an attribute or an address that its template has not, and the texts stand on them."""
    assert len(hostile.payloads()) >= 300
    assert len(hostile.FIELDS) >= 15
    shown = 0
    for path in pages(attacked, step=12):
        text = attacked.page(path)
        seen = _seen(text)
        assert seen.tags <= OURS, (path, seen.tags - OURS)
        assert not {name for name in seen.attributes if name.startswith("on") or name in ("style", "srcdoc")}, path
        assert all(address.startswith(("/", "#")) for address in seen.addresses), (path, seen.addresses)
        assert all(script.startswith("/static/") for script in seen.scripts), path
        shown += "hit(" in plain(text)
    assert shown > 60


def test_a_title_cannot_end_the_head(attacked: Visitor) -> None:
    """A report whose title would close the page's title is named by it in full."""
    at = hostile.payloads().index("</title><script>hit(150)</script>")
    report = attacked.desk.pages.statements([f"st:{at}-0"])[f"st:{at}-0"][1]
    text = attacked.page(f"/reports/{report.id}")
    assert "<title>&lt;/title&gt;&lt;script&gt;hit(150)&lt;/script&gt; - Firstlight</title>" in text


def injections() -> list[str]:
    """Lines that would change a question if it were put together from text."""
    openers = ("'", '"', "')", '")', "`", "]", "\\'", "%27", "';", "*)")
    bodies = (
        "OR '1'='1' --", "UNION SELECT record FROM reports --", "; DROP TABLE things --", "OR 1=1 #", "AND sleep(5) --",
        "|| (SELECT text FROM reports) ||", "OR words MATCH '*", "NEAR(zqx, 9) OR", "} : zqx OR {text", "^zqx* NOT zqy",
        "; ATTACH 'x.db' AS x --", "ORDER BY 99 --", "LIMIT 1e9 --", "AND load_extension('x') --", "OR rowid > 0 --",
        "; PRAGMA writable_schema=1 --", "UNION ALL SELECT NULL --", "randomblob(1e9) zqx", "char(39) zqx", "/**/zqx",
    )  # fmt: skip
    return [f"zqzq{opener} {body}" for opener, body in product(openers, bodies)]


def test_injections_find_nothing(week: Visitor) -> None:
    """Two hundred lines of SQL and of the text index's own language, in every parameter: no match, or told why not."""
    lines = injections()
    assert len(lines) >= 200
    ways = [way for way in WAYS if way.path in ("/attacks", "/packages", "/reports")]
    places = [(way.path, param) for way in ways for param in way.params]
    for at, line in enumerate(lines):
        for path, param in places[at % 3 :: 3]:
            answer = week.ask(f"{path}?{param.name}={quote(line, safe='')}")
            if param.kind == "text":
                assert answer.status_code == 200, (path, param.name, line, answer.text)
                assert "<tbody>" not in answer.text, (path, param.name, line)
            else:
                assert answer.status_code == 400, (path, param.name, line)


def traversals() -> list[str]:
    """Ways of spelling a file above the folder."""
    ups = ("../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..\\", "..%5c", "....//", "..;/", "%252e%252e%252f", "..%c0%af")
    files = (
        "etc/passwd", "ledger.db", "index.db", "looks.jsonl", "captures/", "proc/self/environ", "app.py", "desk.py",
        "etc/passwd%00.css", "templates/base.html",
    )  # fmt: skip
    return [up * depth + file for up, depth, file in product(ups, range(1, 11), files)]


def test_no_path_leads_to_a_file(week: Visitor) -> None:
    """A thousand spellings of a path out of the folder, on each route that takes a name, give nothing of a file."""
    lines = traversals()
    assert len(lines) >= 1000
    roots = ("/static/", "/captures/", "/downloads/", "/reports/", "/attacks/", "/statements/", "/")
    for at, line in enumerate(lines):
        answer = week.ask(roots[at % len(roots)] + line)
        assert answer.status_code in (307, 308, 400, 404), (line, answer.status_code)
        assert "root:" not in answer.text and "SQLite format" not in answer.text


@pytest.mark.parametrize("name", ["/etc/passwd", "leaflet.js.map", "vendored.toml", "", ".", "explore.css/"])
def test_only_listed_files_are_served(week: Visitor, name: str) -> None:
    """What is no file of the page itself is not served by name."""
    assert week.ask(f"/static/{name}").status_code in (307, 404)
