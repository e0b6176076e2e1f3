"""From permits and exhibits to what is public: episodes, shows, the site in its place."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from media_pipeline import __version__
from media_pipeline.consenting import consents_of
from media_pipeline.engine.fingerprint import job
from media_pipeline.engine.making import make_art, make_icons
from media_pipeline.engine.plan import Planner
from media_pipeline.engine.run import Engine
from media_pipeline.errors import MediaPipelineError, RegisterError, ToolError
from media_pipeline.gate.consent import Consents
from media_pipeline.gate.decide import Book, Entry
from media_pipeline.gate.ledger import Event, Ledger
from media_pipeline.intake.gather import Intake
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
from media_pipeline.publish.order import Order, Supplied
from media_pipeline.publish.orders import delivered, site_orders
from media_pipeline.publish.place import Placing, place_site, remove_naming, stands
from media_pipeline.publish.shows import Decided, published_key, with_art
from media_pipeline.publish.spoken import spoken_names
from media_pipeline.publish.templates import templates_digest
from media_pipeline.publish.whole import school_shows, whole_site
from media_pipeline.settings import SPOKEN_NAME
from media_pipeline.surveying import Survey, judged
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

        Nothing is rendered where all that pages are made of is what it was.
        """
        settings, store = self.workspace.settings, self.engine.store
        episodes, names = parted(permitted(seen, exhibits))
        spoken = spoken_names(names, episodes)
        shows = school_shows(episodes, settings, self.workspace.feed_files, _decided(seen))
        shows = with_art(shows, *make_art(shows, self.planner, self.engine))
        icons = self.icons()
        if settings.address:
            Ledger(self.workspace.decisions).append(_new_feeds(shows, seen.book), self.clock())
        withdrawn = sorted(entry.id for entry in seen.book.withdrawn if _was_public(entry))
        folders = self.workspace.templates
        made_of = value_digest(
            __version__,
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
            return Placing((), ())
        jobs, ordered = self.ordered(episodes, shows if settings.address else ())
        tree = whole_site(episodes, shows, settings, folders, withdrawn, [*icons, *ordered], spoken)
        placing = place_site(self.workspace.site, tree, store)
        store.leave_note(SITE, {"made of": made_of, "jobs": jobs})
        return placing

    def icons(self) -> list[Copy]:
        """The icons that pages and manifests name, and the logo where there is one.

        Raises as :func:`make_icons` does.
        """
        return [
            Copy(icon_path(Path(each.path).name), each.path, each.bytes, each.digest)
            for each in make_icons(self.planner, self.engine)
        ]

    def ordered(
        self, episodes: Sequence[Episode], shows: Sequence[Show]
    ) -> tuple[dict[str, str], list[Copy]]:
        """The files of the site that take work, and the jobs they are of: fingerprints by name.

        Raises :class:`ToolError` where one can't be made.
        """
        settings, folders = self.workspace.settings, self.workspace.templates
        orders = [
            (order, job(order.name, order.inputs, self._supplied(order), order.cost))
            for order in site_orders(episodes, shows, settings, folders)
        ]
        outcomes = self.engine.run([each for _, each in orders], "search and prints")
        files: list[Copy] = []
        for order, each in orders:
            outcome = outcomes[each.fingerprint]
            if isinstance(outcome, Failed):
                raise ToolError(outcome.reason, order.path)
            files += delivered(order, outcome.made)
        return {each.name: each.fingerprint for _, each in orders}, files

    def _supplied(self, order: Order) -> Work:
        if not order.finds:
            return order.work
        return Supplied(order.work, order.finds, str(self.engine.store.root))

    def take_down(self, book: Book) -> None:
        """What was held or withdrawn, or has lost somebody's consent, leaves the site at once,
        before anything else is looked at: no share that is away, setting or tool that is wrong may
        keep it there.

        The site is published from what earlier builds made and the gate still permits. Where that
        can't be done, every file that names such a story is deleted. Raises :class:`RegisterError`,
        when all that is known to go has gone, where the consent register can't be read.
        """
        try:
            self._take_down(book, consents_of(self.workspace, book, self.clock()))
        except RegisterError:
            self._take_down(book, None, only_standing=True)
            raise

    def _take_down(
        self, book: Book, consents: Consents | None, *, only_standing: bool = False
    ) -> None:
        """Take down what may not stand; nothing new comes, with ``only_standing``."""
        site, store = self.workspace.site, self.engine.store
        # What is no story has no page, and its slug stands in its files' names alone.
        files = {each.name.partition(".")[0].rpartition("-")[0] for each in site.glob("media/*")}
        standing = {each.name for each in site.glob("stories/*")}
        standing |= files & {each.slug for each in book.entries.values()}
        stopped = (State.HELD, State.WITHDRAWN)
        leaving = standing & {each.slug for each in book.entries.values() if each.state in stopped}
        if not standing or not (leaving or consents):
            return
        earlier = {
            path: each
            for path, each in store.exhibits().items()
            if (entry := book.of(each.story.recording.digest))
            and (entry.slug in standing or not only_standing)
        }
        stories = tuple(each.story for each in earlier.values())
        seen = judged(Intake(stories, (), (), ()), book, consents)
        kept = {permit.slug for each in seen.verdicts.values() if (permit := public_permit(each))}
        known = {book.entries[each.id].slug for each in seen.verdicts.values() if each.id}
        leaving |= standing & (known - kept)
        if not leaving:
            return
        published = False
        with contextlib.suppress(MediaPipelineError):
            if standing - leaving <= kept:
                self.publish(seen, earlier)
                published = True
        remove_naming(site, leaving, store, unreadable=not published)


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
