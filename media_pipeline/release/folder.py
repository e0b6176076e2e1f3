"""A folder as a host: a share that is mounted, or a web server's own folder on this machine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from media_pipeline.errors import HostError, WorkspaceError
from media_pipeline.release.manifest import of_media
from media_pipeline.tools import files


def folder_of(to: str) -> Path:
    """The folder of a ``file:`` address; a Windows share if the address names a host."""
    parts = urlsplit(to)
    server = f"//{parts.netloc}" if parts.netloc not in ("", "localhost") else ""
    return Path(url2pathname(server + parts.path))


@dataclass(frozen=True, slots=True)
class FolderHost:
    """Files below ``root``, which must exist: if it does not, a share is not mounted."""

    root: Path
    where: str

    @classmethod
    def at(cls, to: str) -> FolderHost:
        """The folder of an address. Raises :class:`HostError` if there is none."""
        root = folder_of(to)
        if not root.is_dir():
            raise HostError("there is no such folder.", to, "Is the share mounted? Else make it.")
        return cls(root, to)

    def read(self, path: str) -> bytes | None:
        """See :class:`Host`."""
        with self._telling(path):
            try:
                return (self.root / path).read_bytes()
            except (FileNotFoundError, NotADirectoryError):
                return None

    def write(self, path: str, content: Path | bytes, mime: str, lifetime: str) -> None:
        """See :class:`Host`; a folder has no types or lifetimes. Media are safely on the disk
        afterwards, pages when the next list of what is there is written.
        """
        with self._telling(path):
            if isinstance(content, bytes):
                files.sync_everything()
                files.write(self.root / path, content)
                return
            into = files.replacing(self.root / path, durable=of_media(path))
            with content.open("rb") as source, into as target:
                shutil.copyfileobj(source, target, 1 << 20)

    def delete(self, paths: Sequence[str]) -> None:
        """See :class:`Host`. Folders that become empty go, too."""
        for path in paths:
            with self._telling(path):
                (self.root / path).unlink(missing_ok=True)
        for path in paths:
            files.leave_no_empty(self.root / path, self.root)

    def listing(self) -> Mapping[str, int]:
        """See :class:`Host`."""
        with self._telling(""):
            return {
                path.relative_to(self.root).as_posix(): path.lstat().st_size
                for path in self._below()
                if not path.name.startswith(files.TEMPORARY)
            }

    def tidy(self) -> None:
        """See :class:`Host`."""
        with self._telling(""):
            for path in self._below():
                if path.name.startswith(files.TEMPORARY):
                    path.unlink(missing_ok=True)

    def close(self) -> None:
        """See :class:`Host`; there is nothing to close."""

    def _below(self) -> Iterator[Path]:
        for folder, _, names in os.walk(self.root, onerror=_raise):
            yield from (Path(folder) / name for name in names)

    @contextmanager
    def _telling(self, path: str) -> Iterator[None]:
        try:
            yield
        except WorkspaceError as error:
            raise HostError(error.what, f"{self.where}: {path}", error.hint) from error
        except OSError as error:
            raise HostError(
                f"it can't be read or changed ({error.strerror}).",
                f"{self.where}: {path}",
                "Is the share still mounted, and who may write there?",
            ) from error


def _raise(error: OSError) -> None:
    raise error
