"""How families reach the school."""

from __future__ import annotations

import pytest

from media_pipeline.publish.contact import Contact, contact_of


@pytest.mark.parametrize(
    ("said", "link"),
    [
        ("office@hill.school.example", "mailto:office@hill.school.example"),
        ("o'neil+site@hill.example", "mailto:o'neil+site@hill.example"),
        ("0121 496 0000", "tel:01214960000"),
        ("+44 (0)121 496-0000", "tel:+4401214960000"),
        ("Mrs Khan, in the office", ""),
        ("office@hill.example or 0121 496 0000", ""),
        ("a@b.c?subject=x", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_a_contact_is_a_link_where_it_can_be_one(said: str, link: str) -> None:
    """An address that is written to, a number that is rung, or words."""
    assert contact_of(said) == Contact(said, link)
