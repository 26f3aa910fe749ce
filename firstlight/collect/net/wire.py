"""One request and its answer over a socket that we opened to a checked address: bytes as received, within bounds.

No library follows a redirect, decodes a body, reads an environment variable or looks a name up behind our back here:
h11 turns bytes into HTTP/1.1 events, and that is all.
"""

from __future__ import annotations

import hashlib
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from ipaddress import ip_address
from typing import NamedTuple

import h11

from firstlight.collect.net.guard import Target, checked
from firstlight.collect.net.rules import NetworkRules
from firstlight.errors import FetchError
from firstlight.when import now

Headers = tuple[tuple[str, str], ...]
CHUNK = 65_536
REDIRECTS = frozenset((301, 302, 303, 307, 308))


class Net(NamedTuple):
    """The ways to the outside, so that a test can lead them to a server of its own; the guard stands before them all.

    resolve: host and port to IP addresses, OSError where there are none. connect: IP address, port and seconds to a
    connected socket. wrap: socket and host to a socket under TLS, or ssl.SSLError.
    """

    resolve: Callable[[str, int], Sequence[str]]
    connect: Callable[[str, int, float], socket.socket]
    wrap: Callable[[socket.socket, str], ssl.SSLSocket]
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic


DER = 2  # _ssl.ENCODING_DER


class Answer(NamedTuple):
    """What one request gave: headers both ways as sent and received, the body as received, and when."""

    target: Target
    contacted: str  # IP address and port
    chain: tuple[str, ...]  # SHA-256 of the certificates from the server's to the trusted root; empty without TLS
    sent: Headers
    status: int
    interim: tuple[int, ...]  # informational statuses before it
    headers: Headers
    trailers: Headers
    body: bytes
    cut: str | None  # why the body is not whole
    started: str  # UTC
    ended: str
    seconds: float

    def header(self, name: str) -> str | None:
        """The last header of that name, lower case."""
        found = [value for key, value in self.headers if key == name]
        return found[-1] if found else None


def outside() -> Net:
    """The real network: the system's resolver, plain sockets, certificates checked against the system's roots."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2

    def resolve(host: str, port: int) -> list[str]:
        return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]

    def connect(address: str, port: int, seconds: float) -> socket.socket:
        raw = socket.create_connection((address, port), seconds)
        peer = ip_address(str(raw.getpeername()[0]))
        if peer != ip_address(address):
            raw.close()
            raise OSError(f"led to {peer}")
        return raw

    def wrap(raw: socket.socket, host: str) -> ssl.SSLSocket:
        return context.wrap_socket(raw, server_hostname=host)

    return Net(resolve=resolve, connect=connect, wrap=wrap)


def ask(target: Target, extra: Headers, net: Net, rules: NetworkRules, until: float) -> Answer:
    """Send one GET and read the answer; `until` is the latest value of net.clock. The body of a redirect is not read.

    Raises FetchError: no_host, private, unreachable, tls, too_slow, too_large, broken.
    """
    started, begun = now(), net.clock()
    raw, contacted = _connected(target, net, rules, until)
    sent: Headers = (
        ("host", target.host_header),
        ("user-agent", rules.politeness.agent),
        ("accept", "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, */*;q=0.5"),
        ("accept-encoding", "gzip"),
        ("connection", "close"),
        *extra,
    )
    with raw:
        line, chain = _secured(raw, target, net, until)
        with line:
            reader = _Reader(line, target, net, rules, until)
            try:
                reader.send(sent)
                reader.read()
            except TimeoutError:
                raise FetchError(
                    "too_slow", f"{target.address}: no whole answer in the time allowed: try later"
                ) from None
            except (OSError, h11.LocalProtocolError) as error:
                raise FetchError(
                    "unreachable", f"{target.address}: the connection broke ({error}): try later"
                ) from error
    return Answer(
        target=target,
        contacted=contacted,
        chain=chain,
        sent=sent,
        status=reader.status,
        interim=tuple(reader.interim),
        headers=reader.headers,
        trailers=reader.trailers,
        body=b"".join(reader.parts),
        cut=reader.cut,
        started=started,
        ended=now(),
        seconds=round(net.clock() - begun, 3),
    )


def _connected(target: Target, net: Net, rules: NetworkRules, until: float) -> tuple[socket.socket, str]:
    try:
        answers = [target.host] if _is_number(target.host) else net.resolve(target.host, target.port)
    except (OSError, UnicodeError) as error:
        raise FetchError("no_host", f"{target.address}: the host {target.host} is not found ({error})") from error
    reasons: list[str] = []
    for address in checked(target, answers, rules):
        try:
            raw = net.connect(address, target.port, _left(net, until, target))
        except OSError as error:
            reasons.append(f"{address}: {error}")
            continue
        return raw, f"[{address}]:{target.port}" if ":" in address else f"{address}:{target.port}"
    raise FetchError("unreachable", f"{target.address}: cannot be reached ({'; '.join(reasons)[:200]}): try later")


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _secured(raw: socket.socket, target: Target, net: Net, until: float) -> tuple[socket.socket, tuple[str, ...]]:
    if target.scheme != "https":
        return raw, ()
    raw.settimeout(_left(net, until, target))
    try:
        line = net.wrap(raw, target.host)
    except ssl.SSLError as error:
        reason = getattr(error, "verify_message", "") or getattr(error, "reason", "") or str(error)
        raise FetchError("tls", f"{target.address}: its certificate or connection is not trusted ({reason})") from error
    except OSError as error:
        raise _broke(target, error) from error
    return line, _chain(line)


def _chain(line: ssl.SSLSocket) -> tuple[str, ...]:
    """The certificates by which the server was trusted, its own first; that one alone where Python tells no more."""
    inner = line if hasattr(line, "get_verified_chain") else getattr(line, "_sslobj", None)
    asked = getattr(inner, "get_verified_chain", None)  # public from Python 3.13 on
    found = asked() if asked is not None else []  # bytes, or before 3.13 objects that give them
    given = [one if isinstance(one, bytes) else one.public_bytes(DER) for one in found]
    own = line.getpeercert(binary_form=True)
    return tuple(hashlib.sha256(data).hexdigest() for data in given or ([own] if own else []))


def _left(net: Net, until: float, target: Target) -> float:
    left = until - net.clock()
    if left <= 0:
        raise _too_slow(target)
    return left


def _too_slow(target: Target) -> FetchError:
    return FetchError("too_slow", f"{target.address}: no whole answer in the time allowed: try later")


def _broke(target: Target, error: Exception) -> FetchError:
    return FetchError("unreachable", f"{target.address}: the connection broke ({error}): try later")


class _Reader:
    def __init__(self, line: socket.socket, target: Target, net: Net, rules: NetworkRules, until: float) -> None:
        self.line, self.target, self.net, self.until = line, target, net, until
        self.limit = rules.bounds.body_bytes
        self.http = h11.Connection(h11.CLIENT, max_incomplete_event_size=rules.bounds.header_bytes)
        self.status = 0
        self.interim: list[int] = []
        self.headers: Headers = ()
        self.trailers: Headers = ()
        self.parts: list[bytes] = []
        self.cut: str | None = None

    def send(self, headers: Headers) -> None:
        pairs = [(name.encode("ascii"), value.encode("latin-1", "replace")) for name, value in headers]
        request = h11.Request(method="GET", target=self.target.path.encode("ascii"), headers=pairs)
        self.line.settimeout(_left(self.net, self.until, self.target))
        self.line.sendall(self.http.send(request))
        self.line.sendall(self.http.send(h11.EndOfMessage()))

    def read(self) -> None:
        size = 0
        for event in self._events():
            if isinstance(event, h11.InformationalResponse):
                self.interim.append(event.status_code)
            elif isinstance(event, h11.Response):
                self.status, self.headers = event.status_code, _texts(event.headers)
                if self.status in REDIRECTS and any(name == "location" for name, _ in self.headers):
                    return
            elif isinstance(event, h11.Data):
                size += len(event.data)
                if size > self.limit:
                    raise FetchError(
                        "too_large", f"{self.target.address}: the answer is larger than {self.limit} bytes"
                    )
                self.parts.append(bytes(event.data))
            elif isinstance(event, h11.EndOfMessage):
                self.trailers = _texts(event.headers)

    def _events(self) -> Iterator[h11.Event]:
        """Events up to the end of the message; `cut` is set where the connection ends before it."""
        while True:
            try:
                event = self.http.next_event()
                if event is h11.NEED_DATA:
                    self.line.settimeout(_left(self.net, self.until, self.target))
                    self.http.receive_data(self._received())
                    continue
            except h11.RemoteProtocolError as error:
                if self.status and self.cut is None and "closed" in str(error):
                    self.cut = "the connection was closed before the end"
                    return
                raise FetchError("broken", f"{self.target.address}: the answer is no HTTP ({error})") from error
            if isinstance(event, h11.ConnectionClosed) or event is h11.PAUSED:
                return
            assert isinstance(event, h11.Event)
            yield event
            if isinstance(event, h11.EndOfMessage):
                return

    def _received(self) -> bytes:
        try:
            return self.line.recv(CHUNK)
        except ssl.SSLEOFError:
            return b""  # a server that hangs up without goodbye; h11 knows whether the message was whole
        except ConnectionResetError:
            if self.status:
                return b""
            raise


def _texts(pairs: Sequence[tuple[bytes, bytes]]) -> Headers:
    return tuple((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in pairs)
