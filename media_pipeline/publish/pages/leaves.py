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
from media_pipeline.publish.addresses import relative
from media_pipeline.publish.catalogue import Catalogue, load_catalogue
from media_pipeline.publish.pages.subscriptions import Subscription
from media_pipeline.publish.plaintext import value
from media_pipeline.publish.templates import Templates
from media_pipeline.publish.wording import Run, run
from media_pipeline.settings import Settings

LOGO = "icons/logo.png"
"""The school's logo, made of the file that the settings name."""

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

    ``feeds`` are those that a podcast app finds when it is given the page's address.
    """

    path: str
    template: str
    said: Mapping[str, Any]
    feeds: tuple[Subscription, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """The same page in an interface language."""

    name: Run
    link: str
    here: bool


def interfaces(settings: Settings, folders: Sequence[Path]) -> tuple[Interface, ...]:
    """The interface languages; the first stands at the root, each other in its own folder."""
    return tuple(
        Interface(
            language=language,
            root=f"{language.lower()}/" if number else "",
            catalogue=load_catalogue(folders, language),
            name=run(languages.own_name(language), language),
        )
        for number, language in enumerate(settings.interface_languages)
    )


def press(
    leaf: Leaf,
    interface: Interface,
    every: Sequence[Interface],
    settings: Settings,
    templates: Templates,
) -> Page:
    """Render a leaf as a page of the site."""
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
    here = {"versions": versions, "feeds": leaf.feeds}
    return Page(path, templates.render(leaf.template, {**said, **here, **leaf.said}))


def context(
    interface: Interface, settings: Settings, *, to_page: Link, to_file: Link
) -> Mapping[str, Any]:
    """What every page may say. ``to_page`` links to a page in the same interface language,
    ``to_file`` to a file that all of them share.
    """
    catalogue = interface.catalogue
    return {
        "catalogue": catalogue,
        "lang": catalogue.language,
        "direction": interface.direction,
        "school": run(settings.name, settings.interface_languages[0]),
        "contact": value(settings.contact),
        "logo": LOGO if settings.look.logo else "",
        "to_page": to_page,
        "to_file": to_file,
        "versions": (),
        "feeds": (),
    }
