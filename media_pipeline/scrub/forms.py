"""Which check each form of file gets. Other forms may not be on the site.

Each check gives sentences that continue from the file's name: “it holds the foreign tag GEOB.”
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from media_pipeline.errors import ToolError
from media_pipeline.media.tags import ALLOWED, foreign_tags
from media_pipeline.media.tags.jpeg import foreign_segments
from media_pipeline.scrub.packed import foreign_program, unpacked
from media_pipeline.scrub.pdf import foreign_in_pdf
from media_pipeline.scrub.png import foreign_chunks
from media_pipeline.scrub.svg import foreign_elements
from media_pipeline.scrub.woff2 import foreign_blocks
from media_pipeline.tools.traces import trace

TEXTS = frozenset(
    {"config", "css", "html", "js", "json", "opml", "svg", "txt", "vtt", "webmanifest", "xml", ""}
)
"""Endings of texts. The empty one and ``config`` are for the files that servers want at
their root.
"""

_PACKED = frozenset({"pf_filter", "pf_fragment", "pf_index", "pf_meta"})

Look = Callable[[bytes], Iterable[str]]

_LOOKS: Mapping[str, Look] = {
    "jpg": foreign_segments,
    "pagefind": foreign_program,
    "pdf": foreign_in_pdf,
    "png": foreign_chunks,
    "svg": foreign_elements,
    "woff2": foreign_blocks,
}
"""Ending → what names everything in such a file that is not on its allow-list."""


def findings(path: str, name: str, workspace: str, hosts: str = "") -> list[str]:
    """What the file at ``path`` holds that may not be public, for the parser child.

    ``name`` is its path on the site, ``workspace`` the folder in which things are made; ``hosts``
    is as in :func:`trace`.
    """
    if _ending(name) not in {each.removeprefix(".") for each in ALLOWED}:
        return findings_in(Path(path).read_bytes(), name, workspace, hosts)
    if not Path(path).stat().st_size:
        return ["it is empty."]
    try:
        return [f"it holds the foreign tag {each}." for each in foreign_tags(Path(path))]
    except ToolError as error:
        return [f"it is not what its name says: {error.what}"]


def findings_in(content: bytes, name: str, workspace: str, hosts: str) -> list[str]:
    """As :func:`findings`, for bytes that are no sound or film."""
    return list(_found(content, name, workspace, hosts))


def _found(content: bytes, name: str, workspace: str, hosts: str) -> Iterator[str]:
    ending = _ending(name)
    if not content and ending not in TEXTS:
        yield "it is empty."
    elif ending in TEXTS or ending in _PACKED:
        if said := trace(unpacked(content).decode("utf-8", "replace"), workspace, hosts):
            yield f"it holds {said}."
    elif ending not in _LOOKS:
        yield "it is no kind of file that a site of ours holds."
    if content and (look := _LOOKS.get(ending)):
        try:
            yield from (f"it holds {each}." for each in look(content))
        except ToolError as error:
            yield f"it is not what its name says: {error.what}"


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix.lower().removeprefix(".")
