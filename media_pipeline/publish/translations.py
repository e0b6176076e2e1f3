"""What is missing in an interface language: messages, titles, and a native speaker's review. Pure.

It is reported to the coordinator and stops nothing: a page with some English on it helps more than
no page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from media_pipeline.languages import name_in
from media_pipeline.model import Story, Translation
from media_pipeline.publish.catalogue import every_message, load_catalogue
from media_pipeline.publish.plaintext import value
from media_pipeline.settings import SPOKEN_NAME, Settings

_SHOWN = 3
"""Of each kind in a line: the report has them all."""


def translations(
    stories: Iterable[Story], settings: Settings, folders: Sequence[Path]
) -> tuple[Translation, ...]:
    """Check every interface language, in the order of the settings.

    Raises :class:`~media_pipeline.errors.SettingsError` for a catalogue that can't be read.
    """
    told = tuple(each for each in stories if each.kind != SPOKEN_NAME.id)  # no page has its title
    messages = every_message(folders)
    return tuple(
        _translation(language, messages, told, folders) for language in settings.interface_languages
    )


def lacking(translation: Translation) -> str:
    """A sentence for the coordinator; "" if there is nothing to say."""
    said = []
    if translation.missing:
        quoted = [f"“{each}”" for each in translation.missing]
        are = "message is" if len(quoted) == 1 else "messages are"
        said.append(f"{len(quoted)} {are} said in English ({_few(quoted)})")
    if not translation.reviewed:
        said.append("no native speaker has reviewed it")
    if count := len(translation.untitled):
        have = "recording has" if count == 1 else "recordings have"
        said.append(f"{count} {have} no title in it ({_few(translation.untitled)})")
    return f"{name_in(translation.language, 'en')}: {'; '.join(said)}." if said else ""


def _translation(
    language: str, messages: Sequence[str], stories: Sequence[Story], folders: Sequence[Path]
) -> Translation:
    catalogue = load_catalogue(folders, language)
    return Translation(
        language=language,
        missing=tuple(
            each for each in messages if catalogue.language != language or catalogue.lacks(each)
        ),
        reviewed=catalogue.reviewed,
        untitled=tuple(
            each.recording.path for each in stories if not value(each.title.get(language, ""))
        ),
    )


def _few(whole: Sequence[str]) -> str:
    return ", ".join(whole[:_SHOWN]) + (", …" if len(whole) > _SHOWN else "")
