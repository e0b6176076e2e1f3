"""Text as people's computers save it, and text that is too long."""

from __future__ import annotations

import codecs
import subprocess

import pytest

from media_pipeline.tools.text import as_argument, cut, decoded

STORY = "ਲੂੰਬੜੀ"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_in_the_form_it_was_saved_in(encoding: str) -> None:
    """A mark says which, else it is UTF-8."""
    assert decoded(STORY.encode(encoding)) == STORY


def test_a_mark_says_the_form_whatever_else_is_damaged() -> None:
    """One bad byte makes no other script of it."""
    assert decoded(codecs.BOM_UTF8 + STORY.encode() + b" \xff") == f"{STORY} \ufffd"


def test_text_of_an_old_computer_is_windows_form() -> None:
    """Its last letter, too, which might begin one of UTF-8's."""
    assert decoded("Où est le café".encode("cp1252")) == "Où est le café"


@pytest.mark.parametrize("left_out", [1, 2])
def test_half_a_letter_where_text_was_cut_off_is_left_out(left_out: int) -> None:
    """The rest of it is in its script."""
    assert decoded(STORY.encode()[:-left_out], cut_off=True) == STORY[:-1]


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("The fox", 7, "The fox"),
        ("The fox", 4, "The"),
        ("ਕਾਕਾ", 3, "ਕਾ"),
        ("می\u200cخواهم", 3, "م"),
        ("\u0301\u0301", 1, ""),
        ("The fox", 0, ""),
    ],
)
def test_text_is_never_cut_within_a_letter(text: str, limit: int, expected: str) -> None:
    """A mark stays with its letter, and a joiner between the two that it joins."""
    assert cut(text, limit) == expected


@pytest.mark.parametrize("name", ["The fox.m4a", "a $(touch it) `b` \"c\" 'd' \\e!.m4a", "$HOME"])
def test_a_file_name_is_one_word_of_a_command_and_no_command(name: str) -> None:
    """As a shell reads the line that somebody copied."""
    command = ["bash", "-c", f"printf %s {as_argument(name)}"]
    assert subprocess.run(command, check=True, capture_output=True, text=True).stdout == name
