"""A draft of a page → the page: where it is, what it says, how it links to other files.

    Interface, Draft ─► context ─► template ─► bytes

Links are relative, so that the site works at any address and from a memory stick.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from media_pipeline import languages
from media_pipeline.model import Page
from media_pipeline.publish.addresses import LOGO, MANIFEST, relative
from media_pipeline.publish.contact import contact_of
from media_pipeline.publish.interfaces import Interface, versions
from media_pipeline.publish.pages.head import NOTHING_MORE, PageMetadata
from media_pipeline.publish.pages.structured_data import cover, linked, series
from media_pipeline.publish.templates import Templates
from media_pipeline.publish.views.cards import Picture
from media_pipeline.publish.views.feeds import FeedView
from media_pipeline.publish.wording import Run, run
from media_pipeline.settings import Settings

Link = Callable[[str], str]
"""A path of the site → the link to it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A page before it is rendered. ``path`` is its folder within its interface's.

    ``feeds`` are those that a podcast app finds when given the page's address. ``metadata`` is what
    machines are told about it. A page that is not ``indexed`` asks search engines to ignore it;
    ``instead`` is then the path of the page of which it shows a part.
    """

    path: str
    template: str
    values: Mapping[str, Any]
    feeds: tuple[FeedView, ...] = ()
    metadata: PageMetadata = NOTHING_MORE
    indexed: bool = True
    instead: str | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """The same page in an interface language."""

    name: Run
    link: str
    here: bool


@dataclass(frozen=True, slots=True)
class Head:
    """What ``metadata.html`` says about a page.

    ``alternates`` are the languages of the page, each with its address, or with a relative link if
    the school has no address. In that case ``canonical`` and ``data``, the JSON-LD, are "".
    """

    metadata: PageMetadata
    indexed: bool
    canonical: str
    alternates: tuple[tuple[str, str], ...]
    picture: Picture | None
    locale: str
    data: str


def render(
    draft: Draft,
    interface: Interface,
    every: Sequence[Interface],
    settings: Settings,
    templates: Templates,
    icon: str = "",
) -> Page:
    """Render a draft as a page of the site; ``icon`` is the path of the icon for telephones."""
    path = f"{interface.root}{draft.path}index.html"
    versions = [
        Version(each.name, relative(path, each.root + draft.path), each is interface)
        for each in every
    ]
    values = context(
        interface,
        settings,
        to_page=lambda target: relative(path, interface.root + target),
        to_file=lambda target: relative(path, target),
    )
    here = {
        "versions": versions,
        "feeds": draft.feeds,
        "head": head_of(draft, interface, every),
        "manifest": interface.root + MANIFEST,
        "icon": icon,
        "page_address": settings.address and settings.address + path.removesuffix("index.html"),
    }
    return Page(path, templates.render(draft.template, {**values, **here, **draft.values}))


def head_of(draft: Draft, interface: Interface, every: Sequence[Interface]) -> Head:
    """What machines are told about a draft."""
    metadata = draft.metadata
    where = draft.path if draft.instead is None else draft.instead
    own = f"{interface.root}{draft.path}index.html"
    alternates = versions(draft.path, every) if draft.indexed else ()
    if not interface.address:
        alternates = tuple((each, relative(own, path)) for each, path in alternates)
    nodes = metadata.nodes or tuple(series(each, interface) for each in draft.feeds)
    return Head(
        metadata=metadata,
        indexed=draft.indexed,
        canonical=interface.page(where) if interface.address else "",
        alternates=alternates,
        picture=metadata.picture or cover(draft.feeds),
        locale=languages.locale_code(interface.catalogue.language),
        data=linked(nodes) if interface.address and draft.indexed else "",
    )


def context(
    interface: Interface, settings: Settings, *, to_page: Link, to_file: Link
) -> Mapping[str, Any]:
    """The values that every template may use.

    ``to_page`` links to a page in the same interface language, ``to_file`` to a file that all of
    them share. ``carried``: the page is on a memory stick. ``for_families``: it is for them alone,
    and ``for_everyone`` is the address of the public site.
    """
    catalogue = interface.catalogue
    return {
        "interface": interface,
        "catalogue": catalogue,
        "lang": catalogue.language,
        "direction": interface.direction,
        "school": run(settings.name, settings.interface_languages[0]),
        "contact": contact_of(settings.contact),
        "logo": LOGO if settings.look.logo else "",
        "to_page": to_page,
        "to_file": to_file,
        "versions": (),
        "feeds": (),
        "head": None,
        "icon": "",
        "policy_scripts": "",
        "page_address": "",
        "carried": False,
        "for_families": False,
        "for_everyone": "",
    }
