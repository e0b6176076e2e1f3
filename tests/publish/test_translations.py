"""What an interface language lacks is told, in a line and in the report."""

from __future__ import annotations

from pathlib import Path

from examples import story
from sites import TEMPLATES, trilingual
from tongues import whole_catalogues

from media_pipeline.model import Translation
from media_pipeline.publish.catalogue import every_message
from media_pipeline.publish.translations import lacking, translations


def of(language: str, *folders: Path, title: str = "en") -> Translation:
    """How far one language says a site of one story, titled in ``title``."""
    settings = trilingual(interface_languages=(language,))
    told = story({title: "The fox"})
    return translations([told], settings, (*folders, *TEMPLATES))[0]


def test_english_lacks_nothing() -> None:
    """Messages are English, and a story with a title in it has all that it needs."""
    assert of("en") == Translation("en", (), reviewed=True, untitled=())
    assert lacking(of("en")) == ""


def test_a_language_without_a_catalogue_lacks_every_message() -> None:
    """Its pages are in English, and nobody can have read them."""
    found = of("cy", title="cy")
    assert (found.missing, found.reviewed) == (every_message(TEMPLATES), False)
    assert lacking(found).startswith(f"Welsh: {len(found.missing)} messages are said in English (“")


def test_one_catalogue_adds_a_language(tmp_path: Path) -> None:
    """A school translates every message, and says that it was read."""
    folders = whole_catalogues(tmp_path, "cy")
    assert of("cy", *folders, title="cy") == Translation("cy", (), reviewed=True, untitled=())


def test_a_message_that_is_missing_is_named(tmp_path: Path) -> None:
    """All of them in the report, three in the line."""
    (own,) = whole_catalogues(tmp_path, "cy")[:1]
    path = own / "messages/cy.po"
    text = path.read_text(encoding="utf-8").replace('msgid "Film"', 'msgid "Not film"')
    path.write_text(text, encoding="utf-8")
    found = of("cy", own, title="cy")
    assert found.missing == ("Film",)
    assert lacking(found) == "Welsh: 1 message is said in English (“Film”)."


def test_a_story_without_a_title_in_the_language_is_named() -> None:
    """By its recording's path, for whoever can give it one."""
    found = of("fr", title="en")
    assert found.untitled == ("recordings/Reception/fox.m4a",)
    assert lacking(found).endswith(
        "no native speaker has reviewed it; "
        "1 recording has no title in it (recordings/Reception/fox.m4a)."
    )


def test_a_line_names_three_and_counts_the_rest() -> None:
    """A new language lacks hundreds at first."""
    found = Translation("ur", (), reviewed=True, untitled=("a", "b", "c", "d"))
    assert lacking(found) == "Urdu: 4 recordings have no title in it (a, b, c, …)."
