"""Feeds as families' own programs meet them: newsboat and gPodder, over HTTP from ``serve``."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from schools import School
from servers import FILM, FRENCH, PUNJABI, URDU, free_port, open_school, served
from tools_needed import need

Named = Callable[[str], Path]

pytestmark = pytest.mark.needs_readers

ALL = {PUNJABI, URDU, FRENCH, FILM}
FEEDS = [
    pytest.param("all", ALL, "enclosure", id="all"),
    pytest.param("language-ur", {URDU}, "enclosure", id="a language"),
    pytest.param("all-low-data", ALL, "saver", id="low data"),
    pytest.param("films", {FILM}, "video", id="films"),
]
"""A feed, the stories that are in it, and the role of the files that its subscribers get."""

PATIENCE = 120
"""Seconds that a reader may take on a busy machine."""


@dataclass(frozen=True)
class OnAir:
    """A school and the address at which it is served."""

    school: School
    address: str

    def files(self, paths: set[str], role: str) -> dict[str, bytes]:
        """The one file of each story that podcast apps get, by its title."""
        stories = [story for path, story in self.school.stories().items() if path in paths]
        return {
            story["title"]: (self.school.root / each["path"]).read_bytes()
            for story in stories
            for each in story["renditions"]
            if each["role"] == role and each["mime"] in ("audio/mpeg", "video/mp4")
        }


@pytest.fixture(scope="module")
def on_air(recording: Named, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnAir]:
    """The school at the very address that its feeds name."""
    need("newsboat", "gpo")
    root, port = tmp_path_factory.mktemp("readers") / "school", free_port()
    address = f"http://127.0.0.1:{port}/"
    films = 'title = "Films"\nmedia = "video"\nkinds = ["film"]\n'
    (root / "feeds").mkdir(parents=True)
    (root / "feeds/films.toml").write_text(films, encoding="utf-8")
    school = open_school(root, recording, address)
    with served(root, port):
        yield OnAir(school, address)


def run(command: list[str], home: Path, **environment: str) -> str:
    """Run a reader at home in ``home``; returns what it said."""
    own = {**os.environ, "HOME": str(home), "LC_ALL": "C.UTF-8", **environment}
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        own.pop(name, None)
    done = subprocess.run(
        command, env=own, capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.mark.parametrize(("feed", "stories", "role"), FEEDS)
def test_newsboat_finds_every_story_and_its_file(
    on_air: OnAir, tmp_path: Path, feed: str, stories: set[str], role: str
) -> None:
    """Title, address of the file, and its type, as its own database has them."""
    folder = tmp_path / ".newsboat"
    folder.mkdir()
    (folder / "urls").write_text(f"{on_air.address}feeds/{feed}.xml\n", encoding="utf-8")
    run(["newsboat", "-x", "reload"], tmp_path)
    base = sqlite3.connect(folder / "cache.db")
    rows = base.execute("select title, enclosure_url, enclosure_type from rss_item").fetchall()
    base.close()
    site, expected = on_air.school.site(), on_air.files(stories, role)
    found = {title: site[url.removeprefix(on_air.address)] for title, url, _ in rows}
    assert found == expected
    assert {mime for _, _, mime in rows} == {"video/mp4" if role == "video" else "audio/mpeg"}


@pytest.mark.parametrize(("feed", "stories", "role"), FEEDS)
def test_gpodder_downloads_every_story_whole(
    on_air: OnAir, tmp_path: Path, feed: str, stories: set[str], role: str
) -> None:
    """Subscribed, updated, downloaded: the files on its disk are the ones that were made."""
    own = {
        "GPODDER_HOME": str(tmp_path / "gpodder"),
        "GPODDER_DOWNLOAD_DIR": str(tmp_path / "kept"),
    }
    address = f"{on_air.address}feeds/{feed}.xml"
    run(["gpo", "subscribe", address], tmp_path, **own)
    run(["gpo", "update"], tmp_path, **own)
    run(["gpo", "download"], tmp_path, **own)
    kept = [path.read_bytes() for path in (tmp_path / "kept").rglob("*.mp[34]")]
    assert sorted(kept) == sorted(on_air.files(stories, role).values())
