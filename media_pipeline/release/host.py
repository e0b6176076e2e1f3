"""The interface to the places where a site can be published: a folder
(``file:///srv/www/stories``), an SFTP server (``sftp://user@host/path``), S3-compatible storage
(``s3://bucket/prefix``).
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
    """The interface: files by their paths below one place. Every method raises :class:`HostError`.
    Names of files that are not complete yet begin with
    :data:`media_pipeline.tools.files.TEMPORARY`.
    """

    @property
    def where(self) -> str:
        """The place, as a person knows it; it holds no secret."""

    def read(self, path: str) -> bytes | None:
        """A file's bytes; None if there is no such file."""

    def write(self, path: str, content: Path | bytes, mime: str, lifetime: str) -> None:
        """Put a whole file there; until it is complete, the one that was there before stays.
        ``content`` is a file here or bytes; ``mime`` and ``lifetime`` (a Cache-Control) are for
        hosts that ask for them.
        """

    def delete(self, paths: Sequence[str]) -> None:
        """Delete files, in that order; one that is not there counts as deleted."""

    def listing(self) -> Mapping[str, int]:
        """The size in bytes of every complete file there, ours or not, by path."""

    def tidy(self) -> None:
        """Delete what is left of files that were never completed."""

    def close(self) -> None:
        """Let go of the host."""


def open_host(to: str, settings: Publish) -> Host:
    """The host at an address. Raises :class:`HostError` if it can't be reached.

    The hosts' libraries take a second to import, so only the one that is needed is imported.
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
