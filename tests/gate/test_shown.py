"""What an approval is bound to."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tellings import telling

from media_pipeline.gate.shown import _digest, changed, shown_digest, shown_fields
from media_pipeline.model import Attachment, Chapter, Edit, Rights, Span

FOX = telling("fox", words=(Attachment("fox.vtt", "1", "pa"), Attachment("fox.en.vtt", "2", "en")))


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"content": "other bytes"}, "recording"),
        ({"title": {"pa": "wolf"}}, "title"),
        ({"title": {"pa": "fox", "en": "fox"}}, "title"),
        ({"language": "ur"}, "language"),
        ({"class_id": "year-3"}, "class"),
        ({"kind": "song"}, "kind"),
        ({"teller": "Amina"}, "teller"),
        ({"told": date(2026, 3, 4)}, "date"),
        ({"tale": "The fox"}, "tale"),
        ({"description": {"pa": "A tale."}}, "description"),
        ({"rights": Rights.PERMISSION}, "rights"),
        ({"source": "Aesop"}, "source"),
        ({"credit": "Read by all"}, "credit"),
        ({"licence": "CC BY"}, "licence"),
        ({"pictures": (Attachment("fox.jpg", "9"),)}, "pictures"),
        ({"words": (Attachment("fox.vtt", "3", "pa"),)}, "words"),
        ({"words": (Attachment("fox.vtt", "1", "ur"),)}, "words"),
        ({"chapters": (Chapter(1.0, "Grapes"),)}, "chapters"),
        ({"edit": Edit((Span(1.0, 2.0),))}, "cut"),
        ({"edit": Edit((Span(1.0),))}, "cut"),
        ({"edit": Edit((), (Span(1.0, 2.0),))}, "mute"),
        ({"edit": Edit(keeps_captions=True)}, "captions"),
        ({"featured": True}, "featured"),
        ({"award": "First prize"}, "award"),
        ({"season": 1}, "season"),
        ({"number": 2}, "episode"),
        ({"people": ("R-014",)}, "people"),
        ({"absent": ("R-014",)}, "absent"),
        ({"pictured": True}, "pictured"),
    ],
)
def test_each_field_that_is_shown_is_bound(change: dict[str, Any], name: str) -> None:
    """A change to one is found and named, and it alone."""
    before = telling("fox", words=() if name == "words" else FOX.words)
    after = telling("fox", **{"words": before.words, **change})
    assert changed(shown_fields(before), shown_fields(after)) == (name,)
    assert shown_digest(shown_fields(before)) != shown_digest(shown_fields(after))


@pytest.mark.parametrize(
    "change",
    [
        {"path": "recordings/elsewhere/renamed.m4a"},
        {"notes": ("The folder “x” is not a class.",)},
        {"copies": ("recordings/x.m4a",)},
        {"words": FOX.words[::-1]},
        {"kind": "poem", "defaulted": ("kind",)},
        {"licence": "CC BY", "defaulted": ("licence",)},
    ],
)
def test_what_is_not_shown_and_what_a_setting_says_is_not_bound(change: dict[str, Any]) -> None:
    """Where a file lies, and what the school's defaults are."""
    after = telling("fox", **{"words": FOX.words, **change})
    assert shown_fields(after) == shown_fields(FOX)


def test_the_order_of_languages_does_not_matter() -> None:
    """One title in two languages is one title."""
    one = telling("fox", title={"pa": "ਲੂੰਬੜੀ", "en": "Fox"})
    other = telling("fox", title={"en": "Fox", "pa": "ਲੂੰਬੜੀ"})
    assert shown_fields(one) == shown_fields(other)


def test_empty_fields_are_left_out() -> None:
    """A new field that nobody filled in voids no approval."""
    assert set(shown_fields(telling("fox"))) == {"recording", "title", "language", "rights"}


def test_lone_surrogates_are_no_crash() -> None:
    """A title from a broken source still has a digest."""
    assert len(shown_digest(shown_fields(telling("fox", source="\ud800")))) == 32


def test_the_form_of_a_words_file_is_bound() -> None:
    """Read as plain words, the notes of a caption file would be shown too."""
    timed, plain = (
        telling("fox", words=(Attachment(name, "1", "pa"),)) for name in ("a.vtt", "a.words.txt")
    )
    capitals = telling("fox", words=(Attachment("a.VTT", "1", "pa"),))
    assert changed(shown_fields(timed), shown_fields(plain)) == ("words",)
    assert shown_fields(timed) == shown_fields(capitals)


def test_another_default_language_voids_no_approval() -> None:
    """What stands in the telling's language stands there by the setting alone."""
    one, other = (
        telling(
            "fox",
            language=language,
            title={language: "Fox", "en": "Fox"},
            description={language: "A tale."},
            words=(Attachment("fox.vtt", "1", language),),
            defaulted=("language",),
        )
        for language in ("pa", "ur")
    )
    assert shown_fields(one) == shown_fields(other)


def test_a_second_picture_is_seen_before_it_is_shown() -> None:
    """An approval of one picture, or of one of several, covers no other."""
    both = (Attachment("fox 1.jpg", "1"), Attachment("fox 2.jpg", "2"))
    one, two = telling("fox", pictures=both[:1]), telling("fox", pictures=both)
    assert changed(shown_fields(one), shown_fields(two)) == ("pictures",)
    assert shown_fields(two)["pictures"] != _digest(["1", "2"])
