"""What a story is called by: its slug, and as much of its id as tells it apart. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from media_pipeline.errors import UsageError
from media_pipeline.languages import romanised

LONGEST_SLUG = 48
ID_CHARACTERS = 6
"""Of the id at a slug's end: one in 16 million, so that two of one title differ."""


def slug(title: str, story_id: str) -> str:
    """ASCII words of the title and the first characters of the id: an address for life."""
    words = re.sub(r"[^a-z0-9]+", "-", romanised(title).lower()).strip("-")
    if len(words) > LONGEST_SLUG:
        words = words[: LONGEST_SLUG + 1].rpartition("-")[0] or words[:LONGEST_SLUG]
    return f"{words}-{story_id[:ID_CHARACTERS]}".lstrip("-")


def whole_id(beginning: str, ids: Iterable[str]) -> str:
    """The id that is ``beginning``, or the one that begins so; "" where there is none.

    Raises :class:`UsageError` where it is not clear which.
    """
    name, known = beginning.strip(), set(ids)
    if name in known:
        return name
    found = [each for each in known if len(name) >= ID_CHARACTERS and each.startswith(name)]
    if len(found) > 1:
        raise UsageError("more than one story's id begins so.", beginning, "Write more of it.")
    return found[0] if found else ""
