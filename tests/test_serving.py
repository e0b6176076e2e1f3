"""``serve``, as a browser on this machine meets it: the site, and what waits."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import lxml.html
import pytest
from PIL import Image
from schools import School
from servers import CUES, FRENCH, PUNJABI, URDU, WAITING, Answer, ask, open_school, served

Named = Callable[[str], Path]

UNTITLED = "recordings/Reception/Punjabi/New Recording 4.m4a"
HOSTILE = "recordings/Reception/Punjabi/Hostile.mp3"
HOSTILE_TITLE = """<script>alert("1")</script> '"> & ]]> {{ 7 * 7 }}"""


@pytest.fixture(scope="module")
def school(recording: Named, tmp_path_factory: pytest.TempPathFactory) -> School:
    """Two stories and a film are public, one was held, one changed, and three are new."""
    school = open_school(
        tmp_path_factory.mktemp("served") / "school", recording, "https://hill.example/"
    )
    school.stop("held", URDU)
    school.write(FRENCH.replace(".opus", ".toml"), 'tale = "crow"\ncredit = "École du Mont"\n')
    school.drop(recording("plain.mp3"), HOSTILE.removeprefix("recordings/"))
    school.write(f"{HOSTILE}.toml", f"title = '''{HOSTILE_TITLE}'''\nrights = 'traditional'\n")
    school.write(HOSTILE.replace(".mp3", ".vtt"), CUES.format(first="<b>one", second="two"))
    school.drop(recording("raw.aac"), "Reception/Punjabi/New Recording 4.m4a")
    school.build()
    return school


@pytest.fixture(scope="module")
def port(school: School) -> Iterator[int]:
    """Where the school is served."""
    with served(school.root) as port:
        yield port


@pytest.fixture
def copy(school: School, tmp_path: Path) -> School:
    """A copy of the school, to change."""
    return school.copied(tmp_path / "copy")


def public(school: School, ending: str) -> str:
    """The address of a public file with that ending."""
    return "/" + next(name for name in school.site() if name.endswith(ending))


def room(school: School, path: str) -> str:
    """The address of a story's preview."""
    return f"/waiting/{school.stories()[path]['id']}/"


def entries(port: int) -> dict[str, str]:
    """What ``/waiting/`` says of each story, by its title."""
    page = lxml.html.fromstring(ask(port, "/waiting/").body.decode())
    rows = page.xpath('//ul[@class="waiting"]/li')
    return {row.xpath("string(h2)"): " ".join(" ".join(row.itertext()).split()) for row in rows}


def linked(answer: Answer) -> list[str]:
    """Every file that a preview plays, shows or lets one keep, from its own room."""
    page = lxml.html.fromstring(answer.body.decode())
    found = page.xpath("//article//@src | //article//@href | //article//@poster")
    return sorted({each.partition("#")[0] for each in found if each.startswith("/waiting/")})


# ── the site ──


@pytest.mark.parametrize(
    ("ending", "mime"),
    [
        (".mp3", "audio/mpeg"),
        (".opus", "audio/ogg"),
        (".mp4", "video/mp4"),
        (".vtt", "text/vtt; charset=utf-8"),
        (".xml", "application/xml"),
        (".opml", "text/x-opml; charset=utf-8"),
        (".json", "application/json"),
        (".html", "text/html; charset=utf-8"),
        (".css", "text/css; charset=utf-8"),
        (".svg", "image/svg+xml"),
        (".jpg", "image/jpeg"),
        (".woff2", "font/woff2"),
    ],
)
def test_file_has_its_type_on_any_system(school: School, port: int, ending: str, mime: str) -> None:
    """No type depends on the tables of the machine."""
    assert ask(port, public(school, ending)).headers["content-type"] == mime


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [("bytes=0-99", 0, 99), ("bytes=500-", 500, None), ("bytes=-50", -50, None)],
    ids=["single", "open", "suffix"],
)
def test_range_of_a_sound_is_that_part_of_it(
    school: School, port: int, wanted: str, first: int, last: int | None
) -> None:
    """Seeking and resuming need 206, the place and the exact bytes."""
    path = public(school, ".mp3")
    whole = school.site()[path[1:]]
    expected = whole[first : None if last is None else last + 1]
    answer = ask(port, path, Range=wanted)
    start = first % len(whole)
    end = start + len(expected) - 1
    assert (answer.status, answer.body) == (206, expected)
    assert answer.headers["content-range"] == f"bytes {start}-{end}/{len(whole)}"


def test_several_ranges_come_as_one_answer(school: School, port: int) -> None:
    """Each part with its place."""
    path = public(school, ".mp3")
    whole = school.site()[path[1:]]
    answer = ask(port, path, Range="bytes=0-9,100-119")
    assert answer.status == 206
    assert answer.headers["content-type"].startswith("multipart/byteranges")
    for first, last in ((0, 9), (100, 119)):
        said = f"Content-Range: bytes {first}-{last}/{len(whole)}".lower().encode()
        _, found, rest = answer.body.lower().partition(said)
        assert found
        place = len(answer.body) - len(rest)
        _, _, content = answer.body[place:].partition(b"\n\r\n" if b"\r\n\r\n" in rest else b"\n\n")
        assert content.startswith(whole[first : last + 1])


def test_range_past_the_end_is_refused_with_the_length(school: School, port: int) -> None:
    """A player learns how long the file is."""
    path = public(school, ".mp3")
    whole = school.site()[path[1:]]
    answer = ask(port, path, Range=f"bytes={len(whole)}-")
    assert (answer.status, answer.headers["content-range"]) == (416, f"bytes */{len(whole)}")


def test_if_range_gives_a_part_only_of_the_same_file(school: School, port: int) -> None:
    """A download goes on where the file is the one it began with, and starts again where not."""
    path = public(school, ".mp3")
    mark = ask(port, path, "HEAD").headers["etag"]
    assert ask(port, path, Range="bytes=9-", If_Range=mark).status == 206
    again = ask(port, path, Range="bytes=9-", If_Range='"another"')
    assert (again.status, again.body) == (200, school.site()[path[1:]])


def test_head_says_all_but_the_bytes(school: School, port: int) -> None:
    """Feed readers ask for the length first."""
    path = public(school, ".mp3")
    answer = ask(port, path, "HEAD")
    assert (answer.status, answer.body) == (200, b"")
    assert int(answer.headers["content-length"]) == len(school.site()[path[1:]])
    assert answer.headers["accept-ranges"] == "bytes"


@pytest.mark.parametrize(
    ("asked", "said"), [("If_None_Match", "etag"), ("If_Modified_Since", "last-modified")]
)
def test_feed_that_did_not_change_is_not_sent_again(
    school: School, port: int, asked: str, said: str
) -> None:
    """Podcast apps ask every hour."""
    path = "/feeds/all.xml"
    answer = ask(port, path, **{asked: ask(port, path).headers[said]})
    assert (answer.status, answer.body) == (304, b"")


def test_folder_shows_its_page(school: School, port: int) -> None:
    """With its slash; without it the way there is told, on this server."""
    assert ask(port, "/subscribe/").body == school.site()["subscribe/index.html"]
    answer = ask(port, "/subscribe")
    assert (answer.status, answer.headers["location"]) == (
        307,
        f"http://127.0.0.1:{port}/subscribe/",
    )


def test_address_that_is_none_shows_the_page_for_it(school: School, port: int) -> None:
    """In the school's languages, with the status that says so."""
    answer = ask(port, "/stories/gone/")
    assert (answer.status, answer.body) == (404, school.site()["404.html"])


@pytest.mark.parametrize(
    "path",
    [
        "/..%2f..%2fdecisions/ledger.jsonl",
        "/../../decisions/ledger.jsonl",
        "/%2e%2e/%2e%2e/decisions/ledger.jsonl",
        "/%2e%2e/report.json",
        "/..%5creport.json",
        "/stories/..%2f..%2freport.json",
        "//etc/passwd",
        "/%2fetc%2fpasswd",
        "/report.json",
        "/school.toml",
        "/cache/objects/",
        "/index.html%00.mp3",
        "/%ff%fe",
        f"/{'a' * 5000}",
        "/waiting/../../report.json",
        "/waiting/nobody/",
    ],
)
def test_nothing_but_the_site_is_served(school: School, port: int, path: str) -> None:
    """No way of writing a path leads out of the folder."""
    assert ask(port, path).status == 404


@pytest.mark.parametrize("path", ["/families/x", "/families/%ff", "/families/x/index.html"])
def test_what_is_for_families_is_not_there_before_there_is_any(
    school: School, port: int, path: str
) -> None:
    """An address that is none, and no error of the server."""
    assert not (school.root / "build/site-families").exists()
    assert ask(port, path).status == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
@pytest.mark.parametrize("path", ["/", "/waiting/"])
def test_nothing_can_be_changed_over_the_air(port: int, method: str, path: str) -> None:
    """Deciding is done by the forms of the desk, which have an address of their own."""
    assert ask(port, path, method).status == 405


@pytest.mark.parametrize("path", ["/", "/waiting/"])
@pytest.mark.parametrize("host", ["school.evil.example", "127.0.0.1.evil.example", "192.168.1.9"])
def test_foreign_host_name_is_refused(port: int, path: str, host: str) -> None:
    """A page elsewhere whose name leads here must not read what waits."""
    assert ask(port, path, Host=host).status == 400


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1"])
def test_own_names_are_answered(port: int, host: str) -> None:
    """However a person writes this machine's name."""
    assert ask(port, "/waiting/", Host=host).status == 200


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has all of 127.0.0.0/8")
def test_other_machines_find_nobody(port: int) -> None:
    """It listens at one address of this machine, not at all of them."""
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", port), timeout=5)


# ── what waits ──


def test_waiting_lists_what_is_undecided_held_or_changed(port: int) -> None:
    """Nothing that is public."""
    assert set(entries(port)) == {
        HOSTILE_TITLE, "New Recording 4.m4a", "Le corbeau", "Nobody has heard this", "پیاسا کوا",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("title", "said"),
    [
        pytest.param("New Recording 4.m4a", "Needs title", id="what it needs"),
        pytest.param("Le corbeau", "Changed since it was approved: credit.", id="what changed"),
        pytest.param("Nobody has heard this", "Nobody has decided yet.", id="undecided"),
        pytest.param("پیاسا کوا", "a parent asked", id="why it is held"),
        pytest.param(HOSTILE_TITLE, "Rights traditional", id="rights"),
        pytest.param("Nobody has heard this", "LUFS", id="how loud"),
        pytest.param("Nobody has heard this", WAITING, id="where it lies"),
        pytest.param("Nobody has heard this", "Approve", id="how to approve"),
    ],
)
def test_waiting_says_of_a_story(port: int, title: str, said: str) -> None:
    """All that a coordinator must know before deciding."""
    assert said in entries(port)[title]


@pytest.mark.parametrize("place", ["/waiting/", "its own page"])
def test_hostile_title_is_only_shown(school: School, port: int, place: str) -> None:
    """Tags in a title are letters."""
    answer = ask(port, place if place.startswith("/") else room(school, HOSTILE))
    page = lxml.html.fromstring(answer.body.decode())
    assert [each for each in page.xpath("//script") if each.text or not each.get("src")] == []
    assert page.xpath("string((//h1 | //h2)[contains(., 'alert')])") == HOSTILE_TITLE


def test_what_waits_is_never_kept_by_a_browser(school: School, port: int) -> None:
    """After a withdrawal nothing of it is left on the coordinator's machine."""
    own = room(school, HOSTILE)
    kept = [ask(port, path).headers.get("cache-control") for path in (
        "/waiting/", own, *linked(ask(port, own)))]  # fmt: skip
    assert set(kept) == {"no-store"}


def test_preview_plays_every_file_that_would_be_published(school: School, port: int) -> None:
    """Sound, its low-data twins, art and words: each answers, and each as what it is."""
    answers = [ask(port, path) for path in linked(ask(port, room(school, HOSTILE)))]
    assert {each.status for each in answers} == {200}
    types = sorted(each.headers["content-type"] for each in answers)
    assert types == [
        "audio/mpeg",
        "audio/mpeg",
        "audio/ogg",
        "image/jpeg",
        "text/vtt; charset=utf-8",
    ]


def test_preview_shows_words_without_times_as_text(school: School, port: int) -> None:
    """They are no captions."""
    paths = linked(ask(port, room(school, FRENCH)))
    (words,) = [ask(port, path) for path in paths if path.endswith(".txt")]
    assert words.headers["content-type"] == "text/plain; charset=utf-8"
    dropped = (school.root / FRENCH).with_suffix(".words.txt").read_text(encoding="utf-8")
    assert words.body.decode() == dropped
    assert dropped.startswith("Un corbeau avait soif.\n\nIl vit une cruche.\n")


def test_preview_brings_in_long_words_and_pictures(copy: School) -> None:
    """Their script, their own page, and each picture that is shown in turn."""
    lines = "".join(
        f"00:{number / 200:06.3f} --> 00:{(number + 1) / 200:06.3f}\nUne ligne, {number}\n\n"
        for number in range(300)
    )
    copy.write(WAITING.replace(".ogg", ".vtt"), f"WEBVTT\n\n{lines}")
    for number in (1, 2, 3):
        picture = Image.new("RGB", (320, 240 + number), (9 * number, 99, 99))
        picture.save(copy.root / WAITING.replace(".ogg", f"-{number}.jpg"))
    copy.build()
    own = room(copy, WAITING)
    with served(copy.root) as port:
        page = lxml.html.fromstring(ask(port, own).body.decode())
        (script,) = page.xpath("//@data-words")
        pictures = page.xpath("//ol[@data-slides]//img/@src")
        (link,) = page.xpath("//*[@data-words]/a/@href")
        answers = [ask(port, each) for each in (script, *pictures, own + link)]
    assert len(pictures) == 3
    assert [each.status for each in answers] == [200] * 5
    assert answers[0].headers["content-type"] == "text/javascript; charset=utf-8"
    assert "Une ligne, 299" in answers[0].body.decode()
    assert "Une ligne, 299" in answers[-1].body.decode()


def test_preview_sound_can_be_sought(school: School, port: int) -> None:
    """Byte ranges there too."""
    paths = linked(ask(port, room(school, HOSTILE)))
    sound = next(path for path in paths if path.endswith(".mp3"))
    whole = ask(port, sound).body
    answer = ask(port, sound, Range="bytes=100-199")
    assert (answer.status, answer.body) == (206, whole[100:200])


def test_preview_gives_nothing_else_of_the_store(school: School, port: int) -> None:
    """Another story's files, and the store's own, are not in this story's room."""
    own, other = room(school, HOSTILE), school.stories()[PUNJABI]["renditions"][0]["path"]
    cases = [
        other.removeprefix("build/cache/objects/"),
        "../../state.sqlite",
        "%2e%2e/%2e%2e/report.json",
    ]
    assert [ask(port, own + case).status for case in cases] == [404, 404, 404]


TO_MACHINES = (
    r'<(?:meta (?:name="(?:robots|description)"|property=)|link rel="(?:alternate|canonical)"'
    r"|script data-manifest|script type=).*\n"
)
"""What a published page tells search engines, and one that isn't public does not."""


def as_shown(page: bytes, notice: str = "") -> str:
    """A story's page without its links, its notice and what only a publication brings."""
    text = page.decode()
    text = re.sub(r' (href|src|poster)="[^"]*"', "", text)
    text = re.sub(r'<p class="notice">.*?</p>\n', "", text)
    text = re.sub(TO_MACHINES, "", text)
    text = text[text.index("<article") : text.index("</article>")]
    text = re.sub(r"<div><dt>Published</dt>.*?</div>\n", "", text)
    # Only a page that stands at an address of its own is kept, sent on, or leads on to others.
    text = re.sub(r'<details class="on-phone">.*?</details>\n', "", text, flags=re.DOTALL)
    text = re.sub(r'<label><input type="checkbox" data-keep="on">.*?</label>\n', "", text)
    text = re.sub(r'<div class="keeping".*?</div>\n', "", text, flags=re.DOTALL)
    return re.sub(r'<nav class="onward".*?</nav>\n', "", text, flags=re.DOTALL)


@pytest.mark.parametrize("path", [WAITING, HOSTILE])
def test_preview_is_the_page_as_it_is_published(copy: School, path: str) -> None:
    """Letter for letter, but for links, the notice and the date of publication."""
    with served(copy.root) as port:
        preview = ask(port, room(copy, path)).body
        assert copy.approve(path) == [path]
        copy.build()
        published = ask(port, f"/stories/{copy.stories()[path]['slug']}/").body
    assert as_shown(published) == as_shown(preview)


def test_preview_media_are_the_bytes_that_are_published(copy: School) -> None:
    """What was heard is what goes out."""
    with served(copy.root) as port:
        heard = {ask(port, path).body for path in linked(ask(port, room(copy, HOSTILE)))}
        copy.approve(HOSTILE)
        copy.build()
    story = copy.stories()[HOSTILE]
    slug = story["slug"]
    out = {body for name, body in copy.site().items() if name.startswith(f"media/{slug}-")}
    # The small cover is shown in lists, and not on the story's own page.
    lists = {
        (copy.root / each["path"]).read_bytes()
        for each in story["renditions"]
        if each["role"] == "preview"
    }
    assert heard == out - lists


def test_build_is_seen_without_a_new_start(copy: School) -> None:
    """What was withdrawn meanwhile is not shown a moment longer."""
    with served(copy.root) as port:
        own = room(copy, HOSTILE)
        assert ask(port, own).status == 200
        copy.stop("withdrawn", HOSTILE)
        copy.build()
        assert HOSTILE_TITLE not in entries(port)
        assert ask(port, own).status == 404


# ── the command ──


def test_workspace_without_a_build_is_served(tmp_path: Path) -> None:
    """Nothing waits, and nothing breaks."""
    school = School(tmp_path / "new")
    with served(school.root) as port:
        assert ask(port, "/").status == 404
        assert "Nothing waits." in ask(port, "/waiting/").body.decode()


def test_port_that_is_taken_is_told_in_a_sentence(school: School, port: int) -> None:
    """No traceback; what to try."""
    command = [sys.executable, "-m", "media_pipeline", "serve", "-w", str(school.root)]
    done = subprocess.run(
        [*command, "--port", str(port)], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert f"port {port}" in done.stderr
    assert "--port 0" in done.stderr
    assert "Traceback" not in done.stderr
