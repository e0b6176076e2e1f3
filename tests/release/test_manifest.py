"""The list of what stands on a host."""

from __future__ import annotations

import gzip

from media_pipeline.release.manifest import (
    Entry,
    Manifest,
    after_interruption,
    manifest_name,
    read,
    written,
)

OLD, NEW = Entry("old", 3), Entry("new", 4)
GZIP_HEAD = 10
SOUND = "media/a-0123456789ab.mp3"


def test_list_comes_back_as_it_was_written() -> None:
    """And the same list is the same bytes."""
    manifest = Manifest({"index.html": OLD}, 7, "journey", {SOUND: NEW})
    assert read(written(manifest)) == manifest
    assert written(manifest) == written(manifest)


def test_what_is_no_list_is_none() -> None:
    """Other people's bytes, half a list, a list of a later program."""
    whole = written(Manifest())
    later = gzip.compress(b'{"format": 2, "files": {}}')
    foreign = (b"", b"<html>", whole[:-4], gzip.compress(b"[1]"), later)
    assert [read(each) for each in foreign] == [None] * 5


def test_list_of_which_any_byte_is_another_is_none_or_one() -> None:
    """No damage of a disk ends a takedown."""
    content = written(Manifest({"index.html": Entry("a" * 64, 5)}))
    for place in range(len(content)):
        damaged = bytearray(content)
        damaged[place] ^= 0xFF
        assert read(bytes(damaged)) is None or place < GZIP_HEAD  # when, and by which system
    assert read(content[:-9]) is None


def test_list_that_names_files_outside_is_none() -> None:
    """Others may write where it stands, and what it names may be deleted."""
    for path in ("../x.html", "/etc/passwd", "a/../../b", "a//b", "C:\\x", ""):
        assert read(written(Manifest({path: OLD}))) is None, path


def test_name_tells_nothing_and_is_another_for_each_tree() -> None:
    """It is made of what is published nowhere, as it leads to the folders of families' sites."""
    names = {manifest_name("one", "site"), manifest_name("one", "families"),
             manifest_name("two", "site")}  # fmt: skip
    assert len(names) == 3
    assert all("site" not in name and "families" not in name for name in names)


def test_medium_that_is_there_arrived() -> None:
    """It is named by its content, and whole or not there."""
    manifest = Manifest({}, 0, "journey", {SOUND: NEW})
    assert after_interruption(manifest, {SOUND: 4}, {}) == {SOUND: NEW}
    assert after_interruption(manifest, {}, {}) == {}


def test_page_that_was_coming_is_known_by_what_was_sent() -> None:
    """Else nobody knows which of its two contents it has, and it is sent again."""
    manifest = Manifest({"index.html": OLD}, 0, "journey", {"index.html": NEW})
    assert after_interruption(manifest, {"index.html": 4}, {"index.html": "new"}) == {
        "index.html": NEW
    }
    assert after_interruption(manifest, {"index.html": 4}, {}) == {"index.html": Entry("", 4)}


def test_what_stood_and_was_deleted_is_gone_and_what_others_put_there_is_not_ours() -> None:
    """Nothing is ours but what a list named."""
    manifest = Manifest({"a.html": OLD, "b.html": OLD}, 0, "journey")
    assert after_interruption(manifest, {"b.html": 3, "theirs.html": 9}, {}) == {"b.html": OLD}


def test_file_of_another_length_was_changed_there() -> None:
    """It is ours, and is sent again."""
    assert after_interruption(Manifest({"a.html": OLD}), {"a.html": 9}, {}) == {
        "a.html": Entry("", 9)
    }
