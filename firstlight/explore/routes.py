"""All routes in one table: what answers, what may be asked, and the OpenAPI description made from it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from firstlight.explore import attacks, downloads, overview, review, sources
from firstlight.explore.answer import Answer
from firstlight.explore.asked import Asked, Param
from firstlight.explore.desk import Desk
from firstlight.model import Record

HTML, JSON, TEXT = "text/html", "application/json", "text/plain"
KEYS = {"key": "An id, as the lists give it.", "file": "A file of the page itself."}


class Way(Record, frozen=True, kw_only=True):
    """A route that is read: its path, what answers, and what may be asked. `slow` ones are answered beside the rest."""

    path: str
    view: Callable[[Desk, Asked], Answer]
    about: str
    params: Sequence[Param] = ()
    media: str = HTML
    slow: bool = False


WAYS = (
    Way(path="/", view=overview.overview, about="Overview of some nights.", params=overview.PARAMS),
    Way(path="/attacks", view=attacks.attacks, about="Raids and incidents.", params=attacks.PARAMS),
    Way(
        path="/attacks.json", view=attacks.attacks_json, about="Raids and incidents as records.",
        params=attacks.PARAMS, media=JSON,
    ),
    Way(path="/attacks/{key}", view=attacks.attack, about="One raid or incident with all statements behind it."),
    Way(path="/packages", view=attacks.packages, about="Packages of aid.", params=attacks.PACKAGE_PARAMS),
    Way(path="/packages/{key}", view=attacks.attack, about="One package with all statements behind it."),
    Way(path="/sources", view=sources.sources, about="Sources."),
    Way(path="/reports", view=sources.reports, about="Reports.", params=sources.REPORT_PARAMS),
    Way(
        path="/reports/{key}", view=sources.report, about="One report, every quote marked in its text.",
        params=sources.ONE_REPORT_PARAMS,
    ),
    Way(path="/statements/{key}", view=sources.statement, about="One statement in its words."),
    Way(path="/captures/{key}", view=sources.capture, about="One capture.", params=sources.CAPTURE_PARAMS),
    Way(path="/captures/{key}/picture", view=sources.picture_of, about="The picture of a page.", media=sources.PNG),
    Way(path="/captures/{key}/bytes", view=sources.bytes_of, about="The bytes of a capture as plain text.", media=TEXT),
    Way(path="/downloads", view=downloads.downloads, about="What can be taken home."),
    Way(path="/downloads/{key}", view=downloads.download, about="One export.", media="*/*", slow=True),
)  # fmt: skip


def openapi(version: str) -> dict[str, Any]:
    """The OpenAPI 3.1 description of the routes."""
    paths: dict[str, Any] = {}
    for way in WAYS:
        paths[way.path] = {"get": _operation(way.path, way.about, way.params, way.media)}
    paths["/air-defence"] = {"get": _operation("/air-defence", "What is stopped, expected and short.", (), HTML)}
    paths["/review"] = {"get": _operation("/review", "What is doubtful, with a form to decide.", review.PARAMS, HTML)}
    paths["/openapi.json"] = {"get": _operation("/openapi.json", "This description.", (), JSON)}
    paths["/outline.json"] = {"get": _operation("/outline.json", "Borders for the map.", (), JSON)}
    paths["/static/{file}"] = {"get": _operation("/static/{file}", "A file of the page itself.", (), "*/*")}
    paths["/decide"] = {"post": _decide()}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Firstlight: the local page", "version": version},
        "paths": paths,
    }


def _operation(path: str, about: str, params: Sequence[Param], media: str) -> dict[str, Any]:
    parameters: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "description": KEYS[name],
         "schema": {"type": "string", "minLength": 1, "maxLength": 200}}
        for name in re.findall(r"\{(\w+)\}", path)
    ]  # fmt: skip
    parameters += [
        {"name": param.name, "in": "query", "description": param.about, "schema": param.schema()} for param in params
    ]
    answers: dict[str, Any] = {"200": {"description": "The answer.", "content": {media: {}}}}
    answers["400"] = _told("What was asked cannot be answered; the page says why.")
    if "{" in path:
        answers["404"] = _told("There is no such thing.")
    if "{key}" in path:
        answers["308"] = {"description": "An old id: the thing that carries it now."}
    return {"summary": about, "parameters": parameters, "responses": answers | _REFUSED}


def _decide() -> dict[str, Any]:
    text = {"type": "string", "maxLength": review.LONGEST}
    fields = {
        "token": text,
        "answer": {"type": "string", "enum": list(review.ANSWERS)},
        "now": {"type": "array", "items": text},
        "other": {"type": "array", "items": text},
        "reason": {**text, "minLength": review.SHORTEST},
        "author": {"type": "string", "minLength": 1, "maxLength": review.NAME},
    }
    body = {"type": "object", "properties": fields, "required": ["token", "answer", "now", "reason", "author"]}
    return {
        "summary": "Append a decision; needs the token of the review page and an Origin of this page.",
        "requestBody": {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": body}}},
        "responses": {
            "303": {"description": "Decided; see the review page."},
            "400": _told("The decision is not whole; the page says why."),
            "413": _told("The form is too large."),
            "415": _told("Only a form is taken."),
            **_REFUSED,
        },
    }


def _told(about: str) -> dict[str, Any]:
    return {"description": about, "content": {HTML: {}}}


_REFUSED = {
    "403": _told("Another page's Origin: nothing is answered."),
    "421": _told("A Host that is not this page: nothing is answered."),
}
