"""The guard before every connection: how an address may be spelled, and which hosts are public.

An address is taken only in its plain spelling; whatever a browser would repair (backslashes, control characters, a user
before the host, digits in other forms) is refused, since two readers of such an address may see two hosts. Names are
resolved once, every answer must be public by our own table, and the connection goes to the very address that was
checked: a second look-up (rebinding) never happens.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import quote, urljoin

from firstlight.collect.net.rules import NetworkRules
from firstlight.errors import FetchError
from firstlight.model import Record

_ADDRESS = re.compile(r"(https?)://([^/?#]*)([/?][^#]*)?(?:#.*)?", re.I | re.S)
_PLACE = re.compile(r"(\[[0-9a-fA-F:.]+\]|[^:\[\]]+)(?::([0-9]{1,5}))?")
_ODD = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\\<>\"{}|^`]")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.I)
_SAFE = "/?:@!$&'()*+,;=~%-._"


class Target(Record, frozen=True, kw_only=True):
    """A checked address: where to connect and what to ask for; `host` is a name or an address without brackets."""

    address: str
    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """Scheme, host and port: what cookies, robots.txt and politeness are counted by."""
        return f"{self.scheme}://{self.host}:{self.port}"

    @property
    def host_header(self) -> str:
        """The host as the Host header says it."""
        return f"[{self.host}]" if ":" in self.host else self.host


def target(address: str, rules: NetworkRules, base: str | None = None) -> Target:
    """The target of `address`, which may be relative to `base`.

    Raises FetchError (reason `address`) for what is no plain http or https address on its usual port.
    """
    text = address.strip(" \t\r\n")
    if base is not None:
        if _ODD.search(text):
            raise _refused(address, "it holds characters that no address may hold")
        text = urljoin(base, text)
    if len(text) > rules.bounds.address_chars:
        raise _refused(address, f"it is longer than {rules.bounds.address_chars} characters")
    if _ODD.search(text):
        raise _refused(address, "it holds characters that no address may hold")
    found = _ADDRESS.fullmatch(text)
    if found is None:
        raise _refused(address, "only http and https addresses are fetched")
    scheme, place, path = found.group(1).lower(), found.group(2), found.group(3) or "/"
    if "@" in place or "%" in place:
        raise _refused(address, "a user name or an escape stands in its host")
    parts = _PLACE.fullmatch(place)
    if parts is None:
        raise _refused(address, "its host cannot be read")
    usual = rules.blocked.ports[scheme]
    port = int(parts.group(2) or usual)
    if port != usual:
        raise _refused(address, f"only port {usual} is visited for {scheme}")
    host = _host(parts.group(1), address)
    path = quote(path if path.startswith("/") else "/" + path, safe=_SAFE)
    shown = f"[{host}]" if ":" in host else host
    return Target(address=f"{scheme}://{shown}{path}", scheme=scheme, host=host, port=port, path=path)


def checked(target_: Target, answers: Sequence[str], rules: NetworkRules) -> tuple[str, ...]:
    """The answers of the one look-up of a host, each found public; FetchError (`private`) where any is not."""
    if not answers:
        raise FetchError("no_host", f"{target_.address}: the host {target_.host} has no address: check its name")
    for answer in answers:
        if not is_public(answer, rules):
            raise FetchError(
                "private", f"{target_.address}: {target_.host} leads to {answer}, which is no public address"
            )
    return tuple(dict.fromkeys(answers))


def is_public(answer: str, rules: NetworkRules) -> bool:
    """Whether an IP address belongs to a public host by data/network.toml; False for what is no IP address."""
    try:
        found = ip_address(answer)
    except ValueError:
        return False
    ipv4, hosts, inside = rules.networks()
    if isinstance(found, IPv4Address):
        return not any(found in block for block in ipv4)
    return (
        not found.scope_id
        and found in hosts
        and not any(found in block for block in inside)
        and not _isatap(found, rules)
    )


def _isatap(found: IPv6Address, rules: NetworkRules) -> bool:
    groups = found.exploded.split(":")
    return ":".join(groups[4:6]) in rules.blocked.isatap


def _host(given: str, address: str) -> str:
    """The host in its one spelling: an address as itself, a name in lower-case ASCII."""
    if given.startswith("["):
        try:
            return IPv6Address(given[1:-1]).compressed
        except ValueError:
            raise _refused(address, "its host is no IPv6 address") from None
    name = given.rstrip(".") if given.count(".") > 1 else given
    try:
        name = name.lower() if name.isascii() else _in_ascii(name)
    except UnicodeError:
        raise _refused(address, "its host is no name that can be looked up") from None
    labels = name.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        try:
            plain = str(IPv4Address(name))
        except ValueError:
            plain = ""
        if plain != given:
            raise _refused(address, "its host is a number in an unusual spelling")
        return plain
    if len(name) > 253 or len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels):
        raise _refused(address, "its host is no public name")
    return name


def _in_ascii(name: str) -> str:
    import idna

    return idna.encode(name, uts46=True, transitional=False).decode("ascii")


def _refused(address: str, why: str) -> FetchError:
    shown = address if len(address) <= 120 else address[:117] + "..."
    shown = "".join(char if char.isprintable() else "?" for char in shown)
    return FetchError("address", f"{shown} is not fetched: {why}")
