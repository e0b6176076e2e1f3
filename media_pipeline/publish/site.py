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

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from media_pipeline.model import Copy, Episode, Exhibit, Page, Rendition, Role, Show
from media_pipeline.publish.addresses import (
    TOUCH_ICONS,
    WORKER,
    episode_media,
    media_path,
    story_path,
    words_page_path,
)
from media_pipeline.publish.captions import chapters_page
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
from media_pipeline.publish.pages.render import context, render
from media_pipeline.publish.redirects import redirect_pages
from media_pipeline.publish.school_styles import school_styles
from media_pipeline.publish.shows import published_key
from media_pipeline.publish.sitemap import sitemap_pages
from media_pipeline.publish.spoken import NOTHING_SPOKEN, Spoken
from media_pipeline.publish.templates import Templates, static_pages
from media_pipeline.publish.views.site import site_view
from media_pipeline.publish.views.story import Onward, story_page
from media_pipeline.publish.views.transcript import story_files
from media_pipeline.publish.web_manifest import manifest
from media_pipeline.settings import Settings

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
"""Every kind of page, in the order that a site map lists them."""

CARRIED = tuple(
    each for each in PAGES if each not in (subscribe.drafts, embeds.drafts, kept.drafts)
)
"""The kinds of page that are of use without a network."""


def site_pages(
    episodes: Sequence[Episode],
    shows: Sequence[Show],
    settings: Settings,
    folders: Sequence[Path],
    files: Collection[str] = (),
    spoken: Spoken = NOTHING_SPOKEN,
) -> Iterator[Page | Copy]:
    """Everything on the site but the feeds themselves.

    ``shows`` are those that have feeds: none where the school has no address. ``folders`` hold
    the templates, the school's own first. ``files`` are the paths of what else will be there, so
    that no page names an icon or a code that isn't; ``spoken`` is how languages' names sound.
    Raises :class:`~media_pipeline.errors.SettingsError` for a template or catalogue with a
    mistake.
    """
    newest = tuple(sorted(episodes, key=published_key, reverse=True))
    templates, every = Templates(folders), interfaces(settings, folders)
    yield from static_pages(folders)
    yield from school_styles(folders, settings)
    icon = next((each for each in TOUCH_ICONS if each in files), "")
    paths: list[str] = []
    for interface in every:
        view = site_view(interface, newest, shows, settings, spoken, files)
        for draft in (draft for drafts in PAGES for draft in drafts(view)):
            yield render(draft, interface, every, settings, templates, icon)
            paths += [draft.path] if interface is every[0] and draft.indexed else []
        yield manifest(interface, settings, files)
        if settings.address:
            yield from embeds.oembeds(view)
    yield from redirect_pages(paths, every, settings, templates)
    yield _not_found(every, settings, templates)
    yield from _for_robots(paths, every, settings, templates)
    yield from hosting_pages(settings, templates)
    yield from media_files(newest, shows, settings)


def carried_pages(
    episodes: Sequence[Episode],
    settings: Settings,
    folders: Sequence[Path],
    language: str,
    spoken: Spoken = NOTHING_SPOKEN,
) -> Iterator[Page | Copy]:
    """The site in one interface language, which stands at the root, for where there is no network:
    without what only a server, a feed or a search engine needs.
    """
    newest = tuple(sorted(episodes, key=published_key, reverse=True))
    offline = settings.model_copy(update={"former_languages": (), "address": ""})
    templates, every = Templates(folders), interfaces(offline, folders, language)
    yield from (each for each in static_pages(folders) if each.path != WORKER)
    yield from school_styles(folders, offline)
    view = site_view(every[0], newest, (), offline, spoken)
    for draft in (draft for drafts in CARRIED for draft in drafts(view)):
        carried = replace(draft, values={**draft.values, "carried": True})
        yield render(carried, every[0], every, offline, templates)
    yield from media_files(newest, (), offline, language)
    yield from spoken.values()


def preview_page(
    exhibit: Exhibit,
    slug: str,
    settings: Settings,
    folders: Sequence[Path],
    media: Callable[[Rendition], str],
    words: Callable[[Page], str],
    *,
    template: str = "story.html",
    more: Mapping[str, Any] = MappingProxyType({}),
) -> bytes:
    """The page of a story that isn't public, as it would be published.

    ``media`` and ``words`` give the addresses of its files; the site stands at ``/``.
    ``template`` "words.html" is the page of its words, where they have one; it stands in the
    folder ``words/`` of the story's own. ``more`` is what a template has that adds to the page.
    """
    interface = interfaces(settings, folders)[0]
    own = {media_path(slug, each): media(each) for each in exhibit.renditions}
    own |= {page.path: words(page) for page in story_files(exhibit, slug, settings)}
    apart = template == "words.html"
    pages = {story_path(slug): "../" if apart else "./", words_page_path(slug): "words/"}
    values = context(
        interface,
        settings,
        to_page=lambda target: pages.get(target, f"/{target}"),
        to_file=lambda target: own.get(target, f"/{target}"),
    )
    shown = story_page(exhibit, slug, interface.language, settings, interface.root)
    story = {"story": shown, "published": None, "tellings": (), "onward": Onward()}
    alone = {"keeping": None, "code": ""}
    return Templates(folders).render(template, {**values, **story, **alone, **more})


def _not_found(every: Sequence[Interface], settings: Settings, templates: Templates) -> Page:
    """The page for an address that is none, in every interface language.

    A server shows it at any depth, so its links are absolute; it has none where nobody said at
    which address the site stands.
    """
    root = urlsplit(settings.address).path
    links = {
        "address": settings.address,
        "interfaces": [(each, root + each.root) for each in every],
    }
    values = context(
        every[0],
        settings,
        to_page=lambda target: root + target,
        to_file=lambda target: root + target,
    )
    return Page("404.html", templates.render("404.html", {**values, **links}))


def _for_robots(
    paths: Sequence[str], every: Sequence[Interface], settings: Settings, templates: Templates
) -> Iterator[Page]:
    values = {"address": settings.address, "catalogue": every[0].catalogue}
    yield Page("robots.txt", templates.render("robots.txt", values))
    if settings.address:
        yield from sitemap_pages(paths, every, templates)


def media_files(
    episodes: Sequence[Episode], shows: Sequence[Show], settings: Settings, language: str = ""
) -> Iterator[Page | Copy]:
    """The files that pages (with ``language``, those in it) and feeds name: renditions and words;
    chapters where a feed does.
    """
    in_feeds = {each.permit.id for show in shows for each in show.episodes}
    for each in episodes:
        for rendition in _named(each.exhibit, fed=each.permit.id in in_feeds):
            yield Copy.of(episode_media(each, rendition), rendition)
        slug, exhibit = each.permit.slug, each.exhibit
        yield from story_files(exhibit, slug, settings, language)
        if each.permit.id in in_feeds and (chapters := chapters_page(slug, exhibit.chapters)):
            yield chapters


def _named(exhibit: Exhibit, *, fed: bool) -> Iterator[Rendition]:
    """What a page or a feed names: pages show a film's still, and feeds alone its cover."""
    instead = (Role.VIDEO, Role.POSTER, Role.PREVIEW)
    still = all(exhibit.rendition(role) for role in instead)
    unused = exhibit.rendition(Role.ART) if still and not fed else None
    yield from (each for each in exhibit.renditions if each is not unused)
