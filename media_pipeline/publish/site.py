"""Episodes and shows → the site. Pure: the same episodes give the same bytes on any day.

index.html                        the newest stories, and every shelf
stories/<slug>/index.html         a story
language|class|kind/<id>/         a shelf, its further pages in page-2/ …
subscribe/index.html              the feeds
<language>/…                      all of these again, in another interface language
404.html  robots.txt  sitemap.xml  style.css  school.css  fonts/  favicon.svg
media/                            renditions and words, named by content
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from media_pipeline.model import Copy, Episode, Exhibit, Page, Rendition, Show
from media_pipeline.publish.addresses import episode_media, media_path
from media_pipeline.publish.captions import caption_pages, word_pages
from media_pipeline.publish.pages import home, rooms, stories, subscribing
from media_pipeline.publish.pages.leaves import Interface, context, interfaces, press
from media_pipeline.publish.pages.rack import rack
from media_pipeline.publish.pages.story import story_page
from media_pipeline.publish.school_styles import school_styles
from media_pipeline.publish.shows import published_key
from media_pipeline.publish.templates import Templates, static_pages
from media_pipeline.settings import Settings

PAGES = (home.leaves, rooms.leaves, stories.leaves, subscribing.leaves)
"""Every kind of page, in the order that a site map lists them."""


def site_pages(
    episodes: Sequence[Episode], shows: Sequence[Show], settings: Settings, folders: Sequence[Path]
) -> Iterator[Page | Copy]:
    """Everything on the site but the feeds themselves.

    ``shows`` are those that have feeds: none where the school has no address. ``folders`` hold
    the templates, the school's own first. Raises :class:`~media_pipeline.errors.SettingsError`
    for a template or catalogue with a mistake.
    """
    newest = tuple(sorted(episodes, key=published_key, reverse=True))
    templates, every = Templates(folders), interfaces(settings, folders)
    yield from static_pages(folders)
    yield from school_styles(folders, settings)
    paths: list[str] = []
    for interface in every:
        held = rack(interface, newest, shows, settings)
        for leaf in (leaf for leaves in PAGES for leaf in leaves(held)):
            yield press(leaf, interface, every, settings, templates)
            paths += [leaf.path] if interface is every[0] else []
    yield _not_found(every, settings, templates)
    yield from _for_robots(paths, every, settings, templates)
    yield from _media(newest, shows)


def preview_page(
    exhibit: Exhibit,
    slug: str,
    settings: Settings,
    folders: Sequence[Path],
    media: Callable[[Rendition], str],
    words: Callable[[Page], str],
    root: str = "/",
) -> bytes:
    """The page of a story that isn't public, as it would be published.

    ``media`` and ``words`` give the addresses of its files, ``root`` that of the site.
    """
    interface = interfaces(settings, folders)[0]
    own = {media_path(slug, each): media(each) for each in exhibit.renditions}
    own |= {page.path: words(page) for page in word_pages(slug, exhibit.words)}
    said = context(
        interface,
        settings,
        to_page=lambda target: root + target,
        to_file=lambda target: own.get(target, root + target),
    )
    shown = story_page(exhibit, slug, interface.language, settings)
    story = {"story": shown, "published": None, "tellings": ()}
    return Templates(folders).render("story.html", {**said, **story})


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
    said = context(
        every[0],
        settings,
        to_page=lambda target: root + target,
        to_file=lambda target: root + target,
    )
    return Page("404.html", templates.render("404.html", {**said, **links}))


def _for_robots(
    paths: Sequence[str], every: Sequence[Interface], settings: Settings, templates: Templates
) -> Iterator[Page]:
    said = {
        "address": settings.address,
        "interfaces": every,
        "paths": paths,
        "catalogue": every[0].catalogue,
    }
    yield Page("robots.txt", templates.render("robots.txt", said))
    if settings.address:
        yield Page("sitemap.xml", templates.render("sitemap.xml", said))


def _media(episodes: Sequence[Episode], shows: Sequence[Show]) -> Iterator[Page | Copy]:
    """The files that pages and feeds name: renditions and words; chapters where a feed does."""
    in_feeds = {each.permit.id for show in shows for each in show.episodes}
    for each in episodes:
        for rendition in each.exhibit.renditions:
            path = episode_media(each, rendition)
            yield Copy(path, rendition.path, rendition.bytes, rendition.digest)
        if each.permit.id in in_feeds:
            yield from caption_pages(each)
        else:
            yield from word_pages(each.permit.slug, each.exhibit.words)
