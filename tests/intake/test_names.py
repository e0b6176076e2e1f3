"""File names: dates, titles and tellers in them, and names that devices gave."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date

import pytest

from media_pipeline.intake.names import NameParts, teller_name, understand_stem
from media_pipeline.intake.text import clean_title

FOURTH_OF_MARCH = date(2026, 3, 4)
TWELFTH_OF_MARCH = date(2026, 3, 12)


@pytest.mark.parametrize(
    ("stem", "told", "title", "teller"),
    [
        ("2026-03-04 The fox - Amina", FOURTH_OF_MARCH, "The fox", "Amina"),
        ("20260304 The fox", FOURTH_OF_MARCH, "The fox", ""),
        ("2026_03_04_The_fox_and_grapes", FOURTH_OF_MARCH, "The fox and grapes", ""),
        ("2026-03-04 10.15 The fox", FOURTH_OF_MARCH, "The fox", ""),
        ("2026-03-04 1001 nights", FOURTH_OF_MARCH, "1001 nights", ""),
        ("The fox 2026-03-04", FOURTH_OF_MARCH, "The fox", ""),
        ("The fox (2026-03-04) - Amina", None, "The fox (2026-03-04)", "Amina"),
        ("25.12.2026 Nativity", date(2026, 12, 25), "Nativity", ""),
        ("The_fox_-_Amina", None, "The fox", "Amina"),
        ("The fox — Amina", None, "The fox", "Amina"),
        ("ਲੂੰਬੜੀ ਅਤੇ ਅੰਗੂਰ - ਅਮੀਨਾ", None, "ਲੂੰਬੜੀ ਅਤੇ ਅੰਗੂਰ", "ਅਮੀਨਾ"),
        ("لومڑی اور انگور - عائشہ", None, "لومڑی اور انگور", "عائشہ"),
        ("狐狸和葡萄 - 小明", None, "狐狸和葡萄", "小明"),
    ],
)
def test_date_title_and_teller(stem: str, told: date | None, title: str, teller: str) -> None:
    """A name in one of the usual forms says when, what and who."""
    assert NameParts(told, title, teller, device=False) == understand_stem(stem)


@pytest.mark.parametrize(
    ("stem", "title"),
    [
        ("03 The fox", "The fox"),
        ("03-The fox", "The fox"),
        ("3. The fox", "The fox"),
        ("3) The fox", "The fox"),
        ("12 - the fox", "the fox"),
        ("3 little pigs", "3 little pigs"),
        ("10 green bottles", "10 green bottles"),
        ("101 Dalmatians", "101 Dalmatians"),
        ("1001 nights", "1001 nights"),
        ("The fox (1)", "The fox"),
        ("The fox - Copy", "The fox"),
        ("The fox - Copy (2)", "The fox"),
        ("The fox copy 2", "The fox"),
        ("The copy", "The copy"),
        ("The fox (2026)", "The fox (2026)"),
    ],
)
def test_track_numbers_and_copy_marks_are_dropped(stem: str, title: str) -> None:
    """A number is a track's with a nought or a mark, and the title's without."""
    assert title == understand_stem(stem).title


@pytest.mark.parametrize(
    "stem",
    [
        "Amina - The fox",
        "Peter - and the wolf",
        "Assembly - Harvest Festival",
        "The fox - Part Two",
        "The fox - a very long tale indeed",
        "The fox - Year 3",
    ],
)
def test_a_last_part_that_is_no_name_stays_in_the_title(stem: str) -> None:
    """What cannot be a first name is never taken for a teller."""
    assert (stem, "") == (understand_stem(stem).title, understand_stem(stem).teller)


@pytest.mark.parametrize("stem", ["The fox - Mrs Khan", "The fox - Miss Khan", "The fox - Dr. Wu"])
def test_a_surname_after_a_form_of_address_is_dropped(stem: str) -> None:
    """A surname stands neither in the title nor as the teller."""
    assert NameParts(None, "The fox", "", device=False) == understand_stem(stem)


@pytest.mark.parametrize(
    ("stem", "teller"),
    [("The fox - Punjabi", ""), ("The fox - Amina - ਪੰਜਾਬੀ", "Amina"), ("The fox (Panjabi)", "")],
)
def test_a_last_part_may_be_the_language(stem: str, teller: str) -> None:
    """A language's name is the language, not a teller and not the title."""
    assert NameParts(None, "The fox", teller, device=False, language="pa") == understand_stem(stem)


@pytest.mark.parametrize(
    "stem",
    """
    New Recording/New Recording 4/Recording (3)/Voice 001/Voice memo/voice_memo_12/Track 1
    IMG_1234/IMG_E1234/MVI_0042/DSC_0001/DSC01234/GOPR0123/GH010123/MOV_0001/00000/REC0001
    M2U00012/C0001/P1000123/STE-000/ZOOM0001/ZOOM0001_TR12/DR0000_0001/LS_10001/R09_0012
    Screen Recording 3/RPReplay_Final1612345678/audioclip-1612345678-4321/VTS_01_1
    trim.9F2C7F42-1234-4234-9234-123456789ABC/12 March 2026/EZM0012
    14 High Street/14 High Street 3/Station Road 3/Home 2/Hauptstraße 5/12 rue de la Paix
    Nouvel enregistrement 3/Neue Aufnahme/Nowe nagranie 2/Nuova registrazione/Înregistrare nouă 2
    Nueva grabación 7/Nueva grabacion/Nova gravação/Новая запись 3/Новий запис/Yeni Kayıt 2
    新录音/新录音 12/新錄音/録音/새로운 녹음 2/تسجيل جديد/تسجيل جديد ٣/نئی ریکارڈنگ/ਨਵੀਂ ਰਿਕਾਰਡਿੰਗ
    """.strip()
    .replace("\n", "/")
    .split("/"),
)
def test_device_given_names_are_never_titles(stem: str) -> None:
    """Counters, placeholders and street addresses say nothing about a story."""
    found = replace(understand_stem(stem.strip()), copied=False)
    assert NameParts(None, "", "", device=True) == found


@pytest.mark.parametrize(
    "stem",
    [
        "VID_20260312_101112",
        "VID-20260312-WA0003",
        "PTT-20260312-WA0001",
        "AUD-20260312-WA0012",
        "PXL_20260312_101112345",
        "20260312_101112",
        "20260312_101112_HDR",
        "Audio 2026-03-12",
        "WhatsApp Audio 2026-03-12 at 10.11.12",
        "Screen Recording 2026-03-12 at 10.11.12 AM",
        "WIN_20260312_10_11_12_Pro",
        "GMT20260312-101112_Recording",
        "signal-2026-03-12-101112",
        "260312_001",
        "2026-03-12 New Recording 4",
    ],
)
def test_a_device_name_keeps_its_date(stem: str) -> None:
    """A phone's name is no title, but the day in it is kept."""
    assert NameParts(TWELFTH_OF_MARCH, "", "", device=True) == understand_stem(stem)


@pytest.mark.parametrize(
    "stem",
    [
        "Home",
        "Station Road",
        "Voices",
        "The voice of the sea",
        "Recording our school day",
        "Record breakers",
        "Video killed the radio star",
        "Zoom zoom zoom",
        "Track and field",
        "Clip clop",
        "Eid2026",
        "EID 2026",
        "Sam 7",
        "Monday",
        "Aufnahmeprüfung",
        "Once upon a time...",
        "Kwa nini Anansi ana miguu minane myembamba",
        "hyvä on hiihtäjän hiihdellä",
    ],
)
def test_titles_that_begin_like_a_device_name_stay_titles(stem: str) -> None:
    """A device's word at the start of real words is only a word."""
    assert NameParts(None, stem, "", device=False) == understand_stem(stem)


@pytest.mark.parametrize("stem", ["2026-13-45 The fox", "2026-02-30 The fox", "9999-01-01 The fox"])
def test_an_impossible_date_is_no_date(stem: str) -> None:
    """Digits that are no day stay in the title, where a person sees them."""
    assert NameParts(None, stem, "", device=False) == understand_stem(stem)


@pytest.mark.parametrize("day", ["1904-01-01", "1970-01-01", "1980-01-06", "03-04-2026"])
def test_a_doubtful_date_is_dropped(day: str) -> None:
    """A clock that was never set, or a day that could be a month, tells no date."""
    assert NameParts(None, "The fox", "", device=False) == understand_stem(f"{day} The fox")


def test_a_device_with_an_unset_clock_has_no_date() -> None:
    """A camera's first day of 1980 is not when a story was told."""
    assert NameParts(None, "", "", device=True) == understand_stem("VID_19800101_000003")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("🦊 The fox 👩‍👧 🍇", "The fox"),
        ("fox\u202ecod\u2066", "foxcod"),
        ("The\x00 fo\x1bx\x7f", "The fox"),
        ("The\n\tfox", "The fox"),
        ("fox \udcff\ue000\ufeff", "fox"),
        ("می\u200cخواهم", "می\u200cخواهم"),  # Persian needs its joiner,
        ("ක්\u200dෂ", "ක්\u200dෂ"),  # and so does Sinhala
        ("fox\u200d", "fox"),
        ("🦊", ""),
    ],
)
def test_titles_keep_only_what_can_be_read(typed: str, shown: str) -> None:
    """Emoji, bidirectional and control characters go; a script's own joiners stay."""
    assert shown == clean_title(typed)


def test_nfd_and_nfc_names_are_the_same_title() -> None:
    """A Mac's decomposed name and a PC's composed one read alike."""
    name = "Amélie et la forêt"
    decomposed = unicodedata.normalize("NFD", name)
    assert understand_stem(name) == understand_stem(decomposed)


def test_a_long_title_is_cut_at_200_characters() -> None:
    """A title of a hundred thousand characters does not reach a page."""
    assert len(clean_title("ab " * 50_000)) == 200


def test_a_cut_never_parts_a_letter_from_its_marks() -> None:
    """The last letter within the limit goes too, if its vowel sign would not fit."""
    assert clean_title("ਕਾ" * 10, 5) == "ਕਾਕਾ"


@pytest.mark.parametrize(
    ("typed", "teller"),
    [
        ("Amina", "Amina"),
        ("Amina K.", "Amina"),
        ("  (Amina) ", "Amina"),
        ("Amina & Yusuf", "Amina"),
        ("Jean-Luc P", "Jean-Luc"),
        ("O'Neil", "O'Neil"),
        ("ਅਮੀਨਾ ਕੌਰ", "ਅਮੀਨਾ"),
        ("Àbíkẹ́ A.", "Àbíkẹ́"),
        ("Ami\u202ena", "Amina"),
        ("Grandma Khan", "Grandma"),
        ("Mrs Khan", ""),
        ("Mr. Khan", ""),
        ("", ""),
        ("123", ""),
        ("🦊", ""),
        ("A" * 60, "A" * 40),
        *((f"Amina{between}Khan", "Amina") for between in ".|–·:\\،;/_()—‑・፡。"),
        ("Amina(Khan)", "Amina"),
        ("Amina--Khan", "Amina"),
        ("ਅਮੀਨਾ.ਕੌਰ", "ਅਮੀਨਾ"),
        ("آمنه·خان", "آمنه"),
        ("می\u200cخواهم خان", "می\u200cخواهم"),
        ("Khan, Amina", "Amina"),
        ("ਕੌਰ, ਅਮੀਨਾ", "ਅਮੀਨਾ"),
        ("Amina, Year 3", "Amina"),
        ("Amina,", "Amina"),
        ("Amina, Yusuf, Zoe", "Amina"),
        ("Told by Amina", "Amina"),
        ("read by: Amina Khan", "Amina"),
        ("Told by Mrs Khan", ""),
        ("Mr.Khan", ""),
        ("Mr-Khan", ""),
        ("Khan, Mrs", ""),
        ("Mrs, Khan", ""),
        ("amina.khan@hill.example", ""),
        ("Amina <amina@hill.example>", ""),
    ],
)
def test_a_teller_is_a_first_word_or_nothing(typed: str, teller: str) -> None:
    """No surname follows, and nothing is kept after a form of address."""
    assert teller == teller_name(typed)


@pytest.mark.parametrize("stem", ["", " ", "-", "_", "\udcff", "🦊", "..."])
def test_a_name_that_says_nothing_has_no_title(stem: str) -> None:
    """An empty name is not a device's: it is no name at all."""
    assert understand_stem(stem).title in {"", "..."}


@pytest.mark.parametrize(
    "stem",
    [
        "WhatsApp Audio 2026-03-12 at 09.14.55_1a2b3c4d",
        "WhatsApp Audio 2026-03-12 at 09.14.55_1a2b3c4d.waptt",
        "WhatsApp Video 2026-03-12 at 10.15.00_ab12cd34",
        "Meeting in _General_-20260312_101500-Meeting Recording",
        "Ali-20260312_101500-Meeting Recording",
    ],
)
def test_what_messengers_and_meetings_name_is_no_title(stem: str) -> None:
    """And neither is the name of whose meeting it was; the day is read."""
    assert NameParts(TWELFTH_OF_MARCH, "", "", device=True) == understand_stem(stem)


@pytest.mark.parametrize(
    "stem",
    [
        *("FullSizeRender", "trim.3F2A-77B1", "download", "download (3)", "videoplayback"),
        *("attachment", "attachment-2", "Recording from iPad", "Zoom audio 1"),
    ],
)
def test_what_downloads_and_tablets_name_is_no_title(stem: str) -> None:
    """A copy's mark apart."""
    found = understand_stem(stem)
    assert (found.title, found.device) == ("", True)


@pytest.mark.parametrize(
    "stem",
    [
        *("Download day", "The meeting", "Meeting the fox", "The attachment", "Trim the hedge"),
        *("Recording from the farm", "Zoom goes the car", "WhatsApp Audio club"),
    ],
)
def test_a_title_that_begins_as_a_devices_name_stays_one(stem: str) -> None:
    """Only the whole name is a device's."""
    assert NameParts(None, stem, "", device=False) == understand_stem(stem)


@pytest.mark.parametrize(
    "stem",
    [
        *("Nativity - Act One", "Spring Assembly - Morning", "Farm trip - Sheep"),
        *("Trip - London Zoo", "The fox - Scene Two", "Assembly - Friday", "Concert - Everyone"),
    ],
)
def test_a_last_part_that_is_nobody_is_part_of_the_title(stem: str) -> None:
    """It is said in the title, by nobody."""
    assert NameParts(None, stem, "", device=False) == understand_stem(stem)
