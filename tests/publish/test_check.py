"""The check finds whatever a stranger would, and nothing in a good site."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from examples import ADDRESS
from sites import all_episodes, jpeg, pages_of, trilingual, write_pages, write_site

from media_pipeline.errors import ToolError
from media_pipeline.model import Copy, Page
from media_pipeline.publish.check import Finding, check_site
from media_pipeline.scrub.forms import findings as scrubbed

HOME, STORY = "index.html", "stories/story-1/index.html"


def scan(path: Path, name: str) -> list[str]:
    """The scrub, but of media: a made-up site's are nothing but as long as they should be."""
    if path.suffix in (".mp3", ".opus", ".mp4", ".pdf", ".png", ".pagefind"):
        return []
    return scrubbed(str(path), name, str(path.parents[len(Path(name).parts) + 1]))


def lasts(path: Path) -> None:
    """Nor does any of it say how long it lasts."""


@pytest.fixture(scope="module")
def made() -> list[Page | Copy]:
    """The files of a good site."""
    return list(pages_of(trilingual(), all_episodes()))


@pytest.fixture
def site(tmp_path: Path, made: list[Page | Copy]) -> Path:
    """A good site, in a workspace."""
    return write_pages(tmp_path / "workspace/build/site", made)


def findings(site: Path, scan: Callable[[Path, str], list[str]] = scan) -> list[Finding]:
    return check_site(site, ADDRESS, scan, lasts)


def add(site: Path, path: str, before: str, markup: str) -> None:
    """Put markup into a page."""
    text = (site / path).read_text(encoding="utf-8")
    assert before in text
    (site / path).write_text(text.replace(before, markup + before, 1), encoding="utf-8")


def edit(site: Path, path: str, old: str, new: str) -> None:
    """Change a text of the site, the first place of it."""
    text = (site / path).read_text(encoding="utf-8")
    assert old in text
    (site / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def media(site: Path, ending: str) -> Path:
    """The first story's first file of that ending."""
    return next(iter(sorted((site / "media").glob(f"story-1-*{ending}"))))


def test_a_good_site_has_no_findings(site: Path) -> None:
    """Whatever it uses, in three languages."""
    assert findings(site) == []


def test_a_good_site_without_an_address_has_no_findings(tmp_path: Path) -> None:
    """Off a memory stick: no feeds, no site map, and every link leads to a file."""
    site = write_site(tmp_path, trilingual(address=""), all_episodes())
    assert check_site(site, "", scan, lasts) == []


def test_a_site_below_an_address_has_no_findings(tmp_path: Path) -> None:
    """Its page for lost addresses has links from the server's root."""
    address = "https://school.example/tales/"
    site = write_site(tmp_path, trilingual(address=address), all_episodes())
    assert check_site(site, address, scan, lasts) == []


def test_no_site_is_a_finding(tmp_path: Path) -> None:
    """Nothing was checked, so nothing is said to be good."""
    assert [each.path for each in findings(tmp_path)] == ["index.html"]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<a href="gone.html">x</a>', "it refers to gone.html, which is not on the site."),
        ('<a href="stories/">x</a>', "it refers to stories/, which is not on the site."),
        ('<a href="../../x.html">x</a>', "it refers to ../../x.html, which is not on the site."),
        ('<a href="index.html#gone">x</a>',
         "it refers to index.html#gone, and there is no such place in that file."),
        ('<a href="/index.html">x</a>',
         "the link /index.html does not work from a folder or a memory stick."),
        ('<a href="file:///c/x">x</a>', "it refers to file:///c/x, which is no file of the site."),
        ('<a href="javascript:x()">x</a>',
         "it refers to javascript:x(), which is no file of the site."),
        ('<img src="https://other.example/x.png">',
         "it loads https://other.example/x.png from another site."),
        ('<img src="//other.example/x.png">', "it loads //other.example/x.png from another site."),
        ('<img srcset="https://other.example/x.png 2x">',
         "it loads https://other.example/x.png from another site."),
        ('<link rel="stylesheet" href="https://other.example/x.css">',
         "it loads https://other.example/x.css from another site."),
        (f'<a href="{ADDRESS}gone.html">x</a>',
         f"it refers to {ADDRESS}gone.html, which is not on the site."),
        ('<video poster="gone.jpg"></video>', "it refers to gone.jpg, which is not on the site."),
        ('<track src="gone.vtt">', "it refers to gone.vtt, which is not on the site."),
        ('<a href="https://[x">x</a>', "it refers to https://[x, which is not on the site."),
    ],
)  # fmt: skip
def test_a_bad_reference_is_found(site: Path, markup: str, expected: str) -> None:
    """Each kind, with a sentence of its own."""
    add(site, HOME, "</main>", markup)
    assert Finding(HOME, expected) in findings(site)


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="https://creativecommons.org/licenses/by/4.0/">x</a>',
        '<a href="mailto:office@school.example">x</a>',
        '<a href="#newest">x</a>',
        f'<a href="{ADDRESS}stories/story-1/">x</a>',
    ],
)
def test_a_good_reference_is_none(site: Path, markup: str) -> None:
    """A link that a person follows may lead elsewhere."""
    add(site, HOME, "</main>", markup)
    assert findings(site) == []


def test_a_style_that_loads_from_elsewhere_is_found(site: Path) -> None:
    """Styles load too."""
    edit(site, "style.css", "body{", "body{background: url('https://other.example/x.png');")
    assert findings(site) == [
        Finding("style.css", "it loads https://other.example/x.png from another site.")
    ]


def test_threat_28_an_enclosure_of_another_length_is_found(site: Path) -> None:
    """In each feed that has it."""
    with media(site, ".mp3").open("ab") as file:
        file.write(b"x")
    found = [each for each in findings(site) if each.path.startswith("feeds/all")]
    assert len(found) == 1
    assert "its enclosure says" in found[0].sentence


def test_threat_28_an_enclosure_of_another_type_is_found(site: Path) -> None:
    """A podcast app believes what the feed says."""
    edit(site, "feeds/all.xml", 'type="audio/mpeg"', 'type="video/mp4"')
    assert "is not of the type" in " ".join(each.sentence for each in findings(site))


def test_threat_28_an_enclosure_that_is_gone_is_found(site: Path) -> None:
    """By every page and feed that names it."""
    media(site, ".mp3").unlink()
    paths = {each.path for each in findings(site)}
    assert {STORY, f"ur/{STORY}"} <= paths
    assert any(path.startswith("feeds/") for path in paths)


def test_a_feed_that_is_not_rss_is_found(site: Path) -> None:
    """Nothing can be subscribed to that can't be read."""
    (site / "feeds/all.xml").write_bytes(b"<rss><channel>")
    assert any(
        each.path == "feeds/all.xml" and each.sentence.startswith("it can't be read")
        for each in findings(site)
    )


def test_threat_28_a_guid_given_twice_is_found(site: Path) -> None:
    """An app would show one of the two."""
    text = (site / "feeds/all.xml").read_text(encoding="utf-8")
    first, second = (text.split("<guid")[n].split(">")[1].split("<")[0] for n in (1, 2))
    edit(site, "feeds/all.xml", first, second)
    expected = Finding("feeds/all.xml", f"the guid {second} is given 2 times.")
    assert expected in findings(site)


def test_a_site_map_that_names_what_is_not_there_is_found(site: Path) -> None:
    """Search engines follow it."""
    (site / "language/so/index.html").unlink()
    expected = f"it names {ADDRESS}language/so/, which is not on the site."
    assert Finding("sitemap.xml", expected) in findings(site)


def test_a_withdrawn_story_in_a_feed_is_found(site: Path) -> None:
    """What other sites are told to drop, ours must not have."""
    school = json.loads((site / "school.json").read_text(encoding="utf-8"))
    guid = (site / "feeds/all.xml").read_text(encoding="utf-8").split("<guid")[1]
    guid = guid.split(">")[1].split("<")[0]
    (site / "school.json").write_text(json.dumps(school | {"withdrawn": [guid]}))
    expected = f"the story {guid} is withdrawn, and feeds/all.xml still has it."
    assert Finding("school.json", expected) in findings(site)


def test_media_that_nobody_names_is_found(site: Path) -> None:
    """It may be what should have been taken down."""
    (site / "media/left.jpg").write_bytes(jpeg())
    assert findings(site) == [Finding("media/left.jpg", "no page and no feed names this file.")]


@pytest.mark.parametrize(
    "text", ["/home/ict/recordings/x.m4a", "C:\\Users\\ict", "\\\\server\\share", "file:///x"]
)
def test_the_path_of_a_computer_is_found(site: Path, text: str) -> None:
    """It names people and machines."""
    add(site, STORY, "</main>", f"<p>{text}</p>")
    (found,) = findings(site)
    assert found.path == STORY
    assert found.sentence.startswith(f"it holds a path of a computer: {text[:12]}")


def test_the_workspaces_own_path_is_found(site: Path) -> None:
    """Wherever on the machine it stands."""
    add(site, STORY, "</main>", f"<p>{site.parent.parent}</p>")
    assert findings(site) == [
        Finding(STORY, "it holds the path of the folder that it was made in.")
    ]


def test_what_the_scrub_says_is_a_finding(site: Path) -> None:
    """Of each file, with its sentence."""

    def tagged(path: Path, name: str) -> list[str]:
        return ["it holds the foreign tag GEOB."] if path == media(site, ".mp3") else []

    assert [each.sentence for each in findings(site, tagged)] == ["it holds the foreign tag GEOB."]


def test_media_that_can_not_be_looked_through_is_found(site: Path) -> None:
    """A look that fails is a finding, and the others are still read."""

    def fails(path: Path, name: str) -> list[str]:
        if path == media(site, ".opus"):
            raise ToolError("it could not be read within the limits", path.name)
        return []

    assert [each.sentence for each in findings(site, fails)] == [
        "it can't be looked through: it could not be read within the limits."
    ]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<script>x()</script>", "it has a script in it, which must stand in a file of its own."),
        ('<p onclick="x()">x</p>', "it has a script in it, which must stand in a file of its own."),
        ("<style>p {}</style>", "it has a style in it, which must stand in a file of its own."),
        ('<p style="x">x</p>', "it has a style in it, which must stand in a file of its own."),
        ('<script src="https://count.example/x.js"></script>',
         "it loads https://count.example/x.js from another site."),
        ('<iframe src="https://count.example/"></iframe>',
         "it loads https://count.example/ from another site."),
        ('<link rel="preconnect" href="https://count.example/">',
         "it loads https://count.example/ from another site."),
        ('<meta http-equiv="refresh" content="0; url=https://count.example/">',
         "it loads https://count.example/ from another site."),
        ('<meta property="og:image" content="https://stories.school.example/media/gone.jpg">',
         f"it refers to {ADDRESS}media/gone.jpg, which is not on the site."),
        ('<script type="application/ld+json">{"url": "https://stories.school.example/gone/"}</script>',
         f"it refers to {ADDRESS}gone/, which is not on the site."),
        ('<script data-manifest="gone.webmanifest" src="scripts/manifest.js"></script>',
         "it refers to gone.webmanifest, which is not on the site."),
    ],
)  # fmt: skip
def test_whatever_lets_somebody_watch_is_found(site: Path, markup: str, expected: str) -> None:
    """Code in a page, anything of another host, and what is told of a page and is not there."""
    add(site, HOME, "</main>", markup)
    assert Finding(HOME, expected) in findings(site)


def test_a_page_without_a_policy_is_found(site: Path) -> None:
    """Each page needs its own: a server may send none."""
    edit(site, HOME, "Content-Security-Policy", "Nothing")
    assert findings(site) == [Finding(HOME, "it has no content security policy.")]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("default-src 'none'; ", "", "its content security policy has no default-src."),
        ("; base-uri 'none'", "", "its content security policy has no base-uri."),
        ("form-action 'self'; ", "", "its content security policy has no form-action."),
        ("img-src 'self'", "img-src 'self' https:",
         "its content security policy lets in https: (img-src)."),
        ("script-src 'self'", "script-src 'self' 'unsafe-inline'",
         "its content security policy lets in 'unsafe-inline' (script-src)."),
    ],
)  # fmt: skip
def test_a_policy_that_lets_others_in_is_found(
    site: Path, old: str, new: str, expected: str
) -> None:
    """Or that leaves out what the first directive does not stand in for."""
    edit(site, HOME, old, new)
    assert findings(site) == [Finding(HOME, expected)]


def test_webassembly_of_the_sites_own_is_allowed(site: Path) -> None:
    """A page that searches needs it."""
    edit(site, HOME, "script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
    assert findings(site) == []


def test_a_script_that_could_tell_on_its_reader_is_found(site: Path) -> None:
    """By a cookie, or by a report that goes out when a page is left."""
    (site / "scripts/count.js").write_text("document.cookie = 'x'")
    expected = Finding("scripts/count.js", "it may tell on its reader: document.cookie")
    assert findings(site) == [expected]


def test_an_oembed_that_leads_nowhere_is_found(site: Path) -> None:
    """Another site would frame a page that is not there."""
    path = "embed/story-1/oembed.json"
    edit(site, path, "embed/story-1/", "embed/gone/")
    assert findings(site) == [
        Finding(path, f"it names {ADDRESS}embed/gone/, which is not on the site.")
    ]
