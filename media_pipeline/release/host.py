"""The seam to where a site is published to: a folder (``file:///srv/www/stories``), an SFTP server
(``sftp://user@host/path``), S3-compatible storage (``s3://bucket/prefix``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from media_pipeline.errors import UsageError
from media_pipeline.publish.hosting import FOR_EVERYONE, FOR_FAMILIES
from media_pipeline.release.manifest import of_media
from media_pipeline.settings import Publish
from media_pipeline.tools.remembered import SITE


class Host(Protocol):
    """The seam: files by their paths below one place. Every method raises :class:`HostError`. Names
    of files that are not whole yet begin with :data:`media_pipeline.tools.files.TEMPORARY`.
    """

    @property
    def where(self) -> str:
        """The place, as a person knows it; it holds no secret."""

    def read(self, path: str) -> bytes | None:
        """A file's bytes; None where there is none."""

    def write(self, path: str, content: Path | bytes, mime: str, lifetime: str) -> None:
        """Put a file there whole: until it is, what stood before stands. ``content`` is a file
        here or bytes; ``mime`` and ``lifetime`` (a Cache-Control) are for hosts that ask for them.
        """

    def delete(self, paths: Sequence[str]) -> None:
        """Delete files, in that order; one that is not there is none the less gone."""

    def listing(self) -> Mapping[str, int]:
        """The bytes of every file that stands there whole, ours or not."""

    def tidy(self) -> None:
        """Delete what was left of files that never became whole."""

    def close(self) -> None:
        """Let go of it."""


def open_host(to: str, settings: Publish) -> Host:
    """The host of an address. Raises :class:`HostError` where it can't be reached.

    Their libraries take a second to import, so that only what is asked for is.
    """
    scheme = to.partition(":")[0]
    if scheme == "file":
        from media_pipeline.release.folder import FolderHost  # noqa: PLC0415

        return FolderHost.at(to)
    if scheme == "sftp":
        from media_pipeline.release.sftp import SftpHost  # noqa: PLC0415

        return SftpHost.at(to, settings)
    if scheme == "s3":
        from media_pipeline.release.s3 import S3Host  # noqa: PLC0415

        return S3Host.at(to, settings)
    raise UsageError("it is no address to publish to; it begins with file:, sftp: or s3:.", to)


def lifetime_of(path: str, tree: str) -> str:
    """The Cache-Control of a file of ``tree``."""
    kept = FOR_EVERYONE if tree == SITE else FOR_FAMILIES
    if of_media(path):
        return kept.media
    return kept.fonts if path.endswith(".woff2") else kept.short
