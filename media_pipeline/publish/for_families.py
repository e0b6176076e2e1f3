"""What is for a school's families alone: a small site for each class, in a folder of its own. Pure.

    <token>/index.html  stories/…  feeds/all.xml  media/…     as on the public site
    index.html  404.html  robots.txt                          what those find who guess
    .htaccess  web.config  _headers  .nojekyll                for the server (hosting.py)

Whoever has a class's address can hear it, so nothing in such a site helps anybody else to find it:
no search engine, podcast directory, frame or share button, and no link from the public site. Each
site holds its own copy of everything it needs, so that no address of one appears in another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from media_pipeline.model import WHOLE_SHOW, Copy, Episode, Page, Show
from media_pipeline.publish.addresses import TOUCH_ICONS, feed_path, poster_path
from media_pipeline.publish.artifact import Artifact
from media_pipeline.publish.feeds.directory import opml
from media_pipeline.publish.feeds.rss import feed_pages
from media_pipeline.publish.hosting import hosting_pages
from media_pipeline.publish.interfaces import interfaces
from media_pipeline.publish.pages import embeds, shelves, subscribe
from media_pipeline.publish.pages.render import Draft, render
from media_pipeline.publish.print.sheets import print_artifacts
from media_pipeline.publish.redirects import redirect_pages
from media_pipeline.publish.school_styles import school_styles
from media_pipeline.publish.search.documents import search_artifacts
from media_pipeline.publish.shows import LOW_DATA, Decided, automatic_shows, feed_guid
from media_pipeline.publish.site import PAGES
from media_pipeline.publish.story_media import media_files
from media_pipeline.publish.template_files import static_pages
from media_pipeline.publish.templates import Templates
from media_pipeline.publish.views.site import site_view
from media_pipeline.publish.web_manifest import manifest
from media_pipeline.publish.whole import art_files
from media_pipeline.publish.wording import run_in
from media_pipeline.settings import Settings

ADDRESSED = (shelves.drafts, subscribe.drafts)
"""The kinds of page that lead to printed sheets or to feeds."""

BARE = tuple(each for each in PAGES if each not in (*ADDRESSED, embeds.drafts))
"""All other kinds, except frames for other sites, which nobody should make."""

SHEET = poster_path(WHOLE_SHOW)
"""What can be printed of a site: a sheet with a code that leads to it."""

ROBOTS = b"User-agent: *\nDisallow: /\n"


@dataclass(frozen=True, slots=True)
class FamilySite:
    """The site of one class ("" for the whole school), its newest story first. ``since`` is when
    its token was given.
    """

    class_id: str
    token: str
    since: datetime
    episodes: tuple[Episode, ...]


def class_name(class_id: str, settings: Settings) -> str:
    """A class's name in the school's first language; for the whole school, the school's own
    name.
    """
    school_class = settings.school_class(class_id)
    name = school_class and run_in(school_class.name, settings.interface_languages[0], "en")
    return name.text if name else class_id or settings.name


def site_address(token: str, settings: Settings) -> str:
    """Where the site of that token will be; "" if nobody said."""
    return f"{settings.families.address}{token}/" if settings.families.address else ""


def settings_of(site: FamilySite, settings: Settings) -> Settings:
    """The school's settings adapted to the small site: its own name, address and one feed."""
    name = settings.name
    if site.class_id:
        name = f"{class_name(site.class_id, settings)} · {settings.name}"
    changes = {
        "name": name,
        "address": site_address(site.token, settings),
        "feeds": settings.feeds.model_copy(update={"auto": (WHOLE_SHOW,)}),
    }
    return settings.model_copy(update=changes)


def family_shows(site: FamilySite, settings: Settings) -> tuple[Show, ...]:
    """The feed of everything on the site, and its low-data twin; none if nobody said where the site
    will be. Once given out, they are left empty rather than removed.
    """
    own = settings_of(site, settings)
    if not own.address:
        return ()
    names = (WHOLE_SHOW, WHOLE_SHOW + LOW_DATA)
    guids = {name: feed_guid(own.address + feed_path(name)) for name in names}
    return automatic_shows(site.episodes, own, Decided(guids, lost=site.since))


def family_artifacts(
    site: FamilySite, shows: Sequence[Show], settings: Settings, folders: Sequence[Path]
) -> Iterator[Artifact]:
    """What takes work to make: sheets to print, and the search indexes."""
    own = settings_of(site, settings)
    printed = print_artifacts(site.episodes, shows, own, folders)
    for each in (*printed, *search_artifacts(site.episodes, own)):
        name = f"{each.name} for families of {site.class_id or 'the school'}"
        yield replace(each, path=f"{site.token}/{each.path}", name=name)


def family_pages(
    site: FamilySite,
    shows: Sequence[Show],
    settings: Settings,
    templates: Templates,
    made: Iterable[Copy] = (),
) -> Iterator[Page | Copy]:
    """Every file of a class's site. ``made`` are the icons, by their paths in the site, and what
    took work, by its paths in the tree.
    """
    inside = [replace(each, path=each.path.removeprefix(f"{site.token}/")) for each in made]
    for each in (*_site(site, shows, settings, templates, inside), *inside):
        yield replace(each, path=f"{site.token}/{each.path}")


def front_pages(settings: Settings, templates: Templates) -> Iterator[Page]:
    """The files beside the folders, so that no server lists the folders."""
    every = interfaces(settings, templates.folders)
    said = {"catalogue": every[0].catalogue, "interfaces": every, "policy_scripts": ""}
    page = templates.render("families.html", said)
    yield Page("index.html", page)
    yield Page("404.html", page)
    yield Page("robots.txt", ROBOTS)
    yield from hosting_pages(settings, templates, families=True)


def _site(
    site: FamilySite,
    shows: Sequence[Show],
    settings: Settings,
    templates: Templates,
    made: Sequence[Copy],
) -> Iterator[Page | Copy]:
    own = settings_of(site, settings)
    files = {each.path for each in made}
    yield from static_pages(templates.folders)
    yield from school_styles(templates.folders, own)
    yield from _pages(site, shows, settings, templates, files)
    yield from media_files(site.episodes, shows, own)
    yield Page("robots.txt", ROBOTS)
    for show in shows:
        yield from feed_pages(replace(show, listed=False), own)
        if not show.saver_of:
            yield from art_files(show)
    if shows:
        yield opml(shows, own)


def _pages(
    site: FamilySite,
    shows: Sequence[Show],
    settings: Settings,
    templates: Templates,
    files: Collection[str],
) -> Iterator[Page]:
    """The pages that people see. They are rendered without an address, so that they tell machines
    nothing: no canonical address, no picture for chats, nothing to share; their links are relative
    in any case.
    """
    own = settings_of(site, settings)
    quiet = own.model_copy(update={"address": ""})
    every = interfaces(quiet, templates.folders)
    icon = next((each for each in TOUCH_ICONS if each in files), "")
    paths: list[str] = []
    for interface, told in zip(every, interfaces(own, templates.folders), strict=True):
        bare = site_view(interface, site.episodes, shows, quiet, files=files)
        addressed = site_view(told, site.episodes, shows, own, files=files)
        drafts = [draft for kind in BARE for draft in kind(bare)]
        for draft in (*drafts, *(draft for kind in ADDRESSED for draft in kind(addressed))):
            yield render(_kept_apart(draft, settings), interface, every, quiet, templates, icon)
            paths += [draft.path] if interface is every[0] and draft.indexed else []
        yield manifest(told, own, files)
    yield from redirect_pages(paths, every, own, templates)


def _kept_apart(draft: Draft, settings: Settings) -> Draft:
    """A page that no search engine is to show; it says who it is for."""
    values = {**draft.values, "for_families": True, "for_everyone": settings.address}
    return replace(draft, values=values, indexed=False)
