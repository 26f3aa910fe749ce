"""Who may ask, what every answer bears, and that asking changes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest

from firstlight.explore.guard import HEADERS, SANDBOX
from firstlight.explore.routes import WAYS
from firstlight.store import Filter, ReportFilter
from tests.explore.visitor import HOST, Visitor, links

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")
ORIGIN = {"origin": f"http://{HOST}"}


def routes(week: Visitor) -> Iterator[str]:
    """One address of every route, with keys that the ledger holds."""
    report = week.desk.pages.reports(ReportFilter(), 0, 1)[0]
    keys = {
        "/attacks/{key}": _first(week, "raid"),
        "/packages/{key}": _first(week, "package"),
        "/reports/{key}": report.id,
        "/statements/{key}": week.desk.pages.read_from(report.seq)[0].id,
        "/captures/{key}": report.capture,
        "/captures/{key}/bytes": report.capture,
        "/downloads/{key}": "dump.jsonl",
    }
    for way in WAYS:
        yield way.path.replace("{key}", keys.get(way.path, ""))
    yield from ("/air-defence", "/review", "/openapi.json", "/static/explore.css")


def _first(week: Visitor, kind: str) -> str:
    return week.desk.pages.things(Filter(kind=kind), "newest", 0, 1)[0].id


def _odd_hosts() -> list[str]:
    names = ["", "localhost", "127.0.0.1", "evil.example", "127.0.0.1.evil.example", "[::1]:8750", "0.0.0.0:8750"]
    names += ["127.0.0.1:8751", "127.1:8750", "2130706433:8750", "0x7f.1:8750", f"{HOST}.", f"{HOST}@evil.example"]
    names += [f"a{n}.rebind.example:8750" for n in range(60)] + [f"127.0.0.{n}:8750" for n in range(2, 29)]
    return names


def test_every_answer_bears_the_headers(week: Visitor) -> None:
    """Every page that links lead to, and every error, carries each security header; no other policy is looser."""
    waiting, seen = {"/", "/nowhere", "/attacks/none", "/?to=never", "/static/none"}, set[str]()
    while waiting and len(seen) < 160:
        path = waiting.pop()
        seen.add(path)
        answer = week.ask(path)
        assert answer.status_code in (200, 308, 400, 404), (path, answer.text)
        for name, value in HEADERS.items():
            expected = SANDBOX if path.endswith("/bytes") and name == "content-security-policy" else value
            assert answer.headers[name] == expected, path
        if answer.headers["content-type"].startswith("text/html"):
            waiting |= links(answer.text) - seen
    assert len(seen) == 160


@pytest.mark.parametrize("method", METHODS)
def test_other_methods_bear_the_headers(week: Visitor, method: str) -> None:
    """A refused method, host, origin or form carries each security header as well."""
    for path, headers in (("/", None), ("/decide", ORIGIN), ("/", {"host": "evil.example"})):
        answer = week.ask(path, method, headers)
        assert all(answer.headers[name] == value for name, value in HEADERS.items())


def test_other_hosts_get_nothing(week: Visitor) -> None:
    """Asked by any of 100 names that are not its own, no route answers with anything of the ledger."""
    hosts = _odd_hosts()
    assert len(hosts) >= 100
    for path in routes(week):
        for host in hosts:
            answer = week.ask(path, headers={"host": host})
            assert (answer.status_code, answer.text) == (421, "This page answers to its own address only.\n")


def test_other_origins_get_nothing(week: Visitor) -> None:
    """A request that another page sends is refused, whatever it asks for; one of this page is not."""
    others = ("http://evil.example", "null", "https://127.0.0.1:8750", "http://127.0.0.1:8751", "http://127.0.0.1", "")
    for path in routes(week):
        for origin in others:
            assert week.ask(path, headers={"origin": origin}).status_code == 403
        assert week.ask(path, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert week.ask("/", headers=ORIGIN).status_code == 200
    assert week.ask("/decide", "POST", {"origin": "null", "sec-fetch-site": "cross-site"}).status_code == 403
    assert week.ask("/decide", "POST", {"origin": "null", "sec-fetch-site": "same-origin"}).status_code == 415


def test_asking_changes_nothing(week: Visitor) -> None:
    """All methods on all routes, with the origin of the page itself, leave the ledger's file as it was."""
    before = _stamp(week)
    for path in [*routes(week), "/decide"]:
        for method in METHODS:
            answer = week.ask(path, method, ORIGIN)
            assert answer.status_code in (200, 303, 308, 400, 404, 405, 415), (method, path, answer.status_code)
    assert _stamp(week) == before


def _stamp(week: Visitor) -> dict[str, str]:
    files = [path for path in week.folder.rglob("*") if path.is_file()]
    kept = [path for path in files if not path.name.startswith(("index.db", "looks", "writer.lock", "ledger.db-shm"))]
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in kept}


def test_captures_are_never_active(week: Visitor) -> None:
    """The bytes of every capture, HTML among them, come as plain text in a sandbox."""
    captures = {report.capture: report for report in week.desk.pages.reports(ReportFilter(), 0, 100)}
    media = set()
    for sha256 in captures:
        answer = week.ask(f"/captures/{sha256}/bytes")
        assert answer.headers["content-type"].startswith("text/plain")
        assert "sandbox" in answer.headers["content-security-policy"].split("; ")
        assert hashlib.sha256(answer.content).hexdigest() == sha256
        media.add(week.desk.pages.captures(sha256)[0].media)
    assert {"html", "text", "telegram"} <= media
