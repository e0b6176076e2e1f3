"""What is for families alone: in a tree of its own, by addresses that nobody can guess."""

from __future__ import annotations

import gzip
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import feedparser
import lxml.html
import pypdfium2
import pytest
from click.testing import CliRunner, Result
from codes import codes_on
from schools import SETTINGS, School, tree
from servers import ask, served

from media_pipeline.cli import cli
from media_pipeline.commands import addressing, exporting
from media_pipeline.gate.book import read_book
from media_pipeline.gate.ledger import Ledger
from media_pipeline.gate.tokens import TOKEN, addresses, new_addresses
from media_pipeline.model import Page
from media_pipeline.publish import for_families
from media_pipeline.publish.hosting import FILES
from media_pipeline.publish.templates import Templates
from media_pipeline.settings import Settings
from media_pipeline.takedown.trees import publisher_aside, take_down
from media_pipeline.tools.store import Store

Named = Callable[[str], Path]

PUBLIC, FAMILIES = "https://stories.hill.example/", "https://families.hill.example/"
WITH_ADDRESS = SETTINGS.replace(
    "[[classes]]",
    f'[feeds]\nauto = ["all"]\n\n[families]\naddress = "{FAMILIES}"\n\n[[classes]]',
    1,
)

RECEPTION = "recordings/Reception/en/Heronsong - Zofietta.m4a"
YEAR_3 = "recordings/Year 3/fr/Renardelle.m4a"
NO_CLASS = "recordings/en/Owlington.opus"
OPEN = "recordings/Year 3/fr/Le corbeau.opus"

MEDIA = (".mp3", ".opus", ".mp4")
"""Sound and film say in their tags whose they are, with the school's public address."""

CONSENT = """\
code,class,voice,image,name,from,until,leaves
R-001,Reception,{others},public,public,,,
R-002,Year 3,{voice},public,public,,,
"""
"""Who is in the stories: R-002 in the public one."""

NAMES = {"reception": "Heronsong", "year-3": "Renardelle", "": "Owlington"}
"""A word of each class's story that stands nowhere else."""


@pytest.fixture(scope="module")
def told(recording: Named, tmp_path_factory: pytest.TempPathFactory) -> School:
    """A school with one public story, and one for families in two classes and in none."""
    school = School(tmp_path_factory.mktemp("told") / "school")
    school.write("school.toml", WITH_ADDRESS)
    agree(school, "public")
    for path, source in (
        (RECEPTION, "memo.m4a"),
        (YEAR_3, "streamed.m4a"),
        (NO_CLASS, "voice-note.opus"),
        (OPEN, "voice-note.ogg"),
    ):
        school.drop(recording(source), path.removeprefix("recordings/"))
        said = 'people = "R-001"\nrights = "families-only"\ndescription = "Only ours."\n'
        school.write(f"{path}.toml", 'people = "R-002"\n' if path == OPEN else said)
    return school.publish()


@pytest.fixture
def copy(told: School, tmp_path: Path) -> School:
    """A copy of the school, for a test that changes it. What is made is written anew where it
    changes, so that its files can be shared.
    """

    made = [told.root / "build" / name for name in ("site", "site-families", "cache")]

    def copied(source: str, target: str) -> None:
        shared = any(Path(source).is_relative_to(each) for each in made)
        (os.link if shared else shutil.copy2)(source, target)

    shutil.copytree(told.root, tmp_path / "copy", copy_function=copied)
    school = School(tmp_path / "copy", now=told.now)
    school.write("school.toml", WITH_ADDRESS)
    return school


def agree(school: School, voice: str, others: str = "public") -> None:
    """Write the register: for whom the person in the public story agrees, and the other one."""
    school.write("decisions/consent.csv", CONSENT.format(voice=voice, others=others))


def taken_down(school: School) -> bool:
    """What a build does first of all."""
    book = read_book(Ledger(school.workspace.decisions).read())
    with closing(Store(school.workspace.build)) as store:
        aside = publisher_aside(school.workspace, store, school.reporter, lambda: school.now)
        return take_down(aside, book)


def tokens(school: School) -> dict[str, str]:
    """The token of each class, as the ledger has it."""
    lines = Ledger(school.workspace.decisions).read()
    return {class_id: each.token for class_id, each in addresses(lines).items()}


def families(school: School) -> dict[str, bytes]:
    """Every file of the tree for families."""
    return tree(school.root / "build/site-families")


def of_class(school: School, class_id: str) -> dict[str, bytes]:
    """Every file of the site of a class."""
    return tree(school.root / "build/site-families" / tokens(school)[class_id])


def said(files: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Every file's name and all that can be read in it, unpacked and out of its PDF."""
    for name, content in files.items():
        text = gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content
        if name.endswith(".pdf"):
            with pypdfium2.PdfDocument(content) as document:
                pages = "".join(page.get_textpage().get_text_range() for page in document)
            text += pages.encode()
        yield name, name + text.decode("utf-8", "replace")


def naming(files: Mapping[str, bytes], *words: str) -> list[str]:
    """The files in which one of ``words`` can be read, however it is written."""
    wanted = [word.casefold() for word in words]
    return [name for name, text in said(files) if any(word in text.casefold() for word in wanted)]


def overwrite(path: Path, text: str) -> None:
    """Put another file in the place of one that copies share."""
    path.unlink()
    path.write_text(text, encoding="utf-8")


def run(*words: str | Path) -> Result:
    """Run a command."""
    return CliRunner().invoke(cli, [str(word) for word in words], catch_exceptions=False)


def test_threat_25_nothing_for_families_stands_in_the_public_tree(told: School) -> None:
    """Not a title, a teller, a slug, an id, a token, an address or a count."""
    rows, site = told.stories(), told.site()
    private = [
        rows[path][what] for path in (RECEPTION, YEAR_3, NO_CLASS) for what in ("slug", "id")
    ]
    private += [*tokens(told).values(), *NAMES.values(), "Zofietta", FAMILIES, "Only ours"]
    assert naming(site, *private) == []
    assert b"1 story" in site["index.html"]
    assert naming(site, "corbeau") != []


def test_nothing_of_one_class_stands_in_the_site_of_another(told: School) -> None:
    """Each has its own story alone, under its own token."""
    given = tokens(told)
    assert given.keys() == NAMES.keys()
    for class_id, own in NAMES.items():
        others = [given[each] for each in given if each != class_id]
        others += [name for name in NAMES.values() if name != own]
        assert naming(of_class(told, class_id), *others) == []
        assert naming(of_class(told, class_id), own) != []


def test_each_site_is_whole_in_every_language_of_the_pages(told: School) -> None:
    """The page of its story, its feeds, its media, search and a sheet to print."""
    slug, site = told.stories()[RECEPTION]["slug"], of_class(told, "reception")
    assert {
        "index.html",
        "fr/index.html",
        f"stories/{slug}/index.html",
        f"fr/stories/{slug}/index.html",
        "feeds/all.xml",
        "feeds/all-low-data.xml",
        "search/pagefind.js",
        "subscribe/all/poster.pdf",
    } <= site.keys()
    assert any(name.startswith(f"media/{slug}-") and name.endswith(".mp3") for name in site)


def test_no_stranger_is_led_to_a_site(told: School) -> None:
    """Each page asks search engines to pass by and tells no site where its reader was; there are
    no lists for machines, no frames, no address of itself and none of another language.
    """
    site = of_class(told, "reception")
    assert site["robots.txt"] == b"User-agent: *\nDisallow: /\n"
    unwanted = ("sitemap", "school.json", "embed/", "codes/")
    assert [name for name in site if name.startswith(unwanted)] == []
    for name, content in site.items():
        if not name.endswith(".html"):
            continue
        page = lxml.html.fromstring(content)
        assert page.xpath("//meta[@name='robots']/@content") == ["noindex"], name
        assert page.xpath("//meta[@name='referrer']/@content") == ["no-referrer"], name
        assert page.xpath("//link[@hreflang]|//meta[starts-with(@property,'og:')]") == [], name
        assert b"oembed" not in content, name
        assert b"application/ld+json" not in content, name
        assert b"data-share" not in content, name


def test_links_to_the_public_site_are_its_own_address_alone(told: School) -> None:
    """At the foot, where the page also says for whom it is."""
    pages = {name: each for name, each in families(told).items() if not name.endswith(MEDIA)}
    for name, content in pages.items():
        found = re.findall(rb"https://stories\.hill\.example[^\"<\s]*", content)
        assert set(found) <= {PUBLIC.encode()}, name
    page = of_class(told, "reception")["fr/index.html"].decode()
    assert "réservées à nos familles" in page
    assert f'<a href="{PUBLIC}" rel="external noopener">' in page


def test_feeds_are_read_and_ask_not_to_be_listed(told: School) -> None:
    """An app finds the sound under the class's address; directories are asked to pass by."""
    own = f"{FAMILIES}{tokens(told)['year-3']}/"
    site = of_class(told, "year-3")
    for name in ("feeds/all.xml", "feeds/all-low-data.xml"):
        feed = feedparser.parse(site[name])
        (entry,) = feed.entries
        assert (feed.bozo, feed.feed.link, entry.title) == (False, own, "Renardelle")
        assert feed.feed.title.startswith("Year 3 · Hill School")
        assert entry.enclosures[0].href.startswith(f"{own}media/")
        assert len(site[entry.enclosures[0].href.removeprefix(own)]) == int(
            entry.enclosures[0].length
        )
        text = site[name].decode()
        assert "<itunes:block>Yes</itunes:block>" in text
        assert "<podcast:block>yes</podcast:block>" in text
        assert "<podcast:locked>yes</podcast:locked>" in text


def test_the_sheet_leads_to_the_class_s_own_address(told: School) -> None:
    """The code on paper is read by a telephone, and its page is there."""
    token = tokens(told)["reception"]
    folder = told.root / "build/site-families" / token
    own = f"{FAMILIES}{token}/"
    assert codes_on(folder / "subscribe/all/poster.pdf") == [f"{own}en/subscribe/all/"]
    for address in codes_on(folder / "class/reception/passport.pdf"):
        assert (folder / address.removeprefix(own) / "index.html").exists()


def test_who_guesses_an_address_learns_nothing(told: School) -> None:
    """What stands beside the folders is no list of them, and names no class and no school."""
    beside = {name: content for name, content in families(told).items() if "/" not in name}
    assert beside.keys() == {"index.html", "404.html", "robots.txt", *FILES}
    assert naming(beside, *tokens(told).values(), "Hill", "Reception") == []


def test_a_token_can_not_be_guessed_and_stands_in_the_private_part(told: School) -> None:
    """Of 160 bits; the chain of the ledger covers its seal, so that it can be emptied."""
    lines = [each for each in Ledger(told.workspace.decisions).read() if "token" in str(each.event)]
    assert [each.event.event for each in lines] == ["families"] * 3
    assert all(TOKEN.fullmatch(each.event.private["token"]) for each in lines)
    assert not any("token" in each.event.public for each in lines)


def test_a_build_that_changes_nothing_writes_nothing(copy: School) -> None:
    """And gives nobody another address."""
    before, decided = families(copy), Ledger(copy.workspace.decisions).read()
    built = copy.build()
    assert (built.families.written, built.families.removed) == ((), ())
    assert (families(copy), Ledger(copy.workspace.decisions).read()) == (before, decided)


def test_threat_23_the_tree_is_the_same_after_it_was_deleted(copy: School) -> None:
    """Byte for byte, under the same tokens: they are in the ledger."""
    before, public = families(copy), copy.site()
    for each in (copy.workspace.site, copy.workspace.families):
        shutil.rmtree(each)
    copy.build()
    assert families(copy) == before
    assert copy.site() == public


def test_withdrawn_story_leaves_the_tree_for_families(copy: School) -> None:
    """At once, with its sound and its place in search, and the account says so; the class's
    address stays.
    """
    slug, token = copy.stories()[RECEPTION]["slug"], tokens(copy)["reception"]
    result = run("withdraw", "-w", copy.root, RECEPTION, "--reason", "asked", "--by", "Kim")
    assert result.exit_code == 0
    assert f"    site-families/{token}/stories/{slug}/index.html\n" in result.output
    assert "until build/site-families is brought there" in result.output
    assert naming(families(copy), slug, "Heronsong") == []
    assert tokens(copy)["reception"] == token
    site = of_class(copy, "reception")
    assert b"No story has been published yet." in site["index.html"]
    assert feedparser.parse(site["feeds/all.xml"]).entries == []
    assert copy.check() == []


def test_threat_26_withdrawal_goes_first_though_the_build_then_fails(
    copy: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before a recording is looked at, the story is gone from the tree."""
    slug = copy.stories()[YEAR_3]["slug"]
    copy.stop("held", YEAR_3)
    monkeypatch.setattr("media_pipeline.flow.survey", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        copy.build()
    assert naming(families(copy), slug) == []
    assert naming(families(copy), "Heronsong") != []


def test_what_can_not_be_published_again_is_deleted_file_by_file(
    copy: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the tree can't be made anew, every file that names the story goes."""
    slug = copy.stories()[YEAR_3]["slug"]
    copy.stop("withdrawn", YEAR_3)
    (copy.root / "build/state.sqlite").unlink()
    monkeypatch.setattr("media_pipeline.flow.survey", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        copy.build()
    assert naming(families(copy), slug) == []
    assert naming(families(copy), "Heronsong") != []


def test_threat_25_who_agrees_no_more_leaves_the_tree_first_of_all(copy: School) -> None:
    """A story that was everyone's leaves the public tree, and is families' with the build; a
    register that can't be read gives it back to nobody. What was families' leaves theirs.
    """
    slug = copy.stories()[OPEN]["slug"]
    agree(copy, "families")
    assert taken_down(copy)
    assert naming(copy.site(), slug, "corbeau") == []
    copy.build()
    assert naming(copy.site(), slug, "corbeau") == []
    assert f"stories/{slug}/index.html" in of_class(copy, "year-3")
    copy.stop("withdrawn", RECEPTION)
    copy.write("decisions/consent.csv", "nothing of use\n")
    assert taken_down(copy)
    assert naming(copy.site(), slug, "corbeau") == []
    assert naming(families(copy), "Heronsong") == []
    assert naming(families(copy), "Renardelle") != []
    agree(copy, "families", "none")
    assert taken_down(copy)
    assert naming(families(copy), *NAMES.values()) == []


def test_threat_25_a_surname_that_is_found_later_leaves_the_tree(copy: School) -> None:
    """The list is looked at first of all, for families as for everyone."""
    copy.write("decisions/surnames.txt", "Heronsong\n")
    assert taken_down(copy)
    assert naming(families(copy), "Heronsong") == []
    assert naming(families(copy), "Owlington") != []


def test_an_address_that_is_taken_back_while_files_are_made_is_not_placed(
    copy: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tree is made anew, under the address that counts."""
    before, made = tokens(copy), for_families.front_pages
    ledger = Ledger(copy.workspace.decisions)

    def rotating(settings: Settings, templates: Templates) -> Iterator[Page]:
        if tokens(copy) == before:
            ledger.append(new_addresses(["year-3"], "", ledger.read()), copy.now)
        yield from made(settings, templates)

    monkeypatch.setattr("media_pipeline.stages.families.front_pages", rotating)
    shutil.rmtree(copy.workspace.families)
    copy.build()
    assert naming(families(copy), before["year-3"]) == []
    assert naming(of_class(copy, "year-3"), "Renardelle") != []


def test_threat_25_nothing_for_families_is_copied_to_a_stick(told: School, tmp_path: Path) -> None:
    """What is lost on a bus is public."""
    stick = tmp_path / "stick"
    exporting.export(told.workspace, stick, told.reporter, lambda: told.now)
    assert naming(tree(stick), *tokens(told).values(), *NAMES.values(), "Only ours") == []
    assert naming(tree(stick), "corbeau") != []


def test_rotation_deletes_the_old_address_at_once_and_for_ever(copy: School) -> None:
    """The command alone gives the class another folder; the others keep theirs."""
    before = tokens(copy)
    result = run("families", "-w", copy.root, "--rotate", "Year 3", "--term", "Spring 2027")
    after = tokens(copy)
    folders = {name.partition("/")[0] for name in families(copy) if "/" in name}
    assert result.exit_code == 0
    assert folders == set(after.values())
    assert after["year-3"] not in before.values()
    assert {**after, "year-3": ""} == {**before, "year-3": ""}
    assert f"{FAMILIES}{after['year-3']}/" in result.output
    assert "Spring 2027" in result.output
    copy.build()
    assert naming(families(copy), before["year-3"]) == []
    assert naming(copy.site(), after["year-3"], before["year-3"]) == []


def test_rotation_of_all_takes_back_what_a_class_had_that_is_not_there_today(
    copy: School,
) -> None:
    """A class that comes back into the settings has no address of last year."""
    before = tokens(copy)
    settings = (copy.root / "school.toml").read_text(encoding="utf-8")
    year_3 = settings.index('[[classes]]\nid = "year-3"')
    copy.write("school.toml", settings[:year_3])
    run("families", "-w", copy.root, "--rotate", "--all", "--term", "Autumn 2027")
    copy.write("school.toml", settings)
    copy.build()
    assert before["year-3"] not in tokens(copy).values()
    assert naming(families(copy), *before.values()) == []


def test_a_rotation_that_was_cut_short_is_carried_out_by_the_next_build(
    copy: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything else: what the ledger has taken back stands nowhere."""
    before = tokens(copy)
    monkeypatch.setattr("media_pipeline.commands.addressing.drop_former", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        addressing.give_new_addresses(copy.workspace, [], "", copy.reporter, lambda: copy.now)
    monkeypatch.setattr("media_pipeline.flow.survey", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        copy.build()
    assert [name for name in families(copy) if name.partition("/")[0] in before.values()] == []


def test_families_lists_every_address_and_what_stands_there(told: School) -> None:
    """By class, with what can be printed."""
    rows = addressing.listed(told.workspace, told.now)
    assert [(each.name, each.stories) for each in rows] == [
        ("Reception", 1),
        ("Year 3", 1),
        ("Hill School", 1),
    ]
    output = run("families", "-w", told.root).output
    for each in rows:
        assert each.address in output
        assert each.sheet is not None
        assert each.sheet.is_file()


@pytest.mark.parametrize(
    "wrong", [["reception"], ["--all"], ["--rotate"], ["--term", "x"], ["--rotate", "year-9"]]
)
def test_a_rotation_is_never_guessed_at(told: School, wrong: list[str]) -> None:
    """An address that is taken back by mistake is on every family's paper."""
    before = tokens(told)
    assert run("families", "-w", told.root, *wrong).exit_code == 2
    assert tokens(told) == before


def test_check_finds_nothing_wrong_with_either_tree(told: School) -> None:
    """Links, feeds, media and tags of each class's site, as of the public one."""
    assert told.check() == []


def test_threat_26_check_finds_what_was_withdrawn_in_a_build_of_before(copy: School) -> None:
    """Out of a backup: ``build/site`` is what some schools bring to their server by hand."""
    for path, row in copy.stories().items():
        if row["state"] == "published":
            copy.stop("withdrawn", path)
    found = copy.check()
    stories = {row["slug"] for row in copy.stories().values() if row["slug"]}
    told_of = {slug for slug in stories for each in found if slug in each.path}
    assert stories
    assert told_of == stories
    assert "build again" in found[0].sentence


def test_check_finds_what_is_for_families_in_the_public_tree(copy: School) -> None:
    """And in another class's site, and a site that search engines may show."""
    slug, given = copy.stories()[RECEPTION]["slug"], tokens(copy)
    page = copy.root / "build/site/about/contact/index.html"
    overwrite(page, page.read_text(encoding="utf-8").replace("</main>", f"{slug}</main>"))
    (copy.root / "build/site/search/hidden.pf_meta").write_bytes(gzip.compress(slug.encode()))
    folder = copy.root / "build/site-families" / given["year-3"]
    (folder / "media/notes.txt").write_text(given["reception"])
    overwrite(folder / "robots.txt", "")
    (copy.root / "build/site-families/index.html").unlink()
    found = {each.path: each.sentence for each in copy.check()}
    assert found["about/contact/index.html"] == "it names what is for families only."
    assert found["search/hidden.pf_meta"] == "it names what is for families only."
    assert "site-families/index.html" in found
    own = f"site-families/{given['year-3']}"
    assert found[f"{own}/media/notes.txt"] == "it names what is another class's."
    assert found[f"{own}/robots.txt"] == "it does not ask search engines to pass by."


def test_serve_shows_the_sites_for_families_on_this_machine(told: School) -> None:
    """A list for the coordinator, and each site below it."""
    token = tokens(told)["reception"]
    with served(told.root) as port:
        page = ask(port, "/families/")
        assert f'href="/families/{token}/"' in page.body.decode()
        assert page.headers["cache-control"] == "no-store"
        assert ask(port, f"/families/{token}/").status == 200
        assert ask(port, "/families/nobody/").status == 404


def test_status_says_what_is_for_families_only(told: School) -> None:
    """In words, and for programs."""
    assert run("status", "-w", told.root).output.count("For families only.") == 3
    audiences = {path: row["audience"] for path, row in told.stories().items()}
    assert (audiences[RECEPTION], audiences[OPEN]) == ("families", "public")


def test_a_school_without_such_stories_has_no_tree_and_no_tokens(tmp_path: Path) -> None:
    """Nothing is written down that nobody needs."""
    school = School(tmp_path / "school")
    school.build()
    assert not (school.root / "build/site-families").exists()
    assert tokens(school) == {}
    assert "No class has an address" in run("families", "-w", school.root).output


def test_without_an_address_there_are_pages_and_no_feeds(copy: School) -> None:
    """As on the public site."""
    copy.write("school.toml", SETTINGS)
    copy.build()
    site = of_class(copy, "reception")
    assert [name for name in site if name.startswith("feeds")] == []
    assert "index.html" in site
    assert copy.check() == []


def test_the_tree_may_not_stand_at_the_public_address(tmp_path: Path) -> None:
    """What brings the public site up to date would delete it."""
    school = School(tmp_path / "school")
    school.write("school.toml", WITH_ADDRESS.replace(FAMILIES, PUBLIC))
    result = run("status", "-w", school.root)
    assert (result.exit_code, "another one than that of the public site" in result.output) == (
        2,
        True,
    )
