"""The review queue, where a person decides: the one thing that the page writes."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence

from firstlight.errors import UsageError
from firstlight.explore.answer import Answer, Moved, Page
from firstlight.explore.asked import Asked, Pager, Param
from firstlight.explore.desk import Decided, Desk
from firstlight.explore.said import cards
from firstlight.model import Doubt

SIZE = 10  # doubts a page
PARAMS = (
    Param(name="page", kind="number", about="Page of the queue, from 1.", default="1"),
    Param(name="done", kind="text", about="Id of a decision that was just made."),
)
ANSWERS: Mapping[str, tuple[str, tuple[str, ...], str]] = {  # answer: verb, whose statements, in words
    "same": ("same", ("now", "other"), "they are of the same attack"),
    "not_same": ("not_same", ("now", "other"), "they are not of the same attack"),
    "accept_now": ("accept", ("now",), "what stands now is right"),
    "accept_other": ("accept", ("other",), "what stands against it is right"),
    "reject_now": ("reject", ("now",), "what stands now is wrong: leave it out"),
    "reject_other": ("reject", ("other",), "what stands against it is wrong: leave it out"),
}
OFFERED: Mapping[str, tuple[str, ...]] = {
    "joined": ("same", "not_same"),
    "apart": ("same", "not_same"),
    "unplaced": ("same", "reject_now"),
    "dispute": ("accept_now", "accept_other", "reject_now", "reject_other"),
}
SHORTEST, LONGEST = 10, 500  # characters of a reason
NAME = 100  # characters of a name


def review(desk: Desk, asked: Asked, queue: Sequence[Doubt] | None) -> Answer:
    """What is doubtful, best first, with the words behind it and a form to decide; None: still being gathered."""
    if queue is None:
        return Page(template="wait.html", title="Review", content={})
    pager = Pager(page=asked.page, size=SIZE, total=len(queue))
    shown = []
    for doubt in queue[pager.offset : pager.offset + SIZE]:
        held = desk.pages.statements((*doubt.sides[0], *doubt.sides[1]))
        offered = [key for key in OFFERED[doubt.kind] if all(_side(doubt, name) for name in ANSWERS[key][1])]
        shown.append(
            {
                "doubt": doubt,
                "cards": cards(desk, held, {}),
                "answers": [(key, ANSWERS[key][2]) for key in offered],
                "link": desk.pages.holders(doubt.sides[0][0])[:1] if doubt.sides[0] else [],
            }
        )
    content = {
        "shown": shown,
        "pager": pager,
        "token": desk.token,
        "author": desk.operator,
        "done": asked["done"],
        "decisions": desk.pages.decisions()[:20],
    }
    return Page(template="review.html", title="Review", content=content)


def decision(desk: Desk, form: Mapping[str, Sequence[str]]) -> Answer:
    """A decision sent by the form, its token looked at first; it is appended, logged, and the ledger settled anew."""
    given = {name: values[0].strip() for name, values in form.items() if values}
    if not hmac.compare_digest(given.get("token", "").encode(), desk.token.encode()):
        raise UsageError("the form does not carry this page's token: open the review page again and decide there")
    if given.get("answer") not in ANSWERS:
        raise UsageError(f"an answer is one of {', '.join(ANSWERS)}")
    verb, sides, _ = ANSWERS[given["answer"]]
    reason, author = given.get("reason", ""), given.get("author", "")
    if not SHORTEST <= len(reason) <= LONGEST or not 1 <= len(author) <= NAME:
        raise UsageError(f"a decision needs a reason of {SHORTEST} to {LONGEST} characters and a name up to {NAME}")
    statements = tuple(dict.fromkeys(key for side in sides for key in form.get(side, ())))
    if not statements or set(desk.pages.statements(statements)) != set(statements):
        raise UsageError("a decision names statements of this ledger")
    made = desk.decide(Decided(verb=verb, statements=statements, reason=reason, author=author))
    return Moved(address=f"/review?done={made}", kept=False)


def _side(doubt: Doubt, name: str) -> tuple[str, ...]:
    return doubt.sides[0] if name == "now" else doubt.sides[1]
