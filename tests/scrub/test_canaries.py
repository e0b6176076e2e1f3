"""Nothing that a device wrote into a recording is in any byte of what is published.

Canaries are planted wherever a container can hold words, in every container that intake takes;
then all of it is built, approved and published, and every file of the site is searched.
"""

from __future__ import annotations

import base64
import re
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from canaries import CANARY, PLACE, RECIPES, make, save_picture
from schools import SETTINGS, School

from media_pipeline.intake.strays import ANSWERS
from media_pipeline.tools.ffmpeg import DEMUXERS

pytestmark = pytest.mark.slow

SECRETS = (CANARY, PLACE[1:8])
"""The canary, and the beginning of the place."""

CAPTIONS = f"""\
WEBVTT {CANARY}

NOTE {CANARY}

STYLE
::cue(.{CANARY}) {{ color: red }}

{CANARY}
00:00.000 --> 00:00.500 region:{CANARY}
<v {CANARY}><c.{CANARY}>Once upon a time</c></v>
"""


def forms(secret: str) -> list[bytes]:
    """A secret as bytes: UTF-8, UTF-16, and base64 at each place of three that it may begin at."""
    raw = secret.encode()
    found = [raw, secret.encode("utf-16-le"), secret.encode("utf-16-be")]
    for before in range(3):
        for text in (raw, secret.encode("utf-16-le")):
            whole = base64.b64encode(b"\0" * before + text)
            # what no byte beside it has a part in
            found.append(whole[4 if before else 0 : len(whole) // 4 * 4 - 4])
    return found


def unpacked(content: bytes) -> Iterator[bytes]:
    """The bytes, and all that is packed in them by zlib or gzip: of PDF, PNG, indexes."""
    yield content
    for at in (
        match.start() for match in re.finditer(b"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08", content)
    ):
        try:
            inside = zlib.decompressobj(wbits=47).decompress(content[at:], 1 << 24)
        except zlib.error:
            continue
        if len(inside) > len(CANARY):
            yield inside


def told(content: bytes, secrets: tuple[str, ...] = SECRETS) -> bool:
    """Whether one of the secrets is in there, in any form and case."""
    wanted = [form.lower() for secret in secrets for form in forms(secret)]
    return any(form in each.lower() for each in unpacked(content) for form in wanted)


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> School:
    """A school of one recording in each container, all public, with pictures and words."""
    folder = tmp_path_factory.mktemp("canaries")
    school = School(tmp_path_factory.mktemp("open") / "school")
    for name in RECIPES:
        stem, _, suffix = name.partition(".")
        school.drop(make(folder, name), f"Reception/en/The tale {stem} - Amina.{suffix}")
    here = school.root / "recordings/Reception/en"
    for stem, suffix in (("one", "jpg"), ("two", "png"), ("three", "heic"), ("four", "webp")):
        save_picture(here / f"The tale {stem} - Amina.{suffix}")
    for stem in ("one", "two", "twelve"):
        school.write(f"recordings/Reception/en/The tale {stem} - Amina.en.vtt", CAPTIONS)
    save_picture(school.root / "logo.png")
    school.write("school.toml", f'{SETTINGS}\n[look]\nlogo = "logo.png"\n')
    return school.publish()


def test_the_canary_is_known_again_in_every_form() -> None:
    """Else nothing would be found anywhere."""
    for secret in SECRETS:
        held = f"a{secret}b"
        for text in (held.encode(), held.encode("utf-16-le"), held.encode("utf-16-be")):
            for before in range(3):
                assert told(b"x" * before + text)
                assert told(base64.b64encode(b"x" * before + text + b"yz"))
                assert told(b"head" + zlib.compress(text))
    assert not told(b"once upon a time")


def test_every_container_that_intake_takes_has_its_canaries(school: School) -> None:
    """Each demuxer of the allow-list has a recording here, and each holds the canary."""
    named = {"mov": "mov", "matroska": "mkv", "mpegts": "ts", "mpeg": "mpg", "asf": "wma"}
    wanted = {named.get(each, each) for each in DEMUXERS.split(",")} - {"mpegvideo"}
    assert wanted <= {name.rpartition(".")[2] for name in RECIPES}
    dropped = [path for path in (school.root / "recordings").rglob("*.*") if path.name != ANSWERS]
    assert [path.name for path in dropped if not told(path.read_bytes())] == []


def test_threat_08_no_canary_is_in_any_byte_that_is_published(school: School) -> None:
    """Not in media, pictures, pages, feeds, indexes or sheets; and every story is there."""
    stories = school.stories()
    assert {each["state"] for each in stories.values()} == {"published"}
    assert len(stories) == len(RECIPES)
    assert [name for name, content in school.site().items() if told(content)] == []
    assert [name for name in school.site() if CANARY.lower() in name.lower()] == []


def test_threat_08_the_scrub_finds_nothing_in_what_is_made_of_any_container(
    school: School,
) -> None:
    """As a stranger would look."""
    found = school.check()
    assert [
        each for each in found if "it holds" in each.sentence or "not what" in each.sentence
    ] == []


def test_threat_10_no_name_of_a_file_or_folder_is_published(school: School) -> None:
    """Titles are; what the files are called, and where they lie, is not."""
    names = [path.name.encode() for path in (school.root / "recordings").rglob("*.*")]
    places = [str(school.root).encode(), b"recordings/"]
    for path, content in school.site().items():
        assert [each for each in (*names, *places) if each in content] == [], path


def test_threat_08_a_canary_in_any_file_of_the_site_is_found(
    school: School, tmp_path: Path
) -> None:
    """The other way round: each recording as it was dropped, put onto the site, is a finding."""
    shutil.copytree(school.root / "build/site", tmp_path / "build/site")
    media = tmp_path / "build/site/media"
    for name in RECIPES:
        stem, _, suffix = name.partition(".")
        source = school.root / f"recordings/Reception/en/The tale {stem} - Amina.{suffix}"
        shutil.copyfile(source, media / name)
    copy = School(tmp_path, now=school.now)
    found = {each.path for each in copy.check() if "names this" not in each.sentence}
    assert {f"media/{name}" for name in RECIPES} <= found
