"""Politeness: one request a second to a host, robots.txt obeyed, Retry-After honoured."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from protego import Protego

from firstlight.collect.net.guard import Target
from firstlight.collect.net.rules import NetworkRules
from firstlight.collect.net.wire import Net
from firstlight.errors import FetchError


class Manners:
    """What is remembered of hosts within one run: when each was last asked, what its robots.txt says, how long it
    asked us to stay away."""

    def __init__(self, net: Net, rules: NetworkRules) -> None:
        self._net = net
        self._rules = rules
        self._next: dict[str, float] = {}
        self._pause: dict[str, float] = {}
        self._robots: dict[str, Protego | bool] = {}

    def wait(self, target: Target) -> None:
        """Sleep until `target`'s host may be asked again; FetchError (asked_to_wait) where that is too long."""
        pause = self._next.get(target.host, 0.0) - self._net.clock()
        longest = self._rules.politeness.longest_wait_seconds
        if pause > longest:
            raise FetchError(
                "asked_to_wait",
                f"{target.address}: the host asked to be left alone for another {pause:.0f} seconds: try then",
            )
        if pause > 0:
            self._net.sleep(pause)
        pause = max(self._pause.get(target.host, 0.0), self._rules.politeness.seconds_between_requests)
        self._next[target.host] = self._net.clock() + pause

    def stay_away(self, target: Target, retry_after: str | None, today: str) -> bool:
        """Remember a Retry-After (seconds or an HTTP date; `today` is the present instant); whether to wait for it."""
        seconds = _seconds(retry_after, today)
        if seconds is None:
            return False
        self._next[target.host] = self._net.clock() + seconds
        return seconds <= self._rules.politeness.longest_wait_seconds

    def allowed(self, target: Target, fetched: Callable[[Target], bytes | bool]) -> bool:
        """Whether robots.txt of the target's host allows it; `fetched` gives its bytes, or True or False for all.

        RFC 9309: no such file allows everything, a server that fails allows nothing.
        """
        known = self._robots.get(target.origin)
        if known is None:
            found = fetched(target)
            known = found if isinstance(found, bool) else Protego.parse(found.decode("utf-8", "replace"))
            self._robots[target.origin] = known
            delay = None if isinstance(known, bool) else known.crawl_delay(self._rules.politeness.agent)
            if delay:
                self._pause[target.host] = min(float(delay), self._rules.politeness.longest_wait_seconds)
        return known if isinstance(known, bool) else known.can_fetch(target.address, self._rules.politeness.agent)


def _seconds(retry_after: str | None, today: str) -> float | None:
    text = (retry_after or "").strip()
    if text.isascii() and text.isdigit() and len(text) < 8:
        return float(text)
    try:
        then = parsedate_to_datetime(text)
    except ValueError:
        return None
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    return max((then - datetime.fromisoformat(today)).total_seconds(), 0.0)
