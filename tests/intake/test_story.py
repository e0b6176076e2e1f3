"""From a recording and all that was said of it to a story, by the order of who speaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from media_pipeline.intake.said import said
from media_pipeline.intake.story import Beside, tell
from media_pipeline.model import Attachment, Probe, Recording, Rights, Story
from media_pipeline.settings import Defaults, Policy, SchoolClass, Settings

SCHOOL = Settings(
    name="Hill School",
    classes=(
        SchoolClass(id="reception", name={"en": "Reception", "fr": "Grande section"}),
        SchoolClass(id="year-3", name={"en": "Year 3", "pa": "ਜਮਾਤ ੩"}),
    ),
)
DEFAULTS = Defaults(language="en", kind="poem", rights=Rights.TRADITIONAL, licence="CC BY")
NOTHING: Mapping[str, Any] = {}


def story(
    path: str,
    *,
    sidecar: Mapping[str, Any] = NOTHING,
    sheet: Mapping[str, Any] = NOTHING,
    tags: Mapping[str, str] = NOTHING,
    settings: Settings = SCHOOL,
    **beside: Any,
) -> Story:
    """The story of the recording at ``path`` in the drop folder."""
    whole = f"recordings/{path}"
    recording = Recording(whole, (whole,), 1, "0" * 64)
    return tell(
        recording,
        Probe("mov", 2.0, 0.0, None, None, tags),
        Beside(
            said("fox.toml", sidecar, settings), said("recordings.csv", sheet, settings), **beside
        ),
        settings,
    )


def test_folders_and_file_name_are_enough() -> None:
    """Class, language, kind, date, title and teller, without a form to fill in."""
    told = story("Reception/ਪੰਜਾਬੀ/Songs/2026-03-04 The fox - Amina.m4a")
    assert (told.class_id, told.language, told.kind) == ("reception", "pa", "song")
    assert (told.title, told.teller, told.told) == ({"pa": "The fox"}, "Amina", date(2026, 3, 4))
    assert (told.needs, told.notes) == ((), ())


TITLES = ["Sidecar", "Sheet", "Fox", "Tag"]


@pytest.mark.parametrize("silent", range(4))
def test_the_title_is_the_strongest_sources(silent: int) -> None:
    """Sidecar, then sheet, then file name, then the file's own tags."""
    told = story(
        "en/New Recording 4.m4a" if silent > 2 else "en/Fox.m4a",
        sidecar={"title": "Sidecar"} if silent < 1 else {},
        sheet={"title": "Sheet"} if silent < 2 else {},
        tags={"title": "Tag"},
    )
    assert told.title == {"en": TITLES[silent]}


@pytest.mark.parametrize(
    ("path", "sidecar", "sheet", "tag", "language"),
    [
        ("pa/The fox (Urdu).m4a", "so", "pl", "fra", "so"),
        ("pa/The fox (Urdu).m4a", "", "pl", "fra", "pl"),
        ("pa/The fox (Urdu).m4a", "", "", "fra", "pa"),
        ("The fox (Urdu).m4a", "", "", "fra", "ur"),
        ("The fox.m4a", "", "", "fra", "fr"),
        ("The fox.m4a", "", "", "und", "en"),
        ("The fox.m4a", "", "", "", "en"),
    ],
)
def test_the_language_is_the_strongest_sources(
    path: str, sidecar: str, sheet: str, tag: str, language: str
) -> None:
    """Sidecar, sheet, folders, file name, own tags, and the school's default at last."""
    settings = SCHOOL.model_copy(update={"defaults": DEFAULTS})
    told = story(
        path,
        sidecar={"language": sidecar},
        sheet={"language": sheet},
        tags={"language": tag},
        settings=settings,
    )
    assert told.language == language


@pytest.mark.parametrize(
    ("path", "sidecar", "sheet", "kind"),
    [
        ("Songs/x.m4a", "play", "news", "play"),
        ("Songs/x.m4a", "", "news", "news"),
        ("Songs/x.m4a", "", "", "song"),
        ("x.m4a", "", "", "poem"),
    ],
)
def test_the_kind_is_the_strongest_sources(path: str, sidecar: str, sheet: str, kind: str) -> None:
    """Sidecar, sheet, folders, the school's default."""
    settings = SCHOOL.model_copy(update={"defaults": DEFAULTS})
    told = story(path, sidecar={"kind": sidecar}, sheet={"kind": sheet}, settings=settings)
    assert told.kind == kind


def test_the_innermost_folder_speaks_first() -> None:
    """A French shelf in an English class."""
    told = story("English/Year 3/Français/Reception/Le renard.m4a")
    assert (told.class_id, told.language) == ("reception", "fr")


@pytest.mark.parametrize(
    "field", ["language", "title", "class", "kind", "date", "rights", "teller"]
)
@pytest.mark.parametrize("source", ["sidecar", "sheet"])
def test_what_is_unclear_is_needed_and_nothing_weaker_speaks_for_it(
    field: str, source: str
) -> None:
    """It is never guessed what somebody meant, though the folders and tags say something."""
    told = story(
        "Reception/Songs/pa/2026-03-04 The fox - Amina.m4a",
        **{source: {field: ["x", "y"]}},  # type: ignore[arg-type]
        tags={"title": "x", "language": "eng", "artist": "x"},
    )
    assert told.needs == (field,)
    assert any(f": {field}: " in note for note in told.notes)
    blank: dict[str, object] = {
        "title": {},
        "language": "",
        "class": "",
        "kind": "",
        "date": None,
        "teller": "",
    }
    shown = {"class": "class_id", "date": "told"}.get(field, field)
    assert getattr(told, shown) == blank.get(field, Rights.OWN)


def test_a_clear_sidecar_settles_what_a_sheet_left_unclear() -> None:
    """The stronger source has spoken."""
    told = story("The fox.m4a", sidecar={"language": "pa"}, sheet={"language": "Klingonish"})
    assert (told.language, told.needs) == ("pa", ())


def test_a_title_and_a_language_are_needed() -> None:
    """And nothing else is."""
    assert story("IMG_1234.mov").needs == ("title", "language")
    assert story("The fox.m4a").needs == ("language",)
    assert story("pa/IMG_1234.mov").needs == ("title",)
    assert story("pa/The fox.m4a").needs == ()


@pytest.mark.parametrize(
    "name", ["New Recording 4", "VID_20260312_101112", "00000", "14 High Street"]
)
def test_a_devices_name_is_no_title(name: str) -> None:
    """Neither the file's name nor its own tags', with or without an ending."""
    for tag in (name, f"{name}.mp4", f"C:/DCIM/{name}.MOV"):
        told = story(f"pa/{name}.m4a", tags={"title": tag})
        assert (told.title, told.needs) == ({}, ("title",))


@pytest.mark.parametrize(
    "artist",
    [
        *("Unknown artist", "<unknown>", "Various Artists", "Mrs Khan", "somlai", "Year 3 Choir"),
        *("United Nations General Assembly", "African Storybook / RoboTutor"),
        "Copyright 2006 M.I. Mursal. This file is distributed under the terms of a licence",
    ],
)
def test_nobody_is_no_teller(artist: str) -> None:
    """What programs write where they know no name, surnames, bodies and notices."""
    assert story("pa/The fox.m4a", tags={"artist": artist}).teller == ""


def test_an_empty_teller_in_a_sidecar_is_nobody() -> None:
    """Whatever the file is called; an empty cell of a sheet says nothing."""
    told = story("pa/The fox - Amina.m4a", sidecar={"teller": " "}, tags={"artist": "Amina"})
    assert (told.teller, told.needs) == ("", ())
    assert "teller" in told.defaulted
    assert story("pa/The fox - Amina.m4a", sheet={}).teller == "Amina"


def test_a_tags_artist_is_a_first_word() -> None:
    """No surname gets in by a tag."""
    assert story("pa/The fox.m4a", tags={"artist": "Amina Khan"}).teller == "Amina"


TWENTY_FIVE = {
    "pa": "Punjabi/ਪੰਜਾਬੀ/pa/pan/Panjabi",
    "ur": "Urdu/اردو/ur",
    "hi": "Hindi/हिन्दी/हिंदी/hi",
    "bn": "Bengali/বাংলা/Bangla/bn",
    "gu": "Gujarati/ગુજરાતી/gu",
    "ta": "Tamil/தமிழ்/ta",
    "ne": "Nepali/नेपाली/ne",
    "ps": "Pashto/پښتو/ps",
    "fa": "Farsi/فارسی/Persian/fa",
    "ar": "Arabic/العربية/ar",
    "ku": "Kurdish/Kurdî/ku",
    "tr": "Turkish/Türkçe/turkce/tr",
    "so": "Somali/Soomaali/so",
    "am": "Amharic/አማርኛ/am",
    "ti": "Tigrinya/ትግርኛ/ti",
    "sw": "Swahili/Kiswahili/sw",
    "yo": "Yoruba/Yorùbá/yo",
    "zh-Hans": "Chinese/中文/Mandarin/zh",
    "yue": "Cantonese/粵語/yue",
    "vi": "Vietnamese/Tiếng Việt/vi",
    "pl": "Polish/Polski/pl",
    "ro": "Romanian/Română/ro",
    "pt": "Portuguese/Português/pt",
    "uk": "Ukrainian/Українська/uk",
    "lt": "Lithuanian/Lietuvių/lt",
    "fr": "French/Français/FRANÇAIS/fr",
}


@pytest.mark.parametrize("tag", TWENTY_FIVE)
def test_folders_say_the_language_in_english_in_itself_and_as_a_code(tag: str) -> None:
    """Whoever named the folder."""
    names = TWENTY_FIVE[tag].split("/")
    assert [story(f"{name}/The fox.m4a").language for name in names] == [tag] * len(names)


def test_tellings_of_a_tale_are_named_by_their_language() -> None:
    """The folder is the tale, and the title where nobody gave another."""
    told = story("Stories/The fox and the grapes/Punjabi.m4a", tags={"title": "Punjabi"})
    assert (told.tale, told.language, told.kind) == ("The fox and the grapes", "pa", "story")
    assert told.title == {"en": "The fox and the grapes"}
    assert (told.needs, told.notes) == ((), ())


def test_a_telling_has_its_own_title_where_a_sidecar_says_it() -> None:
    """And stays a telling of the tale."""
    told = story("The fox/pa.m4a", sidecar={"title": "ਲੂੰਬੜੀ"})
    assert (told.tale, told.title) == ("The fox", {"pa": "ਲੂੰਬੜੀ"})


def test_a_tale_in_a_sidecar_is_a_title_where_there_is_none() -> None:
    """A telling is at least called by its tale."""
    told = story("pa/IMG_0001.mov", sidecar={"tale": "The fox"})
    assert (told.tale, told.title, told.needs) == ("The fox", {"en": "The fox"}, ())


@pytest.mark.parametrize("folder", ["Reception", "Songs", "English", "2026", "DCIM", "100APPLE"])
def test_a_folder_that_says_something_else_is_no_tale(folder: str) -> None:
    """Nor is a file that is called by a language its own title."""
    told = story(f"{folder}/Punjabi.m4a")
    assert (told.tale, told.title, told.language, told.needs) == ("", {}, "pa", ("title",))


def test_a_folder_that_is_not_understood_is_told() -> None:
    """A misspelt class is not lost in silence."""
    assert story("Recepton/pa/The fox.m4a").notes == (
        "The folder “Recepton” is not a class, a language or a kind.",
    )


@pytest.mark.parametrize(
    "folder", ["DCIM/100MSDCF", "PRIVATE/AVCHD/BDMV/STREAM", "2026", "101_PANA"]
)
def test_a_cameras_folders_are_not_worth_a_word(folder: str) -> None:
    """A card copied whole says nothing, and nobody need know."""
    assert story(f"pa/{folder}/The fox.MTS").notes == ()


def test_an_unnamed_text_is_in_the_language_of_the_telling() -> None:
    """Titles and descriptions without a language; named ones keep theirs."""
    told = story(
        "pa/x.m4a",
        sidecar={"title": {"en": "The fox", "pa": "ਲੂੰਬੜੀ"}, "description": "ਇੱਕ ਕਹਾਣੀ"},
    )
    assert told.title == {"en": "The fox", "pa": "ਲੂੰਬੜੀ"}
    assert told.description == {"pa": "ਇੱਕ ਕਹਾਣੀ"}
    assert told.shown_title == "ਲੂੰਬੜੀ"


def test_a_text_beside_it_is_the_description() -> None:
    """Where a sidecar or a sheet does not say one."""
    beside: dict[str, Any] = {"description": {"": "From the text.", "fr": "Du texte."}}
    assert story("pa/x.m4a", **beside).description == {"pa": "From the text.", "fr": "Du texte."}
    told = story("pa/x.m4a", sheet={"description": "From the sheet."}, **beside)
    assert told.description == {"pa": "From the sheet."}


def test_words_without_a_language_are_in_that_of_the_telling() -> None:
    """Captions in another language say so in their name."""
    words = (Attachment("x.vtt", "1"), Attachment("x.en.vtt", "2", "en"))
    assert [each.language for each in story("pa/x.m4a", words=words).words] == ["en", "pa"]


def test_what_came_from_the_settings_is_named() -> None:
    """No approval depends on it."""
    settings = SCHOOL.model_copy(update={"defaults": DEFAULTS})
    told = story("The fox.m4a", settings=settings)
    assert set(told.defaulted) == {"kind", "rights", "licence", "language"}
    assert (told.kind, told.rights, told.licence) == ("poem", Rights.TRADITIONAL, "CC BY")
    said_so = story("Songs/pa/The fox.m4a", sidecar={"rights": "own"}, settings=settings)
    assert said_so.defaulted == ("licence",)


def test_a_school_that_names_nobody_names_nobody() -> None:
    """By setting, whatever file names, sidecars and tags say; and it is known to be a setting."""
    settings = SCHOOL.model_copy(update={"policy": Policy(names="none")})
    told = story("pa/The fox - Amina.m4a", sidecar={"teller": "Amina"}, settings=settings)
    assert told.teller == ""
    assert "teller" in told.defaulted


def test_what_nobody_said_is_empty() -> None:
    """A story is no more than what people say of it."""
    told = story("pa/The fox.m4a")
    empty = replace(told, title={}, language="", kind="", defaulted=(), recording=told.recording)
    assert (empty.class_id, empty.teller, empty.told, empty.tale) == ("", "", None, "")
    assert (empty.source, empty.credit, empty.chapters, empty.season) == ("", "", (), 0)


def test_a_language_that_is_none_of_the_schools_is_told() -> None:
    """It may have been misread; the story goes on."""
    school = SCHOOL.model_copy(update={"languages": ("en", "so")})
    told = story("pa/Fox.m4a", settings=school)
    assert told.notes == ("ਪੰਜਾਬੀ (pa) is not in languages of school.toml.",)
    assert told.needs == ()
    assert story("so/Fox.m4a", settings=school).notes == ()


def test_of_two_words_files_in_a_language_the_timed_and_first_is_taken() -> None:
    """The others are told, whichever order they come in."""
    words = (
        Attachment("x.pa.words.txt", "1", "pa"),
        Attachment("x.vtt", "2"),
        Attachment("x.srt", "3"),
        Attachment("x.en.words.txt", "4", "en"),
    )
    for order in (words, words[::-1]):
        told = story("pa/x.m4a", words=order)
        assert {each.path for each in told.words} == {"x.srt", "x.en.words.txt"}
        assert set(told.notes) == {
            "x.pa.words.txt is not used: other words are in its language.",
            "x.vtt is not used: other words are in its language.",
        }


def test_what_won_an_award_is_featured() -> None:
    """Nobody has to say it twice; who only ticks it has no award to name."""
    won = story("en/Fox.m4a", sidecar={"award": "First prize"})
    ticked = story("en/Fox.m4a", sheet={"featured": "x"})
    assert (won.featured, won.award) == (True, "First prize")
    assert (ticked.featured, ticked.award) == (True, "")


def test_more_pictures_than_are_shown_are_told() -> None:
    """The first are shown, in their order."""
    pictures = tuple(Attachment(f"recordings/en/Fox {n}.jpg", f"{n}") for n in range(1, 63))
    told = story("en/Fox.m4a", pictures=pictures)
    assert told.pictures == pictures[:60]
    assert told.notes == ("Only 60 pictures are shown; Fox 61.jpg and those after it are not.",)


@pytest.mark.parametrize(
    ("name", "title"), [("中文 - 乌鸦喝水", "中文"), ("Year 3 - Amina Khan", "Year 3")]
)
def test_a_title_that_names_a_language_or_a_class_is_told(name: str, title: str) -> None:
    """What stands behind it may be a title or a whole name, so nobody guesses."""
    told = story(f"en/{name}.m4a")
    assert told.title == {"en": title}
    assert told.notes[0].startswith(f"Its title is “{title}”, which names a language or a class.")


def test_a_spoken_name_may_say_who_speaks() -> None:
    """The language is that of the file's name, whatever the school's default; it is the title."""
    settings = SCHOOL.model_copy(update={"defaults": Defaults(language="en")})
    told = story("Noms des langues/Punjabi - Simran.m4a", settings=settings)
    assert (told.kind, told.language, told.teller) == ("spoken-name", "pa", "Simran")
    assert (told.title, told.needs) == ({"pa": "ਪੰਜਾਬੀ"}, ())


@pytest.mark.parametrize("folder", ["Spoken names", "language names", "spoken-name"])
def test_a_spoken_name_is_known_in_every_school(folder: str) -> None:
    """Also where the school lists kinds of its own; it is called as its language is."""
    own = SCHOOL.model_copy(update={"kinds": SCHOOL.kinds[:1]})
    told = story(f"{folder}/Punjabi.m4a", settings=own)
    assert (told.kind, told.language, told.title) == ("spoken-name", "pa", {"pa": "ਪੰਜਾਬੀ"})
    assert (told.needs, told.notes, told.tale) == ((), (), "")


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        ("Reception Punjabi", ("reception", "pa", "")),
        ("Year 3 Songs", ("year-3", "", "song")),
        ("Year 3 - Urdu", ("year-3", "ur", "")),
        ("Somali songs", ("", "so", "song")),
        ("yr3 somali stories", ("year-3", "so", "story")),
        ("Somali & friends", ("", "", "")),
        ("Year 3 so", ("", "", "")),
        ("Reception Year 3", ("", "", "")),
        ("Punjabi trip", ("", "", "")),
    ],
)
def test_a_folder_of_known_names_alone_says_all_of_them(
    folder: str, said: tuple[str, str, str]
) -> None:
    """One of each; where a word of it is unknown or could be another, it says nothing."""
    told = story(f"{folder}/The fox.m4a")
    kind = "" if "kind" in told.defaulted else told.kind
    assert (told.class_id, told.language, kind) == said
    assert ("not a class" in "".join(told.notes)) is not any(said)
