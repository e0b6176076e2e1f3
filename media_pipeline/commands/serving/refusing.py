"""The desk's answer to what does not exist or is not accepted: a sentence, and a way on from it."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from media_pipeline.commands.serving.guard import PRIVATE
from media_pipeline.publish.pages.waiting import coordinators_page
from media_pipeline.workspace import Workspace

BELOW = "/waiting/"
"""Where the desk's pages are; elsewhere the site answers for itself."""

_SENTENCES = {
    HTTPStatus.NOT_FOUND: "There is nothing at this address.",
    HTTPStatus.METHOD_NOT_ALLOWED: "Only a button of the page does this.",
}
"""Said in place of HTTP's own phrase, if nobody has said more."""


def refused(workspace: Workspace) -> Callable[[Request, Exception], Response]:
    """The handler of an :class:`HTTPException`: below :data:`BELOW`, it answers with a page.

    That holds no form, and so no token: whoever is refused may not be the coordinator.
    """

    def answer(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        status = HTTPStatus(error.status_code)
        if not request.url.path.startswith(BELOW):
            return PlainTextResponse(error.detail, status, headers=error.headers)
        told = error.detail != status.phrase
        sentence = error.detail if told else _SENTENCES.get(status, status.phrase)
        more = {"sentence": sentence, "gone": status == HTTPStatus.NOT_FOUND}
        page = coordinators_page(
            "waiting_refused.html", (), workspace.settings, workspace.templates, more
        )
        headers = {**PRIVATE, **(error.headers or {})}
        return Response(page, status, headers, "text/html")

    return answer
