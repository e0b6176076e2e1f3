"""The whole way: a surname that was spoken, and written in a caption, and that is cut."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from listening import samples, tone
from schools import School
from servers import ask, served

Named = Callable[[str], Path]

FOX = "recordings/Reception/en/The fox.m4a"
SURNAME = "Featherstonehaugh"
CAPTIONS = f"""\
WEBVTT

00:00.500 --> 00:02.500
Once upon a time

00:02.600 --> 00:04.200
there was Amina {SURNAME}

00:04.300 --> 00:07.500
and a fox
"""
SIDECAR = """\
cut = [["0:02.9", "0:04.1"]]
chapters = [["0:00", "Begin"], ["0:06", "Fox"]]
"""


@pytest.fixture(scope="module")
def school(recording: Named, tmp_path_factory: pytest.TempPathFactory) -> School:
    """A school whose one story is public, its surname cut."""
    school = School(tmp_path_factory.mktemp("cutting") / "school")
    school.drop(recording("surname.m4a"), "Reception/en/The fox.m4a")
    school.write("recordings/Reception/en/The fox.vtt", CAPTIONS)
    school.write("recordings/Reception/en/The fox.toml", SIDECAR)
    return school.publish()


def plain(content: bytes) -> bytes:
    """A file's bytes, unpacked where they are packed."""
    return gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content


def test_threat_11_a_surname_that_is_cut_is_nowhere_in_the_site(school: School) -> None:
    """Not in a sound, a caption, a tag, the search or a page; the rest is there."""
    assert school.stories()[FOX]["state"] == "published"
    site = school.site()
    assert [name for name, content in site.items() if SURNAME.encode() in plain(content)] == []
    heard = [name for name in site if name.endswith((".mp3", ".opus"))]
    assert len(heard) == 3
    for name in heard:
        sound = samples(school.root / "build/site" / name)
        assert tone(sound, 1000) < -50, name
        assert tone(sound, 2000) > -30, name
    (captions,) = [content.decode() for name, content in site.items() if name.endswith(".vtt")]
    assert "00:00:03.100 --> 00:00:06.300\nand a fox" in captions
    (chapters,) = [content for name, content in site.items() if name.endswith("chapters.json")]
    assert b'"startTime":4.8' in chapters.replace(b" ", b"")


def test_what_was_left_out_of_the_captions_is_told(school: School) -> None:
    """So that somebody can mend them."""
    (note,) = [each for each in school.stories()[FOX]["notes"] if "captions" in each]
    assert "The fox.vtt: captions that reach into what is cut or muted are left out (1)" in note


def test_another_cut_waits_for_another_approval(school: School) -> None:
    """What was approved is what was heard; the story leaves the site until it is heard again, on a
    page that says how to find a place in the recording."""
    sidecar = "recordings/Reception/en/The fox.toml"
    try:
        school.write(sidecar, SIDECAR + 'mute = [["0:06", "0:06.5"]]\n')
        school.build()
        told = school.stories()[FOX]
        assert (told["state"], told["reason"]) == (
            "waiting",
            "Changed since it was approved: mute.",
        )
        heard = (".mp3", ".opus", ".vtt", "chapters.json")
        assert [name for name in school.site() if name.endswith(heard)] == []
        with served(school.root) as port:
            page = ask(port, "/waiting/").body.decode()
        assert "cut and mute are those of the recording: here what is cut is not counted." in page
        school.write(sidecar, SIDECAR.replace("cut =", "cuts ="))
        school.build()
        assert school.stories()[FOX]["needs"] == ["cut"]
    finally:
        school.write(sidecar, SIDECAR)
