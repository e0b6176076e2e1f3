"""Words to read along with: rows by time, two languages, and where they stand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest
from examples import ALL_FILES, FILM_FILES, captions, episode, school
from sites import pages_of, texts_of, trilingual

from media_pipeline.model import Chapter, Cue, Episode, Page, Words
from media_pipeline.publish.check.parsing import read_html
from media_pipeline.publish.views.transcript import CALLED, aligned, story_files, words_shown

TWELVE = ("en", "fr", "pl", "pa", "ur", "bn", "ar", "so", "zh-Hans", "ta", "pt", "ro")
PAGE = 20_000
"""Bytes that the page of a story may have."""


def cues(*said: tuple[float, float, str]) -> tuple[Cue, ...]:
    return tuple(Cue(*each) for each in said)


@pytest.mark.parametrize(
    ("told", "other", "expected"),
    [
        pytest.param(
            cues((0, 2, "a"), (2, 4, "b")), cues((0, 2, "A"), (2, 4, "B")),
            [(0, "a", "A"), (2, "b", "B")], id="at the same times",
        ),
        pytest.param(
            cues((0, 2, "a"), (2, 4, "b")), cues((0, 4, "AB")),
            [(0, "a", "AB"), (2, "b", "")], id="one for two stands by the earlier",
        ),
        pytest.param(
            cues((0, 4, "ab")), cues((0, 2, "A"), (2, 4, "B")),
            [(0, "ab", "A\nB")], id="two for one stand together",
        ),
        pytest.param(
            cues((0, 2, "a"), (2, 6, "b")), cues((1.5, 5, "B")),
            [(0, "a", ""), (2, "b", "B")], id="beside the one it is heard with longest",
        ),
        pytest.param(
            cues((0, 1, "a"), (8, 9, "c")), cues((4, 5, "B")),
            [(0, "a", ""), (4, "", "B"), (8, "c", "")], id="with none, alone in its place",
        ),
        pytest.param(
            cues((0, 9, "all the while"), (1, 2, "b")), cues((5, 6, "A")),
            [(0, "all the while", "A"), (1, "b", "")], id="one that goes on while others begin",
        ),
        pytest.param((), cues((0, 1, "A")), [(0, "", "A")], id="only in the other"),
        pytest.param(cues((0, 1, "a")), (), [(0, "a", "")], id="only in the first"),
        pytest.param((), (), [], id="nothing"),
    ],
)  # fmt: skip
def test_two_languages_stand_in_rows_by_their_times(
    told: tuple[Cue, ...], other: tuple[Cue, ...], expected: list[tuple[float, str, str]]
) -> None:
    """Each text once, in order of time."""
    assert [(cue.start, one, two) for cue, one, two in aligned(told, other)] == expected


def test_an_hour_is_put_into_rows_at_once() -> None:
    """No cue is compared with all of the other language's."""
    many = cues(*((number, number + 1, str(number)) for number in range(5000)))
    assert all(one == two for _, one, two in aligned(many, many))


def shown(words: Mapping[str, Words], language: str, shown_in: str) -> tuple[str, ...]:
    """The languages that a page in ``shown_in`` puts side by side."""
    told = episode(language=language, words=words)
    found = words_shown(told.exhibit, "story-1", shown_in, 1)
    assert found is not None
    return tuple(own.language for own, _ in found.reading.names)


SPOKEN = {"pa": captions("ਇੱਕ"), "en": captions(), "fr": captions("Il")}


@pytest.mark.parametrize(
    ("words", "language", "shown_in", "expected"),
    [
        pytest.param(SPOKEN, "pa", "fr", ("pa", "fr"), id="the page's language beside"),
        pytest.param(SPOKEN, "pa", "ur", ("pa", "en"), id="else the first there is"),
        pytest.param(SPOKEN, "fr", "fr", ("fr", "en"), id="the page's is the telling's"),
        pytest.param({"en": captions()}, "pa", "fr", ("en",), id="only translated"),
        pytest.param({"": captions()}, "pa", "pa", ("pa",), id="nobody said which"),
    ],
)
def test_the_telling_stands_first_and_another_beside_it(
    words: Mapping[str, Words], language: str, shown_in: str, expected: tuple[str, ...]
) -> None:
    """What is heard on the side where reading begins."""
    assert shown(words, language, shown_in) == expected


def test_languages_beyond_two_can_be_opened() -> None:
    """All are in the page; two stand side by side."""
    told = episode(language="pa", words=SPOKEN)
    text = texts_of(school(), [told])["fr/stories/story-1/index.html"]
    assert '<details class="words">' in text
    assert text.count(" download lang=") + text.count(" download>Français") == 3


@pytest.mark.parametrize(
    ("told", "other", "rows", "beside"),
    [
        pytest.param("One.\n\nTwo.", "Un.\n\nDeux.", 2, 0, id="as many paragraphs"),
        pytest.param("One.\n\nTwo.", "Un et deux.", 2, 1, id="not as many"),
    ],
)
def test_words_without_times_stand_side_by_side_too(
    told: str, other: str, rows: int, beside: int
) -> None:
    """Paragraph by paragraph where that can be right."""
    words = {"en": Words((), told), "fr": Words((), other)}
    found = words_shown(episode(words=words).exhibit, "story-1", "fr", 1)
    assert found is not None
    assert (len(found.reading.rows), len(found.reading.beside)) == (rows, beside)


def test_words_of_a_song_are_called_so() -> None:
    """Where the kind's sound is treated as a song's."""
    sung, told = (
        episode(number, kind=kind, words={"en": captions()})
        for number, kind in enumerate(("song", "story"), start=1)
    )
    texts = texts_of(school(), [sung, told])
    assert "Words of the song</h2>" in texts["stories/story-1/index.html"]
    assert "Words</h2>" in texts["stories/story-2/index.html"]


def long_story(files: tuple[str, ...] = ALL_FILES) -> tuple[Episode, ...]:
    """An hour in Urdu with words in two languages, and three other tellings of its tale."""
    lines = {"ur": "ایک دفعہ کا ذکر ہے کہ ایک کوا بہت پیاسا تھا۔", "en": "A crow was very thirsty."}
    told = episode(
        1,
        {"ur": "پیاسا کوا", "en": "The thirsty crow"},
        language="ur",
        teller="Amina",
        tale="crow",
        files=files,
        description={"ur": "ایک پیاسے کوے کی کہانی، جو بچوں نے سنائی۔"},
        licence="CC BY 4.0",
        credit="Retold after Aesop",
        words={
            language: Words(cues(*((at, at + 3.5, line) for at in range(0, 3600, 4))), line)
            for language, line in lines.items()
        },
        chapters=tuple(Chapter(at, "پانی کی تلاش") for at in range(0, 3600, 900)),
    )
    made = replace(told.exhibit, seconds=3600.0, peaks=tuple(at * 37 % 101 for at in range(300)))
    named = replace(told.permit, slug="piasa-kaoa-95a456")
    others = [
        episode(number, {each: "Crow"}, language=each, tale="crow")
        for number, each in enumerate(("pa", "fr", "so"), start=2)
    ]
    return (replace(told, permit=named, exhibit=made), *others)


@pytest.mark.parametrize(
    ("files", "languages"),
    [
        pytest.param(ALL_FILES, TWELVE, id="a sound, twelve languages"),
        pytest.param(FILM_FILES, TWELVE[:6], id="a film, six languages"),
    ],
)
def test_an_hour_of_words_makes_no_page_heavy(
    files: tuple[str, ...], languages: tuple[str, ...]
) -> None:
    """At most 20 KB of HTML, in Urdu, whose letters take two bytes each."""
    texts = texts_of(trilingual(interface_languages=languages), long_story(files))
    text = texts["ur/stories/piasa-kaoa-95a456/index.html"]
    assert len(text.encode()) <= PAGE
    assert "کوا بہت پیاسا" not in text
    assert "کوا بہت پیاسا" in texts["ur/stories/piasa-kaoa-95a456/words/index.html"]


@pytest.mark.parametrize("languages", [1, 4, 8, 12])
@pytest.mark.parametrize("lines", [5, 10, 15, 20, 25, 30, 40])
def test_words_stand_in_a_page_only_where_it_stays_light(lines: int, languages: int) -> None:
    """However many there are, and however many languages a page is in."""
    told, *others = long_story()
    words = {
        language: Words(held.cues[:lines], held.text)
        for language, held in told.exhibit.words.items()
    }
    short = replace(told, exhibit=replace(told.exhibit, words=words))
    spoken = (*[each for each in TWELVE if each != "ur"][: languages - 1], "ur")
    settings = trilingual(interface_languages=spoken)
    root = "ur/" if languages > 1 else ""
    text = texts_of(settings, (short, *others))[f"{root}stories/piasa-kaoa-95a456/index.html"]
    assert len(text.encode()) <= PAGE


def test_long_words_are_a_script_that_says_all_of_them() -> None:
    """Data within one call; a browser fetches no data from a memory stick."""
    told = long_story()[0]
    scripts = [
        each
        for each in story_files(told.exhibit, "slug", trilingual())
        if each.path.endswith(".words.js")
    ]
    assert len(scripts) == 1  # the same two languages, whichever the page is in
    text = scripts[0].content.decode()
    said = json.loads(text.removeprefix(f"{CALLED}(").removesuffix(");\n"))
    assert said["languages"] == [["ur", "rtl", "اردو"], ["en", "ltr", "English"]]
    assert len(said["rows"]) == 900
    assert said["rows"][1][:2] == [4, 7.5]


def test_page_of_words_leads_back_and_is_no_page_of_its_own_to_searchers() -> None:
    """It stands for those without scripts, and for paper."""
    texts = texts_of(trilingual(), long_story())
    text = texts["stories/piasa-kaoa-95a456/words/index.html"]
    assert "../index.html" in [each.address for each in read_html(text.encode()).references]
    assert '<meta name="robots" content="noindex">' in text


def test_short_words_have_no_page_of_their_own() -> None:
    """They are where they are read."""
    told = episode(words={"en": captions()})
    paths = [each.path for each in pages_of(school(), [told]) if isinstance(each, Page)]
    assert [path for path in paths if path.endswith((".words.js", "words/index.html"))] == []
