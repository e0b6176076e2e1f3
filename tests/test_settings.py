"""``school.toml`` and ``feeds/*.toml``: what they may say, and what is told of mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from media_pipeline.errors import SettingsError
from media_pipeline.model import Rights
from media_pipeline.settings import FeedFile, Settings, load_feed_file, load_settings


def settings(folder: Path, text: str) -> Settings:
    """The settings in a workspace whose school.toml is ``text``."""
    path = folder / "school.toml"
    path.write_text(text, encoding="utf-8")
    return load_settings(path)


def mistakes(folder: Path, text: str) -> tuple[str, ...]:
    """What is told of a school.toml that has mistakes."""
    with pytest.raises(SettingsError) as caught:
        settings(folder, text)
    return caught.value.mistakes


def test_only_the_name_is_required(tmp_path: Path) -> None:
    """One line makes a school: private feeds of all kinds, English pages, speech at −16 LUFS."""
    school = settings(tmp_path, 'name = "Hill School"\n')
    assert (school.name, school.address, school.interface_languages) == ("Hill School", "", ("en",))
    assert (school.loudness.target, school.defaults.rights) == (-16.0, Rights.OWN)
    assert school.kind("song") is not None


def test_every_mistake_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    """One look is enough to mend them all, also those that concern several settings."""
    told = mistakes(
        tmp_path,
        """
        adress = "https://stories.example/"
        languages = ["en", "Klingonish"]
        kinds = [{id = "poem", name = "Poems"}, {id = "poem", name = "Verse", profile = "loud"}]
        classes = [{id = "r", name = "R"}, {id = "r", name = "Reception"}]
        decisions = "recordings/decisions"
        [defaults]
        rights = "mine"
        [policy]
        max_hours = "many"
        """,
    )
    assert [mistake.split(": ")[1] for mistake in told] == [
        "name",
        "languages[2]",
        "classes",
        "kinds[2].profile",
        "decisions",
        "defaults.rights",
        "policy.max_hours",
        "adress",
    ]
    assert all(mistake.startswith("school.toml: ") for mistake in told)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name = 5", "name: a text in quotation marks is wanted, not “5”"),
        ('languages = "pa"', "languages: a list in square brackets is wanted, not “pa”"),
        ('loudness = { target = "loud" }', "loudness.target: a number is wanted, not “loud”"),
        ("video = { height = 99 }", "video.height: it must be at least 240, not “99”"),
        ("consent = { required = 3 }", "consent.required: true or false is wanted, not “3”"),
        ("pages = { contact = 7 }", "pages.contact: a table in curly brackets is wanted, not “7”"),
        ("kinds = [{ id = 'song' }]", "kinds[1].name: this must be set"),
        ('name = ""', "name: it may not be empty"),
        ('"[x" = 5', "[x: there is no such setting; see docs/settings.md"),
        (
            'defaults = { rights = "foo" }',
            (
                "defaults.rights: it must be one of 'own', 'traditional', 'permission', "
                "'families-only', not “foo”"
            ),
        ),
        (
            'feeds = { auto = ["all", "song"] }',
            "feeds.auto[2]: it must be one of 'all', 'language', 'class', 'kind', not “song”",
        ),
    ],
)
def test_a_mistake_says_what_is_wanted_and_what_stands_there(
    tmp_path: Path, text: str, told: str
) -> None:
    """In words for who wrote the file, once for each place."""
    start = "" if text.startswith("name") else 'name = "Hill"\n'
    assert mistakes(tmp_path, start + text) == (f"school.toml: {told}",)


@pytest.mark.parametrize("table", ["", "[audio]\n", "[[classes]]\nid = 'r'\nname = 'R'\n"])
def test_unknown_names_are_mistakes(tmp_path: Path, table: str) -> None:
    """A misspelt setting is never ignored, at any depth."""
    (told,) = mistakes(tmp_path, f'name = "Hill"\n{table}speach = 96\n')
    assert "speach: there is no such setting" in told


def test_class_name_in_what_is_no_language_is_told_by_its_place(tmp_path: Path) -> None:
    """The key of a text is a language's code, and the place says whose."""
    (told,) = mistakes(tmp_path, 'name = "Hill"\nclasses = [{id = "r", name = {english = "R"}}]\n')
    assert told.startswith("school.toml: classes[1].name.english: “english” is not a language's")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("EN", "en"), ("pa-IN", "pa"), ("pa_pk", "pa-Arab"), ("zh-CN", "zh-Hans"), ("fr-ca", "fr-CA")],
)
def test_language_codes_have_one_form(tmp_path: Path, typed: str, kept: str) -> None:
    """However a code is written, one language has one tag."""
    assert settings(tmp_path, f'name = "Hill"\nlanguages = ["{typed}"]\n').languages == (kept,)


@pytest.mark.parametrize("code", ["", "english", "xx", "und", "e"])
def test_what_is_no_language_code_is_a_mistake(tmp_path: Path, code: str) -> None:
    """A wrong code is told, with examples of right ones."""
    (told,) = mistakes(tmp_path, f'name = "Hill"\ninterface_languages = ["{code}"]\n')
    assert told.startswith(f"school.toml: interface_languages[1]: “{code}” is not a language's")


@pytest.mark.parametrize("codes", ["[]", '["en", "fr", "EN"]'])
def test_pages_have_a_language_and_none_twice(tmp_path: Path, codes: str) -> None:
    """Each language of the pages has one place."""
    assert mistakes(tmp_path, f'name = "Hill"\ninterface_languages = {codes}\n') == (
        "school.toml: interface_languages: at least one language is wanted, and none twice",
    )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://stories.example", "https://stories.example/"),
        ("https://stories.example/", "https://stories.example/"),
        ("http://localhost:8000/a/b", "http://localhost:8000/a/b/"),
        (" https://stories.example/~hill/ ", "https://stories.example/~hill/"),
    ],
)
def test_address_ends_with_one_slash(tmp_path: Path, typed: str, kept: str) -> None:
    """Feeds are addressed the same however the address was typed."""
    assert settings(tmp_path, f'name = "Hill"\naddress = "{typed}"\n').address == kept


@pytest.mark.parametrize(
    "address",
    [
        *("stories.example", "ftp://stories.example/", "https://", "https://a b.example/"),
        *("https://a.example/?x", "https://a.example/#x", "https://école.example/"),
        *('https://a.example/\\"><script>', "file:///srv/site"),
    ],
)
def test_what_is_no_address_is_a_mistake(tmp_path: Path, address: str) -> None:
    """An address that feeds could not be built on is told."""
    (told,) = mistakes(tmp_path, f'name = "Hill"\naddress = "{address}"\n')
    assert told.startswith("school.toml: address: an address ")


@pytest.mark.parametrize("place", ["classes", "kinds"])
def test_the_same_id_twice_is_a_mistake(tmp_path: Path, place: str) -> None:
    """Two rows of one id would share a feed."""
    rows = '[{id = "story", name = "One"}, {id = "story", name = "Two"}]'
    (told,) = mistakes(tmp_path, f'name = "Hill"\n{place} = {rows}\n')
    assert told == f"school.toml: {place}: given twice: the id “story”"


@pytest.mark.parametrize("class_id", ["Year 3", "year_3", "3é", "-3", ""])
def test_ids_are_what_addresses_are_made_of(tmp_path: Path, class_id: str) -> None:
    """Lower-case ASCII letters, digits and hyphens."""
    (told,) = mistakes(tmp_path, f'name = "Hill"\nclasses = [{{id = "{class_id}", name = "3"}}]\n')
    assert told.startswith("school.toml: classes[1].id: ")


@pytest.mark.parametrize("place", ["classes", "kinds"])
@pytest.mark.parametrize("id_", ["reception-low-data", "low-data", "story-archive-1", "archive-2"])
def test_no_id_takes_the_address_of_a_low_data_twin_or_an_archive(
    tmp_path: Path, place: str, id_: str
) -> None:
    """One feed would take another's place, of which its subscribers would know nothing."""
    said = mistakes(tmp_path, f'name = "Hill"\n{place} = [{{id = "{id_}", name = "Lows"}}]\n')
    assert f"“{id_}” ends as the files beside a feed do; call it otherwise" in said[0]


@pytest.mark.parametrize("name", ['""', '"  "', "{}", '{en = "R", fr = ""}'])
def test_a_class_has_a_name(tmp_path: Path, name: str) -> None:
    """An empty name can't be shown."""
    (told,) = mistakes(tmp_path, f'name = "Hill"\nclasses = [{{id = "r", name = {name}}}]\n')
    assert told == "school.toml: classes[1].name: a name or title is wanted"


def test_default_kind_is_one_of_the_kinds(tmp_path: Path) -> None:
    """A school with kinds of its own has its own default, too."""
    kinds = 'name = "Hill"\nkinds = [{id = "saga", name = "Sagas"}]\n'
    assert mistakes(tmp_path, kinds) == (
        "school.toml: defaults: the kind “story” is not one of kinds",
    )
    assert settings(tmp_path, f'{kinds}[defaults]\nkind = "saga"\n').defaults.kind == "saga"


@pytest.mark.parametrize(
    "place",
    ["recordings", "recordings/x", "./recordings/x", "site/../recordings", "build", "build/site"],
)
def test_decisions_stand_apart(tmp_path: Path, place: str) -> None:
    """Never where anyone may write, nor in what may be deleted."""
    (told,) = mistakes(tmp_path, f'name = "Hill"\ndecisions = "{place}"\n')
    assert told.startswith("school.toml: decisions: it must not be inside ")


def test_decisions_stand_apart_behind_a_link(tmp_path: Path) -> None:
    """A link into the drop folder is the drop folder."""
    (tmp_path / "recordings").mkdir()
    (tmp_path / "mine").symlink_to(tmp_path / "recordings")
    (told,) = mistakes(tmp_path, 'name = "Hill"\ndecisions = "mine/decisions"\n')
    assert "inside recordings" in told


def test_decisions_may_lie_anywhere_else(tmp_path: Path) -> None:
    """Also outside the workspace."""
    school = settings(tmp_path, 'name = "Hill"\ndecisions = "/srv/decisions"\n')
    assert school.decisions == "/srv/decisions"


@pytest.mark.parametrize("day", ["9-1", "13-01", "02-30", "02-29", "September", "00-00"])
def test_the_school_year_starts_on_a_day_that_every_year_has(tmp_path: Path, day: str) -> None:
    """Month and day, as the calendar has them."""
    (told,) = mistakes(tmp_path, f'name = "Hill"\nyear_starts = "{day}"\n')
    assert told.startswith(f"school.toml: year_starts: “{day}” is not a day of every year")


@pytest.mark.parametrize("text", [b"name = ", b"name = '\xff'", b"a = " + b"[" * 9000, b"name"])
def test_a_file_that_is_no_toml_is_one_mistake(tmp_path: Path, text: bytes) -> None:
    """What the parser says is passed on, and it is never a crash."""
    path = tmp_path / "school.toml"
    path.write_bytes(text)
    with pytest.raises(SettingsError, match="it can't be read as TOML"):
        load_settings(path)


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    """Windows' Notepad writes one, of UTF-8 or of UTF-16."""
    path = tmp_path / "school.toml"
    for encoding in ("utf-8-sig", "utf-16"):
        path.write_bytes('name = "École"\r\n'.encode(encoding))
        assert load_settings(path).name == "École"
    feed = tmp_path / "songs.toml"
    feed.write_bytes(b"\xfe\xff" + 'title = "Chansons à écouter"\r\n'.encode("utf-16-be"))
    assert load_feed_file(feed).title == {"en": "Chansons à écouter"}


def test_no_settings_is_a_hint_to_init(tmp_path: Path) -> None:
    """Where there is no workspace, it is said how to make one."""
    with pytest.raises(SettingsError, match="media-pipeline init"):
        load_settings(tmp_path / "school.toml")


def test_settings_that_can_not_be_opened_are_told(tmp_path: Path) -> None:
    """A folder of that name is a sentence, not a traceback."""
    (tmp_path / "school.toml").mkdir()
    with pytest.raises(SettingsError, match=r"it can't be read \(Is a directory\)"):
        load_settings(tmp_path / "school.toml")


def test_a_bare_text_is_english_and_edges_are_trimmed(tmp_path: Path) -> None:
    """A name without languages is English; feeds take no edge spaces."""
    school = settings(tmp_path, 'name = " Hill "\nclasses = [{id = "r", name = " R "}]\n')
    assert (school.name, school.classes[0].name) == ("Hill", {"en": "R"})


def test_settings_are_frozen(tmp_path: Path) -> None:
    """Nothing that runs can change them."""
    school = settings(tmp_path, 'name = "Hill"\n')
    with pytest.raises(ValueError, match="frozen"):
        school.name = "Dale"  # type: ignore[misc]


def test_a_feed_file_is_read(tmp_path: Path) -> None:
    """A title is enough: episodic, newest first, public, sound."""
    path = tmp_path / "tales.toml"
    path.write_text('title = {pa = "ਕਹਾਣੀਆਂ"}\nlanguages = ["pa-IN"]\n', encoding="utf-8")
    assert load_feed_file(path) == FeedFile(title={"pa": "ਕਹਾਣੀਆਂ"}, languages=("pa",))


def test_mistakes_in_a_feed_file_carry_its_name(tmp_path: Path) -> None:
    """Each file's mistakes are told with its name."""
    path = tmp_path / "tales.toml"
    path.write_text('titel = "Tales"\ntype = "weekly"\n', encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_feed_file(path)
    assert [mistake.split(": ")[:2] for mistake in caught.value.mistakes] == [
        ["tales.toml", "title"],
        ["tales.toml", "type"],
        ["tales.toml", "titel"],
    ]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('to = "sftp://kim:secret@web.example/x"', "a password never stands in school.toml"),
        ('to = "sftp://web.example/x"', "sftp://user@host/folder"),
        ('to = "ftp://web.example/x"', "file:///folder"),
        ('to = "s3://A"', "s3://bucket/folder"),
        ('password = "secret"', "there is no such setting"),
        ('host_key = "secret"', "ssh-ed25519"),
        ('to = "file:///srv/a"\nfamilies_to = "file:///srv/a/b"', "a place of its own"),
    ],
)
def test_mistakes_of_where_to_publish_are_told(tmp_path: Path, table: str, said: str) -> None:
    """A secret in the settings is one, and families' stories within everyone's are."""
    (mistake,) = mistakes(tmp_path, f'name = "Hill School"\n[publish]\n{table}\n')
    assert said in mistake
