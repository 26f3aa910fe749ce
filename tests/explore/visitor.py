"""A visitor without a browser: asks the application directly, with the headers that a browser would send."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from typing import Any

import httpx

from firstlight.catalog import Catalog, catalog
from firstlight.explore.app import Site
from firstlight.pipeline.exploring import Exploring

PORT = 8750
HOST = f"127.0.0.1:{PORT}"
TOKEN = "a token of the tests"


class Visitor:
    """One page over one ledger."""

    def __init__(self, folder: Path, data: Catalog | None = None, port: int = PORT, **given: Any) -> None:
        self.folder = folder
        self.exploring = Exploring(folder, data or catalog(), **given)
        self.desk = self.exploring.desk(port, TOKEN)
        self.site = Site(self.desk)
        self.app = self.site.application()

    def ask(
        self,
        path: str,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        form: Mapping[str, str | list[str]] | None = None,
    ) -> httpx.Response:
        """The answer to one request; redirects are not followed."""

        return self.send(method, path, headers, {"data": dict(form) if form else None})

    def send(self, method: str, url: str, headers: Mapping[str, str] | None, rest: Mapping[str, Any]) -> httpx.Response:
        """The answer to one request; `rest` may hold params, data, json or content."""
        kept = {name: rest[name] for name in ("params", "data", "json", "content") if rest.get(name) is not None}

        async def sent() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}") as client:
                return await client.request(method, url, headers=headers, **kept)

        return asyncio.run(sent())

    def page(self, path: str) -> str:
        """The text of a page that is there; of one that is still computed, once it is."""
        for _ in range(600):
            answer = self.ask(path)
            assert answer.status_code == 200, (path, answer.status_code, answer.text)
            if 'http-equiv="refresh"' not in answer.text:
                return answer.text
        raise AssertionError(f"{path} is computed for ever")

    def close(self) -> None:
        """Let go of the ledger."""
        self.site.close()
        self.desk.pages.close()


def links(text: str) -> set[str]:
    """The addresses inside the page that a page leads to."""
    found = {unescape(link) for link in re.findall(r'(?:href|src)="([^"#][^"]*)"', text)}
    return {link.partition("#")[0] for link in found if link.startswith("/")}


def plain(text: str) -> str:
    """The words of a page without its markup."""
    return unescape(re.sub(r"<[^>]*>", "", text))
