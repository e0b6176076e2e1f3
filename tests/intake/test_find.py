"""What of the drop folder is looked at, what is passed over, and what is still growing."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from media_pipeline.errors import WorkspaceError
from media_pipeline.intake.find import SETTLE, Inventory, find

LONGEST = "ਕ" * 83 + "ab.m4a"
"""255 bytes: what a file system takes."""


def drop(workspace: Path, name: str | bytes, content: bytes = b"sound") -> Path:
    """A file in the drop folder."""
    path = workspace / "recordings" / os.fsdecode(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def look(workspace: Path) -> Inventory:
    """One look at the drop folder, without waiting."""
    (workspace / "recordings").mkdir(exist_ok=True)
    return find(workspace, settle=0, wait=lambda _: None)


def paths(workspace: Path) -> list[str]:
    """The recordings found, from the drop folder."""
    return [each.path.removeprefix("recordings/") for each in look(workspace).recordings]


def passed(workspace: Path) -> dict[str, str]:
    """What was passed over, from the drop folder, and why."""
    return {each.path.removeprefix("recordings/"): each.why for each in look(workspace).passed}


def test_recordings_are_found_at_any_depth_in_the_order_of_their_paths(tmp_path: Path) -> None:
    """Folders are the school's own."""
    for name in ("b.mp3", "Reception/Punjabi/The fox.m4a", "a/b/c/d/e/f/g/h.MTS", "Aa.WAV"):
        drop(tmp_path, name)
    assert paths(tmp_path) == [
        "Aa.WAV",
        "Reception/Punjabi/The fox.m4a",
        "a/b/c/d/e/f/g/h.MTS",
        "b.mp3",
    ]


def test_what_lies_beside_recordings_is_kept_apart(tmp_path: Path) -> None:
    """Sidecars, sheets, pictures and words are no recordings."""
    names = ["Fox.HEIC", "Fox.jpg", "Fox.pa.vtt", "Fox.toml", "Fox.txt", "recordings.csv"]
    for name in names:
        drop(tmp_path, name)
    inventory = look(tmp_path)
    assert [each.path for each in inventory.beside] == [f"recordings/{name}" for name in names]
    assert inventory.recordings == []


def test_other_files_are_told(tmp_path: Path) -> None:
    """A document among recordings is passed over with a sentence."""
    drop(tmp_path, "Fox.docx")
    assert passed(tmp_path) == {"Fox.docx": "It is not a recording that this program knows."}


def test_a_picture_of_another_form_is_told_what_to_use(tmp_path: Path) -> None:
    """Whoever lays it there means a picture."""
    drop(tmp_path, "Fox.GIF")
    assert passed(tmp_path) == {
        "Fox.GIF": "It is not a picture that can be used. Use JPEG, PNG, WebP or HEIC."
    }


def test_a_link_is_told_and_not_followed(tmp_path: Path) -> None:
    """Neither a file's, nor a folder's, nor one that leads nowhere."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.m4a").write_bytes(b"sound")
    folder = tmp_path / "recordings"
    folder.mkdir()
    (folder / "file.m4a").symlink_to(outside / "secret.m4a")
    (folder / "folder").symlink_to(outside)
    (folder / "nowhere.m4a").symlink_to("nowhere")
    (folder / "up").symlink_to("..")
    assert paths(tmp_path) == []
    assert set(passed(tmp_path)) == {"file.m4a", "folder", "nowhere.m4a", "up"}
    assert set(passed(tmp_path).values()) == {"It is a link. Drop the recording itself."}


def test_pipes_and_sockets_are_told_and_not_opened(tmp_path: Path) -> None:
    """Opening a pipe that nobody writes to would last for ever."""
    folder = tmp_path / "recordings"
    folder.mkdir()
    os.mkfifo(folder / "pipe.mp3")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(folder / "socket.mp3"))
        why = "It is not a file. Drop the recording itself."
        assert passed(tmp_path) == {"pipe.mp3": why, "socket.mp3": why}


def test_hidden_and_temporary_files_are_passed_over_in_silence(tmp_path: Path) -> None:
    """Nobody is bothered with what programs leave."""
    for name in (".hidden.m4a", "._Fox.m4a", "Fox.m4a.tmp", ".Trash/Fox.m4a", "Thumbs.db"):
        drop(tmp_path, name)
    inventory = look(tmp_path)
    assert inventory.recordings == []
    assert all(each.quiet for each in inventory.passed)


def test_a_ledger_among_the_recordings_is_told_and_ignored(tmp_path: Path) -> None:
    """Anyone may write in the drop folder."""
    drop(tmp_path, "decisions/ledger.jsonl")
    drop(tmp_path, "Reception/ledger.jsonl")
    why = passed(tmp_path)
    assert set(why) == {"decisions", "Reception/ledger.jsonl"}
    assert all("Decisions are never kept among the recordings" in each for each in why.values())


@pytest.mark.parametrize(
    "name",
    [
        *("-y.mp3", "http:x.mp3", "pipe:0.mp3", "100%d.wav", "a\nb.m4a", "'\"`$(x).m4a"),
        *("\u202e3pm.exe.m4a", "🦊.m4a", "concat:a|b.mp3", " .m4a", LONGEST, "\\..\\x.m4a"),
    ],
)
def test_odd_names_are_recordings_like_others(tmp_path: Path, name: str) -> None:
    """A name is never an option, an address or a pattern here."""
    drop(tmp_path, name)
    assert paths(tmp_path) == [name]


@pytest.mark.parametrize("name", [b"f\xf6x.m4a", b"f\xf6lder/fox.m4a"])
def test_a_name_that_is_no_text_is_told(tmp_path: Path, name: bytes) -> None:
    """Another system's bytes can't be shown, and are not guessed at."""
    drop(tmp_path, name)
    assert paths(tmp_path) == []
    ((shown, why),) = passed(tmp_path).items()
    assert shown.startswith("f?")
    assert why == "Its name can't be read. Give it another name."


def test_names_that_differ_in_case_or_composition_only_are_two(tmp_path: Path) -> None:
    """Each is a file of its own."""
    names = ["Amélie.m4a", "Ame\u0301lie.m4a", "fox.m4a", "Fox.m4a"]
    for name in names:
        drop(tmp_path, name)
    assert sorted(paths(tmp_path)) == sorted(names)


def test_a_drop_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """A share that is not mounted must not look like a school without recordings."""
    with pytest.raises(WorkspaceError, match="Is the share mounted"):
        find(tmp_path)


def test_a_drop_folder_that_is_a_file_is_an_error(tmp_path: Path) -> None:
    """Nor must one that can't be listed."""
    (tmp_path / "recordings").write_bytes(b"")
    with pytest.raises(WorkspaceError, match="Is the share mounted"):
        find(tmp_path)


def test_old_files_are_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing changed lately, a look takes no time."""
    path = drop(tmp_path, "fox.m4a")
    later = path.stat().st_ctime + 60
    monkeypatch.setattr("time.time", lambda: later)
    waits: list[float] = []
    inventory = find(tmp_path, wait=waits.append)
    assert (waits, len(inventory.recordings)) == ([], 1)


def test_a_fresh_file_is_looked_at_twice(tmp_path: Path) -> None:
    """It is taken once its size and times agree."""
    drop(tmp_path, "fox.m4a")
    waits: list[float] = []
    inventory = find(tmp_path, wait=waits.append)
    assert (waits, len(inventory.recordings), inventory.growing) == ([SETTLE], 1, [])


@pytest.mark.parametrize("name", ["fox.m4a", "fox.toml"])
def test_threat_20_a_file_that_grows_is_left_for_later(tmp_path: Path, name: str) -> None:
    """Half a recording is none, and neither is half of what is said of it."""
    growing = drop(tmp_path, name)
    drop(tmp_path, "whole.m4a")

    def grow(_: float) -> None:
        growing.write_bytes(b"more of it")

    inventory = find(tmp_path, wait=grow)
    assert [each.path for each in inventory.growing] == [f"recordings/{name}"]
    assert [each.path for each in inventory.recordings] == ["recordings/whole.m4a"]


def test_threat_20_a_file_overwritten_at_the_same_size_is_growing(tmp_path: Path) -> None:
    """Copying programs make a file its whole size first, and may set its time back."""
    growing = drop(tmp_path, "fox.m4a", b"\0\0\0\0\0")

    def overwrite(_: float) -> None:
        growing.write_bytes(b"sound")
        os.utime(growing, (0, 0))

    inventory = find(tmp_path, wait=overwrite)
    assert [each.path for each in inventory.growing] == ["recordings/fox.m4a"]


def test_a_file_that_goes_away_meanwhile_is_no_error(tmp_path: Path) -> None:
    """Programs copy to one name and rename to another."""
    gone = drop(tmp_path, "fox.m4a")
    inventory = find(tmp_path, wait=lambda _: gone.unlink())
    assert inventory.recordings == []


@pytest.mark.parametrize("set_to", [-(2**31), 4_070_908_800, 2**38])
def test_threat_24_clocks_that_were_never_set_are_no_error(tmp_path: Path, set_to: int) -> None:
    """A camera's time of 1901, 2099 or 10680 stops nothing."""
    path = drop(tmp_path, "fox.m4a")
    os.utime(path, (set_to, set_to))
    assert [found.path for found in look(tmp_path).recordings] == ["recordings/fox.m4a"]


def test_folders_without_end_are_told_and_not_looked_into(tmp_path: Path) -> None:
    """Six hundred of them; what lies above is found."""
    drop(tmp_path, f"{'d/' * 40}Fox.m4a")
    folder = tmp_path / "recordings" / Path(*"d" * 40)
    for _ in range(560):
        folder /= "d"
        folder.mkdir()
    (folder / "Deep.m4a").write_bytes(b"sound")
    assert paths(tmp_path) == [f"{'d/' * 40}Fox.m4a"]
    assert passed(tmp_path) == {
        "/".join("d" * 41): "It lies deeper than 40 folders. Move it up.",
    }
