"""Air defence: rates and changes, what to expect, rounds needed; with an inventory, stocks and options."""

from __future__ import annotations

from typing import Any

from firstlight.explore.answer import Answer, Page
from firstlight.explore.asked import Asked
from firstlight.explore.desk import Desk, Outlook


def defence(desk: Desk, asked: Asked, outlook: Outlook | None) -> Answer:
    """What is stopped, what to expect and what is short; None: it is still being computed.

    What an inventory adds is restricted: the look at it is logged before it is shown.
    """
    if outlook is None:
        return Page(template="wait.html", title="Air defence", content={})
    made = outlook.assessment
    if made is not None and (made.stocks or made.options or made.trust):
        desk.looked("assessment with an inventory", made.data_hash)
    content: dict[str, Any] = {"made": made, "note": outlook.note, "invented": outlook.invented, "ahead": []}
    if made is not None and made.forecast is not None:
        content["ahead"] = [one for one in made.forecast.ranges if one.what == "total" and one.group is not None]
    return Page(template="defence.html", title="Air defence", content=content)
