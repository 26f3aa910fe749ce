"""What can be taken home, and the counts of what the ledger went through."""

from __future__ import annotations

from firstlight.errors import NotFoundError
from firstlight.explore.answer import Answer, File, Page
from firstlight.explore.asked import Asked
from firstlight.explore.desk import Desk


def downloads(desk: Desk, asked: Asked) -> Answer:
    """The list of exports, and the last run of each command."""
    content = {
        "exports": [(name, title) for name, (title, _, _) in desk.exports.items()],
        "runs": desk.pages.last_runs(),
    }
    return Page(template="downloads.html", title="Downloads", content=content)


def download(desk: Desk, asked: Asked) -> Answer:
    """One export, made now."""
    key = asked.keys["key"]
    if key not in desk.exports:
        raise NotFoundError(f"there is no download named {key}")
    _, media, write = desk.exports[key]
    return File(path=write(), media=media, name=key)
