"""A web server that has no room to write: what must go leaves it all the same."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from crawling import Crawler
from schools import ADDRESS, CROW, FRENCH, HOME, School, school_with_families, tree

from media_pipeline.cli import cli
from media_pipeline.errors import HostError
from media_pipeline.release.folder import FolderHost
from media_pipeline.release.known import known_at
from media_pipeline.tools.remembered import SITE

Named = Callable[[str], Path]


@pytest.fixture(scope="module")
def built(recording: Named, tmp_path_factory: pytest.TempPathFactory) -> School:
    """A school with two stories for everyone and one for families; tests take copies."""
    return school_with_families(tmp_path_factory.mktemp("built") / "school", recording, ADDRESS)


@pytest.fixture
def school(built: School, tmp_path: Path) -> School:
    """A copy of it, which has published to the folders ``host`` and ``families-host`` beside it."""
    school = built.copied(tmp_path / "school")
    settings = (school.root / "school.toml").read_text(encoding="utf-8")
    for name in ("host", "families-host"):
        (tmp_path / name).mkdir()
    places = (
        f'[publish]\nto = "{(tmp_path / "host").as_uri()}"\n'
        f'families_to = "{(tmp_path / "families-host").as_uri()}"\n'
    )
    school.write("school.toml", f"{settings.rstrip()}\n\n{places}")
    assert run(school, "publish").exit_code == 0
    return school


@pytest.fixture
def host(school: School) -> Path:
    """Where everyone's site stands."""
    return school.root.parent / "host"


def run(school: School, command: str, *words: str) -> Result:
    """Run a command in the school's workspace."""
    done = CliRunner().invoke(cli, [command, "-w", str(school.root), *words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def withdraw(school: School, path: str) -> Result:
    """Take a story down."""
    return run(school, "withdraw", path, "--reason", "a parent asked", "--by", "Kim")


def public(host: Path) -> dict[str, bytes]:
    """Every file of a host but our list."""
    return {
        path: content
        for path, content in tree(host).items()
        if not path.startswith(".media-pipeline-")
    }


def naming(host: Path, slug: str) -> list[str]:
    """The files of a host that have a slug in their path or their bytes."""
    word = slug.encode()
    return [path for path, content in public(host).items() if slug in path or word in content]


def slug_of(school: School, path: str) -> str:
    """A story's slug."""
    return str(school.stories()[path]["slug"])


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[str], bool]], None]:
    """Let a host have no room for the paths that a test says."""
    write = FolderHost.write

    def only_where(no_room: Callable[[str], bool]) -> None:
        def writing(self: FolderHost, path: str, *given: Any) -> None:
            if no_room(path):
                why = os.strerror(errno.ENOSPC)
                raise HostError(f"it could not be written ({why}).", f"{self.where}: {path}")
            write(self, path, *given)

        monkeypatch.setattr(FolderHost, "write", writing)

    return only_where


Full = Callable[[Callable[[str], bool]], None]


def test_threat_26_withdrawn_leaves_a_host_that_is_full(
    school: School, host: Path, full: Full
) -> None:
    """With whatever names it; what can't be made anew is told, and comes with the next room."""
    slug, other = slug_of(school, CROW), slug_of(school, FRENCH)
    full(lambda _: True)
    done = withdraw(school, CROW)
    assert naming(host, slug) == []
    assert list(host.glob(f"media/{other}-*.mp3"))
    assert (done.exit_code, "still stands" in done.output) == (0, False), done.output
    assert "No space left on device" in done.output
    assert "files are missing there now that named it" in done.output
    assert "takedown pending" not in run(school, "status").output
    again = run(school, "publish")
    assert (again.exit_code, "No space left" in again.output) == (1, True)
    full(lambda _: False)
    assert run(school, "publish").exit_code == 0
    assert public(host) == school.site()


def test_threat_26_where_that_makes_room_pages_are_made_anew_at_once(
    school: School, host: Path, full: Full
) -> None:
    """And the host's own list is true again: another computer may go by it."""
    slug = slug_of(school, CROW)
    full(lambda _: bool(list(host.glob(f"media/{slug}-*"))))
    done = withdraw(school, CROW)
    assert (done.exit_code, "missing" in done.output) == (0, False), done.output
    assert "were made anew without it" in done.output
    assert "is deleted there all the same" in done.output
    assert public(host) == school.site()
    known = known_at(school.workspace, host.as_uri(), SITE)
    assert (known.under_way, set(known.paths)) == ("", set(public(host)))


@pytest.mark.parametrize("written", [1, 2, 5, 9])
def test_threat_26_and_where_the_room_ends_on_the_way(
    school: School, host: Path, full: Full, written: int
) -> None:
    """Of what arrived nothing names it."""
    slug, seen = slug_of(school, CROW), []

    def no_room(path: str) -> bool:
        seen.append(path)
        return len(seen) > written

    full(no_room)
    assert withdraw(school, CROW).exit_code == 0
    assert naming(host, slug) == []
    full(lambda _: False)
    assert run(school, "publish").exit_code == 0
    assert public(host) == school.site()


@pytest.mark.parametrize("command", ["withdraw", "families"])
def test_threat_26_what_is_for_families_leaves_a_host_that_is_full(
    school: School, full: Full, command: str
) -> None:
    """A story, and an address that was taken back."""
    families, slug = school.root.parent / "families-host", slug_of(school, HOME)
    folders = {path.partition("/")[0] for path in naming(families, slug)}
    full(lambda _: True)
    if command == "withdraw":
        assert withdraw(school, HOME).exit_code == 0
    else:
        assert run(school, "families", "--rotate", "--all").exit_code == 0
        assert not any((families / each).exists() for each in folders)
    assert naming(families, slug) == []
    full(lambda _: False)
    assert run(school, "publish").exit_code == 0
    assert public(families) == tree(school.root / "build/site-families")


def test_threat_29_pages_leave_a_full_host_before_what_they_lead_to(
    school: School, host: Path, full: Full, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever it is broken off."""
    delete, slug, gone = FolderHost.delete, slug_of(school, CROW), []
    crawler = Crawler(host, ADDRESS)

    def deleting(self: FolderHost, paths: Sequence[str]) -> None:
        for path in paths:
            delete(self, [path])
            gone.append(path)
            if path.startswith("media/"):
                named = [each for each in naming(host, slug) if not each.startswith("media/")]
                assert named == []

    monkeypatch.setattr(FolderHost, "delete", deleting)
    full(lambda _: True)
    assert withdraw(school, CROW).exit_code == 0
    assert any(path.startswith(f"media/{slug}-") for path in gone)
    full(lambda _: False)
    assert run(school, "publish").exit_code == 0
    assert crawler.findings() == []


def test_threat_26_a_host_that_deletes_nothing_either_keeps_it_pending(
    school: School, host: Path, full: Full, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is called gone that stands."""

    def deleting(self: FolderHost, paths: Sequence[str]) -> None:
        raise HostError("it can't be changed (Read-only file system).", f"{self.where}: {paths[0]}")

    with monkeypatch.context() as patch:
        patch.setattr(FolderHost, "delete", deleting)
        full(lambda _: True)
        done = withdraw(school, CROW)
        assert done.exit_code == 1
        assert f"It still stands at {host.as_uri()}" in done.output
        assert "all the same" not in done.output
        assert "takedown pending" in run(school, "status").output
    full(lambda _: False)
    assert run(school, "publish").exit_code == 0
    assert public(host) == school.site()
