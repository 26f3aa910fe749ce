"""The verb picture: captured pages as a browser shows their bytes, made offline and kept beside them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from firstlight.errors import FetchError, UsageError
from firstlight.model import PAGES, Capture, Picture, Refusal
from firstlight.pipeline.opened import Opened
from firstlight.pipeline.outcome import Done, Stage
from firstlight.pipeline.whole import items
from firstlight.when import now

if TYPE_CHECKING:
    from firstlight.collect.picture import Shot

MAKER = "firstlight.picture 1"
AGAIN = ("no_browser", "not_started")  # not the page's fault: tried again unasked
NO_BROWSER = "no Chromium is on the search path: install it, or name one with --browser"
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)


class Picturing(Opened):
    """What gives captured pages their pictures."""

    def picture(
        self,
        ids: Sequence[str] = (),
        browser: str | None = None,
        *,
        seen: Callable[[str], None] = lambda line: None,
    ) -> Done:
        """Make a picture of captured pages, offline, from the bytes alone, and keep it; a page has one at most.

        ids: of captures or reports, or their beginnings; without any, all pages that nobody made one of or tried to.
        browser: the Chromium to use, by name or path; the first on the search path unless told. Where none can be made
        the reason is kept, and stands beside each citation. seen: called with a line for each page.
        UsageError, NotFoundError.
        """
        from firstlight.collect.picture import find_browser

        store = self._store()
        found = find_browser(browser)
        if browser is not None and found is None:
            raise UsageError(f"--browser: there is no program {browser}")
        known = store.pictures()
        if ids:
            named = [self._captures(item) for item in items(store, "picture", ids)]
            wanted = list(dict.fromkeys(key for keys in named for key in keys))
        else:
            every = store.captures().values()
            wanted = [one.sha256 for one in every if one.media in PAGES and _untried(known.get(one.sha256))]
        return self._draw(wanted, found, seen)

    def draw_pages(self, reports: Iterable[str], seen: Callable[[str], None] = lambda line: None) -> Done:
        """The same for the pages that hold these reports (ids), with the browser of the search path."""
        from firstlight.collect.picture import find_browser

        captures = self._store().captures()
        held = dict.fromkeys(capture for report in dict.fromkeys(reports) for capture in self._captures(report))
        pages = [key for key in held if key in captures and captures[key].media in PAGES]
        return self._draw(pages, find_browser(), seen)

    def _captures(self, item: str) -> list[str]:
        """The captures that hold a report, or the one capture that `item` is."""
        return [report.capture for report in self._store().attributions(item)] or [item]

    def _draw(self, wanted: Iterable[str], browser: Path | None, seen: Callable[[str], None]) -> Done:
        store, stage = self._store(), Stage("picture", "pages", self.catalog)
        captures, known = store.captures(), store.pictures()
        told: list[Refusal] = []
        for key in wanted:
            capture, before = captures[key], known.get(key)
            if capture.media not in PAGES:
                stage.refused["not_a_page"] += 1
                continue
            if before is not None and before.sha256 is not None:
                stage.refused["already there"] += 1
                continue
            made, png = self._made(capture, browser)
            with store.unit(stage.work(capture.origin, [key])) as unit:
                unit.picture(made, png)
            if made.sha256 is None:
                stage.refused[made.reason] += 1
                told.append(Refusal(stage="picture", item=capture.origin, reason=made.reason, detail=made.detail))
                seen(f"{capture.origin}: no picture: {made.detail}")
            else:
                stage.out += 1
                seen(f"{capture.origin}: {made.width} x {made.height} pixels, {made.sha256}")
        lacking = tuple(one for one in told if one.reason == "no_browser")[:1]
        return self._end(stage, refusals=tuple(told), failed=lacking)

    def _made(self, capture: Capture, browser: Path | None) -> tuple[Picture, bytes | None]:
        """The picture of a capture with its bytes; or the record of why there is none."""
        from firstlight.collect.bounds import bounds_of
        from firstlight.collect.coding import content_of
        from firstlight.collect.picture import NoPicture, shoot

        bounds, at = bounds_of(self.catalog).picture, now()
        try:
            if browser is None:
                raise NoPicture("no_browser", NO_BROWSER)
            data = self._store().blobs.read(capture.sha256)
            coding = capture.visit.coding if capture.visit else None
            content = content_of(data, coding, bounds.max_page_bytes, capture.origin)[0]
            shot = shoot(browser, content, self._charset(capture), bounds)
        except (NoPicture, FetchError) as error:
            line = " ".join(str(error).split())
            return Picture(capture=capture.sha256, reason=error.reason, detail=line, made_at=at, maker=MAKER), None
        return _record(capture, shot, at), shot.png

    def _charset(self, capture: Capture) -> str | None:
        """The character set that the server named, else the one in which the page was read."""
        for name, value in capture.visit.hops[-1].headers if capture.visit else ():
            if name == "content-type" and (said := _CHARSET.search(value)):
                return said[1]
        return next((report.encoding for report in self._store().reports_in(capture.sha256)), None)


def _untried(known: Picture | None) -> bool:
    return known is None or (known.sha256 is None and known.reason in AGAIN)


def _record(capture: Capture, shot: Shot, at: str) -> Picture:
    return Picture(
        capture=capture.sha256,
        sha256=hashlib.sha256(shot.png).hexdigest(),
        size=len(shot.png),
        width=shot.width,
        height=shot.height,
        page_height=shot.page_height,
        lacking=shot.lacking,
        browser=shot.browser,
        shut=shot.shut,
        made_at=at,
        maker=MAKER,
    )
