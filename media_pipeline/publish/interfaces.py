"""The languages that the pages are in, and where the pages of each are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from media_pipeline import languages
from media_pipeline.publish.addresses import interface_root
from media_pipeline.publish.catalogue import Catalogue, load_catalogue
from media_pipeline.publish.plaintext import value
from media_pipeline.publish.wording import Run, run
from media_pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class Interface:
    """A language that the pages are in; ``root`` is the folder of its pages, "" for the first.

    ``address`` is that of the whole site and ends in a slash, or is "" if the school has none.
    ``school`` is the school's name.
    """

    language: str
    root: str
    catalogue: Catalogue
    name: Run
    address: str
    school: str

    @property
    def direction(self) -> str:
        """The direction in which its messages are written, "ltr" or "rtl"."""
        return languages.direction(self.catalogue.language)

    def page(self, path: str) -> str:
        """The full address of a page in this language."""
        return f"{self.address}{self.root}{path}"

    def file(self, path: str) -> str:
        """The full address of a file that all languages share."""
        return self.address + path


def interfaces(
    settings: Settings, folders: Sequence[Path], alone: str = ""
) -> tuple[Interface, ...]:
    """The interface languages; the first is at the root, each other in its own folder.

    With ``alone`` there is only that one, at the root.
    """
    return tuple(
        Interface(
            language=language,
            root="" if alone else interface_root(settings, language),
            catalogue=load_catalogue(folders, language),
            name=run(languages.own_name(language), language),
            address=settings.address,
            school=value(settings.name),
        )
        for language in settings.interface_languages
        if alone in ("", language)
    )


def versions(path: str, every: Sequence[Interface]) -> tuple[tuple[str, str], ...]:
    """The addresses of a page by language, with the first also as ``x-default``; none if it is in
    one language only. A language without a catalogue does not count: its pages are in English.
    """
    spoken = [each for each in every if each.catalogue.language == each.language]
    found = [(each.language, each.page(path)) for each in spoken if len(spoken) > 1]
    return (*found, *(("x-default", address) for _, address in found[:1]))
