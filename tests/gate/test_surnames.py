"""Surnames are found as whole words, in any script, however they are written."""

from __future__ import annotations

import pytest

from media_pipeline.gate.surnames import NO_SURNAMES, read_surnames

LIST = read_surnames("""\
# The surnames of the school.
Kaur   # in Year 3 and Reception
ਕੌਰ
O'Brien
Ní Bhriain
Smith-Jones
Łukasz
Kovač
王小明
王
何
أحمد
김민수
สมชาย
""")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Simran KAUR’s story", "Kaur"),
        ("told by simran_kaur", "Kaur"),
        ("ਸਿਮਰਨ ਕੌਰ ਦੀ ਕਹਾਣੀ", "ਕੌਰ"),
        ("Mary o’brien", "O'Brien"),
        ("Mary OBrien", "O'Brien"),
        ("Aoife Ni Bhriain said", "Ní Bhriain"),
        ("the Smith-Joneses and Ann Smith Jones", "Smith-Jones"),
        ("LUKASZ", "Łukasz"),
        ("Ana Kovac", "Kovač"),
        ("Ana Kovac\u030c", "Kovač"),
        ("Ana Ko\u200bvač", "Kovač"),
        ("我叫王小明。", "王小明"),
        ("姓 王 的", "王"),
        ("أَحْمَد", "أحمد"),
        ("احمد", "أحمد"),
        ("ٱحمد", "أحمد"),
        ("김민수는 말했다", "김민수"),
        ("ชื่อสมชายครับ", "สมชาย"),
    ],
)
def test_threat_11_a_surname_is_found_however_it_is_written(text: str, expected: str) -> None:
    """Case, accents, apostrophes and hidden marks hide none."""
    assert LIST.found(text) == (expected,)


@pytest.mark.parametrize(
    "text", ["kaurna", "ਕਰ ਕੇ", "ਕੌਰਾ", "Ní said", "Jones", "Brien", "国王", "kovacs", "He went", ""]
)
def test_threat_11_a_part_of_a_word_is_no_surname(text: str) -> None:
    """Names are words of their own, and several words are a name only together."""
    assert LIST.found(text) == ()


def test_threat_11_a_surname_is_found_in_an_address() -> None:
    """Where it stands in ASCII letters, whatever its script."""
    assert LIST.found_in_address("wangxiaoming-1a2b3c") == ("王小明",)
    assert LIST.found_in_address("the-story-of-simran-kaur-1a2b3c") == ("Kaur", "ਕੌਰ")
    assert LIST.found_in_address("he-went-1a2b3c") == ()


def test_without_a_list_nothing_is_found() -> None:
    """As in most schools."""
    assert NO_SURNAMES.found("Simran Kaur") == read_surnames("# none\n\n").found("Kaur") == ()
