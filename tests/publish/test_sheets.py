"""Posters and passports: what is on them, in any script, and the same bytes each time."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from codes import codes_on
from examples import ADDRESS, episode, rendition
from PIL import Image
from sites import TEMPLATES, all_episodes, trilingual

from media_pipeline.errors import ToolError
from media_pipeline.model import Episode
from media_pipeline.publish.artifact import Artifact, Supplied
from media_pipeline.publish.print.sheets import print_artifacts
from media_pipeline.publish.print.typeset import PrintWork, print_templates
from media_pipeline.publish.shows import Decided, automatic_shows
from media_pipeline.settings import Look, Settings

TITLES = {
    "ar": "الثعلب والعنب",
    "bn": "শেয়াল ও আঙুর",
    "pa": "ਲੂੰਬੜੀ ਅਤੇ ਅੰਗੂਰ",
    "ta": "நரியும் திராட்சையும்",
    "ur": "لومڑی اور انگور",
    "zh-Hans": "狐狸与葡萄",
}


def artifacts(settings: Settings, episodes: Sequence[Episode]) -> dict[str, Artifact]:
    """What must be made, by path."""
    shows = [
        replace(show, preview=rendition("art", show.name))
        for show in automatic_shows(episodes, settings, Decided({}))
    ]
    made = print_artifacts(episodes, shows, settings, TEMPLATES)
    return {each.path: each for each in made}


def printed(artifact: Artifact, folder: Path) -> Path:
    """The PDF that an artifact gives; its pictures are noise of the size of a small cover."""
    store = folder / "store"
    for path in artifact.finds.values():
        (store / path).parent.mkdir(parents=True, exist_ok=True)
        (store / path).write_bytes(_noise())
    work = folder / "work"
    work.mkdir()
    (made,) = Supplied(artifact.work, artifact.finds, str(store))(work).renditions
    return work / made.path


def _noise() -> bytes:
    held = io.BytesIO()
    Image.effect_noise((480, 480), 60).convert("RGB").save(held, "JPEG", quality=80)
    return held.getvalue()


@pytest.fixture
def in_every_script() -> dict[str, Artifact]:
    """The sheets of a school with a story in each of the scripts."""
    told = [
        episode(number, {language: title}, language=language)
        for number, (language, title) in enumerate(TITLES.items(), start=1)
    ]
    return artifacts(trilingual(), told)


def test_every_language_has_its_own_sheets() -> None:
    """Posters of feeds that are listed, passports of languages and classes; none of a kind."""
    paths = set(artifacts(trilingual(), all_episodes()))
    for root in ("", "fr/", "ur/"):
        assert f"{root}subscribe/language-ur/poster.pdf" in paths
        assert f"{root}class/reception/passport.pdf" in paths
        assert f"{root}language/ur/passport.pdf" in paths
    assert not any("low-data" in path or path.startswith("kind/") for path in paths)


def test_a_school_without_an_address_prints_nothing() -> None:
    """A code could lead nowhere."""
    assert artifacts(trilingual(address=""), all_episodes()) == {}


def test_a_poster_leads_to_the_page_of_its_feed(tmp_path: Path) -> None:
    """That of the language that it is in, where the feed with little data comes first."""
    artifact = artifacts(trilingual(), all_episodes())["ur/subscribe/language-ur/poster.pdf"]
    assert codes_on(printed(artifact, tmp_path)) == [f"{ADDRESS}ur/subscribe/language-ur/"]


def test_a_passport_has_a_code_for_each_story_of_this_year(tmp_path: Path) -> None:
    """On as many pages as they take, and none of the year before."""
    told = [episode(number, f"Story {number}") for number in range(1, 31)]
    told.append(episode(40, "An old story", told=date(2025, 10, 1)))
    pdf = printed(artifacts(trilingual(), told)["class/reception/passport.pdf"], tmp_path)
    assert codes_on(pdf) == sorted(f"{ADDRESS}en/stories/story-{each}/" for each in range(1, 31))
    with pypdfium2.PdfDocument(pdf) as document:
        assert len(document) == 3


def test_a_sheet_is_the_same_each_time_and_says_nothing_of_its_making(
    in_every_script: dict[str, Artifact], tmp_path: Path
) -> None:
    """Neither author nor date nor a path; its title is there for who can't see it."""
    artifact = in_every_script["class/reception/passport.pdf"]
    first, second = (printed(artifact, tmp_path / each) for each in _two(tmp_path))
    assert first.read_bytes() == second.read_bytes()
    assert str(tmp_path).encode() not in first.read_bytes()
    with pypdfium2.PdfDocument(first) as document:
        said = {name: text for name, text in document.get_metadata_dict().items() if text}
    assert said.pop("Creator").startswith("Typst")
    assert said == {"Title": "Story passport"}


def _two(folder: Path) -> tuple[str, str]:
    for each in ("one", "two"):
        (folder / each).mkdir()
    return "one", "two"


@pytest.mark.parametrize("language", TITLES)
def test_each_script_is_shaped_with_a_font_of_its_own(
    in_every_script: dict[str, Artifact], tmp_path: Path, language: str
) -> None:
    """No letter is missing from the font that it is set in, and the title can be copied out."""
    pdf = printed(in_every_script[f"language/{language.lower()}/passport.pdf"], tmp_path)
    with pypdfium2.PdfDocument(pdf) as document:
        text = document[0].get_textpage().get_text_range()
    assert "\ufffd" not in text
    assert sorted(set(TITLES[language]) - set(text)) == []


def test_a_long_title_stays_in_its_stamp(tmp_path: Path) -> None:
    """It is shortened, and a word that is longer than a line is broken."""
    long = "A very long title that a whole class made up together on a wet afternoon " * 2
    told = [episode(1, long), episode(2, "Donau" * 16), episode(3, "Owl")]
    pdf = printed(artifacts(trilingual(), told)["class/reception/passport.pdf"], tmp_path)
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        text = page.get_textpage()
        assert "…" in text.get_text_range()
        boxes = [text.get_charbox(each) for each in range(text.count_chars())]
        assert max(right for _, _, right, _ in boxes) < page.get_width() - 25


def test_a_title_that_no_font_can_draw_spoils_no_sheet(tmp_path: Path) -> None:
    """Children like emoji."""
    made = artifacts(trilingual(name="🦊"), [episode(1, "🦊🍇")])
    for number, path in enumerate(("class/reception/passport.pdf", "subscribe/all/poster.pdf")):
        (tmp_path / str(number)).mkdir()
        assert len(codes_on(printed(made[path], tmp_path / str(number)))) == 1


def test_a_sheet_is_small(in_every_script: dict[str, Artifact], tmp_path: Path) -> None:
    """It is mailed to families, and fetched by telephones."""
    for number, (path, artifact) in enumerate(in_every_script.items()):
        if not path.startswith(("fr/", "ur/")):
            (tmp_path / str(number)).mkdir()
            assert printed(artifact, tmp_path / str(number)).stat().st_size <= 300_000, path


def test_a_new_story_makes_only_its_own_shelves_passports_anew() -> None:
    """What a sheet is made of is what it shows."""
    told = list(all_episodes())
    before = artifacts(trilingual(), told)
    after = artifacts(trilingual(), [*told, episode(20, "New", language="fr", class_id="year-3")])
    changed = {path for path in after if after[path].inputs != before[path].inputs}
    assert {path for path in changed if not path.startswith(("fr/", "ur/"))} == {
        "class/year-3/passport.pdf",
        "language/fr/passport.pdf",
    }


def test_a_school_lays_a_sheet_out_in_its_own_way(tmp_path: Path) -> None:
    """By a file of the same name; what it imports stays as it was."""
    (tmp_path / "prints").mkdir()
    (tmp_path / "prints/poster.typ").write_text("ours")
    found = print_templates("poster.typ", (tmp_path, *TEMPLATES))
    assert found["poster.typ"] == "ours"
    assert found["common.typ"] == (TEMPLATES[0] / "prints/common.typ").read_text()


@pytest.mark.parametrize("path", ["subscribe/all/poster.pdf", "class/reception/passport.pdf"])
def test_sheets_are_in_the_schools_colour(path: str, tmp_path: Path) -> None:
    """As its pages are: letters or a band of it."""
    look = Look(colour="#7a1f5c")
    sheet = artifacts(trilingual().model_copy(update={"look": look}), all_episodes())[path]
    with pypdfium2.PdfDocument(printed(sheet, tmp_path)) as document:
        drawn = document[0].render(scale=2).to_pil().convert("RGB")
    colours = {colour for _, colour in drawn.getcolors(maxcolors=1 << 24)}
    assert (0x7A, 0x1F, 0x5C) in colours
    assert (0x13, 0x51, 0x58) not in colours


def test_a_template_with_a_mistake_is_named(tmp_path: Path) -> None:
    """A school that edits one is told which."""
    with pytest.raises(ToolError, match=r"prints/poster\.typ: unknown variable: nothing"):
        PrintWork({"poster.typ": "#nothing"}, {})(tmp_path)
