"""What people typed becomes text that XML, directories and readers take."""

from __future__ import annotations

import pytest

from media_pipeline.publish.plaintext import (
    DESCRIPTION_BYTES,
    VALUE_LENGTH,
    as_html,
    clean,
    said_in,
    value,
)


@pytest.mark.parametrize(
    ("hostile", "expected"),
    [
        pytest.param("a\x00b\x08c", "abc", id="control characters"),
        pytest.param("a\ud800b", "ab", id="a lone surrogate"),
        pytest.param("a\ufffe\uffff\ufdd0b", "ab", id="noncharacters"),
        pytest.param("safe\u202egpj.exe", "safegpj.exe", id="an override"),
        pytest.param("\ufeffa\x85b\r\nc", "a\nb\nc", id="marks and line ends"),
        pytest.param("می\u200cخواهم", "می\u200cخواهم", id="a joiner that Persian needs"),
        pytest.param("🦊 ਕਾਂ 猫 قصة", "🦊 ਕਾਂ 猫 قصة", id="every script"),
    ],
)
def test_clean_takes_out_what_xml_forbids_and_nothing_else(hostile: str, expected: str) -> None:
    """Forbidden and invisible characters go, letters of any script stay."""
    assert expected == clean(hostile)


def test_a_value_has_one_line_and_no_edge_spaces() -> None:
    """Newlines and runs of spaces become one space."""
    assert value("  The fox\n and\tthe  grapes ") == "The fox and the grapes"


def test_a_value_has_at_most_255_characters() -> None:
    """A longer one ends in an ellipsis."""
    assert value("x" * 100_000) == "x" * (VALUE_LENGTH - 1) + "…"


def test_a_value_is_never_cut_between_a_letter_and_its_sign() -> None:
    """A vowel sign that does not fit takes its letter with it."""
    assert value("x" * 253 + "ਕਾ" + "y" * 9) == "x" * 253 + "…"


def test_html_can_not_be_hidden_in_a_text() -> None:
    """What HTML would read as a tag or an entity is shown as typed."""
    assert as_html("<script>1 & 2</script>") == "&lt;script&gt;1 &amp; 2&lt;/script&gt;"


@pytest.mark.parametrize("letter", ["x", "é", "ਕ", "🦊", "&", "<"])
def test_html_has_at_most_4000_bytes(letter: str) -> None:
    """The limit counts bytes after escaping, and most of it is used."""
    size = len(as_html(letter * 100_000).encode())
    assert DESCRIPTION_BYTES - 20 <= size <= DESCRIPTION_BYTES


def test_html_is_never_cut_inside_an_entity() -> None:
    """An entity is there whole or not at all."""
    assert as_html("&" * 100, 23) == "&amp;&amp;&amp;&amp;…"


def test_a_text_is_said_in_the_first_language_it_has() -> None:
    """The first of the wanted languages that is there wins; an empty one is not there."""
    assert said_in({"en": "Crow", "fr": "Corbeau", "pa": ""}, "pa", "fr", "en") == "Corbeau"


def test_a_text_without_the_language_says_its_first() -> None:
    """Something is better than nothing."""
    assert said_in({"so": "Tuke"}, "en") == "Tuke"
