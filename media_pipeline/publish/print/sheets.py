"""The sheets that a school prints: a poster for each feed, a story passport for each shelf. Pure.

    subscribe/<name>/poster.pdf           A4: what there is to hear, and a code that leads to it
    language|class/<id>/passport.pdf      a code for each of the newest stories of this school year,
                                          and a box to tick or stamp once it was heard

Each in every interface language, in that language's folder. A sheet depends only on what is printed
on it, so a new story changes only the passports of its own language and class.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from media_pipeline.languages import own_name
from media_pipeline.model import Episode, Show
from media_pipeline.publish.addresses import (
    passport_path,
    poster_path,
    printed_address,
    shelf_path,
    story_path,
    subscribe_path,
)
from media_pipeline.publish.artifact import Artifact
from media_pipeline.publish.interfaces import Interface, interfaces
from media_pipeline.publish.plans import newest_school_year
from media_pipeline.publish.print.qr import drawn_by
from media_pipeline.publish.print.typeset import PrintWork, print_templates, said_run, typesetter
from media_pipeline.publish.views.cards import told_title
from media_pipeline.publish.views.feeds import within
from media_pipeline.publish.views.shelves import Shelf, shelves, stories_of_the_year
from media_pipeline.publish.wording import Run, run, run_in
from media_pipeline.settings import Settings
from media_pipeline.tools.typefaces import shortened

POSTER, PASSPORT = "poster.typ", "passport.typ"
COVER = "cover.jpg"
STAMPS = 60
"""Stories on a passport, the newest of the school year: five sheets of paper, which a child can
fill in a year. A school of 600 may tell a thousand stories in one year.
"""

TITLE_ON_STAMP = 80
"""Characters of a title that fit beside its code: four lines of the smallest letters."""

_LONG_WORD = re.compile("([!-\u024f]{20})(?=[!-\u024f])")
"""Twenty letters of a Latin word that goes on: as much as a line holds."""

SECONDS = 0.1
"""What one sheet takes, most of it for the first in a process, which reads the fonts."""


def print_artifacts(
    episodes: Sequence[Episode], shows: Sequence[Show], settings: Settings, folders: Sequence[Path]
) -> Iterator[Artifact]:
    """Posters of the listed feeds, and passports of shelves with a story this year; none if the
    school has no address that a code could lead to.
    """
    if not settings.address:
        return
    poster, passport = (print_templates(name, folders) for name in (POSTER, PASSPORT))
    light = {show.saver_of for show in shows}
    year = newest_school_year(episodes, settings.year_starts)
    for interface in interfaces(settings, folders):
        for show in shows:
            if show.listed and not show.saver_of:
                yield _poster(show, interface, settings, poster, light=show.name in light)
        for shelf in shelves(episodes, interface.language, settings):
            if told := stories_of_the_year(shelf, year, settings):
                yield _passport(shelf, told[:STAMPS], interface, settings, passport)


def _poster(
    show: Show,
    interface: Interface,
    settings: Settings,
    templates: Mapping[str, str],
    *,
    light: bool,
) -> Artifact:
    """``light``: the page that it leads to has a low-data feed, listed first."""
    language, catalogue = interface.language, interface.catalogue
    own = run_in(show.title, show.language) or run(show.name, "en")
    here = within(run_in(show.title, language, show.language) or own, settings.name)
    picture = show.preview or show.art
    coming = catalogue.gettext("New stories come by themselves.")
    if light:
        coming = catalogue.gettext("New stories come by themselves, with little data.")
    said = {
        "school": _school(settings),
        "colour": settings.look.colour,
        "invitation": _said(catalogue.gettext("Listen to our stories"), interface),
        "title": said_run(own),
        "name": said_run(within(own, settings.name)),
        "other": said_run(here) if here.text not in own.text else None,
        "cover": COVER if picture else None,
        "address": _code(settings, language, subscribe_path(show.name)),
        "steps": [
            _said(catalogue.gettext("Point the camera of a phone at this code."), interface),
            _said(catalogue.gettext("Tap the name of an app, or listen on the page."), interface),
            _said(coming, interface),
        ],
        "numbers": [_said(catalogue.number(each), interface) for each in (1, 2, 3)],
    }
    return _artifact(
        f"{interface.root}{poster_path(show.name)}",
        f"poster of {show.name} in {language}",
        templates,
        said,
        {COVER: picture.path} if picture else {},
        {"picture": picture.digest} if picture else {},
    )


def _passport(
    shelf: Shelf,
    told: Sequence[Episode],
    interface: Interface,
    settings: Settings,
    templates: Mapping[str, str],
) -> Artifact:
    language, catalogue = interface.language, interface.catalogue
    year = newest_school_year(told, settings.year_starts)
    years = f"{catalogue.year(year)}–{catalogue.year(year + 1)}"
    said = {
        "school": _school(settings),
        "colour": settings.look.colour,
        "heading": _said(catalogue.gettext("Story passport"), interface),
        "owner": _said(catalogue.gettext("This passport belongs to"), interface),
        "how": _said(
            catalogue.gettext("Point a phone’s camera at a code, listen, then tick its box."),
            interface,
        ),
        "shelf": said_run(shelf.name),
        "other": said_run(shelf.also) if shelf.also else None,
        "year": _said(years, interface),
        "address": _code(settings, language, shelf_path(shelf.sort, shelf.id)),
        "stories": [_stamp(each, interface, settings) for each in told],
    }
    return _artifact(
        f"{interface.root}{passport_path(shelf.sort, shelf.id)}",
        f"passport of {shelf.sort} {shelf.id} in {language}",
        templates,
        said,
        {},
        {},
    )


def _stamp(episode: Episode, interface: Interface, settings: Settings) -> dict[str, Any]:
    """A story on a passport."""
    exhibit, slug = episode.exhibit, episode.permit.slug
    language = exhibit.story.language
    title = told_title(exhibit, slug)
    return {
        "title": said_run(replace(title, text=_within_a_stamp(title.text))),
        "language": said_run(run(own_name(language), language)),
        "length": _said(interface.catalogue.length(exhibit.seconds), interface),
        "address": _code(settings, interface.language, story_path(slug)),
    }


def _within_a_stamp(title: str) -> str:
    """As much of a title as fits there, with places where a long word may be broken."""
    short = shortened(title, TITLE_ON_STAMP) if len(title) > TITLE_ON_STAMP else title
    return _LONG_WORD.sub("\\1\u200b", short)


def _artifact(
    path: str,
    name: str,
    templates: Mapping[str, str],
    said: Mapping[str, Any],
    pictures: Mapping[str, str],
    digests: Mapping[str, str],
) -> Artifact:
    laid_out = hashlib.sha256(json.dumps(templates).encode()).hexdigest()
    made_by = {"template": laid_out, "set by": typesetter(), "codes by": drawn_by()}
    inputs = {"says": said, **made_by, **digests}
    return Artifact(path, name, inputs, PrintWork(templates, said), SECONDS, pictures)


def _said(text: str, interface: Interface) -> dict[str, str]:
    """Words of the interface, in the language that they are really in."""
    return said_run(Run(text, interface.catalogue.language, interface.direction))


def _school(settings: Settings) -> dict[str, str]:
    return said_run(run(settings.name, settings.interface_languages[0]))


def _code(settings: Settings, language: str, path: str) -> dict[str, str]:
    return {"code": printed_address(settings, language, path)}
