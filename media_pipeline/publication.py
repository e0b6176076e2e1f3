"""From permits and exhibits to what is public: episodes, shows, the site in its place."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from media_pipeline import __version__
from media_pipeline.engine.fingerprint import job
from media_pipeline.engine.making import make_art, make_icons
from media_pipeline.engine.plan import Planner
from media_pipeline.engine.run import Engine
from media_pipeline.errors import MediaPipelineError, ToolError
from media_pipeline.gate.decide import Book, Entry, Grounds, read_book
from media_pipeline.gate.ledger import Event
from media_pipeline.gate.surnames import NO_SURNAMES
from media_pipeline.keeping import open_ledger
from media_pipeline.model import (
    Audience,
    Copy,
    Episode,
    Exhibit,
    Failed,
    Permit,
    Show,
    State,
    Verdict,
    Work,
)
from media_pipeline.publish.addresses import icon_path
from media_pipeline.publish.artifact import Artifact, Supplied
from media_pipeline.publish.placing import Placing, place_site, remove_naming, stands
from media_pipeline.publish.shows import Decided, published_key, with_art
from media_pipeline.publish.spoken import spoken_names
from media_pipeline.publish.templates import templates_digest
from media_pipeline.publish.whole import school_shows, site_artifacts, whole_site
from media_pipeline.remembering import remember
from media_pipeline.scrub import RULES, prove
from media_pipeline.settings import SPOKEN_NAME
from media_pipeline.surveying import Survey, as_last_built, grounds_of, judged_anew
from media_pipeline.tools.store import SITE, value_digest
from media_pipeline.workspace import Workspace

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Publisher:
    """Publishes for one workspace in one build."""

    workspace: Workspace
    planner: Planner
    engine: Engine
    clock: Clock

    def publish(self, seen: Survey, exhibits: Mapping[str, Exhibit]) -> Placing:
        """Bring the site up to date with what the gate lets everyone see of ``exhibits`` (by path).

        Nothing is rendered where all that pages are made of is what it was. What is decided until
        the first file is placed holds: then all is published anew, without it. Raises
        :class:`PrivacyError`, before anything is changed, where a file is not clean.
        """
        while (placing := self._placed(seen, exhibits)) is None:
            seen = judged_anew(seen, self.workspace, exhibits, self.clock())
        return placing

    def _placed(
        self, seen: Survey, exhibits: Mapping[str, Exhibit], *, unsure: bool = False
    ) -> Placing | None:
        """None where something was decided meanwhile, unless it is ``unsure`` what the ledger
        says: then what ``seen`` knows is all there is.
        """
        settings, store = self.workspace.settings, self.engine.store
        episodes, names = parted(permitted(seen, exhibits))
        spoken = spoken_names(names, episodes)
        shows = school_shows(episodes, settings, self.workspace.feed_files, _decided(seen))
        shows = with_art(shows, *make_art(shows, self.planner, self.engine))
        icons = icon_copies(self.planner, self.engine)
        ledger = open_ledger(self.workspace)
        if settings.address and (named := _new_feeds(shows, seen.book)):
            ledger.append(named, self.clock())
        withdrawn = sorted(entry.id for entry in seen.book.withdrawn if _was_public(entry))
        folders = self.workspace.templates
        made_of = value_digest(
            __version__,
            RULES,
            episodes,
            shows,
            icons,
            spoken,
            withdrawn,
            settings.model_dump(),
            templates_digest(folders),
        )
        standing = store.note(SITE)
        if standing.get("made of") == made_of and stands(self.workspace.site, store):
            self.engine.used |= set(standing["jobs"].values())
            self.engine.names |= standing["jobs"].keys()
            self.engine.asked |= standing["jobs"]
            if not unsure:
                remember(self.workspace, store.site())
            return Placing((), ())
        jobs, artifacts = self.artifacts(episodes, shows if settings.address else ())
        made = [*icons, *artifacts]
        tree = [*whole_site(episodes, shows, settings, folders, withdrawn, made, spoken)]
        if not unsure:
            remember(self.workspace, [each.path for each in tree])
        proof = partial(
            prove, workspace=self.workspace.root, store=store, hosts=self.workspace.hosts
        )
        with contextlib.nullcontext() if unsure else ledger.still() as lines:
            if lines is not None and read_book(lines).entries != seen.book.entries:
                return None
            placing = place_site(self.workspace.site, tree, store, proof)
        store.leave_note(SITE, {"made of": made_of, "jobs": jobs})
        return placing

    def artifacts(
        self, episodes: Sequence[Episode], shows: Sequence[Show]
    ) -> tuple[dict[str, str], list[Copy]]:
        """The files of the site that take work, and the jobs they are of: fingerprints by name.

        Raises :class:`ToolError` where one can't be made.
        """
        settings, folders = self.workspace.settings, self.workspace.templates
        wanted = [
            (each, job(each.name, each.inputs, self._supplied(each), each.cost))
            for each in site_artifacts(episodes, shows, settings, folders)
        ]
        outcomes = self.engine.run([each for _, each in wanted], "search and prints")
        files: list[Copy] = []
        for artifact, each in wanted:
            outcome = outcomes[each.fingerprint]
            if isinstance(outcome, Failed):
                raise ToolError(outcome.reason, artifact.path)
            files += artifact.delivered(outcome.made)
        return {each.name: each.fingerprint for _, each in wanted}, files

    def _supplied(self, artifact: Artifact) -> Work:
        if not artifact.finds:
            return artifact.work
        return Supplied(artifact.work, artifact.finds, str(self.engine.store.root))

    def take_down(self, book: Book, *, unsure: bool = False) -> bool:
        """What was held or withdrawn, or has lost somebody's consent, leaves the site at once,
        before anything else is looked at: no share that is away, setting or tool that is wrong may
        keep it there.

        The site is published from what earlier builds made and the gate still permits. Where that
        can't be done, every file that names such a story is deleted. ``unsure`` is where the
        ledger can't be trusted, and ``book`` what is known of it. Says whether anything was to go.
        """
        site, store = self.workspace.site, self.engine.store
        # What is no story has no page, and its slug stands in its files' names alone.
        files = {each.name.partition(".")[0].rpartition("-")[0] for each in site.glob("media/*")}
        standing = {each.name for each in site.glob("stories/*")}
        standing |= files & {each.slug for each in book.entries.values()}
        stopped = (State.HELD, State.WITHDRAWN)
        leaving = standing & {each.slug for each in book.entries.values() if each.state in stopped}
        grounds, among = self._known_grounds(book, standing)
        if not (leaving or among is None):
            return False
        published = False
        with contextlib.suppress(Exception):  # whatever is wrong, what must go goes
            seen, earlier = as_last_built(store, grounds, among)
            kept = {
                permit.slug for each in seen.verdicts.values() if (permit := public_permit(each))
            }
            known = {book.entries[each.id].slug for each in seen.verdicts.values() if each.id}
            leaving |= standing & (known - kept)
            if not leaving:
                return False
            if standing - leaving <= kept:
                if unsure:
                    self._placed(seen, earlier, unsure=True)
                else:
                    self.publish(seen, earlier)
                published = True
        remove_naming(site, leaving, store, unreadable=not published)
        if not published:
            store.leave_note(SITE, {})
        return True

    def _known_grounds(
        self, book: Book, standing: Collection[str]
    ) -> tuple[Grounds, Collection[str] | None]:
        """All that the gate goes by, as far as it can be read; and where it can't, or decides
        nothing further, the slugs that nothing may be added to.
        """
        try:
            grounds = grounds_of(self.workspace, book, self.clock())
        except MediaPipelineError:
            # The survey says what is wrong. Nothing that it kept away may come back meanwhile.
            return Grounds(book), standing
        further = grounds.consents is not None or grounds.surnames != NO_SURNAMES
        return grounds, None if further else standing


def icon_copies(planner: Planner, engine: Engine) -> list[Copy]:
    """The icons that pages and manifests name, and the logo where there is one.

    Raises as :func:`make_icons` does.
    """
    return [Copy.of(icon_path(Path(each.path).name), each) for each in make_icons(planner, engine)]


def permitted(seen: Survey, exhibits: Mapping[str, Exhibit]) -> list[Episode]:
    """The episodes, newest first: what the gate lets everyone see, of what was made."""
    episodes = [
        Episode(permit, exhibits[path])
        for path, verdict in seen.verdicts.items()
        if (permit := public_permit(verdict)) and path in exhibits
    ]
    return sorted(episodes, key=published_key, reverse=True)


def public_permit(verdict: Verdict) -> Permit | None:
    """The permit of a story that everyone may see; None of any other."""
    permit = verdict.permit
    return permit if permit and permit.audience is Audience.PUBLIC else None


def parted(episodes: Iterable[Episode]) -> tuple[list[Episode], list[Episode]]:
    """Stories, and recordings of languages' names, which stand beside their language alone: on no
    shelf, in no feed and no count.
    """
    told: list[Episode] = []
    spoken: list[Episode] = []
    for each in episodes:
        (spoken if each.exhibit.story.kind == SPOKEN_NAME.id else told).append(each)
    return told, spoken


def _new_feeds(shows: Iterable[Show], book: Book) -> list[Event]:
    """Feeds are named once, at their first publication."""
    return [
        Event("feed", show.guid, {"name": show.name})
        for show in shows
        if show.name not in book.feeds
    ]


def _decided(seen: Survey) -> Decided:
    """What the ledger says that feeds must tell: their names for life, and what left them."""
    there = {story.recording.digest for story in seen.intake.stories}
    lost = [
        entry.decided
        for entry in seen.book.entries.values()
        if _was_public(entry) and entry.decided and entry.digest not in there
    ]
    left = [
        (story, entry.decided)
        for story in seen.intake.stories
        if story.kind != SPOKEN_NAME.id
        and (entry := seen.book.of(story.recording.digest))
        and _was_public(entry)
        and entry.decided
        and public_permit(seen.verdicts[story.recording.path]) is None
    ]
    return Decided(seen.book.feeds, left, max(lost, default=None))


def _was_public(entry: Entry) -> bool:
    """Whether it may have been public: of what never was, not a date nor a number is told."""
    return entry.widest is Audience.PUBLIC
