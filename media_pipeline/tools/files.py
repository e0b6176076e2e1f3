"""The one way to write: a temporary file in the same folder, fsync, rename, fsync the folder.

A kill leaves the old file or the new one, never half of one. Names that begin with
:data:`TEMPORARY` are leftovers of a kill and may be deleted by whoever meets them.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import itertools
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from media_pipeline.errors import WorkspaceError

TEMPORARY = ".tmp-"


def write(path: Path, content: bytes, *, durable: bool = True, private: bool = False) -> None:
    """Replace the whole of ``path`` by ``content``, making its folder if there is none.

    Without ``durable`` the caller syncs later (as is done for pages, all at once). If ``private``,
    only the file's owner may read it.
    """
    with replacing(path, durable=durable) as file:
        if private:
            Path(file.name).chmod(0o600)
        file.write(content)


@contextlib.contextmanager
def replacing(path: Path, *, durable: bool = True) -> Iterator[IO[bytes]]:
    """Open a file that takes the place of ``path`` when the block ends without an error, and only
    then.
    """
    temporary = path.with_name(f"{TEMPORARY}{os.getpid()}-{path.name[-40:]}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.unlink(missing_ok=True)
        with temporary.open("xb") as file:  # never through a link that somebody put there
            yield file
            if durable:
                file.flush()
                os.fsync(file.fileno())
        temporary.replace(path)
        if durable:
            sync_folder(path.parent)
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        _forget(temporary)


def place(source: Path, target: Path, *, durable: bool = True) -> None:
    """Make ``target`` the same file as ``source`` (or a copy, if links can't be made).

    Leave out ``durable`` for what can be made again after a power cut.
    """
    temporary = target.with_name(f"{TEMPORARY}{os.getpid()}-{target.name[-40:]}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary.unlink(missing_ok=True)
        try:
            os.link(source, temporary)
        except OSError as error:
            if error.errno not in (errno.EXDEV, errno.EPERM, errno.ENOTSUP, errno.EMLINK):
                raise
            shutil.copyfile(source, temporary)
        if durable:
            sync_file(temporary)
        temporary.replace(target)
        if durable:
            sync_folder(target.parent)
    except OSError as error:
        raise unwritable(target, error) from error
    finally:
        _forget(temporary)


def write_new(path: str, content: bytes) -> None:
    """Write a file that nobody reads until it is moved into place."""
    try:
        with open(path, "wb") as file:  # noqa: PTH123 - ten thousands of times
            file.write(content)
    except OSError as error:
        raise unwritable(Path(path), error) from error


def move(source: str, target: str) -> None:
    """Move ``source`` into the place of ``target``, on the same disk; the caller syncs later."""
    try:
        try:
            os.replace(source, target)  # noqa: PTH105 - ten thousands of times
        except FileNotFoundError:  # the target's folder is new, which is rare
            Path(target).parent.mkdir(parents=True, exist_ok=True)
            Path(source).replace(target)
    except OSError as error:
        raise unwritable(Path(target), error) from error


def files_below(folder: Path) -> list[Path]:
    """Every file below ``folder``, by path; one that another process removes meanwhile is
    omitted.
    """
    found = (Path(above, name) for above, _, names in os.walk(folder) for name in names)
    return sorted(path for path in found if path.is_file())


def leave_no_empty(path: Path, top: Path) -> None:
    """Delete the folders above ``path``, up to ``top``, that have become empty. One that can't be
    deleted is left: it holds something, or another process is using it.
    """
    with contextlib.suppress(OSError):
        for folder in itertools.takewhile(top.__ne__, path.parents):
            folder.rmdir()  # refused if it still holds something


def append(path: Path, line: bytes) -> None:
    """Add ``line`` at the end of ``path`` and make sure it is on the disk: all of it, or none."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new = not path.exists()
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "ab", buffering=0) as file:
            _append_whole(file, line)
        if new:
            sync_folder(path.parent)
    except OSError as error:
        raise unwritable(path, error) from error


def _append_whole(file: IO[bytes], line: bytes) -> None:
    """On a full disk only the first part of a line may get written; that part is taken back."""
    length = os.fstat(file.fileno()).st_size
    left = memoryview(line)
    try:
        while left:
            left = left[file.write(left) :]
        os.fsync(file.fileno())
    except OSError:
        file.truncate(length)
        raise


def _forget(temporary: Path) -> None:
    """Delete what a failed write left; if that fails too, report the write's own error."""
    with contextlib.suppress(OSError):
        temporary.unlink(missing_ok=True)


def sync_file(path: Path) -> None:
    """Make sure that a file's bytes are on the disk."""
    descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Make sure that a folder's entries are on the disk; Windows has no such thing."""
    if os.name != "nt":
        sync_file(folder)


def sync_everything() -> None:
    """One sync for everything that was written without one."""
    if hasattr(os, "sync"):
        os.sync()


def stamp(path: Path | str) -> str:
    """Size, times and inode: what changes when a file does, even within a second and at the same
    size.
    """
    return stamp_of(os.stat(path))  # noqa: PTH116 - ten thousands of times


def stamp_of(status: os.stat_result) -> str:
    """The stamp of a file with that status."""
    return f"{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}:{status.st_ino}"


def digest(paths: Sequence[Path | str]) -> str:
    """SHA-256, in hexadecimal, of the files' bytes one after the other."""
    whole = hashlib.sha256()
    for path in paths:
        with Path(path).open("rb") as file:
            while block := file.read(1 << 20):
                whole.update(block)
    return whole.hexdigest()


def sentence(error: OSError) -> str:
    """What is wrong with the disk, and what to try."""
    return f"It could not be written ({error.strerror}). {_hint(error)}"


def unwritable(path: Path, error: OSError) -> WorkspaceError:
    """The error to raise for a file at ``path`` that could not be written."""
    return WorkspaceError(f"it could not be written ({error.strerror}).", str(path), _hint(error))


def _hint(error: OSError) -> str:
    return {
        errno.ENOSPC: "The disk is full; make room and build again, nothing is lost.",
        errno.EROFS: "The disk can only be read.",
        errno.EACCES: "Check who may write there.",
    }.get(error.errno or 0, "Check the disk and who may write there.")
