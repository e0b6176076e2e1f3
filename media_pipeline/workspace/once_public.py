"""Which media files of a story were ever public: kept in the coordinator's folder, so that ``check
--published`` can ask a web server for what should be gone, whatever happened to ``build``.

    decisions/public.json    {"<slug>": ["media/<slug>-<digest>.mp3", …], …}

A file is added before it becomes public, and a story's entry goes when the story is erased.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping

from media_pipeline.tools import files
from media_pipeline.tools.media_paths import slug_of_media
from media_pipeline.workspace import Workspace

NAME = "public.json"


def once_public(workspace: Workspace) -> Mapping[str, list[str]]:
    """The paths of media that were on the site at any time, by their stories' slugs."""
    try:
        known: Mapping[str, list[str]] = json.loads((workspace.decisions / NAME).read_bytes())
    except (OSError, ValueError):
        return {}
    return known


def remember(workspace: Workspace, paths: Iterable[str]) -> None:
    """Note what is about to become public; writes nothing if all of it is known already."""
    known = once_public(workspace)
    added: dict[str, set[str]] = defaultdict(set)
    for path in paths:
        slug = slug_of_media(path)
        if slug and path not in known.get(slug, ()):
            added[slug].add(path)
    if added:
        _write(
            workspace,
            {
                **known,
                **{slug: sorted({*known.get(slug, ()), *new}) for slug, new in added.items()},
            },
        )


def forget(workspace: Workspace, slugs: Iterable[str]) -> None:
    """Erase what is noted about stories."""
    known, gone = once_public(workspace), set(slugs)
    if gone & known.keys():
        _write(workspace, {slug: paths for slug, paths in known.items() if slug not in gone})


def _write(workspace: Workspace, known: Mapping[str, list[str]]) -> None:
    text = json.dumps(known, indent=1, sort_keys=True)
    files.write(workspace.decisions / NAME, text.encode() + b"\n", private=True)
