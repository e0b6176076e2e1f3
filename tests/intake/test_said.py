"""What a sidecar or a row of a sheet says: understood, or told and waited for."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from media_pipeline.intake.fields import FIELDS, find_class, find_kind
from media_pipeline.intake.said import bound, field_not_known, said
from media_pipeline.intake.spans import seconds_of
from media_pipeline.model import Chapter, Rights
from media_pipeline.settings import SchoolClass, Settings

SCHOOL = Settings(
    name="Hill School",
    classes=(
        SchoolClass(
            id="reception",
            name={"en": "Reception", "fr": "Grande section"},
            also=("R", "Foundation"),
        ),
        SchoolClass(id="year-3", name={"en": "Year 3", "pa": "ਜਮਾਤ ੩", "tr": "3. Sınıf"}),
        SchoolClass(id="choir", name={"en": "Choir", "fr": "Chorale élémentaire"}, group=True),
    ),
)


def understood(**fields: Any) -> dict[str, Any]:
    """The values of fields that must all be clear."""
    source = said("fox.toml", fields, SCHOOL)
    assert source.notes == ()
    return dict(source.values)


def told(**fields: Any) -> str:
    """The one note about fields that are not clear; it is also why they are unclear."""
    source = said("fox.toml", fields, SCHOOL)
    assert source.values == {}
    (note,) = source.notes
    assert set(source.unclear.values()) == {note}
    return note


@pytest.mark.parametrize(
    ("word", "class_id"),
    [
        *(("Reception", "reception"), ("RECEPTION", "reception"), ("r", "reception")),
        *((" foundation ", "reception"), ("grande_section", "reception"), ("Year 3", "year-3")),
        *(("year-3", "year-3"), ("YEAR_3", "year-3"), ("year  3", "year-3"), ("ਜਮਾਤ ੩", "year-3")),
        *(("3. sınıf", "year-3"), ("CHORALE ÉLÉMENTAIRE", "choir")),
        *(("Chorale e\u0301le\u0301mentaire", "choir"), ("Year 33", None), ("", None), ("3", None)),
    ],
)
def test_a_class_is_known_by_its_id_and_all_its_names(word: str, class_id: str | None) -> None:
    """In any language, case, composition and joint."""
    assert find_class(word, SCHOOL) == class_id


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        *(("song", "song"), ("Songs", "song"), ("Chansons", "song"), ("Nursery Rhymes", "rhyme")),
        *(("PIÈCES DE THÉÂTRE", "play"), ("class_news", "news"), ("Videos", "film")),
        *(("opera", None), ("", None)),
    ],
)
def test_a_kind_is_known_by_its_id_and_all_its_names(word: str, kind: str | None) -> None:
    """One or many, in each of its languages."""
    assert find_kind(word, SCHOOL) == kind


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("title", "The fox", {"": "The fox"}),
        ("title", {"en": "The fox", "pa-IN": "ਲੂੰਬੜੀ"}, {"en": "The fox", "pa": "ਲੂੰਬੜੀ"}),
        ("title", 1984, {"": "1984"}),
        ("language", "ਪੰਜਾਬੀ", "pa"),
        ("language", "pa_PK", "pa-Arab"),
        ("language", "SO", "so"),
        ("class", "Grande section", "reception"),
        ("kind", "Comptines", "rhyme"),
        ("teller", "Amina Khan", "Amina"),
        ("teller", "Mrs Khan", ""),
        ("date", "2026-03-04", date(2026, 3, 4)),
        ("rights", " Families-Only ", Rights.FAMILIES_ONLY),
        ("tale", "The  fox\u202e", "The fox"),
        ("season", "2", 2),
        ("episode", 12, 12),
        (
            "chapters",
            [["0:40", "The grapes"], [0, "The fox"]],
            (Chapter(0.0, "The fox"), Chapter(40.0, "The grapes")),
        ),
    ],
)
def test_what_is_clear_is_understood(field: str, typed: object, value: object) -> None:
    """Each field in the forms that people write."""
    assert understood(**{field: typed}) == {field: value}


@pytest.mark.parametrize(
    ("field", "typed", "why"),
    [
        ("language", "Klingonish", "“Klingonish” is not a language this program knows"),
        ("class", "Year 9", "“Year 9” is not a class of school.toml"),
        ("kind", "opera", "“opera” is not a kind; known are story, rhyme,"),
        (
            "date",
            "4 March",
            "“4 March” is not a date: write year-month-day, such as 2026-12-31",
        ),
        ("date", "04/03/2026", "“04/03/2026” is not a date"),
        ("rights", "mine", "“mine” is not one of own, traditional, permission, families-only"),
        ("title", {"punjabi": "x"}, "“punjabi” is not a language's code"),
        ("title", ["a", "b"], "one line of text is wanted"),
        ("title", {"en": {"x": "y"}}, "one line of text is wanted"),
        ("teller", ["Amina"], "one line of text is wanted"),
        ("language", True, "one line of text is wanted"),
        ("season", "two", "“two” is not a number from 1 to 9999"),
        ("season", "9" * 5000, "is not a number from 1 to 9999"),
        ("episode", 0, "“0” is not a number from 1 to 9999"),
        ("episode", -1, "“-1” is not a number"),
        ("chapters", "0:00 The fox", "chapters are written"),
        ("chapters", [["now", "The fox"]], "chapters are written"),
        ("chapters", [[float("nan"), "The fox"]], "chapters are written"),
        ("chapters", [[-1, "The fox"]], "chapters are written"),
        ("chapters", 7, "chapters are written"),
    ],
)
def test_what_is_not_clear_is_told_with_its_source_and_field(
    field: str, typed: object, why: str
) -> None:
    """A sentence that says where, what, and what to write instead."""
    note = told(**{field: typed})
    assert note.startswith(f"fox.toml: {field}: ")
    assert why in note


@pytest.mark.parametrize(
    ("typed", "people"),
    [
        ("r-014", ("R-014",)),
        ("R-015, R-014; r-015", ("R-014", "R-015")),
        ("R-015 R-014", ("R-014", "R-015")),
        (["R-014", "ਮ-3"], ("R-014", "ਮ-3")),
        (14, ("14",)),
        ("class:Reception@2026-11-23", ("class:reception@2026-11-23",)),
        ("Class : Year  3@23/11/2026", ("class:year 3@2026-11-23",)),
        (["class:Year 3, Oak@2026-11-23", "T-1"], ("T-1", "class:year 3, oak@2026-11-23")),
    ],
)
def test_people_are_codes_and_classes_on_a_day(typed: object, people: tuple[str, ...]) -> None:
    """In one form and order, however they are written."""
    assert understood(people=typed) == {"people": people}


@pytest.mark.parametrize(
    ("field", "typed", "why"),
    [
        ("people", "class:Reception", "is not written as class:Reception@2026-11-23"),
        ("people", "class:@2026-11-23", "is not written as class:Reception@2026-11-23"),
        ("people", "class:Reception@2026-02-30", "is not written as class:Reception@2026-11-23"),
        ("people", "clas:Reception@2026-11-23", "is not a person's code, such as R-014"),
        ("people", [["R-014"]], "one line of text is wanted"),
        ("people", {"R-014": True}, "one line of text is wanted"),
        ("absent", "class:Reception@2026-11-23", "is not one person's code"),
        ("pictured", "perhaps", "neither yes nor no"),
    ],
)
def test_threat_25_people_who_are_not_understood_are_waited_for(
    field: str, typed: object, why: str
) -> None:
    """Nobody is guessed."""
    note = told(**{field: typed})
    assert note.startswith(f"fox.toml: {field}: ")
    assert why in note


def test_threat_25_people_of_a_copy_are_in_it_too() -> None:
    """The same bytes are the same voices, and the same faces."""
    own, other = (
        said("x.toml", fields, SCHOOL)
        for fields in ({"people": "R-1"}, {"people": "R-2", "pictured": True})
    )
    whole = bound(own, other, {}, "copy.m4a", "the first")
    assert whole.values == {"people": ("R-1", "R-2"), "pictured": True}
    assert whole.notes == ()
    unclear = bound(
        own, said("x.toml", {"people": "a:b"}, SCHOOL), {}, "copy.m4a", "the first"
    ).unclear
    assert set(unclear) == {"people"}


def test_a_note_quotes_no_more_than_a_line() -> None:
    """A hundred kilobytes and an escape of the terminal do not reach the report."""
    note = told(language="\x1b[2J" + "x" * 100_000)
    assert len(note) < 200
    assert "\x1b" not in note


def test_an_unknown_field_is_told_and_the_known_ones_listed() -> None:
    """A misspelt field is not lost in silence, and makes nothing else unclear."""
    source = said("fox.toml", {"titel": "The fox", "kind": "song"}, SCHOOL)
    assert source.values == {"kind": "song"}
    assert source.unclear == {}
    known = ", ".join(FIELDS)
    note = f"fox.toml: there is no field “titel”. Is “title” meant? Known: {known}."
    assert source.notes == (note,)
    assert field_not_known(note, "fox.toml") == ("titel", "title")
    assert field_not_known(note, "owl.toml") is None
    (far,) = said("fox.toml", {"Ali Khan": "x"}, SCHOOL).notes
    assert far == f"fox.toml: there is no field “Ali Khan”. Known: {known}."
    assert field_not_known(far, "fox.toml") == ("", "")


@pytest.mark.parametrize("nothing", ["", "  ", "\n", None])
def test_an_empty_field_says_nothing(nothing: str | None) -> None:
    """It leaves the word to what is weaker."""
    assert understood(title=nothing, language=nothing, tale=nothing) == {}


@pytest.mark.parametrize("nobody", ["", "  ", "\n"])
def test_an_empty_teller_is_nobody(nobody: str) -> None:
    """Only a sidecar has such a field: what a sheet's empty cell says is never asked for."""
    assert understood(teller=nobody) == {"teller": ""}


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [("0:40", 40.0), ("1:02:03.5", 3723.5), ("90", 90.0), (12.5, 12.5), ("100:00", 6000.0)],
)
def test_a_time_is_seconds_minutes_and_hours(typed: object, seconds: float) -> None:
    """As a player shows it, or a plain number."""
    assert seconds_of(typed) == seconds


@pytest.mark.parametrize("name", ["right", "Rights ", "rights-of-use", "RIGHTSS"])
def test_a_slip_in_the_word_rights_is_waited_for(name: str) -> None:
    """What it says may be that families alone may see the story."""
    source = said("fox.toml", {name: "families-only", "colour": "red"}, SCHOOL)
    assert set(source.unclear) == {"rights"}
    assert len(source.notes) == 2


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("rigths", "rights"), ("rghts", "rights"), ("rihgts", "rights"), ("RIGTS", "rights"),
        ("pictred", "pictured"), ("piictured", "pictured"), ("pictuerd", "pictured"),
        ("poeple", "people"), ("peple", "people"), ("strat", "start"), ("Start", "start"),
        ("edn", "end"), ("ned", "end"), ("mtue", "mute"), ("ctu", "cut"), ("captons", "captions"),
    ],
)  # fmt: skip
def test_a_slip_in_a_word_that_keeps_something_private_is_waited_for(name: str, meant: str) -> None:
    """Two letters changed places, or within the word one is missing, too many or another."""
    source = said("fox.toml", {name: "x"}, SCHOOL)
    assert set(source.unclear) == {meant}
    assert f"there is no field “{name}”. Is “{meant}” meant?" in source.notes[0]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("pictured?", "pictured"), ("Pictured (yes/no)", "pictured"), ("people:", "people"),
        ("start:", "start"), ("end (min)", "end"), ("end time", "end"), ("Start Time", "start"),
        ("mute*", "mute"), ("captions [y/n]", "captions"),
    ],
)  # fmt: skip
def test_threat_25_what_is_written_after_such_a_word_hides_nothing(name: str, meant: str) -> None:
    """A heading of a sheet has a question mark, or says how to fill it in."""
    assert set(said("recordings.csv", {name: "x"}, SCHOOL).unclear) == {meant}


@pytest.mark.parametrize("name", ["title", "description"])
@pytest.mark.parametrize("field", ["cut", "end", "Mute", "rights"])
def test_threat_25_a_field_below_titles_in_brackets_is_no_language(name: str, field: str) -> None:
    """TOML gives a line after ``[title]`` to it; Teutila Cuicatec has the code cut."""
    source = said("fox.toml", {name: {"en": "The fox", field: "0:12-0:15"}}, SCHOOL)
    assert set(source.unclear) == {name}
    assert "write it above that heading" in source.notes[0]


@pytest.mark.parametrize(
    "table",
    [{"rights": "families-only"}, {"a": {"b": {"rights": "x"}}}, [{"Rights": "x"}, {"cut": "x"}]],
)
def test_threat_25_what_keeps_something_private_is_seen_in_any_table(table: Any) -> None:
    """Whoever wrote ``[more]`` meant what follows for the recording."""
    source = said("fox.toml", {"more": table}, SCHOOL)
    assert "rights" in source.unclear
    assert "write what is about the whole recording above it" in source.notes[0]


OTHERS = (
    *("more time", "stars*", "picture?", "ends:", "sand (kg)"),
    *("state", "stars", "star", "stat.", "minutes", "note", "done", "pupil", "peoples", "strats"),
    *("credits", "picture", "pictures", "caption", "send", "and", "ends", "en", "ed", "out"),
    *("cat", "cue", "but", "mat"),
)


@pytest.mark.parametrize("name", OTHERS)
def test_another_word_makes_nothing_wait(name: str) -> None:
    """A sheet may have columns that are the school's own business."""
    assert said("recordings.csv", {name: "x"}, SCHOOL).unclear == {}


def test_rights_of_a_later_part_bind_the_whole() -> None:
    """Only rights do; another field stays the first's."""
    own, later = (
        said("x.toml", fields, SCHOOL)
        for fields in ({"kind": "song"}, {"rights": "families-only", "kind": "story"})
    )
    whole = bound(own, later, {}, "00001.MTS", "the first")
    assert whole.values == {"kind": "song", "rights": Rights.FAMILIES_ONLY}
    assert whole.notes == ("00001.MTS: not used, as the first goes before it: kind.",)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        *((True, True), ("yes", True), ("TRUE", True), ("1", True), (1, True), (" x ", True)),
        *((False, False), ("no", False), (0, False)),
    ],
)
def test_a_tick_is_made_as_people_make_one(value: Any, *, expected: bool) -> None:
    """By a word, a cross or a number, in a sidecar or in a sheet."""
    assert understood(featured=value) == {"featured": expected}


def test_a_tick_that_is_none_is_told() -> None:
    """What is neither yes nor no is asked about."""
    assert "neither yes nor no" in told(featured="perhaps")


def test_a_teller_who_is_nobody_in_a_second_source_is_nobody() -> None:
    """Whoever wrote it heard that the child may not be named; it is no unused word."""
    own, second = said("fox.m4a.toml", {"title": "Fox"}, SCHOOL), said("x", {"teller": ""}, SCHOOL)
    whole = bound(own, second, {"teller": "Amina"}, "x", "the first")
    assert whole.values["teller"] == ""


@pytest.mark.parametrize("word", ["year3", "Yr 3", "yr3", "Y3", "Yr. 3", "YEAR 3"])
def test_a_class_is_known_without_regard_to_spaces(word: str) -> None:
    """And by what everybody shortens."""
    assert find_class(word, SCHOOL) == "year-3"


def test_a_name_without_spaces_that_could_be_two_classes_is_none() -> None:
    """Nobody guesses."""
    classes = (SchoolClass(id="a", name="Year 12"), SchoolClass(id="b", name="Year 1 2"))
    school = Settings(name="Hill School", classes=classes)
    assert find_class("Year 12", school) == "a"
    assert find_class("Year12", school) is None
