"""One page of the site: what it says, where it stands, and how it names other files.

    Interface, Leaf ─► context ─► template ─► bytes

Links are relative, so that the site works from any address and off a memory stick.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from media_pipeline import languages
from media_pipeline.model import Page
from media_pipeline.publish.addresses import LOGO, MANIFEST, relative
from media_pipeline.publish.catalogue import Catalogue, load_catalogue
from media_pipeline.publish.contact import contact_of
from media_pipeline.publish.metadata import NOTHING_MORE, About, Base, Thing, cover, linked, series
from media_pipeline.publish.pages.subscriptions import Subscription
from media_pipeline.publish.plaintext import value
from media_pipeline.publish.templates import Templates
from media_pipeline.publish.wording import Run, run
from media_pipeline.settings import Settings

Link = Callable[[str], str]
"""A path of the site → the link to it."""


@dataclass(frozen=True, slots=True)
class Interface:
    """A language that the pages are in; ``root`` is the folder of its pages, "" for the first."""

    language: str
    root: str
    catalogue: Catalogue
    name: Run

    @property
    def direction(self) -> str:
        """Which way its messages are written, "ltr" or "rtl"."""
        return languages.direction(self.catalogue.language)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page before it is rendered. ``path`` is its folder within its interface's.

    ``feeds`` are those that a podcast app finds when it is given the page's address. ``about`` is
    what machines are told of it. A page that is not ``indexed`` asks search engines to pass it
    by; ``instead`` is then the path of the page that it shows a part of.
    """

    path: str
    template: str
    said: Mapping[str, Any]
    feeds: tuple[Subscription, ...] = ()
    about: About = NOTHING_MORE
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
    """What machines are told of a page, with full addresses; "" and none where the school has no
    address, but for ``alternates``: each language of the page with its link.
    """

    about: About
    indexed: bool
    canonical: str
    alternates: tuple[tuple[str, str], ...]
    picture: Thing | None
    locale: str
    data: str
    base: Base


def interfaces(
    settings: Settings, folders: Sequence[Path], alone: str = ""
) -> tuple[Interface, ...]:
    """The interface languages; the first stands at the root, each other in its own folder.

    With ``alone`` there is that one only, at the root.
    """
    return tuple(
        Interface(
            language=language,
            root=f"{language.lower()}/" if number and not alone else "",
            catalogue=load_catalogue(folders, language),
            name=run(languages.own_name(language), language),
        )
        for number, language in enumerate(settings.interface_languages)
        if alone in ("", language)
    )


def press(
    leaf: Leaf,
    interface: Interface,
    every: Sequence[Interface],
    settings: Settings,
    templates: Templates,
    icon: str = "",
) -> Page:
    """Render a leaf as a page of the site; ``icon`` is the path of the one for telephones."""
    path = f"{interface.root}{leaf.path}index.html"
    versions = [
        Version(each.name, relative(path, each.root + leaf.path), each is interface)
        for each in every
    ]
    said = context(
        interface,
        settings,
        to_page=lambda target: relative(path, interface.root + target),
        to_file=lambda target: relative(path, target),
    )
    here = {
        "versions": versions,
        "feeds": leaf.feeds,
        "head": head_of(leaf, interface, every, settings),
        "manifest": interface.root + MANIFEST,
        "icon": icon,
        "page_address": settings.address and settings.address + path.removesuffix("index.html"),
    }
    return Page(path, templates.render(leaf.template, {**said, **here, **leaf.said}))


def base_of(interface: Interface, settings: Settings) -> Base:
    """Where the pages of an interface language stand."""
    return Base(settings.address, interface.root, value(settings.name))


def head_of(
    leaf: Leaf, interface: Interface, every: Sequence[Interface], settings: Settings
) -> Head:
    """What machines are told of a leaf."""
    base, about = base_of(interface, settings), leaf.about
    where = leaf.path if leaf.instead is None else leaf.instead
    own = f"{interface.root}{leaf.path}index.html"
    spoken = [each for each in every if each.catalogue.language == each.language]
    pages = [
        (each.language, base_of(each, settings).page(leaf.path))
        if base.address
        else (each.language, relative(own, each.root + leaf.path))
        for each in spoken
        if leaf.indexed and len(spoken) > 1
    ]
    nodes = about.nodes or tuple(series(each, base) for each in leaf.feeds)
    return Head(
        about=about,
        indexed=leaf.indexed,
        canonical=base.page(where) if base.address else "",
        alternates=(*pages, *(("x-default", link) for _, link in pages[:1])),
        picture=about.picture or cover(leaf.feeds),
        locale=languages.locale_code(interface.catalogue.language),
        data=linked(nodes) if base.address and leaf.indexed else "",
        base=base,
    )


def context(
    interface: Interface, settings: Settings, *, to_page: Link, to_file: Link
) -> Mapping[str, Any]:
    """What every page may say. ``to_page`` links to a page in the same interface language,
    ``to_file`` to a file that all of them share. ``carried``: it is on a memory stick.
    """
    catalogue = interface.catalogue
    return {
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
    }
