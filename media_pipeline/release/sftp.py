"""An SFTP server as a host. The only module that imports paramiko.

The server must be known: by ``known_hosts`` of whoever publishes, or by ``host_key`` in the
settings. One that is not known, or whose key is not the one it had, is sent nothing at all.
"""

from __future__ import annotations

import base64
import io
import os
import posixpath
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

import paramiko

from media_pipeline.errors import HostError
from media_pipeline.release.secrets import password_for, place_of
from media_pipeline.settings import Publish
from media_pipeline.tools import files

PATIENCE = 30.0
"""Seconds that a server may take for one answer."""

PORT = 22


class _Stranger(paramiko.MissingHostKeyPolicy):
    """Refuses an unknown server, and shows its key so that it can be compared."""

    def __init__(self, where: str) -> None:
        self._where = where

    def missing_host_key(
        self, client: paramiko.SSHClient, hostname: str, key: paramiko.PKey
    ) -> None:
        raise HostError(
            f"nobody knows this server yet. It says that its key is “{key.get_name()} "
            f"{key.get_base64()}” ({_fingerprint(key)}).",
            self._where,
            "Compare that with what its provider says. If it is the same, write it as host_key "
            "under [publish] in school.toml.",
        )


@dataclass(slots=True)
class SftpHost:
    """Files below ``root`` on a server."""

    where: str
    root: str
    client: paramiko.SSHClient
    line: paramiko.SFTPClient
    _made: set[str] = field(default_factory=set)

    @classmethod
    def at(cls, to: str, settings: Publish) -> SftpHost:
        """Log in. Raises :class:`HostError` if that fails."""
        parts = urlsplit(to)
        client = paramiko.SSHClient()
        try:
            _know(client, parts, settings, to)
            _log_in(client, parts, settings, to)
            line = client.open_sftp()
            channel = line.get_channel()
            if channel is not None:
                channel.settimeout(PATIENCE)
            path = unquote(parts.path)
            root = line.normalize(path.removeprefix("/~/") or ".") if _at_home(path) else path
            if not stat.S_ISDIR(line.stat(root).st_mode or 0):
                raise HostError("it is no folder.", to)
        except (OSError, EOFError, paramiko.SSHException, HostError) as error:
            client.close()
            raise _refused(error, to) from error
        return cls(to, root.rstrip("/"), client, line)

    def read(self, path: str) -> bytes | None:
        """See :class:`Host`."""
        with self._telling(path):
            try:
                with self.line.open(self._at(path), "rb") as file:
                    file.prefetch()
                    return file.read()
            except FileNotFoundError:
                return None

    def write(self, path: str, content: Path | bytes, mime: str, lifetime: str) -> None:
        """See :class:`Host`; types and lifetimes are up to the web server."""
        target = self._at(path)
        folder, name = posixpath.split(target)
        part = f"{folder}/{files.TEMPORARY}{name}"
        with self._telling(path):
            self._make(folder)
            if isinstance(content, bytes):
                self.line.putfo(io.BytesIO(content), part, len(content))
            else:
                self.line.put(str(content), part)
            self.line.posix_rename(part, target)

    def delete(self, paths: Sequence[str]) -> None:
        """See :class:`Host`. Folders that become empty go, too."""
        for path in paths:
            folder, name = posixpath.split(self._at(path))
            with self._telling(path):
                for each in (f"{folder}/{name}", f"{folder}/{files.TEMPORARY}{name}"):
                    with suppress(FileNotFoundError):
                        self.line.remove(each)
        for folder in sorted({each for path in paths for each in _parents(path)}, reverse=True):
            with self._telling(folder), suppress(OSError):  # it holds something
                self.line.rmdir(self._at(folder))
                self._made.discard(self._at(folder))

    def listing(self) -> Mapping[str, int]:
        """See :class:`Host`."""
        with self._telling(""):
            whole = ((path, each) for path, each in self._below("") if not _of_a_part(path))
            return {path: each.st_size or 0 for path, each in whole}

    def tidy(self) -> None:
        """See :class:`Host`."""
        with self._telling(""):
            for path in [path for path, _ in self._below("") if _of_a_part(path)]:
                self.line.remove(self._at(path))

    def close(self) -> None:
        """See :class:`Host`."""
        self.client.close()

    def _below(self, folder: str) -> Iterator[tuple[str, paramiko.SFTPAttributes]]:
        for each in self.line.listdir_attr(self._at(folder)):
            path = f"{folder}{each.filename}"
            if stat.S_ISDIR(each.st_mode or 0):
                yield from self._below(f"{path}/")
            else:
                yield path, each

    def _at(self, path: str) -> str:
        return f"{self.root}/{path}".rstrip("/") or "/"

    def _make(self, folder: str) -> None:
        """Make a folder, and those above it, if they don't exist."""
        if folder in self._made or folder in ("", "/", self.root):
            return
        self._make(posixpath.dirname(folder))
        try:
            self.line.mkdir(folder)
        except OSError:
            if not stat.S_ISDIR(self.line.stat(folder).st_mode or 0):
                raise
        self._made.add(folder)

    @contextmanager
    def _telling(self, path: str) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError as error:
            raise HostError("it is not there.", f"{self.where}: {path}") from error
        except (OSError, EOFError, paramiko.SSHException) as error:
            raise _broken(error, f"{self.where}: {path}") from error


def _know(client: paramiko.SSHClient, parts: SplitResult, settings: Publish, to: str) -> None:
    """Tell the client which servers' keys are known, so that it refuses every other."""
    try:
        client.load_system_host_keys()
        if settings.host_key:
            kind, text = settings.host_key.split()[:2]
            name = parts.hostname or ""
            known_as = name if parts.port in (None, PORT) else f"[{name}]:{parts.port}"
            key = paramiko.PKey.from_type_string(kind, base64.b64decode(text))
            client.get_host_keys().add(known_as, kind, key)
    except (ValueError, paramiko.SSHException) as error:
        raise HostError(
            "host_key under [publish] is no key of a server.", to, "It is like ssh-ed25519 AAAA…"
        ) from error
    client.set_missing_host_key_policy(_Stranger(to))


def _log_in(client: paramiko.SSHClient, parts: SplitResult, settings: Publish, to: str) -> None:
    """Log in with a key, the agent's keys or a password, whichever there is."""
    # A former provider's server is cleared, too, but must not be sent the new one's password.
    meant = {place_of(each) for each in (settings.to, settings.families_to) if each}
    secret = password_for(to, os.environ if place_of(to) in meant else {})
    client.connect(
        parts.hostname or "",
        parts.port or PORT,
        unquote(parts.username) if parts.username else None,
        password=secret,
        passphrase=secret,
        key_filename=str(Path(settings.key).expanduser()) if settings.key else None,
        timeout=PATIENCE,
        banner_timeout=PATIENCE,
        auth_timeout=PATIENCE,
        channel_timeout=PATIENCE,
    )


def _of_a_part(path: str) -> bool:
    return posixpath.basename(path).startswith(files.TEMPORARY)


def _at_home(path: str) -> bool:
    return path.startswith("/~/") or path in ("", "/~")


def _parents(path: str) -> Iterator[str]:
    """The folders of a path, without the root."""
    while path := posixpath.dirname(path):
        yield path


def _fingerprint(key: paramiko.PKey) -> str:
    """The fingerprint as ``ssh-keygen -l`` shows it."""
    return str(key.fingerprint)


def _refused(error: Exception, to: str) -> HostError:
    """Why nobody could log in, in a sentence."""
    if isinstance(error, HostError):
        return error
    if isinstance(error, paramiko.BadHostKeyException):
        return HostError(
            "this server has another key than the one that is known of it, so nothing was sent: "
            "somebody may stand between.",
            to,
            "Ask its provider. If the key was changed, write the new one as host_key under "
            "[publish] in school.toml, and take the old one out of known_hosts.",
        )
    if isinstance(error, paramiko.AuthenticationException):
        return HostError(
            "it lets nobody in with this key or password.",
            to,
            "See docs/publishing.md on where a password is kept.",
        )
    if isinstance(error, FileNotFoundError):
        return HostError("there is no such folder on it.", to, "Make it there first.")
    return _broken(error, to)


def _broken(error: Exception, where: str) -> HostError:
    said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return HostError(
        f"it can't be reached, read or written ({said}).",
        where,
        "What was sent stays; the same command goes on from there.",
    )
