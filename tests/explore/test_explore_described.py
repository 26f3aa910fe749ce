"""The OpenAPI description: it tells of every route, and what is asked by it is answered as it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import hypothesis
import pytest
import schemathesis
from schemathesis.generation import GenerationMode

from firstlight.explore.guard import HEADERS, SANDBOX
from tests.explore.visitor import HOST, Visitor

FEW, MANY = 2, 160  # cases an operation: some 40 in all, and 2,000
SEED = 20240328


def test_every_route_is_described(week: Visitor) -> None:
    """What the application answers to and what the description tells of are the same paths and methods."""
    described = week.ask("/openapi.json").json()["paths"]
    told = {(path, method.upper()) for path, methods in described.items() for method in methods}
    routes = {(route.path, method) for route in week.app.app.routes for method in route.methods - {"HEAD"}}  # type: ignore[attr-defined]
    assert told == routes


def _cases(visitor: Visitor, number: int) -> int:
    """Send generated requests, sound and unsound, to every route; how many."""
    schema: Any = schemathesis.openapi.from_dict(visitor.ask("/openapi.json").json())
    operations = [result.ok() for result in schema.get_all_operations()]
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    return sum(_sent(visitor, operation, mode, number // 2) for operation in operations for mode in modes)


def _sent(visitor: Visitor, operation: Any, mode: GenerationMode, number: int) -> int:
    """Requests of one route; how many were sent. Each answer is one that was described, with all headers."""
    promised = {int(status) for status in operation.definition.raw["responses"]} | {307, 405, 414}
    sent = 0

    @hypothesis.seed(SEED)
    @hypothesis.settings(
        max_examples=number, deadline=None, database=None, suppress_health_check=list(hypothesis.HealthCheck)
    )
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        nonlocal sent
        answer = _answered(visitor, case)
        sent += 1
        assert answer.status_code in promised, (case.path, answer.status_code, answer.text)
        assert all(answer.headers[name] in (value, SANDBOX) for name, value in HEADERS.items())

    try:
        ask()
    except hypothesis.errors.Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE  # a route without parameters cannot be asked wrongly
    return sent


def _answered(visitor: Visitor, case: Any) -> Any:
    """What the page answers to a generated case, sent as a browser on this page would."""
    made = case.as_transport_kwargs(base_url=f"http://{HOST}")
    headers = {**{str(k): str(v) for k, v in (made.get("headers") or {}).items()}, "origin": f"http://{HOST}"}
    return visitor.send(made["method"], made["url"], headers, made)


def test_described_and_answered_alike(week: Visitor) -> None:
    """Generated requests, right ones and wrong ones: each answer is one that the description tells of."""
    assert _cases(week, FEW) >= 25


@pytest.mark.release
def test_two_thousand_cases(own: Visitor) -> None:
    """Two thousand generated requests: no error of the server, no answer that is not described."""
    assert _cases(own, MANY) >= 2_000


def test_a_bug_is_told_without_its_inside(week: Visitor, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An error inside gives a page that says so with all headers, and its traceback only on the terminal."""
    pages = week.desk.pages
    closed = Visitor(week.folder)
    closed.close()
    answer = closed.ask("/attacks")
    assert answer.status_code == 500
    assert all(answer.headers[name] == value for name, value in HEADERS.items())
    assert "Traceback" not in answer.text and "Traceback" in capsys.readouterr().err
    assert pages.head() > 0
