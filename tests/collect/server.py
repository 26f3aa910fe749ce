"""A web server on loopback that answers as it is told, and a network whose hosts all lead to it."""

from __future__ import annotations

import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from firstlight.collect.net import Net

from .certificates import client_context, server_context

TLS_HANDSHAKE = b"\x16"
PUBLIC = "93.184.215.14"  # an address that our table calls public; nothing is ever sent to it

Handler = Callable[[str, dict[str, str]], bytes | list[bytes]]


def answer(body: bytes | str, status: str = "200 OK", media: str = "text/html; charset=utf-8", **headers: str) -> bytes:
    """A whole HTTP/1.1 answer; underscores in header names are hyphens."""
    data = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {media}", f"Content-Length: {len(data)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + data


class Server(socketserver.ThreadingTCPServer):
    """Answers each request with the bytes that `handler` gives for its path and headers, and remembers what came."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, handler: Handler, certificate: str) -> None:
        self.handler, self.certificate = handler, certificate
        self.asked: list[tuple[str, dict[str, str]]] = []
        super().__init__(("127.0.0.1", 0), _Answering)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.server_address[1])


class _Answering(socketserver.BaseRequestHandler):
    server: Server

    def handle(self) -> None:
        """One request, one answer, then the connection is closed; TLS where the client begins it."""
        try:
            if self.request.recv(1, socket.MSG_PEEK) == TLS_HANDSHAKE:
                self.request = server_context(self.server.certificate).wrap_socket(self.request, server_side=True)
        except OSError:
            return
        with self.request:
            self.answer()

    def answer(self) -> None:
        """Read the head of a request and send what the handler gives for it."""
        head = b""
        while b"\r\n\r\n" not in head:
            more = self.request.recv(65_536)
            if not more:
                return
            head += more
        lines = head.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
        path = lines[0].split(" ")[1]
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        self.server.asked.append((path, headers))
        given = self.server.handler(path, headers)
        for part in [given] if isinstance(given, bytes) else given:
            try:
                self.request.sendall(part)
            except OSError:
                return


@contextmanager
def serving(pages: Mapping[str, Any] | Handler, certificate: str = "right") -> Iterator[Server]:
    """A server for the time of a test: `pages` by path, else 404; or a function of path and headers."""

    def from_table(path: str, headers: dict[str, str]) -> bytes | list[bytes]:
        assert not callable(pages)
        given: bytes | list[bytes] = pages.get(path, answer("nothing here", "404 Not Found"))
        return given

    server = Server(pages if callable(pages) else from_table, certificate)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Clock:
    """A clock that only moves when somebody sleeps, or when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        """Seconds."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Move on."""
        self.slept.append(seconds)
        self.now += seconds


def net_to(server: Server, clock: Clock | None = None, names: Mapping[str, list[str]] | None = None) -> Net:
    """A network on which every host resolves to a public address (or as `names` say), and every checked address is
    this server; what is connected to is kept in `net.connect.went`."""
    clock = clock or Clock()

    class Connect:
        def __init__(self) -> None:
            self.went: list[str] = []

        def __call__(self, address: str, port: int, seconds: float) -> socket.socket:
            self.went.append(f"{address}:{port}")
            return socket.create_connection(("127.0.0.1", server.port), 5)

    def resolve(host: str, port: int) -> list[str]:
        if names is not None and host in names:
            return names[host]
        return [PUBLIC]

    def wrap(raw: socket.socket, host: str) -> ssl.SSLSocket:
        return client_context().wrap_socket(raw, server_hostname=host)

    return Net(resolve=resolve, connect=Connect(), wrap=wrap, sleep=clock.sleep, clock=clock)


def went(net: Net) -> list[str]:
    """The addresses that were connected to."""
    connect: Any = net.connect
    return list(connect.went)
