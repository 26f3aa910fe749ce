"""The guard: no spelling, redirect or name leads to a private host, and no public host is refused."""

from __future__ import annotations

import socket
from itertools import product

import numpy as np
import pytest

from firstlight.catalog import catalog
from firstlight.collect.net import Fetcher, Net, is_public, rules_of, target
from firstlight.errors import FetchError

from .server import answer, net_to, serving, went

RULES = rules_of(catalog())
PRIVATE = [
    "127.0.0.1", "10.1.2.3", "172.16.9.9", "192.168.1.1", "169.254.169.254", "100.64.1.1", "0.0.0.0", "198.18.0.7",
    "192.0.0.8", "224.0.0.251", "255.255.255.255", "240.1.1.1", "192.88.99.1", "203.0.113.5", "198.51.100.5",
    "::1", "::", "fe80::1", "fc00::1", "fd12:3456::1", "ff02::1", "fec0::1", "::ffff:10.0.0.1", "::10.0.0.1",
    "64:ff9b::a00:1", "64:ff9b:1::a00:1", "2002:a00:1::1", "2001::1", "2001:db8::1", "100::1", "3fff::1", "5f00::1",
    "2a00:1450:4001:0:0:5efe:a00:1", "2001:10::1", "2001:20::1",
]  # fmt: skip


def spellings(number: int) -> list[str]:
    """Ways in which browsers and resolvers let an IPv4 address be written, and ways to hide it in an address."""
    parts = [number >> shift & 255 for shift in (24, 16, 8, 0)]
    plain = ".".join(map(str, parts))
    hosts = [
        plain, str(number), hex(number), f"0{number:o}", ".".join(f"0x{part:02x}" for part in parts),
        ".".join(f"0{part:o}" for part in parts), f"{parts[0]}.{number & 0xFFFFFF}",
        f"{parts[0]}.{parts[1]}.{number & 0xFFFF}", f"{plain}.", f"[::ffff:{plain}]", f"[::{plain}]",
        f"[64:ff9b::{plain}]", f"[2002:{number >> 16:x}:{number & 0xFFFF:x}::1]", plain.replace(".", "\u3002"),
        "".join(chr(0xFF10 + int(char)) if char.isdigit() else char for char in plain),
        "".join(chr(0x2460 + int(char) - 1) if char in "123456789" else char for char in plain),
        plain.replace(".", "%2e"), f"user@{plain}", f"news.example.com@{plain}", f"{plain}#@news.example.com",
        f"{plain}\\@news.example.com", f"news.example.com\\@{plain}", f"{plain}%00.example.com", f"[{plain}]",
        f"{plain}\t", f"\u200b{plain}", f"{parts[0]}.{parts[1]}.{parts[2]}.0{parts[3]:o}",
    ]  # fmt: skip
    return [f"{scheme}://{host}/page" for host in hosts for scheme in ("http", "https")]


def numbers() -> list[int]:
    """Private IPv4 addresses as numbers, some of them drawn."""
    drawn = np.random.default_rng(20240328).integers(1, 250, size=(6, 2))
    tails = [(10 << 24) + int(a) * 65_536 + int(b) for a, b in drawn]
    return [0x7F000001, 0xA9FEA9FE, 0xC0A80101, 0xAC100909, *tails]


def test_no_spelling_reaches_a_private_host() -> None:
    """Of over 500 spellings, redirects and names none opens a connection to an address that is not public."""
    tried = 0
    reached: list[str] = []
    with serving(lambda path, headers: answer("here is a page of some words")) as server:
        for number in numbers():
            plain = ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0))
            for address in spellings(number):
                net = net_to(server, names=_as_the_system(plain))
                tried += 1
                _try(net, address)
                reached += [f"{address} -> {place}" for place in went(net) if not _is_public(place)]
    assert tried >= 500
    assert not reached, reached[:5]


def test_no_redirect_leads_to_a_private_host() -> None:
    """A page that leads on to a private host, at any of five hops and in any spelling, is followed no further."""
    for number, depth in product(numbers()[:3], range(1, 6)):
        for address in spellings(number)[::3]:
            pages = {f"/{hop}": _to(f"/{hop + 1}") for hop in range(depth - 1)}
            pages[f"/{depth - 1}"] = _to(address)
            with serving(pages) as server:
                net = net_to(server)
                _try(net, "http://news.example.com/0")
                assert {place for place in went(net) if not _is_public(place)} == set(), address


@pytest.mark.parametrize("private", PRIVATE)
def test_no_name_leads_to_a_private_host(private: str) -> None:
    """A name that resolves to a private address, alone or among public ones, is not visited at all."""
    for answers in ([private], ["93.184.215.14", private], [private, "93.184.215.14"]):
        with serving({}) as server:
            net = net_to(server, names={"news.example.com": answers})
            with pytest.raises(FetchError) as caught:
                Fetcher(net, catalog()).fetch("http://news.example.com/")
            assert caught.value.reason == "private" and not went(net)
    assert not is_public(private, RULES)


def test_a_name_is_looked_up_once_for_each_visit() -> None:
    """A name that changes its answer after the check (rebinding) gains nothing: the checked address is connected to."""
    answers = iter([["93.184.215.14"]] + [["127.0.0.1"]] * 9)
    with serving(lambda path, headers: answer("", "404 No") if path == "/robots.txt" else answer("words")) as server:
        net = net_to(server)
        rebinding = net._replace(resolve=lambda host, port: next(answers))
        with pytest.raises(FetchError) as caught:
            Fetcher(rebinding, catalog()).fetch("http://news.example.com/")
        assert caught.value.reason == "private"
        assert went(rebinding) == ["93.184.215.14:80"], "only robots.txt was asked for, at the address checked"


def test_public_hosts_are_not_refused() -> None:
    """A hundred addresses of public hosts, in the spellings that links have, pass the guard."""
    hosts = [f"{word}.{zone}" for word in _WORDS for zone in ("com", "ua", "gov.ua", "org.uk", "co")]
    paths = ["", "/", "/2024/03/28/night.html?a=1&b=%D1%82#top", "/новини/ніч", "/a,b;c=(d)!*'"]
    addresses = [f"https://{host}{paths[number % 5]}" for number, host in enumerate(hosts)]
    addresses += [
        "http://8.8.8.8/",
        "https://[2606:2800:220:1::1]/x",
        "https://приклад.укр/",
        "HTTPS://WWW.EXAMPLE.COM:443/",
    ]
    assert len(addresses) >= 100
    for address in addresses:
        found = target(address, RULES)
        assert found.path.isascii() and found.host.isascii(), address
    assert is_public("8.8.8.8", RULES) and is_public("2606:2800:220:1::1", RULES)


@pytest.mark.parametrize(
    "address",
    ["ftp://example.com/", "file:///etc/passwd", "gopher://example.com", "javascript:alert(1)", "http://", "http:///x",
     "http://example.com:8080/", "http://example.com:22/", "http://localhost/", "https://example.com:80/",
     "http://-a.example/", "http://exa mple.com/", "http://example.com/\r\nHost: x", "http://[::1%25eth0]/",
     "http://" + "a" * 64 + ".com/", "http://example..com/", "data:text/html,x"],
)  # fmt: skip
def test_other_addresses_are_refused_in_one_line(address: str) -> None:
    """What is no plain http or https address on its usual port is refused, with a line that repeats no control code."""
    with pytest.raises(FetchError) as caught:
        target(address, RULES)
    assert caught.value.reason == "address" and str(caught.value).isprintable()


_WORDS = ["example", "news-site", "a1", "x--y", "kyiv-post", "radio", "map", "t", "war-2024", "ab", "ok", "net", "abc",
          "day", "week", "city", "oda", "press", "mil", "energy"]  # fmt: skip


def _as_the_system(plain: str) -> dict[str, list[str]]:
    """What a system's resolver makes of other spellings of an IPv4 address: the address."""
    number = int.from_bytes(socket.inet_aton(plain), "big")
    return {address.partition("://")[2].partition("/")[0]: [plain] for address in spellings(number)}


def _try(net: Net, address: str) -> None:
    try:
        Fetcher(net, catalog()).fetch(address)
    except FetchError:
        return


def _is_public(place: str) -> bool:
    return is_public(place.rpartition(":")[0].strip("[]"), RULES)


def _to(address: str) -> bytes:
    safe = address.encode("utf-8").decode("latin-1")
    return answer("", "302 Found", Location=safe)
