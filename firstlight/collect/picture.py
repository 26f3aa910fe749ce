"""The picture of a captured page, made offline from its bytes: what a reader would have seen of these bytes alone.

The page gets its bytes from us, at an address that exists nowhere. No script of it runs, and whatever else it asks for
(pictures, styles, another page in its place) is refused and counted, so that the picture may be plainer than the page
was. Time, memory and size are bounded.
"""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from firstlight.collect.bounds import PictureBounds
from firstlight.collect.chromium import Guard, NoPicture, Talk, find_browser, started, ways
from firstlight.model import Record

__all__ = ["NoPicture", "Shot", "find_browser", "png_size", "shoot"]

PAGE = "http://capture.invalid/"  # a name that never resolves (RFC 6761)
ICON = f"{PAGE}favicon.ico"  # the browser asks for it by itself
POLICY = "sandbox; script-src 'none'; connect-src 'none'; frame-src 'none'; object-src 'none'; form-action 'none'"


class Shot(Record, frozen=True, kw_only=True):
    """A picture of a page: PNG, its size in pixels, and how it was made."""

    png: bytes
    width: int
    height: int
    page_height: int  # of the whole page, more than `height` where the picture ends before it
    lacking: int  # things that the page asked for and did not get
    browser: str  # product and version
    shut: tuple[str, ...]  # what kept the browser in, besides what always does


def shoot(browser: Path, content: bytes, charset: str | None, bounds: PictureBounds) -> Shot:
    """The picture of a page given as its bytes, with the character set that its server named.

    Raises NoPicture: too_large, too_slow, not_started, browser_failed.
    """
    if len(content) > bounds.max_page_bytes:
        raise NoPicture("too_large", f"the page is larger than {bounds.max_page_bytes} bytes")
    failed = NoPicture("not_started", f"{browser} does not start")
    for guard in ways():
        try:
            with started(browser, guard, bounds) as talk:
                return _shot(talk, content, charset, bounds, guard)
        except (LookupError, TypeError, ValueError) as error:  # what it says is not to be trusted either
            raise NoPicture("browser_failed", f"the browser gave an answer of no known form ({error})") from error
        except NoPicture as error:
            if error.reason != "not_started":
                raise
            failed = error  # next with one guard less
    raise failed


def _shot(talk: Talk, content: bytes, charset: str | None, bounds: PictureBounds, guard: Guard) -> Shot:
    product = str(talk.ask("Browser.getVersion")["product"])
    target = talk.ask("Target.createTarget", url="about:blank")["targetId"]
    talk.session = talk.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    server = _Server(talk, content, charset)
    talk.heard = server.hear
    screen = {"width": bounds.width, "height": bounds.width * 3 // 4, "deviceScaleFactor": 1, "mobile": False}
    talk.ask("Emulation.setDeviceMetricsOverride", **screen)
    talk.ask("Emulation.setScriptExecutionDisabled", value=True)
    talk.ask("Page.enable")
    talk.ask("Fetch.enable", patterns=[{"urlPattern": "*"}])
    talk.ask("Page.navigate", url=PAGE)
    talk.wait(lambda: server.loaded)
    whole = talk.ask("Page.getLayoutMetrics")["cssContentSize"]
    wide = min(max(int(whole["width"]), bounds.width), 2 * bounds.width)
    high, page_height = min(max(int(whole["height"]), 1), bounds.max_height), int(whole["height"])
    clip = {"x": 0, "y": 0, "width": wide, "height": high, "scale": 1}
    shot = talk.ask("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
    png = base64.b64decode(str(shot["data"]))
    if len(png) > bounds.max_bytes:
        raise NoPicture("too_large", f"its picture is larger than {bounds.max_bytes} bytes")
    made = png_size(png)
    if made is None:
        raise NoPicture("browser_failed", "what the browser gave is no picture")
    return Shot(
        png=png,
        width=made[0],
        height=made[1],
        page_height=page_height,
        lacking=server.refused,
        browser=product,
        shut=guard.said(),
    )


def png_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG in pixels; None where it is none."""
    if data[:8] != b"\x89PNG\r\n\x1a\n" or data[12:16] != b"IHDR" or data[-8:-4] != b"IEND":
        return None
    return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")


class _Server:
    """Answers what the page asks for: itself, once, and nothing else."""

    def __init__(self, talk: Talk, content: bytes, charset: str | None) -> None:
        self.talk, self.content, self.charset = talk, content, charset
        self.served = self.loaded = False
        self.refused = 0

    def hear(self, method: str, said: dict[str, Any]) -> None:
        """An event of the page."""
        if method == "Page.loadEventFired":
            self.loaded = self.served
        elif method in ("Inspector.targetCrashed", "Target.detachedFromTarget"):
            raise NoPicture("browser_failed", "the browser gave the page up, as when it wants too much memory")
        elif method == "Fetch.requestPaused" and not self.served and said["request"]["url"] == PAGE:
            self.served = True
            kind = "text/html" + (f"; charset={self.charset}" if self.charset else "")
            headers = {"Content-Type": kind, "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff"}
            self.talk.send(
                "Fetch.fulfillRequest",
                requestId=said["requestId"],
                responseCode=200,
                responseHeaders=[{"name": name, "value": value} for name, value in headers.items()],
                body=base64.b64encode(self.content).decode(),
            )
        elif method == "Fetch.requestPaused":
            self.refused += said["request"]["url"] != ICON
            self.talk.send("Fetch.failRequest", requestId=said["requestId"], errorReason="Aborted")
