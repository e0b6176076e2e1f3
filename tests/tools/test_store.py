"""The disposable memory between builds: what it remembers, and what it does not believe."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from media_pipeline.errors import WorkspaceError
from media_pipeline.model import Made, Rendition, Role
from media_pipeline.tools.sites import Placed, PlacedPart
from media_pipeline.tools.store import Store

FINGERPRINT = "ab12"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    opened = Store(tmp_path / "build")
    yield opened
    opened.close()


def again(store: Store, build: Path) -> Store:
    """The store as the next build opens it."""
    store.close()
    return Store(build)


def made_in(store: Store, content: bytes = b"sound") -> Made:
    """A result whose one file stands in the store."""
    path = f"ab/{FINGERPRINT}/enclosure.mp3"
    (store.root / path).parent.mkdir(parents=True)
    (store.root / path).write_bytes(content)
    return Made(
        (Rendition(Role.ENCLOSURE, path, "audio/mpeg", len(content), "d1", 2.0, -16.1, -1.5),),
        {"peaks": [1, 100], "warnings": ["quiet"]},
    )


# ── digests ───────────────────────────────────────────────────────────────────────────────


def test_a_file_that_did_not_change_is_not_read_again(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its digest is remembered, by the next build too."""
    path = tmp_path / "fox.wav"
    path.write_bytes(b"fox")
    digest = store.digest("fox.wav", (path,))
    monkeypatch.setattr("media_pipeline.tools.files.digest", lambda _: "read again")

    assert again(store, tmp_path / "build").digest("fox.wav", (path,)) == digest


def test_other_bytes_of_the_same_size_in_the_same_second_are_noticed(
    store: Store, tmp_path: Path
) -> None:
    """Replaced by a file whose size and time of change were made the same."""
    path, other = tmp_path / "fox.wav", tmp_path / "new.wav"
    path.write_bytes(b"fox")
    before = store.digest("fox.wav", (path,))
    status = path.stat()
    other.write_bytes(b"cow")
    os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
    other.replace(path)

    assert store.digest("fox.wav", (path,)) != before


def test_bytes_changed_in_place_are_noticed(store: Store, tmp_path: Path) -> None:
    """Written over, and its time set back, as some tools do."""
    path = tmp_path / "fox.wav"
    path.write_bytes(b"fox")
    before = store.digest("fox.wav", (path,))
    status = path.stat()
    with path.open("r+b") as file:
        file.write(b"cow")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    assert store.digest("fox.wav", (path,)) != before


def test_a_file_that_changes_under_the_reading_is_not_remembered(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its digest is taken anew the next time."""
    path = tmp_path / "fox.wav"
    path.write_bytes(b"fox")

    def growing(paths: tuple[Path, ...]) -> str:
        with paths[0].open("ab") as file:
            file.write(b"!")
        return "half read"

    with monkeypatch.context() as patched:
        patched.setattr("media_pipeline.tools.files.digest", growing)
        store.digest("fox.wav", (path,))

    assert store.digest("fox.wav", (path,)) != "half read"


# ── what jobs made ────────────────────────────────────────────────────────────────────────


def test_what_was_made_is_remembered(store: Store, tmp_path: Path) -> None:
    """Renditions and facts come back as they were."""
    made = made_in(store)
    store.record(FINGERPRINT, made)

    assert again(store, tmp_path / "build").made(FINGERPRINT) == made


@pytest.mark.parametrize("damage", ["gone", "shorter"])
def test_a_result_whose_file_is_not_whole_is_not_made(damage: str, store: Store) -> None:
    """Deleted or cut off by somebody: it is to be made again."""
    made = made_in(store)
    store.record(FINGERPRINT, made)
    path = store.root / made.renditions[0].path
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(b"sou")

    assert store.made(FINGERPRINT) is None


def test_what_nobody_made_is_not_made(store: Store) -> None:
    """An unknown fingerprint has no result."""
    assert store.made("never") is None


def test_what_no_story_needs_is_swept(store: Store, tmp_path: Path) -> None:
    """Its record and its files go; what is kept stays."""
    made = made_in(store)
    store.record(FINGERPRINT, made)
    store.record("cd34", Made(facts={"seconds": 1}))
    store.sweep(["cd34"], [])

    assert not (store.root / "ab" / FINGERPRINT).exists()
    opened = again(store, tmp_path / "build")
    assert (opened.made(FINGERPRINT), opened.made("cd34")) == (None, Made(facts={"seconds": 1}))


def test_what_killed_jobs_left_is_cleared(store: Store) -> None:
    """The folder for work is empty when work begins."""
    left = store.work_folder() / "ab12"
    left.mkdir()
    (left / "half.mp3").write_bytes(b"half")

    assert list(store.work_folder().iterdir()) == []


# ── the site, notes ───────────────────────────────────────────────────────────────────────


def test_files_of_the_site_are_remembered_and_forgotten(store: Store, tmp_path: Path) -> None:
    """By path, until they are gone."""
    store.placed({"index.html": Placed("d1", "1:2"), "old.html": Placed("d2", "3:4")})
    store.placed({"old.html": None})

    assert again(store, tmp_path / "build").site() == {"index.html": Placed("d1", "1:2")}


def test_a_note_is_read_by_the_next_build(store: Store, tmp_path: Path) -> None:
    """And there is an empty one where none was left."""
    store.leave_note("sound of fox", {"recording": "d1"})
    opened = again(store, tmp_path / "build")

    assert opened.note("sound of fox") == {"recording": "d1"}
    assert opened.note("sound of cow") == {}


def test_records_that_belong_together_are_written_together(store: Store) -> None:
    """A block that fails leaves none of them."""

    def fail() -> None:
        with store._transaction():
            store._base.execute("insert into note values ('half', '{}')")
            raise KeyError

    with pytest.raises(KeyError):
        fail()

    assert store._base.execute("select count(*) from note").fetchone() == (0,)


# ── the file itself ───────────────────────────────────────────────────────────────────────


def test_nothing_is_written_where_nothing_changed(store: Store, tmp_path: Path) -> None:
    """The same build again leaves the database as it was, bytes and time."""
    path = tmp_path / "fox.wav"
    path.write_bytes(b"fox")

    def build(store: Store) -> None:
        store.digest("fox.wav", (path,))
        store.leave_note("sound of fox", {"recording": "d1"})
        store.keep_stories({}, {}, {})
        store.placed({})
        store.sweep([FINGERPRINT], ["sound of fox"])

    store.record(FINGERPRINT, Made())
    build(store)
    base = tmp_path / "build/state.sqlite"
    before = base.read_bytes(), base.stat().st_mtime_ns
    build(again(store, tmp_path / "build"))

    assert (base.read_bytes(), base.stat().st_mtime_ns) == before


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"SQLite format 3\0" * 500])
def test_a_damaged_database_is_thrown_away(content: bytes, tmp_path: Path) -> None:
    """All of it can be found out again; nobody has to delete anything."""
    (tmp_path / "build").mkdir()
    (tmp_path / "build/state.sqlite").write_bytes(content)
    store = Store(tmp_path / "build")
    store.leave_note("sound of fox", {"recording": "d1"})

    assert store.note("sound of fox") == {"recording": "d1"}


def test_a_database_damaged_in_the_middle_is_thrown_away(store: Store, tmp_path: Path) -> None:
    """A page that a power cut left blank is found when the store is opened, not in mid-build."""
    for number in range(500):
        store.leave_note(f"sound of {number}", {"recording": "d1" * 40})
    base = tmp_path / "build/state.sqlite"
    content = bytearray(base.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 8192] = bytes(8192)
    store.close()
    base.write_bytes(content)

    assert Store(tmp_path / "build").note("sound of 1") == {}


def test_a_note_that_is_no_text_is_found_when_the_store_is_opened(
    store: Store, tmp_path: Path
) -> None:
    """A byte that went bad, which SQLite itself never looks at."""
    store.leave_note("sound of fox", {"recording": "d1"})
    store._base.execute("update note set value = cast(x'7bff7d' as text)")

    assert again(store, tmp_path / "build").note("sound of fox") == {}


def test_a_database_of_other_columns_is_thrown_away(tmp_path: Path) -> None:
    """An older program's."""
    (tmp_path / "build").mkdir()
    with sqlite3.connect(tmp_path / "build/state.sqlite") as base:
        base.execute("create table note (name text)")
    base.close()
    store = Store(tmp_path / "build")

    assert store.note("sound of fox") == {}


def test_a_record_that_can_not_be_read_is_not_made(store: Store, tmp_path: Path) -> None:
    """An older program's, of other fields: made again, not a crash."""
    store.record(FINGERPRINT, Made())
    store._base.execute("update made set made = '{\"renditions\": 1}'")
    store._base.execute("insert into exhibit values ('fox.wav', '{}')")
    opened = again(store, tmp_path / "build")

    assert (opened.made(FINGERPRINT), opened.exhibits()) == (None, {})


def test_a_database_that_another_has_is_not_thrown_away(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Busy is not damaged: what it remembers stays."""
    store.leave_note("sound of fox", {"recording": "d1"})

    def busy(*_: object) -> None:
        error = sqlite3.OperationalError("database is locked")
        error.sqlite_errorcode = sqlite3.SQLITE_BUSY
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(Store, "_open", busy)
        with pytest.raises(WorkspaceError, match="locked"):
            Store(tmp_path / "build")

    assert again(store, tmp_path / "build").note("sound of fox") == {"recording": "d1"}


def test_a_write_without_room_is_told(store: Store) -> None:
    """A full or read-only disk is an error of the workspace, with its place."""
    store._base.execute("pragma query_only = on")

    with pytest.raises(WorkspaceError, match="can't be used"):
        store.leave_note("sound of fox", {"recording": "d1"})


def test_a_build_folder_that_can_not_be_made_is_told(tmp_path: Path) -> None:
    """A file where the folder should be."""
    (tmp_path / "build").write_bytes(b"")

    with pytest.raises(WorkspaceError, match="can't be used"):
        Store(tmp_path / "build")


@pytest.mark.skipif(os.name != "posix", reason="asks whether a process lives")
def test_threat_26_what_a_killed_take_down_was_making_is_deleted(tmp_path: Path) -> None:
    """The folder of a process that is no more goes; that of one at work stays."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left, busy = (tmp_path / f"cache/aside-{pid}" for pid in (ended.pid, os.getppid()))
    for folder in (left, busy):
        folder.mkdir(parents=True)
    with closing(Store(tmp_path)) as store:
        store.clear_leftovers()
    assert (left.exists(), busy.exists()) == (False, True)


def test_threat_26_no_page_of_the_file_keeps_what_was_forgotten(
    store: Store, tmp_path: Path
) -> None:
    """Also where SQLite had moved it to another page, and left a copy in the old one."""
    chance = random.Random(2)  # noqa: S311 - sizes by which one was left

    def part() -> PlacedPart:
        return PlacedPart("x" * chance.randrange(20, 900), ("index.html",))

    parts = {f"story {chance.getrandbits(40):010x}": part() for _ in range(400)}
    store.placed({}, parts=parts)
    gone = chance.sample([*parts], 300)
    for name in gone:
        del parts[name]
        parts |= {each: part() for each in chance.sample([*parts], 5)}
        store.placed({}, parts=parts)

    assert store.rewrite()

    held = (tmp_path / "build/state.sqlite").read_bytes()
    assert [name for name in gone if name.encode() in held] == []
    assert [name for name in parts if name.encode() not in held] == []


def test_what_somebody_reads_is_not_written_anew(store: Store, tmp_path: Path) -> None:
    """It is told, so that the next build has something to do."""
    store.leave_note("shown", {"rows": 1})
    with closing(sqlite3.connect(tmp_path / "build/state.sqlite", isolation_level=None)) as other:
        other.execute("begin")
        other.execute("select * from note").fetchall()
        store._base.execute("pragma busy_timeout = 0")
        assert not store.rewrite()
    assert store.rewrite()
