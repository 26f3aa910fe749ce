"""One visit: bytes as received, both sides' headers, every redirect, within bounds, and politely."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest

from firstlight.catalog import catalog
from firstlight.collect.net import Fetcher
from firstlight.errors import FetchError
from firstlight.model import Hop

from .certificates import root_hash
from .server import Clock, Server, answer, net_to, serving, went

ADDRESS = "http://news.example.com/page"


def fetcher(server: Server, clock: Clock | None = None) -> Fetcher:
    """A fetcher whose whole world is `server`."""
    return Fetcher(net_to(server, clock), catalog())


def shapes() -> list[tuple[str, list[bytes], bytes, bool]]:
    """(name, what the server sends, the body that is to be kept, whether it is whole): 200 shapes of an answer."""
    drawn = np.random.default_rng(7)
    found: list[tuple[str, list[bytes], bytes, bool]] = []
    for number in range(25):
        body = bytes(drawn.integers(0, 256, size=int(drawn.integers(1, 90_000)), dtype=np.uint8))
        cut = int(drawn.integers(1, len(body) + 1))
        packed = gzip.compress(body, mtime=0)
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Shape: a, b\r\nX-Shape: c\r\n"
        whole = b"Content-Length: %d\r\n\r\n" % len(body)
        size = b"Content-Length: %d\r\nContent-Encoding: gzip\r\n\r\n" % len(packed)
        found += [
            (f"length {number}", [head + whole + body], body, True),
            (f"until closed {number}", [head + b"\r\n" + body], body, True),
            (f"chunked {number}", [head + b"Transfer-Encoding: chunked\r\n\r\n", *_chunks(body, drawn)], body, True),
            (f"trailers {number}", [head + b"Transfer-Encoding: chunked\r\nTrailer: x-sum\r\n\r\n",
                                    *_chunks(body, drawn, b"X-Sum: 1\r\n")], body, True),
            (f"gzip {number}", [head + size + packed], packed, True),
            (f"early close {number}", [head + whole + body[: cut - 1]], body[: cut - 1], False),
            (f"cut chunk {number}", [head + b"Transfer-Encoding: chunked\r\n\r\n",
                                     b"%x\r\n" % len(body) + body[: cut - 1]], body[: cut - 1], False),
            (f"early hints {number}", [b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + head + whole, body],
             body, True),
        ]  # fmt: skip
    return found


def _chunks(body: bytes, drawn: np.random.Generator, trailers: bytes = b"") -> list[bytes]:
    parts, here = [], 0
    while here < len(body):
        size = int(drawn.integers(1, 30_000))
        part = body[here : here + size]
        parts.append(b"%x;ext=1\r\n" % len(part) + part + b"\r\n")
        here += size
    return [*parts, b"0\r\n" + trailers + b"\r\n"]


def test_bytes_are_kept_as_they_came() -> None:
    """For 200 shapes of an answer the bytes of the body are those sent, before any content coding, and no field of the
    record is missing."""
    every = shapes()
    assert len(every) == 200
    current: list[bytes] = []
    with serving(lambda path, headers: list(current)) as server:
        for name, sent, body, whole in every:
            current[:] = sent
            came = _without_robots(server).fetch(ADDRESS)
            assert came.body == body, name
            assert (came.cut is None) == whole, name
            (hop,) = came.hops
            assert hop.status == 200 and hop.contacted == "93.184.215.14:80", name
            assert hop.headers.count(("x-shape", "a, b")) == hop.headers.count(("x-shape", "c")) == 1, name
            assert dict(hop.sent)["host"] == "news.example.com" and hop.started <= hop.ended, name
            assert hop.interim == ((103,) if name.startswith("early hints") else ()), name
            assert hop.trailers == ((("x-sum", "1"),) if name.startswith("trailers") else ()), name
            assert all(getattr(hop, field) is not None for field in Hop.__struct_fields__ if field != "certificate")


def _without_robots(server: Server) -> Fetcher:
    made = fetcher(server)
    made.manners._robots["http://news.example.com:80"] = True
    return made


def test_redirects_are_recorded_hop_by_hop() -> None:
    """Every hop is kept with its headers; more than five are too many; the body of a redirect is not read."""
    pages: dict[str, bytes | list[bytes]] = {
        "/page": answer("x" * 1000, "301 Moved", Location="/a"),
        "/a": answer("", "307 Temporary", Location="https-is-not-needed/b"),
        "/https-is-not-needed/b": answer("the words of the page"),
    }
    with serving(pages) as server:
        came = fetcher(server).fetch(ADDRESS)
    assert [hop.status for hop in came.hops] == [301, 307, 200]
    assert came.address == "http://news.example.com/https-is-not-needed/b" and came.content == b"the words of the page"
    with (
        serving(lambda path, headers: answer("", "302 Found", Location=path + "x")) as server,
        pytest.raises(FetchError),
    ):
        _without_robots(server).fetch(ADDRESS)


@cache
def bombs() -> dict[str, Callable[[], bytes | list[bytes]]]:
    """Answers made to exhaust memory or time."""
    zeros = zlib.compressobj(9, wbits=31)
    bomb = zeros.compress(bytes(250_000_000)) + zeros.flush()
    twice = gzip.compress(bomb, mtime=0)

    def packed(body: bytes, coding: str) -> bytes:
        return answer(body, Content_Encoding=coding)

    many = b"".join(b"X-%d: y\r\n" % number for number in range(20_000))
    return {
        "gzip": lambda: packed(bomb, "gzip"),
        "gzip twice": lambda: packed(twice, "gzip, gzip"),
        "headers": lambda: b"HTTP/1.1 200 OK\r\n" + many + b"\r\nx",
        "one header": lambda: b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000 + b"\r\n\r\nx",
        "no end of headers": lambda: b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000,
        "chunk size": lambda: b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"f" * 100_000 + b"\r\n",
        "too long": lambda: [b"HTTP/1.1 200 OK\r\n\r\n"] + [bytes(1_000_000)] * 60,
        "not http": lambda: b"\x16\x03\x01 hello",
        "empty": lambda: b"",
        "unknown coding": lambda: packed(b"words", "br"),
        "broken gzip": lambda: packed(b"\x1f\x8b\x08words", "gzip"),
    }


@pytest.mark.parametrize("name", list(bombs()))
def test_bombs_do_not_open(name: str) -> None:
    """An answer made to exhaust memory ends in a refusal, or is kept as its few bytes without content."""
    sent = bombs()[name]()
    with serving(lambda path, headers: sent) as server:
        try:
            came = _without_robots(server).fetch(ADDRESS)
        except FetchError as error:
            assert error.reason in ("too_large", "broken", "unreachable") and str(error).count("\n") == 0
        else:
            assert came.content == b"" and came.cut, name


def test_slow_servers_do_not_hold_us() -> None:
    """A server that sends a byte now and then is left when the time for one page is over."""
    clock = Clock()

    def drip(path: str, headers: dict[str, str]) -> list[bytes]:
        clock.now += 61
        return [b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx"]

    with serving(drip) as server:
        made = fetcher(server, clock)
        made.manners._robots["http://news.example.com:80"] = True
        with pytest.raises(FetchError) as caught:
            made.fetch(ADDRESS)
    assert caught.value.reason == "too_slow"


def test_one_request_a_second_to_a_host() -> None:
    """Between two requests to one host at least a second passes, robots.txt included; others do not wait."""
    clock = Clock()
    with serving({"/page": answer("words")}) as server:
        made = fetcher(server, clock)
        for _ in range(3):
            made.fetch(ADDRESS)
        assert clock.slept == [1.0, 1.0, 1.0]
        made.fetch("http://other.example.com/page")
        assert clock.slept == [1.0] * 4, "one wait, between robots.txt and page of the other host"


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        (answer("User-agent: *\nDisallow: /page", media="text/plain"), False),
        (answer("User-agent: Firstlight\nDisallow: /\n\nUser-agent: *\nAllow: /", media="text/plain"), False),
        (answer("User-agent: *\nDisallow: /private", media="text/plain"), True),
        (answer("", "404 Not Found"), True),
        (answer("", "403 Forbidden"), True),
        (answer("", "503 Busy"), False),
        (b"nonsense", False),
    ],
)
def test_robots_are_obeyed(robots: bytes, allowed: bool) -> None:
    """A page that robots.txt forbids is not asked for; a missing file allows all, a failing server nothing."""
    with serving({"/robots.txt": robots, "/page": answer("words")}) as server:
        made = fetcher(server)
        if allowed:
            assert made.fetch(ADDRESS).content == b"words"
        else:
            with pytest.raises(FetchError) as caught:
                made.fetch(ADDRESS)
            assert caught.value.reason == "robots"
            assert [path for path, _ in server.asked] == ["/robots.txt"]


def test_crawl_delay_and_retry_after_are_honoured() -> None:
    """A crawl delay spaces the requests; a short Retry-After is waited for once, a long one ends the visit."""
    clock = Clock()
    busy = iter([answer("", "429 Too Many", Retry_After="30"), answer("words")])
    pages: dict[str, Any] = {"/robots.txt": answer("User-agent: *\nCrawl-delay: 7", media="text/plain")}
    with serving(lambda path, headers: pages.get(path) or next(busy)) as server:
        made = fetcher(server, clock)
        assert made.fetch(ADDRESS).content == b"words"
        assert clock.slept == [7.0, 30.0] or clock.slept == [1.0, 30.0]
        made.fetch("http://news.example.com/robots.txt")
        assert clock.slept[-1] == 7.0
    with serving(lambda path, headers: answer("", "503 Busy", Retry_After="99999")) as server:
        made = fetcher(server)
        made.manners._robots["http://news.example.com:80"] = True
        assert made.fetch(ADDRESS).status == 503
        with pytest.raises(FetchError) as caught:
            made.fetch(ADDRESS)
        assert caught.value.reason == "asked_to_wait" and len(went(made.net)) == 1


def test_the_environment_names_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Variables that name a proxy change nothing: every connection goes to the address that was checked."""
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    with serving({"/page": answer("words")}) as server:
        made = fetcher(server)
        made.fetch(ADDRESS)
        assert set(went(made.net)) == {"93.184.215.14:80"}


@pytest.mark.parametrize("kind", ["expired", "other_host", "self_signed", "old_protocol"])
def test_a_bad_certificate_is_refused(kind: str) -> None:
    """A certificate that is out of date, for another host or of nobody's, and an old protocol: nothing is read."""
    with serving({"/page": answer("words")}, kind) as server:
        with pytest.raises(FetchError) as caught:
            fetcher(server).fetch("https://news.example.com/page")
        assert caught.value.reason == "tls" and server.asked == []


def test_a_good_certificate_is_recorded() -> None:
    """The hash of every certificate from the server's to the trusted root stands in the record of the visit."""
    with serving({"/page": answer("words")}) as server:
        (hop,) = fetcher(server).fetch("https://news.example.com/page").hops
    assert hop.certificate is not None and len(hop.certificate) == 64 and hop.contacted.endswith(":443")
    assert hop.chain == (hop.certificate, root_hash())
