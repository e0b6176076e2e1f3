"""The port, the routes, and where forms come in. Starlette and uvicorn answer byte ranges
correctly, which simpler servers don't.
"""

from __future__ import annotations

import contextlib
import mimetypes
import socket
from collections.abc import Callable
from dataclasses import dataclass

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from media_pipeline.commands.serving.acts import Acts
from media_pipeline.commands.serving.building import Build, Builds
from media_pipeline.commands.serving.desk import Pages
from media_pipeline.commands.serving.exhibition import Showing
from media_pipeline.commands.serving.guard import (
    FORM,
    HOST,
    HOSTS,
    LARGEST,
    PRIVATE,
    fields_of,
    new_token,
    refusal,
)
from media_pipeline.commands.serving.refusing import refused
from media_pipeline.errors import WorkspaceError
from media_pipeline.publish.hosting import TYPES
from media_pipeline.tools.clock import Clock
from media_pipeline.workspace import Workspace

LAST_WORDS = 2
"""Seconds that unfinished answers have once the server is interrupted."""

BUILD = "build"
"""What a form may ask for that decides nothing."""

BACK = {"": "/waiting/#done", "public": "/waiting/public/#done"}
"""Where a form leads to in the end: only to pages of the desk."""


@dataclass(frozen=True, slots=True)
class Coordinator:
    """Who decides at the pages, by what clock, and how to build, if there is to be a button for
    it.
    """

    name: str
    clock: Clock
    build: Build | None = None


def serve_workspace(
    workspace: Workspace, coordinator: Coordinator, port: int, ready: Callable[[int], None]
) -> None:
    """Answer until interrupted. ``port`` 0 means any that is free; ``ready`` is told which.

    Raises :class:`WorkspaceError` if the port can't be had.
    """
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((HOST, port))
            door.listen()
        except OSError as error:
            raise WorkspaceError(
                f"it can't be had ({error.strerror}).",
                f"port {port}",
                "Is another serve running? Else try: media-pipeline serve --port 0",
            ) from error
        config = uvicorn.Config(
            application(workspace, coordinator),
            log_level="warning",
            timeout_graceful_shutdown=LAST_WORDS,
        )
        ready(door.getsockname()[1])
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[door])


def application(workspace: Workspace, coordinator: Coordinator) -> Starlette:
    """Everything that is served."""
    for suffix, mime in TYPES.items():
        mimetypes.add_type(mime, suffix)
    workspace.site.mkdir(parents=True, exist_ok=True)
    token, showing = new_token(), Showing(workspace)
    acts = Acts(workspace, showing, coordinator.name, coordinator.clock)
    builds = Builds(coordinator.build) if coordinator.build else None
    pages = Pages(workspace, showing, acts, builds, token, coordinator.clock)
    return Starlette(
        routes=[
            *_desk_routes(pages, _Door(acts, builds, token)),
            Route("/families", lambda _: RedirectResponse("/families/")),
            Route("/families/", pages.families),
            Mount(
                "/families", _MayBeThere(directory=workspace.families, html=True, check_dir=False)
            ),
            Mount("/", StaticFiles(directory=workspace.site, html=True)),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS)],
        exception_handlers={HTTPException: refused(workspace)},
    )


def _desk_routes(pages: Pages, door: _Door) -> list[BaseRoute]:
    return [
        Route("/waiting", lambda _: RedirectResponse("/waiting/")),
        Route("/waiting/", pages.waiting),
        Route("/waiting/desk.css", pages.styles),
        Route("/waiting/public/", pages.public),
        Route("/waiting/build/", pages.build),
        Route("/waiting/do/{act}", door.take, methods=["GET", "POST"]),
        Route("/waiting/{id}/", pages.story),
        Route("/waiting/{id}/words/", pages.words),
        Route("/waiting/{id}/{name:path}", pages.file),
    ]


class _MayBeThere(StaticFiles):
    """A folder that does not exist before there is anything in it: until then, nothing is found."""

    async def check_config(self) -> None:
        """Check nothing: Starlette's own check fails at the first request if the folder does not
        exist.
        """


class _Door:
    """Where forms come in. If something is wrong with one, a status says so, and nothing is
    done.
    """

    def __init__(self, acts: Acts, builds: Builds | None, token: str) -> None:
        self._acts, self._builds, self._token = acts, builds, token

    async def take(self, request: Request) -> Response:
        """Carry out a form of one of the desk's pages, and lead the browser on."""
        act = request.path_params["act"]
        if request.method != "POST":
            raise HTTPException(405, headers={"Allow": "POST"})
        if act not in self._acts.names and not (act == BUILD and self._builds):
            raise HTTPException(404, "There is no such thing to do.")
        form = await _form(request)
        if why := refusal(request.headers, form, self._token):
            raise HTTPException(403, why)
        if act == BUILD and self._builds:
            self._builds.start()
            return RedirectResponse("/waiting/build/", 303, headers=PRIVATE)
        await run_in_threadpool(self._acts.carry_out, act, form)
        return RedirectResponse(BACK.get(form.get("back", ""), BACK[""]), 303, headers=PRIVATE)


async def _form(request: Request) -> dict[str, str]:
    """The fields of what was sent. Raises :class:`HTTPException` if it is no form of ours."""
    kind, _, _ = request.headers.get("content-type", "").partition(";")
    if kind.strip().lower() != FORM:
        raise HTTPException(415, "It is no form of these pages.")
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            raise HTTPException(413, "It is longer than any form of these pages.")
    try:
        return fields_of(body)
    except ValueError as error:
        raise HTTPException(400, "It is no form of these pages.") from error
