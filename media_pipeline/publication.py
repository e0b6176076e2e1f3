"""From permits and exhibits to what is public: episodes, shows, the site in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from media_pipeline import __version__
from media_pipeline.engine.making import make_art
from media_pipeline.engine.plan import Planner
from media_pipeline.engine.run import Engine
from media_pipeline.gate.decide import Book
from media_pipeline.gate.ledger import Event, Ledger
from media_pipeline.model import Episode, Exhibit, Show, State, Story
from media_pipeline.publish.place import Placing, place_site, stands
from media_pipeline.publish.shows import Decided, published_key, with_art
from media_pipeline.publish.templates import templates_digest
from media_pipeline.publish.whole import school_shows, whole_site
from media_pipeline.surveying import Survey
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
        """Bring the site up to date with what the gate permits of ``exhibits`` (by path).

        Nothing is rendered where all that pages are made of is what it was.
        """
        settings, store = self.workspace.settings, self.engine.store
        episodes = permitted(seen, exhibits)
        decided = Decided(seen.book.feeds, _no_longer_public(seen))
        shows = school_shows(episodes, settings, self.workspace.feed_files, decided)
        shows = with_art(shows, make_art(shows, self.planner, self.engine))
        if settings.address:
            Ledger(self.workspace.decisions).append(_new_feeds(shows, seen.book), self.clock())
        withdrawn = sorted(entry.id for entry in seen.book.withdrawn if entry.published)
        folders = self.workspace.templates
        made_of = value_digest(
            __version__,
            episodes,
            shows,
            withdrawn,
            settings.model_dump(),
            templates_digest(folders),
        )
        if store.note(SITE).get("made of") == made_of and stands(self.workspace.site, store):
            return Placing((), ())
        tree = whole_site(episodes, shows, settings, folders, withdrawn)
        placing = place_site(self.workspace.site, tree, store)
        store.leave_note(SITE, {"made of": made_of})
        return placing

    def take_down(self, seen: Survey, earlier: Mapping[str, Exhibit]) -> None:
        """Where something public may be so no longer, publish at once what is left of it all."""
        stories = self.workspace.site / "stories"
        public = {each.name for each in stories.iterdir()} if stories.is_dir() else set()
        allowed = {verdict.permit.slug for verdict in seen.verdicts.values() if verdict.permit}
        if public - allowed:
            self.publish(seen, earlier)


def permitted(seen: Survey, exhibits: Mapping[str, Exhibit]) -> list[Episode]:
    """The episodes, newest first: what the gate permits and what was made."""
    episodes = [
        Episode(permit, exhibits[path])
        for path, verdict in seen.verdicts.items()
        if (permit := verdict.permit) and path in exhibits
    ]
    return sorted(episodes, key=published_key, reverse=True)


def _new_feeds(shows: Iterable[Show], book: Book) -> list[Event]:
    """Feeds are named once, at their first publication."""
    return [
        Event("feed", show.guid, {"name": show.name})
        for show in shows
        if show.name not in book.feeds
    ]


def _no_longer_public(seen: Survey) -> list[tuple[Story, datetime]]:
    """Stories that were public once and are not, and since when: feeds that had them changed."""
    entries = ((story, seen.book.of(story.recording.digest)) for story in seen.intake.stories)
    return [
        (story, entry.decided)
        for story, entry in entries
        if entry and entry.published and entry.decided and entry.state is not State.PUBLISHED
    ]
