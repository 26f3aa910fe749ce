"""Where collecting may reach and how politely: data/network.toml, checked once."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network

from firstlight.catalog import Catalog
from firstlight.errors import CatalogError
from firstlight.model import Record


class Blocked(Record, frozen=True, kw_only=True):
    """Blocks of addresses that are no public hosts."""

    source: str
    ipv4: tuple[str, ...]
    ipv6_hosts: str
    ipv6: tuple[str, ...]
    isatap: tuple[str, ...]
    ports: dict[str, int]


class Limits(Record, frozen=True, kw_only=True):
    """Bounds of one visit: characters, bytes, redirects, seconds."""

    address_chars: int
    header_bytes: int
    body_bytes: int
    content_bytes: int
    redirects: int
    seconds: float
    robots_bytes: int


class Politeness(Record, frozen=True, kw_only=True):
    """How a host is treated."""

    agent: str
    seconds_between_requests: float
    longest_wait_seconds: float
    retries: int


class NetworkRules(Record, frozen=True, kw_only=True):
    """data/network.toml."""

    blocked: Blocked
    bounds: Limits
    politeness: Politeness

    def networks(self) -> tuple[tuple[IPv4Network, ...], IPv6Network, tuple[IPv6Network, ...]]:
        """Blocked IPv4 networks, the IPv6 network of hosts, and the blocked networks inside it."""
        return _networks(self.blocked.ipv4, self.blocked.ipv6_hosts, self.blocked.ipv6)


@lru_cache(maxsize=8)
def rules_of(catalog: Catalog) -> NetworkRules:
    """The rules of a catalogue; CatalogError where the file is missing or a rule has the wrong form."""
    rules = catalog.read("network.toml", NetworkRules)
    try:
        rules.networks()
    except ValueError as error:
        raise CatalogError(f"data/network.toml: {error}") from error
    return rules


@lru_cache(maxsize=8)
def _networks(
    ipv4: tuple[str, ...], hosts: str, ipv6: tuple[str, ...]
) -> tuple[tuple[IPv4Network, ...], IPv6Network, tuple[IPv6Network, ...]]:
    return tuple(map(IPv4Network, ipv4)), IPv6Network(hosts), tuple(map(IPv6Network, ipv6))
