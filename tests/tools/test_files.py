"""The one way to write: whole or not at all, whatever happens in between."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from tools_needed import LINUX

from media_pipeline.errors import WorkspaceError
from media_pipeline.tools import files

ROOM = 100_000
"""Bytes that a program of :func:`in_a_small_place` may write to one file."""


def full(*_: object) -> None:
    """A disk without room."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def in_a_small_place(program: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a program in ``folder`` that can write :data:`ROOM` bytes to a file, and no more."""
    head = f"""
        import resource
        from pathlib import Path
        from media_pipeline.tools import files
        resource.setrlimit(resource.RLIMIT_FSIZE, ({ROOM}, {ROOM}))
        """
    text = textwrap.dedent(head) + textwrap.dedent(program)
    return subprocess.run(
        [sys.executable, "-c", text], cwd=folder, capture_output=True, text=True, check=False
    )


# ── replacing ─────────────────────────────────────────────────────────────────────────────


def test_a_file_is_written_with_its_folders(tmp_path: Path) -> None:
    """Folders that are missing are made."""
    files.write(tmp_path / "a/b/page.html", b"<p>fox</p>")

    assert (tmp_path / "a/b/page.html").read_bytes() == b"<p>fox</p>"


def test_a_block_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    """What was written before an exception is forgotten, and nothing lies about."""
    path = tmp_path / "page.html"
    files.write(path, b"old")

    def fail() -> None:
        with files.replacing(path) as file:
            file.write(b"new")
            raise KeyError

    with pytest.raises(KeyError):
        fail()

    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_threat_18_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    """A real write that finds no room: the old file stands, and no half of the new one."""
    files.write(tmp_path / "page.html", b"old")
    ended = in_a_small_place("files.write(Path('page.html'), bytes(1_000_000))", tmp_path)

    assert "WorkspaceError" in ended.stderr
    assert (tmp_path / "page.html").read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [tmp_path / "page.html"]


def test_a_full_disk_is_told_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No room is an error of the workspace, with a hint."""
    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(WorkspaceError, match="The disk is full; make room"):
        files.write(tmp_path / "page.html", b"new")


def test_a_folder_that_can_not_be_made_is_told(tmp_path: Path) -> None:
    """A file where a folder should be is an error of the workspace, not a traceback."""
    (tmp_path / "site").write_bytes(b"")

    with pytest.raises(WorkspaceError, match="could not be written"):
        files.write(tmp_path / "site/page.html", b"new")


def test_threat_17_a_kill_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    """A writer killed at any moment never leaves half a file under its name."""
    program = textwrap.dedent("""
        from pathlib import Path
        from media_pipeline.tools import files
        files.write(Path("page.html"), b"a" * 500_000)
        print("ready", flush=True)
        while True:
            for letter in b"ab":
                files.write(Path("page.html"), bytes([letter]) * 500_000)
        """)
    for moment in range(8):
        with subprocess.Popen(
            [sys.executable, "-c", program], cwd=tmp_path, stdout=subprocess.PIPE
        ) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(0.01 + 0.007 * moment)  # which moment it is, is what is tried
            writer.kill()
        content = (tmp_path / "page.html").read_bytes()
        assert content in (b"a" * 500_000, b"b" * 500_000)

    leftovers = [path.name for path in tmp_path.iterdir() if path.name != "page.html"]
    assert all(name.startswith(files.TEMPORARY) for name in leftovers)


# ── placing ───────────────────────────────────────────────────────────────────────────────


def test_a_placed_file_is_the_same_file(tmp_path: Path) -> None:
    """On one disk nothing is copied."""
    (tmp_path / "made.mp3").write_bytes(b"sound")
    files.place(tmp_path / "made.mp3", tmp_path / "site/media/a.mp3")

    assert (tmp_path / "site/media/a.mp3").samefile(tmp_path / "made.mp3")


def test_a_file_is_copied_where_it_can_not_be_linked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A memory stick knows no links."""

    def no_links(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    (tmp_path / "made.mp3").write_bytes(b"sound")
    files.place(tmp_path / "made.mp3", tmp_path / "site/a.mp3")

    assert (tmp_path / "site/a.mp3").read_bytes() == b"sound"
    assert not (tmp_path / "site/a.mp3").samefile(tmp_path / "made.mp3")


def test_a_placed_file_takes_the_place_of_another(tmp_path: Path) -> None:
    """An older file of that name gives way."""
    (tmp_path / "made.mp3").write_bytes(b"new")
    (tmp_path / "a.mp3").write_bytes(b"old")
    files.place(tmp_path / "made.mp3", tmp_path / "a.mp3")

    assert (tmp_path / "a.mp3").read_bytes() == b"new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.mp3", "made.mp3"]


def test_a_file_that_can_not_be_placed_is_told(tmp_path: Path) -> None:
    """What is to be placed is gone: an error of the workspace."""
    with pytest.raises(WorkspaceError, match="could not be written"):
        files.place(tmp_path / "gone.mp3", tmp_path / "a.mp3")


# ── appending ─────────────────────────────────────────────────────────────────────────────


def test_lines_are_added_at_the_end(tmp_path: Path) -> None:
    """What was there stays, and the file is its owner's alone."""
    for line in (b"one\n", b"two\n"):
        files.append(tmp_path / "decisions/ledger.jsonl", line)

    assert (tmp_path / "decisions/ledger.jsonl").read_bytes() == b"one\ntwo\n"
    assert (tmp_path / "decisions/ledger.jsonl").stat().st_mode & 0o077 == 0


def test_threat_18_a_line_without_room_is_not_added_by_half(tmp_path: Path) -> None:
    """A real write that finds room for a part: the part is taken back."""
    (tmp_path / "ledger.jsonl").write_bytes(b"x" * (ROOM - 10) + b"\n")
    ended = in_a_small_place("files.append(Path('ledger.jsonl'), b'y' * 50 + b'\\n')", tmp_path)

    assert "WorkspaceError" in ended.stderr
    assert (tmp_path / "ledger.jsonl").read_bytes() == b"x" * (ROOM - 10) + b"\n"


# ── digests ───────────────────────────────────────────────────────────────────────────────


def test_a_digest_is_that_of_all_parts_together(tmp_path: Path) -> None:
    """SHA-256 of the bytes one after the other."""
    (tmp_path / "one").write_bytes(b"once upon ")
    (tmp_path / "two").write_bytes(b"a time")
    (tmp_path / "whole").write_bytes(b"once upon a time")

    assert files.digest([tmp_path / "one", tmp_path / "two"]) == files.digest([tmp_path / "whole"])


@LINUX
def test_a_link_in_the_place_of_a_temporary_file_is_not_written_through(tmp_path: Path) -> None:
    """Where anyone may write, somebody may put one there."""
    other = tmp_path / "other"
    other.write_bytes(b"ours")
    (tmp_path / f"{files.TEMPORARY}{os.getpid()}-page").symlink_to(other)
    files.write(tmp_path / "page", b"new")
    assert (other.read_bytes(), (tmp_path / "page").read_bytes()) == (b"ours", b"new")


def test_folders_that_are_left_empty_go_up_to_the_top(tmp_path: Path) -> None:
    """One that holds something stays, and so does all above it."""
    (tmp_path / "top/kept/gone/also").mkdir(parents=True)
    (tmp_path / "top/kept/page.html").touch()
    files.leave_no_empty(tmp_path / "top/kept/gone/also/page.html", tmp_path / "top")
    assert [path.name for path in (tmp_path / "top").rglob("*")] == ["kept", "page.html"]


def test_an_empty_folder_that_another_process_took_away_is_no_failure(tmp_path: Path) -> None:
    """Two take one story down at once."""
    (tmp_path / "kept").mkdir()
    files.leave_no_empty(tmp_path / "kept/gone/page.html", tmp_path)
    assert (tmp_path / "kept").exists()
