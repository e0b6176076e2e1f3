"""A finding stops the release, and a name takes a story off it: the whole way, on real media."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from mutagen.id3 import ID3, PRIV
from schools import School

from media_pipeline.cli import cli
from media_pipeline.errors import PrivacyError, WorkspaceError
from media_pipeline.tools import files
from media_pipeline.tools.store import Store

Named = Callable[[str], Path]

CROW = "recordings/Reception/en/The crow.m4a"


@pytest.fixture(scope="module")
def open_school(recording: Named, tmp_path_factory: pytest.TempPathFactory) -> School:
    """A school with a story that is approved, and not yet public; tests take copies of it."""
    school = School(tmp_path_factory.mktemp("open") / "school")
    school.drop(recording("half-second.wav"), "Reception/en/A knock.wav")
    school.publish()
    school.drop(recording("memo.m4a"), "Reception/en/The crow.m4a")
    school.write(f"{CROW}.toml", 'description = "Told by Simran Kaur."\n')
    school.build()
    school.approve()
    return school


@pytest.fixture
def school(open_school: School, tmp_path: Path) -> School:
    """A copy of that school."""
    return open_school.copied(tmp_path / "copy")


def enclosure(school: School) -> Path:
    """The crow's finished MP3, in the store."""
    made = school.stories()[CROW]["renditions"]
    (path,) = (str(each["path"]) for each in made if each["role"] == "enclosure")
    return school.root / path


def public(school: School) -> set[str]:
    """The digests of all that is public."""
    site = school.root / "build/site"
    return {files.digest([each]) for each in site.rglob("*") if each.is_file()}


def plant(path: Path) -> None:
    """A private frame, as players and editors put into files."""
    tag = ID3(path, translate=False)  # type: ignore[no-untyped-call]
    tag.add(PRIV(owner="CANARY", data=b"CANARY"))  # type: ignore[no-untyped-call]
    tag.save(path, v1=0, v2_version=3)


def plant_in_store(school: School) -> None:
    """Plant it, and make the store believe that a job made it so."""
    path = enclosure(school)
    with closing(Store(school.root / "build")) as store:
        made = store.made(path.parent.name)
        assert made is not None
        plant(path)
        size, digest = path.stat().st_size, files.digest([path])
        changed = tuple(
            replace(each, bytes=size, digest=digest) if Path(each.path).name == path.name else each
            for each in made.renditions
        )
        store.record(path.parent.name, replace(made, renditions=changed))


def test_threat_08_a_planted_frame_stops_the_release_and_leaves_the_site(school: School) -> None:
    """Byte for byte, with 1 and a sentence that names the file and the frame."""
    before = school.site()
    plant_in_store(school)
    done = CliRunner().invoke(cli, ["build", "-w", str(school.root), "--jobs", "1"])
    assert done.exit_code == 1
    assert "media/the-crow-" in done.stderr
    assert ".mp3: it holds the foreign tag PRIV, so nothing was published." in done.stderr
    assert school.site() == before


def test_threat_08_other_bytes_than_were_made_stop_the_release(school: School) -> None:
    """Of the same length, put into the store by hand."""
    before, path = school.site(), enclosure(school)
    content = bytearray(path.read_bytes())
    content[-20] ^= 1
    path.unlink()
    path.write_bytes(content)
    with pytest.raises(PrivacyError, match="not, byte for byte, what was made"):
        school.build()
    assert school.site() == before


def test_threat_08_check_finds_what_the_store_knows_nothing_of(school: School) -> None:
    """It reads the finished tree alone."""
    school.build()
    sound = next((school.root / "build/site/media").glob("the-crow-*.mp3"))
    copy = sound.read_bytes()
    sound.unlink()
    sound.write_bytes(copy)
    plant(sound)
    assert "it holds the foreign tag PRIV." in [
        each.sentence for each in school.check() if "crow" in each.path
    ]


def test_threat_11_a_name_on_the_list_takes_a_story_off_until_it_is_passed(school: School) -> None:
    """The name is told in private, stands nowhere on the site, and is passed by saying so."""
    school.build()
    assert school.stories()[CROW]["state"] == "published"
    school.write("decisions/surnames.txt", "# Families\nKAUR\n")
    school.build()
    story = school.stories()[CROW]
    assert (story["state"], "“KAUR”, in its description" in story["reason"]) == ("waiting", True)
    site = school.site()
    assert not any(b"kaur" in content.lower() or "crow" in path for path, content in site.items())
    runner, at = CliRunner(), ["-w", str(school.root)]
    assert "KAUR" in runner.invoke(cli, ["status", *at]).output
    refused = runner.invoke(cli, ["approve", CROW, *at])
    assert (refused.exit_code, "--names" in refused.stderr) == (2, True)
    assert "0 approved" in runner.invoke(cli, ["approve", "--all", "--names", *at]).output
    assert "1 approved" in runner.invoke(cli, ["approve", CROW, "--names", *at]).output
    school.build()
    assert school.stories()[CROW]["state"] == "published"
    assert any(b"Simran Kaur" in content for content in school.site().values())


def test_threat_11_a_list_that_can_not_be_read_stops_the_build(school: School) -> None:
    """Else every name on it would pass."""
    before = school.site()
    (school.root / "decisions/surnames.txt").write_bytes(b"Kova\xe8\n")
    with pytest.raises(WorkspaceError, match="surnames"):
        school.build()
    assert school.site() == before


def test_threat_12_posters_come_from_approved_film_alone(school: School, recording: Named) -> None:
    """What waits has all its files in the private store, and none of their bytes on the site."""
    path = school.drop(recording("plain.mp4"), "Year 3/en/Our pond.mp4")
    school.build()
    made = school.stories()[path]["renditions"]
    assert {"poster", "video", "preview", "art"} <= {each["role"] for each in made}
    private = {files.digest([school.root / each["path"]]): each["role"] for each in made}
    assert not private.keys() & public(school)
    assert not any(
        b"our-pond" in content or b"Our pond" in content for content in school.site().values()
    )
    school.approve(path)
    school.build()
    seen = public(school)
    assert {"poster", "video", "preview"} <= {private[each] for each in private.keys() & seen}
    school.stop("held", path)
    school.build()
    assert not private.keys() & public(school)
