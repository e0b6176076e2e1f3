"""``serve``: the site with byte ranges, and ``/waiting/``, on this machine only.

What waits is shown exactly as it would be published, from the files that would be. Nothing is
computed here that the last build did not leave. The only module that imports starlette and
uvicorn, which answer byte ranges rightly where simpler servers don't.
"""

from __future__ import annotations

import json
import mimetypes
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

from media_pipeline.deciding import shown
from media_pipeline.gate.approve import Shown, slug
from media_pipeline.model import Exhibit, Page, Rendition, Role, State
from media_pipeline.publish.captions import word_pages
from media_pipeline.publish.site import preview_page
from media_pipeline.publish.waiting import Waiting, waiting_page
from media_pipeline.publish.wording import run
from media_pipeline.tools.store import Store
from media_pipeline.workspace import Workspace

TYPES = {".opus": "audio/ogg", ".vtt": "text/vtt", ".woff2": "font/woff2", ".m4a": "audio/mp4"}
"""What Python's own table lacks or gets wrong on some systems."""

HERE = ["127.0.0.1", "localhost", "[::1]"]
"""Hosts that are answered: a page elsewhere must not reach what waits through a name of its own."""

PRIVATE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


def serve_workspace(workspace: Workspace, store: Store, port: int) -> None:
    """Answer until interrupted."""
    uvicorn.run(application(workspace, store), host="127.0.0.1", port=port, log_level="warning")


def application(workspace: Workspace, store: Store) -> Starlette:
    """The whole of what is served."""
    for suffix, mime in TYPES.items():
        mimetypes.add_type(mime, suffix)
    workspace.site.mkdir(parents=True, exist_ok=True)
    desk = _Desk(workspace, store)
    return Starlette(
        routes=[
            Route("/waiting", lambda _: RedirectResponse("/waiting/")),
            Route("/waiting/", desk.everything),
            Route("/waiting/{id}/", desk.story),
            Route("/waiting/{id}/{name:path}", desk.file),
            Mount("/", StaticFiles(directory=workspace.site, html=True)),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=HERE)],
    )


class _Desk:
    """What the coordinator sees of the stories that are not public."""

    def __init__(self, workspace: Workspace, store: Store) -> None:
        self._workspace = workspace
        self._store = store

    def everything(self, _: Request) -> Response:
        """The list of what waits or is held."""
        report = self._report()
        exhibits = self._store.exhibits()
        rows = [
            _waiting(row, exhibits[row.path], report.get(row.path, {}))
            for row in self._rows()
            if row.state in (State.WAITING, State.HELD)
        ]
        page = waiting_page(rows, self._workspace.settings, self._workspace.templates)
        return Response(page, media_type="text/html", headers=PRIVATE)

    def story(self, request: Request) -> Response:
        """A story's page, exactly as it would be published."""
        row, exhibit = self._story(request)
        page = preview_page(
            exhibit,
            _slug(row),
            self._workspace.settings,
            self._workspace.templates,
            media=lambda rendition: _media(row, rendition),
            words=lambda words: _words(row, words),
        )
        return Response(page, media_type="text/html", headers=PRIVATE)

    def file(self, request: Request) -> Response:
        """One of a story's files, with byte ranges; nothing else of the store."""
        row, exhibit = self._story(request)
        wanted = request.url.path
        for rendition in exhibit.renditions:
            if _media(row, rendition) == wanted:
                path = self._store.root / rendition.path
                return FileResponse(path, media_type=rendition.mime, headers=PRIVATE)
        for words in word_pages(_slug(row), exhibit.words).values():
            if _words(row, words) == wanted:
                return Response(words.content, media_type="text/vtt", headers=PRIVATE)
        raise HTTPException(404)

    def _story(self, request: Request) -> tuple[Shown, Exhibit]:
        wanted = request.path_params["id"]
        row = next((each for each in self._rows() if each.id == wanted), None)
        exhibit = row and self._store.exhibits().get(row.path)
        if row is None or exhibit is None:
            raise HTTPException(404)
        return row, exhibit

    def _rows(self) -> list[Shown]:
        return shown(self._workspace)

    def _report(self) -> dict[str, Any]:
        path = self._workspace.build / "report.json"
        if not path.exists():
            return {}
        stories = json.loads(path.read_text(encoding="utf-8"))["stories"]
        return {each["path"]: each for each in stories}


def _waiting(row: Shown, exhibit: Exhibit, report: dict[str, Any]) -> Waiting:
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
        notes=tuple(report.get("notes", ())),
        minutes=f"{minutes}:{seconds:02}",
        loudness=f"{sound.lufs:.1f} LUFS" if sound and sound.lufs is not None else "",
        page=f"/waiting/{row.id}/",
        art=_media(row, art) if art else "",
    )


def _slug(row: Shown) -> str:
    return slug(row.title, row.id)


def _media(row: Shown, rendition: Rendition) -> str:
    return f"/waiting/{row.id}/{rendition.path}"


def _words(row: Shown, words: Page) -> str:
    return f"/waiting/{row.id}/{words.path}"
