"""The pages of the coordinator's desk: what waits, what is public, each story as it would be
published with the buttons that decide on it, and the sites for families.

Nothing is computed here that the last build did not leave.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from media_pipeline import languages
from media_pipeline.commands.addressing import listed
from media_pipeline.commands.describing import sidecars_beside
from media_pipeline.commands.serving.acts import Acts, said_of
from media_pipeline.commands.serving.building import Builds
from media_pipeline.commands.serving.exhibition import APPROVED, Exhibition, Showing
from media_pipeline.commands.serving.guard import PRIVATE
from media_pipeline.errors import MediaPipelineError, UsageError
from media_pipeline.gate.approve import Shown, refuse_impossible
from media_pipeline.gate.book import Entry
from media_pipeline.gate.slugs import slug
from media_pipeline.model import Audience, Exhibit, Page, Rendition, Role, State
from media_pipeline.publish.addresses import story_path
from media_pipeline.publish.hosting import TYPES
from media_pipeline.publish.pages.waiting import Desk, Door, Waiting, coordinators_page
from media_pipeline.publish.preview import preview_page
from media_pipeline.publish.views.transcript import story_files
from media_pipeline.publish.wording import run, run_in
from media_pipeline.tools.clock import Clock
from media_pipeline.workspace import Workspace

NOTICEABLE = 0.2
"""By how many seconds what is heard here must differ from the recording to matter to whoever cuts
it.
"""

LOOKS_AGAIN = "3"
"""Seconds until a page that shows a build's progress is loaded again."""


class Pages:
    """What the coordinator sees of the stories, and the buttons that decide on them."""

    def __init__(
        self,
        workspace: Workspace,
        showing: Showing,
        acts: Acts,
        builds: Builds | None,
        token: str,
        clock: Clock,
    ) -> None:
        self._workspace = workspace
        self._showing = showing
        self._acts = acts
        self._builds = builds
        self._token = token
        self._clock = clock

    def waiting(self, _: Request) -> Response:
        """The list of what waits or is held, and of what the next build publishes."""
        return self._listed("waiting.html", {State.WAITING, State.HELD, APPROVED}, "")

    def public(self, _: Request) -> Response:
        """The list of what is published."""
        return self._listed("waiting_public.html", {State.PUBLISHED}, "public")

    def build(self, _: Request) -> Response:
        """How far a build is; the page itself asks again every few seconds."""
        if self._builds is None:
            raise HTTPException(404)
        came = {"ended": self._builds.ended, "failed": self._builds.failed}
        page = self._page("waiting_build.html", (), "", **came)
        if self._builds.line:
            page.headers["Refresh"] = LOOKS_AGAIN
        return page

    def styles(self, _: Request) -> Response:
        """The styles that only these pages have, and no family needs."""
        folders = self._workspace.templates
        path = next(each for folder in folders if (each := folder / "desk.css").is_file())
        return Response(path.read_bytes(), media_type="text/css", headers=PRIVATE)

    def story(self, request: Request) -> Response:
        """A story's page, exactly as it would be published, and the buttons below it."""
        exhibition = self._showing.now()
        row, _ = _found(exhibition, request)
        (shown,) = self._waiting(exhibition, [row])
        more = {"row": shown, "desk": self._desk("")}
        return self._preview(request, "waiting_story.html", more)

    def words(self, request: Request) -> Response:
        """The page of a story's words, for when they are long."""
        return self._preview(request, "words.html", {})

    def families(self, _: Request) -> Response:
        """The list of the sites for families."""
        try:
            rows = listed(self._workspace, self._clock())
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
        return self._page("waiting_families.html", doors, "")

    def file(self, request: Request) -> Response:
        """One of a story's files, media with byte ranges; nothing else of the store."""
        exhibition = self._showing.now()
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

    def _listed(self, template: str, states: set[str], back: str) -> Response:
        exhibition = self._showing.now()
        stories = (row for row, _ in exhibition.stories.values())
        rows = [row for row in stories if exhibition.standing(row) in states]
        onward = None if back else self._onward(exhibition)
        return self._page(template, [*self._waiting(exhibition, rows)], back, onward=onward)

    def _onward(self, exhibition: Exhibition) -> Waiting | None:
        """The story that the last deed leads on to: the next that waits, or the one that is not
        done.

        None if there is none.
        """
        just_done, _ = self._acts.deeds()
        near = (exhibition.stories.get(each) for each in self._acts.onward)
        for row in (each[0] for each in near if each):
            if (just_done and just_done.wrong) or exhibition.standing(row) == State.WAITING:
                return self._told(exhibition, row, "")
        return None

    def _page(self, template: str, rows: Any, back: str, **more: Any) -> Response:
        page = coordinators_page(
            template,
            rows,
            self._workspace.settings,
            self._workspace.templates,
            {"desk": self._desk(back), **more},
        )
        return Response(page, media_type="text/html", headers=PRIVATE)

    def _preview(self, request: Request, template: str, more: Mapping[str, Any]) -> Response:
        row, exhibit = _found(self._showing.now(), request)
        if template == "words.html" and not exhibit.words:
            raise HTTPException(404)
        page = preview_page(
            exhibit,
            _slug(row),
            self._workspace.settings,
            self._workspace.templates,
            media=lambda rendition: _link(row, rendition),
            words=lambda words: _link(row, words),
            template=template,
            more=more,
        )
        return Response(page, media_type="text/html", headers=PRIVATE)

    def _desk(self, back: str) -> Desk:
        """What every page of the desk has: the token, what was done, and what can be chosen."""
        settings = self._workspace.settings
        shown_in = settings.interface_languages[0]
        just_done, before = self._acts.deeds()

        def named(rows: Any) -> tuple[tuple[str, str], ...]:
            names = ((each.id, run_in(each.name, shown_in, "en")) for each in rows)
            return tuple((each, name.text if name else each) for each, name in names)

        return Desk(
            token=self._token,
            back=back,
            just_done=just_done,
            before=before,
            builds=self._builds is not None,
            building=self._builds.line if self._builds else "",
            languages=tuple(
                (each, f"{languages.name_in(each, 'en')} · {languages.own_name(each)}")
                for each in settings.languages
            ),
            classes=named(settings.classes),
            kinds=named(settings.kinds),
        )

    def _waiting(self, exhibition: Exhibition, rows: Sequence[Shown]) -> Iterator[Waiting]:
        sidecars = sidecars_beside(self._workspace, [row.path for row in rows])
        for row in rows:
            yield self._told(exhibition, row, sidecars.get(row.path, ""))

    def _told(self, exhibition: Exhibition, row: Shown, sidecar: str) -> Waiting:
        exhibit = exhibition.stories[row.id][1]
        report = exhibition.report.get(row.path, {})
        minutes, seconds = divmod(round(exhibit.seconds), 60)
        sound = exhibit.rendition(Role.ENCLOSURE) or exhibit.rendition(Role.VIDEO)
        art = exhibit.rendition(Role.ART)
        standing, entry = exhibition.standing(row), exhibition.book.of(row.digest)
        same = standing == str(row.state)
        known = said_of(exhibition, row)
        typed = self._acts.typed(row.id, known)
        return Waiting(
            id=row.id,
            path=row.path,
            title=run(row.title or Path(row.path).name, exhibit.story.language or "en"),
            state=standing,
            reason=report.get("reason", "") if same else _why(standing, entry),
            needs=row.needs,
            rights=row.rights,
            notes=(*report.get("notes", ()), *_moved(exhibit)),
            minutes=f"{minutes}:{seconds:02}",
            loudness=f"{sound.lufs:.1f} LUFS" if sound and sound.lufs is not None else "",
            page=_page_of(row, standing, entry),
            art=_link(row, art) if art else "",
            seal=exhibition.seal(row),
            names=row.names,
            barred=_barred(row),
            for_families=row.audience is Audience.FAMILIES,
            sidecar=sidecar,
            own_sidecar=bool(sidecar) and self._acts.wrote(sidecar),
            said=typed or known,
            refused=typed is not None,
        )


def _page_of(row: Shown, standing: str, entry: Entry | None) -> str:
    """Where a story is seen; one that everyone may see, where everyone sees it."""
    if entry and standing == State.PUBLISHED and row.audience is Audience.PUBLIC:
        return f"/{story_path(entry.slug)}"
    return f"/waiting/{row.id}/"


def _why(standing: str, entry: Entry | None) -> str:
    """Why a story's state is no longer what the last build found."""
    if standing == APPROVED:
        return "It is published with the next build."
    return entry.reason if entry else ""


def _barred(row: Shown) -> str:
    """Why a story can't be approved; "" if it can."""
    try:
        refuse_impossible(row, names=True)
    except UsageError as error:
        return error.what
    return ""


def _found(exhibition: Exhibition, request: Request) -> tuple[Shown, Exhibit]:
    """A story by the id in its address. Raises :class:`HTTPException` if it is not shown."""
    story_id = request.path_params["id"]
    if found := exhibition.stories.get(story_id):
        return found
    if exhibition.withdrew(story_id):
        raise HTTPException(404, "It was withdrawn: nothing of it is shown any more.")
    raise HTTPException(404, "This story is not shown here, or not any more.")


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
