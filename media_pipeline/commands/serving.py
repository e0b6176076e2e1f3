"""``serve``: the sites with byte ranges, and ``/waiting/``, on this machine only.

What waits is shown exactly as it would be published, from the files that would be. Nothing is
computed here that the last build did not leave. The only module that imports starlette and
uvicorn, which answer byte ranges rightly where simpler servers don't.
"""

from __future__ import annotations

import contextlib
import json
import mimetypes
import socket
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from media_pipeline.commands.addressing import listed
from media_pipeline.commands.deciding import shown
from media_pipeline.errors import MediaPipelineError, WorkspaceError
from media_pipeline.gate.approve import Shown, slug
from media_pipeline.model import Exhibit, Page, Rendition, Role, State
from media_pipeline.publish.pages.waiting import Door, Waiting, coordinators_page
from media_pipeline.publish.site import preview_page
from media_pipeline.publish.views.transcript import story_files
from media_pipeline.publish.wording import run
from media_pipeline.tools.store import Store, stamp
from media_pipeline.workspace import Workspace

TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".jpg": "image/jpeg",
    ".js": "text/javascript",
    ".json": "application/json",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".opml": "text/x-opml",
    ".opus": "audio/ogg",
    ".pagefind": "application/octet-stream",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".vtt": "text/vtt",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
"""Every ending that the site has: Python's own table differs from system to system."""

HOST = "127.0.0.1"
HOSTS = [HOST, "localhost"]
"""Hosts that are answered: a page elsewhere must not reach what waits through a name of its own."""

PRIVATE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}

NOTICEABLE = 0.2
"""Seconds between the recording and what is heard here that matter to whoever cuts it."""

LAST_WORDS = 2
"""Seconds that answers under way have once it is interrupted."""


def serve_workspace(workspace: Workspace, port: int, ready: Callable[[int], None]) -> None:
    """Answer until interrupted. ``port`` 0 is any that is free; ``ready`` is told which.

    Raises :class:`WorkspaceError` where the port can't be had.
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
            application(workspace), log_level="warning", timeout_graceful_shutdown=LAST_WORDS
        )
        ready(door.getsockname()[1])
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[door])


def application(workspace: Workspace) -> Starlette:
    """The whole of what is served."""
    for suffix, mime in TYPES.items():
        mimetypes.add_type(mime, suffix)
    workspace.site.mkdir(parents=True, exist_ok=True)
    families = workspace.families
    desk = _Desk(workspace)
    return Starlette(
        routes=[
            Route("/waiting", lambda _: RedirectResponse("/waiting/")),
            Route("/waiting/", desk.everything),
            Route("/waiting/{id}/", desk.story),
            Route("/waiting/{id}/words/", desk.words),
            Route("/waiting/{id}/{name:path}", desk.file),
            Route("/families", lambda _: RedirectResponse("/families/")),
            Route("/families/", desk.families),
            Mount("/families", StaticFiles(directory=families, html=True, check_dir=False)),
            Mount("/", StaticFiles(directory=workspace.site, html=True)),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS)],
    )


@dataclass(frozen=True, slots=True)
class _Exhibition:
    """What the last build showed: each story's row and the story, by its id; what the report
    says, by path; and the folder that renditions' paths start from.
    """

    stories: Mapping[str, tuple[Shown, Exhibit]]
    report: Mapping[str, Mapping[str, Any]]
    files: Path


class _Desk:
    """What the coordinator sees of the stories that are not public."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._report = workspace.build / "report.json"
        self._read: tuple[str, _Exhibition] | None = None

    def everything(self, _: Request) -> Response:
        """The list of what waits or is held."""
        exhibition = self._exhibition()
        rows = [
            _waiting(row, exhibit, exhibition.report.get(row.path, {}))
            for row, exhibit in exhibition.stories.values()
            if row.state in (State.WAITING, State.HELD)
        ]
        workspace = self._workspace
        page = coordinators_page("waiting.html", rows, workspace.settings, workspace.templates)
        return Response(page, media_type="text/html", headers=PRIVATE)

    def story(self, request: Request) -> Response:
        """A story's page, exactly as it would be published."""
        return self._preview(request, "story.html")

    def words(self, request: Request) -> Response:
        """The page of a story's words, where they are long."""
        return self._preview(request, "words.html")

    def families(self, _: Request) -> Response:
        """The list of the sites for families."""
        workspace = self._workspace
        try:
            rows = listed(workspace, datetime.now(UTC))
        except MediaPipelineError as error:
            raise HTTPException(503, str(error)) from error
        doors = [
            Door(
                name=each.name,
                page=f"/families/{each.token}/" if each.token else "",
                address=each.address,
                stories=each.stories,
                term=each.term,
            )
            for each in rows
        ]
        page = coordinators_page(
            "waiting_families.html", doors, workspace.settings, workspace.templates
        )
        return Response(page, media_type="text/html", headers=PRIVATE)

    def _preview(self, request: Request, template: str) -> Response:
        row, exhibit = _found(self._exhibition(), request)
        settings, slug = self._workspace.settings, _slug(row)
        if template == "words.html" and not exhibit.words:
            raise HTTPException(404)
        page = preview_page(
            exhibit,
            slug,
            settings,
            self._workspace.templates,
            media=lambda rendition: _link(row, rendition),
            words=lambda words: _link(row, words),
            template=template,
        )
        return Response(page, media_type="text/html", headers=PRIVATE)

    def file(self, request: Request) -> Response:
        """One of a story's files, media with byte ranges; nothing else of the store."""
        exhibition = self._exhibition()
        row, exhibit = _found(exhibition, request)
        wanted = request.path_params["name"]
        for rendition in exhibit.renditions:
            if rendition.path == wanted:
                path = exhibition.files / rendition.path
                return FileResponse(path, media_type=rendition.mime, headers=PRIVATE)
        for words in story_files(exhibit, _slug(row), self._workspace.settings):
            if words.path == wanted:
                mime = TYPES[Path(words.path).suffix]
                return Response(words.content, media_type=mime, headers=PRIVATE)
        raise HTTPException(404)

    def _exhibition(self) -> _Exhibition:
        """Read again where a build has ended since: its report is what it writes last."""
        mark = stamp(self._report) if self._report.exists() else ""
        if self._read is None or self._read[0] != mark:
            self._read = mark, _exhibition(self._workspace, self._report)
        return self._read[1]


def _exhibition(workspace: Workspace, report: Path) -> _Exhibition:
    with closing(Store(workspace.build)) as store:
        exhibits, files = store.exhibits(), store.root
    rows = [row for row in shown(workspace) if row.path in exhibits]
    said = json.loads(report.read_bytes())["stories"] if report.exists() else []
    return _Exhibition(
        stories={row.id: (row, exhibits[row.path]) for row in rows},
        report={each["path"]: each for each in said},
        files=files,
    )


def _found(exhibition: _Exhibition, request: Request) -> tuple[Shown, Exhibit]:
    found = exhibition.stories.get(request.path_params["id"])
    if found is None:
        raise HTTPException(404)
    return found


def _waiting(row: Shown, exhibit: Exhibit, report: Mapping[str, Any]) -> Waiting:
    minutes, seconds = divmod(round(exhibit.seconds), 60)
    sound = exhibit.rendition(Role.ENCLOSURE) or exhibit.rendition(Role.VIDEO)
    art = exhibit.rendition(Role.ART)
    return Waiting(
        id=row.id,
        path=row.path,
        title=run(row.title or Path(row.path).name, exhibit.story.language or "en"),
        state=str(row.state),
        reason=report.get("reason", ""),
        needs=row.needs,
        rights=row.rights,
        notes=(*report.get("notes", ()), *_moved(exhibit)),
        minutes=f"{minutes}:{seconds:02}",
        loudness=f"{sound.lufs:.1f} LUFS" if sound and sound.lufs is not None else "",
        page=f"/waiting/{row.id}/",
        art=_link(row, art) if art else "",
    )


def _moved(exhibit: Exhibit) -> list[str]:
    """How to find in the recording what is heard here, for whoever wants to cut it."""
    differs = []
    if abs(exhibit.offset) >= NOTICEABLE:
        way = "earlier" if exhibit.offset < 0 else "later"
        differs.append(f"all is {abs(exhibit.offset):.1f} s {way} than in the recording itself")
    if exhibit.story.edit:
        differs.append("what is cut is not counted")
    meant = "The times of start, end, cut and mute are those of the recording"
    return [f"{meant}: here {' and '.join(differs)}."] if differs else []


def _slug(row: Shown) -> str:
    return slug(row.title, row.id)


def _link(row: Shown, file: Rendition | Page) -> str:
    return f"/waiting/{row.id}/{file.path}"
