"""From permits and exhibits to what is public: episodes, shows, the site in its place."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Self

from media_pipeline import __version__
from media_pipeline.engine.fingerprint import job
from media_pipeline.engine.making import make_art, make_icons
from media_pipeline.engine.plan import Planner
from media_pipeline.engine.run import Engine
from media_pipeline.errors import ToolError
from media_pipeline.gate.book import Book, Entry
from media_pipeline.gate.events import Event, EventType
from media_pipeline.model import Audience, Copy, Episode, Exhibit, Failed, Page, Placing, Show, Work
from media_pipeline.publish.addresses import feed_path, icon_path
from media_pipeline.publish.artifact import Artifact, Supplied
from media_pipeline.publish.placing import (
    Proof,
    make_ready,
    place_site,
)
from media_pipeline.publish.shows import LOW_DATA, Decided, episode_digest, with_art
from media_pipeline.publish.site import without_episodes
from media_pipeline.publish.spoken import Spoken, spoken_names
from media_pipeline.publish.standing import standing
from media_pipeline.publish.template_files import templates_digest
from media_pipeline.publish.whole import school_shows, site_artifacts, whole_parts, whole_site
from media_pipeline.scrub import RULES
from media_pipeline.scrub.proof import prove
from media_pipeline.settings import SPOKEN_NAME
from media_pipeline.stages.audiences import parted, permitted, public_permit
from media_pipeline.stages.press import press
from media_pipeline.stages.surveying import Survey, judged_anew, overtaken
from media_pipeline.tools.clock import Clock
from media_pipeline.tools.counting import in_words
from media_pipeline.tools.remembered import FOLDERS, JOBS, MADE_OF, SITE
from media_pipeline.tools.resources import libraries, program
from media_pipeline.tools.values import ordered_digest, value_digest
from media_pipeline.workspace import Workspace
from media_pipeline.workspace.ledger import open_ledger
from media_pipeline.workspace.once_public import remember


@dataclass(frozen=True)
class Publisher:
    """Publishes for one workspace in one build."""

    workspace: Workspace
    planner: Planner
    engine: Engine
    clock: Clock

    def with_shipped_templates(self) -> Self | None:
        """The same without the school's changes to the templates; None if there are none."""
        shipped = replace(self.workspace, own_templates=False)
        if shipped.templates == self.workspace.templates:
            return None
        return replace(self, workspace=shipped)

    def publish(
        self, seen: Survey, exhibits: Mapping[str, Exhibit], *, unsure: bool = False
    ) -> Placing:
        """Bring the site up to date with what the gate lets everyone see of ``exhibits`` (by path).

        Nothing is rendered if everything that pages are made of is what it was. Decisions made
        before the first file is placed still take effect: everything is then published again in
        line with them. If it is ``unsure`` what the ledger says, only what ``seen`` knows counts.
        Raises :class:`PrivacyError`, before anything is changed, if a file is not clean.
        """
        while (placing := self._placed(seen, exhibits, unsure=unsure)) is None:
            seen = judged_anew(seen, self.workspace, exhibits, self.clock())
        return placing

    def _placed(
        self, seen: Survey, exhibits: Mapping[str, Exhibit], *, unsure: bool
    ) -> Placing | None:
        """The placing; None if something was decided meanwhile."""
        settings, store = self.workspace.settings, self.engine.store
        episodes, shows, spoken, withdrawn = self._content(seen, exhibits)
        icons = icon_copies(self.planner, self.engine)
        ledger = open_ledger(self.workspace)
        if settings.address and (named := _new_feeds(shows, seen.book)):
            ledger.append(named, self.clock())
        folders = self.workspace.templates
        told = [episode_digest(each) for each in episodes]
        made_of = value_digest(
            self.made_by, told, without_episodes(shows), icons, spoken, withdrawn
        )
        if self.as_it_was(self.workspace.site, SITE, made_of):
            if not unsure:
                remember(self.workspace, store.site())
            return Placing((), ())
        fed = shows if settings.address else ()
        jobs, artifacts = self.artifacts(site_artifacts(episodes, fed, settings, folders))
        made = [*icons, *artifacts]
        parts = whole_parts(
            episodes, shows, settings, folders, withdrawn, made, spoken, made_by=self.made_by
        )
        site = self.workspace.site
        with press(self.engine, self.workspace.root, self.workspace.hosts) as pressed:
            whole = make_ready(site, parts, store, SITE, pressed)
            if not unsure:
                remember(self.workspace, whole.tree)
            with contextlib.nullcontext() if unsure else ledger.still() as lines:
                if lines is not None and overtaken(seen, self.workspace, lines, self.clock()):
                    return None
                placing = place_site(site, whole, store, self.proof(SITE))
        self.leave_standing(SITE, placing, made_of, jobs)
        if settings.address and (left := _feeds_that_left(placing, seen.book)):
            self.engine.reporter.say(
                f"Left the site: {in_words(left)}, to which families may be subscribed. If that "
                "was not meant, put back its file in feeds, or its class or kind in school.toml."
            )
        return placing

    def tree(self, seen: Survey, exhibits: Mapping[str, Exhibit]) -> list[Page | Copy]:
        """Every file of the site as :meth:`publish` would make it from these, without placing it.

        Raises :class:`PrivacyError` if a file is not clean.
        """
        settings, folders = self.workspace.settings, self.workspace.templates
        episodes, shows, spoken, withdrawn = self._content(seen, exhibits)
        _, artifacts = self.artifacts(
            site_artifacts(episodes, shows if settings.address else (), settings, folders)
        )
        made = [*icon_copies(self.planner, self.engine), *artifacts]
        tree = [*whole_site(episodes, shows, settings, folders, withdrawn, made, spoken)]
        prove(tree, tree, self.workspace.root, self.engine.store, self.workspace.hosts,
              forget=False)  # fmt: skip
        return tree

    def _content(
        self, seen: Survey, exhibits: Mapping[str, Exhibit]
    ) -> tuple[list[Episode], tuple[Show, ...], Spoken, list[str]]:
        """What the site consists of: episodes, shows with their art, how languages' names sound,
        and the guids that other sites must drop.
        """
        episodes, names = parted(permitted(seen, exhibits))
        given = (self.workspace.settings, self.workspace.feed_files, _decided(seen))
        shows = school_shows(episodes, *given)
        shows = with_art(shows, *make_art(shows, self.planner, self.engine))
        withdrawn = sorted(entry.id for entry in seen.book.withdrawn if _was_public(entry))
        return episodes, shows, spoken_names(names, episodes), withdrawn

    @cached_property
    def made_by(self) -> str:
        """The digest of what every tree is made by: the program, its settings and templates."""
        settings, templates = self.workspace.settings, templates_digest(self.workspace.templates)
        made = (__version__, program(), libraries(), RULES)
        return value_digest(*made, ordered_digest(settings.model_dump()), templates)

    def as_it_was(self, folder: Path, tree: str, made_of: str) -> bool:
        """Whether a tree already is as it would be made. If so, the jobs behind it are still asked
        for.
        """
        note = self.engine.store.note(tree)
        if note.get(MADE_OF) != made_of or not note.get(FOLDERS):
            return False
        if note[FOLDERS] != standing(folder, self.engine.store.site_stamps(tree)):
            return False
        self.engine.ask(note[JOBS])
        return True

    def leave_standing(
        self, tree: str, placing: Placing, made_of: str, jobs: Mapping[str, str]
    ) -> None:
        """Note what a tree that was just placed is made of, and its state."""
        note = {MADE_OF: made_of, JOBS: jobs, FOLDERS: placing.folders}
        self.engine.store.leave_note(tree, note)

    def proof(self, tree: str) -> Proof:
        """The check of a tree before it is placed. What was clean on everyone's site stays
        remembered beside what is clean on the families'.
        """
        everyone = tree == SITE
        return partial(
            prove,
            workspace=self.workspace.root,
            store=self.engine.store,
            hosts=self.workspace.hosts if everyone else self.workspace.family_hosts,
            forget=everyone,
        )

    def artifacts(self, which: Iterable[Artifact]) -> tuple[dict[str, str], list[Copy]]:
        """The jobs (fingerprints by name) that make those files of a site that take work, and these
        files.

        Raises :class:`ToolError` if one can't be made.
        """
        wanted = [
            (each, job(each.name, each.inputs, self._supplied(each), each.cost)) for each in which
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


def icon_copies(planner: Planner, engine: Engine) -> list[Copy]:
    """The icons that pages and manifests name, and the logo if there is one.

    Raises as :func:`make_icons` does.
    """
    return [Copy.of(icon_path(Path(each.path).name), each) for each in make_icons(planner, engine)]


def _new_feeds(shows: Iterable[Show], book: Book) -> list[Event]:
    """The events that name new feeds: a feed is named once, at its first publication."""
    return [
        Event(EventType.FEED, show.guid, {"name": show.name})
        for show in shows
        if show.name not in book.feeds
    ]


def _feeds_that_left(placing: Placing, book: Book) -> list[str]:
    """The paths of feeds that were on the site until now; a low-data twin goes with its feed."""
    feeds = {feed_path(name) for name in book.feeds if not name.endswith(LOW_DATA)}
    return sorted(feeds.intersection(placing.removed))


def _decided(seen: Survey) -> Decided:
    """What the ledger says that feeds must pass on: their permanent names, and what left them."""
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
    """Whether it may have been public: of what never was, no date and no number is revealed."""
    return entry.widest is Audience.PUBLIC
