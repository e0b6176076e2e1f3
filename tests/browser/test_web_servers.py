"""The site on real web servers, with what it brings them: ``.htaccess``, and the nginx example."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browsing import Visit
from schools import School
from servers import CUES, ask
from web_servers import SERVERS, apache

from media_pipeline.publish.hosting import FEED, FILES, TEXTS, TYPES, hosting
from media_pipeline.settings import Settings

Named = Callable[[str], Path]

pytestmark = [pytest.mark.slow, pytest.mark.needs_servers]

TOLD = hosting(Settings(name="Hill School"))
CROW = "recordings/Reception/Punjabi/ਪਿਆਸਾ ਕਾਂ.m4a"


@pytest.fixture(scope="module")
def school(recording: Named, tmp_path_factory: pytest.TempPathFactory) -> School:
    """A school with a story for everyone, and one for families."""
    school = School(tmp_path_factory.mktemp("hosted") / "school")
    school.drop(recording("memo.m4a"), CROW.removeprefix("recordings/"))
    school.write(CROW.replace(".m4a", ".vtt"), CUES.format(first="ਇੱਕ ਕਾਂ", second="ਘੜਾ"))
    school.drop(recording("voice-note.ogg"), "Reception/Punjabi/Ours.ogg")
    school.write("recordings/Reception/Punjabi/Ours.ogg.toml", 'rights = "families-only"\n')
    return school.publish()


@pytest.fixture(scope="module", params=SERVERS)
def port(school: School, request: pytest.FixtureRequest) -> Iterator[int]:
    """Where a real server answers."""
    with SERVERS[request.param](school.root / "build/site") as port:
        yield port


def public(school: School, ending: str) -> str:
    """The address of a public file with that ending."""
    return "/" + next(name for name in school.site() if name.endswith(ending))


def test_every_file_has_its_type(school: School, port: int) -> None:
    """No ending that the site has is unknown to the server, and texts are UTF-8."""
    first = {Path(name).suffix: f"/{name}" for name in school.site() if "feeds/" not in name}
    said = {
        ending: ask(port, path, "HEAD").headers["content-type"].lower().replace(" ", "")
        for ending, path in first.items()
        if ending and ending != ".config"
    }
    assert {ending: mime.partition(";")[0] for ending, mime in said.items()} == {
        ending: TYPES[ending] for ending in said
    }
    texts = {each for each in said if TYPES[each].startswith("text/")}
    assert texts <= set(TEXTS)
    assert {each: said[each].partition(";")[2] for each in texts} == dict.fromkeys(
        texts, "charset=utf-8"
    )
    assert ask(port, "/feeds/all.xml").headers["content-type"].startswith(FEED)


def test_parts_of_sound_are_answered(school: School, port: int) -> None:
    """A player seeks: 206, the place, the exact bytes; and asks for the length first."""
    path = public(school, ".mp3")
    whole = school.site()[path[1:]]
    part = ask(port, path, Range="bytes=100-199")
    assert (part.status, part.body) == (206, whole[100:200])
    assert part.headers["content-range"] == f"bytes 100-199/{len(whole)}"
    assert int(ask(port, path, "HEAD").headers["content-length"]) == len(whole)


@pytest.mark.parametrize(
    ("asked", "said"), [("If_None_Match", "etag"), ("If_Modified_Since", "last-modified")]
)
@pytest.mark.parametrize("path", ["/feeds/all.xml", "/index.html", "/style.css"])
def test_what_did_not_change_is_not_sent_again(port: int, path: str, asked: str, said: str) -> None:
    """Pages and feeds are asked for anew, and cost nothing then."""
    answer = ask(port, path, **{asked: ask(port, path).headers[said]})
    assert (answer.status, answer.body) == (304, b"")


def test_each_sort_of_file_is_kept_as_long_as_it_should(school: School, port: int) -> None:
    """Media on a reader's device for good, in a cache between for minutes; pages hardly."""
    kept = {
        path: ask(port, path, "HEAD").headers["cache-control"]
        for path in (
            "/",
            "/feeds/all.xml",
            "/sw.js",
            public(school, ".mp3"),
            public(school, ".woff2"),
        )
    }
    assert list(kept.values()) == [
        TOLD.kept.short,
        TOLD.kept.short,
        TOLD.kept.short,
        TOLD.kept.media,
        TOLD.kept.fonts,
    ]


def test_pages_are_guarded(school: School, port: int) -> None:
    """As each page says of itself, and no other site frames it, but for what is made for that."""
    embedded = "/" + next(n for n in school.site() if n.startswith("embed/") and "latest" not in n)
    for path, policy in (
        ("/", TOLD.policy),
        (f"/stories/{school.stories()[CROW]['slug']}/", TOLD.policy),
        ("/find/", TOLD.search),
        ("/fr/find/", TOLD.search),
        (embedded.rpartition("/")[0] + "/", TOLD.frames),
    ):
        said = ask(port, path).headers
        assert said["content-security-policy"] == policy, path
        assert {name: said[name.lower()] for name in TOLD.guards} == TOLD.guards
    assert "content-security-policy" not in ask(port, public(school, ".pdf"), "HEAD").headers


def test_address_that_is_none_shows_the_page_for_it(school: School, port: int) -> None:
    """In the school's languages, with the status that says so, at any depth, and guarded."""
    for path in ("/stories/gone/", "/media/gone.mp3"):
        answer = ask(port, path)
        assert (answer.status, answer.body) == (404, school.site()["404.html"])
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers.get("cache-control", TOLD.kept.short) == TOLD.kept.short


@pytest.mark.parametrize("name", FILES)
def test_what_is_meant_for_the_server_is_for_nobody_else(port: int, name: str) -> None:
    """It holds no secret, and is not shown all the same."""
    assert ask(port, f"/{name}").status == 404


@pytest.mark.needs_chromium
def test_site_works_under_the_servers_own_policy(port: int, visit: Visit, school: School) -> None:
    """A browser plays and searches, and complains of nothing."""
    root = f"http://127.0.0.1:{port}/"
    slug = school.stories()[CROW]["slug"]
    visit.open(f"{root}stories/{slug}/")
    visit.page.focus("[data-do=play]")
    visit.page.keyboard.press("Space")
    visit.until("document.querySelector('audio').currentTime > 0.2")
    visit.open(f"{root}find/")
    visit.page.fill("input[type=search]", "ਕਾਂ")
    visit.until("document.querySelectorAll('main a[href*=stories]').length > 0")
    assert visit.wrong == []


def test_families_tree_is_kept_apart(school: School) -> None:
    """No search engine, no cache between, no frame, and no address of theirs in what is told."""
    tree = school.root / "build/site-families"
    (token,) = [each.name for each in tree.iterdir() if each.is_dir()]
    told = hosting(Settings(name="Hill School"), families=True)
    with apache(tree) as port:
        for path in ("/", f"/{token}/", f"/{token}/style.css"):
            said = ask(port, path).headers
            assert "noindex" in said["x-robots-tag"]
            assert said["cache-control"] == "private, no-store"
            assert said["referrer-policy"] == "no-referrer"
        sound = next(tree.glob(f"{token}/media/*.mp3"))
        said = ask(port, f"/{token}/media/{sound.name}").headers
        assert (said["cache-control"], said["x-robots-tag"]) == (
            told.kept.media,
            told.guards["X-Robots-Tag"],
        )
    for name in (".htaccess", "web.config", "_headers"):
        assert token not in (tree / name).read_text(encoding="utf-8")
