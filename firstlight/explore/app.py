"""The page as an application: routes, errors, and the few things that are answered beside the rest."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from http import HTTPStatus
from importlib.metadata import version
from shutil import rmtree
from typing import Any, TypeVar
from urllib.parse import parse_qs

import msgspec
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from firstlight.errors import FirstlightError, NotFoundError, StoreError
from firstlight.explore import defence, review, routes
from firstlight.explore.answer import Answer, File, Moved, Page
from firstlight.explore.asked import Asked, asked
from firstlight.explore.desk import Desk, Outlook
from firstlight.explore.guard import SANDBOX, Guard
from firstlight.explore.render import Renderer, static

LARGEST_FORM = 64 * 1024  # bytes
FIELDS = 100
PATIENCE_S = 0.2  # how long a visitor waits before the waiting page comes

T = TypeVar("T")
Endpoint = Callable[[Request], Awaitable[Response]]


class Site:
    """The page of one desk. Questions are answered one after the other; the assessment is made beside them."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.renderer = Renderer(desk)
        self._seen = -1
        self._beside = ThreadPoolExecutor(max_workers=2, thread_name_prefix="beside")
        self._made: dict[str, tuple[int, Future[Any]]] = {}

    def application(self) -> Guard:
        """The ASGI application, guarded."""
        made = [Route(way.path, self._reading(way), methods=["GET"]) for way in routes.WAYS]
        made.append(Route("/air-defence", self._defence, methods=["GET"]))
        made.append(Route("/review", self._review, methods=["GET"]))
        made.append(Route("/decide", self._decide, methods=["POST"]))
        made.append(Route("/openapi.json", self._openapi, methods=["GET"]))
        made.append(Route("/outline.json", self._outline, methods=["GET"]))
        made.append(Route("/static/{file}", self._static, methods=["GET"]))
        handlers: dict[Any, Any] = {HTTPException: self._refused, FirstlightError: self._wrong, Exception: self._bug}
        return Guard(Starlette(routes=made, exception_handlers=handlers), self.desk.hosts)

    def close(self) -> None:
        """Let go of what was begun beside the page."""
        self._beside.shutdown(wait=False, cancel_futures=True)

    def begin(self) -> None:
        """Begin what takes its time, so that it is there when it is asked for."""
        self.desk.pages.sources()
        self._later("outlook", self.desk.outlook, 0.0)

    def _later(self, name: str, make: Callable[[], T], patience_s: float = PATIENCE_S) -> T | None:
        """What `make` gives for the ledger as it stands, begun where there is none; None while it is being made."""
        head = self.desk.pages.head()
        if name not in self._made or self._made[name][0] != head:
            self._made[name] = (head, self._beside.submit(make))
        try:
            made: T = self._made[name][1].result(patience_s)
        except TimeoutError:
            return None
        return made

    def _reading(self, way: routes.Way) -> Endpoint:
        async def answer(request: Request) -> Response:
            self._follow()
            question = asked(request.url.path, request.path_params, request.query_params, way.params)
            if way.slow:
                return self._sent(await run_in_threadpool(way.view, self.desk, question), question)
            return self._sent(way.view(self.desk, question), question)

        return answer

    def _follow(self) -> None:
        """Bring the index up to date where the ledger has changed."""
        head = self.desk.pages.head()
        if head != self._seen:
            self.desk.refresh()
            self._seen = head

    def _sent(self, answer: Answer, question: Asked) -> Response:
        if isinstance(answer, Page):
            return Response(self.renderer.page(answer, question), answer.status, media_type="text/html")
        if isinstance(answer, Moved):
            return RedirectResponse(answer.address, 308 if answer.kept else 303)
        headers = {"content-disposition": f'attachment; filename="{answer.name}"'} if answer.name else {}
        if isinstance(answer, File):
            gone = BackgroundTask(rmtree, answer.path.parent)
            return FileResponse(answer.path, media_type=answer.media, headers=headers, background=gone)
        if answer.sandboxed:
            headers["content-security-policy"] = SANDBOX
        return Response(answer.body, headers=headers, media_type=answer.media)

    async def _defence(self, request: Request) -> Response:
        self._follow()
        question = asked(request.url.path, {}, {}, ())
        made: Outlook | None = self._later("outlook", self.desk.outlook)
        return self._sent(defence.defence(self.desk, question, made), question)

    async def _review(self, request: Request) -> Response:
        self._follow()
        question = asked(request.url.path, {}, request.query_params, review.PARAMS)
        return self._sent(review.review(self.desk, question, self._later("queue", self.desk.queue)), question)

    async def _decide(self, request: Request) -> Response:
        if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
            raise HTTPException(415, "A decision comes as a form.")
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > LARGEST_FORM:
                raise HTTPException(413, "The form is too large.")
        try:
            form = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=FIELDS)
        except ValueError as error:
            raise HTTPException(400, "The form cannot be read.") from error
        return self._sent(review.decision(self.desk, form), asked("/decide", {}, {}, ()))

    async def _openapi(self, request: Request) -> Response:
        described = msgspec.json.encode(routes.openapi(version("firstlight")))
        return Response(described, media_type="application/json")

    async def _outline(self, request: Request) -> Response:
        lines = self.desk.catalog.text("places/outlines.json").encode()
        return Response(lines, media_type="application/json", headers={"cache-control": "max-age=86400"})

    async def _static(self, request: Request) -> Response:
        found = static().get(request.path_params["file"])
        if found is None:
            raise NotFoundError("there is no such file")
        return Response(found[0], media_type=found[1], headers={"cache-control": "max-age=86400"})

    # --- what goes wrong ---

    def _refused(self, request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        said = error.detail if isinstance(error, HTTPException) and error.detail else HTTPStatus(status).phrase
        response = self._told(request, status, said)
        if isinstance(error, HTTPException) and error.headers:
            response.headers.update(error.headers)
        return response

    def _wrong(self, request: Request, error: Exception) -> Response:
        status = 404 if isinstance(error, NotFoundError) else 503 if isinstance(error, StoreError) else 400
        return self._told(request, status, str(error))

    def _bug(self, request: Request, error: Exception) -> Response:
        traceback.print_exception(error, file=sys.stderr)
        return self._told(request, 500, "This is a bug: please report it with what the terminal shows.")

    def _told(self, request: Request, status: int, said: str) -> Response:
        page = Page(template="error.html", title=HTTPStatus(status).phrase, content={"said": said, "status": status})
        question = asked(request.url.path, {}, {}, ())
        return Response(self.renderer.page(page, question), status, media_type="text/html")


def application(desk: Desk) -> Guard:
    """The page of a desk as an ASGI application."""
    return Site(desk).application()
