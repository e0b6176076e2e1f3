"""ANSWERS.html in the drop folder: every file is answered, and nobody is told too much."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html
from schools import School, tree

from media_pipeline.errors import SettingsError
from media_pipeline.intake.find import find
from media_pipeline.intake.gather import Belonging, Intake
from media_pipeline.media import video
from media_pipeline.model import Audience, Row, State
from media_pipeline.publish.pages.answers import MARK
from media_pipeline.publish.views.answers import Answer, Fate
from media_pipeline.settings import Settings
from media_pipeline.stages import reporting
from media_pipeline.stages.answering import NO_SOUND, Seen, answers, newest_first
from media_pipeline.stages.surveying import survey
from media_pipeline.tools.store import Store

Named = Callable[[str], Path]

FOX = "Reception/Punjabi/The fox - Simran.wav"
SETTINGS = Settings(name="Hill School")
NOTHING = Intake((), (), (), ())


def page(school: School) -> Path:
    return school.root / "recordings/ANSWERS.html"


def lines(school: School, language: str = "en") -> dict[str, str]:
    """What is said of each path, in a language of the pages."""
    read = html.fromstring(page(school).read_bytes())
    (part,) = read.xpath(f"//details[@lang='{language}']")
    found = [(each.findtext("bdi"), each.find("p").text_content()) for each in part.iter("li")]
    assert len(found) == len(dict(found))
    return {path: " ".join(said.split()) for path, said in found}


@pytest.fixture(scope="module")
def answered(recording: Named, tmp_path_factory: pytest.TempPathFactory) -> School:
    """A school with one file of nearly every fate; tests only look at it, or take copies."""
    school = School(tmp_path_factory.mktemp("answered") / "school")
    school.drop(recording("sixteen-bits.wav"), FOX)
    school.drop(recording("eight-bits.wav"), "Reception/Punjabi/Only us.wav")
    school.write("recordings/Reception/Punjabi/Only us.toml", 'rights = "families-only"\n')
    school.drop(recording("voice.webm"), "Year 3/fr/Kept back.webm")
    school.write("recordings/Reception/Punjabi/The fox - Simran.txt", "A fox.\n")
    school.publish()
    school.stop("held", "recordings/Year 3/fr/Kept back.webm")
    school.drop(recording("sixteen-bits.wav"), "copy/The fox again.wav")
    school.drop(recording("memo.m4a"), "Reception/Punjabi/The crow.m4a")
    school.drop(recording("cover.mp3"), "New Recording 4.mp3")
    for path, text in {
        "Reception/letter.mp3": "Dear parents,\nthis is a letter.\n",
        "lonely.jpg": "no picture",
        "budget.pptx": "figures",
        "recordings.csv": "file,title\nThe crow.m4a,The crow\nAmina Khan,Mine\n",
        "Thumbs.db": "",
        "README.txt": "a note",
        ".hidden": "",
        "decisions/ledger.jsonl": "{}\n",
        "Clips/film.icloud": "",
    }.items():
        school.write(f"recordings/{path}", text)
    school.build()
    return school


def test_each_file_is_told_what_became_of_it(answered: School) -> None:
    """In one line, which says how to give what it needs."""
    said = lines(answered)
    slug = answered.stories()[f"recordings/{FOX}"]["slug"]
    address = f"https://stories.hill.example/stories/{slug}/"
    day = r" \d+ \w+ \d{4}"
    expected = {
        FOX: re.escape(f"On the site. {address}"),
        "Reception/Punjabi/Only us.wav": "For families.",
        "Reception/Punjabi/Only us.toml": "It belongs to .*Only us.wav.*",
        "Year 3/fr/Kept back.webm": "The school is keeping it.",
        "copy/The fox again.wav": "The same recording as .*The fox - Simran.wav.*",
        "Reception/Punjabi/The crow.m4a": "Received. It waits until the school has listened to it.",
        "New Recording 4.mp3": "It needs a title. Rename the file.*It needs a language. Put it.*"
        "text file New Recording 4.toml beside it with these lines: "
        'title = "The fox" ?language = "en".*',
        "Reception/letter.mp3": "It can't be used. It is a text with a recording's name. .*",
        "Reception/Punjabi/The fox - Simran.txt": "It belongs to .*The fox - Simran.wav.*",
        "lonely.jpg": "No recording here has its name.*",
        "budget.pptx": "It is not a recording that this program knows.",
        "recordings.csv": "Some of its rows belong to no recording here. .*",
        "Thumbs.db": "It is left alone.",
        "README.txt": "It is left alone.",
        "decisions/": "Decisions are never kept.*",
        "Clips/film.icloud": "It is still in the cloud.*",
    }
    assert expected.keys() == said.keys()
    assert [
        path for path, line in said.items() if not re.fullmatch(expected[path] + day, line)
    ] == []


def test_whoever_said_something_is_told_why_it_is_not_enough(
    recording: Named, tmp_path: Path
) -> None:
    """And how to say it; what they wrote is not quoted, as it may be a name."""
    school = School(tmp_path / "school")
    told = ("Sheet", "Day", "Curly", "Named", "Pic", "Slip")
    names = ["Reception/Somalii/Libaax.wav", "Class 3/en/Owl.wav"]
    for number, name in enumerate([*names, *(f"Year 3/en/{each}.wav" for each in told)]):
        path = school.root / school.drop(recording("sixteen-bits.wav"), name)
        with path.open("ab") as file:
            file.write(bytes(number))
    school.write("recordings/Year 3/en/recordings.csv", "file,language\nSheet.wav,Amina Khan\n")
    school.write("recordings/Year 3/en/Day.toml", 'date = "04/03/2026"\n')
    school.write("recordings/Year 3/en/Curly.toml", "title = “The owl”\n")
    school.write("recordings/Year 3/en/Named.wav.toml", "title = ‘The owl’\n")
    school.write("recordings/Year 3/en/Slip.toml", 'tellr = "Amina"\n')
    school.write("recordings/Year 3/en/Pic.jpg", "no picture")
    school.build()
    said, french = lines(school), lines(school, "fr")
    folder = "The folder %s is not known .*"
    unclear = r"What is said of it is not understood \(%s\). .*Write a %s like this: %s\. .*"
    curly = 'In line 1 the quotation marks must be straight: title = "The fox"'
    slip = r"The name tellr in Slip.toml is not known. Did you mean teller\?"
    flawed = "It belongs to .*Not all of it can be used. .*"
    for name, line in {
        "Reception/Somalii/Libaax.wav": f"It needs a language. .*{folder % 'Somalii'}",
        "Class 3/en/Owl.wav": f"Received. .*{folder % 'Class 3'}",
        "Year 3/en/Sheet.wav": unclear % ("language", "language", "English"),
        "Year 3/en/Day.wav": unclear % ("date", "date", "2026-03-04"),
        "Year 3/en/Day.toml": flawed,
        "Year 3/en/Curly.wav": f"Its text file Curly.toml can't be read. {curly}.*",
        "Year 3/en/Curly.toml": f"It belongs to .*Curly.wav. {curly}.*",
        "Year 3/en/Named.wav": f"Its text file Named.wav.toml can't be read. {curly}.*",
        "Year 3/en/Slip.wav": f"Received. .*{slip}.*",
        "Year 3/en/Slip.toml": f"It belongs to .*{slip}.*",
        "Year 3/en/Pic.jpg": flawed,
    }.items():
        assert re.fullmatch(line, said[name]), (name, said[name])
    assert "Écrivez une date ainsi : 2026-03-04." in french["Year 3/en/Day.wav"]
    assert "Amina" not in page(school).read_text(encoding="utf-8")


def test_what_media_work_warns_of_a_silent_film_is_passed_on() -> None:
    """By its own sentence."""
    row = Row("recordings/Garden.mp4", "1", State.WAITING, "Nobody has decided yet.")
    told = answers([replace(row, notes=(NO_SOUND,)), replace(row, path="x")], NOTHING, SETTINGS)
    assert [each.silent for each in told] == [True, False]
    assert f'"warnings": ["{NO_SOUND}"]' in Path(video.__file__).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("language = English\n", 'needs straight quotation marks around it: language = "English"'),
        ('title = "Owl"\ndate = 12/03/2026\n', 'In line 2 the value .*: date = "2026-03-04"'),
        ("language: en\n", 'Line 1 needs = and no colon: language = "en"'),
        ('title = "The owl\n', 'In line 1 the value needs .*: title = "The fox"'),
        (
            "title = “The owl”\n",
            'In line 1 the quotation marks must be straight: title = "The fox"',
        ),
        ("Ali Khan\n", r"Line 1 is not understood\. A line looks like this: title = .*"),
        ("Ali = Khan\n", r"Line 1 is not understood\. A line looks like this: title = .*"),
        (r"{\rtf1\ansi title}", r"It is not plain text\. Save it as plain text .*"),
        ('teller = "Zoë"\n'.encode("cp1252"), r"It is not plain text\. Save it as plain text .*"),
    ],
)
def test_why_a_text_file_cant_be_read_is_told_where_it_lies_and_not_quoted(
    recording: Named, tmp_path: Path, written: str | bytes, told: str
) -> None:
    """The reason is the true one; the line is shown as it should be, with no value that may be a
    name; and who has a text file already is not told to put one there.
    """
    school = School(tmp_path / "school")
    school.drop(recording("sixteen-bits.wav"), "New Recording 4.wav")
    raw = written if isinstance(written, bytes) else written.encode()
    (school.root / "recordings/New Recording 4.toml").write_bytes(raw)
    school.build()
    of_recording, of_sidecar = lines(school), lines(school, "fr")["New Recording 4.wav"]
    assert re.search(told, of_recording["New Recording 4.wav"])
    assert re.search(told, of_recording["New Recording 4.toml"])
    said = of_recording["New Recording 4.wav"]
    assert said.startswith("Its text file New Recording 4.toml can't be read.")
    assert "Or write into its text file New Recording 4.toml: " in said
    assert "Or put a text file" not in said
    assert "son fichier texte New Recording 4.toml" in of_sidecar
    shown = page(school).read_text(encoding="utf-8")
    assert not any(each in shown for each in ("Ali", "Khan", "The owl", "12/03", "Zo"))


def test_a_misspelt_field_is_named_to_who_wrote_it(recording: Named, tmp_path: Path) -> None:
    """With the one that is meant; what is no plain word may be a name, and is not shown."""
    school = School(tmp_path / "school")
    school.drop(recording("sixteen-bits.wav"), "The owl.wav")
    school.write("recordings/The owl.toml", 'langauge = "en"\ncolour = "red"\n"Ali Khan" = "x"\n')
    school.build()
    said, french = lines(school), lines(school, "fr")
    told = "The name langauge in The owl.toml is not known. Did you mean language?"
    for name in ("The owl.wav", "The owl.toml"):
        assert told in said[name]
        assert "The name colour in The owl.toml is not known." in said[name]
        assert "Vouliez-vous dire language ?" in french[name]
    assert "Or write into its text file The owl.toml: language = " in said["The owl.wav"]
    assert "Not all of it can be used." in said["The owl.toml"]
    assert "Ali Khan" not in page(school).read_text(encoding="utf-8")


def test_the_page_is_in_each_language_of_the_pages(answered: School) -> None:
    """The refusals too, by their kind; an address is that of the page in that language."""
    french = lines(answered, "fr")
    assert french.keys() == lines(answered).keys()
    assert "https://stories.hill.example/fr/stories/" in french[FOX]
    assert french["Reception/letter.mp3"].startswith(
        "Il ne peut pas être utilisé. Ce n’est pas un enregistrement, malgré son nom."
    )


def test_no_one_is_told_of_what_is_not_theirs(answered: School) -> None:
    """No title but a file's own name, no teller, no reason, and of families' stories no address."""
    text = page(answered).read_text(encoding="utf-8")
    for path in (FOX, "Reception/Punjabi/Only us.wav"):
        text = text.replace(path, "")
    token = next((answered.root / "build/site-families").glob("?" * 32)).name
    for private in ("Amina Khan", "a parent asked", "held", token, "Kim", "site-families"):
        assert private not in text


def test_the_page_stands_on_no_site(answered: School) -> None:
    """It is for the drop folder alone."""
    assert [path for path in tree(answered.root / "build/site") if "ANSWERS" in path] == []
    assert all(b"New Recording 4" not in content for content in answered.site().values())


def test_newest_files_stand_first(answered: School) -> None:
    """What was dropped before the last build stands above what was there."""
    order = list(lines(answered))
    assert order.index("Reception/letter.mp3") < order.index(FOX)


def test_a_build_that_changes_nothing_leaves_the_page_alone(answered: School) -> None:
    """Nor is the page a file that anyone is told of."""
    before = page(answered).stat().st_mtime_ns, page(answered).stat().st_ino
    built = answered.build()
    assert (page(answered).stat().st_mtime_ns, page(answered).stat().st_ino) == before
    assert [each.path for each in built.passed if "ANSWERS" in each.path] == []


def test_a_file_of_somebodys_own_is_left_alone(tmp_path: Path) -> None:
    """Nothing that people made is overwritten; it is said once."""
    school = School(tmp_path / "school")
    own = school.write("recordings/ANSWERS.html", "<p>Answers to the quiz</p>")
    school.build()
    assert own.read_text(encoding="utf-8") == "<p>Answers to the quiz</p>"
    (said,) = (line for line in school.reporter.lines if "ANSWERS" in line)
    assert said.endswith("ANSWERS.html: somebody's own file has that name. Rename it.")
    school.build()
    assert [line for line in school.reporter.lines if "ANSWERS" in line] == []
    own.unlink()
    school.build()
    assert own.read_bytes().startswith(MARK)


def test_a_build_that_comes_to_no_end_leaves_answers(recording: Named, tmp_path: Path) -> None:
    """To what is new: it was received. To what stands on the site: that it does."""
    school = School(tmp_path / "school")
    school.drop(recording("sixteen-bits.wav"), FOX)
    school.publish()
    school.drop(recording("memo.m4a"), "Reception/Punjabi/The crow.m4a")
    school.write("site_templates/story.html", "{% nothing that jinja knows %}")
    with pytest.raises(SettingsError):
        school.build()
    said = lines(school)
    assert said[FOX].startswith("On the site.")
    assert said["Reception/Punjabi/The crow.m4a"].startswith("Received. It could not be")


def test_a_page_that_could_not_be_written_is_tried_again(tmp_path: Path) -> None:
    """By the next build, though nothing else is new."""
    school = School(tmp_path / "school")
    page(school).mkdir(parents=True)
    school.build()
    assert "somebody's own file" in school.reporter.lines[-1]
    page(school).rmdir()
    school.build()
    assert page(school).is_file()


def test_a_time_that_no_calendar_has_ends_no_build() -> None:
    """As some disks hold; the file has its line, without a day."""
    (told,) = newest_first(
        [Answer("recordings/a.wav", Fate.WAITING)], {"recordings/a.wav": Seen(3e11)}
    )
    assert told.day is None


def test_a_link_of_that_name_leads_to_nothing(tmp_path: Path) -> None:
    """Where it leads is neither read nor written."""
    school = School(tmp_path / "school")
    secret = school.write("secret.html", MARK.decode())
    page(school).symlink_to(secret)
    school.build()
    assert (secret.read_bytes(), page(school).is_symlink()) == (MARK, True)


def test_a_drop_folder_that_can_only_be_read_goes_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The build goes on, and says it once."""
    school = School(tmp_path / "school")
    real = Path.open

    def only_read(path: Path, mode: str = "r", **rest: object) -> object:
        if "recordings" in path.parts and "x" in mode:
            raise OSError(30, "Read-only file system")
        return real(path, mode, **rest)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", only_read)
    told = []
    for _ in range(2):
        school.build()
        told += [line for line in school.reporter.lines if line.startswith("ANSWERS.html in")]
    assert len(told) == 1
    assert "Read-only file system" in told[0]
    assert not page(school).exists()


def test_what_a_kill_left_of_the_page_is_gone_with_the_next(tmp_path: Path) -> None:
    """Nothing half stands in the drop folder for long."""
    school = School(tmp_path / "school")
    left = school.write("recordings/.tmp-1-ANSWERS.html", "half")
    school.build()
    assert [each.name for each in (school.root / "recordings").iterdir()] == ["ANSWERS.html"]
    assert not left.exists()


# ── no file is ever without an answer ──────────────────────────────────────────────────────

NAMES = (
    *("Fox.wav", "fox.wav", "Fox.m4a", "Fox.toml", "Fox.m4a.toml", "Fox.jpg", "Fox 1.png"),
    *("Fox.txt", "Fox.pa.vtt", "Fox.words.txt", "recordings.csv", "recordings.xlsx", "00001.MTS"),
    *("Crow.mp3", "Crow.srt", "Crow 2.heic", "a.icloud", "b.lnk", "c.part", "d.tmp", "~$e.docx"),
    *("Thumbs.db", "desktop.ini", "readme.md", "answers.html", "film.pptx", "no ending", "Ü.ogg"),
    *("x (conflicted copy).wav", "ledger.jsonl", "-y.mp3", "100%d.wav", "پیاسا.opus", "<b>.mp4"),
)
FOLDERS = ("", "Reception", "Reception/Punjabi", "fr/The fox", "decisions", "@eaDir", "A/B/C", "é")


@pytest.mark.parametrize("seed", range(12))
def test_every_file_of_any_drop_folder_has_exactly_one_line(
    seed: int, recording: Named, tmp_path: Path
) -> None:
    """Its own, or that of the folder that is not looked into."""
    school = School(tmp_path / "school")
    chance = random.Random(seed)  # noqa: S311 - any will do
    contents = [b"", b"text\n", b"title = 1\n", b"\0" * 900, chance.randbytes(600)]
    contents += [recording(name).read_bytes() for name in ("sixteen-bits.wav", "memo.m4a")]
    for _ in range(60):
        path = school.root / "recordings" / chance.choice(FOLDERS) / chance.choice(NAMES)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(chance.choice(contents))
    with closing(Store(school.root / "build")) as store:
        inventory = find(school.root, settle=0.0)
        seen = survey(school.workspace, store, school.now, inventory)
    table = reporting.rows(seen.intake, seen.verdicts, seen.book, seen.gone, {}, {})
    told = [each.path for each in answers(table, seen.intake, school.workspace.settings)]
    dropped = [f"recordings/{path}" for path in tree(school.root / "recordings")]
    of = Counter(
        each for path in dropped for each in told if path == each or path.startswith(f"{each}/")
    )
    assert len(told) == len(set(told))
    assert sum(of.values()) == len(dropped)


def test_parts_and_copies_of_a_recording_say_whose_they_are() -> None:
    """A camcorder's second file is no story of its own."""
    row = Row("recordings/00000.MTS", "id", State.WAITING, "Nobody has decided yet.")
    intake = Intake((), (), (), (), (
        Belonging("recordings/00001.MTS", "part", ("recordings/00000.MTS",)),
        Belonging("recordings/B/00000.MTS", "copy", ("recordings/00000.MTS",)),
        Belonging("recordings/B/00001.MTS", "part", ("recordings/B/00000.MTS",)),
    ))  # fmt: skip
    assert [each.fate for each in answers([row], intake, SETTINGS)] == [
        Fate.WAITING,
        Fate.PART,
        Fate.COPY,
        Fate.PART,
    ]


@pytest.mark.parametrize(
    ("changes", "fate"),
    [
        ({"making": True}, Fate.MAKING),
        ({"state": State.REFUSED, "again": True}, Fate.FAILED),
        ({"state": State.WITHDRAWN}, Fate.KEPT),
        ({"state": State.HELD, "id": ""}, Fate.EARLIER),
        ({"state": State.PUBLISHED, "audience": Audience.PUBLIC, "making": True}, Fate.SITE),
        ({"reason": "It tells of a surname: Kaur."}, Fate.WAITING),
    ],
)
def test_what_people_decided_is_not_told(changes: dict[str, object], fate: Fate) -> None:
    """A row's reason stays with the coordinator."""
    row = Row("recordings/a.mp3", "id", State.WAITING, "Kaur")
    (answer,) = answers([replace(row, **changes)], NOTHING, SETTINGS)  # type: ignore[arg-type]
    assert (answer.fate, answer.told) == (fate, "")


def test_lines_are_in_the_order_of_time_whatever_their_names() -> None:
    """Files of one moment by their paths; those of no known time last."""
    rows = [Row(f"recordings/{name}", "id", State.WAITING, "") for name in "abcd"]
    told = answers(rows, NOTHING, SETTINGS)
    seen = {f"recordings/{name}": Seen(at) for name, at in (("a", 5.0), ("b", 9.0), ("c", 9.0))}
    assert [each.path for each in newest_first(told, seen)] == ["b", "c", "a", "d"]
