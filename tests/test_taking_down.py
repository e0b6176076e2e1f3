"""Taken down: at once, everywhere, whatever else is at work; and what is told of it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from remains import remains, words_of
from schools import School, tree
from servers import FILM, FRENCH, PUNJABI, open_school
from waiting import comes_true

from media_pipeline.cli import cli
from media_pipeline.errors import ToolError
from media_pipeline.publish import placing, whole
from media_pipeline.stages.publication import Publisher
from media_pipeline.tools.locks import locked

Named = Callable[[str], Path]
REASON = ("--reason", "a parent asked", "--by", "Kim")
TELLER = "Simran"


@pytest.fixture(scope="module")
def open_one(recording: Named, tmp_path_factory: pytest.TempPathFactory) -> School:
    """A school in two languages of pages, with feeds, sheets to print, search and frames, and a
    recording for families only; tests take copies of it.
    """
    root = tmp_path_factory.mktemp("open") / "school"
    (root / "recordings/Reception/fr").mkdir(parents=True)
    shutil.copyfile(recording("voice-memo.caf"), root / "recordings/Reception/fr/A la maison.caf")
    (root / "recordings/Reception/fr/A la maison.toml").write_text(
        'rights = "families-only"\n', encoding="utf-8"
    )
    return open_school(root, recording, "https://stories.hill.example/", '"en", "fr"')


@pytest.fixture
def school(open_one: School, tmp_path: Path) -> School:
    """A copy of that school."""
    return open_one.copied(tmp_path / "school")


@dataclass(frozen=True)
class Withdrawn:
    """A school from which a story and a film were withdrawn: what they were known by, where that
    stood, their slugs, and what the command said.
    """

    school: School
    words: frozenset[str]
    stood: tuple[str, ...]
    slugs: tuple[str, str]
    said: str


@pytest.fixture(scope="module")
def withdrawn(open_one: School, tmp_path_factory: pytest.TempPathFactory) -> Withdrawn:
    """See :class:`Withdrawn`. An earlier release stood in ``build``, a stick had been made."""
    school = open_one.copied(tmp_path_factory.mktemp("withdrawn") / "school")
    shutil.copytree(school.root / "build/site", school.root / "build/releases/1/site")
    assert run(school, "usb", str(school.root.parent / "stick")).exit_code == 0
    words = frozenset(words_of(school, PUNJABI, TELLER) | words_of(school, FILM))
    slugs = (school.stories()[PUNJABI]["slug"], school.stories()[FILM]["slug"])
    stood = tuple(remains(school.root / "build", words))
    done = run(school, "withdraw", PUNJABI, FILM, *REASON)
    assert done.exit_code == 0, done.output
    return Withdrawn(school, words, stood, slugs, done.output)


def run(school: School, command: str, *words: str, **given: str) -> Result:
    """Run a command in the school's workspace."""
    done = CliRunner().invoke(cli, [command, "-w", str(school.root), *words], **given)  # type: ignore[arg-type]
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def but_tombstones(found: list[str]) -> list[str]:
    """What is found but for ids in ``school.json``, which tell other sites what to drop."""
    tombstone = re.compile(r"site/school\.json: [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
    return [row for row in found if not tombstone.fullmatch(row)]


def test_threat_26_withdrawn_story_is_nowhere_below_build(withdrawn: Withdrawn) -> None:
    """Not in a page, feed, medium, art, poster, caption, code, index, map, an earlier release, the
    cache or a note; the recording is where it was.
    """
    assert len(withdrawn.stood) > 40
    assert but_tombstones(remains(withdrawn.school.root / "build", withdrawn.words)) == []
    assert (withdrawn.school.root / PUNJABI).exists()


def test_threat_26_nor_is_one_that_was_withdrawn_after_another(
    recording: Named, tmp_path: Path
) -> None:
    """What was made anew without the first one, sheets to print and search, named the second."""
    school = School(tmp_path / "school")
    for name, sound in (("Fox", "sixteen-bits"), ("Zanzibarina", "eight-bits"), ("Owl", "speech")):
        school.drop(recording(f"{sound}.wav"), f"Reception/en/{name}.wav")
    school.publish()
    first, second = (f"recordings/Reception/en/{name}.wav" for name in ("Fox", "Zanzibarina"))
    words = words_of(school, second)
    for path in (first, second):
        assert run(school, "withdraw", path, *REASON).exit_code == 0
    assert but_tombstones(remains(school.root / "build", words)) == []


@pytest.fixture
def pair(recording: Named, tmp_path: Path) -> School:
    """A school with two public stories, ``Fox`` and ``Owl``."""
    school = School(tmp_path / "school")
    for name, sound in (("Fox", "sixteen-bits"), ("Owl", "speech")):
        school.drop(recording(f"{sound}.wav"), f"Reception/en/{name}.wav")
    return school.publish()


def test_threat_30_a_mistake_in_a_template_takes_no_other_page_down(pair: School) -> None:
    """It is told, and the program's own templates make the pages until it is mended."""
    pair.write("site_templates/story.html", "{{ nothing.at.all }}")
    done = run(pair, "withdraw", "recordings/Reception/en/Fox.wav", *REASON)
    assert done.exit_code == 0
    assert "story.html" in done.output
    assert "Until that is mended" in done.output
    assert pair.check() == []
    assert (pair.root / "build/site/feeds/all.xml").is_file()


def test_the_account_of_a_whole_site_says_nothing_of_what_could_not_be_made(pair: School) -> None:
    """Indexes of the search have other names then, and a shelf of one story goes with it."""
    said = run(pair, "withdraw", "recordings/Reception/en/Fox.wav", *REASON).output
    assert "could not be made anew" not in said
    assert "build again" not in said


def test_threat_27_every_place_of_a_withdrawn_recording_is_told(pair: School) -> None:
    """Whoever deletes it finds each copy."""
    fox, roar = (pair.root / f"recordings/Reception/en/{name}.wav" for name in ("Fox", "Roar"))
    assert run(pair, "withdraw", str(fox.relative_to(pair.root)), *REASON).exit_code == 0
    shutil.copy(fox, roar)
    pair.build()
    row = pair.stories()["recordings/Reception/en/Fox.wav"]
    assert row["state"] == "withdrawn"
    assert row["notes"] == ["The same recording lies at recordings/Reception/en/Roar.wav."]


def test_what_could_not_be_made_anew_is_told_as_deleted(
    pair: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever reads the account builds again."""

    def fail(*_: object, **__: object) -> None:
        raise ToolError("no pages today", "pages")

    monkeypatch.setattr(Publisher, "publish", fail)
    said = run(pair, "withdraw", "recordings/Reception/en/Fox.wav", *REASON).output
    assert not (pair.root / "build/site/index.html").exists()
    assert re.search(r"deleted, as it could not be made anew; build again: \d+ × feed\n", said)
    assert "made anew without it" not in said


def test_threat_26_tombstone_is_digest_and_date_without_a_name(withdrawn: Withdrawn) -> None:
    """The ledger's line of the withdrawal."""
    text = (withdrawn.school.root / "decisions/ledger.jsonl").read_text(encoding="utf-8")
    line = json.loads(text.splitlines()[-1])
    assert line["event"] == "withdrawn"
    assert line["digest"] in withdrawn.words
    assert line.keys() - {"v", "n", "seal", "before", "hash"} == {
        "at", "event", "id", "digest", "private",
    }  # fmt: skip
    assert line["private"].keys() - {"salt"} == {"reason", "by"}


def test_the_account_of_what_was_never_public_names_nowhere(
    school: School, recording: Named
) -> None:
    """There is nothing that can't be called back."""
    new = school.drop(recording("voice-note.ogg"), "Year 3/en/Geri.ogg")
    school.build()
    done = run(school, "withdraw", new, *REASON)
    assert "nothing of it stood on the site" in done.output
    assert "called back" not in done.output


def test_withdraw_prints_a_dated_account(withdrawn: Withdrawn) -> None:
    """What was removed, counted and by path; what can't be called back; sticks that were made."""
    said = withdrawn.said
    assert "Taken down on " in said
    assert f"    stories/{withdrawn.slugs[0]}/index.html" in said
    for kind in ("page", "sound", "film", "picture", "words", "code", "page for frames"):
        assert f" × {kind}\n" in said, kind
    for kind in ("feed", "search index", "printed sheet", "site map"):
        assert re.search(rf"made anew without it: \d+ × {kind}\n", said), kind
    assert "Memory sticks made since it was public (1): " in said
    assert "check --published" in said


def test_next_build_encodes_nothing_and_leaves_the_site_as_it_is(withdrawn: Withdrawn) -> None:
    """The cache kept what is other stories', and the site was made whole."""
    before = withdrawn.school.site()
    withdrawn.school.build()
    again = {name.split(" ")[0] for name in withdrawn.school.reporter.reasons}
    assert again & {"sound", "film", "tags", "cover", "words"} == set()
    assert withdrawn.school.site() == before
    assert remains(withdrawn.school.root / "build/cache", withdrawn.words) == []


def test_what_was_shown_of_an_earlier_take_is_forgotten_with_its_story(
    school: School, recording: Named
) -> None:
    """Though that has no id: nothing in ``build`` has its title any more."""
    earlier = school.drop(school.root / PUNJABI, "Year 3/en/Meerschweinchen.m4a")
    fox = school.retake(PUNJABI, recording("voice-note.ogg"))
    assert school.stories()[earlier]["id"] == ""
    assert remains(school.root / "build", {"Meerschweinchen"}) != []
    assert run(school, "withdraw", fox, *REASON).exit_code == 0
    assert remains(school.root / "build", {"Meerschweinchen"}) == []


def test_held_story_is_off_the_site_at_once_and_its_work_is_kept(school: School) -> None:
    """Approved again, nothing is encoded anew."""
    slug = school.stories()[PUNJABI]["slug"]
    assert run(school, "hold", PUNJABI, *REASON).exit_code == 0
    assert not any(slug in name for name in school.site())
    school.build()
    school.approve(PUNJABI)
    school.build()
    assert not any(name.startswith("sound") for name in school.reporter.reasons)
    assert any(slug in name for name in school.site())


@pytest.mark.slow
def test_threat_26_withdrawn_in_the_middle_of_a_build(school: School, recording: Named) -> None:
    """A build that encodes takes it down within seconds, tells, and leaves nothing at its end."""
    school.drop(recording("a-minute.mp3"), "Year 3/en/A long one.mp3")
    for number in range(3):
        long = school.root / f"recordings/Year 3/en/Film {number}.mp4"
        long.write_bytes(recording("plain.mp4").read_bytes() + bytes([number]))
    words = words_of(school, PUNJABI, TELLER)
    command = [sys.executable, "-m", "media_pipeline"]
    with subprocess.Popen(
        [*command, "build", "-w", str(school.root), "--jobs", "1"],
        stdout=subprocess.PIPE, text=True,
    ) as build:  # fmt: skip
        encoding = school.root / "build/cache/work"
        assert comes_true(lambda: any(encoding.glob("*/*")), 60)
        done = run(school, "withdraw", PUNJABI, *REASON)
        at_once = remains(school.root / "build/site", words)
        going_on = build.poll() is None
        said, _ = build.communicate(timeout=120)
    assert going_on, "the build had ended before"
    assert build.returncode == 0
    assert "A build is at work here" in done.output
    assert "off the site" in said
    assert but_tombstones([f"site/{row}" for row in at_once]) == []
    (school.root / PUNJABI).unlink()
    (school.root / PUNJABI.replace(".m4a", ".toml")).unlink()
    assert "withdrawn" in (school.root / "build/report.json").read_text(encoding="utf-8")
    left = remains(school.root / "build/cache", words)
    assert left == []


def test_threat_26_withdrawn_beside_work_that_looks_at_nothing(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as an hour's copying to a memory stick, which has the lock of the site's folder."""
    words = words_of(school, PUNJABI)
    monkeypatch.setattr("media_pipeline.takedown.at_once.PATIENCE", 0)
    with locked(school.root / "build/lock", lambda: None):
        done = run(school, "withdraw", PUNJABI, *REASON)
    assert done.exit_code == 0, done.output
    found = [f"site/{row}" for row in remains(school.root / "build/site", words)]
    assert but_tombstones(found) == []
    assert "index.html" in school.site()
    school.build()
    assert remains(school.root / "build/cache", words) == []


def test_threat_26_withdrawn_while_the_site_is_put_together(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing that was decided before the first file is placed is overlooked."""
    school.write(FRENCH.replace(".opus", ".toml"), 'tale = "crow"\ncredit = "Another"\n')
    slug = school.stories()[PUNJABI]["slug"]
    calls: list[Any] = []
    placed: list[bool] = []

    def withdrawing(*given: Any, **named: Any) -> Any:
        if not calls:
            school.stop("withdrawn", PUNJABI)
        calls.append(given)
        return whole.whole_parts(*given, **named)

    def recorded(site: Path, wanted: Any, *given: Any) -> Any:
        placed.append(any(slug in path for path in wanted.tree))
        return placing.place_site(site, wanted, *given)

    monkeypatch.setattr("media_pipeline.stages.publication.whole_parts", withdrawing)
    monkeypatch.setattr("media_pipeline.stages.publication.place_site", recorded)
    school.build()
    assert len(calls) > 1  # once more without it, be it by this build or by its watch
    assert placed
    assert not any(placed)
    assert not any(slug in name for name in school.site())


def test_threat_26_withdrawn_where_pages_can_not_be_made(school: School) -> None:
    """A template that is broken keeps nothing public: whatever names the story is deleted."""
    school.write("site_templates/story.html", "{% broken")
    words = words_of(school, PUNJABI)
    done = run(school, "withdraw", PUNJABI, *REASON)
    assert done.exit_code == 0, done.output
    assert but_tombstones(remains(school.root / "build", words)) == []


def test_threat_27_same_bytes_dropped_again_are_withdrawn_and_told(
    school: School, recording: Named
) -> None:
    """Under another name, in another folder; the build's last lines say so."""
    run(school, "withdraw", PUNJABI, *REASON)
    (school.root / PUNJABI).unlink()
    again = school.drop(recording("memo.m4a"), "Year 3/en/A new name.m4a")
    done = run(school, "build")
    assert f"{again}: withdrawn. This recording was withdrawn on " in done.output
    assert "Delete it." in done.output
    assert not any("a-new-name" in name for name in school.site())


def test_threat_27_recordings_from_a_backup_stay_withdrawn(school: School) -> None:
    """Put back where they were, with all that lay beside them."""
    backup = tree(school.root / "recordings")
    run(school, "withdraw", PUNJABI, *REASON)
    (school.root / PUNJABI).unlink()
    school.build()
    for name, content in backup.items():
        (school.root / "recordings" / name).write_bytes(content)
    school.build()
    assert school.stories()[PUNJABI]["state"] == "withdrawn"
