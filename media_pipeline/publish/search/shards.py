"""Which stories are indexed together: those told in one language, in shards of limited size. Pure.

Shards fill in the order of publication, so a new story changes only the last of its language.
Stories that do not fill a shard yet are in small ones, so that even that one is made quickly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from media_pipeline.model import Episode
from media_pipeline.publish.addresses import search_path
from media_pipeline.publish.shows import published_key

SHARD = 2000
"""The most stories in a shard."""

SMALL = 250
"""Stories in each small shard of the newest; the small shards become one when they hold
:data:`SHARD`. Indexing 2,000 stories takes some 4 s, and a browser queries seven small indexes in
no more time than one.
"""

CHARACTERS = 4_000_000
"""The most characters of words in a shard: an index of so many takes 0.5 GB of memory to make (356
MB were measured for 600,000 words).
"""


@dataclass(frozen=True, slots=True)
class Shard:
    """Stories that share an index, oldest first."""

    name: str
    language: str
    episodes: tuple[Episode, ...]

    @property
    def path(self) -> str:
        """The folder of its index."""
        return search_path(self.name)


def shards(episodes: Sequence[Episode]) -> Iterator[Shard]:
    """Every shard, in the order of languages' tags."""
    told: dict[str, list[Episode]] = {}
    for each in sorted(episodes, key=published_key):
        told.setdefault(each.exhibit.story.language, []).append(each)
    for language, stories in sorted(told.items()):
        for number, part in enumerate(_parts(stories), 1):
            yield Shard(
                name=language.lower() + (f"-{number}" if number > 1 else ""),
                language=language,
                episodes=tuple(part),
            )


def _parts(stories: Sequence[Episode]) -> Iterator[Sequence[Episode]]:
    """Full shards, then small ones."""
    part: list[Episode] = []
    held = 0
    for each in stories:
        own = sum(len(cue.text) for words in each.exhibit.words.values() for cue in words.cues)
        if part and (len(part) == SHARD or held + own > CHARACTERS):
            yield part
            part, held = [], 0
        part.append(each)
        held += own
    if len(part) == SHARD:
        yield part
    else:
        yield from (part[at : at + SMALL] for at in range(0, len(part), SMALL))
