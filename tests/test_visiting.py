"""``check --published``: what a web server still has, and what it lacks."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from schools import School
from servers import served

from media_pipeline.cli import cli
from media_pipeline.commands import visiting

Named = Callable[[str], Path]
CROW, FRENCH = "recordings/Reception/pa/The crow.m4a", "recordings/Year 3/fr/Le corbeau.opus"


@pytest.fixture(scope="module")
def school(recording: Named, tmp_path_factory: pytest.TempPathFactory) -> School:
    """A school of which one story was withdrawn; ``released`` holds its site of before."""
    school = School(tmp_path_factory.mktemp("open") / "school")
    school.drop(recording("memo.m4a"), CROW.removeprefix("recordings/"))
    school.drop(recording("voice-note.opus"), FRENCH.removeprefix("recordings/"))
    school.publish()
    shutil.copytree(school.root / "build/site", school.root / "released")
    run(school, "withdraw", CROW, "--reason", "asked")
    return school


def run(school: School, *words: str) -> Result:
    """Run a command in the school's workspace."""
    command, *rest = words
    return CliRunner().invoke(cli, [command, "-w", str(school.root), *rest])


class Elsewhere(SimpleHTTPRequestHandler):
    """A plain server without ranges, which leads from ``/moved/`` to another host, and from
    ``/broken/`` to nothing that is an address.
    """

    def do_GET(self) -> None:
        """See the class."""
        places = {"moved": "http://localhost:9/", "broken": "http://[bad/"}
        if place := places.get(self.path.split("/")[1]):
            self.send_response(302)
            self.send_header("Location", place)
            self.end_headers()
        else:
            super().do_GET()

    do_HEAD = do_GET  # noqa: N815 - the server's own name

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def old(school: School) -> Iterator[str]:
    """The address of a server that still has the site of before."""
    handler = partial(Elsewhere, directory=str(school.root / "released"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def test_threat_26_released_site_is_found_whole(school: School) -> None:
    """Gone is what was withdrawn; media answer with their length and in parts."""
    with served(school.root) as port:
        done = run(school, "check", "--published", f"http://127.0.0.1:{port}/")
    assert done.exit_code == 0, done.output
    assert "0 findings in" in done.output
    assert "1 withdrawn" in done.output


def test_threat_26_what_a_server_still_has_is_found(school: School, old: str) -> None:
    """Page, frame, media by the paths they had, feeds, lists, site map, search."""
    shutil.move(school.root / "build", school.root / "elsewhere")
    try:
        found = visiting.visit(school.workspace, old).findings
    finally:
        shutil.rmtree(school.root / "build", ignore_errors=True)
        shutil.move(school.root / "elsewhere", school.root / "build")
    paths = {each.path for each in found}
    media = {f"media/{each.name}" for each in (school.root / "released/media").glob("the-crow-*")}
    assert media
    assert media <= paths
    assert {"feeds/all.xml", "feeds/language-pa.xml", "sitemap.xml", "index.html"} <= paths
    for start in (
        "stories/the-crow-",
        "fr/stories/the-crow-",
        "embed/the-crow-",
        "codes/the-crow-",
    ):
        assert any(path.startswith(start) for path in paths), start
    assert any(path.endswith("/oembed.json") for path in paths)


def test_threat_28_server_that_answers_no_ranges_is_found(school: School, old: str) -> None:
    """And a search that is not the released one."""
    found = visiting.visit(school.workspace, old).findings
    assert any("a part of it is answered with 200" in each.sentence for each in found)
    assert any("the search is not the one" in each.sentence for each in found)


def test_no_other_host_is_asked(school: School, old: str) -> None:
    """A redirect to one is a finding."""
    found = visiting.visit(school.workspace, f"{old}moved/").findings
    assert [each.sentence for each in found] == ["it leads to another host, which is not asked."]


def test_a_redirect_to_what_is_no_address_is_a_finding(school: School, old: str) -> None:
    """It ends no check with a traceback."""
    found = visiting.visit(school.workspace, f"{old}broken/").findings
    assert [each.sentence for each in found] == ["it leads to what is no address."]


def test_server_that_is_not_there_is_told(school: School) -> None:
    """And an address that is none is wrong usage."""
    (finding,) = visiting.visit(school.workspace, "http://127.0.0.1:9/").findings
    assert "there is no answer" in finding.sentence
    assert run(school, "check", "--published", "stories.school").exit_code == 2
