"""Words and chapters become files of their own."""

from __future__ import annotations

import json

from examples import captions

from media_pipeline.model import Chapter, Cue, Words
from media_pipeline.publish.captions import chapters_page, word_pages, word_path


def test_words_with_times_are_webvtt() -> None:
    """A cue has its times to the millisecond."""
    (page,) = word_pages("fox", {"en": Words((Cue(61.25, 3600.5, "Sour!\nSo sour."),), "")})
    assert page.content.decode() == ("WEBVTT\n\n00:01:01.250 --> 01:00:00.500\nSour!\nSo sour.\n")


def test_words_without_times_are_plain_text() -> None:
    """A file of captions without a caption would show nothing."""
    (page,) = word_pages("fox", {"en": Words((), "Sour!")})
    assert (page.path[-7:], page.content) == (".en.txt", b"Sour!\n")


def test_words_that_say_nothing_are_no_file() -> None:
    """Neither cues nor text: nothing to link to."""
    assert list(word_pages("fox", {"en": Words((), " \x00\n")})) == []


def test_a_cue_can_not_end_itself_or_begin_another() -> None:
    """Blank lines and arrows in what is said stay words."""
    (page,) = word_pages("fox", {"en": captions("a\n\n00:09.000 --> 00:10.000\n<b>b")})
    assert page.content.decode().split("\n")[3:] == [
        "a",
        "00:09.000 --&gt; 00:10.000",
        "&lt;b&gt;b",
        "",
    ]


def test_other_words_have_another_address() -> None:
    """An address never changes its bytes."""
    assert word_path("fox", "en", captions("a")) != word_path("fox", "en", captions("b"))


def test_rule_20_chapters_are_json_1_2_0_and_ascending() -> None:
    """Chapters stand in order of time, however they were said."""
    page = chapters_page("fox", (Chapter(60.1239, "Pond"), Chapter(0.0, " Gate\x00 ")))
    assert page is not None
    assert json.loads(page.content) == {
        "version": "1.2.0",
        "chapters": [{"startTime": 0.0, "title": "Gate"}, {"startTime": 60.124, "title": "Pond"}],
    }


def test_a_story_without_chapters_has_no_file_of_them() -> None:
    """An empty list is nothing to link to."""
    assert chapters_page("fox", ()) is None
