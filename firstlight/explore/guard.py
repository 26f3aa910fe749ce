"""What stands before every route and on every answer: who may ask, and what a browser may do with the answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LONGEST_PATH = 4_000  # bytes of path and query
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types default",  # the one policy, in explore.js: it lets four fixed strings of the map through
    )
)
HEADERS: Mapping[str, str] = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "x-frame-options": "DENY",
}
SANDBOX = POLICY + "; sandbox"


class Guard:
    """Answers only those who came by one of `hosts`, never another page, and puts HEADERS on whatever is answered."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        self.app = app
        self.hosts = frozenset(hosts)
        self.origins = frozenset(f"http://{host}" for host in self.hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return  # a web socket: there is none

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                for name, value in HEADERS.items():
                    if name not in headers:
                        headers[name] = value
                headers.setdefault("cache-control", "no-store")
                message["headers"] = headers.raw
            await send(message)

        refusal = self.refusal(scope)
        if refusal is not None:
            await PlainTextResponse(refusal[1] + "\n", refusal[0])(scope, receive, sealed)
            return
        await self.app(scope, receive, sealed)

    def refusal(self, scope: Mapping[str, Any]) -> tuple[int, str] | None:
        """(status, why) where the request is not answered."""
        headers = Headers(raw=scope["headers"])
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0] not in self.hosts:
            return 421, "This page answers to its own address only."
        origins = headers.getlist("origin")
        # A browser that is told to send no referrer hides the origin of a form as well, and says beside it from where
        # it comes, which no page can forge.
        hidden = origins == ["null"] and headers.get("sec-fetch-site") == "same-origin"
        if any(origin not in self.origins for origin in origins) and not hidden:
            return 403, "Another page may not ask this one."
        if headers.get("sec-fetch-site") in ("cross-site", "same-site") and headers.get("sec-fetch-mode") != "navigate":
            return 403, "Another page may not ask this one."
        if scope["method"] == "POST" and not origins:
            return 403, "A decision comes from the review page only."
        if len(scope.get("raw_path") or b"") + len(scope.get("query_string") or b"") > LONGEST_PATH:
            return 414, "The address is too long."
        return None
