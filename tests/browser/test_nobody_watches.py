"""Nobody watches: a real browser goes to every kind of page, and asks nobody else for anything."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from sites import all_episodes, trilingual, write_site

pytestmark = pytest.mark.needs_chromium


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The made-up site in a folder, and at its own address."""
    folder = tmp_path_factory.mktemp("watched")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Silent, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    yield write_site(folder, trilingual(address=address), all_episodes()), address
    server.shutdown()


def kinds_of_page(site: Path) -> list[str]:
    """One page of each kind and language: of stories, those of a sound and of a film."""
    paths = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    chosen = {}
    for path in paths:
        kind = tuple(part.rstrip("0123456789") for part in Path(path).parts[:-1])
        chosen[kind if "story-9" not in path else (*kind, "film")] = path
    return sorted(chosen.values())


@pytest.mark.parametrize("way", ["http", "file"])
def test_nobody_learns_that_a_page_was_read(
    served: tuple[Path, str], chromium: Any, way: str
) -> None:
    """No cookie, no memory, no request to another host, and nothing that the policy forbids."""
    site, address = served
    root = address if way == "http" else f"{site.as_uri()}/"
    window = chromium.new_context()
    asked: list[str] = []
    wrong: list[str] = []
    window.on("request", lambda request: asked.append(request.url))
    window.on("console", lambda message: wrong.append(f"{message.text} {message.location}"))
    window.on("weberror", lambda error: wrong.append(str(error.error)))
    pages = kinds_of_page(site)
    assert len(pages) > 50
    page = window.new_page()
    for path in pages:
        if (way, path) == ("file", "404.html"):  # a server's own page, with a server's links
            continue
        page.goto(root + path, wait_until="load")
        if 'http-equiv="refresh"' in (site / path).read_text(encoding="utf-8"):
            page.wait_for_url(lambda url, left=root + path: url != left, wait_until="load")
        assert page.evaluate("[document.cookie, localStorage.length]") == ["", 0], path
    assert [each for each in asked if not each.startswith(root)] == []
    assert [each for each in wrong if ".vtt" not in each] == []
    assert window.cookies() == []
    window.close()


def test_manifest_is_linked_on_the_web_and_read(served: tuple[Path, str], chromium: Any) -> None:
    """By a script, because a browser complains of it off a memory stick."""
    site, address = served
    window = chromium.new_context()
    page = window.new_page()
    page.goto(f"{address}ur/subscribe/")
    read = window.new_cdp_session(page).send("Page.getAppManifest")
    assert read["url"] == f"{address}ur/manifest.webmanifest"
    assert read["errors"] == []
    page.goto(f"{site.as_uri()}/ur/index.html")
    assert page.locator("link[rel=manifest]").count() == 0
    window.close()


@pytest.mark.parametrize("sandbox", ["", ' sandbox="allow-scripts allow-popups"'])
def test_story_is_whole_in_another_sites_frame(
    served: tuple[Path, str], chromium: Any, sandbox: str
) -> None:
    """Styled, with its picture, at the size that oEmbed says, in a sandbox too."""
    _, address = served
    window = chromium.new_context()
    page = window.new_page()
    page.set_content(
        f'<iframe src="{address}embed/story-1/" width="480" height="270"{sandbox}></iframe>'
    )
    frame = page.frames[1]
    frame.wait_for_selector("audio")
    frame.wait_for_load_state("load")
    look = """[getComputedStyle(document.querySelector("main")).display,
        document.images[0].naturalWidth, document.documentElement.scrollHeight <= innerHeight,
        document.documentElement.scrollWidth <= innerWidth]"""
    assert frame.evaluate(look) == ["flex", 64, True, True]
    window.close()
