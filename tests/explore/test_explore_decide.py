"""The one thing that the page writes: a decision, behind a token and an origin, in the custody log."""

from __future__ import annotations

import re

from firstlight.explore.review import ANSWERS
from firstlight.pipeline import Ledger
from tests.explore.visitor import HOST, TOKEN, Visitor, plain

ORIGIN = {"origin": f"http://{HOST}"}
REASON = "both reports name the same town and hour"


def _form(visitor: Visitor, answer: str = "same") -> dict[str, str | list[str]]:
    """The first form of the review page that offers `answer`, filled in."""
    for form in re.findall(r"<form method=\"post\".*?</form>", visitor.page("/review"), re.DOTALL):
        if f'value="{answer}"' in form:
            hidden = re.findall(r'name="(now|other)" value="([^"]+)"', form)
            sides = {side: [key for name, key in hidden if name == side] for side in ("now", "other")}
            token = re.search(r'name="token" value="([^"]+)"', form)
            assert token
            return {"token": token[1], "answer": answer, "reason": REASON, "author": "A. Tester", **sides}
    raise AssertionError(f"no form offers {answer}")


def _questions(page: str) -> int:
    found = re.search(r"of (\d+) questions", page)
    assert found
    return int(found[1])


def test_decision_is_kept_logged_and_shown(own: Visitor) -> None:
    """A decision sent by the form stands in the ledger and its log with reason and name, and is shown; all is sound."""
    asked = _questions(own.page("/review"))
    answer = own.ask("/decide", "POST", ORIGIN, _form(own))
    assert answer.status_code == 303
    with Ledger(own.folder) as ledger:
        (ruled,) = ledger.decisions()
        assert (ruled.decision.reason, ruled.decision.author, ruled.decision.verb) == (REASON, "A. Tester", "same")
        assert not ledger.verify().damage
        log = [entry["what"] for entry in ledger._store().log()]
        assert "decide" in log and log[-1] == "reconcile"
    page = own.page(answer.headers["location"])
    assert _questions(page) == asked - 1
    assert REASON in plain(page) and ruled.decision.id in plain(page)


def test_rejecting_changes_what_is_shown(own: Visitor) -> None:
    """What a person rejects leaves the numbers of the page at once."""
    form = _form(own, "reject_now")
    key = str(form["now"][0])
    before = own.desk.pages.holders(key)
    assert own.ask("/decide", "POST", ORIGIN, form).status_code == 303
    own.page("/attacks")
    assert before and own.desk.pages.holders(key) != before


def test_nothing_is_decided_without_token_and_origin(own: Visitor) -> None:
    """Without the token, with a wrong one, or from nowhere or elsewhere, nothing is written."""
    form = _form(own)
    assert form["token"] == TOKEN
    head = own.desk.pages.head()
    for token in ("", "wrong", TOKEN[:-1], TOKEN + "x", "\u00e9"):
        assert own.ask("/decide", "POST", ORIGIN, {**form, "token": token}).status_code == 400
    assert own.ask("/decide", "POST", None, form).status_code == 403
    assert own.ask("/decide", "POST", {"origin": "http://evil.example"}, form).status_code == 403
    assert own.ask("/decide", "POST", {**ORIGIN, "content-type": "text/plain"}, form).status_code == 415
    assert own.ask("/decide", "GET", ORIGIN).status_code == 405
    assert own.desk.pages.head() == head


def test_a_decision_must_be_whole(own: Visitor) -> None:
    """A form without a reason or a name, with another answer, or about nothing of this ledger is refused."""
    form, head = _form(own), own.desk.pages.head()
    wrongs: tuple[dict[str, str | list[str]], ...] = (
        {"reason": "short"},
        {"reason": "x" * 501},
        {"author": ""},
        {"answer": "correct"},
        {"now": [], "other": []},
        {"now": ["st:" + "0" * 32]},
    )
    for wrong in wrongs:
        answer = own.ask("/decide", "POST", ORIGIN, {**form, **wrong})
        assert answer.status_code == 400, wrong
    assert own.ask("/decide", "POST", ORIGIN, {**form, "reason": "x" * 70_000}).status_code == 413
    assert own.desk.pages.head() == head
    assert set(ANSWERS) >= {"same", "not_same", "accept_now", "reject_now"}
