"""The ledger's copy in a second place, which shows that lines are missing and brings them back.

    ledger ──each append──► copy
    ledger ◄──restore-ledger── copy

The copy is behind the ledger (and follows it), the same, ahead of it (the ledger was shortened, or
an older one was put back), or different from some line on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from media_pipeline.errors import LedgerError, WorkspaceError
from media_pipeline.gate.lines import Line, read_lines
from media_pipeline.tools import files

PUT_BACK = "Put back what is missing with: media-pipeline restore-ledger. The site stays as it is."


@dataclass(frozen=True, slots=True)
class Compared:
    """The lines of the ledger and of its copy, as far as each can be read, and what is wrong."""

    lines: tuple[Line, ...]
    copied: tuple[Line, ...]
    error: LedgerError | None


def compare(path: Path, copy: Path | None) -> Compared:
    """The ledger at ``path`` compared with its copy. The error says what is wrong with the ledger:
    a line that is not what was written, lines that are missing, or the whole ledger missing.
    """
    lines, error = read_lines(path)
    copied, _ = read_lines(copy) if copy else ((), None)
    if error is None and copied and not path.exists():
        error = LedgerError("the ledger is not there.", str(path), PUT_BACK)
    if error is None:
        try:
            refuse_gap(path, copy)
        except LedgerError as gap:
            error = gap
    return Compared(lines, copied, error)


def agreeing(lines: Sequence[Line], copied: Sequence[Line]) -> int:
    """How many lines the two have in common, from the first on."""
    pairs = zip(lines, copied, strict=False)
    return next(
        (n for n, (a, b) in enumerate(pairs) if a.hash != b.hash), min(len(lines), len(copied))
    )


def refuse_gap(path: Path, copy: Path | None) -> None:
    """Raise :class:`LedgerError` if ``copy`` has lines that the ledger at ``path`` lacks, or
    different ones.
    """
    text = bytes_of(path)
    try:
        copied = bytes_of(copy) if copy else b""
    except LedgerError:  # its disk may be away, which is reported on writing to it
        return
    if copied[: copied.rfind(b"\n") + 1] == text[: copied.rfind(b"\n") + 1]:
        return
    lines, _ = read_lines(path)
    there, _ = read_lines(copy) if copy else ((), None)
    if agreeing(lines, there) < min(len(lines), len(there)):
        raise LedgerError("it and its copy tell of different things.", str(path), PUT_BACK)
    if len(there) > len(lines):
        raise LedgerError(
            f"it has {len(lines)} lines, and its copy {len(there)}.", str(path), PUT_BACK
        )


def follow(path: Path, copy: Path | None) -> None:
    """Bring ``copy`` up to date with the ledger at ``path``, through to the disk.

    Raises :class:`WorkspaceError` if it can't be written.
    """
    if copy is None:
        return
    text = bytes_of(path)
    whole = text[: text.rfind(b"\n") + 1]
    try:
        copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        copied = bytes_of(copy)
    except (OSError, LedgerError) as error:
        raise WorkspaceError("the ledger's copy can't be written.", str(copy)) from error
    if copied and whole.startswith(copied):
        if whole != copied:
            files.append(copy, whole[len(copied) :])
    elif whole != copied:
        files.write(copy, whole, private=True)


def bytes_of(path: Path) -> bytes:
    """What a ledger's file holds; nothing if there is no file."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise LedgerError(f"it can't be read ({error.strerror}).", str(path)) from error
