"""A code for each story's page, to take it to a telephone. Pure.

    codes/<slug>/<language>.svg      leads to the page in that interface language

Files of their own, since few ask for one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from media_pipeline.model import Episode, Made, Rendition, Role
from media_pipeline.publish.addresses import code_path, printed_address, story_path
from media_pipeline.publish.artifact import Artifact
from media_pipeline.publish.print.qr import code_file, drawn_by
from media_pipeline.settings import Settings
from media_pipeline.tools import files

MIME = "image/svg+xml"
SECONDS = 0.001
"""What one takes, about."""


@dataclass(frozen=True, slots=True)
class CodeWork:
    """Draws codes: for each file name the address that its code leads to."""

    addresses: Mapping[str, str]

    def __call__(self, folder: Path) -> Made:
        """See :class:`media_pipeline.model.Work`."""
        return Made(tuple(self._drawn(folder / name) for name in sorted(self.addresses)))

    def _drawn(self, target: Path) -> Rendition:
        content = code_file(self.addresses[target.name])
        target.write_bytes(content)
        return Rendition(Role.PRINT, target.name, MIME, len(content), files.digest([target]))


def code_artifacts(
    episodes: Sequence[Episode],
    settings: Settings,
) -> Iterator[Artifact]:
    """The codes of each story in every interface language; none where the school has no address
    that they could lead to.
    """
    if not settings.address:
        return
    for each in episodes:
        slug = each.permit.slug
        paths = {language: code_path(slug, language) for language in settings.interface_languages}
        addresses = {
            path.rpartition("/")[2]: printed_address(settings, language, story_path(slug))
            for language, path in paths.items()
        }
        folder = f"{next(iter(paths.values())).rpartition('/')[0]}/"
        inputs = {"addresses": addresses, "drawn by": drawn_by()}
        yield Artifact(
            folder, f"codes of {slug}", inputs, CodeWork(addresses), SECONDS * len(paths)
        )
