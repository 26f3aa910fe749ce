"""fetch: the one way to a page. Redirects are followed by hand, and every hop stands before the same guard."""

from __future__ import annotations

from typing import NamedTuple

from firstlight.catalog import Catalog
from firstlight.collect.coding import content_of
from firstlight.collect.net.guard import Target, target
from firstlight.collect.net.polite import Manners
from firstlight.collect.net.rules import rules_of
from firstlight.collect.net.wire import REDIRECTS, Answer, Headers, Net, ask
from firstlight.errors import FetchError
from firstlight.model import Hop

BUSY = frozenset((429, 503))


class Fetched(NamedTuple):
    """A page as it came: the hops to it, the body as received, its content, and whether that is whole."""

    hops: tuple[Hop, ...]
    address: str  # where it was found in the end
    status: int
    body: bytes
    content: bytes
    coding: str | None
    media: str  # media type that the server named, lower case, without parameters
    cut: str | None


class Fetcher:
    """Fetches for one run: remembers the manners owed to each host.

    net: the ways to the outside (wire.outside() for the real one).
    """

    def __init__(self, net: Net, catalog: Catalog) -> None:
        self.net = net
        self.rules = rules_of(catalog)
        self.manners = Manners(net, self.rules)

    def fetch(self, address: str, known: Headers = ()) -> Fetched:
        """The page at `address`; `known` are conditional headers of the version that is there already.

        Any final status is an answer, 304 with an empty body too. Raises FetchError with its reason: address, private,
        no_host, unreachable, tls, too_slow, too_large, broken, coding, robots, redirects, asked_to_wait.
        """
        hops: list[Hop] = []
        here = target(address, self.rules)
        until = self.net.clock() + self.rules.bounds.seconds
        while True:
            answer = self._answer(here, known, until)
            hops.append(hop_of(answer))
            where = answer.header("location")
            if answer.status not in REDIRECTS or where is None:
                return self._fetched(answer, tuple(hops))
            if len(hops) > self.rules.bounds.redirects:
                raise FetchError("redirects", f"{address}: it leads on more than {self.rules.bounds.redirects} times")
            here = target(where, self.rules, base=here.address)

    def _answer(self, here: Target, known: Headers, until: float) -> Answer:
        if not self.manners.allowed(here, lambda at: self._robots(at, until)):
            raise FetchError("robots", f"{here.address}: robots.txt of {here.host} does not allow it")
        for _ in range(self.rules.politeness.retries + 1):
            waited = self.net.clock()
            self.manners.wait(here)
            until += self.net.clock() - waited  # time spent on manners is not the server's
            answer = ask(here, known, self.net, self.rules, until)
            if answer.status not in BUSY:
                return answer
            if not self.manners.stay_away(here, answer.header("retry-after"), answer.ended):
                return answer
        return answer

    def _robots(self, here: Target, until: float) -> bytes | bool:
        """robots.txt of a host: its bytes, True where there is none, False where the server fails."""
        at = target(f"{here.scheme}://{here.host_header}/robots.txt", self.rules)
        for _ in range(self.rules.bounds.redirects + 1):
            try:
                self.manners.wait(at)
                answer = ask(at, (), self.net, self.rules, until)
            except FetchError as error:
                if error.reason in ("private", "address", "no_host", "tls"):
                    raise
                return False
            where = answer.header("location")
            if answer.status not in REDIRECTS or where is None:
                break
            at = target(where, self.rules, base=at.address)
        if answer.status >= 500 or answer.status in REDIRECTS:
            return False
        if answer.status >= 400:
            return True
        content, _ = content_of(
            answer.body, answer.header("content-encoding"), self.rules.bounds.content_bytes, at.address
        )
        return content[: self.rules.bounds.robots_bytes]

    def _fetched(self, answer: Answer, hops: tuple[Hop, ...]) -> Fetched:
        coding = answer.header("content-encoding")
        address = answer.target.address
        whole, cut = True, answer.cut
        try:
            content, whole = content_of(answer.body, coding, self.rules.bounds.content_bytes, address)
        except FetchError as error:
            if error.reason != "coding":
                raise
            content, cut = b"", str(error)
        return Fetched(
            hops=hops,
            address=address,
            status=answer.status,
            body=answer.body,
            content=content,
            coding=coding,
            media=(answer.header("content-type") or "").partition(";")[0].strip().lower(),
            cut=cut or (None if whole else "the packed content ends early"),
        )


def hop_of(answer: Answer) -> Hop:
    """The record of one request and its answer."""
    return Hop(
        address=answer.target.address,
        contacted=answer.contacted,
        certificate=answer.chain[0] if answer.chain else None,
        chain=answer.chain,
        sent=answer.sent,
        status=answer.status,
        interim=answer.interim,
        headers=answer.headers,
        trailers=answer.trailers,
        started=answer.started,
        ended=answer.ended,
        seconds=answer.seconds,
    )
