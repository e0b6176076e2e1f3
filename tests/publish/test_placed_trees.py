"""Nobody's files lie in a placed tree but ours: they are looked for where a folder was touched."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

import pytest

from media_pipeline.model import Page, Placing
from media_pipeline.publish import placing as placing_module
from media_pipeline.publish.placing import _unwanted as unwanted
from media_pipeline.publish.placing import make_ready, place_site
from media_pipeline.publish.standing import folders_above, standing, times_tell_names
from media_pipeline.tools.remembered import FOLDERS, SITE
from media_pipeline.tools.store import Store

FOX, CROW = "stories/fox/index.html", "stories/crow/index.html"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """What remembers the tree."""
    store = Store(tmp_path / "build")
    yield store
    store.close()


@pytest.fixture
def site(tmp_path: Path, store: Store) -> Path:
    """A tree with two stories, placed and noted."""
    site = tmp_path / "build/site"
    bring(site, store, [FOX, CROW])
    return site


@pytest.fixture
def walks(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The folders that were looked through from top to bottom."""
    seen: list[object] = []

    def looking(site: Path, tree: Collection[str]) -> Iterator[str]:
        seen.append(site)
        return unwanted(site, tree)

    monkeypatch.setattr("media_pipeline.publish.placing._unwanted", looking)
    return seen


def bring(
    site: Path,
    store: Store,
    paths: Iterable[str],
    text: str = "tale",
    prove: Callable[..., None] = lambda *_: None,
) -> Placing:
    """Place these pages, and note how the tree stands, as a build does."""
    ready = make_ready(site, [Page(path, f"{text} {path}".encode()) for path in paths], store)
    placing = place_site(site, ready, store, prove)
    store.leave_note(SITE, {FOLDERS: placing.folders})
    return placing


def files(site: Path) -> list[str]:
    """What lies there, folders that hold nothing with a slash."""
    found = [path for path in site.rglob("*") if path.is_file() or not any(path.iterdir())]
    return sorted(
        path.relative_to(site).as_posix() + ("" if path.is_file() else "/") for path in found
    )


def test_a_tree_that_nobody_touched_is_not_looked_through(
    site: Path, store: Store, walks: list[object]
) -> None:
    """Not where pages change, come or go: ours are known."""
    placing = bring(site, store, [FOX, "stories/hare/index.html"], "another")
    assert placing.removed == (CROW,)
    assert files(site) == [FOX, "stories/hare/index.html"]
    assert walks == []


@pytest.mark.parametrize("stray", ["stray.html", "stories/fox/photo.jpg", "new/folder/photo.jpg"])
def test_what_somebody_put_there_goes_with_the_next_change(
    site: Path, store: Store, stray: str
) -> None:
    """Wherever it lies, and though it was never placed."""
    (site / stray).parent.mkdir(parents=True, exist_ok=True)
    (site / stray).write_text("a secret")
    assert bring(site, store, [FOX, CROW], "another").removed == (stray,)
    assert files(site) == [CROW, FOX]


@pytest.mark.parametrize("stray", ["stories/fox/copy.html", "stories/crow/copy.html", "copy.html"])
def test_threat_25_what_somebody_puts_there_meanwhile_goes_at_once(
    site: Path, store: Store, walks: list[object], stray: str
) -> None:
    """A program that keeps folders alike writes its second copy just then: in a folder that we
    write to, or in another.
    """

    def meanwhile(*_: object) -> None:
        (site / stray).write_text("a name that was taken out")

    assert bring(site, store, [FOX, CROW, "stories/fox/more.html"], prove=meanwhile).removed == (
        stray,
    )
    assert walks == [site]
    assert bring(site, store, [FOX, CROW], "another").removed == ("stories/fox/more.html",)
    assert walks == [site]


def test_a_placing_that_was_broken_off_is_looked_through(
    site: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it put there, nobody knows; and on some disks a folder's time tells nothing."""

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(Store, "placed", killed)
        with pytest.raises(KeyboardInterrupt):
            bring(site, store, [FOX, CROW, "stories/hare/index.html"])
    assert (site / "stories/hare/index.html").exists()
    assert store.note(SITE) == {}
    assert bring(site, store, [FOX, CROW]).removed == ("stories/hare/index.html",)


def test_where_folders_times_tell_nothing_they_are_not_believed(
    site: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each build that changes anything looks through such a tree."""
    monkeypatch.setattr(
        "media_pipeline.publish.placing.folder_stamps",
        lambda _, paths: dict.fromkeys(folders_above(paths), "always"),
    )
    monkeypatch.setattr("media_pipeline.publish.placing.times_tell_names", lambda _: False)
    for text in "abc":
        stray = site / f"stories/crow/{text}.html"
        stray.write_text("a secret")
        placing = bring(site, store, [FOX, CROW], text)
        assert placing.folders == ""
        assert not stray.exists()


def test_a_disk_is_asked_whether_its_folders_times_tell_names(tmp_path: Path) -> None:
    """Those of this machine's do, as of all but the oldest."""
    assert times_tell_names(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_threat_25_what_comes_while_strangers_files_go_goes_too(
    site: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that keeps folders alike puts back what was deleted."""
    stray, back = site / "stories/crow/copy.html", [1]
    stray.write_text("a name that was taken out")
    unlink = placing_module._unlink

    def undone(path: Path) -> None:
        unlink(path)
        if path == stray and back and back.pop():
            stray.write_text("again")

    monkeypatch.setattr(placing_module, "_unlink", undone)
    placing = bring(site, store, [FOX, CROW], "another")
    assert not stray.exists()
    assert placing.folders


def test_where_somebody_keeps_writing_the_next_build_looks_again(
    site: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends, and believes nothing."""
    stray = site / "copy.html"
    stray.write_text("a name that was taken out")
    unlink = placing_module._unlink

    def undone(path: Path) -> None:
        unlink(path)
        path.write_text("again")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(placing_module, "_unlink", undone)
        assert bring(site, store, [FOX, CROW], "another").folders == ""
    bring(site, store, [FOX, CROW], "a third")
    assert not stray.exists()


@pytest.mark.parametrize("target", ["nowhere", "somewhere"])
def test_links_that_somebody_put_there_go(
    site: Path, store: Store, tmp_path: Path, target: str
) -> None:
    """To a folder, whose files would be served, and to one that is away."""
    (tmp_path / "somewhere").mkdir()
    (tmp_path / "somewhere/secret.html").write_text("a secret")
    (site / "photos").symlink_to(tmp_path / target)
    assert bring(site, store, [FOX, CROW], "another").removed == ("photos",)
    assert (tmp_path / "somewhere/secret.html").exists()


def test_threat_25_an_older_page_put_back_over_ours_is_made_anew(
    site: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As soon as ours is written, whatever else is written there is not."""
    monkeypatch.setattr(
        "media_pipeline.tools.files.sync_everything",
        lambda: (site / FOX).write_text("a name that was taken out"),
    )
    bring(site, store, [FOX, CROW], "another")
    monkeypatch.undo()
    assert bring(site, store, [FOX, CROW], "another").written == (FOX,)
    assert (site / FOX).read_text() == f"another {FOX}"


def test_folders_that_hold_nothing_go(site: Path, store: Store) -> None:
    """Those that lost their files, and those that somebody made."""
    (site / "nothing/at/all").mkdir(parents=True)
    bring(site, store, [FOX], "another")
    assert files(site) == [FOX]
    assert not (site / "stories/crow").exists()


def test_a_tree_that_was_never_noted_is_looked_through(site: Path, store: Store) -> None:
    """After a build that came to no end."""
    store.leave_note(SITE, {})
    (site / "stray.html").write_text("a secret")
    bring(site, store, [FOX, CROW])
    assert files(site) == [CROW, FOX]


def _deface(site: Path) -> None:
    (site / FOX).write_text("defaced")


def _add(site: Path) -> None:
    (site / "stories/fox/photo.jpg").write_text("a secret")


def _delete(site: Path) -> None:
    (site / FOX).unlink()


@pytest.mark.parametrize("harm", [_deface, _add, _delete])
def test_a_tree_that_was_harmed_does_not_stand(
    site: Path, store: Store, harm: Callable[[Path], None]
) -> None:
    """A file that is another, a file more, a file less."""
    placing = bring(site, store, [FOX, CROW], "another")
    assert standing(site, store.site_stamps()) == placing.folders != ""
    harm(site)
    assert standing(site, store.site_stamps()) != placing.folders
