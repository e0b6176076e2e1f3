"""Episodes and shows → the site. Pure: the same episodes give the same bytes on any day.

index.html                        the newest stories, and every shelf
stories/<slug>/index.html         a story; words/ in it where they are long
language|class|kind/<id>/         a shelf, its further pages in page-2/ …
find/  a-z/<language>/            search, and titles in their order
subscribe/index.html              the feeds
subscribe/<name>/index.html       a feed, and how to subscribe
kept/                             what is kept on the device, filled there
about/…/                          contact, taking down, privacy, accessibility
embed/<slug>/  embed/latest/      for the frames of other sites
codes/<slug>/<language>.svg       a code that leads to a story's page
manifest.webmanifest              the site as an app
<language>/…                      all of these again, in another interface language; in the first,
                                  and in those given up, what is printed leads to the root
search/                           the engine of find/, and an index a language
sw.js                             answers for what is kept, without a network
404.html  robots.txt  sitemap.xml  style.css  school.css  fonts/  scripts/  favicon.svg
.htaccess  web.config  _headers  .nojekyll   what its web server must know (hosting.py)
media/                            renditions and words, named by content
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Self

from media_pipeline.model import Copy, Episode, Page, Part, Show
from media_pipeline.publish.addresses import (
    ABOUT,
    FIND,
    SUBSCRIBE,
    TOUCH_ICONS,
    about_path,
    story_path,
)
from media_pipeline.publish.hosting import hosting_pages
from media_pipeline.publish.interfaces import Interface, interfaces
from media_pipeline.publish.pages import (
    a_to_z,
    about,
    embeds,
    find,
    home,
    kept,
    shelves,
    stories,
    subscribe,
)
from media_pipeline.publish.pages.not_found import not_found_page
from media_pipeline.publish.pages.render import Draft, render
from media_pipeline.publish.print.codes import code_parts
from media_pipeline.publish.redirects import redirect_pages
from media_pipeline.publish.school_styles import school_styles
from media_pipeline.publish.shows import episode_digest, published_key
from media_pipeline.publish.sitemap import robots_pages
from media_pipeline.publish.spoken import Spoken
from media_pipeline.publish.story_media import episode_files
from media_pipeline.publish.template_files import static_pages
from media_pipeline.publish.templates import Templates
from media_pipeline.publish.views.site import SiteView, site_view
from media_pipeline.publish.web_manifest import manifest
from media_pipeline.settings import Settings
from media_pipeline.tools.values import ordered_digest, value_digest

PAGES = (
    home.drafts,
    shelves.drafts,
    stories.drafts,
    find.drafts,
    a_to_z.drafts,
    subscribe.drafts,
    about.drafts,
    embeds.drafts,
    kept.drafts,
)
"""Every kind of page, in the order in which a site map lists them."""

FRONT = (home.drafts, find.drafts, subscribe.listing, about.drafts, embeds.latest, kept.drafts)
"""The kinds of page that are made from all stories: there are few of each."""


@dataclass(frozen=True, slots=True)
class Site:
    """What every part of one site is made of; :meth:`of` makes it. If a template or a catalogue has
    a mistake, its parts raise :class:`~media_pipeline.errors.SettingsError`.

    ``shows`` are those that have feeds: none if the school has no address. ``digests`` are the
    episodes', by id, ``fed`` the ids of those in a feed, and ``given`` a digest of everything that
    every part depends on.
    """

    episodes: tuple[Episode, ...]
    shows: Sequence[Show]
    settings: Settings
    templates: Templates
    every: Sequence[Interface]
    icon: str
    digests: Mapping[str, str]
    fed: Collection[str]
    given: str

    @classmethod
    def of(
        cls,
        episodes: Sequence[Episode],
        shows: Sequence[Show],
        settings: Settings,
        folders: Sequence[Path],
        files: Collection[str] = (),
        made_by: str = "",
    ) -> Self:
        """The site of these episodes. ``folders`` hold the templates, the school's own first;
        ``files`` are the paths of what took work, and ``made_by`` is a digest of the program and
        its templates.
        """
        icon = next((each for each in TOUCH_ICONS if each in files), "")
        return cls(
            episodes=tuple(sorted(episodes, key=published_key, reverse=True)),
            shows=shows,
            settings=settings,
            templates=Templates(folders),
            every=interfaces(settings, folders),
            icon=icon,
            digests={each.permit.id: episode_digest(each) for each in episodes},
            fed={each.permit.id for show in shows for each in show.episodes},
            given=ordered_digest(made_by, settings.model_dump(), icon),
        )

    def parts(self, files: Collection[str], spoken: Spoken) -> Iterator[Part]:
        """Everything but feeds. ``files`` are the paths of what else will be there, so that no page
        names an icon that isn't; ``spoken`` are the recordings of languages' names.
        """
        yield self.part("static", (), self._static)
        views = [
            site_view(each, self.episodes, self.shows, self.settings, spoken, files)
            for each in self.every
        ]
        for view in views:
            yield from self.pages(view)
        for each in self.episodes:
            yield self.media(each)
            yield from code_parts(each.permit.slug, self.settings)
        yield from self.lists(views[0])

    def part(self, name: str, made_of: object, make: Callable[[], Iterable[Page | Copy]]) -> Part:
        """A part that depends on ``made_of``, and on what all parts depend on."""
        return Part(name, value_digest(self.given, name, made_of), make)

    def digest(self, episodes: Iterable[Episode]) -> str:
        """A digest of these episodes, in their order."""
        whole = sha256()
        for each in episodes:
            whole.update(self.digests[each.permit.id].encode())
        return whole.hexdigest()

    def pages(self, view: SiteView) -> Iterator[Part]:
        """The pages in one interface language."""
        root = view.interface.root
        front = (
            self.digest(self.episodes),
            without_episodes(self.shows),
            [replace(each, episodes=()) for each in view.shelves],
            view.files_digest,
        )
        yield self.part(f"{root}front", front, lambda: self._front(view))
        for feed in view.feeds:
            told = (replace(feed, latest=()), self.digest(feed.latest))
            draft = partial(subscribe.feed_draft, feed, view)
            yield self.part(f"{root}{feed.page}", told, partial(self._one, view, draft))
        for shelf in view.shelves:
            for page in shelves.sketches(shelf, view):
                made_of = (page.made_of, self.digest(page.episodes))
                yield self.part(f"{root}{page.path}", made_of, partial(self._one, view, page.draft))
        for shelf in a_to_z.told(view):
            made_of = (a_to_z.made_of(view), self.digest(shelf.episodes))
            drafts = partial(a_to_z.titles, shelf, view)
            name = f"{root}{a_to_z.path_of(shelf)}"
            yield self.part(name, made_of, partial(self._several, view, drafts))
        for each in stories.beside(view):
            shown = (self.digests[each.episode.permit.id], each.links)
            name = f"{root}{story_path(each.episode.permit.slug)}"
            yield self.part(name, shown, partial(self._story, view, each))

    def media(self, episode: Episode) -> Part:
        """The files of an episode that pages and feeds name."""
        fed, slug = episode.permit.id in self.fed, episode.permit.slug
        made_of = (self.digests[episode.permit.id], fed)
        make = partial(episode_files, episode, self.settings, fed=fed)
        return self.part(f"media/{slug}", made_of, make)

    def lists(self, view: SiteView) -> Iterator[Part]:
        """The parts made from the addresses in the first interface language."""
        paths = list(indexed(view))
        yield self.part(
            "redirects",
            (others := [each for each in paths if not each.startswith(stories.FOLDER)]),
            lambda: redirect_pages(others, self.every, self.settings, self.templates),
        )
        yield self.part(
            "robots", paths, lambda: robots_pages(paths, self.every, self.settings, self.templates)
        )
        yield self.part(
            "not found", (), lambda: [not_found_page(self.every, self.settings, self.templates)]
        )

    def _static(self) -> Iterator[Page]:
        yield from static_pages(self.templates.folders)
        yield from school_styles(self.templates.folders, self.settings)
        yield from hosting_pages(self.settings, self.templates)

    def _front(self, view: SiteView) -> Iterator[Page]:
        yield manifest(view.interface, self.settings, view.files)
        drafts = (draft for kind in FRONT for draft in kind(view))
        yield from map(self._rendered(view), (*drafts, a_to_z.languages(view)))

    def _one(self, view: SiteView, draft: Callable[[], Draft]) -> Iterator[Page]:
        yield self._rendered(view)(draft())

    def _several(self, view: SiteView, drafts: Callable[[], Iterable[Draft]]) -> Iterator[Page]:
        yield from map(self._rendered(view), drafts())

    def _story(self, view: SiteView, told: stories.Beside) -> Iterator[Page]:
        """A story's pages: its own, the one for frames, and the ones that printed addresses lead
        to.
        """
        drafts = (*stories.story_drafts(told, view), embeds.story_draft(told.episode, view))
        yield from map(self._rendered(view), drafts)
        if self.settings.address:
            yield embeds.oembed(told.episode, view.interface)
        if view.interface is self.every[0]:
            path = story_path(told.episode.permit.slug)
            yield from redirect_pages([path], self.every, self.settings, self.templates)

    def _rendered(self, view: SiteView) -> Callable[[Draft], Page]:
        return lambda draft: render(
            draft, view.interface, self.every, self.settings, self.templates, self.icon
        )


def indexed(view: SiteView) -> Iterator[str]:
    """The folders of all pages that search engines may list, in the order of :data:`PAGES`."""
    yield ""
    for shelf in view.shelves:
        yield from shelves.paths(shelf)
    yield from (story_path(each.permit.slug) for each in view.episodes)
    yield FIND
    yield from a_to_z.paths(view)
    yield SUBSCRIBE
    yield from (feed.page for feed in view.feeds)
    yield from map(about_path, ABOUT)


def without_episodes(shows: Sequence[Show]) -> list[object]:
    """Shows without their episodes, each with its episodes' ids."""
    return [
        (replace(show, episodes=()), [each.permit.id for each in show.episodes]) for show in shows
    ]
