"""Nothing private or foreign in any file of the site."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from media_pipeline.errors import ToolError
from media_pipeline.publish.addresses import MEDIA_SUFFIXES
from media_pipeline.publish.check.finding import Finding
from media_pipeline.publish.check.tree import Tree

_TEXTS = (".html", ".xml", ".opml", ".json", ".css", ".txt", ".vtt", ".svg", ".js", ".webmanifest")
_WORDS = ("vtt", "txt", "json", "js")
_COMPUTERS_PATH = re.compile(
    r"""(?<![\w./~-])(?:file:/|/(?:home|Users|root|tmp|mnt|Volumes)/\w|[A-Za-z]:\\\w|\\\\\w)""",
)
_TAGGED = frozenset(MEDIA_SUFFIXES.values()) - {"jpg"}

# ITU-T T.81, table B.1: markers that stand alone, and those of segments that an image needs.
_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_RESTARTS = range(0xD0, 0xD8)
_JFIF, _COMMENT, _APPLICATION = 0xE0, 0xFE, range(0xE1, 0xF0)


def content_findings(tree: Tree) -> Iterator[Finding]:
    """Paths of a computer in texts: they name people, machines and folders."""
    workspace = str(tree.site.absolute().parent.parent)
    for path in sorted(tree.paths):
        if path.endswith(_TEXTS):
            text = (tree.site / path).read_text("utf-8", "replace")
            if len(workspace) > len("/") and workspace in text:
                yield Finding(path, "it holds the path of the folder that it was made in.")
            elif found := _COMPUTERS_PATH.search(text):
                shown = text[found.start() : found.start() + 40].split("\n")[0]
                yield Finding(path, f"it holds a path of a computer: {shown}")


def media_findings(
    tree: Tree, foreign_tags: Callable[[Path], tuple[str, ...]]
) -> Iterator[Finding]:
    """Files of ``media/`` that hold what nobody put there on purpose."""
    for path in sorted(tree.paths):
        if not path.startswith("media/"):
            continue
        file, suffix = tree.site / path, path.rpartition(".")[2]
        if not file.stat().st_size:
            yield Finding(path, "it is empty.")
        elif suffix == "jpg":
            foreign = foreign_segments(file.read_bytes())
            yield from (Finding(path, f"the picture holds {each}.") for each in foreign)
        elif suffix in _TAGGED:
            yield from _foreign(file, path, foreign_tags)
        elif suffix not in _WORDS:
            yield Finding(path, "it is no kind of file that a site of ours holds.")


def foreign_segments(content: bytes) -> list[str]:
    """What a JPEG holds beyond its picture: EXIF, XMP, colour profiles, comments, a tail."""
    if content[:2] != bytes([0xFF, _START]):
        return ["no JPEG"]
    found, at = [], 2
    while at + 4 <= len(content) and content[at] == 0xFF:  # noqa: PLR2004 -- a marker's first byte
        marker = content[at + 1]
        if marker == _END:
            break
        if marker in _APPLICATION:
            name = content[at + 4 : at + 12].split(b"\0")[0].decode("ascii", "replace")
            found.append(f"the segment APP{marker - _JFIF} ({name})")
        elif marker == _COMMENT:
            found.append("a comment")
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if marker == _SCAN:
            at = _end_of_scan(content, at)
    if content[at : at + 2] != bytes([0xFF, _END]):
        return [*found, "no end"]
    return [*found, "bytes after its end"] if content[at + 2 :] else found


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the next marker stands that is not a restart; in a scan, 0xFF 0x00 is a byte."""
    while (at := content.find(b"\xff", at)) >= 0 and at + 1 < len(content):
        if content[at + 1] and content[at + 1] not in _RESTARTS:
            return at
        at += 2
    return len(content)


def _foreign(
    file: Path, path: str, foreign_tags: Callable[[Path], tuple[str, ...]]
) -> Iterator[Finding]:
    try:
        for name in foreign_tags(file):
            yield Finding(path, f"it holds the foreign tag {name}.")
    except ToolError as error:
        yield Finding(path, f"it is not what its name says: {error.what}")
