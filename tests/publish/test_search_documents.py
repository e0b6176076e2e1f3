"""What the search is made of: an index for each language, the same bytes each time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from examples import episode, school_episodes
from sites import TEMPLATES, all_episodes, trilingual

from media_pipeline.errors import ToolError
from media_pipeline.model import Episode, Made, Role
from media_pipeline.publish.artifact import Artifact
from media_pipeline.publish.catalogue import load_catalogue
from media_pipeline.publish.pages.find import plurals
from media_pipeline.publish.search import folding
from media_pipeline.publish.search.documents import (
    ANY,
    VERSION,
    IndexWork,
    document,
    length_of,
    search_artifacts,
)
from media_pipeline.publish.search.folding import (
    folded,
    joined_words,
    set_apart,
    without_article,
)
from media_pipeline.publish.search.shards import Shard


def artifacts(episodes: Sequence[Episode]) -> dict[str, Artifact]:
    """What must be made for the search, by path."""
    return {each.path: each for each in search_artifacts(episodes, trilingual())}


def files_of(made: Made, folder: Path) -> dict[str, bytes]:
    """What was made, by name."""
    return {each.path: (folder / each.path).read_bytes() for each in made.renditions}


def test_each_language_has_an_index_of_its_own() -> None:
    """Beside the engine that searches them all."""
    assert list(artifacts(all_episodes())) == [
        "search/", "search/en/", "search/fr/", "search/pa/", "search/so/", "search/ur/"
    ]  # fmt: skip


def test_an_index_is_the_same_in_any_folder(tmp_path: Path) -> None:
    """And holds what a page needs, below its own folder."""
    for path, artifact in artifacts(all_episodes()).items():
        made = []
        for name in ("one", "another"):
            folder = tmp_path / name / path.replace("/", "-")
            folder.mkdir(parents=True)
            result = artifact.work(folder)
            assert {each.role for each in result.renditions} == {Role.INDEX}
            made.append(files_of(result, folder))
        assert made[0] == made[1]
        kinds = {Path(name).suffix for name in made[0]}
        assert {".pf_meta", ".pagefind", ".json"} <= kinds
        assert ("pagefind.js" in made[0]) == (path == "search/")
        assert not any("-ui" in name or "highlight" in name for name in made[0])


def test_files_of_a_folder_keep_their_places_in_it(tmp_path: Path) -> None:
    """What pagefind looks for in ``index/`` stands there."""
    artifact = artifacts(all_episodes())["search/pa/"]
    made = artifact.work(tmp_path)
    stored = replace(
        made,
        renditions=tuple(replace(each, path=f"ab/abc/{each.path}") for each in made.renditions),
    )
    assert {each.path for each in artifact.delivered(stored)} == {
        f"search/pa/{each.path}" for each in made.renditions
    }


def test_a_new_story_changes_its_own_language_alone() -> None:
    """Every other index is what it was."""
    before = artifacts(all_episodes())
    after = artifacts([*all_episodes(), episode(20, "Nouveau", language="fr")])
    assert {path for path in after if after[path].inputs != before[path].inputs} == {"search/fr/"}


def test_a_full_shard_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A language of many stories gets another index for the newest."""
    monkeypatch.setattr("media_pipeline.publish.search.shards.SHARD", 2)
    told = [episode(number) for number in range(1, 6)]
    before, after = artifacts(told[:4]), artifacts(told)
    assert list(after) == ["search/", "search/en/", "search/en-2/", "search/en-3/"]
    assert before["search/en-2/"].inputs == after["search/en-2/"].inputs


def test_chinese_is_indexed_by_its_characters() -> None:
    """Its words are not set apart by spaces: whatever is asked for is a phrase of these."""
    told = episode(1, "小白兔, 3只", language="zh-Hans")
    assert "<h1> 小  白  兔 , 3 只 </h1>" in document(told, trilingual())


def test_words_that_are_joined_are_indexed_apart_and_as_one() -> None:
    """French ones begin with an article, most of them; English ones end in what many leave out."""
    said = "l'ours de la grand-mere - don’t"
    assert set_apart(said) == "l ours de la grand mere   don t"
    assert joined_words(said) == "lours grandmere dont"


def test_a_title_is_indexed_as_it_is_spoken() -> None:
    """In letters that every keyboard has, as its address; Chinese by its characters, too."""
    for title, language, spoken in (
        ("پیاسا کوا", "ur", ("pys kw", "piasa koa")),
        ("рукавичка", "uk", ("rukavichka",)),
        ("龟兔赛跑", "zh-Hans", ("guitusaipao", "gui tu sai pao")),
    ):
        page = document(episode(1, title, language=language), trilingual())
        assert [each for each in spoken if f"<p>{each}</p>" not in page] == []


def test_words_of_an_address_are_indexed() -> None:
    """It keeps those of the first title, and the piece of its id is no word."""
    told = episode(1, "Renard")
    told = replace(told, permit=replace(told.permit, slug="le-goupil-1a2b3c"))
    page = document(told, trilingual())
    assert "<p>le goupil</p>" in page
    assert "1a2b3c</p>" not in page


def test_a_language_is_indexed_by_its_names() -> None:
    """In itself, in English and in the languages of the pages, of which its index depends."""
    told = episode(1, "پیاسا کوا", language="ur")
    page = document(told, trilingual())
    assert [name for name in ("اردو", "urdu", "ourdou") if f"<p>{name}</p>" not in page] == []
    one, other = (
        [*search_artifacts([told], trilingual(interface_languages=said))][1]
        for said in (("en",), ("en", "fr"))
    )
    assert one.inputs != other.inputs


def test_a_title_can_be_no_mark_of_the_page() -> None:
    """Whatever somebody typed is text."""
    told = episode(1, '<script>"&')
    page = document(told, trilingual())
    assert "<script>" not in page
    assert "&lt;script&gt;&quot;&amp;" in page


def test_what_a_document_tells_is_known_by_its_version() -> None:
    """Whoever makes documents tell something else raises ``VERSION``, so that all are made anew: an
    index is told from another by what it is made of, not by what it says.
    """
    rich = school_episodes()[1]
    said = document(rich, trilingual())
    assert (VERSION, sha256(said.encode()).hexdigest()[:16]) == (3, "49a9eb4ab81a8f47")


def test_the_order_of_what_is_said_counts() -> None:
    """Where no title is in a language that is wanted, the first is shown."""
    orders = ({"en": "Fox", "fr": "Renard"}, {"fr": "Renard", "en": "Fox"})
    one, other = (artifacts([episode(1, each, language="so")]) for each in orders)
    assert one["search/so/"].inputs != other["search/so/"].inputs


def test_lengths_are_three() -> None:
    """Under three minutes, over ten, and between."""
    assert [length_of(each) for each in (179.0, 180.0, 600.0, 601.0)] == [
        "short", "middle", "middle", "long"
    ]  # fmt: skip


def test_what_makes_no_index_is_told(tmp_path: Path) -> None:
    """No half search stands on a site."""
    with pytest.raises(ToolError):
        IndexWork(Shard("en", "en", ()), trilingual())(tmp_path)


def test_every_class_of_numbers_has_its_words(tmp_path: Path) -> None:
    """English has two, Polish more; each holds the place of the number."""
    said = plurals(load_catalogue(TEMPLATES, "en"))
    assert said == {"one": "%(number)s story", "other": "%(number)s stories"}
    (tmp_path / "messages").mkdir()
    (tmp_path / "messages/pl.po").write_text(
        'msgid "%(number)s story"\nmsgid_plural "%(number)s stories"\n'
        'msgstr[0] "%(number)s a"\nmsgstr[1] "%(number)s b"\nmsgstr[2] "%(number)s c"\n'
    )
    polish = plurals(load_catalogue((tmp_path,), "pl"))
    assert [polish[each][-1] for each in ("one", "few", "many")] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("École", "Ecole"),
        ("الأَسَد", "الاسد"),
        ("پیاسا کوا", "پياسا كوا"),
        ("Łódź", "Lodz"),
        ("cœur, Æsop, Straße", "coeur, AEsop, Strasse"),
        ("۲۵ ੧੩", "25 13"),
        ("ਕ਼ਾਂ", "ਕ਼ਾਂ"),
    ],
)
def test_what_a_keyboard_lacks_is_not_asked_for(written: str, asked: str) -> None:
    """Accents and hamza are left out, and Persian letters are as Arabic ones."""
    assert folded(written) == folded(asked)


def test_vowels_of_indian_scripts_stay() -> None:
    """They are marks, and without them it is another word."""
    assert folded("ਕਾਂ") == "ਕਾਂ"


def test_arabic_words_are_found_without_their_article() -> None:
    """Pagefind finds a word by its beginning."""
    assert without_article("الاسد والفار الى") == "اسد"


def test_page_and_index_leave_out_the_same() -> None:
    """The script has the pairs of letters one after the other, as the program has; signs and marks
    as codes.
    """
    script = (TEMPLATES[0] / "static/scripts/find.js").read_text(encoding="utf-8")
    spoken = re.sub(r"\\u\{?([0-9a-f]+)\}?", lambda code: chr(int(code[1], 16)), script)
    assert f"const SIGN = /{folding.SIGN.pattern}/u" in spoken
    assert f'normalize("NFD").replace(/{folding.MARKS.pattern}/g, "")' in spoken
    assert f'language: "{ANY}"' in script
    assert f"const JOINT = /[{folding.JOINTS}]+/g;" in script
    for name in ("ALIKE", "NOUGHTS"):
        assert script.partition(f'const {name} = "')[2].partition('"')[0] == getattr(folding, name)
    spelt = script.partition("const SPELT = { ")[2].partition(" }")[0]
    assert dict(each.split(": ") for each in spelt.split(", ")) == {
        one: f'"{two}"' for one, two in folding.SPELT.items()
    }
