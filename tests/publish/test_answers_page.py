"""The page of answers by itself: light, safe, in each language; refusals by their kind."""

from __future__ import annotations

import ast
import base64
import hashlib
import re
from datetime import date
from pathlib import Path

import pytest
from lxml import html
from sites import TEMPLATES

import media_pipeline
from media_pipeline.publish.catalogue import load_catalogue
from media_pipeline.publish.pages.answers import answers_page
from media_pipeline.publish.reasons import KINDS, kind_of, said_in
from media_pipeline.publish.views.answers import Answer, Fate
from media_pipeline.settings import Settings

LANGUAGES = ("en", "ar", "bn", "fr", "pa", "pl", "pt", "ro", "so", "ta", "ur", "zh-Hans")
SCHOOL = Settings.model_validate(
    {
        "name": "Hill School",
        "address": "https://stories.hill.example/",
        "interface_languages": LANGUAGES,
    }
)
EVERY = tuple(
    Answer(
        f"Reception/<{fate}>.m4a",
        fate,
        date(2026, 11, 23),
        told="It is longer than 6 hours. Cut it into parts.",
        needs=("title", "language", "people", "class") if fate is Fate.NEEDS else (),
        others=("Reception/a.m4a", "b.m4a", "c.m4a", "d.m4a"),
        slug="the-fox-1a2b",
    )
    for fate in Fate
)


def _texts(path: Path) -> list[str]:
    """The texts of a module but its docstrings, with 0 for what is filled in."""
    code = ast.parse(path.read_text(encoding="utf-8"))
    told = {id(each.value) for each in ast.walk(code) if isinstance(each, ast.Expr)}
    parts = {
        id(part)
        for each in ast.walk(code)
        if isinstance(each, ast.JoinedStr)
        for part in each.values
    }
    found = []
    for node in ast.walk(code):
        if isinstance(node, ast.JoinedStr):
            found.append(
                "".join(
                    getattr(each, "value", "0") if isinstance(each, ast.Constant) else "0"
                    for each in node.values
                )
            )
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in told | parts
        ):
            found.append(node.value)
    return found


@pytest.fixture(scope="module")
def page() -> bytes:
    return answers_page(EVERY, SCHOOL, TEMPLATES)


def test_it_has_no_script_and_loads_nothing(page: bytes) -> None:
    """Its policy lets its own style be, and nothing else."""
    read = html.fromstring(page)
    style = read.findtext(".//style", "")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    (policy,) = read.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert read.xpath("//script | //img | //link | //iframe | //@src | //@style") == []
    assert set(read.xpath("//@href")) == {
        f"https://stories.hill.example/{root}stories/the-fox-1a2b/"
        for root in ("", *(f"{each.lower()}/" for each in LANGUAGES[1:]))
    }


def test_each_language_is_said_as_such(page: bytes) -> None:
    """So that a screen reader speaks it right, and Arabic and Urdu run from the right."""
    read = html.fromstring(page)
    parts = {each.get("lang"): each.get("dir") for each in read.iter("details")}
    assert tuple(parts) == LANGUAGES
    assert {each for each, direction in parts.items() if direction == "rtl"} == {"ar", "ur"}
    assert [each.get("lang") for each in read.iter("details") if "open" in each.attrib] == ["en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_said_in_another_language_than_the_page(page: bytes, language: str) -> None:
    """Every message has its translation, the refusal too."""
    (part,) = html.fromstring(page).xpath(f"//details[@lang='{language}']")
    assert part.xpath(f"ul//*[@lang and @lang != '{language}']") == []


def test_names_are_escaped_and_keep_their_own_direction(page: bytes) -> None:
    """A file's name is anybody's."""
    assert b"<bdi>Reception/&lt;site&gt;.m4a</bdi>" in page
    assert "<bdi>Reception/a.m4a</bdi>, <bdi>b.m4a</bdi>, <bdi>c.m4a</bdi> …".encode() in page


def test_a_line_that_is_copied_has_no_unseen_characters(page: bytes) -> None:
    """A sidecar with one of them can't be read, and nobody sees why."""
    assert not any(mark in page.decode() for mark in "\u2066\u2067\u2068\u2069")


def test_a_thousand_files_in_three_languages_are_light() -> None:
    """On a telephone, off a share: well under a megabyte."""
    school = SCHOOL.model_copy(update={"interface_languages": ("en", "ur", "pa")})
    many = [Answer(f"Reception/Punjabi/A story {n}.m4a", Fate.WAITING) for n in range(1000)]
    assert len(answers_page(many, school, TEMPLATES)) < 700_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_film_without_sound_is_told_to_be_so(language: str) -> None:
    """In each language, before the school listens to it in vain."""
    silent = Answer("Year 3/Our garden.mp4", Fate.WAITING, silent=True)
    read = html.fromstring(answers_page([silent], SCHOOL, TEMPLATES))
    (part,) = read.xpath(f"//details[@lang='{language}']")
    message = "There is no sound in this film."
    told = load_catalogue(TEMPLATES, language).gettext(message)
    assert told in part.text_content()
    assert (told == message) is (language == "en")


def test_the_page_is_the_same_again(page: bytes) -> None:
    """So that it is written only where something changed."""
    assert answers_page(EVERY, SCHOOL, TEMPLATES) == page


@pytest.mark.parametrize(
    ("sentence", "message"),
    [
        ("It is a PDF with a recording's name. Drop the recording itself.",
         "It is no recording, though its name says so. Drop the recording itself."),
        ("It is longer than 6 hours. Cut it into parts.", "It is too long. Cut it into parts."),
        ("It says that it lasts 5:00:01, but there is next to nothing in it: the file is damaged.",
         "Some or all of it is missing: it was not copied whole. Copy it again."),
        ("There is no sound in it, only silence. Was the microphone on?",
         "There is no sound in it, only silence. Was the microphone on?"),
        ("The sheet's first row needs a column called “file”.",
         "Not all of it can be used. The coordinator can see why."),
        ("Something nobody thought of.", ""),
    ],
)  # fmt: skip
def test_a_refusal_is_said_by_its_kind(sentence: str, message: str) -> None:
    """With its figures in English, and what it comes to in any other language."""
    french, english = load_catalogue(TEMPLATES, "fr"), load_catalogue(TEMPLATES, "en")
    assert kind_of(sentence) == message
    assert said_in(sentence, english).text == sentence
    said = said_in(sentence, french)
    wanted = (french.gettext(message), "fr") if message else (sentence, "en")
    assert (said.text, said.language) == wanted


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("No recording here is called “Ali Khan.m4a” (row 3).",
         "Some of its rows belong to no recording here. Look at the names in it again."),
        ("More than one row speaks of “Ali Khan.m4a”; the first holds.",
         "Not all of it can be used. The coordinator can see why."),
    ],
)  # fmt: skip
def test_a_sheets_rows_are_quoted_to_nobody(sentence: str, said: str) -> None:
    """Everybody reads the page, and a row may name a child of any class; nothing untrue is said."""
    assert said_in(sentence, load_catalogue(TEMPLATES, "en")).text == said


PACKAGE = Path(media_pipeline.__file__).parent
READERS = ("pretenders", "strays", "usable", "stated", "probe", "gather", "find", "beside", "sheet")
WORKERS = ("sound", "take", "cutting")
SENTENCES = [
    each
    for path in (
        *(PACKAGE / f"intake/{name}.py" for name in READERS),
        *(PACKAGE / f"media/{name}.py" for name in WORKERS),
        PACKAGE / "tools/tables.py",
    )
    for each in _texts(path)
    if re.match(r"(It|Its|There|Only|Nothing|The|This|Two|No|More|Decisions) .*([.?]|\. 0)$", each)
]
OF_NO_KIND = (
    *("It is a temporary file", "It is a hidden file", "It is an index, a setting"),
    *("It belongs to the computer", "It is a note to people", "Decisions are never kept"),
    *("It is still being copied; the next",),
)
"""What has an answer of its own, or is left in English."""


def test_every_sentence_of_a_refused_or_passed_recording_has_a_kind() -> None:
    """Whoever adds one says what it comes to in the families' languages."""
    assert len(SENTENCES) > 30
    unknown = [each for each in SENTENCES if not (kind_of(each) or each.startswith(OF_NO_KIND))]
    assert unknown == []


def test_every_kind_is_of_some_sentence_of_the_program() -> None:
    """A sentence that is worded anew must be known anew."""
    assert {message for _, message in KINDS} == {kind_of(each) for each in SENTENCES} - {""}
