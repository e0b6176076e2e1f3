"""How languages' names sound: recordings that are no stories, played beside the name. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from media_pipeline.model import Copy, Episode
from media_pipeline.publish.addresses import episode_media

Spoken = Mapping[str, Copy]
"""The sound of a language's name by its tag."""

NOTHING_SPOKEN: Spoken = MappingProxyType({})


def spoken_names(spoken: Iterable[Episode], told: Iterable[Episode]) -> Spoken:
    """The recordings of the names of those languages that stories are told in; of several in
    ``spoken`` the first.

    One for a language without stories is on no page, and so not on the site.
    """
    shelved = {each.exhibit.story.language for each in told}
    names: dict[str, Copy] = {}
    for each in spoken:
        exhibit = each.exhibit
        language = exhibit.story.language
        sound = exhibit.light_sound
        if sound and language in shelved and language not in names:
            names[language] = Copy.of(episode_media(each, sound), sound)
    return names
